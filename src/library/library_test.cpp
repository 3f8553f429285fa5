#include "library/library.h"
#include "library/stems.h"

#include "base/hash.h"

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace openimr::library {
namespace {

using corpus::LibraryDecision;
using corpus::LibraryItem;
using corpus::SearchField;
using testing::ElementsAre;
using testing::IsEmpty;

LibraryItem item(std::string text, corpus::Decision outcome, std::string rationale = "") {
  LibraryItem out;
  out.text = text;
  out.treatment = std::move(text);
  out.outcome = outcome;
  out.rationale = std::move(rationale);
  return out;
}

LibraryDecision decision(std::string number, int year, std::vector<LibraryItem> items) {
  LibraryDecision out;
  out.case_number = std::move(number);
  out.year = year;
  out.decided = Date::from(year, 3, 1);
  out.text = "SYNTHETIC " + out.case_number;
  for (std::size_t k = 0; k < items.size(); ++k) items[k].n = static_cast<int>(k) + 1;
  out.items = std::move(items);
  return out;
}

Prepared prepared(const LibraryDecision& one) { return prepare(one, sha256_hex(one.case_number + one.items[0].text)); }

class ALibrary : public testing::Test {
protected:
  void SetUp() override {
    path_ = testing::TempDir() + "library-test-" + std::to_string(::getpid()) + ".library";
    TearDown();
  }
  void TearDown() override {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }

  Library opened(Access access = Access::Write) {
    auto library = Library::open(path_, access);
    EXPECT_TRUE(library) << library.error().message();
    return std::move(*library);
  }

  void add(Library& library, const std::vector<LibraryDecision>& decisions) {
    std::vector<Prepared> all;
    for (const auto& one : decisions) all.push_back(prepared(one));
    auto added = library.add(std::move(all));
    ASSERT_TRUE(added) << added.error().message();
  }

  /// Case numbers in order.
  std::vector<std::string> found(const Library& library, const std::string& query, Order order = Order::Oldest) {
    const auto parsed = corpus::parse_query(query);
    EXPECT_TRUE(parsed) << query;
    SearchOptions options;
    options.order = order;
    const auto answer = library.search(*parsed, options);
    EXPECT_TRUE(answer) << answer.error().message();
    std::vector<std::string> out;
    for (const auto& hit : answer->hits) out.push_back((*library.find(hit.id))->case_number);
    EXPECT_EQ(answer->total, out.size());
    return out;
  }

  std::string path_;
};

const auto upheld = corpus::Decision::Upheld;
const auto overturned = corpus::Decision::Overturned;

TEST(Words, AnAmountIsANumberAndAUnit) {
  std::string words;
  ASSERT_TRUE(
      each_stem("Norco 10/325mg, T12 to 4th, 60gm", [&](std::string_view stem, std::size_t begin, std::size_t end) {
        words += fmt::format("{} {}-{};", stem, begin, end);
      }));
  EXPECT_EQ(words, "norco 0-5;10 6-8;325 9-12;mg 12-14;t12 16-19;to 20-22;4th 23-26;60 28-30;gm 30-32;");
}

TEST_F(ALibrary, FindsByWordsPhrasesAndFields) {
  Library library = opened();
  add(library,
      {decision("A1", 2013, {item("Ketamine cream", upheld, "No complex regional pain syndrome is documented.")}),
       decision("A2", 2014, {item("Baclofen", overturned, "Spasms were denied relief; regional pain remains.")}),
       decision("A3", 2015, {item("Ketamine cream", overturned, "Denial reversed."), item("Baclofen", upheld)})});
  for (const auto& [query, expected] : std::vector<std::pair<const char*, std::vector<std::string>>>{
           {"", {"A1", "A2", "A3"}},
           {"ketamine", {"A1", "A3"}},
           {"ketamine baclofen", {"A3"}},
           {"ketamine OR baclofen", {"A1", "A2", "A3"}},
           {"baclofen NOT ketamine", {"A2"}},
           {"NOT ketamine", {"A2"}},
           {"\"complex regional pain\"", {"A1"}},
           {"\"regional complex\"", {}},
           {"regional NEAR/3 pain", {"A1", "A2"}},
           {"keta*", {"A1", "A3"}},
           {"rationale:ketamine", {}},
           {"item:ketamine", {"A1", "A3"}},
           {"year:2014..2015", {"A2", "A3"}},
           {"year:2014..2015 ketamine", {"A3"}},
           {"case:A2", {"A2"}},
           {"treatment:nothing", {}},
           {"outcome:overturned", {"A2", "A3"}},
           // One item must have both, not the decision somewhere.
           {"treatment:baclofen outcome:overturned", {"A2"}},
           {"treatment:ketamine outcome:overturned", {"A3"}},
           {"treatment:(ketamine OR baclofen) outcome:upheld", {"A1", "A3"}},
           // Also inside OR and NOT: A1 has ketamine upheld, A3 overturned.
           {"(drug:none OR treatment:ketamine) outcome:overturned", {"A3"}},
           {"(treatment:ketamine outcome:overturned) OR case:A2", {"A2", "A3"}},
           {"NOT (treatment:ketamine outcome:overturned)", {"A1", "A2"}},
           {"treatment:baclofen NOT outcome:upheld", {"A2"}},
           {"treatment:baclofen (outcome:overturned OR NOT outcome:upheld)", {"A2"}},
           {"year:2015 NOT outcome:upheld", {}}, // nothing says of which item: of the decision
           {"denies", {"A2"}},                   // by its stem
       })
    EXPECT_EQ(found(library, query), expected) << query;
}

TEST_F(ALibrary, CountsFacetsByDecision) {
  Library library = opened();
  add(library, {decision("A1", 2013, {item("Baclofen", upheld), item("Baclofen", overturned)}),
                decision("A2", 2013, {item("Baclofen", upheld)})});
  SearchOptions options;
  options.facets = {SearchField::Outcome, SearchField::Treatment};
  const auto answer = library.search(corpus::Query{}, options);
  ASSERT_TRUE(answer);
  const auto& outcomes = answer->facets.at(SearchField::Outcome);
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].value, "upheld");
  EXPECT_EQ(outcomes[0].count, 2U);
  EXPECT_EQ(outcomes[1].count, 1U);
  EXPECT_EQ(answer->facets.at(SearchField::Treatment)[0].count, 2U); // twice in A1 counts once
}

