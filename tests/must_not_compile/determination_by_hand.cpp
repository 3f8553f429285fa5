// A determination put together from decisions, past everything that has to hold.
// expect: is private within this context|calling a private constructor
#include "determination/determination.h"

using namespace openimr::determination;

openimr::Result<Determination> act(const SignedOpinion& opinion, const Draft& draft, std::vector<Decision> decisions) {
#ifdef LAWFUL
  (void)decisions;
  return Determination::make(opinion, draft, {}, {}, {});
#else
  return Determination(std::move(decisions), Receipt{}, std::vector<openimr::records::Opinion>{opinion.opinion()});
#endif
}
