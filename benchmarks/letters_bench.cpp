// Letters a second on one core, as one JSON object on standard output (benchmarks/run.py reads it): a five-page
// determination rendered to tagged PDF, HTML and text, and read back from text. Targets: 20 rendered to PDF, 3,000 read
// from text.
#include "corpus/decision_reader.h"
#include "letters/render_html.h"
#include "letters/render_pdf.h"
#include "letters/render_text.h"
#include "letters/sample_content.h"

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

} // namespace

int main() {
  const letters::Letter letter = letters::compose_determination(letters::five_page_content());
  const std::string text = letters::render_text(letter);
  const double pdf = per_second([&] {
    const auto rendered = letters::render_pdf(letter);
    if (!rendered) fail(rendered.error().message());
  });
  const double html = per_second([&] { (void)letters::render_html(letter); });
  const double plain = per_second([&] { (void)letters::render_text(letter); });
  const double read = per_second([&] {
    const auto decision = corpus::read_decision("letter", text);
    if (!decision.problems.empty()) fail(decision.problems.front().message());
  });
  fmt::print("{{\"rendered_pdf_per_second\": {:.1f}, \"rendered_html_per_second\": {:.0f}, "
             "\"rendered_text_per_second\": {:.0f}, "
             "\"read_text_per_second\": {:.0f}, \"text_bytes\": {}}}\n",
             pdf, html, plain, read, text.size());
  return 0;
}
