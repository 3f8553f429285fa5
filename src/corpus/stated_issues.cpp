#include "corpus/stated_issues.h"

#include "corpus/letter_fields.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

/// The length of "3. ", "3) " or "3.) " at the front of a line for n = 3; 0 when it begins otherwise.
std::size_t number_size(std::string_view line, int n) {
  const std::string number = std::to_string(n);
  if (!line.starts_with(number)) return 0;
  for (const std::string_view mark : {".) ", ". ", ") "})
    if (line.substr(number.size()).starts_with(mark)) return number.size() + mark.size();
  return 0;
}

/// Where one of the words begins a sentence at or behind `from`, or stands with a capital letter where lines were
/// joined; npos when none does. Texts are the same in lower case and as printed.
struct Found {
  std::size_t begin = npos, end = npos;
};
bool begins_sentence(std::string_view text, std::size_t at, std::size_t from) {
  const char first = text[at];
  if (first >= 'A' && first <= 'Z' && at > 0 && text[at - 1] == ' ') return true;
  std::size_t before = at;
  while (before > from && (text[before - 1] == ' ' || text[before - 1] == '\n')) --before;
  return before <= from || std::string_view(".:?!").find(text[before - 1]) != npos || text[at - 1] == '\n';
}
Found find_at_sentence(std::string_view text, std::string_view lower, const std::vector<std::string>& words,
                       std::size_t from) {
  Found first;
  for (const std::string& each : words) {
    const std::string wanted = lower_case(each);
    std::size_t at = lower.find(wanted, from);
    while (at != npos && !begins_sentence(text, at, from)) at = lower.find(wanted, at + 1);
    if (at < first.begin) first = {at, at + wanted.size()};
  }
  return first;
}

std::string flat(std::string_view text) {
  std::string out(trim(text));
  std::ranges::replace(out, '\n', ' ');
  return out;
}

/// Drops one of the leads ("The request for") at the front; true when there was one.
bool drop_lead(std::string_view& text, const std::vector<std::string>& leads) {
  const std::string lower = lower_case(text);
  for (const std::string& lead : leads)
    if (lower.starts_with(lead) && (lower.size() == lead.size() || !is_letter(lower[lead.size()]))) {
      text = trim(text.substr(lead.size()));
      return true;
    }
  return false;
}

/// Letters and digits in lower case: two texts that differ in spacing and marks only are the same.
std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : lower_case(text))
    if (is_letter(c) || is_digit(c)) out += c;
  return out;
}

/// One issue as a text with its paragraphs, cut at its labels.
class IssueReader {
public:
  IssueReader(const LayoutDefinition& layout, int n, std::string text, std::vector<IssueFault>& faults)
      : layout_(layout), text_(std::move(text)), lower_(lower_case(text_)), faults_(faults) {
    issue_.n = n;
  }

  DecidedIssue read() {
    const IssueLabels& labels = layout_.labels;
    const Found claims = find_at_sentence(text_, lower_, labels.claims_administrator, 0);
    const Found rationale = find_at_sentence(text_, lower_, labels.rationale, claims.begin == npos ? 0 : claims.end);
    const std::size_t from = claims.begin == npos ? 0 : claims.end;
    Found reviewer = find_at_sentence(text_, lower_, labels.reviewer, from);
    if (reviewer.begin >= rationale.begin) reviewer = {};
    const std::size_t item_end = std::min({claims.begin, reviewer.begin, rationale.begin, text_.size()});
    read_item(text_.substr(0, item_end));
    const std::size_t claims_end = std::min({reviewer.begin, rationale.begin, text_.size()});
    if (claims.begin != npos)
      issue_.claims_administrator_guidelines = guidelines("claims administrator guideline", claims, claims_end);
    else
      fault("claims administrator guideline", "no such sentence", first_of(labels.claims_administrator));
    if (reviewer.begin != npos)
      issue_.reviewer_guidelines = guidelines("reviewer guideline", reviewer, std::min(rationale.begin, text_.size()));
    else
      fault("reviewer guideline", "no such sentence", first_of(labels.reviewer));
    if (rationale.begin != npos && !trim(std::string_view(text_).substr(rationale.end)).empty())
      take_rationale(rationale.end);
    else
      fault("rationale", "no words", first_of(labels.rationale));
    return std::move(issue_);
  }

private:
  static std::string first_of(const std::vector<std::string>& labels) {
    return labels.empty() ? "its label" : labels.front() + " …";
  }
  void fault(const char* field, std::string found, std::string expected) {
    faults_.push_back({issue_.n, field, std::move(found), std::move(expected)});
  }

