// A determination made from what the engine proposes: a draft decides nothing.
// expect: (invalid initialization of reference of type|no known conversion|could not convert|cannot convert|no viable conversion).*SignedOpinion|no matching (member )?function for call to .*make
#include "determination/determination.h"

using namespace openimr::determination;

openimr::Result<Determination> act(const SignedOpinion& opinion, const Draft& draft) {
#ifdef LAWFUL
  return Determination::make(opinion, draft, {}, {}, {});
#else
  (void)opinion;
  return Determination::make(draft, draft, {}, {}, {});
#endif
}
