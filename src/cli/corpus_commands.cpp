#include "cli/corpus_commands.h"
#include "base/files.h"

#include "base/parallel.h"
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/corpus_arguments.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "corpus/letter_generator.h"
#include "desk/import_decisions.h"
#include "desk/library_pages.h"
#include "desk/similar_decisions.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <limits>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

int import_decisions(const Console& console, const CorpusArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  desk::ImportOptions options;
  options.library = arguments.library;
  for (const std::string& path : arguments.paths) {
    if (path != "-") {
      options.paths.push_back(path);
      continue;
    }
    if (options.piped) return console.fail({ErrorKind::Input, "-", "standard input twice", "once", "name it once"});
    auto piped = read_file(path, std::size_t{2} << 30);
    if (!piped) return console.fail(piped.error());
    options.piped = std::move(*piped);
  }
  options.list = arguments.list;
  options.optimise = !arguments.is_unmerged;
  options.progress = [&](std::size_t done, std::size_t total) { console.progress("reading decisions", done, total); };
  auto report = desk::import_decisions(options, *installation);
  console.end_progress();
  if (!report) return console.fail(report.error());
  if (arguments.json) {
    json::object layouts, missing;
    for (const auto& [layout, count] : report->layouts) layouts[layout] = count;
    for (const auto& [field, count] : report->not_understood) missing[field] = count;
    console.write(json_line(json::object{{"files", report->files},
                                         {"unread", report->unread},
                                         {"added", report->added},
                                         {"same", report->same},
                                         {"corrections", report->corrections},
                                         {"withdrawn", report->withdrawn},
                                         {"layouts", std::move(layouts)},
                                         {"not_understood", std::move(missing)},
                                         {"problem_count", report->problem_count},
                                         {"problems", to_json(report->problems)}}));
    return report->unread == 0 ? exit_done : exit_no;
  }
  console.line(
      fmt::format("{} decisions added ({} of them corrections), {} were there already, {} files could not be read",
                  report->added, report->corrections, report->same, report->unread));
  if (report->withdrawn > 0)
    console.line(
        fmt::format("{} taken out of the search: retracted or corrected in their publication book", report->withdrawn));
  for (const auto& [layout, count] : report->layouts) console.line(fmt::format("  layout {:<32}{:>9}", layout, count));
  for (const auto& [field, count] : report->not_understood)
    console.line(fmt::format("  not understood: {:<23}{:>9} of {}", field, count, report->added));
  for (const auto& problem : report->problems) console.line(console.in(Tone::Unsure, "  ! ") + problem.message());
  if (report->problem_count > report->problems.size())
    console.line(fmt::format("  and {} more problems", report->problem_count - report->problems.size()));
  return report->unread == 0 ? exit_done : exit_no;
}

std::string marked(const Console& console, const corpus::Snippet& snippet) {
  std::string out;
  std::size_t at = 0;
  for (const auto& mark : snippet.marks) {
    out += snippet.text.substr(at, mark.begin - at) + console.in(Tone::Strong, mark.of(snippet.text));
    at = mark.end;
  }
  return out + snippet.text.substr(at);
}

void print_hit(const Console& console, std::size_t rank, const desk::DecisionHit& hit) {
  const auto& one = hit.decision;
  console.line(fmt::format("{:>3}. {}  {}  {}  {}{}", rank, console.in(Tone::Strong, one.permalink),
                           one.case_number.empty() ? "no case number" : one.case_number, when(one),
                           fmt::join(one.specialties, ", "), hit.has_all_words ? "" : "  (not all words)"));
  for (const auto& item : one.items)
    console.line(
        fmt::format("       {}: {}", item.outcome ? corpus::name(*item.outcome) : "outcome unknown", item.text));
  if (!hit.snippet.text.empty()) console.line("       " + marked(console, hit.snippet));
}

void print_found(const Console& console, const CorpusArguments& arguments, const desk::DecisionsFound& found) {
  for (const auto& one : found.expansions)
    console.line(console.in(Tone::Quiet, fmt::format("{}: also {}", one.typed, fmt::join(one.also, ", "))));
  console.line(fmt::format("{} decision{}", found.total, found.total == 1 ? "" : "s"));
  if (!found.did_you_mean.empty()) console.line("did you mean: " + console.in(Tone::Strong, found.did_you_mean));
  if (found.with_some_words > found.total)
    console.line(fmt::format("few have all the words; {} have some, the best of them follow", found.with_some_words));
  for (std::size_t k = 0; k < found.hits.size(); ++k) print_hit(console, arguments.first + k + 1, found.hits[k]);
  for (const auto& [field, values] : found.facets) {
    console.line(console.in(Tone::Strong, corpus::info(field).name));
    for (const auto& one : values) console.line(fmt::format("  {:>9}  {}", one.count, one.value));
  }
}

