#include "intake/alignment.h"

#include <algorithm>

namespace openimr::intake {
namespace {

/// The furthest x on every diagonal after each number of edits, kept for the way back.
class Furthest {
public:
  void begin_round(long edits) {
    rounds_.emplace_back(static_cast<std::size_t>(2 * edits + 3), 0);
    offsets_.push_back(edits + 1);
  }
  long& at(long round, long diagonal) {
    const auto index = static_cast<std::size_t>(round);
    return rounds_[index][static_cast<std::size_t>(diagonal + offsets_[index])];
  }

private:
  std::vector<std::vector<long>> rounds_;
  std::vector<long> offsets_;
};

/// Adds one insertion or deletion, walking from the end to the beginning.
void add_before(std::vector<Difference>& list, std::size_t a, std::size_t b, bool is_deletion) {
  const std::size_t a_end = a + (is_deletion ? 1 : 0), b_end = b + (is_deletion ? 0 : 1);
  if (!list.empty() && list.back().a_begin == a_end && list.back().b_begin == b_end) {
    list.back().a_begin = a;
    list.back().b_begin = b;
  } else {
    list.push_back({a, a_end, b, b_end});
  }
}

/// Whether round `edits` comes to diagonal k by a word of b (down) rather than by one of a.
bool comes_down(Furthest& furthest, long edits, long k) {
  return k == -edits || (k != edits && furthest.at(edits - 1, k - 1) < furthest.at(edits - 1, k + 1));
}

} // namespace

std::optional<std::vector<Difference>> differences(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                                                   std::size_t most) {
  const auto n = static_cast<long>(a.size()), m = static_cast<long>(b.size());
  const long limit = std::min(n + m, static_cast<long>(most));
  Furthest furthest;
  for (long edits = 0; edits <= limit; ++edits) {
    furthest.begin_round(edits);
    for (long k = -edits; k <= edits; k += 2) {
      long x = 0;
      if (edits > 0)
        x = comes_down(furthest, edits, k) ? furthest.at(edits - 1, k + 1) : furthest.at(edits - 1, k - 1) + 1;
      while (x < n && x - k < m && x - k >= 0 && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
        ++x;
      furthest.at(edits, k) = x;
      if (x < n || x - k < m) continue;
      // The way back.
      std::vector<Difference> list;
      for (long round = edits, at = x, diagonal = k; round > 0; --round) {
        const bool is_down = comes_down(furthest, round, diagonal);
        const long before = is_down ? diagonal + 1 : diagonal - 1;
        at = furthest.at(round - 1, before);
        add_before(list, static_cast<std::size_t>(at), static_cast<std::size_t>(at - before), !is_down);
        diagonal = before;
      }
      std::reverse(list.begin(), list.end());
      return list;
    }
  }
  return std::nullopt;
}

} // namespace openimr::intake
