#include "clinical/extract.h"

#include "base/parallel.h"
#include "clinical/fact_draft.h"
#include "clinical/table_columns.h"
#include "records/evidence.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Document;
using records::Evidence;
using records::Fact;

/// What one document gave. The readings hold the page texts' tokens that drafts point into.
struct DocumentFacts {
  std::vector<PageReading> pages;
  FactDrafts drafts;
};

/// Of findings that one place is enough for: "no herniation at L5-S1" denies nothing where the same paper has one at
/// L4-5.
void keep_present_of_any_place(const Vocabulary::Data& data, FactDrafts& drafts) {
  for (const std::string& id : data.any_place) {
    const auto has = [&](records::Assertion assertion) {
      return std::any_of(drafts.begin(), drafts.end(), [&](const FactDraft& draft) {
        return draft.fact.assertion == assertion && draft.fact.concept_id == id;
      });
    };
    if (has(records::Assertion::Absent) && has(records::Assertion::Present))
      std::erase_if(drafts, [&](const FactDraft& draft) {
        return draft.fact.assertion == records::Assertion::Absent && draft.fact.concept_id == id;
      });
  }
}

void read_document(const Vocabulary& vocabulary, const Document& document, DocumentFacts& result) {
  std::vector<const records::Page*> pages;
  for (const records::Page& page : document.pages) pages.push_back(&page);
  std::sort(pages.begin(), pages.end(),
            [](const records::Page* a, const records::Page* b) { return a->number < b->number; });
  CarriedOn carried;
  result.pages.reserve(pages.size()); // drafts point into it
  for (const records::Page* page : pages) {
    if (page->is_unread || page->text.empty()) continue;
    result.pages.push_back(read_page(vocabulary.data(), document, *page, carried));
    const PageReading& reading = result.pages.back();
    for (const SentenceReading& sentence : reading.sentences) {
      if (sentence.is_unchecked) continue;
      const std::size_t start = result.drafts.size();
      concept_facts(vocabulary.data(), reading, sentence, result.drafts);
      exam_facts(vocabulary.data(), reading, sentence, result.drafts);
      drug_facts(vocabulary, reading, sentence, result.drafts);
      measure_facts(vocabulary.data(), reading, sentence, result.drafts);
      read_columns(reading, sentence, start, result.drafts);
      // Whatever an extractor makes of the words: papers that are silent on a thing do not tell it.
      for (std::size_t k = start; k < result.drafts.size(); ++k)
        if (FactDraft& draft = result.drafts[k]; is_of_silence(sentence, draft.phrase))
          draft.fact.assertion = records::Assertion::Absent;
    }
  }
  keep_present_of_any_place(vocabulary.data(), result.drafts);
}

Evidence evidence_of(const FactDraft& draft) {
  Evidence evidence = evidence_at(*draft.reading->document, *draft.reading->page, draft.quote);
  const bool names_another_day = draft.fact.details.contains("dated") || draft.fact.concept_id == "injury.date";
  if (draft.reading->document->is_evidence) evidence.day = names_another_day ? draft.reading->date : draft.fact.date;
  return evidence;
}

std::string normal(std::string_view quote) {
  std::string result;
  for (const char c : text::fold(quote)) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_space)
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  return result;
}

/// What must be equal for two statements to be one, said again.
std::string statement_key(const Fact& fact, bool with_details) {
  std::string key = fact.concept_id + '\x1f' + records::name(fact.assertion) + '\x1f' +
                    records::name(fact.temporality) + '\x1f' + records::name(fact.experiencer) + '\x1f';
  if (fact.number) key += std::to_string(*fact.number);
  if (with_details)
    for (const auto& [name, value] : fact.details) key += '\x1f' + name + '=' + value;
  return key;
}

bool comes_before(const Evidence& a, const Evidence& b) {
  return std::tie(a.file, a.page, a.span.begin, a.span.end, a.document) <
         std::tie(b.file, b.page, b.span.begin, b.span.end, b.document);
}

struct Gathered {
  Fact fact;
  std::optional<Date> last;
  bool is_from_evidence = false;
  std::vector<std::pair<std::optional<Date>, Evidence>> places;
};

/// Statements gathered by what they say; the same words at several places are one fact.
class Gathering {
public:
  void take(const FactDraft& draft) {
    const auto [place, is_new] = place_of_.emplace(key_of(draft), gathered.size());
    if (is_new) {
      gathered.push_back({draft.fact, draft.fact.date, draft.reading->document->is_evidence, {}});
      by_statement_[statement_key(draft.fact, true)].push_back(place->second);
    }
    Gathered& one = gathered[place->second];
    add_days(one, draft);
    add_place(one, draft);
  }

