// Searching a library: one pass over the rows that match, counting facets and keeping the best.
#include "corpus/ranking.h"
#include "library/library_parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::library {
namespace {

/// Decisions looked at to estimate how many have a word, where counting them all would take long.
constexpr std::int64_t sample = 32'768;
constexpr std::size_t enough_of_sample = 30; ///< fewer in the sample: all are counted, and they are few

/// The best so far, at most `most`, in any order until sorted.
class Best {
  struct Entry {
    std::int64_t id;
    double score;
    std::int32_t day;
  };
  bool comes_first(const Entry& a, const Entry& b) const {
    if (order_ == Order::Relevance && a.score != b.score) return a.score > b.score;
    if (order_ == Order::Oldest)
      return (a.day == no_day) != (b.day == no_day) ? b.day == no_day : a.day != b.day ? a.day < b.day : a.id < b.id;
    return a.day != b.day ? a.day > b.day : a.id < b.id;
  }
  auto by() const {
    return [this](const Entry& a, const Entry& b) { return comes_first(a, b); };
  }

public:
  Best(std::size_t most, Order order) : most_(most), order_(order) {}

  void offer(std::int64_t id, double score, std::int32_t day) {
    const Entry entry{id, score, day};
    if (entries_.size() == most_) {
      if (most_ == 0 || !comes_first(entry, entries_.front())) return;
      std::ranges::pop_heap(entries_, by());
      entries_.pop_back();
    }
    entries_.push_back(entry);
    std::ranges::push_heap(entries_, by());
  }

  std::vector<Hit> sorted(std::size_t first) {
    std::ranges::sort(entries_, by());
    std::vector<Hit> out;
    for (std::size_t k = first; k < entries_.size(); ++k) out.push_back({entries_[k].id, entries_[k].score});
    return out;
  }

private:
  std::size_t most_;
  Order order_;
  std::vector<Entry> entries_;
};

/// Counts decisions by label.
class FacetCounts {
public:
  FacetCounts(const LabelBook& labels, const std::vector<corpus::SearchField>& fields)
      : labels_(labels), is_wanted_(labels.size(), false), counts_(labels.size(), 0), last_(labels.size(), 0) {
    for (std::uint32_t k = 1; k < labels.size(); ++k)
      is_wanted_[k] = std::ranges::find(fields, labels.label(k).field) != fields.end();
    is_any_ = !fields.empty();
  }

  void count(std::int64_t id, std::span<const std::uint32_t> labels) {
    if (!is_any_) return;
    for (const auto one : labels) {
      if (!is_wanted_[one] || last_[one] == id) continue;
      last_[one] = id;
      ++counts_[one];
    }
  }

  std::map<corpus::SearchField, std::vector<FacetValue>> of(const std::vector<corpus::SearchField>& fields,
                                                            std::size_t most) const {
    std::map<corpus::SearchField, std::vector<FacetValue>> out;
    for (const auto field : fields) out[field];
    for (std::uint32_t k = 1; k < counts_.size(); ++k)
      if (counts_[k] > 0) out[labels_.label(k).field].push_back({labels_.label(k).value, counts_[k]});
    for (auto& [field, values] : out) {
      std::ranges::sort(values, [](const FacetValue& a, const FacetValue& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
      });
      if (values.size() > most) values.resize(most);
    }
    return out;
  }

private:
  const LabelBook& labels_;
  bool is_any_ = false;
  std::vector<char> is_wanted_;
  std::vector<std::size_t> counts_;
  std::vector<std::int64_t> last_;
};

bool holds(const ItemCondition& condition, std::span<const std::uint32_t> labels) {
  std::vector<char> met(condition.size(), 0);
  const auto all_met = [&] { return std::ranges::all_of(met, [](char one) { return one != 0; }); };
  bool is_inside = false;
  for (const auto one : labels) {
    if (one == next_item) {
      if (is_inside && all_met()) return true;
      std::ranges::fill(met, 0);
      is_inside = true;
      continue;
    }
    if (!is_inside) continue;
    for (std::size_t k = 0; k < condition.size(); ++k)
      if (std::ranges::binary_search(condition[k], one)) met[k] = 1;
  }
  return is_inside && all_met();
}

Result<double> count_between(Library::Parts& parts, const std::string& expression, std::int64_t first,
                             std::int64_t last) {
  auto rows = parts.connection->rows("SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3");
  if (!rows) return rows.error();
  rows->bind_text(1, expression).bind(2, first).bind(3, last);
  if (!rows->next()) return parts.connection->trouble();
  return rows->real(0);
}

/// How many decisions have it: counted, or estimated from a sample of the middle where they are many.
Result<double> decisions_with(Library::Parts& parts, const std::string& expression) {
  if (const auto known = parts.counts.find(expression); known != parts.counts.end()) return known->second;
  double count = 0;
  if (parts.last_id > 4 * sample) {
    const std::int64_t first = parts.last_id / 2 - sample / 2;
    auto some = count_between(parts, expression, first, first + sample - 1);
    if (!some) return some.error();
    if (*some >= static_cast<double>(enough_of_sample))
      count = *some * static_cast<double>(parts.last_id) / static_cast<double>(sample);
  }
  if (count == 0) {
    auto all = count_between(parts, expression, 1, parts.last_id);
    if (!all) return all.error();
    count = *all;
  }
  return parts.counts[expression] = count;
}

class Searching {
public:
  Searching(Library::Parts& parts, const CompiledQuery& query, const SearchOptions& options)
      : parts_(parts), query_(query), options_(options), best_(options.first + options.count, options.order),
        facets_(parts.labels, options.facets) {}