  void read_item(std::string_view words) {
    std::string item = flat(words);
    for (const std::string& end : layout_.items.ends_at)
      item = std::string(trim(std::string_view(item).substr(0, lower_case(item).find(end))));
    std::string_view rest = item;
    drop_lead(rest, layout_.items.lead);
    if (const auto stated = read_statement(rest, layout_.decisions)) {
      issue_.decision = stated->decision;
      rest = rest.substr(0, stated->item_end);
    }
    while (!rest.empty() && (rest.back() == ':' || rest.back() == ' ' || rest.back() == '.')) rest.remove_suffix(1);
    if (rest.empty()) {
      fault("text", "no item before its guideline sentence", "the item and its decision");
      return;
    }
    constexpr std::size_t longest_item = 700; // bytes; longer ones have swallowed something
    if (rest.size() > longest_item)
      fault("text", fmt::format("{} characters", rest.size()), "an item of one to a few lines");
    issue_.text = std::string(rest);
  }

  /// Words of another issue's parts inside a rationale mean that its number was not found.
  void take_rationale(std::size_t begin) {
    issue_.rationale = std::string(trim(std::string_view(text_).substr(begin)));
    if (find_at_sentence(text_, lower_, layout_.labels.claims_administrator, begin).begin != npos)
      fault("rationale", "the guideline sentence of another issue inside it", "an item with a number of its own");
  }

  /// The guidelines between two labels. A label that ends with "on" is followed by them; another begins a sentence that
  /// may lead to them ("found no section …, the Expert Reviewer based his/her decision on …").
  CitedGuidelines guidelines(const char* field, Found label, std::size_t end) {
    const bool leads = lower_.substr(0, label.end).ends_with(" on");
    std::size_t begin = leads ? label.end : label.begin;
    if (!leads) {
      static const std::string lead = "decision on ";
      const std::size_t at = lower_.find(lead, begin);
      if (at >= end) {
        // Nothing is cited; that is said where the words say so.
        const std::string words = lower_.substr(begin, end - begin);
        if (words.find("did not") == npos && words.find("no ") == npos)
          fault(field,
                "\"" + flat(std::string_view(text_).substr(begin, std::min<std::size_t>(60, end - begin))) + "\"",
                "the guideline");
        return std::vector<CitedGuideline>{};
      }
      begin = at + lead.size();
    }
    return cited(field, flat(std::string_view(text_).substr(begin, end - begin)));
  }

  std::vector<CitedGuideline> cited(const char* field, const std::string& words) {
    std::string_view sentence = words;
    // To the end of the sentence; "pg. 98" and "vs. 2" do not end one.
    for (std::size_t at = words.find(". "); at != std::string::npos; at = words.find(". ", at + 1)) {
      if (at + 2 < words.size() && is_digit(words[at + 2])) continue;
      sentence = std::string_view(words).substr(0, at);
      fault(field, fmt::format("\"{}\" behind the guideline", words.substr(at + 2, 40)), "one sentence that cites");
      break;
    }
    const std::string lower = lower_case(sentence);
    for (const std::string_view tail :
         {", which is ", ", which are ", " which is part", " which are part", ", part of the"})
      sentence = sentence.substr(0, std::min(lower.find(tail), sentence.size()));
    if (lower.starts_with("the ")) sentence.remove_prefix(4);
    return read_guidelines(sentence);
  }

  const LayoutDefinition& layout_;
  std::string text_, lower_;
  std::vector<IssueFault>& faults_;
  DecidedIssue issue_;
};

/// Whether words before the first label read as an item: they begin with a lead or end with a decision.
bool reads_as_item(const LayoutDefinition& layout, std::string_view words) {
  std::string item = flat(words);
  for (const std::string& end : layout.items.ends_at)
    item = std::string(trim(std::string_view(item).substr(0, lower_case(item).find(end))));
  std::string_view rest = item;
  return drop_lead(rest, layout.items.lead) || read_statement(item, layout.decisions).has_value();
}

/// Whether a numbered line begins an item: a label of its parts comes before the same number comes again (lists of
/// documents and of criteria are numbered too), and it reads as an item or at least stands apart from what is before
/// it.
bool begins_item(const LetterLines& letter, const LayoutDefinition& layout, std::size_t line, std::size_t end, int n) {
  constexpr std::size_t reach = 14; // lines from a number to the first label of its item
  const std::size_t offset = number_size(letter.lines[line].text, n);
  if (offset == 0) return false;
  for (std::size_t i = line; i < std::min(end, line + reach); ++i) {
    if (i > line && number_size(letter.lines[i].text, n) > 0) return false;
    const std::string near = unwrap(letter, {line, i + 1, offset}), lower = lower_case(near);
    const std::size_t label = std::min(find_at_sentence(near, lower, layout.labels.claims_administrator, 0).begin,
                                       find_at_sentence(near, lower, layout.labels.reviewer, 0).begin);
    if (label == npos) continue;
    if (reads_as_item(layout, std::string_view(near).substr(0, label))) return true;
    return layout.items.statements_lead.empty() && letter.lines[line].blank_before > letter.usual_blank;
  }
  return false;
}

