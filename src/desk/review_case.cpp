#include "desk/review_case.h"

#include "base/files.h"
#include "base/hash.h"
#include "clinical/course.h"
#include "clinical/extract.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "desk/assign_queue.h"
#include "desk/opinion_identities.h"
#include "desk/sign_opinion.h"
#include "determination/check_rules.h"
#include "determination/language_checks.h"
#include "determination/paper_checks.h"
#include "determination/ur_answer.h"
#include "guidelines/formulary_request.h"
#include "intake/application_file.h"
#include "intake/completeness.h"
#include "intake/opinion_file.h"
#include "reviewers/roster_file.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

/// The earliest day on which the items were asked for: what counts as use before the request.
Date request_date(const records::Application& application, Date otherwise) {
  std::optional<Date> day;
  for (const auto& item : application.disputed_items)
    if (item.requested_on && (!day || *item.requested_on < *day)) day = item.requested_on;
  return day ? *day : application.ur_decision.date.value_or(otherwise);
}

/// Whether the request starts a treatment or carries it on.
void find_phase(const clinical::Vocabulary& vocabulary, const records::Chart& chart, Date request_day,
                guidelines::Request& request) {
  for (const std::string& drug : request.item.ingredients) {
    const auto use = clinical::was_used_before(vocabulary, chart, drug, request.item.route, request_day);
    if (!use.was_used) continue;
    request.phase = guidelines::Phase::Continued;
    request.phase_facts.insert(request.phase_facts.end(), use.facts.begin(), use.facts.end());
    if (!request.first_used || (use.first && *use.first < *request.first_used)) request.first_used = use.first;
  }
}

/// The days of an item that may choose the edition of the guidelines.
guidelines::EventDays event_days(const records::Application& application, const records::DisputedItem& item,
                                 Date received) {
  guidelines::EventDays days{{"application", received}};
  if (item.requested_on) days["request"] = *item.requested_on;
  if (application.ur_decision.date) days["ur_decision"] = *application.ur_decision.date;
  return days;
}

/// What a reader has to know of the sources joins the reasons.
void tell_sources(const guidelines::SourceAnswer& sources, guidelines::Evaluation& evaluation) {
  evaluation.sequence = guidelines::sequence_records(sources);
  if (!sources.silence.empty()) evaluation.reasons.push_back(sources.silence);
  for (const std::string& note : sources.notes) evaluation.reasons.push_back(note);
}

/// evidence.yaml: the recommendations that parties cite, by item. None when the case has no such file.
Result<std::vector<guidelines::CitedForItem>> read_evidence(const std::string& folder, records::CaseFile& case_file) {
  const std::string path = folder + "/evidence.yaml";
  if (!case_file.input_hashes.contains("evidence.yaml")) return std::vector<guidelines::CitedForItem>{};
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  auto items = guidelines::read_cited_evidence(reader);
  if (!reader.problems().empty()) return reader.as_error();
  const auto& disputed = case_file.application.disputed_items;
  for (const auto& cited : items)
    if (std::none_of(disputed.begin(), disputed.end(), [&](const auto& one) { return one.id == cited.item; }))
      case_file.problems.push_back(
          {path, "evidence for the item \"" + cited.item + "\"", "an item of the application", "correct its id"});
  return items;
}

/// What the cited evidence does to a recommendation: a conflict that nobody has weighed is a physician's.
void apply_evidence(const guidelines::EvidenceWeighing& weighing, guidelines::Evaluation& evaluation) {
  if (!weighing.is_variance) return;
  evaluation.conflicts.insert(evaluation.conflicts.end(), weighing.reasons.begin(), weighing.reasons.end());
  const auto against =
      weighing.supports == "treatment" ? guidelines::Recommendation::Upheld : guidelines::Recommendation::Overturned;
  if (weighing.supports != "undecided" && evaluation.recommendation != against) return;
  evaluation.recommendation = guidelines::Recommendation::ReviewerJudgment;
  for (const std::string& reason : weighing.reasons) evaluation.reasons.push_back(reason);
}

