// SPDX-License-Identifier: GPL-3.0-or-later
// FHIR R4 JSON: what the resources say in lines that a person and the readers of charts understand, a page for the
// lists and one for every report. Attached files are files of their own. What is entered in error is not read.
#include "intake/worker/encoding.h"
#include "intake/worker/mime.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <set>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;
namespace json = boost::json;

constexpr std::size_t nesting_limit = 64, entry_limit = 20000;
constexpr std::size_t report_limit = 2000; // pages of their own
const char media_type[] = "application/fhir+json";

const json::value none;

const json::value& at(const json::value& value, std::string_view key) {
  const json::object* object = value.if_object();
  const json::value* found = object ? object->if_contains(key) : nullptr;
  return found ? *found : none;
}

/// Items of a list; a single value counts as a list of one.
std::vector<const json::value*> each(const json::value& value) {
  std::vector<const json::value*> items;
  if (const json::array* list = value.if_array())
    for (const json::value& item : *list) items.push_back(&item);
  else if (!value.is_null())
    items.push_back(&value);
  return items;
}

std::string string(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(text->c_str(), text->size());
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_double()) return fmt::format("{:.10g}", value.get_double());
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  return {};
}

std::string string_at(const json::value& value, std::string_view key) { return string(at(value, key)); }

/// The day of "2015-01-27T10:00:00-08:00".
std::string day(const json::value& value) { return string(value).substr(0, 10); }

/// A CodeableConcept: its text, else the displays, with the codes behind.
std::string words(const json::value& concept_value) {
  std::string text = string_at(concept_value, "text"), codes;
  for (const json::value* coding : each(at(concept_value, "coding"))) {
    if (text.empty()) text = string_at(*coding, "display");
    const std::string code = string_at(*coding, "code");
    if (!code.empty()) codes += (codes.empty() ? "" : ", ") + code;
  }
  if (text.empty()) return codes;
  return codes.empty() ? text : fmt::format("{} ({})", text, codes);
}

/// The plain word of a status, which is a code or a CodeableConcept.
std::string status(const json::value& value) {
  if (value.is_string()) return string(value);
  for (const json::value* coding : each(at(value, "coding")))
    if (const std::string code = string_at(*coding, "code"); !code.empty()) return code;
  return string_at(value, "text");
}

std::string name(const json::value& value) {
  const std::string text = string_at(value, "text");
  if (!text.empty()) return text;
  std::string all;
  for (const char* part : {"prefix", "given", "family", "suffix"})
    for (const json::value* one : each(at(value, part)))
      if (const std::string word = string(*one); !word.empty()) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::string quantity(const json::value& value) {
  const std::string number = string_at(value, "value"), unit = string_at(value, "unit");
  return string_at(value, "comparator") + number + (unit.empty() || number.empty() ? "" : " ") + unit;
}

std::string range(const json::value& value, const char* from, const char* to) {
  const std::string first = day(at(value, from)), last = day(at(value, to));
  return last.empty() || first == last ? first : fmt::format("{} to {}", first, last);
}

/// The first of several fields that says something.
std::string when(const json::value& resource, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const json::value& value = at(resource, key);
    std::string found = value.is_object() ? range(value, "start", "end") : day(value);
    if (!found.empty()) return found;
  }
  return {};
}

class FhirReader {
public:
  std::string lists;                ///< the first page
  std::vector<std::string> others;  ///< pages about patients beside the first of the bundle
  std::vector<std::string> reports; ///< pages of their own
  std::map<std::string, int> unread;
  std::vector<std::pair<std::string, std::string>> members; ///< attached files: name, bytes

  /// Learns what the entries of a bundle are called, so that one can point to another.
  void learn(const json::value& value, int depth = 0) {
    if (string_at(value, "resourceType") != "Bundle" || depth > 4) return;
    std::size_t count = 0;
    std::vector<const json::value*> results;
    for (const json::value* entry : each(at(value, "entry"))) {
      if (++count > entry_limit) break;
      const json::value& inside = at(*entry, "resource");
      const std::string type = string_at(inside, "resourceType"), id = string_at(inside, "id");
      if (type == "Patient") patients_.push_back(&inside);
      if (!id.empty()) known_.emplace(type + "/" + id, &inside);
      if (const std::string url = string_at(*entry, "fullUrl"); !url.empty()) known_.emplace(url, &inside);
      if (type == "DiagnosticReport" && !is_in_error(inside))
        for (const json::value* one : each(at(inside, "result"))) results.push_back(one);
      learn(inside, depth + 1);
    }
    for (const json::value* result : results)
      if (const json::value& target = pointed_to(*result, none); !target.is_null()) reported_.insert(&target);
  }

