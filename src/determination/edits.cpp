#include "determination/edits.h"

#include "clinical/sentences.h"
#include "text/words.h"

#include <algorithm>

namespace openimr::determination {

const char* name(Edit::Kind kind) {
  switch (kind) {
  case Edit::Kind::Kept:
    return "kept";
  case Edit::Kind::Removed:
    return "removed";
  case Edit::Kind::Added:
    return "added";
  }
  return "";
}

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> sentences;
  for (const text::Span span : clinical::split_sentences(text)) sentences.push_back(text::one_line(span.of(text)));
  return sentences;
}

std::vector<Edit> compare(const std::vector<std::string>& drafted, const std::vector<std::string>& written) {
  // common[i][j]: length of the longest common subsequence of what stands behind i and j.
  const std::size_t rows = drafted.size(), columns = written.size();
  std::vector<std::vector<int>> common(rows + 1, std::vector<int>(columns + 1, 0));
  for (std::size_t i = rows; i-- > 0;)
    for (std::size_t j = columns; j-- > 0;)
      common[i][j] = drafted[i] == written[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  std::vector<Edit> edits;
  std::size_t i = 0, j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && drafted[i] == written[j]) {
      edits.push_back({Edit::Kind::Kept, drafted[i]});
      ++i, ++j;
    } else if (i < rows && (j == columns || common[i + 1][j] >= common[i][j + 1])) {
      edits.push_back({Edit::Kind::Removed, drafted[i++]});
    } else {
      edits.push_back({Edit::Kind::Added, written[j++]});
    }
  }
  return edits;
}

} // namespace openimr::determination
