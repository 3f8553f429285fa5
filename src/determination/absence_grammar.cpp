#include "determination/absence_grammar.h"

#include <algorithm>
#include <optional>
#include <string>

namespace openimr::determination {
namespace {

using text::Span;
using Object = AbsenceCue::Object;
using Words = std::set<std::string, std::less<>>;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

/// The words of a sentence. A mark that parts clauses is a word of its own, so that no pattern runs over it.
std::vector<Span> words_of(std::string_view text, Span sentence) {
  std::vector<Span> words;
  for (std::uint32_t at = sentence.begin; at < sentence.end;) {
    std::uint32_t end = at;
    while (end < sentence.end && (is_letter(text[end]) || (text[end] == '-' && end > at))) ++end;
    if (end == at && std::string_view(",;:()").find(text[at]) != std::string_view::npos) end = at + 1;
    if (end == at) {
      ++at;
      continue;
    }
    words.push_back({at, end});
    at = end;
  }
  return words;
}

constexpr std::size_t longest_place = 6; ///< words of "in the submitted medical records"

/// One sentence, read word by word.
class Reader {
public:
  Reader(const AbsenceGrammar& grammar, std::string_view text, Span sentence)
      : grammar_(grammar), text_(text), words_(words_of(text, sentence)) {}

  std::vector<AbsenceCue> cues() {
    for (std::size_t at = 0; at < words_.size();) {
      const std::size_t next = read(at);
      at = next > at ? next : at + 1;
    }
    return std::move(found_);
  }

private:
  std::string_view word(std::size_t at) const { return at < words_.size() ? words_[at].of(text_) : std::string_view(); }
  bool is(std::size_t at, const Words& list) const { return at < words_.size() && list.contains(word(at)); }
  bool is_mark(std::size_t at) const { return at >= words_.size() || !is_letter(word(at).front()); }

  std::size_t add(std::size_t from, std::size_t to, Object object, Span inside = {}) {
    found_.push_back({{words_[from].begin, words_[to - 1].end}, object, inside});
    return to;
  }

  /// Behind a phrase of the list that begins at a word; the word itself where none does.
  std::size_t behind(std::size_t at, const std::vector<std::vector<std::string>>& phrases) const {
    std::size_t longest = at;
    for (const auto& phrase : phrases) {
      std::size_t k = 0;
      while (k < phrase.size() && word(at + k) == phrase[k]) ++k;
      if (k == phrase.size()) longest = std::max(longest, at + k);
    }
    return longest;
  }
  std::size_t over_adverbs(std::size_t at) const {
    while (is(at, grammar_.adverbs)) ++at;
    return at;
  }
  /// Over "in the submitted records", "from the chart", "in the documentation submitted for review".
  std::size_t over_place(std::size_t at) const {
    if (!is(at, grammar_.place_prepositions)) return at;
    for (std::size_t k = at + 1; k < at + longest_place && !is_mark(k); ++k) {
      if (!is(k, grammar_.papers)) continue;
      std::size_t end = k + 1;
      while (is(end, grammar_.participles)) ++end;
      const bool has_purpose =
          end > k + 1 && word(end) == "for" && (word(end + 1) == "review" || word(end + 1) == "us");
      return has_purpose ? end + 2 : is(end, grammar_.be) ? k + 1 : end;
    }
    return at;
  }

  /// Reads what begins at the word; gives where to go on, the word itself when nothing begins there.
  std::size_t read(std::size_t at) {
    for (auto pattern : {&Reader::opener, &Reader::before_any, &Reader::none, &Reader::nobody, &Reader::neither,
                         &Reader::unclear, &Reader::whether, &Reader::no_attempt, &Reader::negated_noun,
                         &Reader::nothing, &Reader::inverted, &Reader::ellipsis, &Reader::negated_verb,
                         &Reader::never_had, &Reader::gets_no, &Reader::verb_no, &Reader::missing_word})
      if (const std::size_t next = (this->*pattern)(at); next > at) return next;
    return at;
  }

