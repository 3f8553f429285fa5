#include "intake/ur_letter.h"

#include "intake/form_values.h"
#include "intake/words_on_page.h"
#include "records/evidence.h"

#include <algorithm>

namespace openimr::intake {
namespace {

using records::Document;
using records::Evidence;
using Line = LetterLine;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// The first period behind a word of two letters or more: not that of "Ada Q. Example, MD".
std::size_t end_of_sentence(std::string_view text) {
  for (std::size_t at = text.find(". "); at != std::string_view::npos; at = text.find(". ", at + 1))
    if (at >= 2 && text[at - 1] != ' ' && text[at - 2] != ' ') return at;
  return std::string_view::npos;
}

/// The edges of one letter.
class Edges {
public:
  explicit Edges(const Document& document) : document_(document), lines_(lines_of_letter(document)) {}

  void service(const UrWords& words, UrReading& reading) const {
    for (std::size_t n = 0; n < lines_.size() && !reading.served; ++n) {
      if (!speaks_of_service(lines_[n], words)) continue;
      // A sentence may run over its line: "I served this decision on" / "January 6, 2015".
      const std::size_t last = dates_in(lines_[n].text).empty() && goes_on(n) ? n + 1 : n;
      const auto dates = dates_in(lines_[last].text);
      if (dates.empty()) continue;
      reading.served = dates.front().date;
      for (std::size_t line = n; line <= last; ++line)
        reading.service_evidence.push_back(evidence(lines_[line], 0, lines_[line].text.size()));
    }
    method_of_service(reading);
  }

  /// "Board certified in Pain Medicine", "California license A12345" in running text.
  void reviewer(FormReading& facts) const {
    for (std::size_t n = 0; n < lines_.size(); ++n) {
      const Line& line = lines_[n];
      if (const std::size_t at = find_words(line.low, "board certified in"); at != std::string_view::npos)
        take(facts, "reviewer.specialty", line, at + 18, std::min(line.text.find_first_of(".;", at), line.text.size()));
      for (const std::string_view label : {"california license", "license number", "license no.", "license:"})
        if (const std::size_t at = line.low.find(label); at != std::string::npos) {
          std::size_t end = line.text.find_first_of(".;,", at + label.size());
          take(facts, "reviewer.license", line, at + label.size(), std::min(end, line.text.size()));
          specialty(facts, line, at);
          break;
        }
      const bool is_heading = plain(line.low) == "reviewer" || plain(line.low) == "physician reviewer";
      if (is_heading && n + 1 < lines_.size()) {
        const Line& next = lines_[n + 1];
        const std::size_t end = std::min({end_of_sentence(next.text), next.text.find("   "), next.text.size()});
        if (next.low.find(':') > end) take(facts, "reviewer.name", next, 0, end, FieldType::Person);
      }
    }
    signature(facts);
  }

private:
  Evidence evidence(const Line& line, std::size_t from, std::size_t to) const {
    return evidence_of(document_, line, from, to);
  }

  static bool speaks_of_service(const Line& line, const UrWords& words) {
    return std::any_of(words.service.begin(), words.service.end(),
                       [&](const std::string& word) { return find_words(line.low, word) != std::string_view::npos; });
  }

  /// Whether the sentence of a line runs on into the next one: it ends without a mark, and the next is on its page.
  bool goes_on(std::size_t n) const {
    return n + 1 < lines_.size() && lines_[n + 1].page == lines_[n].page && lines_[n].text.size() > 20 &&
           std::string_view(".:;").find(lines_[n].text.back()) == std::string_view::npos;
  }

  /// "Ulf Sample, MD" alone on its line, with what makes a reviewer on it or under it: the name under the letter.
  void signature(FormReading& facts) const {
    for (std::size_t n = lines_.size(); n-- > 0;) {
      const Line& line = lines_[n];
      const FieldValue name = understand(FieldType::Person, line.text);
      const auto degree = name.parts.find("degree"), first = name.parts.find("first");
      const bool is_name = name.doubt.empty() && line.text.size() < 60 && degree != name.parts.end() &&
                           !degree->second.empty() && !first->second.empty() &&
                           line.low.find(':') == std::string::npos && ends_with_degree(line.text, degree->second);
      if (!is_name) continue;
      for (std::size_t below = n + 1; below < std::min(n + 3, lines_.size()); ++below)
        if (is_of_reviewer(lines_[below].low)) {
          take(facts, "reviewer.name", line, 0, line.text.size(), FieldType::Person);
          return;
        }
    }
  }

  static bool ends_with_degree(std::string_view text, std::string_view degree) {
    return letters_and_digits(text).ends_with(letters_and_digits(degree));
  }

  static bool is_of_reviewer(const std::string& low) {
    static constexpr std::string_view signs[] = {"license", "licence", "reviewer", "board certified",
                                                 "physician advisor"};
    return std::any_of(std::begin(signs), std::end(signs),
                       [&](std::string_view sign) { return low.find(sign) != std::string::npos; });
  }

