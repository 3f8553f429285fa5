#include "corpus/decision_reader.h"

#include "corpus/date_words.h"
#include "corpus/headings.h"
#include "corpus/layouts.h"
#include "corpus/letter_fields.h"
#include "corpus/letter_head.h"
#include "corpus/letter_lines.h"
#include "corpus/stated_issues.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr std::size_t npos = std::string_view::npos;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// True when text holds words (lower case), in any case.
bool contains(std::string_view lower_text, std::string_view words) { return lower_text.find(words) != npos; }

/// Matches a label at the front of a line in any case; its length, or 0.
std::size_t label_size(std::string_view line, std::string_view label) {
  if (line.size() < label.size()) return 0;
  for (std::size_t i = 0; i < label.size(); ++i)
    if (lower(line[i]) != lower(label[i])) return 0;
  return label.size();
}

std::size_t label_size(std::string_view line, const std::vector<std::string>& labels) {
  for (const std::string& label : labels)
    if (const std::size_t size = label_size(line, label)) return size;
  return 0;
}

/// Lines of a section, its heading left out.
struct SectionLines {
  bool found = false;
  std::size_t begin = 0, end = 0;
  std::size_t heading = 0; ///< line of the heading
};

/// The beginning of one part of an issue.
struct Mark {
  enum class Kind { ClaimsAdministrator, Reviewer, Rationale } kind;
  std::size_t line = 0;
  std::size_t offset = 0; ///< behind the label
};

/// The lines of one issue: where its item begins and the marks of its parts.
struct IssueLines {
  std::size_t item_begin = 0, item_end = 0;
  std::vector<Mark> marks;
  std::size_t end = 0;
};

class DecisionReader {
public:
  DecisionReader(const Layouts& layouts, std::string_view file, std::string_view text)
      : layouts_(layouts), letter_(cut_lines(text)) {
    out_.file = file;
  }

  PublishedDecision read() {
    if (letter_.lines.empty()) {
      problem("", "no words", "the text of a determination letter",
              "check the file; a scan has to be read by OCR first");
      out_.layout = "unknown";
      return std::move(out_);
    }
    choose_layout();
    if (layout_ == nullptr) {
      out_.layout = "unknown";
      problem("", "no known layout",
              fmt::format("a letter with the sections of one of {} layouts", layouts_.all().size()),
              "read the letter by eye, or add its layout");
      return std::move(out_);
    }
    out_.layout = layout_->id;
    find_sections();
    read_head();
    read_led_dates();
    read_reviewer();
    read_summary();
    read_issues();
    return std::move(out_);
  }

private:
  void problem(std::string_view field, std::string found, std::string expected, std::string remedy) {
    std::string where = out_.file;
    if (!field.empty()) where += (where.empty() ? "" : ": ") + std::string(field);
    out_.problems.push_back({std::move(where), std::move(found), std::move(expected), std::move(remedy)});
  }

  SectionLines& section(Section which) { return sections_[static_cast<std::size_t>(which)]; }

  void choose_layout() {
    std::string whole;
    for (const Line& line : letter_.lines) {
      for (char c : line.text) whole += lower(c);
      whole += ' ';
    }
    const auto occurs = [&](const std::string& sign) { return contains(whole, sign); };
    for (const LayoutDefinition& layout : layouts_.all()) {
      if (!std::ranges::all_of(layout.signs, occurs) || std::ranges::any_of(layout.without, occurs)) continue;
      layout_ = &layout;
      return;
    }
  }

  void find_sections() {
    Section current = Section::Head;
    section(current) = {true, 0, letter_.lines.size(), 0};
    for (std::size_t i = 0; i < letter_.lines.size(); ++i) {
      const auto [heading, count] = heading_at(*layout_, letter_, i);
      if (heading == nullptr || section(heading->section).found) continue;
      section(current).end = i;
      current = heading->section;
      section(current) = {true, i + count, letter_.lines.size(), i};
      i += count - 1;
    }
  }

  void read_head() {
    const SectionLines head = section(Section::Head);
    for (HeadFault& fault : read_letter_head(letter_, {head.begin, head.end, 0}, out_))
      problem(fault.field, std::move(fault.found), "month/day/year", "look at the letter");
  }

