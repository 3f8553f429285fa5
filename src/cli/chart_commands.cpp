// Commands about what the papers say: facts, timeline, search.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/standard_input.h"

#include "base/parallel.h"
#include "clinical/contradictions.h"
#include "clinical/extract.h"
#include "text/words.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <mutex>
#include <optional>

namespace openimr::cli {
namespace {

namespace json = boost::json;

/// What was read, and by how many threads to go on.
struct Papers {
  desk::ChartOfFiles papers;
  unsigned threads = 1;
};

Result<Papers> papers_of(const Console& console, const std::vector<std::string>& paths, unsigned threads,
                         bool with_chart) {
  if (auto kept = keep_standard_input(paths); !kept) return kept.error();
  auto installation = find_installation();
  if (!installation) return installation.error();
  if (threads > 0) installation->threads = threads;
  const auto progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  auto read =
      with_chart ? desk::read_chart(paths, *installation, progress) : desk::read_papers(paths, *installation, progress);
  console.end_progress();
  if (!read) return read.error();
  for (const auto& problem : read->case_file.problems) console.warn(problem.message());
  return Papers{std::move(*read), installation->threads};
}

Result<desk::ChartOfFiles> chart_of(const Console& console, const std::string& path) {
  auto read = papers_of(console, {path}, 0, true);
  if (!read) return read.error();
  return std::move(read->papers);
}

/// --kind drug, --about dx.crps or dx. (all that begin so); no filter keeps everything.
bool is_wanted(const records::Fact& fact, const FactsArguments& arguments) {
  const auto any = [](const std::vector<std::string>& list, auto matches) {
    return list.empty() || std::any_of(list.begin(), list.end(), matches);
  };
  return any(arguments.kinds, [&](const std::string& kind) { return fact.kind == kind; }) &&
         any(arguments.about, [&](const std::string& id) {
           return id.ends_with('.') ? fact.concept_id.starts_with(id) : fact.concept_id == id;
         });
}

std::string page_of(const Console& console, const records::Fact& fact) {
  const auto& evidence = fact.evidence.front();
  const std::string words = wrapped(fmt::format("“{}” [{}, page {}]", evidence.quote, evidence.file, evidence.page),
                                    static_cast<std::size_t>(console.width()), 11);
  return fmt::format("{:<11}{:<30}{:<9}{:<13}{:<8} {}\n           {}\n", fact.date ? fact.date->iso() : "",
                     fact.concept_id, records::name(fact.assertion), records::name(fact.temporality),
                     records::name(fact.experiencer), fact.text, console.in(Tone::Quiet, words));
}

/// Answers that several threads make and that leave in their order, each as soon as those before it have left. Whoever
/// gives the next one writes; the others go on.
class InOrder {
public:
  InOrder(const Console& console, std::size_t count) : console_(console), waiting_(count) {}

