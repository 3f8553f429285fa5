#include "casework/eligibility.h"

#include "casework/factors.h"
#include "casework/item_text.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::casework {
namespace {

using jurisdictions::EligibilityRules;
using jurisdictions::Ground;
using jurisdictions::InForce;
using jurisdictions::Jurisdiction;
using records::Application;
using records::DisputedItem;

/// Looks at one application; lives for one call of screen().
class Screening {
public:
  Screening(const Jurisdiction& law, const Application& application, const ScreeningInput& input)
      : rules_(law.eligibility), application_(application), input_(input),
        papers_{.law = law, .application = application, .filed_on = law.local_date(application.received)} {}

  Eligibility run();

private:
  void find_formulary_items();
  void find_review_kind();
  void convert_to_expedited();
  void look_at_earlier_screenings();
  void look_at_days();
  void apply(const Ground& ground);
  void record(const Ground& ground, const InForce<std::string>& text, const DisputedItem& item, Look look);
  void conclude();
  void conclude_case();
  void note(std::string words);

  ItemEligibility& result_of(const DisputedItem& item) {
    return result_.items[static_cast<std::size_t>(&item - application_.disputed_items.data())];
  }

  const EligibilityRules& rules_;
  const Application& application_;
  const ScreeningInput& input_;
  Papers papers_;
  Eligibility result_;
};

void Screening::note(std::string words) {
  if (std::find(result_.notes.begin(), result_.notes.end(), words) == result_.notes.end())
    result_.notes.push_back(std::move(words));
}

/// Which items fall under the formulary's limits: drugs, once the formulary rule is in force.
void Screening::find_formulary_items() {
  const auto* clock = papers_.law.clock(rules_.formulary_rule);
  const auto day = papers_.communicated();
  const bool in_force = clock && day && clock->clocks.on(*day);
  for (const DisputedItem& item : application_.disputed_items) {
    const std::string sign = input_.drug_items ? "" : drug_sign(rules_, item.text);
    const bool is_drug = input_.drug_items ? input_.drug_items->contains(item.id) : !sign.empty();
    result_of(item).is_formulary = is_drug && in_force;
    if (!is_drug || !in_force) continue;
    papers_.formulary_items.insert(&item);
    result_.findings.push_back(
        {"formulary", item.id, fmt::format("disputed_items {}: text", item.id), item.text,
         clock->clocks.on(*day)->citation.text, "noted",
         sign.empty()
             ? "A drug: the formulary's shorter limits apply to this item."
             : fmt::format(
                   "Taken for a drug because of the word \"{}\": the formulary's shorter limits apply to this item.",
                   sign)});
  }
  const std::size_t count = papers_.formulary_items.size();
  if (count > 0 && count < application_.disputed_items.size())
    note("drugs and other items in one application: no text that was read says which limit governs, so each item keeps "
         "its own");
}

/// LC 4610.6(d)(1)(C): an expedited review needs the certificate, or an expedited UR decision.
void Screening::find_review_kind() {
  result_.review = application_.review;
  if (application_.review != "expedited") return convert_to_expedited();
  const bool is_certified =
      !application_.expedited_certified_by.empty() || application_.expedited_certified_on.has_value();
  const bool carries_over = application_.ur_decision.expedited;
  const std::string rule = rules_.expedited_certification.text;
  if (is_certified) {
    result_.findings.push_back({"expedited", "", "expedited_certification", application_.expedited_certified_by, rule,
                                "passed", "The need for an expedited review is certified."});
  } else if (carries_over) {
    result_.findings.push_back({"expedited", "", "ur_decision.expedited", "true", rule, "passed",
                                "The UR decision was expedited, and so is the review."});
  } else {
    result_.review = "regular";
    result_.findings.push_back(
        {"expedited", "", "expedited_certification", "none", rule, "failed",
         "An expedited review was asked for without a physician's certificate; it is treated as regular."});
    note("treated as regular: an expedited review was asked for without a physician's certificate");
  }
}

/// 8 CCR 9792.10.4(c): the treating physician certifies an imminent and serious threat after the application was filed.
void Screening::convert_to_expedited() {
  const auto& on = application_.expedited_certified_on;
  const jurisdictions::Citation& rule = rules_.expedited_conversion;
  if (rule.text.empty() || !on || input_.as_of < *on) return;
  result_.review = "expedited";
  if (*on > result_.filed_on) result_.converted_on = on;
  result_.findings.push_back(
      {"expedited", "", "expedited_certification.on", on->iso(), rule.shown(), "noted",
       fmt::format(
           "{} certified an imminent and serious threat on {}: the review is expedited from then on, its clocks "
           "begin again, and the parties are told by the fastest means.",
           application_.expedited_certified_by.empty() ? "The physician" : application_.expedited_certified_by,
           on->iso())});
}

/// 8 CCR 9792.10.3(f): a finding may be looked at again until it is appealed; the earlier one stays on record.
void Screening::look_at_earlier_screenings() {
  const jurisdictions::Citation& rule = rules_.reopening;
  if (rule.text.empty()) return;
  for (const records::EarlierScreening& earlier : application_.earlier_screenings) {
    const std::string when = earlier.on ? earlier.on->iso() : "a day not stated";
    std::string codes;
    for (const auto& code : earlier.codes) codes += (codes.empty() ? " (" : ", ") + code;
    if (!codes.empty()) codes += ")";
    const bool is_closed = earlier.appealed_on && *earlier.appealed_on <= input_.as_of;
    const std::string now = std::string(casework::name(result_.outcome));
    result_.findings.push_back(
        {"reopening", "", "earlier_screenings", fmt::format("{} {}{}", when, earlier.outcome, codes), rule.shown(),
         is_closed ? "failed" : "noted",
         is_closed ? fmt::format("The finding of {} was appealed on {}: it may not be looked at again.", when,
                                 earlier.appealed_on->iso())
                   : fmt::format("Looked at again: found {}{} on {}, {} now.", earlier.outcome, codes, when, now)});
    if (is_closed)
      note(fmt::format("the eligibility was appealed on {}; what is computed here does not replace the finding of {}",
                       earlier.appealed_on->iso(), when));
  }
}

/// Days that cannot stand in this order, and a service that is not stated: told, so that a person corrects them.
void Screening::look_at_days() {
  const auto& decision = application_.ur_decision;
  const auto after = [&](const std::optional<Date>& day, const char* what, const std::optional<Date>& other,
                         const char* before) {
    if (day && other && *day < *other)
      note(fmt::format("{} ({}) lies before {} ({}): one of the two days may be wrong", what, day->iso(), before,
                       other->iso()));
  };
  after(decision.served.on, "the service of the UR decision", decision.date, "the UR decision");
  after(result_.filed_on, "the receipt of the application", decision.date, "the UR decision");
  after(result_.filed_on, "the receipt of the application", application_.consent_on, "the consent");
  for (const DisputedItem& item : application_.disputed_items)
    after(decision.date, "the UR decision", item.requested_on, ("the request of item " + item.id).c_str());
  if (decision.served.on && decision.served.by.empty())
    note("how the UR decision was served is not stated: it is counted as mailed, which gives the employee the days for "
         "mail");
}

/// Puts what a factor saw under its item: the reason when it failed, and what is doubtful about it.
void Screening::record(const Ground& ground, const InForce<std::string>& text, const DisputedItem& item, Look look) {
  ItemEligibility& result = result_of(item);
  if (look.limit)
    for (const std::string& remark : look.limit->notes) note(fmt::format("{}: {}", look.limit->rule, remark));
  if (look.limit) result.limit = std::move(look.limit);
  if (look.result != "failed") return;
  auto words = jurisdictions::fill(text.value, look.values);
  result.reasons.push_back({ground.code, words ? *words : look.text, text.citation.text});
  if (!look.duplicate_of.empty()) result.duplicate_of = look.duplicate_of;
  if (!text.citation.verified)
    note(fmt::format("not verified: {}{}", text.citation.text,
                     text.citation.note.empty() ? "" : " (" + text.citation.note + ")"));
}

void Screening::apply(const Ground& ground) {
  const Factor* factor = find_factor(ground.factor);
  if (!factor) return; // a person enters this ground
  const auto* text = ground.text.on(result_.filed_on);
  if (!text && !ground.text.values.empty()) { // an application older than the law is judged by the oldest text
    const auto& first = ground.text.values.front();
    if (first.from && result_.filed_on < *first.from) text = &first;
  }
  if (!text) return;
  bool is_first = true;
  for (const DisputedItem& item : application_.disputed_items) {
    Look look = factor->look(papers_, item);
    if (factor->is_per_item || is_first)
      result_.findings.push_back({ground.factor, factor->is_per_item ? item.id : "", look.looked_at, look.value,
                                  text->citation.shown(), look.result, look.text});
    record(ground, *text, item, std::move(look));
    is_first = false;
  }
}

/// An item that is a duplicate is that before all; one that is refused is not put off.
void Screening::conclude() {
  for (ItemEligibility& item : result_.items) {
    const auto has = [&](std::string_view effect) {
      return std::any_of(item.reasons.begin(), item.reasons.end(), [&](const Reason& reason) {
        const Ground* ground = rules_.ground(reason.code);
        return ground && ground->effect == effect;
      });
    };
    if (has("duplicate"))
      item.outcome = ItemOutcome::Duplicate;
    else if (has("ineligible"))
      item.outcome = ItemOutcome::Ineligible;
    else if (has("deferred"))
      item.outcome = ItemOutcome::Deferred;
  }
  conclude_case();
}

/// Duplicates within the application are not counted; a duplicate of another application cannot be reviewed here.
void Screening::conclude_case() {
  std::size_t eligible = 0, deferred = 0, counted = 0, drugs = 0;
  for (const ItemEligibility& item : result_.items) {
    const bool is_inner_duplicate =
        item.outcome == ItemOutcome::Duplicate && result_.item(item.duplicate_of) != nullptr;
    if (is_inner_duplicate) continue;
    ++counted;
    if (item.outcome == ItemOutcome::Eligible) ++eligible;
    if (item.outcome == ItemOutcome::Deferred) ++deferred;
    if (item.outcome == ItemOutcome::Eligible && item.is_formulary) ++drugs;
  }
  if (eligible > 0)
    result_.outcome = eligible == counted ? CaseOutcome::Eligible : CaseOutcome::PartlyEligible;
  else
    result_.outcome = deferred > 0 ? CaseOutcome::Deferred : CaseOutcome::Ineligible;
  result_.is_formulary_case = eligible > 0 && drugs == eligible;
}

Eligibility Screening::run() {
  result_.filed_on = papers_.filed_on;
  for (const DisputedItem& item : application_.disputed_items) result_.items.push_back({.id = item.id});
  if (input_.as_of < result_.filed_on)
    note(fmt::format("the application was received on {}, after the day of this screening, {}", result_.filed_on.iso(),
                     input_.as_of.iso()));
  if (application_.disputed_items.empty())
    note("the application disputes no item: list every service that was denied or modified");
  look_at_days();
  find_formulary_items();
  find_review_kind();
  for (const Ground& ground : rules_.grounds) apply(ground);
  conclude();
  look_at_earlier_screenings();
  return std::move(result_);
}

} // namespace

