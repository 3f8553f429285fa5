// What an examiner measured: strength by muscle (n/5), reflexes by place (n+), the straight leg raise by side and
// angle, motion in degrees or against its normal ("flexion 30/60").
#include "clinical/direction_words.h"
#include "clinical/fact_draft.h"

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

enum class Side { None, Left, Right, Both };

Side side_of(const std::string& word) {
  if (is_any(word, {"left", "lt", "l"})) return Side::Left;
  if (is_any(word, {"right", "rt", "r"})) return Side::Right;
  if (is_any(word, {"bilateral", "bilaterally", "both", "bilat"})) return Side::Both;
  return Side::None;
}

const char* name_of(Side side) {
  return side == Side::Left ? "left" : side == Side::Right ? "right" : side == Side::Both ? "both" : "";
}

/// "4-/5", "2+": a graded value and where it stands.
struct Grade {
  TokenRange words;
  double value = 0;
  std::string written; ///< "4-/5"
};

class ExamMeasures {
public:
  ExamMeasures(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
               FactDrafts& drafts)
      : data_(data), reading_(reading), sentence_(sentence), drafts_(drafts) {}

  void run() {
    straight_leg_raise();
    strengths();
    reflexes();
    motion();
  }

private:
  std::string word(std::uint32_t at) const { return at < sentence_.words.end ? reading_.folded(at) : std::string(); }
  bool is_number(std::uint32_t at) const {
    return at < sentence_.words.end && reading_.tokens[at].kind == TokenKind::Number;
  }
  double value(std::uint32_t at) const { return std::strtod(word(at).c_str(), nullptr); }
  bool touches(std::uint32_t at) const { return reading_.tokens[at].span.begin == reading_.tokens[at - 1].span.end; }

  /// First words of the group inside the range; empty range when there are none.
  TokenRange find(int group, TokenRange within) const {
    if (group < 0) return {};
    for (std::size_t hit = first_hit(reading_.hits, within.begin);
         hit < reading_.hits.size() && reading_.hits[hit].first < within.end; ++hit)
      if (reading_.hits[hit].last <= within.end)
        for (const Meaning& meaning : data_.meanings[reading_.hits[hit].term])
          if (meaning.kind == MeaningKind::Group && meaning.index == static_cast<std::uint32_t>(group)) {
            TokenRange found{reading_.hits[hit].first, reading_.hits[hit].last};
            // the longest words that begin here
            for (std::size_t next = hit + 1; next < reading_.hits.size() && reading_.hits[next].first == found.begin;
                 ++next)
              for (const Meaning& longer : data_.meanings[reading_.hits[next].term])
                if (longer.kind == MeaningKind::Group && longer.index == static_cast<std::uint32_t>(group) &&
                    reading_.hits[next].last <= within.end)
                  found.end = std::max(found.end, reading_.hits[next].last);
            return found;
          }
    return {};
  }

  /// Last words of the group before a place, not across a full stop or semicolon.
  TokenRange find_before(int group, std::uint32_t before, std::uint32_t furthest) const {
    TokenRange last{};
    std::uint32_t from = before;
    while (from > sentence_.words.begin && before - from < furthest && !is_any(word(from - 1), {";", "."})) --from;
    for (TokenRange rest{from, before}; rest.begin < rest.end;) {
      const TokenRange found = find(group, rest);
      if (found.size() == 0) break;
      last = found;
      rest.begin = found.end;
    }
    return last;
  }

