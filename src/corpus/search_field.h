// The fields of a search: what stands before the colon in drug:ketamine, and what a facet counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

enum class SearchField : std::uint8_t {
  Outcome,
  Drug,
  DrugClass,
  Treatment,
  Category,
  Guideline,
  Section,
  Page,
  Reason,
  Type,
  Body,
  Diagnosis,
  Present,
  Absent,
  Specialty,
  Licensure,
  Year,
  Sex,
  Age,
  Source,
  Layout,
  Jurisdiction,
  Case,
};
inline constexpr std::size_t search_field_count = 23;

/// Of what a field speaks.
enum class Speaks { OfItem, OfDecision };

/// How a value of a field is written in a query.
enum class ValueShape {
  Words,  ///< all of the value's words must be in it: section:"topical analgesics"
  Number, ///< a number or a range: year:2014..2016
};

struct SearchFieldInfo {
  SearchField field;
  const char* name;    ///< in a query and in JSON
  const char* example; ///< of a value
  const char* help;
  Speaks speaks;
  ValueShape shape;
};

/// All fields in the order of the enumeration.
const std::vector<SearchFieldInfo>& search_fields();
const SearchFieldInfo& info(SearchField field);
/// By its name in a query (lower case); empty when there is none.
std::optional<SearchField> search_field(std::string_view name);

/// A value of a field as decisions are labelled with it: "drug=ketamine topical".
struct Label {
  SearchField field = SearchField::Outcome;
  std::string value = {}; ///< folded: lower case, single spaces
  auto operator<=>(const Label&) const = default;
};

/// "drug=ketamine topical"
std::string text_of(const Label& label);
/// Empty when the text is none.
std::optional<Label> label_of(std::string_view text);

} // namespace openimr::corpus
