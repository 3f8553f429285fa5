// Views of the library from the terminal: public pages, feeds, similar decisions, the citation graph.
#include "cli/answers.h"
#include "cli/corpus_arguments.h"
#include "cli/installation.h"
#include "corpus/citation_graph.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {

namespace json = boost::json;

namespace {

Result<corpus::PageFrame> frame_of(const CorpusArguments& arguments, const desk::Installation& installation) {
  auto words = corpus::PageWords::load(installation.packs_folder, arguments.language);
  if (!words) return words.error();
  return corpus::PageFrame{std::move(*words), arguments.base, ""};
}

} // namespace

int feed(const Console& console, const CorpusArguments& arguments, const desk::Installation& installation,
         const desk::DecisionSearcher& searcher, desk::DecisionSearch asked) {
  auto frame = frame_of(arguments, installation);
  if (!frame) return console.fail(frame.error());
  asked.options.order = library::Order::Newest;
  asked.with_snippets = false;
  const auto page = desk::search_page(searcher, asked);
  if (page.error) return console.fail(*page.error);
  console.write(corpus::render_atom(*frame, page, arguments.site));
  return exit_done;
}

/// One of the public pages as a file: what the server will answer.
int public_page(const Console& console, const CorpusArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto frame = frame_of(arguments, *installation);
  if (!frame) return console.fail(frame.error());
  auto words = corpus::LibraryWords::load(installation->packs_folder);
  if (!words) return console.fail(words.error());
  auto searcher = desk::DecisionSearcher::open(arguments.library, *installation, desk::Audience::Public);
  if (!searcher) return console.fail(searcher.error());
  if (arguments.kind == "search") {
    auto asked = search_of(arguments);
    if (!asked) return console.fail(asked.error());
    if (arguments.facets.empty()) {
      using enum corpus::SearchField;
      asked->options.facets = {Outcome, Treatment, Section, Reason, Diagnosis, Specialty, Year};
    }
    const auto page = desk::search_page(*searcher, *asked);
    console.write(corpus::render_search(*frame, page));
    return page.error ? exit_no : exit_done;
  }
  if (arguments.kind == "about") {
    auto page = desk::about_page(*searcher);
    if (!page) return console.fail(page.error());
    console.write(corpus::render_about(*frame, *page));
    return exit_done;
  }
  if (arguments.kind == "decision") {
    auto one = searcher->find(arguments.permalink);
    if (!one) return console.fail(one.error());
    if (!*one)
      return console.fail({ErrorKind::NotFound, "--permalink", arguments.permalink, "a permalink of this library", ""});
    console.write(corpus::render_decision(*frame, **one));
    return exit_done;
  }
  auto page = arguments.kind == "topic" ? desk::topic_page(*searcher, *words, arguments.topic)
                                        : desk::guideline_page(*searcher, *words, arguments.guideline, arguments.page);
  if (!page) return console.fail(page.error());
  console.write(arguments.kind == "topic" ? corpus::render_topic(*frame, *page)
                                          : corpus::render_guideline(*frame, *page));
  return exit_done;
}

namespace {

void print_similar(const Console& console, const desk::SimilarToItem& one) {
  console.line(console.in(Tone::Strong, fmt::format("{}. {}", one.item, one.text)));
  for (const auto& [outcome, count] : one.outcomes) console.line(fmt::format("   {} {}", count, outcome));
  if (one.similar.empty()) console.line("   nothing alike in this library");
  for (const auto& near : one.similar) {
    const auto item = std::ranges::find(near.decision.items, near.item, &corpus::LibraryItem::n);
    console.line(fmt::format("   {:.2f} {}  {}  {}: {}", near.likeness.score, near.decision.permalink,
                             when(near.decision), item->outcome ? corpus::name(*item->outcome) : "outcome unknown",
                             item->text));
    std::vector<std::string> differences;
    for (const auto& one_of : near.likeness.differences)
      if (one_of.is_opposed || one_of.there != corpus::Presence::Silent)
        differences.push_back(fmt::format("{}: {} here, {} there", one_of.concept_id, corpus::name(one_of.here),
                                          corpus::name(one_of.there)));
    if (differences.size() > 6) differences.resize(6);
    for (const auto& words : differences) console.line(console.in(Tone::Quiet, "          " + words));
  }
}

} // namespace

