#include "clinical/file_search.h"

#include "clinical/context.h"
#include "clinical/direction_words.h"
#include "clinical/sections.h"
#include "clinical/sentences.h"
#include "clinical/vocabulary_data.h"
#include "records/evidence.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

namespace openimr::clinical {
namespace {

using records::Document;
using records::Fact;
using text::Span;

constexpr std::size_t most_terms = 60; ///< of a concept, searched freely

/// A printed word: letters and digits, folded.
struct PrintedWord {
  Span span;
  std::string folded;
  bool is_upper = false;
};

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Typographic dashes, quotes and spaces are no letters. Gives their length, 0 for anything else.
std::size_t mark_size(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == 0xE2 && at + 2 < text.size()) return 3;
  if (c == 0xC2 && at + 1 < text.size()) return 2;
  return 0;
}

std::vector<PrintedWord> words_of(std::string_view text, std::uint32_t offset = 0) {
  std::vector<PrintedWord> words;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t mark = mark_size(text, at); mark > 0 || !is_word_byte(text[at])) {
      at += std::max<std::size_t>(mark, 1);
      continue;
    }
    const std::size_t begin = at;
    PrintedWord word;
    word.is_upper = true;
    while (at < text.size() && is_word_byte(text[at]) && mark_size(text, at) == 0) {
      const char c = text[at++];
      word.is_upper = word.is_upper && !(c >= 'a' && c <= 'z');
      word.folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    // "patient's": what stands behind an apostrophe belongs to the word and says nothing
    const bool is_possessive = at + 1 < text.size() && text[at] == '\'' && text[at + 1] == 's' &&
                               (at + 2 == text.size() || !is_word_byte(text[at + 2]));
    word.span = {offset + static_cast<std::uint32_t>(begin), offset + static_cast<std::uint32_t>(at)};
    if (is_possessive) at += 2;
    words.push_back(std::move(word));
  }
  return words;
}

/// How the vocabulary shows a pattern with a gap or a number: for the chart's own reading, not to be looked for.
bool is_pattern(std::string_view term) {
  return term.find("\xE2\x80\xA6") != std::string_view::npos || term.find("(number)") != std::string_view::npos;
}

