#include "letters/render_fhir.h"

#include "base/hash.h"
#include "letters/clean_text.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::letters {
namespace {

namespace json = boost::json;

/// A UUID made of a hash (RFC 9562, version 8): the same words, the same id.
std::string uuid_of(const std::string& words) {
  std::string hex = sha256_hex(words).substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

json::object coding(const char* system, const char* code) {
  return {{"coding", json::array{json::object{{"system", system}, {"code", code}}}}};
}

const char* code_of(ItemDecision decision) {
  switch (decision) {
  case ItemDecision::Upheld:
    return "upheld";
  case ItemDecision::Overturned:
    return "overturned";
  case ItemDecision::PartiallyOverturned:
    return "partially-overturned";
  }
  return "";
}

const char* words_of(ItemDecision decision) {
  switch (decision) {
  case ItemDecision::Upheld:
    return "not medically necessary";
  case ItemDecision::Overturned:
    return "medically necessary";
  case ItemDecision::PartiallyOverturned:
    return "medically necessary in part";
  }
  return "";
}

/// Gathers the entries of the bundle.
class Bundle {
public:
  explicit Bundle(const FhirDetermination& one) : one_(one) {
    seed_ = one.claim_number + "\n" + one.decided_on.iso();
    for (const std::string& number : one.case_numbers) seed_ += "\n" + number;
    for (const auto& [name, hash] : one.sources) seed_ += "\n" + name + " " + hash;
  }

  json::object build() {
    const std::string patient = add("Patient", {{"name", json::array{json::object{{"text", clean(one_.employee)}}}}});
    const std::string reviewer_organization = add("Organization", {{"name", clean(one_.organization)}}, "review");
    const std::string insurer = add("Organization", {{"name", clean(one_.claims_administrator)}}, "claims");
    const std::string response = add("ClaimResponse", claim_response(patient, insurer));
    add("Provenance", provenance(response, reviewer_organization));
    return {
        {"resourceType", "Bundle"}, {"type", "collection"}, {"timestamp", moment()}, {"entry", std::move(entries_)}};
  }

private:
  std::string moment() const { return one_.decided_on.iso() + "T00:00:00Z"; }
  static json::object reference(const std::string& url) { return {{"reference", url}}; }

  /// Adds a resource; its full URL.
  std::string add(const char* type, json::object body, const char* which = "") {
    const std::string id = uuid_of(fmt::format("{}\n{}\n{}", type, which, seed_));
    json::object resource{{"resourceType", type}, {"id", id}};
    for (auto& [key, value] : body) resource[key] = std::move(value);
    std::string url = "urn:uuid:" + id;
    entries_.push_back(json::object{{"fullUrl", url}, {"resource", std::move(resource)}});
    return url;
  }

  json::object claim_response(const std::string& patient, const std::string& insurer) {
    json::array identifiers, items, notes;
    for (const std::string& number : one_.case_numbers)
      identifiers.push_back(json::object{{"system", "urn:openimr:review"}, {"value", clean(number)}});
    int n = 0;
    for (const FhirItem& item : one_.items) {
      ++n;
      json::object reason = coding("urn:openimr:decision", code_of(item.decision));
      reason["text"] = words_of(item.decision);
      json::object category = coding("urn:openimr:adjudication", "medical-necessity");
      category["text"] = "Medical necessity";
      const int first_note = static_cast<int>(notes.size()) + 1;
      json::array numbers{first_note};
      notes.push_back(note(first_note, item.text));
      if (!item.rationale.empty()) {
        numbers.push_back(first_note + 1);
        notes.push_back(note(first_note + 1, item.rationale));
      }
      items.push_back(json::object{{"itemSequence", n},
                                   {"noteNumber", std::move(numbers)},
                                   {"adjudication", json::array{json::object{{"category", std::move(category)},
                                                                             {"reason", std::move(reason)}}}}});
    }
    json::object body{{"status", "active"},
                      {"type", coding("http://terminology.hl7.org/CodeSystem/claim-type", "professional")},
                      {"use", "preauthorization"},
                      {"patient", reference(patient)},
                      {"created", one_.decided_on.iso()},
                      {"insurer", reference(insurer)},
                      {"request", json::object{{"identifier", json::object{{"system", "urn:openimr:claim"},
                                                                           {"value", clean(one_.claim_number)}}}}},
                      {"outcome", "complete"},
                      {"disposition", clean(one_.result)}};
    if (!identifiers.empty()) body["identifier"] = std::move(identifiers);
    if (!one_.requesting_physician.empty())
      body["requestor"] = json::object{{"display", clean(one_.requesting_physician)}};
    if (!items.empty()) body["item"] = std::move(items);
    if (!notes.empty()) body["processNote"] = std::move(notes);
    return body;
  }

  /// A FHIR string may hold line ends; clean() takes them out, so paragraphs are cleaned one by one.
  static json::object note(int number, const std::string& text) {
    std::string words;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      words += (words.empty() ? "" : "\n") + clean_line(std::string_view(text).substr(at, end - at));
      at = end + 1;
    }
    return {{"number", number}, {"type", "display"}, {"text", words.empty() ? "-" : words}};
  }

  json::object provenance(const std::string& response, const std::string& organization) {
    constexpr const char* participants = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    const auto agent = [&](const char* type, json::object who) {
      return json::object{{"type", coding(participants, type)}, {"who", std::move(who)}};
    };
    json::object author =
        agent("author", {{"display", "Expert reviewer; the name is confidential (California Labor Code 4610.6(f))"}});
    author["onBehalfOf"] = reference(organization);
    json::array agents{std::move(author), agent("custodian", reference(organization))};
    if (!one_.engine.empty()) agents.push_back(agent("assembler", {{"display", clean(one_.engine)}}));
    json::array entities;
    for (const auto& [name, hash] : one_.sources)
      entities.push_back(json::object{
          {"role", "source"},
          {"what", json::object{{"identifier", json::object{{"system", "urn:openimr:sha256"}, {"value", hash}}},
                                {"display", clean(name)}}}});
    json::object body{{"target", json::array{reference(response)}},
                      {"occurredDateTime", one_.decided_on.iso()},
                      {"recorded", moment()},
                      {"agent", std::move(agents)}};
    if (!entities.empty()) body["entity"] = std::move(entities);
    return body;
  }

  const FhirDetermination& one_;
  std::string seed_;
  json::array entries_;
};

} // namespace

std::string render_fhir(const FhirDetermination& determination) {
  return json::serialize(Bundle(determination).build()) + "\n";
}

} // namespace openimr::letters
