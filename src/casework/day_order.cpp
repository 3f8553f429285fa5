// What follows from what: the order that the law gives to the days of a case, as one table.
#include "casework/case.h"
#include "casework/event_json.h"

#include <fmt/format.h>

namespace openimr::casework {
namespace {

/// Nothing of this kind on a day before the latest event of that kind.
struct Order {
  std::string_view kind, after, rule;
};

constexpr Order orders[] = {
    {"screened", "resumed", "LC 4610.5(h)(2)"},
    {"screened", "reopened", "8 CCR 9792.10.3(f)"},
    {"resumed", "screened", "LC 4610.5(h)(2)"},
    {"reopened", "screened", "8 CCR 9792.10.3(f)"},
    {"consolidated", "screened", "8 CCR 9792.10.4(a)"},
    {"joined", "screened", "8 CCR 9792.10.4(a)"},
    {"assigned", "screened", "LC 4610.5(k); 8 CCR 9792.10.4(a)"},
    {"assigned", "remanded", "LC 4610.6(i)"},
    {"notice_sent/assignment", "assigned", "8 CCR 9792.10.4(b)"},
    {"notice_sent/ineligible", "screened", "8 CCR 9792.10.3(e)"},
    {"notice_sent/termination", "terminated", "8 CCR 9792.10.6(a)"},
    {"notice_served/assignment", "notice_sent/assignment", "8 CCR 9792.10.4(b)"},
    {"records_requested", "assigned", "LC 4610.5(l); 8 CCR 9792.10.5"},
    {"records_closed", "assigned", "8 CCR 9792.10.6(b)(2)"},
    {"extension_granted", "assigned", "LC 4610.6(d)(2)"},
    {"reviewer_proposed", "assigned", "LC 139.5(d)(3)(C)"},
    {"quality_passed", "opinion_signed", "LC 139.5(d)(3)(A)"},
    {"quality_returned", "opinion_signed", "LC 139.5(d)(3)(A)"},
    {"issued", "opinion_signed", "LC 4610.6(e),(f)"},
    {"issued", "quality_passed", "LC 139.5(d)(3)(A)"},
    {"notice_served/determination", "issued", "LC 4610.6(h); 8 CCR 10575(c)"},
    {"corrected", "issued", "LC 4610.6(f)"},
    {"published", "issued", "LC 4610.6(m); 8 CCR 9792.10.9"},
    {"appealed", "issued", "LC 4610.6(h)"},
    {"appealed", "screened", "LC 4610.6(h); 8 CCR 10575(a)"},
    {"affirmed", "appealed", "LC 4610.6(i)"},
    {"remanded", "appealed", "LC 4610.6(i)"},
};

/// What holds of one reviewer: proposed, then attested, then decided, then signed.
struct OwnOrder {
  std::string_view before, rule;
  std::optional<Date> day;
  std::string key = {}; ///< in Case::moments
};

std::optional<OwnOrder> own_order(const Case& so_far, const What& what) {
  const auto part = [&](const std::string& id) -> const ReviewerPart* {
    for (const ReviewerPart& each : so_far.reviewers)
      if (each.id == id) return &each;
    return nullptr;
  };
  if (const auto* told = std::get_if<ReviewerAttested>(&what))
    if (const auto* own = part(told->reviewer))
      return OwnOrder{"reviewer_proposed", "LC 139.5(d)(5)", own->proposed_on, "reviewer_proposed/" + told->reviewer};
  if (const auto* told = std::get_if<OpinionRecorded>(&what))
    if (const auto* own = part(told->reviewer))
      return OwnOrder{"reviewer_attested", "LC 139.5(d)(5); LC 4610.6(c)", own->first_attested_on,
                      "reviewer_attested/" + told->reviewer};
  if (const auto* told = std::get_if<OpinionSigned>(&what))
    if (const auto* own = part(told->reviewer))
      return OwnOrder{"opinion_recorded", "LC 4610.6(e)", own->opined_on, "opinion_recorded/" + told->reviewer};
  if (const auto* told = std::get_if<ReviewerRecused>(&what))
    if (const auto* own = part(told->reviewer))
      return OwnOrder{"reviewer_proposed", "LC 139.5(d)(5)", own->proposed_on, "reviewer_proposed/" + told->reviewer};
  if (const auto* told = std::get_if<ComplaintAnswered>(&what))
    for (const Complaint& each : so_far.complaints)
      if (each.id == told->complaint) return OwnOrder{"complained", "LC 139.5(d)(3)", each.received_on};
  if (const auto* told = std::get_if<ComplaintClosed>(&what))
    for (const Complaint& each : so_far.complaints)
      if (each.id == told->complaint)
        return OwnOrder{"complained", "LC 139.5(d)(3)", each.answered_on.value_or(each.received_on)};
  if (const auto* told = std::get_if<DuplicateAttested>(&what))
    for (const DuplicateReview& each : so_far.duplicates)
      if (each.id == told->duplicate) return OwnOrder{"duplicate_drawn", "LC 139.5(d)(5)", each.drawn_on};
  if (const auto* told = std::get_if<DuplicateDecided>(&what))
    for (const DuplicateReview& each : so_far.duplicates)
      if (each.id == told->duplicate)
        return OwnOrder{"duplicate_attested", "LC 139.5(d)(5)", each.attested_on.value_or(each.drawn_on)};
  if (const auto* told = std::get_if<InformationAnswered>(&what))
    for (const OpenQuestion& each : so_far.questions)
      if (each.of == told->from) return OwnOrder{"information_asked", "LC 4610.6(b); 8 CCR 9792.10.3(c)", each.on};
  return std::nullopt;
}

/// How an event stands in the table.
std::string key_of(const What& what) {
  if (const auto* sent = std::get_if<NoticeSent>(&what)) return "notice_sent/" + sent->notice;
  if (const auto* served = std::get_if<NoticeServed>(&what)) return "notice_served/" + served->notice;
  if (const auto* day = std::get_if<DayCorrected>(&what))
    return day->of == "notice_sent"     ? "notice_sent/assignment"
           : day->of == "notice_served" ? "notice_served/determination"
                                        : day->of;
  return std::string(kind_of(what));
}

Error out_of_order_by_hours(const Case& so_far, const CaseEvent& event, std::string_view other, Instant moment,
                            std::string_view rule) {
  return {ErrorKind::Refused, fmt::format("case {}, {} at {}", so_far.number, kind_of(event.what), utc_text(event.at)),
          fmt::format("a moment before {} at {}", other, utc_text(moment)),
          fmt::format("{} or later", utc_text(moment)),
          fmt::format("rule: {}; --at is the moment at which it happened", rule)};
}

/// The moment of what came before, when both hours are known and they are the wrong way round.
std::optional<Instant> later_hour(const Case& so_far, const CaseEvent& event, std::string_view key) {
  const auto known = so_far.moments.find(key);
  if (known == so_far.moments.end() || !has_hour(event) || known->second.utc_seconds <= event.at.utc_seconds)
    return std::nullopt;
  return known->second;
}

Error out_of_order(const Case& so_far, const CaseEvent& event, std::string_view other, Date day, bool is_before,
                   std::string_view rule) {
  return {
      ErrorKind::Refused, fmt::format("case {}, {} on {}", so_far.number, kind_of(event.what), event.on.iso()),
      fmt::format("a day {} {} on {}", is_before ? "before" : "after", other, day.iso()),
      fmt::format("{} or {}", day.iso(), is_before ? "later" : "earlier"),
      fmt::format("rule: {}; --on is the day on which it happened, and a day that was told wrongly is put right with "
                  "day_corrected",
                  rule)};
}

} // namespace

Result<Done> fits_in_time(const Case& so_far, const CaseEvent& event) {
  if (so_far.version == 0 || std::holds_alternative<Noted>(event.what)) return Done{};
  const auto* corrected = std::get_if<DayCorrected>(&event.what);
  const Date day = corrected ? corrected->day.value_or(event.on) : event.on;
  const std::string key = key_of(event.what);
  if (day < so_far.received_on)
    return out_of_order(so_far, event, "received", so_far.received_on, true, "8 CCR 9792.10.3(a)");
  for (const Order& each : orders) {
    const auto before = so_far.days.find(each.after);
    if (each.kind == key && before != so_far.days.end() && day < before->second)
      return out_of_order(so_far, event, each.after, before->second, true, each.rule);
    if (each.kind == key && !corrected && before != so_far.days.end() && day == before->second)
      if (const auto moment = later_hour(so_far, event, each.after))
        return out_of_order_by_hours(so_far, event, each.after, *moment, each.rule);
    if (!corrected || each.after != key) continue;
    // What follows from a corrected day has happened already, and must not come to lie before it.
    const auto told = so_far.days.find(key), behind = so_far.days.find(each.kind);
    if (told == so_far.days.end() || behind == so_far.days.end() || behind->second < told->second) continue;
    if (behind->second < day) return out_of_order(so_far, event, each.kind, behind->second, false, each.rule);
  }
  if (const auto own = own_order(so_far, event.what); own && own->day && day < *own->day)
    return out_of_order(so_far, event, own->before, *own->day, true, own->rule);
  if (const auto own = own_order(so_far, event.what); own && own->day && day == *own->day && !own->key.empty())
    if (const auto moment = later_hour(so_far, event, own->key))
      return out_of_order_by_hours(so_far, event, own->before, *moment, own->rule);
  return Done{};
}

} // namespace openimr::casework
