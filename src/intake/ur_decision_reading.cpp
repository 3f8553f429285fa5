#include "intake/ur_decision_reading.h"

#include "intake/form_values.h"
#include "intake/ur_letter.h"
#include "intake/words_on_page.h"
#include "records/evidence.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::intake {
namespace {

using records::Document;
using records::Evidence;
using Line = LetterLine;

constexpr std::size_t longest_item = 240;    // characters of an item; more is no item
constexpr std::size_t longest_reasons = 600; // characters that are kept of the reasons

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string tidy(std::string_view text) {
  std::string value = understand(FieldType::Text, text).value;
  std::string single;
  for (char c : value) {
    if (c == '\n') c = ' ';
    if (c != ' ' || (!single.empty() && single.back() != ' ')) single += c;
  }
  while (!single.empty() && std::string_view(" .,;:-").find(single.back()) != std::string_view::npos) single.pop_back();
  return single;
}

/// Length of "1.", "2)", "No. 3", "ITEM 1:" at the beginning of the text, with the spaces behind it.
std::size_t number_length(std::string_view low) {
  std::size_t at = low.find_first_not_of(' ');
  if (at == std::string_view::npos) return 0;
  const std::size_t start = at;
  for (const std::string_view word : {"item", "issue", "request", "no."})
    if (low.substr(at).starts_with(word)) {
      const std::size_t next = low.find_first_not_of(" #", at + word.size());
      if (next != std::string_view::npos && low[next] >= '0' && low[next] <= '9') {
        at = next;
        break;
      }
    }
  const std::size_t digits = at;
  while (at < low.size() && low[at] >= '0' && low[at] <= '9') ++at;
  if (at == digits || at - digits > 2) return 0;
  const bool is_closed = at < low.size() && std::string_view(".):-").find(low[at]) != std::string_view::npos;
  const bool is_cell = at >= low.size() || low.substr(at).starts_with("   ");
  if (!is_closed && !is_cell && digits == start) return 0;
  if (is_closed) ++at;
  if (at < low.size() && low[at] != ' ' && is_closed) return 0; // 7.5 mg
  while (at < low.size() && low[at] == ' ') ++at;
  return at;
}

class Letter {
public:
  Letter(const Document& document, const UrWords& words)
      : document_(document), words_(words), lines_(lines_of_letter(document)) {}

  std::vector<UrItemReading> items() {
    for (std::size_t n = 0; n < lines_.size(); ++n) {
      if (by_last_words(n) || by_label(n)) continue;
      by_sentence(n);
    }
    guidelines_and_reasons();
    return std::move(items_);
  }

private:
  Evidence evidence(const Line& line, std::size_t from, std::size_t to) const {
    return evidence_of(document_, line, from, to);
  }

  /// The outcome that the text ends with; its words begin at `begin`.
  const UrWords::Outcome* outcome_at_end(std::string_view low, std::size_t& begin) const {
    while (!low.empty() && !is_letter_or_digit(low.back()) && low.back() != ')') low.remove_suffix(1); // specks, too
    for (const UrWords::Outcome& outcome : words_.outcomes) {
      if (!low.ends_with(outcome.words)) continue;
      begin = low.size() - outcome.words.size();
      if (begin == 0 || low[begin - 1] == ' ' || low[begin - 1] == ':' || low[begin - 1] == '-') return &outcome;
    }
    return nullptr;
  }

  /// The outcome that the text begins with, when nothing but what became of the quantity follows: "modified to #60",
  /// "modified. Gabapentin 600 mg #60 is certified" where `may_go_on`.
  const UrWords::Outcome* outcome_at_start(std::string_view low, bool may_go_on) const {
    while (low.starts_with(' ')) low.remove_prefix(1);
    for (const UrWords::Outcome& outcome : words_.outcomes) {
      if (!low.starts_with(outcome.words)) continue;
      const std::string_view rest = low.substr(outcome.words.size());
      const bool ends = std::none_of(rest.begin(), rest.end(), is_letter_or_digit) || rest.starts_with("   ");
      const bool is_changed = outcome.value == "modified" && (rest.starts_with(" to ") || rest.starts_with(", "));
      const bool goes_on = may_go_on && (rest.starts_with(". ") || rest.starts_with(", ") || rest.starts_with("; "));
      return ends || is_changed || goes_on ? &outcome : nullptr;
    }
    return nullptr;
  }

