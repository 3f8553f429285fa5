#include "corpus/decision_labels.h"

#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr int most_pages_of_a_range = 60; ///< a longer one cites a whole chapter, which no single page speaks for

class Labels {
public:
  void add(SearchField field, std::string_view words) {
    std::string value = label_value(words);
    if (!value.empty()) list_.push_back({field, std::move(value)});
  }
  void add(SearchField field, const std::vector<std::string>& words) {
    for (const std::string& one : words) add(field, one);
  }
  std::vector<Label> sorted() {
    std::ranges::sort(list_);
    list_.erase(std::ranges::unique(list_).begin(), list_.end());
    return std::move(list_);
  }

private:
  std::vector<Label> list_;
};

void add_citation(Labels& labels, const LibraryCitation& cited) {
  if (cited.by != CitedBy::Reviewer) return;
  labels.add(SearchField::Guideline, cited.guideline);
  labels.add(SearchField::Section, cited.section);
  for (const PageRange& range : cited.pages) {
    if (range.last - range.first >= most_pages_of_a_range) continue;
    for (int page = range.first; page <= range.last; ++page)
      labels.add(SearchField::Page, fmt::format("{} {}", cited.guideline.empty() ? "unknown" : cited.guideline, page));
  }
}

std::vector<Label> labels_of(const LibraryItem& item) {
  using enum SearchField;
  Labels labels;
  if (item.outcome) labels.add(Outcome, name(*item.outcome));
  labels.add(Drug, item.drugs);
  labels.add(DrugClass, item.drug_classes);
  labels.add(Treatment, item.treatment);
  labels.add(Category, item.category);
  labels.add(Reason, item.reason);
  labels.add(Type, item.type);
  labels.add(Body, item.body_part);
  for (const LibraryCitation& cited : item.citations) add_citation(labels, cited);
  return labels.sorted();
}

} // namespace

std::string label_value(std::string_view words) { return text::one_line(text::lower(words)); }

DecisionLabels labels_of(const LibraryDecision& decision) {
  using enum SearchField;
  Labels labels;
  labels.add(Diagnosis, decision.diagnoses);
  for (const LibraryItem& item : decision.items) labels.add(Diagnosis, item.diagnosis);
  for (const LibraryFact& fact : decision.facts) labels.add(fact.is_absent ? Absent : Present, fact.concept_id);
  labels.add(Specialty, decision.specialties);
  labels.add(Licensure, decision.licensure);
  if (decision.year > 0) labels.add(Year, fmt::format("{}", decision.year));
  labels.add(Sex, decision.sex);
  labels.add(Age, decision.age ? fmt::format("{}", *decision.age) : decision.age_band);
  labels.add(Source, name(decision.source));
  labels.add(Layout, decision.layout);
  labels.add(Jurisdiction, decision.jurisdiction);
  DecisionLabels out{labels.sorted(), {}};
  for (const LibraryItem& item : decision.items) out.of_items.push_back(labels_of(item));
  return out;
}

} // namespace openimr::corpus