int search_decisions(const Console& console, const CorpusArguments& arguments) {
  auto asked = search_of(arguments);
  if (!asked) return console.fail(asked.error());
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto searcher = desk::DecisionSearcher::open(arguments.library, *installation);
  if (!searcher) return console.fail(searcher.error());
  if (arguments.atom) return feed(console, arguments, *installation, *searcher, *asked);
  if (arguments.csv || arguments.ndjson) {
    if (arguments.csv) console.write(csv_header());
    std::size_t count = 0;
    auto done = searcher->each(*asked, [&](const corpus::LibraryDecision& one) {
      console.write(arguments.csv ? csv_rows(one) : json_line(to_json(one, arguments.text)));
      ++count;
      return true;
    });
    if (!done) return console.fail(done.error());
    return count > 0 ? exit_done : exit_no;
  }
  auto found = searcher->search(*asked);
  if (!found) return console.fail(found.error());
  if (arguments.json)
    console.write(json_line(to_json(*found)));
  else
    print_found(console, arguments, *found);
  return found->total > 0 ? exit_done : exit_no;
}

/// Letters in folders of a thousand, so that no folder is too large to be listed; the truth a line a letter.
int generate(const Console& console, const CorpusArguments& arguments) {
  constexpr std::size_t folder_size = 1000, step = 10'000;
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto generator = corpus::LetterGenerator::load(installation->packs_folder);
  if (!generator) return console.fail(generator.error());
  if (auto made = prepare_folder(arguments.out); !made) return console.fail(made.error());
  std::ofstream truths(arguments.out + "/truth.json", std::ios::binary | std::ios::trunc);
  for (std::size_t first = 0; first < arguments.letters; first += step) {
    const std::size_t count = std::min(step, arguments.letters - first);
    for (std::size_t k = 0; k < count; k += folder_size)
      if (auto made = prepare_folder(fmt::format("{}/{:04}", arguments.out, (first + k) / folder_size)); !made)
        return console.fail(made.error());
    std::vector<std::string> lines(count);
    std::vector<char> is_written(count, 0);
    in_parallel(count, installation->threads, [&](std::size_t k) {
      const std::size_t n = first + k;
      auto letter = generator->letter(arguments.seed, n);
      const std::string name = fmt::format("{:04}/letter-{:07}.txt", n / folder_size, n + 1);
      std::ofstream file(arguments.out + "/" + name, std::ios::binary | std::ios::trunc);
      is_written[k] = (file << letter.text) && file.flush() ? 1 : 0;
      auto truth = to_json(letter.truth, false).as_object();
      truth["file"] = name;
      lines[k] = json_line(truth);
    });
    for (const std::string& line : lines) truths << line;
    if (!truths.flush() || std::ranges::find(is_written, 0) != is_written.end())
      return console.fail({ErrorKind::Storage, arguments.out, "a write error", "room on the disk",
                           "free some, or name another folder"});
    console.progress("writing letters", first + count, arguments.letters);
  }
  console.end_progress();
  console.line(fmt::format("{} synthetic letters and truth.json in {}", arguments.letters, arguments.out));
  return exit_done;
}

int export_decisions(const Console& console, const CorpusArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto asked = search_of(arguments);
  if (!asked) return console.fail(asked.error());
  auto searcher = desk::DecisionSearcher::open(arguments.library, *installation);
  if (!searcher) return console.fail(searcher.error());
  asked->options.count = std::numeric_limits<std::uint32_t>::max();
  if (arguments.csv) console.write(csv_header());
  const auto write = [&](const corpus::LibraryDecision& one) {
    console.write(arguments.csv ? csv_rows(one) : json_line(to_json(one, arguments.text)));
    return true;
  };
  asked->options.order = library::Order::Oldest;
  auto done = arguments.text ? searcher->each(*asked, write) : searcher->all(*asked, write);
  return done ? exit_done : console.fail(done.error());
}

