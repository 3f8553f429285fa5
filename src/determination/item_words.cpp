#include "determination/item_words.h"

#include "text/words.h"

#include <algorithm>

namespace openimr::determination {

using text::lower;

std::string item_at(const CheckInput& input, const std::string& lower_text, std::size_t end,
                    const std::string& before) {
  std::string item = before;
  std::size_t last = 0;
  for (const DraftIssue& issue : input.draft.issues) {
    std::vector<std::string> names = issue.request.item.ingredients;
    names.push_back(issue.item.text);
    names.push_back(issue.item.text.substr(0, issue.item.text.find_first_of(" ,:(")));
    for (const std::string& generic : issue.request.item.drugs)
      if (const auto* drug = input.vocabulary.drug(generic)) {
        names.insert(names.end(), drug->brands.begin(), drug->brands.end());
        names.insert(names.end(), drug->aliases.begin(), drug->aliases.end());
      }
    for (const std::string& name : names) {
      if (name.size() < 3) continue;
      const auto at = lower_text.rfind(lower(name), end);
      if (at != std::string::npos && at + 1 > last) {
        last = at + 1;
        item = issue.item.id;
      }
    }
  }
  return item;
}

bool binds(const CheckInput& input, const std::string& lower_sentence) {
  const auto& words = input.rules.absence.rule_words;
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& one) { return lower_sentence.find(one) != std::string::npos; });
}

} // namespace openimr::determination
