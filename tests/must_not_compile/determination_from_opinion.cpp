// A determination made from an opinion as it was read, before anybody looked at its signature.
// expect: (invalid initialization of reference of type|no known conversion|could not convert|cannot convert|no viable conversion).*SignedOpinion|no matching (member )?function for call to .*make
#include "determination/determination.h"

using namespace openimr::determination;

openimr::Result<Determination> act(const openimr::records::Opinion& opinion, const SignedOpinion& signed_opinion, const Draft& draft) {
#ifdef LAWFUL
  (void)opinion;
  return Determination::make(signed_opinion, draft, {}, {}, {});
#else
  (void)signed_opinion;
  return Determination::make(opinion, draft, {}, {}, {});
#endif
}