/// "CRPS", "EMG": it has no other forms. "CRP" is no singular of the one.
bool is_abbreviation(std::string_view words) {
  return words.size() >= 2 && words.size() <= 6 &&
         std::all_of(words.begin(), words.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// One way of saying what is asked.
struct Wording {
  std::vector<std::string> words;
  bool is_short_form = false; ///< letter by letter; of fewer than four letters in capitals only
};

/// Where a wording stands in a sentence.
struct Place {
  std::size_t first = 0, last = 0; ///< printed words, last included
  Likeness likeness = Likeness::None;
};

/// Finds wordings in sentences; remembers which printed words are which.
class Finder {
public:
  Finder(const WordForms& forms, std::vector<Wording> wordings) : forms_(forms), wordings_(std::move(wordings)) {
    for (const Wording& wording : wordings_)
      for (const std::string& word : wording.words) known_.try_emplace(word);
  }

  /// The surest place of any wording; likeness None when there is none.
  Place best_in(const std::vector<PrintedWord>& words) {
    Place best;
    for (const Wording& wording : wordings_) {
      const Place place = wording.is_short_form ? short_form_in(wording, words) : wording_in(wording, words);
      if (place.likeness > best.likeness) best = place;
    }
    return best;
  }

private:
  static Place short_form_in(const Wording& wording, const std::vector<PrintedWord>& words) {
    const std::string& form = wording.words.front();
    for (std::size_t at = 0; at < words.size(); ++at) {
      const bool is_it = (words[at].is_upper || form.size() >= 4) && words[at].folded == form;
      if (is_it || (!words[at].is_upper && words[at].folded == form + "s")) return {at, at, Likeness::Form}; // "EMGs"
    }
    return {};
  }

  Likeness likeness(const std::string& wanted, const std::string& printed) {
    auto& of_word = known_[wanted];
    const auto [place, is_new] = of_word.try_emplace(printed, Likeness::None);
    if (!is_new) return place->second;
    if (forms_.abbreviations().contains(wanted)) // "CRP" is no singular of "CRPS"
      place->second = wanted == printed ? Likeness::Exact : printed == wanted + "s" ? Likeness::Form : Likeness::None;
    else
      place->second = forms_.compare(wanted, printed);
    return place->second;
  }

  struct Hit {
    std::size_t first = 0, last = 0, wanted = 0;
    Likeness likeness = Likeness::None;
  };

  /// Every place of every word, also over two printed words ("manipu- lation", "x ray").
  std::vector<Hit> hits_of(const Wording& wording, const std::vector<PrintedWord>& words) {
    std::vector<Hit> hits;
    for (std::size_t at = 0; at < words.size(); ++at)
      for (std::size_t k = 0; k < wording.words.size(); ++k) {
        if (const Likeness one = likeness(wording.words[k], words[at].folded); one != Likeness::None)
          hits.push_back({at, at, k, one});
        if (at + 1 < words.size() && words[at + 1].span.begin - words[at].span.end <= 3 && wording.words[k].size() >= 4)
          if (likeness(wording.words[k], words[at].folded + words[at + 1].folded) >= Likeness::Form)
            hits.push_back({at, at + 1, k, Likeness::Form});
      }
    return hits;
  }

  Place wording_in(const Wording& wording, const std::vector<PrintedWord>& words) {
    const std::vector<Hit> hits = hits_of(wording, words);
    const std::size_t count = wording.words.size();
    const std::size_t widest = count == 1 ? 2 : 3 * count + 3; // printed words between the first and the last
    Place best;
    for (std::size_t start = 0; start < hits.size(); ++start) {
      std::vector<Likeness> surest(count, Likeness::None);
      std::size_t last = hits[start].last;
      for (std::size_t k = start; k < hits.size() && hits[k].first < hits[start].first + widest; ++k) {
        surest[hits[k].wanted] = std::max(surest[hits[k].wanted], hits[k].likeness);
        last = std::max(last, hits[k].last);
        const Likeness least = *std::min_element(surest.begin(), surest.end());
        if (least > best.likeness) best = {hits[start].first, last, least};
        if (least == Likeness::Exact) return best;
      }
    }
    return best;
  }

  const WordForms& forms_;
  std::vector<Wording> wordings_;
  std::unordered_map<std::string, std::unordered_map<std::string, Likeness>> known_;
};

/// Adds a wording, the same with neighbouring words written as one, its known short and long forms, and its initials.
void add_wording(const WordForms& forms, std::string_view words, std::vector<Wording>& wordings) {
  const std::vector<std::string> content = content_words(forms, words);
  if (content.empty()) return;
  const auto add = [&](Wording wording) {
    const bool has = std::any_of(wordings.begin(), wordings.end(), [&](const Wording& one) {
      return one.words == wording.words && one.is_short_form == wording.is_short_form;
    });
    if (!has) wordings.push_back(std::move(wording));
  };
  // "CRPS I": all that is left of it is printed in capitals.
  std::string capitals = content.front();
  std::ranges::transform(capitals, capitals.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  add({content, content.size() == 1 && is_abbreviation(capitals) && words.find(capitals) != std::string_view::npos});
  for (std::size_t k = 0; content.size() <= 4 && k + 1 < content.size(); ++k) {
    std::vector<std::string> joined = content;
    joined[k] += joined[k + 1];
    joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(k) + 1);
    add({joined, false});
  }
  if (content.size() == 1)
    for (const std::string& expansion : forms.expansions(content[0])) add({content_words(forms, expansion), false});
  std::string initials;
  for (const std::string& word : content) initials += word.front();
  const bool is_of_directions = frequency_word(initials) || !route_word(initials).empty(); // "type II diabetes": TID
  if (initials.size() >= 3 && initials.size() <= 6 && !is_of_directions) add({{initials}, true});
  for (const auto& [short_form, expansions] : forms.abbreviations())
    for (const std::string& expansion : expansions)
      if (content_words(forms, expansion) == content) add({{short_form}, true});
}

/// "complex regional pain" has the initials CRP, but what is asked is called CRPS: its beginning is another thing.
void drop_parts_of_short_forms(std::vector<Wording>& wordings) {
  std::vector<std::string> forms;
  for (const Wording& one : wordings)
    if (one.is_short_form) forms.push_back(one.words.front());
  std::erase_if(wordings, [&](const Wording& one) {
    return one.is_short_form && std::ranges::any_of(forms, [&](const std::string& form) {
             return form.size() > one.words.front().size() && form.starts_with(one.words.front());
           });
  });
}

/// Of the concepts that have the words among their terms, those that are what is asked: a drug before its class, and a
/// concept whose own name has the words before one that only counts it among others ("spinal instability" for
/// spondylolisthesis).
std::vector<std::string> narrowest(const Vocabulary& vocabulary, const std::vector<std::string>& wanted,
                                   const std::vector<std::string>& found) {
  std::vector<std::string> drugs, named;
  for (const std::string& id : found) {
    if (id.starts_with("drug.")) drugs.push_back(id);
    const Concept* known = vocabulary.concept_of(id);
    const std::vector<std::string> name = content_words(
        vocabulary.data().forms, known                           ? std::string_view(known->text)
                                 : id.starts_with("drug_class.") ? std::string_view(id).substr(id.find('.') + 1)
                                                                 : std::string_view());
    if (std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
          return std::any_of(name.begin(), name.end(), [&](const std::string& one) { return stem(one) == stem(word); });
        }))
      named.push_back(id);
  }
  return !drugs.empty() ? drugs : !named.empty() ? named : found;
}

