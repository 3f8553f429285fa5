#include "guidelines/topic.h"

#include <algorithm>

namespace openimr::guidelines {

const char* name(Verdict verdict) {
  switch (verdict) {
  case Verdict::Met:
    return "met";
  case Verdict::NotMet:
    return "not_met";
  case Verdict::Unknown:
    return "unknown";
  }
  return "";
}

const char* name(Phase phase) { return phase == Phase::Initial ? "initial" : "continued"; }
const char* name(Reading reading) { return reading == Reading::Strict ? "strict" : "loose"; }

// Kleene's strong logic of indeterminacy: a value is unknown exactly when it would depend on the unknown.
Verdict both(Verdict a, Verdict b) {
  if (a == Verdict::NotMet || b == Verdict::NotMet) return Verdict::NotMet;
  return a == Verdict::Met && b == Verdict::Met ? Verdict::Met : Verdict::Unknown;
}

Verdict either(Verdict a, Verdict b) { return opposite(both(opposite(a), opposite(b))); }

Verdict opposite(Verdict a) {
  switch (a) {
  case Verdict::Met:
    return Verdict::NotMet;
  case Verdict::NotMet:
    return Verdict::Met;
  case Verdict::Unknown:
    return Verdict::Unknown;
  }
  return Verdict::Unknown;
}

const Criterion* Topic::criterion(const std::string& criterion_id) const {
  const auto found =
      std::find_if(criteria.begin(), criteria.end(), [&](const Criterion& item) { return item.id == criterion_id; });
  return found == criteria.end() ? nullptr : &*found;
}

bool Topic::is_in_force(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }

} // namespace openimr::guidelines
