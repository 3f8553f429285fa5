#include "determination/absence_net.h"

#include "determination/absence_recital.h"

#include <algorithm>
#include <set>
#include <string>

namespace openimr::determination {
namespace {

using text::Span;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<Span> words_of(std::string_view text, Span range) {
  std::vector<Span> words;
  for (std::uint32_t at = range.begin; at < range.end;) {
    std::uint32_t end = at;
    while (end < range.end && (is_letter(text[end]) || ((text[end] == '-' || text[end] == '/') && end > at))) ++end;
    if (end > at) words.push_back({at, end});
    at = std::max(end, at + 1);
  }
  return words;
}

/// Clauses: parted at marks, and at a comma that a joining word follows ("…, but", "…, yet").
std::vector<Span> clauses_of(const AbsenceNet& net, std::string_view text, Span sentence) {
  std::vector<Span> clauses;
  std::size_t begin = sentence.begin;
  const auto end_at = [&](std::size_t at, std::size_t next) {
    if (const Span clause = trimmed(text, begin, at); clause.size() > 0) clauses.push_back(clause);
    begin = next;
  };
  for (std::size_t at = sentence.begin; at < sentence.end; ++at) {
    if (at < begin) continue;
    if (std::string_view(";:?!|").find(text[at]) != std::string_view::npos) end_at(at, at + 1);
    for (const std::string& mark : net.clause_marks)
      if (text.substr(at, mark.size()) == mark && at + mark.size() < sentence.end) {
        end_at(at, at + mark.size());
        break;
      }
  }
  end_at(sentence.end, sentence.end);
  return clauses;
}

/// "[ ] Yes [X] No": what is ticked, where a sentence has boxes; 0 without boxes, 1 yes, -1 no.
int ticked(const AbsenceNet& net, std::string_view text, Span sentence) {
  const std::string_view words = sentence.of(text);
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return words.find(one) != words.npos; });
  };
  return holds(net.ticked_no) ? -1 : holds(net.boxes) ? 1 : 0;
}

class Net {
public:
  Net(const AbsenceCues& cues, std::string_view text) : cues_(cues), net_(cues.net), text_(text) {}

  /// The word of a clause that denies, unless the clause denies twice; empty range when there is none.
  Span denial(Span clause) const {
    std::vector<Span> found;
    const auto words = words_of(text_, clause);
    for (std::size_t k = 0; k < words.size(); ++k) {
      const std::string_view word = words[k].of(text_);
      if (net_.negatives.contains(word) || word.ends_with("n't") || word.ends_with("n\xE2\x80\x99t")) {
        // "neither X nor Y" denies once; "is not medically necessary" decides.
        if ((word != "nor" || found.empty()) && !decides(clause, words[k]) && !is_not_indicated(words, k))
          found.push_back(words[k]);
      } else if (net_.empty_words.contains(word)) {
        // "does not lack", "not without": taken back. "Lacks any mention of nothing" is said by nobody.
        if (!found.empty() && words[k].begin - found.back().end < near_) return {};
        found.push_back(words[k]);
      }
    }
    for (const std::string& phrase : net_.phrases)
      if (const auto at = find_words(text_, phrase, clause.begin, clause.end)) found.push_back(*at);
    return found.empty() ? Span{} : found.front();
  }

  /// "Baclofen is not indicated" decides; "is not indicated in the records" denies.
  bool is_not_indicated(const std::vector<Span>& words, std::size_t at) const {
    static const std::set<std::string_view> places{"in", "on", "within", "anywhere", "by", "throughout"};
    return at + 1 < words.size() && words[at + 1].of(text_) == "indicated" &&
           (at + 2 == words.size() || !places.contains(words[at + 2].of(text_)));
  }

  /// The word belongs to a decision on the request.
  bool decides(Span clause, Span word) const {
    return std::any_of(cues_.decides.begin(), cues_.decides.end(), [&](const std::string& words) {
      const auto found = find_words(text_, words, clause.begin, clause.end);
      return found && found->overlaps(word);
    });
  }

  /// A word of papers or of reviewing stands there.
  bool speaks_of_papers(Span range) const {
    const AbsenceGrammar& grammar = cues_.grammar;
    for (const Span span : words_of(text_, range)) {
      const std::string_view word = span.of(text_);
      if (grammar.evidence_nouns.contains(word) || grammar.papers.contains(word) || grammar.verbs.contains(word) ||
          grammar.participles.contains(word) || grammar.missing_words.contains(word) || net_.reviewing.contains(word))
        return true;
    }
    return false;
  }

