// Random histories against a reference model that knows nothing of the engine: which acts are accepted, where the case
// stands afterwards, and that both stores hold the same.
//
// The model below is written from the law's text a second time, as plain sets of states; when it and the engine differ,
// one of the two has read the law wrongly. OPENIMR_MODEL_STEPS sets the number of acts (2,000; 100,000 in the long
// run).
#include "case_making.h"
#include "casework/event_json.h"
#include "store/stores_testing.h"

#include <fstream>
#include <set>

namespace openimr {
namespace {

using namespace casework;
using casework_testing::day;

/// What a person with a sheet of paper would keep of a case.
struct Sheet {
  std::string state = "received", outcome;
  bool ineligible = false, has_records = false, has_extension = false, expedited = false, panel_two = false,
       appealed_once = false, published = false;
  std::set<std::string> reviewers, attested, opinions, signatures, gone;
  int asked = 0; ///< questions that wait for an answer
  bool has_assignment = false;
  std::vector<std::string> complaints;       ///< open | closed, in order
  std::map<std::string, std::string> second; ///< who decides a second time -> drawn | attested | decided

  bool is(std::initializer_list<const char*> states) const {
    for (const char* one : states)
      if (state == one) return true;
    return false;
  }
  bool before_the_answer() const {
    return is({"received", "deferred", "eligible", "assigned", "under_review", "opined", "signed", "cleared"});
  }
  bool at_the_reviewer() const { return is({"under_review", "opined", "signed", "cleared"}); }
  void forget_opinions() {
    opinions.clear();
    signatures.clear();
  }
};

const std::vector<std::string> acts = {"screen",          "defer",         "resume",
                                       "duplicate",       "assign",        "notice",
                                       "records",         "close_records", "propose",
                                       "attest",          "recuse",        "panel",
                                       "opinion",         "sign",          "pass",
                                       "return",          "extend",        "convert",
                                       "issue",           "correct",       "terminate",
                                       "withdraw",        "appeal",        "affirm",
                                       "remand",          "publish",       "ask",
                                       "answer",          "note",          "reopen",
                                       "wrong_role",      "complain",      "answer_complaint",
                                       "close_complaint", "draw_second",   "attest_second",
                                       "decide_second"};

/// Whether the act is right now, and the sheet after it. Written without a look at transitions.cpp.
bool expected(Sheet& s, const std::string& act, const std::string& who) {
  if (act == "wrong_role") return false;
  if (act == "note") return true;
  if (act == "screen") {
    if (!s.is({"received"})) return false;
    s.state = "eligible", s.outcome = "";
    return true;
  }
  if (act == "defer") {
    if (!s.is({"received", "eligible"})) return false;
    s.state = "deferred", s.outcome = "DEFERRED_LIABILITY";
    return true;
  }
  if (act == "resume") {
    if (!s.is({"deferred"})) return false;
    s.state = "received", s.outcome = "";
    return true;
  }
  if (act == "duplicate") {
    if (!s.is({"received", "deferred", "eligible"})) return false;
    s.state = "closed", s.outcome = "DUPLICATE_OF(OTHER)";
    return true;
  }
  if (act == "reopen") return false; // nothing here ends as ineligible
  if (act == "assign") {
    if (!s.is({"eligible"})) return false;
    s.state = "assigned";
    return s.has_assignment = true;
  }
  if (act == "notice") return s.has_assignment; // whatever became of it since
  if (act == "records") {
    if (!s.before_the_answer()) return false;
    s.has_records = true;
    if (s.is({"opined", "signed", "cleared"})) s.state = "under_review", s.forget_opinions();
    return true;
  }
  if (act == "close_records") {
    if (!s.is({"assigned", "under_review"}) || s.has_records) return false;
    s.has_records = true;
    return true;
  }
  if (act == "panel") {
    if (!s.is({"assigned", "under_review"})) return false;
    s.panel_two = true;
    return true;
  }
  if (act == "propose") {
    if (!s.is({"assigned", "under_review"}) || s.reviewers.contains(who) || s.gone.contains(who) ||
        s.second.contains(who) || s.reviewers.size() >= (s.panel_two ? 2u : 1u))
      return false;
    s.reviewers.insert(who);
    s.state = "assigned";
    return true;
  }
  if (act == "attest") {
    if (!(s.is({"assigned"}) || s.at_the_reviewer()) || !s.reviewers.contains(who)) return false;
    s.attested.insert(who);
    if (s.is({"assigned"}) && s.attested == s.reviewers) s.state = "under_review";
    return true;
  }
  if (act == "recuse") {
    if (!(s.is({"assigned"}) || s.at_the_reviewer()) || !s.reviewers.contains(who)) return false;
    s.reviewers.erase(who), s.attested.erase(who), s.gone.insert(who);
    s.forget_opinions();
    s.state = "assigned";
    return true;
  }
  if (act == "opinion") {
    if (!s.is({"under_review"}) || !s.attested.contains(who)) return false;
    s.opinions.insert(who);
    if (s.opinions == s.reviewers) s.state = "opined";
    return true;
  }
  if (act == "sign") {
    if (!s.is({"opined"}) || !s.reviewers.contains(who) || s.signatures.contains(who)) return false;
    s.signatures.insert(who);
    if (s.signatures == s.reviewers) s.state = "signed";
    return true;
  }
  if (act == "pass") {
    if (!s.is({"signed"})) return false;
    s.state = "cleared";
    return true;
  }
  if (act == "return") {
    if (!s.is({"signed", "cleared"})) return false;
    s.state = "under_review", s.forget_opinions();
    return true;
  }
  if (act == "extend") {
    if (!(s.is({"assigned"}) || s.at_the_reviewer()) || s.has_extension) return false;
    s.has_extension = true;
    return true;
  }
  if (act == "convert") {
    if (!s.before_the_answer() || s.expedited) return false;
    s.expedited = true;
    return true;
  }
  if (act == "issue") {
    if (!s.is({"cleared"})) return false;
    s.state = "determined", s.outcome = "DETERMINED";
    return true;
  }
  if (act == "correct") {
    if (!s.is({"determined"})) return false;
    s.outcome = "CORRECTED";
    return true;
  }
  if (act == "terminate" || act == "withdraw") {
    if (!s.before_the_answer()) return false;
    s.state = "closed", s.outcome = act == "terminate" ? "TERMINATED_AUTHORIZED" : "WITHDRAWN_BY_APPLICANT";
    return true;
  }
  if (act == "appeal") {
    if (!s.is({"determined"})) return false;
    s.state = "appealed";
    return true;
  }
  if (act == "affirm") {
    if (!s.is({"appealed"})) return false;
    s.state = "determined";
    return true;
  }
  if (act == "remand") {
    if (!s.is({"appealed"})) return false;
    s.gone.insert(s.reviewers.begin(), s.reviewers.end());
    s.reviewers.clear(), s.attested.clear(), s.forget_opinions();
    s.panel_two = s.has_extension = s.has_assignment = false;
    s.state = "eligible", s.outcome = "REVERSED_REMANDED";
    return true;
  }
  if (act == "publish") {
    if (!s.is({"determined"}) || s.published) return false;
    return s.published = true;
  }
  if (act == "ask") {
    if (!s.before_the_answer()) return false;
    ++s.asked;
    return true;
  }
  if (act == "answer") {
    if (!s.before_the_answer() || s.asked == 0) return false;
    --s.asked;
    return true;
  }
  if (act == "complain") {
    s.complaints.push_back("open");
    return true;
  }
  if (act == "answer_complaint") return !s.complaints.empty() && s.complaints.back() == "open";
  if (act == "close_complaint") {
    if (s.complaints.empty() || s.complaints.back() != "open") return false;
    s.complaints.back() = "closed";
    return true;
  }
  if (act == "draw_second") {
    if (!s.is({"determined"}) || s.reviewers.contains(who) || s.gone.contains(who)) return false;
    return s.second.emplace(who, "drawn").second;
  }
  if (act == "attest_second") {
    if (!s.second.contains(who) || s.second[who] == "decided") return false;
    s.second[who] = "attested";
    return true;
  }
  if (act == "decide_second") {
    if (!s.second.contains(who) || s.second[who] != "attested") return false;
    s.second[who] = "decided";
    return true;
  }
  ADD_FAILURE() << act;
  return false;
}

/// Number of the second review that was drawn for somebody; "D0" when there is none.
std::string second_of(const Case& state, const std::string& who) {
  for (const auto& each : state.duplicates)
    if (each.reviewer == who) return each.id;
  return "D0";
}

/// The act as an event.
std::pair<What, std::string> event_of(const std::string& act, const std::string& who, const Case& state, Date on,
                                      int step) {
  const std::string clerk = "coordinator";
  if (act == "defer") return {Deferred{"the body part is not accepted"}, clerk};
  if (act == "resume") return {Resumed{"agreement", {}}, clerk};
  if (act == "duplicate") return {DuplicateFound{"OTHER"}, clerk};
  if (act == "reopen") return {Reopened{"asked to"}, clerk};
  if (act == "assign") return {Assigned{"Example IMRO"}, clerk};
  if (act == "notice") return {NoticeSent{.notice = "assignment", .recipients = {}}, clerk};
  if (act == "records") return {RecordsReceived{"claims_administrator", {"ab records.pdf"}, true}, "intake"};
  if (act == "close_records") return {RecordsClosed{"nothing came"}, clerk};
  if (act == "panel") return {PanelApproved{2, "AD-9", "rare"}, clerk};
  if (act == "propose") return {ReviewerProposed{who, "fits"}, clerk};
  if (act == "attest") {
    ReviewerAttested what{who, {}};
    for (const auto& party : state.parties_on(on)) what.attestations.push_back({party, "none"});
    return {what, "reviewer"};
  }
  if (act == "recuse") return {ReviewerRecused{who, "ill"}, "reviewer"};
  if (act == "opinion") {
    OpinionRecorded what{who, "ab", {}};
    for (const auto& item : state.items)
      if (item.is_to_be_decided()) what.decisions.push_back({item.id, who < "R2" ? "upheld" : "overturned"});
    return {what, "reviewer"};
  }
  if (act == "sign") return {OpinionSigned{who, "hash", "key"}, "reviewer"};
  if (act == "pass") return {QualityPassed{}, "medical_director"};
  if (act == "return") return {QualityReturned{{"unclear"}}, "medical_director"};
  if (act == "extend") return {ExtensionGranted{3, "AD-1", "storm"}, clerk};
  if (act == "convert") return {ExpeditedConversion{"Dr. Example", "ab certificate.pdf"}, clerk};
  if (act == "issue")
    return {Issued{.determination = "ab" + std::to_string(step), .recipients = {}, .decisions = {}, .due_on = {}},
            clerk};
  if (act == "correct")
    return {Corrected{.what = "a name", .determination = "cd" + std::to_string(step), .recipients = {}}, clerk};
  if (act == "terminate") return {Terminated{"authorized", {}, "authorized as asked"}, clerk};
  if (act == "withdraw") return {Withdrawn{"applicant", "healed"}, clerk};
  if (act == "appeal") return {Appealed{"plain_error", "applicant", "ADJ1"}, clerk};
  if (act == "affirm") return {Affirmed{"ADJ1"}, clerk};
  if (act == "remand") return {Remanded{"plain_error", "wrong", "right", "other_reviewer"}, clerk};
  if (act == "publish") return {Published{"P" + std::to_string(step)}, "publisher"};
  if (act == "ask") return {InformationAsked{"eligibility", "applicant", "the decision", {}}, clerk};
  if (act == "answer") return {InformationAnswered{"applicant", "here", {}}, clerk};
  const std::string complaint = "C" + std::to_string(state.complaints.size());
  if (act == "complain") return {Complained{"", "employee", "delay", "nothing came", {}, ""}, "intake"};
  if (act == "answer_complaint") return {ComplaintAnswered{complaint, "unfounded", "it came", ""}, "compliance"};
  if (act == "close_complaint") return {ComplaintClosed{complaint, "withdrawn", ""}, "compliance"};
  if (act == "draw_second") return {DuplicateDrawn{"", who, "7"}, "compliance"};
  if (act == "attest_second") {
    DuplicateAttested what{second_of(state, who), who, {}};
    for (const auto& party : state.parties_on(on)) what.attestations.push_back({party, "none"});
    return {what, "reviewer"};
  }
  if (act == "decide_second") {
    DuplicateDecided what{second_of(state, who), who, {}, "seen"};
    for (const auto& each : state.duplicates)
      if (each.reviewer == who)
        for (const auto& [item, decision] : each.first) what.decisions.push_back({item, "upheld"});
    return {what, "reviewer"};
  }
  if (act == "wrong_role") return {Noted{"x"}, "auditor"};
  return {Noted{"words " + std::to_string(step)}, clerk};
}

struct Side {
  store::Store store;
  desk::CaseActs acts;
  Side(store::Store opened, const desk::Installation& installation, const std::function<Instant()>& clock)
      : store(std::move(opened)), acts(store, installation, clock) {}
};

/// Acts that lead on are drawn more often, so that cases reach their end.
std::string likely_act(const Sheet& sheet, std::mt19937_64& chance) {
  static const std::map<std::string, std::vector<std::string>> onward = {
      {"received", {"screen"}},
      {"deferred", {"resume"}},
      {"eligible", {"assign"}},
      {"assigned", {"propose", "attest"}},
      {"under_review", {"opinion"}},
      {"opined", {"sign"}},
      {"signed", {"pass"}},
      {"cleared", {"issue"}},
      {"determined", {"appeal", "correct", "draw_second"}},
      {"appealed", {"remand", "affirm"}},
      {"closed", {"note"}}};
  if (chance() % 100 < 55) {
    const auto& words = onward.at(sheet.state);
    return words[chance() % words.size()];
  }
  return acts[chance() % acts.size()];
}

void expect_same(Side& a, Side& b, const std::string& number, const Sheet& sheet) {
  auto one = a.store.history(number), two = b.store.history(number);
  ASSERT_TRUE(one && two);
  ASSERT_EQ(one->size(), two->size());
  for (std::size_t i = 0; i < one->size(); ++i) {
    ASSERT_EQ((*one)[i].body, (*two)[i].body);
    ASSERT_EQ((*one)[i].seq, (*two)[i].seq);
  }
  for (Side* side : {&a, &b}) {
    auto row = side->store.case_row(number);
    ASSERT_TRUE(row);
    ASSERT_EQ(row->status, sheet.state) << number;
    ASSERT_EQ(row->outcome, sheet.outcome) << number;
  }
}

void expect_same_queues(Side& a, Side& b) {
  for (store::QueueQuery query{.limit = 97};;) {
    auto one = a.store.queue(query), two = b.store.queue(query);
    ASSERT_TRUE(one && two);
    ASSERT_EQ(one->rows.size(), two->rows.size());
    for (std::size_t i = 0; i < one->rows.size(); ++i) {
      ASSERT_EQ(one->rows[i].case_id + one->rows[i].step + one->rows[i].rule + one->rows[i].role,
                two->rows[i].case_id + two->rows[i].step + two->rows[i].rule + two->rows[i].role);
      ASSERT_EQ(one->rows[i].due_on, two->rows[i].due_on);
    }
    ASSERT_EQ(one->next, two->next);
    if (one->next.empty()) break;
    query.after = one->next;
  }
  ASSERT_EQ(a.store.log_head()->root(), b.store.log_head()->root());
}

TEST(Casework, RandomHistoriesAreWhatTheModelSays) {
  if (!store::Cluster::instance().trouble().empty()) GTEST_SKIP() << store::Cluster::instance().trouble();
  const char* told = std::getenv("OPENIMR_MODEL_STEPS");
  const int steps = told ? std::atoi(told) : 1500;
  std::mt19937_64 chance(20140210);
  store::ScratchFolder folder;
  desk::Installation installation{.packs_folder = OPENIMR_SOURCE_DIR "/packs",
                                  .worker_program = {},
                                  .cache_folder = {},
                                  .threads = 1,
                                  .engine = "test"};
  Instant time = casework_testing::moment("2026-01-01T00:00:00Z");
  const auto clock = [&] { return time; };
  Side sqlite(std::move(*store::open_store("sqlite:" + folder.path() + "/model.db")), installation, clock);
  Side postgres(std::move(*store::open_store(store::Cluster::instance().new_database())), installation, clock);

  std::map<std::string, Sheet> sheets;
  std::vector<std::string> numbers;
  int accepted = 0, refused = 0;
  for (int step = 0; step < steps; ++step) {
    ++time.utc_seconds;
    const Date on = day("2014-03-10");
    desk::ActOptions options{.actor = {"tester", "coordinator"}, .at = {}, .on = on, .key = {}, .rule = {}};
    if (numbers.size() < 3 || chance() % 25 == 0) {
      const std::string file = folder.path() + "/application.yaml";
      std::ofstream(file) << casework_testing::application_text(numbers.size());
      desk::ActOptions opening{.actor = options.actor, .at = {}, .on = {}, .key = {}, .rule = {}};
      auto one = sqlite.acts.open_case(file, "", opening), two = postgres.acts.open_case(file, "", opening);
      ASSERT_TRUE(one && two) << (one ? "" : one.error().message());
      ASSERT_EQ(one->number, two->number);
      numbers.push_back(one->number);
      sheets[one->number];
      continue;
    }
    const std::string number = numbers[numbers.size() - 1 - chance() % std::min<std::size_t>(numbers.size(), 6)];
    Sheet& sheet = sheets[number];
    const std::string act = likely_act(sheet, chance), who = "R" + std::to_string(1 + chance() % 3);
    auto state = sqlite.acts.load(number);
    ASSERT_TRUE(state) << state.error().message();
    auto [what, role] = event_of(act, who, *state, on, step);
    options.actor.role = role;
    Sheet next = sheet;
    const bool may_be = expected(next, act, who);
    for (Side* side : {&sqlite, &postgres}) {
      auto done = act == "screen" ? side->acts.screen(number, options) : side->acts.record(number, what, options);
      ASSERT_EQ(static_cast<bool>(done), may_be) << step << ": " << act << " " << who << " on " << number << ", "
                                                 << sheet.state << ": " << (done ? "accepted" : done.error().message());
    }
    if (may_be) sheet = next;
    ++(may_be ? accepted : refused);
    ASSERT_NO_FATAL_FAILURE(expect_same(sqlite, postgres, number, sheet)) << step << ": " << act;
    if (step % 500 == 0) {
      ASSERT_NO_FATAL_FAILURE(expect_same_queues(sqlite, postgres));
    }
  }
  ASSERT_NO_FATAL_FAILURE(expect_same_queues(sqlite, postgres));
  EXPECT_GT(accepted, steps / 4);
  EXPECT_GT(refused, steps / 10);
  std::map<std::string, int> ends;
  for (const auto& [number, sheet] : sheets) ++ends[sheet.state];
  RecordProperty("accepted", accepted);
  RecordProperty("refused", refused);
  if (steps >= 1000) {
    EXPECT_GE(ends.size(), 3u);
  }
}

} // namespace
} // namespace openimr
