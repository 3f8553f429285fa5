// The page a reviewer reads: case, dates, people, course, then each item with its evidence.
#include "cli/commands.h"

#include "determination/draft.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

using guidelines::Verdict;
using text::one_line;

/// Writes the page from top to bottom.
class Page {
public:
  Page(const Console& console, const desk::Review& review, bool with_conclusions)
      : console_(console), review_(review), with_conclusions_(with_conclusions),
        width_(static_cast<std::size_t>(console.width())) {}

  std::string write() {
    head();
    dates();
    people();
    papers();
    summary();
    course();
    for (const auto& issue : review_.draft.issues) item(issue);
    if (!review_.checks.empty()) {
      title("CHECKS");
      out_ += checks_page(console_, review_.checks);
    }
    standing();
    return out_;
  }

private:
  void line(std::string_view text = "", std::size_t indent = 0) {
    out_ += std::string(indent, ' ') + wrapped(text, width_, indent) + "\n";
  }
  void title(std::string_view text) { out_ += "\n" + console_.in(Tone::Strong, text) + "\n"; }
  void labelled(std::string_view label, std::string_view text) {
    out_ += fmt::format("  {:<22}", label) + wrapped(text, width_, 24) + "\n";
  }

  void head() {
    const auto& application = review_.case_file.application;
    title(fmt::format("CASE  {}  claim {}", application.employee.name, application.claim_number));
    if (application.date_of_birth) labelled("born", application.date_of_birth->us());
    if (application.date_of_injury) labelled("injured", application.date_of_injury->us());
    labelled("application",
             fmt::format("received {} by {}, {} review", review_.law.local_date(application.received).us(),
                         application.channel, application.review));
    if (application.ur_decision.date)
      labelled(
          "UR decision",
          fmt::format("{}{}", application.ur_decision.date->us(),
                      application.ur_decision.organization.empty() ? "" : ", " + application.ur_decision.organization));
    labelled("read as of", review_.as_of.us());
    out_ += eligibility_page(console_, review_);
  }

  void dates() {
    title("DUE DATES");
    for (const auto& due : review_.deadlines) {
      std::string text =
          due.due_on ? due.due_on->us() + (due.due_at.empty() ? "" : " " + due.due_at) : "waits for " + due.waits_for;
      if (due.due_on && due.unrolled && *due.unrolled != *due.due_on)
        text += fmt::format(" (moved on from {})", due.unrolled->us());
      if (!due.derivation.empty())
        text += fmt::format("  {}", console_.in(Tone::Quiet, due.derivation.back().citation));
      labelled(due.rule, text);
    }
  }

  void people() {
    if (!review_.has_roster) return;
    title("WHO MAY REVIEW");
    for (const auto& entry : review_.slate.slate)
      labelled(fmt::format("{}. {}", entry.rank, console_.in(Tone::Good, entry.id)),
               fmt::format("{}", fmt::join(entry.reasons, "; ")));
    for (const auto& words : reviewers::told(review_.nobody)) line(words, 2);
    title("WHO MAY NOT, AND WHY");
    for (const auto& entry : review_.slate.excluded) {
      std::string text;
      for (const auto& reason : entry.reasons)
        text += fmt::format("{}{} [{}]", text.empty() ? "" : "; ", reason.text, reason.citation);
      labelled(console_.in(Tone::Bad, entry.id), text);
    }
  }

  void papers() {
    title("DOCUMENTS");
    for (const auto& document : review_.case_file.documents) {
      const auto unread =
          std::count_if(document.pages.begin(), document.pages.end(), [](const auto& page) { return page.is_unread; });
      const bool is_scan = std::any_of(document.pages.begin(), document.pages.end(),
                                       [](const auto& page) { return page.source == records::TextSource::Ocr; });
      std::string text =
          fmt::format("{}{}{}, {} page{}{}", document.date ? document.date->us() + "  " : "", document.title,
                      document.author.empty() ? "" : ", " + document.author, document.pages.size(),
                      document.pages.size() == 1 ? "" : "s", is_scan ? ", scan" : "");
      if (unread) text += console_.in(Tone::Bad, fmt::format(", {} unread", unread));
      if (document.belongs_to == "other") text += console_.in(Tone::Bad, ", of another person: not used");
      const std::string file = document.file.starts_with("documents/") ? document.file.substr(10) : document.file;
      out_ += "  " + wrapped(text + "  " + console_.in(Tone::Quiet, file), width_, 4) + "\n";
    }
    for (const auto& problem : review_.case_file.problems) line(console_.in(Tone::Unsure, "! ") + problem.message(), 2);
  }

