#include "clinical/direction.h"

#include "clinical/direction_words.h"
#include "clinical/drug_mentions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace openimr::clinical {
namespace {

using Kind = DirectionToken::Kind;

/// One dose with its schedule. `adds` joins it to the clause before ("and two at bedtime"); otherwise it takes that one's place ("then one daily").
struct Clause {
  bool adds = false;
  std::optional<double> low, high;
  std::string unit;
  std::optional<double> times;   // a day
  std::string frequency;
  int slots = 0;                 // times of day named
  std::optional<double> duration;
  std::optional<double> pause;   // days off after the duration
  bool has_schedule() const { return times || slots > 0; }
};

struct Cap {
  double number = 0;
  std::string unit;
};

struct Amount {
  double low = 0, high = 0;
  std::size_t next = 0;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

/// Reads tokens from left to right; every step knows one form of words and says whether it was there.
class Parser {
public:
  Parser(std::vector<DirectionToken> tokens, Direction& direction) : tokens_(std::move(tokens)), direction_(direction) { clauses_.emplace_back(); }

  void run(bool has_drug) {
    has_drug_ = has_drug;
    while (at_ < tokens_.size()) {
      if (as_needed() || cap() || quantity() || refills() || duration() || interval() || times() || frequency() || weekdays() || clock() || time_of_day() || strength() || dose() || joint() || verb() || route()) continue;
      ++unknown_;
      ++at_;
    }
  }

  std::vector<Clause>& clauses() { return clauses_; }
  const std::optional<Cap>& max() const { return max_; }
  bool has_verb() const { return has_verb_; }
  bool is_as_directed() const { return as_directed_; }
  int unknown() const { return unknown_; }
  double interval_hours() const { return interval_hours_; }

private:
  Clause& clause() { return clauses_.back(); }
  const DirectionToken* token(std::size_t ahead = 0) const { return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr; }
  std::string_view word(std::size_t at) const { return at < tokens_.size() ? std::string_view(tokens_[at].word) : std::string_view(); }
  bool is_number(std::size_t at) const { return at < tokens_.size() && (tokens_[at].kind == Kind::Number || number_word(tokens_[at].word)); }
  double number(std::size_t at) const { return tokens_[at].kind == Kind::Number ? tokens_[at].number : *number_word(tokens_[at].word); }

  /// One number: 2, two, 1/2, 1 1/2, one half, "one-half"; not a combination strength such as 10/325.
  std::optional<Amount> single(std::size_t at) const {
    if (!is_number(at)) {
      if (is_one_of(word(at), {"a", "an"}) && (!dose_unit(word(at + 1)).empty() || word(at + 1) == "half")) return is_number(at + 1) ? single(at + 1) : Amount{1, 1, at + 1};
      return std::nullopt;
    }
    double value = number(at);
    std::size_t next = at + 1;
    const bool is_fraction = word(next) == "/" && next + 1 < tokens_.size() && tokens_[next + 1].kind == Kind::Number && tokens_[next + 1].number >= 2 && tokens_[next + 1].number <= 8 && value < tokens_[next + 1].number && value == std::floor(value);
    if (is_fraction) {
      value /= tokens_[next + 1].number;
      next += 2;
    } else if (next + 2 < tokens_.size() && tokens_[next].kind == Kind::Number && word(next + 1) == "/" && tokens_[next + 2].kind == Kind::Number && tokens_[next].number == 1 && tokens_[next + 2].number <= 4) {
      value += tokens_[next].number / tokens_[next + 2].number;
      next += 3;
    } else if (value == 1 && ((word(next) == "-" && word(next + 1) == "half") || word(next) == "half")) {
      value = 0.5;
      next += word(next) == "half" ? 1 : 2;
    } else if (is_one_of(word(next), {"and"}) && is_one_of(word(next + 1), {"a", "one"}) && word(next + 2) == "half") {
      value += 0.5;
      next += 3;
    }
    if (value == 0.5 && is_one_of(word(next), {"of"}) && is_one_of(word(next + 1), {"a"})) next += 2;
    else if (value == 0.5 && is_one_of(word(next), {"a"})) ++next;
    // "4 four", "1 (one)": the same number said twice.
    if (next < tokens_.size() && tokens_[at].kind == Kind::Number && number_word(word(next)) && *number_word(word(next)) == value && tokens_[next].kind == Kind::Word) ++next;
    if (word(next) == "(" && is_number(next + 1) && number(next + 1) == value && word(next + 2) == ")") next += 3;
    if (number_word(word(at)) && next < tokens_.size() && tokens_[next].kind == Kind::Number && tokens_[next].number == value && dose_unit(word(next + 1)) != "mg") ++next;
    return Amount{value, value, next};
  }

