#include "letters/determination_letter.h"

#include <fmt/format.h>

namespace openimr::letters {
namespace {

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

std::string upper_case(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

/// Sentences as runs, a space between them; each run keeps the sources of its sentence.
Runs runs_of(const Sentences& sentences) {
  Runs runs;
  for (const Sentence& sentence : sentences) {
    if (sentence.text.empty()) continue;
    runs.push_back({(runs.empty() ? "" : " ") + sentence.text, {}, sentence.sources});
  }
  return runs;
}

/// "Decision based on A Page(s): 1-2. Decision based on B."
std::string guideline_words(const std::vector<records::GuidelineCitation>& guidelines) {
  std::string out;
  for (const records::GuidelineCitation& guideline : guidelines) {
    if (!out.empty()) out += ' ';
    out += "Decision based on " + guideline.source;
    if (!guideline.pages.empty()) out += " Page(s): " + guideline.pages;
    if (out.back() != '.') out += '.';
  }
  return out.empty() ? "No guideline was cited." : out;
}

/// Builds the letter from top to bottom.
class Composer {
public:
  explicit Composer(const DeterminationContent& content) : content_(content) {}

  Letter compose() {
    letter_.title = content_.title;
    if (!content_.case_numbers.empty()) letter_.title += ", case " + join(content_.case_numbers, ", ");
    letter_.language = content_.language;
    letter_.date = content_.decision_date;
    letter_.letterhead = content_.letterhead;
    letter_.mark = content_.mark;
    if (!content_.case_numbers.empty()) letter_.footer = "Case " + join(content_.case_numbers, ", ");
    put_head();
    put_notices();
    put_how_made();
    put_summary();
    put_issues();
    put_documents();
    return std::move(letter_);
  }

private:
  template <class AnyBlock> void put(AnyBlock block) { letter_.blocks.emplace_back(std::move(block)); }
  void put_paragraph(const std::string& text) {
    if (!text.empty()) put(Paragraph{plain(text)});
  }

  void put_head() {
    put(Heading{1, upper_case(content_.title)});
    KeyValues head;
    const auto row = [&](const char* key, const std::string& value) {
      if (!value.empty()) head.rows.emplace_back(key, plain(value));
    };
    const auto day = [&](const char* key, const std::optional<Date>& date) { row(key, date ? date->us() : ""); };
    row(content_.case_numbers.size() > 1 ? "Case Numbers" : "Case Number", join(content_.case_numbers, ", "));
    row("Claim Number", content_.claim_number);
    row("Decision Date", content_.decision_date.us());
    day("Date of Injury", content_.date_of_injury);
    day("UR Denial Date", content_.ur_denial);
    day("Application Received", content_.application_received);
    day("Date Assigned", content_.assigned);
    for (const auto& [role, party] : content_.parties) row(role.c_str(), party);
    row("Sent to", join(content_.copies, "; "));
    put(std::move(head));
    for (const std::string& paragraph : content_.opening) put_paragraph(paragraph);
    put_outcome();
  }

  void put_outcome() {
    if (content_.issues.empty()) return;
    Table table{"", {"No.", "Treatment in dispute", "Decision"}, {}, {0.5, 6.5, 1.7}};
    int n = 0;
    for (const IssueContent& issue : content_.issues)
      table.rows.push_back({plain(std::to_string(++n)), plain(issue.text), bold(name(issue.decision))});
    put(std::move(table));
  }

  void put_notices() {
    for (const Notice& notice : content_.notices) {
      if (!notice.heading.empty()) put(Heading{2, notice.heading});
      for (const std::string& paragraph : notice.paragraphs) put_paragraph(paragraph);
    }
  }

  void put_credentials(const ReviewerQualifications& reviewer, const std::string& whose, KeyValues& rows) {
    if (!reviewer.licensure.empty())
      rows.rows.emplace_back(whose + "State(s) of Licensure", plain(join(reviewer.licensure, ", ")));
    if (!reviewer.certifications.empty())
      rows.rows.emplace_back(whose + "Certification(s)/Specialty", plain(join(reviewer.certifications, ", ")));
  }

  void put_how_made() {
    put(Heading{2, "HOW THE IMR FINAL DETERMINATION WAS MADE"});
    for (const std::string& paragraph : content_.how_made) put_paragraph(paragraph);
    const ReviewerQualifications& reviewer = content_.reviewer;
    KeyValues rows;
    put_credentials(reviewer, "", rows);
    int seat = 1;
    for (const ReviewerQualifications& further : content_.further_reviewers)
      put_credentials(further, fmt::format("Reviewer {}: ", ++seat), rows);
    std::string practice;
    if (reviewer.more_than_years)
      practice = fmt::format("more than {} years of active practice", *reviewer.more_than_years);
    if (reviewer.hours_per_week)
      practice += fmt::format("{}at least {} hours a week", practice.empty() ? "" : ", ", *reviewer.hours_per_week);
    if (!practice.empty()) rows.rows.emplace_back("Practice", plain(practice));
    if (!rows.rows.empty()) put(std::move(rows));
  }

  void put_summary() {
    if (content_.summary.empty()) return;
    put(Heading{2, "CLINICAL CASE SUMMARY"});
    put_paragraph(content_.summary_introduction);
    for (const Sentences& paragraph : content_.summary) put(Paragraph{runs_of(paragraph)});
  }

  void put_issues() {
    put(Heading{2, "IMR ISSUES, DECISIONS AND RATIONALES"});
    put_paragraph(content_.issues_introduction);
    for (const IssueContent& issue : content_.issues) {
      put(Heading{3, issue.text + ": " + name(issue.decision)});
      put_labelled("Claims Administrator guideline: ", guideline_words(issue.claims_administrator_guidelines));
      put_labelled("Reviewer guideline: ", guideline_words(issue.reviewer_guidelines));
      bool is_first = true;
      for (const Sentences& paragraph : issue.rationale) {
        Runs runs = runs_of(paragraph);
        if (is_first) runs.insert(runs.begin(), Run{"Decision rationale: ", {.bold = true}});
        is_first = false;
        put(Paragraph{std::move(runs)});
      }
    }
  }

  void put_labelled(const char* label, const std::string& words) {
    put(Paragraph{{Run{label, {.bold = true}}, Run{words}}});
  }

  void put_documents() {
    if (content_.documents.empty()) return;
    put(Heading{2, "DOCUMENTS REVIEWED"});
    put_paragraph(content_.documents_introduction);
    Table table{"", {"Document", "Author", "Date", "Pages"}, {}, {4.0, 3.4, 1.4, 1.1}};
    for (const DocumentLine& line : content_.documents) {
      // The name of a file says nothing to a party, except of a paper that nothing else tells apart.
      const bool needs_file = line.author.empty() && !line.date && !line.file.empty();
      table.rows.push_back({plain(needs_file ? line.kind + " (" + line.file + ")" : line.kind),
                            plain(line.author.empty() ? "not stated" : line.author),
                            plain(line.date ? line.date->us() : "not stated"), plain(line.pages)});
    }
    put(std::move(table));
  }

  const DeterminationContent& content_;
  Letter letter_;
};

} // namespace

const char* name(ItemDecision decision) {
  switch (decision) {
  case ItemDecision::Upheld:
    return "Upheld";
  case ItemDecision::Overturned:
    return "Overturned";
  case ItemDecision::PartiallyOverturned:
    return "Partially Overturned";
  }
  return "";
}

Letter compose_determination(const DeterminationContent& content) { return Composer(content).compose(); }

} // namespace openimr::letters
