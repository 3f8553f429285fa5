// Which specialties and licences a case asks for.
#include "reviewers/screening.h"
#include "reviewers/specialty.h"

#include <algorithm>

namespace openimr::reviewers {
namespace {

using jurisdictions::ReviewerRules;
using jurisdictions::SpecialtyNeed;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Lower case, signs as spaces, a space between figures and letters, one space at both ends: " ketamine 5 cream 60 gm
/// ".
std::string flattened(std::string_view text) {
  std::string flat = " ";
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const bool is_letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (!is_letter && !is_digit(c)) c = ' ';
    if (c != ' ' && flat.back() != ' ' && is_digit(c) != is_digit(flat.back())) flat += ' ';
    if (c != ' ' || flat.back() != ' ') flat += c;
  }
  if (flat.back() != ' ') flat += ' ';
  return flat;
}

const SpecialtyNeed* need_of(const ReviewerRules& rules, std::string_view item) {
  const std::string text = flattened(item);
  for (const SpecialtyNeed& need : rules.needs)
    for (const std::string& word : need.words)
      if (text.find(flattened(word)) != std::string::npos) return &need;
  return nullptr;
}

} // namespace

std::string specialty_name(const ReviewerRules& rules, std::string_view specialty) {
  const std::string wanted = flattened(specialty);
  for (const auto& [other, name] : rules.specialty_names)
    if (flattened(other) == wanted || flattened(name) == wanted) return name;
  return std::string(specialty);
}

bool is_specialty_in(const ReviewerRules& rules, const std::vector<std::string>& list, std::string_view specialty) {
  const std::string wanted = flattened(specialty_name(rules, specialty));
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& each) { return flattened(specialty_name(rules, each)) == wanted; });
}

std::vector<ItemNeed> review_needs(const jurisdictions::Jurisdiction& jurisdiction,
                                   const records::Application& application) {
  const ReviewerRules& rules = jurisdiction.reviewers;
  std::vector<ItemNeed> needs;
  for (const auto& item : application.disputed_items) {
    ItemNeed need{item.id, {}, {}, {}, {}};
    if (const SpecialtyNeed* known = need_of(rules, item.text)) {
      need = {item.id, {known->id}, known->same, known->similar, known->licences};
    } else if (application.requesting_physician && !application.requesting_physician->specialty.empty()) {
      need.same = {specialty_name(rules, application.requesting_physician->specialty)};
    }
    needs.push_back(std::move(need));
  }
  return needs;
}

} // namespace openimr::reviewers