  /// A number or a range: "1-2", "one to two", "1 or 2".
  std::optional<Amount> amount(std::size_t at) const {
    auto first = single(at);
    if (!first) return std::nullopt;
    std::size_t next = first->next;
    // "1 tab - 2 tabs" keeps its unit in between
    if (is_one_of(word(next), {"-", "to", "or"})) {
      if (auto second = single(next + 1); second && second->high >= first->low && !(is_one_of(word(next), {"or", "to"}) && second->next < tokens_.size() && is_one_of(word(second->next), {"times"}) && word(next) == "or")) {
        return Amount{first->low, second->high, second->next};
      }
    }
    return first;
  }

  bool as_needed() {
    if (word(at_).starts_with("prn") || word(at_).starts_with("intprn") || word(at_) == "painprnas") {
      direction_.as_needed = true;
      ++at_;
      return true;
    }
    if (is_one_of(word(at_), {"as", "if", "when"}) && is_one_of(word(at_ + 1), {"needed", "required", "necessary", "reqd"})) {
      direction_.as_needed = true;
      at_ += 2;
      return true;
    }
    if (is_one_of(word(at_), {"as"}) && is_one_of(word(at_ + 1), {"directed", "instructed"})) {
      as_directed_ = true;
      at_ += 2;
      return true;
    }
    if (word(at_) == "uad") {
      as_directed_ = true;
      ++at_;
      return true;
    }
    return false;
  }

  bool is_per_day(std::size_t at, std::size_t& next) const {
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

  bool cap() {
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
      max_ = Cap{upper->high, unit};
      at_ = end;
      return true;
    }
    if (!is_cap) return false;
    while (is_one_of(word(at), {"daily", "dose", "dosage", "amount", "of", ":", "=", "is", "to", "per", "day", "in", "24", "hours", "total", "limit", "-", "/"}) && at < at_ + 8) {
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
    if (days_of(word(at)) >= 1 && upper->high < 100 && unit.empty()) { // "no more than two weeks at a time" limits the length
      at_ = at + 1;
      return true;
    }
    if (!max_ || !unit.empty() == !max_->unit.empty() || max_->unit == "mg") max_ = Cap{upper->high, unit};
    at_ = at;
    return true;
  }

  bool quantity() {
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
      if (is_one_of(word(at), {"tube", "tubes", "bottle", "bottles", "box", "boxes", "jar", "jars"})) direction_.quantity_unit = std::string(word(at++));
      else if (is_one_of(unit, {"g", "mL"})) direction_.quantity_unit = unit, ++at;
      else if (!unit.empty()) ++at;
      at_ = at;
      return true;
    }
    if (is_number(at) && tokens_[at].kind == Kind::Number) {
      // "30 day supply"
      std::size_t next = at + 1;
      if (word(next) == "-") ++next;
      if (days_of(word(next)) >= 1 && (word(next + 1) == "supply" || word(next + 2) == "supply")) {
        direction_.days_supply = number(at) * days_of(word(next));
        at_ = word(next + 1) == "supply" ? next + 2 : next + 3;
        return true;
      }
      // "60 gm" of a cream: an amount to dispense unless a verb asks to apply it.
      const std::string unit(dose_unit(word(at + 1)));
      if (unit == "g" && is_topical() && !(has_verb_ && number(at) <= 8)) {
        direction_.quantity = number(at);
        direction_.quantity_unit = unit;
        at_ = at + 2;
        return true;
      }
      // "oral 90", "twice a day 20 rf 0": a bare number at the end of a schedule is what is dispensed.
      const bool is_last = at + 1 == tokens_.size() || is_one_of(word(at + 1), {"rf", "refill", "refills"});
      if (is_last && !direction_.quantity && clause().has_schedule() && number(at) >= 5 && number(at) < 1000 && at > 0 && !is_one_of(word(at - 1), {":", "-", "/", "for", "x", "every", "q"})) {
        direction_.quantity = number(at);
        at_ = at + 1;
        return true;
      }
    }
    return false;
  }