  /// Dates behind fixed words, where the head has none: "… was filed on 9/6/2013".
  void read_led_dates() {
    if (!layout_->dates.empty()) {
      const std::size_t end = section(Section::Issues).found ? section(Section::Issues).end : letter_.lines.size();
      const std::string text = unwrap(letter_, {0, end});
      const std::string lower = lower_case(text);
      for (const DateLead& lead : layout_->dates) {
        const std::size_t at = lower.find(lead.lead);
        if (at == npos || out_.*lead.field) continue;
        const std::size_t begin = text.find_first_not_of(' ', at + lead.lead.size());
        if (const auto date = begin == npos ? std::nullopt : date_at(text, begin)) out_.*lead.field = date->date;
      }
    }
    if (layout_->expects.case_number && out_.case_numbers.empty())
      problem("case number", "none in the head of the letter", "Case Number: …", "look at the letter");
    if (layout_->expects.decision_date && !out_.decision_date)
      problem("decision date", "none in the head of the letter", "Decision Date: month/day/year", "look at the letter");
  }

  // Who decided.

  /// The value of a labelled line: to the next label or paragraph.
  std::optional<std::string> labelled(const SectionLines& lines, std::string_view label) const {
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
      const std::size_t size = label_size(letter_.lines[i].text, label);
      if (size == 0) continue;
      std::size_t end = i + 1;
      while (end < lines.end && continues_value(end)) ++end;
      return unwrap(letter_, {i, end, size});
    }
    return std::nullopt;
  }

  /// A value runs on while its line ends with a comma, "and", "&" or "/", or was full and the next is no label, or the
  /// next begins with what joins it: "Physical Medicine" / "& Rehabilitation".
  bool continues_value(std::size_t i) const {
    const Line& line = letter_.lines[i];
    if (line.text.find(':') != npos || line.blank_before > letter_.usual_blank) return false;
    const std::string_view before = letter_.lines[i - 1].text;
    for (const std::string_view joins : {",", " and", " &", "/"})
      if (before.ends_with(joins)) return true;
    for (const std::string_view joins : {"and ", "& ", "/"})
      if (line.text.starts_with(joins)) return true;
    return !is_short(letter_, i - 1) && !ends_sentence(before);
  }

  void read_reviewer() {
    const SectionLines lines = section(Section::HowMade);
    ReviewerFields fields;
    if (const auto states = labelled(lines, "State(s) of Licensure:")) fields.licensure = split_states(*states);
    if (const auto names = labelled(lines, "Certification(s)/Specialty:")) fields.certifications = split_names(*names);
    if (!fields.licensure && !fields.certifications)
      fields = read_credentials_in_prose(unwrap(letter_, {lines.begin, lines.end}));
    out_.licensure = std::move(fields.licensure);
    out_.certifications = std::move(fields.certifications);
    const char* expected_states =
        layout_->credentials == Credentials::Listed ? "State(s) of Licensure: …" : "\"licensed to practice in …\"";
    const char* expected_names =
        layout_->credentials == Credentials::Listed ? "Certification(s)/Specialty: …" : "\"Board Certified in …\"";
    if (!lines.found) problem("how the determination was made", "no such section", "its heading", "look at the letter");
    if (!out_.licensure || out_.licensure->empty())
      problem("reviewer licensure", "none", expected_states, "look at the letter");
    if (!out_.certifications || out_.certifications->empty())
      problem("reviewer certifications", "none", expected_names, "look at the letter");
  }

  // What happened.

  /// The first line behind a section's introduction: a sentence that ends with ':' at a line end near the top.
  std::size_t skip_introduction(const SectionLines& lines) const {
    constexpr std::size_t longest = 5; // lines
    for (std::size_t i = lines.begin; i < std::min(lines.end, lines.begin + longest); ++i) {
      const std::string_view text = letter_.lines[i].text;
      if (text.ends_with(':')) return i + 1;
      if (ends_sentence(text) || text.find(". ") != npos) break;
    }
    return lines.begin;
  }

  void read_summary() {
    const SectionLines lines = section(Section::Summary);
    const std::size_t begin = lines.found ? skip_introduction(lines) : 0;
    if (!lines.found || begin >= lines.end) {
      problem("summary", lines.found ? "an empty section" : "no such section", "CLINICAL CASE SUMMARY",
              "look at the letter");
      return;
    }
    out_.summary = unwrap_paragraphs(letter_, {begin, lines.end});
    const PersonFields person = read_person(*out_.summary);
    out_.age = person.age;
    out_.sex = person.sex;
    if (!person.age)
      problem("age", "none in the clinical case summary", "e.g. \"54-year-old man\"", "look at the summary");
    if (person.sex.empty()) problem("sex", "none beside the age", "e.g. \"54-year-old man\"", "look at the summary");
    take_injury(person.dates_of_injury);
  }

  void take_injury(const std::vector<Date>& dates) {
    const bool in_head = out_.date_of_injury.has_value();
    if (!in_head && !dates.empty()) out_.date_of_injury = dates.front();
    if (!out_.date_of_injury)
      problem("date of injury", "none in head or summary", "e.g. \"injury on 11/9/1995\"", "look at the summary");
    for (const Date& date : dates)
      if (date != *out_.date_of_injury)
        problem("date of injury", fmt::format("{} and {}", out_.date_of_injury->us(), date.us()), "one date of injury",
                "decide from the letter which one is meant");
  }

  // What was decided.

  std::vector<Mark> find_marks(const SectionLines& lines) const {
    std::vector<Mark> marks;
    const IssueLabels& labels = layout_->labels;
    for (std::size_t i = lines.begin; i < lines.end; ++i) {
      const std::string_view text = letter_.lines[i].text;
      if (text.find(':') == npos) continue;
      if (const auto size = label_size(text, labels.claims_administrator))
        marks.push_back({Mark::Kind::ClaimsAdministrator, i, size});
      else if (const auto reviewer = label_size(text, labels.reviewer))
        marks.push_back({Mark::Kind::Reviewer, i, reviewer});
      else if (const auto rationale = label_size(text, labels.rationale))
        marks.push_back({Mark::Kind::Rationale, i, rationale});
    }
    return marks;
  }

  /// Issues of the other shapes, with their faults as problems.
  void take(IssuesRead read) {
    for (IssueFault& fault : read.faults)
      problem(fault.n == 0 ? fault.field : fmt::format("issue {}: {}", fault.n, fault.field), std::move(fault.found),
              std::move(fault.expected), "look at the letter");
    out_.issues = std::move(read.issues);
  }

  LineRange range_of(Section which) {
    const SectionLines lines = section(which);
    return lines.found ? LineRange{lines.begin, lines.end, 0} : LineRange{};
  }

  /// Of stated issues: all that follows their heading, for in a letter of 2013 the issues stand behind the summary and
  /// the documents.
  void read_stated() {
    std::size_t end = letter_.lines.size();
    if (section(Section::End).found) end = section(Section::End).heading;
    take(read_stated_issues(letter_, *layout_, {0, section(Section::Issues).begin},
                            {section(Section::Issues).begin, end}));
  }

  void read_issues() {
    const SectionLines lines = section(Section::Issues);
    if (!lines.found) {
      problem("issues", "no such section", issues_heading(), "look at the letter");
      return;
    }
    if (layout_->shape == Shape::Stated) return read_stated();
    if (layout_->shape == Shape::Parted)
      return take(read_parted_issues(letter_, *layout_,
                                     {range_of(Section::Issues), range_of(Section::Decisions),
                                      range_of(Section::Rationale), range_of(Section::Guidelines)}));
    std::vector<IssueLines> issues;
    for (const Mark& mark : find_marks(lines)) {
      // A part that does not come after the one before it begins a new issue.
      if (issues.empty() || mark.kind <= issues.back().marks.back().kind) {
        IssueLines issue;
        const std::size_t floor = issues.empty() ? skip_introduction(lines) : issues.back().marks.back().line + 1;
        issue.item_end = mark.line;
        issue.item_begin = find_item(floor, mark.line, static_cast<int>(issues.size()) + 1);
        if (!issues.empty()) issues.back().end = issue.item_begin;
        issues.push_back(std::move(issue));
      }
      issues.back().marks.push_back(mark);
    }
    if (issues.empty()) {
      problem("issues", "none", "an item with its decision, guideline lines and Decision rationale",
              "look at the letter");
      return;
    }
    issues.back().end = lines.end;
    for (const IssueLines& issue : issues) read_issue(issue);
    strip_numbers();
  }

  std::string issues_heading() const {
    for (const HeadingDefinition& heading : layout_->headings)
      if (heading.section == Section::Issues) return heading.words;
    return "the section of the issues";
  }

  /// The first line of the item that ends right before `end`.
  std::size_t find_item(std::size_t floor, std::size_t end, int n) {
    std::size_t begin = end;
    while (begin > floor) {
      --begin;
      if (begin == floor) break;
      const Line& line = letter_.lines[begin];
      const std::string_view before = letter_.lines[begin - 1].text;
      const bool is_apart = line.blank_before > letter_.usual_blank && !line.starts_page;
      if (ends_sentence(before)) {
        // A full line that ends with a period may be the item's own, cut at its width.
        if (!is_apart && !is_short(letter_, begin - 1) && !starts_item(line.text))
          problem(fmt::format("issue {}: text", n), "no gap before the item", "an item that begins behind a gap",
                  "check where the item begins");
        break;
      }
      if (is_apart && before.size() + 1 < letter_.width / 2 && starts_item(line.text)) {
        problem(fmt::format("issue {}: text", n), fmt::format("\"{}\" before the item", before),
                "a rationale that ends with a sentence", "check where the item begins");
        break;
      }
    }
    return begin;
  }

  static bool starts_item(std::string_view text) {
    return !text.empty() && !(text.front() >= 'a' && text.front() <= 'z');
  }

  void read_issue(const IssueLines& lines) {
    DecidedIssue issue;
    issue.n = static_cast<int>(out_.issues.size()) + 1;
    const auto fault = [&](const char* field, std::string found, std::string expected) {
      problem(fmt::format("issue {}: {}", issue.n, field), std::move(found), std::move(expected), "look at the letter");
    };
    read_item(issue, unwrap(letter_, {lines.item_begin, lines.item_end}));
    for (std::size_t m = 0; m < lines.marks.size(); ++m) {
      const Mark& mark = lines.marks[m];
      const std::size_t end = m + 1 < lines.marks.size() ? lines.marks[m + 1].line : lines.end;
      const LineRange range{mark.line, end, mark.offset};
      switch (mark.kind) {
      case Mark::Kind::ClaimsAdministrator:
        issue.claims_administrator_guidelines = read_guidelines(unwrap(letter_, range));
        break;
      case Mark::Kind::Reviewer:
        issue.reviewer_guidelines = read_guidelines(unwrap(letter_, range));
        break;
      case Mark::Kind::Rationale:
        issue.rationale = unwrap_paragraphs(letter_, range);
        if (issue.rationale->empty())
          issue.rationale.reset();
        else
          look_for_lost_item(issue.n, range);
        break;
      }
    }
    if (!issue.claims_administrator_guidelines)
      fault("claims administrator guideline", "no such line", "Claims Administrator guideline: …");
    if (!issue.reviewer_guidelines)
      fault("reviewer guideline", "no such line", fmt::format("{} …", layout_->labels.reviewer.front()));
    if (!issue.rationale) fault("rationale", "no words", fmt::format("{} …", layout_->labels.rationale.front()));
    out_.issues.push_back(std::move(issue));
  }

  void read_item(DecidedIssue& issue, std::string_view line) {
    const std::string where = fmt::format("issue {}: decision", issue.n);
    if (line.empty()) {
      problem(fmt::format("issue {}: text", issue.n), "no item before its guideline line",
              "the item: Upheld or Overturned", "look at the letter");
      return;
    }
    const auto decided = read_decided_item(line);
    if (!decided) {
      issue.text = std::string(line);
      const std::string_view tail = line.substr(line.size() > 40 ? line.rfind(' ', line.size() - 40) + 1 : 0);
      problem(where, fmt::format("\"{}\" at the end of the item", tail),
              "the item: Upheld, Overturned or Partially Overturned", "look at the letter");
      return;
    }
    issue.decision = decided->decision;
    issue.text = std::string(line.substr(0, decided->item_end));
    constexpr std::size_t longest_item = 700; // bytes; longer ones have swallowed something
    if (issue.text->size() > longest_item)
      problem(fmt::format("issue {}: text", issue.n), fmt::format("{} characters", issue.text->size()),
              "an item of one to a few lines", "check where the item begins");
  }

  /// A line inside a rationale that looks like an item was cut off from its parts.
  void look_for_lost_item(int n, LineRange range) {
    for (std::size_t i = range.begin + 1; i < range.end; ++i)
      if (read_decided_item(letter_.lines[i].text))
        problem(fmt::format("issue {}: rationale", n), fmt::format("\"{}\" inside it", letter_.lines[i].text),
                "an item with its own guideline lines", "check whether an issue was missed");
  }

  /// Items numbered throughout lose their numbers: "1. …", "2) …".
  void strip_numbers() {
    std::vector<std::size_t> sizes;
    for (const DecidedIssue& issue : out_.issues) {
      const std::string number = std::to_string(issue.n);
      if (!issue.text || !issue.text->starts_with(number)) return;
      const std::string_view rest = std::string_view(*issue.text).substr(number.size());
      if (!rest.starts_with(". ") && !rest.starts_with(") ")) return;
      sizes.push_back(number.size() + 2);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) out_.issues[i].text->erase(0, sizes[i]);
  }

  const Layouts& layouts_;
  LetterLines letter_;
  const LayoutDefinition* layout_ = nullptr;
  std::array<SectionLines, section_count> sections_{};
  PublishedDecision out_;
};

} // namespace

const char* name(Decision decision) {
  switch (decision) {
  case Decision::Upheld:
    return "upheld";
  case Decision::Overturned:
    return "overturned";
  case Decision::PartiallyOverturned:
    return "partially_overturned";
  }
  return "";
}

PublishedDecision read_decision(const Layouts& layouts, std::string_view file_name, std::string_view text) {
  return DecisionReader(layouts, file_name, text).read();
}

} // namespace openimr::corpus
