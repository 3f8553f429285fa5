// SPDX-License-Identifier: GPL-3.0-or-later
// Texts written in the encodings that occur, by the C library's iconv and not by our own tables, come back as they
// were; where they cannot be told apart that is said.
#include "intake/worker/encoding.h"

#include "intake/wire.h"
#include "intake/worker/code_pages.h"
#include "intake/worker/sniff.h"

#include <gtest/gtest.h>
#include <iconv.h>
#include <random>
#include <string>
#include <vector>

namespace openimr::worker {
namespace {

using namespace std::string_view_literals;

/// `text` in the encoding as iconv names it; empty when the encoding has not all of its characters.
std::string encoded(const std::string& text, const char* encoding) {
  const iconv_t converter = ::iconv_open(encoding, "UTF-8");
  EXPECT_NE(converter, reinterpret_cast<iconv_t>(-1)) << encoding;
  std::string in = text, out(text.size() * 4 + 16, '\0');
  char *from = in.data(), *to = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool is_done = ::iconv(converter, &from, &left, &to, &room) == 0;
  ::iconv_close(converter);
  out.resize(is_done ? out.size() - room : 0);
  return out;
}

constexpr std::pair<const char*, const char*> code_page_names[] = {{"CP1252", "Windows-1252"},
                                                                   {"ISO-8859-15", "ISO-8859-15"},
                                                                   {"CP437", "CP437"},
                                                                   {"CP850", "CP850"},
                                                                   {"MACINTOSH", "Mac Roman"}};

void check(std::string_view bytes, const std::string& text, const std::string& encoding, bool is_certain = true,
           std::string_view declared = "") {
  const DecodedText read = decode_text(bytes, declared);
  EXPECT_EQ(read.text, text);
  EXPECT_EQ(read.encoding, encoding) << text;
  EXPECT_EQ(read.is_certain, is_certain) << text;
}

} // namespace

TEST(Encoding, WideTextsWithAndWithoutAMark) {
  const std::string text = "Dolor crónico: 7 de 10. Pain “worse” at night 🙂\r\n";
  const std::pair<const char*, std::string_view> marks[] = {{"UTF-32LE", "\xff\xfe\0\0"sv},
                                                            {"UTF-32BE", "\0\0\xfe\xff"sv},
                                                            {"UTF-16LE", "\xff\xfe"sv},
                                                            {"UTF-16BE", "\xfe\xff"sv}};
  for (const auto& [name, mark] : marks) {
    const std::string bytes = encoded(text, name);
    check(bytes, text, name);
    check(std::string(mark) + bytes, text, name);
    EXPECT_EQ(media_type_of(bytes), "text/plain") << name;
    EXPECT_EQ(media_type_of(encoded("<html><p>x</p></html>", name)), "text/html") << name;
    EXPECT_EQ(media_type_of(encoded("{\"resourceType\": \"Bundle\"}", name)), "application/fhir+json") << name;
    EXPECT_EQ(media_type_of(encoded("From: a\nMIME-Version: 1.0\n\nwords", name)), "text/plain") << name;
  }
}

TEST(Encoding, WideTextsThatAreDamaged) {
  const std::string lost = "\xEF\xBF\xBD";
  check("\xff\xfe"
        "a\0b"sv,
        "a" + lost, "UTF-16LE", false);                                   // cut off inside a unit
  check("\xfe\xff\0a\xd8\x3d\0b"sv, "a" + lost + "b", "UTF-16BE", false); // half of a pair
  check("\xff\xfe\0\0a\0\0\0\xff\xff\xff\xff"
        "b\0\0\0c\0\0\0d\0\0\0e\0\0\0f\0\0\0g\0\0\0h\0\0\0i\0\0\0"sv,
        "a" + lost + "bcdefghi", "UTF-32LE", false); // no character has that number
  check("\xff\xfe"sv, "", "UTF-16LE");
  // The mark of UTF-32 before what is none: UTF-16 that begins with a zero.
  EXPECT_EQ(decode_text("\xff\xfe\0\0a\0b\0c\0d\0"sv).encoding, "UTF-16LE");
}

TEST(Encoding, ZeroBytesAloneAreNoText) {
  EXPECT_FALSE(is_wide_text("\0\0\0\0\0\0\0\0\0\0\0\0"sv));
  EXPECT_FALSE(is_wide_text("\1\0\2\0\3\0\4\0\5\0\6\0"sv)); // a table of numbers
  EXPECT_FALSE(is_wide_text("ab\0cd\0ef\0gh\0ij\0"sv));
  EXPECT_EQ(media_type_of("PAR1\x15\0\x15\0\x15\0\x15\0\x2c\0"sv), "application/octet-stream");
}

TEST(Encoding, Utf8WithStrayBytes) {
  check("\xef\xbb\xbf"
        "cr\xC3\xB3nico",
        "crónico", "UTF-8");
  check("plain", "plain", "UTF-8");
  check("", "", "UTF-8");
  // Many sequences and one stray byte: damaged UTF-8, not Windows-1252 throughout.
  check("\xC3\xB3 \xC3\xA1 \xC3\xA9 \xC3\xB1 \xE9", "ó á é ñ \xEF\xBF\xBD", "UTF-8", false);
  check("cut off \xC3\xB3 \xC3\xA1 \xC3\xA9 \xC3\xB1 \xE2\x80", "cut off ó á é ñ \xEF\xBF\xBD\xEF\xBF\xBD", "UTF-8",
        false);
}

TEST(Encoding, OneByteEncodingsByTheirSigns) {
  // Each is what its encoding alone makes sense of.
  check("Dolor cr\xF3nico, rodilla 98\xB0, \xBD tab", "Dolor crónico, rodilla 98°, ½ tab", "Windows-1252");
  check("\x93worse\x94 \x96 the patient\x92s words", "“worse” – the patient’s words", "Windows-1252");
  check("Dolor cr\xA2nico de a\xA4os, seg\xA3n el m\x82"
        "dico",
        "Dolor crónico de años, según el médico", "CP437"); // CP850 has the same letters: the words are certain
  check("\xDA\xC4\xC4\xC4\xBF\r\n\xB3 ROM\xB3\r\n\xC0\xC4\xC4\xC4\xD9 flexi\xA2n 45\xF8",
        "┌───┐\r\n│ ROM│\r\n└───┘ flexión 45°", "CP437");
  check("Dolor cr\x97nico de a\x96os, seg\x9Cn el m\x8E"
        "dico. The patient\xD5s \xD2pain\xD3",
        "Dolor crónico de años, según el médico. The patient’s “pain”", "Mac Roman");
  check("na\xEFve \xC9l ma\xF1"
        "ana",
        "naïve Él mañana", "Windows-1252");
}

TEST(Encoding, WhatTheFileSaysIsBelievedWhereItCanBe) {
  check("\x82 \xA1", "é í", "CP850", true, "IBM850");
  check("\xA4 5", "€ 5", "ISO-8859-15", true, "ISO-8859-15");
  check("cr\xC3\xB3nico", "crónico", "UTF-8", true, "iso-8859-1"); // nobody writes two such letters by chance
  check("a\0b\0c\0"sv, "abc", "UTF-16LE", true, "UTF-16LE");
  check("pain\x81", "painü", "CP437", false, "x-unknown"); // one sign only speaks for it
  check("\x81", "ü", "CP437", false);
}

/// Sentences with letters and signs beyond ASCII, put together at random.
class RandomText {
public:
  explicit RandomText(unsigned seed) : chance_(seed) {}

