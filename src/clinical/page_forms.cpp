#include "clinical/page_forms.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

using text::Token;
using text::TokenKind;

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::ptrdiff_t newlines_before(const PageReading& reading, std::uint32_t token) {
  const std::string_view between = reading.text.substr(
      reading.tokens[token - 1].span.end, reading.tokens[token].span.begin - reading.tokens[token - 1].span.end);
  return std::count(between.begin(), between.end(), '\n');
}

/// A box of a form: "[x] Yes", "[ ] No".
struct Box {
  bool is_checked = false;
  std::string choice, then; ///< its first two words, folded

  /// "No", "Not present", "Never"; "Not helpful" denies no treatment.
  bool says_no() const {
    return is_any(choice, {"no", "none", "not", "negative", "absent", "denies", "denied", "never", "former", "past",
                           "quit", "ex"}) &&
           !is_any(then, {"helpful", "effective", "help", "relief", "benefit", "better", "improved", "improvement",
                          "tolerated", "change", "changed"});
  }
};

std::optional<Box> box_at(const PageReading& reading, const SentenceReading& sentence) {
  const std::uint32_t at = sentence.words.begin;
  if (sentence.words.size() < 3 || reading.tokens[at].span.of(reading.text) != "[") return std::nullopt;
  const bool is_checked = is_any(reading.folded(at + 1), {"x"});
  if (!is_checked && reading.folded(at + 1) != "]") return std::nullopt;
  const std::uint32_t choice = at + (is_checked ? 3 : 2);
  return Box{is_checked, reading.folded(choice), reading.folded(choice + 1)};
}

bool has_group(const Vocabulary::Data& data, const PageReading& reading, TokenRange range, int group) {
  for (std::size_t at = first_hit(reading.hits, range.begin);
       at < reading.hits.size() && reading.hits[at].first < range.end; ++at)
    if (reading.hits[at].last <= range.end)
      for (const Meaning& meaning : data.meanings[reading.hits[at].term])
        if (meaning.kind == MeaningKind::Group && static_cast<int>(meaning.index) == group) return true;
  return false;
}

bool is_list_item(const PageReading& reading, const SentenceReading& sentence) {
  const std::uint32_t at = sentence.words.begin;
  if (reading.tokens[at].kind == TokenKind::Mark)
    return is_any(reading.folded(at), {"-", "*", "\xE2\x80\xA2", "\xC2\xB7"});
  return reading.tokens[at].kind == TokenKind::Number && is_any(reading.folded(at + 1), {".", ")"});
}

/// Whether the words at the token answer the question before it and end there: "No.", "- never", "Yes, 12 visits".
bool is_answer(const Vocabulary::Data& data, const PageReading& reading, std::uint32_t at) {
  const auto& tokens = reading.tokens;
  if (at < tokens.size() && is_any(tokens[at].span.of(reading.text), {"-", ":"})) ++at;
  if (const std::string led = reading.folded(at); (led == "a" || led == "answer") && reading.folded(at + 1) == ":")
    at += 2;
  for (std::size_t hit = first_hit(reading.hits, at); hit < reading.hits.size() && reading.hits[hit].first == at; ++hit)
    for (const Meaning& meaning : data.meanings[reading.hits[hit].term]) {
      if (meaning.kind != MeaningKind::Group || static_cast<int>(meaning.index) != data.answer_group) continue;
      const std::uint32_t next = reading.hits[hit].last;
      if (next >= tokens.size() || tokens[next].starts_line ||
          is_any(tokens[next].span.of(reading.text), {".", ",", ";", ")"}))
        return true;
    }
  return false;
}

} // namespace