  /// A statement on a second copy of a page, or in a passage copied forward (intake marks both): it joins the fact that
  /// stands at the first place, however the copy was read. What the first place does not say counts as its own.
  void take_again(const FactDraft& draft) {
    const auto known = by_statement_.find(statement_key(draft.fact, true));
    if (known != by_statement_.end())
      for (const std::size_t index : known->second) {
        if (!stands_at_first(gathered[index], draft)) continue;
        if (!draft.reading->page->same_as.is_set()) add_days(gathered[index], draft);
        add_place(gathered[index], draft);
        return;
      }
    take(draft);
  }

  std::vector<Gathered> gathered;

private:
  static std::string key_of(const FactDraft& draft) {
    // Who the patient is and when the injury was is one fact however it is worded.
    const bool is_plain = draft.fact.concept_id == "injury.date" || draft.fact.concept_id == "demo.sex" ||
                          draft.fact.concept_id == "demo.age" || draft.fact.concept_id == "hx.age";
    std::string key = statement_key(draft.fact, true);
    if (!is_plain) key += '\x1e' + normal(draft.quote.of(draft.reading->text)) + '\x1e' + draft.words;
    const bool has_own_date = draft.fact.details.contains("dated") || draft.fact.concept_id == "injury.date";
    if (has_own_date && draft.fact.date) key += draft.fact.date->iso();
    return key;
  }

  /// Whether the fact stands where the draft was copied from.
  static bool stands_at_first(const Gathered& one, const FactDraft& draft) {
    const records::Page& page = *draft.reading->page;
    const auto is_at = [](const Evidence& evidence, const records::PageLink& link) {
      return evidence.document == link.document && evidence.page == link.page;
    };
    for (const auto& [date, evidence] : one.places) {
      if (page.same_as.is_set() && is_at(evidence, page.same_as)) return true;
      for (const records::CopiedPassage& passage : page.copied)
        if (passage.span.contains(draft.quote) && is_at(evidence, passage.first) &&
            passage.first_span.overlaps(evidence.span))
          return true;
    }
    return false;
  }

  static void add_days(Gathered& one, const FactDraft& draft) {
    one.is_from_evidence = one.is_from_evidence || draft.reading->document->is_evidence;
    if (!draft.fact.date) return;
    if (!one.fact.date || *draft.fact.date < *one.fact.date) one.fact.date = draft.fact.date;
    if (!one.last || *draft.fact.date > *one.last) one.last = draft.fact.date;
  }

  static void add_place(Gathered& one, const FactDraft& draft) {
    Evidence evidence = evidence_of(draft);
    const bool has = std::any_of(one.places.begin(), one.places.end(), [&](const auto& known) {
      return known.second.file == evidence.file && known.second.page == evidence.page &&
             known.second.span == evidence.span && known.second.document == evidence.document;
    });
    if (!has) one.places.emplace_back(draft.fact.date, std::move(evidence));
  }

  std::map<std::string, std::size_t> place_of_;
  std::map<std::string, std::vector<std::size_t>> by_statement_;
};

bool is_repeated(const FactDraft& draft) {
  const records::Page& page = *draft.reading->page;
  return page.same_as.is_set() || std::any_of(page.copied.begin(), page.copied.end(), [&draft](const auto& passage) {
           return passage.span.contains(draft.quote);
         });
}

/// Copied-forward statements become one fact with several places, dated by the first. First places before repetitions.
std::vector<Gathered> gather(const std::vector<DocumentFacts>& documents) {
  Gathering gathering;
  for (const DocumentFacts& document : documents)
    for (const FactDraft& draft : document.drafts)
      if (!is_repeated(draft)) gathering.take(draft);
  for (const DocumentFacts& document : documents)
    for (const FactDraft& draft : document.drafts)
      if (is_repeated(draft)) gathering.take_again(draft);
  return std::move(gathering.gathered);
}

std::vector<Fact> to_facts(std::vector<Gathered> gathered) {
  std::map<std::string, std::size_t> evidence_facts; // by statement without details
  std::vector<Fact> facts;
  const auto finish = [](Gathered& one) {
    std::sort(one.places.begin(), one.places.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : comes_before(a.second, b.second);
    });
    for (auto& [date, evidence] : one.places) one.fact.evidence.push_back(std::move(evidence));
    if (one.last && one.fact.date && *one.last > *one.fact.date) one.fact.details["last"] = one.last->iso();
  };
  for (Gathered& one : gathered) {
    if (!one.is_from_evidence) continue;
    finish(one);
    evidence_facts.emplace(statement_key(one.fact, false), facts.size());
    facts.push_back(std::move(one.fact));
  }
  // What the UR decision says again joins the fact; what only it says is marked.
  for (Gathered& one : gathered) {
    if (one.is_from_evidence) continue;
    const auto same = evidence_facts.find(statement_key(one.fact, false));
    finish(one);
    if (same != evidence_facts.end() && one.fact.kind != "drug") {
      for (Evidence& evidence : one.fact.evidence) facts[same->second].evidence.push_back(std::move(evidence));
      continue;
    }
    one.fact.from_ur_only = true;
    facts.push_back(std::move(one.fact));
  }
  return facts;
}

