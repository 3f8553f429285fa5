#include "cli/casework_commands.h"

#include "base/files.h"
#include "base/hash.h"
#include "casework/event_json.h"
#include "cli/answers.h"
#include "cli/installation.h"
#include "desk/case_acts.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

Result<desk::ActOptions> options_of(const CaseworkArguments& arguments) {
  desk::ActOptions options;
  options.key = arguments.key;
  options.rule = arguments.rule;
  if (!arguments.on.empty()) {
    auto on = day_of("--on", arguments.on);
    if (!on) return on.error();
    options.on = *on;
  }
  if (!arguments.at.empty()) {
    options.at = Instant::parse_iso(arguments.at);
    if (!options.at)
      return Error{ErrorKind::Input, "--at", "\"" + arguments.at + "\"", "a moment such as 2015-01-16T10:02:00-08:00",
                   "write it so, or use --on"};
  }
  return options;
}

/// The day to judge lateness by: --as-of, or today where the case's law (number empty: the house's) keeps its calendar.
Result<Date> day_to_judge(const CaseworkArguments& arguments, desk::Office& office, const std::string& number) {
  if (!arguments.as_of.empty()) return day_of("--as-of", arguments.as_of);
  if (number.empty()) return office.today();
  const auto row = office.store().case_row(number);
  return office.today(row ? row->jurisdiction : "");
}

std::string due_words(const std::optional<Date>& due_on, Date as_of) {
  if (!due_on) return "no date";
  const int days = due_on->days_since(as_of);
  return fmt::format("{}  {}", due_on->iso(),
                     days < 0    ? fmt::format("{} days late", -days)
                     : days == 0 ? "today"
                                 : fmt::format("in {} days", days));
}

Tone tone_of(const std::string& risk) {
  return risk == "overdue" ? Tone::Bad : risk == "due_soon" ? Tone::Unsure : Tone::Plain;
}

void print_steps(const Console& console, const std::vector<casework::Step>& steps, Date as_of) {
  if (steps.empty()) return console.line("Nothing is left to do.");
  for (const auto& step : steps) {
    const std::string waits = step.due && !step.due->due_on && !step.due->waits_for.empty()
                                  ? fmt::format(" (waits for {})", step.due->waits_for)
                                  : "";
    console.line(
        "  " + console.in(tone_of(risk(step.due_on(), as_of)), fmt::format("{:<28}", due_words(step.due_on(), as_of))) +
        fmt::format("{}: {}{}", step.who, step.text, waits));
    if (!step.due) continue;
    for (const auto& one : step.due->derivation)
      console.line(console.in(Tone::Quiet, fmt::format("      {}  {} [{}]", one.date.iso(), one.step, one.citation)));
  }
}

void print_head(const Console& console, const casework::Case& state) {
  const std::string outcome = outcome_words(state);
  console.line(console.in(Tone::Strong, state.number) + fmt::format("  {}{}{}", casework::name(state.status),
                                                                    outcome.empty() ? "" : ", " + outcome,
                                                                    state.review == "expedited" ? ", expedited" : ""));
}

Result<casework::What> what_of(const CaseworkArguments& arguments) {
  auto what = casework::what_from_json(arguments.kind, "{}");
  if (what && !arguments.file.empty()) {
    auto bytes = read_file(arguments.file, std::size_t{4} << 20);
    if (!bytes) return bytes.error();
    what = casework::what_from_json(arguments.kind, *bytes);
  }
  if (!what) return what.error();
  for (const std::string& field : arguments.fields) {
    const auto equals = field.find('=');
    if (equals == field.npos)
      return Error{ErrorKind::Input, "--set", "\"" + field + "\"", "name=value", "put an equals sign between them"};
    if (auto done = casework::set_field(*what, field.substr(0, equals), field.substr(equals + 1)); !done)
      return done.error();
  }
  return what;
}

} // namespace

