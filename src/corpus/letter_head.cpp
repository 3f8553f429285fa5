#include "corpus/letter_head.h"

#include "corpus/date_words.h"
#include "corpus/letter_fields.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct HeadLabel {
  std::string_view words;
  std::optional<Date> PublishedDecision::*date; ///< null: case numbers
};

constexpr HeadLabel labels[] = {{"case number(s):", nullptr},
                                {"case numbers:", nullptr},
                                {"case number:", nullptr},
                                {"date of injury:", &PublishedDecision::date_of_injury},
                                {"ur denial date:", &PublishedDecision::ur_denial},
                                {"ur decision date:", &PublishedDecision::ur_denial},
                                {"date of ur decision:", &PublishedDecision::ur_denial},
                                {"application received:", &PublishedDecision::application_received},
                                {"date assigned:", &PublishedDecision::assigned},
                                {"decision date:", &PublishedDecision::decision_date},
                                {"date of decision:", &PublishedDecision::decision_date}};

/// The label at a place of a line in lower case, or null. "Court case number: …" is another number; "IMR case number:
/// …" is ours.
const HeadLabel* label_at(std::string_view line, std::size_t at) {
  if (at > 0 && is_letter(line[at - 1])) return nullptr;
  for (const HeadLabel& label : labels) {
    if (!line.substr(at).starts_with(label.words)) continue;
    const std::string_view before = line.substr(0, at);
    const bool is_other = label.date == nullptr && before.size() > 1 && is_letter(before[before.size() - 2]);
    if (!is_other || before.ends_with("imr ")) return &label;
  }
  return nullptr;
}

void read_value(const HeadLabel& label, std::string_view value, PublishedDecision& decision,
                std::vector<HeadFault>& faults) {
  while (value.starts_with(' ')) value.remove_prefix(1);
  if (label.date == nullptr) {
    // Ends where the next label of a two-column head begins.
    for (std::string_view next : {"  ", " Date ", " UR ", " Claim"})
      value = value.substr(0, std::min(value.find(next), value.size()));
    for (std::string& number : split_names(value)) decision.case_numbers.push_back(std::move(number));
    return;
  }
  if (const auto date = date_at(value, 0)) {
    const auto before = decision.*label.date;
    if (before && *before != date->date)
      faults.push_back({std::string(label.words.substr(0, label.words.size() - 1)),
                        fmt::format("{} and {}", before->us(), date->date.us())});
    else
      decision.*label.date = date->date;
    return;
  }
  const std::string_view shown = value.substr(0, std::min<std::size_t>(value.size(), 30));
  faults.push_back({std::string(label.words.substr(0, label.words.size() - 1)),
                    shown.empty() ? "nothing behind the label" : fmt::format("\"{}\"", shown)});
}

} // namespace

std::vector<HeadFault> read_letter_head(const LetterLines& letter, LineRange lines, PublishedDecision& decision) {
  std::vector<HeadFault> faults;
  for (std::size_t i = lines.begin; i < lines.end; ++i) {
    const std::string line = lower_case(letter.lines[i].text);
    if (line.find(':') == npos) continue;
    for (std::size_t at = 0; at < line.size(); ++at) {
      const HeadLabel* label = label_at(line, at);
      if (label == nullptr) continue;
      at += label->words.size() - 1; // a longer label hides the shorter one inside it
      read_value(*label, letter.lines[i].text.substr(at + 1), decision, faults);
    }
  }
  return faults;
}

bool names_case_number(std::string_view line) {
  const std::string lower = lower_case(line);
  for (std::size_t at = lower.find("case number"); at != npos; at = lower.find("case number", at + 1))
    if (const HeadLabel* label = label_at(lower, at); label != nullptr && label->date == nullptr) return true;
  return false;
}

} // namespace openimr::corpus