int show(const Console& console, const CorpusArguments& arguments) {
  auto library = library::Library::open(arguments.library, library::Access::Read);
  if (!library) return console.fail(library.error());
  auto one = library->find(arguments.permalink);
  if (!one) return console.fail(one.error());
  std::vector<corpus::LibraryDecision> decisions;
  if (*one)
    decisions.push_back(std::move(**one));
  else {
    auto versions = library->of_case(arguments.permalink);
    if (!versions) return console.fail(versions.error());
    decisions = std::move(*versions);
  }
  if (decisions.empty())
    return console.fail({ErrorKind::NotFound, arguments.library, "no decision " + arguments.permalink,
                         "a permalink or case number of this library", "search for it"});
  for (const auto& decision : decisions) {
    if (arguments.json) {
      console.write(json_line(to_json(decision, true)));
      continue;
    }
    console.line(fmt::format("{}  {}  {}  {}", decision.permalink, decision.case_number, when(decision),
                             corpus::name(decision.standing)));
    if (!decision.superseded_by.empty()) console.line("superseded by " + decision.superseded_by);
    if (decision.retracted_on)
      console.line(fmt::format("retracted on {} ({})", decision.retracted_on->iso(), decision.retraction_reason));
    for (const auto& item : decision.items)
      console.line(fmt::format("  {}: {}", item.outcome ? corpus::name(*item.outcome) : "outcome unknown", item.text));
    console.line(decision.text.empty() ? decision.summary : decision.text);
  }
  return exit_done;
}

} // namespace

Result<desk::DecisionSearch> search_of(const CorpusArguments& arguments) {
  desk::DecisionSearch asked;
  asked.query = arguments.query;
  asked.pattern = arguments.pattern;
  asked.with_synonyms = !arguments.is_exact;
  asked.options.first = arguments.first;
  asked.options.count = arguments.count;
  asked.options.order = arguments.order == "newest"   ? library::Order::Newest
                        : arguments.order == "oldest" ? library::Order::Oldest
                                                      : library::Order::Relevance;
  for (const std::string& name : arguments.facets) {
    const auto field = corpus::search_field(name);
    if (!field || *field == corpus::SearchField::Case) {
      std::vector<std::string> names;
      for (const auto& one : corpus::search_fields())
        if (one.field != corpus::SearchField::Case) names.emplace_back(one.name);
      return Error{ErrorKind::Input, "--facet", name, fmt::format("one of {}", fmt::join(names, ", ")), "name a field"};
    }
    asked.options.facets.push_back(*field);
  }
  return asked;
}

std::string when(const corpus::LibraryDecision& decision) {
  if (decision.decided) return decision.decided->iso();
  return decision.year > 0 ? fmt::format("{}", decision.year) : "no date";
}

