#include "desk/letters_of_case.h"

#include "determination/draft.h"
#include "jurisdictions/due.h"
#include "letters/determination_letter.h"
#include "letters/leak_check.h"
#include "letters/render_fhir.h"
#include "letters/render_html.h"
#include "letters/render_json.h"
#include "letters/render_pdf.h"
#include "letters/render_text.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

using letters::Letter;
using records::Party;

/// What the paragraphs of a plan may turn on.
struct LetterFacts {
  std::set<std::string> holds;
  std::map<std::string, std::string> values;
};

const reviewers::Reviewer& reviewer_of(const Review& review) {
  const auto* reviewer = review.roster.find(review.determination->opinion().reviewer);
  assert(reviewer && "a determination was made with this roster");
  return *reviewer;
}

std::vector<std::string> state_names(const reviewers::Reviewer& reviewer, Date day) {
  static const std::map<std::string, std::string> names = {
      {"AL", "Alabama"},        {"AK", "Alaska"},         {"AZ", "Arizona"},
      {"AR", "Arkansas"},       {"CA", "California"},     {"CO", "Colorado"},
      {"CT", "Connecticut"},    {"DE", "Delaware"},       {"DC", "District of Columbia"},
      {"FL", "Florida"},        {"GA", "Georgia"},        {"HI", "Hawaii"},
      {"ID", "Idaho"},          {"IL", "Illinois"},       {"IN", "Indiana"},
      {"IA", "Iowa"},           {"KS", "Kansas"},         {"KY", "Kentucky"},
      {"LA", "Louisiana"},      {"ME", "Maine"},          {"MD", "Maryland"},
      {"MA", "Massachusetts"},  {"MI", "Michigan"},       {"MN", "Minnesota"},
      {"MS", "Mississippi"},    {"MO", "Missouri"},       {"MT", "Montana"},
      {"NE", "Nebraska"},       {"NV", "Nevada"},         {"NH", "New Hampshire"},
      {"NJ", "New Jersey"},     {"NM", "New Mexico"},     {"NY", "New York"},
      {"NC", "North Carolina"}, {"ND", "North Dakota"},   {"OH", "Ohio"},
      {"OK", "Oklahoma"},       {"OR", "Oregon"},         {"PA", "Pennsylvania"},
      {"RI", "Rhode Island"},   {"SC", "South Carolina"}, {"SD", "South Dakota"},
      {"TN", "Tennessee"},      {"TX", "Texas"},          {"UT", "Utah"},
      {"VT", "Vermont"},        {"VA", "Virginia"},       {"WA", "Washington"},
      {"WV", "West Virginia"},  {"WI", "Wisconsin"},      {"WY", "Wyoming"}};
  std::set<std::string> states;
  for (const auto& license : reviewer.licenses) {
    if (license.status != "active" || (license.expires && *license.expires < day)) continue;
    const auto name = names.find(license.state);
    states.insert(name == names.end() ? license.state : name->second);
  }
  return {states.begin(), states.end()};
}

std::vector<std::string> certifications(const reviewers::Reviewer& reviewer, Date day) {
  std::vector<std::string> list;
  for (const auto& board : reviewer.boards)
    if (!board.expires || day <= *board.expires) list.push_back(board.name);
  return list.empty() ? reviewer.specialties : list;
}

std::string result_line(const determination::Determination& determination) {
  std::size_t overturned = 0;
  for (const auto& decision : determination.decisions()) overturned += decision.is_overturned;
  const std::size_t all = determination.decisions().size();
  if (overturned == 0)
    return all == 1 ? "the utilization review decision is upheld"
                    : fmt::format("all {} utilization review decisions are upheld", all);
  if (overturned == all)
    return all == 1 ? "the utilization review decision is overturned"
                    : fmt::format("all {} utilization review decisions are overturned", all);
  return fmt::format("{} of {} items overturned, {} upheld", overturned, all, all - overturned);
}

Date decision_date(const Review& review) { return review.determination->opinion().date.value_or(review.as_of); }

