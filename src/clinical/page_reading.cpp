#include "clinical/page_reading.h"

#include "clinical/page_forms.h"

#include "clinical/sections.h"
#include "clinical/sentences.h"
#include "records/page_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace openimr::clinical {
namespace {

using text::Token;
using text::TokenKind;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// A printed line by its tokens.
struct Line {
  TokenRange words;
  bool has_columns = false; // a wide gap: a table row or form line
  bool has_lower = false, has_letter = false;
  std::uint32_t length = 0;
};

std::vector<Line> lines_of(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<Line> lines;
  for (std::uint32_t at = 0; at < tokens.size(); ++at) {
    if (at == 0 || tokens[at].starts_line) lines.push_back({{at, at}, false, false, false, 0});
    Line& line = lines.back();
    // Behind a full stop or comma a wide gap is justified prose or a scan's spacing, no column edge.
    const bool is_wide = at > line.words.begin && tokens[at].span.begin - tokens[at - 1].span.end >= 3;
    const char before = at > 0 ? tokens[at - 1].span.of(text).back() : ' ';
    if (is_wide && before != '.' && before != ',' && before != ';') line.has_columns = true;
    for (const char c : tokens[at].span.of(text)) {
      line.has_lower = line.has_lower || is_lower(c);
      line.has_letter = line.has_letter || is_lower(c) || is_upper(c);
    }
    line.words.end = at + 1;
    line.length = tokens[at].span.end - tokens[line.words.begin].span.begin;
  }
  return lines;
}

bool is_list_mark(std::string_view text, const std::vector<Token>& tokens, std::uint32_t at) {
  const std::string_view word = tokens[at].span.of(text);
  if (tokens[at].kind == TokenKind::Mark)
    return word == "-" || word == "*" || word == "[" || word == "\xE2\x80\xA2" || word == "\xC2\xB7" || word == "#" ||
           word == "(";
  if (tokens[at].kind != TokenKind::Number || at + 1 >= tokens.size() || tokens[at].span.size() > 2) return false;
  const std::string_view next = tokens[at + 1].span.of(text);
  return (next == "." || next == ")") && tokens[at + 1].span.begin == tokens[at].span.end;
}

int newlines_between(std::string_view text, const Token& before, const Token& after) {
  int count = 0;
  for (std::uint32_t at = before.span.end; at < after.span.begin; ++at) count += text[at] == '\n';
  return count;
}

/// Does a new sentence begin where this line begins?
bool breaks_at_line(std::string_view text, const std::vector<Token>& tokens, const Line& before, const Line& line) {
  const std::uint32_t first = line.words.begin;
  if (newlines_between(text, tokens[first - 1], tokens[first]) >= 2) return true;
  if (is_list_mark(text, tokens, first)) return true;
  if (before.has_columns || line.has_columns) return true;
  const std::string_view last = tokens[first - 1].span.of(text);
  if (last == ":") return true;
  if (!before.has_lower && before.has_letter) return line.has_lower || before.length < 50;
  if (!line.has_lower && line.has_letter && line.words.size() >= 1 && is_upper(text[tokens[first].span.begin]) &&
      line.length > 3)
    return true;
  const char initial = text[tokens[first].span.begin];
  return before.length < 50 && is_upper(initial) && last != ",";
}

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

unsigned month_of(std::string_view word) {
  for (unsigned k = 0; k < months.size(); ++k)
    if (word == months[k] || (word.size() >= 3 && word.size() <= 4 && months[k].starts_with(word))) return k + 1;
  return word == "sept" ? 9 : 0;
}

int full_year(std::string_view digits) {
  const int year = std::atoi(std::string(digits).c_str());
  if (digits.size() == 4) return year;
  if (digits.size() != 2) return 0;
  return year < 50 ? 2000 + year : 1900 + year;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "Date of exam 06/10/2014": the day the page speaks of.
std::optional<Date> encounter_date(const PageReading& reading) {
  for (const DateMention& mention : reading.dates) {
    if (mention.is_month_only || mention.words.begin < 2) continue;
    std::uint32_t at = mention.words.begin;
    if (reading.folded(at - 1) == ":" || reading.folded(at - 1) == "-") --at;
    if (at < 2) continue;
    const std::string last = reading.folded(at - 1), before = reading.folded(at - 2);
    const bool has_of = before == "of" && at >= 3 && reading.folded(at - 3) == "date";
    if (has_of && is_any(last, {"exam", "examination", "visit", "service", "consultation", "study", "evaluation",
                                "report", "procedure", "operation", "encounter", "surgery"}))
      return mention.date;
    if (last == "date" &&
        is_any(before, {"exam", "visit", "service", "study", "encounter", "examination", "procedure"}))
      return mention.date;
    if (is_any(last, {"dos", "collected"})) return mention.date;
  }
  return std::nullopt;
}

/// "ORTHOPAEDIC CONSULTATION        May 6, 2015": the date at the end of the first line.
std::optional<Date> title_date(const PageReading& reading) {
  if (reading.dates.empty() || reading.dates.front().is_month_only) return std::nullopt;
  const auto [words, date, is_month] = reading.dates.front();
  for (std::uint32_t at = 0; at < words.begin; ++at)
    if ((at > 0 && reading.tokens[at].starts_line) || is_any(reading.folded(at), {"birth", "dob", "injury", "doi"}))
      return std::nullopt;
  return words.end < reading.tokens.size() && reading.tokens[words.end].starts_line ? std::optional(date)
                                                                                    : std::nullopt;
}

/// The section behind a heading: a part of the body goes on with complaints, studies or a plan and opens the
/// examination anywhere else.
std::uint32_t section_behind(const Vocabulary::Data& data, std::uint32_t current, std::uint32_t heading) {
  if (data.sections[heading] != "body_part") return heading;
  if (is_any(data.sections[current], {"subjective", "review_of_systems", "studies", "findings", "impression",
                                      "assessment", "plan", "procedure", "objective"}))
    return current;
  return static_cast<std::uint32_t>(std::find(data.sections.begin(), data.sections.end(), "objective") -
                                    data.sections.begin());
}

/// Which section rules, sentence by sentence. A family history that is written behind its heading ("FH: diabetes in
/// mother.") ends with its line, or inside a paragraph with its sentence: what follows is about the patient again. A
/// line that runs over its paper ends it where a sentence begins with the patient, or with a pronoun while no relative
/// was named whom it could mean.
class SectionCourse {
public:
  SectionCourse(const Vocabulary::Data& data, const PageReading& reading, CarriedOn& carried)
      : data_(data), reading_(reading), carried_(carried) {}

  void enter(const HeadingHit& heading) {
    const std::uint32_t host = reach_ == Reach::Open ? carried_.section : host_;
    carried_.section = section_behind(data_, carried_.section, heading.section);
    reach_ = Reach::Open;
    if (data_.sections[heading.section] != "family_history") return;
    std::uint32_t next = heading.words.end;
    if (next < reading_.tokens.size() && reading_.tokens[next].kind == TokenKind::Mark) ++next;
    if (next >= reading_.tokens.size() || reading_.tokens[next].starts_line) return; // it stands on a line of its own
    host_ = host;
    heading_end_ = heading.words.end;
    names_relative_ = false;
    reach_ = reading_.tokens[heading.words.begin].starts_line ? Reach::Line : Reach::Sentence;
  }

  /// A sentence with these cues ended before the token.
  void leave_behind(std::uint32_t next, const std::vector<CueHit>& cues) {
    if (reach_ == Reach::Open) return;
    names_relative_ = names_relative_ || std::any_of(cues.begin(), cues.end(), [this](const CueHit& cue) {
                        const bool is_relative = cue.def->kind == CueKind::Person || cue.def->kind == CueKind::Other;
                        return is_relative && cue.first >= heading_end_;
                      });
    if (reach_ == Reach::Line && !ends_line(next) && !turns_to_patient(next)) return;
    carried_.section = host_;
    reach_ = Reach::Open;
  }

private:
  enum class Reach { Open, Line, Sentence };

  /// A line that stops early, or an empty one, ends what was written on it; a full line runs over.
  bool ends_line(std::uint32_t next) const {
    const auto& tokens = reading_.tokens;
    if (next >= tokens.size()) return true;
    if (!tokens[next].starts_line || tokens[next - 1].span.of(reading_.text) == ",") return false;
    if (newlines_between(reading_.text, tokens[next - 1], tokens[next]) >= 2) return true;
    std::uint32_t first = next - 1;
    while (first > 0 && !tokens[first].starts_line) --first;
    return tokens[next - 1].span.end - tokens[first].span.begin < full_line;
  }

  bool turns_to_patient(std::uint32_t next) const {
    const auto starts_with = [&](int group) {
      for (std::size_t at = first_hit(reading_.hits, next);
           at < reading_.hits.size() && reading_.hits[at].first == next; ++at)
        for (const Meaning& meaning : data_.meanings[reading_.hits[at].term])
          if (meaning.kind == MeaningKind::Group && static_cast<int>(meaning.index) == group) return true;
      return false;
    };
    return starts_with(data_.patient_group) || (!names_relative_ && starts_with(data_.pronoun_group));
  }

  static constexpr std::uint32_t full_line = 60; // bytes
  const Vocabulary::Data& data_;
  const PageReading& reading_;
  CarriedOn& carried_;
  Reach reach_ = Reach::Open;
  std::uint32_t host_ = 0, heading_end_ = 0;
  bool names_relative_ = false;
};

} // namespace

std::string_view PageReading::words(TokenRange range) const {
  if (range.begin >= range.end) return {};
  return text.substr(tokens[range.begin].span.begin, tokens[range.end - 1].span.end - tokens[range.begin].span.begin);
}

std::string PageReading::folded(std::uint32_t token) const {
  return token < tokens.size() ? text::fold(tokens[token].span.of(text)) : std::string();
}

std::vector<const DateMention*> PageReading::dates_in(TokenRange range) const {
  std::vector<const DateMention*> found;
  for (const DateMention& mention : dates)
    if (mention.words.begin >= range.begin && mention.words.end <= range.end) found.push_back(&mention);
  return found;
}

namespace {

/// "? CRPS": a mark of doubt at the head of a line or item; the words behind it belong to it.
bool is_doubt_mark(std::string_view text, const std::vector<Token>& tokens, std::uint32_t at) {
  if (tokens[at].span.of(text) != "?" || at + 1 >= tokens.size() || tokens[at + 1].starts_line) return false;
  return tokens[at].starts_line || is_any(tokens[at - 1].span.of(text), {":", "-", "*", ".", ")"});
}

/// "Uses cane ........ no": what is asked before a row of dots is denied by the word behind it.
void read_leaders(PageReading& reading) {
  const auto is_leader = [&](std::uint32_t at) { // a run of one mark is one token
    const std::string_view mark = reading.tokens[at].span.of(reading.text);
    return mark.starts_with("...") || mark.starts_with("___");
  };
  for (std::size_t which = 0; which < reading.sentences.size(); ++which) {
    SentenceReading& asked = reading.sentences[which];
    std::uint32_t at = asked.words.begin;
    while (at < asked.words.end && !is_leader(at)) ++at;
    if (at == asked.words.end || at == asked.words.begin) continue;
    ++at;
    const bool is_behind = at == asked.words.end; // the answer is a sentence of its own
    if (is_behind && (which + 1 == reading.sentences.size() || reading.tokens[at].starts_line)) continue;
    const std::uint32_t end = is_behind ? reading.sentences[which + 1].words.end : asked.words.end;
    const bool is_alone = at + 1 == end || (at + 2 == end && reading.folded(at + 1) == ".");
    if (is_alone && is_any(reading.folded(at), {"no", "none", "never", "negative", "absent", "denies", "denied"}))
      asked.is_ticked_no = true;
  }
}

} // namespace

std::vector<TokenRange> sentence_ranges(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<TokenRange> sentences;
  if (tokens.empty()) return sentences;
  const std::vector<Line> lines = lines_of(text, tokens);
  std::size_t line = 0;
  std::uint32_t begin = 0;
  for (std::uint32_t at = 1; at < tokens.size(); ++at) {
    bool is_break = false;
    if (line + 1 < lines.size() && lines[line + 1].words.begin == at) {
      ++line;
      is_break = breaks_at_line(text, tokens, lines[line - 1], lines[line]);
    }
    const std::string_view last = tokens[at - 1].span.of(text);
    if (!is_break && tokens[at - 1].kind == TokenKind::Mark &&
        (last.front() == '.' || last.front() == '!' || last.front() == '?'))
      is_break = ends_sentence(text, tokens, at - 1) && !is_doubt_mark(text, tokens, at - 1);
    if (!is_break && tokens[at].span.of(text) == "[" && at + 1 < tokens.size()) {
      const std::string_view next = tokens[at + 1].span.of(text);
      is_break = next == "]" ||
                 ((next == "X" || next == "x") && at + 2 < tokens.size() && tokens[at + 2].span.of(text) == "]");
    }
    if (!is_break) continue;
    sentences.push_back({begin, at});
    begin = at;
  }
  sentences.push_back({begin, static_cast<std::uint32_t>(tokens.size())});
  return sentences;
}

std::vector<text::Span> split_sentences(std::string_view text) {
  static const text::TermMatcher no_terms;
  std::vector<Token> tokens;
  no_terms.tokenize(text, tokens);
  std::vector<text::Span> spans;
  for (const TokenRange& range : sentence_ranges(text, tokens))
    spans.push_back({tokens[range.begin].span.begin, tokens[range.end - 1].span.end});
  return spans;
}

std::vector<HeadingHit> heading_hits(const Vocabulary::Data& data, std::string_view text,
                                     const std::vector<Token>& tokens, const std::vector<text::TermHit>& hits) {
  std::vector<HeadingHit> found;
  for (const text::TermHit& hit : hits) {
    const auto meaning = std::find_if(data.meanings[hit.term].begin(), data.meanings[hit.term].end(),
                                      [](const Meaning& one) { return one.kind == MeaningKind::Heading; });
    if (meaning == data.meanings[hit.term].end()) continue;
    const std::string_view next = hit.last < tokens.size() ? tokens[hit.last].span.of(text) : std::string_view();
    const bool has_colon = next == ":" || next == ":-";
    const bool ends_line = hit.last >= tokens.size() || tokens[hit.last].starts_line;
    const std::uint32_t first = hit.first;
    bool leads = tokens[first].starts_line;
    if (!leads && first >= 1) {
      const std::string_view before = tokens[first - 1].span.of(text);
      leads = (before == "." && has_colon) ||
              ((before == "." || before == ")") && first >= 2 && tokens[first - 2].starts_line &&
               tokens[first - 2].kind == TokenKind::Number);
    }
    const bool is_upper_start = is_upper(text[tokens[first].span.begin]);
    const bool is_letter_only = tokens[first].span.size() == 1;
    const bool dashed = next == "-" && tokens[first].is_upper &&
                        tokens[hit.last].span.begin > tokens[hit.last - 1].span.end && !is_letter_only;
    if (!leads || !is_upper_start || !(has_colon || dashed || (ends_line && !is_letter_only))) continue;
    if (!found.empty() && found.back().words.begin == first)
      found.back() = {{first, hit.last}, meaning->index}; // the longer heading
    else
      found.push_back({{first, hit.last}, meaning->index});
  }
  return found;
}

std::vector<Section> find_sections(const Vocabulary& vocabulary, std::string_view page_text,
                                   std::string_view carried_on) {
  const Vocabulary::Data& data = vocabulary.data();
  std::vector<Token> tokens;
  std::vector<text::TermHit> hits;
  data.matcher.tokenize(page_text, tokens);
  data.matcher.find(tokens, hits);
  std::vector<Section> sections;
  const auto size = static_cast<std::uint32_t>(page_text.size());
  sections.push_back({std::string(carried_on), {0, 0}, {0, size}});
  auto section = static_cast<std::uint32_t>(std::find(data.sections.begin(), data.sections.end(), carried_on) -
                                            data.sections.begin());
  if (section == data.sections.size()) section = 0;
  for (const HeadingHit& heading : heading_hits(data, page_text, tokens, hits)) {
    const text::Span words{tokens[heading.words.begin].span.begin, tokens[heading.words.end - 1].span.end};
    sections.back().body.end = words.begin;
    section = section_behind(data, section, heading.section);
    sections.push_back({data.sections[section], words, {words.end, size}});
  }
  if (sections.size() > 1 && sections.front().body.size() == 0) sections.erase(sections.begin());
  return sections;
}

std::vector<DateMention> find_dates(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<DateMention> found;
  const auto word = [&](std::size_t at) { return at < tokens.size() ? tokens[at].span.of(text) : std::string_view(); };
  const auto is_number = [&](std::size_t at) { return at < tokens.size() && tokens[at].kind == TokenKind::Number; };
  const auto value = [&](std::size_t at) { return static_cast<unsigned>(std::atoi(std::string(word(at)).c_str())); };
  for (std::uint32_t at = 0; at < tokens.size(); ++at) {
    if (is_number(at) && is_number(at + 2) && is_number(at + 4) && (word(at + 1) == "/" || word(at + 1) == "-") &&
        word(at + 3) == word(at + 1)) {
      std::optional<Date> date;
      if (word(at).size() == 4)
        date = Date::from(full_year(word(at)), value(at + 2), value(at + 4));
      else if (const int year = full_year(word(at + 4)); year > 0)
        date = Date::from(year, value(at), value(at + 2));
      if (date) {
        found.push_back({{at, at + 5}, *date, false});
        at += 4;
      }
      continue;
    }
    if (tokens[at].kind != TokenKind::Word) continue;
    // "in 2009", "since 2011": the year alone.
    if (const std::string led = text::fold(word(at));
        (led == "in" || led == "since") && is_number(at + 1) && word(at + 1).size() == 4) {
      const int year = full_year(word(at + 1));
      if (const auto date = year >= 1940 && year <= 2060 ? Date::from(year, 1, 1) : std::nullopt)
        found.push_back({{at + 1, at + 2}, *date, true});
      continue;
    }
    if (tokens[at].span.size() < 3) continue;
    const unsigned month = month_of(text::fold(word(at)));
    if (month == 0) continue;
    std::size_t next = at + 1;
    if (word(next) == ".") ++next;
    if (is_number(next) && tokens[next].span.size() <= 2) {
      std::size_t year = next + 1;
      if (word(year) == "st" || word(year) == "nd" || word(year) == "rd" || word(year) == "th") ++year;
      if (word(year) == ",") ++year;
      if (is_number(year) && tokens[year].span.size() == 4)
        if (const auto date = Date::from(full_year(word(year)), month, value(next))) {
          found.push_back({{at, static_cast<std::uint32_t>(year + 1)}, *date, false});
          at = static_cast<std::uint32_t>(year);
        }
    } else {
      if (word(next) == "," || text::fold(word(next)) == "of") ++next;
      if (is_number(next) && tokens[next].span.size() == 4)
        if (const auto date = Date::from(full_year(word(next)), month, 1)) {
          found.push_back({{at, static_cast<std::uint32_t>(next + 1)}, *date, true});
          at = static_cast<std::uint32_t>(next);
        }
    }
  }
  return found;
}

PageReading read_page(const Vocabulary::Data& data, const records::Document& document, const records::Page& page,
                      CarriedOn& carried) {
  PageReading reading;
  reading.document = &document;
  reading.page = &page;
  reading.text = page.text;
  if (!page.parts.empty()) {
    reading.running = std::make_unique<std::string>(records::running_text(page));
    reading.text = *reading.running;
  }
  data.matcher.tokenize(reading.text, reading.tokens);
  data.matcher.find(reading.tokens, reading.hits);
  reading.dates = find_dates(reading.text, reading.tokens);
  if (const auto date = encounter_date(reading)) carried.date = date;
  if (!carried.date && !document.date) carried.date = title_date(reading);
  reading.date = carried.date ? carried.date : document.date;

  const std::vector<HeadingHit> headings = heading_hits(data, reading.text, reading.tokens, reading.hits);
  SectionCourse course(data, reading, carried);
  std::size_t heading = 0;
  for (TokenRange range : asked_and_told(data, reading)) {
    // A heading inside a sentence begins a new one.
    while (true) {
      while (heading < headings.size() && headings[heading].words.begin <= range.begin)
        course.enter(headings[heading++]);
      TokenRange now = range;
      if (heading < headings.size() && headings[heading].words.begin < range.end)
        now.end = headings[heading].words.begin;
      SentenceReading sentence;
      sentence.words = now;
      sentence.section = carried.section;
      sentence.span = {reading.tokens[now.begin].span.begin, reading.tokens[now.end - 1].span.end};
      sentence.is_unchecked = now.size() >= 2 && reading.tokens[now.begin].span.of(reading.text) == "[" &&
                              reading.tokens[now.begin + 1].span.of(reading.text) == "]";
      collect_cues(data, reading.text, reading.tokens, reading.hits, now, sentence.cues);
      course.leave_behind(now.end, sentence.cues);
      reading.sentences.push_back(std::move(sentence));
      if (now.end == range.end) break;
      range.begin = now.end;
    }
  }
  read_boxes(reading);
  read_leaders(reading);
  read_risks(data, reading);
  if (const std::string side = side_of_titles(data, reading, headings); !side.empty()) carried.title_side = side;
  reading.title_side = carried.title_side;
  return reading;
}

} // namespace openimr::clinical
