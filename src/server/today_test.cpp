// The day of California, whatever day it is in Greenwich.
#include "server/house.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace openimr::server {
namespace {

class TodayTest : public ::testing::Test {
protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "openimr-today-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    options_.installation.packs_folder = OPENIMR_SOURCE_DIR "/packs";
    options_.places.store = "sqlite:" + folder_ + "/cases.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// What the server takes for today at a moment; `query` is what was asked.
  std::string day(const char* moment, std::map<std::string, std::string> query = {},
                  std::map<std::string, std::string> path = {}) {
    auto office =
        desk::Office::open(options_.places, options_.installation, [moment] { return *Instant::parse_iso(moment); });
    EXPECT_TRUE(office);
    Workplace place{std::make_unique<desk::Office>(std::move(*office))};
    House house(options_, *people::Permissions::load(options_.installation.packs_folder));
    Request request;
    request.query = std::move(query);
    const auto answer = as_of(Call{request, path, place, house});
    return answer ? answer->iso() : answer.error().message();
  }

private:
  std::string folder_;
  HouseOptions options_;
};

TEST_F(TodayTest, TurnsAtMidnightOfThePacific) {
  EXPECT_EQ(day("2026-11-24T00:30:00Z"), "2026-11-23"); // half past four in the afternoon
  EXPECT_EQ(day("2026-11-24T07:59:59Z"), "2026-11-23");
  EXPECT_EQ(day("2026-11-24T08:00:00Z"), "2026-11-24");
  EXPECT_EQ(day("2026-07-01T06:59:59Z"), "2026-06-30"); // summer time
  EXPECT_EQ(day("2026-07-01T07:00:00Z"), "2026-07-01");
}

TEST_F(TodayTest, IsTheSameForACaseThatNobodyKnows) {
  EXPECT_EQ(day("2026-11-24T00:30:00Z", {}, {{"number", "CM26-0000001"}}), "2026-11-23");
}

TEST_F(TodayTest, IsAnotherDayWhenOneIsAsked) {
  EXPECT_EQ(day("2026-11-24T00:30:00Z", {{"as_of", "2015-01-16"}}), "2015-01-16");
  EXPECT_NE(day("2026-11-24T00:30:00Z", {{"as_of", "tomorrow"}}).find("a day such as"), std::string::npos);
}

} // namespace
} // namespace openimr::server
