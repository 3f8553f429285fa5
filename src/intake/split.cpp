#include "intake/split.h"

#include "intake/likeness.h"

#include <algorithm>
#include <cmath>

namespace openimr::intake {
namespace {

constexpr std::size_t heading_lines = 12, day_lines = 22, opening_lines = 22, closing_lines = 9, block_lines = 16;
constexpr int clear_score = 12, sure_score = 18; // of the kind on the page alone
constexpr std::size_t fewest_lines = 4;          // of a page that may be a copy of another

bool starts_with_one_of(std::string_view line, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [line](const std::string& one) {
    return line.starts_with(one) && find_words(line.substr(0, one.size() + 1), one) == 0;
  });
}

bool has_one_of(std::string_view line, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [line](const std::string& one) { return find_words(line, one) != std::string_view::npos; });
}

bool is_closed(const Lines& lines, const PageCues& cues) {
  for (std::size_t n = lines.size(); n-- > 0 && n + closing_lines >= lines.size();)
    if (starts_with_one_of(lines.low[n], cues.closings)) return true;
  return false;
}

/// The first line of the body, behind fax lines and counts, begins with a small letter.
bool is_in_mid_sentence(const Lines& lines, const PageCues& cues) {
  for (std::size_t n = 0; n < lines.size() && n < 4; ++n) {
    const std::string& line = lines.written[n];
    if (is_fax_line(lines, n, cues) || line.size() < 20) continue;
    return line[0] >= 'a' && line[0] <= 'z';
  }
  return false;
}

bool has_identity_block(const Lines& lines, const PatientOnPage& patient) {
  if (patient.names.empty() || !(patient.born || patient.injured || !patient.claim.empty())) return false;
  const std::size_t row = std::min(block_lines, lines.size());
  return row > 0 && patient.names.front().span.begin < lines.span(row - 1).end;
}

std::vector<std::uint64_t> hashes_of(const Lines& lines) {
  std::vector<std::uint64_t> hashes;
  for (const std::string& line : lines.low) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : fold_confusions(plain(line))) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hashes.push_back(hash);
  }
  return hashes;
}

PageSigns signs_of(const records::Page& page, const Lines& lines, const PatientOnPage& patient,
                   const DocumentKinds& kinds) {
  const PageCues& cues = kinds.cues;
  PageSigns signs;
  signs.lines = &lines;
  signs.page = &page;
  signs.line_hashes = hashes_of(lines);
  signs.count = page_count_on(lines, cues);
  signs.fax_count = fax_count_on(lines, cues);
  signs.heading = heading_of(lines, kinds);
  if (signs.heading.score < clear_score || signs.heading.line >= heading_lines) signs.heading.kind = nullptr;
  signs.day = signs.heading.date;
  if (const auto day = day_at_labels(lines, cues.service_labels, cues); !signs.day && day && day->line < day_lines)
    signs.day = day->date;
  signs.letterhead = letterhead_of(lines, cues);
  signs.letterhead_folded = fold_confusions(plain(signs.letterhead.words));
  for (std::size_t n = 0; n < std::min(opening_lines, lines.size()); ++n) {
    signs.is_salutation = signs.is_salutation || starts_with_one_of(lines.low[n], cues.openings);
    signs.is_continued =
        signs.is_continued || (n < 6 && lines.low[n].size() < 80 && has_one_of(lines.low[n], cues.continuations));
  }
  signs.is_ended = is_closed(lines, cues);
  signs.has_identity = has_identity_block(lines, patient);
  signs.starts_in_mid_sentence = is_in_mid_sentence(lines, cues);
  return signs;
}

/// A count that runs through the whole file may be a stamp on it and not its documents' own.
bool is_stamped(std::span<const PageLook> pages) {
  const int total = static_cast<int>(pages.size());
  for (int i = 0; i < total; ++i) {
    const PageCount& count = pages[static_cast<std::size_t>(i)].signs.count;
    if (count.page != i + 1 || (count.total != 0 && count.total != total)) return false;
  }
  return true;
}

/// Nearly every line of the page stands on the first of a document too, whose hashes are sorted.
bool repeats(const PageSigns& page, const std::vector<std::uint64_t>& first) {
  const auto& lines = page.line_hashes;
  if (lines.size() < fewest_lines || first.size() < fewest_lines) return false;
  const auto same = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&first](auto hash) {
    return std::binary_search(first.begin(), first.end(), hash);
  }));
  return same * 5 >= std::max(lines.size(), first.size()) * 4;
}

/// A document that is being gathered: its first page, its last, and what its pages said.
struct Open {
  const PageSigns* first = nullptr;
  const PageSigns* last = nullptr;
  std::vector<std::uint64_t> first_lines; ///< hashes of the first page's, sorted
  const DocumentKind* kind = nullptr;
  std::optional<Date> day;
  std::string letterhead;
  PageCount count; ///< of the last page that counts
};

