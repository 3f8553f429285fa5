// Adding to a library: one transaction for many decisions.
#include "base/encoding.h"
#include "base/hash.h"
#include "corpus/decision_labels.h"
#include "corpus/decision_record.h"
#include "corpus/ranking.h"
#include "library/library_parts.h"

#include <cassert>
#include <fmt/format.h>

namespace openimr::library {
namespace {

using corpus::LibraryDecision;
using corpus::Standing;

/// What is indexed, part by part, in the order of corpus::IndexedPart.
struct IndexedText {
  std::string head, items, rationale, summary, rest;
};

IndexedText indexed(const LibraryDecision& decision) {
  IndexedText out;
  out.head = decision.case_number;
  for (const auto& one : decision.specialties) out.head += " " + one;
  for (const auto& item : decision.items) {
    out.items += item.text + "\n";
    for (const auto& cited : item.citations)
      if (cited.by == corpus::CitedBy::Reviewer) out.items += cited.section + "\n";
    out.rationale += item.rationale + "\n";
  }
  out.summary = decision.summary;
  for (const auto& one : decision.diagnoses) out.summary += "\n" + one;
  // A letter of which no part was understood is found by its words all the same.
  if (decision.items.empty() && decision.summary.empty()) out.rest = decision.text;
  return out;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool is_inside = false;
  for (const char c : text) {
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    count += is_letter && !is_inside;
    is_inside = is_letter;
  }
  return count;
}

std::int32_t day_of(const LibraryDecision& decision) {
  if (decision.decided) return static_cast<std::int32_t>(decision.decided->days().time_since_epoch().count());
  if (decision.year > 0)
    if (const auto day = Date::from(decision.year, 1, 1))
      return static_cast<std::int32_t>(day->days().time_since_epoch().count());
  return no_day;
}

/// What PartBuilder takes.
std::string terms_of(const IndexedText& text) {
  thread_local Inverter inverter;
  const auto& weights = corpus::ranking_weights().part;
  std::uint32_t part = 0;
  for (const std::string* one : {&text.head, &text.items, &text.rationale, &text.summary, &text.rest}) {
    // Without SQLite's tokenizers no library is opened.
    (void)inverter.add(part, weights[part], *one);
    ++part;
  }
  return inverter.finish();
}

/// Case and day; empty when either is unknown, because then nothing can be said to be the same decision.
std::string identity_of(const LibraryDecision& decision) {
  if (decision.case_number.empty() || !decision.decided) return {};
  return decision.jurisdiction + "|" + decision.case_number + "|" + decision.decided->iso();
}

} // namespace

Prepared prepare(LibraryDecision decision, std::string content) {
  Prepared out;
  decision.permalink = sha256_hex("openimr decision " + content).substr(0, 16);
  const IndexedText text = indexed(decision);
  out.terms = terms_of(text);
  out.words = count_words(text.head) + count_words(text.items) + count_words(text.rationale) +
              count_words(text.summary) + count_words(text.rest);
  out.record = compressed(to_record(decision));
  if (!decision.text.empty()) out.letter = compressed(decision.text);
  out.decision = std::move(decision);
  out.content = std::move(content);
  return out;
}

namespace {

/// One batch on its way into the library.
class Adding {
public:
  Adding(Connection& connection, LabelBook& labels, std::int64_t& last_id, std::int64_t& all_words, Block& tail)
      : connection_(connection), labels_(labels), last_id_(last_id), all_words_(all_words), tail_(tail),
        before_(last_id) {}

  Result<Added> one(const Prepared& prepared) {
    const std::string content = content_bytes(prepared.content);
    {
      auto same = connection_.rows("SELECT 1 FROM decision WHERE content = ?1");
      if (!same) return same.error();
      same->bind_bytes(1, content);
      if (same->next()) return Added::Same;
    }
    auto corrected = supersede(prepared.decision);
    if (!corrected) return corrected.error();
    const std::int64_t id = ++last_id_;
    if (auto kept = keep(id, prepared, content); !kept) return kept.error();
    if (auto filed = file(id, prepared); !filed) return filed.error();
    return *corrected ? Added::Correction : Added::New;
  }

  Result<Done> write_block() {
    if (tail_.size() == 0) return Done{};
    auto rows = connection_.rows("INSERT OR REPLACE INTO block(number, bytes) VALUES (?1, ?2)");
    if (!rows) return rows.error();
    const std::string bytes = tail_.bytes();
    rows->bind(1, block_of(last_id_)).bind_bytes(2, bytes);
    return connection_.run(std::move(*rows));
  }

