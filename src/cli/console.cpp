#include "cli/console.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace openimr::cli {

Console::Console() {
  const char* term = std::getenv("TERM");
  const bool is_terminal = ::isatty(1) != 0;
  has_colour_ = is_terminal && !std::getenv("NO_COLOR") && term && std::string_view(term) != "dumb";
  has_terminal_error_ = ::isatty(2) != 0;
  winsize size{};
  if (is_terminal && ::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 40) width_ = std::min<int>(size.ws_col, 140);
}

std::string Console::in(Tone tone, std::string_view words) const {
  if (!has_colour_ || tone == Tone::Plain) return std::string(words);
  const char* code = "0";
  switch (tone) {
  case Tone::Plain:
    break;
  case Tone::Strong:
    code = "1";
    break;
  case Tone::Good:
    code = "32";
    break;
  case Tone::Bad:
    code = "31";
    break;
  case Tone::Unsure:
    code = "33";
    break;
  case Tone::Quiet:
    code = "2";
    break;
  }
  return fmt::format("\033[{}m{}\033[0m", code, words);
}

void Console::write(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), stdout); }

void Console::line(std::string_view text) const {
  write(text);
  write("\n");
}

int Console::fail(const Error& error) const {
  end_progress();
  std::fflush(stdout);
  const std::string text = "openimr: " + error.message() + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
  return error.kind == ErrorKind::Refused ? exit_no : exit_wrong;
}

void Console::warn(std::string_view text) const {
  end_progress();
  fmt::print(stderr, "openimr: {}\n", text);
}

void Console::progress(std::string_view what, std::size_t done, std::size_t total) const {
  if (!has_terminal_error_ || total == 0) return;
  static const auto start = std::chrono::steady_clock::now();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const std::size_t cells = 24, filled = cells * done / total;
  fmt::print(stderr, "\r{} [{}{}] {}/{}  {:.1f} a second, {:.0f} s left \033[K", what, std::string(filled, '#'),
             std::string(cells - filled, '.'), done, total, rate,
             rate > 0 ? static_cast<double>(total - done) / rate : 0);
  std::fflush(stderr);
}

void Console::end_progress() const {
  if (has_terminal_error_) fmt::print(stderr, "\r\033[K");
}

Result<Date> day_of(const std::string& option, const std::string& written) {
  const auto day = Date::parse_iso(written);
  if (!day)
    return Error{ErrorKind::Input, option, "\"" + written + "\"", "a date such as 2015-03-06",
                 "write year-month-day; the day must exist"};
  return *day;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = indent;
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(" \n\t");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(" \n\t"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    // Letters, not bytes, fill a line.
    const auto letters =
        static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    if (column > indent && column + 1 + letters > width) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result += word;
    column += letters;
  }
  return result;
}

} // namespace openimr::cli
