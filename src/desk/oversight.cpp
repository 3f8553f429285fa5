#include "desk/oversight.h"

#include "base/hash.h"
#include "desk/corpus_statistics.h"
#include "desk/library_reader.h"
#include "determination/boilerplate.h"
#include "intake/application_file.h"
#include "text/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <unordered_set>

namespace openimr::desk {
namespace {

using corpus::Dimension;
using corpus::LibraryDecision;

constexpr std::size_t calibration_bins = 10;

std::string band_of(int age) {
  const int low = (age - 1) / 10 * 10 + 1;
  return fmt::format("{}-{}", low, low + 9);
}

/// Chance that an overturned item had the higher forecast (Mann-Whitney), ties counting half.
double area(std::vector<std::pair<double, bool>> told) {
  std::sort(told.begin(), told.end());
  double pairs = 0, below = 0, wins = 0, above = 0;
  for (std::size_t i = 0; i < told.size();) {
    std::size_t j = i;
    double changed = 0, upheld = 0;
    for (; j < told.size() && told[j].first == told[i].first; ++j) (told[j].second ? changed : upheld) += 1;
    wins += changed * (below + upheld / 2);
    below += upheld;
    above += changed;
    i = j;
  }
  pairs = below * above;
  return pairs > 0 ? wins / pairs : 0.5;
}

} // namespace

Result<corpus::ItemIndex> index_of_library(const std::string& library, std::optional<int> from, std::optional<int> to,
                                           const Installation& installation) {
  corpus::ItemIndex index;
  auto done = each_decision(library, "", installation, [&](const LibraryDecision& decision) {
    if ((!from || decision.year >= *from) && (!to || decision.year <= *to)) index.add(decision);
    return true;
  });
  if (!done) return done.error();
  return index;
}

Result<std::vector<ForecastQuestion>> questions_of_case(const std::string& folder, const Installation& installation) {
  auto application = intake::read_application(folder + "/application.yaml");
  if (!application) return application.error();
  auto reader = LibraryReader::open(installation);
  if (!reader) return reader.error();
  std::vector<ForecastQuestion> out;
  for (const auto& item : application->disputed_items) {
    ForecastQuestion question{item.id, item.text, {}};
    question.asked.sex = application->sex;
    if (application->date_of_birth)
      question.asked.age_band = band_of(age_on(*application->date_of_birth, application->received.local_date()));
    for (const auto& diagnosis : application->diagnoses)
      question.asked.diagnoses.push_back(text::lower(diagnosis.text));
    std::sort(question.asked.diagnoses.begin(), question.asked.diagnoses.end());
    corpus::LibraryItem asked;
    asked.text = item.text;
    reader->file_item(asked, application->received.local_date());
    question.asked.items.push_back(std::move(asked));
    out.push_back(std::move(question));
  }
  return out;
}

Result<ForecastQuestion> question_of_words(const std::string& text, const std::vector<std::string>& diagnoses,
                                           const Installation& installation) {
  auto reader = LibraryReader::open(installation);
  if (!reader) return reader.error();
  ForecastQuestion question{"1", text, {}};
  for (const std::string& diagnosis : diagnoses) question.asked.diagnoses.push_back(text::lower(diagnosis));
  std::sort(question.asked.diagnoses.begin(), question.asked.diagnoses.end());
  corpus::LibraryItem asked;
  asked.text = text;
  reader->file_item(asked, std::nullopt);
  question.asked.items.push_back(std::move(asked));
  return question;
}

Result<Calibration> calibrate(const std::string& library, int split, const corpus::ForecastOptions& options,
                              const Installation& installation) {
  auto index = index_of_library(library, std::nullopt, split - 1, installation);
  if (!index) return index.error();
  Calibration out;
  for (std::size_t i = 0; i < index->size(); ++i) out.base_rate += index->at(i).is_changed ? 1 : 0;
  if (index->size() > 0) out.base_rate /= static_cast<double>(index->size());
  std::vector<std::pair<double, bool>> told;
  auto done = each_decision(library, "", installation, [&](const LibraryDecision& decision) {
    if (decision.year < split) return true;
    for (const auto& item : decision.items) {
      if (!item.outcome) continue;
      ++out.asked;
      const auto forecast = corpus::forecast(*index, index->query(decision, item), decision.permalink, options);
      if (!forecast.is_silent) told.emplace_back(forecast.probability, *item.outcome != corpus::Decision::Upheld);
    }
    return true;
  });
  if (!done) return done.error();
  out.answered = told.size();
  out.auc = area(told);
  for (std::size_t bin = 0; bin < calibration_bins; ++bin)
    out.bins.push_back(
        {static_cast<double>(bin) / calibration_bins, static_cast<double>(bin + 1) / calibration_bins, 0, 0, 0});
  for (const auto& [probability, is_changed] : told) {
    const double truth = is_changed ? 1 : 0;
    out.changed += is_changed ? 1 : 0;
    out.brier += (probability - truth) * (probability - truth);
    out.brier_of_base += (out.base_rate - truth) * (out.base_rate - truth);
    auto& bin = out.bins[std::min(calibration_bins - 1, static_cast<std::size_t>(probability * calibration_bins))];
    ++bin.n;
    bin.changed += is_changed ? 1 : 0;
    bin.mean += probability;
  }
  if (told.empty()) return out;
  const double n = static_cast<double>(told.size());
  out.brier /= n;
  out.brier_of_base /= n;
  for (auto& bin : out.bins)
    if (bin.n > 0) {
      const double size = static_cast<double>(bin.n);
      bin.mean /= size;
      out.error += size / n * std::abs(bin.mean - static_cast<double>(bin.changed) / size);
    }
  return out;
}

Result<std::vector<FairnessRow>> fairness(const std::string& library, std::size_t smallest_cell,
                                          const Installation& installation) {
  std::vector<FairnessRow> out;
  for (const Dimension dimension : {Dimension::Sex, Dimension::AgeBand}) {
    auto table = corpus_statistics({library, "", {}, {dimension, Dimension::Category, smallest_cell}}, installation);
    if (!table) return table.error();
    std::size_t n = 0, changed = 0;
    for (const auto& row : table->rows) {
      n += row.outcomes.decided();
      changed += row.outcomes.changed();
    }
    for (const auto& row : table->rows) {
      if (row.is_suppressed || row.outcomes.decided() == 0) continue;
      FairnessRow one{dimension,
                      row.label,
                      row.outcomes.decided(),
                      row.outcomes.changed(),
                      n - row.outcomes.decided(),
                      changed - row.outcomes.changed(),
                      {},
                      row.standardised};
      one.difference = corpus::difference(one.changed, one.n, one.rest_changed, one.rest);
      out.push_back(std::move(one));
    }
  }
  return out;
}

Result<BoilerplateReport> boilerplate_of_library(const std::string& library, int words, std::size_t most,
                                                 const Installation& installation) {
  std::unordered_set<std::uint64_t> seen;
  std::vector<RepeatedRationale> all;
  auto done = each_decision(library, "", installation, [&](const LibraryDecision& decision) {
    std::vector<std::uint64_t> own;
    for (const auto& item : decision.items) {
      const auto sequences = determination::shingles(item.rationale, words);
      if (sequences.empty()) continue;
      RepeatedRationale one{decision.permalink, item.n, sequences.size(), 0};
      std::size_t repeated = 0;
      for (const std::string& sequence : sequences) {
        const std::uint64_t hash = keyed_hash(0, sequence);
        repeated += seen.count(hash);
        own.push_back(hash);
      }
      one.share = static_cast<double>(repeated) / static_cast<double>(sequences.size());
      all.push_back(std::move(one));
    }
    seen.insert(own.begin(), own.end()); // a letter does not repeat itself
    return true;
  });
  if (!done) return done.error();
  BoilerplateReport out;
  out.rationales = all.size();
  if (all.empty()) return out;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
  out.median = all[all.size() / 2].share;
  for (const auto& one : all) out.mean += one.share / static_cast<double>(all.size());
  if (all.size() > most) all.resize(most);
  out.most = std::move(all);
  return out;
}

} // namespace openimr::desk