  Result<Found> run() {
    if (auto done = query_.is_all ? over_all() : over_matches(); !done) return done.error();
    return Found{total_, best_.sorted(options_.first), facets_.of(options_.facets, options_.facet_values)};
  }

private:
  Result<Done> over_all() {
    for (std::int64_t id = 1; id <= parts_.last_id; ++id)
      if (auto taken = take(id, 0); !taken) return taken;
    return Done{};
  }

  Result<Done> over_matches() {
    const bool is_ranked = options_.order == Order::Relevance && options_.count > 0 && query_.groups > 0;
    if (is_ranked)
      if (auto ready = prepare_ranking(); !ready) return ready;
    auto rows = parts_.connection->rows(is_ranked ? "SELECT rowid, relevance(words) FROM words WHERE words MATCH ?1"
                                                  : "SELECT rowid, 0 FROM words WHERE words MATCH ?1");
    if (!rows) return rows.error();
    rows->bind_text(1, query_.match);
    while (rows->next())
      if (auto taken = take(rows->number(0), rows->real(1)); !taken) return taken;
    if (rows->failed()) return parts_.connection->trouble();
    return Done{};
  }

  Result<Done> take(std::int64_t id, double score) {
    if (const auto number = block_of(id); number != at_ || block_ == nullptr) {
      auto block = parts_.block(number);
      if (!block) return block.error();
      block_ = *block;
      at_ = number;
    }
    const std::size_t place = place_in_block(id);
    if (place >= block_->size() || !block_->is_current(place)) return Done{};
    const auto labels = block_->labels(place);
    for (const ItemCondition& one : query_.items)
      if (!holds(one, labels)) return Done{};
    ++total_;
    facets_.count(id, labels);
    best_.offer(id, score, block_->day(place));
    return Done{};
  }

  Result<Done> prepare_ranking() {
    RankingJob& job = parts_.ranker->job();
    job = {};
    job.frequencies.assign(static_cast<std::size_t>(query_.groups), 0.0);
    job.rarities.assign(static_cast<std::size_t>(query_.groups), 0.0);
    job.average_words =
        static_cast<double>(parts_.all_words) / static_cast<double>(std::max<std::int64_t>(parts_.last_id, 1));
    job.words = [this](std::int64_t id) -> double {
      auto block = parts_.block(block_of(id));
      return block && place_in_block(id) < (*block)->size() ? (*block)->words(place_in_block(id)) : 0.0;
    };
    std::vector<double> with(job.rarities.size(), 0.0);
    for (const PhraseUse& phrase : query_.phrases) {
      job.groups.push_back(phrase.group);
      job.weights.push_back(phrase.is_synonym ? corpus::ranking_weights().synonym : 1.0);
      if (phrase.group < 0 || phrase.expression.empty()) continue;
      // With one word only, how rare it is changes no order.
      auto count = query_.groups == 1 ? Result<double>(1.0) : decisions_with(parts_, phrase.expression);
      if (!count) return count.error();
      with[static_cast<std::size_t>(phrase.group)] += *count;
    }
    for (std::size_t g = 0; g < with.size(); ++g)
      job.rarities[g] =
          corpus::rarity(std::min(with[g], static_cast<double>(parts_.last_id)), static_cast<double>(parts_.last_id));
    return Done{};
  }

  Library::Parts& parts_;
  const CompiledQuery& query_;
  const SearchOptions& options_;
  Best best_;
  FacetCounts facets_;
  const Block* block_ = nullptr;
  std::int64_t at_ = -1;
  std::size_t total_ = 0;
};

} // namespace

Result<Found> Library::search(const corpus::Query& query, const SearchOptions& options) const {
  if (auto read = parts_->refresh(); !read) return read.error();
  auto compiled = compile(query, parts_->labels);
  if (!compiled) return compiled.error();
  return Searching(*parts_, *compiled, options).run();
}

Result<double> Library::count_with(const corpus::Query& query) const {
  if (auto read = parts_->refresh(); !read) return read.error();
  auto compiled = compile(query, parts_->labels);
  if (!compiled) return compiled.error();
  if (compiled->is_all) return static_cast<double>(parts_->last_id);
  return decisions_with(*parts_, compiled->match);
}

} // namespace openimr::library