LetterFacts letter_facts(const Review& review, const std::string& organization, const std::optional<Served>& served) {
  LetterFacts facts;
  const auto& application = review.case_file.application;
  const auto& reviewer = reviewer_of(review);
  const Date day = decision_date(review);
  facts.holds.insert(review.further.empty() ? "one_reviewer" : "panel");
  facts.holds.insert("attestations_complete"); // without it there is no Determination
  const int years = reviewer.practice_since ? age_on(*reviewer.practice_since, day) : 0;
  if (years > 5 && reviewer.practice_hours_per_week.value_or(0) >= 24) facts.holds.insert("practice_verified");
  for (const auto& decision : review.determination->decisions())
    if (decision.is_overturned) facts.holds.insert("overturned");
  const bool has_records = std::any_of(review.case_file.documents.begin(), review.case_file.documents.end(),
                                       [](const auto& one) { return one.is_evidence; });
  if (!has_records) facts.holds.insert("no_administrator_records");

  facts.values["organization"] = organization;
  facts.values["reviewer_count"] = fmt::format("{}", review.further.size() + 1);
  facts.values["application_received"] = review.law.local_date(application.received).long_us();
  facts.values["ur_decision_date"] =
      application.ur_decision.date ? application.ur_decision.date->long_us() : "an unknown date";
  facts.values["result_line"] = result_line(*review.determination);
  facts.values["practice_years"] = "5";
  facts.values["practice_hours"] = "24";
  facts.values["states"] = fmt::format("{}", fmt::join(state_names(reviewer, day), ", "));
  facts.values["certifications"] = fmt::format("{}", fmt::join(certifications(reviewer, day), ", "));
  // The time to appeal runs from mailing (LC 4610.6(h)): before a letter is mailed it has no last day.
  facts.holds.insert(served ? "mailing_known" : "mailing_open");
  if (!served) return facts;
  facts.values["mailed_on"] = served->on.long_us();
  const auto appeal =
      jurisdictions::due(review.law, "appeal", {.on = served->on, .served_by = served->by, .to = "in-state"});
  facts.values["appeal_due"] = appeal && appeal->due_on ? appeal->due_on->long_us() : "the day the law gives";
  return facts;
}

/// The paragraphs of a section that apply, filled.
Result<std::vector<std::string>> paragraphs(const jurisdictions::LetterPlan& plan, const char* section_id,
                                            const LetterFacts& facts, Date day,
                                            std::initializer_list<std::string_view> left_out = {}) {
  std::vector<std::string> result;
  const auto* section = plan.section(section_id);
  if (!section) return result;
  for (const auto& paragraph : section->paragraphs) {
    if (std::find(left_out.begin(), left_out.end(), paragraph.id) != left_out.end()) continue;
    if (!std::all_of(paragraph.when.begin(), paragraph.when.end(),
                     [&](const auto& fact) { return facts.holds.contains(fact); }))
      continue;
    const auto* words = paragraph.text.on(day);
    if (!words) continue;
    auto filled = jurisdictions::fill(words->value, facts.values);
    if (!filled) return filled.error();
    result.push_back(std::move(*filled));
  }
  return result;
}

void add_parties(const Review& review, letters::DeterminationContent& content) {
  const auto& application = review.case_file.application;
  const auto add = [&](const char* role, const std::optional<Party>& party) {
    if (party && !party->name.empty()) content.parties.emplace_back(role, party->name);
  };
  content.parties.emplace_back("Employee", application.employee.name);
  add("Representative", application.representative);
  add("Employer", application.employer);
  add("Claims administrator", application.claims_administrator);
  add("Requesting physician", application.requesting_physician);
  // Labor Code 4610.6(f): to the employer, the employee, the provider; the attorney where there is one.
  content.copies.push_back(application.employee.name);
  for (const auto& party : {application.representative, application.employer, application.claims_administrator,
                            application.requesting_physician})
    if (party && !party->name.empty()) content.copies.push_back(party->name);
}

