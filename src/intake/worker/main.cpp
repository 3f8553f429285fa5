// SPDX-License-Identifier: GPL-3.0-or-later
// openimr-extract: reads one untrusted file, given as standard input, and says in frames (intake/wire.h) what stands on
// its pages.
//
//   openimr-extract layer CPU_SECONDS FIRST LAST      what the format itself says in words, pages FIRST to LAST
//   openimr-extract pictures CPU_SECONDS FIRST LAST [finer]
//                                                     pages as pictures to be recognised
//   openimr-extract picture CPU_SECONDS PAGE DPI   one page as a gray picture, to look at its boxes
//   openimr-extract words CPU_SECONDS LANGUAGES [BOX…]   the words of the one picture (intake/wire_image.h) that is
//                                                     standard input, or of strips of it (x0,y0,x1,y1 in points)
//   openimr-extract serve files | serve words LANGUAGES  loads what it needs once and forks for every job it is handed
//                                                     through the socket that is its standard input (serve.h)
//   openimr-extract confinement [without-landlock]    what it could still do after locking itself in (a test reads it)
//
// It confines itself before it looks at the first byte (confine.h). Exit 0 after an End frame, 2 for wrong arguments, 3
// out of memory.
#include "intake/wire_image.h"
#include "intake/worker/confine.h"
#include "intake/worker/converters.h"
#include "intake/worker/ocr.h"
#include "intake/worker/readers/pdf_leaks.h"
#include "intake/worker/readers/readers.h"
#include "intake/worker/serve.h"
#include "intake/worker/sniff.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <leptonica/allheaders.h>
#include <new>
#include <optional>
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

void read_layer(std::string_view bytes, PageRange pages, Output& out) {
  if (bytes.empty()) {
    out.file("application/x-empty", 0);
    return out.note(Trouble::Empty);
  }
  const std::string media_type = media_type_of(bytes);
  if (const Reader* reader = reader_of(media_type)) return reader->layer(bytes, pages, out);
  out.file(media_type, 0);
  const std::string_view name = name_of_unread(media_type);
  out.note(name.empty() ? Trouble::UnknownFormat : Trouble::NoReader, std::string(name.empty() ? media_type : name));
}

void make_pictures(std::string_view bytes, PageRange pages, bool is_finer, Output& out) {
  const std::string media_type = media_type_of(bytes);
  const Reader* reader = reader_of(media_type);
  out.file(media_type, 0);
  if (reader && reader->pictures) reader->pictures(bytes, pages, is_finer, out);
}

/// The picture that is handed on from the other process; null when it is not one.
Picture picture_of(std::string_view bytes, double& dpi) {
  const auto told = intake::wire::unpack_picture(bytes);
  if (!told) return nullptr;
  Picture picture(pixCreateNoInit(static_cast<int>(told->width), static_cast<int>(told->height), told->depth));
  if (!picture) leave(out_of_memory);
  std::memcpy(pixGetData(picture.get()), told->rows.data(), told->rows.size());
  dpi = static_cast<double>(told->dots_per_inch);
  pixSetResolution(picture.get(), static_cast<int>(dpi), static_cast<int>(dpi));
  return picture;
}

/// "12,30,600,90" as a box; nothing when it is not four numbers.
std::optional<records::Box> box_of(const std::string& words) {
  records::Box box{};
  const char* at = words.c_str();
  for (float& side : box) {
    char* end = nullptr;
    side = std::strtof(at, &end);
    if (end == at || !std::isfinite(side)) return std::nullopt;
    at = *end == ',' ? end + 1 : end;
  }
  return *at == 0 ? std::optional(box) : std::nullopt;
}

void read_words(std::string_view bytes, std::span<const std::string> strips, Ocr& ocr, Output& out) {
  out.file("image/x-page", 1);
  if (!ocr.is_ready()) out.note(Trouble::NoLanguage, ocr.missing());
  std::vector<records::Box> boxes;
  for (const std::string& words : strips)
    if (const auto box = box_of(words)) boxes.push_back(*box);
  double dpi = 0;
  Picture picture = ocr.is_ready() ? picture_of(bytes, dpi) : nullptr;
  records::Page page;
  page.is_unread = true;
  page.confidence = 0;
  if (picture)
    page = boxes.empty() ? ocr.read(std::move(picture), dpi) : ocr.read_strips(std::move(picture), dpi, boxes);
  if (ocr.lacked_language()) out.note(Trouble::NoLanguage, ocr.missing(), 1);
  page.number = 1;
  out.page(page);
}

/// One page as a gray picture.
void show_page(std::string_view bytes, int page, double dpi, Output& out) {
  const std::string media_type = media_type_of(bytes);
  const Reader* reader = bytes.empty() ? nullptr : reader_of(media_type);
  out.file(media_type, 0);
  if (reader && reader->picture && dpi >= 36 && dpi <= 300) reader->picture(bytes, page, dpi, out);
}