std::string_view name(CaseOutcome outcome) {
  switch (outcome) {
  case CaseOutcome::Eligible:
    return "eligible";
  case CaseOutcome::PartlyEligible:
    return "partly_eligible";
  case CaseOutcome::Ineligible:
    return "ineligible";
  case CaseOutcome::Deferred:
    return "deferred";
  }
  return "";
}

std::string_view name(ItemOutcome outcome) {
  switch (outcome) {
  case ItemOutcome::Eligible:
    return "eligible";
  case ItemOutcome::Ineligible:
    return "ineligible";
  case ItemOutcome::Duplicate:
    return "duplicate";
  case ItemOutcome::Deferred:
    return "deferred";
  }
  return "";
}

namespace {

std::string letters_of(std::string_view words) {
  std::string kept;
  for (const char c : words) {
    if (c >= 'A' && c <= 'Z') kept += static_cast<char>(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) kept += c;
  }
  return kept;
}

} // namespace

std::optional<Consolidation> may_consolidate(const Jurisdiction& jurisdiction, const Application& application,
                                             const Application& other, const std::string& name_of_other) {
  const jurisdictions::Citation& rule = jurisdiction.eligibility.consolidation;
  if (rule.text.empty() || !application.requesting_physician || !other.requesting_physician) return std::nullopt;
  const bool is_same_employee = letters_of(application.employee.name) == letters_of(other.employee.name) &&
                                application.date_of_birth == other.date_of_birth;
  const std::string physician = letters_of(application.requesting_physician->name);
  const bool is_same_request = !physician.empty() && physician == letters_of(other.requesting_physician->name) &&
                               application.date_of_injury && application.date_of_injury == other.date_of_injury;
  if (!is_same_employee || !is_same_request) return std::nullopt;
  return Consolidation{
      name_of_other,
      fmt::format("The same employee, requesting physician ({}) and date of injury ({}): {} may be decided "
                  "together with this one when both are eligible.",
                  application.requesting_physician->name, application.date_of_injury->iso(), name_of_other),
      rule.shown()};
}