std::vector<std::string> place_sources(const std::vector<std::string>& facts,
                                       const std::vector<std::string>& findings) {
  std::vector<std::string> sources = findings;
  sources.insert(sources.end(), facts.begin(), facts.end());
  return sources;
}

letters::IssueContent issue_content(const Review& review, const determination::Decision& decision) {
  letters::IssueContent issue;
  issue.text = decision.text;
  issue.decision = decision.is_overturned ? letters::ItemDecision::Overturned : letters::ItemDecision::Upheld;
  if (!decision.claims_administrator_guideline.empty())
    issue.claims_administrator_guidelines.push_back({decision.claims_administrator_guideline, ""});
  issue.reviewer_guidelines = decision.guidelines;
  // A decision other than the draft's: its sentences with the reviewer's reasons in place of what they replace.
  const auto* drafted = review.draft.issue(decision.item);
  const bool differs = drafted && decision.is_overturned !=
                                      (drafted->evaluation.recommendation == guidelines::Recommendation::Overturned);
  if (decision.is_in_reviewers_words || differs) {
    for (const auto& paragraph : decision.rationale) issue.rationale.push_back({{paragraph, {}}});
    return issue;
  }
  // A paragraph each for what is asked, what the record shows, what is missing and what follows.
  std::optional<determination::DraftSentence::Part> part;
  for (const auto& sentence : review.draft.issue(decision.item)->rationale) {
    if (part != sentence.part) issue.rationale.emplace_back();
    part = sentence.part;
    issue.rationale.back().push_back({sentence.text, place_sources(sentence.facts, sentence.findings)});
  }
  return issue;
}

void add_documents(const Review& review, letters::DeterminationContent& content) {
  for (const auto& document : review.case_file.documents) {
    if (document.belongs_to == "other") continue;
    const int last = document.pages.empty() ? document.first_page : document.pages.back().number;
    const std::string pages = document.pages.size() < 2 ? std::to_string(document.first_page)
                                                        : fmt::format("{}-{}", document.first_page, last);
    const std::string file = document.file.starts_with("documents/") ? document.file.substr(10) : document.file;
    content.documents.push_back(
        {document.title, document.author, document.date, document.pages.empty() ? "none read" : pages, file});
  }
}

/// The first error of several results, or nothing.
template <class... Results> const Error* first_error(const Results&... results) {
  const Error* error = nullptr;
  ((error = error ? error : results ? nullptr : &results.error()), ...);
  return error;
}

} // namespace

