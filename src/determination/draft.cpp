#include "determination/draft.h"

#include "text/words.h"

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
using text::lower_first;

constexpr std::size_t longest_quote = 160; // bytes, in a letter

/// "a, b" with the mark between; the last two may be joined by another.
std::string join_words(const std::vector<std::string>& words, const char* last) {
  if (words.empty()) return "";
  const char* between = std::string_view(last).starts_with(';') ? "; " : ", ";
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) text += (i + 1 == words.size() ? last : between) + words[i];
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

/// A requirement in words: "A; and that B", "either A, or B".
std::string in_words(const guidelines::Logic& logic, const Topic& topic) {
  using Kind = guidelines::Logic::Kind;
  if (logic.kind == Kind::Criterion) return lower_first(topic.criterion(logic.id)->text);
  if (logic.kind == Kind::Not) return "it is not so that " + in_words(logic.parts.front(), topic);
  if (logic.kind == Kind::Always) return "nothing further";
  std::vector<std::string> parts;
  for (const auto& part : logic.parts) parts.push_back(in_words(part, topic));
  if (parts.size() == 1) return parts.front();
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0                    ? ""
             : logic.kind == Kind::All ? "; and that "
             : logic.kind == Kind::Any ? ", or "
                                       : "; that ") +
            parts[i];
  if (logic.kind == Kind::Any) return "either " + text;
  return logic.kind == Kind::AtLeast ? fmt::format("at least {} of these points hold: that {}", logic.count, text)
                                     : text;
}

/// What a topic asks in the phase of the request; empty when it asks nothing.
std::string asked(const guidelines::TopicEvaluation& entry, guidelines::Phase phase) {
  const auto& logic = phase == guidelines::Phase::Initial ? entry.topic->initial : entry.topic->continued;
  return logic.kind == guidelines::Logic::Kind::Always ? "" : in_words(logic, *entry.topic);
}

/// A topic that only came along and that the words of the request satisfy needs no words of its own.
bool goes_without_saying(const guidelines::TopicEvaluation& entry, const guidelines::Evaluation& evaluation) {
  if (entry.is_main || entry.requirement != Verdict::Met) return false;
  return std::all_of(evaluation.findings.begin(), evaluation.findings.end(), [&](const Finding& finding) {
    return finding.topic != entry.topic->id ||
           (finding.is_exclusion ? finding.verdict != Verdict::Met : finding.concepts.empty());
  });
}

/// `before`: the guideline that the sentence before speaks of; it is not named in full twice.
DraftSentence guideline_asks(const guidelines::Library& library, const guidelines::TopicEvaluation& entry,
                             const DraftIssue& issue, std::string& before) {
  const Topic& topic = *entry.topic;
  const guidelines::Guideline* guideline = library.guideline(topic);
  DraftSentence sentence{Part::GuidelineAsks, "", {}, {}};
  for (const Finding& finding : issue.evaluation.findings)
    if (finding.topic == topic.id && finding.is_required) sentence.findings.push_back(finding.id);
  const std::string wanted = topic.has_requirement ? asked(entry, issue.evaluation.phase) : "";
  if (topic.has_requirement && wanted.empty()) return sentence;
  const std::string pages =
      topic.pages.empty()
          ? ""
          : fmt::format(" (page{} {})", topic.pages.find_first_of("-,") == std::string::npos ? "" : "s", topic.pages);
  const std::string name = guideline ? guideline->title : topic.guideline;
  const bool is_same = name == before && !topic.section.empty();
  const std::string source =
      fmt::format("{}{}{}", is_same ? "The same guideline" : name,
                  topic.section.empty() ? "" : (is_same ? " under " : ", ") + topic.section, pages);
  before = name;
  sentence.text =
      topic.has_requirement
          ? fmt::format("{} asks, for {}, that {}.", source,
                        issue.evaluation.phase == guidelines::Phase::Initial ? "a first request" : "continued use",
                        wanted)
          : fmt::format("{}: {} is not recommended, and no exception is named.", source, lower_first(topic.title));
  return sentence;
}

/// "progress report of 9/9/2014, page 1": how a letter names a place.
std::string place_in_words(const records::Evidence& evidence, const std::vector<records::Document>& documents) {
  for (const auto& document : documents)
    if (document.id == evidence.document)
      return fmt::format("{}{}, page {}", lower_first(document.title),
                         document.date ? " of " + document.date->us() : "", evidence.page);
  return place(evidence);
}

/// The words of facts with their places; of one page the place is named once, behind its last words.
std::string quoted(const std::vector<const records::Fact*>& facts, const std::vector<records::Document>& documents) {
  std::string text;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const records::Evidence& evidence = facts[i]->evidence.front();
    const records::Evidence* next = i + 1 < facts.size() ? &facts[i + 1]->evidence.front() : nullptr;
    const bool goes_on = next && next->document == evidence.document && next->page == evidence.page;
    text += fmt::format("{}“{}”", i == 0 ? "" : "; ", text::one_line(evidence.quote, longest_quote));
    if (!goes_on) text += fmt::format(" ({})", place_in_words(evidence, documents));
  }
  return text;
}

