// SPDX-License-Identifier: GPL-3.0-or-later
// openimr-extract: reads one untrusted file, given as standard input, and says in frames (intake/wire.h) what stands on
// its pages.
//
//   openimr-extract layer CPU_SECONDS FIRST                what the format itself says in words, from page FIRST on
//   openimr-extract ocr CPU_SECONDS FIRST LAST LANGUAGE    pages by OCR
//   openimr-extract picture CPU_SECONDS PAGE DPI           one page as a gray picture
//   openimr-extract serve layer | serve ocr LANGUAGE       loads what it needs once and forks for every file it is
//   handed
//                                                          through the socket that is its standard input (serve.h)
//   openimr-extract confinement                            what it could still do after locking itself in (a test reads
//   it)
//
// It confines itself before it looks at the first byte (confine.h). Exit 0 after an End frame, 2 for wrong arguments, 3
// out of memory.
#include "intake/worker/confine.h"
#include "intake/worker/ocr.h"
#include "intake/worker/readers/readers.h"
#include "intake/worker/serve.h"
#include "intake/worker/sniff.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <iconv.h>
#include <initializer_list>
#include <leptonica/allheaders.h>
#include <new>
#include <span>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int wrong_arguments = 2, out_of_memory = 3, not_confined = 4;

/// Every path must end here: no destructor of a library runs after a hostile file has been read.
[[noreturn]] void leave(int code) { ::_exit(code); }

/// The C library loads its UTF-16 converter from a file on first use; poppler needs it.
void load_converters() {
  for (const auto& [to, from] : {std::pair{"UTF-16", "UTF-8"}, std::pair{"UTF-8", "UTF-16"}}) {
    const iconv_t converter = ::iconv_open(to, from); // left open: keeps it loaded
    char in[] = "a", out[16], *from_here = in, *to_here = out;
    std::size_t left = 1, room = sizeof out;
    if (converter != reinterpret_cast<iconv_t>(-1)) ::iconv(converter, &from_here, &left, &to_here, &room);
  }
}

/// The file, read-only. An empty one has no bytes.
std::string_view standard_input() {
  struct stat info {};
  if (::fstat(0, &info) != 0 || !S_ISREG(info.st_mode)) leave(wrong_arguments);
  if (info.st_size == 0) return {};
  const auto size = static_cast<std::size_t>(info.st_size);
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, 0, 0);
  if (bytes == MAP_FAILED) leave(out_of_memory);
  return {static_cast<const char*>(bytes), size};
}

void read_layer(std::string_view bytes, int first, Output& out) {
  if (bytes.empty()) {
    out.file("application/x-empty", 0);
    return out.note(Trouble::Empty);
  }
  const std::string media_type = media_type_of(bytes);
  if (const Reader* reader = reader_of(media_type)) return reader->layer(bytes, first, out);
  out.file(media_type, 0);
  const std::string_view name = name_of_unread(media_type);
  out.note(name.empty() ? Trouble::UnknownFormat : Trouble::NoReader, std::string(name.empty() ? media_type : name));
}

void read_images(std::string_view bytes, PageRange pages, const std::string& language, Ocr& ocr, Output& out) {
  const std::string media_type = media_type_of(bytes);
  const Reader* reader = reader_of(media_type);
  out.file(media_type, 0);
  if (!ocr.is_ready()) return out.note(Trouble::NoLanguage, language);
  if (reader && reader->images) reader->images(bytes, pages, ocr, out);
}

void show_page(std::string_view bytes, int page, double dpi, Output& out) {
  const std::string media_type = media_type_of(bytes);
  const Reader* reader = bytes.empty() ? nullptr : reader_of(media_type);
  out.file(media_type, 0);
  if (reader && reader->picture && dpi >= 36 && dpi <= 300) reader->picture(bytes, page, dpi, out);
}

