// Searching a library: one pass over the decisions that match, counting all of them and their facets; scored are only
// those of blocks that could hold one of the best.
#include "library/plan.h"
#include "library/scoring.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace openimr::library {
namespace {

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

  /// A lower score is not among the best any more.
  double threshold() const {
    if (entries_.size() < most_) return -1;
    return most_ == 0 ? HUGE_VAL : entries_.front().score;
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

class Searching {
public:
  Searching(Library::Parts& parts, const Plan& plan, const SearchOptions& options)
      : parts_(parts), plan_(plan), options_(options),
        best_(std::min<std::size_t>(options.first + options.count, static_cast<std::size_t>(parts.last_id)),
              options.order),
        facets_(parts.labels, options.facets),
        scorer_(plan, static_cast<double>(parts.last_id),
                static_cast<double>(parts.all_words) / static_cast<double>(std::max<std::int64_t>(parts.last_id, 1))) {}

  Result<Found> run() {
    const bool is_ranked = options_.order == Order::Relevance;
    auto done = is_ranked && plan_.is_one_word && options_.facets.empty() ? over_word() : over_matches(is_ranked);
    if (!done) return done.error();
    return Found{total_, best_.sorted(options_.first), facets_.of(options_.facets, options_.facet_values)};
  }

private:
  /// How many have one word is known; blocks that hold none of the best are not read.
  Result<Done> over_word() {
    const Postings& postings = *plan_.ranked.front().word;
    total_ = postings.count();
    PostingsCursor taken_back(postings);
    for (const std::uint32_t one : parts_.gone) {
      taken_back.seek(one);
      total_ -= taken_back.decision() == one;
    }
    PostingsCursor cursor(postings);
    for (std::size_t k = 0; k < postings.blocks().size(); ++k) {
      const auto& block = postings.blocks()[k];
      if (scorer_.of_frequency(0, block.highest / frequency_scale, block.fewest) * (1 + 1e-9) < best_.threshold())
        continue;
      cursor.enter(k);
      for (std::size_t at = 0; at < cursor.decisions().size(); ++at)
        if (auto offered = offer(cursor.decisions()[at], cursor.frequencies()[at]); !offered) return offered;
    }
    return Done{};
  }

  Result<Done> offer(std::uint32_t decision, std::uint32_t frequency) {
    if (is_gone(decision)) return Done{};
    if (auto entered = enter(decision); !entered) return entered;
    const std::size_t place = place_in_block(decision);
    best_.offer(decision, scorer_.of_frequency(0, frequency / frequency_scale, block_->words(place)),
                block_->day(place));
    return Done{};
  }

  Result<Done> over_matches(bool is_ranked) {
    for (Matcher& matcher = *plan_.matcher; matcher.decision() != no_more; matcher.next()) {
      const std::uint32_t decision = matcher.decision();
      if (is_gone(decision)) continue;
      if (!options_.facets.empty()) {
        if (auto entered = enter(decision); !entered) return entered;
        facets_.count(decision, block_->labels(place_in_block(decision)));
      }
      ++total_;
      if (options_.count == 0 || (is_ranked && cannot_be_among_the_best(decision))) continue;
      if (auto entered = enter(decision); !entered) return entered;
      const std::size_t place = place_in_block(decision);
      best_.offer(decision, is_ranked ? scorer_.score(decision, block_->words(place)) : 0.0, block_->day(place));
    }
    if (*plan_.trouble) return **plan_.trouble;
    return Done{};
  }

  bool cannot_be_among_the_best(std::uint32_t decision) {
    const double threshold = best_.threshold();
    if (threshold < 0) return false;
    if (decision > until_ || until_ == 0) bound_ = scorer_.bound(decision, until_);
    return bound_ < threshold;
  }

  bool is_gone(std::uint32_t decision) const {
    return !parts_.gone.empty() && std::ranges::binary_search(parts_.gone, decision);
  }

  Result<Done> enter(std::uint32_t decision) {
    const auto number = block_of(decision);
    if (number == at_) return Done{};
    auto block = parts_.block(number);
    if (!block) return block.error();
    block_ = *block;
    at_ = number;
    if (place_in_block(decision) < block_->size()) return Done{};
    return Error{ErrorKind::Storage, parts_.path, "an index of other decisions", "a whole library",
                 "import the decisions again into a new one"};
  }

  Library::Parts& parts_;
  const Plan& plan_;
  const SearchOptions& options_;
  Best best_;
  FacetCounts facets_;
  Scorer scorer_;
  const Block* block_ = nullptr;
  std::int64_t at_ = -1;
  std::uint32_t until_ = 0;
  double bound_ = 0;
  std::size_t total_ = 0;
};

} // namespace

Result<Found> Library::search(const corpus::Query& query, const SearchOptions& options) const {
  const Reading reading(*parts_->connection);
  if (auto read = parts_->refresh(); !read) return read.error();
  auto plan = plan_of(*parts_, query);
  if (!plan) return plan.error();
  return Searching(*parts_, *plan, options).run();
}

Result<double> Library::count_with(const corpus::Query& query) const {
  const Reading reading(*parts_->connection);
  if (auto read = parts_->refresh(); !read) return read.error();
  auto plan = plan_of(*parts_, query);
  if (!plan) return plan.error();
  if (plan->is_one_word) return static_cast<double>(plan->ranked.front().word->count());
  double count = 0;
  for (; plan->matcher->decision() != no_more; plan->matcher->next()) ++count;
  if (*plan->trouble) return **plan->trouble;
  return count;
}

} // namespace openimr::library
