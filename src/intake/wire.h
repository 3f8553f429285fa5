// What the extraction worker says to its parent, and what the cache keeps: length-bounded binary frames, little endian.
// Both sides include this header and nothing else of each other. Reading is strict, because whoever writes may have
// been taken over by the file it was parsing: every length, offset, character and number is checked before it is
// believed.
#pragma once

#include "records/case_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace openimr::intake::wire {

/// Changes whenever the same bytes would be read differently; part of every cache key.
inline constexpr std::string_view reader_version = "11";

inline constexpr std::uint32_t page_limit = 20000;                     ///< pages of one file
inline constexpr std::size_t frame_limit = std::size_t{64} << 20;      ///< bytes of one frame
inline constexpr int member_depth_limit = 4;                           ///< files in files in files
inline constexpr std::size_t member_part_limit = std::size_t{8} << 20; ///< bytes of one part of a file inside a file
inline constexpr std::size_t picture_limit = std::size_t{16} << 20;    ///< pixels of one picture
inline constexpr std::uint32_t loose_ink_limit = 50;                   ///< places of ink without words on one page
inline constexpr std::size_t page_text_limit = std::size_t{8} << 20;   ///< bytes of one page text

/// What a frame is.
enum class FrameKind : std::uint8_t {
  File = 'F',    ///< media type, number of pages
  Page = 'P',    ///< one page
  Image = 'I',   ///< a page as a picture to be recognised (wire_image.h)
  Picture = 'G', ///< one page as a gray picture, to look at its boxes
  Member = 'M',  ///< a file inside the file (of a ZIP, attached to a message), or more of its bytes
  Note = 'N',    ///< something is wrong with the file or a page
  End = 'E',     ///< the worker came to its end; without it the rest is lost
};

/// What can be wrong inside a file. The parent has the words for it (trouble.h).
enum class Trouble : std::uint8_t {
  Empty = 1,      ///< 0 bytes
  UnknownFormat,  ///< detail: media type
  NoReader,       ///< a known format that is not read; detail: its name
  Encrypted,      ///< needs a password
  Damaged,        ///< cannot be opened; detail: the format's name
  Repaired,       ///< was damaged and could be opened in part
  NoPages,        ///< opens, holds no page
  TooManyPages,   ///< detail: how many
  TooLarge,       ///< an image or text beyond the limit; detail: its size
  PageDamaged,    ///< one page cannot be read
  Pictures,       ///< a word-processor file with pictures that are not read; detail: how many
  NoLanguage,     ///< OCR data for the language are missing; detail: the language
  RefusedName,    ///< a file inside that is not taken because of its name; detail: the name
  MemberLocked,   ///< a file inside that needs a password; detail: its name
  TooDeep,        ///< files in files in files beyond the limit
  TooManyMembers, ///< more files inside, or more bytes, than are taken
  PartsUnread,    ///< parts of a structured file that are not turned into text; detail: which
  HiddenWords,    ///< no fault: the words of the page are drawn invisibly, as OCR programs do over a scan
  UnsureEncoding, ///< a text whose bytes fit several encodings, or are damaged; detail: the one that was taken
  PictureOnPage,  ///< no fault: a large picture stands on the page beside words that can be seen
  Last = PictureOnPage,
};

struct FileFrame {
  std::string media_type;
  std::uint32_t pages = 0;
};

struct NoteFrame {
  Trouble trouble = Trouble::Damaged;
  std::uint32_t page = 0; ///< 0 means the file
  std::string detail;
};

/// A file inside the file. Large ones come in several frames, the first without `continues`.
struct MemberFrame {
  std::string_view name; ///< path with "/" inside the file; not yet to be believed
  bool continues = false;
  std::string_view bytes;
};

/// A page as gray pixels, row by row from the top, 0 black to 255 white.
struct PictureFrame {
  std::uint32_t page = 1;
  float dots_per_inch = 0;
  std::uint32_t width = 0, height = 0;
  std::string_view pixels; ///< width x height bytes
};

