#include "determination/words_facts.h"

#include "clinical/extract.h"

namespace openimr::determination {

std::vector<records::Fact> facts_in_words(const clinical::Vocabulary& vocabulary, const std::string& words) {
  records::Document page;
  page.id = "words";
  page.pages.resize(1);
  page.pages[0].text = words;
  page.pages[0].source = records::TextSource::Layer;
  return clinical::extract_facts(vocabulary, {page}).facts;
}

} // namespace openimr::determination