  /// Where a mark or gap stands behind which the line says what was decided on what stands before it.
  const UrWords::Outcome* outcome_behind_mark(std::string_view low, std::size_t& end, std::size_t& begin) const {
    for (const std::string_view mark : {":", " - ", "   "})
      for (std::size_t at = low.find(mark); at != std::string_view::npos; at = low.find(mark, at + 1)) {
        const UrWords::Outcome* outcome = outcome_at_start(low.substr(at + mark.size()), false);
        if (!outcome) continue;
        end = at;
        begin = at + mark.size();
        return outcome;
      }
    return nullptr;
  }

  bool is_no_item(const std::string& text) const {
    const std::string low = plain(text);
    return letters_and_digits(text).size() < 3 || text.size() > longest_item ||
           std::any_of(words_.not_items.begin(), words_.not_items.end(),
                       [&](const std::string& word) { return find_words(low, word) != std::string_view::npos; });
  }

  void add(std::string text, const UrWords::Outcome& outcome, std::vector<Evidence> evidence, bool is_listed) {
    if (is_no_item(text)) return;
    for (UrItemReading& known : items_) {
      if (!is_same_value(known.text, text)) continue;
      if (known.outcome != outcome.value)
        known.doubt = fmt::format("the decision says \"{}\" and \"{}\" of it", known.outcome, outcome.value);
      known.evidence.insert(known.evidence.end(), evidence.begin(), evidence.end());
      return;
    }
    UrItemReading item;
    item.text = std::move(text);
    item.outcome = outcome.value;
    for (const Evidence& one : evidence) item.confidence = std::min(item.confidence, one.confidence);
    item.evidence = std::move(evidence);
    are_listed_ = are_listed_ && is_listed;
    items_.push_back(std::move(item));
  }

  /// "1   Ketamine 5% cream   1 tube   DENIED", "2. Baclofen 10mg - Non-certified", "ITEM 1: KETAMINE - DENIED"
  bool by_last_words(std::size_t n) {
    const Line& line = lines_[n];
    std::size_t begin = 0;
    const UrWords::Outcome* outcome = outcome_at_end(line.low, begin);
    std::size_t end = begin;
    if (!outcome) outcome = outcome_behind_mark(line.low, end, begin);
    if (!outcome || begin == 0) return false;
    if (end > begin) return false;
    while (end > 0 && line.low[end - 1] == ' ') --end;
    const bool has_gap = begin - end >= 3;
    const bool has_dash = line.low.substr(end, begin - end).find_first_of(":-") != std::string::npos ||
                          (end > 0 && (line.low[end - 1] == '-' || line.low[end - 1] == ':'));
    if (!has_gap && !has_dash) return false;
    while (end > 0 && std::string_view(" -:").find(line.low[end - 1]) != std::string_view::npos) --end;
    std::size_t from = number_length(line.low);
    if (from >= end) return false;
    // The first cell behind the number is the item; others tell quantity or code.
    const std::size_t cell = line.text.find("   ", from);
    if (cell != std::string::npos && cell < end) end = cell;
    const std::string text = tidy(std::string_view(line.text).substr(from, end - from));
    const bool is_label = std::any_of(words_.outcome_labels.begin(), words_.outcome_labels.end(),
                                      [&](const std::string& label) { return plain(text) == label; });
    if (is_label) return false;
    add(text, *outcome, {evidence(line, from, line.text.size())}, true);
    return true;
  }

