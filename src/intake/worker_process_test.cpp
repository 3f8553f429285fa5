// The worker as an enemy: what it may still do, and what the parent does when it dies, hangs or lies.
#include "intake/document_reader.h"
#include "intake/test_papers.h"

#include <chrono>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace openimr::intake {
namespace {

using papers::Folder;

/// Serves jobs as openimr-extract does, but runs the script of the folder for each.
constexpr std::string_view serving = R"(#!/usr/bin/env python3
import array, os, socket, struct, sys
link = socket.socket(fileno=0)
while True:
    words, ancillary, _, _ = link.recvmsg(4096, socket.CMSG_SPACE(8))
    if not words: break
    file, output = array.array("i", ancillary[0][2])
    child = os.fork()
    if child == 0:
        os.dup2(file, 0), os.dup2(output, 1)
        os.execv("/bin/sh", ["sh", os.path.join(os.path.dirname(sys.argv[0]), "script.sh")] + words.decode().split("\0"))
    os.close(file), os.close(output)
    link.send(struct.pack("i", os.waitpid(child, 0)[1]))
)";

/// A worker that runs a shell script; `frames` holds the bytes that `cat` can say.
ReadOptions options_with(const Folder& folder, const std::string& script, const std::string& frames = "") {
  folder.put("frames", frames);
  folder.put("script.sh", script + "\n");
  const std::string program = folder.put("worker", serving);
  ::chmod(program.c_str(), 0700);
  ReadOptions options = papers::options();
  options.worker_program = program;
  options.page_seconds = 1;
  return options;
}

struct Outcome {
  std::string problems;
  std::vector<records::Page> pages;
};

Outcome read_with(const ReadOptions& options, const Folder& folder) {
  Outcome outcome;
  auto readings = read_all({open_file(folder.put("a.dat", "%PDF-1.4"))}, options);
  EXPECT_TRUE(readings);
  if (!readings) return outcome;
  outcome.problems = papers::lines(readings->at(0).problems);
  for (std::size_t at; (at = outcome.problems.find(folder.path() + "/")) != std::string::npos;)
    outcome.problems.erase(at, folder.path().size() + 1);
  outcome.pages = readings->at(0).reading.pages;
  return outcome;
}

std::string file_frame(std::uint32_t pages) { return wire::frame(wire::FileFrame{"text/x-test", pages}); }

std::string page_frame(int number) {
  records::Page page;
  page.number = number;
  page.text = fmt::format("page {}\n", number);
  page.source = records::TextSource::Layer;
  return wire::frame(page);
}

} // namespace

TEST(Worker, HasLockedItselfIn) {
  const Folder folder;
  const auto report = [&](const std::string& words) {
    papers::run(
        fmt::format("{} confinement {} | cat > {}", papers::options().worker_program, words, folder / "report"));
    return papers::bytes_of(folder / "report");
  };
  const std::string before =
      "open a network socket: refused\nopen a local socket: refused\nread /etc/passwd: refused\nread a font: ";
  const std::string after =
      "\nwrite a file: refused\nstart a process: refused\nmake memory executable: refused\nrun a program: refused\n";
  const std::string without = report("without-landlock");
  EXPECT_EQ(without, before + "refused" + after) << "on an old kernel nothing is opened at all";
  const std::string with = report("");
  EXPECT_TRUE(with == before + "ALLOWED" + after || with == without) << with;
}

TEST(Worker, ACrashCostsTheFileOrThePageOnly) {
  const Folder folder;
  const Outcome dead = read_with(options_with(folder, "kill -SEGV $$"), folder);
  EXPECT_EQ(dead.problems, "a.dat: found something that made the reader crash, expected a file that can be read; look "
                           "at the file; it counts as unread\n");
  ASSERT_EQ(dead.pages.size(), 1U);
  EXPECT_TRUE(dead.pages[0].is_unread);
  // Dies at page 2 whenever it starts at 1 or 2, reads on from 3.
  const std::string script =
      fmt::format("if [ $3 = 1 ]; then cat {0}; kill -SEGV $$; fi; if [ $3 = 2 ]; then kill -SEGV $$; fi; cat {1}",
                  folder / "frames", folder / "rest");
  folder.put("rest", file_frame(3) + page_frame(3) + wire::frame(wire::FrameKind::End, ""));
  const Outcome hurt = read_with(options_with(folder, script, file_frame(3) + page_frame(1)), folder);
  EXPECT_EQ(hurt.problems, "a.dat, page 2: found something that made the reader crash, expected a page that can be "
                           "read; look at the page; it counts as unread\n");
  ASSERT_EQ(hurt.pages.size(), 3U);
  EXPECT_EQ(hurt.pages[0].text, "page 1\n");
  EXPECT_TRUE(hurt.pages[1].is_unread);
  EXPECT_EQ(hurt.pages[2].text, "page 3\n");
}

