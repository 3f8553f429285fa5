#include "corpus/oversight.h"

#include <cmath>

namespace openimr::corpus {
namespace {

constexpr double limit_95 = 1.959963984540054, limit_998 = 3.090232306167813;

/// How one set of verdicts stands to another on the same criteria.
struct Comparison {
  bool is_comparable = false;
  std::vector<std::string> better, worse;
};

Comparison compare(const JudgedItem& a, const JudgedItem& b) {
  Comparison out;
  if (a.verdicts.size() != b.verdicts.size() || a.verdicts.empty()) return out;
  auto other = b.verdicts.begin();
  for (const auto& [criterion, standing] : a.verdicts) {
    if (criterion != other->first) return out;
    if (standing > other->second) out.better.push_back(criterion);
    if (standing < other->second) out.worse.push_back(criterion);
    ++other;
  }
  out.is_comparable = true;
  return out;
}

} // namespace

Consistency find_inconsistent(const std::vector<JudgedItem>& items) {
  Consistency out;
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      const Comparison compared = compare(items[i], items[j]);
      if (!compared.is_comparable) continue;
      if (compared.better.empty() && compared.worse.empty()) {
        ++out.equal;
        out.equal_unlike += items[i].is_granted != items[j].is_granted ? 1 : 0;
        continue;
      }
      if (!compared.better.empty() && !compared.worse.empty()) continue; // each is better in something
      const bool first_is_better = compared.worse.empty();
      const auto& differ = first_is_better ? compared.better : compared.worse;
      const std::size_t better = first_is_better ? i : j, worse = first_is_better ? j : i;
      ++out.comparable;
      out.one_factor += differ.size() == 1 ? 1 : 0;
      if (items[better].is_granted || !items[worse].is_granted) continue;
      out.inconsistent_one_factor += differ.size() == 1 ? 1 : 0;
      out.inconsistent.push_back({better, worse, differ});
    }
  return out;
}

std::vector<FunnelRow> funnel(const std::vector<FunnelEntry>& entries) {
  std::map<std::string, std::pair<double, double>> strata; // changed, n
  double changed = 0;
  for (const FunnelEntry& entry : entries) {
    auto& stratum = strata[entry.stratum];
    stratum.first += entry.is_changed ? 1 : 0;
    stratum.second += 1;
    changed += entry.is_changed ? 1 : 0;
  }
  std::map<std::string, FunnelRow> rows;
  std::map<std::string, double> variances;
  for (const FunnelEntry& entry : entries) {
    const auto& stratum = strata[entry.stratum];
    const double p = stratum.first / stratum.second;
    FunnelRow& row = rows[entry.who];
    row.who = entry.who;
    ++row.n;
    row.changed += entry.is_changed ? 1 : 0;
    row.expected += p;
    variances[entry.who] += p * (1 - p);
  }
  std::vector<FunnelRow> out;
  for (auto& [who, row] : rows) {
    const double error = std::sqrt(variances[who]);
    row.z = error > 0 ? (static_cast<double>(row.changed) - row.expected) / error : 0;
    const double all = changed / static_cast<double>(entries.size());
    row.adjusted = row.expected > 0 ? static_cast<double>(row.changed) / row.expected * all : 0;
    row.is_outside_95 = std::abs(row.z) > limit_95;
    row.is_outside_998 = std::abs(row.z) > limit_998;
    out.push_back(std::move(row));
  }
  return out;
}

} // namespace openimr::corpus
