// The template language: what a page may say, where each fault is named, and that nothing is printed for a value that
// is not there.
#include "letters/fill_template.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::letters {
namespace {

using testing::HasSubstr;

const Language english{"en",
                       "en-US",
                       "English",
                       {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                        "October", "November", "December"},
                       "{month} {day}, {year}",
                       "{mm}/{dd}/{year}",
                       "Page {page} of {pages}",
                       ReadingFormula::None};
const Date march{*Date::from(2015, 3, 18)};

/// A page around fields and blocks, lines 1 to 6 before the fields.
std::string page(const std::string& fields, const std::string& blocks) {
  return "schema: 1\nid: x\nabout: a\ncitation: c\nlanguages: [en]\ntitle: {en: T}\nfields:\n" + fields + "blocks:\n" +
         blocks;
}

const std::map<std::string, WordSet> words = {
    {"outcome", {{"yes", {{"en", {"granted", 1}}}}, {"no", {{"en", {"refused", 1}}}}}}};

std::string fault_of(const std::string& bytes) {
  auto read = parse_template("x.yaml", bytes, words);
  return read ? "" : read.error().message();
}

std::string filled(const std::string& bytes, const FieldValues& values, Date day = march) {
  auto read = parse_template("x.yaml", bytes, words);
  if (!read) return read.error().message();
  auto letter = fill_template(*read, english, values, day);
  if (!letter) return "error: " + letter.error().message();
  std::string out;
  for (const Block& block : letter->letter.blocks) {
    if (const auto* one = std::get_if<Paragraph>(&block))
      for (const Run& run : one->runs) out += run.emphasis.bold ? "*" + run.text + "*" : run.text;
    if (const auto* list = std::get_if<List>(&block))
      for (const Runs& item : list->items) out += "-" + item.front().text;
    if (const auto* table = std::get_if<Table>(&block))
      for (const auto& row : table->rows)
        out += fmt::format("[{}]", row.front().empty() ? "" : row.front().front().text);
    out += "|";
  }
  return out;
}

} // namespace

TEST(Template, EveryFaultIsNamedWithItsLine) {
  struct Case {
    const char *fields, *blocks, *fault;
  };
  const std::string p = "  - {id: p, kind: paragraph, citation: c, text: {en: ";
  const Case cases[] = {
      {"  a: {}\n", "{b}", "x.yaml:10: p: found {b}, expected a field of this page"},
      {"  amount: {}\n", "{amuont}", "did you mean {amount}?"},
      {"  a: {optional: true}\n", "{a}", "x.yaml:10: p: found {a}, which may be missing"},
      {"  a: {type: flag}\n", "{a}", "found {a}, a flag"},
      {"  a: {}\n", "{a:short}", "found {a:short}, expected :short behind a date"},
      {"  a: {}\n", "{a", "found a brace without its partner"},
      {"  a: {type: choice, words: colours}\n", "{a}", "x.yaml:8: a: found the words \"colours\""},
      {"  a: {}\n  b: {}\n", "{a}", "x.yaml:9: b: found a field that nothing uses"},
      {"  a: {type: date, source: due, rule: r, event: b}\n", "{a}", "the event \"b\""},
      {"  a: {type: list, fields: {t: {}}}\n", "{row.t}", "a field of a row that a list is at here"},
      {"  a: {type: money}\n", "{a}", "found \"money\""},
      {"  a: {source: set}\n", "{a}", "about"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.fault);
    EXPECT_THAT(fault_of(page(one.fields, p + "\"" + one.blocks + "\"}}\n")), HasSubstr(one.fault));
  }
}

TEST(Template, ShapesAreChecked) {
  const auto fault = [](const char* blocks) {
    return fault_of(
        page("  a: {}\n", std::string(blocks) + "  - {id: z, kind: paragraph, citation: c, text: {en: \"{a}\"}}\n"));
  };
  EXPECT_THAT(fault("  - {id: h, kind: heading, level: 2, text: {en: H}}\n"),
              HasSubstr("a heading of level 2 under level 0"));
  EXPECT_THAT(fault("  - {id: p, kind: paragraph, text: {en: P}}\n"), HasSubstr("no citation"));
  EXPECT_THAT(fault("  - {id: p, kind: paragraph, citation: c}\n"), HasSubstr("no text"));
  EXPECT_THAT(fault("  - {id: p, kind: paragraph, citation: c, text: {fr: P}}\n"), HasSubstr("no text in \"en\""));
  EXPECT_THAT(fault("  - {id: t, kind: table, citation: c}\n"), HasSubstr("no columns"));
  EXPECT_THAT(fault("  - {id: l, kind: list, citation: c, each: nothing, text: {en: x}}\n"),
              HasSubstr("each: nothing"));
  EXPECT_THAT(fault("  - {id: z, kind: page_break}\n"), HasSubstr("an id for the second time"));
  EXPECT_THAT(fault("  - {id: p, kind: paragraph, citation: c, when: [a], text: {en: P}}\n"),
              HasSubstr("this one is always there"));
  EXPECT_THAT(fault("  - {id: p, kind: verse, citation: c, text: {en: P}}\n"), HasSubstr("found \"verse\""));
}

