// Acts on cases behind the office's question, and looks at them.
#include "desk/office.h"
#include "desk/retention.h"
#include "intake/application_file.h"
#include "reviewers/organization.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// Whose word an event of a reviewer is: the id that it names; empty for events that name none.
std::string reviewer_of(const casework::What& what) {
  if (const auto* attested = std::get_if<casework::ReviewerAttested>(&what)) return attested->reviewer;
  if (const auto* recorded = std::get_if<casework::OpinionRecorded>(&what)) return recorded->reviewer;
  if (const auto* is_signed = std::get_if<casework::OpinionSigned>(&what)) return is_signed->reviewer;
  if (const auto* recused = std::get_if<casework::ReviewerRecused>(&what)) return recused->reviewer;
  if (const auto* attested = std::get_if<casework::DuplicateAttested>(&what)) return attested->reviewer;
  if (const auto* decided = std::get_if<casework::DuplicateDecided>(&what)) return decided->reviewer;
  return "";
}

ActOptions with(ActOptions options, const Actor& actor) {
  options.actor = actor;
  return options;
}

} // namespace

Result<ActAnswer> Office::open_case(const Caller& caller, const std::string& name, std::string application,
                                    const std::string& number, const ActOptions& options) {
  auto leave = ask_event(caller, nullptr, "received");
  if (!leave) return leave.error();
  return acts_->open_application(name, std::move(application), number, with(options, leave->actor));
}

/// An import is three acts in one: the application, its papers and the screening. Who may open and add but not screen
/// leaves the screening to somebody else.
Result<ActAnswer> Office::import_case(const Caller& caller, const std::string& folder, const std::string& number,
                                      const ActOptions& options) {
  auto leave = ask_event(caller, nullptr, "received");
  if (!leave) return leave.error();
  if (auto papers = ask_event(caller, nullptr, "records_received"); !papers) return papers.error();
  auto asking = person(caller, nullptr);
  if (!asking) return asking.error();
  const auto screening = decide(*asking, "eligibility_decide", "", "screened");
  const bool may_screen = !caller.is_signed_in() || screening.is_allowed;
  if (caller.is_signed_in() && may_screen) leave->actor.role = screening.role;
  return acts_->import_case(folder, number, with(options, leave->actor),
                            may_screen ? Screening::Now : Screening::Later);
}

Result<ActAnswer> Office::add_documents(const Caller& caller, const std::string& number,
                                        const std::vector<IncomingPaper>& papers, const std::string& from,
                                        bool is_complete, const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_event(caller, &*state, "records_received");
  if (!leave) return leave.error();
  return acts_->add_documents(number, papers, from, is_complete, with(options, leave->actor));
}

Result<ActAnswer> Office::screen(const Caller& caller, const std::string& number, const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_event(caller, &*state, "screened");
  if (!leave) return leave.error();
  return keep_papers(caller, leave->actor, acts_->screen(number, with(options, leave->actor)));
}

Result<ActAnswer> Office::consolidate(const Caller& caller, const std::string& number, const std::string& into,
                                      const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_event(caller, &*state, "consolidated");
  if (!leave) return leave.error();
  return keep_papers(caller, leave->actor, acts_->consolidate(number, into, with(options, leave->actor)));
}

