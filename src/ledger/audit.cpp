#include "ledger/audit.h"

#include "base/encoding.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::ledger {
namespace {

constexpr std::size_t most_faults = 100;

std::string short_hex(const Hash& hash) { return hex_of(hash).substr(0, 16) + "…"; }

std::string rows_named(std::uint64_t first, std::uint64_t last) {
  return first == last ? fmt::format("row {}", first) : fmt::format("rows {} to {}", first, last);
}

} // namespace

void Audit::add_fault(Fault fault) {
  if (report_.faults.size() < most_faults)
    report_.faults.push_back(std::move(fault));
  else
    ++report_.more_faults;
}

void Audit::rows_fault(std::uint64_t first, std::uint64_t last, std::string found, std::string expected) {
  add_fault({rows_named(first, last), std::move(found), std::move(expected), first, last});
}

void Audit::add_checkpoint(const std::string& name, std::string_view note) { open(name, note, false); }
void Audit::add_anchor(const std::string& name, std::string_view note) { open(name, note, true); }

void Audit::open(const std::string& name, std::string_view note, bool is_anchor) {
  auto checkpoint = open_checkpoint(name, note, key_);
  if (!checkpoint) {
    add_fault({name, checkpoint.error().found, "a checkpoint signed by " + key_.name, {}, {}});
    return;
  }
  const std::string hash = hex_of(plain_hash(note));
  if (!is_anchor && !known_.insert(hash).second)
    add_fault({name, "a checkpoint that is here twice", "each checkpoint once", {}, {}});
  for (auto [at, end] = kept_.equal_range(checkpoint->size); at != end; ++at)
    if (at->second.checkpoint.root != checkpoint->root) {
      add_fault({name,
                 fmt::format("another root for {} rows than {} has, both signed", checkpoint->size, at->second.name),
                 "one history: the holder of the key signed two",
                 {},
                 {}});
      break;
    }
  kept_.emplace(checkpoint->size, Kept{name, hash, *checkpoint, is_anchor});
}

void Audit::add_row(std::string_view row) {
  const std::uint64_t place = frontier_.size();
  auto entry = read_row(fmt::format("row {}", place), row);
  bool is_named = !entry;
  if (entry) {
    is_named = !is_in_order(*entry);
    if (is_named || is_row_named_)
      look_at_chain(nullptr); // that these two do not fit follows from what was said
    else
      look_at_chain(&*entry);
    next_seq_ = entry->seq + 1;
  } else {
    rows_fault(place, place, entry.error().found, entry.error().expected);
    look_at_chain(nullptr);
    ++next_seq_;
  }
  is_row_named_ = is_named;
  last_leaf_ = leaf_hash(row);
  frontier_.append(*last_leaf_);
  is_row_known_good_ = false;
  look_at_roots();
}

bool Audit::is_in_order(const Entry& entry) {
  if (entry.act == acts::checkpoint) said_.emplace(entry.subject, entry.seq);
  if (entry.act == acts::page_read) ++report_.page_reads;
  if (entry.seq == next_seq_) return true;
  if (entry.seq > next_seq_)
    rows_fault(next_seq_, entry.seq - 1, fmt::format("row {} at place {}", entry.seq, frontier_.size()),
               fmt::format("row {}: removed, or moved to another place", next_seq_));
  else
    rows_fault(entry.seq, entry.seq, fmt::format("row {} once more at place {}", entry.seq, frontier_.size()),
               fmt::format("row {}: one was put in, or moved here", next_seq_));
  return false;
}

// A row that does not fit the one before it: either of the two was changed. If the next row fits this one, it was the
// one before; if a checkpoint vouches for the one before, it is this one.
void Audit::look_at_chain(const Entry* entry) {
  const std::uint64_t place = frontier_.size();
  const Hash before = last_leaf_.value_or(Hash{});
  const bool fits = !entry || entry->previous == before;
  if (open_break_) {
    const std::uint64_t at = *open_break_;
    open_break_.reset();
    if (entry && fits) {
      rows_fault(at - 1, at - 1, fmt::format("another content than row {} names", at), "the row as it was written");
    } else {
      rows_fault(at - 1, at, "rows that do not follow each other", "the rows as they were written");
      return; // what does not fit here follows from it
    }
  }
  if (fits) return;
  if (place == 0 || is_row_known_good_)
    rows_fault(place, place, fmt::format("a row that names {} as the one before", short_hex(entry->previous)),
               short_hex(before));
  else
    open_break_ = place;
}

