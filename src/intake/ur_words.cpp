// The words by which letters of utilization review decide, and the pages of their citations.
#include "intake/ur_decision_reading.h"
#include "intake/words_on_page.h"
#include "text/data_file.h"

#include <algorithm>

namespace openimr::intake {
namespace {

std::vector<std::string> plain_list(const text::Value& value) {
  std::vector<std::string> words;
  for (const std::string& word : value.strings()) words.push_back(plain(word));
  return words;
}

} // namespace

Result<UrWords> load_ur_words(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/forms/ur_decision_words.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "outcomes", "item_labels", "outcome_labels", "guideline_labels", "reason_labels", "not_items",
             "service"});
  root["schema"].one_of({"1"}, "1");
  UrWords words;
  for (const text::Value& outcome : root.required("outcomes").list()) {
    outcome.only({"value", "words"});
    const std::string value = outcome.required("value").string();
    for (const std::string& one : plain_list(outcome.required("words"))) words.outcomes.push_back({one, value});
  }
  std::stable_sort(words.outcomes.begin(), words.outcomes.end(),
                   [](const auto& a, const auto& b) { return a.words.size() > b.words.size(); });
  words.item_labels = plain_list(root.required("item_labels"));
  words.outcome_labels = plain_list(root.required("outcome_labels"));
  words.guideline_labels = plain_list(root.required("guideline_labels"));
  words.reason_labels = plain_list(root.required("reason_labels"));
  words.not_items = plain_list(root.required("not_items"));
  words.service = plain_list(root.required("service"));
  if (!reader.problems().empty()) return reader.as_error();
  return words;
}

std::string pages_of_citation(std::string_view citation) {
  const std::string low = plain(citation);
  if (low.size() != citation.size()) return {}; // it holds marks that were made plain: places would not fit
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::string_view word : {"pages", "page", "pgs.", "pgs", "pg.", "pg", "pp.", "pp", "p."}) {
    for (std::size_t at = low.find(word); at != std::string::npos; at = low.find(word, at + 1)) {
      if (at > 0 && low[at - 1] >= 'a' && low[at - 1] <= 'z') continue;
      std::size_t begin = at + word.size();
      while (begin < low.size() && (low[begin] == ' ' || low[begin] == ':')) ++begin;
      if (begin == low.size() || !is_digit(low[begin])) continue;
      // Numbers with commas, hyphens and "and" between them; a last mark belongs to the sentence.
      std::size_t end = begin;
      while (end < low.size() &&
             (is_digit(low[end]) || std::string_view(" ,-&").find(low[end]) != std::string_view::npos ||
              low.compare(end, 4, "and ") == 0))
        end += low.compare(end, 4, "and ") == 0 ? 4 : 1;
      while (end > begin && !is_digit(low[end - 1])) {
        --end; // also what is left of an "and" before words
      }
      return std::string(citation.substr(begin, end - begin));
    }
  }
  return {};
}

} // namespace openimr::intake
