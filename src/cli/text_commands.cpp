// Commands about single files and lines: read, pages, context, sig.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/standard_input.h"

#include "base/files.h"
#include "base/parallel.h"
#include "clinical/context.h"
#include "clinical/direction.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "desk/read_letter.h"
#include "intake/case_folder.h"

#include <algorithm>
#include <array>
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
  if (auto kept = keep_standard_input(files); !kept) return kept.error();
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

/// Whole lines of standard input with the bytes that they are views of; not to be moved.
struct InputLines {
  std::string bytes;
  std::vector<std::string_view> lines;
};

/// Standard input, as many whole lines as are there before more are waited for.
class Input {
public:
  /// Lines that are there without waiting; none when one would have to wait, or at the end.
  void read_ready(InputLines& into) { read(into, false); }
  /// The next lines, at least one; none at the end only.
  void read_next(InputLines& into) { read(into, true); }

private:
  static constexpr std::size_t enough = std::size_t{4} << 20;

  static bool has_more() {
    pollfd input{0, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
  }

  void read(InputLines& into, bool may_wait) {
    into.lines.clear();
    into.bytes = std::move(rest_);
    rest_.clear();
    std::size_t last = into.bytes.rfind('\n');
    while (!is_over_ && (last == std::string::npos ? may_wait || has_more() : into.bytes.size() < enough && has_more()))
      if (const std::size_t found = read_some(into.bytes); found != std::string::npos) last = found;
    std::size_t end = last == std::string::npos ? 0 : last + 1;
    if (is_over_) end = into.bytes.size(); // the last line may lack its end
    rest_ = into.bytes.substr(end);
    into.bytes.resize(end);
    const std::string_view bytes = into.bytes;
    for (std::size_t at = 0; at < end;) {
      const std::size_t stop = std::min(bytes.find('\n', at), end);
      into.lines.push_back(bytes.substr(at, stop - at));
      at = stop + 1;
    }
  }

  /// Appends what is there; the place of the last line's end in it.
  std::size_t read_some(std::string& bytes) {
    const std::size_t before = bytes.size();
    bytes.resize(before + (std::size_t{1} << 18));
    const ssize_t count = ::read(0, bytes.data() + before, bytes.size() - before);
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0 || (count < 0 && errno != EINTR)) is_over_ = true;
    const std::size_t found = std::string_view(bytes).substr(before).rfind('\n');
    return found == std::string::npos ? found : before + found;
  }

  std::string rest_;
  bool is_over_ = false;
};

/// What is wrong with a file of which no word could be read, in the words of who tried.
Error no_words(const corpus::PublishedDecision& letter) {
  const text::Problem& first = letter.problems.front();
  return {ErrorKind::Input, first.where, first.found, first.expected, first.remedy};
}

} // namespace

int read_command(const Console& console, const std::vector<std::string>& files, bool as_json) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto reader = desk::LetterReader::open(*installation);
  if (!reader) return console.fail(reader.error());
  int exit = exit_done;
  reader->read_all(files, [&](const Result<desk::LetterRead>& letter) {
    if (!letter) {
      exit = console.fail(letter.error());
      return;
    }
    if (!letter->has_words) {
      exit = console.fail(no_words(letter->decision));
      return;
    }
    if (!as_json) {
      print_letter(console, *letter);
      return;
    }
    json::object object = to_json(letter->decision).as_object();
    if (letter->parts > 1) object["part"] = json::object{{"n", letter->part}, {"of", letter->parts}};
    json::array checks;
    for (const auto& check : letter->checks)
      checks.push_back(
          json::object{{"id", check.id}, {"severity", "warn"}, {"issue", check.issue}, {"text", check.text}});
    object["checks"] = std::move(checks);
    console.write(json_line(object));
  });
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
  Input input;
  std::array<InputLines, 2> turns;
  InputLines* now = &turns[0];
  InputLines* ahead = &turns[1];
  std::vector<std::string> answers, before;
  const auto print = [&console](std::vector<std::string>& parts) {
    for (const std::string& part : parts) console.write(part);
    parts.clear();
    std::fflush(stdout);
  };
  std::size_t line_number = 0, without_tab = 0;
  for (input.read_next(*now); !now->lines.empty(); std::swap(now, ahead)) {
    const std::vector<std::string_view>& lines = now->lines;
    for (const std::string_view line : lines) {
      ++line_number;
      if (line.empty() || line.find('\t') != std::string_view::npos || ++without_tab > 3) continue;
      console.warn(fmt::format("standard input:{}: found no tab, expected phrase<TAB>sentence; the line is judged as "
                               "affirmed, recent, patient",
                               line_number));
    }
    answers.assign((lines.size() + share - 1) / share, "");
    // Besides the lines of now: those before are written, and those that wait are read.
    in_parallel(answers.size() + 1, threads > 0 ? threads : installation->threads, [&](std::size_t part) {
      if (part == 0) {
        print(before);
        input.read_ready(*ahead);
        return;
      }
      for (std::size_t at = (part - 1) * share; at < std::min(lines.size(), part * share); ++at)
        answers[part - 1] += clinical::context_line(*vocabulary, lines[at]) + "\n";
    });
    before.swap(answers);
    if (!ahead->lines.empty()) continue;
    print(before); // who asks waits for it
    input.read_next(*ahead);
  }
  print(before);
  return without_tab == 0 ? exit_done : exit_wrong;
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
