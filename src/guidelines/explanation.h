// Explanation: a recommendation taken apart, down to the words on a page.
//
//   recommendation > topic > criterion > condition > question > fact > words, document, page
//
// One tree of reasons is made and then written as text or as a page for a browser, so that the two cannot differ; the
// doors write it as JSON.
#pragma once

#include "guidelines/evaluate.h"

#include <functional>

namespace openimr::guidelines {

/// Short: what decides, one quote each. Full: every criterion, every condition in it, every fact, every search.
enum class Form { Short, Full };

struct Quote {
  std::string words, document;
  int page = 1;
};

struct Reason {
  std::string kind; ///< recommendation | topic | criterion | condition | question | fact | search | change | note
  std::string text; ///< plain words
  std::optional<Verdict> verdict;
  std::vector<Quote> quotes;
  std::vector<Reason> parts;
};

/// A fact id in plain words: "dx.crps" -> "complex regional pain syndrome".
using FactNames = std::function<std::string(const std::string&)>;

/// The reasons of an evaluation. The chart is the one that was evaluated.
Reason explain(const Evaluation& evaluation, const Request& request, const records::Chart& chart, Form form,
               const FactNames& names);

/// Indented lines, one reason a line.
std::string to_text(const Reason& reason);
/// A whole page for a browser: nested lists that open and close without a script, verdicts in words, everything
/// escaped.
std::string to_html(const Reason& reason, const std::string& title);

/// An id in words when nobody knows better: "resp.pain_relief_pct" -> "pain relief pct".
std::string words_of_id(const std::string& id);

} // namespace openimr::guidelines
