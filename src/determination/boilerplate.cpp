#include "determination/boilerplate.h"

#include "clinical/sentences.h"
#include "text/words.h"

#include <algorithm>

namespace openimr::determination {
namespace {

/// Lower-case words; every number is "#".
std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (word.empty()) return;
    const bool is_number = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    words.push_back(is_number ? "#" : word);
    word.clear();
  };
  for (const char c : text::lower(text)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (keeps)
      word += c;
    else
      close();
  }
  close();
  return words;
}

double share_in(const std::set<std::string>& own, const std::set<std::string>& other) {
  if (own.empty()) return 0;
  const auto shared = std::count_if(own.begin(), own.end(), [&](const auto& one) { return other.contains(one); });
  return static_cast<double>(shared) / static_cast<double>(own.size());
}

/// The sentences of a text whose sequences all stand in the other, longest first.
std::vector<std::string> repeated_sentences(std::string_view text, const std::set<std::string>& other, int words) {
  std::vector<std::string> repeated;
  for (const text::Span span : clinical::split_sentences(text)) {
    const auto own = shingles(span.of(text), words);
    if (!own.empty() && share_in(own, other) == 1) repeated.push_back(text::one_line(span.of(text)));
  }
  std::stable_sort(repeated.begin(), repeated.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  if (repeated.size() > 3) repeated.resize(3);
  return repeated;
}

} // namespace

std::set<std::string> shingles(std::string_view text, int words) {
  const auto list = plain_words(text);
  const auto length = static_cast<std::size_t>(words);
  std::set<std::string> result;
  for (std::size_t at = 0; at + length <= list.size(); ++at) {
    std::string joined;
    for (std::size_t k = at; k < at + length; ++k) joined += (k == at ? "" : " ") + list[k];
    result.insert(std::move(joined));
  }
  return result;
}

double shared_share(std::string_view text, std::string_view other, int words) {
  return share_in(shingles(text, words), shingles(other, words));
}

BoilerplateIndex measure_boilerplate(std::string_view rationale, const std::vector<EarlierLetter>& earlier, int words) {
  BoilerplateIndex index;
  const auto own = shingles(rationale, words);
  index.shingles = static_cast<int>(own.size());
  std::set<std::string> all, nearest;
  for (const EarlierLetter& letter : earlier) {
    auto other = shingles(letter.text, words);
    const double share = share_in(own, other);
    all.insert(other.begin(), other.end());
    if (share <= index.share) continue;
    index.share = share;
    index.letter = letter.name;
    nearest = std::move(other);
  }
  index.share_of_all = share_in(own, all);
  index.repeated = repeated_sentences(rationale, nearest, words);
  return index;
}

} // namespace openimr::determination