/// True for a relative path without ways out: no empty, "." or ".." parts, no backslash, colon or control character.
inline bool is_plain_member_name(std::string_view name);

/// Appends numbers and strings to a byte string.
class Writer {
public:
  void u8(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void u32(std::uint32_t value) {
    const char four[4] = {static_cast<char>(value), static_cast<char>(value >> 8), static_cast<char>(value >> 16),
                          static_cast<char>(value >> 24)};
    bytes_.append(four, 4);
  }
  void u64(std::uint64_t value) {
    u32(static_cast<std::uint32_t>(value));
    u32(static_cast<std::uint32_t>(value >> 32));
  }
  void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
  void string(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
  }
  std::string& bytes() { return bytes_; }

private:
  std::string bytes_;
};

/// Takes them out again. After the first read beyond the end everything is zero and `is_broken` stays true.
class Cursor {
public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  bool is_broken() const { return broken_; }
  bool is_at_end() const { return rest_.empty() && !broken_; }
  std::uint8_t u8() { return has(1) ? static_cast<std::uint8_t>(take(1)[0]) : 0; }
  std::uint32_t u32() {
    if (!has(4)) return 0;
    const auto* four = reinterpret_cast<const unsigned char*>(take(4).data());
    return four[0] | std::uint32_t{four[1]} << 8 | std::uint32_t{four[2]} << 16 | std::uint32_t{four[3]} << 24;
  }
  std::uint64_t u64() {
    const std::uint64_t low = u32();
    return low | std::uint64_t{u32()} << 32;
  }
  float f32() { return std::bit_cast<float>(u32()); }
  std::string_view string(std::size_t limit) {
    const std::uint32_t size = u32();
    if (size > limit) broken_ = true;
    return has(size) ? take(size) : std::string_view();
  }
  std::size_t remaining() const { return broken_ ? 0 : rest_.size(); }

private:
  bool has(std::size_t count) {
    if (rest_.size() < count) broken_ = true;
    return !broken_;
  }
  std::string_view take(std::size_t count) {
    const std::string_view part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return part;
  }

  std::string_view rest_;
  bool broken_ = false;
};

/// True for well-formed UTF-8 without control characters other than tab and line feed.
inline bool is_clean_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) return false;
      ++i;
      continue;
    }
    const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (byte < 0xc2 || byte > 0xf4 || i + length > text.size()) return false;
    std::uint32_t code = byte & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3fU);
    }
    if ((length == 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
        (length == 4 && (code < 0x10000 || code > 0x10ffff)))
      return false;
    i += length;
  }
  return true;
}

/// What a text file was read as, and places of ink without words; both may be empty.
inline void write_doubts(Writer& out, const records::Page& page) {
  out.string(page.encoding);
  out.u8(page.is_encoding_sure ? 1 : 0);
  out.u32(static_cast<std::uint32_t>(page.loose_ink.size()));
  for (const records::Box& box : page.loose_ink)
    for (float side : box) out.f32(side);
}

inline bool is_place(float value) { return std::isfinite(value) && std::abs(value) < 1e6F; }

/// False when they cannot be believed.
inline bool read_doubts(Cursor& in, records::Page& page) {
  page.encoding = in.string(20);
  const std::uint8_t sure = in.u8();
  const std::uint32_t places = in.u32();
  if (in.is_broken() || sure > 1 || places > loose_ink_limit || !is_clean_utf8(page.encoding)) return false;
  page.is_encoding_sure = sure == 1;
  for (std::uint32_t n = 0; n < places; ++n) {
    records::Box box{};
    for (float& side : box) side = in.f32();
    if (!std::all_of(box.begin(), box.end(), is_place)) return false;
    page.loose_ink.push_back(box);
  }
  return !in.is_broken();
}

