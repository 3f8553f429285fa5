#include "corpus/item_index.h"

#include <algorithm>
#include <array>
#include <set>

namespace openimr::corpus {
namespace {

/// What a kind of feature weighs, and whether neighbours are looked for by it.
struct Kind {
  std::string_view name;
  double weight;
  bool opens;
};
constexpr std::array<Kind, 10> kinds{{{"treatment", 4, true},
                                      {"drug", 3, true},
                                      {"class", 1.5, false},
                                      {"category", 1.5, false},
                                      {"diagnosis", 3, true},
                                      {"body part", 1, false},
                                      {"type", 1.5, false},
                                      {"age", 0.5, false},
                                      {"sex", 0.25, false},
                                      {"fact", 0.75, false}}};

const Kind& kind_of(std::string_view feature) {
  for (const Kind& kind : kinds)
    if (feature.starts_with(kind.name) && feature.substr(kind.name.size()).starts_with(": ")) return kind;
  return kinds.back();
}

void put(std::set<std::string>& out, const char* kind, const std::string& label) {
  if (!label.empty()) out.insert(std::string(kind) + ": " + label);
}

} // namespace

std::vector<std::string> features_of(const LibraryDecision& decision, const LibraryItem& item) {
  std::set<std::string> out;
  put(out, "treatment", item.treatment);
  put(out, "category", item.category);
  put(out, "body part", item.body_part);
  put(out, "type", item.type);
  put(out, "age", decision.age_band);
  put(out, "sex", decision.sex);
  for (const std::string& drug : item.drugs) put(out, "drug", drug);
  for (const std::string& drug_class : item.drug_classes) put(out, "class", drug_class);
  if (item.diagnosis.empty())
    for (const std::string& diagnosis : decision.diagnoses) put(out, "diagnosis", diagnosis);
  put(out, "diagnosis", item.diagnosis);
  for (const LibraryFact& fact : decision.facts) put(out, "fact", fact.concept_id + (fact.is_absent ? ", absent" : ""));
  return {out.begin(), out.end()};
}

std::uint32_t ItemIndex::number_of(const std::string& feature) {
  const auto [at, is_new] = numbers_.try_emplace(feature, static_cast<std::uint32_t>(names_.size()));
  if (is_new) {
    names_.push_back(feature);
    weights_.push_back(kind_of(feature).weight);
    items_with_.emplace_back();
  }
  return at->second;
}

void ItemIndex::add(const LibraryDecision& decision) {
  latest_year_ = std::max(latest_year_, decision.year);
  for (const LibraryItem& item : decision.items) {
    if (!item.outcome) continue;
    IndexedItem one{decision.permalink,
                    item.n,
                    decision.year,
                    *item.outcome != Decision::Upheld,
                    item.treatment,
                    item.reason,
                    {},
                    0};
    for (const std::string& feature : features_of(decision, item)) {
      const std::uint32_t number = number_of(feature);
      one.features.push_back(number);
      one.weight += weights_[number];
      if (kind_of(feature).opens) items_with_[number].push_back(static_cast<std::uint32_t>(items_.size()));
    }
    std::sort(one.features.begin(), one.features.end());
    items_.push_back(std::move(one));
  }
}

ItemIndex::Query ItemIndex::query(const LibraryDecision& decision, const LibraryItem& item) const {
  Query out;
  for (const std::string& feature : features_of(decision, item)) {
    out.weight += kind_of(feature).weight;
    if (const auto known = numbers_.find(feature); known != numbers_.end()) out.features.push_back(known->second);
  }
  std::sort(out.features.begin(), out.features.end());
  return out;
}

std::vector<Neighbour> ItemIndex::nearest(const Query& query, std::size_t count, double least,
                                          std::string_view without) const {
  std::vector<std::uint32_t> candidates;
  for (const std::uint32_t feature : query.features) {
    const auto& more = items_with_[feature];
    candidates.insert(candidates.end(), more.begin(), more.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<Neighbour> out;
  for (const std::uint32_t candidate : candidates) {
    const IndexedItem& item = items_[candidate];
    if (item.permalink == without) continue;
    double shared = 0;
    auto a = query.features.begin();
    for (const std::uint32_t feature : item.features) {
      while (a != query.features.end() && *a < feature) ++a;
      if (a != query.features.end() && *a == feature) shared += weights_[feature];
    }
    const double likeness = 2 * shared / (query.weight + item.weight);
    if (likeness >= least) out.push_back({candidate, likeness});
  }
  std::stable_sort(out.begin(), out.end(), [&](const Neighbour& x, const Neighbour& y) {
    return x.likeness != y.likeness ? x.likeness > y.likeness : items_[x.item].year > items_[y.item].year;
  });
  if (out.size() > count) out.resize(count);
  return out;
}

} // namespace openimr::corpus
