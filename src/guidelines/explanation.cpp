#include "guidelines/explanation.h"

#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

constexpr std::size_t longest_quote = 220;

/// Puts an evaluation into reasons.
class Teller {
public:
  Teller(const Evaluation& evaluation, const Request& request, const records::Chart& chart, Form form,
         const FactNames& names)
      : evaluation_(evaluation), request_(request), chart_(chart), form_(form), names_(names) {}

  Reason tell() const {
    Reason whole{"recommendation", "The engine recommends: " + in_words(evaluation_.recommendation) + ".", {}, {}, {}};
    add_note(whole, fmt::format(
                        "Judged as {} request{}.{}{}", evaluation_.phase == Phase::Initial ? "a first" : "a continued",
                        evaluation_.reading == Reading::Loose ? ", by the loose reading of functional improvement" : "",
                        request_.phase_reason.empty() ? "" : " ", request_.phase_reason));
    for (const std::string& reason : evaluation_.reasons) add_note(whole, reason);
    for (const TopicEvaluation& entry : evaluation_.topics)
      if (Reason one = topic(entry); form_ == Form::Full || !one.parts.empty()) whole.parts.push_back(std::move(one));
    add_changes(whole);
    if (form_ == Form::Full)
      for (const SequenceRecord& step : evaluation_.sequence)
        add_note(whole, fmt::format("Search sequence, {}: {} ({}).", step.source, step.reason, step.citation));
    for (const Evaluation& other : evaluation_.other_phase) {
      Reason both = Teller(other, request_, chart_, form_, names_).tell();
      both.text = fmt::format("Taken as {} request: {}.", other.phase == Phase::Initial ? "a first" : "a continued",
                              in_words(other.recommendation));
      whole.parts.push_back(std::move(both));
    }
    return whole;
  }

private:
  static std::string in_words(Recommendation value) {
    switch (value) {
    case Recommendation::Upheld:
      return "the denial is upheld";
    case Recommendation::Overturned:
      return "the denial is overturned";
    case Recommendation::ReviewerJudgment:
      return "for the reviewer to judge";
    }
    return "";
  }

  static void add_note(Reason& under, std::string text) {
    under.parts.push_back({"note", std::move(text), {}, {}, {}});
  }

  bool decides(const Finding& finding) const {
    if (evaluation_.recommendation == Recommendation::Overturned) return finding.is_required;
    return std::any_of(evaluation_.would_change.begin(), evaluation_.would_change.end(), [&](const ChangeSet& set) {
      return std::any_of(set.begin(), set.end(), [&](const Change& one) { return one.criterion == finding.id; });
    });
  }

  Reason topic(const TopicEvaluation& entry) const {
    const Topic& page = *entry.topic;
    Reason reason{"topic",
                  page.title + (page.pages.empty() ? "" : fmt::format(" ({}, page {})", page.guideline, page.pages)),
                  entry.requirement,
                  {},
                  {}};
    for (const Finding& finding : evaluation_.findings) {
      if (finding.topic != page.id) continue;
      if (form_ == Form::Full || decides(finding)) reason.parts.push_back(criterion(finding));
    }
    return reason;
  }

  Reason criterion(const Finding& finding) const {
    Reason reason{"criterion", (finding.is_exclusion ? "Excluded if: " : "") + finding.text, finding.verdict, {}, {}};
    if (form_ == Form::Short) {
      for (const std::string& id : finding.facts)
        if (const records::Fact* fact = chart_.find(id); fact && reason.quotes.empty()) add_quotes(reason, *fact, 1);
      if (finding.verdict == Verdict::Unknown) reason.parts.push_back(search(finding));
      return reason;
    }
    reason.parts.push_back(condition(finding.why));
    if (!finding.words.empty()) add_note(reason, "About the request: " + finding.words + ".");
    if (!finding.concepts.empty()) reason.parts.push_back(search(finding));
    return reason;
  }

  Reason condition(const Explanation& why) const {
    Reason reason{why.fact.empty() ? "condition" : "question", why.label, why.verdict, {}, {}};
    if (!why.fact.empty()) {
      reason.text = why.label;
      if (const auto at = reason.text.find(why.fact); at != std::string::npos)
        reason.text.replace(at, why.fact.size(), names_(why.fact));
    }
    if (why.is_conflict && why.parts.empty()) reason.text += " (sources disagree)";
    for (const Explanation& part : why.parts) reason.parts.push_back(condition(part));
    for (const std::string& id : why.facts)
      if (const records::Fact* found = chart_.find(id)) reason.parts.push_back(fact(*found));
    return reason;
  }

  Reason fact(const records::Fact& one) const {
    std::string text = one.text.empty() ? names_(one.concept_id) : one.text;
    if (one.assertion != records::Assertion::Present) text += fmt::format(", {}", records::name(one.assertion));
    if (one.number && one.text.empty())
      text += fmt::format(": {:g}{}", *one.number, one.unit.empty() ? "" : " " + one.unit);
    if (one.date) text += ", " + one.date->us();
    Reason reason{"fact", std::move(text), {}, {}, {}};
    add_quotes(reason, one, one.evidence.size());
    return reason;
  }

  static void add_quotes(Reason& reason, const records::Fact& fact, std::size_t most) {
    for (const records::Evidence& evidence : fact.evidence)
      if (reason.quotes.size() < most)
        reason.quotes.push_back({text::one_line(evidence.quote, longest_quote), evidence.file, evidence.page});
  }

