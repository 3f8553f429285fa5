#include "library/spelling.h"

#include "library/library_parts.h"
#include "library/stems.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace openimr::library {

namespace {

/// The last row of the table: how far all of `a` is from each beginning of `b`. Empty when all are farther than limit.
std::vector<std::size_t> distances(std::string_view a, std::string_view b, std::size_t limit) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) last[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      row[k] = std::min({last[k] + 1, row[k - 1] + 1, last[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        row[k] = std::min(row[k], before_last[k - 2] + 1);
      least = std::min(least, row[k]);
    }
    if (least > limit) return {};
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last;
}

} // namespace

std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  const auto all = distances(a, b, limit);
  return all.empty() ? limit + 1 : std::min(all.back(), limit + 1);
}

namespace {

constexpr std::size_t shortest = 4;         ///< letters; of shorter words anything may be meant
constexpr std::size_t short_word = 7;       ///< up to here one letter may be wrong, above two
constexpr std::size_t longest_ending = 6;   ///< letters that a stem may have lost
constexpr std::size_t most_candidates = 48; ///< stems of which decisions are looked at
constexpr std::size_t most_decisions = 200, enough_decisions = 4;

struct Candidate {
  std::string stem;
  std::size_t distance = 0;
  std::uint32_t count = 0;
};

/// Stems from which the word may come: near its stem, or near its beginning with an ending behind, because of a
/// misspelt ending no stem is taken off.
Result<std::vector<Candidate>> near_stems(Library::Parts& parts, std::string_view word, std::string_view own_stem,
                                          std::size_t limit) {
  std::map<std::string, Candidate, std::less<>> near;
  auto done = parts.words.each_word(*parts.connection, "", [&](std::string_view stem, std::uint32_t count) {
    if (stem.starts_with(label_mark) || stem.size() + 1 < shortest || stem.size() > word.size() + limit) return;
    if (stem.size() + longest_ending + limit < word.size()) return;
    if (const auto known = near.find(stem); known != near.end()) {
      known->second.count += count;
      return;
    }
    std::size_t apart = distance(stem, own_stem, limit);
    const std::size_t from = word.size() > longest_ending ? word.size() - longest_ending : 0;
    if (const auto all = distances(stem, word, limit); !all.empty())
      apart = std::min(apart, *std::min_element(all.begin() + static_cast<std::ptrdiff_t>(from), all.end()));
    if (apart <= limit) near.emplace(stem, Candidate{std::string(stem), apart, count});
  });
  if (!done) return done.error();
  std::vector<Candidate> out;
  for (auto& [stem, one] : near) out.push_back(std::move(one));
  std::ranges::sort(out, [](const Candidate& a, const Candidate& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return a.count != b.count ? a.count > b.count : a.stem < b.stem;
  });
  if (out.size() > most_candidates) out.resize(most_candidates);
  return out;
}

/// The form of the stem in the decision that is most like the word; empty when it has none.
std::string written_form(const corpus::LibraryDecision& decision, const std::string& stem, std::string_view word) {
  std::string text = decision.summary;
  for (const auto& item : decision.items) text += "\n" + item.text + "\n" + item.rationale;
  if (decision.items.empty() && decision.summary.empty()) text = decision.text;
  std::string best;
  std::size_t apart = SIZE_MAX;
  (void)each_stem(text, [&](std::string_view found, std::size_t begin, std::size_t end) {
    if (found != stem) return;
    const auto words = corpus::words_of(std::string_view(text).substr(begin, end - begin));
    if (words.size() != 1) return;
    if (const std::size_t here = distance(word, words.front(), 8); here < apart) {
      apart = here;
      best = words.front();
    }
  });
  return best;
}

/// The form that is most like the word in some decisions that may be shown.
Result<std::string>
form_of(Library::Parts& parts, const std::string& stem, std::string_view word,
        const std::function<Result<std::optional<corpus::LibraryDecision>>(std::int64_t id)>& shown) {
  auto postings = parts.words.find(*parts.connection, stem);
  if (!postings) return postings.error();
  std::string best;
  if (!*postings) return best;
  std::size_t seen = 0, read = 0;
  for (PostingsCursor cursor(**postings); cursor.decision() != no_more; cursor.next()) {
    if (++seen > most_decisions || read == enough_decisions) break;
    if (std::ranges::binary_search(parts.gone, cursor.decision())) continue;
    auto decision = shown(cursor.decision());
    if (!decision) return decision.error();
    if (!*decision) continue;
    ++read;
    std::string form = written_form(**decision, stem, word);
    if (!form.empty() && (best.empty() || distance(word, form, 8) < distance(word, best, 8))) best = std::move(form);
  }
  return best;
}

} // namespace

Result<std::string> Library::spelling(std::string_view word,
                                      const std::function<bool(const corpus::LibraryDecision&)>& may_be_shown) const {
  const Reading reading(*parts_->connection);
  if (auto read = parts_->refresh(); !read) return read.error();
  const auto stems = stems_of({std::string(word)});
  if (stems.size() != 1 || word.size() < shortest) return std::string();
  if (word.find_first_of("0123456789") != std::string_view::npos) return std::string();
  auto known = parts_->words.find(*parts_->connection, stems.front());
  if (!known) return known.error();
  if (*known) return std::string();
  const std::size_t limit = word.size() <= short_word ? 1 : 2;
  auto near = near_stems(*parts_, word, stems.front(), limit);
  if (!near) return near.error();
  std::string best;
  std::tuple<std::size_t, std::int64_t> best_rank{limit + 1, 0}; // how far, then how common
  for (const Candidate& one : *near) {
    auto form =
        form_of(*parts_, one.stem, word, [&](std::int64_t id) -> Result<std::optional<corpus::LibraryDecision>> {
          auto decision = find(id);
          if (decision && *decision && !may_be_shown(**decision)) return std::optional<corpus::LibraryDecision>();
          return decision;
        });
    if (!form) return form.error();
    const std::tuple rank{distance(word, *form, limit), -static_cast<std::int64_t>(one.count)};
    if (!form->empty() && rank < best_rank) {
      best_rank = rank;
      best = std::move(*form);
    }
  }
  return best;
}

} // namespace openimr::library
