#include "reviewers/roster_file.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <string_view>

namespace openimr::reviewers {
namespace {

using text::Value;

/// A required text with something in it.
std::string words(const Value& row, const char* key) {
  const Value field = row.required(key);
  const std::string value = field.string();
  if (field.is_scalar() && value.find_first_not_of(" \t\n") == std::string::npos)
    field.problem("an empty text", "a value", fmt::format("fill in \"{}\"", key));
  return value;
}

int count(const Value& value, int otherwise) {
  const int number = value.integer(otherwise);
  if (number < 0) value.problem(std::to_string(number), "0 or more", "correct it");
  return number;
}

/// Postal codes of the states, the District of Columbia and the territories.
constexpr std::string_view states[] = {
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME",
    "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA",
    "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "AS", "GU", "MP", "PR", "VI"};

std::string state_of(const Value& row) {
  std::string state = words(row, "state");
  if (!state.empty() && std::find(std::begin(states), std::end(states), state) == std::end(states))
    row["state"].problem(fmt::format("\"{}\"", state), "the two letters of a state such as CA", "correct it");
  return state;
}

Verification read_verification(const Value& row) {
  Verification verified;
  if (!row.is_present()) return verified;
  row.only({"on", "source"});
  verified.on = row.required("on").date();
  verified.source = words(row, "source");
  return verified;
}

void read_credential(const Value& row, Reviewer& reviewer) {
  if (!row.is_map()) return row.only({"kind"});
  const std::string kind = row.required("kind").one_of({"license", "board", "sanction", "qme"});
  if (kind == "license") {
    row.only({"kind", "type", "state", "status", "expires", "verified"});
    License license;
    license.type = row.required("type").one_of({"MD", "DO", "DC", "DPM", "PsyD", "PhD", "LAc", "OD", "DDS"});
    license.state = state_of(row);
    license.status = row["status"].one_of({"active", "restricted", "expired", "suspended"}, "active");
    license.expires = row["expires"].date();
    license.verified = read_verification(row["verified"]);
    reviewer.licenses.push_back(std::move(license));
  } else if (kind == "board") {
    row.only({"kind", "name", "expires", "verified"});
    reviewer.boards.push_back({words(row, "name"), row["expires"].date(), read_verification(row["verified"])});
  } else if (kind == "sanction") {
    row.only({"kind", "status", "on", "by"});
    reviewer.sanctions.push_back(
        {row.required("status").one_of({"pending", "taken"}), row["on"].date(), row["by"].string()});
  } else if (kind == "qme") {
    row.only({"kind", "status", "expires"});
    reviewer.qme.push_back({row["status"].one_of({"active", "inactive", "expired"}, "active"), row["expires"].date()});
  }
}

Interest read_interest(const Value& row) {
  row.only({"party", "kind", "relation", "percent_of_income"});
  Interest interest;
  interest.party = words(row, "party");
  interest.kind = row.required("kind").one_of({"professional", "familial", "financial", "prior_involvement"});
  interest.relation = row["relation"].string();
  if (const Value percent = row["percent_of_income"]; percent.is_present()) {
    interest.percent_of_income = percent.number();
    if (*interest.percent_of_income < 0 || *interest.percent_of_income > 100)
      percent.problem(fmt::format("{}", *interest.percent_of_income), "a share from 0 to 100", "correct it");
  }
  return interest;
}

Reviewer read_reviewer(const Value& row) {
  row.only({"id", "name", "credentials", "specialties", "practice", "interests", "capacity", "load", "leave",
            "turnaround_days", "languages", "public_key"});
  Reviewer reviewer;
  reviewer.id = words(row, "id");
  reviewer.name = words(row, "name");
  for (const Value& credential : row["credentials"].list()) read_credential(credential, reviewer);
  reviewer.specialties = row["specialties"].strings();
  if (const Value practice = row["practice"]; practice.is_present()) {
    practice.only({"since", "hours_per_week"});
    reviewer.practice_since = practice["since"].date();
    if (const Value hours = practice["hours_per_week"]; hours.is_present()) {
      reviewer.practice_hours_per_week = hours.number();
      if (*reviewer.practice_hours_per_week < 0 || *reviewer.practice_hours_per_week > 168)
        hours.problem(fmt::format("{:g}", *reviewer.practice_hours_per_week), "hours of a week, 0 to 168",
                      "correct it");
    }
  }
  for (const Value& interest : row["interests"].list()) reviewer.interests.push_back(read_interest(interest));
  if (row["capacity"].is_present()) reviewer.capacity = count(row["capacity"], 0);
  reviewer.load = count(row["load"], 0);
  for (const Value& leave : row["leave"].list()) {
    leave.only({"from", "to"});
    const Leave days{leave.required("from").date().value_or(Date{}), leave.required("to").date().value_or(Date{})};
    if (days.to < days.from)
      leave["to"].problem(days.to.iso(), fmt::format("a day on or after {}", days.from.iso()),
                          "swap from and to, or correct one of them");
    reviewer.leave.push_back(days);
  }
  if (const Value days = row["turnaround_days"]; days.is_present()) {
    reviewer.turnaround_days = days.number();
    if (*reviewer.turnaround_days < 0 || *reviewer.turnaround_days > 365)
      days.problem(fmt::format("{}", *reviewer.turnaround_days), "days from 0 to 365", "correct it");
  }
  reviewer.languages = row["languages"].strings();
  reviewer.public_key = row["public_key"].string();
  return reviewer;
}

PartyGroup read_group(const Value& row) {
  row.only({"name", "members", "source"});
  PartyGroup group{words(row, "name"), row.required("members").strings(), row["source"].string()};
  if (group.members.empty())
    row["members"].problem("nobody", "the names of its companies", "list them or remove the group");
  return group;
}

NameRuling read_ruling(const Value& row) {
  row.only({"names", "same", "by", "on"});
  NameRuling ruling;
  const std::vector<std::string> names = row.required("names").strings();
  if (names.size() == 2) {
    ruling.a = names[0];
    ruling.b = names[1];
  } else {
    row["names"].problem(fmt::format("{} names", names.size()), "the two names that were ruled on",
                         "write one ruling for each two");
  }
  ruling.is_same = row.required("same").boolean();
  ruling.by = words(row, "by");
  ruling.on = row.required("on").date();
  return ruling;
}

Result<Roster> read(const text::DataFile& file) {
  text::Reader reader(file);
  const Value root = reader.root();
  root.only({"schema", "groups", "rulings", "reviewers"});
  Roster roster;
  std::set<std::string> ids;
  for (const Value& row : root.required("reviewers").list()) {
    roster.reviewers.push_back(read_reviewer(row));
    const std::string& id = roster.reviewers.back().id;
    if (!id.empty() && !ids.insert(id).second)
      row["id"].problem(fmt::format("the id \"{}\" twice", id), "every reviewer once", "rename or remove one of them");
  }
  for (const Value& row : root["groups"].list()) roster.groups.push_back(read_group(row));
  for (const Value& row : root["rulings"].list()) roster.rulings.push_back(read_ruling(row));
  if (!reader.problems().empty()) return reader.as_error();
  return roster;
}

} // namespace

const Reviewer* Roster::find(std::string_view id) const {
  for (const Reviewer& each : reviewers)
    if (each.id == id) return &each;
  return nullptr;
}

Result<Roster> read_roster(const std::string& path) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  return read(*file);
}

Result<Roster> parse_roster(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  return read(*file);
}

} // namespace openimr::reviewers