/// Silence of no paper is no finding: where no page of the evidence could be read, a physician has to judge.
void apply_silence(const std::vector<records::Document>& documents, determination::DraftIssue& issue) {
  const bool is_read = std::any_of(documents.begin(), documents.end(), [](const records::Document& document) {
    return document.is_evidence && document.belongs_to != "other" && determination::has_readable_page(document);
  });
  if (is_read) return;
  issue.evaluation.recommendation = guidelines::Recommendation::ReviewerJudgment;
  issue.evaluation.reasons.insert(
      issue.evaluation.reasons.begin(),
      "No page of the patient's records could be read; nothing follows from their silence.");
}

/// How the words could have been read otherwise: pages that address the request and were not taken, the other phase,
/// the other form of functional improvement.
std::vector<determination::OtherReading> other_readings(const guidelines::Library& library,
                                                        const determination::DraftIssue& issue,
                                                        const records::Chart& chart, Date day) {
  std::vector<determination::OtherReading> others;
  const auto& taken = issue.evaluation.topics;
  for (const auto& gate : issue.sources.gates)
    for (const std::string& id : gate.topics) {
      const bool is_taken =
          std::any_of(taken.begin(), taken.end(), [&](const auto& entry) { return entry.topic->id == id; });
      const bool is_told =
          std::any_of(others.begin(), others.end(), [&](const auto& other) { return other.topic == id; });
      if (is_taken || is_told) continue;
      const auto* topic = library.topic(id, day);
      others.push_back({id, topic ? topic->title : id, gate.reason});
    }
  for (const auto& other : issue.evaluation.other_phase)
    others.push_back({"", fmt::format("as {} use", guidelines::name(other.phase)),
                      fmt::format("the record leaves the phase open; read so, the recommendation would be {}",
                                  guidelines::name(other.recommendation))});
  guidelines::Request request = issue.request;
  const bool is_strict = request.reading == guidelines::Reading::Strict;
  request.reading = is_strict ? guidelines::Reading::Loose : guidelines::Reading::Strict;
  const auto other = guidelines::evaluate(library, issue.sources.topics, request, chart, day);
  if (other.recommendation != issue.evaluation.recommendation)
    others.push_back({"", fmt::format("functional improvement read {}", is_strict ? "loosely" : "strictly"),
                      fmt::format("this review reads it {}; read so, the recommendation would be {}",
                                  is_strict ? "strictly" : "loosely", guidelines::name(other.recommendation))});
  return others;
}

determination::DraftIssue draft_issue(const guidelines::Library& library, const clinical::Vocabulary& vocabulary,
                                      const jurisdictions::Jurisdiction& law, const records::Chart& chart,
                                      const records::Application& application, const records::DisputedItem& item,
                                      const std::vector<records::Document>& documents,
                                      const std::vector<guidelines::CitedForItem>& evidence, Date request_day,
                                      Date as_of, const std::string& reading) {
  determination::DraftIssue issue;
  issue.item = item;
  issue.request.item = clinical::parse_item(vocabulary, item.text, request_day);
  find_phase(vocabulary, chart, item.requested_on.value_or(request_day), issue.request);
  const auto cited =
      std::find_if(evidence.begin(), evidence.end(), [&](const auto& one) { return one.item == item.id; });
  const auto challenged =
      cited == evidence.end() ? std::vector<guidelines::Challenge>{} : guidelines::challenges(*cited);
  issue.sources = guidelines::select_sources(library, law.sources, issue.request.item,
                                             event_days(application, item, law.local_date(application.received)), as_of,
                                             challenged);
  const Date pages_day = issue.sources.pages_day;
  if (const auto* form = law.sources.functional_improvement.on(pages_day); form && form->value == "loose")
    issue.request.reading = guidelines::Reading::Loose;
  if (!reading.empty()) // stated for this review
    issue.request.reading = reading == "loose" ? guidelines::Reading::Loose : guidelines::Reading::Strict;
  guidelines::compute_request_values(library, issue.request, chart, pages_day);
  issue.formulary = guidelines::formulary_of_request(library, law.sources, issue.request, chart,
                                                     application.date_of_injury, issue.sources.edition.day);
  issue.evaluation = guidelines::evaluate(library, issue.sources.topics, issue.request, chart, pages_day);
  issue.other_readings = other_readings(library, issue, chart, pages_day);
  tell_sources(issue.sources, issue.evaluation);
  const auto* hierarchy = library.evidence_hierarchy(as_of);
  if (cited != evidence.end() && hierarchy) {
    issue.evidence = guidelines::weigh(*hierarchy, *cited);
    apply_evidence(*issue.evidence, issue.evaluation);
  }
  apply_silence(documents, issue);
  issue.guidelines = determination::cite(library, issue.evaluation);
  issue.rationale = determination::write_rationale(library, issue, chart, documents);
  if (chart.pages.empty())
    std::erase_if(issue.rationale,
                  [](const auto& one) { return one.part == determination::DraftSentence::Part::Missing; });
  return issue;
}

