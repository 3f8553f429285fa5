#include "intake/classify.h"

#include "intake/likeness.h"
#include "intake/statements.h"

#include <algorithm>
#include <array>

namespace openimr::intake {
namespace {

constexpr std::size_t title_lines = 25; // where the heading of a document may stand
constexpr std::size_t loose_title_lines = 12;
constexpr std::size_t title_slack = 34; // characters that a heading line may have besides the title's words
constexpr std::size_t title_lead = 4;   // of them before the title
constexpr int lowest_score = 6;
constexpr std::size_t pages_read = 2; // whose phrases count

/// Words with their index, in which hundreds of titles and phrases are looked up.
struct Words {
  std::vector<std::string> lines;
  WordIndex index;

  void close() { index = WordIndex(lines); }
  bool has(const std::string& words) const { return index.has(words, lines); }
  std::vector<WordPlace> places_of(const std::string& words) const { return index.places_of(words, lines); }
};

/// The document's words, prepared once for all kinds.
struct View {
  std::span<const Lines* const> pages;
  Words head;   ///< first lines of the first page, plain
  Words folded; ///< the same with confusions folded, where the page was recognised from an image
  Words body;   ///< first two pages, plain, as one line

  explicit View(std::span<const Lines* const> from) : pages(from) {
    if (pages.empty()) return;
    for (std::size_t n = 0; n < std::min(title_lines, pages[0]->size()); ++n)
      head.lines.push_back(plain(pages[0]->low[n]));
    head.close();
    if (pages[0]->may_be_misread) {
      for (const std::string& line : head.lines) folded.lines.push_back(fold_confusions(line));
      folded.close();
    }
    std::string& all = body.lines.emplace_back();
    for (const Lines* page : pages.first(std::min(pages_read, pages.size())))
      for (const std::string& line : page->low) all += plain(line) + ' ';
    body.close();
  }

