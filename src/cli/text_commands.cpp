// Commands about single files and lines: read, pages, context, sig.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "base/files.h"
#include "base/parallel.h"
#include "clinical/context.h"
#include "clinical/direction.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "desk/read_letter.h"
#include "intake/case_folder.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <fmt/format.h>
#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace openimr::cli {

intake::ReadOptions read_options(const Console& console, const desk::Installation& installation) {
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.cache_folder = installation.cache_folder;
  options.packs_folder = installation.packs_folder;
  options.threads = installation.threads;
  options.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  return options;
}

namespace {

namespace json = boost::json;

/// Reads the files as documents; problems are printed as warnings.
Result<std::vector<records::Document>> documents_of(const Console& console, const std::vector<std::string>& files,
                                                    text::Problems& problems) {
  auto installation = find_installation();
  if (!installation) return installation.error();
  auto documents = intake::read_files(files, read_options(console, *installation), problems);
  console.end_progress();
  for (const auto& problem : problems) console.warn(problem.message());
  return documents;
}

void print_letter(const Console& console, const desk::LetterRead& letter) {
  const auto& decision = letter.decision;
  console.line(console.in(Tone::Strong, decision.file) + "  " + decision.layout);
  const auto field = [&](const char* name, const std::string& value) {
    if (!value.empty())
      console.line(fmt::format("  {:<22}{}", name, wrapped(value, static_cast<std::size_t>(console.width()), 24)));
  };
  field("case", fmt::format("{}", fmt::join(decision.case_numbers, ", ")));
  field("patient", fmt::format("{}{}", decision.age ? fmt::format("{} years ", *decision.age) : "", decision.sex));
  field("injured", decision.date_of_injury ? decision.date_of_injury->us() : "");
  field("licensure", decision.licensure ? fmt::format("{}", fmt::join(*decision.licensure, ", ")) : "");
  field("certifications", decision.certifications ? fmt::format("{}", fmt::join(*decision.certifications, ", ")) : "");
  field("summary", decision.summary.value_or(""));
  for (const auto& issue : decision.issues) {
    console.line(fmt::format("  {}. {}  {}", issue.n, issue.text.value_or("?"),
                             console.in(Tone::Strong, issue.decision ? corpus::name(*issue.decision) : "?")));
    const auto cited = [&](const char* name, const corpus::CitedGuidelines& list) {
      if (list)
        for (const auto& one : *list)
          field(name, one.source +
                          (one.pages ? (one.pages->find_first_of("-, ") == std::string::npos ? ", page " : ", pages ") +
                                           *one.pages
                                     : ""));
    };
    cited("claims administrator", issue.claims_administrator_guidelines);
    cited("reviewer", issue.reviewer_guidelines);
    field("rationale", issue.rationale.value_or(""));
  }
  for (const auto& check : letter.checks)
    console.line(console.in(Tone::Unsure, "  ! " + check.id) + fmt::format(", issue {}: {}", check.issue, check.text));
  for (const auto& problem : decision.problems) console.line(console.in(Tone::Unsure, "  ! ") + problem.message());
}

/// Lines of standard input: all that are there, before more are waited for.
class InputLines {
public:
  /// The next lines, at least one; false at the end. They are views into this and hold until the next call.
  bool next(std::vector<std::string_view>& lines) {
    lines.clear();
    bytes_.erase(0, used_);
    used_ = 0;
    while (!is_over_ && (bytes_.find('\n') == std::string::npos || (bytes_.size() < enough && has_more()))) read_some();
    std::size_t end = bytes_.rfind('\n');
    if (end == std::string::npos) end = bytes_.size(); // the last line may lack its end
    if (is_over_) end = bytes_.size();
    for (std::size_t at = 0; at < end;) {
      const std::size_t stop = std::min(bytes_.find('\n', at), end);
      lines.push_back(std::string_view(bytes_).substr(at, stop - at));
      at = stop + 1;
    }
    used_ = std::min(end + 1, bytes_.size());
    return !lines.empty();
  }

private:
  static constexpr std::size_t enough = std::size_t{4} << 20;

