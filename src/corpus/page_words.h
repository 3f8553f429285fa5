// PageWords: the words of the public pages in one language (packs/corpus/pages.yaml).
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace openimr::corpus {

class PageWords {
public:
  /// Language: "en" or "es". Error names file, line and key of the first fault, or the languages there are.
  static Result<PageWords> load(const std::string& packs_folder, const std::string& language);

  const std::string& language() const { return language_; }
  /// The words of a key; the key must be one of the page's.
  const std::string& operator[](std::string_view key) const;

private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> words_;
};

} // namespace openimr::corpus
