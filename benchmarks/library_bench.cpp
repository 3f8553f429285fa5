// Latency of searches of published decisions inside one process: reads lines "kind<TAB>order<TAB>facets<TAB>query",
// each searched so many times; writes one JSON object with milliseconds by kind, sorted, and memory.
//
//   library_bench LIBRARY ROUNDS < queries
#include "corpus/query.h"
#include "library/library.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <map>
#include <sys/resource.h>

using namespace openimr;

namespace {

struct Asked {
  std::string kind;
  corpus::Query query;
  library::SearchOptions options;
};

std::vector<Asked> read_queries() {
  std::vector<Asked> out;
  for (std::string line; std::getline(std::cin, line);) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; cells.size() < 4 && at <= line.size();) {
      const std::size_t end = cells.size() == 3 ? line.size() : std::min(line.find('\t', at), line.size());
      cells.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    if (cells.size() < 4) continue;
    auto query = corpus::parse_query(cells[3]);
    if (!query) {
      std::fprintf(stderr, "%s: %s\n", cells[3].c_str(), query.error().message().c_str());
      std::exit(2);
    }
    Asked one{cells[0], std::move(*query), {}};
    one.options.order = cells[1] == "newest" ? library::Order::Newest : library::Order::Relevance;
    if (!cells[2].empty())
      for (const auto& field : corpus::search_fields())
        if (("," + cells[2] + ",").find("," + std::string(field.name) + ",") != std::string::npos)
          one.options.facets.push_back(field.field);
    out.push_back(std::move(one));
  }
  return out;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto queries = read_queries();
  const auto start = std::chrono::steady_clock::now();
  auto library = library::Library::open(argv[1], library::Access::Read);
  if (!library) {
    std::fprintf(stderr, "%s\n", library.error().message().c_str());
    return 2;
  }
  const double opened = milliseconds_since(start);
  std::map<std::string, std::vector<double>> times;
  std::map<std::string, std::vector<std::size_t>> totals;
  for (int round = 0; round <= std::atoi(argv[2]); ++round)
    for (const Asked& one : queries) {
      const auto before = std::chrono::steady_clock::now();
      auto found = library->search(one.query, one.options);
      const double took = milliseconds_since(before);
      if (!found) return 2;
      // The first round is how a library answers that was just opened.
      times[round == 0 ? one.kind + " (first)" : one.kind].push_back(took);
      if (round == 0) totals[one.kind].push_back(found->total);
    }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::vector<std::string> parts;
  for (auto& [kind, list] : times) {
    std::ranges::sort(list);
    const auto at = [&](double share) {
      return list[std::min(list.size() - 1, static_cast<std::size_t>(share * static_cast<double>(list.size())))];
    };
    const auto hits = totals.find(kind);
    parts.push_back(fmt::format(
        "\"{}\": {{\"p50_ms\": {:.2f}, \"p99_ms\": {:.2f}, \"searches\": {}{}}}", kind, at(0.5), at(0.99), list.size(),
        hits == totals.end() ? "" : fmt::format(", \"hits\": [{}]", fmt::join(hits->second, ", "))));
  }
  fmt::print("{{\"open_ms\": {:.1f}, \"memory_mb\": {}, \"kinds\": {{{}}}}}\n", opened, usage.ru_maxrss / 1024,
             fmt::join(parts, ", "));
  return 0;
}
