// LetterPlan: sections and set paragraphs of a letter as data (packs/jurisdictions/<id>/letters.yaml).
// A paragraph holds {placeholders}; `fill` puts the values in and refuses to leave one open.
#pragma once

#include "base/result.h"
#include "jurisdictions/in_force.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::jurisdictions {

struct LetterParagraph {
  std::string id;
  std::vector<std::string> when; ///< facts that must be true for it to be printed, e.g. practice_verified
  Dated<std::string> text;
};

struct LetterSection {
  std::string id;
  std::string title; ///< as printed
  std::vector<LetterParagraph> paragraphs;

  /// The paragraph with this id, or null.
  const LetterParagraph* paragraph(std::string_view id) const;
};

/// One kind of letter: "final-determination".
struct LetterPlan {
  std::string id, title;
  std::vector<LetterSection> sections; ///< in the order they are printed

  const LetterSection* section(std::string_view id) const;
};

/// The text with every {placeholder} replaced. Error names the placeholder that has no value; "{{" stands for a brace.
Result<std::string> fill(std::string_view text, const std::map<std::string, std::string>& values);
/// The placeholders of a text in order of first use.
std::vector<std::string> placeholders(std::string_view text);

} // namespace openimr::jurisdictions
