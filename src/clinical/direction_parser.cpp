// The order in which the forms of words are tried, and the words that join clauses.
#include "clinical/direction_parser.h"

namespace openimr::clinical {
namespace {

using Kind = DirectionToken::Kind;

} // namespace

void DirectionParser::run(bool has_drug) {
  has_drug_ = has_drug || begins_with_name();
  while (at_ < tokens_.size()) {
    if (as_needed() || cap() || day_number() || repeat() || quantity() || refills() || duration() || interval() ||
        times() || frequency() || weekdays() || clock() || time_of_day() || strength() || dose() || joint() || verb() ||
        route())
      continue;
    ++unknown_;
    ++at_;
  }
}

bool DirectionParser::begins_with_name() const {
  constexpr std::size_t shortest = 4, longest_name = 3; // letters; words before the strength
  if (tokens_.empty() || tokens_[0].kind != Kind::Word || tokens_[0].word.size() < shortest) return false;
  for (std::size_t at = 0; at < tokens_.size() && at <= longest_name; ++at) {
    if (tokens_[at].kind == Kind::Number) return at > 0 && is_one_of(dose_unit(word(at + 1)), {"mg", "mcg", "unit"});
    const std::string_view one = word(at);
    const bool is_of_grammar =
        !route_word(one).empty() || !dose_unit(one).empty() || frequency_word(one) || number_word(one) ||
        is_time_of_day(one) || days_of(one) >= 1 ||
        is_one_of(one,
                  {"take",        "takes",    "taking",     "apply",    "use",       "inject",   "inhale",  "give",
                   "dose",        "start",    "begin",      "continue", "increase",  "decrease", "reduce",  "titrate",
                   "change",      "resume",   "stop",       "every",    "each",      "initial",  "maximum", "from",
                   "total",       "followed", "thereafter", "then",     "with",      "dissolve", "chew",    "tome",
                   "maintenance", "loading",  "tapering",   "taper",    "currently", "needed",   "instill", "place",
                   "insert",      "usual",    "this",       "that",     "same",      "until",    "about"});
    if (is_of_grammar && one != "d") return false;
  }
  return false;
}

bool DirectionParser::as_needed() {
  if (word(at_).starts_with("prn") || word(at_).starts_with("intprn") || word(at_) == "painprnas") {
    direction_.as_needed = true;
    ++at_;
    return true;
  }
  if (is_one_of(word(at_), {"as", "if", "when"}) &&
      is_one_of(word(at_ + 1), {"needed", "required", "necessary", "reqd"})) {
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

bool DirectionParser::day_number() {
  std::size_t at = at_;
  while (is_one_of(word(at), {"on", "the", "for"})) ++at;
  double length = 0;
  if (is_one_of(word(at), {"day", "days"}) && (is_number(at + 1) || word(at + 1) == "#") &&
      dose_unit(word(at + 2)).empty()) {
    std::size_t next = word(at + 1) == "#" ? at + 2 : at + 1;
    if (!is_number(next)) return false;
    const double from = number(next);
    double to = from;
    if (is_one_of(word(next + 1), {"-", "to", "through", "thru"}) && is_number(next + 2))
      to = number(next + 2), next += 2;
    if (to < from) return false;
    length = to - from + 1;
    at = next + 1;
  } else if (is_one_of(word(at), {"first", "1st", "second", "third", "fourth", "fifth", "sixth"}) &&
             word(at + 1) == "day" && at > at_) {
    length = 1;
    at += 2;
  } else if (word(at) == "today" && clause().low && !clause().has_schedule()) {
    length = 1;
    ++at;
  } else {
    return false;
  }
  if (clause().is_of_day && clause().low) clauses_.emplace_back();
  clause().is_of_day = true;
  clause().duration = length;
  if (!clause().has_schedule()) clause().times = 1, clause().frequency = "once a day";
  if (word(at) == ":") ++at;
  at_ = at;
  return true;
}

bool DirectionParser::repeat() {
  if (!is_one_of(word(at_), {"repeat", "repeated", "repeating"})) return false;
  std::size_t at = at_ + 1;
  double count = 1;
  while (is_one_of(word(at), {"dose", "the", "this", "it", "with", "same"})) ++at;
  for (int step = 0; step < 3; ++step) {
    if (is_one_of(word(at), {"once"}))
      ++at;
    else if (is_one_of(word(at), {"twice"}))
      count = 2, ++at;
    else if (word(at) == "x" && is_number(at + 1))
      count = number(at + 1), at += 2;
    else if (is_number(at) && is_one_of(word(at + 1), {"time", "times", "x"}))
      count = number(at), at += 2;
    else if (const std::size_t from = is_one_of(word(at), {"in", "after"}) ? at + 1 : at;
             amount(from) && days_of(word(amount(from)->next)) > 0) {
      if (days_of(word(amount(from)->next)) >= 1) count = 0; // another day
      at = amount(from)->next + 1;
    } else
      break;
  }
  repeats_ = is_one_of(word(at), {"q", "every"}) ? 0 : count;
  at_ = at;
  return true;
}

bool DirectionParser::joint() {
  if (is_one_of(word(at_), {"and"}) && word(at_ + 1) == "than") tokens_[at_ + 1].word = "then";
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
  if (is_one_of(word(at_), {"then", "followed", "thereafter", "decrease", "reduce", "decreasing", "taper", "increase",
                            "increasing", "titrate"})) {
    pending_and_ = false;
    if ((clause().low || clause().is_next) && (clause().has_schedule() || clause().duration)) clauses_.emplace_back();
    clause().is_next = true;
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
    range_pending_ = frequency_word(word(at_ + 1)).has_value() || is_one_of(word(at_ + 1), {"every", "q", "twice"}) ||
                     (is_number(at_ + 1) && is_one_of(word(at_ + 2), {"times", "x"}));
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

bool DirectionParser::verb() {
  if (!is_one_of(word(at_), {"take",    "takes", "taking", "apply", "applied",  "use",    "inject", "inhale",
                             "instill", "place", "give",   "chew",  "dissolve", "insert", "put",    "spray",
                             "tk",      "tome",  "sig",    "wear",  "rub",      "massage"}))
    return false;
  has_verb_ = true;
  if (is_one_of(word(at_), {"apply", "rub", "massage"}) && direction_.route.empty()) direction_.route = "topical";
  pending_and_ = false;
  ++at_;
  return true;
}

bool DirectionParser::route() {
  const std::string_view route = route_word(word(at_));
  if (route.empty()) return false;
  if (direction_.route.empty()) direction_.route = std::string(route);
  ++at_;
  return true;
}

} // namespace openimr::clinical
