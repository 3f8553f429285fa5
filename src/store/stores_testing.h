// For tests: empty stores of every engine. PostgreSQL runs as a server of the test's own (tests/postgres/cluster.sh).
#pragma once

#include "store/store.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

namespace openimr::store {

/// A folder that goes away with the test program.
class ScratchFolder {
public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "openimr-store-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    std::filesystem::permissions(path_, std::filesystem::perms::others_all, std::filesystem::perm_options::add);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

/// The server of this test program; started when it is first asked for.
class Cluster {
public:
  static Cluster& instance() {
    static Cluster cluster;
    return cluster;
  }
  /// Why there is none; empty when it runs.
  const std::string& trouble() const { return trouble_; }
  /// URL of a new, empty database.
  std::string new_database() {
    auto server = open_postgres(url_);
    EXPECT_TRUE(server) << server.error().message();
    const std::string name = "t" + std::to_string(++count_);
    EXPECT_TRUE((*server)->define("CREATE DATABASE " + name));
    std::string url = url_;
    return url.replace(url.find("/postgres?"), 10, "/" + name + "?");
  }
  /// As a power cut would: the server is gone and comes back.
  void crash() {
    EXPECT_EQ(0,
              std::system((OPENIMR_SOURCE_DIR "/tests/postgres/cluster.sh crash " + folder_.path() + "/pg").c_str()));
  }

private:
  Cluster() {
    const std::string script = OPENIMR_SOURCE_DIR "/tests/postgres/cluster.sh";
    std::FILE* answer = ::popen((script + " start " + folder_.path() + "/pg 2>&1").c_str(), "r");
    char line[4096] = {};
    while (std::fgets(line, sizeof line, answer)) url_ = line;
    const int status = ::pclose(answer);
    if (status != 0) trouble_ = "no PostgreSQL: " + url_;
    while (!url_.empty() && url_.back() == '\n') url_.pop_back();
  }
  ~Cluster() {
    if (trouble_.empty() &&
        std::system((OPENIMR_SOURCE_DIR "/tests/postgres/cluster.sh stop " + folder_.path() + "/pg").c_str()) != 0)
      std::fprintf(stderr, "the test's PostgreSQL could not be stopped\n");
  }

  ScratchFolder folder_;
  std::string url_, trouble_;
  int count_ = 0;
};

/// Tests that hold for every engine: TEST_P(…), with `url()` of an empty store.
class EveryStore : public ::testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    if (GetParam() == "postgresql" && !Cluster::instance().trouble().empty())
      GTEST_SKIP() << Cluster::instance().trouble();
    renew();
  }
  /// Another empty store.
  void renew() {
    url_ = GetParam() == "sqlite" ? "sqlite:" + folder_.path() + "/" + std::to_string(++count_) + ".db"
                                  : Cluster::instance().new_database();
  }
  const std::string& url() const { return url_; }
  Store open() const {
    auto store = open_store(url_);
    EXPECT_TRUE(store) << store.error().message();
    return std::move(*store);
  }

private:
  ScratchFolder folder_;
  std::string url_;
  int count_ = 0;
};

} // namespace openimr::store
