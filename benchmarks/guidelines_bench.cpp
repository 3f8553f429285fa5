// Criteria on one core: how fast they are evaluated, and what they come to, for benchmarks/suites/guidelines.py.
//
//   guidelines_bench criteria FILE    evaluations a second of the first line's condition on every line's chart, as JSON
//   guidelines_bench case PACKS       a whole case, loading the packs, a million evaluations, as JSON
//   guidelines_bench verdicts FILE    one verdict a line
//
// A line of FILE is {"when": a condition as in a page, "facts": {"a.0": "present" | "absent" | {"value": 3, "unit":
// "weeks"}}}.
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "guidelines/example.h"
#include "guidelines/logic_reader.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <malloc.h>
#include <stdexcept>

namespace {

using namespace openimr;
using namespace openimr::guidelines;

/// Time that this program was given the processor, so that what else the machine does weighs little.
struct Clock {
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
};

const Date day = *Date::from(2015, 1, 29);

double seconds_since(double begin) { return Clock::now() - begin; }

/// A condition and the chart it is put to.
struct Line {
  Logic when;
  records::Chart chart;
};

Line read_line(const std::string& words) {
  auto file = text::DataFile::parse("expressions", words);
  if (!file) throw std::runtime_error(file.error().message());
  text::Reader reader(*file);
  Line line{read_logic(reader.root()["when"], TreeOver::Facts), {}};
  line.chart.request_date = day;
  for (const auto& [id, value] : reader.root()["facts"].fields()) {
    records::Fact fact;
    fact.id = fmt::format("f{}", line.chart.facts.size() + 1);
    fact.concept_id = id;
    fact.date = day;
    if (value.is_map()) {
      fact.number = value["value"].number();
      fact.unit = value["unit"].string();
    } else if (value.string() == "absent") {
      fact.assertion = records::Assertion::Absent;
    }
    line.chart.facts.push_back(std::move(fact));
  }
  if (!reader.problems().empty()) throw std::runtime_error(reader.problems().front().message());
  return line;
}

std::vector<Line> read_lines(const char* path) {
  std::vector<Line> lines;
  std::ifstream file(path);
  for (std::string words; std::getline(file, words);) lines.push_back(read_line(words));
  if (lines.empty()) throw std::runtime_error(std::string(path) + ": found no line");
  return lines;
}

int print_verdicts(const char* path) {
  const Library library;
  const Request request;
  for (const Line& line : read_lines(path)) {
    const FactIndex facts(line.chart);
    std::puts(name(settle({library, request, line.chart, facts, day}, line.when)));
  }
  return 0;
}

/// Repeats work(i) for about a second of processor time; how often per second of it.
template <class Work> double per_second(Work work) {
  std::size_t done = 0;
  const auto begin = Clock::now();
  double seconds = 0;
  do {
    for (int i = 0; i < 256; ++i) work(done++);
    seconds = seconds_since(begin);
  } while (seconds < 1);
  return static_cast<double>(done) / seconds;
}

template <class Work> double median_ms(int times, Work work) {
  std::vector<double> runs;
  for (int i = 0; i < times; ++i) {
    const auto begin = Clock::now();
    work();
    runs.push_back(1000 * seconds_since(begin));
  }
  std::sort(runs.begin(), runs.end());
  return runs[runs.size() / 2];
}

/// One tree on many charts: all that stands in the file is held to the first line's condition.
std::string criteria_speed(const std::vector<Line>& lines) {
  const Library library;
  const Request request;
  const Logic& tree = lines.front().when;
  std::vector<FactIndex> indexes;
  indexes.reserve(lines.size());
  for (const Line& line : lines) indexes.emplace_back(line.chart);
  std::size_t met = 0;
  const double prepared = per_second([&](std::size_t i) {
    const std::size_t at = i % lines.size();
    met += settle({library, request, lines[at].chart, indexes[at], day}, tree) == Verdict::Met;
  });
  const double with_index = per_second([&](std::size_t i) {
    const Line& line = lines[i % lines.size()];
    const FactIndex facts(line.chart);
    met += settle({library, request, line.chart, facts, day}, tree) == Verdict::Met;
  });
  const double explained = per_second([&](std::size_t i) {
    const std::size_t at = i % lines.size();
    Trace trace;
    met += explain({library, request, lines[at].chart, indexes[at], day}, tree, trace).verdict == Verdict::Met;
  });
  if (met == 0) throw std::runtime_error("no evaluation came out met: the charts are not varied");
  return fmt::format("{{\"evaluations_per_second\": {:.0f}, \"with_index_per_second\": {:.0f}, "
                     "\"explained_per_second\": {:.0f}}}",
                     prepared, with_index, explained);
}

/// A chart as large as that of a thick file: the facts of every example of every page, once each, on sixty pages.
records::Chart thick_chart(const Library& library) {
  records::Chart chart;
  chart.request_date = day;
  for (int page = 1; page <= 60; ++page) chart.pages.push_back({"d1", "a.pdf", page, 95, false});
  std::map<std::string, std::string> stated;
  for (const Topic& topic : library.topics())
    for (const Example& example : topic.examples) stated.insert(example.facts.begin(), example.facts.end());
  for (const auto& [id, value] : stated) {
    if (id.starts_with("req.")) continue;
    records::Fact fact;
    fact.id = fmt::format("f{}", chart.facts.size() + 1);
    fact.concept_id = id;
    fact.date = day.plus_days(-static_cast<int>(chart.facts.size() % 300) - 1);
    fact.assertion = value == "absent" ? records::Assertion::Absent : records::Assertion::Present;
    if (value != "present" && value != "absent" && value != "possible") fact.number = std::stod(value);
    chart.terms[id] = {id, id + " in other words", id + " abbreviated"};
    chart.facts.push_back(std::move(fact));
  }
  return chart;
}

std::vector<records::RequestedItem> five_items(const char* packs) {
  auto vocabulary = clinical::Vocabulary::load(packs);
  if (!vocabulary) throw std::runtime_error(vocabulary.error().message());
  std::vector<records::RequestedItem> items;
  for (const char* words :
       {"Ketamine 5% cream 60gm apply TID", "Morphine ER 30 mg #90", "L4-5 transforaminal epidural steroid injection",
        "Physical therapy 2x6 for the low back", "MRI lumbar spine without contrast"})
    items.push_back(clinical::parse_item(*vocabulary, words, day));
  return items;
}

std::string case_speed(const char* packs) {
  const double load = median_ms(9, [&] { (void)*Library::load(packs); });
  const Library library = *Library::load(packs);
  const records::Chart chart = thick_chart(library);
  const auto items = five_items(packs);
  std::size_t findings = 0;
  const double whole = median_ms(201, [&] {
    for (const auto& item : items) {
      Request request;
      request.item = item;
      compute_request_values(library, request, chart, day);
      findings += evaluate(library, library.topics_for(item, day), request, chart, day).findings.size();
    }
  });
  if (findings == 0) throw std::runtime_error("the five items reached no criterion");

  // A million whole evaluations of one page; what is in use afterwards is what was in use before.
  const Topic* topic = library.topic("baclofen", day);
  if (!topic || topic->examples.empty()) throw std::runtime_error("no page baclofen with examples");
  const ExampleCase small = case_of(library, *topic, topic->examples.front());
  const FactIndex facts(small.chart);
  const Scene scene{library, small.request, small.chart, facts, day};
  const auto run = [&](int times) {
    for (int i = 0; i < times; ++i) findings += evaluate(scene, {topic}).findings.size();
  };
  run(1000);
  const auto before = mallinfo2();
  const auto begin = Clock::now();
  run(1000000);
  const double seconds = seconds_since(begin);
  const auto after = mallinfo2();
  return fmt::format("{{\"load_all_packs_ms\": {:.1f}, \"five_items_all_packs_ms\": {:.3f}, \"chart_facts\": {}, "
                     "\"topics\": {}, \"whole_page_evaluations_per_second\": {:.0f}, "
                     "\"bytes_in_use_grown_over_a_million\": {}, \"heap_grown_over_a_million\": {}}}",
                     load, whole, chart.facts.size(), library.topics().size(), 1e6 / seconds,
                     static_cast<long>(after.uordblks) - static_cast<long>(before.uordblks),
                     static_cast<long>(after.arena) - static_cast<long>(before.arena));
}

int print(const std::string& json) {
  std::puts(json.c_str());
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 3 && std::strcmp(argv[1], "verdicts") == 0) return print_verdicts(argv[2]);
    if (argc == 3 && std::strcmp(argv[1], "criteria") == 0) return print(criteria_speed(read_lines(argv[2])));
    if (argc == 3 && std::strcmp(argv[1], "case") == 0) return print(case_speed(argv[2]));
    std::fputs("guidelines_bench: expected criteria FILE, case PACKS or verdicts FILE\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "guidelines_bench: %s\n", error.what());
  }
  return 2;
}
