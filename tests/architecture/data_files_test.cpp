// Every data file of the tree reads: YAML strictly (no duplicate keys, no aliases), JSON as JSON. What the values mean
// is for the rooms that own them; this only makes sure that no file is broken where nobody looks.
#include "base/files.h"
#include "text/data_file.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace openimr {
namespace {

const std::string root = OPENIMR_SOURCE_DIR;

/// Test data is broken on purpose.
bool is_meant_to_be_broken(const std::string& name) {
  return name.find("test_data/") != std::string::npos || name.find("hostile/") != std::string::npos;
}

std::string fault_of(const std::string& path) {
  if (path.ends_with(".yaml") || path.ends_with(".yml")) {
    const auto file = text::DataFile::read(path);
    return file ? "" : file.error().message();
  }
  if (path.ends_with(".json")) {
    const auto bytes = read_file(path);
    if (!bytes) return bytes.error().message();
    boost::system::error_code failed;
    boost::json::parse(*bytes, failed);
    return failed ? path + ": " + failed.message() : "";
  }
  return "";
}

TEST(DataFiles, EveryFileReads) {
  int seen = 0;
  for (const std::string folder : {"packs", "examples", "docs"}) {
    ASSERT_TRUE(std::filesystem::is_directory(root + "/" + folder)) << folder;
    for (const auto& name : files_below(root + "/" + folder)) {
      if (is_meant_to_be_broken(name)) continue;
      seen += name.ends_with(".yaml") || name.ends_with(".json");
      EXPECT_EQ(fault_of(root + "/" + folder + "/" + name), "");
    }
  }
  EXPECT_GT(seen, 10) << "found hardly any data file: does this test look where they are?";
}

TEST(DataFiles, ABrokenFileIsNamed) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(write_file(folder + "/twice.yaml", "a: 1\na: 2\n"));
  ASSERT_TRUE(write_file(folder + "/cut.json", "{\"a\": [1, "));
  EXPECT_NE(fault_of(folder + "/twice.yaml").find("twice.yaml"), std::string::npos);
  EXPECT_NE(fault_of(folder + "/cut.json").find("cut.json"), std::string::npos);
}

} // namespace
} // namespace openimr
