#include "guidelines/coverage.h"

namespace openimr::guidelines {
namespace {

void add(Count& count, int facts) {
  ++count.topics;
  count.facts += facts;
}

void add_page(const Topic& topic, Coverage& row) {
  const int facts = static_cast<int>(topic.criteria.size() + topic.limits.size() + topic.exceptions.size());
  add(row.all, facts);
  add(topic.basis == "seen"          ? row.verified
      : topic.basis == "seed"        ? row.seed_backed
      : topic.basis == "seen_partly" ? row.partly_seen
                                     : row.from_memory,
      facts);
  if (topic.confidence == "low") add(row.low_confidence, facts);
  if (!topic.doubts.empty()) add(row.with_doubts, facts);
  row.doubts += static_cast<int>(topic.doubts.size());
  row.examples += static_cast<int>(topic.examples.size());
  row.taken_over += !topic.follows.empty();
  ++row.by_basis_and_confidence[topic.basis][topic.confidence];
}

} // namespace

std::vector<Coverage> coverage(const Library& library, std::optional<Date> as_of) {
  std::vector<Coverage> rows;
  for (const Pack& pack : library.packs()) {
    Coverage row;
    row.pack = pack.id;
    row.title = pack.title;
    for (const Topic& topic : library.topics())
      if (topic.pack == pack.id && (!as_of || topic.is_in_force(*as_of))) add_page(topic, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace openimr::guidelines
