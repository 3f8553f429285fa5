#include "records/evidence.h"

#include <algorithm>

namespace openimr::records {

Evidence evidence_at(const Document& document, const Page& page, text::Span span) {
  Evidence evidence;
  evidence.document = document.id;
  evidence.file = document.file;
  evidence.page = page.number;
  evidence.span = span;
  evidence.quote = std::string(span.of(page.text));
  // One box a line: words whose vertical middles lie within each other's height are one line.
  const auto& words = page.words;
  auto word = std::lower_bound(words.begin(), words.end(), span.begin,
                               [](const Word& one, std::uint32_t begin) { return one.span.end <= begin; });
  for (; word != words.end() && word->span.begin < span.end; ++word) {
    evidence.confidence = std::min(evidence.confidence, static_cast<int>(word->confidence));
    const float middle = (word->box[1] + word->box[3]) / 2;
    if (!evidence.boxes.empty() && middle > evidence.boxes.back()[1] && middle < evidence.boxes.back()[3]) {
      Box& box = evidence.boxes.back();
      box = {std::min(box[0], word->box[0]), std::min(box[1], word->box[1]), std::max(box[2], word->box[2]),
             std::max(box[3], word->box[3])};
    } else {
      evidence.boxes.push_back(word->box);
    }
  }
  evidence.typed_by = page.typed_by;
  if (words.empty() && page.source == TextSource::Ocr) evidence.confidence = page.confidence;
  return evidence;
}

} // namespace openimr::records
