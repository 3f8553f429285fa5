#include "guidelines/evaluate.h"
#include "guidelines/request_words.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const Date day = *Date::parse_iso("2015-01-29");

const Library& packs() {
  static const Library library = [] {
    auto loaded = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return std::move(*loaded);
  }();
  return library;
}

records::Chart empty_chart() {
  records::Chart chart;
  chart.request_date = day;
  return chart;
}

records::Fact& add(records::Chart& chart, const char* id, const char* date, std::optional<double> number = {}) {
  records::Fact fact;
  fact.id = fmt::format("f{}", chart.facts.size() + 1);
  fact.concept_id = id;
  fact.date = Date::parse_iso(date);
  fact.number = number;
  chart.facts.push_back(fact);
  return chart.facts.back();
}

/// "met 2 (2 levels by the words of the request)", "unknown (…)", or "-" when nothing was found.
std::string value_of(const Request& request, const std::string& id) {
  const auto found = request.values.find(id);
  if (found == request.values.end()) return "-";
  const RequestValue& value = found->second;
  return fmt::format("{}{} ({})", name(value.verdict), value.number ? fmt::format(" {:g}", *value.number) : "",
                     value.words);
}

std::string computed(records::RequestedItem item, const std::string& id, const records::Chart& chart = empty_chart()) {
  Request request;
  request.item = std::move(item);
  compute_request_values(packs(), request, chart, day);
  return value_of(request, id);
}

records::RequestedItem asked(const char* kind, const char* text, std::optional<double> count = {},
                             const char* level = "", const char* body_part = "") {
  records::RequestedItem item;
  item.kind = kind;
  item.text = text;
  item.count = count;
  item.level = level;
  item.body_part = body_part;
  return item;
}

records::RequestedItem drug(const char* chart_name, const char* ingredient, const char* text, const char* strength = "",
                            const char* form = "") {
  records::RequestedItem item = asked("drug", text);
  item.drugs = {chart_name};
  item.ingredients = {ingredient};
  item.strength = strength;
  item.form = form;
  item.route = "topical";
  return item;
}

std::string show(std::optional<double> value) { return value ? fmt::format("{:g}", *value) : "-"; }

} // namespace

TEST(RequestWords, ReadLevels) {
  const struct {
    const char *level, *words, *expected;
  } cases[] = {
      {"", "lumbar epidural steroid injection", "-"},
      {"", "two-level fusion", "2"},
      {"", "facet blocks at 3 levels", "3"},
      {"L4-5", "L4-5 ESI", "1"},
      {"L4-5, L5-S1", "ESI", "2"},
      {"L3-S1", "fusion L3-S1", "3"},
      {"L5", "selective nerve root block L5", "1"},
      {"L5-1", "L5-1 ESI", "1"},
      {"C5-C7", "ACDF C5-C7", "2"},
      {"C7-T1", "interlaminar", "1"},
      {"L3, L4, L5", "medial branch block L3, L4, L5", "2"},
      {"L3, L4, L5", "nerve root block", "3"},
      {"L4-L5, L4-L5", "bilateral", "1"},
      {"C2-S1", "whole spine", "-"},
  };
  for (const auto& one : cases)
    EXPECT_EQ(show(levels_asked(one.level, one.words)), one.expected) << one.level << " | " << one.words;
}

