#include "desk/panel_opinions.h"

#include <algorithm>

namespace openimr::desk {

Result<std::vector<PanelSeat>> panel_opinions(Office& office, const Caller& caller, const std::string& number) {
  auto actor = office.leave_for(caller, "page_read", number);
  if (!actor) return actor.error();
  auto state = office.acts().load(number);
  if (!state) return state.error();
  const bool is_reviewer = caller.roles().contains("reviewer");
  const bool has_judged = std::any_of(state->reviewers.begin(), state->reviewers.end(),
                                      [&](const auto& part) { return part.id == caller.account() && part.has_signed; });
  auto row = office.log_row(caller, *actor, "file_read", number);
  row.details["file"] = "opinions";
  if (auto written = office.store().commit({.entries = {std::move(row)}}); !written) return written.error();
  std::vector<PanelSeat> seats;
  for (const auto& part : state->reviewers) {
    PanelSeat seat{static_cast<int>(seats.size()) + 1,
                   part.id,
                   part.id == caller.account(),
                   part.has_signed,
                   part.attested_on,
                   part.opined_on,
                   {}};
    if (seat.is_own || (part.has_signed && (!is_reviewer || has_judged))) {
      auto file = case_file(office.store(), number, opinion_of(part.id));
      if (!file) return file.error();
      seat.opinion = std::move(file->text);
    }
    if (is_reviewer && !seat.is_own) seat.reviewer.clear();
    seats.push_back(std::move(seat));
  }
  return seats;
}

} // namespace openimr::desk
