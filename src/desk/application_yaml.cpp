// application.yaml out of a draft: known values with their place beside them, open ones empty with what to ask.
#include "desk/settle_application.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' || c == '\t' ? ' ' : c;
  }
  return result + "\"";
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.size() > 80) {
    text.resize(77);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.pop_back();
    text += "...";
  }
  return text;
}

std::string place_of(const std::vector<records::Evidence>& evidence) {
  if (evidence.empty()) return {};
  const auto& first = evidence.front();
  return fmt::format("{}, page {}{}", first.file, first.page,
                     first.quote.empty() ? "" : fmt::format(": \"{}\"", on_one_line(first.quote)));
}

class Writer {
public:
  explicit Writer(const ApplicationDraft& draft) : draft_(draft) {}

  std::string write(const DraftOptions& options) {
    line("# Drafted from the papers by `openimr application draft`. Every value has its place beside it; what is empty "
         "has to be answered");
    line("# before this file is accepted, or may stay out.");
    if (!draft_.differences.empty())
      line(fmt::format("# The papers differ in {}: see x-differences.",
                       draft_.differences.size() == 1 ? "one point"
                                                      : fmt::format("{} points", draft_.differences.size())));
    line("schema: 1");
    line("jurisdiction: " + options.jurisdiction);
    line("received:");
    value("  at", "received.at", false);
    value("  channel", "received.channel", false);
    value("review", "review", false,
          [](const std::string& word) { return word == "expedited" ? word : std::string("regular"); });
    employee();
    representative();
    line("claim:");
    value("  number", "claim.number");
    value("  adjudication_number", "claim.adjudication_number");
    value("  date_of_injury", "claim.date_of_injury", false);
    party("employer");
    party("insurer");
    party("claims_administrator", {{"x-adjuster", "claims_administrator.adjuster"}});
    party("requesting_physician",
          {{"specialty", "requesting_physician.specialty"}, {"group", "requesting_physician.group"}});
    decision();
    consent();
    diagnosis();
    items();
    liability();
    questions();
    differences();
    evidence();
    return std::move(text_);
  }

private:
  void line(const std::string& words) { text_ += words + "\n"; }

  const Question* question(const std::string& id) const {
    const auto found = std::find_if(draft_.questions.begin(), draft_.questions.end(),
                                    [&](const Question& one) { return one.field == id; });
    return found == draft_.questions.end() ? nullptr : &*found;
  }

  std::string comment(const DraftField& field) const {
    const std::string place = place_of(field.evidence);
    return place.empty() ? "" : fmt::format(" # {} ({}%)", place, field.confidence);
  }

  std::string comment(const Question& one) const {
    std::string words = fmt::format(" # ASK: {} ({}", one.text, on_one_line(one.reason));
    if (!one.read_as.empty()) words += fmt::format("; it looks like \"{}\"", on_one_line(one.read_as));
    return words + (one.place.empty() ? ")" : fmt::format("; see {})", place_of(one.place)));
  }

  using Spelling = std::string (*)(const std::string&);

  /// "key: value # place", "key: # ASK: …", or nothing when the field is neither known nor asked.
  bool value(const std::string& key, const std::string& id, bool is_text = true, Spelling spelled = nullptr) {
    if (const DraftField* field = find_field(draft_, id)) {
      const std::string written = spelled ? spelled(field->value) : field->value;
      line(key + ": " + (is_text ? quoted(written) : written) + comment(*field));
      return true;
    }
    if (const Question* asked = question(id)) {
      // What has a default must stay out, or it would not be asked any more; what is required stays, empty.
      line((asked->is_required ? key + ":" : "# " + key + ":") + comment(*asked));
      return true;
    }
    return false;
  }

  void address(const std::string& prefix) {
    const DraftField* whole = find_field(draft_, prefix);
    if (!whole) {
      if (const Question* asked = question(prefix)) line("  # address:" + comment(*asked));
      return;
    }
    if (!find_field(draft_, prefix + ".city")) {
      line("  address: {street: " + quoted(whole->value) + "}" + comment(*whole));
      return;
    }
    line("  address:" + comment(*whole));
    for (const char* part : {"street", "city", "state", "zip"})
      if (const DraftField* field = find_field(draft_, prefix + "." + part))
        line(fmt::format("    {}: {}", part, quoted(field->value)));
  }

  void employee() {
    line("employee:");
    const DraftField* name = find_field(draft_, "employee.name");
    if (name) {
      line("  name:" + comment(*name));
      if (const DraftField* first = find_field(draft_, "employee.name.first"))
        line("    first: " + quoted(first->value));
      if (const DraftField* last = find_field(draft_, "employee.name.last")) line("    last: " + quoted(last->value));
    } else if (const Question* asked = question("employee.name")) {
      line("  name:" + comment(*asked));
    }
    value("  date_of_birth", "employee.date_of_birth", false);
    address("employee.address");
    value("  phone", "employee.phone");
  }

  void representative() {
    const DraftField* name = find_field(draft_, "representative.name");
    if (!name) {
      if (const Question* asked = question("representative.name")) line("# representative:" + comment(*asked));
      return;
    }
    line("representative:");
    line("  name: " + quoted(name->value) + comment(*name));
    if (!value("  kind", "representative.kind")) line("  kind: attorney # named in the field for the attorney");
    value("  designated_on", "designation.signed_on", false);
    address("representative.address");
    value("  phone", "representative.phone");
  }

  void party(const std::string& id, const std::vector<std::pair<std::string, std::string>>& more = {}) {
    const DraftField* name = find_field(draft_, id + ".name");
    if (!name) {
      if (const Question* asked = question(id + ".name")) line("# " + id + ":" + comment(*asked));
      return;
    }
    line(id + ":");
    line("  name: " + quoted(name->value) + comment(*name));
    for (const auto& [key, field] : more) value("  " + key, field);
    address(id + ".address");
    value("  phone", id + ".phone");
    value("  fax", id + ".fax");
  }

