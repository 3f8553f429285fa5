// Acts that begin a case: from the application, from a case folder; its screening; putting cases together.
#include "base/files.h"
#include "base/hash.h"
#include "casework/eligibility.h"
#include "casework/event_json.h"
#include "clinical/requested_item.h"
#include "desk/case_acts.h"
#include "desk/case_application.h"
#include "desk/case_papers.h"
#include "determination/yaml_words.h"
#include "intake/application_file.h"
#include "intake/documents_file.h"
#include "reviewers/case_parties.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;
using casework::Case;
using casework::CaseEvent;
using jurisdictions::Jurisdiction;

casework::Received received_of(const records::Application& application, std::string text, std::string number) {
  casework::Received what;
  what.number = std::move(number);
  what.jurisdiction = application.jurisdiction;
  what.channel = application.channel;
  what.review = application.review;
  what.employee_first = application.employee_first;
  what.employee_last = application.employee_last;
  what.date_of_birth = application.date_of_birth;
  what.claim_number = application.claim_number;
  what.adjudication_number = application.adjudication_number;
  what.date_of_injury = application.date_of_injury;
  what.ur_decided_on = application.ur_decision.date;
  what.ur_served_on = application.ur_decision.served.on;
  what.ur_served_by = application.ur_decision.served.by.empty() ? "mail" : application.ur_decision.served.by;
  what.ur_served_to = application.ur_decision.served.to;
  for (const auto& party : reviewers::case_parties(application)) what.parties.push_back({party.role, party.name});
  for (const auto& item : application.disputed_items) what.items.push_back({item.id, item.text, item.ur_outcome});
  what.application = std::move(text);
  return what;
}

casework::Screened screened_of(const casework::Eligibility& eligibility, const Jurisdiction& law) {
  casework::Screened what;
  what.outcome = casework::name(eligibility.outcome);
  what.review = eligibility.review;
  what.converted_on = eligibility.converted_on;
  what.is_formulary_case = eligibility.is_formulary_case;
  what.pack = fmt::format("{} {} {}", law.id, law.edition, law.sha256());
  for (const auto& item : eligibility.items) {
    casework::ScreenedItem row{
        item.id, std::string(casework::name(item.outcome)), {}, item.duplicate_of, item.is_formulary};
    for (const auto& reason : item.reasons) row.reasons.push_back(reason.code);
    what.items.push_back(std::move(row));
  }
  return what;
}

/// One delivery: the papers that one sender sent on one day, by their names below documents/.
using Deliveries = std::map<std::pair<Date, std::string>, std::vector<std::string>>;

Result<Deliveries> deliveries_of(const std::string& folder, Date filed_on) {
  std::map<std::string, intake::DocumentEntry> entries;
  const std::string list = folder + "/documents.yaml";
  if (fs::exists(list)) {
    auto bytes = read_file(list, std::size_t{16} << 20);
    if (!bytes) return bytes.error();
    auto parsed = intake::parse_documents_file(list, *bytes);
    if (!parsed) return parsed.error();
    entries = std::move(*parsed);
  }
  Deliveries deliveries;
  for (const std::string& file : files_below(folder + "/documents")) {
    const auto entry = entries.find("documents/" + file);
    const bool is_known = entry != entries.end();
    const std::string sender =
        is_known && !entry->second.sender.empty() ? entry->second.sender : std::string(unknown_sender);
    // What lay here before the application is part of the case from the application's day on; documents.yaml keeps its
    // own.
    const Date on = std::max(is_known && entry->second.received ? *entry->second.received : filed_on, filed_on);
    deliveries[{on, sender}].push_back(file);
  }
  return deliveries;
}

} // namespace

