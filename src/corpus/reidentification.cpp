#include "corpus/reidentification.h"

#include <algorithm>
#include <set>

namespace openimr::corpus {
namespace {

struct QuasiWords {
  const char* name;
  std::vector<const char*> levels;
  std::vector<int> loss; ///< of each level
};

const std::array<QuasiWords, quasi_count>& table() {
  static const std::array<QuasiWords, quasi_count> words{
      {{"age", {"as it is", "band of ten years", "left out"}, {0, 1, 3}},
       {"sex", {"as it is", "left out"}, {0, 2}},
       {"injury", {"year", "band of five years", "left out"}, {0, 1, 2}},
       {"decided", {"year", "left out"}, {0, 2}},
       {"drugs", {"as they are", "classes of drugs", "left out"}, {0, 2, 4}},
       {"body_part", {"as it is", "left out"}, {0, 2}}}};
  return words;
}

const QuasiWords& words_of(Quasi quasi) { return table()[static_cast<std::size_t>(quasi)]; }

std::set<std::string> drugs_of(const LibraryDecision& decision, bool classes) {
  std::set<std::string> out;
  for (const auto& item : decision.items) {
    const auto& labels = classes ? item.drug_classes : item.drugs;
    out.insert(labels.begin(), labels.end());
  }
  return out;
}

std::set<std::string> parts_of(const LibraryDecision& decision) {
  std::set<std::string> out;
  for (const auto& item : decision.items)
    if (!item.body_part.empty()) out.insert(item.body_part);
  return out;
}

/// The finest level at which two decisions look the same in one respect.
int level_of(Quasi quasi, const LibraryDecision& a, const LibraryDecision& b) {
  const int none = coarsest(quasi);
  switch (quasi) {
  case Quasi::Age:
    if (!a.age && a.age_band.empty()) return 0;
    if (a.age && a.age == b.age) return 0;
    return !a.age_band.empty() && a.age_band == b.age_band ? (a.age ? 1 : 0) : none;
  case Quasi::Sex:
    return a.sex.empty() || a.sex == b.sex ? 0 : none;
  case Quasi::Injury:
    if (!a.injured) return 0;
    if (!b.injured) return none;
    if (a.injured->year() == b.injured->year()) return 0;
    return a.injured->year() / 5 == b.injured->year() / 5 ? 1 : none;
  case Quasi::Decided:
    return a.year == 0 || a.year == b.year ? 0 : none;
  case Quasi::Drugs:
    if (const auto drugs = drugs_of(a, false); drugs.empty() || drugs == drugs_of(b, false)) return 0;
    return drugs_of(a, true) == drugs_of(b, true) ? 1 : none;
  case Quasi::BodyPart:
    return parts_of(a).empty() || parts_of(a) == parts_of(b) ? 0 : none;
  }
  return none;
}

std::size_t place_of(const Levels& levels) {
  std::size_t place = 0;
  for (std::size_t q = 0; q < quasi_count; ++q)
    place = place * static_cast<std::size_t>(coarsest(static_cast<Quasi>(q)) + 1) + static_cast<std::size_t>(levels[q]);
  return place;
}

/// All combinations of levels, in order.
std::vector<Levels> all_levels() {
  std::vector<Levels> out{{}};
  for (std::size_t q = 0; q < quasi_count; ++q) {
    std::vector<Levels> more;
    for (const Levels& levels : out)
      for (int level = 0; level <= coarsest(static_cast<Quasi>(q)); ++level) {
        more.push_back(levels);
        more.back()[q] = level;
      }
    out = std::move(more);
  }
  return out;
}

} // namespace

const char* name(Quasi quasi) { return words_of(quasi).name; }
int coarsest(Quasi quasi) { return static_cast<int>(words_of(quasi).levels.size()) - 1; }
const char* level_words(Quasi quasi, int level) { return words_of(quasi).levels[static_cast<std::size_t>(level)]; }

RiskCounter::RiskCounter(const LibraryDecision& decision) : decision_(decision), cells_(all_levels().size()) {}

void RiskCounter::add(const LibraryDecision& other) {
  ++library_;
  // The letter itself is no company, nor are other letters of its case.
  if (!decision_.permalink.empty() && other.permalink == decision_.permalink) return;
  if (!decision_.case_number.empty() && other.case_number == decision_.case_number) return;
  Levels levels{};
  for (std::size_t q = 0; q < quasi_count; ++q) levels[q] = level_of(static_cast<Quasi>(q), decision_, other);
  ++cells_[place_of(levels)];
}

RiskReport RiskCounter::report(std::size_t wanted) const {
  const auto all = all_levels();
  const auto measured = [&](const Levels& levels) {
    Generalisation out{levels, 0, 0};
    for (const Levels& cell : all)
      if (std::equal(cell.begin(), cell.end(), levels.begin(), [](int finest, int chosen) { return finest <= chosen; }))
        out.k += cells_[place_of(cell)];
    for (std::size_t q = 0; q < quasi_count; ++q) out.loss += table()[q].loss[static_cast<std::size_t>(levels[q])];
    return out;
  };
  RiskReport out;
  out.library = library_;
  out.as_it_is = measured({});
  for (std::size_t q = 0; q < quasi_count; ++q) {
    Levels one{};
    one[q] = 1;
    out.steps.push_back(measured(one));
  }
  std::vector<Generalisation> enough;
  for (const Levels& levels : all)
    if (auto one = measured(levels); one.k >= wanted) enough.push_back(one);
  std::stable_sort(enough.begin(), enough.end(),
                   [](const auto& a, const auto& b) { return a.loss != b.loss ? a.loss < b.loss : a.k > b.k; });
  if (enough.size() > 3) enough.resize(3);
  out.enough = std::move(enough);
  return out;
}

} // namespace openimr::corpus