Result<Letter> compose_final_letter(const Review& review, const std::string& organization,
                                    const std::vector<std::string>& case_numbers, const std::optional<Served>& served,
                                    const std::optional<CorrectedLetter>& corrected) {
  assert(review.determination && "only a determination becomes a final letter");
  const auto* plan = review.law.letter("final-determination");
  if (!plan)
    return Error{ErrorKind::Input, "packs/jurisdictions/" + review.law.id + "/letters.yaml",
                 "no letter \"final-determination\"", "its sections", "add them"};
  const auto& application = review.case_file.application;
  const Date day = decision_date(review);
  LetterFacts facts = letter_facts(review, organization, served);
  if (corrected) {
    facts.holds.insert("corrected");
    facts.values["corrected_on"] = corrected->on ? corrected->on->long_us() : "a day not stated";
    facts.values["changes"] = corrected->changes;
    facts.values["correction_reason"] = corrected->reason;
    facts.values["decided_on"] = day.long_us();
  }

  auto opening = paragraphs(*plan, "opening", facts, day);
  auto how_made = paragraphs(*plan, "how-made", facts, day);
  auto summary = paragraphs(*plan, "summary", facts, day);
  auto issues = paragraphs(*plan, "issues", facts, day, {"upheld", "overturned"});
  auto documents = paragraphs(*plan, "documents", facts, day);
  auto binding = paragraphs(*plan, "binding", facts, day);
  auto appeal = paragraphs(*plan, "appeal", facts, day);
  if (const Error* error = first_error(opening, how_made, summary, issues, documents, binding, appeal)) return *error;

  letters::DeterminationContent content;
  content.title = plan->title;
  content.letterhead.name = organization;
  content.case_numbers = case_numbers;
  content.claim_number = application.claim_number;
  content.decision_date = day;
  content.date_of_injury = application.date_of_injury;
  content.ur_denial = application.ur_decision.date;
  content.application_received = review.law.local_date(application.received);
  add_parties(review, content);
  content.opening = *opening;
  content.notices.push_back({plan->section("binding") ? plan->section("binding")->title : "", *binding});
  content.notices.push_back({plan->section("appeal") ? plan->section("appeal")->title : "", *appeal});
  content.how_made = *how_made;
  content.reviewer.licensure = state_names(reviewer_of(review), day);
  content.reviewer.certifications = certifications(reviewer_of(review), day);
  for (const auto& opinion : review.further)
    if (const auto* seat = review.roster.find(opinion.reviewer))
      content.further_reviewers.push_back({state_names(*seat, day), certifications(*seat, day), {}, {}});
  content.summary_introduction = summary->empty() ? "" : summary->front();
  letters::Sentences sentences;
  if (const std::string& own = review.determination->opinion().summary; !own.empty())
    sentences.push_back({own, {}});
  else
    for (const auto& line : review.draft.summary) sentences.push_back({line.text, line.facts});
  content.summary.push_back(std::move(sentences));
  content.issues_introduction = issues->empty() ? "" : issues->front();
  for (const auto& decision : review.determination->decisions())
    content.issues.push_back(issue_content(review, decision));
  content.documents_introduction = documents->empty() ? "" : fmt::format("{}", fmt::join(*documents, " "));
  add_documents(review, content);

  Letter letter = letters::compose_determination(content);
  std::vector<std::string> forbidden = {reviewer_of(review).name};
  for (const auto& opinion : review.further)
    if (const auto* seat = review.roster.find(opinion.reviewer)) forbidden.push_back(seat->name);
  if (const auto leaks = letters::find_leaks(letter, forbidden); !leaks.empty())
    return Error{ErrorKind::Refused, "the letter, " + leaks.front().where,
                 "the reviewer's name (“" + leaks.front().context + "”)",
                 "no identity of the reviewer (Labor Code 4610.6(f))",
                 "take the name out of the opinion's words and sign anew"};
  return letter;
}

Result<std::string> fhir_of_determination(const Review& review, const std::string& organization,
                                          const std::vector<std::string>& case_numbers) {
  assert(review.determination && "only a determination becomes a claim response");
  const auto& application = review.case_file.application;
  letters::FhirDetermination one;
  one.organization = organization;
  one.claims_administrator =
      application.claims_administrator ? application.claims_administrator->name : "claims administrator not stated";
  one.employee = application.employee.name;
  if (application.requesting_physician) one.requesting_physician = application.requesting_physician->name;
  one.claim_number = application.claim_number;
  one.case_numbers = case_numbers;
  one.result = result_line(*review.determination);
  one.decided_on = decision_date(review);
  for (const auto& decision : review.determination->decisions()) {
    const letters::IssueContent issue = issue_content(review, decision);
    letters::FhirItem item{issue.text, issue.decision, {}};
    for (const letters::Sentences& paragraph : issue.rationale) {
      if (!item.rationale.empty()) item.rationale += '\n';
      for (const letters::Sentence& sentence : paragraph)
        item.rationale += (item.rationale.empty() || item.rationale.back() == '\n' ? "" : " ") + sentence.text;
    }
    one.items.push_back(std::move(item));
  }
  const determination::Receipt& receipt = review.determination->receipt();
  one.engine = receipt.engine;
  for (const auto& pack : receipt.packs) one.sources.emplace_back("pack " + pack.id, pack.sha256);
  for (const auto& [file, hash] : receipt.inputs) one.sources.emplace_back(file, hash);
  std::string bundle = letters::render_fhir(one);
  const std::vector<std::string> forbidden = {reviewer_of(review).name};
  if (const auto leaks = letters::find_leaks("fhir.json", bundle, forbidden); !leaks.empty())
    return Error{ErrorKind::Refused, "fhir.json", "the reviewer's name",
                 "no identity of the reviewer (Labor Code 4610.6(f))",
                 "take the name out of the opinion's words and sign anew"};
  return bundle;
}

