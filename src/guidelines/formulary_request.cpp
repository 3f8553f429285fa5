#include "guidelines/formulary_request.h"

#include <cstdlib>

namespace openimr::guidelines {
namespace {

const Formulary* formulary_of(const Library& library, const jurisdictions::SourceRules& rules) {
  for (const auto& use : rules.uses)
    for (const Pack& pack : library.packs())
      if (pack.id == use.value.pack && pack.formulary) return &*pack.formulary;
  return nullptr;
}

/// The stated day of the operation nearest to a day, done or planned; operations are those of the postsurgical table.
std::optional<Date> operation_near(const Library& library, const records::Chart& chart, Date day) {
  const PostsurgicalTable* table = library.postsurgical(day);
  std::optional<Date> nearest;
  if (!table) return nearest;
  for (const PostsurgicalRow& row : table->rows)
    for (const std::string& concept_id : row.concepts)
      for (const records::Fact* fact : chart.of(concept_id)) {
        const auto dated = fact->details.find("dated");
        const bool counts = fact->date && fact->assertion == records::Assertion::Present &&
                            fact->experiencer == records::Experiencer::Patient && !fact->from_ur_only &&
                            dated != fact->details.end() && dated->second == "stated";
        if (counts && (!nearest || std::abs(day.days_since(*fact->date)) < std::abs(day.days_since(*nearest))))
          nearest = fact->date;
      }
  return nearest;
}

} // namespace

std::vector<FormularyAnswer> formulary_of_request(const Library& library, const jurisdictions::SourceRules& rules,
                                                  const Request& request, const records::Chart& chart,
                                                  std::optional<Date> injured, Date day) {
  std::vector<FormularyAnswer> answers;
  const Formulary* formulary = formulary_of(library, rules);
  const auto& item = request.item;
  if (!formulary || item.kind != "drug") return answers;
  FormularyCase asked;
  if (item.drugs.size() == 1) asked.drug_classes = item.drug_classes; // of several, nobody knows whose they are
  asked.day = day;
  asked.injured = injured;
  asked.surgery = operation_near(library, chart, day);
  asked.days_supply = item.days_supply;
  const auto compounded = request.values.find("req.is_compounded");
  asked.is_compounded = compounded != request.values.end() && compounded->second.verdict == Verdict::Met;
  for (const std::string& drug : item.drugs) {
    asked.drug = drug;
    answers.push_back(consider(*formulary, asked));
  }
  return answers;
}

} // namespace openimr::guidelines
