// From the application to the assignment, and what may happen at any time.
#include "casework/applying.h"

#include <algorithm>
#include <fmt/ranges.h>

namespace openimr::casework {

std::string Applying::where() const {
  return fmt::format("case {}, {} on {}", case_.number.empty() ? "(new)" : case_.number, row_.kind, event_.on.iso());
}

Error Applying::refuse(std::string found, std::string expected, std::string_view rule) const {
  if (rule.empty()) rule = row_.rule;
  return {ErrorKind::Refused, where(), std::move(found), std::move(expected),
          rule.empty() ? "" : fmt::format("rule: {}", rule)};
}

Refusal Applying::need(std::string_view field, const std::string& value) const {
  if (!value.empty()) return {};
  return Error{ErrorKind::Input, where(), fmt::format("no {}", field), "a value for it",
               row_.rule.empty() ? "" : fmt::format("rule: {}", row_.rule)};
}

Refusal Applying::one_of(std::string_view field, const std::string& value,
                         std::initializer_list<std::string_view> words) const {
  if (std::find(words.begin(), words.end(), value) != words.end()) return {};
  return Error{ErrorKind::Input, where(), fmt::format("{} \"{}\"", field, value),
               fmt::format("one of {}", fmt::join(words, ", ")),
               row_.rule.empty() ? "" : fmt::format("rule: {}", row_.rule)};
}

CaseItem* Applying::item(std::string_view id) { return const_cast<CaseItem*>(case_.item(id)); }

ReviewerPart* Applying::reviewer(std::string_view id) {
  for (ReviewerPart& each : case_.reviewers)
    if (each.id == id) return &each;
  return nullptr;
}

void Applying::close(Outcome outcome, std::string of) {
  case_.status = Status::Closed;
  case_.outcome = outcome;
  case_.outcome_of = std::move(of);
}

Refusal Applying::operator()(const Noted& what) { return need("text", what.text); }

Refusal Applying::operator()(const Received& what) {
  if (auto missing = need("number", what.number)) return missing;
  if (auto missing = need("jurisdiction", what.jurisdiction)) return missing;
  if (what.items.empty()) return Error{ErrorKind::Input, where(), "no disputed item", "at least one", ""};
  if (auto wrong = one_of("review", what.review, {"regular", "expedited"})) return wrong;
  case_.number = what.number;
  case_.jurisdiction = what.jurisdiction;
  case_.channel = what.channel;
  case_.review = what.review;
  case_.employee_first = what.employee_first;
  case_.employee_last = what.employee_last;
  case_.date_of_birth = what.date_of_birth;
  case_.claim_number = what.claim_number;
  case_.adjudication_number = what.adjudication_number;
  case_.date_of_injury = what.date_of_injury;
  case_.application = what.application;
  case_.received_at = event_.at;
  case_.received_on = event_.on;
  case_.ur_decided_on = what.ur_decided_on;
  if (what.ur_served_on) case_.ur_service = Mailing{*what.ur_served_on, what.ur_served_by, what.ur_served_to};
  for (const NamedParty& party : what.parties) case_.parties.push_back({party.role, party.name, {}});
  for (const ReceivedItem& each : what.items) {
    if (item(each.id))
      return Error{ErrorKind::Input, where(), fmt::format("item {} twice", each.id), "one id an item", ""};
    case_.items.push_back({.id = each.id, .text = each.text, .ur_outcome = each.ur_outcome});
  }
  return {};
}

Refusal Applying::operator()(const Screened& what) {
  if (auto wrong = one_of("outcome", what.outcome, {"eligible", "partly_eligible", "ineligible", "deferred"}))
    return wrong;
  if (auto wrong = one_of("review", what.review, {"regular", "expedited"})) return wrong;
  // Every item has its own finding: the notice states those that may be reviewed and reasons for the rest.
  for (CaseItem& each : case_.items) {
    const auto found =
        std::find_if(what.items.begin(), what.items.end(), [&](const auto& one) { return one.id == each.id; });
    if (found == what.items.end())
      return refuse(fmt::format("no finding on item {}", each.id), "one for every disputed item", "LC 4610.5(k)");
    if (auto wrong = one_of("item outcome", found->outcome, {"eligible", "ineligible", "duplicate", "deferred"}))
      return wrong;
    if (found->outcome != "eligible" && found->reasons.empty() && found->duplicate_of.empty())
      return refuse(fmt::format("item {} {} without a reason", each.id, found->outcome), "the reasons in writing",
                    "LC 4610.5(k); 8 CCR 9792.10.3(c)");
    each.eligibility = found->outcome;
    each.reasons = found->reasons;
    each.is_formulary = found->is_formulary;
  }
  if (what.items.size() != case_.items.size())
    return Error{ErrorKind::Input, where(), "a finding on an item that the case does not have", "the items of the case",
                 ""};
  const bool has_eligible =
      std::any_of(case_.items.begin(), case_.items.end(), [](const auto& each) { return each.is_to_be_decided(); });
  const bool says_eligible = what.outcome == "eligible" || what.outcome == "partly_eligible";
  if (has_eligible != says_eligible)
    return Error{ErrorKind::Input, where(), fmt::format("outcome {} beside the items' own", what.outcome),
                 "an outcome that follows from the items", ""};
  case_.screened_on = event_.on;
  case_.review = what.review;
  case_.converted_on = what.converted_on;
  case_.is_formulary_case = what.is_formulary_case;
  case_.outcome.reset();
  if (says_eligible) {
    case_.status = Status::Eligible;
  } else if (what.outcome == "deferred") {
    case_.status = Status::Deferred;
    case_.outcome = Outcome::DeferredLiability;
  } else {
    const bool are_duplicates = std::all_of(case_.items.begin(), case_.items.end(),
                                            [](const auto& each) { return each.eligibility == "duplicate"; });
    close(are_duplicates ? Outcome::DuplicateOf : Outcome::Ineligible,
          are_duplicates ? what.items.front().duplicate_of : "");
  }
  return {};
}

Refusal Applying::operator()(const Deferred& what) {
  if (auto missing = need("reason", what.reason)) return missing;
  case_.outcome = Outcome::DeferredLiability;
  return {};
}

/// A deferred case wakes on the notice that the dispute is resolved, on the administrator's word, or on a board's
/// finding.
Refusal Applying::operator()(const Resumed& what) {
  if (auto wrong = one_of("why", what.why, {"resolution_notice", "agreement", "board_finding"})) return wrong;
  if (what.why == "resolution_notice" && !what.notice_on)
    return refuse("no day on which the notice was served", "notice_on: the filing limit counts from it");
  if (what.notice_on) case_.liability_notice = Mailing{*what.notice_on, what.notice_by, what.notice_to};
  case_.was_liability_agreed = what.why != "resolution_notice";
  case_.outcome.reset();
  return {};
}

Refusal Applying::operator()(const Reopened& what) {
  if (auto missing = need("reason", what.reason)) return missing;
  if (case_.outcome != Outcome::Ineligible)
    return refuse(fmt::format("a case that ended as {}", case_.outcome ? name(*case_.outcome) : "open"),
                  "an ineligible finding");
  if (case_.was_appealed) return refuse("a finding that was appealed", "a finding that was not");
  case_.outcome.reset();
  return {};
}

Refusal Applying::operator()(const DuplicateFound& what) {
  if (auto missing = need("of", what.of)) return missing;
  if (what.of == case_.number) return refuse("a case that repeats itself", "another case");
  close(Outcome::DuplicateOf, what.of);
  return {};
}

Refusal Applying::operator()(const Consolidated& what) {
  if (auto missing = need("into", what.into)) return missing;
  if (what.into == case_.number) return refuse("a case put into itself", "another case");
  if (!case_.joined.empty())
    return refuse(fmt::format("a case that holds {}", fmt::join(case_.joined, ", ")), "one that holds no other");
  close(Outcome::ConsolidatedInto, what.into);
  return {};
}

Refusal Applying::operator()(const Joined& what) {
  if (auto missing = need("from", what.from)) return missing;
  if (std::find(case_.joined.begin(), case_.joined.end(), what.from) != case_.joined.end())
    return refuse(fmt::format("case {} a second time", what.from), "each case once");
  for (const ReceivedItem& each : what.items) {
    if (item(each.id))
      return Error{ErrorKind::Input, where(), fmt::format("item {} twice", each.id), "one id an item", ""};
    case_.items.push_back({.id = each.id, .text = each.text, .ur_outcome = each.ur_outcome, .eligibility = "eligible"});
  }
  for (const NamedParty& party : what.parties) {
    const bool is_known = std::any_of(case_.parties.begin(), case_.parties.end(), [&](const PartySpell& one) {
      return one.role == party.role && one.name == party.name;
    });
    if (!is_known) case_.parties.push_back({party.role, party.name, {}});
  }
  case_.joined.push_back(what.from);
  if (!what.application.empty()) case_.joined_applications[what.from] = what.application;
  return {};
}

Refusal Applying::operator()(const InformationAsked& what) {
  if (auto wrong = one_of("purpose", what.purpose, {"eligibility", "review"})) return wrong;
  if (auto missing = need("of", what.of)) return missing;
  if (auto missing = need("what", what.what)) return missing;
  // What a reviewer asks one party, all of them see.
  if (what.purpose == "review" && what.copied_to.empty())
    return refuse("a question without copies", "a copy to every party", "LC 4610.6(b)");
  if (what.purpose == "review") {
    auto told = what.copied_to;
    told.push_back(
        case_.party_on(what.of == "applicant" ? "employee" : what.of, event_.on)); // who is asked needs no copy
    told.push_back(what.of);
    if (auto unreached = reaches_everybody(told)) return unreached;
  }
  case_.questions.push_back({what.purpose, what.of, what.what, event_.on});
  return {};
}

Refusal Applying::operator()(const InformationAnswered& what) {
  const auto asked = std::find_if(case_.questions.begin(), case_.questions.end(),
                                  [&](const auto& each) { return each.of == what.from; });
  if (asked == case_.questions.end())
    return refuse(fmt::format("an answer of {}", what.from), "a question that waits for it");
  if (asked->purpose == "review" && what.copied_to.empty())
    return refuse("an answer without copies", "a copy to every party", "LC 4610.6(b)");
  case_.questions.erase(asked);
  return {};
}

Refusal Applying::operator()(const Assigned& what) {
  if (auto missing = need("organization", what.organization)) return missing;
  case_.assigned_on = event_.on;
  return {};
}

Refusal Applying::operator()(const NoticeSent& what) {
  if (auto wrong =
          one_of("notice", what.notice, {"assignment", "ineligible", "deferral", "expedited", "termination", "other"}))
    return wrong;
  if (auto wrong = one_of("served_by", what.served_by, {"mail", "personal", "fax", "overnight", "electronic"}))
    return wrong;
  if (what.notice == "assignment" && !case_.assigned_on)
    return refuse("a notice of an assignment that was not made", "the assignment first");
  if (auto wrong = serve(what)) return wrong;
  // The records are due so long after the administrator was told, whoever else was.
  const auto is_in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), case_.party_on("claims_administrator", event_.on)) != names.end();
  };
  if (what.notice == "assignment" && !is_in(what.unreached) && (!case_.assignment_notice || is_in(what.recipients)))
    case_.assignment_notice = Mailing{event_.on, what.served_by, what.served_to};
  return {};
}

