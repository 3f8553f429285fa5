// A request for therapy that names the operation it follows is held to the page for therapy after operations, not to
// the page of the operation.
#include "guidelines/evaluate.h"
#include "guidelines/library.h"
#include "guidelines/request_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const Library& packs() {
  static const auto loaded = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

std::string pages_for(const char* kind, const char* words, const char* on = "2014-05-01", const char* part = "") {
  records::RequestedItem item;
  item.kind = kind;
  item.text = words;
  item.body_part = part;
  std::vector<std::string> ids;
  for (const Topic* topic : packs().topics_for(item, *Date::parse_iso(on))) ids.push_back(topic->id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

TEST(TherapyAfterAnOperation, PagesByWhatIsAsked) {
  struct Case {
    const char *kind, *words, *pages;
  };
  for (const Case& one : {
           Case{"therapy", "12 additional PT visits to the right shoulder s/p rotator cuff repair 3/1/14",
                "postsurgical-therapy"},
           Case{"therapy", "PT 2x6 after carpal tunnel release", "postsurgical-therapy"},
           Case{"therapy", "8 physical therapy visits status post knee arthroscopy", "postsurgical-therapy"},
           Case{"therapy", "Occupational therapy following trigger finger release", "postsurgical-therapy"},
           Case{"therapy", "Post-op physical therapy 12 visits", "postsurgical-therapy"},
           // After something that is no operation, and the operation itself.
           Case{"therapy", "Physical therapy 8 visits after the injury", "physical-medicine"},
           Case{"therapy", "Physical therapy 8 visits", "physical-medicine"},
           Case{"surgery", "Right rotator cuff repair", "rotator-cuff-repair"},
       })
    EXPECT_EQ(pages_for(one.kind, one.words), one.pages) << one.words;
}

TEST(TherapyAfterAnOperation, WhereTheOperationIsTold) {
  const std::vector<std::string> operations = {"repair", "release"};
  EXPECT_EQ(operation_told("pt s/p cuff repair", operations), 3U);
  EXPECT_EQ(operation_told("pt after repair, following release", operations), 3U);
  EXPECT_EQ(operation_told("pt after the fall", operations), std::string::npos);
  EXPECT_EQ(operation_told("cuff repair", operations), std::string::npos);
  EXPECT_EQ(operation_told("hereafter repair", operations), std::string::npos);
}

TEST(TherapyAfterAnOperation, AReportOfTheDayThatSpeaksOfThePastTellsOfEarlierCare) {
  const auto phase_with = [](records::Temporality when, const char* on) {
    records::Chart chart;
    chart.request_date = *Date::parse_iso("2014-05-20");
    records::Fact fact;
    fact.id = "f1";
    fact.concept_id = "therapy.physical_therapy";
    fact.kind = "therapy";
    fact.date = Date::parse_iso(on);
    fact.temporality = when;
    chart.facts.push_back(fact);
    Request request;
    request.item.kind = "therapy";
    request.item.text = "12 additional PT visits s/p rotator cuff repair";
    compute_request_values(packs(), request, chart, *chart.request_date);
    return request.phase;
  };
  EXPECT_EQ(phase_with(records::Temporality::Historical, "2014-05-20"), Phase::Continued);
  EXPECT_EQ(phase_with(records::Temporality::Current, "2014-04-20"), Phase::Continued);
  EXPECT_EQ(phase_with(records::Temporality::Current, "2014-05-20"), Phase::Initial);
  EXPECT_EQ(phase_with(records::Temporality::Planned, "2014-04-20"), Phase::Initial);
}

TEST(ScheduleOfToday, TherapyShockWavesAndStimulatorsHavePages) {
  EXPECT_EQ(pages_for("therapy", "Physical therapy 8 visits", "2018-03-01"), "physical-medicine");
  EXPECT_EQ(pages_for("therapy", "Shockwave therapy of the shoulder", "2018-03-01"), "shockwave");
  EXPECT_EQ(pages_for("procedure", "Spinal cord stimulator trial", "2018-03-01"), "spinal-cord-stimulator");
  EXPECT_EQ(pages_for("therapy", "Physical therapy 8 visits", "2017-11-30"), "physical-medicine");
}

} // namespace
} // namespace openimr::guidelines