/// First lines of the items: numbered 1, 2, 3 …
std::vector<std::size_t> find_items(const LetterLines& letter, const LayoutDefinition& layout, LineRange section) {
  std::vector<std::size_t> starts;
  for (std::size_t i = section.begin; i < section.end; ++i) {
    const int n = static_cast<int>(starts.size()) + 1;
    if (begins_item(letter, layout, i, section.end, n)) starts.push_back(i);
  }
  return starts;
}

/// A decision stated before the issues: "1) … has determined the request for X is not medically necessary".
struct Statement {
  std::string item;
  Decision decision;
};
std::vector<Statement> find_statements(const LetterLines& letter, const LayoutDefinition& layout, LineRange lines) {
  std::vector<Statement> statements;
  std::vector<std::size_t> starts;
  for (std::size_t i = lines.begin; i < lines.end; ++i) {
    if (number_size(letter.lines[i].text, 1) > 0) starts.clear(); // the list may stand twice: the last one counts
    if (number_size(letter.lines[i].text, static_cast<int>(starts.size()) + 1) > 0) starts.push_back(i);
  }
  for (std::size_t k = 0; k < starts.size(); ++k) {
    const std::size_t end = k + 1 < starts.size() ? starts[k + 1] : std::min(lines.end, starts[k] + 12);
    const std::string text = unwrap(letter, {starts[k], end});
    const std::string lower = lower_case(text);
    for (const std::string& lead : layout.items.statements_lead) {
      const std::size_t at = lower.find(lead);
      if (at == npos) continue;
      const std::string_view rest = trim(std::string_view(text).substr(at + lead.size()));
      std::size_t stop = rest.size(); // to the end of the sentence that decides
      for (const DecisionWords& each : layout.decisions)
        if (const std::size_t found = lower_case(rest).find(each.words); found != npos)
          stop = std::min(stop, found + each.words.size());
      if (const auto stated = read_statement(rest.substr(0, stop), layout.decisions))
        statements.push_back({std::string(rest.substr(0, stated->item_end)), stated->decision});
      break;
    }
  }
  return statements;
}

/// Decisions stated ahead are held against the items they were numbered for.
void join_statements(const std::vector<Statement>& statements, IssuesRead& read) {
  if (statements.empty()) return;
  if (statements.size() != read.issues.size())
    read.faults.push_back({0, "issues",
                           fmt::format("{} decisions before {} issues", statements.size(), read.issues.size()),
                           "as many of both"});
  for (std::size_t i = 0; i < std::min(statements.size(), read.issues.size()); ++i) {
    DecidedIssue& issue = read.issues[i];
    const Statement& stated = statements[i];
    const std::string one = letters_of(stated.item), other = letters_of(issue.text.value_or(""));
    if (issue.text && one != other && !one.starts_with(other) && !other.starts_with(one)) {
      read.faults.push_back({issue.n, "text", fmt::format("\"{}\" and \"{}\"", stated.item, *issue.text), "one item"});
      continue;
    }
    if (issue.decision && *issue.decision != stated.decision)
      read.faults.push_back({issue.n, "decision",
                             fmt::format("{} and {}", name(stated.decision), name(*issue.decision)), "one decision"});
    if (!issue.text) issue.text = stated.item;
    if (!issue.decision) issue.decision = stated.decision;
  }
}

void tell_undecided(const LayoutDefinition& layout, IssuesRead& read) {
  for (const DecidedIssue& issue : read.issues)
    if (!issue.decision)
      read.faults.push_back({issue.n, "decision", "no words of a decision",
                             layout.decisions.empty() ? "a decision" : "… " + layout.decisions.front().words});
}

