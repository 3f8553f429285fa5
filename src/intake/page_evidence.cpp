#include "intake/page_evidence.h"

#include <algorithm>

namespace openimr::intake {

records::Evidence evidence_at(const records::Document& document, const records::Page& page, text::Span span) {
  records::Evidence evidence{document.id, document.file, page.number, span, std::string(span.of(page.text)), {}, 100};
  std::size_t line_end = 0;
  for (const records::Word& word : page.words) {
    if (!word.span.overlaps(span)) continue;
    evidence.confidence = std::min<int>(evidence.confidence, word.confidence);
    if (evidence.boxes.empty() || word.span.begin > line_end) {
      evidence.boxes.push_back(word.box);
      line_end = page.text.find('\n', word.span.begin);
      continue;
    }
    records::Box& box = evidence.boxes.back();
    box = {std::min(box[0], word.box[0]), std::min(box[1], word.box[1]), std::max(box[2], word.box[2]),
           std::max(box[3], word.box[3])};
  }
  return evidence;
}

} // namespace openimr::intake
