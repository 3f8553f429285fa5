#include "library/word_index.h"

#include "library/stems.h"
#include "library/word_pages.h"

#include <algorithm>
#include <cmath>

namespace openimr::library {

std::string label_key(std::uint32_t number) {
  std::string key(1, label_mark);
  for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift & 0xFF);
  return key;
}

Result<Done> Inverter::add(std::uint32_t part, double weight, std::string_view text) {
  const auto each = static_cast<std::uint32_t>(std::lround(weight * frequency_scale));
  std::uint32_t offset = 0;
  std::string key;
  return each_stem(text, [&](std::string_view stem, std::size_t, std::size_t) {
    key.assign(stem);
    Word& word = words_[key];
    word.frequency += each;
    put_place(word.places, word.last, {part, offset++});
  });
}

std::string Inverter::finish() {
  std::string out;
  for (const auto& [stem, word] : words_) {
    put_number(out, static_cast<std::uint32_t>(stem.size()));
    out += stem;
    put_number(out, word.frequency);
    put_number(out, static_cast<std::uint32_t>(word.places.size()));
    out += word.places;
  }
  words_.clear();
  return out;
}

PartBuilder::Gathered& PartBuilder::of(std::string_view key) {
  key_.assign(key);
  return words_[key_];
}

void PartBuilder::add(std::uint32_t decision, std::string_view terms) {
  if (first_ == 0) first_ = decision;
  last_ = decision;
  for (NumberReader reader(terms); !reader.is_at_end();) {
    Gathered& word = of(reader.bytes(reader.next()));
    put_number(word.numbers, decision - word.last);
    put_number(word.numbers, reader.next());
    const std::string_view places = reader.bytes(reader.next());
    put_number(word.numbers, static_cast<std::uint32_t>(places.size()));
    word.places += places;
    word.last = decision;
  }
}

void PartBuilder::add_label(std::uint32_t decision, std::uint32_t label) {
  if (first_ == 0) first_ = decision;
  last_ = decision;
  Gathered& word = of(label_key(label));
  if (word.last == decision) return; // of several items
  put_number(word.numbers, decision - word.last);
  word.last = decision;
}

