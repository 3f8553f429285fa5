#include "clinical/plain_words.h"

#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::clinical {
namespace {

/// "L4-5" -> {"L4", "L5"}; "L5-S1" -> {"L5", "S1"}; "L4" -> {"L4", ""}.
std::pair<std::string, std::string> ends_of(const std::string& level) {
  const std::size_t dash = level.find('-');
  if (dash == std::string::npos || dash == 0) return {level, ""};
  std::string second = level.substr(dash + 1);
  if (!second.empty() && second.front() >= '0' && second.front() <= '9') second = level.substr(0, 1) + second;
  return {level.substr(0, dash), second};
}

/// Order down the spine.
std::pair<int, std::string> depth(const std::string& level) {
  static const std::string regions = "CTLS";
  const std::size_t region = level.empty() ? std::string::npos : regions.find(level.front());
  int number = 0;
  for (std::size_t k = 1; k < level.size() && level[k] >= '0' && level[k] <= '9'; ++k)
    number = number * 10 + (level[k] - '0');
  return {(region == std::string::npos ? 9 : static_cast<int>(region)) * 100 + number, level};
}

} // namespace

std::string detail(const records::Fact& fact, const char* key) {
  const auto found = fact.details.find(key);
  return found == fact.details.end() ? std::string() : found->second;
}

std::string said(const records::Fact& fact) {
  std::string words = fact.kind == "work" && !detail(fact, "value").empty() ? detail(fact, "value") : fact.text;
  const bool has_digit = std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (fact.number && !has_digit && fact.kind != "drug")
    words += ": " + plain_value(*fact.number) + (fact.unit.empty() ? "" : " " + fact.unit);
  if (fact.assertion == records::Assertion::Possible) return "possible " + words;
  if (fact.assertion != records::Assertion::Absent) return words;
  return words == "smokes" ? "does not smoke" : "no " + words;
}

bool is_for_criteria_only(const records::Fact& fact) {
  static constexpr std::array<std::string_view, 14> umbrellas = {
      "dx.musculoskeletal",        "dx.spine_hip_or_shoulder",
      "dx.topical_amenable_joint", "dx.cancer",
      "dx.chronic_pain",           "test.imaging_corroborates",
      "test.prior_same_study",     "exam.neuro_compromise_unequivocal",
      "exam.radiculopathy",        "hx.prior_fusion_same_level",
      "func.gains_documented",     "mon.analgesia_documented",
      "mon.adl_documented",        "mon.adverse_documented"};
  return fact.is_derived || std::find(umbrellas.begin(), umbrellas.end(), fact.concept_id) != umbrellas.end();
}

const records::Fact* mechanism_fact(const records::Chart& chart) {
  const records::Fact* best = nullptr;
  for (const records::Fact& fact : chart.facts) {
    if (fact.concept_id != "injury.mechanism" || fact.assertion != records::Assertion::Present ||
        fact.experiencer != records::Experiencer::Patient || fact.from_ur_only)
      continue;
    // The concept's own name says less than words of the file.
    if (!best || (best->text == "mechanism of injury" && fact.text != best->text)) best = &fact;
  }
  return best;
}

std::string mechanism_words(const records::Fact& fact) {
  if (fact.text != "mechanism of injury" || fact.evidence.empty()) return fact.text;
  std::string words = text::one_line(fact.evidence.front().quote, 160);
  if (words.ends_with('.')) words.pop_back();
  return words;
}

std::vector<std::string> levels_of(const std::string& words) {
  std::vector<std::string> levels;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = words.find(", ", at);
    if (end == std::string::npos) end = words.size();
    const std::string level = words.substr(at, end - at);
    if (!level.empty() && std::find(levels.begin(), levels.end(), level) == levels.end()) levels.push_back(level);
    at = end + 2;
  }
  const std::vector<std::string> all = levels;
  std::erase_if(levels, [&](const std::string& level) {
    if (level.find('-') != std::string::npos) return false;
    return std::any_of(all.begin(), all.end(), [&](const std::string& other) {
      const auto [first, second] = ends_of(other);
      return other != level && (first == level || second == level);
    });
  });
  std::sort(levels.begin(), levels.end(),
            [](const std::string& a, const std::string& b) { return depth(a) < depth(b); });
  return levels;
}

std::string plain_value(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t k = 0; k < parts.size(); ++k)
    text += (k == 0 ? "" : k + 1 == parts.size() ? (parts.size() > 2 ? ", and " : " and ") : ", ") + parts[k];
  return text;
}

} // namespace openimr::clinical