TEST_F(ALibrary, WhatIsThereIsNotAddedAgainAndACorrectionSupersedes) {
  Library library = opened();
  const auto first = decision("A1", 2013, {item("Baclofen", upheld)});
  const auto corrected = decision("A1", 2013, {item("Baclofen tablets", overturned)});
  auto added = library.add({prepared(first), prepared(first)});
  ASSERT_TRUE(added);
  EXPECT_THAT(*added, ElementsAre(Added::New, Added::Same));
  added = library.add({prepared(corrected)});
  ASSERT_TRUE(added);
  EXPECT_THAT(*added, ElementsAre(Added::Correction));
  EXPECT_THAT(found(library, "outcome:upheld"), IsEmpty());
  EXPECT_THAT(found(library, "baclofen"), ElementsAre("A1"));
  EXPECT_EQ(*library.size(), 1U);
  // The permalink of the first still leads to it, and on to the correction.
  const auto kept = library.find(prepared(first).decision.permalink);
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->standing, corpus::Standing::Superseded);
  EXPECT_EQ((*kept)->superseded_by, prepared(corrected).decision.permalink);
  EXPECT_EQ((*kept)->text, "SYNTHETIC A1");
  EXPECT_EQ(library.of_case("A1")->size(), 2U);
}

TEST_F(ALibrary, HoldsAcrossBlocksAndOpenings) {
  const int many = 2500; // more than two blocks
  {
    Library library = opened();
    for (int batch = 0; batch < 5; ++batch) {
      std::vector<LibraryDecision> decisions;
      for (int k = 0; k < many / 5; ++k) {
        const int n = batch * many / 5 + k;
        decisions.push_back(decision("N" + std::to_string(n), 2010 + n % 7,
                                     {item("word" + std::to_string(n % 10), n % 3 ? upheld : overturned)}));
      }
      add(library, decisions);
    }
    ASSERT_TRUE(library.optimise());
  }
  const Library library = opened(Access::Read);
  const auto query = corpus::parse_query("word3 outcome:overturned year:2012");
  SearchOptions options;
  options.facets = {SearchField::Year};
  const auto answer = library.search(*query, options);
  ASSERT_TRUE(answer);
  std::size_t expected = 0;
  for (int n = 0; n < many; ++n) expected += n % 10 == 3 && n % 3 == 0 && n % 7 == 2;
  EXPECT_EQ(answer->total, expected);
  EXPECT_EQ(answer->facets.at(SearchField::Year)[0].count, expected);
  std::size_t seen = 0;
  ASSERT_TRUE(library.each([&](const LibraryDecision& one) { return ++seen, one.items.size() == 1; }));
  EXPECT_EQ(seen, static_cast<std::size_t>(many));
}