void Audit::look_at_roots() {
  const auto [from, to] = kept_.equal_range(frontier_.size());
  if (from == to) return;
  const Hash root = frontier_.root();
  for (auto at = from; at != to; ++at) {
    if (at->second.checkpoint.root == root) {
      ++(at->second.is_anchor ? report_.anchors : report_.checkpoints);
      report_.covered = frontier_.size();
      is_row_known_good_ = true;
      continue;
    }
    const std::uint64_t first = report_.covered, last = frontier_.size() - 1;
    root_faults_.push_back({rows_named(first, last), "the root " + short_hex(root),
                            fmt::format("{}, which {} has for {} rows", short_hex(at->second.checkpoint.root),
                                        at->second.name, frontier_.size()),
                            first, last});
  }
}

// A root that is wrong because of a row that was named already says nothing new.
void Audit::name_wrong_roots() {
  for (Fault& fault : root_faults_) {
    const bool is_explained = std::any_of(report_.faults.begin(), report_.faults.end(), [&](const Fault& other) {
      return other.first_row && *other.first_row >= *fault.first_row && *other.first_row <= *fault.last_row;
    });
    if (!is_explained) add_fault(std::move(fault));
  }
}

Report Audit::finish() {
  if (open_break_)
    rows_fault(*open_break_ - 1, *open_break_, "rows that do not follow each other", "the rows as they were written");
  report_.rows = frontier_.size();
  report_.root = frontier_.root();
  name_wrong_roots();
  for (const auto& [size, kept] : kept_) {
    if (size > report_.rows)
      rows_fault(report_.covered, size - 1, fmt::format("{} rows", report_.rows),
                 fmt::format("{} rows, as {} says", size, kept.name));
    else if (size == 0 && kept.checkpoint.root == empty_root())
      ++(kept.is_anchor ? report_.anchors : report_.checkpoints);
    else if (size == 0)
      add_fault({kept.name, "a root of no rows that is not that of an empty log", hex_of(empty_root()), {}, {}});
  }
  for (const auto& [hash, row] : said_)
    if (!known_.contains(hash))
      add_fault({fmt::format("checkpoint of row {}", row), "no such checkpoint among those that the log keeps",
                 "the checkpoint that this row says was signed", row, row});
  std::stable_sort(report_.faults.begin(), report_.faults.end(), [](const Fault& a, const Fault& b) {
    return a.first_row.value_or(UINT64_MAX) < b.first_row.value_or(UINT64_MAX);
  });
  return report_;
}

std::string proof_text(std::uint64_t index, std::span<const Hash> proof, std::string_view checkpoint_note) {
  std::string text = fmt::format("c2sp.org/tlog-proof@v1\nindex {}\n", index);
  for (const Hash& hash : proof) text += to_base64(bytes_of(hash)) + '\n';
  return text + '\n' + std::string(checkpoint_note);
}

Result<Checkpoint> check_proof(const std::string& where, std::string_view proof, std::string_view row,
                               const VerifyingKey& key) {
  const Error no_proof{ErrorKind::Input, where, "no proof of a row",
                       "index, hashes and a checkpoint (c2sp.org/tlog-proof)", "make it with `openimr audit prove`"};
  constexpr std::string_view head = "c2sp.org/tlog-proof@v1\nindex ";
  const auto gap = proof.find("\n\n");
  if (proof.size() > 256 * 1024 || proof.substr(0, head.size()) != head || gap == proof.npos) return no_proof;
  std::string_view lines = proof.substr(head.size(), gap + 1 - head.size());
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
  for (bool is_first = true; !lines.empty(); is_first = false) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() + 1);
    if (is_first) {
      if (line.empty() || line.size() > 16 || line.find_first_not_of("0123456789") != line.npos) return no_proof;
      index = std::stoull(std::string(line));
      if (fmt::format("{}", index) != line) return no_proof;
      continue;
    }
    const auto bytes = from_base64(line);
    const auto hash = bytes ? hash_of_bytes(*bytes) : std::nullopt;
    if (!hash) return no_proof;
    hashes.push_back(*hash);
  }
  auto checkpoint = open_checkpoint(where, proof.substr(gap + 2), key);
  if (!checkpoint) return checkpoint.error();
  if (is_included(leaf_hash(row), index, checkpoint->size, hashes, checkpoint->root)) return checkpoint;
  return Error{ErrorKind::Refused, where, "a proof that does not lead from this row to the root",
               fmt::format("row {} of {} rows", index, checkpoint->size), "ask for row and proof again"};
}

} // namespace openimr::ledger