inline void write_page(Writer& out, const records::Page& page) {
  out.u32(static_cast<std::uint32_t>(page.number));
  out.u8(static_cast<std::uint8_t>(page.source));
  out.u8(static_cast<std::uint8_t>(page.reason));
  out.f32(page.width);
  out.f32(page.height);
  out.u8(static_cast<std::uint8_t>(page.confidence));
  out.u8(page.is_unread ? 1 : 0);
  out.string(page.text);
  out.bytes().reserve(out.bytes().size() + page.words.size() * 25 + 256);
  out.u32(static_cast<std::uint32_t>(page.words.size()));
  for (const records::Word& word : page.words) {
    out.u32(word.span.begin);
    out.u32(word.span.end);
    for (float side : word.box) out.f32(side);
    out.u8(word.confidence);
  }
  out.u32(static_cast<std::uint32_t>(page.parts.size()));
  for (const records::Part& part : page.parts) {
    out.u32(part.span.begin);
    out.u32(part.span.end);
    out.u8(static_cast<std::uint8_t>(part.kind));
    out.u8(part.is_repeated ? 1 : 0);
  }
  write_doubts(out, page);
}

/// The marked stretches of a page text; false when they cannot be believed.
inline bool read_parts(Cursor& in, records::Page& page) {
  const std::uint32_t parts = in.u32();
  if (in.is_broken() || parts > page.text.size() || in.remaining() < std::size_t{parts} * 10) return false;
  std::uint32_t before = 0;
  for (std::uint32_t n = 0; n < parts; ++n) {
    records::Part part;
    part.span = {in.u32(), in.u32()};
    const std::uint8_t kind = in.u8(), repeated = in.u8();
    if (part.span.begin < before || part.span.begin >= part.span.end || part.span.end > page.text.size() ||
        kind > static_cast<std::uint8_t>(records::PartKind::Turned) || repeated > 1)
      return false;
    before = part.span.end;
    part.kind = static_cast<records::PartKind>(kind);
    part.is_repeated = repeated == 1;
    page.parts.push_back(part);
  }
  return true;
}

/// A page, or nothing when any part of it cannot be believed.
inline std::optional<records::Page> read_page(Cursor& in) {
  records::Page page;
  const std::uint32_t number = in.u32();
  const std::uint8_t source = in.u8();
  const std::uint8_t reason = in.u8();
  page.width = in.f32();
  page.height = in.f32();
  page.confidence = in.u8();
  const std::uint8_t unread = in.u8();
  page.text = in.string(page_text_limit);
  const std::uint32_t words = in.u32();
  if (in.is_broken() || number < 1 || number > page_limit + 1 || source > 2 ||
      reason > static_cast<std::uint8_t>(records::SourceReason::OcrBetter) || unread > 1 || page.confidence > 100 ||
      !is_place(page.width) || !is_place(page.height) || words > page.text.size() ||
      in.remaining() < std::size_t{words} * 25 || !is_clean_utf8(page.text))
    return std::nullopt;
  page.number = static_cast<int>(number);
  page.source = static_cast<records::TextSource>(source);
  page.reason = static_cast<records::SourceReason>(reason);
  page.is_unread = unread == 1;
  page.words.reserve(words);
  std::uint32_t before = 0;
  for (std::uint32_t n = 0; n < words; ++n) {
    records::Word word;
    word.span = {in.u32(), in.u32()};
    for (float& side : word.box) side = in.f32();
    word.confidence = in.u8();
    const auto starts_character = [&page](std::uint32_t at) {
      return at == page.text.size() || (static_cast<unsigned char>(page.text[at]) & 0xc0) != 0x80;
    };
    bool is_believable = word.span.begin >= before && word.span.begin < word.span.end &&
                         word.span.end <= page.text.size() && word.confidence <= 100;
    for (float side : word.box) is_believable = is_believable && is_place(side);
    if (!is_believable || !starts_character(word.span.begin) || !starts_character(word.span.end)) return std::nullopt;
    before = word.span.end;
    page.words.push_back(word);
  }
  if (!read_parts(in, page) || !read_doubts(in, page)) return std::nullopt;
  return page;
}

