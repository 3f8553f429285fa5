#include "records/page_text.h"

#include <algorithm>

namespace openimr::records {

std::string running_text(const Page& page) {
  std::string text = page.text;
  for (const Part& part : page.parts) {
    const bool is_apart = part.kind == PartKind::FaxLine ||
                          ((part.kind == PartKind::Header || part.kind == PartKind::Footer) && part.is_repeated);
    if (!is_apart) continue;
    const std::size_t end = std::min<std::size_t>(part.span.end, text.size());
    for (std::size_t at = part.span.begin; at < end; ++at)
      if (text[at] != '\n') text[at] = ' ';
  }
  return text;
}

void mark(Page& page, Part part) {
  const auto place = std::lower_bound(page.parts.begin(), page.parts.end(), part,
                                      [](const Part& a, const Part& b) { return a.span < b.span; });
  if (place != page.parts.end() && place->span.overlaps(part.span)) return;
  if (place != page.parts.begin() && std::prev(place)->span.overlaps(part.span)) return;
  page.parts.insert(place, part);
}

const char* name(PartKind value) {
  switch (value) {
  case PartKind::Header:
    return "header";
  case PartKind::Footer:
    return "footer";
  case PartKind::FaxLine:
    return "fax_line";
  case PartKind::Annotation:
    return "annotation";
  case PartKind::FilledIn:
    return "filled_in";
  case PartKind::Turned:
    return "turned";
  }
  return "";
}

} // namespace openimr::records
