// Measured things: age and sex, injury, pain scores, relief, tolerances, hours of work, doses that went up or down.
#include "clinical/direction_words.h"
#include "clinical/drug_mentions.h"
#include "clinical/fact_draft.h"
#include "clinical/pain_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace openimr::clinical {
namespace {

using text::TokenKind;

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Measures {
public:
  Measures(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
           FactDrafts& drafts)
      : data_(data), reading_(reading), sentence_(sentence), drafts_(drafts), words_(reading, sentence.words) {}

  void run() {
    age_and_sex();
    injury();
    scores_of_pain();
    comparisons();
    tolerances();
  }

private:
  records::Fact& add(TokenRange phrase, std::string id, std::string kind, std::string text) {
    drafts_.push_back(make_draft(data_, reading_, sentence_, phrase, std::move(id), std::move(kind), std::move(text)));
    return drafts_.back().fact;
  }

  void age_and_sex() {
    const bool in_family = data_.sections[sentence_.section] == "family_history";
    for (std::size_t at = 0; at < words_.size(); ++at) {
      const bool is_age = words_.numbers[at] && words_.at(at + 1) == "year" && words_.at(at + 2) == "old" &&
                          *words_.numbers[at] >= 5 && *words_.numbers[at] < 110;
      const bool is_short =
          words_.numbers[at] && (words_.at(at + 1) == "yo" || words_.at(at + 1) == "y.o" ||
                                 (words_.at(at + 1) == "y" && words_.at(at + 2) == "o") ||
                                 (words_.at(at + 1) == "y" && words_.at(at + 2) == "/" && words_.at(at + 3) == "o"));
      if (is_age || is_short) {
        std::size_t end = at + 3;
        std::string sex;
        for (std::size_t next = at + 2; next < std::min(at + 9, words_.size()) && sex.empty(); ++next) {
          if (is_any(words_.at(next), {"man", "male", "gentleman", "m", "boy", "rhm", "lhm", "wm", "bm", "hm"}))
            sex = "male", end = next + 1;
          if (is_any(words_.at(next), {"woman", "female", "lady", "f", "girl", "rhf", "lhf", "wf", "bf", "hf"}))
            sex = "female", end = next + 1;
          if (is_any(words_.at(next), {".", "who", ",", "with"})) break;
        }
        const bool other =
            in_family || std::any_of(sentence_.cues.begin(), sentence_.cues.end(), [&](const CueHit& cue) {
              return cue.def->kind == CueKind::Other && reaches(cue, sentence_.cues, words_.tokens(at, at + 1));
            });
        if (other) continue;
        records::Fact& age = add(words_.tokens(at, std::min(end, words_.size())), "demo.age", "demographic", "");
        age.number = words_.numbers[at];
        age.unit = "years";
        age.text = fmt::format("{} years old", plain_number(*age.number));
        age.assertion = records::Assertion::Present;
        age.temporality = records::Temporality::Current;
        records::Fact copy = age;
        FactDraft again = drafts_.back();
        again.fact.concept_id = "hx.age";
        drafts_.push_back(std::move(again));
        if (!sex.empty()) add_sex(words_.tokens(at, std::min(end, words_.size())), sex);
      }
      if (is_any(words_.at(at), {"sex", "gender"}) && at + 1 < words_.size()) {
        const std::size_t value = words_.at(at + 1) == ":" ? at + 2 : at + 1;
        if (is_any(words_.at(value), {"male", "m"})) add_sex(words_.tokens(at, value + 1), "male");
        if (is_any(words_.at(value), {"female", "f"})) add_sex(words_.tokens(at, value + 1), "female");
      }
    }
  }

  void add_sex(TokenRange phrase, const std::string& sex) {
    records::Fact& fact = add(phrase, "demo.sex", "demographic", sex);
    fact.assertion = records::Assertion::Present;
    fact.temporality = records::Temporality::Current;
    fact.details["value"] = sex;
  }

  void injury() {
    for (const DateMention* date : reading_.dates_in(sentence_.words)) {
      if (date->is_month_only) continue;
      bool is_injury = false;
      std::uint32_t from = date->words.begin;
      for (std::uint32_t back = 1; back <= 7 && date->words.begin >= sentence_.words.begin + back; ++back) {
        const std::string word = reading_.folded(date->words.begin - back);
        if (word == "birth" || word == "dob" || word == "." || word == "surgery" || word == "mri" || word == "exam" ||
            word == "received" || word == "/")
          break;
        if (is_any(word, {"injury", "doi", "injured", "hurt", "injuries", "accident"})) {
          is_injury = true;
          from = date->words.begin - back;
          break;
        }
      }
      const std::string next = reading_.folded(date->words.end);
      bool is_birth = false;
      for (std::uint32_t back = 1; back <= 3 && date->words.begin >= back; ++back)
        is_birth = is_birth || is_any(reading_.folded(date->words.begin - back), {"birth", "dob", "born"});
      if (is_birth) continue;
      if (!is_injury && (next == "injury" || (next == "date" && reading_.folded(date->words.end + 1) == "of" &&
                                              reading_.folded(date->words.end + 2) == "injury")))
        is_injury = true;
      if (!is_injury) continue;
      records::Fact& fact = add({from, date->words.end}, "injury.date", "injury", "injury of " + date->date.us());
      fact.date = date->date;
      fact.assertion = records::Assertion::Present;
      fact.temporality = records::Temporality::Historical;
      fact.details["value"] = date->date.iso();
    }
    const std::string& section = data_.sections[sentence_.section];
    if (section == "family_history" || section == "rationale" || section == "plan" || section == "objective") return;
    const bool is_event = words_.has({"injured", "injury", "hurt", "felt", "accident", "sustained", "struck", "fell",
                                      "fall", "slipped", "tripped", "twisted"});
    if (!is_event) return;
    for (std::size_t at = 1; at + 3 < words_.size(); ++at)
      if (is_any(words_.at(at), {"when", "while"}) &&
          (is_any(words_.at(at + 1),
                  {"he",        "she",     "the",     "a",        "an",       "his",     "her",    "lifting",
                   "working",   "pulling", "pushing", "carrying", "climbing", "walking", "moving", "driving",
                   "unloading", "loading", "bending", "stepping", "reaching", "using"}))) {
        if (!words_.has({"when", "while"}) || words_.has({"if", "takes", "sits", "walks"})) break;
        records::Fact& fact = add(words_.tokens(0, words_.size()), "injury.mechanism", "injury", "");
        fact.text = std::string(reading_.words(words_.tokens(at, words_.size())));
        while (!fact.text.empty() && (fact.text.back() == '.' || fact.text.back() == ' ')) fact.text.pop_back();
        for (char& c : fact.text)
          if (c == '\n' || c == '\r') c = ' ';
        fact.assertion = records::Assertion::Present;
        fact.temporality = records::Temporality::Historical;
        break;
      }
  }

  static std::string word_context(const SentenceWords& words, const PainScore& score, std::size_t until) {
    for (std::size_t at = score.end; at < std::min({score.end + 4, until, words.size()}); ++at) {
      if (is_any(words.at(at), {"without", "before", "w/o"})) return "without";
      if (is_any(words.at(at), {"with", "after"})) return "with";
      if (is_any(words.at(at), {",", "."})) break;
    }
    for (std::size_t back = 1; back <= 5 && score.begin >= back; ++back) {
      const std::string& word = words.at(score.begin - back);
      if (is_any(word, {"average", "worst", "least", "best", "current", "currently"})) return word;
      if (is_any(word, {"without", "before", "from", "was"})) return word == "from" ? "from" : "without";
      if (is_any(word, {"to"})) return "to";
      if (is_any(word, {"with", "after"})) return "with";
      if (is_any(word, {",", ".", "and"})) break;
    }
    return "";
  }

  std::string drug_in_sentence() const {
    const auto drugs = find_drugs(data_, reading_.text, reading_.tokens, reading_.hits, sentence_.words);
    return drugs.empty() ? "" : drugs.front().generic;
  }

  void scores_of_pain() {
    std::vector<PainScore> all = pain_scores(words_);
    if (all.empty()) return;
    const std::string& kind = reading_.document->kind;
    const bool is_pain = words_.has({"pain", "vas", "nrs", "score", "discomfort", "ache", "headache", "relief"}) ||
                         kind == "therapy_notes" || kind == "physical_therapy" || all.size() > 0;
    if (!is_pain) return;
    // "Pain goal 2/10" was not felt by anybody.
    std::erase_if(all, [this](const PainScore& score) {
      for (std::size_t back = 1; back <= 4 && score.begin >= back; ++back) {
        if (is_any(words_.at(score.begin - back), {"goal", "target", "acceptable", "desired"})) return true;
        if (is_any(words_.at(score.begin - back), {",", ";", "."})) break;
      }
      return false;
    });
    if (all.empty()) return;
    const std::string drug = drug_in_sentence();
    for (std::size_t k = 0; k < all.size(); ++k) {
      all[k].context = word_context(words_, all[k], k + 1 < all.size() ? all[k + 1].begin : words_.size());
      records::Fact& fact = add(words_.tokens(all[k].begin, all[k].end), "score.pain", "score", "");
      fact.number = all[k].high;
      fact.unit = "/10";
      if (all[k].low != all[k].high) fact.details["low"] = plain_number(all[k].low);
      const std::string range = all[k].low != all[k].high ? plain_number(all[k].low) + "-" + plain_number(all[k].high)
                                                          : plain_number(all[k].high);
      if (!all[k].context.empty())
        fact.details["context"] = all[k].context == "from" ? "before"
                                  : all[k].context == "to" ? "after"
                                                           : all[k].context;
      if (!drug.empty()) fact.details["drug"] = drug;
      fact.text = "pain " + range + "/10" +
                  (all[k].context == "with"      ? " with treatment"
                   : all[k].context == "without" ? " without treatment"
                                                 : "");
      if (fact.assertion != records::Assertion::Present) fact.assertion = records::Assertion::Present;
      if (is_of_before(all[k].begin) && fact.temporality == records::Temporality::Current)
        fact.temporality = records::Temporality::Historical;
    }
    // Two scores, before and with the treatment: relief in percent.
    if (all.size() == 2) {
      const bool first_is_before = (all[0].context == "without" && all[1].context == "with") ||
                                   (all[0].context == "from" && all[1].context == "to") || (all[0].context == "from");
      const bool second_is_before = all[0].context == "with" && all[1].context == "without";
      if (first_is_before || second_is_before) {
        const PainScore& before = first_is_before ? all[0] : all[1];
        const PainScore& after = first_is_before ? all[1] : all[0];
        const double high = (before.low + before.high) / 2, low = (after.low + after.high) / 2;
        if (high > 0) {
          const double percent = 100 * (high - low) / high;
          records::Fact& fact = add(words_.tokens(all[0].begin, all[1].end), "resp.pain_relief_pct", "response", "");
          fact.number = static_cast<double>(static_cast<int>(percent + 0.5));
          fact.unit = "percent";
          fact.details["from"] = plain_number(high);
          fact.details["to"] = plain_number(low);
          const auto as_stated = [](const PainScore& score) {
            return plain_number(score.low) + (score.low == score.high ? "" : "-" + plain_number(score.high)) + "/10";
          };
          fact.details["stated"] = as_stated(before) + " to " + as_stated(after);
          if (!drug.empty()) fact.details["drug"] = drug;
          fact.text = fmt::format("pain {} to {} of 10, {} percent relief", plain_number(high), plain_number(low),
                                  plain_number(*fact.number));
          fact.assertion = records::Assertion::Present;
          if (percent > 0) {
            records::Fact& better =
                add(words_.tokens(all[0].begin, all[1].end), "resp.pain_improved", "response", "pain improved");
            better.assertion = records::Assertion::Present;
            if (!drug.empty()) better.details["drug"] = drug;
          }
        }
      }
    }
  }

  struct Change {
    double before = 0, now = 0;
    std::size_t begin = 0, end = 0;
  };

  /// "Pain before surgery 8/10", "preoperatively 8/10": a score of an earlier time, not one without the drug.
  bool is_of_before(std::size_t score) const {
    for (std::size_t back = 1; back <= 14 && score >= back; ++back) {
      const std::string& word = words_.at(score - back);
      if (is_any(word, {"preoperative", "preoperatively", "preop"})) return true;
      if ((word == "before" || (word == "prior" && words_.at(score - back + 1) == "to")) &&
          is_any(words_.at(score - back + (word == "prior" ? 2 : 1)),
                 {"surgery", "the", "operation", "injection", "injury", "treatment", "therapy"}))
        return true;
      if (is_any(word, {",", ";"})) break;
    }
    return false;
  }

  /// "two Norco a day instead of four": a number right before a drug's name counts its tablets.
  bool counts_tablets(const std::vector<DrugMention>& drugs, const Change& change) const {
    return std::any_of(drugs.begin(), drugs.end(), [&](const DrugMention& drug) {
      const std::size_t at = drug.name.begin - sentence_.words.begin;
      return at >= 1 && at >= change.begin && at < change.end && words_.numbers[at - 1].has_value() &&
             *words_.numbers[at - 1] <= 12;
    });
  }

  /// "from three tablets to two", "45 minutes, against 20", "twice instead of three times", "30 minutes now, 20
  /// before".
  std::vector<Change> changes() const {
    std::vector<Change> found;
    const auto next_number = [&](std::size_t from, std::size_t reach) -> std::size_t {
      for (std::size_t at = from; at < std::min(from + reach, words_.size()); ++at)
        if (words_.numbers[at] || words_.at(at) == "daily") return at;
      return words_.size();
    };
    const auto value = [&](std::size_t at) { return words_.at(at) == "daily" ? 7.0 : *words_.numbers[at]; };
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (words_.at(at) == "from") {
        const std::size_t first = next_number(at + 1, 3);
        if (first == words_.size()) continue;
        for (std::size_t to = first + 1; to < std::min(first + 8, words_.size()); ++to)
          if (is_any(words_.at(to), {"to", "down"})) {
            const std::size_t second = next_number(to + 1, 3);
            if (second < words_.size() && words_.at(second + 1) != "/" && words_.at(first + 1) != "/" &&
                words_.at(first - 1) != "/")
              found.push_back({value(first), value(second), at, second + 1});
            break;
          }
      }
      const bool is_against = is_any(words_.at(at), {"against", "versus", "vs"}) ||
                              (words_.at(at) == "instead" && words_.at(at + 1) == "of") ||
                              (words_.at(at) == "compared" && is_any(words_.at(at + 1), {"to", "with"})) ||
                              (is_any(words_.at(at), {"up", "down"}) && words_.at(at + 1) == "from");
      if (is_against) {
        const std::size_t second = next_number(at + 1, 5);
        std::size_t first = words_.size();
        for (std::size_t back = at; back-- > (at > 14 ? at - 14 : 0);)
          if (words_.numbers[back]) {
            first = back;
            break;
          }
        if (second < words_.size() && first < words_.size() && words_.at(first + 1) != "/" &&
            words_.at(second + 1) != "/")
          found.push_back({value(second), value(first), first > 3 ? first - 3 : 0, second + 1});
      }
      if (words_.at(at) == "before" && at >= 2 && words_.numbers[at - 1] && words_.numbers[at - 1] > 0) {
        for (std::size_t back = at - 1; back-- > (at > 8 ? at - 8 : 0);)
          if (words_.numbers[back]) {
            found.push_back({*words_.numbers[at - 1], *words_.numbers[back], back > 2 ? back - 2 : 0, at + 1});
            break;
          }
      }
    }
    return found;
  }