  Side side_in(TokenRange range) const {
    Side side = Side::None;
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      const Side one = side_of(word(at));
      // a single letter counts as a side in capitals only
      if (one == Side::None || (word(at).size() == 1 && !reading_.tokens[at].is_upper)) continue;
      side = side == Side::None || side == one ? one : Side::Both;
    }
    return side;
  }

  /// "R: positive  L: negative": a side that heads what is told of it.
  bool heads_a_side(std::uint32_t at) const {
    return side_of(word(at)) != Side::None && word(at + 1) == ":" &&
           (word(at).size() > 1 || reading_.tokens[at].is_upper);
  }

  /// Stretches between commas, semicolons and "and"/"but", and from one headed side to the next.
  std::vector<TokenRange> clauses(TokenRange range) const {
    std::vector<TokenRange> found{{range.begin, range.begin}};
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      if (is_any(word(at), {",", ";", "and", "but", "versus", "."}))
        found.push_back({at + 1, at + 1});
      else if (heads_a_side(at))
        found.push_back({at, at + 1});
      else
        found.back().end = at + 1;
    }
    std::erase_if(found, [](const TokenRange& one) { return one.begin >= one.end; });
    return found;
  }

  records::Fact& add(TokenRange phrase, const char* id, std::string text) {
    drafts_.push_back(make_draft(data_, reading_, sentence_, phrase, id, "finding", std::move(text)));
    drafts_.back().fact.assertion = records::Assertion::Present;
    return drafts_.back().fact;
  }

  /// "SLR: R 80 neg, L 35 pos", "straight leg raise positive on the left at 45 degrees, negative on the right".
  void straight_leg_raise() {
    const TokenRange test = find(data_.group("slr"), sentence_.words);
    if (test.size() == 0) return;
    struct Result {
      TokenRange words;
      Side side = Side::None;
      std::optional<bool> is_positive;
      std::optional<double> degrees;
    };
    std::vector<Result> results;
    std::uint32_t begin = sentence_.words.begin; // "Positive left SLR"
    if (test.begin > begin + 4) begin = test.begin - 4;
    for (const TokenRange& clause : clauses({begin, sentence_.words.end})) {
      Result one{clause, side_in(clause), {}, {}};
      for (std::uint32_t at = clause.begin; at < clause.end; ++at) {
        if (at >= test.begin && at < test.end) continue;
        const std::string now = word(at);
        if (is_any(now, {"positive", "pos", "+"})) one.is_positive = true;
        if (is_any(now, {"negative", "neg"})) one.is_positive = false;
        if (is_number(at) && value(at) >= 5 && value(at) <= 90 && word(at + 1) != "/") one.degrees = value(at);
      }
      if (one.is_positive && (clause.begin >= test.begin || clause.end > test.begin)) results.push_back(one);
    }
    // Only what says more than the plain words do: an angle, or both sides told apart.
    const bool tells = results.size() > 1 || (results.size() == 1 && results[0].degrees);
    if (!tells) return;
    std::erase_if(drafts_, [&](const FactDraft& draft) {
      return draft.reading == &reading_ && draft.fact.concept_id == "exam.slr_positive" &&
             draft.phrase.begin >= sentence_.words.begin && draft.phrase.end <= sentence_.words.end;
    });
    const bool is_positive =
        std::any_of(results.begin(), results.end(), [](const Result& one) { return *one.is_positive; });
    for (FactDraft& draft : drafts_)
      if (is_positive && draft.reading == &reading_ && draft.fact.concept_id == "exam.radiculopathy" &&
          draft.phrase.begin < test.end && test.begin < draft.phrase.end)
        draft.fact.assertion = records::Assertion::Present;
    for (const Result& one : results) {
      records::Fact& fact = add({std::min(test.begin, one.words.begin), std::max(test.end, one.words.end)},
                                "exam.slr_positive", "positive straight leg raise");
      fact.assertion = *one.is_positive ? records::Assertion::Present : records::Assertion::Absent;
      if (one.side != Side::None) fact.details["side"] = name_of(one.side);
      if (one.degrees) {
        fact.number = one.degrees;
        fact.unit = "degrees";
      }
    }
  }

  /// "4/5", "4-/5", "4 out of 5" and their places.
  std::vector<Grade> fifths() const {
    std::vector<Grade> found;
    for (std::uint32_t at = sentence_.words.begin; at + 2 < sentence_.words.end; ++at) {
      if (!is_number(at) || value(at) > 5 || word(at).size() != 1) continue;
      if (at > sentence_.words.begin && is_any(word(at - 1), {"/", "-"}) && touches(at)) continue;
      std::uint32_t next = at + 1;
      std::string sign;
      if (is_any(word(next), {"+", "-"}) && touches(next)) sign = word(next++);
      std::uint32_t end = 0;
      if (word(next) == "/" && word(next + 1) == "5" && !(word(next + 2) == "/"))
        end = next + 2;
      else if (sign.empty() && word(next) == "out" && word(next + 1) == "of" && word(next + 2) == "5")
        end = next + 3;
      if (end == 0) continue;
      const double graded = value(at) + (sign == "+" ? 0.25 : sign == "-" ? -0.25 : 0);
      found.push_back({{at, end}, graded, word(at) + sign + "/5"});
      at = end - 1;
    }
    return found;
  }

  /// Where an exception begins ("5/5 except the left great toe"): what follows says nothing of the value before it.
  std::uint32_t exception_in(TokenRange range) const {
    const TokenRange found = find(data_.group("exception"), range);
    return found.size() > 0 ? found.begin : range.end;
  }

  void strengths() {
    const std::vector<Grade> grades = fifths();
    if (grades.empty()) return;
    const int muscle_group = data_.group("weak_muscle"), power = data_.group("power");
    const bool tells_power = find(power, sentence_.words).size() > 0 ||
                             find(muscle_group, sentence_.words).size() > 0 ||
                             find(data_.group("muscle"), sentence_.words).size() > 0;
    if (!tells_power) return;
    for (std::size_t k = 0; k < grades.size(); ++k) {
      const Grade& grade = grades[k];
      const std::uint32_t before = k == 0 ? sentence_.words.begin : grades[k - 1].words.end;
      const std::uint32_t next = k + 1 < grades.size() ? grades[k + 1].words.begin : sentence_.words.end;
      const std::uint32_t after = exception_in({grade.words.end, next});
      TokenRange muscle = find(muscle_group, {before, grade.words.begin});
      if (muscle.size() == 0) muscle = find(muscle_group, {grade.words.end, std::min(after, grade.words.end + 8)});
      const TokenRange phrase{muscle.size() ? std::min(muscle.begin, grade.words.begin) : grade.words.begin,
                              muscle.size() ? std::max(muscle.end, grade.words.end) : grade.words.end};
      records::Fact& fact = add(phrase, "exam.strength", "");
      fact.number = grade.value;
      fact.unit = "/5";
      fact.details["grade"] = grade.written;
      if (muscle.size()) fact.details["muscle"] = text::fold(reading_.words(muscle));
      if (const Side side = side_in({before, std::min(after, grade.words.end + 6)}); side != Side::None)
        fact.details["side"] = name_of(side);
      fact.text = "strength " + grade.written + (muscle.size() ? " " + fact.details["muscle"] : "");
      if (after < next) { // all others: what is excepted goes with the value
        const std::uint32_t end = std::min(next, after + longest_exception);
        fact.details["except"] = text::fold(reading_.words({after, end}));
        fact.text += ", with an exception";
      }
    }
  }

  /// "patellar 2+, Achilles 1+ on the right", "knee 2+/2+, ankle 2+/0" (right before left, as is written).
  void reflexes() {
    const int jerks = data_.group("jerks"), places = data_.group("jerk_of");
    if (find(jerks, sentence_.words).size() == 0 && find(data_.group("reflex"), sentence_.words).size() == 0) return;
    for (std::uint32_t at = sentence_.words.begin; at < sentence_.words.end; ++at) {
      double grade = -1;
      std::uint32_t end = at + 1;
      if (is_number(at) && word(at).size() == 1 && value(at) <= 4 && is_any(word(at + 1), {"+", "/"}) &&
          touches(at + 1)) {
        grade = value(at);
        end = at + 2;
        if (word(at + 1) == "/" && !(word(at + 2) == "4" && is_number(at + 2))) continue;
        if (word(at + 1) == "/") end = at + 3;
      } else if (word(at) == "trace") {
        grade = 0.5;
      } else if (is_any(word(at), {"absent", "unobtainable"})) {
        grade = 0;
      }
      if (grade < 0) continue;
      TokenRange place = find_before(places, at, 8);
      if (place.size() == 0) place = find(places, {end, exception_in({end, std::min(sentence_.words.end, end + 6)})});
      if (place.size() == 0) continue;
      std::vector<std::pair<double, Side>> values{{grade, Side::None}};
      // "2+/0": the second is the other side
      if (word(end) == "/" && touches(end) && is_number(end + 1) && word(end + 1).size() == 1) {
        values = {{grade, Side::Right}, {value(end + 1), Side::Left}};
        end += word(end + 2) == "+" ? 3 : 2;
      }
      for (const auto& [one, its_side] : values) {
        records::Fact& fact = add({std::min(place.begin, at), std::max(place.end, end)}, "exam.reflex", "");
        fact.number = one;
        fact.unit = "+";
        fact.details["place"] = text::fold(reading_.words(place));
        const Side side = its_side != Side::None ? its_side : side_of_grade(place, at, end);
        if (side != Side::None) fact.details["side"] = name_of(side);
        fact.text = fact.details["place"] + " reflex " + plain_number(one) + "+";
        if (one < 2) add_reduced(fact);
      }
      at = end - 1;
    }
  }

  /// The side that a reflex's own clause names; "Left Achilles 1+, right 2+" has one in each. Where it names none, the
  /// words around it count.
  Side side_of_grade(TokenRange place, std::uint32_t at, std::uint32_t end) const {
    for (const TokenRange& clause : clauses(sentence_.words))
      if (at >= clause.begin && at < clause.end)
        if (const Side own = side_in(clause); own != Side::None) return own;
    const std::uint32_t first = std::min(place.begin, at);
    return side_in({first > sentence_.words.begin + 2 ? first - 2 : sentence_.words.begin,
                    std::min(sentence_.words.end, end + 4)});
  }

  void add_reduced(const records::Fact& measured) {
    FactDraft draft = drafts_.back();
    draft.fact.concept_id = "exam.reflexes_reduced";
    draft.fact.text = "reduced " + measured.details.at("place") + " reflex";
    draft.fact.number.reset();
    draft.fact.unit.clear();
    drafts_.push_back(std::move(draft));
  }

  /// The normal that a measured number is held against, and where it ends: "30/60", "90 (180)", "40 degrees (normal
  /// 60)", "35 degrees of an expected 60".
  std::optional<std::pair<double, std::uint32_t>> normal_behind(std::uint32_t at) const {
    std::uint32_t next = at + 1;
    if (word(next) == "/") {
      const bool is_pair = is_number(next + 1) && word(next + 2) != "/" && (at == 0 || word(at - 1) != "/");
      return is_pair ? std::optional(std::pair(value(next + 1), next + 2)) : std::nullopt;
    }
    if (is_any(word(next), {"degrees", "degree", "deg", "\xC2\xB0"})) ++next;
    if (!is_any(word(next), {"(", "of"})) return std::nullopt;
    const bool in_parens = word(next++) == "(";
    bool is_named = in_parens;
    for (int skipped = 0; skipped < 3 && !is_number(next); ++skipped, ++next) {
      if (!is_any(word(next), {"a", "an", "the", "normal", "expected", "nl", "of", "usual", ":", "is"}))
        return std::nullopt;
      is_named = is_named || is_any(word(next), {"normal", "expected", "nl", "usual"});
    }
    if (!is_named || !is_number(next) ||
        (in_parens && word(next + 1) != ")" && !is_any(word(next + 1), {"degrees", "deg"})))
      return std::nullopt;
    return std::pair(value(next), next + 1);
  }

  /// "flexion 30/60": measured against normal.
  void motion() {
    const int moving = data_.group("moving");
    for (std::uint32_t at = sentence_.words.begin; at + 2 < sentence_.words.end; ++at) {
      if (!is_number(at)) continue;
      const auto against = normal_behind(at);
      if (!against) continue;
      const double measured = value(at), normal = against->first;
      if (normal < 15 || normal > 180 || measured > normal || static_cast<int>(normal) % 5 != 0) continue;
      const TokenRange movement = find_before(moving, at, 5);
      if (movement.size() == 0) continue;
      const TokenRange phrase{movement.begin, against->second};
      records::Fact& fact = add(phrase, "exam.rom_value", "");
      fact.number = measured;
      fact.unit = "degrees";
      fact.details["movement"] = text::fold(reading_.words(movement));
      fact.details["normal"] = plain_number(normal);
      fact.text =
          fmt::format("{} {} of {} degrees", fact.details["movement"], plain_number(measured), plain_number(normal));
      constexpr double full = 0.9; // of the normal
      if (measured >= full * normal) continue;
      // "30 degrees (normal 60)": the word is the yardstick, no finding
      std::erase_if(drafts_, [&](const FactDraft& draft) {
        return draft.reading == &reading_ && draft.fact.concept_id == "exam.rom_decreased" &&
               draft.fact.assertion == records::Assertion::Absent && draft.phrase.begin < phrase.end &&
               phrase.begin < draft.phrase.end;
      });
      add(phrase, "exam.rom_decreased", "reduced range of motion");
    }
  }

  static constexpr std::uint32_t longest_exception = 12; // tokens

  const Vocabulary::Data& data_;
  const PageReading& reading_;
  const SentenceReading& sentence_;
  FactDrafts& drafts_;
};

} // namespace

void exam_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                FactDrafts& drafts) {
  // Every measure has a digit, or is a reflex that is absent.
  const bool may_measure =
      std::any_of(reading.tokens.begin() + sentence.words.begin, reading.tokens.begin() + sentence.words.end,
                  [](const text::Token& token) { return token.kind == TokenKind::Number; });
  const std::string& section = data.sections[sentence.section];
  if (section == "family_history" || section == "rationale" || section == "medications") return;
  if (may_measure || std::any_of(sentence.cues.begin(), sentence.cues.end(),
                                 [](const CueHit& cue) { return cue.def->kind == CueKind::Negation; }))
    ExamMeasures(data, reading, sentence, drafts).run();
}

} // namespace openimr::clinical