Result<casework::Screened> CaseActs::screening(const Case& so_far, const Jurisdiction& rules, Date as_of) {
  if (auto missing = rules.lacks("eligibility.yaml", "the screening of an application")) return *missing;
  auto application = application_now(so_far);
  if (!application) return application.error();
  auto others = store_.search({.claim = so_far.claim_number, .limit = 200});
  if (!others) return others.error();
  for (const auto& row : *others) {
    if (row.id == so_far.number) continue;
    auto other = load(row.id);
    if (!other) return other.error();
    const bool stands_before = std::pair(other->received_at.utc_seconds, other->number) <
                               std::pair(so_far.received_at.utc_seconds, so_far.number);
    if (!other->is_open() || !stands_before || other->ur_decided_on != so_far.ur_decided_on) continue;
    for (const auto& item : other->items)
      application->earlier_applications.push_back({other->number, "pending", item.text, std::nullopt});
  }
  if (!vocabulary_) {
    auto loaded = clinical::Vocabulary::load(installation_.packs_folder);
    if (!loaded) return loaded.error();
    vocabulary_ = std::make_unique<clinical::Vocabulary>(std::move(*loaded));
  }
  std::set<std::string> drug_items;
  for (const auto& item : application->disputed_items)
    if (clinical::parse_item(*vocabulary_, item.text).kind == "drug") drug_items.insert(item.id);
  return screened_of(casework::screen(rules, *application, {as_of, drug_items}), rules);
}

Result<ActAnswer> CaseActs::open_with(const records::Application& application, std::string text,
                                      const std::string& number, const ActOptions& options, const Plan& more) {
  auto rules = law(application.jurisdiction);
  if (!rules) return rules.error();
  ActOptions own = options;
  if (own.key.empty()) own.key = "application " + sha256_hex(text);
  const std::string fingerprint = sha256_hex(text);
  auto known = store_.answered(own.key, fingerprint);
  if (!known) return known.error();
  if (*known) {
    const std::string& before = (*known)->begin()->first;
    auto state = load(before);
    if (!state) return state.error();
    return ActAnswer{before, std::move(*state), true};
  }
  std::string own_number = number;
  if (own_number.empty()) {
    auto next = store_.next_number(fmt::format("CM{:02}", (*rules)->local_date(application.received).year() % 100));
    if (!next) return next.error();
    own_number = std::move(*next);
  }
  own.at = options.at.value_or(application.received);
  own.on = (*rules)->local_date(*own.at);
  Events events = {event(received_of(application, std::move(text), own_number), own, **rules)};
  auto first = casework::apply(Case{}, events.front());
  if (!first) return first.error();
  auto rest = more(*first, **rules);
  if (!rest) return rest.error();
  events.insert(events.end(), rest->events.begin(), rest->events.end());
  ActAnswer answer{.number = own_number};
  auto made = change(Case{}, events, answer.state);
  if (!made) return made.error();
  made->known_by = own.actor.known_by;
  auto done = store_.commit(
      {.key = own.key, .fingerprint = fingerprint, .cases = {std::move(*made)}, .records = std::move(rest->records)});
  if (!done) return done.error();
  if (done->answer == store::Answer::Conflict)
    return Error{ErrorKind::Refused, fmt::format("case {}", own_number), "a case of this number", "a number of its own",
                 "leave --number out, or choose another"};
  if (done->answer == store::Answer::Written) return answer;
  const std::string before = done->versions.begin()->first;
  auto state = load(before);
  if (!state) return state.error();
  return ActAnswer{before, std::move(*state), true};
}

Result<ActAnswer> CaseActs::open_case(const std::string& application_file, const std::string& number,
                                      const ActOptions& options) {
  auto text = read_file(application_file, std::size_t{4} << 20);
  if (!text) return text.error();
  return open_application(application_file, std::move(*text), number, options);
}

Result<ActAnswer> CaseActs::open_application(const std::string& name, std::string text, const std::string& number,
                                             const ActOptions& options) {
  auto application = intake::parse_application(name, text);
  if (!application) return application.error();
  return open_with(*application, std::move(text), number, options,
                   [](const Case&, const Jurisdiction&) { return Planned{}; });
}