  /// "…, MD, Occupational Medicine, California license A00000", or the line with the licence alone.
  void specialty(FormReading& facts, const Line& line, std::size_t licence) const {
    std::size_t end = line.text.find_last_not_of(" ,;", licence == 0 ? 0 : licence - 1);
    if (licence == 0 || end == std::string::npos) return;
    const std::size_t comma = line.text.rfind(',', end);
    std::size_t from = comma == std::string::npos ? 0 : comma + 1;
    if (const std::size_t colon = line.text.rfind(':', end); colon != std::string::npos)
      from = std::max(from, colon + 1);
    const std::string_view words = std::string_view(line.text).substr(from, end + 1 - from);
    const bool may_be = words.size() >= 4 && words.size() <= 60 &&
                        words.find_first_of("0123456789:") == std::string_view::npos &&
                        understand(FieldType::Person, words).parts.at("degree").empty();
    if (may_be) take(facts, "reviewer.specialty", line, from, end + 1);
  }

  void take(FormReading& facts, const char* id, const Line& line, std::size_t from, std::size_t to,
            FieldType type = FieldType::Text) const {
    const FieldReading* known = facts.find(id);
    if (to <= from || (known && !known->value.empty() && known->doubt.empty())) return;
    const FieldValue value = understand(type, std::string_view(line.text).substr(from, to - from));
    if (value.value.empty()) return;
    FieldReading reading;
    reading.id = id;
    reading.value = value.value;
    reading.parts = value.parts;
    reading.doubt = value.doubt;
    reading.written = line.text.substr(from, to - from);
    while (from < to && line.text[from] == ' ') ++from;
    reading.evidence = {evidence(line, from, to)};
    reading.confidence = reading.evidence.front().confidence;
    facts.fields[id] = std::move(reading);
  }

  void method_of_service(UrReading& reading) const {
    static constexpr std::pair<const char*, const char*> ways[] = {{"by mail", "mail"},
                                                                   {"first class mail", "mail"},
                                                                   {"first-class mail", "mail"},
                                                                   {"united states mail", "mail"},
                                                                   {"by fax", "fax"},
                                                                   {"by facsimile", "fax"},
                                                                   {"by overnight", "overnight"},
                                                                   {"by personal", "personal"},
                                                                   {"personally served", "personal"},
                                                                   {"by e-mail", "electronic"},
                                                                   {"electronically", "electronic"}};
    bool has_boxes = false;
    for (const Line& line : lines_) {
      const bool is_list = line.low.find("[x]") != std::string::npos && line.low.find("[ ]") != std::string::npos;
      if (is_list && line.low.find("by ") != std::string::npos) {
        has_boxes = true;
        for (const auto& [words, way] : ways)
          if (line.low.find(std::string("[x] ") + words) != std::string::npos) {
            reading.served_by = way;
            reading.service_evidence.push_back(evidence(line, 0, line.text.size()));
          }
      }
    }
    if (has_boxes) return;
    for (std::size_t n = 0; n < lines_.size(); ++n) {
      const bool speaks = find_words(lines_[n].low, "served") != std::string_view::npos ||
                          find_words(lines_[n].low, "mailed") != std::string_view::npos;
      if (!speaks) continue;
      const std::string low = lines_[n].low + (goes_on(n) ? " " + lines_[n + 1].low : std::string());
      for (const auto& [words, way] : ways)
        if (reading.served_by.empty() && low.find(words) != std::string::npos) reading.served_by = way;
    }
  }

  const Document& document_;
  std::vector<Line> lines_;
};

} // namespace

std::vector<LetterLine> lines_of_letter(const Document& document) {
  std::vector<LetterLine> lines;
  for (const records::Page& page : document.pages)
    for (std::size_t at = 0; at < page.text.size();) {
      const std::size_t end = std::min(page.text.find('\n', at), page.text.size());
      LetterLine line{&page, at, end, page.text.substr(at, end - at), {}};
      line.low = line.text;
      std::transform(line.low.begin(), line.low.end(), line.low.begin(), lower);
      if (line.low.find_first_not_of(' ') != std::string::npos) lines.push_back(std::move(line));
      at = end + 1;
    }
  return lines;
}

records::Evidence evidence_of(const Document& document, const LetterLine& line, std::size_t from, std::size_t to) {
  return evidence_at(document, *line.page,
                     {static_cast<std::uint32_t>(line.begin + from), static_cast<std::uint32_t>(line.begin + to)});
}

void read_service(const Document& document, const UrWords& words, UrReading& reading) {
  Edges(document).service(words, reading);
}

void read_reviewer(const Document& document, FormReading& facts) { Edges(document).reviewer(facts); }

} // namespace openimr::intake