  void give(std::size_t at, std::string answer) {
    std::unique_lock lock(mutex_);
    waiting_[at] = std::move(answer);
    if (is_writing_) return;
    is_writing_ = true;
    for (; next_ < waiting_.size() && waiting_[next_]; ++next_) {
      const std::string words = std::move(*waiting_[next_]);
      lock.unlock();
      console_.write(words);
      lock.lock();
    }
    is_writing_ = false;
  }

private:
  const Console& console_;
  std::mutex mutex_;
  std::vector<std::optional<std::string>> waiting_;
  std::size_t next_ = 0;
  bool is_writing_ = false;
};

/// Reports of different patients: a chart each, an answer each, in their order.
int facts_of_reports(const Console& console, Papers& read, const FactsArguments& arguments) {
  auto& documents = read.papers.case_file.documents;
  InOrder answers(console, documents.size());
  in_parallel(documents.size(), read.threads, [&](std::size_t at) {
    std::vector<records::Document> report;
    report.push_back(std::move(documents[at]));
    const std::string file = report.front().file;
    const int page = report.front().first_page;
    records::Chart chart;
    chart.facts = clinical::facts_of(read.papers.vocabulary, report);
    std::erase_if(chart.facts, [&](const records::Fact& fact) { return !is_wanted(fact, arguments); });
    if (arguments.json) {
      json::object object{{"file", file}, {"page", page}};
      object["facts"] = std::move(to_json(chart).as_object().at("facts"));
      answers.give(at, json_line(object));
      return;
    }
    std::string answer = console.in(Tone::Strong, fmt::format("{}, page {}", file, page)) + "\n";
    for (const auto& fact : chart.facts) answer += page_of(console, fact);
    answers.give(at, std::move(answer));
  });
  return exit_done;
}

Tone tone_of(clinical::SearchAnswer answer) {
  return answer == clinical::SearchAnswer::Documented      ? Tone::Good
         : answer == clinical::SearchAnswer::NotDocumented ? Tone::Bad
                                                           : Tone::Unsure;
}

std::string in_words(const clinical::FileSearch& search) {
  const auto& proof = search.proof;
  const std::string pages = proof.pages == 1 ? "the one page that could be read"
                                             : fmt::format("the {} pages that could be read", proof.pages);
  switch (search.answer) {
  case clinical::SearchAnswer::Documented:
    return "documented";
  case clinical::SearchAnswer::Doubtful:
    return "doubtful: misspelled or unsure words only";
  case clinical::SearchAnswer::Open:
    return fmt::format("not found on {}, but {} could not be read", pages,
                       proof.unread.size() == 1 ? "one page" : fmt::format("{} pages", proof.unread.size()));
  case clinical::SearchAnswer::NotDocumented:
    return "not documented on " + pages;
  }
  return "";
}

void print_search(const Console& console, const clinical::FileSearch& search) {
  const auto width = static_cast<std::size_t>(console.width());
  const auto field = [&](const char* name, const std::string& words) {
    if (!words.empty()) console.line(fmt::format("  {:<16}{}", name, wrapped(words, width, 18)));
  };
  console.line(console.in(Tone::Strong, search.asked) + "  " + console.in(tone_of(search.answer), in_words(search)));
  std::vector<std::string> terms = search.proof.terms;
  const std::size_t more = terms.size() > 12 ? terms.size() - 12 : 0;
  if (more) terms.resize(12);
  field("searched for",
        fmt::format("{}{}; inflected, hyphenated, in short forms, as scans garble them, with slips of spelling",
                    fmt::join(terms, ", "), more ? fmt::format(" and {} more", more) : ""));
  field("pages read",
        fmt::format("{}, lowest reading confidence {}%{}", search.proof.pages, search.proof.worst_confidence,
                    search.worst_place.empty() ? "" : " (" + search.worst_place + ")"));
  std::vector<std::string> unread;
  for (const auto& page : search.proof.unread) unread.push_back(fmt::format("{}, page {}", page.file, page.page));
  field("not readable", fmt::format("{}", fmt::join(unread, "; ")));
  if (search.pages_of_others > 0)
    field("not searched", fmt::format("{} pages of another person", search.pages_of_others));
  for (const auto& hit : search.hits) {
    const std::string how =
        hit.likeness == clinical::Likeness::Exact || !hit.fact.empty()
            ? ""
            : fmt::format(", “{}” by {}", text::one_line(hit.words, 60), clinical::name(hit.likeness));
    field(clinical::name(hit.reading),
          fmt::format("“{}” {}", text::one_line(hit.evidence.quote, 240),
                      console.in(Tone::Quiet, fmt::format("[{}, page {}{}{}]", hit.evidence.file, hit.evidence.page,
                                                          how, hit.cue.empty() ? "" : ", by “" + hit.cue + "”"))));
  }
}

} // namespace

int facts_command(const Console& console, const FactsArguments& arguments) {
  auto read = papers_of(console, arguments.files, arguments.threads, false);
  if (!read) return console.fail(read.error());
  const auto& documents = read->papers.case_file.documents;
  const bool are_reports = !documents.empty() && std::all_of(documents.begin(), documents.end(), [](const auto& one) {
    return one.media_type == "application/x-ndjson";
  });
  if (are_reports) return facts_of_reports(console, *read, arguments);
  auto chart = clinical::extract_facts(read->papers.vocabulary, read->papers.case_file, read->threads);
  std::erase_if(chart.facts, [&](const records::Fact& fact) { return !is_wanted(fact, arguments); });
  if (arguments.json) {
    console.write(json_line(to_json(chart)));
    return exit_done;
  }
  for (const auto& fact : chart.facts) console.write(page_of(console, fact));
  return exit_done;
}

int timeline_command(const Console& console, const ReviewArguments& arguments) {
  auto read = chart_of(console, arguments.folder);
  if (!read) return console.fail(read.error());
  if (!arguments.json) {
    console.write(course_page(console, *read));
    return exit_done;
  }
  const auto course = clinical::encounters(read->vocabulary, read->chart, read->case_file);
  const auto all_json = [](const auto& list) {
    json::array array;
    for (const auto& one : list) array.push_back(to_json(one));
    return array;
  };
  console.write(json_line(json::object{{"timeline", all_json(clinical::timeline(course))},
                                       {"encounters", all_json(course)},
                                       {"series", all_json(clinical::measured_series(read->vocabulary, read->chart))},
                                       {"mentions", all_json(clinical::first_and_last_mentions(read->chart))},
                                       {"contradictions", all_json(clinical::contradictions(read->chart))}}));
  return exit_done;
}

int search_command(const Console& console, const SearchArguments& arguments) {
  auto read = chart_of(console, arguments.path);
  if (!read) return console.fail(read.error());
  auto searches = desk::search_for(*read, arguments.asked);
  if (!searches) return console.fail(searches.error());
  json::array array;
  bool all_found = true;
  for (const auto& search : *searches) {
    all_found = all_found && search.answer == clinical::SearchAnswer::Documented;
    if (arguments.json)
      array.push_back(to_json(search));
    else
      print_search(console, search);
  }
  if (arguments.json) console.write(json_line(json::object{{"searches", array}}));
  return all_found ? exit_done : exit_no;
}

} // namespace openimr::cli
