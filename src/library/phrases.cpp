#include "library/phrases.h"

#include "corpus/ranking.h"
#include "library/stems.h"

#include <algorithm>
#include <cmath>

namespace openimr::library {
namespace {

std::uint32_t weight_of(std::uint32_t part) {
  const auto& weights = corpus::ranking_weights().part;
  return part < weights.size() ? static_cast<std::uint32_t>(std::lround(weights[part] * frequency_scale)) : 0;
}

/// Where one word is, or any word that begins so.
class Source {
public:
  Result<bool> open(Connection& connection, const WordIndex& index, const std::string& stem, bool is_prefix) {
    if (is_prefix) {
      bool is_whole = true;
      auto done = index.each_entry(connection, stem, [&](PostingsPart entry) {
        auto one = std::make_shared<Postings>();
        is_whole = one->add(std::move(entry)) && is_whole;
        postings_.push_back(std::move(one));
      });
      if (!done) return done.error();
      if (!is_whole)
        return Error{ErrorKind::Storage, connection.path(), "a damaged index of words", "a whole library",
                     "import the decisions again into a new one"};
    } else {
      auto found = index.find(connection, stem);
      if (!found) return found.error();
      if (*found) postings_.push_back(std::move(*found));
    }
    for (const auto& one : postings_) {
      if (auto read = index.read_places(connection, *one); !read) return read.error();
      count_ += one->count();
      cursors_.push_back(std::make_unique<PostingsCursor>(*one));
    }
    return !postings_.empty();
  }

  std::size_t count() const { return count_; }
  std::uint32_t seek(std::uint32_t decision) {
    std::uint32_t least = no_more;
    for (auto& one : cursors_) {
      one->seek(decision);
      least = std::min(least, one->decision());
    }
    return least;
  }
  void places(std::uint32_t decision, std::vector<Place>& out) {
    if (cursors_.size() == 1) {
      read_places(cursors_.front()->places(), out);
      return;
    }
    out.clear();
    std::vector<Place> more;
    for (auto& one : cursors_) {
      if (one->decision() != decision) continue;
      read_places(one->places(), more);
      out.insert(out.end(), more.begin(), more.end());
    }
    std::ranges::sort(out);
  }

private:
  std::vector<std::shared_ptr<Postings>> postings_;
  std::vector<std::unique_ptr<PostingsCursor>> cursors_;
  std::size_t count_ = 0;
};

/// A phrase's words, and where it begins in the decision at hand.
struct Sequence {
  std::vector<std::size_t> sources; ///< numbers of its words, in order
  std::vector<Place> begins;
};

class Placed {
public:
  explicit Placed(const PlacedWords& wanted) : wanted_(wanted) {}

  /// False when some word is in no decision.
  Result<bool> open(Connection& connection, const WordIndex& index) {
    for (const auto& phrase : wanted_.phrases) {
      Sequence sequence;
      const auto stems = stems_of(phrase.words);
      for (std::size_t k = 0; k < stems.size(); ++k) {
        sequence.sources.push_back(sources_.size());
        auto is_there =
            sources_.emplace_back().open(connection, index, stems[k], phrase.is_prefix && k + 1 == stems.size());
        if (!is_there || !*is_there) return is_there;
      }
      if (sequence.sources.empty()) return false;
      sequences_.push_back(std::move(sequence));
    }
    places_.resize(sources_.size());
    for (std::size_t k = 0; k < sources_.size(); ++k) order_.push_back(k);
    std::ranges::sort(order_, {}, [&](std::size_t k) { return sources_[k].count(); });
    return !sequences_.empty();
  }