TEST(RequestWords, ReadTimesAndStrengths) {
  const struct {
    std::optional<double> value;
    const char* expected;
  } cases[] = {
      {rental_days_asked("H-wave unit rental 30 days"), "30"},
      {rental_days_asked("one month rental"), "30"},
      {rental_days_asked("30-day trial"), "30"},
      {rental_days_asked("rental x 2 weeks"), "14"},
      {rental_days_asked("rental"), "-"},
      {hours_per_week_asked("20 hours per week"), "20"},
      {hours_per_week_asked("4 hours a day, 7 days a week"), "28"},
      {hours_per_week_asked("24/7 care"), "168"},
      {hours_per_week_asked("4 hours a day"), "-"},
      {program_days_asked("FRP 20 full days"), "20"},
      {program_days_asked("160 hours"), "20"},
      {program_days_asked("5 days per week"), "-"},
      {program_days_asked("5 days per week, 20 days"), "20"},
      {weeks_of_visits_asked("2x6"), "6"},
      {weeks_of_visits_asked("3 times a week for 4 weeks"), "4"},
      {weeks_of_visits_asked("12 visits"), "-"},
      {capsaicin_percent("", false, "capsaicin cream 0.025", "flurbiprofen 20%, capsaicin 0.0375% cream"), "0.0375"},
      {capsaicin_percent("0.025%", true, "capsaicin cream 0.025", "capsaicin cream 0.025% 60 gm"), "0.025"},
      {capsaicin_percent("", true, "capsaicin cream 0.025", "capsaicin cream"), "-"},
      {capsaicin_percent("", false, "methyl salicylate/menthol/capsaicin 0.0375", "Medrox patch"), "0.0375"},
      {capsaicin_percent("20%", false, "capsaicin cream 0.025", "tramadol 20%, capsaicin, menthol 2%"), "-"},
      {capsaicin_percent("", false, "x", ".05% capsaicin"), "0.05"},
      {capsaicin_percent("", false, "capsaicin 8 percent patch", "Qutenza"), "8"},
  };
  int number = 0;
  for (const auto& one : cases) EXPECT_EQ(show(one.value), one.expected) << "case " << number++;
}

TEST(RequestValues, SayWhatTheWordsOfTheRequestAsk) {
  const struct {
    records::RequestedItem item;
    const char *id, *expected;
  } cases[] = {
      {asked("procedure", "L4-5 transforaminal ESI", {}, "L4-5", "lumbar spine"), "req.levels",
       "met 1 (1 level by the words of the request)"},
      {asked("procedure", "L4-5 transforaminal ESI", {}, "L4-5", "lumbar spine"), "req.transforaminal",
       "met (the request names the way by the nerve root)"},
      {asked("procedure", "C7-T1 interlaminar epidural", {}, "C7-T1"), "req.transforaminal",
       "not_met (the request names another way than by the nerve root)"},
      {asked("procedure", "lumbar epidural", {}), "req.transforaminal", "-"},
      {asked("procedure", "series of three lumbar epidural injections", {}), "req.series_of_three",
       "met (three or more injections are asked for at once)"},
      {asked("procedure", "LESI x 3", 3), "req.series_of_three",
       "met (three or more injections are asked for at once)"},
      {asked("procedure", "epidural injection x 1", 1), "req.series_of_three", "not_met (1 asked for)"},
      {asked("procedure", "SI joint injection under fluoroscopy"), "req.fluoroscopy",
       "met (image guidance is part of the request)"},
      {asked("procedure", "permanent spinal cord stimulator"), "req.permanent_implant",
       "met (a permanent implant is asked for)"},
      {asked("procedure", "spinal cord stimulator trial"), "req.permanent_implant", "not_met (a trial is asked for)"},
      {asked("device", "H-wave unit rental 30 days"), "req.rental", "met (a rental is asked for)"},
      {asked("device", "H-wave unit rental 30 days"), "req.home_trial_1_month",
       "met (a rental or trial of 30 days is asked for)"},
      {asked("device", "TENS unit, purchase"), "req.rental", "not_met (a purchase is asked for)"},
      {asked("device", "TENS unit, purchase"), "req.purchase", "met (a purchase is asked for)"},
      {asked("device", "TENS unit, rental or purchase"), "req.purchase",
       "unknown (the request speaks of rental and of purchase)"},
      {asked("device", "TENS unit"), "req.rental", "unknown ()"},
      {asked("device", "cold therapy unit rental x 7 days"), "req.rental_days", "met 7 (7 days as asked)"},
      {asked("therapy", "physical therapy 2x6", 12), "req.visits_requested", "met 12 (12 as asked)"},
      {asked("therapy", "physical therapy 2x6", 12), "req.visits_total", "met 12 (a first request for 12)"},
      {asked("therapy", "physical therapy 2x6", 12), "req.visits_done", "met 0 (a first request)"},
      {asked("therapy", "physical therapy 2x6", 12), "req.weeks_of_visits", "met 6 (over 6 weeks as asked)"},
      {asked("therapy", "acupuncture"), "req.visits_requested", "-"},
      {asked("therapy", "home health aide 4 hours a day 5 days a week"), "req.hours_per_week",
       "met 20 (20 hours a week as asked)"},
      {asked("therapy", "functional restoration program 20 days"), "req.days_full_sessions",
       "met 20 (20 full days as asked)"},
      {asked("therapy", "chiropractic for the wrist", {}, "", "wrist"), "req.manual_therapy_limb",
       "met (the request is for the wrist)"},
      {asked("therapy", "chiropractic, low back", {}, "", "lumbar spine"), "req.manual_therapy_limb",
       "not_met (the request is for the lumbar spine)"},
      {asked("therapy", "chiropractic"), "req.manual_therapy_limb", "-"},
      {asked("unknown", "rapid detox under anesthesia"), "req.rapid_detox", "met (rapid detoxification is asked for)"},
      {drug("capsaicin cream 0.025", "capsaicin", "capsaicin 0.0375% cream", "0.0375%", "cream"), "req.capsaicin_pct",
       "met 0.0375 (capsaicin 0.0375 percent)"},
      {drug("lidocaine patch 5 percent", "lidocaine", "Lidoderm", "", "patch"), "req.topical_lidocaine_non_patch",
       "not_met (the 5 percent patch is asked for)"},
      {drug("lidocaine patch 4 percent or less", "lidocaine", "LidoPatch", "", "patch"),
       "req.topical_lidocaine_non_patch", "met (lidocaine patch 4 percent or less is not the 5 percent patch)"},
      {drug("lidocaine/menthol patch", "lidocaine/menthol", "Terocin patch", "", "patch"),
       "req.topical_lidocaine_non_patch", "met (lidocaine/menthol patch is not the 5 percent patch)"},
      {drug("lidocaine cream gel ointment", "lidocaine", "lidocaine cream", "", "cream"),
       "req.topical_lidocaine_non_patch", "met (lidocaine cream gel ointment is not the 5 percent patch)"},
      {drug("ketamine topical", "ketamine", "ketamine cream", "", "cream"), "req.topical_lidocaine_non_patch", "-"},
  };
  for (const auto& one : cases) EXPECT_EQ(computed(one.item, one.id), one.expected) << one.item.text << " | " << one.id;
}

