// How well the words of requests find their pages: precision and recall over phrasings written before they were run.
#include "base/files.h"
#include "clinical/requested_item.h"
#include "guidelines/library.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace openimr {
namespace {

const std::string source = OPENIMR_SOURCE_DIR;

std::set<std::string> list(const std::string& words) {
  std::set<std::string> ids;
  std::istringstream stream(words);
  for (std::string one; std::getline(stream, one, ',');) {
    one.erase(0, one.find_first_not_of(' '));
    if (!one.empty()) ids.insert(one);
  }
  return ids;
}

} // namespace

TEST(Phrasings, FindTheirPages) {
  const Date day = *Date::parse_iso("2015-01-29");
  const auto vocabulary = clinical::Vocabulary::load(source + "/packs");
  const auto library = guidelines::Library::load(source + "/packs");
  const auto rows = read_file(source + "/tests/requests/phrasings.tsv", std::size_t{1} << 20);
  ASSERT_TRUE(vocabulary && library && rows);
  int asked = 0, right = 0, wrong = 0, missed = 0, exact = 0;
  std::istringstream lines(*rows);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    const auto wanted = list(line.substr(tab + 1));
    std::set<std::string> found;
    for (const auto* topic : library->topics_for(clinical::parse_item(*vocabulary, line.substr(0, tab), day), day))
      found.insert(topic->id);
    ++asked;
    exact += found == wanted;
    for (const auto& id : found) ++(wanted.contains(id) ? right : wrong);
    for (const auto& id : wanted) missed += !found.contains(id);
    if (found != wanted)
      fmt::print("  {}: found [{}], wanted [{}]\n", line.substr(0, tab), fmt::join(found, ", "),
                 fmt::join(wanted, ", "));
  }
  const double precision = double(right) / (right + wrong), recall = double(right) / (right + missed);
  fmt::print("{} phrasings, {} exactly right; precision {:.3f}, recall {:.3f}\n", asked, exact, precision, recall);
  EXPECT_GE(asked, 150);
  EXPECT_GE(precision, 0.97);
  EXPECT_GE(recall, 0.93);
}

} // namespace openimr