  /// The value behind one of the labels at the beginning of the line.
  static bool value_at(const Line& line, const std::vector<std::string>& labels, std::size_t& from) {
    for (const std::string& label : labels) {
      if (!line.low.starts_with(label)) continue;
      std::size_t at = line.low.find_first_not_of(' ', label.size());
      if (at == std::string::npos || (line.low[at] != ':' && at < label.size() + 3)) continue;
      if (line.low[at] == ':') at = line.low.find_first_not_of(' ', at + 1);
      if (at == std::string::npos) continue;
      from = at;
      return true;
    }
    return false;
  }

  /// "Service requested: Ketamine 5% cream" with "Determination: Denied" under it.
  bool by_label(std::size_t n) {
    std::size_t from = 0;
    if (!value_at(lines_[n], words_.outcome_labels, from)) return false;
    std::size_t begin = 0;
    const std::string_view said = std::string_view(lines_[n].low).substr(from);
    const UrWords::Outcome* outcome = outcome_at_start(said, true);
    if (!outcome) outcome = outcome_at_end(said, begin);
    if (!outcome || begin > 3) return false;
    for (std::size_t back = 1; back <= std::min<std::size_t>(n, 4); ++back) {
      const Line& line = lines_[n - back];
      std::size_t item = 0;
      if (!value_at(line, words_.item_labels, item) && (item = number_length(line.low)) == 0) continue;
      std::string text = line.text.substr(item);
      std::vector<Evidence> where = {evidence(line, item, line.text.size())};
      for (std::size_t more = n - back + 1; more < n; ++more) { // an item that runs over its line
        text += " " + lines_[more].text;
        where.push_back(evidence(lines_[more], 0, lines_[more].text.size()));
      }
      where.push_back(evidence(lines_[n], 0, lines_[n].text.size()));
      add(tidy(text), *outcome, std::move(where), false);
      return true;
    }
    return false;
  }

  /// "The request for Baclofen 10mg TID #90 is denied."
  void by_sentence(std::size_t n) {
    const Line& first = lines_[n];
    const std::size_t at = find_words(first.low, "request for");
    if (at == std::string_view::npos) return;
    std::string low = first.low.substr(at), text = first.text.substr(at);
    std::size_t last = n;
    while (low.find(". ") == std::string::npos && !low.ends_with('.') && last + 1 < lines_.size() && last < n + 3 &&
           lines_[last + 1].page == first.page) {
      ++last;
      low += ' ' + lines_[last].low;
      text += ' ' + lines_[last].text;
    }
    constexpr std::size_t lead = 12; // "request for "
    for (const std::string_view verb : {" is ", " was ", " has been ", " are ", " were "})
      for (std::size_t is = low.find(verb); is != std::string::npos && is < longest_item + lead;
           is = low.find(verb, is + 1)) {
        const std::string_view rest = std::string_view(low).substr(is + verb.size());
        for (const UrWords::Outcome& outcome : words_.outcomes) {
          if (!rest.starts_with(outcome.words)) continue;
          const std::size_t behind = outcome.words.size();
          if (behind < rest.size() && std::string_view(" .,;").find(rest[behind]) == std::string_view::npos) continue;
          std::vector<Evidence> where = {evidence(first, at, first.text.size())};
          for (std::size_t line = n + 1; line <= last; ++line)
            where.push_back(evidence(lines_[line], 0, lines_[line].text.size()));
          add(tidy(std::string_view(text).substr(std::min(lead, is), is - std::min(lead, is))), outcome,
              std::move(where), true);
          return;
        }
      }
  }

  /// The item that a line names, or the one before.
  std::size_t item_of(const Line& line, std::size_t before) const {
    const std::string key = letters_and_digits(line.text);
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (key.find(letters_and_digits(items_[i].text)) != std::string::npos) return i;
    return before;
  }