  void summary() {
    title("CLINICAL CASE SUMMARY");
    for (const auto& entry : review_.draft.summary) {
      std::string places;
      for (const auto& id : entry.facts) {
        const auto* fact = review_.chart.find(id);
        if (!fact || fact->evidence.empty()) continue;
        const std::string place = determination::place(fact->evidence.front());
        if (places.find(place) == std::string::npos && places.size() < 120)
          places += (places.empty() ? "" : "; ") + place;
      }
      line(entry.text + (places.empty() ? "" : "  " + console_.in(Tone::Quiet, "[" + places + "]")), 2);
    }
    not_summarized();
  }

  /// Material facts that no sentence of the summary rests on.
  void not_summarized() {
    constexpr std::size_t most = 12;
    const auto& left_out = review_.not_summarized;
    if (left_out.empty()) return;
    std::string text;
    for (std::size_t k = 0; k < std::min(left_out.size(), most); ++k)
      text += fmt::format("{}{}{}", k == 0 ? "" : "; ", left_out[k].text,
                          left_out[k].date ? " (" + left_out[k].date->us() + ")" : "");
    if (left_out.size() > most) text += fmt::format("; and {} more (--json lists all)", left_out.size() - most);
    line(console_.in(Tone::Unsure, fmt::format("On file and not in the summary, {}: ", left_out.size())) + text, 2);
  }

  void course() {
    title("COURSE");
    for (const auto& row : review_.timeline)
      out_ += fmt::format("  {:<11}", row.date ? row.date->us() : "") +
              wrapped(fmt::format(
                          "{}  {}", one_line(row.text, 400),
                          console_.in(Tone::Quiet,
                                      fmt::format("[{}, page {}]",
                                                  row.file.starts_with("documents/") ? row.file.substr(10) : row.file,
                                                  row.page))),
                      width_, 13) +
              "\n";
  }

  std::string verdict(const guidelines::Finding& finding) const {
    switch (finding.verdict) {
    case Verdict::Met:
      return finding.is_exclusion ? console_.in(Tone::Bad, "EXCLUDES      ")
                                  : console_.in(Tone::Good, "MET           ");
    case Verdict::NotMet:
      return finding.is_exclusion ? console_.in(Tone::Good, "no exclusion  ")
                                  : console_.in(Tone::Bad, "NOT MET       ");
    case Verdict::Unknown:
      return finding.is_conflict ? console_.in(Tone::Unsure, "CONFLICT      ")
                                 : console_.in(Tone::Unsure, "NOT DOCUMENTED");
    }
    return "";
  }

  void finding(const guidelines::Finding& finding) {
    if (finding.is_exclusion && finding.verdict != Verdict::Met) return;
    out_ += "  " + verdict(finding) + "  " + wrapped(finding.text, width_, 18) + "\n";
    const auto telling = determination::telling_facts(finding, review_.chart);
    for (const auto* fact : telling)
      line(fmt::format("“{}”  {}", one_line(fact->evidence.front().quote, 220),
                       console_.in(Tone::Quiet, "[" + determination::dated_place(*fact) + "]")),
           18);
    if (finding.facts.size() > telling.size() && !telling.empty())
      line(console_.in(Tone::Quiet, fmt::format("{} facts in all", finding.facts.size())), 18);
    if (!finding.words.empty()) line(finding.words, 18);
    if (finding.verdict == Verdict::Unknown && !finding.concepts.empty()) {
      std::vector<std::string> terms = finding.searched.terms;
      const std::size_t more = terms.size() > 8 ? terms.size() - 8 : 0;
      if (more) terms.resize(8);
      line(console_.in(Tone::Quiet, fmt::format("searched {} pages (lowest reading confidence {}%){} for: {}{}",
                                                finding.searched.pages, finding.searched.worst_confidence,
                                                finding.searched.unread.empty()
                                                    ? ""
                                                    : fmt::format(", {} unread", finding.searched.unread.size()),
                                                fmt::join(terms, ", "), more ? fmt::format(" and {} more", more) : "")),
           18);
    }
  }