TEST(Template, LanguagesSayTheSame) {
  std::string bytes = page("  a: {}\n", "  - {id: p, kind: paragraph, citation: c, text: {en: \"{a}\", es: nada}}\n");
  bytes.replace(bytes.find("[en]"), 4, "[en, es]");
  bytes.replace(bytes.find("{en: T}"), 7, "{en: T, es: T}");
  EXPECT_THAT(fault_of(bytes), HasSubstr("other placeholders in \"es\""));
}

TEST(Template, AMissingValueStopsTheLetterAndNamesTheLine) {
  const std::string bytes = page("  a: {}\n  b: {source: set, about: what it is}\n",
                                 "  - {id: p, kind: paragraph, citation: c, text: {en: \"{a}\"}}\n"
                                 "  - {id: q, kind: paragraph, citation: c, text: {en: \"{b}\"}}\n");
  EXPECT_EQ(filled(bytes, {}), "error: x.yaml:11: p: found no value for {a}, expected one of type text; the case does "
                               "not say it: complete application.yaml");
  EXPECT_EQ(filled(bytes, {{"a", std::string()}}), filled(bytes, {})) << "an empty text is no value";
  EXPECT_EQ(
      filled(bytes, {{"a", std::string("x")}}),
      "error: x.yaml:12: q: found no value for {b}, expected one of type text; give it with --set b=…: what it is");
  EXPECT_THAT(filled(bytes, {{"a", march}}), HasSubstr("a value of another type for {a}"));
}

TEST(Template, ConditionsAndListsDecideWhatIsPrinted) {
  const std::string bytes =
      page("  f: {type: flag}\n  o: {optional: true}\n  c: {type: choice, words: outcome}\n"
           "  l: {type: list, fields: {t: {}, d: {type: date, optional: true}}}\n",
           "  - {id: a, kind: paragraph, citation: c, when: [f], text: {en: on}}\n"
           "  - {id: b, kind: paragraph, citation: c, when: [not f], text: {en: \"off **{{bold}}**\"}}\n"
           "  - {id: c, kind: paragraph, citation: c, when: [o], text: {en: \"{o}\"}}\n"
           "  - {id: d, kind: paragraph, citation: c, when: [c is yes], text: {en: \"{c}\"}}\n"
           "  - {id: e, kind: list, citation: c, each: l, as: one, text: {en: \"{one.t}\"}}\n"
           "  - {id: g, kind: group, each: l, as: one, blocks: [{id: h, kind: paragraph, citation: c, when: [one.d], "
           "text: {en: \"{one.d:short}\"}}]}\n"
           "  - {id: t, kind: table, citation: c, each: l, as: one, columns: [{label: {en: D}, when: [one.d], text: "
           "{en: \"{one.d}\"}}]}\n");
  const std::vector<Row> rows = {{{"t", std::string("x")}}, {{"t", std::string("y")}, {"d", march}}};
  EXPECT_EQ(filled(bytes, {{"f", true}, {"o", std::string("here")}, {"c", std::string("yes")}, {"l", rows}}),
            "on|here|granted|-x-y|03/18/2015|[][March 18, 2015]|");
  EXPECT_EQ(filled(bytes, {{"f", false}, {"c", std::string("no")}}), "off *{bold}*|");
}

TEST(Template, WordsAreThoseInForceOnTheDayOfTheLetter) {
  const std::string bytes =
      page("  a: {}\n", "  - {id: o, kind: paragraph, citation: c, to: 2014-12-31, text: {en: old}}\n"
                        "  - {id: n, kind: paragraph, citation: c, from: 2015-01-01, text: {en: \"new {a}\"}}\n");
  EXPECT_EQ(filled(bytes, {{"a", std::string("x")}}), "new x|");
  EXPECT_EQ(filled(bytes, {}, *Date::from(2014, 12, 31)), "old|");
}

TEST(Template, CaseWordsAreNeverTakenForTemplateSyntax) {
  const std::string bytes = page("  a: {}\n", "  - {id: p, kind: paragraph, citation: c, text: {en: \"{a}\"}}\n");
  EXPECT_EQ(filled(bytes, {{"a", std::string("{b} **x** {{")}}), "{b} **x** {{|");
}

TEST(Languages, OfThePacksWriteDates) {
  const auto languages = load_languages(OPENIMR_SOURCE_DIR "/packs");
  ASSERT_TRUE(languages) << languages.error().message();
  EXPECT_EQ(find_language(*languages, "en")->written(march), "March 18, 2015");
  EXPECT_EQ(find_language(*languages, "en")->written_short(march), "03/18/2015");
  EXPECT_EQ(find_language(*languages, "es")->written(march), "18 de marzo de 2015");
  EXPECT_EQ(find_language(*languages, "es")->tag, "es-US");
  EXPECT_EQ(find_language(*languages, "xx"), nullptr);
}

} // namespace openimr::letters