Letter compose_draft(const Review& review, bool with_conclusions) {
  using namespace letters;
  Letter letter;
  const auto& application = review.case_file.application;
  letter.title = "Draft for the reviewer";
  letter.date = review.as_of;
  letter.mark = draft_mark;
  letter.footer = "Claim " + application.claim_number;
  auto& blocks = letter.blocks;
  blocks.push_back(Heading{1, std::string(draft_heading)});
  blocks.push_back(Note{plain("This is what the engine read and found. It decides nothing: a physician decides.")});
  KeyValues head;
  head.rows = {{"Employee", plain(application.employee.name)},
               {"Claim", plain(application.claim_number)},
               {"Eligibility", plain(std::string(casework::name(review.eligibility.outcome)))}};
  for (const auto& due : review.deadlines)
    if (due.due_on) head.rows.emplace_back(due.title, plain(due.due_on->us()));
  blocks.push_back(head);
  blocks.push_back(Heading{2, "Clinical case summary"});
  Paragraph summary;
  for (const auto& line : review.draft.summary) {
    std::string text = (summary.runs.empty() ? "" : " ") + line.text;
    // A summary sentence names where its first words stand.
    for (const auto& id : line.facts)
      if (const auto* fact = review.chart.find(id); fact && !fact->evidence.empty()) {
        text += fmt::format(" [{}]", determination::place(fact->evidence.front()));
        break;
      }
    summary.runs.push_back(Run{text, {}, line.facts});
  }
  blocks.push_back(summary);
  for (const auto& issue : review.draft.issues) {
    blocks.push_back(Heading{2, fmt::format("Item {}: {}", issue.item.id, issue.item.text)});
    if (with_conclusions)
      blocks.push_back(Paragraph{{Run{
          fmt::format("Recommendation: {}.", guidelines::name(issue.evaluation.recommendation)), {.bold = true}, {}}}});
    for (const auto& sentence : issue.rationale)
      if (with_conclusions || sentence.part != determination::DraftSentence::Part::Conclusion)
        blocks.push_back(Paragraph{{Run{sentence.text, {}, place_sources(sentence.facts, sentence.findings)}}});
    if (!with_conclusions || issue.ur_points.empty()) continue;
    blocks.push_back(Paragraph{{Run{"The utilization review decision, point by point:", {.bold = true}, {}}}});
    for (const auto& point : issue.ur_points)
      blocks.push_back(
          Paragraph{{Run{fmt::format("“{}” [{}] {}", point.said, determination::place(point.at), point.answer),
                         {},
                         place_sources(point.facts, {})}}});
  }
  if (!review.checks.empty()) {
    blocks.push_back(Heading{2, "Checks"});
    List list;
    list.is_numbered = true;
    for (const auto& check : review.checks)
      list.items.push_back(plain(
          fmt::format("{} ({}): {} [{}]", check.id, determination::name(check.severity), check.text, check.citation)));
    blocks.push_back(list);
  }
  return letter;
}

Result<std::map<std::string, std::string>> render_letter(const Letter& letter, const std::string& name) {
  auto pdf = letters::render_pdf(letter);
  if (!pdf) return pdf.error();
  std::map<std::string, std::string> files;
  files[name + ".pdf"] = std::move(*pdf);
  files[name + ".html"] = letters::render_html(letter);
  files[name + ".txt"] = letters::render_text(letter);
  files[name + ".letter.json"] = letters::render_json(letter);
  return files;
}

} // namespace openimr::desk