TEST(Worker, IsNotWaitedForLongerThanAllowed) {
  const Folder folder;
  const auto start = std::chrono::steady_clock::now();
  const Outcome silent = read_with(options_with(folder, "exec sleep 8"), folder);
  EXPECT_EQ(silent.problems, "a.dat: found more than 1 second of reading without an end, expected a file that can be "
                             "read; look at the file; it counts as unread\n");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Worker, IsNotBelieved) {
  const Folder folder;
  const std::string nonsense = ": found something that made the reader answer nonsense, expected ";
  const auto check = [&](const std::string& frames, bool is_file) {
    const Outcome outcome = read_with(options_with(folder, "cat " + (folder / "frames"), frames), folder);
    EXPECT_TRUE(outcome.problems.starts_with(is_file ? "a.dat" + nonsense : "a.dat, page 1" + nonsense))
        << outcome.problems;
    ASSERT_FALSE(outcome.pages.empty());
    EXPECT_TRUE(outcome.pages[0].is_unread);
  };
  check("something else entirely", true);
  check(std::string("F\xff\xff\xff\xff", 5), true);
  check(wire::frame(wire::FileFrame{"a", 999999}), true);
  check(page_frame(1), true);
  check(file_frame(2) + page_frame(2) + wire::frame(wire::FrameKind::End, ""), false);
  check(file_frame(1) + file_frame(1), false);
  check(file_frame(1) + wire::frame(wire::FrameKind::Page, "short"), false);
  check(file_frame(1) + wire::frame(wire::FrameKind::Note, "short"), false);
  const Outcome extra = read_with(
      options_with(folder, "cat " + (folder / "frames"), file_frame(1) + page_frame(1) + page_frame(2)), folder);
  EXPECT_EQ(extra.pages.size(), 1U);
}

TEST(Worker, GivesUpAfterManyDeaths) {
  const Folder folder;
  const Outcome outcome =
      read_with(options_with(folder, "cat " + (folder / "frames") + "; kill -SEGV $$", file_frame(500)), folder);
  EXPECT_EQ(outcome.pages.size(), 500U);
  for (const auto& page : outcome.pages) EXPECT_TRUE(page.is_unread);
  // Each stretch of pages is given up by itself, wherever it was cut, so that a late page of a long file has its
  // chance.
  std::size_t ends = 0;
  for (const char* pages :
       {"37 to 80", "101 to 144", "165 to 208", "229 to 272", "293 to 336", "357 to 400", "421 to 464", "485 to 500"})
    ends += outcome.problems.find(fmt::format("a.dat, pages {}: found something that made the reader crash, expected a "
                                              "page that can be read; look at the pages; they count as unread\n",
                                              pages)) != std::string::npos
                ? 1
                : 0;
  EXPECT_EQ(ends, 8U) << outcome.problems;
}

TEST(Worker, CacheKeepsOnlyWhatWasReadWhole) {
  const Folder folder, cache;
  ReadOptions broken = options_with(folder, "kill -SEGV $$");
  broken.cache_folder = cache.path();
  read_with(broken, folder);
  EXPECT_TRUE(papers::fs::is_empty(cache.path()));
  ReadOptions good = options_with(folder, "cat " + (folder / "frames"),
                                  file_frame(1) + page_frame(1) + wire::frame(wire::FrameKind::End, ""));
  good.cache_folder = cache.path();
  EXPECT_EQ(read_with(good, folder).pages.at(0).text, "page 1\n");
  EXPECT_FALSE(papers::fs::is_empty(cache.path()));
  EXPECT_EQ(read_with(broken, folder).pages.at(0).text, "page 1\n") << "the worker is not asked again";
}

} // namespace openimr::intake
