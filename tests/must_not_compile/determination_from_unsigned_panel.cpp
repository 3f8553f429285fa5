// A determination of a panel made from opinions as they were read, before anybody looked at their signatures.
// expect: no matching (member )?function for call to .*make
#include "determination/determination.h"

#include <vector>

using namespace openimr::determination;

openimr::Result<Determination> act(const std::vector<openimr::records::Opinion>& opinions, const std::vector<SignedOpinion>& signed_opinions,
                                   const Draft& draft) {
#ifdef LAWFUL
  (void)opinions;
  return Determination::make(signed_opinions, draft, {}, {}, {});
#else
  (void)signed_opinions;
  return Determination::make(opinions, draft, {}, {}, {});
#endif
}
