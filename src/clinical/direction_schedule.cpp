// How often, at what times, for how long and up to what ceiling.
#include "clinical/direction_parser.h"

#include <array>
#include <cmath>

namespace openimr::clinical {
namespace {

using Kind = DirectionToken::Kind;

} // namespace

unsigned day_part(std::string_view word) {
  if (is_one_of(word, {"morning", "mornings", "am", "a.m", "breakfast", "qam", "qmorning", "om", "mane", "wakening",
                       "waking", "arising", "awakening"}))
    return Morning;
  if (is_one_of(word, {"lunch", "lunchtime", "noon", "midday", "afternoon", "afternoons"})) return Noon;
  if (is_one_of(word, {"evening", "evenings", "pm", "p.m", "dinner", "supper", "qpm", "qevening", "tea", "teatime"}))
    return Evening;
  if (is_one_of(word, {"bedtime", "bedtimes", "night", "nights", "nighttime", "hs", "qhs", "bed", "nightly", "nocte",
                       "qnoc", "qbedtime", "qnight", "noct"}))
    return Night;
  return 0;
}

bool DirectionParser::is_per_day(std::size_t at, std::size_t& next) const {
  if (word(at) == "daily") {
    next = at + 1;
    return true;
  }
  if (is_one_of(word(at), {"a", "per", "/", "in", "each", "every"})) {
    std::size_t day = at + 1;
    if (is_one_of(word(day), {"a", "any", "one"})) ++day;
    if (word(day) == "day" || word(day) == "d") {
      next = day + 1;
      return true;
    }
    if (is_number(day) && number(day) == 24) {
      next = is_one_of(word(day + 1), {"hours", "hour", "hrs", "hr", "h"}) ? day + 2 : day + 1;
      return true;
    }
  }
  return false;
}

bool DirectionParser::cap() {
  std::size_t at = at_;
  bool is_cap = false;
  if (is_one_of(word(at), {"max", "maximum", "mdd", "nte", "limit"})) {
    is_cap = true;
    ++at;
  } else if (word(at) == "not" && word(at + 1) == "to" && word(at + 2) == "exceed") {
    is_cap = true;
    at += 3;
  } else if (is_one_of(word(at), {"no", "not"}) && word(at + 1) == "more" && word(at + 2) == "than") {
    is_cap = true;
    at += 3;
  } else if (is_one_of(word(at), {"not", "don't", "never"}) && is_one_of(word(at + 1), {"take", "use", "apply"}) &&
             word(at + 2) == "more" && word(at + 3) == "than") {
    is_cap = true;
    at += 4;
  } else if (word(at) == "do" && word(at + 1) == "not" && word(at + 2) == "exceed") {
    is_cap = true;
    at += 3;
  } else if (word(at) == "up" && word(at + 1) == "to") {
    // "up to 8 tablets a day" is a ceiling; "up to 3 times a day" is a frequency.
    const auto upper = amount(at + 2);
    if (!upper) return false;
    std::size_t next = upper->next;
    const std::string unit(dose_unit(word(next)));
    if (!unit.empty()) ++next;
    std::size_t end = 0;
    if (!is_per_day(next, end) || (unit.empty() && !clause().low)) {
      if (unit.empty()) return false;
      at_ += 2; // "up to 2 tablets three times a day": the dose follows
      return true;
    }
    if (unit == "patch" && !clause().low) { // so many are worn at a time
      set_dose({std::min(1.0, upper->low), upper->high, end}, unit);
      set_times(1, "once a day");
    }
    max_ = Cap{upper->high, unit};
    at_ = end;
    return true;
  }
  if (!is_cap) return false;
  while (is_one_of(word(at), {"daily", "dose", "dosage", "amount", "of", ":", "=", "is", "to", "per", "day", "in", "24",
                              "hours", "total", "limit", "-", "/"}) &&
         at < at_ + 8) {
    if (is_number(at) && word(at) == "24" && !is_one_of(word(at + 1), {"hours", "hour", "hr", "hrs", "h"})) break;
    ++at;
  }
  const auto upper = amount(at);
  if (!upper) return false;
  at = upper->next;
  const std::string unit(dose_unit(word(at)));
  if (!unit.empty()) ++at;
  if (std::size_t times_end = at; is_one_of(word(at), {"times", "x"})) { // "max 3 times a day"
    ++times_end;
    std::size_t end = times_end;
    if (is_per_day(times_end, end)) {
      set_times(upper->high, plain_number(upper->high) + " times a day");
      at_ = end;
      return true;
    }
  }
  std::size_t end = at;
  if (is_per_day(at, end)) at = end;
  if (days_of(word(at)) >= 1 && upper->high < 100 &&
      unit.empty()) { // "no more than two weeks at a time" limits the length
    at_ = at + 1;
    return true;
  }
  if (!max_ || !unit.empty() == !max_->unit.empty() || max_->unit == "mg") max_ = Cap{upper->high, unit};
  at_ = at;
  return true;
}

bool DirectionParser::duration() {
  std::size_t at = at_;
  const bool is_led = is_one_of(word(at), {"for", "x", "times", "over"});
  if (is_led) ++at;
  while (is_led && is_one_of(word(at), {"up", "to", "the", "next", "another", "a", "first", "about", "total", "of"}))
    ++at;
  const auto count = amount(at);
  if (!count) {
    if (is_led && at > at_ + 0 && days_of(word(at)) >= 1 && at_ + 1 <= at &&
        is_one_of(word(at_), {"for"})) { // "for a week"
      set_duration(days_of(word(at)));
      at_ = at + 1;
      return true;
    }
    return false;
  }
  std::size_t unit = count->next;
  if (is_one_of(word(unit), {"-", "more", "consecutive"})) ++unit;
  const double days = days_of(word(unit));
  if (is_led && is_one_of(word(unit), {"dose", "doses"}) && clause().low) { // "for 1 dose"
    if (count->high == 1 && !clause().has_schedule()) set_times(1, "once");
    at_ = unit + 1;
    return true;
  }
  if (!is_led && is_one_of(word(unit), {"night"})) return false; // "1 night": a dose at night
  if (days >= 1 && !is_one_of(word(unit), {"w", "d"})) {
    if (!is_led && !clause().has_schedule() && !clause().low) return false;
    if (is_one_of(word(unit + 1), {"before", "prior", "after", "ago", "old"})) {
      at_ = unit + 1;
      return true;
    }
    if (is_paused_)
      clause().pause = count->high * days;
    else
      set_duration(count->high * days);
    is_paused_ = false;
    at_ = unit + 1;
    return true;
  }
  if (days > 0 && days < 1 && word(unit + 1) == "on" &&
      amount(word(unit + 2) == "," || word(unit + 2) == "and" ? unit + 3
                                                              : unit + 2)) { // a patch "12 hours on 12 hours off"
    if (!clause().has_schedule()) set_times(1, "once a day");
    at_ = unit + 2;
    while (at_ < tokens_.size() && word(at_) != "off" &&
           (is_number(at_) || days_of(word(at_)) > 0 || is_one_of(word(at_), {",", "and"})))
      ++at_;
    if (word(at_) == "off") ++at_;
    return true;
  }
  if (days > 0 && days < 1 && !is_one_of(word(unit), {"h", "hourly", "hrly"})) { // "1 hour before": no schedule
    at_ = unit + 1;
    return true;
  }
  return false;
}

void DirectionParser::set_duration(double days) {
  // A second length without "then" says the first one again ("x7 days 1 week").
  if (clause().duration) return;
  clause().duration = days;
}

void DirectionParser::set_times(double times, std::string words) {
  Clause& now = clause();
  if (now.times) {
    if (range_pending_) {
      if (times > *now.times) now.times = times, now.frequency += " to " + words;
    } else if (*now.times == 1 && times > 1) {
      now.times = times, now.frequency = std::move(words); // "daily" gives way to what is more exact
    } else if (now.low && std::abs(*now.times - times) > 0.001 && times < 1) {
      now.times = times, now.frequency = std::move(words);
    }
  } else {
    now.times = times;
    now.frequency = std::move(words);
  }
  range_pending_ = false;
}

bool DirectionParser::interval() {
  std::size_t at = at_;
  const bool is_q = is_one_of(word(at), {"q"});
  if (!is_q && !is_one_of(word(at), {"every", "each", "ev", "alternate"})) {
    // "6 hourly"
    if (is_number(at) && is_one_of(word(at + 1), {"hourly", "hrly"})) {
      set_interval(number(at), number(at), "hours");
      at_ = at + 2;
      return true;
    }
    return false;
  }
  if (word(at) == "alternate") {
    if (!is_one_of(word(at + 1), {"day", "days"})) return false;
    set_times(0.5, "every other day");
    at_ += 2;
    return true;
  }
  ++at;
  if (word(at) == "-") ++at;
  if (is_one_of(word(at), {"other", "alternate", "second"}) && days_of(word(at + 1)) >= 1) {
    set_times(0.5 / days_of(word(at + 1)), word(at + 1) == "day" || word(at + 1) == "d"
                                               ? "every other day"
                                               : "every other " + std::string(word(at + 1)));
    at_ = at + 2;
    return true;
  }
  if (word(at) == "o" && word(at + 1) == "d") {
    set_times(0.5, "every other day");
    at_ = at + 2;
    return true;
  }
  if (const auto count = amount(at)) {
    std::size_t unit = count->next;
    if (word(unit) == "-" || word(unit) == "(") ++unit;
    if (number_word(word(unit)) && is_number(unit)) ++unit;
    if (word(unit) == ")") ++unit;
    const double days = is_one_of(word(unit), {"w"}) ? 7 : is_one_of(word(unit), {"d"}) ? 1 : days_of(word(unit));
    if (days > 0) {
      set_interval(count->low, count->high,
                   days < 1    ? (days < 1.0 / 25 ? "minutes" : "hours")
                   : days == 1 ? "days"
                   : days == 7 ? "weeks"
                               : "months");
      at_ = unit + 1;
      return true;
    }
    if (is_q && count->next > at) { // "q 4" without a unit: hours
      set_interval(count->low, count->high, "hours");
      at_ = count->next;
      return true;
    }
    return false;
  }
  if (is_time_of_day(word(at)) || is_one_of(word(at), {"noc"})) {
    if (clause().has_schedule() && !clause().low) { // "qam every morning" says it again
      at_ = at + 1;
      return true;
    }
    clause().parts |= day_part(word(at));
    if (!clause().times)
      ++clause().slots, clause().frequency = "every " + std::string(word(at) == "am"   ? "morning"
                                                                    : word(at) == "pm" ? "evening"
                                                                    : word(at) == "hs" ? "bedtime"
                                                                                       : word(at));
    at_ = at + 1;
    if (word(at_) == "at" && is_time_of_day(word(at_ + 1))) at_ += 2;
    return true;
  }
  const double days = is_one_of(word(at), {"d"}) ? 1 : is_one_of(word(at), {"w", "wk"}) ? 7 : days_of(word(at));
  if (days > 0) {
    set_times(1 / days, days == 1 ? "once a day"
                                  : "every " + std::string(word(at) == "h" || word(at) == "hr" ? "hour" : word(at)));
    at_ = at + 1;
    return true;
  }
  static constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (const std::string_view day : weekdays)
    if (word(at).starts_with(day)) {
      set_times(1.0 / 7, "every " + std::string(word(at)));
      at_ = at + 1;
      return true;
    }
  return false;
}

void DirectionParser::set_interval(double low, double high, const std::string& unit) {
  const double days = unit == "minutes" ? 1.0 / 1440
                      : unit == "hours" ? 1.0 / 24
                      : unit == "days"  ? 1
                      : unit == "weeks" ? 7
                                        : 30;
  if (low <= 0) return;
  const std::string words = "every " +
                            (low == high ? plain_number(low) : plain_number(low) + " to " + plain_number(high)) + " " +
                            (low == 1 && high == 1 ? unit.substr(0, unit.size() - 1) : unit);
  if (unit == "hours" && interval_hours_ == 0 && low == high) interval_hours_ = low;
  if (clause().times && !range_pending_ && *clause().times > 1) return; // "twice daily (every 12 hours)"
  set_times(1 / (low * days), words);
}

bool DirectionParser::times() {
  std::size_t at = at_;
  if (word(at) == "up" && word(at + 1) == "to") at += 2;
  double count = 0;
  std::size_t next = at;
  if (is_one_of(word(at), {"once", "twice", "thrice"})) {
    count = word(at) == "once" ? 1 : word(at) == "twice" ? 2 : 3;
    next = at + 1;
    if (is_one_of(word(next), {"or", "to", "-"}) && is_one_of(word(next + 1), {"twice", "thrice"})) {
      count = word(next + 1) == "twice" ? 2 : 3;
      next += 2;
    }
  } else if (const auto amount_here = amount(at)) {
    next = amount_here->next;
    if (is_one_of(word(next), {"x", "times", "time"})) {
      ++next;
      count = amount_here->high;
    } else if (at != at_) {
      // "up to 3 a day"
      std::size_t end = 0;
      if (!is_per_day(next, end) || clause().low) return false;
      set_times(amount_here->high, plain_number(amount_here->high) + " times a day");
      at_ = end;
      return true;
    } else {
      return false;
    }
    if (at_ > 0 && is_one_of(word(next), {"days", "day", "d", "weeks"}) && is_one_of(word(next - 1), {"x"}))
      return false;
  } else if (word(at) == "x" && is_number(at + 1) && is_one_of(word(at + 2), {"daily", "/", "a", "per"})) {
    count = number(at + 1);
    next = at + 2;
  } else {
    return false;
  }
  std::size_t end = 0;
  const std::string words = count == 1   ? "once a day"
                            : count == 2 ? "twice a day"
                            : count == 3 ? "three times a day"
                                         : plain_number(count) + " times a day";
  if (is_per_day(next, end)) {
    set_times(count, words);
    at_ = end;
    return true;
  }
  std::size_t unit = next;
  if (is_one_of(word(unit), {"a", "per", "/", "each", "every"})) ++unit;
  if (is_one_of(word(unit), {"weekly"}) || days_of(word(unit)) >= 7 || is_one_of(word(unit), {"monthly"})) {
    const double days = word(unit) == "weekly" ? 7 : word(unit) == "monthly" ? 30 : days_of(word(unit));
    set_times(count / days, plain_number(count) + " times a " + (days == 7 ? "week" : "month"));
    at_ = unit + 1;
    return true;
  }
  if (is_number(unit) && days_of(word(unit + 1)) >= 1) {
    set_times(count / (number(unit) * days_of(word(unit + 1))),
              plain_number(count) + " times every " + plain_number(number(unit)) + " " + std::string(word(unit + 1)));
    at_ = unit + 2;
    return true;
  }
  if (repeats_ > 0 && is_one_of(word(at), {"once", "twice"})) { // "repeat in 2 hours as needed once"
    repeats_ = count;
    at_ = next;
    return true;
  }
  if (is_one_of(word(at), {"once", "twice", "thrice"}) ||
      (word(next - 1) == "times" && (clause().low || has_drug_ || has_verb_))) {
    set_times(count, word(at) == "once" ? "once" : words);
    at_ = next;
    return true;
  }
  return false;
}

bool DirectionParser::frequency() {
  if ((word(at_) == "single" || word(at_) == "one") && word(at_ + 1) == "dose" && clause().low) {
    set_times(1, "once");
    at_ += 2;
    return true;
  }
  if (std::size_t end = 0; is_one_of(word(at_), {"a", "per", "/", "each"}) && clause().low &&
                           !clause().has_schedule() && is_per_day(at_, end)) { // "2 tablets a day"
    set_times(1, "once a day");
    at_ = end;
    return true;
  }
  const auto times = frequency_word(word(at_));
  if (!times) return false;
  if (const unsigned part = day_part(word(at_));
      part != 0 && clause().parts != 0 && (clause().parts & part) == 0 && !clause().times && clause().low) {
    clause().parts |= part; // "1 tab am & hs"
    ++clause().slots;
    clause().frequency += " and at " + std::string(part == Night ? "bedtime" : part == Morning ? "morning" : "evening");
    pending_and_ = false;
    ++at_;
    return true;
  }
  clause().parts |= day_part(word(at_));
  if (is_one_of(word(at_), {"ac", "pc"}) && !clause().has_schedule()) {
    clause().slots = 3;
    clause().parts |= Morning | Noon | Evening;
    clause().frequency = word(at_) == "ac" ? "before meals" : "after meals";
    ++at_;
    return true;
  }
  if (is_one_of(word(at_), {"od", "ac", "pc"}) && clause().has_schedule()) {
    ++at_;
    return true;
  }
  const std::string words =
      *times == 1     ? (is_one_of(word(at_), {"qhs", "hs", "nightly", "nocte", "qnoc"}) ? "at bedtime" : "once a day")
      : *times == 2   ? "twice a day"
      : *times == 3   ? "three times a day"
      : *times == 4   ? "four times a day"
      : *times == 0.5 ? "every other day"
      : *times > 0.1 && *times < 0.15 ? "once a week"
                                      : plain_number(*times) + " times a day";
  if (*times == 1 && is_time_of_day(word(at_)) && clause().times) { // "daily at hs"
    ++at_;
    return true;
  }
  set_times(*times, words);
  ++at_;
  return true;
}

bool DirectionParser::weekdays() {
  static constexpr std::array<std::string_view, 7> names = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  const auto weekday = [&](std::string_view word) { // 0 is Monday, 7 is none
    for (std::size_t day = 0; day < names.size(); ++day) {
      const std::string_view name = names[day];
      if (word == name || (word.size() == name.size() + 1 && word.starts_with(name)) ||
          (word.size() >= 3 && word.size() <= 5 && name.starts_with(word)))
        return day;
    }
    return names.size();
  };
  std::size_t at = at_;
  if (is_one_of(word(at), {"on", "except"})) ++at;
  if (is_one_of(word(at), {"on"})) ++at;
  std::array<bool, 7> is_named = {};
  std::size_t last = names.size();
  bool is_range = false;
  for (; at < tokens_.size(); ++at) {
    if (const std::size_t day = weekday(word(at)); day < names.size()) {
      for (std::size_t between = last; is_range && last < names.size() && between != day;
           between = (between + 1) % names.size())
        is_named[between] = true;
      is_named[day] = true;
      last = day;
      is_range = false;
    } else if (last < names.size() && is_one_of(word(at), {"-", "to", "through", "thru"}) &&
               weekday(word(at + 1)) < names.size()) {
      is_range = true;
    } else if (!is_one_of(word(at), {",", "and", "&", "-", "/"})) {
      break;
    }
  }
  auto count = static_cast<double>(std::count(is_named.begin(), is_named.end(), true));
  if (count == 0) return false;
  if (word(at_) == "except") count = 7 - count;
  clause().times = clause().times.value_or(1) * count / 7.0;
  clause().frequency = plain_number(count) + " days a week";
  at_ = at;
  return true;
}

bool DirectionParser::clock() {
  if (!is_number(at_) || tokens_[at_].kind != Kind::Number || number(at_) > 24) return false;
  std::size_t at = at_ + 1;
  if (word(at) == ":" && is_number(at + 1)) at += 2;
  if (!is_one_of(word(at), {"am", "pm", "a.m", "p.m"})) return false;
  if (!clause().times) ++clause().slots;
  at_ = at + 1;
  return true;
}

bool DirectionParser::time_of_day() {
  std::size_t at = at_;
  while (is_one_of(word(at), {"in", "at", "with", "before", "after", "the", "each", "every", "during", "upon", "by"}))
    ++at;
  if (word(at) == "bed" && at > 0 && is_one_of(word(at - 1), {"in", "the"})) return false; // "stays in bed"
  if (is_one_of(word(at), {"meals", "meal", "food", "mealtimes"})) {
    const bool each = at > at_ && (word(at) == "meals" || word(at) == "mealtimes" ||
                                   (word(at) == "meal" && is_one_of(word(at - 1), {"each", "every"})));
    if (each && !clause().times) clause().slots += 3, clause().parts |= Morning | Noon | Evening;
    at_ = at + 1;
    return true;
  }
  std::size_t evening = at;
  if (is_one_of(word(at), {"evening", "morning"}) && word(at + 1) == "meal") evening = at + 1;
  if (!is_time_of_day(word(at)) || word(at) == "on") {
    if (word(at) == "bed" && word(at + 1) == "time")
      evening = at + 1;
    else
      return false;
  }
  const unsigned part = day_part(word(at));
  if (part != 0 && (clause().parts & part) != 0 && clause().has_schedule()) { // "every morning before breakfast"
    at_ = evening + 1;
    return true;
  }
  clause().parts |= part;
  if (at == at_ && is_one_of(word(at), {"nights"}) && at > 0 && is_number(at - 1)) return false;
  if (!clause().times) {
    ++clause().slots;
    if (clause().frequency.empty())
      clause().frequency = "at " + std::string(word(at));
    else
      clause().frequency += " and " + std::string(word(at));
  }
  at_ = evening + 1;
  if (word(at_) == "time" && word(at_ - 1) == "bed") ++at_;
  return true;
}

} // namespace openimr::clinical