Result<ActAnswer> Office::record(const Caller& caller, const std::string& number, casework::What what,
                                 const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  const std::string kind(casework::kind_of(what)), reviewer = reviewer_of(what);
  auto leave = ask_event(caller, &*state, kind);
  if (!leave) return leave.error();
  if (caller.is_signed_in() && leave->actor.role == "reviewer" && !reviewer.empty() && reviewer != caller.account())
    return Error{ErrorKind::Refused, fmt::format("case {}, {}", number, kind),
                 fmt::format("{} speaking for {}", caller.account(), reviewer), std::string(who_speaks_for_oneself),
                 "let the reviewer do it (Labor Code 139.5(d)(5), 4610.6(c))"};
  const ActOptions own = with(options, leave->actor);
  if (kind == "assigned")
    if (auto free = is_free_of_conflicts(*state, own); !free) return free.error();
  const auto* proposed = std::get_if<casework::ReviewerProposed>(&what);
  const auto* drawn = std::get_if<casework::DuplicateDrawn>(&what);
  if (proposed || drawn)
    if (auto free = may_review(*state, proposed ? proposed->reviewer : drawn->reviewer, own); !free) {
      if (auto allowed = acts_->check(*state, what, own); !allowed)
        return allowed.error(); // the case's word comes first
      return free.error();
    }
  if (kind == "opinion_recorded" || kind == "opinion_signed") {
    if (auto allowed = acts_->check(*state, what, own); !allowed) return allowed.error(); // the law's word comes first
    if (auto proven = prove(caller, *state, what); !proven) return proven.error();
  }
  if (kind == "issued") { // only issue() has seen the determination
    if (auto allowed = acts_->check(*state, what, own); !allowed) return allowed.error();
    return Error{ErrorKind::Refused, fmt::format("case {}, issued", number), "no determination that was looked at",
                 "the determination made from the signed opinion",
                 "hand it in: openimr case issue NUMBER --determination FILE (LC 4610.6(c),(e))"};
  }
  return keep_papers(caller, own.actor, acts_->record(number, std::move(what), own));
}

/// What was done is done, whatever becomes of the vault: where it fails the log says so, and the next act on the case
/// tries again.
Result<ActAnswer> Office::keep_papers(const Caller& caller, const Actor& actor, Result<ActAnswer> done) {
  const auto ended = done && vault_ ? ended_on(done->state) : std::nullopt;
  if (!ended) return done;
  auto rules = read_retention(installation_.packs_folder);
  if (!rules) return rules.error();
  const RetentionRule& rule = rule_of(*rules, done->state.jurisdiction);
  const Date until = kept_until(rule, *ended);
  auto moved = retain_papers(*store_, *vault_, done->number, until);
  if (moved && *moved == 0) return done;
  auto row = log_row(caller, actor, moved ? "retention_set" : "retention_failed", done->number);
  row.details["until"] = until.iso();
  row.details["basis"] = rule.basis;
  if (moved) row.details["papers"] = std::to_string(*moved);
  if (auto written = write(std::move(row)); !written) return written.error();
  return done;
}

/// No case for an organization with a tie to its parties (Labor Code 139.5(c)(2)).
Result<Done> Office::is_free_of_conflicts(const casework::Case& state, const ActOptions& options) {
  if (places_.organization.empty()) return Done{};
  auto own = reviewers::read_disclosure(places_.organization);
  if (!own) return own.error();
  auto application = intake::parse_application("application.yaml", state.application);
  if (!application) return application.error();
  auto rules = law(state.jurisdiction);
  if (!rules) return rules.error();
  auto names = reviewers::PartyNames::load(installation_.packs_folder);
  if (!names) return names.error();
  const Date day = options.on.value_or((*rules)->local_date(options.at.value_or(clock_())));
  reviewers::CaseTies ties{reviewers::case_parties(*application), reviewers::case_numbers(*application)};
  for (const auto& party : state.parties) // who came since
    if (party.from) ties.parties.push_back({party.role, party.name, false});
  std::vector<std::string> remarks;
  const auto faults = reviewers::organization_conflicts((*rules)->reviewers, reviewers::NameBook(std::move(*names)),
                                                        ties, *own, day, remarks);
  if (faults.empty()) return Done{};
  const auto& first = faults.front();
  return Error{ErrorKind::Refused, fmt::format("case {}, assigned", state.number),
               fmt::format("{}, {}: {}", first.who, first.party, first.text),
               "an organization without a tie to the parties", first.citation};
}

Result<ActAnswer> Office::invoice(const Caller& caller, const std::string& number, const std::string& profession,
                                  const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_event(caller, &*state, "invoiced");
  if (!leave) return leave.error();
  return acts_->invoice(number, profession, with(options, leave->actor));
}