  void resource(const json::value& value, int depth) {
    const std::string type = string_at(value, "resourceType");
    if (type == "Bundle") return bundle(value, depth);
    if (is_in_error(value)) return;
    if (patients_.size() < 2 || depth > 5) return resource_of_one(value, type, depth);
    // What is said of several patients stands on pages of their own, each with the patient's name.
    const json::value* whose = patient_of(value, type);
    const bool is_first = whose == nullptr || whose == patients_.front();
    std::string first_lists;
    if (!is_first) std::swap(first_lists, lists);
    const std::size_t before = reports.size();
    resource_of_one(value, type, depth);
    const std::string head = whose ? head_of(*whose) : "";
    for (std::size_t n = before; n < reports.size(); ++n)
      if (!reports[n].starts_with(head)) reports[n] = head + "\n" + reports[n];
    if (is_first) return;
    std::swap(first_lists, lists);
    std::string& page = page_of_other(*whose);
    if (!first_lists.empty()) page += page.empty() && type != "Patient" ? head + first_lists : first_lists;
  }

private:
  void resource_of_one(const json::value& value, const std::string& type, int depth) {
    if (type == "Patient")
      patient(value);
    else if (type == "Condition")
      condition(value);
    else if (type == "MedicationRequest" || type == "MedicationStatement")
      medication(value, type);
    else if (type == "Procedure")
      procedure(value);
    else if (type == "Observation") {
      if (!reported_.contains(&value)) observation(value, lists); // else its report says it
    } else if (type == "DiagnosticReport")
      report(value, depth);
    else if (type == "DocumentReference")
      document(value);
    else if (type == "AllergyIntolerance")
      line("Allergy", words(at(value, "code")), {status(at(value, "clinicalStatus"))});
    else if (type == "Practitioner" || type == "Organization")
      remember(value);
    else if (type == "Medication") {
      // said where it is prescribed
    } else if (type == "Binary") {
      if (used_.insert(&value).second) take_in(string_at(value, "data"), string_at(value, "contentType"), "");
    } else if (const std::string text = narrative(value); !text.empty())
      reports.push_back(type + "\n\n" + text);
    else
      ++unread[type.empty() ? "(no type)" : type];
    for (const json::value* inside : each(at(value, "contained")))
      if (depth < 4 && !string_at(*inside, "resourceType").empty() &&
          string_at(*inside, "resourceType") != "Medication")
        resource(*inside, depth + 1);
  }

  /// The patient that a resource speaks of; null when it does not say.
  const json::value* patient_of(const json::value& value, const std::string& type) const {
    if (type == "Patient") return &value;
    for (const char* key : {"subject", "patient", "beneficiary"})
      if (const json::value& target = pointed_to(at(value, key), value); string_at(target, "resourceType") == "Patient")
        return &target;
    return nullptr;
  }

  /// "Patient: …" and the birth date.
  static std::string head_of(const json::value& patient) {
    std::string head;
    for (const json::value* one : each(at(patient, "name"))) {
      append(head, "Patient", name(*one), {});
      break;
    }
    append(head, "Date of birth", string_at(patient, "birthDate"), {});
    return head;
  }

  std::string& page_of_other(const json::value& patient) {
    const auto found = page_of_.emplace(&patient, others.size()).first;
    others.resize(page_of_.size());
    return others[found->second];
  }

  static bool is_in_error(const json::value& value) {
    return status(at(value, "status")) == "entered-in-error" ||
           status(at(value, "verificationStatus")) == "entered-in-error";
  }

  void bundle(const json::value& value, int depth) {
    std::size_t count = 0;
    for (const json::value* entry : each(at(value, "entry"))) {
      if (++count > entry_limit || depth > 4) return static_cast<void>(++unread["entries beyond the limit"]);
      resource(at(*entry, "resource"), depth + 1);
    }
  }

  static std::string narrative(const json::value& value) { return text_of_html(string_at(at(value, "text"), "div")); }

