#include "corpus/proportion.h"

#include <algorithm>
#include <cmath>

namespace openimr::corpus {
namespace {

Interval around(double value, double half, double low, double high) {
  return {std::max(low, value - half), std::min(high, value + half)};
}

/// Continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
double beta_fraction(double x, double a, double b) {
  constexpr double tiny = 1e-300, enough = 1e-15;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::abs(d) < tiny ? tiny : d);
  double f = d;
  for (int m = 1; m <= 500; ++m) {
    const auto step = [&](double numerator) {
      d = 1 + numerator * d;
      c = 1 + numerator / c;
      d = 1 / (std::abs(d) < tiny ? tiny : d);
      c = std::abs(c) < tiny ? tiny : c;
      f *= c * d;
    };
    step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
    step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
    if (std::abs(c * d - 1) < enough) break;
  }
  return f;
}

/// Fleiss' kappa without its error; empty when chance alone would agree always.
std::optional<Kappa> plain_fleiss(const std::vector<std::vector<std::size_t>>& ratings, std::size_t left_out) {
  std::vector<double> share(ratings.front().size(), 0);
  double observed = 0, subjects = 0, raters = 0;
  for (std::size_t s = 0; s < ratings.size(); ++s) {
    if (s == left_out) continue;
    double total = 0, squares = 0;
    for (std::size_t c = 0; c < share.size(); ++c) {
      const double count = static_cast<double>(ratings[s][c]);
      share[c] += count;
      total += count;
      squares += count * count;
    }
    raters = total;
    observed += (squares - total) / (total * (total - 1));
    subjects += 1;
  }
  Kappa out;
  out.observed = observed / subjects;
  for (const double count : share) out.expected += (count / (subjects * raters)) * (count / (subjects * raters));
  if (out.expected >= 1) return std::nullopt;
  out.value = (out.observed - out.expected) / (1 - out.expected);
  out.subjects = static_cast<std::size_t>(subjects);
  return out;
}

} // namespace

Interval wilson(std::size_t successes, std::size_t n, double z) {
  if (n == 0) return {0, 1};
  const double count = static_cast<double>(n), p = static_cast<double>(successes) / count;
  const double below = 1 + z * z / count;
  const double middle = (p + z * z / (2 * count)) / below;
  const double half = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / below;
  // At the ends the bound is exactly 0 or 1; rounding must not say otherwise.
  return {successes == 0 ? 0 : std::max(0.0, middle - half), successes == n ? 1 : std::min(1.0, middle + half)};
}

Interval difference(std::size_t x1, std::size_t n1, std::size_t x2, std::size_t n2, double z) {
  if (n1 == 0 || n2 == 0) return {-1, 1};
  const double p1 = static_cast<double>(x1) / static_cast<double>(n1),
               p2 = static_cast<double>(x2) / static_cast<double>(n2);
  const Interval a = wilson(x1, n1, z), b = wilson(x2, n2, z);
  return {p1 - p2 - std::hypot(p1 - a.low, b.high - p2), p1 - p2 + std::hypot(a.high - p1, p2 - b.low)};
}

std::optional<StandardisedRate> standardise(const std::vector<Stratum>& strata, double z) {
  double all = 0, covered = 0;
  for (const Stratum& stratum : strata) {
    all += stratum.weight;
    if (stratum.n > 0) covered += stratum.weight;
  }
  if (covered <= 0) return std::nullopt;
  StandardisedRate out;
  double variance = 0;
  for (const Stratum& stratum : strata) {
    if (stratum.n == 0) continue;
    const double weight = stratum.weight / covered, n = static_cast<double>(stratum.n),
                 x = static_cast<double>(stratum.successes);
    out.rate += weight * x / n;
    const double p = (x + 0.5) / (n + 1);
    variance += weight * weight * p * (1 - p) / n;
  }
  out.coverage = covered / all;
  out.interval = around(out.rate, z * std::sqrt(variance), 0, 1);
  return out;
}

std::optional<Kappa> cohen_kappa(const std::vector<std::vector<std::size_t>>& table, double z) {
  const std::size_t k = table.size();
  double n = 0;
  for (const auto& row : table) {
    if (row.size() != k) return std::nullopt;
    for (const std::size_t cell : row) n += static_cast<double>(cell);
  }
  if (n == 0 || k < 2) return std::nullopt;
  std::vector<double> rows(k, 0), columns(k, 0);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      rows[i] += static_cast<double>(table[i][j]) / n;
      columns[j] += static_cast<double>(table[i][j]) / n;
    }
  Kappa out;
  out.subjects = static_cast<std::size_t>(n);
  for (std::size_t i = 0; i < k; ++i) {
    out.observed += static_cast<double>(table[i][i]) / n;
    out.expected += rows[i] * columns[i];
  }
  if (out.expected >= 1) return std::nullopt;
  out.value = (out.observed - out.expected) / (1 - out.expected);
  // Fleiss, Cohen and Everitt 1969, formula 13: A + B - C.
  double a = 0, b = 0;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      const double p = static_cast<double>(table[i][j]) / n;
      if (i == j) {
        const double term = 1 - (rows[i] + columns[i]) * (1 - out.value);
        a += p * term * term;
      } else {
        b += p * (columns[i] + rows[j]) * (columns[i] + rows[j]);
      }
    }
  b *= (1 - out.value) * (1 - out.value);
  const double c = std::pow(out.value - out.expected * (1 - out.value), 2);
  out.standard_error = std::sqrt(std::max(0.0, a + b - c)) / ((1 - out.expected) * std::sqrt(n));
  out.interval = around(out.value, z * out.standard_error, -1, 1);
  return out;
}

std::optional<Kappa> fleiss_kappa(const std::vector<std::vector<std::size_t>>& ratings, double z) {
  if (ratings.size() < 2 || ratings.front().size() < 2) return std::nullopt;
  std::size_t raters = 0;
  for (const auto& subject : ratings) {
    if (subject.size() != ratings.front().size()) return std::nullopt;
    std::size_t total = 0;
    for (const std::size_t count : subject) total += count;
    if (raters == 0) raters = total;
    if (total != raters || total < 2) return std::nullopt;
  }
  auto out = plain_fleiss(ratings, ratings.size());
  if (!out) return std::nullopt;
  double mean = 0, squares = 0, n = 0;
  for (std::size_t s = 0; s < ratings.size(); ++s) {
    const auto without = plain_fleiss(ratings, s);
    if (!without) continue;
    mean += without->value;
    squares += without->value * without->value;
    n += 1;
  }
  if (n > 1) out->standard_error = std::sqrt(std::max(0.0, (n - 1) / n * (squares - mean * mean / n)));
  out->interval = around(out->value, z * out->standard_error, -1, 1);
  return out;
}

double beta_cdf(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - beta_cdf(1 - x, b, a);
  // lgamma writes a global sign; the arguments here are positive, so only its value matters.
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x)) / a;
  return front * beta_fraction(x, a, b);
}

double beta_quantile(double p, double a, double b) {
  double low = 0, high = 1;
  for (int i = 0; i < 80; ++i) {
    const double middle = (low + high) / 2;
    (beta_cdf(middle, a, b) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

} // namespace openimr::corpus
