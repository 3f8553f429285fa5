// A signed opinion without content, made by default.
// expect: no matching function for call to .*SignedOpinion::SignedOpinion\(\)|no matching constructor for initialization
#include "determination/signed_opinion.h"

#include <optional>

using namespace openimr;

void act() {
#ifdef LAWFUL
  std::optional<determination::SignedOpinion> opinion;
#else
  determination::SignedOpinion opinion;
#endif
  (void)opinion;
}