  std::string next(int count) {
    static const std::vector<std::string> pieces = {"Paciente con dolor crónico de espalda",
                                                    "según el médico",
                                                    "niño de 12 años",
                                                    "¿Dónde le duele?",
                                                    "¡Atención!",
                                                    "SEÑORA MUÑOZ",
                                                    "RADIOGRAFÍA",
                                                    "JOSÉ PÉREZ",
                                                    "cirugía",
                                                    "el próximo año",
                                                    "lesión",
                                                    "evaluación ortopédica",
                                                    "vergüenza",
                                                    "Él camina",
                                                    "flexion 45° and extension 10°",
                                                    "temperature 98.6 °F",
                                                    "1½ tablets",
                                                    "½ tablet",
                                                    "±5 mm",
                                                    "ibuprofen",
                                                    "low back pain",
                                                    "the patient denies numbness",
                                                    "MRI of the lumbar spine",
                                                    "Dr. García",
                                                    "Norco 10/325 mg #60",
                                                    "L4-L5 disc",
                                                    "work status: modified",
                                                    "NPI 1234567890",
                                                    "Señor Núñez",
                                                    "Ángel"};
    std::string text;
    for (int n = 0; n < count; ++n) {
      text += pieces[chance_() % pieces.size()];
      text += std::vector<std::string>{". ", ", ", "\n", "; "}[chance_() % 4];
    }
    return text;
  }

private:
  std::mt19937 chance_;
};

TEST(Encoding, RandomTextsComeBackOrAreDoubted) {
  // Pieces in a text, and the least share in percent of texts that must come back, and that must be certain.
  struct Length {
    int pieces, right, certain;
  };
  for (const auto& [pieces, least_right, least_certain] : {Length{1, 95, 45}, Length{3, 98, 80}, Length{12, 99, 97}}) {
    int tried = 0, right = 0, certain = 0, wrong_though_certain = 0;
    for (unsigned seed = 0; seed < 400; ++seed)
      for (const auto& [iconv_name, name] : code_page_names) {
        const std::string text = RandomText(seed).next(pieces), bytes = encoded(text, iconv_name);
        if (bytes.empty() || bytes == text) continue; // the encoding lacks a character, or the text has only ASCII
        const DecodedText read = decode_text(bytes);
        ++tried;
        right += read.text == text ? 1 : 0;
        certain += read.is_certain ? 1 : 0;
        wrong_though_certain += read.is_certain && read.text != text ? 1 : 0;
        EXPECT_EQ(media_type_of(bytes), "text/plain");
      }
    const std::string told = std::to_string(pieces) + " pieces: " + std::to_string(right) + " right, " +
                             std::to_string(certain) + " certain of " + std::to_string(tried);
    RecordProperty("of_" + std::to_string(pieces), told);
    EXPECT_GT(tried, 500) << told;
    EXPECT_EQ(wrong_though_certain, 0) << told;
    EXPECT_GE(right * 100, tried * least_right) << told;
    EXPECT_GE(certain * 100, tried * least_certain) << told;
  }
}

TEST(Encoding, TablesAreThoseOfTheCLibrary) {
  for (const auto& [iconv_name, name] : code_page_names)
    for (const CodePage& page : code_pages()) {
      if (page.name != std::string_view(name)) continue;
      for (int byte = 0x80; byte < 0x100; ++byte) {
        const std::uint32_t code = page.character(static_cast<char>(byte));
        const bool is_apples_own = name == "Mac Roman"sv && (byte == 0xc6 || byte == 0xf0); // iconv has U+0394 and none
        if (code == 0xfffd || is_apples_own) continue;
        EXPECT_EQ(encoded(utf8_of(code), iconv_name), std::string(1, static_cast<char>(byte))) << name << " " << byte;
      }
    }
}

TEST(Encoding, AnyBytesGiveUtf8) {
  std::mt19937 chance(7);
  for (int round = 0; round < 4000; ++round) {
    std::string bytes;
    const auto style = chance() % 4;
    for (auto length = chance() % 120; length > 0; --length) {
      bytes += static_cast<char>(style == 0   ? chance()
                                 : style == 1 ? chance() % 128
                                              : "ab \xC3\xB3\xFF\xFE\n"[chance() % 9]);
      if (style == 2) bytes += '\0';
    }
    for (const char* declared : {"", "utf-16", "utf-32le", "ibm437", "\xff"}) {
      const DecodedText read = decode_text(bytes, declared);
      std::string printable = read.text;
      for (char& c : printable)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
      EXPECT_TRUE(intake::wire::is_clean_utf8(printable));
      EXPECT_EQ(decode_text(bytes, declared).text, read.text);
      EXPECT_FALSE(read.encoding.empty());
    }
    media_type_of(bytes);
  }
}

} // namespace openimr::worker