/// kind, length, payload.
inline std::string frame(FrameKind kind, std::string_view payload) {
  Writer out;
  out.u8(static_cast<std::uint8_t>(kind));
  out.string(payload);
  return std::move(out.bytes());
}

inline std::string frame(const FileFrame& file) {
  Writer out;
  out.string(file.media_type);
  out.u32(file.pages);
  return frame(FrameKind::File, out.bytes());
}

inline std::string frame(const records::Page& page) {
  Writer out;
  write_page(out, page);
  return frame(FrameKind::Page, out.bytes());
}

inline std::string frame(const NoteFrame& note) {
  Writer out;
  out.u8(static_cast<std::uint8_t>(note.trouble));
  out.u32(note.page);
  out.string(note.detail);
  return frame(FrameKind::Note, out.bytes());
}

inline std::string frame(const MemberFrame& member) {
  Writer out;
  out.string(member.name);
  out.u8(member.continues ? 1 : 0);
  out.string(member.bytes);
  return frame(FrameKind::Member, out.bytes());
}

inline std::string frame(const PictureFrame& picture) {
  Writer out;
  out.u32(picture.page);
  out.f32(picture.dots_per_inch);
  out.u32(picture.width);
  out.u32(picture.height);
  out.string(picture.pixels);
  return frame(FrameKind::Picture, out.bytes());
}

inline bool is_plain_member_name(std::string_view name) {
  if (name.empty() || name.size() > 300 || !is_clean_utf8(name)) return false;
  if (name.find_first_of("\\:\n\t") != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

/// The frame's strings point into the payload.
inline std::optional<MemberFrame> read_member_frame(std::string_view payload) {
  Cursor in(payload);
  MemberFrame member;
  member.name = in.string(300);
  const std::uint8_t continues = in.u8();
  member.bytes = in.string(member_part_limit);
  if (!in.is_at_end() || continues > 1 || !is_plain_member_name(member.name)) return std::nullopt;
  member.continues = continues == 1;
  return member;
}

/// The frame's pixels point into the payload.
inline std::optional<PictureFrame> read_picture_frame(std::string_view payload) {
  Cursor in(payload);
  PictureFrame picture;
  picture.page = in.u32();
  picture.dots_per_inch = in.f32();
  picture.width = in.u32();
  picture.height = in.u32();
  picture.pixels = in.string(picture_limit);
  const bool has_resolution = picture.dots_per_inch >= 10 && picture.dots_per_inch <= 1200; // false for no number
  if (!in.is_at_end() || picture.page < 1 || picture.page > page_limit || !has_resolution || picture.width < 1 ||
      picture.height < 1 || picture.width > picture_limit ||
      std::uint64_t{picture.width} * picture.height != picture.pixels.size())
    return std::nullopt;
  return picture;
}

inline std::optional<FileFrame> read_file_frame(std::string_view payload) {
  Cursor in(payload);
  FileFrame file;
  file.media_type = in.string(200);
  file.pages = in.u32();
  if (!in.is_at_end() || file.pages > page_limit || !is_clean_utf8(file.media_type)) return std::nullopt;
  return file;
}

inline std::optional<NoteFrame> read_note_frame(std::string_view payload) {
  Cursor in(payload);
  NoteFrame note;
  const std::uint8_t trouble = in.u8();
  note.page = in.u32();
  note.detail = in.string(200);
  if (!in.is_at_end() || trouble < 1 || trouble > static_cast<std::uint8_t>(Trouble::Last) || note.page > page_limit ||
      !is_clean_utf8(note.detail))
    return std::nullopt;
  note.trouble = static_cast<Trouble>(trouble);
  return note;
}

inline std::optional<records::Page> read_page_frame(std::string_view payload) {
  Cursor in(payload);
  auto page = read_page(in);
  return page && in.is_at_end() ? std::move(page) : std::nullopt;
}

} // namespace openimr::intake::wire
