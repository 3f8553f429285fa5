// Published decisions as JSON and as rows.
#include "answers/decision_json.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::answers {

namespace json = boost::json;

namespace {

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value date_or_null(const std::optional<Date>& day) {
  return day ? json::value(day->iso()) : json::value(nullptr);
}
template <class T> json::value number_or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
json::array strings(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

json::object citation_json(const corpus::LibraryCitation& cited) {
  json::array pages;
  for (const auto& range : cited.pages) pages.push_back(json::array{range.first, range.last});
  return {{"by", cited.by == corpus::CitedBy::Reviewer ? "reviewer" : "claims_administrator"},
          {"source", cited.source},
          {"guideline", text_or_null(cited.guideline)},
          {"section", text_or_null(cited.section)},
          {"pages", std::move(pages)}};
}

json::object item_json(const corpus::LibraryItem& item) {
  json::array citations;
  for (const auto& cited : item.citations) citations.push_back(citation_json(cited));
  return {{"n", item.n},
          {"text", text_or_null(item.text)},
          {"outcome", item.outcome ? json::value(corpus::name(*item.outcome)) : json::value(nullptr)},
          {"category", text_or_null(item.category)},
          {"treatment", text_or_null(item.treatment)},
          {"drugs", strings(item.drugs)},
          {"drug_classes", strings(item.drug_classes)},
          {"diagnosis", text_or_null(item.diagnosis)},
          {"body_part", text_or_null(item.body_part)},
          {"citations", std::move(citations)},
          {"reason", text_or_null(item.reason)},
          {"type", text_or_null(item.type)},
          {"rationale", text_or_null(item.rationale)}};
}

/// A value of a row: in quotation marks where it must be. What a spreadsheet would take for a formula gets an
/// apostrophe in front.
std::string cell(std::string value) {
  if (!value.empty() && std::string_view("=+-@\t").find(value.front()) != std::string_view::npos) value.insert(0, "'");
  if (value.find_first_of(",\"\n\r") == std::string::npos) return value;
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string pages_of(const corpus::LibraryItem& item) {
  std::vector<std::string> parts;
  for (const auto& cited : item.citations)
    if (cited.by == corpus::CitedBy::Reviewer)
      for (const auto& range : cited.pages)
        parts.push_back(range.first == range.last ? fmt::format("{}", range.first)
                                                  : fmt::format("{}-{}", range.first, range.last));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string sections_of(const corpus::LibraryItem& item) {
  std::vector<std::string> parts;
  for (const auto& cited : item.citations)
    if (cited.by == corpus::CitedBy::Reviewer)
      parts.push_back(cited.section.empty() ? cited.guideline : cited.guideline + ": " + cited.section);
  return fmt::format("{}", fmt::join(parts, "; "));
}

} // namespace

json::value to_json(const corpus::LibraryDecision& decision, bool with_text) {
  json::array items, facts;
  for (const auto& item : decision.items) items.push_back(item_json(item));
  for (const auto& fact : decision.facts)
    facts.push_back(json::object{{"concept", fact.concept_id}, {"assertion", fact.is_absent ? "absent" : "present"}});
  json::object out{{"permalink", decision.permalink},
                   {"standing", corpus::name(decision.standing)},
                   {"superseded_by", text_or_null(decision.superseded_by)},
                   {"publication", text_or_null(decision.publication)},
                   {"retracted_on", date_or_null(decision.retracted_on)},
                   {"retraction_reason", text_or_null(decision.retraction_reason)},
                   {"source", corpus::name(decision.source)},
                   {"origin", decision.origin},
                   {"layout", decision.layout},
                   {"jurisdiction", text_or_null(decision.jurisdiction)},
                   {"case_number", text_or_null(decision.case_number)},
                   {"year", decision.year > 0 ? json::value(decision.year) : json::value(nullptr)},
                   {"dates", json::object{{"decision", date_or_null(decision.decided)},
                                          {"assigned", date_or_null(decision.assigned)},
                                          {"ur_denial", date_or_null(decision.ur_denial)},
                                          {"application_received", date_or_null(decision.received)},
                                          {"injury", date_or_null(decision.injured)}}},
                   {"age", number_or_null(decision.age)},
                   {"age_band", text_or_null(decision.age_band)},
                   {"sex", text_or_null(decision.sex)},
                   {"specialties", strings(decision.specialties)},
                   {"licensure", strings(decision.licensure)},
                   {"diagnoses", strings(decision.diagnoses)},
                   {"facts", std::move(facts)},
                   {"summary", text_or_null(decision.summary)},
                   {"items", std::move(items)},
                   {"not_understood", strings(decision.not_understood)}};
  if (with_text) out["text"] = text_or_null(decision.text);
  return out;
}

json::value to_json(const desk::DecisionsFound& found) {
  json::array expansions, hits;
  for (const auto& one : found.expansions)
    expansions.push_back(json::object{{"typed", one.typed}, {"also", strings(one.also)}});
  for (const auto& hit : found.hits) {
    json::array marks;
    for (const auto& mark : hit.snippet.marks) marks.push_back(json::array{mark.begin, mark.end});
    hits.push_back(json::object{
        {"score", hit.score},
        {"has_all_words", hit.has_all_words},
        {"snippet", hit.snippet.text.empty()
                        ? json::value(nullptr)
                        : json::value(json::object{{"text", hit.snippet.text}, {"marks", std::move(marks)}})},
        {"decision", to_json(hit.decision, false)}});
  }
  json::object facets;
  for (const auto& [field, values] : found.facets) {
    json::array list;
    for (const auto& one : values) list.push_back(json::object{{"value", one.value}, {"count", one.count}});
    facets[corpus::info(field).name] = std::move(list);
  }
  return json::object{{"query", found.query},
                      {"expansions", std::move(expansions)},
                      {"did_you_mean", text_or_null(found.did_you_mean)},
                      {"total", found.total},
                      {"with_some_words", found.with_some_words},
                      {"facets", std::move(facets)},
                      {"hits", std::move(hits)}};
}

json::value to_json(const desk::SimilarToItem& one) {
  json::array list;
  for (const auto& near : one.similar) {
    json::array differences;
    for (const auto& difference : near.likeness.differences)
      differences.push_back(json::object{{"concept", difference.concept_id},
                                         {"here", corpus::name(difference.here)},
                                         {"there", corpus::name(difference.there)},
                                         {"opposed", difference.is_opposed}});
    list.push_back(json::object{{"score", near.likeness.score},
                                {"item", near.item},
                                {"same", strings(near.likeness.same)},
                                {"differences", std::move(differences)},
                                {"decision", to_json(near.decision, false)}});
  }
  json::object outcomes;
  for (const auto& [outcome, count] : one.outcomes) outcomes[outcome] = count;
  return json::object{
      {"item", one.item}, {"text", one.text}, {"outcomes", std::move(outcomes)}, {"similar", std::move(list)}};
}

std::string csv_header() {
  return "permalink,case_number,decision_date,year,source,jurisdiction,specialty,age,age_band,sex,item,text,outcome,"
         "category,treatment,drugs,diagnosis,body_part,sections,pages,reason\r\n";
}

std::string csv_rows(const corpus::LibraryDecision& one) {
  std::string out;
  for (const auto& item : one.items) {
    const std::vector<std::string> cells = {one.permalink,
                                            one.case_number,
                                            one.decided ? one.decided->iso() : "",
                                            one.year > 0 ? fmt::format("{}", one.year) : "",
                                            corpus::name(one.source),
                                            one.jurisdiction,
                                            fmt::format("{}", fmt::join(one.specialties, "; ")),
                                            one.age ? fmt::format("{}", *one.age) : "",
                                            one.age_band,
                                            one.sex,
                                            fmt::format("{}", item.n),
                                            item.text,
                                            item.outcome ? corpus::name(*item.outcome) : "",
                                            item.category,
                                            item.treatment,
                                            fmt::format("{}", fmt::join(item.drugs, "; ")),
                                            item.diagnosis.empty() ? fmt::format("{}", fmt::join(one.diagnoses, "; "))
                                                                   : item.diagnosis,
                                            item.body_part,
                                            sections_of(item),
                                            pages_of(item),
                                            item.reason};
    for (std::size_t k = 0; k < cells.size(); ++k) out += (k > 0 ? "," : "") + cell(cells[k]);
    out += "\r\n";
  }
  return out;
}

} // namespace openimr::answers