  bool refills() {
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

  bool duration() {
    std::size_t at = at_;
    const bool is_led = is_one_of(word(at), {"for", "x", "times", "over"});
    if (is_led) ++at;
    while (is_led && is_one_of(word(at), {"up", "to", "the", "next", "another", "a", "first", "about", "total", "of"})) ++at;
    const auto count = amount(at);
    if (!count) {
      if (is_led && at > at_ + 0 && days_of(word(at)) >= 1 && at_ + 1 <= at && is_one_of(word(at_), {"for"})) { // "for a week"
        set_duration(days_of(word(at)));
        at_ = at + 1;
        return true;
      }
      return false;
    }
    std::size_t unit = count->next;
    if (is_one_of(word(unit), {"-", "more", "consecutive"})) ++unit;
    const double days = days_of(word(unit));
    if (days >= 1 && !is_one_of(word(unit), {"w", "d"})) {
      if (!is_led && !clause().has_schedule() && !clause().low) return false;
      if (is_one_of(word(unit + 1), {"before", "prior", "after", "ago", "old"})) {
        at_ = unit + 1;
        return true;
      }
      if (is_paused_) clause().pause = count->high * days;
      else set_duration(count->high * days);
      is_paused_ = false;
      at_ = unit + 1;
      return true;
    }
    if (days > 0 && days < 1 && !is_one_of(word(unit), {"h", "hourly", "hrly"})) { // "1 hour before": no schedule
      at_ = unit + 1;
      return true;
    }
    return false;
  }

  void set_duration(double days) {
    // A second length without "then" says the first one again ("x7 days 1 week").
    if (clause().duration) return;
    clause().duration = days;
  }

  void set_times(double times, std::string words) {
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

  bool interval() {
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
      set_times(0.5 / days_of(word(at + 1)), word(at + 1) == "day" || word(at + 1) == "d" ? "every other day" : "every other " + std::string(word(at + 1)));
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
        set_interval(count->low, count->high, days < 1 ? (days < 1.0 / 25 ? "minutes" : "hours") : days == 1 ? "days" : days == 7 ? "weeks" : "months");
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
      if (!clause().times) ++clause().slots, clause().frequency = "every " + std::string(word(at) == "am" ? "morning" : word(at) == "pm" ? "evening" : word(at) == "hs" ? "bedtime" : word(at));
      at_ = at + 1;
      if (word(at_) == "at" && is_time_of_day(word(at_ + 1))) at_ += 2;
      return true;
    }
    const double days = is_one_of(word(at), {"d"}) ? 1 : is_one_of(word(at), {"w", "wk"}) ? 7 : days_of(word(at));
    if (days > 0) {
      set_times(1 / days, days == 1 ? "once a day" : "every " + std::string(word(at) == "h" || word(at) == "hr" ? "hour" : word(at)));
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

  void set_interval(double low, double high, const std::string& unit) {
    const double days = unit == "minutes" ? 1.0 / 1440 : unit == "hours" ? 1.0 / 24 : unit == "days" ? 1 : unit == "weeks" ? 7 : 30;
    if (low <= 0) return;
    const std::string words = "every " + (low == high ? plain_number(low) : plain_number(low) + " to " + plain_number(high)) + " " + (low == 1 && high == 1 ? unit.substr(0, unit.size() - 1) : unit);
    if (unit == "hours" && interval_hours_ == 0 && low == high) interval_hours_ = low;
    if (clause().times && !range_pending_ && *clause().times > 1) return; // "twice daily (every 12 hours)"
    set_times(1 / (low * days), words);
  }

  bool times() {
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
      if (at_ > 0 && is_one_of(word(next), {"days", "day", "d", "weeks"}) && is_one_of(word(next - 1), {"x"})) return false;
    } else if (word(at) == "x" && is_number(at + 1) && is_one_of(word(at + 2), {"daily", "/", "a", "per"})) {
      count = number(at + 1);
      next = at + 2;
    } else {
      return false;
    }
    std::size_t end = 0;
    const std::string words = count == 1 ? "once a day" : count == 2 ? "twice a day" : count == 3 ? "three times a day" : plain_number(count) + " times a day";
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
      set_times(count / (number(unit) * days_of(word(unit + 1))), plain_number(count) + " times every " + plain_number(number(unit)) + " " + std::string(word(unit + 1)));
      at_ = unit + 2;
      return true;
    }
    if (is_one_of(word(at), {"once", "twice", "thrice"}) || word(next - 1) == "times") {
      set_times(count, word(at) == "once" ? "once" : words);
      at_ = next;
      return true;
    }
    return false;
  }

  bool frequency() {
    if ((word(at_) == "single" || word(at_) == "one") && word(at_ + 1) == "dose" && clause().low) {
      set_times(1, "once");
      at_ += 2;
      return true;
    }
    const auto times = frequency_word(word(at_));
    if (!times) return false;
    if (is_one_of(word(at_), {"od", "ac", "pc"}) && clause().has_schedule()) {
      ++at_;
      return true;
    }
    const std::string words = *times == 1 ? (is_one_of(word(at_), {"qhs", "hs", "nightly", "nocte", "qnoc"}) ? "at bedtime" : "once a day") : *times == 2 ? "twice a day" : *times == 3 ? "three times a day" : *times == 4 ? "four times a day" : *times == 0.5 ? "every other day" : *times > 0.1 && *times < 0.15 ? "once a week" : plain_number(*times) + " times a day";
    if (*times == 1 && is_time_of_day(word(at_)) && clause().times) { // "daily at hs"
      ++at_;
      return true;
    }
    set_times(*times, words);
    ++at_;
    return true;
  }

  bool weekdays() {
    static constexpr std::array<std::string_view, 7> names = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    int count = 0;
    std::size_t at = at_;
    if (word(at) == "on") ++at;
    for (; at < tokens_.size(); ++at) {
      const bool is_day = std::any_of(names.begin(), names.end(), [&](std::string_view name) { return word(at) == name || (word(at).size() == name.size() + 1 && word(at).starts_with(name)) || (word(at).size() >= 3 && word(at).size() <= 5 && name.starts_with(word(at)) && word(at) != "on"); });
      if (is_day) ++count;
      else if (!is_one_of(word(at), {",", "and", "&", "-", "/"})) break;
    }
    if (count == 0) return false;
    clause().times = clause().times.value_or(1) * count / 7.0;
    clause().frequency = plain_number(count) + " days a week";
    at_ = at;
    return true;
  }

  bool clock() {
    if (!is_number(at_) || tokens_[at_].kind != Kind::Number || number(at_) > 24) return false;
    std::size_t at = at_ + 1;
    if (word(at) == ":" && is_number(at + 1)) at += 2;
    if (!is_one_of(word(at), {"am", "pm", "a.m", "p.m"})) return false;
    if (!clause().times) ++clause().slots;
    at_ = at + 1;
    return true;
  }

  bool time_of_day() {
    std::size_t at = at_;
    while (is_one_of(word(at), {"in", "at", "with", "before", "after", "the", "each", "every", "during", "upon", "by"})) ++at;
    if (is_one_of(word(at), {"meals", "meal", "food", "mealtimes"})) {
      const bool each = at > at_ && (word(at) == "meals" || word(at) == "mealtimes" || (word(at) == "meal" && is_one_of(word(at - 1), {"each", "every"})));
      if (each && !clause().times) clause().slots += 3;
      at_ = at + 1;
      return true;
    }
    std::size_t evening = at;
    if (is_one_of(word(at), {"evening", "morning"}) && word(at + 1) == "meal") evening = at + 1;
    if (!is_time_of_day(word(at)) || word(at) == "on") {
      if (word(at) == "bed" && word(at + 1) == "time") evening = at + 1;
      else return false;
    }
    if (at == at_ && is_one_of(word(at), {"night", "nights"}) && at > 0 && is_number(at - 1)) return false;
    if (!clause().times) {
      ++clause().slots;
      if (clause().frequency.empty()) clause().frequency = "at " + std::string(word(at));
      else clause().frequency += " and " + std::string(word(at));
    }
    at_ = evening + 1;
    if (word(at_) == "time" && word(at_ - 1) == "bed") ++at_;
    return true;
  }

  bool strength() {
    std::size_t at = at_;
    const bool in_parens = word(at) == "(";
    if (in_parens) ++at;
    if (at >= tokens_.size() || tokens_[at].kind != Kind::Number) return false;
    // 10/325, 10-325 mg: a combination.
    std::size_t next = at + 1;
    const bool is_pair = (word(next) == "/" || word(next) == "-") && next + 1 < tokens_.size() && tokens_[next + 1].kind == Kind::Number && tokens_[next + 1].number >= 10 * tokens_[at].number && tokens_[next + 1].number >= 100;
    const bool is_triple = word(next) == "/" && next + 3 < tokens_.size() && tokens_[next + 1].kind == Kind::Number && word(next + 2) == "/" && tokens_[next + 3].kind == Kind::Number;
    if (is_pair || is_triple) {
      next += is_triple ? 4 : 2;
      while (is_one_of(word(next), {"mg", "mgs"})) ++next;
      direction_.strength = plain_number(tokens_[at].number) + "/" + plain_number(tokens_[at + 2].number) + (is_triple ? "/" + plain_number(tokens_[at + 4].number) : "") + " mg";
      direction_.strength_mg = tokens_[at].number;
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
    if (!is_one_of(measure, {"mg", "mcg"}) && !(measure == "g" && clause().low)) return false;
    ++next;
    std::string per;
    if (word(next) == "/" && (is_one_of(dose_unit(word(next + 1)), {"mL", "dose", "puff", "spray"}) || is_one_of(word(next + 1), {"h", "hr", "hour"}))) {
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
    if (dose_before && clause().unit == "mg" && (clause().duration || clause().has_schedule())) return false; // a taper in mg
    const bool is_strength = in_parens || !per.empty() || dose_before || (has_drug_ && !has_verb_) || names_form || (has_drug_ && direction_.strength.empty());
    if (!is_strength) return false; // "take 40 mg daily": a dose
    const double mg = measure == "mcg" && per != "/h" ? count->high / 1000 : measure == "g" ? count->high * 1000 : count->high;
    const bool is_total = dose_before && clause().high && *clause().high > 1 && (word(next) == "total" || in_parens || names_form == false) && !has_strength_before_dose_ && !has_drug_;
    if (direction_.strength.empty()) {
      direction_.strength = plain_number(count->high) + " " + std::string(measure) + per;
      if (per.empty() || per == "/h") direction_.strength_mg = is_total ? mg / *clause().high : mg;
      else if (per == "/mL") direction_.strength_mg = mg;
      else if (per.ends_with(" mL")) direction_.strength_mg = mg / std::strtod(per.c_str() + 1, nullptr);
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

  void set_dose(const Amount& dose, std::string unit) {
    // "1 click 0.25 ml", "1 milliliter 4 clicks": the same dose in another measure.
    if (clause().low && !clause().has_schedule() && !clause().duration && !pending_and_ && !clause().unit.empty() && !unit.empty() && unit != clause().unit) return;
    if (clause().low && (clause().has_schedule() || clause().duration || pending_and_)) {
      Clause next;
      next.adds = pending_and_;
      clauses_.push_back(next);
    }
    pending_and_ = false;
    clause().low = dose.low;
    clause().high = dose.high;
    if (!unit.empty()) clause().unit = std::move(unit);
    if (clause().unit.empty() && clauses_.size() > 1) clause().unit = clauses_.front().unit;
  }

  bool dose() {
    if (is_number(at_) && word(at_ + 1) == "/" && is_number(at_ + 2) && number(at_ + 2) >= 10) { // "7/10" is a score
      at_ += 3;
      unknown_ += 3;
      return true;
    }
    const auto count = amount(at_);
    if (!count) {
      // "take tablet daily": one of it.
      if (has_verb_ && !clause().low && !dose_unit(word(at_)).empty() && word(at_).size() > 1 && !is_one_of(dose_unit(word(at_)), {"mg", "mcg", "g", "mL", "dose"})) {
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
    while (is_one_of(word(next), {"of", "(", "s", ")", "oral", "additional", "more", "whole", "full", "small", "long", "acting"}) && next < count->next + 3) ++next;
    const bool is_more = is_one_of(word(count->next), {"additional", "more"});
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
    const bool leads = !route_word(follow).empty() || frequency_word(follow) || is_one_of(follow, {"by", "every", "q", "prn", "at", "in", "each", "twice", "once", "before", "after", "daily", "with", "on"}) || (is_number(count->next) && is_one_of(word(amount(count->next)->next), {"times", "x"}));
    if (leads && count->high <= 12) {
      set_dose(*count, "");
      at_ = count->next;
      return true;
    }
    if (has_verb_ && count->high <= 12 && (at_ + 1 >= tokens_.size() || tokens_[count->next < tokens_.size() ? count->next : at_].kind != Kind::Mark)) {
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

  bool joint() {
    if (is_one_of(word(at_), {"and", "&", "+", "plus"})) {
      if (clause().low && (clause().has_schedule())) pending_and_ = true;
      ++at_;
      return true;
    }
    if (word(at_) == ",") {
      if (clause().low && clause().slots > 0 && !clause().times) pending_and_ = true;
      ++at_;
      return true;
    }
    if (is_one_of(word(at_), {"then", "followed", "thereafter", "decrease", "reduce", "decreasing", "taper"})) {
      pending_and_ = false;
      if (clause().low && (clause().has_schedule() || clause().duration)) clauses_.emplace_back();
      ++at_;
      return true;
    }
    if (is_one_of(word(at_), {"stop", "off"})) {
      if (!clause().low && clauses_.size() > 1) clauses_.pop_back();
      is_paused_ = true;
      ++at_;
      return true;
    }
    if (is_one_of(word(at_), {"-", "or", "to"}) && clause().times) {
      range_pending_ = frequency_word(word(at_ + 1)).has_value() || is_one_of(word(at_ + 1), {"every", "q", "twice"}) || (is_number(at_ + 1) && is_one_of(word(at_ + 2), {"times", "x"}));
      ++at_;
      return true;
    }
    if (is_one_of(word(at_), {".", ";"})) {
      pending_and_ = false;
      ++at_;
      return true;
    }
    return false;
  }

  bool verb() {
    if (!is_one_of(word(at_), {"take", "takes", "taking", "apply", "applied", "use", "inject", "inhale", "instill", "place", "give", "chew", "dissolve", "insert", "put", "spray", "tk", "tome", "sig", "wear", "rub", "massage"})) return false;
    has_verb_ = true;
    if (is_one_of(word(at_), {"apply", "rub", "massage"}) && direction_.route.empty()) direction_.route = "topical";
    pending_and_ = false;
    ++at_;
    return true;
  }

  bool route() {
    const std::string_view route = route_word(word(at_));
    if (route.empty()) return false;
    if (direction_.route.empty()) direction_.route = std::string(route);
    ++at_;
    return true;
  }

  bool is_topical() const {
    if (direction_.route == "topical") return true;
    return std::any_of(tokens_.begin(), tokens_.end(), [](const DirectionToken& one) { return is_one_of(one.word, {"cream", "gel", "ointment", "lotion", "topical", "topically", "apply", "creme"}); });
  }

  std::vector<DirectionToken> tokens_;
  Direction& direction_;
  std::vector<Clause> clauses_;
  std::optional<Cap> max_;
  std::optional<Amount> bare_;
  std::size_t at_ = 0;
  int unknown_ = 0;
  double interval_hours_ = 0;
  bool has_drug_ = false, has_verb_ = false, as_directed_ = false, pending_and_ = false, range_pending_ = false, is_paused_ = false, has_strength_before_dose_ = false;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> form_words = {{{"cream", "cream"}, {"gel", "gel"}, {"ointment", "ointment"}, {"lotion", "lotion"}, {"patch", "patch"}, {"patches", "patch"}, {"solution", "solution"}, {"suspension", "suspension"}, {"spray", "spray"}, {"troche", "troche"}, {"infusion", "infusion"}, {"injection", "injection"}, {"lozenge", "lozenge"}}};

double mme_factor(const Drug& drug, std::optional<Date> on) {
  if (on && *on < *Date::from(2016, 3, 15)) return drug.mme.of_2009;
  if (on && *on >= *Date::from(2022, 11, 3)) return drug.mme.of_2022;
  return drug.mme.of_2016;
}

/// Methadone's factor grows with the daily dose in the tables of 2009 and 2016.
double methadone_factor(double mg_per_day, std::optional<Date> on) {
  if (on && *on >= *Date::from(2022, 11, 3)) return 4.7;
  return mg_per_day <= 20 ? 4 : mg_per_day <= 40 ? 8 : mg_per_day <= 60 ? 10 : 12;
}

void set_max(const Parser& parser, std::vector<Clause>& clauses, Direction& direction) {
  // A dose without a schedule takes that of the next clause, else of the one before; tapers by days alone are once a day.
  bool any_schedule = std::any_of(clauses.begin(), clauses.end(), [](const Clause& clause) { return clause.has_schedule(); });
  for (std::size_t k = 0; k < clauses.size(); ++k) {
    if (clauses[k].has_schedule()) continue;
    for (std::size_t next = k + 1; next < clauses.size() && !clauses[k].has_schedule(); ++next) clauses[k].times = clauses[next].times, clauses[k].slots = clauses[next].times ? 0 : clauses[next].slots;
    for (std::size_t before = k; before-- > 0 && !clauses[k].has_schedule();) clauses[k].times = clauses[before].times, clauses[k].slots = clauses[before].times ? 0 : clauses[before].slots;
    if (!any_schedule && clauses[k].duration && clauses.size() > 1) clauses[k].times = 1;
  }
  std::optional<double> best;
  double sum = 0;
  bool has_sum = false;
  for (const Clause& clause : clauses) {
    if (!clause.adds) sum = 0, has_sum = false;
    if (clause.has_schedule() && (clause.high || has_sum == false)) {
      double a_day = clause.high.value_or(1) * clause.times.value_or(clause.slots);
      if (clause.pause && clause.duration) a_day *= *clause.duration / (*clause.duration + *clause.pause);
      sum += a_day;
      has_sum = true;
    }
    if (has_sum && (!best || sum > *best)) best = sum;
  }
  if (const auto& cap = parser.max()) {
    const std::string& unit = direction.unit;
    double limit = cap->number;
    bool counts = cap->unit.empty() || cap->unit == unit || !is_one_of(cap->unit, {"mg", "mcg", "g"});
    if (!counts && direction.strength_mg && *direction.strength_mg > 0 && cap->unit == "mg" && unit != "mg") {
      limit = cap->number / *direction.strength_mg;
      counts = true;
    }
    if (counts && (!best || limit < *best || cap->unit.empty() == false)) best = best ? std::min(*best, limit) : limit;
  }
  direction.max_per_day = best;
}

bool is_usual_length(double days) {
  for (const double usual : {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 18, 20, 21, 25, 28, 30, 31, 35, 42, 45, 56, 60, 62, 84, 90, 93, 100, 120, 180})
    if (std::abs(days - usual) <= 0.03 * usual + 0.001) return true;
  return false;
}

void warn(const Parser& parser, const Drug* drug, Direction& direction) {
  const double hours = parser.interval_hours();
  const auto listed = [](const std::vector<double>& values) {
    std::string words;
    for (std::size_t k = 0; k < values.size(); ++k) words += (k == 0 ? "" : k + 1 == values.size() ? " or " : ", ") + plain_number(values[k]);
    return words;
  };
  if (hours > 0) {
    const bool usual = drug && !drug->usual_hours.empty();
    const bool is_listed = usual && std::find(drug->usual_hours.begin(), drug->usual_hours.end(), hours) != drug->usual_hours.end();
    const bool divides = hours < 24 ? std::abs(24 / hours - std::round(24 / hours)) < 0.001 : std::abs(hours / 24 - std::round(hours / 24)) < 0.001;
    if (!divides)
      direction.warnings.push_back(fmt::format("An interval of {} hours is unusual: it does not divide a day{}.", plain_number(hours), usual ? fmt::format(", and {} is usually dosed every {} hours", drug->generic, listed(drug->usual_hours)) : ""));
    else if (usual && !is_listed && hours < drug->usual_hours.front())
      direction.warnings.push_back(fmt::format("Every {} hours is more often than usual: {} is usually dosed every {} hours.", plain_number(hours), drug->generic, listed(drug->usual_hours)));
  }
  if (direction.quantity && direction.quantity_unit.empty() && direction.max_per_day && *direction.max_per_day > 0 && !direction.as_needed) {
    const double by_direction = *direction.max_per_day;
    const double month = *direction.quantity / 30;
    const double stated = direction.duration_days ? *direction.duration_days : 0;
    if (stated > 0) {
      if (std::abs(by_direction * stated - *direction.quantity) > std::max(1.0, 0.1 * *direction.quantity))
        direction.warnings.push_back(fmt::format("The direction uses {} in {} days, but the quantity is {}.", plain_number(by_direction * stated), plain_number(stated), plain_number(*direction.quantity)));
    } else if (!is_usual_length(*direction.quantity / by_direction)) {
      const bool is_round = std::abs(month - std::round(month)) < 0.001 && month >= 1;
      direction.warnings.push_back(is_round ? fmt::format("The direction comes to {} a day, but a quantity of {} over 30 days is {} a day: direction and quantity contradict each other.", plain_number(by_direction), plain_number(*direction.quantity), plain_number(month))
                                            : fmt::format("A quantity of {} at {} a day lasts {} days, which is no usual supply.", plain_number(*direction.quantity), plain_number(by_direction), plain_number(*direction.quantity / by_direction)));
    }
  }
}

} // namespace

Direction parse_direction(const Vocabulary& vocabulary, std::string_view words, std::optional<Date> on) {
  Direction direction;
  const Vocabulary::Data& data = vocabulary.data();
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  data.matcher.tokenize(words, tokens);
  data.matcher.find(tokens, hits);
  const std::vector<DrugMention> drugs = find_drugs(data, words, tokens, hits, {0, static_cast<std::uint32_t>(tokens.size())});
  const DrugMention* drug = drugs.empty() ? nullptr : &drugs.front();
  if (drug) direction.drug = drug->generic;
  if (drug && drug->route == "topical") direction.route = "topical";

  // Names of drugs are no part of the grammar ("Tylenol #3").
  std::vector<DirectionToken> plain;
  for (DirectionToken& token : direction_tokens(words)) {
    const bool in_name = std::any_of(drugs.begin(), drugs.end(), [&](const DrugMention& mention) {
      const std::uint32_t begin = tokens[mention.name.begin].span.begin, end = tokens[mention.extent.end - 1].span.end;
      return token.begin >= begin && token.end <= end && dose_unit(token.word).empty() && token.kind != DirectionToken::Kind::Number && token.word != "#" && token.word != "%";
    });
    const bool in_bare_name = std::any_of(drugs.begin(), drugs.end(), [&](const DrugMention& mention) { return token.begin >= tokens[mention.name.begin].span.begin && token.end <= tokens[mention.name.end - 1].span.end; });
    if (!in_name && !in_bare_name) plain.push_back(std::move(token));
  }
  for (const DirectionToken& token : plain)
    for (const auto& [word, form] : form_words)
      if (token.word == word && direction.form.empty()) direction.form = form;

  const std::size_t token_count = plain.size();
  Parser parser(std::move(plain), direction);
  parser.run(drug != nullptr);
  std::vector<Clause>& clauses = parser.clauses();
  if (clauses.size() > 1 && !clauses.back().low && !clauses.back().has_schedule()) clauses.pop_back();

  const Clause& first = clauses.front();
  direction.dose_low = first.low;
  direction.dose_high = first.high;
  direction.unit = first.unit;
  for (const Clause& clause : clauses)
    if (direction.unit.empty()) direction.unit = clause.unit;
  static const std::initializer_list<std::string_view> solid = {"tablet", "capsule", "patch", "suppository", "lozenge", "troche", "film", "pill"};
  if (direction.form.empty() && is_one_of(direction.unit, solid)) direction.form = direction.unit;
  if (drug && (direction.route.empty() || drug->route == "transdermal")) direction.route = drug->route;
  if (direction.route.empty() && is_one_of(direction.form, {"cream", "gel", "ointment", "lotion"})) direction.route = "topical";
  for (const Clause& clause : clauses) {
    if (!direction.times_per_day && clause.has_schedule()) direction.times_per_day = clause.times.value_or(clause.slots), direction.frequency = clause.frequency;
    if (clause.duration) direction.duration_days = direction.duration_days.value_or(0) + *clause.duration;
    if (clause.adds && clause.times == std::nullopt && direction.times_per_day && &clause != &first && clause.slots > 0) direction.times_per_day = *direction.times_per_day + clause.slots, direction.frequency += ", " + clause.frequency;
  }
  set_max(parser, clauses, direction);

  const bool has_dose = first.low.has_value(), has_schedule = direction.times_per_day.has_value();
  const bool is_short = static_cast<std::size_t>(parser.unknown()) * 2 < token_count;
  direction.parsable = (has_dose && (has_schedule || !direction.unit.empty() || !direction.route.empty() || parser.has_verb() || direction.as_needed) && (is_short || has_schedule)) ||
                       (has_schedule && (parser.has_verb() || drug || !direction.route.empty() || !direction.form.empty() || is_short)) || (parser.has_verb() && parser.is_as_directed()) ||
                       (drug && (!direction.strength.empty() || direction.quantity)) || (parser.is_as_directed() && token_count <= 3) || (parser.max() && is_short) || (has_dose && direction.duration_days);
  if (!direction.parsable) {
    Direction none;
    none.drug = direction.drug;
    return none;
  }

  const Drug* known = drug ? drug->any : nullptr;
  if (direction.quantity && direction.quantity_unit.empty() && direction.max_per_day && *direction.max_per_day > 0 && !direction.days_supply && !is_one_of(direction.unit, {"mg", "mcg", "g"}) && !is_one_of(direction.form, {"cream", "gel", "ointment", "lotion"}))
    direction.days_supply = *direction.quantity / *direction.max_per_day;
  if (known && direction.max_per_day && drug->route != "topical" && drug->route != "injection" && drug->route != "intrathecal") {
    const bool counts_mg = direction.unit == "mg";
    const bool is_patch = drug->route == "transdermal";
    const double mg = counts_mg ? *direction.max_per_day : direction.strength_mg ? (is_patch ? *direction.strength_mg : *direction.max_per_day * *direction.strength_mg) : 0;
    double factor = mme_factor(*known, on);
    if (known->base == "methadone") factor = methadone_factor(mg, on);
    if (factor > 0 && mg > 0) direction.mme_per_day = mg * factor;
  }
  warn(parser, drug && drug->drug ? drug->drug : known, direction);
  return direction;
}

} // namespace openimr::clinical