std::vector<std::string> eligible_items(const casework::Eligibility& eligibility) {
  std::vector<std::string> ids;
  for (const auto& item : eligibility.items)
    if (item.outcome == casework::ItemOutcome::Eligible) ids.push_back(item.id);
  return ids;
}

/// What the checks repeat of the screening: that nobody with the right to apply did, once.
std::vector<determination::ScreeningFinding> screening_findings(const casework::Eligibility& eligibility) {
  for (const auto& item : eligibility.items)
    for (const auto& reason : item.reasons)
      if (reason.code == "INVALID_DESIGNATION") return {{"invalid_designation", "", reason.text}};
  return {};
}

std::string letters_and_digits(const std::string& words) {
  std::string kept;
  for (const char c : text::lower(words))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) kept += c;
  return kept;
}

/// Applications received before this one for the same claim and UR decision, whatever the channel: their items are
/// before review already (8 CCR 9792.10.3(a)). A folder that cannot be read becomes a problem.
void add_other_applications(const std::string& against, const std::string& folder, records::CaseFile& case_file,
                            std::vector<std::pair<std::string, records::Application>>& read) {
  records::Application& own = case_file.application;
  std::error_code failed;
  std::vector<fs::path> others;
  for (fs::directory_iterator entry(against, failed), end; !failed && entry != end; entry.increment(failed))
    if (fs::exists(entry->path() / "application.yaml", failed) && !fs::equivalent(entry->path(), folder, failed))
      others.push_back(entry->path());
  std::sort(others.begin(), others.end());
  for (const fs::path& other : others) {
    const auto application = intake::read_application((other / "application.yaml").string());
    if (!application) {
      const Error& error = application.error();
      case_file.problems.push_back({error.where, error.found, error.expected, error.remedy});
      continue;
    }
    read.emplace_back(other.filename().string(), *application);
    const bool is_same_dispute =
        letters_and_digits(application->claim_number) == letters_and_digits(own.claim_number) &&
        application->ur_decision.date == own.ur_decision.date;
    const auto stands_before = [](const records::Application& one, const std::string& name) {
      return std::pair(one.received.utc_seconds, name);
    };
    if (!is_same_dispute || stands_before(own, fs::path(folder).filename().string()) <
                                stands_before(*application, other.filename().string()))
      continue;
    for (const auto& item : application->disputed_items)
      own.earlier_applications.push_back({other.filename().string(), "pending", item.text, std::nullopt});
  }
}

/// Brands that the items name, as their generics: a re-typed name is no other item (A-ELG-08 of the law's table).
void add_brands(const clinical::Vocabulary& vocabulary, const records::Application& application,
                jurisdictions::EligibilityRules& rules) {
  std::string all;
  for (const auto& item : application.disputed_items) all += text::lower(item.text) + "\n";
  for (const auto& earlier : application.earlier_applications) all += text::lower(earlier.item) + "\n";
  const auto short_form = [](std::string name) {
    for (const char* words : {" extended release", " sustained release"})
      if (name.ends_with(words)) return name.substr(0, name.size() - std::string_view(words).size()) + " er";
    return name;
  };
  for (const clinical::Drug& drug : vocabulary.drugs())
    for (const std::string& brand : drug.brands)
      if (text::has_words(all, text::lower(brand)))
        rules.same_words.emplace_back(text::lower(brand), short_form(text::lower(drug.generic)));
}

/// Names and licence numbers that no letter may show.
std::vector<std::string> forbidden_words(const Review& review) {
  std::vector<std::string> words;
  for (const auto& reviewer : review.roster.reviewers) words.push_back(reviewer.name);
  return words;
}

/// One hash over a folder of knowledge: names and contents of its files.
std::string folder_hash(const std::string& folder) {
  std::string hashed;
  for (const std::string& file : files_below(folder))
    if (const auto bytes = read_file(folder + "/" + file)) hashed += file + "\n" + sha256_hex(*bytes) + "\n";
  return sha256_hex(hashed);
}

