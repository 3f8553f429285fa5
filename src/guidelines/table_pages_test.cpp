// The formulary and the postsurgical table: every example of the pages, faults named, and how requests meet them.
#include "base/files.h"
#include "guidelines/coverage.h"
#include "guidelines/evaluate.h"
#include "guidelines/formulary_request.h"
#include "guidelines/library.h"
#include "jurisdictions/jurisdiction.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <numeric>
#include <set>

namespace openimr::guidelines {
namespace {

const std::string source = OPENIMR_SOURCE_DIR;

const Library& library() {
  static const auto loaded = Library::load(source + "/packs");
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

Date day(const char* iso) { return *Date::parse_iso(iso); }

template <class T, class Read> std::string faults(const std::string& page, Read read) {
  auto file = text::DataFile::parse("t.yaml", page);
  if (!file) return file.error().message();
  text::Reader reader(*file);
  read(reader);
  std::string lines;
  for (const auto& problem : reader.problems()) lines += problem.message() + "\n";
  return lines;
}

const std::string fills =
    "special_fill: {within_days_of_injury: 7, citation: c, confidence: {level: low, basis: memory}}\n"
    "perioperative_fill: {days_before: 4, days_after: 4, citation: c, confidence: {level: low, basis: memory}}\n"
    "physician_dispensed: {within_days_of_injury: 7, supply_days: 7, citation: c, confidence: {level: low, basis: "
    "memory}}\n";
const std::string sure = "confidence: {level: low, basis: memory}";

records::Fact operation(const char* concept_id, const char* on, bool is_stated) {
  records::Fact fact;
  fact.id = "f1";
  fact.concept_id = concept_id;
  fact.kind = "procedure";
  fact.date = day(on);
  if (is_stated) fact.details["dated"] = "stated";
  return fact;
}

Request therapy(const char* words, double visits) {
  Request request;
  request.item.text = words;
  request.item.kind = "therapy";
  request.item.count = visits;
  return request;
}

const char* verdict(const Request& request, const char* id) {
  const auto found = request.values.find(id);
  return found == request.values.end() ? "none" : name(found->second.verdict);
}

} // namespace

TEST(TablePages, EveryExampleComesOutAsWritten) {
  std::vector<std::string> differs;
  EXPECT_GE(library().run_table_examples(differs), 27u);
  for (const std::string& line : differs) ADD_FAILURE() << line;
}

TEST(TablePages, AnExampleThatComesOutOtherwiseIsNamedWithItsPlace) {
  Formulary formulary = *library().formulary();
  FormularyExample example = formulary.examples.front();
  formulary.file = "f.yaml";
  example.line = 9;
  example.expect = "required";
  EXPECT_EQ(run_example(formulary, example), "f.yaml:9: example \"before the first day\": prospective review is "
                                             "does_not_apply, expected required\n");
  PostsurgicalTable table = *library().postsurgical(day("2015-01-01"));
  PostsurgicalExample course = table.examples.front();
  table.file = "p.yaml";
  course.line = 9;
  course.operations = {"achilles"};
  EXPECT_EQ(run_example(table, course), "p.yaml:9: example \"half of the course after a meniscectomy\": within by "
                                        "[knee-meniscectomy-chondroplasty], expected within by [achilles]\n");
}

TEST(FormularyPage, NamesEveryFaultWithItsLine) {
  const auto read = [](text::Reader& reader) { read_formulary(reader); };
  const std::string head = "in_force: {from: 2018-01-01}\nlists: []\nrules: []\n" + fills;
  EXPECT_EQ(faults<Formulary>(head + "drugs: []\n", read), "");
  EXPECT_EQ(faults<Formulary>(head + "drugs:\n  - {status: exempt, from: 2018-01-01, " + sure + "}\n", read),
            "t.yaml:8: drugs[0]: found neither or both of drug and drug_class, expected one of them; name the drug, or "
            "its class\n");
  EXPECT_EQ(
      faults<Formulary>(
          head + "drugs:\n  - {drug: a, status: exempt, special_fill_days: 4, from: 2018-01-01, " + sure + "}\n", read),
      "t.yaml:8: drugs[0]: found a fill of an exempt drug, expected fills of drugs that are not exempt only; drop "
      "the days or correct the status\n");
  EXPECT_EQ(faults<Formulary>(head + "drugs:\n  - {drug: a, status: exempt, from: 2018-01-01, " + sure +
                                  "}\n  - {drug: a, status: non_exempt, from: 2019-01-01, " + sure + "}\n",
                              read),
            "t.yaml:9: drugs[1]: found a a second time, expected one row a day; end the earlier row with `to`\n");
  EXPECT_EQ(faults<Formulary>(head + "drugs:\n  - {drug: a, status: unlisted, from: 2018-01-01, " + sure + "}\n", read),
            "t.yaml:8: drugs[0].status: found \"unlisted\", expected one of exempt, non_exempt; choose one of them\n");
}

TEST(PostsurgicalPage, NamesEveryFaultWithItsLine) {
  const auto read = [](text::Reader& reader) { read_postsurgical(reader); };
  const auto page = [](const char* share, const char* visits, const char* unit) {
    return fmt::format("citation: c\nin_force: {{from: 2009-07-18}}\ngeneral: {{first_course_share: {}, "
                       "default_period_months: 6, {}}}\noperations:\n  - {{id: a, operation: A, region: knee, visits: "
                       "{}, over: {{value: 4, unit: {}}}, period_months: 6, body_words: [knee], operation_words: [a], "
                       "{}}}\n",
                       share, sure, visits, unit, sure);
  };
  EXPECT_EQ(faults<PostsurgicalTable>(page("0.5", "12", "weeks"), read), "");
  EXPECT_EQ(faults<PostsurgicalTable>(page("50", "0", "days"), read),
            "t.yaml:3: general.first_course_share: found 50, expected more than 0, at most 1; write the share, 0.5 for "
            "half\n"
            "t.yaml:5: operations[0].visits: found 0, expected 1 or more; correct it\n"
            "t.yaml:5: operations[0].over.unit: found \"days\", expected one of weeks, months; choose one of them\n");
}

TEST(PostsurgicalPage, HalfAVisitIsCountedAsOne) {
  PostsurgicalTable table;
  table.first_course_share = 0.5;
  PostsurgicalRow row;
  row.visits = 9;
  EXPECT_EQ(first_course(table, row), 5);
  row.visits = 8;
  EXPECT_EQ(first_course(table, row), 4);
}

TEST(PostsurgicalRequest, IsHeldToTheOperationOfTheChartWhereTheWordsNameNone) {
  records::Chart chart;
  chart.request_date = day("2015-02-01");
  chart.facts = {operation("proc.knee_replacement", "2015-01-10", true)};
  const auto values = [&](double visits) {
    Request request = therapy("Post-op physical therapy left knee", visits);
    compute_request_values(library(), request, chart, day("2015-02-01"));
    return fmt::format("{} {} {}", verdict(request, "req.postsurgical_operation_listed"),
                       verdict(request, "req.within_postsurgical_period"),
                       verdict(request, "req.within_postsurgical_visits"));
  };
  EXPECT_EQ(values(12), "met met met") << "24 visits over 10 weeks, half of them at first";
  EXPECT_EQ(values(13), "met met not_met");
  chart.request_date = day("2015-05-11");
  EXPECT_EQ(values(12), "met not_met met") << "the period of a knee replacement is four months";
  // A report that only mentions the operation does not say when it was.
  chart.facts = {operation("proc.knee_replacement", "2015-01-10", false)};
  EXPECT_EQ(values(12), "met unknown met");
  chart.facts.clear();
  EXPECT_EQ(values(12), "not_met unknown unknown");
}

TEST(PostsurgicalRequest, TherapyWithoutAnOperationIsNotHeldToTheTable) {
  Request request = therapy("Physical therapy left knee", 12);
  compute_request_values(library(), request, {}, day("2015-02-01"));
  EXPECT_STREQ(verdict(request, "req.within_postsurgical_visits"), "none");
}

TEST(FormularyRequest, AnswersDrugByDrugWithWhatTheFileKnows) {
  const auto california = jurisdictions::Jurisdiction::load(source + "/packs", "us-ca-wc");
  const auto texas = jurisdictions::Jurisdiction::load(source + "/packs", "us-tx-wc");
  ASSERT_TRUE(california && texas);
  Request request;
  request.item.kind = "drug";
  request.item.drugs = {"ibuprofen", "hydrocodone/acetaminophen"};
  request.item.drug_classes = {"nsaid", "opioid"};
  request.item.days_supply = 4;
  records::Chart chart;
  chart.facts = {operation("proc.knee_replacement", "2018-06-10", true)};
  const auto told = [&](const jurisdictions::Jurisdiction& law, const char* on) {
    std::string line;
    for (const auto& one : formulary_of_request(library(), law.sources, request, chart, day("2017-01-01"), day(on)))
      line += fmt::format("{} {} {}; ", one.drug, one.status, name(one.review));
    return line;
  };
  EXPECT_EQ(told(*california, "2018-06-12"), "ibuprofen exempt not_required; hydrocodone/acetaminophen non_exempt "
                                             "not_required; ");
  EXPECT_EQ(told(*california, "2018-06-20"), "ibuprofen exempt not_required; hydrocodone/acetaminophen non_exempt "
                                             "required; ");
  EXPECT_EQ(told(*texas, "2018-06-12"), "");
  request.item.kind = "therapy";
  EXPECT_EQ(told(*california, "2018-06-12"), "");
}

TEST(FormularyPage, NamesDrugsAndClassesAsTheVocabularyDoes) {
  const auto drugs = read_file(source + "/packs/vocabulary/drugs.yaml", std::size_t{8} << 20);
  ASSERT_TRUE(drugs);
  for (const FormularyDrug& row : library().formulary()->drugs) {
    if (!row.drug.empty()) {
      EXPECT_NE(drugs->find("generic: " + row.drug + ","), std::string::npos) << row.drug;
    } else {
      EXPECT_NE(drugs->find("families: [" + row.drug_class), std::string::npos) << row.drug_class;
    }
  }
}

TEST(Coverage, CountsEveryPageOnceByWhatItRestsOn) {
  const auto rows = coverage(library());
  int topics = 0;
  for (const Coverage& row : rows) {
    topics += row.all.topics;
    EXPECT_EQ(row.all.topics,
              row.verified.topics + row.seed_backed.topics + row.partly_seen.topics + row.from_memory.topics)
        << row.pack;
    EXPECT_EQ(row.all.facts, row.verified.facts + row.seed_backed.facts + row.partly_seen.facts + row.from_memory.facts)
        << row.pack;
  }
  EXPECT_EQ(topics, static_cast<int>(library().topics().size()));
  EXPECT_LT(coverage(library(), day("2015-01-29"))[1].all.topics, 1) << "the pack of 2016 has no page in force in 2015";
}

TEST(TiedResponses, AreListedByThePack) {
  EXPECT_TRUE(library().is_tied_response("resp.pain_improved"));
  EXPECT_FALSE(library().is_tied_response("resp.medication_reduced")) << "may follow from any treatment";
}

} // namespace openimr::guidelines