const char* WordIndex::schema() {
  return R"sql(
CREATE TABLE part(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE page(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, first BLOB NOT NULL, words BLOB NOT NULL);
CREATE UNIQUE INDEX page_first ON page(part, first);
CREATE TABLE entry(page INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE place(page INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
)sql";
}

Result<Done> WordIndex::refresh(Connection& connection) {
  auto rows = connection.rows("SELECT id, first, last FROM part ORDER BY first");
  if (!rows) return rows.error();
  parts_.clear();
  while (rows->next())
    parts_.push_back(
        {rows->number(0), static_cast<std::uint32_t>(rows->number(1)), static_cast<std::uint32_t>(rows->number(2))});
  return rows->failed() ? Result<Done>(connection.trouble()) : Result<Done>(Done{});
}

Result<std::shared_ptr<Postings>> WordIndex::find(Connection& connection, std::string_view key) const {
  auto postings = std::make_shared<Postings>();
  for (const Part& part : parts_) {
    auto found = find_in_page(connection, part.id, key);
    if (!found) return found.error();
    if (*found && !postings->add(std::move(**found))) return damaged_index(connection);
  }
  return postings->count() > 0 ? postings : nullptr;
}

Result<Done> WordIndex::read_places(Connection& connection, Postings& postings) const {
  for (PostingsPart& part : postings.parts()) {
    if (!part.places.empty()) continue;
    auto rows = connection.rows("SELECT bytes FROM place WHERE page = ?1");
    if (!rows) return rows.error();
    rows->bind(1, part.page);
    if (!rows->next()) return damaged_index(connection);
    part.places = rows->text(0);
  }
  return Done{};
}

Result<Done> WordIndex::each_page(Connection& connection, std::string_view beginning,
                                  const std::function<Result<bool>(std::int64_t, std::string_view)>& act) const {
  const std::string from(beginning);
  for (const Part& part : parts_) {
    // The page before the first that begins behind may hold words that begin so.
    auto rows = connection.rows("SELECT id, words FROM page WHERE part = ?1 AND first >= coalesce((SELECT max(first) "
                                "FROM page WHERE part = ?1 AND first <= ?2), x'') ORDER BY first");
    if (!rows) return rows.error();
    rows->bind(1, part.id).bind_bytes(2, from);
    while (rows->next()) {
      auto goes_on = act(rows->number(0), rows->text(1));
      if (!goes_on) return goes_on.error();
      if (!*goes_on) break;
    }
    if (rows->failed()) return connection.trouble();
  }
  return Done{};
}

Result<Done> WordIndex::each_word(Connection& connection, std::string_view beginning,
                                  const std::function<void(std::string_view, std::uint32_t)>& act) const {
  return each_page(connection, beginning, [&](std::int64_t, std::string_view bytes) -> Result<bool> {
    for (PageWords words(bytes); words.next();)
      if (words.word().starts_with(beginning))
        act(words.word(), words.count());
      else if (words.word() > beginning)
        return false;
    return true;
  });
}

Result<Done> WordIndex::each_entry(Connection& connection, std::string_view beginning,
                                   const std::function<void(PostingsPart)>& act) const {
  return each_page(connection, beginning, [&](std::int64_t page, std::string_view bytes) -> Result<bool> {
    std::string entries;
    for (PageWords words(bytes); words.next();) {
      if (words.word() < beginning) continue;
      if (!words.word().starts_with(beginning)) return false;
      if (entries.empty()) {
        auto read = entries_of(connection, page);
        if (!read) return read.error();
        entries = std::move(*read);
      }
      if (entries.size() < words.entry_at() + words.entry_size()) return damaged_index(connection);
      act({entries.substr(words.entry_at(), words.entry_size()), {}, page, words.places_at()});
    }
    return true;
  });
}

Result<Done> WordIndex::write(Connection& connection, PartBuilder& builder, const WordCount& words) {
  if (builder.is_empty()) return Done{};
  auto id = new_part(connection, builder.first_, builder.last_);
  if (!id) return id.error();
  std::vector<std::pair<std::string_view, const PartBuilder::Gathered*>> sorted;
  sorted.reserve(builder.words_.size());
  for (const auto& [word, gathered] : builder.words_) sorted.emplace_back(word, &gathered);
  std::ranges::sort(sorted, {}, [](const auto& one) { return one.first; });
  PageWriter writer(connection, *id);
  for (const auto& [word, gathered] : sorted) {
    const bool is_label = word.starts_with(label_mark);
    PostingsWriter postings(!is_label);
    NumberReader reader(gathered->numbers);
    std::uint32_t decision = 0;
    for (std::size_t at = 0; !reader.is_at_end();) {
      decision += reader.next();
      const std::uint32_t frequency = is_label ? 0 : reader.next(), size = is_label ? 0 : reader.next();
      postings.add(decision, frequency, is_label ? 0 : words(decision),
                   std::string_view(gathered->places).substr(at, size));
      at += size;
    }
    if (auto written = writer.add(word, postings); !written) return written;
  }
  if (auto written = writer.flush(); !written) return written;
  parts_.push_back({*id, builder.first_, builder.last_});
  builder = PartBuilder();
  return Done{};
}

Result<Done> WordIndex::tidy(Connection& connection, const WordCount& words) {
  constexpr std::size_t many = 48;
  for (std::size_t count = parts_.size(); count >= many;) {
    // The newest run of parts of which none is more than eight times the smallest.
    std::size_t first = count - 1;
    std::uint32_t smallest = parts_[first].size(), largest = smallest;
    while (first > 0) {
      const std::uint32_t size = parts_[first - 1].size();
      if (std::max(largest, size) > 8 * std::min(smallest, size)) break;
      smallest = std::min(smallest, size);
      largest = std::max(largest, size);
      --first;
    }
    if (count - first >= many) return merge(connection, first, count - first, words);
    count = first;
  }
  return Done{};
}

Result<Done> WordIndex::merge_all(Connection& connection, const WordCount& words) {
  if (parts_.size() < 2) return Done{};
  std::size_t first = parts_.size() - 1;
  std::uint64_t together = parts_[first].size();
  while (first > 0 && parts_[first - 1].size() <= 8 * together) together += parts_[--first].size();
  const std::size_t count = parts_.size() - first;
  return count > 1 ? merge(connection, first, count, words) : Result<Done>(Done{});
}

Result<Done> WordIndex::merge(Connection& connection, std::size_t first, std::size_t count, const WordCount& words) {
  std::vector<std::unique_ptr<PageReader>> readers;
  for (std::size_t k = first; k < first + count; ++k)
    readers.push_back(std::make_unique<PageReader>(connection, parts_[k].id));
  for (auto& one : readers)
    if (auto moved = one->next(); !moved) return moved.error();
  const Part merged{0, parts_[first].first, parts_[first + count - 1].last};
  auto id = new_part(connection, merged.first, merged.last);
  if (!id) return id.error();
  PageWriter writer(connection, *id);
  for (;;) {
    const PageReader* least = nullptr;
    for (const auto& one : readers)
      if (!one->is_over() && (least == nullptr || one->word() < least->word())) least = one.get();
    if (least == nullptr) break;
    const std::string word(least->word());
    PostingsWriter out(!word.starts_with(label_mark));
    for (auto& one : readers) {
      if (one->is_over() || one->word() != word) continue;
      Postings postings;
      if (!postings.add(one->postings())) return damaged_index(connection);
      for (PostingsCursor cursor(postings); cursor.decision() != no_more; cursor.next())
        out.add(cursor.decision(), cursor.frequency(), postings.has_places() ? words(cursor.decision()) : 0,
                postings.has_places() ? cursor.places() : std::string_view());
      if (auto moved = one->next(); !moved) return moved.error();
    }
    if (auto written = writer.add(word, out); !written) return written;
  }
  if (auto written = writer.flush(); !written) return written;
  readers.clear();
  for (std::size_t k = first; k < first + count; ++k)
    if (auto gone = drop_part(connection, parts_[k].id); !gone) return gone;
  const auto begin = parts_.begin() + static_cast<std::ptrdiff_t>(first);
  parts_.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  parts_.insert(parts_.begin() + static_cast<std::ptrdiff_t>(first), {*id, merged.first, merged.last});
  return Done{};
}

} // namespace openimr::library
