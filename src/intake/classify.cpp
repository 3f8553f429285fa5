#include "intake/classify.h"

#include <algorithm>
#include <array>

namespace openimr::intake {
namespace {

constexpr std::size_t title_lines = 25; // where the heading of a document may stand
constexpr std::size_t loose_title_lines = 12;
constexpr std::size_t title_slack = 34; // characters that a heading line may have besides the title's words
constexpr int lowest_score = 6;
constexpr std::size_t widest_gap = 40; // characters between a label and its date

/// The document's words, prepared once for all kinds.
struct View {
  std::span<const Lines> pages;
  std::vector<std::string> head; ///< first lines of the first page, plain
  std::string body;              ///< first two pages, plain

  explicit View(std::span<const Lines> from) : pages(from) {
    if (pages.empty()) return;
    for (std::size_t n = 0; n < std::min(title_lines, pages[0].size()); ++n) head.push_back(plain(pages[0].low[n]));
    for (const Lines& page : pages.first(std::min<std::size_t>(2, pages.size())))
      for (const std::string& line : page.low) body += plain(line) + ' ';
  }

  bool has(const std::string& words) const {
    const bool may = pages[0].may_have(words) || (pages.size() > 1 && pages[1].may_have(words));
    return may && find_words(body, words) != std::string::npos;
  }
};

constexpr std::size_t no_line = title_lines;

/// The first line that is the title and little else; no_line when there is none.
std::size_t heading_line(const WeightedWords& title, const std::vector<std::string>& head) {
  for (std::size_t n = 0; n < head.size(); ++n) {
    const std::string_view line = head[n];
    if (line.size() < title.words.size() || line.size() > title.words.size() + title_slack || line.starts_with('['))
      continue;
    if (find_words(line.substr(0, title.words.size() + 5), title.words) <= 4) return n;
  }
  return no_line;
}

/// A heading is worth more the earlier it stands; words inside a longer line near the top are worth half.
int title_score(const WeightedWords& title, const std::vector<std::string>& head) {
  const std::size_t heading = heading_line(title, head);
  int best = heading == no_line ? 0 : title.weight + static_cast<int>((title_lines - heading) / 5);
  for (std::size_t n = 0; n < std::min(loose_title_lines, head.size()) && best < title.weight; ++n) {
    const std::string& line = head[n];
    const bool is_short = line.size() <= 90 && !line.starts_with('[');
    if (is_short && find_words(line, title.words) != std::string::npos) best = std::max(best, title.weight / 2);
  }
  return best;
}

int score_of(const DocumentKind& kind, const View& view) {
  if (view.pages.empty()) return 0;
  const auto is_there = [&view](const std::string& words) { return view.has(words); };
  if (!kind.any_of.empty() && std::none_of(kind.any_of.begin(), kind.any_of.end(), is_there)) return 0;
  if (std::any_of(kind.none_of.begin(), kind.none_of.end(), is_there)) return 0;
  int best_title = 0, score = 0;
  for (const WeightedWords& title : kind.titles)
    if (view.pages[0].may_have(title.words)) best_title = std::max(best_title, title_score(title, view.head));
  for (const WeightedWords& phrase : kind.phrases)
    if (is_there(phrase.words)) score += phrase.weight;
  return score + best_title;
}

/// Words that show that a date is not the document's own.
bool is_foreign(std::string_view words) {
  static constexpr std::array<std::string_view, 18> signs = {
      "birth", "dob", "d.o.b", "born",    "injury",   "doi",  "d.o.i",    "injured", "printed",
      "print", "fax", "faxed", "expires", "accident", "next", "received", "hire",    "loss"};
  return std::any_of(signs.begin(), signs.end(),
                     [&](std::string_view sign) { return find_words(words, sign) != std::string_view::npos; });
}

/// The first date behind the label on its line, or at the start of the next line when the label ends its own.
std::optional<Date> date_at_label(const Lines& lines, const std::string& label) {
  if (!lines.may_have(label)) return std::nullopt;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string_view line = lines.low[n];
    for (std::size_t at = find_words(line, label); at != std::string_view::npos; at = find_words(line, label, at + 1)) {
      const std::string_view rest = line.substr(at + label.size());
      const auto dates = dates_in(rest);
      if (!dates.empty() && dates[0].begin <= widest_gap && !is_foreign(rest.substr(0, dates[0].begin)))
        return dates[0].date;
      if (rest.find_first_not_of(" :.#|") != std::string_view::npos || n + 1 >= lines.size()) continue;
      const auto below = dates_in(lines.low[n + 1]);
      if (!below.empty() && below[0].begin <= 4) return below[0].date;
    }
  }
  return std::nullopt;
}

/// A line near the top that holds a date and little else, as letters have it.
std::optional<Date> lone_date(const Lines& lines) {
  for (std::size_t n = 0; n < lines.size() && n < title_lines; ++n) {
    const std::string& line = lines.written[n];
    const auto dates = dates_in(line);
    if (dates.size() != 1) continue;
    const std::size_t others = line.size() - (dates[0].end - dates[0].begin);
    const std::string before = plain(std::string_view(line).substr(0, dates[0].begin));
    if (others <= 7 && !is_foreign(before) && (before.empty() || before.starts_with("date"))) return dates[0].date;
  }
  return std::nullopt;
}

/// Best label first; the first page before the last before the others.
std::optional<Date> date_of(const DocumentKind& kind, const View& view) {
  for (const std::string& label : kind.date_labels) {
    if (view.pages.empty()) break;
    if (const auto date = date_at_label(view.pages.front(), label)) return date;
    if (const auto date = date_at_label(view.pages.back(), label)) return date;
    for (const auto& page : view.pages)
      if (const auto date = date_at_label(page, label)) return date;
  }
  return view.pages.empty() ? std::nullopt : lone_date(view.pages.front());
}

bool is_credential(std::string_view word) {
  std::string letters;
  for (char c : word)
    if (c != '.' && c != ',' && c != ')' && c != '(') letters += c;
  static constexpr std::array<std::string_view, 27> known = {
      "MD", "DO",  "DC",    "DPM", "PhD",  "PsyD", "EdD", "PT",  "DPT",    "MPT", "RPT", "OTR",  "OT", "RN",
      "NP", "FNP", "FNP-C", "PA",  "PA-C", "LAc",  "DDS", "DMD", "PharmD", "RPh", "QME", "LCSW", "OD"};
  return std::find(known.begin(), known.end(), letters) != known.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find(' ', begin), text.size());
    words.emplace_back(text.substr(begin, at - begin));
  }
  return words;
}

