#include "guidelines/postsurgical.h"

#include "guidelines/confidence.h"

#include "text/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::guidelines {
namespace {

bool names_one(const std::string& words, const std::vector<std::string>& terms) {
  return std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return text::has_words(words, term); });
}

std::vector<const PostsurgicalRow*> rows_that_fit(const PostsurgicalTable& table, const PostsurgicalCase& asked) {
  const std::string words = text::lower(asked.words);
  std::vector<const PostsurgicalRow*> rows;
  for (const PostsurgicalRow& row : table.rows)
    if (names_one(words, row.body_words) && names_one(words, row.operation_words)) rows.push_back(&row);
  if (!rows.empty()) return rows;
  // The chart's operations, of the part of the body that the request names if it names one of theirs.
  for (const PostsurgicalRow& row : table.rows)
    if (std::any_of(row.concepts.begin(), row.concepts.end(), [&](const std::string& one) {
          return std::find(asked.concepts.begin(), asked.concepts.end(), one) != asked.concepts.end();
        }))
      rows.push_back(&row);
  std::vector<const PostsurgicalRow*> of_the_part;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(of_the_part),
               [&](const PostsurgicalRow* row) { return names_one(words, row->body_words); });
  return of_the_part.empty() ? rows : of_the_part;
}

/// The same day so many months later; the last day of the month where there is none.
Date months_later(Date day, int months) {
  const int count = day.year() * 12 + static_cast<int>(day.month()) - 1 + months;
  for (unsigned last = day.day();; --last)
    if (const auto later = Date::from(count / 12, static_cast<unsigned>(count % 12) + 1, last)) return *later;
}

Verdict truth(bool holds) { return holds ? Verdict::Met : Verdict::NotMet; }

Verdict within_period(const PostsurgicalCase& asked, int months) {
  if (!asked.operated) return Verdict::Unknown;
  if (asked.day < *asked.operated) return Verdict::NotMet;
  return truth(asked.day <= months_later(*asked.operated, months));
}

/// A first request stands for the visits asked for and those done already; later ones as well, but what was done has to
/// be known.
Verdict within_visits(const PostsurgicalCase& asked, int allowed) {
  if (!asked.visits) return Verdict::Unknown;
  const double done = asked.visits_done.value_or(0);
  if (*asked.visits + done > allowed) return Verdict::NotMet;
  return asked.phase == Phase::Initial || asked.visits_done ? Verdict::Met : Verdict::Unknown;
}

/// What all rows say alike; unknown where they differ.
Verdict agreed(Verdict so_far, Verdict next, bool is_first) {
  return is_first || so_far == next ? next : Verdict::Unknown;
}

std::string describe(const PostsurgicalTable& table, const PostsurgicalAnswer& answer) {
  if (answer.rows.empty()) return fmt::format("the table of {} does not list the operation", table.citation);
  std::vector<std::string> parts;
  for (const PostsurgicalRow* row : answer.rows)
    parts.push_back(fmt::format("{}: {} visits over {} {}, {} of them at first, within {} months", row->operation,
                                row->visits, row->over, row->over_unit, first_course(table, *row), row->period_months));
  return fmt::format("{} ({}, {} confidence)", fmt::join(parts, "; "), table.citation, answer.confidence);
}

using text::Value;

int positive(const Value& value) {
  const int number = value.integer();
  if (value.is_present() && number < 1) value.problem(fmt::format("{}", number), "1 or more", "correct it");
  return number;
}

PostsurgicalRow read_row(const Value& item) {
  item.only({"id", "operation", "region", "visits", "over", "period_months", "concepts", "body_words",
             "operation_words", "confidence"});
  PostsurgicalRow row;
  row.id = item.required("id").string();
  row.operation = item.required("operation").string();
  row.region = item.required("region").string();
  row.visits = positive(item.required("visits"));
  const Value over = item.required("over");
  over.only({"value", "unit"});
  row.over = positive(over.required("value"));
  row.over_unit = over.required("unit").one_of({"weeks", "months"});
  row.period_months = positive(item.required("period_months"));
  row.concepts = item["concepts"].strings();
  row.body_words = item.required("body_words").strings();
  row.operation_words = item.required("operation_words").strings();
  read_confidence(item.required("confidence"), row.confidence, row.basis, row.note);
  return row;
}