DraftSentence record_shows(const Finding& finding, const records::Chart& chart,
                           const std::vector<records::Document>& documents) {
  DraftSentence sentence{Part::RecordShows, "", {finding.id}, {}};
  const auto facts = telling_facts(finding, chart);
  for (const records::Fact* fact : facts) sentence.facts.push_back(fact->id);
  const std::string because = facts.empty() ? finding.words : quoted(facts, documents);
  const std::string point = lower_first(finding.text);
  const bool speaks_against = finding.is_exclusion && finding.verdict == Verdict::Met;
  const std::string stand = speaks_against                       ? "It stands against the request that " + point
                            : finding.verdict == Verdict::Met    ? "The record shows that " + point
                            : finding.verdict == Verdict::NotMet ? "The record contradicts that " + point
                                                                 : "The record leaves open whether " + point;
  sentence.text = fmt::format("{}{}{}.", stand, because.empty() ? "" : ": ", because);
  return sentence;
}

/// Over which pages something was looked for in vain: "all 28 pages that could be read were searched, the least sure at
/// 94%; 2 pages could not be read".
std::string where_searched(const records::Search& searched) {
  std::string where = searched.pages == 1
                          ? "the one page that could be read was searched"
                          : fmt::format("all {} pages that could be read were searched", searched.pages);
  if (searched.worst_confidence < 100) where += fmt::format(", the least sure at {}%", searched.worst_confidence);
  if (!searched.unread.empty())
    where +=
        fmt::format("; {} page{} could not be read", searched.unread.size(), searched.unread.size() == 1 ? "" : "s");
  return where;
}

/// "amitriptyline, Elavil, nortriptyline and 22 more words for it": plain words first, patterns with a gap are for the
/// machine.
std::string looked_for(const records::Search& searched) {
  std::vector<std::string> terms;
  for (const std::string& term : searched.terms)
    if (terms.size() < 3 && term.find("\xE2\x80\xA6") == std::string::npos) terms.push_back(term);
  if (terms.empty() && !searched.terms.empty()) terms.push_back(searched.terms.front());
  const std::size_t more = searched.terms.size() - terms.size();
  return join_words(terms, more ? ", " : " and ") + (more ? fmt::format(" and {} more words for it", more) : "");
}

/// What no page says, and where it was looked for: the pages once for all, the words looked for with each point.
std::vector<DraftSentence> missing(const std::vector<const Finding*>& findings) {
  std::vector<DraftSentence> sentences;
  std::vector<const Finding*> searched;
  std::set<std::string> places;
  for (const Finding* finding : findings) {
    if (finding->concepts.empty()) {
      sentences.push_back({Part::Missing,
                           fmt::format("The words of the request do not say that {}.", lower_first(finding->text)),
                           {finding->id},
                           {}});
      continue;
    }
    searched.push_back(finding);
    places.insert(where_searched(finding->searched));
  }
  const bool is_once = searched.size() > 1 && places.size() == 1;
  if (is_once) {
    DraftSentence lead{Part::Missing, fmt::format("For what else is asked, {}.", *places.begin()), {}, {}};
    for (const Finding* finding : searched) lead.findings.push_back(finding->id);
    sentences.push_back(std::move(lead));
  }
  const char* const openings[] = {"No page says that", "Nor does any page say that", "Nor that"};
  std::size_t told = 0;
  for (const Finding* finding : searched) {
    const std::string words = looked_for(finding->searched);
    std::string proof = is_once ? "" : where_searched(finding->searched);
    if (!words.empty()) proof += fmt::format("{}looked for as {}", proof.empty() ? "" : "; ", words);
    sentences.push_back({Part::Missing,
                         fmt::format("{} {}{}.", openings[std::min<std::size_t>(told++, 2)], lower_first(finding->text),
                                     proof.empty() ? "" : " (" + proof + ")"),
                         {finding->id},
                         {}});
  }
  return sentences;
}

DraftSentence conclusion(const DraftIssue& issue) {
  const auto& evaluation = issue.evaluation;
  DraftSentence sentence{Part::Conclusion, "", {}, {}};
  const char* answer =
      evaluation.recommendation == Recommendation::Overturned ? "the request would be medically necessary"
      : evaluation.recommendation == Recommendation::Upheld   ? "the request would not be medically necessary as asked"
                                                              : "the reviewer has to judge";
  sentence.text = fmt::format("On these findings {}.", answer);
  if (!evaluation.would_change.empty() && evaluation.recommendation != Recommendation::Overturned) {
    std::vector<std::string> needed;
    for (const auto& change : evaluation.would_change.front()) {
      needed.push_back(change.needed);
      sentence.findings.push_back(change.criterion);
    }
    sentence.text += fmt::format(" The least that the record would have to show for another result: {}.",
                                 join_words(needed, "; and "));
  }
  return sentence;
}

} // namespace