void add_corpus_commands(CLI::App& program, const Console& console, int& exit) {
  const auto arguments = std::make_shared<CorpusArguments>();
  auto* corpus = program.add_subcommand("corpus", "published decisions: load, search, find alike");
  corpus->require_subcommand(1);
  const auto add = [&](const char* name, const char* does, const char* example) {
    auto* command = corpus->add_subcommand(name, does);
    command->footer(std::string("Example: ") + example);
    or_environment(command->add_option("--library", arguments->library, "file of the library"), arguments->library,
                   "OPENIMR_LIBRARY", Need::Required);
    command->add_flag("--json", arguments->json, "answer in JSON");
    return command;
  };
  auto* import = add("import", "load letters, tables and our own determinations into a library",
                     "openimr corpus import --library decisions.library letters/ table.csv");
  import->add_option(
      "PATH", arguments->paths,
      "folders, ZIP files, letters (text or PDF), tables (CSV, JSON lines); - for a letter or table on standard input");
  import->add_option("--list", arguments->list, "file with a path a line");
  import->add_flag("--no-merge", arguments->is_unmerged, "leave the index in parts: quicker, when more is to follow");
  import->callback([=, &console, &exit] { exit = import_decisions(console, *arguments); });

  auto* search = add("search", "search by words, fields and clinical pattern (docs/reference/query_language.md)",
                     "openimr corpus search --library decisions.library 'ketamine outcome:overturned year:2014..2016'");
  search->add_option("QUERY", arguments->query, "words, \"phrases\", AND OR NOT, prefix*, a NEAR/5 b, field:value");
  search->add_option("--pattern", arguments->pattern,
                     "clinical pattern: \"topical ketamine, CRPS absent, antidepressant trial not documented\"");
  search->add_option("--sort", arguments->order, "order of the hits")
      ->check(CLI::IsMember({"relevance", "newest", "oldest"}))
      ->capture_default_str();
  search->add_option("--count", arguments->count, "hits to show")->capture_default_str();
  search->add_option("--first", arguments->first, "hits to leave out before")->capture_default_str();
  search->add_option("--facet", arguments->facets, "count the values of a field; may be repeated")->delimiter(',');
  search->add_flag("--exact", arguments->is_exact, "without other names of drugs, conditions and short forms");
  auto* csv = search->add_flag("--csv", arguments->csv, "a row an item, for a spreadsheet");
  search->add_flag("--ndjson", arguments->ndjson, "a decision a line (docs/schemas/decision.schema.json)")
      ->excludes(csv);
  search->add_flag("--text", arguments->text, "with --ndjson: the text of each letter too");
  search->callback([=, &console, &exit] { exit = search_decisions(console, *arguments); });

  auto* made = corpus->add_subcommand("generate", "synthetic letters with known truth, for trying out and for scale");
  made->footer("Example: openimr corpus generate --count 1000 --seed 7 --out letters");
  made->add_option("--count", arguments->letters, "letters to write")->required();
  made->add_option("--seed", arguments->seed, "the same seed gives the same letters")->capture_default_str();
  made->add_option("--out", arguments->out, "folder for letters and truth.json")->required();
  made->callback([=, &console, &exit] { exit = generate(console, *arguments); });

  search->add_flag("--atom", arguments->atom, "an Atom feed of the newest")->excludes(csv);
  search->add_option("--site", arguments->site, "with --atom: where the public pages are, https://example.org");

  auto* alike =
      add("similar", "published items like those of a case or a decision, and in what they differ",
          "openimr corpus similar --library decisions.library --case examples/cases/ketamine-morphine-baclofen");
  alike->add_option("PERMALINK", arguments->permalink, "decision to compare with");
  alike->add_option("--case", arguments->folder, "case folder to compare with");
  alike->add_option("--item", arguments->item, "one item of it, from 1");
  alike->add_option("--count", arguments->count, "how many for each item")->capture_default_str();
  alike->callback([=, &console, &exit] { exit = similar_decisions(console, *arguments); });

  auto* exported = add("export", "all decisions, or those of a query, as data: JSON lines or CSV",
                       "openimr corpus export --library decisions.library 'year:2014' --csv");
  exported->add_option("QUERY", arguments->query, "as for search; none: all");
  auto* rows = exported->add_flag("--csv", arguments->csv, "a row an item; otherwise a decision a line");
  exported->add_flag("--text", arguments->text, "the text of each letter too")->excludes(rows);
  exported->callback([=, &console, &exit] { exit = export_decisions(console, *arguments); });

  auto* cited = add("citations", "the citation graph: what reviewers cite, how often overturned, and what together",
                    "openimr corpus citations --library decisions.library --by page 'drug:ketamine'");
  cited->add_option("QUERY", arguments->query, "as for search; none: all");
  cited->add_option("--by", arguments->by, "sections or pages of guidelines")
      ->check(CLI::IsMember({"section", "page"}))
      ->capture_default_str();
  cited->add_option("--count", arguments->count, "how many")->capture_default_str();
  cited->callback([=, &console, &exit] { exit = citations(console, *arguments); });

  auto* page = add("page", "a public page as HTML: search, decision, topic, guideline or about",
                   "openimr corpus page topic --library decisions.library --topic baclofen --lang es > baclofen.html");
  page->add_option("KIND", arguments->kind, "which page")
      ->required()
      ->check(CLI::IsMember({"search", "decision", "topic", "guideline", "about"}));
  page->add_option("--query", arguments->query, "of search");
  page->add_option("--sort", arguments->order, "of search")->check(CLI::IsMember({"relevance", "newest", "oldest"}));
  page->add_option("--first", arguments->first, "of search: hits to leave out before");
  page->add_option("--permalink", arguments->permalink, "of decision");
  page->add_option("--topic", arguments->topic, "of topic: a treatment");
  page->add_option("--guideline", arguments->guideline, "of guideline: its id, as in mtus-chronic-pain");
  page->add_option("--page", arguments->page, "of guideline: a page of it");
  page->add_option("--lang", arguments->language, "words around the decisions: en or es")->capture_default_str();
  page->add_option("--base", arguments->base, "path under which the pages are")->capture_default_str();
  page->callback([=, &console, &exit] { exit = public_page(console, *arguments); });

  auto* shown = add("show", "a decision by its permalink or case number, with its text",
                    "openimr corpus show --library decisions.library 3f2a90c1b7de05a4");
  shown->add_option("PERMALINK", arguments->permalink, "permalink or case number")->required();
  shown->callback([=, &console, &exit] { exit = show(console, *arguments); });
}

} // namespace openimr::cli
