#include "letters/leak_check.h"

#include "letters/clean_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace openimr::letters {
namespace {

/// Text made comparable, and where in the source each of its bytes came from.
struct Folded {
  std::string text;
  std::vector<std::size_t> origin;
};

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Lower case; whatever is neither letter nor digit is one space between words.
Folded fold_words(std::string_view text) {
  Folded out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = lower(text[i]);
    const bool is_word = is_letter_or_digit(c);
    if (!is_word && (out.text.empty() || out.text.back() == ' ')) continue;
    out.text += is_word ? c : ' ';
    out.origin.push_back(i);
  }
  return out;
}

/// Without the spaces: licence numbers are printed with all kinds of punctuation.
Folded without_spaces(const Folded& folded) {
  Folded out;
  for (std::size_t i = 0; i < folded.text.size(); ++i)
    if (folded.text[i] != ' ') {
      out.text += folded.text[i];
      out.origin.push_back(folded.origin[i]);
    }
  return out;
}

std::string context_of(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t around = 40;
  const std::size_t first = begin > around ? begin - around : 0;
  return clean_line(text.substr(first, std::min(text.size(), end + around) - first));
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

void find_in(std::vector<Leak>& out, std::string_view where, std::string_view text,
             std::span<const std::string> forbidden) {
  const Folded words = fold_words(text);
  const Folded joined = without_spaces(words);
  for (const std::string& secret : forbidden) {
    std::string needle = fold_words(secret).text;
    while (!needle.empty() && needle.back() == ' ') needle.pop_back();
    if (needle.empty()) continue;
    const bool as_number = has_digit(needle);
    if (as_number) std::erase(needle, ' ');
    const Folded& hay = as_number ? joined : words;
    const auto stands_alone = [&](std::size_t at) {
      // Between words: judged in the source, where a join has not glued neighbours together.
      const std::size_t begin = hay.origin[at], last = hay.origin[at + needle.size() - 1];
      return (begin == 0 || !is_letter_or_digit(lower(text[begin - 1]))) &&
             (last + 1 >= text.size() || !is_letter_or_digit(lower(text[last + 1])));
    };
    for (std::size_t at = hay.text.find(needle); at != std::string::npos; at = hay.text.find(needle, at + 1))
      if (stands_alone(at))
        out.push_back(
            {secret, std::string(where), context_of(text, hay.origin[at], hay.origin[at + needle.size() - 1] + 1)});
  }
}

/// Every word a block prints, and its sources apart.
struct Gatherer {
  std::string words;
  std::string sources;

  void add(const std::string& text) { words += clean(text) + "\n"; }
  void add(const Runs& runs) {
    for (const Run& run : runs) {
      words += clean(run.text);
      for (const std::string& id : run.sources) sources += clean(id) + "\n";
    }
    words += "\n";
  }
  void operator()(const Heading& block) { add(block.text); }
  void operator()(const Paragraph& block) { add(block.runs); }
  void operator()(const Quote& block) { add(block.runs); }
  void operator()(const Note& block) { add(block.runs); }
  void operator()(const List& block) {
    for (const Runs& item : block.items) add(item);
  }
  void operator()(const Table& block) {
    add(block.caption);
    for (const std::string& cell : block.header) add(cell);
    for (const auto& row : block.rows)
      for (const Runs& cell : row) add(cell);
  }
  void operator()(const KeyValues& block) {
    for (const auto& [key, value] : block.rows) {
      add(key);
      add(value);
    }
  }
  void operator()(const PageBreak&) {}
};

/// Strings inside an object, indirect ones left to their own turn.
void find_in_object(std::vector<Leak>& out, const std::string& where, QPDFObjectHandle object,
                    std::span<const std::string> forbidden, int depth) {
  if (depth > 32) return;
  const auto visit = [&](QPDFObjectHandle child) {
    if (!child.isIndirect()) find_in_object(out, where, child, forbidden, depth + 1);
  };
  if (object.isString()) {
    find_in(out, where, object.getUTF8Value(), forbidden);
  } else if (object.isArray()) {
    for (QPDFObjectHandle& item : object.getArrayAsVector()) visit(item);
  } else if (object.isDictionary()) {
    for (auto& [key, value] : object.getDictAsMap()) visit(value);
  } else if (object.isStream()) {
    QPDFObjectHandle dictionary = object.getDict();
    visit(dictionary);
    if (!dictionary.getKey("/Type").isNameAndEquals("/Metadata")) return;
    const std::shared_ptr<Buffer> data = object.getStreamData(qpdf_dl_generalized);
    find_in(out, "PDF metadata", {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()}, forbidden);
  }
}

} // namespace

std::vector<Leak> find_leaks(std::string_view where, std::string_view text, std::span<const std::string> forbidden) {
  std::vector<Leak> out;
  find_in(out, where, text, forbidden);
  return out;
}

std::vector<Leak> find_leaks(const Letter& letter, std::span<const std::string> forbidden) {
  std::vector<Leak> out;
  Gatherer gatherer;
  gatherer.add(letter.letterhead.name);
  for (const std::string& line : letter.letterhead.lines) gatherer.add(line);
  for (const Block& block : letter.blocks) std::visit(gatherer, block);
  find_in(out, "title", letter.title, forbidden);
  find_in(out, "subject", letter.subject, forbidden);
  find_in(out, "foot", letter.footer, forbidden);
  find_in(out, "mark", letter.mark, forbidden);
  find_in(out, "text", gatherer.words, forbidden);
  find_in(out, "sources", gatherer.sources, forbidden);
  return out;
}

Result<std::vector<Leak>> find_leaks_in_pdf(std::string_view pdf, std::span<const std::string> forbidden) {
  std::vector<Leak> out;
  try {
    QPDF file;
    file.setSuppressWarnings(true);
    file.processMemoryFile("letter", pdf.data(), pdf.size());
    QPDFObjectHandle trailer = file.getTrailer();
    const QPDFObjectHandle info = trailer.getKey("/Info");
    for (QPDFObjectHandle& object : file.getAllObjects()) {
      const bool is_info = info.isIndirect() && object.getObjGen() == info.getObjGen();
      find_in_object(out, is_info ? "PDF metadata" : fmt::format("PDF object {}", object.getObjectID()), object,
                     forbidden, 0);
    }
  } catch (const std::exception& e) {
    return Error{ErrorKind::Input, "PDF of the letter", e.what(), "a readable PDF", "render the letter again"};
  }
  return out;
}

} // namespace openimr::letters
