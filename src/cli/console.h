// Console: how the terminal door speaks: colour only where it is supported, progress only on a terminal, errors on
// standard error.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <cstdio>
#include <string>
#include <string_view>

namespace openimr::cli {

constexpr int exit_done = 0;  ///< done
constexpr int exit_no = 1;    ///< the answer is "no"
constexpr int exit_wrong = 2; ///< the command or its input is wrong

enum class Tone { Plain, Strong, Good, Bad, Unsure, Quiet };

class Console {
public:
  Console();

  /// The words in a tone; plain where standard output has no colour.
  std::string in(Tone tone, std::string_view words) const;
  /// Writes to standard output as is.
  void write(std::string_view text) const;
  void line(std::string_view text = "") const;
  /// "openimr: where: found …, expected …; remedy" on standard error; returns the exit code for its kind.
  int fail(const Error& error) const;
  /// A warning on standard error.
  void warn(std::string_view text) const;
  /// Draws a bar on standard error when it is a terminal.
  void progress(std::string_view what, std::size_t done, std::size_t total) const;
  void end_progress() const;
  int width() const { return width_; }

private:
  bool has_colour_ = false, has_terminal_error_ = false;
  int width_ = 100;
};

/// The day written behind an option; Error (Input) names the option when it is none.
Result<Date> day_of(const std::string& option, const std::string& written);

/// Text broken at spaces to the width, every line after the first indented.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

} // namespace openimr::cli