const ItemEligibility* Eligibility::item(std::string_view id) const {
  for (const ItemEligibility& each : items)
    if (each.id == id) return &each;
  return nullptr;
}

namespace {

/// Applications that are decided together were made one by one: each is held against its own days.
Eligibility screen_together(const Jurisdiction& jurisdiction, const Application& application,
                            const ScreeningInput& input) {
  Application own = application;
  own.joined.clear();
  std::erase_if(own.disputed_items, [&](const DisputedItem& item) {
    return std::any_of(application.joined.begin(), application.joined.end(), [&](const Application& other) {
      return std::any_of(other.disputed_items.begin(), other.disputed_items.end(),
                         [&](const DisputedItem& one) { return one.id == item.id; });
    });
  });
  Eligibility all = Screening(jurisdiction, own, input).run();
  bool is_formulary_case = all.is_formulary_case;
  for (const Application& other : application.joined) {
    Eligibility more = Screening(jurisdiction, other, input).run();
    is_formulary_case = is_formulary_case && more.is_formulary_case;
    for (auto& item : more.items) all.items.push_back(std::move(item));
    for (auto& finding : more.findings) all.findings.push_back(std::move(finding));
    for (auto& words : more.notes)
      if (std::find(all.notes.begin(), all.notes.end(), words) == all.notes.end())
        all.notes.push_back(std::move(words));
    if (all.outcome == more.outcome) continue;
    const auto is = [&](CaseOutcome outcome) { return all.outcome == outcome || more.outcome == outcome; };
    all.outcome = is(CaseOutcome::Eligible) || is(CaseOutcome::PartlyEligible) ? CaseOutcome::PartlyEligible
                                                                               : CaseOutcome::Deferred;
  }
  all.is_formulary_case = is_formulary_case;
  return all;
}

} // namespace

Eligibility screen(const Jurisdiction& jurisdiction, const Application& application, const ScreeningInput& input) {
  return application.joined.empty() ? Screening(jurisdiction, application, input).run()
                                    : screen_together(jurisdiction, application, input);
}

} // namespace openimr::casework