  Result<Done> write_words(WordIndex& index) {
    return index.write(connection_, words_, [&](std::uint32_t decision) {
      return lengths_[static_cast<std::size_t>(decision - before_ - 1)];
    });
  }

  Result<Done> write_meta() {
    for (const auto& [name, value] : {std::pair{"last_id", last_id_}, std::pair{"all_words", all_words_}}) {
      auto rows = connection_.rows("UPDATE meta SET value = ?2 WHERE name = ?1");
      if (!rows) return rows.error();
      rows->bind_text(1, name).bind(2, value);
      if (auto done = connection_.run(std::move(*rows)); !done) return done;
    }
    return Done{};
  }

  static std::string content_bytes(std::string_view hexadecimal) {
    return from_hex(hexadecimal).value_or(std::string(hexadecimal)).substr(0, 16);
  }

private:
  /// Marks what the decision corrects; true when there was something.
  Result<bool> supersede(const LibraryDecision& decision) {
    const std::string identity = identity_of(decision);
    if (identity.empty()) return false;
    std::vector<std::int64_t> older;
    {
      auto rows = connection_.rows("SELECT id FROM decision WHERE identity = ?1 AND identity <> '' AND standing = 0");
      if (!rows) return rows.error();
      rows->bind_text(1, identity);
      while (rows->next()) older.push_back(rows->number(0));
      if (rows->failed()) return connection_.trouble();
    }
    for (const auto id : older)
      if (auto done = withdraw(id, {Standing::Superseded, decision.permalink, {}, {}}); !done) return done.error();
    return !older.empty();
  }

public:
  Result<Done> withdraw(std::int64_t id, const Withdrawal& why) {
    {
      auto rows = connection_.rows("UPDATE decision SET standing = ?2, superseded_by = ?3, retracted_on = ?4, "
                                   "retraction_reason = ?5 WHERE id = ?1");
      if (!rows) return rows.error();
      const std::string on = why.on ? why.on->iso() : "";
      rows->bind(1, id).bind(2, static_cast<int>(why.standing)).bind_text(3, why.superseded_by);
      rows->bind_text(4, on).bind_text(5, why.reason);
      if (auto done = connection_.run(std::move(*rows)); !done) return done;
    }
    if (tail_.size() > 0 && block_of(id) == block_of(last_id_)) {
      tail_.set_current(place_in_block(id), false);
      return Done{};
    }
    return change_block(id);
  }

private:
  Result<Done> change_block(std::int64_t id) {
    Block block;
    {
      auto rows = connection_.rows("SELECT bytes FROM block WHERE number = ?1");
      if (!rows) return rows.error();
      rows->bind(1, block_of(id));
      if (!rows->next() || !block.read(rows->text(0))) return connection_.trouble();
    }
    block.set_current(place_in_block(id), false);
    auto rows = connection_.rows("UPDATE block SET bytes = ?2 WHERE number = ?1");
    if (!rows) return rows.error();
    const std::string bytes = block.bytes();
    rows->bind(1, block_of(id)).bind_bytes(2, bytes);
    return connection_.run(std::move(*rows));
  }