  /// Words that only answer: "No.", "nothing was received", "this file contains none of that".
  bool only_answers(Span range) const {
    const AbsenceGrammar& grammar = cues_.grammar;
    const auto words = words_of(text_, range);
    return std::all_of(words.begin(), words.end(), [&](Span span) {
      const std::string_view word = span.of(text_);
      for (const auto* list :
           {&grammar.stand_ins, &grammar.articles, &grammar.papers, &grammar.place_prepositions,
            &grammar.evidence_nouns, &grammar.adverbs, &grammar.participles, &grammar.verbs, &grammar.be, &grammar.have,
            &grammar.may, &grammar.remain, &grammar.missing_words, &net_.negatives, &net_.empty_words, &net_.reviewing})
        if (list->contains(word)) return true;
      return word.ends_with("n't") || word.ends_with("n\xE2\x80\x99t");
    });
  }

  /// "None on file.", "nothing was received": of what the sentence before named.
  bool points_back(Span word) const { return word.of(text_) == "none" || word.of(text_) == "nothing"; }

private:
  static constexpr std::uint32_t near_ = 24; ///< bytes between "not" and the word that it takes back
  const AbsenceCues& cues_;
  const AbsenceNet& net_;
  std::string_view text_;
};

/// "Even if …", "if it was ever …" set no condition: their words are blanked, so that no recital is seen in them. Empty
/// when there are none.
std::string without_concessions(const AbsenceNet& net, std::string_view text, Span sentence) {
  std::string result;
  for (const std::string& phrase : net.concessions)
    if (const auto at = find_words(text, phrase, sentence.begin, sentence.end)) {
      if (result.empty()) result = text.substr(0, sentence.end);
      std::fill(result.begin() + at->begin, result.begin() + at->end, ' ');
    }
  return result;
}

/// The whole sentence is a rule: nothing in it comes back to this file. The net does not know which of its words deny.
bool is_rule(const AbsenceCues& cues, std::string_view text, Span sentence) {
  const auto has = [&](const std::vector<std::string>& list) {
    return has_any(text, list, sentence.begin, sentence.end);
  };
  return (has(cues.recital) || has(cues.recital_weak)) && !has(cues.this_case) && !has(cues.decides);
}

} // namespace

bool takes_back(const AbsenceCues& cues, std::string_view text, Span sentence) {
  if (has_any(text, cues.net.taken_back, sentence.begin, sentence.end)) return true;
  const std::string_view words = sentence.of(text);
  const std::size_t first = std::min(words.find(' '), words.size());
  const auto& openers = cues.net.opening_conditions;
  if (std::find(openers.begin(), openers.end(), words.substr(0, first)) == openers.end()) return false;
  return words.find(',') != words.npos && !has_any(text, cues.decides, sentence.begin, sentence.end);
}

std::vector<AbsenceCatch> cast_absence_net(const AbsenceCues& cues, std::string_view text, Span sentence, Span before) {
  std::vector<AbsenceCatch> caught;
  const Net net(cues, text);
  const int boxes = ticked(cues.net, text, sentence);
  if (boxes > 0 || takes_back(cues, text, sentence)) return caught;
  if (has_any(text, cues.net.supposed, sentence.begin, sentence.end)) return caught;
  const std::string conceded = without_concessions(cues.net, text, sentence);
  const std::string_view read = conceded.empty() ? text : std::string_view(conceded);
  if (is_rule(cues, read, sentence)) return caught;
  const std::vector<Span> clauses = clauses_of(cues.net, text, sentence);
  for (std::size_t k = 0; k < clauses.size(); ++k) {
    const Span clause = clauses[k], word = net.denial(clause);
    if (word.size() == 0) continue;
    const bool speaks =
        boxes < 0 || net.speaks_of_papers(sentence) || (before.size() > 0 && net.speaks_of_papers(before));
    if (!speaks || is_recital(cues, read, sentence, word)) continue;
    AbsenceCatch one{word, {clause}};
    // What else was named counts where the clause itself names nothing: "the request is not certified" does.
    const bool leads = k + 1 < clauses.size() && text[clause.end] == ':'; // "missing from the packet: X"
    if (leads && net.only_answers(clause)) {
      one.objects.push_back(clauses[k + 1]);
    } else if (boxes < 0 || net.only_answers(clause)) {
      const Span earlier = trimmed(text, sentence.begin, clause.begin);
      if (earlier.size() > 0) one.objects.push_back(earlier);
      const bool points_back = boxes < 0 || net.points_back(word) || (before.size() > 0 && text[before.end - 1] == '?');
      if (before.size() > 0 && points_back && (boxes < 0 || earlier.size() == 0 || net.only_answers(earlier)))
        one.objects.push_back(before);
    }
    caught.push_back(std::move(one));
  }
  return caught;
}

} // namespace openimr::determination