  bool has(const std::string& words) const { return body.has(words); }
};

constexpr std::size_t no_line = title_lines;

/// "3. Physical therapy, eight visits." and "a cream." are an item of a list and a sentence.
bool is_item_or_sentence(std::string_view line) {
  // A speck behind a title is no full stop.
  while (line.ends_with(" .") || line.ends_with(" ,")) line.remove_suffix(2);
  const bool is_item =
      line.size() > 2 && line[0] >= '0' && line[0] <= '9' && (line[1] == '.' || line[1] == ')' || line[2] == '.');
  return is_item || (line.ends_with('.') && line.find(' ') != std::string_view::npos && !line.ends_with("inc."));
}

/// Where the words of a title begin: behind "EXAM:" where a line begins so.
std::size_t title_begin(std::string_view line) {
  for (const std::string_view label : {"exam:", "examination:", "study:", "exam", "study"})
    if (line.starts_with(label) && line.substr(label.size()).starts_with(' ')) return label.size() + 1;
  return 0;
}

/// The first line that is the title and little else; no_line when there is none.
std::size_t heading_line(const std::string& title, const Words& head) {
  for (const auto& [n, at] : head.places_of(title)) {
    const std::string_view line = head.lines[n];
    const bool is_little_more = line.size() <= title.size() + title_slack && at <= title_begin(line) + title_lead;
    if (is_little_more && !line.starts_with('[') && !is_item_or_sentence(line)) return n;
  }
  return no_line;
}

std::size_t heading_line(const WeightedWords& title, const View& view) {
  std::size_t line = heading_line(title.words, view.head);
  if (line == no_line && !view.folded.lines.empty()) line = heading_line(title.folded, view.folded);
  return line;
}

/// A title's worth on this page and its line. A heading is worth more the earlier it stands; words inside a longer line
/// near the top are worth half.
struct TitleFound {
  int score = 0;
  std::size_t line = no_line;
};

TitleFound find_title(const WeightedWords& title, const View& view) {
  const std::size_t heading = heading_line(title, view);
  TitleFound best;
  if (heading != no_line) best = {title.weight + static_cast<int>((title_lines - heading) / 5), heading};
  if (title.weight / 2 <= best.score) return best;
  for (const auto& [n, at] : view.head.places_of(title.words)) {
    const std::string& line = view.head.lines[n];
    const bool is_short = line.size() <= 90 && !line.starts_with('[');
    if (n < loose_title_lines && is_short) return {title.weight / 2, n};
  }
  return best;
}

bool is_gated_out(const DocumentKind& kind, const View& view) {
  const auto is_there = [&view](const std::string& words) { return view.has(words); };
  if (!kind.any_of.empty() && std::none_of(kind.any_of.begin(), kind.any_of.end(), is_there)) return true;
  return std::any_of(kind.none_of.begin(), kind.none_of.end(), is_there);
}

int score_of(const DocumentKind& kind, const View& view) {
  if (view.pages.empty() || is_gated_out(kind, view)) return 0;
  int best_title = 0, score = 0;
  for (const WeightedWords& title : kind.titles) best_title = std::max(best_title, find_title(title, view).score);
  for (const WeightedWords& phrase : kind.phrases)
    if (view.has(phrase.words)) score += phrase.weight;
  return score + best_title;
}

/// Where words begin on a page: their line, or the two lines that they run over.
std::optional<text::Span> place_of(const std::string& words, const Lines& page) {
  if (!page.may_have(words)) return std::nullopt;
  if (const auto places = page.places_of(words); !places.empty()) return page.span(places.front().line);
  for (std::size_t n = 0; n < page.size(); ++n)
    if (find_words(plain(page.low[n]), words) != std::string::npos) return page.span(n);
  for (std::size_t n = 0; n + 1 < page.size(); ++n)
    if (find_words(plain(page.low[n] + " " + page.low[n + 1]), words) != std::string::npos)
      return text::Span{page.span(n).begin, page.span(n + 1).end};
  return std::nullopt;
}

/// The title and the phrases that spoke for the kind.
std::vector<records::Cue> cues_of(const DocumentKind& kind, const View& view) {
  std::vector<records::Cue> cues;
  TitleFound best;
  const WeightedWords* best_title = nullptr;
  for (const WeightedWords& title : kind.titles)
    if (const TitleFound found = find_title(title, view); found.score > best.score) {
      best = found;
      best_title = &title;
    }
  if (best_title) cues.push_back({best_title->words, best.score, 1, view.pages[0]->span(best.line)});
  for (const WeightedWords& phrase : kind.phrases) {
    if (!view.has(phrase.words)) continue;
    for (std::size_t page = 0; page < std::min(pages_read, view.pages.size()); ++page)
      if (const auto place = place_of(phrase.words, *view.pages[page])) {
        cues.push_back({phrase.words, phrase.weight, static_cast<int>(page) + 1, *place});
        break;
      }
  }
  std::stable_sort(cues.begin(), cues.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return cues;
}

/// Best label first; the first page before the last before the others.
std::optional<Date> date_of(const std::vector<std::string>& labels, const View& view, const PageCues& cues) {
  for (const std::string& label : labels) {
    if (view.pages.empty()) break;
    if (const auto day = day_at_label(*view.pages.front(), label, cues)) return day->date;
    if (const auto day = day_at_label(*view.pages.back(), label, cues)) return day->date;
    for (const Lines* page : view.pages)
      if (const auto day = day_at_label(*page, label, cues)) return day->date;
  }
  return std::nullopt;
}

std::string author_of(const DocumentKind& kind, const View& view, const PageCues& cues) {
  if (kind.letterhead_is_author && !view.pages.empty())
    for (std::size_t n = 0; n < view.pages.front()->size(); ++n) {
      const std::string& line = view.pages.front()->written[n];
      const std::string words = plain(line);
      const bool is_fax_line = words.find("fax") != std::string::npos || !dates_in(line).empty() ||
                               words.find("synthetic") != std::string::npos;
      if (is_fax_line) continue;
      // A letter may begin with its title; the organization is then among the lines under it, if anywhere.
      const bool is_heading =
          std::any_of(cues.no_facility.begin(), cues.no_facility.end(),
                      [&](const std::string& word) { return find_words(words, word) != std::string_view::npos; });
      if (!is_heading) return line.substr(0, line.find("   "));
      if (auto head = letterhead_of(*view.pages.front(), cues); !head.words.empty()) return head.words;
      break;
    }
  for (const auto* labels : {&kind.author_labels, &cues.author_labels})
    for (const std::string& label : *labels)
      for (auto page = view.pages.rbegin(); page != view.pages.rend(); ++page)
        if (auto name = name_at_label(**page, label, cues); !name.words.empty()) return name.words;
  for (auto page = view.pages.rbegin(); page != view.pages.rend(); ++page)
    if (auto name = signature_on(**page, cues); !name.words.empty()) return name.words;
  return {};
}

std::string facility_of(const View& view, const PageCues& cues) {
  if (view.pages.empty()) return {};
  if (auto letterhead = letterhead_of(*view.pages.front(), cues); !letterhead.words.empty()) return letterhead.words;
  for (const std::string& label : cues.facility_labels)
    for (const Lines* page : view.pages)
      for (const LabelledValue& found : labelled(*page, label))
        if (found.is_set_off && found.value.size() >= 4 && found.value.size() <= 70 && dates_in(found.value).empty() &&
            std::any_of(cues.facility_words.begin(), cues.facility_words.end(), [&found](const std::string& words) {
              return find_words(plain(found.value), words) != std::string::npos;
            }))
          return found.value;
  return {};
}

const DocumentKind& no_kind() {
  static const DocumentKind unknown = [] {
    DocumentKind kind;
    kind.date_labels = {"date of service", "date of exam", "exam date", "visit date", "report date", "date"};
    return kind;
  }();
  return unknown;
}

std::vector<const Lines*> pointers_to(const std::vector<Lines>& pages) {
  std::vector<const Lines*> result;
  for (const Lines& page : pages) result.push_back(&page);
  return result;
}

/// The line of the kind's first heading; no_line when it has none.
std::size_t first_heading(const DocumentKind& kind, const View& view) {
  std::size_t line = no_line;
  for (const WeightedWords& title : kind.titles) line = std::min(line, heading_line(title, view));
  return line;
}

/// Whether a kind that may stand behind another paper (a proof of service at the end of a letter) does so here: a
/// heading of that one stands above its own.
bool is_behind(const DocumentKind& kind, const DocumentKinds& kinds, const View& view) {
  if (!kind.stands_behind) return false;
  const std::size_t own = first_heading(kind, view);
  return std::any_of(kinds.kinds.begin(), kinds.kinds.end(), [&](const DocumentKind& other) {
    if (&other == &kind || other.stands_behind) return false;
    const std::size_t above = first_heading(other, view);
    // "Re: utilization review decision" names what was served.
    return above < own && !view.head.lines[above].starts_with("re:") && score_of(other, view) >= lowest_score;
  });
}

/// The kind with the highest score; the confidence is its share beside the next best and the floor.
const DocumentKind* best_kind(const DocumentKinds& kinds, const View& view, Classification& result) {
  const DocumentKind* best = nullptr;
  int second = 0;
  for (const DocumentKind& kind : kinds.kinds) {
    const int score = score_of(kind, view);
    if (score >= lowest_score && is_behind(kind, kinds, view)) continue;
    if (score > result.score) {
      second = result.score;
      result.score = score;
      best = &kind;
    } else {
      second = std::max(second, score);
    }
  }
  if (result.score < lowest_score) {
    result.score = 0;
    return nullptr;
  }
  result.confidence = 100 * result.score / (result.score + std::max(second, lowest_score));
  return best;
}

} // namespace

PageHeading heading_of(const Lines& page, const DocumentKinds& kinds) {
  const std::array<const Lines*, 1> pages = {&page};
  const View view(pages);
  PageHeading heading;
  for (const DocumentKind& kind : kinds.kinds) {
    const std::size_t line = first_heading(kind, view);
    const int score = line == no_line ? 0 : score_of(kind, view);
    if (score >= lowest_score && score > heading.score && !is_behind(kind, kinds, view))
      heading = {&kind, line, score, std::nullopt};
  }
  if (!heading.kind) return heading;
  if (const auto day = day_at_labels(page, heading.kind->date_labels, kinds.cues)) heading.date = day->date;
  return heading;
}

Classification classify(const records::Document& document, const DocumentKinds& kinds, const DocumentKind* told) {
  const std::vector<Lines> pages = lines_of_pages(document.pages);
  return classify(pointers_to(pages), kinds, told);
}

Classification classify(std::span<const Lines* const> pages, const DocumentKinds& kinds, const DocumentKind* told) {
  const View view(pages);
  Classification result;
  const DocumentKind* best = told ? told : best_kind(kinds, view, result);
  if (best) {
    result.kind = best->id;
    result.title = best->title;
    result.is_evidence = best->is_evidence;
    if (!told) result.cues = cues_of(*best, view);
    if (told) result.confidence = 100;
  }
  const DocumentKind& kind = best ? *best : no_kind();
  result.date = date_of(kind.date_labels, view, kinds.cues);
  result.service_date = date_of(kinds.cues.service_labels, view, kinds.cues);
  result.written_date = date_of(kinds.cues.written_labels, view, kinds.cues);
  if (!pages.empty()) {
    const auto lone = lone_day(*pages.front(), kinds.cues);
    if (!result.written_date && lone) result.written_date = lone->date;
    if (!result.date) result.date = result.service_date;
    if (!result.date && lone) result.date = lone->date;
    if (!result.date) result.date = result.written_date;
  }
  result.author = author_of(kind, view, kinds.cues);
  result.facility = facility_of(view, kinds.cues);
  return result;
}

} // namespace openimr::intake
