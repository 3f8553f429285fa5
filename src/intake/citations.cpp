#include "intake/citations.h"

#include "intake/words_on_page.h"
#include "records/evidence.h"

#include <algorithm>
#include <array>

namespace openimr::intake {
namespace {

using records::Document;
using records::Page;

constexpr std::size_t widest_gap = 70;  // characters between the title of a cited report and its date
constexpr std::size_t widest_lead = 45; // characters before it that can make it a plan or a denial
constexpr std::size_t widest_link = 60; // characters between a date and the title that follows it
constexpr std::size_t widest_tail = 30; // characters behind that title that can make it a plan or a denial

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

/// Lower case without line feeds, byte for byte, so that places stay places.
std::string flattened(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c + 32);
    else if (c == '\n' || c == '\t')
      c = ' ';
  return result;
}

CitedTime whole_month(int year, unsigned month, std::size_t begin, std::size_t end) {
  const Date first = *Date::from(year, month, 1);
  Date last = first;
  for (unsigned day = 31; day > 27; --day)
    if (const auto date = Date::from(year, month, day)) {
      last = *date;
      break;
    }
  return {first, last, begin, end};
}

/// The month whose name or three letters stand here, 0 when there is none; moves behind it and its period.
unsigned month_at(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  while (end < text.size() && is_letter(text[end])) ++end;
  const std::string word = plain(text.substr(at, end - at));
  for (unsigned i = 0; i < months.size(); ++i)
    if (word == months[i] || (word.size() == 3 && months[i].starts_with(word)) || (word == "sept" && i == 8)) {
      at = end < text.size() && text[end] == '.' ? end + 1 : end;
      return i + 1;
    }
  return 0;
}

int year_at(std::string_view text, std::size_t& at) {
  const bool is_year = at + 4 <= text.size() &&
                       std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                   text.begin() + static_cast<std::ptrdiff_t>(at) + 4, is_digit) &&
                       (at + 4 == text.size() || !is_digit(text[at + 4]));
  if (!is_year) return 0;
  const int year =
      (text[at] - '0') * 1000 + (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0');
  if (year < 1900 || year > 2099) return 0;
  at += 4;
  return year;
}

/// "from March", "of last July": a word that makes a bare month a time.
bool has_lead(std::string_view text, std::size_t at) {
  const std::string before = plain(text.substr(at - std::min<std::size_t>(at, 8), std::min<std::size_t>(at, 8)));
  for (const std::string_view word : {"from", "of", "in", "dated", "last"})
    if (before.ends_with(word)) return true;
  return false;
}

/// "March 2014", "March", "3/2014" at this place.
std::optional<CitedTime> month_time(std::string_view text, std::size_t begin, std::optional<Date> told_on) {
  std::size_t at = begin;
  if (is_letter(text[at])) {
    if (text[at] >= 'a') return std::nullopt; // "may" and "march" are words
    const unsigned month = month_at(text, at);
    if (month == 0) return std::nullopt;
    const std::size_t name_end = at;
    while (at < text.size() && (text[at] == ' ' || text[at] == ',')) ++at;
    if (text.substr(at, 3) == "of ") at += 3;
    if (const int year = year_at(text, at)) return whole_month(year, month, begin, at);
    const bool is_day = at < text.size() && is_digit(text[at]);
    if (is_day || !told_on || !has_lead(text, begin)) return std::nullopt;
    const int year = told_on->month() >= month ? told_on->year() : told_on->year() - 1;
    return whole_month(year, month, begin, name_end);
  }
  unsigned month = 0;
  while (at < text.size() && is_digit(text[at]) && at - begin < 2)
    month = month * 10 + static_cast<unsigned>(text[at++] - '0');
  if (month < 1 || month > 12 || at >= text.size() || (text[at] != '/' && text[at] != '-')) return std::nullopt;
  ++at;
  const int year = year_at(text, at);
  const bool goes_on = at < text.size() && (text[at] == '/' || text[at] == '-');
  if (year == 0 || goes_on) return std::nullopt;
  return whole_month(year, month, begin, at);
}

/// Where a sentence ends: a period before a space, a semicolon; not "No. 2" or "Dr. A".
std::size_t sentence_end(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ';') return at;
    const bool is_period = text[at] == '.' && (at + 1 == text.size() || text[at + 1] == ' ');
    const bool is_short = (at >= 2 && (text.substr(at - 2, 2) == "dr" || text.substr(at - 2, 2) == "no")) ||
                          (at >= 1 && is_letter(text[at - 1]) && (at == 1 || text[at - 2] == ' ')); // "Ada Q. Example"
    if (is_period && !is_short) return at;
  }
  return text.size();
}

