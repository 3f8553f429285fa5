#include "determination/draft.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace openimr::determination {
namespace {

using guidelines::Finding;
using guidelines::Recommendation;
using guidelines::Topic;
using guidelines::Verdict;
using Part = DraftSentence::Part;

std::string join_words(const std::vector<std::string>& words, const char* last) {
  if (words.empty()) return "";
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) text += (i + 1 == words.size() ? std::string(last) : ", ") + words[i];
  return text;
}

std::string lower_first(std::string text) {
  const bool is_acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z' && !is_acronym) text[0] = static_cast<char>(text[0] + 32);
  return text;
}

/// {78, 79, 80, 88} as "78-80, 88".
std::string ranges(const std::set<int>& pages) {
  std::string text;
  for (auto page = pages.begin(); page != pages.end();) {
    int last = *page;
    const int first = last;
    for (++page; page != pages.end() && *page == last + 1; ++page) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", first) + (last > first ? fmt::format("-{}", last) : "");
  }
  return text;
}

/// A quote short enough for a letter, cut at a word.
std::string shortened(const std::string& quote) {
  std::string text;
  for (char c : quote) {
    const bool is_space = c == '\n' || c == '\t' || c == ' ';
    if (is_space && (text.empty() || text.back() == ' ')) continue;
    text += is_space ? ' ' : c;
  }
  constexpr std::size_t limit = 160;
  if (text.size() <= limit) return text;
  const auto space = text.rfind(' ', limit);
  return text.substr(0, space == std::string::npos ? limit : space) + " …";
}

DraftSentence guideline_asks(const guidelines::Library& library, const guidelines::TopicEvaluation& entry, const DraftIssue& issue) {
  const Topic& topic = *entry.topic;
  const guidelines::Guideline* guideline = library.guideline(topic);
  std::vector<std::string> asked, findings;
  for (const Finding& finding : issue.evaluation.findings)
    if (finding.topic == topic.id && finding.is_required) {
      asked.push_back(lower_first(finding.text));
      findings.push_back(finding.id);
    }
  const std::string source =
      fmt::format("{}{}{}", guideline ? guideline->title : topic.guideline, topic.section.empty() ? "" : ", " + topic.section,
                  topic.pages.empty() ? "" : fmt::format(" (page{} {})", topic.pages.find_first_of("-,") == std::string::npos ? "" : "s", topic.pages));
  if (asked.empty())
    return {Part::GuidelineAsks, fmt::format("{}: {} is not recommended, and no exception is named.", source, lower_first(topic.title)), findings, {}};
  return {Part::GuidelineAsks,
          fmt::format("For {} {}, the {} asks that {}.", issue.evaluation.phase == guidelines::Phase::Initial ? "a first request for" : "continued use of",
                      lower_first(topic.title), source, join_words(asked, "; and that ")),
          findings,
          {}};
}

DraftSentence record_shows(const Finding& finding, const records::Chart& chart) {
  DraftSentence sentence{Part::RecordShows, "", {finding.id}, {}};
  std::vector<std::string> quotes;
  for (const records::Fact* fact : telling_facts(finding, chart)) {
    sentence.facts.push_back(fact->id);
    const auto& evidence = fact->evidence.front();
    quotes.push_back(fmt::format("“{}” ({})", shortened(evidence.quote), dated_place(*fact)));
  }
  const char* stand = finding.verdict == Verdict::Met      ? finding.is_exclusion ? "This stands against the request" : "This is documented"
                      : finding.verdict == Verdict::NotMet ? "The record says otherwise"
                                                           : "The record leaves this open";
  const std::string because = quotes.empty() ? finding.words : join_words(quotes, "; ");
  sentence.text = fmt::format("{}: {}{}{}.", stand, lower_first(finding.text), because.empty() ? "" : " — ", because);
  return sentence;
}

DraftSentence missing(const Finding& finding) {
  const records::Search& searched = finding.searched;
  std::string where = finding.concepts.empty()
                          ? "the words of the request do not say it"
                          : fmt::format("searched in all {} pages read{}", searched.pages,
                                        searched.worst_confidence < 100 ? fmt::format(", lowest reading confidence {}%", searched.worst_confidence) : "");
  if (!searched.terms.empty()) {
    std::vector<std::string> terms = searched.terms;
    const std::size_t more = terms.size() > 6 ? terms.size() - 6 : 0;
    if (more) terms.resize(6);
    where += fmt::format(" for {}{}", join_words(terms, ", "), more ? fmt::format(" and {} more variants", more) : "");
  }
  if (!searched.unread.empty())
    where += fmt::format("; {} page{} could not be read", searched.unread.size(), searched.unread.size() == 1 ? "" : "s");
  return {Part::Missing, fmt::format("Not found: {} ({}).", lower_first(finding.text), where), {finding.id}, {}};
}