  void guidelines_and_reasons() {
    std::size_t item = items_.size();
    for (std::size_t n = 0; n < lines_.size(); ++n) {
      item = item_of(lines_[n], item);
      // A letter about one item need not name it again.
      const std::size_t of = items_.size() == 1 ? 0 : item;
      if (of >= items_.size()) continue;
      std::size_t from = 0;
      const auto is_heading = [&](const std::vector<std::string>& labels) {
        const std::string words = plain(lines_[n].low);
        return n + 1 < lines_.size() && std::find(labels.begin(), labels.end(), words) != labels.end();
      };
      if (value_at(lines_[n], words_.guideline_labels, from))
        cite(items_[of], n, from);
      else if (is_heading(words_.guideline_labels))
        cite(items_[of], n + 1, 0);
      else if (value_at(lines_[n], words_.reason_labels, from) && items_[of].reasons.empty())
        items_[of].reasons = paragraph(n, from);
      else if (is_heading(words_.reason_labels) && items_[of].reasons.empty())
        items_[of].reasons = paragraph(n + 1, 0);
      cite_in_sentence(items_[of], n);
    }
    share_what_follows_a_list();
  }

  /// "… after the first course. Guideline: MTUS, page 8"
  void cite_in_sentence(UrItemReading& item, std::size_t n) {
    if (!item.guideline.empty()) return;
    for (const std::string& label : words_.guideline_labels)
      if (const std::size_t at = lines_[n].low.find(". " + label + ": "); at != std::string::npos)
        return cite(item, n, at + label.size() + 4);
  }

  /// Behind a list of items one paragraph speaks of all of them.
  void share_what_follows_a_list() {
    if (!are_listed_ || items_.size() < 2) return;
    const UrItemReading& last = items_.back();
    const bool is_alone = std::none_of(items_.begin(), items_.end() - 1, [](const UrItemReading& item) {
      return !item.reasons.empty() || !item.guideline.empty();
    });
    if (!is_alone) return;
    for (std::size_t i = 0; i + 1 < items_.size(); ++i) {
      if (items_[i].outcome == "approved") continue;
      items_[i].reasons = last.reasons;
      items_[i].guideline = last.guideline;
      items_[i].guideline_pages = last.guideline_pages;
      items_[i].guideline_evidence = last.guideline_evidence;
    }
  }

  void cite(UrItemReading& item, std::size_t n, std::size_t from) {
    if (!item.guideline.empty()) return;
    const Line& line = lines_[n];
    std::string words = line.text.substr(from);
    item.guideline_evidence = {evidence(line, from, line.text.size())};
    // "…, pages" and the numbers on the next line.
    const std::string_view low = line.low;
    if ((low.ends_with("page") || low.ends_with("pages") || low.ends_with(',') || low.ends_with("and")) &&
        n + 1 < lines_.size()) {
      words += " " + lines_[n + 1].text;
      item.guideline_evidence.push_back(evidence(lines_[n + 1], 0, lines_[n + 1].text.size()));
    }
    item.guideline = tidy(words);
    item.guideline_pages = pages_of_citation(item.guideline);
  }

  std::string paragraph(std::size_t n, std::size_t from) const {
    std::string text = lines_[n].text.substr(from);
    for (std::size_t next = n + 1; next < lines_.size() && text.size() < longest_reasons; ++next) {
      const Line& line = lines_[next];
      std::size_t ignored = 0;
      const bool ends = line.page != lines_[n].page || line.begin > lines_[next - 1].end + 1 ||
                        number_length(line.low) > 0 || value_at(line, words_.item_labels, ignored) ||
                        find_words(line.low, "request for") == 4;
      if (ends) break;
      text += " " + line.text;
    }
    return text.substr(0, longest_reasons);
  }

  const Document& document_;
  const UrWords& words_;
  std::vector<Line> lines_;
  std::vector<UrItemReading> items_;
  bool are_listed_ = true; ///< each item on a line or in a sentence, with no paragraph of its own
};

} // namespace

UrReading read_ur_decision(const FormDefinition& form, const UrWords& words, const Document& document) {
  UrReading reading;
  std::vector<FormPage> pages;
  const PagePicture none;
  for (const records::Page& page : document.pages) pages.emplace_back(document, page, none);
  auto forms = read_forms(form, pages);
  if (!forms.empty()) reading.facts = std::move(forms.front());
  Letter letter(document, words);
  reading.items = letter.items();
  read_service(document, words, reading);
  read_reviewer(document, reading.facts);
  return reading;
}

} // namespace openimr::intake
