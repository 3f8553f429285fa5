#include "desk/library_reader.h"

#include "clinical/extract.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "corpus/decision_reader.h"

#include <algorithm>
#include <filesystem>

namespace openimr::desk {
namespace {

using corpus::LibraryDecision;
using corpus::LibraryItem;

void sort_and_thin(std::vector<std::string>& list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
}

records::Document document_of(std::string text) {
  records::Document document;
  document.id = "d1";
  document.file = "letter";
  document.pages.resize(1);
  document.pages[0].source = records::TextSource::Layer;
  document.pages[0].text = std::move(text);
  document.belongs_to = "this";
  return document;
}

/// What a letter should have and has not.
std::vector<std::string> missing_fields(const LibraryDecision& decision, const corpus::PublishedDecision& letter) {
  std::vector<std::string> out;
  const auto need = [&](bool is_there, const char* field) {
    if (!is_there) out.emplace_back(field);
  };
  need(letter.layout != "unknown", "layout");
  need(!decision.case_number.empty(), "case_number");
  need(decision.decided.has_value(), "decision_date");
  need(decision.age.has_value(), "age");
  need(!decision.sex.empty(), "sex");
  need(decision.injured.has_value(), "date_of_injury");
  need(!decision.specialties.empty(), "specialty");
  need(!decision.summary.empty(), "summary");
  need(!decision.items.empty(), "items");
  const auto all = [&](auto has) { return std::ranges::all_of(decision.items, has); };
  need(all([](const LibraryItem& item) { return item.outcome.has_value(); }), "items.outcome");
  need(all([](const LibraryItem& item) { return !item.treatment.empty(); }), "items.treatment");
  need(all([](const LibraryItem& item) { return !item.rationale.empty(); }), "items.rationale");
  need(all([](const LibraryItem& item) { return !item.reason.empty(); }), "items.reason");
  need(all([](const LibraryItem& item) {
         return std::ranges::any_of(item.citations,
                                    [](const auto& cited) { return cited.by == corpus::CitedBy::Reviewer; });
       }),
       "items.guideline");
  std::ranges::sort(out);
  return out;
}

} // namespace

namespace {

/// The layout of the letters that this program writes (packs/letters/layouts.yaml).
constexpr std::string_view own_layout = "openimr";

corpus::Source source_of(const std::string& layout, bool is_synthetic, Provenance from) {
  if (from == Provenance::Own) return corpus::Source::Own;
  if (from == Provenance::Published) return corpus::Source::Letter;
  if (is_synthetic) return corpus::Source::Synthetic;
  return layout == own_layout ? corpus::Source::Own : corpus::Source::Letter;
}

} // namespace

struct LibraryReader::Parts {
  clinical::Vocabulary vocabulary;
  corpus::Layouts layouts;
  corpus::LibraryWords words;

