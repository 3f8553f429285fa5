// SPDX-License-Identifier: GPL-3.0-or-later
// RTF: the words of the text, a line for every paragraph and table row. Fonts, styles and field codes stay out;
// pictures become files of their own.
#include "intake/worker/encoding.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/pictures_inside.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr std::size_t group_limit = 1000;

/// Groups whose contents are no text of the document.
bool is_hidden_group(std::string_view word) {
  static constexpr std::array<std::string_view, 24> words = {
      "fonttbl",   "colortbl",     "stylesheet", "info",
      "pict",      "object",       "themedata",  "colorschememapping",
      "datastore", "latentstyles", "listtable",  "listoverridetable",
      "rsidtbl",   "generator",    "fldinst",    "xmlnstbl",
      "bkmkstart", "bkmkend",      "filetbl",    "revtbl",
      "mmathPr",   "pgptbl",       "listtext",   "nonshppict"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class RtfReader {
public:
  explicit RtfReader(std::string_view rtf) : rtf_(rtf) {}

  std::string text;
  PicturesInside pictures;
  bool is_whole = false; ///< every group was closed

  void read() {
    groups_.push_back({});
    while (at_ < rtf_.size()) {
      const char c = rtf_[at_++];
      if (c == '{') {
        if (groups_.size() < group_limit)
          groups_.push_back(Group(groups_.back()));
        else
          ++groups_beyond_;
      } else if (c == '}') {
        if (groups_beyond_ > 0)
          --groups_beyond_;
        else if (groups_.size() > 1)
          close_group();
        if (groups_.size() == 1 && groups_beyond_ == 0) {
          is_whole = true;
          return;
        }
      } else if (c == '\\')
        control();
      else if (c != '\r' && c != '\n')
        put(std::string_view(&rtf_[at_ - 1], 1));
    }
  }

private:
  struct Group {
    bool is_hidden = false, is_invisible = false;
    bool is_picture = false;
    int skip_after_unicode = 1; ///< characters that stand for one that old readers do not know
  };

  /// A picture ends with the group that began it.
  void close_group() {
    const bool ends_picture = groups_.back().is_picture && !groups_[groups_.size() - 2].is_picture;
    groups_.pop_back();
    if (!ends_picture) return;
    if (picture_.empty())
      pictures.add_unread();
    else
      pictures.add(fmt::format("picture-{}", ++pictures_seen_), std::move(picture_));
    picture_.clear();
    half_byte_ = -1;
  }

  /// A digit of a picture, which is written in hexadecimal.
  void put_digit(char c) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return;
    if (half_byte_ >= 0) picture_ += static_cast<char>(half_byte_ << 4 | digit);
    half_byte_ = half_byte_ >= 0 ? -1 : digit;
  }

  void put(std::string_view words) {
    if (groups_.back().is_picture && words.size() == 1) return put_digit(words[0]);
    if (words == "\n") to_skip_ = 0;
    if (to_skip_ > 0) {
      --to_skip_;
      return;
    }
    if (groups_.back().is_hidden || groups_.back().is_invisible) return;
    if (words == "\n")
      while (!text.empty() && text.back() == ' ') text.pop_back();
    // Bytes above 127 outside of an escape are against the rules and occur.
    if (words.size() == 1 && static_cast<unsigned char>(words[0]) >= 0x80)
      text += decode(words);
    else
      text += words;
  }

  void control() {
    if (at_ >= rtf_.size()) return;
    const char c = rtf_[at_];
    if (!is_letter(c)) {
      ++at_;
      if (c == '\'') {
        const std::uint32_t code = number_of(rtf_.substr(at_, 2), 16);
        at_ = std::min(rtf_.size(), at_ + 2);
        if (code != 0) put(decode(std::string(1, static_cast<char>(code))));
      } else if (c == '~')
        put(" ");
      else if (c == '_')
        put("-");
      else if (c == '*')
        is_optional_ = true;
      else if (c == '\\' || c == '{' || c == '}')
        put(std::string_view(&rtf_[at_ - 1], 1));
      else if (c == '\n' || c == '\r')
        put("\n");
      return;
    }
    const std::size_t begin = at_;
    while (at_ < rtf_.size() && is_letter(rtf_[at_]) && at_ - begin < 40) ++at_;
    const std::string_view word = rtf_.substr(begin, at_ - begin);
    const bool is_negative = at_ < rtf_.size() && rtf_[at_] == '-';
    if (is_negative) ++at_;
    const std::size_t digits = at_;
    while (at_ < rtf_.size() && rtf_[at_] >= '0' && rtf_[at_] <= '9' && at_ - digits < 10) ++at_;
    const bool has_number = at_ > digits;
    const auto number = static_cast<long>(number_of(rtf_.substr(digits, at_ - digits), 10)) * (is_negative ? -1 : 1);
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    act(word, has_number, number);
  }

  void act(std::string_view word, bool has_number, long number) {
    Group& group = groups_.back();
    if (word == "pict" && !group.is_hidden) group.is_picture = true;
    const bool is_known = word == "shpinst" || word == "shptxt" || word == "shppict" || word == "pict";
    if ((is_hidden_group(word) && word != "pict") || (is_optional_ && !is_known)) {
      group.is_hidden = true;
      group.is_picture = false;
    }
    is_optional_ = false;
    if (word == "par" || word == "line" || word == "row" || word == "page" || word == "sect")
      put("\n");
    else if (word == "tab" || word == "cell")
      put("   ");
    else if (word == "v") // hidden text
      group.is_invisible = !has_number || number != 0;
    else if (word == "uc")
      group.skip_after_unicode = static_cast<int>(std::clamp(number, 0L, 20L));
    else if (word == "u" && has_number) {
      put(utf8_of(static_cast<std::uint32_t>(number < 0 ? number + 65536 : number)));
      to_skip_ = group.skip_after_unicode;
    } else if (word == "bin") {
      const std::size_t count =
          std::min<std::size_t>(rtf_.size() - at_, static_cast<std::size_t>(std::max(0L, number)));
      if (group.is_picture) picture_ += rtf_.substr(at_, count);
      at_ += count;
    }
    if (word == "emdash" || word == "endash")
      put("-");
    else if (word == "lquote" || word == "rquote")
      put("'");
    else if (word == "ldblquote" || word == "rdblquote")
      put("\"");
    else if (word == "bullet")
      put("\xE2\x80\xA2");
  }

  std::string_view rtf_;
  std::size_t at_ = 0, groups_beyond_ = 0;
  std::vector<Group> groups_;
  std::string picture_; ///< bytes of the picture that is being read
  int half_byte_ = -1, pictures_seen_ = 0;
  int to_skip_ = 0;
  bool is_optional_ = false; ///< the next word opens a group that a reader who does not know it skips
};

} // namespace

void read_rtf(std::string_view bytes, PageRange, Output& out) {
  RtfReader reader(bytes);
  reader.read();
  out.file("application/rtf", 1);
  if (reader.text.size() > intake::wire::page_text_limit - 8) out.note(Trouble::TooLarge, "a text of more than 8 MB");
  if (!reader.is_whole) out.note(Trouble::Repaired, "RTF");
  records::Page page = build_page(reader.text);
  page.is_unread = page.text.empty() && (!reader.pictures.empty() || !reader.is_whole);
  if (page.is_unread) page.confidence = 0;
  out.page(page);
  reader.pictures.send(out, "RTF");
}

} // namespace openimr::worker
