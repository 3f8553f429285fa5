// Html: text into a page, escaped in one place.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::corpus {

/// Text with &, <, >, quotes escaped; bytes that are not allowed in XML 1.0 (control characters, broken UTF-8) become
/// U+FFFD, so that one damaged letter breaks neither page nor feed.
std::string escaped(std::string_view text);

/// A part of an address: everything but letters, digits, '-', '_', '.', '~' as %XX (RFC 3986).
std::string url_part(std::string_view text);

/// base?a=1&b=2, not yet escaped for HTML; empty values are left out.
std::string address(std::string_view base, const std::vector<std::pair<std::string, std::string>>& parameters);

/// Writes elements; every text and every attribute goes through escaped().
class Html {
public:
  using Attributes = std::vector<std::pair<std::string_view, std::string>>;

  Html& open(std::string_view tag, const Attributes& attributes = {});
  Html& close(std::string_view tag);
  Html& text(std::string_view words);
  /// <tag …>words</tag>
  Html& element(std::string_view tag, std::string_view words, const Attributes& attributes = {});
  Html& link(const std::string& to, std::string_view words) { return element("a", words, {{"href", to}}); }
  /// Markup of our own, never anything from outside.
  Html& markup(std::string_view ours);
  const std::string& str() const { return out_; }

private:
  std::string out_;
};

} // namespace openimr::corpus
