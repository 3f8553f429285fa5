// The vocabulary of the source tree, loaded once for the tests of this room.
#pragma once

#include "clinical/extract.h"

#include <gtest/gtest.h>

#include <string>

namespace openimr::clinical {

inline const Vocabulary& test_vocabulary() {
  static const Result<Vocabulary> loaded = Vocabulary::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

/// A one-page document with the text.
inline records::Document test_document(std::string text, std::string id = "d1", std::string date = "2014-03-01",
                                       std::string kind = "progress_report") {
  records::Document document;
  document.id = id;
  document.file = "documents/" + id + ".txt";
  document.kind = std::move(kind);
  document.date = Date::parse_iso(date);
  records::Page page;
  page.text = std::move(text);
  page.source = records::TextSource::Layer;
  document.pages.push_back(std::move(page));
  return document;
}

inline records::Chart test_chart(std::string text) {
  return extract_facts(test_vocabulary(), std::vector<records::Document>{test_document(std::move(text))});
}

} // namespace openimr::clinical
