// What is looked up: histories, cases by person, number, party, day and state, queues and calendars.
#include "store/store.h"

#include <fmt/format.h>

namespace openimr::store {
namespace {

constexpr std::string_view case_columns =
    "SELECT id, version, status, outcome, review, jurisdiction, employee, claim_number, received_on FROM cases ";

/// Word for word the condition of the index `events_of_books`, or no engine would look into it.
constexpr std::string_view books_of_cases =
    "kind IN ('invoiced', 'credited', 'complained', 'complaint_answered', 'complaint_closed', 'duplicate_drawn', "
    "'duplicate_attested', 'duplicate_decided')";

CaseRow case_of(const Row& row) {
  return {.id = text(row[0]),
          .version = number(row[1]),
          .status = text(row[2]),
          .outcome = text(row[3]),
          .review = text(row[4]),
          .jurisdiction = text(row[5]),
          .employee = text(row[6]),
          .claim_number = text(row[7]),
          .received_on = Date::parse_iso(text(row[8])).value_or(Date{})};
}

/// The first text behind every text that begins so; bytes of UTF-8 never reach 0xff.
std::string behind(std::string beginning) {
  return beginning + "\xf4\x8f\xbf\xbf"; // U+10FFFF
}

/// Conditions with their parameters.
struct Where {
  std::string sql;
  std::vector<Cell> parameters;

  /// `words` has {} where a parameter stands, in the order of the values.
  void add(std::string words, std::initializer_list<Cell> values) {
    for (const Cell& value : values) {
      parameters.push_back(value);
      words.replace(words.find("{}"), 2, fmt::format("${}", parameters.size()));
    }
    sql += (sql.empty() ? "WHERE " : " AND ") + words;
  }
};

/// The place of a row in its queue, and back.
std::string cursor_of(const QueueRow& row) {
  return fmt::format("{}\t{}\t{}\t{}\t{}", row.due_on ? row.due_on->iso() : "none", row.case_id, row.step, row.rule,
                     row.role);
}

std::vector<Cell> parts_of(std::string_view cursor) {
  std::vector<Cell> parts;
  for (;;) {
    const auto end = cursor.find('\t');
    parts.emplace_back(std::string(cursor.substr(0, end)));
    if (end == cursor.npos) break;
    cursor.remove_prefix(end + 1);
  }
  return parts;
}

} // namespace

Result<std::vector<StoredEvent>> Store::history(const std::string& case_id) {
  auto rows =
      database_->run("SELECT version, seq, kind, body FROM events WHERE case_id = $1 ORDER BY version", {case_id});
  if (!rows) return rows.error();
  if (rows->empty())
    return Error{ErrorKind::NotFound, name(), fmt::format("no case \"{}\"", case_id), "a case of this store",
                 "openimr case list shows them"};
  std::vector<StoredEvent> events;
  for (const Row& row : *rows) events.push_back({number(row[0]), number(row[1]), text(row[2]), text(row[3])});
  return events;
}

Result<std::vector<BookRow>> Store::book(const std::string& kind, const std::string& after_case,
                                         std::int64_t after_version, int limit) {
  auto rows = database_->run(fmt::format("SELECT case_id, version, kind, body FROM events WHERE {} AND kind = $1 AND "
                                         "(case_id, version) > ($2, $3) ORDER BY case_id, version LIMIT $4",
                                         books_of_cases),
                             {kind, after_case, after_version, std::int64_t{limit}});
  if (!rows) return rows.error();
  std::vector<BookRow> found;
  for (const Row& row : *rows) found.push_back({text(row[0]), number(row[1]), text(row[2]), text(row[3])});
  return found;
}

Result<std::vector<std::string>> Store::case_numbers(const std::string& after, int limit) {
  auto rows =
      database_->run("SELECT case_id FROM (SELECT case_id FROM events WHERE version = 1 UNION SELECT id FROM cases "
                     "UNION SELECT case_id FROM case_names UNION SELECT case_id FROM case_steps) AS every "
                     "WHERE case_id > $1 ORDER BY case_id LIMIT $2",
                     {after, std::int64_t{limit}});
  if (!rows) return rows.error();
  std::vector<std::string> numbers;
  for (const Row& row : *rows) numbers.push_back(text(row[0]));
  return numbers;
}

Result<LookUp> Store::look_up(const std::string& case_id) {
  LookUp found;
  auto rows = database_->run(std::string(case_columns) + "WHERE id = $1", {case_id});
  if (!rows) return rows.error();
  if (!rows->empty()) found.row = case_of(rows->front());
  auto names = database_->run("SELECT kind, name FROM case_names WHERE case_id = $1 ORDER BY kind, name", {case_id});
  if (!names) return names.error();
  for (const Row& row : *names) found.names.emplace_back(text(row[0]), text(row[1]));
  auto steps = database_->run("SELECT role, step, rule, words, due_on FROM case_steps WHERE case_id = $1 "
                              "ORDER BY role, due_on, step, rule",
                              {case_id});
  if (!steps) return steps.error();
  for (const Row& row : *steps)
    found.steps.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3]), Date::parse_iso(text(row[4]))});
  return found;
}