  /// The activity nearest before the end of the comparison ("activity" when none is named), and the unit of its
  /// numbers.
  std::pair<std::string, std::string> what_is_counted(const Change& change) const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> activities = {
        {{"sit", "sitting"},
         {"sits", "sitting"},
         {"sitting", "sitting"},
         {"stand", "standing"},
         {"stands", "standing"},
         {"standing", "standing"},
         {"walk", "walking"},
         {"walks", "walking"},
         {"walking", "walking"},
         {"lift", "lifting"},
         {"lifts", "lifting"},
         {"lifting", "lifting"}}};
    std::string activity = "activity", unit;
    for (std::size_t at = change.end; at-- > 0 && activity == "activity";)
      for (const auto& [word, name] : activities)
        if (words_.at(at) == word) activity = name;
    for (std::size_t at = change.begin; at < std::min(change.end + 3, words_.size()) && unit.empty(); ++at)
      if (is_any(words_.at(at), {"minutes", "min", "mins", "hours", "blocks", "pounds", "lbs"}))
        unit = words_.at(at).starts_with("min") ? "minutes" : words_.at(at) == "lbs" ? "pounds" : words_.at(at);
    return {activity, unit};
  }

  records::Fact& respond(TokenRange phrase, const char* id, std::string text, const Change& change,
                         const std::string& drug) {
    records::Fact& fact = add(phrase, id, "response", std::move(text));
    fact.details["from"] = plain_number(change.before);
    fact.details["to"] = plain_number(change.now);
    if (!drug.empty()) fact.details["drug"] = drug;
    return fact;
  }

  void comparisons() {
    const bool is_activity =
        words_.has({"sit", "sits", "sitting", "stand", "stands", "standing", "walk", "walks", "walking", "minutes",
                    "blocks", "lift", "lifts", "lifting", "pounds", "lbs", "tolerance", "sleep", "sleeps"});
    const bool is_help = words_.has({"help", "helps", "assistance"});
    const bool is_work = words_.has({"work", "works", "working", "duty"}) && words_.has({"hours", "hour"});
    for (const Change& change : changes()) {
      if (change.before == change.now) continue;
      const TokenRange phrase = words_.tokens(change.begin, change.end);
      // What is counted stands near the numbers.
      bool minutes = false, hours = false, units = false;
      for (std::size_t at = change.begin; at < std::min(change.end + 6, words_.size()); ++at) {
        minutes = minutes || is_any(words_.at(at), {"minutes", "min", "mins", "blocks", "block", "pounds", "lbs"});
        hours = hours || is_any(words_.at(at), {"hours", "hour", "hrs"});
        units = units || is_any(words_.at(at),
                                {"tablets", "tablet", "tabs", "pills", "pill", "times", "mg", "capsules", "doses"});
      }
      const auto drugs = find_drugs(data_, reading_.text, reading_.tokens, reading_.hits, sentence_.words);
      if ((units || counts_tablets(drugs, change)) && !drugs.empty()) {
        const DrugMention* nearest = &drugs.front();
        for (const DrugMention& mention : drugs)
          if (mention.name.begin <= phrase.end) nearest = &mention;
        if (change.now < change.before) reduced(phrase, *nearest, change);
        continue;
      }
      if (is_work && hours) {
        if (change.now > change.before)
          respond(phrase, "resp.work_restrictions_reduced", "hours of work went up", change, "");
        continue;
      }
      const auto [activity, unit] = what_is_counted(change);
      if (is_help && change.now < change.before)
        respond(phrase, "resp.adl_improved", "needs help less often", change, drug_in_sentence());
      else if (is_activity && minutes && change.now > change.before)
        respond(phrase, "resp.adl_improved", activity + " tolerance went up", change, drug_in_sentence()).unit = unit;
      else if (is_activity && minutes)
        respond(phrase, "resp.function_worse", activity + " tolerance went down", change, drug_in_sentence()).unit =
            unit;
    }
  }

  /// A dose that went down: fewer drugs; of an opioid a weaning attempt.
  void reduced(TokenRange phrase, const DrugMention& drug, const Change& change) {
    respond(phrase, "resp.medication_reduced", drug.generic + " reduced", change, drug.generic);
    const auto& families = drug.any->families;
    if (std::find(families.begin(), families.end(), "opioid") != families.end()) {
      respond(phrase, "resp.opioid_dose_reduced", drug.generic + " reduced", change, drug.generic);
      respond(phrase, "mon.weaning_attempted", drug.generic + " reduced", change, drug.generic);
      drafts_.back().fact.kind = "monitoring";
    }
  }

  void tolerances() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> activities = {
        {{"sitting", "sitting"},
         {"sit", "sitting"},
         {"sits", "sitting"},
         {"standing", "standing"},
         {"stand", "standing"},
         {"stands", "standing"},
         {"walking", "walking"},
         {"walk", "walking"},
         {"walks", "walking"},
         {"lifting", "lifting"},
         {"lift", "lifting"},
         {"driving", "driving"}}};
    for (std::size_t at = 0; at < words_.size(); ++at)
      for (const auto& [word, activity] : activities) {
        if (words_.at(at) != word) continue;
        for (std::size_t next = at + 1; next < std::min(at + 7, words_.size()); ++next) {
          if (is_any(words_.at(next), {".", ";", ","})) break;
          if (!words_.numbers[next]) continue;
          const std::string& unit = words_.at(next + 1);
          if (!is_any(unit, {"minutes", "minute", "min", "mins", "hours", "hour", "blocks", "block", "miles", "mile",
                             "pounds", "lbs", "feet"}))
            break;
          records::Fact& fact =
              add(words_.tokens(at, next + 2), "func.tolerance." + std::string(activity), "function", "");
          const bool in_hours = unit == "hours" || unit == "hour";
          const bool is_time = in_hours || unit.starts_with("min");
          fact.number = in_hours ? *words_.numbers[next] * 60 : *words_.numbers[next];
          fact.unit = is_time ? "minutes" : unit == "block" ? "blocks" : unit == "lbs" ? "pounds" : unit;
          fact.text = fmt::format("{} {} {}", activity, plain_number(*fact.number), fact.unit);
          if (fact.assertion == records::Assertion::Absent)
            fact.assertion = records::Assertion::Present; // "no lifting over 10 pounds" is a limit
          if (activity == "lifting" && words_.has({"no", "restriction", "restrictions", "over"}))
            fact.details["limit"] = "yes";
          break;
        }
      }
  }

  const Vocabulary::Data& data_;
  const PageReading& reading_;
  const SentenceReading& sentence_;
  FactDrafts& drafts_;
  SentenceWords words_;
};

} // namespace

void measure_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                   FactDrafts& drafts) {
  // Without a number, or a word that leads to something measured, there is nothing to read.
  bool may_measure = false;
  for (std::uint32_t at = sentence.words.begin; at < sentence.words.end && !may_measure; ++at) {
    const text::Token& token = reading.tokens[at];
    if (token.kind == TokenKind::Number)
      may_measure = true;
    else if (token.kind == TokenKind::Word && token.span.size() <= 8) {
      const char first = static_cast<char>(reading.text[token.span.begin] | 0x20);
      if (first == 'f' || first == 'w' || first == 'a' || first == 'i' || first == 's' || first == 'g' ||
          first == 'v') {
        const std::string word = reading.folded(at);
        may_measure = is_any(word, {"from", "when", "while", "against", "instead", "sex", "gender", "versus", "five",
                                    "six", "four", "seven", "sit", "walk", "stand"});
      }
    }
  }
  if (may_measure) Measures(data, reading, sentence, drafts).run();
}

} // namespace openimr::clinical
