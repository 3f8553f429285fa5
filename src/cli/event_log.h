// The program's own log: a line of JSON an event, and nothing in it that could be a patient's.
//
// What may be logged is a type: a number, a yes or no, words that stand in the program's text. A string from anywhere
// else does not compile (tests/must_not_compile), so no name, no path and no message with words of a paper gets here by
// accident. The audit log is another thing: who did what, kept in the store.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::cli {

/// Words that stand in the program's text: can be made of a literal only.
class ProgramWords {
public:
  consteval ProgramWords(const char* words) : words_(words) {} // NOLINT: meant to be implicit
  std::string_view text() const { return words_; }

private:
  std::string_view words_;
};

/// A value that may be logged.
class Loggable {
public:
  Loggable(ProgramWords words) : text_("\"" + std::string(words.text()) + "\"") {} // NOLINT
  explicit Loggable(std::int64_t number) : text_(std::to_string(number)) {}
  explicit Loggable(bool yes) : text_(yes ? "true" : "false") {}
  const std::string& json() const { return text_; }

private:
  std::string text_;
};

/// One event. write() adds it to the file of OPENIMR_LOG as one line in one write; no file, no line, never an error.
class Event {
public:
  explicit Event(ProgramWords what) { add("event", Loggable(what)); }
  Event& add(ProgramWords key, Loggable value) {
    fields_.emplace_back(key.text(), value.json());
    return *this;
  }
  void write() const;

private:
  std::vector<std::pair<std::string_view, std::string>> fields_;
};

/// The line of one command. Of its words only those are written that the program itself knows: "audit verify"; "other"
/// for anything else, "none" when there was no command.
void log_command(std::string_view first, std::string_view second, int code, std::chrono::nanoseconds took);

} // namespace openimr::cli