Result<CaseRow> Store::case_row(const std::string& case_id) {
  auto rows = database_->run(std::string(case_columns) + "WHERE id = $1", {case_id});
  if (!rows) return rows.error();
  if (rows->empty())
    return Error{ErrorKind::NotFound, name(), fmt::format("no case \"{}\"", case_id), "a case of this store",
                 "openimr case list shows them"};
  return case_of(rows->front());
}

Result<std::vector<CaseRow>> Store::search(const SearchQuery& query) {
  Where where;
  const auto by_name = [&](const char* kinds, const std::string& beginning, bool is_exact) {
    const std::string folded = fold_name(beginning);
    where.add(fmt::format("id IN (SELECT case_id FROM case_names WHERE kind IN ({}) AND name >= {{}} AND name {} {{}})",
                          kinds, is_exact ? "<=" : "<"),
              {folded, is_exact ? folded : behind(folded)});
  };
  if (!query.number.empty()) where.add("id = {}", {query.number});
  if (!query.person.empty()) by_name("'employee'", query.person, false);
  if (!query.party.empty()) by_name("'party'", query.party, false);
  if (!query.reviewer.empty()) by_name("'reviewer'", query.reviewer, true);
  if (!query.claim.empty()) by_name("'claim', 'adjudication'", query.claim, true);
  if (!query.status.empty()) where.add("status = {}", {query.status});
  if (query.from) where.add("received_on >= {}", {query.from->iso()});
  if (query.to) where.add("received_on <= {}", {query.to->iso()});
  if (!query.after.empty()) where.add("id > {}", {query.after});
  where.parameters.emplace_back(std::int64_t{query.limit});
  auto rows = database_->run(
      fmt::format("{}{} ORDER BY id LIMIT ${}", case_columns, where.sql, where.parameters.size()), where.parameters);
  if (!rows) return rows.error();
  std::vector<CaseRow> found;
  for (const Row& row : *rows) found.push_back(case_of(row));
  return found;
}

/// Both engines walk an index in the order of the answer, so a page costs the same at the end of a long queue as at its
/// start.
Result<QueuePage> Store::queue(const QueueQuery& query) {
  Where where;
  if (!query.role.empty()) where.add("role = {}", {query.role});
  if (query.from) where.add("due_on >= {}", {query.from->iso()});
  if (query.to) where.add("due_on <= {}", {query.to->iso()});
  if (!query.reviewer.empty())
    where.add("case_id IN (SELECT case_id FROM case_names WHERE kind = 'reviewer' AND name = {})",
              {fold_name(query.reviewer)});
  if (!query.after.empty()) {
    const auto at = parts_of(query.after);
    if (at.size() != 5)
      return Error{ErrorKind::Input, "--after", fmt::format("\"{}\"", query.after), "the `next` of the page before",
                   "begin without it"};
    where.add("(due_on, case_id, step, rule, role) > ({}, {}, {}, {}, {})", {at[0], at[1], at[2], at[3], at[4]});
  }
  where.parameters.emplace_back(std::int64_t{query.limit} + 1);
  auto rows = database_->run(
      fmt::format("SELECT s.role, s.step, s.rule, s.words, s.case_id, s.due_on, c.employee, c.status, c.review FROM "
                  "(SELECT * FROM case_steps {} ORDER BY due_on, case_id, step, rule, role LIMIT ${}) AS s "
                  "JOIN cases AS c ON c.id = s.case_id ORDER BY s.due_on, s.case_id, s.step, s.rule, s.role",
                  where.sql, where.parameters.size()),
      where.parameters);
  if (!rows) return rows.error();
  QueuePage page;
  for (const Row& row : *rows) {
    if (static_cast<int>(page.rows.size()) == query.limit) {
      page.next = cursor_of(page.rows.back());
      break;
    }
    page.rows.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]),
                         Date::parse_iso(text(row[5])), text(row[6]), text(row[7]), text(row[8])});
  }
  return page;
}

} // namespace openimr::store