/// Weighs the signs of a new document on a page.
class Scale {
public:
  Scale(const SplitSigns& weights, bool is_stamped, const PageSigns& page, const Open& open, std::size_t index)
      : weights_(weights), is_stamped_(is_stamped), page_(page), open_(open), index_(index) {
    weigh_counts();
    weigh_heading();
    weigh_letterhead();
    weigh_ends();
    weigh_sheet();
  }

  bool is_cut() const { return sum_ >= weights_.split_at; }
  /// The signs for the cut, heaviest first.
  std::vector<records::Cue> cues() {
    std::stable_sort(cues_.begin(), cues_.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
    return cues_;
  }

private:
  void add(bool is_there, const char* name, int weight, text::Span span = {}) {
    if (!is_there) return;
    sum_ += weight;
    if (weight > 0) cues_.push_back({name, weight, static_cast<int>(index_) + 1, span});
  }

  void weigh_counts() {
    const PageCount &now = page_.count, &before = open_.count;
    const bool goes_on = now.goes_on_from(before);
    add(now.page == 1, "counts from page 1", weights_.first_page);
    add(goes_on, "", is_stamped_ ? weights_.whole_file_count : weights_.count_goes_on);
    add(now.page > 1 && before.is_set() && !goes_on && now.page <= before.page, "its page count restarts",
        weights_.count_restarts);
    add(now.total > 0 && before.total > 0 && now.total != before.total, "another number of pages",
        weights_.other_total);
    add(now.page > 1 && !before.is_set(), "", weights_.counts_on_alone);
    add(before.is_set() && before.page == before.total && !goes_on, "the page before was the last of its count",
        weights_.counted_out);
    add(page_.fax_count == 1 && open_.last->fax_count > 1, "the fax counts from 1 again", weights_.fax_count_restarts);
  }

  void weigh_heading() {
    const PageHeading& heading = page_.heading;
    const bool is_other_day = page_.day && open_.day && *page_.day != *open_.day;
    const text::Span span = heading.kind ? page_.lines->span(heading.line) : text::Span();
    add(heading.kind && heading.kind != open_.kind, "the heading of another kind", weights_.other_heading, span);
    add(heading.kind && heading.kind != open_.kind && heading.score >= sure_score, "words of another kind",
        weights_.sure_heading, span);
    const bool is_bare = !page_.has_identity && !page_.letterhead.has_address && !page_.is_salutation && !page_.day;
    add(heading.kind && heading.kind != open_.kind && is_bare, "", weights_.bare_heading);
    add(heading.kind && heading.kind == open_.kind, "the heading again", weights_.same_heading, span);
    add(is_other_day, "another day", weights_.other_day);
    add(page_.day && open_.day && *page_.day == *open_.day && (!heading.kind || heading.kind == open_.kind), "",
        weights_.same_day);
    add(page_.has_identity && !open_.last->has_identity, "names the patient at the top", weights_.identity_block);
  }

  void weigh_letterhead() {
    if (page_.letterhead_folded.empty()) return;
    const bool is_same = page_.letterhead_folded == open_.letterhead;
    const bool is_running = open_.last != open_.first && open_.last->letterhead_folded == page_.letterhead_folded;
    const bool is_whole = page_.letterhead.has_address; // else perhaps a running header
    add(!is_same, "another letterhead", is_whole ? weights_.other_letterhead : weights_.other_letterhead / 2,
        page_.letterhead.span);
    add(is_same && is_whole && !is_running, "the letterhead again", weights_.same_letterhead, page_.letterhead.span);
  }

  void weigh_ends() {
    add(page_.is_salutation, "a salutation", weights_.salutation);
    add(open_.last->is_ended, "the page before was signed or closed", weights_.ended_before);
    add(page_.starts_in_mid_sentence, "", weights_.starts_in_mid_sentence);
    add(page_.is_continued, "", weights_.continued);
    add(repeats(page_, open_.first_lines), "repeats the first page", weights_.repeats_first_page);
  }

  void weigh_sheet() {
    const records::Page &now = *page_.page, &before = *open_.last->page;
    const bool has_sizes = now.width > 0 && before.width > 0;
    add(has_sizes && (std::abs(now.width - before.width) > 18 || std::abs(now.height - before.height) > 18),
        "another size of sheet", weights_.other_size);
    const bool has_words = now.source != records::TextSource::None && before.source != records::TextSource::None;
    add(has_words && now.source != before.source, "another kind of scan", weights_.other_source);
  }

  const SplitSigns& weights_;
  bool is_stamped_;
  const PageSigns& page_;
  const Open& open_;
  std::size_t index_;
  int sum_ = 0;
  std::vector<records::Cue> cues_;
};

bool is_same_patient(const PatientOnPage& a, const PatientOnPage& b) {
  if (a.names.empty() || b.names.empty()) return true;
  if (a.born && b.born && compare_days(*a.born, *b.born) == Likeness::Different) return false;
  return compare_words(plain(a.names.front().name), plain(b.names.front().name)) != Likeness::Different;
}

/// Gathers pages one after the other.
class Gathering {
public:
  Gathering(std::span<const PageLook> pages, const SplitSigns& weights)
      : pages_(pages), weights_(weights), is_stamped_(is_stamped(pages)) {}

