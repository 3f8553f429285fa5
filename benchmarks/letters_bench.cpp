// Letters a second on one core, as one JSON object on standard output (benchmarks/run.py reads it): a five-page
// determination rendered to tagged PDF, HTML and text, and read back from text. Targets: 20 rendered to PDF, 3,000 read
// from text.
//
//   letters_bench PACKS               measures
//   letters_bench PACKS FOLDER COUNT  writes so many random determinations into the folder, each as PDF and as text
//   letters_bench PACKS round COUNT   renders so many, reads each back from its text, and counts what comes back
//   otherwise
#include "corpus/decision_reader.h"
#include "letters/render_html.h"
#include "letters/render_pdf.h"
#include "letters/render_text.h"
#include "letters/sample_content.h"

#include "base/files.h"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>

namespace {

using namespace openimr;

/// How often work goes in a second, measured over about one second after one warm-up.
template <class Work> double per_second(Work work) {
  using clock = std::chrono::steady_clock;
  work();
  const auto begin = clock::now();
  int count = 0;
  double seconds = 0;
  do {
    work();
    ++count;
    seconds = std::chrono::duration<double>(clock::now() - begin).count();
  } while (seconds < 1);
  return count / seconds;
}

[[noreturn]] void fail(const std::string& message) {
  fmt::print(stderr, "letters_bench: {}\n", message);
  std::exit(2);
}

void write_letters(const std::string& folder, std::uint64_t count) {
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    letters::DeterminationContent content = letters::random_content(seed);
    // A page that is nothing but a list of files has no running words, and intake then looks at it by OCR.
    const letters::Letter letter = letters::compose_determination(content);
    const auto pdf = letters::render_pdf(letter);
    if (!pdf) fail(pdf.error().message());
    const std::string name = fmt::format("{}/{:05}", folder, seed);
    for (const auto& written :
         {write_file(name + ".pdf", *pdf), write_file(name + ".txt", letters::render_text(letter))})
      if (!written) fail(written.error().message());
  }
}

/// Letters whose issues, decisions, guidelines or numbers come back otherwise.
std::uint64_t count_changed(const corpus::Layouts& layouts, std::uint64_t count) {
  std::uint64_t changed = 0;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const letters::DeterminationContent content = letters::random_content(seed);
    const auto read =
        corpus::read_decision(layouts, "letter", letters::render_text(letters::compose_determination(content)));
    bool is_same = read.problems.empty() && read.case_numbers == content.case_numbers &&
                   read.decision_date == content.decision_date && read.issues.size() == content.issues.size();
    for (std::size_t i = 0; is_same && i < read.issues.size(); ++i)
      is_same = read.issues[i].text == content.issues[i].text &&
                static_cast<int>(*read.issues[i].decision) == static_cast<int>(content.issues[i].decision) &&
                read.issues[i].reviewer_guidelines->size() == content.issues[i].reviewer_guidelines.size();
    changed += is_same ? 0 : 1;
  }
  return changed;
}

void measure(const corpus::Layouts& layouts) {
  const letters::Letter letter = letters::compose_determination(letters::five_page_content());
  const std::string text = letters::render_text(letter);
  const double pdf = per_second([&] {
    const auto rendered = letters::render_pdf(letter);
    if (!rendered) fail(rendered.error().message());
  });
  const double html = per_second([&] { (void)letters::render_html(letter); });
  const double plain = per_second([&] { (void)letters::render_text(letter); });
  const double read = per_second([&] {
    const auto decision = corpus::read_decision(layouts, "letter", text);
    if (!decision.problems.empty()) fail(decision.problems.front().message());
  });
  fmt::print("{{\"rendered_pdf_per_second\": {:.1f}, \"rendered_html_per_second\": {:.0f}, "
             "\"rendered_text_per_second\": {:.0f}, "
             "\"read_text_per_second\": {:.0f}, \"text_bytes\": {}}}\n",
             pdf, html, plain, read, text.size());
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 4) fail("PACKS [FOLDER|round COUNT]");
  const auto layouts = corpus::Layouts::load(argv[1]);
  if (!layouts) fail(layouts.error().message());
  const std::string_view what = argc == 4 ? argv[2] : "";
  const std::uint64_t count = argc == 4 ? std::strtoull(argv[3], nullptr, 10) : 0;
  if (argc == 2)
    measure(*layouts);
  else if (what == "round")
    fmt::print("{{\"letters\": {}, \"changed\": {}}}\n", count, count_changed(*layouts, count));
  else
    write_letters(argv[2], count);
  return 0;
}
