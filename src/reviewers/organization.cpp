#include "reviewers/organization.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::reviewers {
namespace {

using text::Value;

OrganizationTie read_tie(const Value& item) {
  item.only({"party", "kind", "relation", "percent_of_income", "until"});
  OrganizationTie tie;
  tie.interest.party = item.required("party").string();
  tie.interest.kind = item.required("kind").one_of({"professional", "familial", "financial", "prior_involvement"});
  tie.interest.relation = item.required("relation").string();
  if (item["percent_of_income"].is_present()) tie.interest.percent_of_income = item["percent_of_income"].number();
  tie.until = item["until"].date();
  return tie;
}

OrganizationPerson read_person(const Value& item) {
  item.only({"id", "name", "office", "biography", "ties"});
  OrganizationPerson person{item.required("id").string(),
                            item.required("name").string(),
                            item.required("office").one_of({"director", "officer", "executive", "employee"}),
                            item["biography"].string(),
                            {}};
  for (const Value& tie : item["ties"].list()) person.ties.push_back(read_tie(tie));
  if (person.office != "employee" && person.biography.empty())
    item.problem("no biography", "the biography of a director, officer or executive", "write it (LC 139.5(d)(2))");
  return person;
}

void read_holdings(const Value& root, Disclosure& own) {
  for (const Value& item : root["owners"].list()) {
    item.only({"name", "percent"});
    own.owners.push_back({item.required("name").string(), item.required("percent").number()});
  }
  for (const Value& item : root["creditors"].list()) {
    item.only({"name", "usd"});
    own.creditors.emplace_back(item.required("name").string(), item.required("usd").number());
  }
  for (const Value& item : root["affiliates"].list()) {
    item.only({"name", "relation", "business"});
    own.affiliates.push_back({item.required("name").string(),
                              item.required("relation").one_of({"parent", "subsidiary", "affiliate", "controlled"}),
                              item.required("business").string()});
  }
}

void read_dealings(const Value& root, Disclosure& own) {
  for (const Value& item : root["revenue"].list()) {
    item.only({"year", "expert_review_percent"});
    (void)item.required("year").integer(0);
    (void)item.required("expert_review_percent").number();
  }
  for (const Value& item : root["clients"].list()) {
    item.only({"name", "business", "from", "to"});
    own.clients.push_back(
        {item.required("name").string(), item["business"].string(), item.required("from").date(), item["to"].date()});
  }
  if (const Value recruiting = root["recruiting"]; recruiting.is_present()) {
    recruiting.only({"method", "reviewers"});
    (void)recruiting.required("method").string();
    for (const Value& item : recruiting.required("reviewers").list()) {
      item.only({"specialty", "count"});
      (void)item.required("specialty").string();
      (void)item.required("count").integer(0);
    }
  }
  for (const Value& item : root["filings"].list()) {
    item.only({"on", "kind"});
    own.filings.push_back(
        {item.required("on").date(), item.required("kind").one_of({"application", "yearly", "change"})});
  }
  std::stable_sort(own.filings.begin(), own.filings.end(),
                   [](const Filing& a, const Filing& b) { return a.on < b.on; });
}

/// The same day of a later year; of 29 February the 28th where there is none.
Date years_after(Date day, int years) {
  const std::string iso = day.iso();
  const std::string later = fmt::format("{:04}{}", day.year() + years, iso.substr(4));
  return Date::parse_iso(later).value_or(Date::parse_iso(fmt::format("{:04}-02-28", day.year() + years)).value_or(day));
}

std::string citation_of(const Value& item) {
  (void)item.required("verified").boolean();
  return item.required("citation").string();
}

} // namespace

Result<Disclosure> read_disclosure(const std::string& path) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "name", "medical_director", "people", "owners", "creditors", "affiliates", "revenue", "clients",
             "selection", "recruiting", "conflict_process", "filings"});
  root["schema"].one_of({"1"}, "1");
  Disclosure own;
  own.name = root.required("name").string();
  if (const Value director = root["medical_director"]; director.is_present()) {
    director.only({"name", "licence"});
    own.medical_director = director.required("name").string();
    const Value licence = director.required("licence");
    licence.only({"type", "state", "status", "expires"});
    License held;
    held.type = licence.required("type").string();
    held.state = licence.required("state").string();
    held.status = licence["status"].string("active");
    held.expires = licence["expires"].date();
    own.director_licence = std::move(held);
  }
  for (const Value& item : root["people"].list()) own.people.push_back(read_person(item));
  read_holdings(root, own);
  read_dealings(root, own);
  for (const char* key : {"owners", "creditors", "affiliates", "people", "revenue", "clients", "selection",
                          "recruiting", "conflict_process"}) {
    const Value value = root[key];
    own.says[key] = value.is_present() && !(value.is_scalar() && value.string().empty());
  }
  if (!reader.problems().empty()) return reader.as_error();
  return own;
}

