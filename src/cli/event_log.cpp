#include "cli/event_log.h"

#include "desk/moment.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace openimr::cli {

namespace {

ProgramWords known_command(std::string_view first, std::string_view second) {
  struct Known {
    std::string_view first, second;
    ProgramWords words;
  };
  static constexpr std::array known = {Known{"application", "draft", "application draft"},
                                       Known{"audit", "checkpoint", "audit checkpoint"},
                                       Known{"audit", "export", "audit export"},
                                       Known{"audit", "keygen", "audit keygen"},
                                       Known{"audit", "prove", "audit prove"},
                                       Known{"audit", "unseal", "audit unseal"},
                                       Known{"audit", "verify", "audit verify"},
                                       Known{"backup", "", "backup"},
                                       Known{"calendar", "", "calendar"},
                                       Known{"case", "", "case"},
                                       Known{"check", "", "check"},
                                       Known{"config", "show", "config show"},
                                       Known{"context", "", "context"},
                                       Known{"doctor", "", "doctor"},
                                       Known{"documents", "", "documents"},
                                       Known{"due", "", "due"},
                                       Known{"eligible", "", "eligible"},
                                       Known{"facts", "", "facts"},
                                       Known{"guidelines", "", "guidelines"},
                                       Known{"import", "", "import"},
                                       Known{"law", "", "law"},
                                       Known{"opinion", "keygen", "opinion keygen"},
                                       Known{"opinion", "sign", "opinion sign"},
                                       Known{"pages", "", "pages"},
                                       Known{"people", "", "people"},
                                       Known{"queue", "", "queue"},
                                       Known{"read", "", "read"},
                                       Known{"replay", "", "replay"},
                                       Known{"restore", "", "restore"},
                                       Known{"review", "", "review"},
                                       Known{"reviewers", "", "reviewers"},
                                       Known{"search", "", "search"},
                                       Known{"sig", "", "sig"},
                                       Known{"timeline", "", "timeline"},
                                       Known{"vault", "", "vault"}};
  for (const Known& one : known)
    if (one.first == first && (one.second.empty() || one.second == second)) return one.words;
  return first.empty() ? ProgramWords("none") : ProgramWords("other");
}

} // namespace

void Event::write() const {
  const char* path = std::getenv("OPENIMR_LOG");
  if (!path || !*path) return;
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  std::string line = "{\"at\":\"" + desk::utc_text(now) + "\"";
  for (const auto& [key, value] : fields_) line += ",\"" + std::string(key) + "\":" + value;
  line += "}\n";
  const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (file < 0) return; // a log that cannot be written stops no one's work
  if (::write(file, line.data(), line.size()) < 0) line.clear();
  ::close(file);
}

void log_command(std::string_view first, std::string_view second, int code, std::chrono::nanoseconds took) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  Event("command")
      .add("name", known_command(first, second))
      .add("exit", Loggable(std::int64_t{code}))
      .add("ms", Loggable(std::int64_t{ms}))
      .write();
}

} // namespace openimr::cli