/// Prints "refused" or "ALLOWED" for acts that a taken-over worker would try; fonts may be read where Landlock keeps
/// all other files away.
int show_confinement(bool has_landlock) {
  Limits limits;
  limits.has_landlock = has_landlock;
  if (!confine(limits)) return not_confined;
  std::string report;
  const auto tell = [&report](const char* act, bool was_done) {
    report += std::string(act) + (was_done ? ": ALLOWED\n" : ": refused\n");
  };
  tell("open a network socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
  tell("open a local socket", ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
  tell("read /etc/passwd", ::open("/etc/passwd", O_RDONLY) >= 0);
  tell("read a font", ::open("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0);
  tell("write a file", ::open("/tmp/openimr-confinement", O_WRONLY | O_CREAT, 0600) >= 0);
  tell("start a process", ::fork() >= 0);
  tell("make memory executable",
       ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
  char program[] = "/bin/true", *arguments[] = {program, nullptr};
  tell("run a program", ::execv(program, arguments) == 0);
  return ::write(1, report.data(), report.size()) == static_cast<ssize_t>(report.size()) ? 0 : 1;
}

int usage() {
  std::fputs("usage: openimr-extract layer CPU_SECONDS FIRST LAST < FILE\n"
             "       openimr-extract pictures CPU_SECONDS FIRST LAST [finer] < FILE\n"
             "       openimr-extract picture CPU_SECONDS PAGE DPI < FILE\n"
             "       openimr-extract words CPU_SECONDS LANGUAGES [X0,Y0,X1,Y1 …] < PICTURE\n"
             "       openimr-extract serve files\n       openimr-extract serve words LANGUAGES\n",
             stderr);
  return wrong_arguments;
}

/// Everything that may be loaded before the doors close: nothing of it depends on a file that is read.
std::unique_ptr<Ocr> make_ready(const std::string& languages) {
  setMsgSeverity(L_SEVERITY_NONE);
  keep_converters();
  return languages.empty() ? nullptr : std::make_unique<Ocr>(languages);
}

/// Lines "kind TAB page TAB found".
void tell_leaks(std::string_view bytes, Output& out) {
  std::string rows;
  for (const PdfLeak& leak : leaks_of_pdf(bytes)) {
    std::string found = intake::wire::is_clean_utf8(leak.found) ? leak.found : "words that are no UTF-8";
    std::replace_if(
        found.begin(), found.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    rows += leak.kind + "\t" + std::to_string(leak.page) + "\t" + found + "\n";
  }
  out.member("leaks.tsv", rows);
}

/// Reads the file that is standard input and ends this process. `arguments` begin with the mode; `ocr` is null for what
/// is not recognised.
int read_one(std::span<const std::string> arguments, Ocr* ocr) {
  const std::string mode = arguments.empty() ? "" : arguments[0];
  const bool has_range = (mode == "layer" && arguments.size() == 4) ||
                         (mode == "pictures" && (arguments.size() == 4 || arguments.size() == 5));
  const bool is_words = mode == "words" && arguments.size() >= 3 && ocr;
  const bool is_picture = mode == "picture" && arguments.size() == 4;
  const bool is_leaks = mode == "leaks" && arguments.size() == 2;
  if (!has_range && !is_words && !is_picture && !is_leaks) return usage();
  const std::string_view bytes = standard_input();
  Limits limits;
  limits.cpu_seconds = static_cast<unsigned>(std::strtoul(arguments[1].c_str(), nullptr, 10));
  limits.memory_bytes += bytes.size();
  limits.may_open_files = !is_words; // the recogniser has everything it needs
  if (!confine(limits)) return not_confined;
  Output out;
  if (is_words) {
    read_words(bytes, arguments.subspan(3), *ocr, out);
  } else if (is_picture) {
    show_page(bytes, std::max(1, std::atoi(arguments[2].c_str())), std::atoi(arguments[3].c_str()), out);
  } else if (is_leaks) {
    tell_leaks(bytes, out);
  } else {
    const PageRange pages{std::max(1, std::atoi(arguments[2].c_str())), std::atoi(arguments[3].c_str())};
    if (mode == "layer")
      read_layer(bytes, pages, out);
    else
      make_pictures(bytes, pages, arguments.size() == 5, out);
  }
  out.end();
  leave(0); // not even the recogniser is taken down
}

int run(int count, char** arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.empty()) return usage();
  if (words[0] == "confinement") return show_confinement(words.size() == 1);
  if (words[0] != "serve") {
    const bool is_words = words[0] == "words" && words.size() >= 3;
    const std::unique_ptr<Ocr> ocr = make_ready(is_words ? words[2] : "");
    return read_one(words, ocr.get());
  }
  const bool is_words = words.size() == 3 && words[1] == "words";
  if (!is_words && !(words.size() == 2 && words[1] == "files")) return usage();
  const std::unique_ptr<Ocr> ocr = make_ready(is_words ? words[2] : "");
  if (!is_words) warm_up_pdf();
  return serve([&](std::span<const std::string> job) { leave(read_one(job, ocr.get())); });
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
