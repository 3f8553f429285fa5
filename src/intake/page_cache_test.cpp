#include "intake/page_cache.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

namespace openimr::intake {
namespace {

Reading sample() {
  Reading reading;
  reading.media_type = "application/pdf";
  reading.notes.push_back({wire::Trouble::Repaired, 0, "PDF"});
  records::Page page;
  page.number = 3;
  page.source = records::TextSource::Ocr;
  page.width = 612;
  page.height = 792.5F;
  page.text = "pa\xC3\xB1o one\n";
  page.words = {{{0, 5}, {1, 2, 3, 4}, 90}, {{6, 9}, {5.25F, 2, 7, 4}, 40}};
  page.confidence = 65;
  page.is_unread = true;
  reading.pages.push_back(page);
  return reading;
}

std::string put_page(const std::function<void(records::Page&)>& change) {
  Reading reading = sample();
  change(reading.pages[0]);
  return wire::frame(reading.pages[0]).substr(5);
}

bool is_believed(const std::function<void(records::Page&)>& change) {
  return wire::read_page_frame(put_page(change)).has_value();
}

} // namespace

TEST(Wire, BelievesOnlySoundPages) {
  EXPECT_TRUE(is_believed([](auto&) {}));
  EXPECT_FALSE(is_believed([](auto& page) { page.words[0].span.end = 3; })) << "inside a character";
  EXPECT_FALSE(is_believed([](auto& page) { page.words[1].span.end = 99; })) << "beyond the text";
  EXPECT_FALSE(is_believed([](auto& page) { page.words[1].span = {3, 9}; })) << "overlapping words";
  EXPECT_FALSE(is_believed([](auto& page) { page.words[1].span = {9, 9}; })) << "an empty word";
  EXPECT_FALSE(is_believed([](auto& page) { page.words[0].box[2] = std::numeric_limits<float>::quiet_NaN(); }));
  EXPECT_FALSE(is_believed([](auto& page) { page.words[0].box[2] = 1e20F; }));
  EXPECT_FALSE(is_believed([](auto& page) { page.words[0].confidence = 101; }));
  EXPECT_FALSE(is_believed([](auto& page) { page.text[2] = '\xff'; })) << "no UTF-8";
  EXPECT_FALSE(is_believed([](auto& page) { page.text[0] = '\x1b'; })) << "a terminal escape";
  EXPECT_FALSE(is_believed([](auto& page) { page.number = 0; }));
  EXPECT_FALSE(is_believed([](auto& page) { page.confidence = 200; }));
  const std::string whole = put_page([](auto&) {});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(wire::read_page_frame(whole.substr(0, size))) << size;
  EXPECT_FALSE(wire::read_page_frame(whole + "x"));
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x80", "\x80", "a\rb", "\x7f"})
    EXPECT_FALSE(wire::is_clean_utf8(bad));
  for (const char* good : {"", "a\tb\n", "\xC3\xB1", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(wire::is_clean_utf8(good));
}

TEST(PageCache, GivesBackWhatWasKept) {
  const papers::Folder folder;
  const PageCache cache(folder / "new/cache", 1 << 20);
  const std::string key = PageCache::key_of_file("abc", "eng");
  EXPECT_FALSE(cache.find(key));
  cache.keep(key, sample());
  const auto found = cache.find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(pack(key, *found), pack(key, sample()));
  EXPECT_EQ(found->pages[0].words[1].span.of(found->pages[0].text), "one");
  EXPECT_FALSE(cache.find(PageCache::key_of_file("abc", "spa"))) << "another language reads other words";
  struct stat info {};
  ASSERT_EQ(::stat((folder / "new/cache").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U) << "patients' records";
  const PageCache none("", 1);
  none.keep(key, sample());
  EXPECT_FALSE(none.find(key));
}

TEST(PageCache, IgnoresDamagedAndForeignEntries) {
  const std::string key = PageCache::key_of_file("abc", "eng"), whole = pack(key, sample());
  ASSERT_TRUE(unpack(key, whole));
  EXPECT_FALSE(unpack(PageCache::key_of_file("abd", "eng"), whole)) << "another document";
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(unpack(key, whole.substr(0, size))) << size;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_FALSE(unpack(key, damaged)) << "byte " << at;
  }
  EXPECT_FALSE(unpack(key, "something else"));
}

TEST(PageCache, ThrowsOutTheOldestFirst) {
  const papers::Folder folder;
  const std::size_t one = pack(PageCache::key_of_file("0", "eng"), sample()).size();
  const PageCache cache(folder.path(), one * 2 + one / 2);
  for (const char* name : {"0", "1", "2", "3"}) {
    cache.keep(PageCache::key_of_file(name, "eng"), sample());
    std::this_thread::sleep_for(std::chrono::milliseconds(15)); // file times are coarse
  }
  cache.trim();
  EXPECT_FALSE(cache.find(PageCache::key_of_file("0", "eng")));
  EXPECT_FALSE(cache.find(PageCache::key_of_file("1", "eng")));
  EXPECT_TRUE(cache.find(PageCache::key_of_file("2", "eng")));
  EXPECT_TRUE(cache.find(PageCache::key_of_file("3", "eng")));
}

TEST(PageCache, StandsRunsSideBySide) {
  const papers::Folder folder;
  const PageCache cache(folder.path(), 1 << 20);
  const std::string key = PageCache::key_of_file("abc", "eng");
  std::vector<std::jthread> threads;
  std::atomic<int> broken = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        cache.keep(key, sample());
        const auto found = cache.find(key);
        if (!found || found->pages.size() != 1) ++broken;
      }
    });
  threads.clear();
  EXPECT_EQ(broken, 0);
  EXPECT_EQ(std::distance(papers::fs::directory_iterator(folder.path()), papers::fs::directory_iterator()), 1)
      << "no temporary file is left";
}

} // namespace openimr::intake
