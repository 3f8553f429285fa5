#include "corpus/forecast.h"

#include <algorithm>
#include <cmath>

namespace openimr::corpus {
namespace {

constexpr std::size_t shown_reasons = 6, shown_neighbours = 5;

/// 1 for the newest items, half of it for each half-life before; 1 where no year is known.
double recency(const ItemIndex& index, std::size_t item, double half_life) {
  const int year = index.at(item).year;
  return year == 0 || half_life <= 0 ? 1 : std::exp2((year - index.latest_year()) / half_life);
}

/// Share of changed among all items, recent ones first, half a case each way added, so that it is never 0 or 1.
double rate_of_all(const ItemIndex& index, double half_life) {
  double changed = 0.5, all = 1;
  for (std::size_t i = 0; i < index.size(); ++i) {
    const double weight = recency(index, i, half_life);
    changed += index.at(i).is_changed ? weight : 0;
    all += weight;
  }
  return changed / all;
}

void explain(const ItemIndex& index, const ItemIndex::Query& query, const std::vector<Neighbour>& near, Forecast& out) {
  std::map<std::uint32_t, ForecastReason> shared;
  for (const Neighbour& one : near) {
    const IndexedItem& item = index.at(one.item);
    if (!item.reason.empty()) ++out.grounds[item.reason];
    for (const std::uint32_t feature : item.features)
      if (std::binary_search(query.features.begin(), query.features.end(), feature)) {
        ForecastReason& reason = shared[feature];
        reason.feature = index.feature(feature);
        ++reason.items;
        reason.changed += item.is_changed ? 1 : 0;
      }
  }
  for (auto& entry : shared) out.reasons.push_back(std::move(entry.second));
  std::stable_sort(out.reasons.begin(), out.reasons.end(),
                   [](const auto& a, const auto& b) { return a.items > b.items; });
  if (out.reasons.size() > shown_reasons) out.reasons.resize(shown_reasons);
  out.nearest.assign(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(std::min(near.size(), shown_neighbours)));
}

} // namespace

Forecast forecast(const ItemIndex& index, const ItemIndex::Query& query, std::string_view without,
                  const ForecastOptions& options) {
  Forecast out;
  const auto near = index.nearest(query, options.neighbours, options.least_likeness, without);
  out.neighbours = near.size();
  if (near.empty()) {
    out.why_silent = "no_neighbours";
    return out;
  }
  double weight = 0, squares = 0, changed = 0;
  for (const Neighbour& one : near) {
    const double counts = one.likeness * recency(index, one.item, options.half_life_years);
    weight += counts;
    squares += counts * counts;
    if (index.at(one.item).is_changed) {
      changed += counts;
      ++out.changed;
    }
  }
  out.effective = weight * weight / squares;
  out.prior = rate_of_all(index, options.half_life_years);
  const double a = options.prior_items * out.prior + changed,
               b = options.prior_items * (1 - out.prior) + weight - changed;
  out.probability = a / (a + b);
  out.interval = {beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)};
  if (out.effective < options.least_effective)
    out.why_silent = "too_few";
  else if (out.interval.high - out.interval.low > options.widest_interval)
    out.why_silent = "too_wide";
  out.is_silent = !out.why_silent.empty();
  explain(index, query, near, out);
  return out;
}

std::vector<Unusual> unusual_decisions(const ItemIndex& index, const UnusualOptions& options) {
  std::vector<Unusual> out;
  for (std::size_t i = 0; i < index.size(); ++i) {
    const auto near = index.nearest(index.query(i), options.neighbours, options.least_likeness, index.at(i).permalink);
    if (near.size() < options.fewest) continue;
    Unusual one{i, near.size(), 0, {}};
    for (const Neighbour& each : near) one.as_this += index.at(each.item).is_changed == index.at(i).is_changed ? 1 : 0;
    one.interval = wilson(one.as_this, one.neighbours);
    const double share = static_cast<double>(one.as_this) / static_cast<double>(one.neighbours);
    if (share <= options.highest_share && one.interval.high < 0.5) out.push_back(one);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Unusual& a, const Unusual& b) { return a.interval.high < b.interval.high; });
  return out;
}

} // namespace openimr::corpus