/// A notice goes to everybody who is served; who was not reached is told, and is reached by a second one.
Refusal Applying::serve(const NoticeSent& what) {
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : what.unreached)
    if (holds(what.recipients, name) || !holds(case_.service_list(event_.on), name))
      return refuse(fmt::format("{} as not reached", name), "somebody who is to be served and was not");
  if (what.notice == "other") return {};
  auto& open = case_.unreached[what.notice];
  const bool is_second = !open.empty();
  std::vector<std::string> told = what.recipients;
  told.insert(told.end(), what.unreached.begin(), what.unreached.end());
  if (!is_second)
    if (auto missing = reaches_everybody(told)) return missing;
  std::erase_if(open, [&](const std::string& name) { return holds(what.recipients, name); });
  for (const std::string& name : what.unreached)
    if (!holds(open, name)) open.push_back(name);
  if (open.empty()) case_.unreached.erase(what.notice);
  return {};
}

Refusal Applying::operator()(const NoticeServed& what) {
  if (auto missing = need("proof", what.proof)) return missing;
  if (what.notice != "determination") return {};
  if (!case_.determination_mailed)
    return refuse("proof of a determination that was not issued", "the determination first");
  if (!case_.determination_received) case_.determination_received = event_.on;
  return {};
}

Refusal Applying::operator()(const PartyChanged& what) {
  if (auto missing = need("name", what.name)) return missing;
  if (auto wrong = one_of("role", what.role,
                          {"employee", "employer", "claims_administrator", "insurer", "medical_provider_network",
                           "ur_organization", "ur_reviewer", "requesting_physician", "treating_physician",
                           "medical_group", "facility", "alternative_facility", "manufacturer",
                           "alternative_manufacturer", "representative_attorney", "representative"}))
    return wrong;
  if (!what.effective_on) return refuse("no day from which it holds", "effective_on");
  case_.parties.push_back({what.role, what.name, what.effective_on, what.address});
  return {};
}