/// Texts of a section by number; one text without a number when there are no numbers.
std::vector<std::string> numbered_texts(const LetterLines& letter, LineRange section) {
  std::vector<std::size_t> starts;
  for (std::size_t i = section.begin; i < section.end; ++i)
    if (number_size(letter.lines[i].text, static_cast<int>(starts.size()) + 1) > 0) starts.push_back(i);
  if (starts.empty() || starts.front() != section.begin) {
    if (section.begin >= section.end) return {};
    return {unwrap_paragraphs(letter, section)};
  }
  std::vector<std::string> texts;
  for (std::size_t k = 0; k < starts.size(); ++k) {
    const std::size_t end = k + 1 < starts.size() ? starts[k + 1] : section.end;
    const std::size_t offset = number_size(letter.lines[starts[k]].text, static_cast<int>(k) + 1);
    texts.push_back(unwrap_paragraphs(letter, {starts[k], end, offset}));
  }
  return texts;
}

} // namespace

std::optional<StatedDecision> read_statement(std::string_view statement, const std::vector<DecisionWords>& decisions) {
  while (!statement.empty() && (statement.back() == '.' || statement.back() == ' ' || statement.back() == ';'))
    statement.remove_suffix(1);
  const std::string lower = lower_case(statement);
  for (const DecisionWords& each : decisions) {
    if (!lower.ends_with(each.words)) continue;
    std::size_t end = lower.size() - each.words.size();
    if (end > 0 && is_letter(lower[end - 1])) continue;
    for (const std::string_view link : {" is", " are", " was", " were", ":", " -", " –", " be"}) {
      const std::string_view front = trim(std::string_view(lower).substr(0, end));
      if (front.ends_with(link)) {
        end = front.size() - link.size();
        break;
      }
    }
    const std::string_view item = trim(statement.substr(0, end));
    return StatedDecision{each.decision, static_cast<std::size_t>(item.data() - statement.data()) + item.size()};
  }
  return std::nullopt;
}

IssuesRead read_stated_issues(const LetterLines& letter, const LayoutDefinition& layout, LineRange before,
                              LineRange section) {
  IssuesRead read;
  const std::vector<std::size_t> starts = find_items(letter, layout, section);
  for (std::size_t k = 0; k < starts.size(); ++k) {
    const int n = static_cast<int>(k) + 1;
    const std::size_t end = k + 1 < starts.size() ? starts[k + 1] : section.end;
    const std::size_t offset = number_size(letter.lines[starts[k]].text, n);
    read.issues.push_back(
        IssueReader(layout, n, unwrap_paragraphs(letter, {starts[k], end, offset}), read.faults).read());
  }
  if (read.issues.empty())
    read.faults.push_back({0, "issues", "none", "numbered items, each with the sentences of its guidelines"});
  if (!layout.items.statements_lead.empty()) {
    const std::size_t until = starts.empty() ? section.begin : starts.front();
    std::vector<Statement> statements =
        find_statements(letter, layout, {section.begin, std::max(until, section.begin)});
    if (statements.empty()) statements = find_statements(letter, layout, before);
    join_statements(statements, read);
  }
  tell_undecided(layout, read);
  return read;
}

IssuesRead read_parted_issues(const LetterLines& letter, const LayoutDefinition& layout,
                              const PartedSections& sections) {
  IssuesRead read;
  const std::vector<std::string> items = numbered_texts(letter, sections.items);
  const std::vector<std::string> decisions = numbered_texts(letter, sections.decisions);
  const std::vector<std::string> rationale = numbered_texts(letter, sections.rationale);
  for (const std::string& text : items) {
    DecidedIssue issue;
    issue.n = static_cast<int>(read.issues.size()) + 1;
    const std::string item = flat(text);
    std::string_view rest = item;
    drop_lead(rest, layout.items.lead);
    if (const auto stated = read_statement(rest, layout.decisions)) {
      issue.decision = stated->decision;
      rest = rest.substr(0, stated->item_end);
    }
    while (!rest.empty() && (rest.back() == '.' || rest.back() == ':')) rest.remove_suffix(1);
    if (!rest.empty()) issue.text = std::string(rest);
    read.issues.push_back(std::move(issue));
  }
  if (items.empty()) read.faults.push_back({0, "issues", "none", "the items at dispute"});
  for (DecidedIssue& issue : read.issues) {
    const auto k = static_cast<std::size_t>(issue.n - 1);
    if (!issue.decision && decisions.size() == items.size())
      if (const auto stated = read_statement(flat(decisions[k]), layout.decisions)) issue.decision = stated->decision;
    if (rationale.size() == items.size())
      issue.rationale = rationale[k];
    else
      read.faults.push_back({issue.n, "rationale", fmt::format("{} parts for {} items", rationale.size(), items.size()),
                             "one for each item"});
    read.faults.push_back({issue.n, "reviewer guideline", "no line of its own in this layout", "a guideline by item"});
  }
  tell_undecided(layout, read);
  return read;
}

} // namespace openimr::corpus
