// FoundCheck: what one check found, on its way into the report, which adds number, severity and citation.
#pragma once

#include "determination/checks.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::determination {

struct FoundCheck {
  std::string id; ///< of packs/checks/checks.yaml
  Speaker speaker = Speaker::Case;
  std::string item; ///< disputed item, empty when it is not about one
  std::string text, statement = {};
  std::vector<records::Evidence> evidence = {};
  std::optional<records::Search> searched = std::nullopt;
  std::vector<records::Evidence> stated_at = {};
  bool is_warning = false;   ///< less grave than its kind
  std::string citation = {}; ///< in place of that of its kind
  std::vector<records::PageSeen> pages_to_read = {};
};

/// Words of a file that are said about an item, and by whom.
struct SaidOfItem {
  Speaker speaker = Speaker::UrDecision;
  std::string item;                            ///< empty: of the whole case
  std::string text;                            ///< the whole text that spans count in
  const records::Document* document = nullptr; ///< null of an opinion
  const records::Page* page = nullptr;
};

/// What the opinions of all reviewers say, item by item.
std::vector<SaidOfItem> said_in_opinions(const CheckInput& input);

} // namespace openimr::determination