  /// "Label: text; a; b", empty parts left out.
  void line(std::string_view label, const std::string& text, const std::vector<std::string>& more) {
    append(lists, label, text, more);
  }
  static void append(std::string& target, std::string_view label, const std::string& text,
                     const std::vector<std::string>& more) {
    std::string all = text;
    for (const std::string& part : more)
      if (!part.empty()) all += (all.empty() ? "" : "; ") + part;
    std::replace(all.begin(), all.end(), '\n', ' ');
    if (!all.empty()) target += fmt::format("{}: {}\n", label, all);
  }
  static std::string labelled(std::string_view label, const std::string& value) {
    return value.empty() ? "" : fmt::format("{} {}", label, value);
  }

  void remember(const json::value& value) {
    const json::value& names = at(value, "name");
    line(string_at(value, "resourceType"),
         names.is_string()     ? string(names)
         : each(names).empty() ? ""
                               : name(*each(names)[0]),
         {});
  }

  /// What a reference points to: inside the resource ("#1"), in the bundle, or nothing.
  const json::value& pointed_to(const json::value& reference, const json::value& owner) const {
    std::string target = reference.is_string() ? string(reference) : string_at(reference, "reference");
    if (target.starts_with('#')) {
      for (const json::value* inside : each(at(owner, "contained")))
        if (string_at(*inside, "id") == target.substr(1)) return *inside;
      return none;
    }
    if (const std::size_t version = target.find("/_history/"); version != std::string::npos) target.resize(version);
    const auto found = known_.find(target);
    return found == known_.end() ? none : *found->second;
  }

  /// Whom a reference names: its own words, else the name of what it points to.
  std::string person(const json::value& reference, const json::value& owner, int depth = 0) const {
    if (const std::string own = string_at(reference, "display"); !own.empty()) return own;
    const json::value& target = pointed_to(reference, owner);
    const json::value& names = at(target, "name");
    if (names.is_string()) return string(names);
    if (!each(names).empty()) return name(*each(names)[0]);
    // a role names the person who has it
    const json::value& practitioner = at(target, "practitioner");
    return practitioner.is_null() || depth > 0 ? std::string() : person(practitioner, none, depth + 1);
  }

  static std::string notes(const json::value& value) {
    std::string all;
    for (const json::value* note : each(at(value, "note"))) all += (all.empty() ? "" : " ") + string_at(*note, "text");
    return all;
  }

  void patient(const json::value& value) {
    for (const json::value* one : each(at(value, "name"))) {
      line("Patient", name(*one), {});
      break;
    }
    line("Date of birth", string_at(value, "birthDate"), {});
    line("Sex", string_at(value, "gender"), {});
    for (const json::value* id : each(at(value, "identifier")))
      line(words(at(*id, "type")).empty() ? "Identifier" : words(at(*id, "type")), string_at(*id, "value"), {});
  }

  void condition(const json::value& value) {
    const std::string sure = status(at(value, "verificationStatus")), now = status(at(value, "clinicalStatus"));
    const std::string what = words(at(value, "code"));
    // In the words of charts, so that a refuted condition is no diagnosis.
    const char* label = sure == "refuted" ? "Ruled out"
                        : sure == "provisional" || sure == "differential" || sure == "unconfirmed"
                            ? "Possible diagnosis"
                        : now == "resolved" || now == "inactive" || now == "remission" ? "History of"
                                                                                       : "Diagnosis";
    line(label, what,
         {now, labelled("onset", when(value, {"onsetDateTime", "onsetPeriod"})),
          labelled("resolved", when(value, {"abatementDateTime"})),
          labelled("recorded", day(at(value, "recordedDate"))), notes(value)});
  }

  /// The words of a dosage; those of its fields where it has no text.
  static std::string dosage(const json::value& value) {
    if (const std::string text = string_at(value, "text"); !text.empty()) return text;
    std::string all;
    const auto add = [&all](const std::string& part) { all += all.empty() || part.empty() ? part : " " + part; };
    for (const json::value* rate : each(at(value, "doseAndRate"))) {
      add(quantity(at(*rate, "doseQuantity")));
      const json::value& between = at(*rate, "doseRange");
      if (!between.is_null()) add(quantity(at(between, "low")) + " to " + quantity(at(between, "high")));
    }
    add(words(at(value, "route")));
    const json::value& timing = at(value, "timing");
    add(words(at(timing, "code")));
    const json::value& repeat = at(timing, "repeat");
    if (const std::string times = string_at(repeat, "frequency"); !times.empty())
      add(fmt::format("{} times every {} {}", times, string_at(repeat, "period"), string_at(repeat, "periodUnit")));
    if (string_at(value, "asNeededBoolean") == "yes") add("as needed");
    if (const std::string need = words(at(value, "asNeededCodeableConcept")); !need.empty())
      add("as needed for " + need);
    return all;
  }