/// A paper into the vault, where there is one, and the record that says so.
Result<Done> CaseActs::keep(const std::string& number, const std::string& bytes, Planned& planned) {
  if (!vault_) return Done{};
  auto record = keep_paper(store_, *vault_, number, bytes);
  if (!record) return record.error();
  if (!*record) return Done{};
  const bool is_planned = std::any_of(planned.records.begin(), planned.records.end(),
                                      [&](const auto& one) { return one.id == (*record)->id; });
  if (!is_planned) planned.records.push_back(std::move(**record));
  return Done{};
}

Result<Done> CaseActs::plan_papers(const std::string& folder, const Case& so_far, const ActOptions& options,
                                   const Jurisdiction& rules, Planned& planned) {
  auto deliveries = deliveries_of(folder, so_far.received_on);
  if (!deliveries) return deliveries.error();
  for (auto& [when, files] : *deliveries) {
    casework::RecordsReceived what{when.second, {}, false};
    for (const std::string& file : files) {
      auto bytes = read_file(folder + "/documents/" + file);
      if (!bytes) return bytes.error();
      what.documents.push_back(fmt::format("{} documents/{}", sha256_hex(*bytes), file));
      if (auto kept = keep(so_far.number, *bytes, planned); !kept) return kept.error();
    }
    ActOptions own = options;
    own.at.reset();
    own.on = when.first;
    planned.events.push_back(event(std::move(what), own, rules));
  }
  return Done{};
}

Result<Done> CaseActs::plan_case_files(const std::string& folder, const std::string& number, Planned& planned) {
  for (const std::string& name : case_file_names()) {
    const std::string path = folder + "/" + name;
    if (!fs::is_regular_file(fs::symlink_status(path))) continue;
    auto text = read_file(path, std::size_t{16} << 20);
    if (!text) return text.error();
    auto saved = save_case_file(store_, number, name, *text, 0);
    if (!saved) return saved.error();
    planned.records.insert(planned.records.end(), saved->begin(), saved->end());
  }
  return Done{};
}

/// Papers of a case that was imported when there was no vault.
Result<Done> CaseActs::keep_missing(const std::string& folder, const std::string& number) {
  if (!vault_) return Done{};
  auto papers = case_papers(store_, number);
  if (!papers) return papers.error();
  Planned planned;
  for (const CasePaper& paper : *papers) {
    if (!paper.vault.empty() || !fs::is_regular_file(fs::symlink_status(folder + "/" + paper.file))) continue;
    auto bytes = read_file(folder + "/" + paper.file);
    if (!bytes) return bytes.error();
    if (sha256_hex(*bytes) != paper.sha256) continue; // another paper by now; `case add` tells of it
    if (auto kept = keep(number, *bytes, planned); !kept) return kept.error();
  }
  if (planned.records.empty()) return Done{};
  auto done = store_.commit({.records = std::move(planned.records)});
  if (!done) return done.error();
  return Done{};
}

Result<ActAnswer> CaseActs::import_case(const std::string& folder, const std::string& number, const ActOptions& options,
                                        Screening when) {
  auto text = read_file(folder + "/application.yaml", std::size_t{4} << 20);
  if (!text) return text.error();
  auto application = intake::parse_application(folder + "/application.yaml", *text);
  if (!application) return application.error();
  if (std::error_code failed; fs::exists(folder + "/joined", failed))
    return Error{ErrorKind::Input, folder + "/joined", "applications that were consolidated with this one",
                 "the folder of one application", "import each of them, then openimr case consolidate"};
  const auto plan = [&](const Case& so_far, const Jurisdiction& rules) -> Result<Planned> {
    Planned planned;
    if (auto done = plan_papers(folder, so_far, options, rules, planned); !done) return done.error();
    if (auto done = plan_case_files(folder, so_far.number, planned); !done) return done.error();
    if (when == Screening::Now) {
      auto finding = screening(so_far, rules, options.on.value_or(so_far.received_on));
      if (!finding) return finding.error();
      ActOptions own = options;
      own.at = options.on ? std::nullopt : std::optional(so_far.received_at);
      own.on = options.on.value_or(so_far.received_on);
      planned.events.push_back(event(std::move(*finding), own, rules));
    }
    std::stable_sort(planned.events.begin(), planned.events.end(),
                     [](const CaseEvent& a, const CaseEvent& b) { return a.on < b.on; });
    return planned;
  };
  ActOptions own = options;
  own.on.reset();
  own.at.reset();
  auto answer = open_with(*application, std::move(*text), number, own, plan);
  if (!answer || !answer->was_repeated) return answer;
  if (auto kept = keep_missing(folder, answer->number); !kept) return kept.error();
  return answer;
}