int run_act(const Console& console, const CaseworkArguments& arguments,
            const std::function<Result<desk::ActAnswer>(AtDesk&, const desk::ActOptions&)>& act,
            const std::string& role) {
  auto options = options_of(arguments);
  if (!options) return console.fail(options.error());
  auto at = at_the_desk(arguments.desk, role);
  if (!at) return console.fail(at.error());
  auto answer = act(*at, *options);
  if (!answer) return console.fail(answer.error());
  auto law = at->office->law(answer->state.jurisdiction);
  if (!law) return console.fail(law.error());
  auto as_of = arguments.as_of.empty() && options->on ? Result<Date>(*options->on)
                                                      : day_to_judge(arguments, *at->office, answer->number);
  if (!as_of) return console.fail(as_of.error());
  const auto steps = casework::next_steps(answer->state, **law, *as_of);
  if (arguments.json) {
    console.write(json_line(act_json(answer->state, answer->was_repeated, steps, *as_of)));
    return exit_done;
  }
  if (answer->was_repeated) console.line("This was done before; nothing was done again.");
  print_head(console, answer->state);
  print_steps(console, steps, *as_of);
  console.line(console.in(Tone::Quiet, "store: " + at->office->store().name()));
  return exit_done;
}

int import_command(const Console& console, const CaseworkArguments& arguments) {
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->import_case(at.caller, arguments.folder, arguments.number, options);
  });
}

int case_open_command(const Console& console, const CaseworkArguments& arguments) {
  auto text = read_file(arguments.file, std::size_t{4} << 20);
  if (!text) return console.fail(text.error());
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->open_case(at.caller, arguments.file, std::move(*text), arguments.number, options);
  });
}

int case_add_command(const Console& console, const CaseworkArguments& arguments) {
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    std::vector<desk::IncomingPaper> papers;
    for (const std::string& file : arguments.files) papers.push_back({file, ""});
    return at.office->add_documents(at.caller, arguments.number, papers, arguments.from, arguments.is_complete,
                                    options);
  });
}

int case_screen_command(const Console& console, const CaseworkArguments& arguments) {
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->screen(at.caller, arguments.number, options);
  });
}

int case_consolidate_command(const Console& console, const CaseworkArguments& arguments) {
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->consolidate(at.caller, arguments.number, arguments.into, options);
  });
}

int case_event_command(const Console& console, const CaseworkArguments& arguments) {
  for (const auto& [kind, verb] : {std::pair{"received", "open"},
                                   {"screened", "screen"},
                                   {"consolidated", "consolidate"},
                                   {"joined", "consolidate"}})
    if (arguments.kind == kind)
      return console.fail({ErrorKind::Input, "event", fmt::format("\"{}\"", kind), "an event that a person tells",
                           fmt::format("use openimr case {}", verb)});
  auto what = what_of(arguments);
  if (!what) return console.fail(what.error());
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->record(at.caller, arguments.number, *what, options);
  });
}

int case_issue_command(const Console& console, const CaseworkArguments& arguments) {
  auto bytes = read_file(arguments.file, std::size_t{64} << 20);
  if (!bytes) return console.fail(bytes.error());
  CaseworkArguments fields = arguments;
  fields.kind = "issued";
  fields.file.clear();
  auto what = what_of(fields);
  if (!what) return console.fail(what.error());
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->issue(at.caller, arguments.number, arguments.file, *bytes, std::get<casework::Issued>(*what),
                            options);
  });
}

int case_invoice_command(const Console& console, const CaseworkArguments& arguments) {
  return run_act(console, arguments, [&](AtDesk& at, const desk::ActOptions& options) {
    return at.office->invoice(at.caller, arguments.number, arguments.profession, options);
  });
}