determination::Receipt make_receipt(const Review& review, const Installation& installation,
                                    const determination::CheckRules& rules) {
  determination::Receipt receipt;
  receipt.engine = installation.engine;
  receipt.packs.push_back({"jurisdictions/" + review.law.id, review.law.edition, review.law.sha256()});
  for (const auto& pack : review.library.packs())
    receipt.packs.push_back({"guidelines/" + pack.id, pack.edition, pack.sha256});
  receipt.packs.push_back({"checks", "1", rules.sha256});
  receipt.packs.push_back({"organization/policy", "1", review.policy.sha256});
  for (const char* pack : {"documents", "names", "vocabulary"})
    receipt.packs.push_back({pack, "1", folder_hash(installation.packs_folder + "/" + pack)});
  receipt.inputs = review.case_file.input_hashes;
  receipt.as_of = review.as_of;
  return receipt;
}

/// The signed opinion of one seat, and what is held against its reviewer.
Result<determination::SignedOpinion> verify_seat(const Review& review, const records::Opinion& opinion, int seat,
                                                 const std::map<std::string, std::string>& inputs,
                                                 determination::IssueConditions& conditions) {
  const std::string where = opinion_file(seat) + ": reviewer";
  const auto* reviewer = review.has_roster ? review.roster.find(opinion.reviewer) : nullptr;
  if (!reviewer)
    return Error{ErrorKind::Refused, where,
                 review.has_roster ? opinion.reviewer + ", who is not on the roster" : "no roster",
                 "the reviewer's credentials",
                 review.has_roster ? "correct the reviewer or the roster" : "name the roster with --roster"};
  auto signed_opinion = determination::SignedOpinion::verify(opinion, inputs, reviewer->public_key);
  if (!signed_opinion) {
    Error error = signed_opinion.error();
    error.where = opinion_file(seat) + ": signature";
    return error;
  }
  const auto attested =
      reviewers::check_attestations(review.case_file.application, opinion.attestations, *review.names);
  const std::string of = seat == 1 ? "" : opinion_file(seat) + ": ";
  for (const auto& party : attested.missing) conditions.attestations_missing.push_back(of + party);
  for (const auto& party : attested.conflicts) conditions.attestations_in_conflict.push_back(of + party);
  for (const auto& excluded : review.slate.excluded)
    if (excluded.id == opinion.reviewer)
      for (const auto& reason : excluded.reasons) conditions.reviewer_exclusions.push_back(of + reason.text);
  if (review.remand && review.remand->is_reversal() &&
      std::find(review.remand->earlier_reviewers.begin(), review.remand->earlier_reviewers.end(), opinion.reviewer) !=
          review.remand->earlier_reviewers.end())
    conditions.reviewer_exclusions.push_back(
        of + "decided this dispute before; a remand goes to somebody else (Labor Code 4610.6(i))");
  if (review.policy.own_finding_first)
    for (const std::string& item : conditions.eligible_items)
      if (!determination::find_own(review.own_findings, opinion.reviewer, item))
        conditions.without_own_finding.push_back(of + item);
  return signed_opinion;
}

/// What the quality review holds against the opinions; nothing when it was passed or nobody asks for one.
std::optional<Error> quality_obstacle(const Review& review, const std::vector<determination::SignedOpinion>& opinions) {
  if (!review.quality) {
    if (!review.policy.quality_review) return std::nullopt;
    return Error{ErrorKind::Refused, "quality.yaml", "nothing", "a quality review by a second person",
                 "record it with `openimr opinion quality`"};
  }
  std::string hashes, key;
  std::vector<std::string> reviewers;
  for (const auto& one : opinions) {
    hashes += (hashes.empty() ? "" : "+") + one.content_hash();
    reviewers.push_back(one.opinion().reviewer);
  }
  if (const auto known = review.policy.quality_reviewers.find(review.quality->by);
      known != review.policy.quality_reviewers.end())
    key = known->second;
  else if (const auto* person = review.roster.find(review.quality->by))
    key = person->public_key;
  const auto passed = determination::require_passed(*review.quality, hashes, key, reviewers);
  return passed ? std::nullopt : std::optional(passed.error());
}