Result<ActAnswer> CaseActs::add_documents(const std::string& number, const std::vector<IncomingPaper>& papers,
                                          const std::string& from, bool is_complete, const ActOptions& options) {
  casework::RecordsReceived what{.from = from, .documents = {}, .complete = is_complete};
  Planned kept;
  for (const IncomingPaper& paper : papers) {
    auto bytes = read_file(paper.path);
    if (!bytes) return bytes.error();
    const std::string name = fs::path(paper.name.empty() ? paper.path : paper.name).filename().string();
    if (name.empty() || name.starts_with('.'))
      return Error{ErrorKind::Input, "paper", determination::quoted(name), "a name that does not begin with a dot",
                   "give it another name"};
    what.documents.push_back(fmt::format("{} documents/{}", sha256_hex(*bytes), name));
    if (auto done = keep(number, *bytes, kept); !done) return done.error();
  }
  const std::string fingerprint = fmt::format("{} {}", what.kind, casework::fields_json(what));
  return act(number, options, fingerprint, [&](const Case&, const Jurisdiction& rules) -> Result<Planned> {
    Planned planned{.events = {event(what, options, rules)}};
    for (const auto& record : kept.records) { // somebody else may have brought the same paper meanwhile
      auto known = store_.record(record.kind, record.id);
      if (!known) return known.error();
      if (!*known) planned.records.push_back(record);
    }
    return planned;
  });
}

Result<ActAnswer> CaseActs::consolidate(const std::string& number, const std::string& into, const ActOptions& options) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto from_case = load(number);
    if (!from_case) return from_case.error();
    auto into_case = load(into);
    if (!into_case) return into_case.error();
    auto rules = law(into_case->jurisdiction);
    if (!rules) return rules.error();
    auto from_application = application_now(*from_case);
    if (!from_application) return from_application.error();
    auto into_application = application_now(*into_case);
    if (!into_application) return into_application.error();
    if (!casework::may_consolidate(**rules, *into_application, *from_application, number))
      return Error{ErrorKind::Refused, fmt::format("case {}, consolidated", number),
                   fmt::format("another dispute than that of {}", into),
                   "the same employee, requesting physician and date of injury", "rule: 8 CCR 9792.10.4(a)"};
    casework::Joined joined{.from = number, .application = from_case->application};
    for (const auto& party : from_case->parties) joined.parties.push_back({party.role, party.name});
    for (const auto& item : from_case->items)
      if (item.is_to_be_decided()) joined.items.push_back({number + "/" + item.id, item.text, item.ur_outcome});
    ActAnswer answer{.number = into};
    Case closed;
    auto leaves = change(std::move(*from_case), {event(casework::Consolidated{into}, options, **rules)}, closed);
    if (!leaves) return leaves.error();
    auto takes = change(std::move(*into_case), {event(std::move(joined), options, **rules)}, answer.state);
    if (!takes) return takes.error();
    leaves->known_by = takes->known_by = options.actor.known_by;
    auto done = store_.commit({.key = options.key,
                               .fingerprint = sha256_hex(number + " into " + into),
                               .cases = {std::move(*leaves), std::move(*takes)}});
    if (!done) return done.error();
    if (done->answer == store::Answer::Conflict) continue;
    if (done->answer == store::Answer::Written) return answer;
    auto state = load(into);
    if (!state) return state.error();
    return ActAnswer{into, std::move(*state), true};
  }
  return Error{ErrorKind::Storage, fmt::format("case {}", number), "others who changed it at the same time",
               "a case that rests", "try again"};
}

} // namespace openimr::desk
