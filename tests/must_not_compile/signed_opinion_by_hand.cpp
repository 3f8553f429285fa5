// A signed opinion that nobody signed. The only way to one is to have the signature verified.
// expect: is private within this context|calling a private constructor
#include "determination/signed_opinion.h"

using namespace openimr;

determination::SignedOpinion act(const records::Opinion& opinion) {
#ifdef LAWFUL
  return *determination::SignedOpinion::verify(opinion, {}, "");
#else
  return determination::SignedOpinion(opinion, "a content hash");
#endif
}
