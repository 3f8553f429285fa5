// `openimr law`: fees, penalties and measures as a jurisdiction's pack has them on a day.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "jurisdictions/jurisdiction.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

json::value day_or_null(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }

/// What every row of these tables says of itself.
template <class Row> json::object source_of(const Row& row) {
  return {{"id", row.id},
          {"title", row.title},
          {"from", day_or_null(row.from)},
          {"to", day_or_null(row.to)},
          {"citation", row.citation.text},
          {"verified", row.citation.verified},
          {"note", row.citation.note.empty() ? json::value(nullptr) : json::value(row.citation.note)}};
}

json::object to_json(const jurisdictions::Fee& fee) {
  json::object object = source_of(fee);
  object["usd"] = fee.usd;
  return object;
}
json::object to_json(const jurisdictions::Penalty& penalty) {
  json::object object = source_of(penalty);
  object["usd"] = penalty.usd;
  object["most_usd"] = penalty.most_usd ? json::value(*penalty.most_usd) : json::value(nullptr);
  object["per"] = penalty.per.empty() ? json::value(nullptr) : json::value(penalty.per);
  return object;
}
json::object to_json(const jurisdictions::Measure& measure) {
  json::object object = source_of(measure);
  object["counts"] = measure.counts;
  return object;
}

std::string shown(const jurisdictions::Fee& fee) { return fmt::format("${:<8.0f}{}", fee.usd, fee.title); }
std::string shown(const jurisdictions::Penalty& penalty) {
  return fmt::format("${:<8.0f}{}{}", penalty.usd, penalty.title,
                     penalty.most_usd ? fmt::format(", at most ${:.0f}", *penalty.most_usd) : "");
}
std::string shown(const jurisdictions::Measure& measure) {
  return fmt::format("{}: {}", measure.title, measure.counts);
}

template <class Row>
int list(const Console& console, const std::vector<Row>& rows, Date day, bool as_json, const char* name) {
  json::array array;
  for (const Row& row : rows) {
    if (!row.holds_on(day)) continue;
    if (as_json)
      array.push_back(to_json(row));
    else
      console.line("  " + wrapped(fmt::format("{} [{}]", shown(row), row.citation.shown()),
                                  static_cast<std::size_t>(console.width()), 11));
  }
  const bool is_empty = array.empty() && as_json;
  if (as_json) console.write(json_line(json::object{{"as_of", day.iso()}, {name, std::move(array)}}));
  return is_empty ? exit_no : exit_done;
}

/// The fee of one review, or which was the last one known.
int one_fee(const Console& console, const jurisdictions::MoneyRules& rules, const LawArguments& arguments, Date day) {
  const jurisdictions::ReviewCharge charge{arguments.review, arguments.profession,
                                           arguments.ended_before_reviewer ? "before_reviewer" : "",
                                           arguments.reviewers, arguments.drugs_only};
  if (const auto* fee = rules.fee(charge, day)) {
    if (arguments.json)
      console.write(json_line(json::object{{"as_of", day.iso()}, {"fee", to_json(*fee)}}));
    else
      console.line(fmt::format("{} [{}]{}", shown(*fee), fee->citation.shown(),
                               fee->citation.note.empty() ? "" : " " + fee->citation.note));
    return exit_done;
  }
  std::optional<Date> last;
  for (const auto& each : rules.fees)
    if (each.to && *each.to < day && (!last || *last < *each.to)) last = each.to;
  if (arguments.json)
    console.write(json_line(json::object{{"as_of", day.iso()}, {"fee", nullptr}, {"known_until", day_or_null(last)}}));
  else
    console.line(fmt::format("No fee is known for {}{}.", day.iso(),
                             last ? fmt::format("; the last table known ended on {}", last->iso()) : ""));
  return exit_no;
}

} // namespace

int law_command(const Console& console, const LawArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  const auto day = Date::parse_iso(arguments.as_of);
  if (!day)
    return console.fail({ErrorKind::Input, "--as-of", "\"" + arguments.as_of + "\"", "a date such as 2015-03-06",
                         "write year-month-day; the day must exist"});
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  if (auto missing = law->lacks("money.yaml", "fees, penalties and measures")) return console.fail(*missing);
  if (arguments.what == "fee") return one_fee(console, law->money, arguments, *day);
  if (arguments.what == "fees") return list(console, law->money.fees, *day, arguments.json, "fees");
  if (arguments.what == "penalties") return list(console, law->money.penalties, *day, arguments.json, "penalties");
  return list(console, law->money.measures, *day, arguments.json, "measures");
}

} // namespace openimr::cli