  void item(const determination::DraftIssue& issue) {
    title(fmt::format("ITEM {}  {}", issue.item.id, issue.item.text));
    const auto& evaluation = issue.evaluation;
    labelled("asked for as",
             fmt::format("{} request{}", evaluation.phase == guidelines::Phase::Initial ? "a first" : "a continued",
                         issue.request.first_used ? ", in use since " + issue.request.first_used->us() : ""));
    if (!issue.item.ur_guideline.empty()) labelled("UR cites", issue.item.ur_guideline);
    std::string cites;
    for (const auto& one : issue.guidelines)
      cites += fmt::format("{}{}{}{}", cites.empty() ? "" : "; ", one.source, one.pages.empty() ? "" : ", pages ",
                           one.pages);
    if (!cites.empty()) labelled("guideline", cites);
    sources(issue);
    for (const auto& entry : evaluation.topics) {
      out_ += "\n  " +
              console_.in(Tone::Strong, fmt::format("{} ({})", entry.topic->title,
                                                    entry.topic->pages.empty() ? entry.topic->guideline
                                                                               : "page " + entry.topic->pages)) +
              "\n";
      for (const auto& one : evaluation.findings)
        if (one.topic == entry.topic->id) finding(one);
    }
    ur_answer(issue);
    if (!with_conclusions_) return;
    const Tone tone = evaluation.recommendation == guidelines::Recommendation::Overturned ? Tone::Good
                      : evaluation.recommendation == guidelines::Recommendation::Upheld   ? Tone::Bad
                                                                                          : Tone::Unsure;
    out_ += "\n";
    labelled("the engine recommends", console_.in(tone, guidelines::name(evaluation.recommendation)));
    for (const auto& reason : evaluation.reasons) line("- " + reason, 24);
    if (!evaluation.would_change.empty() && evaluation.recommendation != guidelines::Recommendation::Overturned) {
      labelled("would change it", evaluation.would_change.size() == 1 ? "" : "any one of these:");
      for (std::size_t i = 0; i < evaluation.would_change.size() && i < 4; ++i) {
        std::string needed;
        for (const auto& change : evaluation.would_change[i])
          needed += (needed.empty() ? "" : "; and ") + change.needed;
        line("- " + needed, 24);
      }
      if (evaluation.would_change.size() > 4)
        line(fmt::format("and {} more ways", evaluation.would_change.size() - 4), 24);
    }
  }

  /// Which guideline and edition decides and why; what else the words could have meant.
  void sources(const determination::DraftIssue& issue) {
    const auto& sources = issue.sources;
    std::string text = sources.edition.pack.empty() ? "no pages of a guideline are in force" : sources.edition.pack;
    if (!sources.edition.event.empty())
      text += fmt::format(", in force on the day of the {} ({})", text::one_line(sources.edition.event),
                          sources.edition.day.us());
    line(console_.in(Tone::Quiet, "source    ") + text, 2);
    if (!sources.presumption_text.empty()) line(console_.in(Tone::Quiet, "standing  ") + sources.presumption_text, 2);
    for (const auto& gate : sources.gates)
      if (gate.is_open && !gate.reason.empty())
        line(console_.in(Tone::Quiet, fmt::format("step {}  ", gate.step)) + gate.reason, 2);
    if (!issue.evaluation.evidence_level.empty())
      line(console_.in(Tone::Quiet, "evidence  ") + issue.evaluation.evidence_level, 2);
    for (const auto& other : issue.other_readings)
      if (with_conclusions_ || !other.topic.empty())
        line(console_.in(Tone::Quiet, "not taken ") + fmt::format("{}: {}", other.title, other.why), 2);
  }