bool chart_order(const Fact& a, const Fact& b) {
  if (a.date != b.date) {
    if (!a.date || !b.date) return a.date.has_value(); // undated last
    return *a.date < *b.date;
  }
  const Evidence &x = a.evidence.front(), &y = b.evidence.front();
  return std::tie(x.file, x.page, x.span.begin, x.span.end, a.concept_id, a.text) <
         std::tie(y.file, y.page, y.span.begin, y.span.end, b.concept_id, b.text);
}

void add_terms(const Vocabulary& vocabulary, records::Chart& chart) {
  for (const auto& [id, shown] : vocabulary.concepts()) chart.terms[id] = shown.terms;
  std::map<std::string, std::vector<std::string>> of_family;
  for (const Drug& drug : vocabulary.drugs()) {
    std::vector<std::string> names = {drug.base};
    names.insert(names.end(), drug.brands.begin(), drug.brands.end());
    names.insert(names.end(), drug.aliases.begin(), drug.aliases.end());
    for (const std::string& family : drug.families) {
      auto& all = of_family[family];
      for (const std::string& name : names)
        if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    }
    chart.terms[drug_concept(drug.generic)] = std::move(names);
  }
  for (auto& [family, names] : of_family) {
    // "failed.anticonvulsant" was looked for by every name of the class too.
    for (const char* head : {"failed.", "drug_class."}) {
      auto& terms = chart.terms[head + family];
      terms.insert(terms.end(), names.begin(), names.end());
      if (!vocabulary.concept_of(head + family) && std::string_view(head) == "failed.")
        chart.terms.erase(head + family);
    }
  }
}

/// This patient's documents. The order in which papers came in changes nothing.
std::vector<const Document*> own_documents(const std::vector<Document>& all) {
  std::vector<const Document*> documents;
  for (const Document& document : all)
    if (document.belongs_to != "other") documents.push_back(&document);
  std::sort(documents.begin(), documents.end(), [](const Document* a, const Document* b) {
    return std::tie(a->file, a->first_page, a->id) < std::tie(b->file, b->first_page, b->id);
  });
  return documents;
}

std::vector<Fact> facts_of_own(const Vocabulary& vocabulary, const std::vector<const Document*>& documents,
                               unsigned threads) {
  std::vector<DocumentFacts> read(documents.size());
  in_parallel(documents.size(), threads, [&](std::size_t at) { read_document(vocabulary, *documents[at], read[at]); });
  std::vector<Fact> facts = to_facts(gather(read));
  std::sort(facts.begin(), facts.end(), chart_order);
  name_treatments(facts);
  end_undone_reductions(facts);
  for (Fact& fact : derived_facts(vocabulary.data(), facts)) facts.push_back(std::move(fact));
  std::stable_sort(facts.begin(), facts.end(), chart_order);
  for (std::size_t k = 0; k < facts.size(); ++k) facts[k].id = "f" + std::to_string(k + 1);
  return facts;
}

records::Chart make_chart(const Vocabulary& vocabulary, const std::vector<Document>& all, unsigned threads) {
  const std::vector<const Document*> documents = own_documents(all);
  records::Chart chart;
  chart.facts = facts_of_own(vocabulary, documents, threads);
  for (const Document* document : documents) {
    if (!document->is_evidence) continue;
    for (const records::Page& page : document->pages)
      chart.pages.push_back({document->id, document->file, page.number, page.confidence, page.counts_as_unread()});
  }
  std::sort(chart.pages.begin(), chart.pages.end(), [](const records::PageRead& a, const records::PageRead& b) {
    return std::tie(a.file, a.page) < std::tie(b.file, b.page);
  });
  add_terms(vocabulary, chart);
  return chart;
}

} // namespace

std::vector<Fact> facts_of(const Vocabulary& vocabulary, const std::vector<Document>& documents, unsigned threads) {
  return facts_of_own(vocabulary, own_documents(documents), threads);
}

records::Chart extract_facts(const Vocabulary& vocabulary, const std::vector<Document>& documents, unsigned threads) {
  return make_chart(vocabulary, documents, threads);
}

records::Chart extract_facts(const Vocabulary& vocabulary, const records::CaseFile& case_file, unsigned threads) {
  records::Chart chart = make_chart(vocabulary, case_file.documents, threads);
  for (const records::DisputedItem& item : case_file.application.disputed_items)
    if (item.requested_on && (!chart.request_date || *item.requested_on > *chart.request_date))
      chart.request_date = item.requested_on;
  return chart;
}

} // namespace openimr::clinical