int similar_decisions(const Console& console, const CorpusArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  if (arguments.permalink.empty() == arguments.folder.empty())
    return console.fail({ErrorKind::Input, "similar",
                         arguments.folder.empty() ? "nothing to compare with" : "a permalink and a case",
                         "a permalink, or --case FOLDER", "name one of them"});
  auto library = library::Library::open(arguments.library, library::Access::Read);
  if (!library) return console.fail(library.error());
  const desk::SimilarOptions options{arguments.count, arguments.item};
  auto found = arguments.folder.empty() ? desk::similar_to_decision(*library, arguments.permalink, options)
                                        : desk::similar_to_case(*library, arguments.folder, *installation, options);
  if (!found) return console.fail(found.error());
  if (found->empty())
    return console.fail({ErrorKind::NotFound, "--item", fmt::format("{}", arguments.item), "an item of it", ""});
  if (arguments.json) {
    json::array items;
    for (const auto& one : *found) items.push_back(to_json(one));
    console.write(json_line(json::object{{"items", std::move(items)}}));
  } else {
    for (const auto& one : *found) print_similar(console, one);
  }
  return exit_done;
}

namespace {

std::string name_of(const corpus::CitationNode& node, bool is_page) {
  const std::string guideline = node.guideline.empty() ? "unknown guideline" : node.guideline;
  if (is_page) return guideline + " p. " + node.place;
  return node.place.empty() ? guideline : guideline + ": " + node.place;
}

json::value to_json(const corpus::CitationGraph& graph, std::size_t count) {
  json::array nodes, edges;
  const auto all = graph.nodes();
  for (std::size_t k = 0; k < std::min(count, all.size()); ++k)
    nodes.push_back(
        json::object{{"guideline", all[k].guideline.empty() ? json::value(nullptr) : json::value(all[k].guideline)},
                     {"place", all[k].place},
                     {"items", all[k].items},
                     {"overturned", all[k].overturned}});
  for (const auto& edge : graph.edges(count))
    edges.push_back(json::object{{"from", edge.from}, {"to", edge.to}, {"items", edge.items}});
  return json::object{{"total", all.size()}, {"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

void print_graph(const Console& console, const corpus::CitationGraph& graph, std::size_t count, bool is_page) {
  const auto all = graph.nodes();
  console.line(fmt::format("{} cited, most first: items that cite it, of these overturned", all.size()));
  for (std::size_t k = 0; k < std::min(count, all.size()); ++k)
    console.line(fmt::format("  {:>8} {:>8}  {}", all[k].items, all[k].overturned, name_of(all[k], is_page)));
  const auto edges = graph.edges(count);
  if (!edges.empty()) console.line("cited together by one item");
  for (std::size_t k = 0; k < std::min(count, edges.size()); ++k)
    console.line(fmt::format("  {:>8}  {} + {}", edges[k].items, name_of(all[edges[k].from], is_page),
                             name_of(all[edges[k].to], is_page)));
}

} // namespace

int citations(const Console& console, const CorpusArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto searcher = desk::DecisionSearcher::open(arguments.library, *installation);
  if (!searcher) return console.fail(searcher.error());
  const bool is_page = arguments.by == "page";
  corpus::CitationGraph graph(is_page ? corpus::CitationGraph::By::Page : corpus::CitationGraph::By::Section);
  desk::DecisionSearch asked;
  asked.query = arguments.query;
  auto done = searcher->all(asked, [&](const corpus::LibraryDecision& one) {
    graph.add(one);
    return true;
  });
  if (!done) return console.fail(done.error());
  if (arguments.json)
    console.write(json_line(to_json(graph, arguments.count)));
  else
    print_graph(console, graph, arguments.count, is_page);
  return exit_done;
}

} // namespace openimr::cli