Result<OrganizationRules> OrganizationRules::load(const std::string& packs_folder, const std::string& jurisdiction) {
  auto file = text::DataFile::read(packs_folder + "/organization/law/" + jurisdiction + ".yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "owner_percent", "creditor_usd", "yearly", "client_change", "barred_businesses", "sections"});
  OrganizationRules rules;
  const auto threshold = [&](const char* key, std::string& citation) {
    const Value item = root.required(key);
    item.only({"value", "citation", "verified"});
    citation = citation_of(item);
    return item.required("value").number();
  };
  rules.owner_percent = threshold("owner_percent", rules.owner_citation);
  rules.creditor_usd = threshold("creditor_usd", rules.creditor_citation);
  const Value yearly = root.required("yearly"), change = root.required("client_change");
  yearly.only({"years", "citation", "verified"});
  change.only({"business_days", "citation", "verified"});
  rules.filing_years = std::max(1, yearly.required("years").integer(1));
  rules.yearly_citation = citation_of(yearly);
  rules.client_business_days = change.required("business_days").integer(5);
  rules.client_citation = citation_of(change);
  for (const Value& item : root.required("barred_businesses").list()) {
    item.only({"business", "citation", "verified"});
    rules.barred[item.required("business").string()] = citation_of(item);
  }
  for (const Value& item : root.required("sections").list()) {
    item.only({"id", "title", "of", "citation", "verified"});
    rules.sections.push_back({item.required("id").string(), item.required("title").string(),
                              item.required("of").string(), citation_of(item)});
  }
  if (!reader.problems().empty()) return reader.as_error();
  return rules;
}

std::vector<OrganizationFault> organization_conflicts(const jurisdictions::ReviewerRules& rules, const NameBook& names,
                                                      const CaseTies& of_case, const Disclosure& own, Date as_of,
                                                      std::vector<std::string>& remarks) {
  std::vector<OrganizationFault> faults;
  const auto hold_against = [&](const std::string& who, std::vector<Interest> interests) {
    Reviewer stand_in; // the matrix is that of reviewers: LC 139.5(c)(2) and (d)(5) name the same parties
    stand_in.id = who;
    stand_in.interests = std::move(interests);
    const Ties ties = find_ties(rules, names, of_case, stand_in, as_of);
    for (const Exclusion& one : ties.conflicts) faults.push_back({who, one.rule, one.party, one.text, one.citation});
    for (const std::string& remark : ties.remarks) remarks.push_back(who + ": " + remark);
  };
  for (const OrganizationPerson& person : own.people) {
    std::vector<Interest> interests;
    for (const OrganizationTie& tie : person.ties)
      if (!tie.until || !(*tie.until < as_of)) interests.push_back(tie.interest);
    hold_against(person.id, std::move(interests));
  }
  for (const Affiliate& one : own.affiliates) hold_against(one.name, {{one.name, "professional", "owner", {}}});
  for (const Owner& one : own.owners) hold_against(one.name, {{one.name, "professional", "owner", {}}});
  return faults;
}

std::vector<OrganizationFault> independence_faults(const OrganizationRules& rules, const Disclosure& own, Date as_of) {
  std::vector<OrganizationFault> faults;
  for (const Affiliate& one : own.affiliates)
    if (const auto barred = rules.barred.find(one.business); barred != rules.barred.end())
      faults.push_back({one.name, "B-11", one.name,
                        fmt::format("the organization's {} is in the business of {}", one.relation, one.business),
                        barred->second});
  const auto& licence = own.director_licence;
  const bool is_licensed = licence && (licence->type == "MD" || licence->type == "DO") && licence->state == "CA" &&
                           licence->status == "active" && !(licence->expires && *licence->expires < as_of);
  if (!is_licensed)
    faults.push_back({own.medical_director.empty() ? "medical director" : own.medical_director, "B-10", "",
                      "no medical director with a current licence as MD or DO of California", "LC 139.5(c)(1)"});
  return faults;
}

FilingCheck check_filing(const OrganizationRules& rules, const jurisdictions::Calendar& business, const Disclosure& own,
                         Date as_of) {
  FilingCheck check;
  for (const auto& section : rules.sections) {
    const auto said = own.says.find(section.of);
    if (said == own.says.end() || !said->second) check.missing.push_back(section);
  }
  // The first filing on or after a day that can answer it.
  const auto filed = [&](Date from, Date before, bool is_yearly) {
    for (const Filing& one : own.filings)
      if (one.on && !(*one.on < from) && !(before < *one.on) && !(as_of < *one.on) &&
          (!is_yearly || one.kind == "yearly"))
        return one.on;
    return std::optional<Date>();
  };
  if (!own.filings.empty() && own.filings.front().on) {
    Date event = *own.filings.front().on;
    for (int year = 0; year < 100 && event <= as_of; ++year) {
      const Date due = years_after(event, rules.filing_years);
      const auto answered = filed(event.plus_days(1), due.plus_days(3650), true);
      check.due.push_back({"yearly", event, due, answered, rules.yearly_citation});
      if (!answered) break;
      event = *answered;
    }
  }
  for (const Client& client : own.clients)
    for (const auto& [day, what] : {std::pair{client.from, "new client: "}, {client.to, "client that left: "}}) {
      const bool is_after_the_first = day && !own.filings.empty() && own.filings.front().on < day;
      if (!is_after_the_first || as_of < *day) continue; // the application itself listed those before it
      const Date due = business.add_open_days(*day, rules.client_business_days);
      check.due.push_back(
          {what + client.name, *day, due, filed(*day, due.plus_days(3650), false), rules.client_citation});
    }
  std::stable_sort(check.due.begin(), check.due.end(),
                   [](const DueFiling& a, const DueFiling& b) { return a.due_on < b.due_on; });
  return check;
}

} // namespace openimr::reviewers
