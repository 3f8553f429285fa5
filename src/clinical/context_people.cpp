// Persons in a sentence: whose finding is it when "his mother", "a coworker" or "wife" stand there?
#include "clinical/context_engine.h"

#include <algorithm>
#include <array>

namespace openimr::clinical {
namespace {

using text::Token;
using text::TokenKind;

const CueDef about_before = {CueKind::Other, CueDirection::Backward, 6, false, false, false, 0};

template <std::size_t N> bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 22> determiners = {
    "his",  "her",  "their",    "the",     "a",    "an",      "my",  "our",   "one", "two", "three",
    "four", "both", "multiple", "several", "some", "another", "any", "other", "its", "s",   "your"};
/// What may follow "in her mother": other words make it a name of something else ("in a family setting").
constexpr std::array<std::string_view, 18> after_person = {"and",  "or",    "but",   "who", "at",  "on",
                                                           "with", "also",  "as",    "is",  "was", "has",
                                                           "had",  "since", "after", "in",  "as",  "both"};
constexpr std::array<std::string_view, 6> indefinite = {"a", "an", "another", "some", "one", "any"};
constexpr std::array<std::string_view, 5> possessive = {"his", "her", "their", "s", "my"};

/// Reads the words around one person.
class Surroundings {
public:
  Surroundings(std::string_view text, const std::vector<Token>& tokens, TokenRange range,
               const std::vector<CueHit>& cues, const CueHit& person)
      : text_(text), tokens_(tokens), range_(range), cues_(cues), person_(person) {
    // Determiners and adjectives belong to the person: "his elderly mother", "a family member".
    start_ = person.first;
    while (start_ > range.begin && person.first - start_ < 3 && tokens[start_ - 1].kind == TokenKind::Word) {
      const std::string before = word(start_ - 1);
      const bool is_determiner = is_one_of(determiners, before);
      if (!is_determiner && (begins_cue(start_ - 1, CueKind::Companion) || ends_cue(start_, CueKind::Companion) ||
                             ends_any(start_) || before == "in" || before == "on" || before == "is" ||
                             before == "was" || before == "as" || before == "who" || before == "and"))
        break;
      --start_;
      determiner_ = is_determiner ? before : determiner_;
      if (is_determiner) break;
    }
    if (word(person.first) == "a" && person.last > person.first + 1) determiner_ = "a"; // "a man"
    // "patient's wife": the possessor stands before the 's.
    next_ = person.last;
  }

  /// "of two", "a 45-year-old mother": the patient is the mother.
  bool is_patient_in_a_role() const {
    if (is_one_of(possessive, determiner_) || is_companion()) return false;
    for (std::uint32_t back = 1; back <= 4 && person_.first >= range_.begin + back; ++back) {
      const std::uint32_t at = person_.first - back;
      const std::string one = word(at);
      if (tokens_[at].kind == TokenKind::Mark && one != "-") return false;
      if (is_one_of(possessive, one)) return false;
      if (one == "old" || one == "y" || one == "yo") return true;
      if ((one == "is" || one == "was" || one == "as" || one == "being" || one == "becoming") &&
          !(at > range_.begin && word(at - 1) == "there"))
        return determiner_ == "a" || determiner_ == "an" || word(person_.last) == "of";
    }
    return false;
  }

  bool is_companion() const { return start_ > range_.begin && ends_cue(start_, CueKind::Companion); }
  bool is_inside_other() const {
    return std::any_of(cues_.begin(), cues_.end(), [&](const CueHit& cue) {
      return cue.def->kind == CueKind::Other && cue.first <= person_.first && person_.last <= cue.last;
    });
  }

  bool is_informant() const {
    for (const CueHit& cue : cues_)
      if (cue.def->kind == CueKind::Informant && cue.first >= next_ && cue.first <= next_ + 1 &&
          (cue.first == next_ || tokens_[next_].kind == TokenKind::Word))
        return word(next_) != "who" || cue.first > next_;
    return false;
  }

  /// "…, who has COPD", "a wife with breast cancer": the words after are about the companion all the same.
  bool is_described() const {
    const std::uint32_t at = word(next_) == "," ? next_ + 1 : next_;
    if (word(at) == "who" || word(at) == "whose") return !begins_cue(at + 1, CueKind::Informant);
    if (is_possessor()) return true; // "worries about her brother's addiction"
    return word(next_) == "with" && is_one_of(indefinite, determiner_) && !is_wordy(start_, "accompanied") &&
           !is_wordy(start_, "has");
  }

