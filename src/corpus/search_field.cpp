#include "corpus/search_field.h"

#include <cassert>

namespace openimr::corpus {

const std::vector<SearchFieldInfo>& search_fields() {
  using enum SearchField;
  using enum Speaks;
  using enum ValueShape;
  static const std::vector<SearchFieldInfo> fields = {
      {Outcome, "outcome", "overturned", "upheld, overturned or partially_overturned", OfItem, Words},
      {Drug, "drug", "ketamine", "the drug asked for, by generic name or brand", OfItem, Words},
      {DrugClass, "class", "opioid", "its class", OfItem, Words},
      {Treatment, "treatment", "\"physical therapy\"", "what is asked for, without strength and count", OfItem, Words},
      {Category, "category", "surgery", "kind of service", OfItem, Words},
      {Guideline, "guideline", "mtus-chronic-pain", "guideline cited by the reviewer", OfItem, Words},
      {Section, "section", "\"topical analgesics\"", "section of a guideline cited by the reviewer", OfItem, Words},
      {Page, "page", "111", "page cited by the reviewer, of any guideline unless one is named too", OfItem, Number},
      {Reason, "reason", "no_improvement", "why it was decided so", OfItem, Words},
      {Type, "type", "medical_necessity", "type of dispute", OfItem, Words},
      {Body, "body", "lumbar", "part of the body that the item concerns", OfItem, Words},
      {Diagnosis, "diagnosis", "crps", "diagnosis that the summary or table names", OfDecision, Words},
      {Present, "present", "dx.crps", "clinical concept that the decision says is so", OfDecision, Words},
      {Absent, "absent", "dx.crps", "clinical concept that the decision says is not so", OfDecision, Words},
      {Specialty, "specialty", "\"pain medicine\"", "certification or specialty of the reviewer", OfDecision, Words},
      {Licensure, "license", "california", "state of the reviewer's license", OfDecision, Words},
      {Year, "year", "2014..2016", "year of the decision", OfDecision, Number},
      {Sex, "sex", "female", "female or male", OfDecision, Words},
      {Age, "age", "50..59", "age in years, where stated", OfDecision, Number},
      {Source, "source", "letter", "letter, table, own or synthetic", OfDecision, Words},
      {Layout, "layout", "notice-2013", "layout of the letter, or id of the table", OfDecision, Words},
      {Jurisdiction, "jurisdiction", "us-ca-wc", "jurisdiction", OfDecision, Words},
      {Case, "case", "CM14-0000001", "case number", OfDecision, Words},
  };
  assert(fields.size() == search_field_count);
  return fields;
}

const SearchFieldInfo& info(SearchField field) { return search_fields()[static_cast<std::size_t>(field)]; }

std::optional<SearchField> search_field(std::string_view name) {
  for (const auto& one : search_fields())
    if (one.name == name) return one.field;
  return std::nullopt;
}

std::string text_of(const Label& label) { return std::string(info(label.field).name) + "=" + label.value; }

std::optional<Label> label_of(std::string_view text) {
  const auto at = text.find('=');
  if (at == std::string_view::npos) return std::nullopt;
  const auto field = search_field(text.substr(0, at));
  if (!field) return std::nullopt;
  return Label{*field, std::string(text.substr(at + 1))};
}

} // namespace openimr::corpus