/// Whether the reader (for anybody: one of the seats) has signed: over these papers, by the key that the roster names.
bool is_signed(const Review& review, const std::map<std::string, std::string>& inputs) {
  const auto holds = [&](const records::Opinion& opinion) {
    if (!review.reader.empty() && opinion.reviewer != review.reader) return false;
    const auto* reviewer = review.has_roster ? review.roster.find(opinion.reviewer) : nullptr;
    return static_cast<bool>(
        determination::SignedOpinion::verify(opinion, inputs, reviewer ? reviewer->public_key : ""));
  };
  return (review.opinion && holds(*review.opinion)) || std::any_of(review.further.begin(), review.further.end(), holds);
}

/// The draft as it may be seen before an own finding: what was found, and not what follows from it.
determination::Draft without_conclusions(determination::Draft draft) {
  for (determination::DraftIssue& issue : draft.issues) {
    issue.evaluation.recommendation = guidelines::Recommendation::ReviewerJudgment;
    issue.evaluation.reasons.clear();
    issue.evaluation.would_change.clear();
    issue.evaluation.other_phase.clear();
    std::erase_if(issue.rationale,
                  [](const auto& sentence) { return sentence.part == determination::DraftSentence::Part::Conclusion; });
  }
  return draft;
}

/// No opinion is issued before its day: what is dated ahead is refused until then. Nothing else asks the clock.
std::optional<Error> dated_ahead(const Review& review) {
  std::vector<const records::Opinion*> seats{&*review.opinion};
  for (const auto& one : review.further) seats.push_back(&one);
  for (std::size_t seat = 0; seat < seats.size(); ++seat)
    if (auto ahead = opinion_dated_ahead(opinion_file(static_cast<int>(seat) + 1), *seats[seat], review.law))
      return ahead;
  return std::nullopt;
}

/// Issues the determination when the opinions allow it; else says why not.
void decide(Review& review, const std::map<std::string, std::string>& inputs) {
  if (!review.opinion) return;
  if (auto ahead = dated_ahead(review)) {
    review.not_issued = std::move(*ahead);
    return;
  }
  determination::IssueConditions conditions;
  conditions.eligible_items = eligible_items(review.eligibility);
  conditions.has_panel_approval = review.panel.has_value();
  std::vector<const records::Opinion*> seats{&*review.opinion};
  for (const auto& one : review.further) seats.push_back(&one);
  std::vector<determination::SignedOpinion> opinions;
  for (const records::Opinion* opinion : seats) {
    auto one = verify_seat(review, *opinion, static_cast<int>(opinions.size()) + 1, inputs, conditions);
    if (!one) {
      review.not_issued = one.error();
      return;
    }
    opinions.push_back(std::move(*one));
  }
  conditions.quality = quality_obstacle(review, opinions);
  auto made = determination::Determination::make(opinions, review.draft, review.checks, conditions, review.receipt);
  if (made)
    review.determination = std::move(*made);
  else
    review.not_issued = made.error();
}

/// Parses a file of the folder where there is one.
template <class T, class Parse>
Result<std::optional<T>> read_if_there(const std::string& folder, const char* name, Parse parse) {
  const std::string path = (fs::path(folder) / name).string();
  if (!fs::exists(path)) return std::optional<T>();
  auto bytes = read_file(path, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  auto parsed = parse(path, *bytes);
  if (!parsed) return parsed.error();
  return std::optional<T>(std::move(*parsed));
}

/// The opinions and what belongs to them.
Result<Done> read_review_papers(const std::string& folder, Review& review) {
  for (int seat = 1; seat <= most_seats; ++seat) {
    auto opinion = read_if_there<records::Opinion>(folder, opinion_file(seat).c_str(), intake::parse_opinion);
    if (!opinion) return opinion.error();
    if (!*opinion) break;
    if (seat == 1)
      review.opinion = std::move(**opinion);
    else
      review.further.push_back(std::move(**opinion));
  }
  auto findings = read_if_there<std::vector<determination::OwnFinding>>(folder, "own_finding.yaml",
                                                                        determination::parse_own_findings);
  if (!findings) return findings.error();
  if (*findings) review.own_findings = std::move(**findings);
  auto panel = read_if_there<determination::PanelApproval>(folder, "panel.yaml", determination::parse_panel);
  if (!panel) return panel.error();
  review.panel = std::move(*panel);
  auto quality =
      read_if_there<determination::QualityReview>(folder, "quality.yaml", determination::parse_quality_review);
  if (!quality) return quality.error();
  review.quality = std::move(*quality);
  auto remand = read_if_there<determination::Remand>(folder, "appeal.yaml", determination::parse_remand);
  if (!remand) return remand.error();
  review.remand = std::move(*remand);
  return Done{};
}

/// Earlier letters as text, in order of their names.
Result<std::vector<determination::EarlierLetter>> read_earlier(const std::string& folder) {
  std::vector<determination::EarlierLetter> letters;
  for (const std::string& name : files_below(folder)) {
    if (!name.ends_with(".txt")) continue;
    auto bytes = read_file(folder + "/" + name, std::size_t{16} << 20);
    if (!bytes) return bytes.error();
    letters.push_back({name, std::move(*bytes)});
  }
  return letters;
}

} // namespace