PostsurgicalExample read_example(const Value& item) {
  item.only({"name", "request", "operated", "day", "visits_done", "visits", "phase", "expect", "operations"});
  PostsurgicalExample example;
  example.line = item.line();
  example.name = item.required("name").string();
  example.expect = item.required("expect").one_of({"within", "exceeds", "unknown"});
  example.operations = item["operations"].strings();
  example.asked.words = item.required("request").string();
  example.asked.operated = item["operated"].date();
  example.asked.day = item.required("day").date().value_or(Date{});
  if (item["visits"].is_present()) example.asked.visits = item["visits"].number();
  if (item["visits_done"].is_present()) example.asked.visits_done = item["visits_done"].number();
  if (item["phase"].one_of({"initial", "continued"}, "initial") == "continued") example.asked.phase = Phase::Continued;
  return example;
}

} // namespace

int first_course(const PostsurgicalTable& table, const PostsurgicalRow& row) {
  return static_cast<int>(std::ceil(row.visits * table.first_course_share));
}

PostsurgicalAnswer consider(const PostsurgicalTable& table, const PostsurgicalCase& asked) {
  PostsurgicalAnswer answer;
  answer.rows = rows_that_fit(table, asked);
  bool is_first = true;
  for (const PostsurgicalRow* row : answer.rows) {
    const int allowed = asked.phase == Phase::Initial ? first_course(table, *row) : row->visits;
    answer.within_period = agreed(answer.within_period, within_period(asked, row->period_months), is_first);
    answer.within_course = agreed(answer.within_course, within_visits(asked, allowed), is_first);
    answer.confidence = lower_confidence(answer.confidence, row->confidence);
    is_first = false;
  }
  if (answer.rows.empty()) answer.within_period = within_period(asked, table.default_period_months);
  answer.words = describe(table, answer);
  return answer;
}

std::string run_example(const PostsurgicalTable& table, const PostsurgicalExample& example) {
  const PostsurgicalAnswer answer = consider(table, example.asked);
  const Verdict whole = both(answer.within_period, answer.within_course);
  const std::string came_out = whole == Verdict::Met ? "within" : whole == Verdict::NotMet ? "exceeds" : "unknown";
  std::vector<std::string> rows;
  for (const PostsurgicalRow* row : answer.rows) rows.push_back(row->id);
  if (came_out == example.expect && rows == example.operations) return "";
  return fmt::format("{}:{}: example \"{}\": {} by [{}], expected {} by [{}]\n", table.file, example.line, example.name,
                     came_out, fmt::join(rows, ", "), example.expect, fmt::join(example.operations, ", "));
}

PostsurgicalTable read_postsurgical(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "citation", "in_force", "general", "operations", "examples"});
  PostsurgicalTable table;
  table.file = reader.file_name();
  table.citation = root.required("citation").string();
  const Value days = root.required("in_force");
  days.only({"from", "to"});
  table.from = days["from"].date();
  table.to = days["to"].date();
  const Value general = root.required("general");
  general.only({"first_course_share", "default_period_months", "confidence", "prescriber"});
  table.first_course_share = general.required("first_course_share").number();
  if (!(table.first_course_share > 0 && table.first_course_share <= 1))
    general["first_course_share"].problem(fmt::format("{}", table.first_course_share), "more than 0, at most 1",
                                          "write the share, 0.5 for half");
  table.default_period_months = positive(general.required("default_period_months"));
  table.prescriber = general["prescriber"].string();
  read_confidence(general.required("confidence"), table.confidence, table.basis, table.note);
  for (const Value& item : root.required("operations").list()) table.rows.push_back(read_row(item));
  for (const Value& item : root["examples"].list()) table.examples.push_back(read_example(item));
  return table;
}

} // namespace openimr::guidelines
