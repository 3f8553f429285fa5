// Intervals and kappas against published worked examples; each names its source.
#include "corpus/proportion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace openimr::corpus {
namespace {

// Newcombe RG, Statistics in Medicine 1998;17:857-872, table I, method 3.
TEST(Proportion, WilsonAsNewcombePrintsIt) {
  const auto check = [](std::size_t x, std::size_t n, double low, double high) {
    const Interval got = wilson(x, n);
    EXPECT_NEAR(got.low, low, 5e-5) << x << "/" << n;
    EXPECT_NEAR(got.high, high, 5e-5) << x << "/" << n;
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0000, 0.1611);
  check(1, 29, 0.0061, 0.1718);
}

TEST(Proportion, WilsonIsNeverOutsideAndMirrors) {
  EXPECT_EQ(wilson(0, 0), (Interval{0, 1}));
  for (std::size_t n = 1; n < 60; ++n)
    for (std::size_t x = 0; x <= n; ++x) {
      const Interval one = wilson(x, n), other = wilson(n - x, n);
      const double p = static_cast<double>(x) / static_cast<double>(n);
      EXPECT_TRUE(one.low >= 0 && one.high <= 1 && one.low <= p && p <= one.high) << x << "/" << n;
      EXPECT_NEAR(one.low, 1 - other.high, 1e-12);
    }
}

// Newcombe RG, Statistics in Medicine 1998;17:873-890, table II, method 10.
TEST(Proportion, DifferenceAsNewcombePrintsIt) {
  const auto check = [](std::size_t x1, std::size_t n1, std::size_t x2, std::size_t n2, double low, double high) {
    const Interval got = difference(x1, n1, x2, n2);
    EXPECT_NEAR(got.low, low, 5e-5);
    EXPECT_NEAR(got.high, high, 5e-5);
  };
  check(56, 70, 48, 80, 0.0524, 0.3339);
  check(9, 10, 3, 10, 0.1705, 0.8090);
  check(10, 10, 0, 10, 0.6075, 1.0000);
  EXPECT_EQ(difference(0, 0, 1, 2), (Interval{-1, 1}));
}

// Fleiss JL, Levin B, Paik MC, Statistical Methods for Rates and Proportions, 3rd ed. 2003, table 18.1 and
// section 18.1: kappa 0.68; the standard error by the formula of Fleiss, Cohen and Everitt 1969, computed a second time
// by hand: 0.0877.
TEST(Proportion, CohenAsFleissPrintsIt) {
  const auto kappa = cohen_kappa({{75, 1, 4}, {5, 4, 1}, {0, 0, 10}});
  ASSERT_TRUE(kappa);
  EXPECT_NEAR(kappa->value, 0.676, 5e-4);
  EXPECT_NEAR(kappa->standard_error, 0.08770295, 1e-7);
  EXPECT_NEAR(kappa->observed, 0.89, 1e-12);
  EXPECT_NEAR(kappa->expected, 0.66, 1e-12);
}

// Fleiss JL, Psychological Bulletin 1971;76:378-382: thirty patients, six raters; and the example of ten subjects and
// fourteen raters that encyclopaedias give: 0.210.
TEST(Proportion, FleissOnTenSubjectsAndFourteenRaters) {
  const auto kappa = fleiss_kappa({{0, 0, 0, 0, 14},
                                   {0, 2, 6, 4, 2},
                                   {0, 0, 3, 5, 6},
                                   {0, 3, 9, 2, 0},
                                   {2, 2, 8, 1, 1},
                                   {7, 7, 0, 0, 0},
                                   {3, 2, 6, 3, 0},
                                   {2, 5, 3, 2, 2},
                                   {6, 5, 2, 1, 0},
                                   {0, 2, 2, 3, 7}});
  ASSERT_TRUE(kappa);
  EXPECT_NEAR(kappa->value, 0.210, 5e-4);
  EXPECT_NEAR(kappa->observed, 0.378, 5e-4);
  EXPECT_NEAR(kappa->expected, 0.213, 5e-4);
  EXPECT_GT(kappa->standard_error, 0);
}

TEST(Proportion, KappaAtItsEndsAndWhereThereIsNone) {
  EXPECT_NEAR(cohen_kappa({{5, 0}, {0, 5}})->value, 1, 1e-12);
  EXPECT_NEAR(cohen_kappa({{0, 5}, {5, 0}})->value, -1, 1e-12);
  EXPECT_NEAR(cohen_kappa({{20, 5}, {10, 15}})->value, 0.4, 1e-12);
  EXPECT_FALSE(cohen_kappa({{5, 0}, {0, 0}})) << "one category only: chance agrees always";
  EXPECT_FALSE(cohen_kappa({{0, 0}, {0, 0}}));
  EXPECT_FALSE(cohen_kappa({{1, 2, 3}, {4, 5, 6}}));
  EXPECT_FALSE(fleiss_kappa({{2, 0}, {1, 2}})) << "unlike numbers of raters";
  EXPECT_FALSE(fleiss_kappa({{2, 0}}));
  EXPECT_FALSE(fleiss_kappa({}));
  EXPECT_NEAR(fleiss_kappa({{3, 0}, {0, 3}})->value, 1, 1e-12);
}

TEST(Proportion, StandardisedByHand) {
  // Half the standard population in each stratum: (1/10 + 3/10) / 2.
  const auto rate = standardise({{100, 1, 10}, {100, 30, 100}});
  ASSERT_TRUE(rate);
  EXPECT_NEAR(rate->rate, 0.2, 1e-12);
  EXPECT_NEAR(rate->coverage, 1, 1e-12);
  const auto part = standardise({{100, 1, 10}, {300, 0, 0}});
  ASSERT_TRUE(part);
  EXPECT_NEAR(part->rate, 0.1, 1e-12);
  EXPECT_NEAR(part->coverage, 0.25, 1e-12);
  EXPECT_FALSE(standardise({{100, 0, 0}}));
  EXPECT_FALSE(standardise({}));
}

TEST(Proportion, BetaQuantilesWhereTheyHaveClosedForms) {
  EXPECT_NEAR(beta_quantile(0.3, 1, 1), 0.3, 1e-12);
  EXPECT_NEAR(beta_quantile(0.25, 3, 1), std::cbrt(0.25), 1e-12);
  EXPECT_NEAR(beta_quantile(0.25, 1, 4), 1 - std::pow(0.75, 0.25), 1e-12);
  EXPECT_NEAR(beta_quantile(0.5, 0.5, 0.5), 0.5, 1e-10);
  EXPECT_NEAR(beta_quantile(0.025, 0.5, 0.5), std::pow(std::sin(0.025 * std::acos(-1.0) / 2), 2), 1e-10);
  for (double p : {0.01, 0.3, 0.7, 0.99}) EXPECT_NEAR(beta_cdf(beta_quantile(p, 7.5, 42), 7.5, 42), p, 1e-10);
}

} // namespace
} // namespace openimr::corpus