Result<Review> review_case(const std::string& folder, const Installation& installation, const ReviewOptions& options) {
  Review review;

  // What came in.
  intake::ReadOptions reading;
  reading.worker_program = installation.worker_program;
  reading.cache_folder = installation.cache_folder;
  reading.packs_folder = installation.packs_folder;
  reading.threads = installation.threads;
  reading.progress = options.progress;
  auto case_file = intake::read_case(folder, reading);
  if (!case_file) return case_file.error();
  review.case_file = std::move(*case_file);
  std::vector<std::pair<std::string, records::Application>> others;
  if (!options.against_folder.empty()) add_other_applications(options.against_folder, folder, review.case_file, others);
  const records::Application& application = review.case_file.application;
  if (auto read = read_review_papers(folder, review); !read) return read.error();
  auto policy = determination::Policy::load(
      options.policy_file.empty() ? installation.packs_folder + "/organization/policy.yaml" : options.policy_file);
  if (!policy) return policy.error();
  review.policy = std::move(*policy);

  // May it be reviewed, and by when.
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, application.jurisdiction);
  if (!law && law.error().kind == ErrorKind::NotFound) {
    Error unknown = law.error(); // said of the line that names it, not of the packs
    unknown.where = folder + "/application.yaml: jurisdiction";
    return unknown;
  }
  if (!law) return law.error();
  review.law = std::move(*law);
  if (auto missing = review.law.lacks("eligibility.yaml", "the screening of an application")) return *missing;
  review.as_of = options.as_of.value_or(review.law.local_date(application.received));
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  std::set<std::string> drug_items;
  for (const auto& item : application.disputed_items)
    if (clinical::parse_item(*vocabulary, item.text).kind == "drug") drug_items.insert(item.id);
  add_brands(*vocabulary, application, review.law.eligibility);
  review.eligibility = casework::screen(review.law, application, {review.as_of, drug_items});
  for (const auto& [name, other] : others)
    if (auto together = casework::may_consolidate(review.law, application, other, name))
      review.consolidation.push_back(std::move(*together));
  casework::KnownEvents events;
  if (const auto records = casework::records_received(review.case_file.documents)) events["records"] = *records;
  review.deadlines = casework::deadlines(review.law, application, review.eligibility, events);

  // Who may review it.
  if (!options.roster_file.empty()) {
    if (auto missing = review.law.lacks("reviewers.yaml", "a slate of reviewers")) return *missing;
    auto roster = reviewers::read_roster(options.roster_file);
    if (!roster) return roster.error();
    review.roster = std::move(*roster);
    auto names = reviewers::PartyNames::load(installation.packs_folder);
    if (!names) return names.error();
    review.names.emplace(std::move(*names), review.roster.groups, review.roster.rulings);
    review.has_roster = true;
    review.slate = reviewers::propose_slate(review.law, application, review.roster, *review.names, review.as_of,
                                            reviewers::review_needs(review.law, application));
    if (fs::exists(fs::path(folder) / "assignment.yaml")) {
      auto record = reviewers::read_assignment((fs::path(folder) / "assignment.yaml").string());
      if (!record) return record.error();
      bar_earlier(review.slate, *record);
    }
    if (review.slate.slate.empty()) review.nobody = reviewers::explain_nobody(review.slate);
  }

  // What the file says.
  const Date request_day = request_date(application, review.as_of);
  review.chart = clinical::extract_facts(*vocabulary, review.case_file, installation.threads);
  review.chart.request_date = request_day;
  review.timeline = clinical::timeline(clinical::encounters(*vocabulary, review.chart, review.case_file));
  review.draft.summary = clinical::summarize(*vocabulary, review.chart, review.case_file);
  review.not_summarized = clinical::uncovered(review.chart, review.draft.summary);

  // What the guidelines ask of it. The edition is that of the request, not of the letter (notes on editions in force).
  auto library = guidelines::Library::load(installation.packs_folder);
  if (!library) return library.error();
  review.library = std::move(*library);
  const Date edition_day = application.ur_decision.date.value_or(request_day);
  auto evidence = read_evidence(folder, review.case_file);
  if (!evidence) return evidence.error();
  for (const auto& item : application.disputed_items)
    review.draft.issues.push_back(draft_issue(review.library, *vocabulary, review.law, review.chart, application, item,
                                              review.case_file.documents, *evidence, request_day, review.as_of,
                                              options.reading));

  const auto inputs = intake::hash_inputs(folder);
  if (!inputs) return inputs.error();
  review.reader = options.reader;
  review.is_signed = is_signed(review, *inputs);

  // What must not stand. Until the recommendation may be seen, nothing of it shows in a check.
  std::optional<determination::Draft> seen;
  if (!may_show_recommendation(review)) seen = without_conclusions(review.draft);
  auto rules = determination::CheckRules::load(installation.packs_folder);
  if (!rules) return rules.error();
  std::vector<determination::MissingReport> missing;
  auto papers = intake::load_completeness_rules(installation.packs_folder);
  if (!papers) return papers.error();
  for (auto& paper : intake::completeness(review.case_file, *papers))
    missing.push_back({std::move(paper.text), std::move(paper.citation), std::move(paper.evidence)});
  determination::CheckInput input{*rules,
                                  *vocabulary,
                                  review.library,
                                  review.case_file,
                                  review.chart,
                                  seen ? *seen : review.draft,
                                  review.opinion ? &*review.opinion : nullptr,
                                  eligible_items(review.eligibility),
                                  forbidden_words(review),
                                  std::move(missing),
                                  edition_day};
  for (const auto& one : review.further) input.further.push_back(&one);
  input.policy = &review.policy;
  if (review.remand) input.remand = &*review.remand;
  input.received = review.law.local_date(application.received);
  input.screening = screening_findings(review.eligibility);
  std::vector<const records::Opinion*> opinions;
  if (review.opinion) opinions.push_back(&*review.opinion);
  for (const auto& one : review.further) opinions.push_back(&one);
  auto told = identities_in_words(opinions, review.roster, installation.packs_folder);
  if (!told) return told.error();
  std::move(told->begin(), told->end(), std::back_inserter(input.screening));
  std::map<std::string, std::string> earlier_hashes;
  if (!options.earlier_folder.empty()) {
    auto earlier = read_earlier(options.earlier_folder);
    if (!earlier) return earlier.error();
    for (const auto& letter : *earlier) earlier_hashes[letter.name] = sha256_hex(letter.text);
    input.earlier_letters = std::move(*earlier);
  }
  review.checks = determination::run_checks(input);
  review.claims = determination::answer_claims(input);
  review.boilerplate = determination::boilerplate_of(input);
  for (determination::DraftIssue& issue : review.draft.issues)
    issue.ur_points = determination::answer_ur_decision(input, issue, review.claims, review.checks);

  review.receipt = make_receipt(review, installation, *rules);
  review.receipt.reading = options.reading;
  review.receipt.earlier = std::move(earlier_hashes);
  decide(review, *inputs);
  return review;
}

bool may_show_recommendation(const Review& review) {
  if (!review.policy.own_finding_first || review.is_signed) return true;
  const auto items = eligible_items(review.eligibility);
  if (items.empty()) return true; // nothing is recommended
  const auto found_on_all = [&](const std::string& reviewer) {
    return std::all_of(items.begin(), items.end(), [&](const std::string& item) {
      return determination::find_own(review.own_findings, reviewer, item) != nullptr;
    });
  };
  if (!review.reader.empty()) return found_on_all(review.reader);
  return std::any_of(review.own_findings.begin(), review.own_findings.end(),
                     [&](const auto& one) { return found_on_all(one.reviewer); });
}

} // namespace openimr::desk