  LibraryItem item(const corpus::DecidedIssue& issue) const {
    LibraryItem out;
    out.n = issue.n;
    out.text = issue.text.value_or("");
    out.outcome = issue.decision;
    out.rationale = issue.rationale.value_or("");
    for (const auto& [by, list] :
         {std::pair{corpus::CitedBy::Reviewer, &issue.reviewer_guidelines},
          std::pair{corpus::CitedBy::ClaimsAdministrator, &issue.claims_administrator_guidelines}})
      if (*list)
        for (const auto& cited : **list) out.citations.push_back(words.citation(by, cited));
    out.reason = words.reason(out);
    return out;
  }
};

LibraryReader::LibraryReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LibraryReader::LibraryReader(LibraryReader&&) noexcept = default;
LibraryReader::~LibraryReader() = default;

Result<LibraryReader> LibraryReader::open(const Installation& installation) {
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  auto layouts = corpus::Layouts::load(installation.packs_folder);
  if (!layouts) return layouts.error();
  auto words = corpus::LibraryWords::load(installation.packs_folder);
  if (!words) return words.error();
  return LibraryReader(std::make_unique<Parts>(Parts{std::move(*vocabulary), std::move(*layouts), std::move(*words)}));
}

void LibraryReader::file_facts(LibraryDecision& decision, const std::vector<records::Fact>& facts) const {
  for (const records::Fact& fact : facts) {
    if (fact.experiencer != records::Experiencer::Patient || fact.assertion == records::Assertion::Possible) continue;
    if (fact.temporality == records::Temporality::Hypothetical || fact.temporality == records::Temporality::Planned)
      continue;
    // Drugs and numbers are filed with the items; what follows from other facts is not what the papers say.
    const auto* known = parts_->vocabulary.concept_of(fact.concept_id);
    if (known == nullptr || fact.is_derived || fact.kind == "demographic" || fact.kind == "injury") continue;
    const bool is_absent = fact.assertion == records::Assertion::Absent;
    decision.facts.push_back({fact.concept_id, is_absent});
    if (fact.kind == "diagnosis" && !is_absent) decision.diagnoses.push_back(known->text);
  }
  std::ranges::sort(decision.facts);
  decision.facts.erase(std::ranges::unique(decision.facts).begin(), decision.facts.end());
  sort_and_thin(decision.diagnoses);
}

const corpus::LibraryWords& LibraryReader::words() const { return parts_->words; }

void LibraryReader::file_item(LibraryItem& item, std::optional<Date> on) const {
  if (item.text.empty()) return;
  const auto asked = clinical::parse_item(parts_->vocabulary, item.text, on);
  item.drugs = asked.drugs;
  sort_and_thin(item.drugs);
  item.drug_classes = asked.drug_classes;
  sort_and_thin(item.drug_classes);
  if (item.category.empty() && asked.kind != "unknown") item.category = asked.kind;
  if (item.body_part.empty()) item.body_part = asked.body_part;
  if (!item.treatment.empty()) return;
  if (asked.kind == "drug" || asked.kind == "unknown")
    for (const std::string& drug : asked.drugs) item.treatment += (item.treatment.empty() ? "" : ", ") + drug;
  if (item.treatment.empty()) item.treatment = parts_->words.treatment(item.text);
}

LibraryDecision LibraryReader::letter(const std::string& origin, std::string_view text, Provenance from) const {
  const corpus::PublishedDecision letter = corpus::read_decision(parts_->layouts, origin, text);
  LibraryDecision out;
  out.source = source_of(letter.layout, parts_->words.is_synthetic(text), from);
  out.origin = from == Provenance::Published ? origin : std::filesystem::path(origin).filename().string();
  out.layout = letter.layout;
  out.jurisdiction = letter.layout == "unknown" ? "" : "us-ca-wc"; // every known layout is a letter of this programme
  if (!letter.case_numbers.empty()) out.case_number = letter.case_numbers.front();
  out.decided = letter.decision_date;
  out.assigned = letter.assigned;
  out.ur_denial = letter.ur_denial;
  out.received = letter.application_received;
  out.injured = letter.date_of_injury;
  if (out.decided) out.year = out.decided->year();
  out.age = letter.age;
  if (out.age) out.age_band = parts_->words.age_band(*out.age);
  out.sex = letter.sex;
  if (letter.certifications) out.specialties = *letter.certifications;
  if (letter.licensure) out.licensure = *letter.licensure;
  out.summary = letter.summary.value_or("");
  for (const auto& issue : letter.issues) {
    LibraryItem item = parts_->item(issue);
    file_item(item, letter.decision_date);
    out.items.push_back(std::move(item));
  }
  std::string about = out.summary;
  for (const LibraryItem& item : out.items) about += "\n\n" + parts_->words.about_patient(item.rationale);
  file_facts(out, clinical::facts_of(parts_->vocabulary, {document_of(std::move(about))}));
  out.not_understood = missing_fields(out, letter);
  out.text = text;
  return out;
}

} // namespace openimr::desk
