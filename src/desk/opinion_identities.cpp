#include "desk/opinion_identities.h"

#include "corpus/deidentify.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace openimr::desk {
namespace {

using determination::ScreeningFinding;

/// Classes of packs/publication/identifiers.yaml that no determination prints in a reviewer's words.
constexpr std::array personal = {"social_security", "phone",   "fax",    "email",        "address", "license", "npi",
                                 "account",         "vehicle", "device", "record_number"};

/// Words of an opinion that go into the letter.
struct Printed {
  std::string item; ///< empty for the summary
  std::string_view words;
};

std::vector<Printed> printed_words(const std::vector<const records::Opinion*>& opinions) {
  std::vector<Printed> printed;
  for (const records::Opinion* opinion : opinions) {
    if (!opinion->summary.empty()) printed.push_back({"", opinion->summary});
    for (const auto& item : opinion->items) {
      if (!item.words.empty()) printed.push_back({item.id, item.words});
      for (const auto& criterion : item.criteria)
        if (!criterion.reason.empty()) printed.push_back({item.id, criterion.reason});
    }
  }
  return printed;
}

} // namespace

Result<std::vector<ScreeningFinding>> identities_in_words(const std::vector<const records::Opinion*>& opinions,
                                                          const reviewers::Roster& roster,
                                                          const std::string& packs_folder) {
  std::vector<ScreeningFinding> found;
  const auto printed = printed_words(opinions);
  if (printed.empty()) return found;
  auto rules = corpus::IdentifierRules::load(packs_folder);
  if (!rules) return rules.error();
  std::vector<corpus::KnownIdentity> known;
  for (const records::Opinion* opinion : opinions)
    if (const auto* reviewer = roster.find(opinion->reviewer)) known.push_back({"reviewer", reviewer->name, true});
  for (const Printed& part : printed)
    for (const auto& removal : corpus::deidentify(*rules, part.words, known, {}).removals) {
      const std::string words(part.words.substr(removal.source.begin, removal.source.end - removal.source.begin));
      if (removal.of_class == "reviewer")
        found.push_back({"identity_leak", part.item,
                         fmt::format("The words of the opinion name the reviewer (“{}”); take the name out", words),
                         true});
      else if (std::find(personal.begin(), personal.end(), removal.of_class) != personal.end())
        found.push_back({"personal_data", part.item,
                         fmt::format("The words of the opinion tell “{}” ({}); take it out", words,
                                     rules->replacements.at(removal.of_class)),
                         true});
    }
  return found;
}

} // namespace openimr::desk
