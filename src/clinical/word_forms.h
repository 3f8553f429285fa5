// Word forms: is a printed word the word that is looked for? The same, inflected ("injections" for "injection"), as a
// scan garbles it ("inject1on"), or misspelled ("injecton"). Data: packs/vocabulary/spelling.yaml.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::clinical {

/// How a printed word stands to a word looked for; the later the surer.
enum class Likeness { None, Spelling, Scan, Form, Exact };
const char* name(Likeness value); ///< none | spelling | scan | form | exact

class WordForms {
public:
  /// Reads the page. Error names file, line and key of the first fault.
  static Result<WordForms> load(const std::string& path);

  /// Both folded to lower case. Spelling allows one slip in words of six letters and more, two from ten on; the first
  /// letter must hold, and words that differ by a part such as hypo- and hyper- are never one.
  Likeness compare(std::string_view wanted, std::string_view printed) const;

  bool is_stop_word(std::string_view folded) const { return stop_words_.contains(folded); }
  /// What a short form stands for; empty when unknown. `folded` is lower case.
  const std::vector<std::string>& expansions(std::string_view folded) const;
  /// Short forms, lower case, with what each stands for.
  const std::map<std::string, std::vector<std::string>, std::less<>>& abbreviations() const { return abbreviations_; }

private:
  std::string as_scanned(std::string_view word) const;
  bool are_distinct(std::string_view a, std::string_view b) const;

  std::set<std::string, std::less<>> stop_words_;
  std::vector<std::pair<std::string, std::string>> confused_; ///< printed part -> what it is read as; long parts first
  std::vector<std::pair<std::string, std::string>> distinct_;
  std::map<std::string, std::vector<std::string>, std::less<>> abbreviations_;
};

/// The word without its inflection: "injections", "injected" -> "inject"; "biopsies" -> "biopsi". Equal for forms of
/// one word; not for reading.
std::string stem(std::string_view folded);

/// Slips between two words (letters put in, left out, changed, or swapped with the next), counted up to `most`;
/// most + 1 when there are more.
int slips(std::string_view a, std::string_view b, int most);

} // namespace openimr::clinical
