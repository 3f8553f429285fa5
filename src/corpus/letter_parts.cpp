#include "corpus/letter_parts.h"

#include "corpus/headings.h"
#include "corpus/letter_fields.h"
#include "corpus/letter_head.h"

#include <algorithm>
#include <array>

namespace openimr::corpus {
namespace {

constexpr std::size_t longest_head = 40; ///< lines of a letter before its first heading

/// Those whose signs all occur: the letters of one file may be of several layouts.
std::vector<const LayoutDefinition*> layouts_that_occur(const Layouts& layouts, std::string_view text) {
  const std::string whole = " " + lower_case(unwrap(cut_lines(text), {0, cut_lines(text).lines.size()}));
  std::vector<const LayoutDefinition*> found;
  for (const LayoutDefinition& layout : layouts.all())
    if (std::ranges::all_of(layout.signs, [&](const std::string& sign) { return whole.find(sign) != whole.npos; }))
      found.push_back(&layout);
  return found;
}

struct SectionStart {
  Section section = Section::Head;
  std::size_t line = 0;
};

std::vector<SectionStart> section_starts(const std::vector<const LayoutDefinition*>& layouts,
                                         const LetterLines& letter) {
  std::vector<SectionStart> starts;
  for (std::size_t i = 0; i < letter.lines.size();) {
    std::size_t next = i + 1;
    for (const LayoutDefinition* layout : layouts)
      if (const HeadingFound found = heading_at(*layout, letter, i); found.heading) {
        starts.push_back({found.heading->section, i});
        next = i + found.lines;
        break;
      }
    i = next;
  }
  return starts;
}

/// Words of a title or letterhead: no sentence, no value of a list.
bool may_head_a_letter(std::string_view line) {
  return !ends_sentence(line) && !line.ends_with(',') && !line.ends_with(':') && !read_decided_item(line);
}

/// Words that stand before the first letter's case number as well: letters of one sender begin alike.
bool heads_first(const LetterLines& letter, std::size_t line) {
  for (std::size_t i = 0; i < std::min(line, longest_head) && !names_case_number(letter.lines[i].text); ++i)
    if (letter.lines[i].text == letter.lines[line].text) return true;
  return false;
}

/// Where the letter begins whose first heading stands at a line: with the page of its head, or with its title.
std::size_t head_of(const LetterLines& letter, std::size_t heading, std::size_t floor) {
  floor = std::max(floor, heading > longest_head ? heading - longest_head : 0);
  std::size_t begin = heading;
  for (std::size_t i = heading; i-- > floor;)
    if (names_case_number(letter.lines[i].text)) begin = i;
  for (std::size_t i = begin + 1; i-- > floor;)
    if (letter.lines[i].starts_page) return i;
  for (std::size_t i = heading; i > begin; --i)
    if (letter.lines[i].starts_page) return begin; // the head runs over a page end
  while (begin > floor && (may_head_a_letter(letter.lines[begin - 1].text) || heads_first(letter, begin - 1))) --begin;
  return begin;
}

} // namespace

std::vector<LetterPart> split_letters(const Layouts& layouts, std::string_view text) {
  const LetterLines letter = cut_lines(text, PageEdges::Kept);
  const std::vector<SectionStart> starts = section_starts(layouts_that_occur(layouts, text), letter);
  std::vector<std::size_t> begins; // lines
  std::array<bool, section_count> seen{};
  const auto has = [&](Section section) -> bool& { return seen[static_cast<std::size_t>(section)]; };
  for (std::size_t s = 0; s < starts.size(); ++s) {
    const Section section = starts[s].section;
    const bool may_open = section == Section::HowMade || section == Section::Summary || section == Section::Issues;
    const bool has_issues = std::any_of(starts.begin() + static_cast<std::ptrdiff_t>(s), starts.end(),
                                        [](const SectionStart& one) { return one.section == Section::Issues; });
    const bool has_ended = has(Section::Issues) && (has(Section::Summary) || has(Section::HowMade));
    if (may_open && has(section) && has_ended && has_issues) {
      begins.push_back(head_of(letter, starts[s].line, s > 0 ? starts[s - 1].line + 1 : 0));
      seen = {};
    }
    has(section) = true;
  }
  std::vector<LetterPart> parts;
  std::size_t from = 0;
  const auto add = [&](std::size_t to) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(from), '\n');
    parts.push_back({text.substr(from, to - from), static_cast<int>(lines) + 1});
    from = to;
  };
  for (const std::size_t begin : begins) add(static_cast<std::size_t>(letter.lines[begin].text.data() - text.data()));
  add(text.size());
  return parts;
}

} // namespace openimr::corpus
