// Numbers, strengths, doses, quantities and refills of a direction.
#include "clinical/direction_parser.h"

#include <cmath>
#include <cstdlib>

namespace openimr::clinical {
namespace {

using Kind = DirectionToken::Kind;

} // namespace

std::optional<Amount> DirectionParser::single(std::size_t at) const {
  if (is_one_of(word(at), {"i", "ii", "iii"}) && !dose_unit(word(at + 1)).empty()) { // Roman numerals of prescriptions
    const double count = static_cast<double>(word(at).size());
    return Amount{count, count, at + 1};
  }
  if (!is_number(at)) {
    if (is_one_of(word(at), {"a", "an"}) &&
        ((is_one_of(word(at + 1), {"additional", "extra", "second"}) && !dose_unit(word(at + 2)).empty()) ||
         !dose_unit(word(at + 1)).empty() || word(at + 1) == "half"))
      return is_number(at + 1) ? single(at + 1) : Amount{1, 1, at + 1};
    return std::nullopt;
  }
  double value = number(at);
  std::size_t next = at + 1;
  const bool is_fraction = word(next) == "/" && next + 1 < tokens_.size() && tokens_[next + 1].kind == Kind::Number &&
                           tokens_[next + 1].number >= 2 && tokens_[next + 1].number <= 8 &&
                           value < tokens_[next + 1].number && value == std::floor(value);
  if (is_fraction) {
    value /= tokens_[next + 1].number;
    next += 2;
  } else if (next + 2 < tokens_.size() && tokens_[next].kind == Kind::Number && word(next + 1) == "/" &&
             tokens_[next + 2].kind == Kind::Number && tokens_[next].number == 1 && tokens_[next + 2].number >= 2 &&
             tokens_[next + 2].number <= 4) {
    value += tokens_[next].number / tokens_[next + 2].number;
    next += 3;
  } else if (value == 1 && ((word(next) == "-" && word(next + 1) == "half") || word(next) == "half")) {
    value = 0.5;
    next += word(next) == "half" ? 1 : 2;
  } else if (is_one_of(word(next), {"and", "&"}) && next + 3 < tokens_.size() &&
             tokens_[next + 1].kind == Kind::Number && tokens_[next + 1].number == 1 && word(next + 2) == "/" &&
             is_one_of(word(next + 3), {"2", "3", "4"})) {
    value += 1 / tokens_[next + 3].number; // "1 and 1/2"
    next += 4;
  } else if (is_one_of(word(next), {"and"}) && is_one_of(word(next + 1), {"a", "one"}) && word(next + 2) == "half") {
    value += 0.5;
    next += 3;
  }
  if (value == 0.5 && is_one_of(word(next), {"of"}) && is_one_of(word(next + 1), {"a"}))
    next += 2;
  else if (value == 0.5 && is_one_of(word(next), {"a"}))
    ++next;
  // "4 four", "1 (one)": the same number said twice.
  if (next < tokens_.size() && tokens_[at].kind == Kind::Number && number_word(word(next)) &&
      *number_word(word(next)) == value && tokens_[next].kind == Kind::Word)
    ++next;
  if (word(next) == "(" && is_number(next + 1) && number(next + 1) == value && word(next + 2) == ")") next += 3;
  if (number_word(word(at)) && next < tokens_.size() && tokens_[next].kind == Kind::Number &&
      tokens_[next].number == value && dose_unit(word(next + 1)) != "mg")
    ++next;
  return Amount{value, value, next};
}

std::optional<Amount> DirectionParser::amount(std::size_t at) const {
  auto first = single(at);
  if (!first) return std::nullopt;
  std::size_t next = first->next;
  // "1 tab - 2 tabs" keeps its unit in between
  if (is_one_of(word(next), {"-", "to", "or"})) {
    if (auto second = single(next + 1); second && second->high >= first->low) {
      return Amount{first->low, second->high, second->next};
    }
  }
  return first;
}

bool DirectionParser::is_container(std::string_view word) {
  return is_one_of(word, {"tube", "tubes", "bottle", "bottles", "box", "boxes", "jar", "jars"});
}

std::size_t DirectionParser::take_containers(std::size_t at) {
  direction_.quantity = number(at);
  direction_.quantity_unit = std::string(word(at + 1));
  std::size_t next = at + 2;
  if (is_one_of(word(next), {"of", "x", "("})) {
    const std::string_view unit = dose_unit(word(next + 2));
    if (is_number(next + 1) && is_one_of(unit, {"g", "mL"})) {
      direction_.quantity = number(at) * number(next + 1);
      direction_.quantity_unit = std::string(unit);
      next += word(next) == "(" && word(next + 3) == ")" ? 4 : 3;
    }
  }
  return next;
}

std::size_t DirectionParser::bare_supply(std::size_t at) {
  if (direction_.quantity || pending_and_ || !clause().low || !clause().has_schedule()) return 0;
  const std::string unit(dose_unit(word(at + 1)));
  if (unit.empty() || is_one_of(word(at + 1), {"c", "t"}) ||
      is_one_of(unit, {"mg", "mcg", "unit", "dose", "application"}))
    return 0;
  const bool is_volume = is_one_of(unit, {"mL", "g"});
  constexpr double fewest_dispensed = 10;
  const double doses = number(at) / clause().high.value_or(*clause().low);
  if (is_volume ? doses <= 2 : number(at) < fewest_dispensed) return 0;
  std::size_t next = at + 2;
  while (is_container(word(next)) || is_one_of(word(next), {"total", "dispensed", "supply"})) ++next;
  const bool is_last = next >= tokens_.size() || (tokens_[next].kind == Kind::Mark && word(next) != "/") ||
                       is_one_of(word(next), {"rf", "refill", "refills", "with", "no"}) ||
                       (is_number(next) && is_one_of(word(next + 1), {"refill", "refills", "rf"}));
  if (!is_last) return 0;
  direction_.quantity = number(at);
  if (is_volume) direction_.quantity_unit = unit;
  return next;
}

bool DirectionParser::quantity() {
  std::size_t at = at_;
  bool is_quantity = false;
  if (word(at) == "#") {
    is_quantity = true;
    ++at;
  } else if (is_one_of(word(at), {"qty", "quantity", "disp", "dispense", "dispensed", "count"})) {
    is_quantity = true;
    ++at;
    while (is_one_of(word(at), {":", "#", "=", "-", "of"})) ++at;
  }
  if (is_quantity && is_number(at)) {
    const bool is_known = direction_.quantity && direction_.quantity_unit == "g"; // "60 gm … Qty: 1" counts tubes
    if (!is_known) direction_.quantity = number(at);
    ++at;
    const std::string unit(is_known ? "" : dose_unit(word(at)));
    if (is_container(word(at)))
      at = is_known ? at + 1 : take_containers(at - 1);
    else if (is_one_of(unit, {"g", "mL"}))
      direction_.quantity_unit = unit, ++at;
    else if (!unit.empty())
      ++at;
    at_ = at;
    return true;
  }
  if (is_number(at) && is_container(word(at + 1)) && !leads_schedule(at + 2)) { // "5 tubes of 100 g"
    if (direction_.quantity)
      at_ = at + 2; // "60 gm … 1 tube" says it again
    else
      at_ = take_containers(at);
    return true;
  }
  if (is_number(at) && tokens_[at].kind == Kind::Number) {
    if (const std::size_t end = bare_supply(at)) {
      at_ = end;
      return true;
    }
    // "30 day supply"
    std::size_t next = at + 1;
    if (word(next) == "-") ++next;
    if (days_of(word(next)) >= 1 && (word(next + 1) == "supply" || word(next + 2) == "supply")) {
      direction_.days_supply = number(at) * days_of(word(next));
      at_ = word(next + 1) == "supply" ? next + 2 : next + 3;
      return true;
    }
    // "90 tabs for 30 days" behind a whole direction: what is dispensed, and for how long.
    if (clause().has_schedule() && clause().low && number(at) > 12 && !dose_unit(word(at + 1)).empty() &&
        !is_one_of(dose_unit(word(at + 1)), {"mg", "mcg", "g", "mL"}) && is_one_of(word(at + 2), {"for", "per", "="}) &&
        is_number(at + 3) && days_of(word(at + 4)) >= 1 && !direction_.quantity) {
      direction_.quantity = number(at);
      direction_.days_supply = number(at + 3) * days_of(word(at + 4));
      at_ = at + 5;
      return true;
    }
    // "60 gm" of a cream: an amount to dispense unless a verb asks to apply it.
    const std::string unit(dose_unit(word(at + 1)));
    const bool is_dose = number(at) <= 8 && (has_verb_ || leads_schedule(at + 2)); // "4 g QID"
    if (unit == "g" && is_topical() && !is_dose) {
      direction_.quantity = number(at);
      direction_.quantity_unit = unit;
      at_ = at + 2;
      return true;
    }
    // "oral 90", "twice a day 20 rf 0": a bare number at the end of a schedule is what is dispensed.
    const bool is_last = at + 1 == tokens_.size() || is_one_of(word(at + 1), {"rf", "refill", "refills"});
    if (is_last && !direction_.quantity && clause().has_schedule() && number(at) >= 5 && number(at) < 1000 && at > 0 &&
        !is_one_of(word(at - 1), {":", "-", "/", "for", "x", "every", "q"})) {
      direction_.quantity = number(at);
      at_ = at + 1;
      return true;
    }
  }
  return false;
}

bool DirectionParser::refills() {
  if (is_one_of(word(at_), {"refill", "refills", "rf"})) {
    std::size_t at = at_ + 1;
    while (is_one_of(word(at), {":", "#", "=", "x"})) ++at;
    if (is_number(at)) {
      direction_.refills = number(at);
      at_ = at + 1;
      return true;
    }
    ++at_;
    return true;
  }
  if ((is_number(at_) || word(at_) == "no") && is_one_of(word(at_ + 1), {"refill", "refills", "rf"})) {
    direction_.refills = word(at_) == "no" ? 0 : number(at_);
    at_ += 2;
    return true;
  }
  return false;
}

bool DirectionParser::is_topical() const {
  if (direction_.route == "topical") return true;
  return std::any_of(tokens_.begin(), tokens_.end(), [](const DirectionToken& one) {
    return is_one_of(one.word, {"cream", "gel", "ointment", "lotion", "topical", "topically", "apply", "creme"});
  });
}

bool DirectionParser::leads_schedule(std::size_t at) const {
  return frequency_word(word(at)) || is_time_of_day(word(at)) ||
         is_one_of(word(at), {"in", "at", "every", "q", "each", "once", "twice"}) ||
         (is_number(at) && is_one_of(word(at + 1), {"times", "x"}));
}

bool DirectionParser::has_other_dose_in_mg(std::size_t from, double amount_before) const {
  for (std::size_t at = from; at + 1 < tokens_.size(); ++at)
    if (tokens_[at].kind == Kind::Number && word(at + 1) == "mg" && tokens_[at].number != amount_before &&
        !is_one_of(word(at - 1), {"max", "exceed", "than", "/", "("}) && leads_schedule(at + 2))
      return true;
  return false;
}

bool DirectionParser::is_dose_counted(std::size_t at) const {
  while (is_one_of(word(at), {",", ":", ";", "-", ".", "sig", "take"})) ++at;
  const auto counted = amount(at);
  return counted && !dose_unit(word(counted->next)).empty() &&
         !is_one_of(dose_unit(word(counted->next)), {"mg", "mcg", "g", "mL", "unit"});
}

bool DirectionParser::is_strength_in_units(std::string_view unit, double units, std::size_t next) const {
  if (clauses_.back().low || !direction_.strength.empty()) return false;
  constexpr double most_of_insulin = 500; // more at a time is a vitamin's tablet
  const bool is_injected = std::any_of(tokens_.begin(), tokens_.end(), [](const DirectionToken& one) {
    return is_one_of(route_word(one.word), {"subcutaneous", "intramuscular", "intravenous"}) || one.word == "inject";
  });
  return is_dose_counted(next) || (!is_injected && !has_verb_ && (unit == "iu" || units > most_of_insulin));
}

bool DirectionParser::strength() {
  std::size_t at = at_;
  const bool in_parens = word(at) == "(";
  if (in_parens) ++at;
  if (at >= tokens_.size() || tokens_[at].kind != Kind::Number) return false;
  // 10/325, 10-325 mg: a combination.
  std::size_t next = at + 1;
  const bool is_pair = (word(next) == "/" || word(next) == "-") && next + 1 < tokens_.size() &&
                       tokens_[next + 1].kind == Kind::Number && tokens_[next + 1].number >= 10 * tokens_[at].number &&
                       tokens_[next + 1].number >= 100;
  // Acetaminophen may stand first: "300/30".
  const bool is_turned = has_drug_ && word(next) == "/" && next + 1 < tokens_.size() &&
                         tokens_[next + 1].kind == Kind::Number && tokens_[at].number >= 100 &&
                         tokens_[at].number >= 5 * tokens_[next + 1].number;
  const bool is_triple = word(next) == "/" && next + 3 < tokens_.size() && tokens_[next + 1].kind == Kind::Number &&
                         word(next + 2) == "/" && tokens_[next + 3].kind == Kind::Number;
  // "8/2 mg" of a drug that has two ingredients.
  const bool is_mixture = word(next) == "/" && next + 2 < tokens_.size() && tokens_[next + 1].kind == Kind::Number &&
                          word(next + 2) == "mg" && direction_.strength.empty() &&
                          direction_.drug.find('/') != std::string::npos;
  if (is_pair || is_turned || is_triple || is_mixture) {
    next += is_triple ? 4 : 2;
    while (is_one_of(word(next), {"mg", "mgs"})) ++next;
    direction_.strength = plain_number(tokens_[at].number) + "/" + plain_number(tokens_[at + 2].number) +
                          (is_triple ? "/" + plain_number(tokens_[at + 4].number) : "") + " mg";
    direction_.strength_mg = tokens_[at].number;
    if (is_one_of(word(next), {"/", "per"}) && is_number(next + 1) && dose_unit(word(next + 2)) == "mL" &&
        number(next + 1) > 0) { // "7.5/325 mg/15 mL"
      direction_.strength += "/" + plain_number(number(next + 1)) + " mL";
      direction_.strength_mg = tokens_[at].number / number(next + 1);
      next += 3;
    } else if (is_one_of(word(next), {"/", "per"}) && dose_unit(word(next + 1)) == "mL") {
      direction_.strength += "/mL";
      next += 2;
    }
    at_ = word(next) == ")" && in_parens ? next + 1 : next;
    return true;
  }
  auto count = amount(at);
  if (!count) return false;
  next = count->next;
  if (word(next) == "-") ++next;
  const std::string_view unit = word(next);
  if (unit == "%" || unit == "percent") {
    direction_.strength = plain_number(count->high) + "%";
    at_ = next + 1;
    if (in_parens && word(at_) == ")") ++at_;
    return true;
  }
  const std::string_view measure = dose_unit(unit);
  if (!is_one_of(measure, {"mg", "mcg"}) && !(measure == "g" && clause().low) && measure != "unit") return false;
  ++next;
  if (measure == "unit" && !is_strength_in_units(unit, count->high, next)) return false;
  std::string per;
  if (word(next) == "/" && (is_one_of(dose_unit(word(next + 1)), {"mL", "dose", "puff", "spray"}) ||
                            is_one_of(word(next + 1), {"h", "hr", "hour"}))) {
    per = is_one_of(word(next + 1), {"h", "hr", "hour"}) ? "/h" : "/" + std::string(dose_unit(word(next + 1)));
    next += 2;
  } else if (word(next) == "/" && is_number(next + 1) && dose_unit(word(next + 2)) == "mL") {
    per = "/" + plain_number(number(next + 1)) + " mL";
    next += 3;
  } else if (word(next) == "per" && is_one_of(word(next + 1), {"hour", "hr", "ml"})) {
    per = word(next + 1) == "ml" ? "/mL" : "/h";
    next += 2;
  } else if (word(next) == "/" && is_number(next + 1)) { // "10 mg/325 mg"
    next += 2;
    if (word(next) == "mg") ++next;
  }
  std::size_t form = next;
  while (is_one_of(word(form), {"er", "cr", "sr", "xr", "oral", "(", ")", "total"})) ++form;
  const std::string_view form_unit = dose_unit(word(form));
  const bool names_form = !form_unit.empty() && !is_one_of(form_unit, {"mg", "mcg", "g", "mL"});
  const bool dose_before = clause().low.has_value();
  // "gabapentin 300 mg caps: 300 mg in the morning and 600 mg at night": behind the strength, doses in mg.
  if (!direction_.strength.empty() && per.empty() && !in_parens && leads_schedule(next) &&
      (!dose_before || clause().unit == "mg"))
    return false;
  if (measure == "mg" && direction_.strength.empty() && per.empty() && !in_parens && !dose_before &&
      clauses_.front().unit == "mg" && leads_schedule(next))
    return false; // "…, then 60 mg daily"
  // "prednisone 60 mg daily for 3 days, 40 mg daily …", "75 mg bid, may increase to 150 mg bid": doses in mg.
  if (measure == "mg" && direction_.strength.empty() && per.empty() && !in_parens && !dose_before && has_drug_ &&
      leads_schedule(next) && has_other_dose_in_mg(next, count->high))
    return false;
  if (dose_before && clause().unit == "mg" && (clause().duration || clause().has_schedule()))
    return false; // a taper in mg
  const bool is_strength = in_parens || !per.empty() || dose_before || (has_drug_ && !has_verb_) || names_form ||
                           is_dose_counted(next) || measure == "unit" || (has_drug_ && direction_.strength.empty());
  if (!is_strength) return false; // "take 40 mg daily": a dose
  const double mg = measure == "mcg" && per != "/h" ? count->high / 1000
                    : measure == "g"                ? count->high * 1000
                                                    : count->high;
  const bool is_total = dose_before && clause().high && *clause().high > 1 &&
                        (word(next) == "total" || in_parens || names_form == false) && !has_strength_before_dose_ &&
                        !has_drug_;
  if (direction_.strength.empty()) {
    direction_.strength = plain_number(count->high) + " " + std::string(measure) + per;
    if (measure == "unit")
      direction_.strength += "s"; // no weight
    else if (per.empty() || per == "/h")
      direction_.strength_mg = is_total ? mg / *clause().high : mg;
    else if (per == "/mL")
      direction_.strength_mg = mg;
    else if (per.ends_with(" mL"))
      direction_.strength_mg = mg / std::strtod(per.c_str() + 1, nullptr);
    if (!dose_before) has_strength_before_dose_ = true;
  }
  // "take 150 mg tab": the form after the strength belongs to a bare number before it.
  if (names_form && !dose_before) {
    if (bare_) set_dose(*bare_, std::string(form_unit));
    if (direction_.form.empty()) direction_.form = std::string(form_unit);
    if (clause().low) next = form + 1;
  }
  bare_.reset();
  at_ = next;
  if (in_parens && word(at_) == ")") ++at_;
  return true;
}

void DirectionParser::set_dose(const Amount& dose, std::string unit) {
  // "1 click 0.25 ml", "1 milliliter 4 clicks": the same dose in another measure.
  if (clause().low && !clause().has_schedule() && !clause().duration && !pending_and_ && !clause().unit.empty() &&
      !unit.empty() && unit != clause().unit)
    return;
  if (clause().low && (clause().has_schedule() || clause().duration || pending_and_)) {
    Clause next;
    next.adds = pending_and_ && !clause().is_of_day;
    clauses_.push_back(next);
  }
  pending_and_ = false;
  clause().low = dose.low;
  clause().high = dose.high;
  if (!unit.empty()) clause().unit = std::move(unit);
  if (clause().unit.empty() && clauses_.size() > 1) clause().unit = clauses_.front().unit;
}

bool DirectionParser::dose() {
  if (is_number(at_) && word(at_ + 1) == "/" && is_number(at_ + 2) && number(at_ + 2) >= 10) { // "7/10" is a score
    at_ += 3;
    unknown_ += 3;
    return true;
  }
  // "q6hr5 prn": a figure that hangs on the unit of an interval is a misread letter.
  if (at_ > 0 && is_number(at_) && tokens_[at_].begin == tokens_[at_ - 1].end &&
      is_one_of(word(at_ - 1), {"h", "hr", "hrs", "hour"})) {
    ++unknown_;
    ++at_;
    return true;
  }
  const auto count = amount(at_);
  if (!count) {
    // "take tablet daily": one of it.
    if (has_verb_ && !clause().low && !dose_unit(word(at_)).empty() && word(at_).size() > 1 &&
        !is_one_of(dose_unit(word(at_)), {"mg", "mcg", "g", "mL", "dose"})) {
      set_dose({1, 1, at_ + 1}, std::string(dose_unit(word(at_))));
      ++at_;
      return true;
    }
    return false;
  }
  std::size_t next = count->next;
  if (word(next) == "x" && is_number(next + 1) && !dose_unit(word(next + 2)).empty()) { // "2 x 10 ml"
    const double times_over = count->high;
    if (const auto inner = amount(next + 1)) {
      set_dose({inner->low * times_over, inner->high * times_over, 0}, std::string(dose_unit(word(inner->next))));
      at_ = inner->next + 1;
      return true;
    }
  }
  while (is_one_of(word(next), {"of", "(", "s", ")", "oral", "additional", "extra", "second", "more", "whole", "full",
                                "small", "long", "acting"}) &&
         next < count->next + 3)
    ++next;
  const bool is_more = is_one_of(word(count->next), {"additional", "extra", "second", "more"});
  const std::string_view unit = dose_unit(word(next));
  if (!unit.empty()) {
    if (word(next).size() == 1 && !is_one_of(unit, {"mg", "mcg", "g", "mL"}) && !(count->next == next)) return false;
    if (is_more) {
      pending_and_ = true;
      set_dose(*count, std::string(unit));
      clause().times = 1;
    } else {
      set_dose(*count, std::string(unit));
    }
    at_ = next + 1;
    if (word(at_) == "(" && word(at_ + 1) == "s" && word(at_ + 2) == ")") at_ += 3;
    return true;
  }
  // A bare number is a dose when a route, schedule or time follows it, or a verb went before.
  const std::string_view follow = word(count->next);
  std::size_t end = 0;
  const bool leads = is_per_day(count->next, end) || is_time_of_day(follow) || !route_word(follow).empty() ||
                     frequency_word(follow) ||
                     is_one_of(follow, {"by", "every", "q", "prn", "at", "in", "each", "twice", "once", "before",
                                        "after", "daily", "with", "on"}) ||
                     (is_number(count->next) && is_one_of(word(amount(count->next)->next), {"times", "x"}));
  if (leads && count->high <= 12) {
    set_dose(*count, "");
    at_ = count->next;
    if (end > 0 && !clause().has_schedule()) {
      set_times(1, "once a day");
      at_ = end;
    }
    return true;
  }
  if (has_verb_ && count->high <= 12 &&
      (at_ + 1 >= tokens_.size() || tokens_[count->next < tokens_.size() ? count->next : at_].kind != Kind::Mark)) {
    bare_ = *count;
    at_ = count->next;
    // "take 1 Norco twice a day": a name may stand between.
    if (!dose_unit(word(at_)).empty() || tokens_[at_ - 1].kind == Kind::Number || number_word(word(at_ - 1))) {
      if (!(at_ < tokens_.size() && tokens_[at_].kind == Kind::Number)) set_dose(*count, "");
    }
    return true;
  }
  return false;
}

} // namespace openimr::clinical