Result<int> Office::raise_overdue(const Caller& caller, Date as_of, const ActOptions& options) {
  auto leave = ask_event(caller, nullptr, "overdue_raised");
  if (!leave) return leave.error();
  return acts_->raise_overdue(as_of, with(options, leave->actor));
}

// ----------------------------------------------------------------------------------------------------------------
// looks

Result<CaseView> Office::view(const Caller& caller, const std::string& number, Date as_of) {
  auto seen = acts_->view(number, as_of);
  if (!seen) return seen.error();
  const auto blind = blind_leave(caller, seen->state);
  auto leave = blind ? Result<Leave>(*blind) : ask(caller, "party_identity_read", &seen->state);
  if (!leave) return leave.error();
  if (blind) {
    const int version = seen->state.version;
    seen->state = casework::blinded(seen->history);
    seen->state.version = version; // that it has moved on may be known
    seen->history = casework::blinded_history(seen->history);
    seen->steps.clear();
  }
  if (caller.is_signed_in())
    if (auto noted = note_look(caller, *leave, "case_read", number, "", {}); !noted) return noted.error();
  return seen;
}

/// Empty: every case. Else the id under which the caller's own are found.
Result<std::string> Office::own_cases_of(const Caller& caller, Leave& leave) {
  if (!caller.is_signed_in()) {
    leave = {{caller.account(), *caller.roles().begin(), "told"}, false};
    return std::string();
  }
  const auto& roles = permissions_.acts().at("party_identity_read").roles;
  const auto scope_of = [&](const std::string& role) {
    const auto found = roles.find(role);
    return found == roles.end() ? std::string() : found->second;
  };
  const bool has_own = std::any_of(caller.roles().begin(), caller.roles().end(), [&](const std::string& role) {
    const std::string scope = scope_of(role);
    return !scope.empty() && scope != "all";
  });
  const bool sees_all = std::any_of(caller.roles().begin(), caller.roles().end(),
                                    [&](const std::string& role) { return scope_of(role) == "all"; });
  if (has_own && !sees_all) {
    leave = {{caller.account(), "reviewer", "signed_in"}, false};
    return caller.account();
  }
  auto asked = ask(caller, "party_identity_read", nullptr);
  if (!asked) return asked.error();
  leave = *asked;
  return std::string();
}

Result<std::vector<store::CaseRow>> Office::search(const Caller& caller, store::SearchQuery query) {
  Leave leave;
  auto own = own_cases_of(caller, leave);
  if (!own) return own.error();
  if (!own->empty()) query.reviewer = *own;
  auto rows = store_->search(query);
  if (!rows || !caller.is_signed_in()) return rows;
  if (auto noted = note_look(caller, leave, "cases_listed", "", "", {{"rows", std::to_string(rows->size())}}); !noted)
    return noted.error();
  return rows;
}

Result<std::vector<store::CaseRow>> Office::sample(const Caller& caller, store::SearchQuery query, std::size_t count,
                                                   std::uint64_t seed) {
  auto leave = ask(caller, "audit_sample", nullptr);
  if (!leave) return leave.error();
  auto rows = acts_->sample(std::move(query), count, seed);
  if (!rows || !caller.is_signed_in()) return rows;
  if (auto noted = note_look(caller, *leave, "sample_drawn", "", "",
                             {{"seed", std::to_string(seed)}, {"rows", std::to_string(rows->size())}});
      !noted)
    return noted.error();
  return rows;
}

Result<store::QueuePage> Office::queue(const Caller& caller, store::QueueQuery query) {
  Leave leave;
  auto own = own_cases_of(caller, leave);
  if (!own) return own.error();
  if (!own->empty()) query.reviewer = *own;
  auto page = store_->queue(query);
  if (!page || !caller.is_signed_in()) return page;
  if (auto noted = note_look(caller, leave, "queue_read", "", "", {{"rows", std::to_string(page->rows.size())}});
      !noted)
    return noted.error();
  return page;
}

} // namespace openimr::desk