DraftSentence conclusion(const DraftIssue& issue) {
  const auto& evaluation = issue.evaluation;
  DraftSentence sentence{Part::Conclusion, "", {}, {}};
  const char* answer = evaluation.recommendation == Recommendation::Overturned ? "the request would be medically necessary"
                       : evaluation.recommendation == Recommendation::Upheld   ? "the request would not be medically necessary as asked"
                                                                               : "the reviewer has to judge";
  sentence.text = fmt::format("On these findings {}.", answer);
  if (!evaluation.would_change.empty() && evaluation.recommendation != Recommendation::Overturned) {
    std::vector<std::string> needed;
    for (const auto& change : evaluation.would_change.front()) {
      needed.push_back(change.must_hold ? change.needed : "not " + change.needed);
      sentence.findings.push_back(change.criterion);
    }
    sentence.text += fmt::format(" The smallest change in the record that would alter this: {}.", join_words(needed, "; and "));
  }
  return sentence;
}

} // namespace

std::vector<const records::Fact*> telling_facts(const Finding& finding, const records::Chart& chart) {
  std::vector<const records::Fact*> facts;
  for (const std::string& id : finding.facts)
    if (const records::Fact* fact = chart.find(id); fact && !fact->evidence.empty()) facts.push_back(fact);
  // Facts that were read come before those that follow from them: their date is the date of their words.
  std::stable_sort(facts.begin(), facts.end(), [](const auto* a, const auto* b) { return a->is_derived != b->is_derived ? b->is_derived : a->date > b->date; });
  std::vector<const records::Fact*> told;
  for (const auto* fact : facts) {
    const auto& words = fact->evidence.front();
    const bool is_told = std::any_of(told.begin(), told.end(), [&](const auto* other) {
      const auto& known = other->evidence.front();
      return known.quote == words.quote || (known.file == words.file && known.page == words.page && known.span.overlaps(words.span));
    });
    if (!is_told) told.push_back(fact);
    if (told.size() == 3) break;
  }
  return told;
}

std::string dated_place(const records::Fact& fact) {
  const auto& evidence = fact.evidence.front();
  // A derived fact has the date of its latest source, which need not be the date of the words shown.
  return fmt::format("{}{}", fact.date && !fact.is_derived ? fact.date->us() + ", " : "", place(evidence));
}

const DraftIssue* Draft::issue(const std::string& item_id) const {
  const auto found = std::find_if(issues.begin(), issues.end(), [&](const DraftIssue& issue) { return issue.item.id == item_id; });
  return found == issues.end() ? nullptr : &*found;
}

std::string place(const records::Evidence& evidence) { return fmt::format("{}, page {}", evidence.file, evidence.page); }

std::vector<records::GuidelineCitation> cite(const guidelines::Library& library, const guidelines::Evaluation& evaluation) {
  std::vector<records::GuidelineCitation> lines;
  std::map<std::string, std::set<int>> beside; // pages that only topics brought in stand on
  for (const bool wants_main : {true, false})
    for (const auto& entry : evaluation.topics) {
      if (entry.is_main != wants_main || entry.topic->cite.empty()) continue;
      const guidelines::Guideline* guideline = library.guideline(*entry.topic);
      const std::string source = guideline ? guideline->title : entry.topic->guideline;
      // A main topic's pages come first; a topic that it brings in is cited only when its pages are not covered yet.
      const auto known = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.source == source; });
      if (known == lines.end()) {
        lines.push_back({source, entry.topic->cite});
        continue;
      }
      const auto have = guidelines::page_numbers(known->pages);
      const auto more = guidelines::page_numbers(entry.topic->cite);
      if (std::includes(have.begin(), have.end(), more.begin(), more.end())) continue;
      if (wants_main) known->pages += ", " + entry.topic->cite;
      else beside[known->source].insert(more.begin(), more.end());
    }
  for (auto& line : lines) {
    for (const int page : guidelines::page_numbers(line.pages)) beside[line.source].erase(page);
    if (const std::string more = ranges(beside[line.source]); !more.empty()) line.pages += ", " + more;
  }
  return lines;
}

std::vector<DraftSentence> write_rationale(const guidelines::Library& library, const DraftIssue& issue, const records::Chart& chart) {
  std::vector<DraftSentence> sentences;
  for (const auto& entry : issue.evaluation.topics) sentences.push_back(guideline_asks(library, entry, issue));
  for (const Finding& finding : issue.evaluation.findings) {
    const bool is_silent = finding.verdict == Verdict::Unknown && telling_facts(finding, chart).empty() && finding.words.empty();
    if (finding.is_exclusion && finding.verdict != Verdict::Met) continue; // an exclusion that does not hold needs no words
    sentences.push_back(is_silent ? missing(finding) : record_shows(finding, chart));
  }
  for (const std::string& warning : issue.request.item.warnings)
    sentences.push_back({Part::RecordShows, "The words of the request: " + warning + (warning.ends_with('.') ? "" : "."), {}, {}});
  sentences.push_back(conclusion(issue));
  return sentences;
}

} // namespace openimr::determination