TEST_F(ALibrary, AReaderSeesWhatAnotherAddsAndTakesBack) {
  Library writer = opened();
  add(writer, {decision("A1", 2013, {item("Baclofen", upheld)})});
  const Library reader = opened(Access::Read);
  EXPECT_THAT(found(reader, "baclofen"), ElementsAre("A1"));
  const auto second = decision("A2", 2014, {item("Baclofen", upheld)});
  add(writer, {second});
  EXPECT_THAT(found(reader, "baclofen"), ElementsAre("A1", "A2"));
  ASSERT_TRUE(writer.withdraw(prepared(second).decision.permalink, {}));
  EXPECT_THAT(found(reader, "baclofen"), ElementsAre("A1"));
  EXPECT_FALSE(writer.withdraw("nobody", {}));
}

TEST_F(ALibrary, ARetractedDecisionIsAStoneWithDayAndReason) {
  Library library = opened();
  auto first = decision("A1", 2013, {item("Baclofen", upheld)});
  auto second = decision("A2", 2013, {item("Baclofen", upheld)});
  first.publication = "3f9a0c41b27d/v1";
  second.publication = "3f9a0c41b27d/v2";
  add(library, {first, second});
  const std::string permalink = prepared(first).decision.permalink, newer = prepared(second).decision.permalink;
  ASSERT_TRUE(library.withdraw(permalink, {corpus::Standing::Superseded, newer, {}, {}}));
  EXPECT_EQ((*library.find("3f9a0c41b27d/v1"))->superseded_by, newer);
  EXPECT_EQ((*library.find("3f9a0c41b27d"))->permalink, newer);
  EXPECT_FALSE(*library.find("3f9a0c41b27d/v3"));
  EXPECT_FALSE(*library.find("3f9a"));
  ASSERT_TRUE(library.withdraw(newer, {corpus::Standing::Retracted, "", Date::from(2014, 5, 1), "identity"}));
  const auto stone = *library.find("3f9a0c41b27d");
  ASSERT_TRUE(stone);
  EXPECT_EQ(stone->standing, corpus::Standing::Retracted);
  EXPECT_EQ(stone->retracted_on, Date::from(2014, 5, 1));
  EXPECT_EQ(stone->retraction_reason, "identity");
  EXPECT_EQ(stone->text + stone->case_number, ""); // nothing of the letter is left
  EXPECT_TRUE(stone->items.empty());
  EXPECT_THAT(found(library, "baclofen"), IsEmpty());
  const auto all = library.published();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[1].standing, corpus::Standing::Retracted);
}

TEST_F(ALibrary, TellsWhichWordWasMeant) {
  Library library = opened();
  add(library,
      {decision("A1", 2013, {item("Fluoroscopy", upheld, "The injuries were treated. Spasticity, spasticity.")}),
       decision("A2", 2014, {item("Mockfield", upheld, "Injured."), item("Fluoroscopies", upheld)})});
  const auto anybody = [](const LibraryDecision&) { return true; };
  const auto not_second = [](const LibraryDecision& one) { return one.case_number != "A2"; };
  for (const auto& [typed, expected] : std::vector<std::pair<const char*, const char*>>{{"flouroscopy", "fluoroscopy"},
                                                                                        {"spastcity", "spasticity"},
                                                                                        {"injurys", ""}, // same stem
                                                                                        {"fluoroscopy", ""},
                                                                                        {"wholly", ""},
                                                                                        {"ab1", ""},
                                                                                        {"", ""},
                                                                                        {"mockfeild", "mockfield"}})
    EXPECT_EQ(*library.spelling(typed, anybody), expected) << typed;
  // A word that only decisions have which may not be shown is not told.
  EXPECT_EQ(*library.spelling("mockfeild", not_second), "");
}

TEST_F(ALibrary, RefusesWhatIsNoLibrary) {
  EXPECT_EQ(Library::open(path_, Access::Read).error().kind, ErrorKind::NotFound);
  std::FILE* file = std::fopen(path_.c_str(), "w");
  std::fputs("this is no database, and long enough to be taken for one by its first page", file);
  std::fclose(file);
  EXPECT_FALSE(Library::open(path_, Access::Write));
}

} // namespace
} // namespace openimr::library