  void take(std::size_t page) {
    if (groups.empty())
      begin(page, {});
    else if (pages_[page].owner.belongs == Belongs::Other)
      take_other(page);
    else if (!groups[current_].is_other)
      take_own(page, current_);
    else
      take_after_other(page);
  }

  Split groups;

private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void take_other(std::size_t page) {
    const PageGroup& last = groups[current_];
    const bool is_same = last.is_other && is_same_patient(pages_[page].patient, last.patient);
    Scale scale(weights_, is_stamped_, pages_[page].signs, open_[current_], page);
    if (is_same && !scale.is_cut())
      join(page, current_);
    else
      begin(page, {{"another patient", 100, static_cast<int>(page) + 1, {}}});
  }

  void take_own(std::size_t page, std::size_t group) {
    Scale scale(weights_, is_stamped_, pages_[page].signs, open_[group], page);
    if (scale.is_cut())
      begin(page, scale.cues());
    else
      join(page, group);
  }

  /// Behind a page of another patient: goes on with it, or with the own document before it?
  void take_after_other(std::size_t page) {
    const std::size_t other = current_;
    const PageSigns& signs = pages_[page].signs;
    const bool is_own =
        pages_[page].owner.belongs == Belongs::This || signs.lines->empty() || signs.page->is_unread ||
        (home_ != none && signs.count.goes_on_from(open_[home_].count) &&
         !signs.count.goes_on_from(open_[other].count)) ||
        (home_ != none && !signs.letterhead_folded.empty() && signs.letterhead_folded == open_[home_].letterhead &&
         signs.letterhead_folded != open_[other].letterhead);
    if (is_own && home_ != none) return take_own(page, home_);
    Scale scale(weights_, is_stamped_, signs, open_[other], page);
    if (is_own || scale.is_cut())
      begin(page, scale.cues());
    else
      join(page, other);
  }

  void begin(std::size_t page, std::vector<records::Cue> starts) {
    const bool is_other = pages_[page].owner.belongs == Belongs::Other;
    groups.push_back({{}, is_other, is_other ? pages_[page].patient : PatientOnPage(), std::move(starts)});
    open_.emplace_back();
    if (!is_other) home_ = open_.size() - 1;
    join(page, open_.size() - 1);
  }

  void join(std::size_t page, std::size_t group) {
    const PageSigns& signs = pages_[page].signs;
    Open& open = open_[group];
    current_ = group;
    groups[group].pages.push_back(page);
    if (!open.first) {
      open.first = &signs;
      open.first_lines = signs.line_hashes;
      std::sort(open.first_lines.begin(), open.first_lines.end());
    }
    open.last = &signs;
    if (!open.kind) open.kind = signs.heading.kind;
    if (!open.day) open.day = signs.day;
    if (open.letterhead.empty()) open.letterhead = signs.letterhead_folded;
    if (signs.count.is_set()) open.count = signs.count;
  }

  std::span<const PageLook> pages_;
  const SplitSigns& weights_;
  bool is_stamped_;
  std::vector<Open> open_;  ///< one a group
  std::size_t home_ = none; ///< the last group of this patient
  std::size_t current_ = 0; ///< the group of the page before
};

} // namespace

PageLook look_at(const records::Page& page, const Lines& lines, const DocumentKinds& kinds,
                 const records::Application* application, bool with_signs) {
  PageLook look;
  look.patient = patient_on(lines, kinds.cues);
  if (application) look.owner = whose(look.patient, lines, *application);
  if (with_signs) look.signs = signs_of(page, lines, look.patient, kinds);
  return look;
}

Split documents_in(std::span<const PageLook> looks, const DocumentKinds& kinds) {
  Gathering gathering(looks, kinds.cues.signs);
  for (std::size_t i = 0; i < looks.size(); ++i) gathering.take(i);
  return std::move(gathering.groups);
}

Split one_each(std::span<const PageLook> looks) {
  Split groups;
  for (std::size_t page = 0; page < looks.size(); ++page) {
    const bool is_other = looks[page].owner.belongs == Belongs::Other;
    groups.push_back({{page}, is_other, is_other ? looks[page].patient : PatientOnPage(), {}});
  }
  return groups;
}

} // namespace openimr::intake