  /// "nowhere in the file is X mentioned", "at no time was X recorded".
  std::size_t opener(std::size_t at) {
    const std::size_t first = behind(at, grammar_.openers);
    if (first == at) return at;
    for (std::size_t be = first; be < first + longest_place + 2 && !is_mark(be); ++be) {
      if (!is(be, grammar_.be) && !is(be, grammar_.have)) continue;
      for (std::size_t verb = be + 1; verb < words_.size() && !is_mark(verb); ++verb)
        if (is(verb, grammar_.participles) && verb > be + 1) {
          std::size_t last = verb - 1;
          while (last > be && (is(last, grammar_.be) || is(last, grammar_.adverbs))) --last;
          if (last == be) return at;
          return add(at, verb + 1, Object::Between, {words_[be + 1].begin, words_[last].end});
        }
      return at;
    }
    return at;
  }

  /// "before any X was documented", "prior to any recorded X".
  std::size_t before_any(std::size_t at) {
    const std::size_t first = behind(at, grammar_.before_any);
    if (first == at) return at;
    if (is(first, grammar_.participles)) return add(at, first + 1, Object::Behind);
    for (std::size_t be = first + 1; be < words_.size() && !is_mark(be); ++be)
      if (is(be, grammar_.be) && is(over_adverbs(be + 1), grammar_.participles))
        return add(at, over_adverbs(be + 1) + 1, Object::Between, {words_[first].begin, words_[be - 1].end});
    return at;
  }

  /// "X: none documented", "none was found": what it speaks of stands before, in this sentence or the last.
  std::size_t none(std::size_t at) {
    if (word(at) != "none" || word(at + 1) == "of") return at;
    std::size_t verb = over_adverbs(at + 1);
    while (is(verb, grammar_.be) || is(verb, grammar_.have)) verb = over_adverbs(verb + 1);
    return is(verb, grammar_.participles) ? add(at, verb + 1, Object::Elsewhere) : at;
  }

  /// "pain is described, X is not": the verb of the clause before is meant.
  std::size_t ellipsis(std::size_t at) {
    if (!(is(at, grammar_.be) || is(at, grammar_.have)) || word(at + 1) != "not" || !is_mark(at + 2)) return at;
    std::size_t mark = at;
    while (mark > 0 && !is_mark(mark)) --mark;
    if (mark == 0 || mark + 1 >= at) return at;
    for (std::size_t verb = 0; verb < mark; ++verb)
      if (is(verb, grammar_.participles))
        return add(at, at + 2, Object::Between, {words_[mark + 1].begin, words_[at - 1].end});
    return at;
  }

  /// "whether X is left to guesswork".
  std::size_t whether(std::size_t at) {
    if (word(at) != "whether") return at;
    for (std::size_t guess = at + 2; guess < words_.size() && !is_mark(guess); ++guess) {
      if (!is(guess, grammar_.guesses)) continue;
      for (std::size_t be = guess - 1; be > at + 1 && guess - be < longest_place; --be)
        if (is(be, grammar_.be) || is(be, grammar_.remain))
          if (be == at + 2 || !(is(be - 1, grammar_.be) || is(be - 1, grammar_.remain)))
            return add(at, guess + 1, Object::Between, {words_[at + 1].begin, words_[be - 1].end});
    }
    return at;
  }

  /// "no attempt was made to document X", "made no effort to record X".
  std::size_t no_attempt(std::size_t at) {
    const std::size_t noun = behind(at, grammar_.negators);
    if (noun == at || !is(noun, grammar_.attempts)) return at;
    std::size_t next = noun + 1;
    while (is(next, grammar_.be) || is(next, grammar_.have) || is(next, grammar_.participles)) ++next;
    return word(next) == "to" && is(next + 1, grammar_.verbs) ? add(at, behind_verb(next + 1), Object::Behind) : at;
  }