  static bool has_more() {
    pollfd input{0, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
  }

  void read_some() {
    const std::size_t before = bytes_.size();
    bytes_.resize(before + (std::size_t{1} << 18));
    const ssize_t count = ::read(0, bytes_.data() + before, bytes_.size() - before);
    bytes_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0 || (count < 0 && errno != EINTR)) is_over_ = true;
  }

  std::string bytes_;
  std::size_t used_ = 0;
  bool is_over_ = false;
};

} // namespace

int read_command(const Console& console, const std::vector<std::string>& files, bool as_json) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto reader = desk::LetterReader::open(*installation);
  if (!reader) return console.fail(reader.error());
  int exit = exit_done;
  for (const auto& file : files) {
    auto letter = reader->read(file);
    if (!letter) {
      exit = console.fail(letter.error());
      continue;
    }
    if (!as_json) {
      print_letter(console, *letter);
      continue;
    }
    json::object object = to_json(letter->decision).as_object();
    json::array checks;
    for (const auto& check : letter->checks)
      checks.push_back(
          json::object{{"id", check.id}, {"severity", "warn"}, {"issue", check.issue}, {"text", check.text}});
    object["checks"] = std::move(checks);
    console.write(json_line(object));
  }
  return exit;
}

int pages_command(const Console& console, const std::vector<std::string>& files, bool as_json, bool with_text) {
  text::Problems problems;
  auto documents = documents_of(console, files, problems);
  if (!documents) return console.fail(documents.error());
  if (as_json) {
    std::string out = "{\"pages\":[";
    for (const auto& document : *documents)
      for (const auto& page : document.pages) {
        if (!out.ends_with('[')) out += ',';
        append_page(out, document, page);
        if (out.size() < std::size_t{1} << 18) continue;
        console.write(out);
        out.clear();
      }
    console.write(out + "],\"problems\":" + json::serialize(to_json(problems)) + "}\n");
    return exit_done;
  }
  for (const auto& document : *documents)
    for (const auto& page : document.pages) {
      const std::string size = page.width > 0 ? fmt::format("{:.0f} x {:.0f} pt  ", page.width, page.height) : "";
      console.line(fmt::format("{}  page {}  {}  confidence {}%  {} words  {}{} {}{}", document.file, page.number,
                               records::name(page.source), page.confidence, page.words.size(), size, document.id,
                               document.kind, page.is_unread ? "  UNREAD" : ""));
      if (page.same_as.is_set())
        console.line(fmt::format("  a second copy of {}, page {}", page.same_as.file, page.same_as.page));
      if (!page.encoding.empty() && (page.encoding != "UTF-8" || !page.is_encoding_sure))
        console.line(fmt::format("  read as {}{}", page.encoding, page.is_encoding_sure ? "" : ", not with certainty"));
      if (!page.doubt.empty()) console.line("  to be looked at: " + page.doubt);
      if (with_text) console.line(page.text);
    }
  return exit_done;
}

int context_command(const Console& console, unsigned threads) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
  if (!vocabulary) return console.fail(vocabulary.error());
  constexpr std::size_t share = 512; // lines that a thread takes at a time
  InputLines input;
  for (std::vector<std::string_view> lines; input.next(lines);) {
    std::vector<std::string> answers((lines.size() + share - 1) / share);
    in_parallel(answers.size(), threads > 0 ? threads : installation->threads, [&](std::size_t part) {
      for (std::size_t at = part * share; at < std::min(lines.size(), (part + 1) * share); ++at)
        answers[part] += clinical::context_line(*vocabulary, lines[at]) + "\n";
    });
    for (const std::string& answer : answers) console.write(answer);
    std::fflush(stdout);
  }
  return exit_done;
}

int sig_command(const Console& console) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
  if (!vocabulary) return console.fail(vocabulary.error());
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);)
    console.write(json_line(to_json(clinical::parse_direction(*vocabulary, line))));
  return exit_done;
}

} // namespace openimr::cli