bool is_name_word(const std::string& word) {
  const bool is_particle =
      word == "de" || word == "la" || word == "van" || word == "von" || word == "del" || word == "der";
  return is_particle || (word[0] >= 'A' && word[0] <= 'Z') || static_cast<unsigned char>(word[0]) >= 0xc3;
}

/// "Ada Q. Example, MD" at the start of a line or column: the name with its credentials; empty otherwise.
std::string signed_name(std::string_view column) {
  const std::vector<std::string> words = words_of(column);
  std::string name;
  std::size_t n = 0;
  for (; n < words.size() && n < 5; ++n) {
    if (is_credential(words[n])) break;
    if (!is_name_word(words[n]) || words[n].back() == ':') return {};
    name += (name.empty() ? "" : " ") + words[n];
    if (words[n].back() == ',' && (n + 1 == words.size() || !is_credential(words[n + 1]))) return {};
  }
  if (n < 2 || n == words.size() || !is_credential(words[n])) return {};
  for (; n < words.size() && is_credential(words[n]); ++n) name += " " + words[n];
  while (name.back() == ',' || name.back() == '.') {
    if (name.ends_with(".") && name.size() > 2 && name[name.size() - 3] == '.') break; // M.D.
    name.pop_back();
  }
  return name;
}

/// What stands behind a label, when it looks like a name.
std::string name_at_label(const Lines& lines, const std::string& label) {
  for (const LabelledValue& found : labelled(lines, label)) {
    std::string value = found.value;
    if (const auto dates = dates_in(value); !dates.empty()) value.resize(dates[0].begin);
    for (const char* end : {" on ", " at ", ";", " ("})
      if (const std::size_t at = value.find(end); at != std::string::npos) value.resize(at);
    while (!value.empty() && std::string_view(" ,.:-").find(value.back()) != std::string_view::npos &&
           !value.ends_with(".D."))
      value.pop_back();
    auto words = words_of(value);
    // "Corwin Sample, PhD, Clinical Psychology": the name ends with its credentials.
    const auto credential = std::find_if(words.begin(), words.end(), is_credential);
    if (credential != words.end()) {
      const auto end = std::find_if_not(credential, words.end(), is_credential);
      if (end != words.end()) value.resize(value.find(*end, value.find(*std::prev(end))));
      words.erase(end, words.end());
      while (!value.empty() && std::string_view(" ,;").find(value.back()) != std::string_view::npos) value.pop_back();
    }
    const bool is_name =
        words.size() >= 2 && words.size() <= 6 && std::all_of(words.begin(), words.end(), is_name_word);
    if (is_name) return value;
  }
  return {};
}