  static std::string reasons(const json::value& value) {
    std::string all;
    for (const json::value* one : each(at(value, "statusReason"))) all += (all.empty() ? "" : ", ") + words(*one);
    return all;
  }

  static std::string reference_range(const json::value& value) {
    for (const json::value* one : each(at(value, "referenceRange"))) {
      if (const std::string text = string_at(*one, "text"); !text.empty()) return text;
      const std::string low = quantity(at(*one, "low")), high = quantity(at(*one, "high"));
      if (!low.empty() && !high.empty()) return low + " to " + high;
      if (!low.empty() || !high.empty()) return low.empty() ? "up to " + high : "from " + low;
    }
    return {};
  }

  void medication(const json::value& value, const std::string& type) {
    std::string what = words(at(value, "medicationCodeableConcept"));
    if (what.empty()) what = words(at(pointed_to(at(value, "medicationReference"), value), "code"));
    if (what.empty()) what = string_at(at(value, "medicationReference"), "display");
    if (what.empty())
      for (const json::value* inside : each(at(value, "contained")))
        if (string_at(*inside, "resourceType") == "Medication") what = words(at(*inside, "code"));
    std::string direction;
    for (const char* key : {"dosageInstruction", "dosage"})
      for (const json::value* one : each(at(value, key))) direction += (direction.empty() ? "" : ", ") + dosage(*one);
    const json::value& dispense = at(value, "dispenseRequest");
    const std::string state = status(at(value, "status")), intent = string_at(value, "intent");
    line(type == "MedicationRequest" ? "Medication prescribed" : "Medication", what,
         {direction, labelled("quantity", quantity(at(dispense, "quantity"))),
          labelled("refills", string_at(dispense, "numberOfRepeatsAllowed")), labelled("status", state),
          labelled("because of", reasons(value)),
          intent == "plan" || intent == "proposal" ? labelled("intent", intent) : "",
          labelled("written", when(value, {"authoredOn", "effectiveDateTime", "effectivePeriod", "dateAsserted"})),
          labelled("by", person(at(value, "requester"), value)), notes(value)});
  }

  void procedure(const json::value& value) {
    const std::string state = status(at(value, "status"));
    line(state == "not-done" ? "Procedure not done" : "Procedure", words(at(value, "code")),
         {when(value, {"performedDateTime", "performedPeriod"}), labelled("status", state),
          labelled("because of", reasons(value)), labelled("outcome", words(at(value, "outcome"))), notes(value)});
  }

  static std::string value_of(const json::value& value) {
    for (const char* key : {"valueString", "valueInteger", "valueBoolean", "valueDateTime"})
      if (const std::string text = string_at(value, key); !text.empty()) return text;
    if (const std::string text = quantity(at(value, "valueQuantity")); !text.empty()) return text;
    if (const std::string text = words(at(value, "valueCodeableConcept")); !text.empty()) return text;
    return labelled("not given:", words(at(value, "dataAbsentReason")));
  }

  void observation(const json::value& value, std::string& target) {
    std::vector<std::string> more;
    std::string meaning;
    for (const json::value* one : each(at(value, "interpretation"))) meaning += words(*one);
    for (const json::value* part : each(at(value, "component")))
      more.push_back(labelled(words(at(*part, "code")) + ":", value_of(*part)));
    more.insert(more.end(), {meaning, labelled("reference range", reference_range(value)),
                             when(value, {"effectiveDateTime", "effectivePeriod", "issued"}), notes(value)});
    const std::string what = words(at(value, "code"));
    append(target, what.empty() ? "Observation" : what, value_of(value), more);
  }

  void report(const json::value& value, int depth) {
    std::string text = words(at(value, "code")) + "\n";
    append(text, "Date", when(value, {"effectiveDateTime", "effectivePeriod", "issued"}), {});
    append(text, "Status", status(at(value, "status")), {});
    for (const json::value* one : each(at(value, "performer"))) append(text, "Performed by", person(*one, value), {});
    for (const json::value* one : each(at(value, "contained")))
      if (string_at(*one, "resourceType") == "Observation" && depth < 4) observation(*one, text);
    for (const json::value* one : each(at(value, "result")))
      if (const json::value& result = pointed_to(*one, none); !result.is_null() && !is_in_error(result))
        observation(result, text);
    append(text, "Conclusion", string_at(value, "conclusion"), {});
    for (const json::value* one : each(at(value, "conclusionCode"))) append(text, "Conclusion", words(*one), {});
    if (const std::string story = narrative(value); !story.empty()) text += "\n" + story;
    reports.push_back(std::move(text));
    for (const json::value* form : each(at(value, "presentedForm"))) attachment(*form);
  }

