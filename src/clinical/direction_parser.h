// The grammar of medication directions: reads the words from left to right into clauses of dose, schedule and length.
// Private to the room; parse_direction() in direction.h makes the answer from it.
#pragma once

#include "clinical/direction.h"
#include "clinical/direction_words.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// One dose with its schedule. `adds` joins it to the clause before ("and two at bedtime"); otherwise it takes that
/// one's place ("then one daily").
struct Clause {
  bool adds = false;
  std::optional<double> low, high;
  std::string unit;
  std::optional<double> times; // a day
  std::string frequency;
  int slots = 0; // times of day named
  std::optional<double> duration;
  std::optional<double> pause; // days off after the duration
  unsigned parts = 0;          // parts of the day named, a bit each (DayPart)
  bool is_next = false;        // "then", "increase to": takes the place of the clause before
  bool is_of_day = false;      // "on day 1": holds on numbered days alone
  bool has_schedule() const { return times || slots > 0; }
};

struct Cap {
  double number = 0;
  std::string unit;
};

/// Bits of Clause::parts.
enum DayPart : unsigned { Morning = 1, Noon = 2, Evening = 4, Night = 8 };

/// The part of the day that a word names ("breakfast", "qhs"), 0 when none.
unsigned day_part(std::string_view word);

struct Amount {
  double low = 0, high = 0;
  std::size_t next = 0;
};

inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Reads tokens from left to right; every step knows one form of words and says whether it was there.
class DirectionParser {
public:
  DirectionParser(std::vector<DirectionToken> tokens, Direction& direction)
      : tokens_(std::move(tokens)), direction_(direction) {
    clauses_.emplace_back();
  }

  void run(bool has_drug);

  std::vector<Clause>& clauses() { return clauses_; }
  const std::optional<Cap>& max() const { return max_; }
  bool has_verb() const { return has_verb_; }
  bool is_as_directed() const { return as_directed_; }
  bool has_drug() const { return has_drug_; } ///< one of the vocabulary, or a name before the strength
  int unknown() const { return unknown_; }
  double repeats() const { return repeats_; } ///< "may repeat once": how often more
  double interval_hours() const { return interval_hours_; }

private:
  Clause& clause() { return clauses_.back(); }
  const DirectionToken* token(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  std::string_view word(std::size_t at) const {
    return at < tokens_.size() ? std::string_view(tokens_[at].word) : std::string_view();
  }
  bool is_number(std::size_t at) const {
    return at < tokens_.size() && (tokens_[at].kind == DirectionToken::Kind::Number || number_word(tokens_[at].word));
  }
  double number(std::size_t at) const {
    return tokens_[at].kind == DirectionToken::Kind::Number ? tokens_[at].number : *number_word(tokens_[at].word);
  }

  /// One number: 2, two, 1/2, 1 1/2, one half, "one-half"; not a combination strength such as 10/325.
  std::optional<Amount> single(std::size_t at) const;

  /// A number or a range: "1-2", "one to two", "1 or 2".
  std::optional<Amount> amount(std::size_t at) const;
  bool as_needed(); ///< "prn", "as needed", "as directed"
  bool is_per_day(std::size_t at,
                  std::size_t& next) const; ///< "a day", "/ 24 hours", "daily"; `next` is set to what follows
  bool cap();                               ///< "max 8 a day", "not to exceed 60 mg", "up to 4 tablets daily"
  static bool is_container(std::string_view word);
  std::size_t take_containers(std::size_t at); ///< "5 tubes of 100 g" from the number on; returns what follows
  std::size_t bare_supply(std::size_t at);     ///< "…, 473 mL" behind a whole direction; what follows, 0 when none
  bool quantity();                             ///< "#90", "disp 60 gm", "30 day supply"
  bool refills();                              ///< "2 refills", "rf 0"
  bool duration();                             ///< "for 10 days", "x 2 weeks"
  void set_duration(double days);
  void set_times(double times, std::string words);
  bool interval(); ///< "q 4-6 h", "every other day"
  void set_interval(double low, double high, const std::string& unit);
  bool times();                              ///< "three times a day", "2 x / week"
  bool frequency();                          ///< "bid", "nightly"
  bool weekdays();                           ///< "on monday, wednesday and friday"
  bool clock();                              ///< "at 8 am"
  bool time_of_day();                        ///< "at breakfast", "with each meal"
  bool leads_schedule(std::size_t at) const; ///< "daily", "in the morning": what stands before is a dose
  bool has_other_dose_in_mg(std::size_t from, double amount_before) const;
  bool begins_with_name() const;              ///< "Metformin 500 mg …": a drug that the vocabulary does not list
  bool is_dose_counted(std::size_t at) const; ///< "one tablet", also behind a comma: what went before is the strength
  bool is_strength_in_units(std::string_view unit, double units, std::size_t next) const; ///< "50,000 units 1 capsule"
  bool strength(); ///< "30 mg", "10/325", "5%", "7.5/325 mg/15 mL"
  void set_dose(const Amount& dose, std::string unit);
  bool dose();       ///< "1-2 tablets", "one"
  bool day_number(); ///< "on day 1", "days 2-5", "on the first day", "today"
  bool repeat();     ///< "may repeat once in 2 hours"
  bool joint();      ///< "and", "then", "stop": what joins two clauses
  bool verb();       ///< "take", "apply"
  bool route();      ///< "by mouth"
  bool is_topical() const;

  std::vector<DirectionToken> tokens_;
  Direction& direction_;
  std::vector<Clause> clauses_;
  std::optional<Cap> max_;
  std::optional<Amount> bare_;
  std::size_t at_ = 0;
  int unknown_ = 0;
  double interval_hours_ = 0, repeats_ = 0;
  bool has_drug_ = false, has_verb_ = false, as_directed_ = false, pending_and_ = false, range_pending_ = false,
       is_paused_ = false, has_strength_before_dose_ = false;
};

} // namespace openimr::clinical
