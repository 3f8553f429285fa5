#include "server/message.h"

#include "server/rate_limit.h"
#include "server/route.h"

#include <gtest/gtest.h>

namespace openimr::server {
namespace {

TEST(Target, IsDecodedAndRefusedWhereItLies) {
  const auto check = [](const char* target, const char* path) {
    Request request;
    const bool is_good = read_target(target, request);
    EXPECT_EQ(is_good, path != nullptr) << target;
    if (is_good && path) {
      EXPECT_EQ(request.path, path) << target;
    }
  };
  check("/api/v1/cases/CM14-0000001", "/api/v1/cases/CM14-0000001");
  check("/a%20b?c=d", "/a b");
  check("/", "/");
  for (const char* wrong :
       {"", "*", "http://host/", "/../etc", "/a/%2e%2e/b", "/a/./b", "/%", "/%4", "/%zz", "/a%00b", "/a?b=%zz"})
    check(wrong, nullptr);
}

TEST(Target, QueryIsAForm) {
  Request request;
  ASSERT_TRUE(read_target("/q?a=1&b=x+y%2Bz&&a=2&c&=d", request));
  const std::map<std::string, std::string> expected{{"a", "2"}, {"b", "x y+z"}, {"c", ""}};
  EXPECT_EQ(request.query, expected);
}

TEST(Cookie, IsFoundByItsWholeName) {
  Request request;
  request.headers = {{"cookie", "xopenimr_session=no; openimr_session=yes;openimr_session2=no"}};
  EXPECT_EQ(request.cookie("openimr_session"), "yes");
  EXPECT_EQ(request.cookie("session"), "");
}

TEST(Range, IsReadAsRfc9110Says) {
  struct Case {
    const char* header;
    bool is_range, is_satisfiable;
    std::uint64_t begin, end;
  };
  for (const Case& one : {Case{"bytes=0-9", true, true, 0, 10},
                          {"bytes=5-", true, true, 5, 100},
                          {"bytes=-7", true, true, 93, 100},
                          {"bytes=90-400", true, true, 90, 100},
                          {"bytes=-400", true, true, 0, 100},
                          {"bytes=100-", true, false, 0, 0},
                          {"bytes=-0", true, false, 0, 0},
                          {"bytes=99-99", true, true, 99, 100},
                          {"bytes=9-5", false, false, 0, 0},
                          {"bytes=0-1,3-4", false, false, 0, 0},
                          {"items=0-1", false, false, 0, 0},
                          {"bytes=x-y", false, false, 0, 0},
                          {"bytes=18446744073709551616-", false, false, 0, 0},
                          {"bytes=-", false, false, 0, 0},
                          {"", false, false, 0, 0}}) {
    const auto range = read_range(one.header, 100);
    ASSERT_EQ(range.has_value(), one.is_range) << one.header;
    if (!range) continue;
    EXPECT_EQ(range->is_satisfiable, one.is_satisfiable) << one.header;
    EXPECT_EQ(range->begin, one.begin) << one.header;
    EXPECT_EQ(range->end, one.end) << one.header;
  }
  EXPECT_FALSE(read_range("bytes=0-0", 0)->is_satisfiable);
}

TEST(Date, IsWrittenAsHttpWritesIt) { EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT"); }

TEST(Match, FindsTheRouteAndSaysWhatIsAllowed) {
  EXPECT_EQ(match("GET", "/api/v1/cases/CM14-0000001").path.at("number"), "CM14-0000001");
  EXPECT_EQ(match("HEAD", "/health").route->pattern, "/health");
  EXPECT_EQ(match("GET", "/api/v1/cases/A/documents/d1/pages/3/image").path.at("page"), "3");
  EXPECT_EQ(match("GET", "/assets/index.js").path.at("path"), "assets/index.js");
  const auto wrong = match("PATCH", "/api/v1/session");
  EXPECT_EQ(wrong.route, nullptr);
  EXPECT_EQ(wrong.allowed, "POST, GET, DELETE");
  EXPECT_EQ(match("GET", "/api/v1/cases/search").route->pattern, "/api/v1/cases/{number}");
  EXPECT_EQ(match("POST", "/api/v1/cases/search").route->pattern, "/api/v1/cases/search");
  EXPECT_EQ(match("GET", "").route, nullptr);
}

TEST(RateLimit, GivesABurstThenARate) {
  RateLimit limit(2, 3, 2);
  const auto begin = std::chrono::steady_clock::time_point() + std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", begin), 0);
  EXPECT_EQ(limit.take("a", begin), 1);
  EXPECT_EQ(limit.take("b", begin), 0);
  EXPECT_EQ(limit.take("a", begin + std::chrono::milliseconds(600)), 0);
  EXPECT_EQ(limit.take("a", begin + std::chrono::milliseconds(700)), 1);
  limit.forget("a");
  EXPECT_EQ(limit.take("a", begin), 0);
  EXPECT_EQ(limit.take("c", begin), 0); // the oldest of two is forgotten, not remembered wrongly
}

} // namespace
} // namespace openimr::server
