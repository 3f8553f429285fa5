// Proportions with honest intervals, and agreement beyond chance. Pure arithmetic, each with its source.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace openimr::corpus {

/// Standard normal quantile of two-sided 95 percent.
constexpr double z_95 = 1.959963984540054;

struct Interval {
  double low = 0, high = 1;
  bool operator==(const Interval&) const = default;
};

/// Score interval (Wilson 1927, without continuity correction; Newcombe, Stat Med 1998;17:857, method 3). n = 0: [0,
/// 1].
Interval wilson(std::size_t successes, std::size_t n, double z = z_95);

/// Interval of the difference of two independent proportions, first minus second (Newcombe, Stat Med 1998;17:873,
/// method 10: hybrid of two score intervals). With an n of 0 it is [-1, 1].
Interval difference(std::size_t x1, std::size_t n1, std::size_t x2, std::size_t n2, double z = z_95);

/// One stratum of a standardised rate.
struct Stratum {
  double weight = 0; ///< of the standard population; need not sum to 1
  std::size_t successes = 0, n = 0;
};

struct StandardisedRate {
  double rate = 0;
  Interval interval;   ///< normal, clipped to [0, 1]
  double coverage = 0; ///< part of the standard population whose strata the group has; the rate speaks of it only
};

/// Direct standardisation: the rate that the group would have with the standard population's case mix. Empty when no
/// stratum has both weight and cases. Variance: sum of w^2 p(1-p)/n with p = (x + 1/2)/(n + 1), so that strata of a few
/// like cases do not count as certain.
std::optional<StandardisedRate> standardise(const std::vector<Stratum>& strata, double z = z_95);

/// Agreement beyond chance.
struct Kappa {
  double value = 0;
  double standard_error = 0; ///< of value, not under the hypothesis of chance
  Interval interval;         ///< value ± z · standard error, clipped to [-1, 1]
  double observed = 0, expected = 0;
  std::size_t subjects = 0;
};

/// Two raters: table[i][j] subjects that the first put into i and the second into j (Cohen 1960; standard error of
/// Fleiss, Cohen and Everitt 1969). Empty for no subjects, a table that is not square, or one category only.
std::optional<Kappa> cohen_kappa(const std::vector<std::vector<std::size_t>>& table, double z = z_95);

/// Many raters: ratings[s][c] of how many put subject s into category c, the same number of raters (at least two) for
/// each (Fleiss 1971). The standard error is that of a jackknife over subjects. Empty when that does not hold, for
/// fewer than two subjects, or when all ratings are one category.
std::optional<Kappa> fleiss_kappa(const std::vector<std::vector<std::size_t>>& ratings, double z = z_95);

/// Beta(a, b): chance that a value is at most x (regularised incomplete beta, continued fraction of Lentz).
double beta_cdf(double x, double a, double b);
/// Its inverse by bisection; p in (0, 1).
double beta_quantile(double p, double a, double b);

} // namespace openimr::corpus