/// Clocks count from the day that is right; who told the other one, and when, stays in the history.
Refusal Applying::operator()(const DayCorrected& what) {
  if (auto wrong =
          one_of("of", what.of, {"screened", "assigned", "notice_sent", "records_received", "issued", "notice_served"}))
    return wrong;
  if (!what.day) return Error{ErrorKind::Input, where(), "no day", "the day on which it happened", ""};
  if (auto missing = need("reason", what.reason)) return missing;
  if (event_.on < *what.day)
    return refuse(fmt::format("{}, which is after {}", what.day->iso(), event_.on.iso()), "a day that has come");
  const auto day_of = [](std::optional<Date>& perhaps) { return perhaps ? &*perhaps : nullptr; };
  const auto of_mailing = [](std::optional<Mailing>& perhaps) { return perhaps ? &perhaps->on : nullptr; };
  Date* told = what.of == "screened"           ? day_of(case_.screened_on)
               : what.of == "assigned"         ? day_of(case_.assigned_on)
               : what.of == "notice_sent"      ? of_mailing(case_.assignment_notice)
               : what.of == "records_received" ? day_of(case_.records_on)
               : what.of == "issued"           ? of_mailing(case_.determination_mailed)
                                               : day_of(case_.determination_received);
  if (told) *told = *what.day;
  if (!told) return refuse(fmt::format("no {} from whose day anything counts", what.of), "something that has happened");
  case_.days.insert_or_assign(what.of == "notice_sent" ? "notice_sent/assignment" : what.of, *what.day);
  if (what.of == "issued") count_lateness();
  return {};
}