  /// "X finds no support in the chart", "X receives no mention": a paper's part in it is what is denied.
  std::size_t gets_no(std::size_t at) {
    if (!is(at, grammar_.gains) || word(at + 1) != "no" || !is(at + 2, grammar_.received)) return at;
    const bool ends = is_mark(at + 3) || over_place(at + 3) > at + 3;
    return ends && at > 0 ? add(at, at + 3, Object::Before) : at;
  }

  /// "none of the submitted reports mentions X", "no report documents X".
  std::size_t nobody(std::size_t at) {
    std::size_t from = behind(at, grammar_.nobody);
    if (from == at) return at;
    if (!is(from - 1, grammar_.papers)) {
      std::size_t noun = from;
      while (noun < from + longest_place && !is_mark(noun) && !is(noun, grammar_.papers)) ++noun;
      if (!is(noun, grammar_.papers)) return at;
      from = noun + 1;
    }
    for (std::size_t verb = from; verb < from + longest_place && !is_mark(verb); ++verb)
      if (is(verb, grammar_.verbs)) {
        // "X, which no note records"
        const bool is_relative = at > 1 && word(at - 1) == "which" && is_mark(verb + 1);
        return is_relative ? add(at - 1, verb + 1, Object::Before) : add(at, behind_verb(verb), Object::Behind);
      }
    return at;
  }

  /// "neither X nor Y is documented", "neither the physician nor the consultant reports X".
  std::size_t neither(std::size_t at) {
    if (word(at) != "neither") return at;
    for (std::size_t verb = at + 2; verb < words_.size() && !is_mark(verb); ++verb) {
      if (is(verb, grammar_.be) && is(over_adverbs(verb + 1), grammar_.participles))
        return add(at, over_adverbs(verb + 1) + 1, Object::Between, {words_[at + 1].begin, words_[verb - 1].end});
      const bool is_noun = is(verb - 1, grammar_.articles) || is(verb - 1, grammar_.participles) ||
                           word(verb - 1) == "nor" || word(verb - 1) == "the";
      if (is(verb, grammar_.verbs) && !is_noun) return add(at, behind_verb(verb), Object::Behind);
    }
    return at;
  }

  /// "not clear from the records that X", "unclear whether X".
  std::size_t unclear(std::size_t at) {
    std::size_t word_at = at;
    if (word(at) == "not" || word(at) == "nor") {
      word_at = over_adverbs(at + 1);
      if (word_at > at + 1 && is(word_at - 1, grammar_.doubtful)) --word_at; // an adverb that is the word itself
      if (!is(word_at, grammar_.doubtful)) return at;
    } else if (!is(at, grammar_.doubts)) {
      return at;
    }
    std::size_t that = over_place(word_at + 1);
    while (is(that, grammar_.doubt_links)) ++that;
    return opens_clause(that) ? add(at, that + 1, Object::Behind) : at;
  }

  /// "no clear documentation in the records of X", "lacking in evidence of X".
  std::size_t negated_noun(std::size_t at) {
    std::size_t noun = behind(at, grammar_.negators);
    if (noun == at) return at;
    for (std::size_t modifiers = 0; modifiers < 4 && !is(noun, grammar_.evidence_nouns); ++modifiers, ++noun)
      if (is_mark(noun)) return at;
    if (!is(noun, grammar_.evidence_nouns)) return at;
    // "evidence or documentation of X"
    while ((word(noun + 1) == "or" || word(noun + 1) == "and") && is(noun + 2, grammar_.evidence_nouns)) noun += 2;
    const std::size_t link = over_place(noun + 1);
    const std::size_t object = behind(link, grammar_.links);
    if (object > link) return add(at, object, Object::Behind);
    // "no information was submitted to support that X"
    std::size_t verb = link;
    while (is(verb, grammar_.be) || is(verb, grammar_.have) || (verb > link && is(verb, grammar_.participles))) ++verb;
    if (verb == link || word(verb) != "to" || !is(verb + 1, grammar_.verbs)) return at;
    return add(at, behind_verb(verb + 1), Object::Behind);
  }

