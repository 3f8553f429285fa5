#include "reviewers/roster_check.h"

#include "jurisdictions/jurisdiction.h"
#include "reviewers/roster_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace openimr::reviewers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "lapsed R01 CA MD licence 2014-12-31: the licence ended on 2014-12-31"
std::vector<std::string> findings(const std::string& lines, const char* as_of = "2015-02-05", int within = 60) {
  static const auto law = jurisdictions::Jurisdiction::load(std::string(OPENIMR_SOURCE_DIR) + "/packs", "us-ca-wc");
  const auto roster = parse_roster("roster.yaml", "reviewers:\n" + lines);
  EXPECT_TRUE(roster) << roster.error().message();
  std::vector<std::string> told;
  const char* states[] = {"lapsed", "lapsing", "unverified"};
  for (const auto& each : check_roster(law->reviewers, *roster, *Date::parse_iso(as_of), within)) {
    EXPECT_FALSE(each.citation.empty());
    told.push_back(fmt::format("{} {} {} {}: {}", states[static_cast<int>(each.state)], each.reviewer, each.credential,
                               each.on ? each.on->iso() : "-", each.text));
  }
  return told;
}

std::string reviewer(const std::string& credentials) {
  return "  - {id: R01, name: A B, practice: {since: 2000-01-01, hours_per_week: 30}, credentials: [" + credentials +
         "]}\n";
}
const std::string seen = ", verified: {on: 2014-03-01, source: register}";
const std::string licence = "{kind: license, type: MD, state: CA, expires: 2018-01-31" + seen + "}";

} // namespace

TEST(RosterCheck, FindsWhatLapsedLapsesAndWasNeverVerified) {
  EXPECT_THAT(findings(reviewer(licence)), IsEmpty());
  EXPECT_THAT(findings(reviewer("")), ElementsAre("lapsed R01 licence -: no licence on file"));
  EXPECT_THAT(findings(reviewer("{kind: license, type: MD, state: CA, expires: 2015-02-04" + seen + "}")),
              ElementsAre("lapsed R01 CA MD licence 2015-02-04: the licence ended on 2015-02-04"));
  EXPECT_THAT(findings(reviewer("{kind: license, type: MD, state: CA, expires: 2015-02-05" + seen + "}")),
              ElementsAre("lapsing R01 CA MD licence 2015-02-05: the licence ends on 2015-02-05"))
      << "holds on its last day";
  EXPECT_THAT(findings(reviewer(licence + ", {kind: board, name: Pain Medicine, expires: 2015-04-06" + seen + "}")),
              ElementsAre("lapsing R01 Pain Medicine certificate 2015-04-06: the certificate ends on 2015-04-06"));
  EXPECT_THAT(findings(reviewer(licence + ", {kind: board, name: Pain Medicine, expires: 2015-04-07" + seen + "}")),
              IsEmpty());
  EXPECT_THAT(findings(reviewer("{kind: license, type: MD, state: CA}")),
              ElementsAre("unverified R01 CA MD licence -: no verification is on file"));
  EXPECT_THAT(
      findings(reviewer("{kind: license, type: MD, state: CA, verified: {on: 2012-02-29, source: register}}"),
               "2015-03-02"),
      ElementsAre("lapsed R01 CA MD licence 2015-03-01: what was verified counts for a time that ended on 2015-03-01"));
  EXPECT_THAT(
      findings(reviewer(licence + ", {kind: sanction, status: pending, by: Board}, {kind: qme, expires: 2016-01-01}")),
      ElementsAre("lapsed R01 QME appointment 2016-01-01: an appointment as Qualified Medical Evaluator is held",
                  "lapsed R01 sanction -: pending by Board"));
  EXPECT_THAT(findings("  - {id: R02, name: C D, credentials: [" + licence + "]}\n"),
              ElementsAre("unverified R02 practice -: hours of practice are not on file",
                          "unverified R02 practice -: the beginning of practice is not on file"));
}

} // namespace openimr::reviewers