Refusal Applying::operator()(const OverdueRaised& what) {
  if (auto missing = need("rule", what.rule)) return missing;
  if (!what.due_on || event_.on <= *what.due_on)
    return refuse("a date that has not passed", "a due date before the event's day");
  if (!case_.overdue.insert(what.rule + " " + what.due_on->iso()).second)
    return refuse(fmt::format("{} of {} raised again", what.rule, what.due_on->iso()), "each lateness once");
  return {};
}

Refusal Applying::operator()(const Invoiced& what) {
  if (auto missing = need("invoice", what.invoice)) return missing;
  if (auto missing = need("fee", what.fee)) return missing;
  if (what.cents <= 0) return Error{ErrorKind::Input, where(), fmt::format("{} cents", what.cents), "an amount", ""};
  if (what.payer != case_.party_on("claims_administrator", event_.on) &&
      what.payer != case_.party_on("employer", event_.on))
    return refuse(fmt::format("an invoice to \"{}\"", what.payer),
                  "the claims administrator or the employer: the worker pays nothing");
  if (!case_.invoices.emplace(what.invoice, what.cents).second)
    return refuse(fmt::format("invoice {} a second time", what.invoice), "a number of its own");
  return {};
}

Refusal Applying::operator()(const Credited& what) {
  if (auto missing = need("reason", what.reason)) return missing;
  const auto invoice = case_.invoices.find(what.invoice);
  if (invoice == case_.invoices.end())
    return refuse(fmt::format("a credit for \"{}\"", what.invoice), "an invoice of this case");
  if (what.cents <= 0 || what.cents > invoice->second)
    return refuse(fmt::format("a credit of {} cents", what.cents),
                  fmt::format("at most the {} that stand", invoice->second));
  invoice->second -= what.cents;
  return {};
}

} // namespace openimr::casework