TEST(RequestValues, AnEarlierServiceMakesTheRequestAContinuedOne) {
  records::Chart chart = empty_chart();
  add(chart, "therapy.physical_therapy", "2014-11-01");
  add(chart, "req.visits_done", "2014-12-01", 8);
  Request request;
  request.item = asked("therapy", "physical therapy x 6", 6);
  compute_request_values(packs(), request, chart, day);
  EXPECT_EQ(request.phase, Phase::Continued);
  EXPECT_EQ(request.phase_facts, (std::vector<std::string>{"f1"}));
  EXPECT_EQ(value_of(request, "req.visits_done"), "met 8 (8 visits done by the record)");
  EXPECT_EQ(value_of(request, "req.visits_total"), "met 14 (8 visits done and 6 asked for)");
}

TEST(RequestValues, APlannedOrDeniedOrForeignServiceDoesNot) {
  for (const int which : {0, 1, 2, 3}) {
    records::Chart chart = empty_chart();
    records::Fact& fact = add(chart, "therapy.physical_therapy", "2014-11-01");
    if (which == 0) fact.temporality = records::Temporality::Planned;
    if (which == 1) fact.assertion = records::Assertion::Absent;
    if (which == 2) fact.experiencer = records::Experiencer::Other;
    if (which == 3) fact.from_ur_only = true;
    Request request;
    request.item = asked("therapy", "physical therapy x 6", 6);
    compute_request_values(packs(), request, chart, day);
    EXPECT_EQ(request.phase, Phase::Initial) << which;
  }
}

TEST(RequestValues, OnlyDatedProceduresOfTheKindAndYearAreCounted) {
  const auto item = asked("procedure", "L4-5 epidural steroid injection", {}, "L4-5");
  records::Chart chart = empty_chart();
  add(chart, "proc.epidural_steroid_injection", "2014-12-10"); // mentioned in a report of that day
  EXPECT_EQ(computed(item, "req.blocks_past_12_months", chart),
            "unknown (earlier ones are mentioned without a date of their own)");
  add(chart, "proc.epidural_steroid_injection", "2014-06-03").details["dated"] = "stated";
  add(chart, "proc.epidural_steroid_injection", "2014-06-03").details["dated"] = "stated";
  add(chart, "proc.epidural_steroid_injection", "2014-06-01").details["dated"] =
      "approximate"; // the same one, by its month
  add(chart, "proc.epidural_steroid_injection", "2014-09-01").details["dated"] = "approximate";
  add(chart, "proc.epidural_steroid_injection", "2012-09-01").details["dated"] = "stated";
  add(chart, "proc.facet_block", "2014-10-01").details["dated"] = "stated";
  EXPECT_EQ(computed(item, "req.blocks_past_12_months", chart),
            "met 2 (2 with a date of their own in the twelve months before the request)");
  EXPECT_EQ(computed(item, "req.blocks_past_12_months"), "met 0 (a first request)");
}

