#include "text/data_file.h"

#include <gtest/gtest.h>

namespace openimr::text {
namespace {

std::string error_of(const char* yaml) {
  auto file = DataFile::parse("f.yaml", yaml);
  return file ? "" : file.error().message();
}

/// Reads the sample shape and returns the problems, one a line.
std::string problems_of(const char* yaml) {
  auto file = DataFile::parse("f.yaml", yaml);
  if (!file) return file.error().message();
  Reader reader(*file);
  Value root = reader.root();
  root.only({"name", "born", "kind", "limits", "on"});
  root.required("name").string();
  root["born"].date();
  root["kind"].one_of({"upheld", "overturned"});
  for (const Value& limit : root["limits"].list()) {
    limit.only({"unit", "value"});
    limit["value"].number();
  }
  std::string lines;
  for (const Problem& problem : reader.problems()) lines += problem.message() + "\n";
  return lines;
}

} // namespace

TEST(DataFile, RefusesWhatIsNotOnePlainDocument) {
  EXPECT_NE(error_of("a: [1, 2"), "");
  EXPECT_TRUE(error_of("a: [1, 2").starts_with("f.yaml:")) << error_of("a: [1, 2");
  EXPECT_EQ(error_of("a: 1\nb: 2\na: 3\n"),
            "f.yaml:3: found the key \"a\" twice, expected every key once; remove one of them");
  EXPECT_EQ(error_of("a: &x 1\nb: *x\n"),
            "f.yaml:1: found an anchor or alias, expected plain values; write the value out");
  EXPECT_EQ(error_of("a: 1\n---\nb: 2\n"),
            "f.yaml:2: found a second document, expected one document in the file; split the file");
  EXPECT_NE(error_of("{a: b}: 1\n"), "");
  EXPECT_EQ(error_of("a: 1\nb: \xff\n"),
            "f.yaml:2: found bytes that are no UTF-8, expected a YAML text file; save it as UTF-8 text");
  EXPECT_EQ(error_of("%review: \x8e\x9a"),
            "f.yaml:1: found a YAML directive, expected plain keys and values; save it as UTF-8 text");
  EXPECT_EQ(error_of("a: 1\n%TAG x\n"),
            "f.yaml:2: found a YAML directive, expected plain keys and values; save it as UTF-8 text");
  std::string deep(200, '[');
  EXPECT_NE(error_of(deep.c_str()), "");
  EXPECT_NE(error_of("\t- x: [\n"), "");
}

TEST(DataFile, NamesEveryFaultWithLineKeyFoundExpected) {
  EXPECT_EQ(problems_of("name: Ada\non: yes\n"), "");
  EXPECT_EQ(problems_of("nam: Ada\n"),
            "f.yaml:1: nam: found the unknown key \"nam\", expected one of name, born, kind, limits, on; did you mean "
            "\"name\"? else remove it, or begin its name with x-\n"
            "f.yaml:1: name: found nothing, expected a value; add the key \"name\"\n");
  EXPECT_EQ(problems_of("name: Ada\nborn: 1960-02-30\n"), "f.yaml:2: born: found \"1960-02-30\", expected a date such "
                                                          "as 2015-01-16; write year-month-day; the day must exist\n");
  EXPECT_EQ(problems_of("name: Ada\nkind: uphold\n"),
            "f.yaml:2: kind: found \"uphold\", expected one of upheld, overturned; did you mean \"upheld\"?\n");
  EXPECT_EQ(problems_of("name: Ada\nlimits:\n  - {value: \"5\"}\n"),
            "f.yaml:3: limits[0].value: found \"5\", expected a number; write digits without quotes\n");
  EXPECT_EQ(problems_of("name: Ada\nx-note: free\n"), "");
}

TEST(DataFile, KeepsWordsThatOtherYamlTurnsIntoBooleans) {
  auto file = DataFile::parse("f.yaml", "a: on\nb: yes\nc: 'null'\nd: null\ne: 1e3\nf: 07\n");
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(file->root.find("a")->scalar, "on");
  EXPECT_EQ(file->root.find("b")->scalar, "yes");
  EXPECT_EQ(file->root.find("c")->kind, DataNode::Kind::Scalar);
  EXPECT_EQ(file->root.find("d")->kind, DataNode::Kind::Null);
  EXPECT_EQ(file->root.find("e")->number(), 1000.0);
}

TEST(Nearest, SuggestsOnlyWhatIsNear) {
  EXPECT_EQ(nearest("recieved", {"received", "review"}), "received");
  EXPECT_EQ(nearest("zebra", {"received", "review"}), "");
}

} // namespace openimr::text
