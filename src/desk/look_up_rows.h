// Look-up rows held against the histories they were made from: queues, search and lists show what the events say, or it
// is named.
//
//   auto report = check_look_up_rows(store, acts);
//   auto mended = mend_look_up_rows(office, caller);         // writes what differs anew, a row of the log for each
//   case
#pragma once

#include "desk/office.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace openimr::desk {

struct RowFault {
  std::string number;                 ///< of the case
  std::string where, found, expected; ///< where: "state", "names", "what is next", "history"
};

struct RowReport {
  std::uint64_t cases = 0, mended = 0;
  std::vector<RowFault> faults; ///< at most 100
  std::uint64_t more_faults = 0;
  bool is_good() const { return faults.empty(); }
};

/// Makes every case's rows anew from its events, by the law packs of now, and compares. A history that cannot be read
/// is a fault of its own. told: how many cases were looked at.
Result<RowReport> check_look_up_rows(store::Store& store, CaseActs& acts,
                                     const std::function<void(std::uint64_t)>& told = {});

/// The same, and writes what differs; for who may restore a backup. Error (Refused) for anybody else.
Result<RowReport> mend_look_up_rows(Office& office, const Caller& caller,
                                    const std::function<void(std::uint64_t)>& told = {});

} // namespace openimr::desk