TEST(RequestValues, TheRecordSpeaksWhereTheWordsAreSilent) {
  const auto item = asked("device", "H-wave unit");
  records::Chart chart = empty_chart();
  EXPECT_EQ(computed(item, "req.adjunct_to_functional_restoration", chart), "unknown ()");
  add(chart, "req.adjunct_to_functional_restoration", "2014-12-01");
  EXPECT_EQ(computed(item, "req.adjunct_to_functional_restoration", chart), "met (the record says so)");
  add(chart, "req.adjunct_to_functional_restoration", "2014-12-01").assertion = records::Assertion::Absent;
  EXPECT_EQ(computed(item, "req.adjunct_to_functional_restoration", chart),
            "unknown (statements of the same day disagree)");
  add(chart, "req.adjunct_to_functional_restoration", "2015-01-05").assertion = records::Assertion::Absent;
  EXPECT_EQ(computed(item, "req.adjunct_to_functional_restoration", chart), "not_met (the record says it is not so)");

  records::Chart old = empty_chart();
  add(old, "req.rental", "2012-01-01"); // another device, years ago
  EXPECT_EQ(computed(item, "req.rental", old), "unknown ()");
  records::Chart elsewhere = empty_chart();
  add(elsewhere, "req.capsaicin_pct", "2014-12-01", 0.0375); // a product's strength is its own
  EXPECT_EQ(computed(item, "req.capsaicin_pct", elsewhere), "-");
}

TEST(RequestValues, WhatFailedBeforeShowsThatADrugIsNotTheFirst) {
  records::Chart chart = empty_chart();
  const auto item = drug("ketamine topical", "ketamine", "ketamine cream");
  EXPECT_EQ(computed(item, "req.first_line_use", chart), "-");
  add(chart, "failed.nsaid", "2014-10-01");
  EXPECT_EQ(computed(item, "req.first_line_use", chart), "not_met (the record has other treatment that failed before)");
  EXPECT_EQ(computed(drug("x", "x", "x cream as first-line treatment"), "req.first_line_use"),
            "met (the request says it is the first choice)");
}

TEST(RequestValues, SilenceOfTheRecordIsProvenBySearch) {
  Request request;
  request.item = asked("therapy", "gym membership");
  const records::Chart chart = empty_chart();
  compute_request_values(packs(), request, chart, day);
  const Evaluation evaluation = evaluate(packs(), {packs().topic("gym-membership", day)}, request, chart, day);
  const Finding* finding = evaluation.finding("gym-membership/equipment-needed");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->verdict, Verdict::Unknown);
  EXPECT_EQ(finding->concepts, (std::vector<std::string>{"req.needs_equipment"}));
}

/// A page's given_before finds the service on record; what is planned, of another person or of the day itself does not
/// count.
TEST(RequestValues, AServiceGivenBeforeIsContinued) {
  const auto phase = [](const records::Chart& chart) {
    Request request;
    request.item = asked("therapy", "Biofeedback x 6 sessions");
    compute_request_values(packs(), request, chart, day);
    return request.phase;
  };
  records::Chart chart = empty_chart();
  EXPECT_EQ(phase(chart), Phase::Initial);
  add(chart, "therapy.biofeedback", "2015-01-29");
  add(chart, "therapy.biofeedback", "2014-12-01").temporality = records::Temporality::Planned;
  add(chart, "therapy.biofeedback", "2014-12-01").experiencer = records::Experiencer::Other;
  add(chart, "therapy.biofeedback", "2014-12-01").assertion = records::Assertion::Absent;
  add(chart, "therapy.massage", "2014-12-01");
  EXPECT_EQ(phase(chart), Phase::Initial);
  add(chart, "therapy.biofeedback", "2014-12-01");
  EXPECT_EQ(phase(chart), Phase::Continued);
}

} // namespace openimr::guidelines