/// Ids of the concepts that the words name: by id, as a term, or as a drug.
std::vector<std::string> concepts_named(const Vocabulary& vocabulary, const records::Chart& chart,
                                        std::string_view asked) {
  const std::string id(asked);
  if (vocabulary.concept_of(id) || chart.terms.contains(id) || !chart.of(id).empty()) return {id};
  const WordForms& forms = vocabulary.data().forms;
  const std::vector<std::string> wanted = content_words(forms, asked);
  std::vector<std::string> found;
  if (wanted.empty()) return found;
  const auto names = [&](const std::vector<std::string>& terms) {
    return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
      if (is_pattern(term)) return false;
      const std::vector<std::string> words = content_words(forms, term);
      const bool is_literal = is_abbreviation(asked) || is_abbreviation(term);
      return words.size() == wanted.size() &&
             std::equal(words.begin(), words.end(), wanted.begin(),
                        [&](const auto& a, const auto& b) { return is_literal ? a == b : stem(a) == stem(b); });
    });
  };
  // "opioids", "muscle relaxants": the class by its own name
  const auto names_class = [&](const std::string& class_id) {
    if (!class_id.starts_with("drug_class.")) return false;
    const std::vector<std::string> words =
        content_words(forms, std::string_view(class_id).substr(class_id.find('.') + 1));
    return std::equal(words.begin(), words.end(), wanted.begin(), wanted.end(),
                      [](const auto& a, const auto& b) { return stem(a) == stem(b); });
  };
  for (const auto& [concept_id, terms] : chart.terms)
    if (names(terms) || names_class(concept_id)) found.push_back(concept_id);
  return narrowest(vocabulary, wanted, found);
}

Reading reading_of(records::Assertion assertion, records::Temporality when, records::Experiencer experiencer,
                   bool is_evidence) {
  if (!is_evidence) return Reading::NotEvidence;
  if (experiencer == records::Experiencer::Other) return Reading::OtherPerson;
  if (assertion == records::Assertion::Absent) return Reading::Negated;
  if (when == records::Temporality::Hypothetical) return Reading::Conditional;
  if (when == records::Temporality::Planned) return Reading::Planned;
  if (assertion == records::Assertion::Possible) return Reading::Possible;
  return when == records::Temporality::Historical ? Reading::Historical : Reading::Documented;
}

/// One search on its way.
class Search {
public:
  Search(const Vocabulary& vocabulary, const std::vector<Document>& documents, std::vector<Wording> wordings)
      : vocabulary_(vocabulary), documents_(documents), is_for_words_(!wordings.empty()),
        finder_(vocabulary.data().forms, std::move(wordings)) {}