int case_papers_command(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto papers = at->office->papers(at->caller, arguments.number);
  if (!papers) return console.fail(papers.error());
  json::array rows;
  for (const auto& paper : *papers) {
    rows.push_back(json::object{{"file", paper.file},
                                {"sha256", paper.sha256},
                                {"from", paper.from},
                                {"received_on", paper.on.iso()},
                                {"is_kept", !paper.vault.empty()},
                                {"size", paper.vault.empty() ? json::value(nullptr) : json::value(paper.size)}});
    if (!arguments.json)
      console.line(
          fmt::format("{}  {:<44}{:<32}{}", paper.on.iso(), paper.file, paper.from,
                      paper.vault.empty() ? console.in(Tone::Unsure, "not kept") : fmt::format("{}", paper.size)));
  }
  if (arguments.json) console.write(json_line(json::object{{"number", arguments.number}, {"papers", rows}}));
  return exit_done;
}

int case_folder_command(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  const auto slash = arguments.folder.find_last_not_of('/');
  const std::string target = arguments.folder.substr(0, slash + 1);
  const auto parent = target.find_last_of('/');
  auto folder = at->office->lay_out(at->caller, arguments.number, "folder",
                                    parent == target.npos ? "."
                                    : parent == 0         ? "/"
                                                          : target.substr(0, parent));
  if (!folder) return console.fail(folder.error());
  if (auto kept = folder->keep_as(target); !kept) return console.fail(kept.error());
  console.line(target);
  return exit_done;
}

int case_show_command(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto as_of = day_to_judge(arguments, *at->office, arguments.number);
  if (!as_of) return console.fail(as_of.error());
  auto view = at->office->view(at->caller, arguments.number, *as_of);
  if (!view) return console.fail(view.error());
  if (arguments.json) {
    console.write(json_line(to_json(*view, *as_of)));
    return exit_done;
  }
  const casework::Case& state = view->state;
  print_head(console, state);
  console.line(fmt::format("{} {}, claim {}, received {}", state.employee_first, state.employee_last,
                           state.claim_number, state.received_on.iso()));
  for (const auto& item : state.items)
    console.line(fmt::format("  item {}: {} [{}]", item.id, item.text,
                             !item.decision.empty()     ? item.decision
                             : !item.ended.empty()      ? item.ended
                             : item.eligibility.empty() ? "not screened"
                                                        : item.eligibility));
  console.line();
  for (const auto& event : view->history)
    console.line(fmt::format("  {}  {:<22}{} ({}){}", event.on.iso(), casework::kind_of(event.what), event.by,
                             event.role, event.rule.empty() ? "" : "  [" + event.rule + "]"));
  console.line();
  print_steps(console, view->steps, *as_of);
  return exit_done;
}

int case_next_command(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto as_of = day_to_judge(arguments, *at->office, arguments.number);
  if (!as_of) return console.fail(as_of.error());
  auto view = at->office->view(at->caller, arguments.number, *as_of);
  if (!view) return console.fail(view.error());
  if (arguments.json)
    console.write(json_line(act_json(view->state, false, view->steps, *as_of)));
  else
    print_steps(console, view->steps, *as_of);
  return exit_done;
}

int case_list_command(const Console& console, const CaseworkArguments& arguments) {
  store::SearchQuery query{.number = arguments.number,
                           .person = arguments.person,
                           .claim = arguments.claim,
                           .party = arguments.party,
                           .reviewer = {},
                           .status = arguments.status,
                           .from = {},
                           .to = {},
                           .after = arguments.after,
                           .limit = arguments.limit};
  for (const auto& [option, words, day] :
       {std::tuple{"--since", &arguments.since, &query.from}, {"--until", &arguments.until, &query.to}}) {
    if (words->empty()) continue;
    auto date = day_of(option, *words);
    if (!date) return console.fail(date.error());
    *day = *date;
  }
  if (!arguments.status.empty() && !casework::status_of(arguments.status))
    return console.fail({ErrorKind::Input, "--status", "\"" + arguments.status + "\"",
                         "received, deferred, eligible, assigned, under_review, opined, signed, cleared, determined, "
                         "appealed or closed",
                         ""});
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto rows = arguments.sample > 0
                  ? at->office->sample(at->caller, query, static_cast<std::size_t>(arguments.sample), arguments.seed)
                  : at->office->search(at->caller, query);
  if (!rows) return console.fail(rows.error());
  if (arguments.json) {
    json::array cases;
    for (const auto& row : *rows) cases.push_back(to_json(row));
    const bool is_full = arguments.sample == 0 && static_cast<int>(rows->size()) == arguments.limit;
    console.write(
        json_line({{"cases", cases}, {"next", is_full ? json::value(rows->back().id) : json::value(nullptr)}}));
    return exit_done;
  }
  for (const auto& row : *rows)
    console.line(fmt::format("{}  {}  {:<13}{:<28}{:<28}{}", row.id, row.received_on.iso(), row.status, row.outcome,
                             row.employee, row.claim_number));
  if (rows->empty()) console.line("No case.");
  return exit_done;
}