  void decision() {
    line("ur_decision:");
    value("  organization", "ur_decision.organization");
    if (const DraftField* reviewer = find_field(draft_, "reviewer.name")) {
      line("  reviewer:");
      line("    name: " + quoted(reviewer->value) + comment(*reviewer));
      value("    specialty", "reviewer.specialty");
      value("    x-license", "reviewer.license");
    }
    value("  date", "ur_decision.date", false);
    line("  served:");
    value("    on", "ur_decision.served.on", false);
    value("    by", "ur_decision.served.by", false);
    value("    to", "ur_decision.served.to", false);
    value("  attached", "ur_decision.attached", false);
  }

  void consent() {
    line("consent:");
    value("  signed", "signature", false,
          [](const std::string& word) { return std::string(word == "signed" ? "true" : "false"); });
    value("  on", "signature.signed_on", false);
  }

  void diagnosis() {
    const DraftField* whole = find_field(draft_, "diagnosis");
    if (!whole) {
      if (const Question* asked = question("diagnosis")) line("# diagnoses:" + comment(*asked));
      return;
    }
    line("diagnoses:" + comment(*whole));
    const DraftField *text = find_field(draft_, "diagnosis.text"), *icd = find_field(draft_, "diagnosis.icd");
    line("  - text: " + quoted(text ? text->value : whole->value));
    if (icd) line("    icd: " + quoted(icd->value));
  }

  void items() {
    const DraftField *liability = find_field(draft_, "liability"), *information = find_field(draft_, "information");
    if (draft_.items.empty()) {
      const Question* asked = question("items");
      line("disputed_items:" + (asked ? comment(*asked) : std::string()));
      return;
    }
    line("disputed_items:");
    for (const DraftItem& item : draft_.items) {
      line("  - id: " + item.id);
      const Question* asked = question("items." + item.id);
      line("    text:" +
           (item.text.empty()
                ? (asked ? comment(*asked) : "")
                : " " + quoted(item.text) + fmt::format(" # {} ({}%)", place_of(item.evidence), item.confidence)));
      if (!item.ur_text.empty() && item.ur_text != item.text)
        line("    ur_text: " + quoted(item.ur_text) + " # " + place_of(item.ur_evidence));
      if (item.requested_on) line("    requested_on: " + item.requested_on->iso());
      if (!item.outcome.empty())
        line("    ur_outcome: " + item.outcome + " # " + place_of(item.ur_evidence));
      else if (const Question* outcome = question("items." + item.id + ".ur_outcome"))
        line("    # ur_outcome:" + comment(*outcome));
      if (!item.guideline.empty()) line("    ur_guideline: " + quoted(item.guideline));
      if (!item.guideline_pages.empty()) line("    ur_guideline_pages: " + quoted(item.guideline_pages));
      if (liability)
        line(std::string("    liability_disputed: ") + (liability->value == "yes" ? "true" : "false") +
             comment(*liability));
      else if (const Question* one = question("liability"))
        line("    # liability_disputed:" + comment(*one));
      if (information)
        line(std::string("    denied_for_missing_information: ") + (information->value == "yes" ? "true" : "false") +
             comment(*information));
      else if (const Question* one = question("information"))
        line("    # denied_for_missing_information:" + comment(*one));
    }
  }

  void liability() {
    const DraftField *said = find_field(draft_, "liability"), *reason = find_field(draft_, "liability.reason");
    if (!said || said->value != "yes") return;
    line("liability:");
    line("  reason: " + (reason ? quoted(reason->value) + comment(*reason) : std::string("\"not given\"")));
  }

  void questions() {
    if (draft_.questions.empty()) return;
    line("x-questions:");
    for (const Question& one : draft_.questions) {
      line("  - field: " + quoted(one.field));
      line("    ask: " + quoted(one.text));
      line("    reason: " + quoted(one.reason));
      if (!one.read_as.empty()) line("    read_as: " + quoted(one.read_as));
      if (!one.place.empty())
        line("    place: " + quoted(fmt::format("{}, page {}", one.place.front().file, one.place.front().page)));
    }
  }

  void differences() {
    if (draft_.differences.empty()) return;
    line("x-differences:");
    const auto place = [this](const char* key, const std::vector<records::Evidence>& evidence) {
      if (!evidence.empty()) line(fmt::format("    {}: {}", key, quoted(place_of(evidence))));
    };
    for (const Difference& one : draft_.differences) {
      line("  - id: " + one.id);
      line("    text: " + quoted(one.text));
      if (!one.citation.empty()) line("    citation: " + quoted(one.citation));
      place("application", one.application);
      place("other", one.other);
    }
  }

  void evidence() {
    bool has_any = false;
    for (const DraftField& field : draft_.fields)
      for (const records::Evidence& one : field.evidence) {
        if (std::count(field.id.begin(), field.id.end(), '.') > 1 && field.id.find(".served.") == std::string::npos)
          continue; // parts of one value
        if (!has_any) line("x-evidence:");
        has_any = true;
        line(fmt::format("  - {{field: {}, paper: {}, file: {}, page: {}, words: {}, confidence: {}}}",
                         quoted(field.id), field.source, quoted(one.file), one.page, quoted(one.quote),
                         field.confidence));
      }
  }

  const ApplicationDraft& draft_;
  std::string text_;
};

} // namespace

std::string as_yaml(const ApplicationDraft& draft, const DraftOptions& options) { return Writer(draft).write(options); }

} // namespace openimr::desk