/// The last name with a credential that stands alone on its line: the signature.
std::string signature(const View& view) {
  for (auto page = view.pages.rbegin(); page != view.pages.rend(); ++page)
    for (auto line = page->written.rbegin(); line != page->written.rend(); ++line) {
      if (line->size() > 90) continue;
      if (std::string name = signed_name(*line); !name.empty()) return name;
    }
  return {};
}

std::string author_of(const DocumentKind& kind, const View& view) {
  if (kind.letterhead_is_author && !view.pages.empty())
    for (const std::string& line : view.pages.front().written) {
      const std::string words = plain(line);
      const bool is_fax_line = words.find("fax") != std::string::npos || !dates_in(line).empty() ||
                               words.find("synthetic") != std::string::npos;
      if (!is_fax_line) return line.substr(0, line.find("   "));
    }
  for (const std::string& label : kind.author_labels)
    for (auto page = view.pages.rbegin(); page != view.pages.rend(); ++page)
      if (std::string name = name_at_label(*page, label); !name.empty()) return name;
  return signature(view);
}

} // namespace

PageHeading heading_of(const Lines& page, const DocumentKinds& kinds) {
  const View view({&page, 1});
  PageHeading heading;
  for (const DocumentKind& kind : kinds.kinds) {
    std::size_t line = no_line;
    for (const WeightedWords& title : kind.titles)
      if (view.pages[0].may_have(title.words)) line = std::min(line, heading_line(title, view.head));
    const int score = line == no_line ? 0 : score_of(kind, view);
    if (score >= lowest_score && score > heading.score) heading = {&kind, line, score, std::nullopt};
  }
  if (heading.kind)
    for (const std::string& label : heading.kind->date_labels)
      if (!heading.date) heading.date = date_at_label(view.pages[0], label);
  return heading;
}

Classification classify(const records::Document& document, const DocumentKinds& kinds, const DocumentKind* told) {
  const std::vector<Lines> pages = lines_of_pages(document.pages);
  return classify(pages, kinds, told);
}

Classification classify(std::span<const Lines> pages, const DocumentKinds& kinds, const DocumentKind* told) {
  const View view(pages);
  Classification result;
  const DocumentKind* best = told;
  for (const DocumentKind& kind : kinds.kinds) {
    if (told) break;
    const int score = score_of(kind, view);
    if (score >= lowest_score && score > result.score) {
      best = &kind;
      result.score = score;
    }
  }
  static const DocumentKind unknown = [] {
    DocumentKind kind;
    kind.date_labels = {"date of service", "date of exam", "exam date", "visit date", "report date", "date"};
    return kind;
  }();
  if (best) {
    result.kind = best->id;
    result.title = best->title;
    result.is_evidence = best->is_evidence;
  }
  result.date = date_of(best ? *best : unknown, view);
  result.author = author_of(best ? *best : unknown, view);
  return result;
}

} // namespace openimr::intake
