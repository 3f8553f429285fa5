// Applications and acts for tests and benchmarks of casework: all synthetic, all from one seed.
#pragma once

#include "desk/case_acts.h"

#include <fmt/format.h>
#include <map>
#include <random>
#include <string>

namespace openimr::casework_testing {

inline Instant moment(const char* iso) { return *Instant::parse_iso(iso); }
inline Date day(const char* iso) { return *Date::parse_iso(iso); }

/// A small application that is eligible under us-ca-wc; cases differ in claim, name and disputed treatment.
inline std::string application_text(std::uint64_t n) {
  static const char* const names[] = {"Alder",   "Birch", "Cedar", "Elm", "Fir",  "Hazel",
                                      "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan"};
  static const char* const items[] = {"Lumbar MRI without contrast", "Physical therapy 6 visits",
                                      "Gabapentin 300 mg TID #90", "Ketamine 5% cream 60gm apply TID"};
  const Date received = day("2014-02-10").plus_days(static_cast<int>(n % 20));
  return fmt::format(R"(# SYNTHETIC
jurisdiction: us-ca-wc
received: {{at: {}T15:20:00-08:00, channel: mail}}
employee: {{name: {{first: "Test{}", last: {}}}, date_of_birth: 1970-01-01}}
claim: {{number: WC-{:07}, date_of_injury: 2013-05-05}}
employer: {{name: Example Employer {}}}
claims_administrator: {{name: Example Claims {}}}
requesting_physician: {{name: Example Physician {}}}
ur_decision: {{organization: Example UR, date: {}, served: {{on: {}, by: mail, to: in-state}}}}
consent: {{signed: true, on: {}}}
disputed_items: [{{id: 1, text: "{}", ur_outcome: denied}}]
)",
                     received.iso(), n, names[n % 12], n, n % 50, n % 20, n % 97, received.plus_days(-15).iso(),
                     received.plus_days(-14).iso(), received.iso(), items[n % 4]);
}

} // namespace openimr::casework_testing