  void ur_answer(const determination::DraftIssue& issue) {
    if (!with_conclusions_ || issue.ur_points.empty()) return;
    line();
    line("The utilization review decision, point by point:", 2);
    for (const auto& point : issue.ur_points) {
      const auto standing = point.standing == determination::UrPoint::Standing::Stands ? "stands        "
                            : point.standing == determination::UrPoint::Standing::Open ? "open          "
                                                                                       : "DOES NOT STAND";
      out_ += fmt::format("  {}  {}\n", standing,
                          wrapped(fmt::format("“{}”  {}", one_line(point.said, 220),
                                              console_.in(Tone::Quiet, "[" + determination::place(point.at) + "]")),
                                  width_, 18));
      line(point.answer, 18);
    }
  }

  void standing() {
    title("WHERE IT STANDS");
    if (review_.determination) {
      for (const auto& decision : review_.determination->decisions())
        labelled("item " + decision.item, fmt::format("{}  {}",
                                                      decision.is_overturned ? console_.in(Tone::Good, "overturned")
                                                                             : console_.in(Tone::Bad, "upheld"),
                                                      decision.text));
      line(fmt::format("Decided by the signed opinion of {}.", review_.determination->opinion().reviewer), 2);
    } else if (review_.not_issued) {
      line(console_.in(Tone::Unsure, "No determination: ") + review_.not_issued->message(), 2);
    } else {
      line("A draft. A physician decides: write opinion.yaml and sign it with `openimr opinion sign`.", 2);
    }
  }

  const Console& console_;
  const desk::Review& review_;
  bool with_conclusions_;
  std::size_t width_;
  std::string out_;
};

} // namespace

std::string eligibility_page(const Console& console, const desk::Review& review) {
  const auto& eligibility = review.eligibility;
  const Tone tone = eligibility.outcome == casework::CaseOutcome::Eligible     ? Tone::Good
                    : eligibility.outcome == casework::CaseOutcome::Ineligible ? Tone::Bad
                                                                               : Tone::Unsure;
  std::string out = fmt::format("  {:<22}{}\n", "eligibility", console.in(tone, casework::name(eligibility.outcome)));
  const auto width = static_cast<std::size_t>(console.width());
  for (const auto& item : eligibility.items) {
    if (item.outcome == casework::ItemOutcome::Eligible && item.reasons.empty()) continue;
    for (const auto& reason : item.reasons)
      out += std::string(24, ' ') +
             wrapped(fmt::format("item {} {}: {} ({}) [{}]", item.id, casework::name(item.outcome), reason.text,
                                 reason.code, reason.citation),
                     width, 26) +
             "\n";
  }
  return out;
}

std::string checks_page(const Console& console, const std::vector<determination::Check>& checks) {
  std::string out;
  const auto width = static_cast<std::size_t>(console.width());
  for (const auto& check : checks) {
    const std::string mark = check.severity == determination::Severity::Block
                                 ? console.in(check.resolution.empty() ? Tone::Bad : Tone::Good,
                                              check.resolution.empty() ? "BLOCKS" : "answered")
                                 : console.in(Tone::Unsure, "warns");
    out += fmt::format("  c{:<3} {} {}{}\n", check.n, mark, check.id, check.item.empty() ? "" : ", item " + check.item);
    out += "       " + wrapped(check.text, width, 7) + "\n";
    if (!check.resolution.empty()) out += "       " + wrapped("answer: " + check.resolution, width, 7) + "\n";
    if (!check.citation.empty()) out += "       " + console.in(Tone::Quiet, wrapped(check.citation, width, 7)) + "\n";
  }
  return out;
}

std::string review_page(const Console& console, const desk::Review& review, bool with_conclusions) {
  return Page(console, review, with_conclusions).write();
}

} // namespace openimr::cli