std::size_t sentence_begin(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t end; (end = sentence_end(text.substr(begin))) + begin < text.size();) begin += end + 1;
  return begin;
}

bool has_one_of(std::string_view words, const std::vector<std::string>& signs) {
  return std::any_of(signs.begin(), signs.end(),
                     [words](const std::string& sign) { return find_words(words, sign) != std::string_view::npos; });
}

/// Looks at one page.
class PageOfCitations {
public:
  PageOfCitations(const Document& document, const Page& page, const CompletenessRules& rules)
      : document_(document), page_(page), rules_(rules), low_(flattened(page.text)),
        times_(times_in(page.text, document.date)) {}

  std::vector<ReportCitation> find() {
    if (times_.empty()) return {};
    for (const CitedAs& as : rules_.reports)
      for (std::size_t at = find_words(low_, as.words); at != std::string::npos;
           at = find_words(low_, as.words, at + 1)) {
        if (!title_then_time(as, at)) time_then_title(as, at);
      }
    std::stable_sort(found_.begin(), found_.end(), by_place);
    keep_once();
    by_author();
    std::stable_sort(found_.begin(), found_.end(), by_place);
    return std::move(found_);
  }

private:
  static bool by_place(const ReportCitation& a, const ReportCitation& b) {
    return a.evidence.span.begin < b.evidence.span.begin;
  }

  std::string_view lead(std::size_t at) const {
    const std::size_t size = std::min(at, widest_lead);
    std::string_view before = std::string_view(low_).substr(at - size, size);
    before.remove_prefix(sentence_begin(before));
    return before;
  }

  bool is_of_other_matters(std::string_view words) const { return has_one_of(words, rules_.other_matters); }

  std::string region_in(std::string_view words) const {
    for (const std::string& region : rules_.regions)
      if (find_words(words, region) != std::string_view::npos) return region;
    return {};
  }

  void add(const CitedAs& as, const CitedTime& time, std::string region, std::size_t begin, std::size_t end) {
    // A paper cannot cite what comes after it.
    if (document_.date && time.first > *document_.date) return;
    const text::Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    found_.push_back({as.kind, as.title, std::move(region), {}, time, evidence_at(document_, page_, span)});
  }

  /// "MRI of the lumbar spine dated 7/20/2012". True when a time stands in reach, whether it is a citation or not.
  bool title_then_time(const CitedAs& as, std::size_t at) {
    const std::size_t behind = at + as.words.size();
    const auto next =
        std::find_if(times_.begin(), times_.end(), [&](const CitedTime& time) { return time.begin >= behind; });
    if (next == times_.end() || next->begin - behind > widest_gap) return false;
    const std::string_view between = std::string_view(low_).substr(behind, next->begin - behind);
    if (sentence_end(between) != between.size()) return false;
    if (is_of_other_matters(between) || is_of_other_matters(lead(at))) return true;
    add(as, *next, region_in(between), at, next->end);
    return true;
  }

  /// "On 7/20/2012 a repeat MRI of the lumbar spine showed".
  void time_then_title(const CitedAs& as, std::size_t at) {
    const auto behind =
        std::find_if(times_.begin(), times_.end(), [&](const CitedTime& time) { return time.begin >= at; });
    if (behind == times_.begin()) return;
    const CitedTime& time = *(behind - 1);
    if (time.end > at || at - time.end > widest_link) return;
    const std::string_view between = std::string_view(low_).substr(time.end, at - time.end);
    if (!are_linking(between) || is_of_other_matters(lead(time.begin))) return;
    const std::size_t title_end = at + as.words.size();
    const std::string_view rest = std::string_view(low_).substr(title_end, widest_tail);
    const std::string_view tail = rest.substr(0, sentence_end(rest));
    if (is_of_other_matters(tail)) return;
    std::string region = region_in(between);
    if (region.empty()) region = region_in(tail);
    add(as, time, std::move(region), time.begin, title_end);
  }

  /// Only words that may stand between a date and the report it belongs to.
  bool are_linking(std::string_view between) const {
    for (std::size_t at = 0; at < between.size();) {
      if (!is_letter(between[at])) {
        const bool is_mark = std::string_view(" ,:-/()").find(between[at]) != std::string_view::npos;
        if (!is_mark) return false;
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < between.size() && is_letter(between[end])) ++end;
      const std::string word(between.substr(at, end - at));
      if (std::find(rules_.linking_words.begin(), rules_.linking_words.end(), word) == rules_.linking_words.end())
        return false;
      at = end;
    }
    return true;
  }

