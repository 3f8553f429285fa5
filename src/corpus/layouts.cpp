#include "corpus/layouts.h"

#include "base/files.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

using text::Value;

std::vector<std::string> lower_strings(const Value& value) {
  std::vector<std::string> out = value.strings();
  for (std::string& each : out)
    for (char& c : each)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string capitals_of(const std::string& words) {
  std::string out;
  for (char c : words) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

HeadingDefinition read_heading(const Value& row) {
  row.only({"section", "words"});
  static const std::vector<std::pair<std::string, Section>> sections = {
      {"how_made", Section::HowMade},     {"summary", Section::Summary},     {"issues", Section::Issues},
      {"documents", Section::Documents},  {"decisions", Section::Decisions}, {"rationale", Section::Rationale},
      {"guidelines", Section::Guidelines}};
  const std::string word = row.required("section").one_of(
      {"how_made", "summary", "issues", "documents", "decisions", "rationale", "guidelines", "end"});
  HeadingDefinition heading{Section::End, row.required("words").string(), {}};
  for (const auto& [name, section] : sections)
    if (name == word) heading.section = section;
  heading.letters = capitals_of(heading.words);
  if (heading.letters.empty()) row["words"].problem("no letters", "the words of a heading", "write them");
  return heading;
}

Decision decision_of(const std::string& word) {
  if (word == "overturned") return Decision::Overturned;
  return word == "partially_overturned" ? Decision::PartiallyOverturned : Decision::Upheld;
}

DateLead read_date(const Value& row) {
  row.only({"field", "lead"});
  const std::string field = row.required("field").one_of({"assigned", "decision", "ur_denial", "application_received"});
  DateLead lead{&PublishedDecision::assigned, ""};
  if (field == "decision") lead.field = &PublishedDecision::decision_date;
  if (field == "ur_denial") lead.field = &PublishedDecision::ur_denial;
  if (field == "application_received") lead.field = &PublishedDecision::application_received;
  const auto words = lower_strings(row.required("lead"));
  lead.lead = words.empty() ? "" : words.front();
  return lead;
}

void read_expectations(const Value& value, Expectations& expects) {
  for (const Value& each : value.list()) {
    const std::string word = each.one_of({"case_number", "decision_date"});
    expects.case_number |= word == "case_number";
    expects.decision_date |= word == "decision_date";
  }
}

LayoutDefinition read_layout(const Value& row) {
  row.only({"id", "shape", "mixed_case", "headings", "labels", "credentials", "signs", "without", "expects", "items",
            "decisions", "dates"});
  LayoutDefinition layout;
  layout.id = row.required("id").string();
  const std::string shape = row.required("shape").one_of({"labelled", "stated", "parted"});
  layout.shape = shape == "stated" ? Shape::Stated : shape == "parted" ? Shape::Parted : Shape::Labelled;
  layout.has_mixed_case_headings = row["mixed_case"].boolean();
  for (const Value& heading : row.required("headings").list()) layout.headings.push_back(read_heading(heading));
  const Value labels = row["labels"];
  if (layout.shape != Shape::Parted) row.required("labels");
  labels.only({"claims_administrator", "reviewer", "rationale"});
  layout.labels = {labels["claims_administrator"].strings(), labels["reviewer"].strings(),
                   labels["rationale"].strings()};
  layout.credentials =
      row.required("credentials").one_of({"listed", "prose"}) == "listed" ? Credentials::Listed : Credentials::Prose;
  layout.signs = lower_strings(row.required("signs"));
  layout.without = lower_strings(row["without"]);
  read_expectations(row["expects"], layout.expects);
  const Value items = row["items"];
  items.only({"lead", "ends_at", "statements_lead"});
  layout.items = {lower_strings(items["lead"]), lower_strings(items["ends_at"]),
                  lower_strings(items["statements_lead"])};
  for (const Value& decision : row["decisions"].list()) {
    decision.only({"words", "decision"});
    const auto words = lower_strings(decision.required("words"));
    layout.decisions.push_back(
        {words.empty() ? "" : words.front(),
         decision_of(decision.required("decision").one_of({"upheld", "overturned", "partially_overturned"}))});
  }
  if (layout.shape != Shape::Labelled && layout.decisions.empty()) row.required("decisions");
  for (const Value& date : row["dates"].list()) layout.dates.push_back(read_date(date));
  return layout;
}

} // namespace

Result<Layouts> Layouts::parse(const std::string& file, std::string_view bytes) {
  auto data = text::DataFile::parse(file, bytes);
  if (!data) return data.error();
  text::Reader reader(*data);
  const Value root = reader.root();
  root.only({"schema", "layouts"});
  std::vector<LayoutDefinition> layouts;
  for (const Value& row : root.required("layouts").list()) {
    layouts.push_back(read_layout(row));
    if (std::ranges::count(layouts, layouts.back().id, &LayoutDefinition::id) > 1)
      row["id"].problem("\"" + layouts.back().id + "\" a second time", "each id once", "rename it");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return Layouts(std::move(layouts));
}

Result<Layouts> Layouts::load(const std::string& packs_folder) {
  const std::string file = packs_folder + "/letters/layouts.yaml";
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  return parse(file, *bytes);
}

std::vector<std::string_view> Layouts::ids() const {
  std::vector<std::string_view> ids;
  for (const LayoutDefinition& layout : *layouts_) ids.push_back(layout.id);
  return ids;
}

} // namespace openimr::corpus