  /// "nothing in the file to indicate that X", "nothing about X".
  std::size_t nothing(std::size_t at) {
    if (word(at) != "nothing") return at;
    std::size_t next = over_place(at + 1);
    // "nothing was enclosed that would show X"
    while (is(next, grammar_.be) || is(next, grammar_.have) || (next > at + 1 && is(next, grammar_.participles)))
      ++next;
    if (is(next, grammar_.verbs) && next > at + 1) return add(at, behind_verb(next), Object::Behind);
    if (word(next) == "that" || word(next) == "which" || word(next) == "to") {
      std::size_t verb = over_adverbs(next + 1);
      if (is(verb, grammar_.may)) verb = over_adverbs(verb + 1);
      if (!is(verb, grammar_.verbs)) return at;
      return add(at, behind_verb(verb), Object::Behind);
    }
    const std::size_t object = behind(next, grammar_.links);
    return object > next ? add(at, object, Object::Behind) : at;
  }

  /// "absent from the chart is X", "conspicuously missing is documentation of X".
  std::size_t inverted(std::size_t at) {
    if (!is(at, grammar_.missing_words) || (at > 0 && !is(at - 1, grammar_.adverbs) && !is_mark(at - 1))) return at;
    const std::size_t be = over_place(at + 1);
    return is(be, grammar_.be) ? add(at, be + 1, Object::Behind) : at;
  }

  /// Behind a verb and what goes with it: "refer to", "comment on", "that".
  std::size_t behind_verb(std::size_t verb) const {
    std::size_t next = verb + 1;
    const std::size_t place = over_place(next);
    if (place > next && (word(place) == "that" || word(place) == "of" || word(place) == "any")) next = place;
    while (is(next, grammar_.phrasal)) ++next;
    while (is(next, grammar_.verb_particles)) ++next;
    return next;
  }

  /// "do not clearly mention X", "was unable to locate X", "has not been supplied", "is nowhere documented".
  std::size_t negated_verb(std::size_t at) {
    const std::size_t negated = behind(at, grammar_.verb_negations);
    if (negated == at) return at;
    std::size_t verb = over_adverbs(negated);
    // A passive: a form of "be" before the negation or between it and the verb.
    bool is_passive = at > 0 && (is(at - 1, grammar_.be) || is(over_back(at), grammar_.be));
    std::size_t first = is_passive ? at - 1 : at;
    const bool be_follows = is(verb, grammar_.be);
    if (be_follows) {
      is_passive = true;
      verb = over_adverbs(verb + 1);
    }
    if (!is(verb, grammar_.verbs) && !is(verb, grammar_.participles)) return at;
    // "could not find", "was unable to document": not a passive although "was" stands before.
    if (is_passive && !be_follows && is(at, grammar_.active_negations)) {
      is_passive = false;
      first = at;
    }
    if (is_passive && !is(verb, grammar_.participles)) return at;
    if (!is_passive) return add(first, behind_verb(verb), Object::Behind);
    if (const std::size_t that = over_place(verb + 1); opens_clause(that) && has_empty_subject(first))
      return add(first, that + 1, Object::Behind);
    return add(first, verb + 1, Object::Before);
  }
  bool opens_clause(std::size_t at) const { return word(at) == "that" || word(at) == "whether" || word(at) == "if"; }
  std::size_t over_back(std::size_t at) const {
    std::size_t back = at - 1;
    while (back > 0 && is(back, grammar_.adverbs)) --back;
    return back;
  }
  bool has_empty_subject(std::size_t verb) const {
    for (std::size_t back = verb; back-- > 0 && verb - back < 4;)
      if (word(back) == "it") return true;
    return false;
  }

  /// "has not undergone X", "has yet to have tried X": what a patient did not do is the object, its verb included.
  std::size_t never_had(std::size_t at) {
    const std::size_t negated = behind(at, grammar_.not_yet);
    if (negated == at) return at;
    std::size_t verb = over_adverbs(negated);
    const std::size_t first = verb;
    while (is(verb, grammar_.have) || is(verb, grammar_.be)) verb = over_adverbs(verb + 1);
    // "has not been demonstrated" is said of papers.
    if (verb > first && is(verb, grammar_.participles)) {
      std::size_t last = verb - 1;
      while (last > first && is(last, grammar_.adverbs)) --last;
      if (is(last, grammar_.be)) return at;
    }
    if (is(verb, grammar_.undergone)) {
      found_.push_back({{words_[at].begin, words_[verb - 1].end}, Object::Behind, {}});
      return verb;
    }
    // "has not had X"; "has not been documented" is said of papers.
    return verb > first && is(verb - 1, grammar_.have) ? add(at, verb, Object::Behind) : at;
  }