void read_boxes(PageReading& reading) {
  for (std::size_t label = 0; label < reading.sentences.size(); ++label) {
    SentenceReading& asked = reading.sentences[label];
    if (box_at(reading, asked)) continue;
    const std::string last = reading.folded(asked.words.end - 1);
    const bool is_prose =
        is_any(last, {".", "!", "?"}) ||
        std::any_of(reading.tokens.begin() + asked.words.begin + 1, reading.tokens.begin() + asked.words.end,
                    [](const Token& token) { return token.starts_line; });
    bool has_box = false, has_checked = false;
    for (std::size_t next = label + 1; !is_prose && next < reading.sentences.size(); ++next) {
      SentenceReading& answer = reading.sentences[next];
      const auto box = box_at(reading, answer);
      if (!box || reading.tokens[answer.words.begin].starts_line) break;
      has_box = true;
      has_checked = has_checked || box->is_checked;
      answer.label = asked.words;
      if (box->is_checked) answer.span.begin = asked.span.begin; // "[x] Unchanged" alone says nothing
      asked.is_ticked_no = asked.is_ticked_no || (box->is_checked && box->says_no());
    }
    asked.is_unchecked = asked.is_unchecked || (has_box && !has_checked);
  }
}

void read_risks(const Vocabulary::Data& data, PageReading& reading) {
  bool in_list = false;
  for (SentenceReading& sentence : reading.sentences) {
    const bool is_item = is_list_item(reading, sentence);
    sentence.is_of_risks = in_list && is_item;
    if (in_list && is_item) continue;
    const std::string last = reading.folded(sentence.words.end - 1);
    // "… limited to: 1." may end in the first number of its list
    const bool leads = last == ":" || (sentence.words.size() > 3 && last == "." &&
                                       reading.tokens[sentence.words.end - 2].kind == TokenKind::Number &&
                                       reading.folded(sentence.words.end - 3) == ":");
    in_list = leads && has_group(data, reading, sentence.words, data.risks_group);
  }
}

std::string side_of_titles(const Vocabulary::Data& data, const PageReading& reading,
                           const std::vector<HeadingHit>& headings) {
  constexpr std::uint32_t longest_title = 60; // tokens behind the heading
  bool left = false, right = false;
  for (std::size_t k = 0; k < headings.size(); ++k) {
    const bool is_title = data.sections[headings[k].section] == "procedure" &&
                          has_group(data, reading, headings[k].words, data.title_group);
    if (!is_title) continue;
    std::uint32_t end = std::min<std::uint32_t>(static_cast<std::uint32_t>(reading.tokens.size()),
                                                headings[k].words.end + longest_title);
    if (k + 1 < headings.size()) end = std::min(end, headings[k + 1].words.begin);
    for (std::uint32_t at = headings[k].words.end; at < end; ++at) {
      const std::string word = reading.folded(at);
      left = left || is_any(word, {"left", "lt", "bilateral", "bilaterally", "both"});
      right = right || is_any(word, {"right", "rt", "bilateral", "bilaterally", "both"});
    }
  }
  return left == right ? "" : left ? "left" : "right";
}

std::vector<TokenRange> asked_and_told(const Vocabulary::Data& data, const PageReading& reading) {
  std::vector<TokenRange> ranges = sentence_ranges(reading.text, reading.tokens);
  std::vector<TokenRange> joined;
  for (const TokenRange& range : ranges) {
    const bool is_asked = !joined.empty() && reading.tokens[range.begin - 1].span.of(reading.text) == "?" &&
                          newlines_before(reading, range.begin) < 2;
    if (is_asked && is_answer(data, reading, range.begin))
      joined.back().end = range.end;
    else
      joined.push_back(range);
  }
  return joined;
}

bool is_asked_only(const Vocabulary::Data& data, const PageReading& reading, TokenRange sentence, TokenRange phrase) {
  for (std::uint32_t at = phrase.end; at < sentence.end; ++at) {
    if (reading.tokens[at].span.of(reading.text) != "?") continue;
    // " ?radiculopathy" doubts what follows
    const bool hangs_on = at > 0 && reading.tokens[at - 1].span.end == reading.tokens[at].span.begin;
    if (hangs_on || at + 1 == sentence.end) return !is_answer(data, reading, at + 1);
  }
  return false;
}

} // namespace openimr::clinical