  Reason search(const Finding& finding) const {
    if (finding.concepts.empty()) return {"search", "The words of the request do not say it.", {}, {}, {}};
    const records::Search& searched = finding.searched;
    std::vector<std::string> terms = searched.terms;
    const std::size_t most = form_ == Form::Short ? 4 : 20;
    const std::size_t more = terms.size() > most ? terms.size() - most : 0;
    terms.resize(terms.size() - more);
    std::string text = fmt::format("Searched {} page{}", searched.pages, searched.pages == 1 ? "" : "s");
    if (!terms.empty())
      text += fmt::format(" for {}{}", fmt::join(terms, ", "), more ? fmt::format(" and {} more words", more) : "");
    if (!searched.unread.empty()) text += fmt::format("; {} could not be read", searched.unread.size());
    return {"search", text + ".", {}, {}, {}};
  }

  void add_changes(Reason& whole) const {
    if (evaluation_.recommendation == Recommendation::Overturned) return;
    if (!evaluation_.changes_are_complete) return add_note(whole, "There are too many ways to change it to list.");
    std::size_t listed = 0;
    for (const ChangeSet& set : evaluation_.would_change) {
      if (form_ == Form::Short && listed == 3) break;
      Reason way{"change", ++listed == 1 ? "This would change it:" : "Or this:", {}, {}, {}};
      for (const Change& one : set) add_note(way, guidelines::in_words(one));
      whole.parts.push_back(std::move(way));
    }
    if (const std::size_t more = evaluation_.would_change.size() - listed; more > 0)
      add_note(whole, fmt::format("There {} {} more way{}.", more == 1 ? "is" : "are", more, more == 1 ? "" : "s"));
  }

  const Evaluation& evaluation_;
  const Request& request_;
  const records::Chart& chart_;
  Form form_;
  const FactNames& names_;
};

const char* word_of(Verdict verdict) {
  return verdict == Verdict::Met ? "met" : verdict == Verdict::NotMet ? "not met" : "unknown";
}

void write_text(const Reason& reason, std::size_t depth, std::string& out) {
  out += std::string(2 * depth, ' ');
  if (reason.verdict) out += fmt::format("[{}] ", word_of(*reason.verdict));
  out += reason.text + "\n";
  for (const Quote& quote : reason.quotes)
    out += fmt::format("{}\"{}\" [{}, page {}]\n", std::string(2 * depth + 4, ' '), quote.words, quote.document,
                       quote.page);
  for (const Reason& part : reason.parts) write_text(part, depth + 1, out);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
    }
  }
  return out;
}

std::string line_html(const Reason& reason) {
  std::string out;
  if (reason.verdict) {
    const std::string word = word_of(*reason.verdict);
    std::string style = word;
    std::replace(style.begin(), style.end(), ' ', '-');
    out += fmt::format("<span class=\"verdict {}\">{}</span> ", style, word);
  }
  out += fmt::format("<span class=\"{}\">{}</span>", reason.kind, escaped(reason.text));
  for (const Quote& quote : reason.quotes)
    out += fmt::format("<blockquote><p>{}</p><footer>{}, page {}</footer></blockquote>", escaped(quote.words),
                       escaped(quote.document), quote.page);
  return out;
}

void write_list(const std::vector<Reason>& parts, int depth, std::string& out) {
  out += "<ul>\n";
  for (const Reason& part : parts) {
    out += "<li>";
    if (part.parts.empty()) {
      out += line_html(part);
    } else {
      out += fmt::format("<details{}><summary>{}</summary>\n", depth < 2 ? " open" : "", line_html(part));
      write_list(part.parts, depth + 1, out);
      out += "</details>";
    }
    out += "</li>\n";
  }
  out += "</ul>\n";
}

constexpr const char* style = R"(
body { font: 1rem/1.5 "Liberation Sans", Arial, sans-serif; color: #111; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } ul { list-style: none; padding-left: 1.4rem } li { margin: .3rem 0 }
summary { cursor: pointer } summary:focus-visible { outline: 3px solid #1a4fa3; outline-offset: 2px }
.verdict { border: 1px solid; border-radius: .2rem; padding: 0 .3rem; font-weight: bold }
.met { color: #0b5a2a } .not-met { color: #9b1c1c } .unknown { color: #5a4300 }
.topic { font-weight: bold } .search { color: #444 }
blockquote { margin: .2rem 0 .2rem 1.4rem; border-left: 3px solid #888; padding-left: .6rem } blockquote p { margin: 0 }
footer { color: #444 } @media print { details > summary { list-style: none } }
)";

} // namespace

Reason explain(const Evaluation& evaluation, const Request& request, const records::Chart& chart, Form form,
               const FactNames& names) {
  return Teller(evaluation, request, chart, form, names).tell();
}

std::string to_text(const Reason& reason) {
  std::string out;
  write_text(reason, 0, out);
  return out;
}

std::string to_html(const Reason& reason, const std::string& title) {
  std::string out = fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
                                "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n",
                                escaped(title), style);
  out += fmt::format("<p><strong>{}</strong> A physician decides; this is how the engine came to it.</p>\n",
                     escaped(reason.text));
  write_list(reason.parts, 0, out);
  return out + "</main>\n</body>\n</html>\n";
}

std::string words_of_id(const std::string& id) {
  std::string words = id.substr(id.find('.') + 1);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

} // namespace openimr::guidelines