  /// "reveals no X", "yielded no sign of X".
  std::size_t verb_no(std::size_t at) {
    // "the file has nothing on X"
    if (is(at, grammar_.have) && word(at + 1) == "nothing") return nothing(at + 1);
    if (!is(at, grammar_.verbs) || (at > 0 && is(at - 1, grammar_.be))) return at;
    std::size_t no = at + 1;
    while (is(no, grammar_.phrasal)) ++no; // "brought up no X"
    if (word(no) == "nothing") return add(at, no + 1, Object::Behind);
    return word(no) == "no" && !is_mark(no + 1) ? add(at, no + 1, Object::Behind) : at;
  }

  /// "X remains undocumented", "X is missing from the file".
  std::size_t missing_word(std::size_t at) {
    if (!is(at, grammar_.be) && !is(at, grammar_.remain)) return at;
    std::size_t missing = over_adverbs(at + 1);
    while (is(missing, grammar_.remain)) missing = over_adverbs(missing + 1); // "has been left undocumented"
    if (!is(missing, grammar_.missing_words)) return at;
    // "what is missing here is X"
    const std::size_t be = over_place(over_adverbs(missing + 1));
    if (is(be, grammar_.be)) return add(at, be + 1, Object::Behind);
    // "is lacking documentation of X" goes on.
    if (is(missing + 1, grammar_.evidence_nouns)) return at;
    if (word(missing + 1) == "in" && over_place(missing + 1) == missing + 1) return at;
    return add(at, missing + 1, Object::Before);
  }

  const AbsenceGrammar& grammar_;
  std::string_view text_;
  std::vector<Span> words_;
  std::vector<AbsenceCue> found_;
};

} // namespace

std::vector<AbsenceCue> find_absence_cues(const AbsenceGrammar& grammar, std::string_view text, Span sentence) {
  return Reader(grammar, text, sentence).cues();
}

bool stands_for_another(const AbsenceGrammar& grammar, std::string_view text, Span object) {
  const auto words = words_of(text, object);
  return std::all_of(words.begin(), words.end(), [&](Span span) {
    const std::string_view word = span.of(text);
    return !is_letter(word.front()) || grammar.stand_ins.contains(word) || grammar.articles.contains(word) ||
           grammar.papers.contains(word) || grammar.place_prepositions.contains(word) ||
           grammar.evidence_nouns.contains(word) || grammar.adverbs.contains(word);
  });
}

Span bare_object(const AbsenceGrammar& grammar, std::string_view text, Span object) {
  const auto words = words_of(text, object);
  std::size_t at = 0;
  const auto word = [&](std::size_t k) { return k < words.size() ? words[k].of(text) : std::string_view(); };
  for (bool goes_on = true; goes_on && at + 1 < words.size();) {
    goes_on = false;
    std::size_t noun = at;
    while (noun < at + 3 && grammar.articles.contains(word(noun))) ++noun;
    if (noun > at) {
      at = noun;
      goes_on = true;
    }
    std::size_t evidence = at;
    while (evidence < at + 3 && !grammar.evidence_nouns.contains(word(evidence))) ++evidence;
    if (grammar.evidence_nouns.contains(word(evidence)) &&
        (word(evidence + 1) == "of" || word(evidence + 1) == "that" || word(evidence + 1) == "about") &&
        evidence + 2 < words.size()) {
      at = evidence + 2;
      goes_on = true;
    }
  }
  return at < words.size() ? Span{words[at].begin, object.end} : object;
}

} // namespace openimr::determination
