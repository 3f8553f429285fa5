// PDF pages for tests on which words stand where the test wants them: in columns, tables and margins, turned, in fields
// and annotations.
#pragma once

#include "intake/test_papers.h"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::intake::papers {

/// One letter-size page in the making; heights count from its top.
class DrawnPage {
public:
  /// A line in Courier, whose letters are all 0.6 of the size wide. `degrees` turn it against the clock.
  DrawnPage& line(const std::string& text, float x, float y, float size = 9, int degrees = 0) {
    const char* turn = degrees == 90    ? "0 1 -1 0"
                       : degrees == 180 ? "-1 0 0 -1"
                       : degrees == 270 ? "0 -1 1 0"
                                        : "1 0 0 1";
    content_ += fmt::format("BT /F1 {} Tf {} {} {} Tm ({}) Tj ET\n", size, turn, x, 792 - y, escaped(text));
    return *this;
  }
  /// Lines below each other.
  DrawnPage& lines(const std::vector<std::string>& texts, float x, float y, float size = 9, float leading = 11) {
    for (const std::string& text : texts) {
      line(text, x, y, size);
      y += leading;
    }
    return *this;
  }
  /// An object that the page's list of annotations names, form fields included.
  DrawnPage& annotation(const std::string& dictionary) {
    annotations_.push_back(dictionary);
    return *this;
  }
  DrawnPage& rotated(int degrees) {
    rotation_ = degrees;
    return *this;
  }
  /// A rectangle with its upper left corner and size, as PDF writes it.
  static std::string rectangle(float x, float y, float width, float height) {
    return fmt::format("[{} {} {} {}]", x, 792 - y - height, x + width, 792 - y);
  }

  static std::string escaped(std::string_view text) {
    std::string result;
    for (char c : text) {
      if (c == '(' || c == ')' || c == '\\') result += '\\';
      result += c;
    }
    return result;
  }

private:
  friend std::string pdf_of(const std::vector<DrawnPage>& pages,
                            const std::vector<std::pair<std::string, std::string>>& extra);
  std::string content_;
  std::vector<std::string> annotations_;
  int rotation_ = 0;
};

inline std::string stream_of(const std::string& dictionary, const std::string& bytes) {
  return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dictionary, bytes.size(), bytes);
}

/// The pages as a file. Form fields are those annotations that say /Widget. `extra` are keys of the catalog.
inline std::string pdf_of(const std::vector<DrawnPage>& pages,
                          const std::vector<std::pair<std::string, std::string>>& extra = {}) {
  std::vector<std::string> objects = {"", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"};
  std::string kids, fields;
  for (const DrawnPage& page : pages) {
    std::string annotations;
    for (const std::string& annotation : page.annotations_) {
      objects.push_back(annotation);
      annotations += fmt::format("{} 0 R ", objects.size());
      if (annotation.find("/Widget") != std::string::npos) fields += fmt::format("{} 0 R ", objects.size());
    }
    objects.push_back(stream_of("", page.content_));
    objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {} /Contents {} 0 R "
                                  "/Annots [{}] /Resources << /Font << /F1 3 0 R >> >> >>",
                                  page.rotation_, objects.size(), annotations));
    kids += fmt::format("{} 0 R ", objects.size());
  }
  objects[1] = fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size());
  std::string more;
  for (const auto& [key, value] : extra) more += fmt::format(" /{} {}", key, value);
  if (!fields.empty())
    more += fmt::format(" /AcroForm << /Fields [{}] /DA (/F1 9 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>", fields);
  objects[0] = fmt::format("<< /Type /Catalog /Pages 2 0 R{} >>", more);
  return pdf_of(objects);
}

} // namespace openimr::intake::papers