  Result<Done> keep(std::int64_t id, const Prepared& prepared, const std::string& content) {
    const std::string identity = identity_of(prepared.decision);
    auto rows = connection_.rows("INSERT INTO decision(id, permalink, content, identity, case_number, record, "
                                 "publication) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    if (!rows) return rows.error();
    rows->bind(1, id).bind_text(2, prepared.decision.permalink).bind_bytes(3, content).bind_text(4, identity);
    rows->bind_text(5, prepared.decision.case_number).bind_bytes(6, prepared.record);
    rows->bind_text(7, prepared.decision.publication);
    if (auto done = connection_.run(std::move(*rows)); !done) return done;
    if (prepared.letter.empty()) return Done{};
    auto letter = connection_.rows("INSERT INTO letter(id, bytes) VALUES (?1, ?2)");
    if (!letter) return letter.error();
    letter->bind(1, id).bind_bytes(2, prepared.letter);
    return connection_.run(std::move(*letter));
  }

  Result<Done> file(std::int64_t id, const Prepared& prepared) {
    BlockRow row{static_cast<std::uint32_t>(prepared.words), day_of(prepared.decision), true, {}};
    if (auto labelled = add_labels(prepared.decision, row); !labelled) return labelled;
    const auto decision = static_cast<std::uint32_t>(id);
    words_.add(decision, prepared.terms);
    for (const auto label : row.labels)
      if (label != next_item) words_.add_label(decision, label);
    lengths_.push_back(row.words);
    all_words_ += static_cast<std::int64_t>(prepared.words);
    if (place_in_block(id) == 0) tail_ = Block();
    tail_.add(row);
    return tail_.size() == decisions_of_block ? write_block() : Result<Done>(Done{});
  }

  Result<Done> add_labels(const LibraryDecision& decision, BlockRow& row) {
    const auto labels = corpus::labels_of(decision);
    const auto add = [&](const std::vector<corpus::Label>& list) -> Result<Done> {
      for (const auto& label : list) {
        auto number = labels_.number(connection_, label);
        if (!number) return number.error();
        row.labels.push_back(*number);
      }
      return Done{};
    };
    if (auto done = add(labels.of_decision); !done) return done;
    for (const auto& item : labels.of_items) {
      row.labels.push_back(next_item);
      if (auto done = add(item); !done) return done;
    }
    return Done{};
  }

  Connection& connection_;
  LabelBook& labels_;
  std::int64_t& last_id_;
  std::int64_t& all_words_;
  Block& tail_;
  std::int64_t before_; ///< last id before this batch
  PartBuilder words_;
  std::vector<std::uint32_t> lengths_; ///< words of each decision of the batch
};

} // namespace

Result<bool> Library::has_content(std::string_view content) const {
  auto rows = parts_->connection->rows("SELECT 1 FROM decision WHERE content = ?1");
  if (!rows) return rows.error();
  const std::string bytes = Adding::content_bytes(content);
  rows->bind_bytes(1, bytes);
  return rows->next();
}

Result<std::vector<Added>> Library::add(std::vector<Prepared> decisions) {
  Connection& connection = *parts_->connection;
  if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun.error();
  const auto undo = [&](const Error& error) {
    (void)connection.execute("ROLLBACK");
    parts_->labels.forget();
    parts_->last_id = -1; // so that everything is read anew
    (void)parts_->refresh();
    return error;
  };
  if (auto read = parts_->refresh(); !read) return undo(read.error());
  Block tail;
  if (parts_->last_id > 0) {
    parts_->blocks.clear();
    auto last = parts_->block(block_of(parts_->last_id));
    if (!last) return undo(last.error());
    tail = **last;
  }
  Adding adding(connection, parts_->labels, parts_->last_id, parts_->all_words, tail);
  std::vector<Added> out;
  for (const Prepared& one : decisions) {
    auto added = adding.one(one);
    if (!added) return undo(added.error());
    out.push_back(*added);
  }
  if (auto written = adding.write_block(); !written) return undo(written.error());
  if (auto written = adding.write_meta(); !written) return undo(written.error());
  if (auto written = adding.write_words(parts_->words); !written) return undo(written.error());
  parts_->blocks.clear();
  const auto words_of = [&](std::uint32_t decision) { return parts_->words_of(decision); };
  if (auto tidied = parts_->words.tidy(connection, words_of); !tidied) return undo(tidied.error());
  if (auto committed = connection.execute("COMMIT"); !committed) return undo(committed.error());
  parts_->blocks.clear();
  if (auto read = parts_->refresh_gone(); !read) return read.error();
  return out;
}

namespace {

/// Takes away what is kept of a retracted decision but its permalink and where it came from.
Result<Done> empty_out(Connection& connection, const LibraryDecision& decision) {
  LibraryDecision stone;
  stone.permalink = decision.permalink;
  stone.source = decision.source;
  const std::string record = compressed(to_record(stone));
  auto rows = connection.rows("UPDATE decision SET record = ?2, identity = '', case_number = '' WHERE id = ?1");
  if (!rows) return rows.error();
  rows->bind(1, decision.id).bind_bytes(2, record);
  if (auto done = connection.run(std::move(*rows)); !done) return done;
  auto letter = connection.rows("DELETE FROM letter WHERE id = ?1");
  if (!letter) return letter.error();
  letter->bind(1, decision.id);
  return connection.run(std::move(*letter));
}

} // namespace

Result<Done> Library::withdraw(std::string_view permalink, const Withdrawal& why) {
  auto decision = find(permalink);
  if (!decision) return decision.error();
  if (!*decision)
    return Error{ErrorKind::NotFound, std::string(permalink), "no decision of this permalink", "one of the library",
                 ""};
  Connection& connection = *parts_->connection;
  if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
  Block none;
  Adding adding(connection, parts_->labels, parts_->last_id, parts_->all_words, none);
  auto done = adding.withdraw((*decision)->id, why);
  if (done && why.standing == Standing::Retracted) done = empty_out(connection, **decision);
  if (!done) {
    (void)connection.execute("ROLLBACK");
    return done;
  }
  parts_->blocks.clear();
  if (auto committed = connection.execute("COMMIT"); !committed) return committed;
  return parts_->refresh_gone();
}

} // namespace openimr::library