int case_kinds_command(const Console& console, bool as_json) {
  json::array kinds;
  for (const auto& row : casework::transitions()) {
    json::array from;
    for (unsigned i = 0; i <= static_cast<unsigned>(casework::Status::Closed); ++i)
      if (row.from & (1U << i)) from.emplace_back(std::string(casework::name(static_cast<casework::Status>(i))));
    const auto what = casework::what_of_kind(row.kind);
    kinds.push_back({{"kind", std::string(row.kind)},
                     {"from", from},
                     {"roles", row.roles.empty() ? "every role but auditor" : std::string(row.roles)},
                     {"rule", row.rule.empty() ? json::value(nullptr) : json::value(std::string(row.rule))},
                     {"fields", json::parse(casework::fields_json(*what))}});
  }
  if (as_json) {
    console.write(json_line({{"events", kinds}}));
    return exit_done;
  }
  for (const auto& row : casework::transitions())
    console.line(fmt::format("{:<22}{}{}", row.kind, row.when, row.rule.empty() ? "" : fmt::format(" [{}]", row.rule)));
  return exit_done;
}

int queue_command(const Console& console, const CaseworkArguments& arguments) {
  store::QueueQuery query{.role = arguments.queue_role,
                          .from = {},
                          .to = {},
                          .reviewer = {},
                          .after = arguments.after,
                          .limit = arguments.limit};
  for (const auto& [option, words, day] :
       {std::tuple{"--since", &arguments.since, &query.from}, {"--until", &arguments.until, &query.to}}) {
    if (words->empty()) continue;
    auto date = day_of(option, *words);
    if (!date) return console.fail(date.error());
    *day = *date;
  }
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto as_of = day_to_judge(arguments, *at->office, "");
  if (!as_of) return console.fail(as_of.error());
  if (arguments.raise) {
    auto options = options_of(arguments);
    if (!options) return console.fail(options.error());
    auto raised = at->office->raise_overdue(at->caller, *as_of, *options);
    if (!raised) return console.fail(raised.error());
    if (!arguments.json) console.line(fmt::format("{} overdue dates were raised.", *raised));
  }
  auto page = at->office->queue(at->caller, query);
  if (!page) return console.fail(page.error());
  if (arguments.json) {
    json::array rows;
    for (const auto& row : page->rows) rows.push_back(to_json(row, *as_of));
    console.write(json_line({{"as_of", as_of->iso()},
                             {"rows", rows},
                             {"next", page->next.empty() ? json::value(nullptr) : json::value(page->next)}}));
    return exit_done;
  }
  for (const auto& row : page->rows)
    console.line(
        console.in(tone_of(risk(row.due_on, *as_of)), fmt::format("{:<28}", due_words(row.due_on, *as_of))) +
        fmt::format("{}  {:<22}{}{}", row.case_id, row.role, row.words, row.rule.empty() ? "" : " [" + row.rule + "]"));
  if (page->rows.empty()) console.line("Nothing is waiting.");
  if (!page->next.empty()) console.line("There is more: --limit, or --after with `next` of --json.");
  return exit_done;
}

} // namespace openimr::cli