/// Prints "refused" or "ALLOWED" for acts that a taken-over worker would try.
int show_confinement() {
  if (!confine({})) return not_confined;
  std::string report;
  const auto tell = [&report](const char* act, bool was_done) {
    report += std::string(act) + (was_done ? ": ALLOWED\n" : ": refused\n");
  };
  tell("open a network socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
  tell("open a local socket", ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
  tell("read /etc/passwd", ::open("/etc/passwd", O_RDONLY) >= 0);
  tell("write a file", ::open("/tmp/openimr-confinement", O_WRONLY | O_CREAT, 0600) >= 0);
  tell("start a process", ::fork() >= 0);
  tell("make memory executable",
       ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
  char program[] = "/bin/true", *arguments[] = {program, nullptr};
  tell("run a program", ::execv(program, arguments) == 0);
  return ::write(1, report.data(), report.size()) == static_cast<ssize_t>(report.size()) ? 0 : 1;
}

int usage() {
  std::fputs("usage: openimr-extract layer CPU_SECONDS FIRST < FILE\n       openimr-extract ocr CPU_SECONDS FIRST "
             "LAST LANGUAGE < FILE\n       openimr-extract picture CPU_SECONDS PAGE DPI < FILE\n       openimr-extract serve layer\n       openimr-extract serve ocr LANGUAGE\n",
             stderr);
  return wrong_arguments;
}

/// Everything that may be loaded before the doors close: nothing of it depends on a file that is read.
std::unique_ptr<Ocr> make_ready(const std::string& language) {
  setMsgSeverity(L_SEVERITY_NONE);
  load_converters();
  return language.empty() ? nullptr : std::make_unique<Ocr>(language);
}

/// Reads the file that is standard input and ends this process. `arguments` begin with the mode; `ocr` is null for the
/// layer.
int read_one(std::span<const std::string> arguments, const std::string& language, Ocr* ocr) {
  const bool is_ocr = arguments.size() >= 4 && arguments[0] == "ocr" && ocr;
  const bool is_layer = arguments.size() == 3 && arguments[0] == "layer";
  const bool is_picture = arguments.size() == 4 && arguments[0] == "picture";
  if (!is_ocr && !is_layer && !is_picture) return usage();
  Limits limits;
  limits.cpu_seconds = static_cast<unsigned>(std::strtoul(arguments[1].c_str(), nullptr, 10));
  const std::string_view bytes = standard_input();
  if (!confine(limits)) return not_confined;
  Output out;
  const int first = std::max(1, std::atoi(arguments[2].c_str()));
  if (is_layer)
    read_layer(bytes, first, out);
  else if (is_picture)
    show_page(bytes, first, std::atoi(arguments[3].c_str()), out);
  else
    read_images(bytes, {first, std::atoi(arguments[3].c_str())}, language, *ocr, out);
  out.end();
  leave(0); // not even the recogniser is taken down
}

int run(int count, char** arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.empty()) return usage();
  if (words[0] == "confinement") return show_confinement();
  const bool serves = words[0] == "serve";
  if (serves) words.erase(words.begin());
  const bool is_ocr = !words.empty() && words[0] == "ocr" && words.size() == (serves ? 2U : 5U);
  const bool is_layer = !words.empty() && words[0] == "layer" && words.size() == (serves ? 1U : 3U);
  const bool is_picture = !serves && !words.empty() && words[0] == "picture" && words.size() == 4;
  if (!is_ocr && !is_layer && !is_picture) return usage();
  const std::string language = is_ocr ? words.back() : "";
  const std::unique_ptr<Ocr> ocr = make_ready(language);
  if (!serves) return read_one(words, language, ocr.get());
  if (!is_ocr) warm_up_pdf();
  return serve([&](std::span<const std::string> job) { leave(read_one(job, language, ocr.get())); });
}

} // namespace
} // namespace openimr::worker

int main(int count, char** arguments) {
  // The recogniser's threads are decided when its library is loaded; the confinement allows none.
  if (!::getenv("OMP_THREAD_LIMIT")) {
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    ::execv("/proc/self/exe", arguments);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::close_range(3, ~0U, 0);
  std::set_new_handler([] { ::_exit(openimr::worker::out_of_memory); });
  try {
    openimr::worker::leave(openimr::worker::run(count, arguments));
  } catch (const std::bad_alloc&) {
    ::_exit(openimr::worker::out_of_memory);
  } catch (...) {
    ::_exit(1);
  }
}