  /// "EMG/NCV of 6/14/2012" is one report, "MRI, x-ray 7/20/2012" may be two.
  void keep_once() {
    std::vector<ReportCitation> kept;
    for (ReportCitation& one : found_)
      if (std::none_of(kept.begin(), kept.end(), [&](const ReportCitation& other) {
            return other.kind == one.kind && other.evidence.span.overlaps(one.evidence.span);
          }))
        kept.push_back(std::move(one));
    found_ = std::move(kept);
  }

  /// "Dr. Sample's report of 3/4/2014", "the report of Rhea Sample, MD, dated March 2014": in one sentence a name, a
  /// noun and a time, and no title that tells the kind.
  void by_author() {
    const std::string_view text = page_.text;
    for (std::size_t at = find_words(low_, "dr"); at != std::string::npos; at = find_words(low_, "dr", at + 1)) {
      std::size_t name = at + 2;
      while (name < text.size() && (text[name] == '.' || text[name] == ' ')) ++name;
      std::size_t end = name;
      std::string last;
      // Up to three capitalised words.
      for (int words = 0; words < 3 && end < text.size() && text[end] >= 'A' && text[end] <= 'Z'; ++words) {
        std::size_t word_end = end;
        while (word_end < text.size() && (is_letter(text[word_end]) || text[word_end] == '-')) ++word_end;
        if (word_end - end > 1) last = std::string(text.substr(end, word_end - end));
        end = word_end;
        if (end + 1 < text.size() && text[end] == '.' && word_end - end <= 1) ++end;
        if (end < text.size() && text[end] == ' ')
          ++end;
        else
          break;
      }
      if (!last.empty()) author_in_sentence(last, at, end);
    }
  }

  void author_in_sentence(const std::string& last, std::size_t at, std::size_t name_end) {
    const std::size_t back = std::min<std::size_t>(at, 60);
    std::string_view before = std::string_view(low_).substr(at - back, back);
    before.remove_prefix(sentence_begin(before));
    const std::size_t begin = at - before.size();
    const std::string_view rest = std::string_view(low_).substr(name_end, widest_gap);
    const std::size_t end = name_end + sentence_end(rest);
    const std::string_view sentence = std::string_view(low_).substr(begin, end - begin);
    if (!has_one_of(sentence, rules_.report_nouns) || is_of_other_matters(sentence)) return;
    const CitedTime* time = nullptr;
    for (const CitedTime& one : times_)
      if (one.begin >= begin && one.end <= end) {
        if (time) return; // of which report is either?
        time = &one;
      }
    const bool is_told = std::any_of(found_.begin(), found_.end(), [&](const ReportCitation& other) {
      return other.evidence.span.begin < end && other.evidence.span.end > begin;
    });
    if (!time || is_told || (document_.date && time->first > *document_.date)) return;
    const text::Span span{static_cast<std::uint32_t>(std::min(at, time->begin)),
                          static_cast<std::uint32_t>(std::max(name_end, time->end))};
    found_.push_back({"", "Report of Dr. " + last, "", plain(last), *time, evidence_at(document_, page_, span)});
  }

  const Document& document_;
  const Page& page_;
  const CompletenessRules& rules_;
  std::string low_;
  std::vector<CitedTime> times_;
  std::vector<ReportCitation> found_;
};

} // namespace

std::vector<CitedTime> times_in(std::string_view text, std::optional<Date> told_on) {
  std::vector<CitedTime> times;
  const auto days = dates_in(text);
  auto day = days.begin();
  for (std::size_t at = 0; at < text.size();) {
    while (day != days.end() && day->begin < at) ++day;
    if (day != days.end() && day->begin == at) {
      times.push_back({day->date, day->date, day->begin, day->end});
      at = day->end;
      continue;
    }
    const bool starts =
        at == 0 || (!is_digit(text[at - 1]) && !is_letter(text[at - 1]) && text[at - 1] != '/' && text[at - 1] != '-');
    const bool may_be = starts && (is_letter(text[at]) || is_digit(text[at]));
    const auto month = may_be ? month_time(text, at, told_on) : std::nullopt;
    if (month && (day == days.end() || month->end <= day->begin)) times.push_back(*month);
    at = month ? month->end : at + 1;
  }
  return times;
}

std::vector<ReportCitation> citations_on(const Document& document, const Page& page, const CompletenessRules& rules) {
  return PageOfCitations(document, page, rules).find();
}

} // namespace openimr::intake
