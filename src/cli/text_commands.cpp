// Commands about single files and lines: read, pages, facts, context, sig.
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/page_json.h"
#include "cli/to_json.h"

#include "base/files.h"
#include "clinical/context.h"
#include "clinical/direction.h"
#include "clinical/extract.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "desk/read_letter.h"
#include "intake/case_folder.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <iostream>

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
      if (with_text) console.line(page.text);
    }
  return exit_done;
}

int facts_command(const Console& console, const std::vector<std::string>& files, bool as_json) {
  text::Problems problems;
  auto documents = documents_of(console, files, problems);
  if (!documents) return console.fail(documents.error());
  auto installation = find_installation();
  auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
  if (!vocabulary) return console.fail(vocabulary.error());
  const auto chart = clinical::extract_facts(*vocabulary, *documents, installation->threads);
  if (as_json) {
    console.write(json_line(to_json(chart)));
    return exit_done;
  }
  for (const auto& fact : chart.facts) {
    const auto& evidence = fact.evidence.front();
    console.line(fmt::format("{:<11}{:<30}{:<9}{:<13}{:<8} {}", fact.date ? fact.date->iso() : "", fact.concept_id,
                             records::name(fact.assertion), records::name(fact.temporality),
                             records::name(fact.experiencer), fact.text));
    console.line(fmt::format(
        "           {}",
        console.in(Tone::Quiet, wrapped(fmt::format("“{}” [{}, page {}]", evidence.quote, evidence.file, evidence.page),
                                        static_cast<std::size_t>(console.width()), 11))));
  }
  return exit_done;
}

int context_command(const Console& console) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
  if (!vocabulary) return console.fail(vocabulary.error());
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) console.line(clinical::context_line(*vocabulary, line));
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
