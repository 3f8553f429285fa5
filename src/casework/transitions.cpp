#include "casework/transitions.h"

#include <array>

namespace openimr::casework {
namespace {

constexpr std::array<std::string_view, 12> names = {"new",      "received",     "deferred", "eligible",
                                                    "assigned", "under_review", "opined",   "signed",
                                                    "cleared",  "determined",   "appealed", "closed"};

constexpr StatusSet received = bit(Status::Received), deferred = bit(Status::Deferred),
                    eligible = bit(Status::Eligible), assigned = bit(Status::Assigned),
                    reviewed = bit(Status::UnderReview), opined = bit(Status::Opined), is_signed = bit(Status::Signed),
                    cleared = bit(Status::Cleared), determined = bit(Status::Determined),
                    appealed = bit(Status::Appealed), closed = bit(Status::Closed);
constexpr StatusSet in_review = reviewed | opined | is_signed | cleared;
constexpr StatusSet open = received | deferred | eligible | assigned | in_review;
constexpr StatusSet ever = open | determined | appealed | closed;

constexpr std::string_view desk_roles = "intake coordinator administrator";
constexpr std::string_view office = "coordinator administrator";
constexpr std::string_view doctor = "medical_director";

// Citations are those of California's workers' compensation law; docs/known_gaps.md says what that means for other
// packs.
constexpr Transition table[] = {
    {"received", bit(Status::New), Status::Received, "intake coordinator administrator", "LC 4610.5(d)",
     "once, as the first event"},
    {"screened", received, {}, office, "8 CCR 9792.10.3(a)", "while the application waits for screening"},
    {"deferred", received | eligible, Status::Deferred, office, "LC 4610.5(k); 8 CCR 9792.10.3(d)",
     "before the assignment"},
    {"resumed", deferred, Status::Received, office, "LC 4610.5(h)(2)", "while it is deferred"},
    {"reopened", closed, Status::Received, office, "8 CCR 9792.10.3(f)",
     "after an ineligible finding that was not appealed"},
    {"duplicate_found", received | deferred | eligible, Status::Closed, office, "8 CCR 9792.10.3(a)",
     "before the assignment"},
    {"consolidated", eligible | assigned, Status::Closed, office, "8 CCR 9792.10.4(a)",
     "once it is eligible and before a reviewer has attested"},
    {"joined",
     eligible | assigned,
     {},
     office,
     "8 CCR 9792.10.4(a)",
     "once it is eligible and before a reviewer has attested"},
    {"information_asked",
     open,
     {},
     "coordinator reviewer medical_director administrator",
     "LC 4610.6(b); 8 CCR 9792.10.3(c)",
     "before the determination"},
    {"information_answered", open, {}, desk_roles, "LC 4610.6(b); 8 CCR 9792.10.3(c)", "after it was asked for"},
    {"assigned", eligible, Status::Assigned, office, "LC 4610.5(k); 8 CCR 9792.10.4(a)", "once it is eligible"},
    {"notice_sent", ever, {}, office, "8 CCR 9792.10.4(b)", "after the application came in"},
    {"notice_served", ever, {}, desk_roles, "LC 4610.6(h); 8 CCR 10575(c)", "after the application came in"},
    {"records_requested",
     assigned | reviewed,
     {},
     office,
     "LC 4610.5(l); 8 CCR 9792.10.5",
     "between assignment and opinion"},
    {"records_received", open, {}, desk_roles, "LC 4610.5(l),(m)", "before the determination"},
    {"records_closed", assigned | reviewed, {}, office, "8 CCR 9792.10.6(b)(2)", "between assignment and opinion"},
    {"facts_computed", open, {}, "", "", "before the determination"},
    {"findings_computed", open, {}, "", "", "before the determination"},
    {"panel_approved", assigned | reviewed, {}, office, "8 CCR 9792.10.6(c)", "between assignment and opinion"},
    {"reviewer_proposed",
     assigned | reviewed,
     {},
     "coordinator medical_director administrator",
     "LC 139.5(d)(3)(C)",
     "between assignment and opinion"},
    {"reviewer_attested", assigned | in_review, {}, "reviewer", "LC 139.5(d)(5)", "once a reviewer is proposed"},
    {"reviewer_recused",
     assigned | in_review,
     {},
     "reviewer coordinator medical_director",
     "LC 139.5(d)(5)",
     "once a reviewer is proposed"},
    {"opinion_recorded", reviewed, {}, "reviewer", "LC 4610.6(c),(e)", "once the reviewers have attested"},
    {"opinion_signed", opined, {}, "reviewer", "LC 4610.6(e)", "once every reviewer's opinion is recorded"},
    {"quality_passed", is_signed, Status::Cleared, doctor, "LC 139.5(d)(3)(A)", "once the opinion is signed"},
    {"quality_returned", is_signed | cleared, Status::UnderReview, doctor, "LC 139.5(d)(3)(A)",
     "once the opinion is signed"},
    {"extension_granted", assigned | in_review, {}, office, "LC 4610.6(d)(2)", "between assignment and determination"},
    {"expedited_conversion", open, {}, office, "8 CCR 9792.10.4(c)", "before the determination"},
    {"issued", cleared, Status::Determined, "coordinator medical_director", "LC 4610.6(e),(f)",
     "once quality review has passed"},
    {"corrected", determined, {}, "coordinator medical_director", "", "after the determination was issued"},
    {"terminated", open, {}, office, "LC 4610.5(g); 8 CCR 9792.10.6(a)", "before the determination"},
    {"withdrawn", open, Status::Closed, office, "LC 4610.5(g)", "before the determination"},
    {"party_changed", open | determined | appealed, {}, desk_roles, "LC 4610.5(p)", "after the application came in"},
    {"overdue_raised", ever, {}, "", "LC 4610.6(d)", "after the application came in"},
    {"appealed", determined | closed, Status::Appealed, office, "LC 4610.6(h)",
     "after a determination or an ineligible finding"},
    {"affirmed", appealed, {}, office, "LC 4610.6(i)", "while an appeal is pending"},
    {"remanded", appealed, {}, office, "LC 4610.6(i)", "while an appeal is pending"},
    {"published", determined, {}, "publisher", "LC 4610.6(m); 8 CCR 9792.10.9", "after the determination was issued"},
    {"invoiced",
     ever,
     {},
     "coordinator compliance administrator",
     "LC 4610.6(l); 8 CCR 9792.10.8",
     "after the application came in"},
    {"credited", ever, {}, "coordinator compliance administrator", "LC 4610.6(l); 8 CCR 9792.10.8", "after an invoice"},
    {"day_corrected", ever, {}, office, "", "after the application came in"},
    {"complained",
     ever,
     {},
     "intake coordinator compliance administrator",
     "LC 139.5(d)(3)",
     "after the application came in"},
    {"complaint_answered", ever, {}, "compliance", "LC 139.5(d)(3)", "after a complaint"},
    {"complaint_closed", ever, {}, "compliance", "LC 139.5(d)(3)", "after a complaint"},
    {"duplicate_drawn",
     determined,
     {},
     "medical_director compliance",
     "LC 139.5(d)(3)",
     "after the determination was issued"},
    {"duplicate_attested", ever, {}, "reviewer", "LC 139.5(d)(5)", "once a second review was drawn"},
    {"duplicate_decided", ever, {}, "reviewer", "LC 139.5(d)(3)", "once the second reviewer has attested"},
    {"noted", ever, {}, "", "", "after the application came in"},
};

} // namespace

std::string_view name(Status status) { return names[static_cast<std::size_t>(status)]; }

std::optional<Status> status_of(std::string_view word) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == word) return static_cast<Status>(i);
  return std::nullopt;
}

std::span<const Transition> transitions() { return table; }

const Transition* transition_of(std::string_view kind) {
  for (const Transition& each : table)
    if (each.kind == kind) return &each;
  return nullptr;
}

bool may(std::string_view role, std::string_view kind) {
  const Transition* row = transition_of(kind);
  if (!row || role.empty() || role == "auditor") return false;
  if (row->roles.empty()) return true;
  for (std::string_view rest = row->roles; !rest.empty();) {
    const std::size_t end = rest.find(' ');
    if (rest.substr(0, end) == role) return true;
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  }
  return false;
}

} // namespace openimr::casework