  std::string authors(const json::value& value) const {
    std::string all;
    for (const json::value* one : each(at(value, "author"))) {
      const std::string who = person(*one, value);
      if (!who.empty()) all += (all.empty() ? "by " : ", ") + who;
    }
    return all;
  }

  void document(const json::value& value) {
    line("Document", words(at(value, "type")),
         {string_at(value, "description"), day(at(value, "date")), labelled("status", status(at(value, "status"))),
          authors(value)});
    for (const json::value* content : each(at(value, "content"))) attachment(at(*content, "attachment"));
  }

  void attachment(const json::value& value) {
    const std::string title = string_at(value, "title"), type = string_at(value, "contentType");
    if (const std::string data = string_at(value, "data"); !data.empty()) return take_in(data, type, title);
    const std::string url = string_at(value, "url");
    const json::value& binary = pointed_to(at(value, "url"), value);
    if (string_at(binary, "resourceType") == "Binary") {
      if (used_.insert(&binary).second) take_in(string_at(binary, "data"), string_at(binary, "contentType"), title);
    } else if (!url.empty()) {
      ++unread["attachment kept elsewhere"];
    }
  }

  /// An attached file, in base64.
  void take_in(const std::string& data, const std::string& type, std::string title) {
    for (char& c : title)
      if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == ':') c = '_';
    const char* ending = type == "application/pdf"        ? ".pdf"
                         : type.starts_with("text/html")  ? ".html"
                         : type.starts_with("text/plain") ? ".txt"
                         : type == "image/tiff"           ? ".tif"
                         : type == "image/png"            ? ".png"
                         : type == "image/jpeg"           ? ".jpg"
                                                          : "";
    std::string file = title.empty() || title == "." || title == ".." || title.size() > 200 ? "attachment" : title;
    if (file.find('.') == std::string::npos) file += ending;
    members.emplace_back(fmt::format("{}-{}", members.size() + 1, file), from_base64(data));
  }

  std::map<std::string, const json::value*> known_;   ///< entries of bundles by "Type/id" and by address
  std::vector<const json::value*> patients_;          ///< of bundles, in their order
  std::map<const json::value*, std::size_t> page_of_; ///< index in `others`
  std::set<const json::value*> reported_;             ///< observations that a report points to
  std::set<const json::value*> used_;                 ///< files that were taken in
};

} // namespace

void read_fhir(std::string_view bytes, PageRange range, Output& out) {
  json::parse_options options;
  options.max_depth = nesting_limit;
  options.allow_invalid_utf8 = true;
  boost::system::error_code failed;
  const json::value value = json::parse(decode_text(bytes).text, failed, {}, options);
  if (failed) {
    out.file(media_type, 0);
    return out.note(Trouble::Damaged, "FHIR JSON");
  }
  FhirReader reader;
  reader.learn(value);
  reader.resource(value, 0);
  std::vector<std::string> pages = {reader.lists};
  for (std::string& report : reader.reports)
    if (pages.size() <= report_limit) pages.push_back(std::move(report));
  for (std::string& other : reader.others) pages.push_back(std::move(other));
  out.file(media_type, static_cast<std::uint32_t>(pages.size()));
  for (const auto& [name, content] : reader.members) out.member(name, content);
  std::string unread;
  for (const auto& [type, count] : reader.unread)
    unread += fmt::format("{}{} {}", unread.empty() ? "" : ", ", count, type);
  if (reader.reports.size() > report_limit) unread += "; reports beyond the first 2000";
  if (!unread.empty()) out.note(Trouble::PartsUnread, unread);
  for (std::size_t n = 0; n < pages.size(); ++n) {
    if (static_cast<int>(n) + 1 < range.first || static_cast<int>(n) + 1 > range.last) continue;
    records::Page page = build_page(pages[n]);
    page.number = static_cast<int>(n) + 1;
    out.page(page);
  }
}

} // namespace openimr::worker