  /// "in his mother's house".
  bool is_whereabouts() const {
    return start_ > range_.begin && (word(start_ - 1) == "in" || word(start_ - 1) == "at") && is_possessor();
  }

  /// "diabetes in her mother", "on the mother's side".
  bool is_place() const {
    if (start_ <= range_.begin) return false;
    const std::string before = word(start_ - 1);
    if (before == "in")
      return !is_possessor() &&
             (next_ >= range_.end || tokens_[next_].kind == TokenKind::Mark || is_one_of(after_person, word(next_)));
    return before == "on" && (word(next_) == "side" || word(next_ + 1) == "side" || word(next_ + 2) == "side");
  }

  /// "Diabetes (mother)", "Stroke: maternal grandfather" at the end of its sentence or line.
  bool is_appended() const {
    if (next_ < range_.end && tokens_[next_].kind != TokenKind::Mark) return false;
    if (next_ < range_.end && word(next_) == ":") return false;
    std::uint32_t at = start_;
    if (at > range_.begin && (word(at - 1) == "maternal" || word(at - 1) == "paternal")) --at;
    if (at <= range_.begin + 1) return false;
    const std::string before = word(at - 1);
    return before == "(" || before == "-" || before == ":";
  }

  /// First token after "of the patient".
  std::uint32_t after_possessor() const {
    if (word(next_) != "of") return next_;
    std::uint32_t at = next_ + 1;
    if (word(at) == "the" || word(at) == "this" || word(at) == "our") ++at;
    if (word(at) == "injured") ++at;
    static constexpr std::array<std::string_view, 6> possessors = {"patient", "claimant", "applicant",
                                                                   "worker",  "pt",       "employee"};
    return is_one_of(possessors, word(at)) ? at + 1 : next_;
  }

  std::uint32_t start() const { return start_; }

private:
  bool is_possessor() const {
    const std::size_t end = tokens_[person_.last - 1].span.end;
    const std::string after = text::fold(text_.substr(end, 4)); // typographic apostrophes take three bytes
    return after.starts_with("'s") ||
           (after.starts_with("'") && tokens_[person_.last - 1].span.of(text_).ends_with("s")) ||
           tokens_[person_.last - 1].span.of(text_).ends_with("'s");
  }
  std::string word(std::uint32_t at) const {
    return at >= range_.begin && at < range_.end ? text::fold(tokens_[at].span.of(text_)) : std::string();
  }
  bool is_wordy(std::uint32_t before, std::string_view wanted) const {
    for (std::uint32_t back = 1; back <= 3 && before >= range_.begin + back; ++back)
      if (word(before - back) == wanted) return true;
    return false;
  }
  bool begins_cue(std::uint32_t at, CueKind kind) const {
    return std::any_of(cues_.begin(), cues_.end(),
                       [&](const CueHit& cue) { return cue.def->kind == kind && cue.first == at; });
  }
  bool ends_cue(std::uint32_t at, CueKind kind) const {
    return std::any_of(cues_.begin(), cues_.end(),
                       [&](const CueHit& cue) { return cue.def->kind == kind && cue.last == at; });
  }
  /// Another person or cue ends here: it is no adjective.
  bool ends_any(std::uint32_t at) const {
    return std::any_of(cues_.begin(), cues_.end(), [&](const CueHit& cue) {
      return cue.last == at && cue.def->kind != CueKind::Other && cue.def->kind != CueKind::Historical;
    });
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  TokenRange range_;
  const std::vector<CueHit>& cues_;
  const CueHit& person_;
  std::uint32_t start_ = 0, next_ = 0;
  std::string determiner_;
};

const CueDef& about_after() {
  static const CueDef def = {CueKind::Other, CueDirection::Forward, 14, false, false, false, 0};
  return def;
}

} // namespace

void resolve_people(std::string_view text, const std::vector<Token>& tokens, TokenRange range,
                    std::vector<CueHit>& cues) {
  std::vector<CueHit> others;
  for (const CueHit& person : cues) {
    if (person.def->kind != CueKind::Person) continue;
    const Surroundings around(text, tokens, range, cues, person);
    if (around.is_inside_other() || around.is_patient_in_a_role()) continue;
    if (around.is_place() || around.is_appended())
      others.push_back({around.start(), person.last, &about_before});
    else if (around.is_informant() || around.is_whereabouts())
      continue;
    else if (!around.is_companion() || around.is_described())
      others.push_back({person.first, around.after_possessor(), &about_after()});
  }
  cues.insert(cues.end(), others.begin(), others.end());
}

} // namespace openimr::clinical
