#include "corpus/decision_record.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

LibraryDecision full() {
  LibraryDecision one;
  one.permalink = "0123456789ab";
  one.source = Source::Synthetic;
  one.case_number = "CM14-0000001";
  one.year = 2014;
  one.decided = Date::from(2014, 9, 9);
  one.injured = Date::from(1955, 1, 1);
  one.age = 54;
  one.specialties = {"Pain Medicine", ""};
  one.facts = {{"dx.crps", true}, {"dx.phn", false}};
  LibraryItem item;
  item.outcome = Decision::PartiallyOverturned;
  item.text = std::string("words with \0 inside", 19);
  item.citations = {{CitedBy::ClaimsAdministrator, "MTUS", "mtus", "opioids", {{78, 80}, {91, 91}}}};
  one.items = {item, {}};
  return one;
}

TEST(Record, IsReadAsItWasWritten) {
  EXPECT_EQ(from_record(to_record(full())), full());
  EXPECT_EQ(from_record(to_record({})), LibraryDecision{});
}

TEST(Record, DamagedBytesAreNoRecord) {
  const std::string bytes = to_record(full());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(from_record(bytes.substr(0, size))) << size;
  EXPECT_FALSE(from_record(bytes + "x"));
  EXPECT_FALSE(from_record("\x02" + bytes.substr(1)));
  for (std::size_t at = 0; at < bytes.size(); ++at) { // whatever comes of it, it ends
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 0xff);
    (void)from_record(other);
  }
}

} // namespace
} // namespace openimr::corpus