  void run(FileSearch& search) {
    for (const Document& document : documents_) {
      if (document.belongs_to == "other") {
        search.pages_of_others += static_cast<int>(document.pages.size());
        continue;
      }
      std::string section;
      for (const records::Page& page : document.pages) {
        count(document, page, search);
        if (!page.is_unread && is_for_words_) read(document, page, section, search);
      }
    }
  }

private:
  static void count(const Document& document, const records::Page& page, FileSearch& search) {
    if (!document.is_evidence) return;
    if (page.is_unread) {
      search.proof.unread.push_back({document.id, document.file, page.number, page.confidence, true});
      return;
    }
    ++search.proof.pages;
    if (page.confidence >= search.proof.worst_confidence) return;
    search.proof.worst_confidence = page.confidence;
    search.worst_place = document.file + ", page " + std::to_string(page.number);
  }

  void read(const Document& document, const records::Page& page, std::string& carried_on, FileSearch& search) {
    const std::vector<Section> sections = find_sections(vocabulary_, page.text, carried_on);
    for (const Span sentence : split_sentences(page.text)) {
      const std::vector<PrintedWord> words = words_of(sentence.of(page.text), sentence.begin);
      const Place place = finder_.best_in(words);
      if (place.likeness == Likeness::None) continue;
      const Span phrase{words[place.first].span.begin, words[place.last].span.end};
      search.hits.push_back(hit(document, page, sentence, phrase, place.likeness, section_at(sections, phrase)));
    }
    if (!sections.empty()) carried_on = sections.back().id;
  }

  static std::string section_at(const std::vector<Section>& sections, Span phrase) {
    for (const Section& section : sections)
      if (section.body.contains(phrase) || section.heading.contains(phrase)) return section.id;
    return "";
  }

  SearchHit hit(const Document& document, const records::Page& page, Span sentence, Span phrase, Likeness likeness,
                const std::string& section) const {
    SearchHit result;
    const Span inside{phrase.begin - sentence.begin, phrase.end - sentence.begin};
    const ContextResult context = judge(vocabulary_, sentence.of(page.text), inside);
    records::Temporality when = context.when();
    if (when == records::Temporality::Current && (section == "past_history" || section == "surgical_history"))
      when = records::Temporality::Historical;
    if (when == records::Temporality::Current && section == "rationale") when = records::Temporality::Hypothetical;
    const auto who = section == "family_history" ? records::Experiencer::Other : context.experiencer;
    result.reading = reading_of(context.assertion(), when, who, document.is_evidence);
    result.likeness = likeness;
    result.words = std::string(phrase.of(page.text));
    result.cue = context.cue;
    result.evidence = evidence_at(document, page, sentence);
    return result;
  }

  const Vocabulary& vocabulary_;
  const std::vector<Document>& documents_;
  bool is_for_words_; ///< without any, pages are counted only
  Finder finder_;
};

/// What the chart says of the concepts: its own reading of a sentence is better than that of the free search.
void add_facts(const records::Chart& chart, FileSearch& search) {
  for (const Fact& fact : chart.facts) {
    if (std::find(search.concepts.begin(), search.concepts.end(), fact.concept_id) == search.concepts.end()) continue;
    for (const records::Evidence& evidence : fact.evidence) {
      SearchHit hit;
      hit.reading = reading_of(fact.assertion, fact.temporality, fact.experiencer, !fact.from_ur_only);
      hit.words = fact.text;
      hit.fact = fact.id;
      hit.evidence = evidence;
      std::erase_if(search.hits, [&](const SearchHit& other) {
        return other.fact.empty() && other.evidence.document == evidence.document &&
               other.evidence.page == evidence.page && other.evidence.span.overlaps(evidence.span);
      });
      search.hits.push_back(std::move(hit));
    }
  }
}

bool speaks_for(const SearchHit& hit) {
  return (hit.reading == Reading::Documented || hit.reading == Reading::Historical) &&
         hit.likeness > Likeness::Spelling;
}

bool leaves_doubt(const SearchHit& hit) {
  return hit.reading == Reading::Possible || hit.reading == Reading::Documented || hit.reading == Reading::Historical;
}

