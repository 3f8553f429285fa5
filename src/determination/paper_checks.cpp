#include "determination/paper_checks.h"

#include "clinical/requested_item.h"
#include "determination/absence_check.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace openimr::determination {
namespace {

using records::Fact;
using text::lower;

FoundCheck about(const char* id, Speaker speaker, std::string item, std::string text) {
  FoundCheck check;
  check.id = id;
  check.speaker = speaker;
  check.item = std::move(item);
  check.text = std::move(text);
  return check;
}

std::vector<const records::Opinion*> opinions_of(const CheckInput& input) {
  std::vector<const records::Opinion*> opinions;
  if (input.opinion) opinions.push_back(input.opinion);
  opinions.insert(opinions.end(), input.further.begin(), input.further.end());
  return opinions;
}

/// Whether the draft or an opinion says of anything that it is not there.
bool rests_on_absence(const CheckInput& input) {
  const bool in_draft = std::any_of(input.draft.issues.begin(), input.draft.issues.end(), [](const DraftIssue& issue) {
    return std::any_of(issue.rationale.begin(), issue.rationale.end(),
                       [](const DraftSentence& one) { return one.part == DraftSentence::Part::Missing; });
  });
  if (in_draft) return true;
  const auto answers = answer_claims(input);
  return std::any_of(answers.begin(), answers.end(), [](const AbsenceAnswer& one) {
    return one.speaker == Speaker::Opinion && one.result != AbsenceAnswer::Result::Contradicted;
  });
}

void check_unread(const CheckInput& input, const std::vector<records::PageSeen>& unread,
                  std::vector<FoundCheck>& found) {
  if (unread.empty()) return;
  std::vector<std::string> names;
  for (const records::PageSeen& page : unread) names.push_back(fmt::format("{} page {}", page.file, page.page));
  FoundCheck check = about(
      "unread_pages", Speaker::Case, "",
      fmt::format("{} page{} could not be read ({}); what is said to be missing may stand there. A person must read {} "
                  "and say so: type the page into pages.yaml, or attest with pages_read in the resolution",
                  unread.size(), unread.size() == 1 ? "" : "s", fmt::join(names, ", "),
                  unread.size() == 1 ? "it" : "them"));
  check.pages_to_read = unread;
  check.is_warning = !rests_on_absence(input);
  found.push_back(std::move(check));
}

void check_documents(const CheckInput& input, std::vector<FoundCheck>& found) {
  std::vector<records::PageSeen> unread;
  int evidence_documents = 0, other_papers = 0;
  for (const records::Document& document : input.case_file.documents) {
    if (document.belongs_to == "other") {
      found.push_back(about("misfiled_document", Speaker::Case, "",
                            fmt::format("{} is about another person and was not used", document.file)));
      continue;
    }
    const bool is_read = has_readable_page(document);
    evidence_documents += document.is_evidence && is_read;
    other_papers += !document.is_evidence && is_read;
    if (document.pages.empty())
      found.push_back(about("missing_document", Speaker::Case, "",
                            fmt::format("{} could not be read; send it again", document.file)));
    for (const records::Page& page : document.pages)
      if (page.counts_as_unread()) unread.push_back({document.file, page.number});
  }
  for (const MissingReport& missing : input.missing_reports) {
    found.push_back(about("missing_document", Speaker::Case, "", missing.text));
    found.back().citation = missing.citation;
    found.back().evidence = missing.evidence;
  }
  if (other_papers == 0 && evidence_documents == 0)
    found.push_back(about("no_records", Speaker::Case, "",
                          "No page of any paper about this patient could be read; nothing can be decided on silence. "
                          "Ask for the records, or type what a person reads on the pages into pages.yaml"));
  if (other_papers > 0 && evidence_documents == 0)
    found.push_back(about(
        "ur_only_evidence", Speaker::Case, "",
        "Nothing but the utilization review decision speaks of the patient; a decision may not rest on it alone"));
  check_unread(input, unread, found);
}

std::string number_or_none(const std::optional<double>& number) { return number ? fmt::format("{}", *number) : "?"; }

/// What an item asks for, the same for every way to write it: a drug with what it is made of, strength, form, schedule
/// and amount; anything else by its letters and digits.
std::string asked_for(const DraftIssue& issue) {
  const records::RequestedItem& item = issue.request.item;
  if (item.kind == "drug" && !item.ingredients.empty())
    return fmt::format("{}|{}|{}|{}|{}", fmt::join(item.ingredients, "+"), item.strength, item.form,
                       number_or_none(item.times_per_day), number_or_none(item.quantity));
  std::string words;
  for (const char c : lower(issue.item.text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) words += c;
  return words;
}

void check_duplicates(const CheckInput& input, std::vector<FoundCheck>& found) {
  std::map<std::string, std::string> by_request;
  for (const DraftIssue& issue : input.draft.issues) {
    const auto [known, is_new] = by_request.emplace(asked_for(issue), issue.item.id);
    if (!is_new)
      found.push_back(about("duplicate_item", Speaker::Case, issue.item.id,
                            fmt::format("items {} and {} ask for the same", known->second, issue.item.id)));
  }
}

/// The item of this case that an earlier application asked for: the same drug, or the same kind of service in words
/// that name it.
const DraftIssue* same_item(const CheckInput& input, const std::string& text) {
  const auto earlier = clinical::parse_item(input.vocabulary, text);
  for (const DraftIssue& issue : input.draft.issues) {
    const auto& item = issue.request.item;
    if (item.kind == "drug" && item.ingredients == earlier.ingredients && !item.ingredients.empty()) return &issue;
    if (item.kind != "drug" && item.kind == earlier.kind && item.kind != "unknown" &&
        item.body_part == earlier.body_part)
      return &issue;
  }
  return nullptr;
}

/// Facts that a finding of the item rests on and that are younger than the earlier decision, as evidence.
std::vector<records::Evidence> facts_since(const CheckInput& input, const DraftIssue& issue, Date decided) {
  std::vector<records::Evidence> later;
  std::set<std::string> told;
  for (const auto& finding : issue.evaluation.findings)
    for (const std::string& id : finding.facts) {
      const Fact* fact = input.chart.find(id);
      if (!fact || fact->is_derived || fact->evidence.empty() || !fact->date || !(decided < *fact->date)) continue;
      if (told.insert(fact->concept_id).second) later.push_back(fact->evidence.front());
    }
  return later;
}

void check_earlier(const CheckInput& input, std::vector<FoundCheck>& found) {
  for (const auto& earlier : input.case_file.application.earlier_applications) {
    const DraftIssue* issue = same_item(input, earlier.item);
    FoundCheck check = about("prior_determination", Speaker::Case, issue ? issue->item.id : "",
                             fmt::format("application {} ({}) decided “{}”{}", earlier.number, earlier.outcome,
                                         earlier.item, earlier.decided ? " on " + earlier.decided->us() : ""));
    if (issue && earlier.decided) {
      check.evidence = facts_since(input, *issue, *earlier.decided);
      check.text += check.evidence.empty() ? fmt::format("; no fact on which item {} turns is younger", issue->item.id)
                                           : fmt::format("; {} kind{} of facts on which item {} turns {} younger",
                                                         check.evidence.size(), check.evidence.size() == 1 ? "" : "s",
                                                         issue->item.id, check.evidence.size() == 1 ? "is" : "are");
    }
    check.text += "; compare the facts and give reasons if the results differ";
    found.push_back(std::move(check));
  }
}

/// Bowen v. County of San Bernardino: another result on unchanged facts needs its reasons.
void check_divergence(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  for (const auto& earlier : input.case_file.application.earlier_applications) {
    const DraftIssue* issue = same_item(input, earlier.item);
    if (!issue || !earlier.decided || (earlier.outcome != "upheld" && earlier.outcome != "overturned")) continue;
    for (const auto& item : opinion.items)
      if (item.id == issue->item.id && item.decision != earlier.outcome &&
          facts_since(input, *issue, *earlier.decided).empty())
        found.push_back(
            about("prior_divergence", Speaker::Opinion, item.id,
                  fmt::format("item {} is {} here and was {} in application {} on {}, and no fact on which it "
                              "turns has changed since; give the reasons for the difference",
                              item.id, item.decision, earlier.outcome, earlier.number, earlier.decided->us())));
  }
}

void check_decided_items(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  std::set<std::string> decided;
  for (const auto& item : opinion.items) {
    decided.insert(item.id);
    if (std::find(input.eligible_items.begin(), input.eligible_items.end(), item.id) == input.eligible_items.end())
      found.push_back(
          about("item_extra", Speaker::Opinion, item.id,
                fmt::format("The opinion decides item {}, which is not an eligible item of this case", item.id)));
  }
  for (const std::string& id : input.eligible_items)
    if (!decided.contains(id))
      found.push_back(
          about("item_missing", Speaker::Opinion, id, fmt::format("The opinion does not decide item {}", id)));
}

/// Whether the reviewer says why: in words, or by a criterion that is found otherwise with its reason.
bool gives_reason(const records::ItemOpinion& item, const DraftIssue& issue) {
  const auto has_words = [](const std::string& words) {
    return words.find_first_not_of(" \t\r\n") != std::string::npos;
  };
  if (has_words(item.words)) return true;
  return std::any_of(item.criteria.begin(), item.criteria.end(), [&](const auto& criterion) {
    const auto* finding = issue.evaluation.finding(criterion.id);
    return finding && guidelines::name(finding->verdict) != criterion.verdict && has_words(criterion.reason);
  });
}

/// A letter cannot decide one way and give the reasons for the other, nor decide what its draft leaves open.
void check_reasons(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  for (const auto& item : opinion.items) {
    const DraftIssue* issue = input.draft.issue(item.id);
    if (!issue || item.decision == guidelines::name(issue->evaluation.recommendation) || gives_reason(item, *issue))
      continue;
    found.push_back(about("decision_without_reason", Speaker::Opinion, item.id,
                          fmt::format("item {} is {} and the draft's findings {}; the letter would have no reason for "
                                      "the decision. Write it in words, or find a criterion otherwise with its reason",
                                      item.id, item.decision,
                                      issue->evaluation.recommendation == guidelines::Recommendation::ReviewerJudgment
                                          ? "leave it to the reviewer"
                                          : "speak for the opposite")));
  }
}

void check_date(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  if (!opinion.date || !input.received || *input.received <= *opinion.date) return;
  found.push_back(about("opinion_date", Speaker::Opinion, "",
                        fmt::format("The opinion is dated {}, and the application was received on {}; an opinion comes "
                                    "after the papers. Correct its date",
                                    opinion.date->us(), input.received->us())));
}

/// Criteria on which the reviewer differs from the engine: each has to exist and to have its reason.
void check_overrides(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  for (const auto& item : opinion.items) {
    const DraftIssue* issue = input.draft.issue(item.id);
    if (!issue) continue;
    for (const auto& criterion : item.criteria) {
      const auto* finding = issue->evaluation.finding(criterion.id);
      if (finding && guidelines::name(finding->verdict) == criterion.verdict) continue;
      if (finding && !criterion.reason.empty()) continue;
      found.push_back(about(
          "override_without_reason", Speaker::Opinion, item.id,
          finding ? fmt::format("The opinion finds {} {} where the findings say {}, without a reason", criterion.id,
                                criterion.verdict, guidelines::name(finding->verdict))
                  : fmt::format("The opinion speaks of {}, which is no criterion of item {}", criterion.id, item.id)));
    }
  }
}

void check_citations(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  for (const auto& item : opinion.items) {
    const DraftIssue* issue = input.draft.issue(item.id);
    if (!issue) continue;
    std::vector<const guidelines::Topic*> topics;
    for (const auto& entry : issue->evaluation.topics) topics.push_back(entry.topic);
    for (const auto& citation : item.guidelines)
      if (const auto doubt = doubt_citation(input.library, citation, topics, input.as_of)) {
        found.push_back(about(doubt->id.c_str(), Speaker::Opinion, item.id, doubt->text));
        found.back().statement =
            fmt::format("{}{}{}", citation.source, citation.pages.empty() ? "" : ", pages ", citation.pages);
      }
  }
}

void check_identity(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  for (const auto& item : opinion.items)
    for (const std::string& word : input.forbidden_words)
      if (!word.empty() && lower(item.words).find(lower(word)) != std::string::npos)
        found.push_back(about("identity_leak", Speaker::Opinion, item.id,
                              "The words of the opinion name the reviewer; take the name out"));
}

/// What came after the day of the opinion was not before the reviewer (Labor Code 4610.5(m)).
void check_late_papers(const CheckInput& input, const records::Opinion& opinion, std::vector<FoundCheck>& found) {
  if (!opinion.date) return;
  for (const records::Document& document : input.case_file.documents)
    if (document.received && *opinion.date < *document.received && document.belongs_to != "other")
      found.push_back(about("document_not_reviewed", Speaker::Opinion, "",
                            fmt::format("{} was received on {}, after the opinion of {}", document.file,
                                        document.received->us(), opinion.date->us())));
}

} // namespace

bool has_readable_page(const records::Document& document) {
  return std::any_of(document.pages.begin(), document.pages.end(), [](const records::Page& page) {
    return !page.counts_as_unread() && page.text.find_first_not_of(" \t\r\n\f") != std::string::npos;
  });
}

std::vector<FoundCheck> check_papers(const CheckInput& input) {
  std::vector<FoundCheck> found;
  check_documents(input, found);
  for (const ScreeningFinding& one : input.screening)
    found.push_back(about(one.check.c_str(), one.is_of_opinion ? Speaker::Opinion : Speaker::Case, one.item, one.text));
  check_duplicates(input, found);
  check_earlier(input, found);
  return found;
}

std::vector<FoundCheck> check_opinions(const CheckInput& input) {
  std::vector<FoundCheck> found;
  for (const records::Opinion* opinion : opinions_of(input)) {
    check_decided_items(input, *opinion, found);
    check_overrides(input, *opinion, found);
    check_reasons(input, *opinion, found);
    check_date(input, *opinion, found);
    check_citations(input, *opinion, found);
    check_identity(input, *opinion, found);
    check_late_papers(input, *opinion, found);
    check_divergence(input, *opinion, found);
  }
  return found;
}

} // namespace openimr::determination
