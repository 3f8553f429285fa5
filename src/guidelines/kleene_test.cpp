#include "guidelines/topic.h"

#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

constexpr Verdict all_values[] = {Verdict::NotMet, Verdict::Unknown, Verdict::Met};

/// The independent reading: truth as 0, 1/2, 1; and is the minimum, or the maximum, not the complement.
int order(Verdict value) { return value == Verdict::NotMet ? 0 : value == Verdict::Unknown ? 1 : 2; }

} // namespace

TEST(Kleene, AgreesWithMinimumMaximumComplementOnEveryTripleOfOperands) {
  for (Verdict a : all_values) {
    EXPECT_EQ(order(opposite(a)), 2 - order(a));
    for (Verdict b : all_values) {
      EXPECT_EQ(order(both(a, b)), std::min(order(a), order(b)));
      EXPECT_EQ(order(either(a, b)), std::max(order(a), order(b)));
      for (Verdict c : all_values) {
        EXPECT_EQ(order(both(both(a, b), c)), std::min({order(a), order(b), order(c)}));
        EXPECT_EQ(order(either(a, both(b, c))), std::max(order(a), std::min(order(b), order(c))));
      }
    }
  }
}

} // namespace openimr::guidelines