void finish(FileSearch& search) {
  std::stable_sort(search.hits.begin(), search.hits.end(), [](const SearchHit& a, const SearchHit& b) {
    const auto key = [](const SearchHit& hit) {
      return std::tuple(!speaks_for(hit), !leaves_doubt(hit), hit.evidence.file, hit.evidence.page,
                        hit.evidence.span.begin);
    };
    return key(a) < key(b);
  });
  std::sort(search.proof.unread.begin(), search.proof.unread.end(),
            [](const auto& a, const auto& b) { return std::tie(a.file, a.page) < std::tie(b.file, b.page); });
  std::set<std::string> near;
  for (const SearchHit& hit : search.hits)
    if (!hit.fact.empty() && !speaks_for(hit) && near.insert(hit.fact).second)
      search.proof.near_hits.push_back(hit.fact);
  const auto any = [&](auto is_so) { return std::any_of(search.hits.begin(), search.hits.end(), is_so); };
  search.answer = any(speaks_for)                ? SearchAnswer::Documented
                  : any(leaves_doubt)            ? SearchAnswer::Doubtful
                  : !search.proof.unread.empty() ? SearchAnswer::Open
                                                 : SearchAnswer::NotDocumented;
}

} // namespace

std::vector<std::string> content_words(const WordForms& forms, std::string_view text) {
  std::vector<std::string> content;
  for (PrintedWord& word : words_of(text))
    if (!forms.is_stop_word(word.folded)) content.push_back(std::move(word.folded));
  return content;
}

FileSearch search_words(const Vocabulary& vocabulary, const std::vector<Document>& documents, std::string_view asked) {
  FileSearch search;
  search.asked = std::string(asked);
  search.proof.terms = {search.asked};
  std::vector<Wording> wordings;
  add_wording(vocabulary.data().forms, asked, wordings);
  drop_parts_of_short_forms(wordings);
  Search(vocabulary, documents, std::move(wordings)).run(search);
  finish(search);
  return search;
}

FileSearch search_file(const Vocabulary& vocabulary, const records::Chart& chart,
                       const std::vector<Document>& documents, std::string_view asked) {
  const WordForms& forms = vocabulary.data().forms;
  FileSearch search;
  search.asked = std::string(asked);
  search.concepts = concepts_named(vocabulary, chart, asked);
  const bool is_id = search.concepts.size() == 1 && search.concepts.front() == asked;
  std::vector<Wording> wordings;
  if (!is_id) {
    search.proof.terms.push_back(search.asked);
    add_wording(forms, asked, wordings);
  }
  for (const std::string& id : search.concepts) {
    const auto terms = chart.terms.find(id);
    if (terms == chart.terms.end()) continue;
    for (const std::string& term : terms->second) {
      if (std::find(search.proof.terms.begin(), search.proof.terms.end(), term) != search.proof.terms.end()) continue;
      search.proof.terms.push_back(term);
      // Short words are for the chart's own reading.
      if (term.size() >= 6 && !is_pattern(term) && wordings.size() < most_terms) add_wording(forms, term, wordings);
    }
  }
  drop_parts_of_short_forms(wordings);
  Search(vocabulary, documents, std::move(wordings)).run(search);
  add_facts(chart, search);
  finish(search);
  return search;
}

const char* name(Reading value) {
  switch (value) {
  case Reading::Documented:
    return "documented";
  case Reading::Historical:
    return "historical";
  case Reading::Possible:
    return "possible";
  case Reading::Planned:
    return "planned";
  case Reading::Conditional:
    return "conditional";
  case Reading::Negated:
    return "negated";
  case Reading::OtherPerson:
    return "other_person";
  case Reading::NotEvidence:
    return "not_evidence";
  }
  return "";
}

const char* name(SearchAnswer value) {
  switch (value) {
  case SearchAnswer::Documented:
    return "documented";
  case SearchAnswer::Doubtful:
    return "doubtful";
  case SearchAnswer::NotDocumented:
    return "not_documented";
  case SearchAnswer::Open:
    return "open";
  }
  return "";
}

} // namespace openimr::clinical
