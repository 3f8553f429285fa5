// InForce: a rule's value with the days it holds, where it is written and whether somebody confirmed it there.
// Everything a jurisdiction pack says is one of these, so that a case replayed years later meets the law of its own
// day.
#pragma once

#include "base/date.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::jurisdictions {

/// Where a rule is written, and whether that text was read (not only remembered).
struct Citation {
  std::string text; ///< "LC 4610.5(h)(1)(B)"
  bool verified = false;
  std::string note; ///< what is doubtful or was chosen; may be empty

  /// The text; "(not verified)" behind it when nobody confirmed it.
  std::string shown() const { return verified ? text : text + " (not verified)"; }
};

/// A value that holds from one day to another, both included; an open end is empty.
template <class T> struct InForce {
  T value{};
  std::optional<Date> from, to;
  Citation citation;

  bool holds_on(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// The successive values of one rule, oldest first; periods never overlap (the loader sees to it).
template <class T> struct Dated {
  std::vector<InForce<T>> values;

  /// The value in force on a day, or null when there is none.
  const InForce<T>* on(Date day) const {
    for (const auto& each : values)
      if (each.holds_on(day)) return &each;
    return nullptr;
  }
};

} // namespace openimr::jurisdictions