std::vector<const records::Fact*> telling_facts(const Finding& finding, const records::Chart& chart) {
  std::vector<const records::Fact*> facts;
  for (const std::string& id : finding.facts)
    if (const records::Fact* fact = chart.find(id); fact && !fact->evidence.empty()) facts.push_back(fact);
  // Facts that were read come before those that follow from them: their date is the date of their words.
  std::stable_sort(facts.begin(), facts.end(), [](const auto* a, const auto* b) {
    return a->is_derived != b->is_derived ? b->is_derived : a->date > b->date;
  });
  // The words under a derived fact speak of what it follows from: they are shown where nothing was read directly.
  if (!facts.empty() && !facts.front()->is_derived)
    std::erase_if(facts, [](const auto* one) { return one->is_derived; });
  std::vector<const records::Fact*> told;
  for (const auto* fact : facts) {
    const auto& words = fact->evidence.front();
    const bool is_told = std::any_of(told.begin(), told.end(), [&](const auto* other) {
      const auto& known = other->evidence.front();
      return known.quote == words.quote ||
             (known.file == words.file && known.page == words.page && known.span.overlaps(words.span));
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
  const auto found =
      std::find_if(issues.begin(), issues.end(), [&](const DraftIssue& issue) { return issue.item.id == item_id; });
  return found == issues.end() ? nullptr : &*found;
}

std::string place(const records::Evidence& evidence) {
  constexpr std::string_view folder = "documents/";
  const std::string_view file = evidence.file;
  return fmt::format("{}, page {}", file.starts_with(folder) ? file.substr(folder.size()) : file, evidence.page);
}

std::vector<records::GuidelineCitation> cite(const guidelines::Library& library,
                                             const guidelines::Evaluation& evaluation) {
  std::vector<records::GuidelineCitation> lines;
  std::map<std::string, std::set<int>> beside; // pages that only topics brought in stand on
  for (const bool wants_main : {true, false})
    for (const auto& entry : evaluation.topics) {
      // A guideline without page numbers is cited by its entry; what it brings in only by pages.
      if (entry.is_main != wants_main || (entry.topic->cite.empty() && !wants_main)) continue;
      const guidelines::Guideline* guideline = library.guideline(*entry.topic);
      std::string source = guideline ? guideline->title : entry.topic->guideline;
      if (entry.topic->cite.empty() && !entry.topic->section.empty()) source += ", " + entry.topic->section;
      // A main topic's pages come first; a topic that it brings in is cited only when its pages are not covered yet.
      const auto known =
          std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.source == source; });
      if (known == lines.end()) {
        lines.push_back({source, entry.topic->cite});
        continue;
      }
      const auto have = guidelines::page_numbers(known->pages);
      const auto more = guidelines::page_numbers(entry.topic->cite);
      if (std::includes(have.begin(), have.end(), more.begin(), more.end())) continue;
      if (wants_main)
        known->pages += ", " + entry.topic->cite;
      else
        beside[known->source].insert(more.begin(), more.end());
    }
  for (auto& line : lines) {
    for (const int page : guidelines::page_numbers(line.pages)) beside[line.source].erase(page);
    if (const std::string more = ranges(beside[line.source]); !more.empty()) line.pages += ", " + more;
  }
  return lines;
}

std::vector<DraftSentence> write_rationale(const guidelines::Library& library, const DraftIssue& issue,
                                           const records::Chart& chart,
                                           const std::vector<records::Document>& documents) {
  std::vector<DraftSentence> sentences;
  std::set<std::string> silent; // topics that go without saying
  std::string guideline;
  for (const auto& entry : issue.evaluation.topics) {
    if (goes_without_saying(entry, issue.evaluation))
      silent.insert(entry.topic->id);
    else if (DraftSentence sentence = guideline_asks(library, entry, issue, guideline); !sentence.text.empty())
      sentences.push_back(std::move(sentence));
  }
  std::vector<const Finding*> in_vain;
  for (const Finding& finding : issue.evaluation.findings) {
    if (silent.contains(finding.topic)) continue;
    const bool is_silent =
        finding.verdict == Verdict::Unknown && telling_facts(finding, chart).empty() && finding.words.empty();
    if (finding.is_exclusion && finding.verdict != Verdict::Met)
      continue; // an exclusion that does not hold needs no words
    if (is_silent)
      in_vain.push_back(&finding);
    else
      sentences.push_back(record_shows(finding, chart, documents));
  }
  for (DraftSentence& sentence : missing(in_vain)) sentences.push_back(std::move(sentence));
  for (const std::string& warning : issue.request.item.warnings)
    sentences.push_back(
        {Part::RecordShows, "The words of the request: " + warning + (warning.ends_with('.') ? "" : "."), {}, {}});
  std::stable_sort(sentences.begin(), sentences.end(), [](const auto& a, const auto& b) { return a.part < b.part; });
  sentences.push_back(conclusion(issue));
  return sentences;
}

} // namespace openimr::determination