  std::shared_ptr<DecisionList> all() {
    auto out = std::make_shared<DecisionList>();
    for (std::uint32_t decision = aligned(1); decision != no_more; decision = aligned(decision + 1))
      if (const std::uint32_t frequency = frequency_in(decision); frequency > 0) out->add(decision, frequency);
    return out;
  }

private:
  /// The first decision from this one that has every word.
  std::uint32_t aligned(std::uint32_t decision) {
    for (std::size_t k = 0; k < order_.size() && decision != no_more;) {
      const std::uint32_t at = sources_[order_[k]].seek(decision);
      k = at == decision ? k + 1 : at == no_more ? order_.size() : k == 0 ? 1 : 0;
      decision = at;
    }
    return decision;
  }

  std::uint32_t frequency_in(std::uint32_t decision) {
    for (std::size_t k = 0; k < sources_.size(); ++k) sources_[k].places(decision, places_[k]);
    for (Sequence& one : sequences_)
      if (!find_begins(one)) return 0;
    std::uint32_t frequency = 0;
    for (std::size_t k = 0; k < sequences_.size(); ++k)
      for (const Place& begin : sequences_[k].begins)
        if (is_first_of_group(k, begin)) frequency += weight_of(begin.part);
    return frequency;
  }

  bool find_begins(Sequence& sequence) {
    sequence.begins.clear();
    for (const Place& begin : places_[sequence.sources.front()]) {
      if (wanted_.part && begin.part != *wanted_.part) continue;
      bool follows = true;
      for (std::size_t k = 1; follows && k < sequence.sources.size(); ++k)
        follows = std::ranges::binary_search(places_[sequence.sources[k]],
                                             Place{begin.part, begin.offset + static_cast<std::uint32_t>(k)});
      if (follows) sequence.begins.push_back(begin);
    }
    return !sequence.begins.empty();
  }

  /// Whether all other phrases begin after this place and near enough.
  bool is_first_of_group(std::size_t first, Place begin) const {
    const auto end = begin.offset + static_cast<std::uint32_t>(sequences_[first].sources.size());
    const std::uint32_t furthest = end + static_cast<std::uint32_t>(wanted_.distance);
    for (std::size_t k = 0; k < sequences_.size(); ++k) {
      if (k == first) continue;
      const auto& begins = sequences_[k].begins;
      const auto after = std::ranges::lower_bound(begins, begin);
      if (after == begins.end() || after->part != begin.part || after->offset > furthest) return false;
    }
    return true;
  }

  const PlacedWords& wanted_;
  std::vector<Source> sources_;
  std::vector<Sequence> sequences_;
  std::vector<std::vector<Place>> places_; ///< by source
  std::vector<std::size_t> order_;         ///< sources, the rarest first
};

/// Decisions with any word that begins so, wherever it stands.
Result<std::shared_ptr<DecisionList>> find_beginning(Connection& connection, const WordIndex& index,
                                                     const std::string& stem, std::uint32_t last_decision) {
  std::vector<std::uint32_t> frequencies(std::size_t{last_decision} + 1, 0);
  auto done = index.each_entry(connection, stem, [&](PostingsPart entry) {
    Postings postings;
    if (!postings.add(std::move(entry))) return;
    for (PostingsCursor cursor(postings); cursor.decision() <= last_decision; cursor.next())
      frequencies[cursor.decision()] += cursor.frequency();
  });
  if (!done) return done.error();
  auto out = std::make_shared<DecisionList>();
  for (std::uint32_t k = 1; k <= last_decision; ++k)
    if (frequencies[k] > 0) out->add(k, frequencies[k]);
  return out;
}

} // namespace

Result<std::shared_ptr<DecisionList>> find_placed(Connection& connection, const WordIndex& index,
                                                  const PlacedWords& wanted) {
  if (wanted.phrases.size() == 1 && wanted.phrases.front().is_prefix && !wanted.part)
    if (const auto stems = stems_of(wanted.phrases.front().words); stems.size() == 1)
      return find_beginning(connection, index, stems.front(), wanted.last_decision);
  Placed placed(wanted);
  auto is_there = placed.open(connection, index);
  if (!is_there) return is_there.error();
  return *is_there ? placed.all() : std::make_shared<DecisionList>();
}

} // namespace openimr::library
