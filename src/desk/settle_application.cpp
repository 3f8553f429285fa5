#include "desk/settle_application.h"

#include "intake/form_labels.h"
#include "intake/form_values.h"
#include "intake/likeness.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

using intake::FieldReading;
using intake::FormReading;
using records::Evidence;

/// One paper's word on a field.
struct Said {
  const char* paper; ///< application | ur_decision | request
  FieldReading reading;
  bool is_sound() const { return !reading.value.empty() && reading.doubt.empty(); }
  bool is_sure() const { return is_sound() && !reading.is_mended && reading.confidence >= ask_below; }
};

constexpr int clear_print = 97; // confidence of a reading that stands against another one that differs by a slip

enum class Compare { Words, Name, Exact };

/// What a field is called, who speaks of it, and what a difference means.
struct FieldPlan {
  const char* id;
  Compare compare = Compare::Words;
  bool is_required = false;
  bool asks_when_absent = false;    ///< also when the form has no such field
  const char* difference = nullptr; ///< id of the finding; null: a difference is not told
  const char* ur_id = nullptr;      ///< of the same field in the UR decision
  const char* request_id = nullptr;
  const char* ask = nullptr; ///< when the form has no such field
};

constexpr FieldPlan plans[] = {
    {"employee.name", Compare::Name, true, true, "other_claimant", "employee.name", "employee.name",
     "What is the name of the employee?"},
    {"employee.date_of_birth", Compare::Exact, true, true, "other_birth_date", "employee.date_of_birth",
     "employee.date_of_birth", "When was the employee born?"},
    {"employee.address"},
    {"employee.phone", Compare::Exact},
    {"claim.number", Compare::Exact, true, true, "other_claim_number", "claim.number", "claim.number",
     "What is the claim number?"},
    {"claim.adjudication_number", Compare::Exact},
    {"claim.date_of_injury", Compare::Exact, true, true, "other_injury_date", "claim.date_of_injury",
     "claim.date_of_injury", "What is the date of injury?"},
    {"employer.name", Compare::Words, false, false, "other_employer", "employer.name", "employer.name"},
    {"claims_administrator.name", Compare::Words, false, false, nullptr, nullptr, "claims_administrator.name"},
    {"claims_administrator.adjuster", Compare::Name, false, false, nullptr, nullptr, "claims_administrator.adjuster"},
    {"claims_administrator.address", Compare::Words, false, false, nullptr, nullptr, "claims_administrator.address"},
    {"claims_administrator.phone", Compare::Exact, false, false, nullptr, nullptr, "claims_administrator.phone"},
    {"claims_administrator.fax", Compare::Exact, false, false, nullptr, nullptr, "claims_administrator.fax"},
    {"insurer.name", Compare::Words, false, false, nullptr, "insurer.name"},
    {"requesting_physician.name", Compare::Name, false, true, "other_physician", "requesting_physician.name",
     "requesting_physician.name", "Who is the requesting physician?"},
    {"requesting_physician.specialty", Compare::Words, false, false, nullptr, nullptr,
     "requesting_physician.specialty"},
    {"requesting_physician.group", Compare::Words, false, false, nullptr, nullptr, "requesting_physician.group"},
    {"requesting_physician.address", Compare::Words, false, false, nullptr, nullptr, "requesting_physician.address"},
    {"requesting_physician.phone", Compare::Exact, false, false, nullptr, nullptr, "requesting_physician.phone"},
    {"requesting_physician.fax", Compare::Exact, false, false, nullptr, nullptr, "requesting_physician.fax"},
    {"representative.name", Compare::Name},
    {"representative.address"},
    {"representative.phone", Compare::Exact},
    {"ur_decision.date", Compare::Exact, true, true, "other_decision_date", "ur_decision.date", nullptr,
     "What is the date of the UR decision?"},
    {"reviewer.name", Compare::Name, false, false, nullptr, "reviewer.name"},
    {"reviewer.specialty", Compare::Words, false, false, nullptr, "reviewer.specialty"},
    {"reviewer.license", Compare::Exact, false, false, nullptr, "reviewer.license"},
    {"diagnosis"},
    {"review"},
    {"liability"},
    {"liability.reason"},
    {"information"},
    {"signature"},
    {"signature.signed_on", Compare::Exact},
    {"designation.signature"},
    {"designation.signed_on", Compare::Exact},
    {"representative.kind"},
};

bool comes_from_scan(const FieldReading& reading) {
  return std::any_of(reading.evidence.begin(), reading.evidence.end(),
                     [](const Evidence& one) { return one.confidence < 100; });
}

/// Last names are the same, and so are the beginnings of the first names.
bool is_same_person(const FieldReading& a, const FieldReading& b) {
  const auto part = [](const FieldReading& reading, const char* name) {
    const auto found = reading.parts.find(name);
    return found == reading.parts.end() ? std::string() : found->second;
  };
  const auto first_word = [](const std::string& text) {
    return intake::letters_and_digits(text.substr(0, text.find(' ')));
  };
  const std::string first_a = first_word(part(a, "first")), first_b = first_word(part(b, "first"));
  if (intake::letters_and_digits(part(a, "last")) != intake::letters_and_digits(part(b, "last"))) {
    // "Maria Garza Example" may have two last names on one paper.
    return intake::is_same_value(part(a, "first") + part(a, "last"), part(b, "first") + part(b, "last"));
  }
  if (first_a.empty() || first_b.empty() || first_a == first_b) return true;
  return (first_a.size() == 1 || first_b.size() == 1) && first_a[0] == first_b[0];
}

bool agree(const FieldReading& a, const FieldReading& b, Compare compare) {
  if (compare == Compare::Name) return is_same_person(a, b);
  return intake::is_same_value(a.value, b.value);
}

/// So near that one may be a misreading of the other; a code may be misread in more of its letters than words. Letters
/// that scanners confuse (0 o, 1 l i, 5 s, 8 b, rn m, …) do not count.
bool is_near(const FieldReading& a, const FieldReading& b, Compare compare) {
  const std::string left = intake::fold_confusions(intake::letters_and_digits(a.value)),
                    right = intake::fold_confusions(intake::letters_and_digits(b.value));
  const std::size_t size = std::max(left.size(), right.size());
  const std::size_t slips = std::max<std::size_t>(1, size / (compare == Compare::Exact  ? 4
                                                             : compare == Compare::Name ? 5
                                                                                        : 6));
  return intake::letters_apart(left, right, slips) <= slips;
}

const char* name_of(const char* paper) {
  const std::string_view word = paper;
  return word == "application"   ? "the application"
         : word == "ur_decision" ? "the UR decision"
                                 : "the request for authorization";
}

/// The name out of fields of its own for first, middle and last.
std::optional<FieldReading> joined_name(const FormReading& form, const std::string& prefix) {
  const FieldReading* first = form.find(prefix + ".first");
  const FieldReading* last = form.find(prefix + ".last");
  if (!first || !last) return std::nullopt;
  FieldReading reading;
  reading.id = prefix + ".name";
  std::string given = first->value;
  reading.confidence = std::min(first->confidence, last->confidence);
  const FieldReading* middle = form.find(prefix + ".middle");
  for (const FieldReading* part : {first, middle, last}) {
    if (!part || part->written.empty()) continue;
    reading.written += (reading.written.empty() ? "" : " ") + part->written;
    reading.evidence.insert(reading.evidence.end(), part->evidence.begin(), part->evidence.end());
    if (reading.doubt.empty()) reading.doubt = part->doubt;
  }
  // A middle initial that cannot be read does not hide the name.
  if (middle && !middle->value.empty() && middle->confidence >= ask_below) given += " " + middle->value;
  const auto degree = last->parts.find("degree");
  const std::string family = [&] {
    std::string text = last->value;
    if (degree != last->parts.end() && !degree->second.empty())
      text = text.substr(0, text.rfind(", " + degree->second));
    return text;
  }();
  reading.parts = {{"first", given}, {"last", family}, {"degree", degree == last->parts.end() ? "" : degree->second}};
  if (given.empty() && family.empty()) return reading;
  if (family.empty() && reading.doubt.empty()) reading.doubt = "the last name is missing";
  reading.value = given.empty() ? family : given + " " + family;
  if (!reading.parts["degree"].empty()) reading.value += ", " + reading.parts["degree"];
  return reading;
}

/// The address out of fields of its own for street, city, state and zip.
void add_rest_of_address(const FormReading& form, const std::string& prefix, FieldReading& reading) {
  const FieldReading* city = form.find(prefix + ".city");
  const FieldReading* zip = form.find(prefix + ".zip");
  const FieldReading* state = form.find(prefix + ".state");
  if (!city || !zip || reading.value.empty()) return;
  reading.parts["street"] = reading.value;
  for (const auto& [name, part] : {std::pair{"city", city}, std::pair{"state", state}, std::pair{"zip", zip}}) {
    if (!part || part->value.empty()) continue;
    reading.parts[name] = part->value;
    reading.value += (std::string_view(name) == "zip" ? " " : ", ") + part->value;
    reading.written += " " + part->written;
    reading.evidence.insert(reading.evidence.end(), part->evidence.begin(), part->evidence.end());
    reading.confidence = std::min(reading.confidence, part->confidence);
    if (reading.doubt.empty()) reading.doubt = part->doubt;
  }
}

std::optional<FieldReading> on_form(const FormReading& form, const std::string& id) {
  if (const FieldReading* known = form.find(id)) {
    FieldReading reading = *known;
    if (id.ends_with(".address")) add_rest_of_address(form, id.substr(0, id.rfind('.')), reading);
    return reading;
  }
  return id.ends_with(".name") ? joined_name(form, id.substr(0, id.rfind('.'))) : std::nullopt;
}

class Settling {
public:
  Settling(const ApplicationPapers& papers, ApplicationDraft& draft) : papers_(papers), draft_(draft) {}

  void field(const FieldPlan& plan) {
    std::vector<Said> said;
    const FormReading* form = papers_.applications.empty() ? nullptr : &papers_.applications.front();
    std::optional<FieldReading> own = form ? on_form(*form, plan.id) : std::nullopt;
    if (own) said.push_back({"application", std::move(*own)});
    if (plan.ur_id && !papers_.decisions.empty())
      if (const FieldReading* reading = papers_.decisions.front().facts.find(plan.ur_id);
          reading && !reading->value.empty())
        said.push_back({"ur_decision", *reading});
    if (plan.request_id && !papers_.requests.empty())
      if (auto reading = on_form(papers_.requests.front(), plan.request_id); reading && !reading->value.empty())
        said.push_back({"request", std::move(*reading)});
    settle(plan, said);
  }

private:
  void settle(const FieldPlan& plan, const std::vector<Said>& said) {
    const bool form_has = !said.empty() && std::string_view(said.front().paper) == "application";
    const Said* own = form_has ? &said.front() : nullptr;
    const bool form_says = own && (!own->reading.value.empty() || !own->reading.doubt.empty());
    if (!form_says) return take_from_others(plan, said, own);
    if (!own->reading.doubt.empty()) return ask(plan, said, own->reading.doubt);
    const Said* other = nullptr;
    bool is_confirmed = false;
    for (const Said& one : said) {
      if (&one == own || !one.is_sound()) continue;
      if (agree(own->reading, one.reading, plan.compare))
        is_confirmed = is_confirmed || std::min(own->reading.confidence, one.reading.confidence) >= 30;
      else if (!other && one.is_sure())
        other = &one;
    }
    if (other) return differ(plan, said, *own, *other, is_confirmed);
    if (own->is_sure() || is_confirmed) return keep(plan.id, *own, is_confirmed);
    ask(plan, said,
        own->reading.is_mended
            ? "letters stand where digits belong"
            : fmt::format("it was read with a confidence of {} of 100 only", own->reading.confidence));
  }

  /// The form has no such field or it is blank: another paper's word is taken, when it is sure.
  void take_from_others(const FieldPlan& plan, const std::vector<Said>& said, const Said* own) {
    const Said* best = nullptr;
    for (const Said& one : said) {
      if (&one == own || !one.is_sound()) continue;
      const bool is_confirmed = std::any_of(said.begin(), said.end(), [&](const Said& other) {
        return &other != &one && &other != own && other.is_sound() && agree(one.reading, other.reading, plan.compare);
      });
      if (!one.is_sure() && !is_confirmed) continue;
      if (best && !agree(best->reading, one.reading, plan.compare)) return ask(plan, said, "the other papers differ");
      if (!best) best = &one;
    }
    if (best) return keep(plan.id, *best, false);
    const bool is_blank = own != nullptr;
    const bool is_unsure = said.size() > (own ? 1U : 0U);
    if (is_unsure)
      ask(plan, said,
          said.back().reading.doubt.empty() ? "it could not be read with confidence" : said.back().reading.doubt);
    else if (plan.is_required || (plan.asks_when_absent && plan.ask))
      ask(plan, said, is_blank ? "the field is blank" : "no paper says it");
  }

  void differ(const FieldPlan& plan, const std::vector<Said>& said, const Said& own, const Said& other,
              bool is_confirmed) {
    const bool may_be_misread = is_near(own.reading, other.reading, plan.compare) &&
                                (comes_from_scan(own.reading) || comes_from_scan(other.reading));
    // A third paper agrees with the form: the other one was misread.
    if (may_be_misread && is_confirmed) return keep(plan.id, own, true);
    const Said& clearer = own.reading.confidence >= other.reading.confidence ? own : other;
    // Words that differ by a slip of the scanner: print without a doubt is taken.
    if (may_be_misread && plan.compare != Compare::Exact && clearer.reading.confidence >= clear_print)
      return keep(plan.id, clearer, false);
    if (plan.difference && !may_be_misread)
      draft_.differences.push_back({plan.difference,
                                    fmt::format("{} says \"{}\", {} says \"{}\"", name_of(own.paper), own.reading.value,
                                                name_of(other.paper), other.reading.value),
                                    "8 CCR 9792.10.3(a)", own.reading.evidence, other.reading.evidence});
    if (may_be_misread)
      return ask(
          plan, said,
          fmt::format("it looks like the same as in {}, which says \"{}\"", name_of(other.paper), other.reading.value));
    if (own.is_sure() || is_confirmed) return keep(plan.id, own, is_confirmed);
    ask(plan, said,
        fmt::format("it was read with a confidence of {} of 100 only, and {} says \"{}\"", own.reading.confidence,
                    name_of(other.paper), other.reading.value));
  }

  void keep(const char* id, const Said& said, bool is_confirmed) {
    DraftField field{id, said.reading.value, said.paper,
                     is_confirmed ? std::max(97, said.reading.confidence) : said.reading.confidence,
                     said.reading.evidence};
    draft_.fields.push_back(field);
    for (const auto& [part, value] : said.reading.parts)
      if (!value.empty())
        draft_.fields.push_back(
            {std::string(id) + "." + part, value, said.paper, field.confidence, said.reading.evidence});
  }

  void ask(const FieldPlan& plan, const std::vector<Said>& said, std::string reason) {
    const intake::FormField* known = papers_.application_form.find(plan.id);
    if (!known && !plan.ask && plan.ur_id) known = papers_.ur_form.find(plan.ur_id);
    if (!known && !plan.ask && plan.request_id) known = papers_.request_form.find(plan.request_id);
    Question question;
    question.field = plan.id;
    question.text = known ? known->ask : plan.ask ? plan.ask : fmt::format("What is {}?", plan.id);
    question.reason = std::move(reason);
    question.is_required = plan.is_required || std::string_view(plan.id) == "signature";
    for (const Said& one : said) {
      if (question.place.empty()) question.place = one.reading.evidence;
      if (question.read_as.empty())
        question.read_as = one.reading.value.empty() ? one.reading.written : one.reading.value;
    }
    draft_.questions.push_back(std::move(question));
  }

  const ApplicationPapers& papers_;
  ApplicationDraft& draft_;
};

/// The form is there, once; so is the decision.
void look_for_papers(const ApplicationPapers& papers, ApplicationDraft& draft) {
  const auto place = [](const FormReading& form) {
    const auto named = std::find_if(form.fields.begin(), form.fields.end(),
                                    [](const auto& one) { return !one.second.evidence.empty(); });
    return named == form.fields.end() ? std::vector<Evidence>() : named->second.evidence;
  };
  if (papers.applications.empty())
    draft.differences.push_back(
        {"application_missing", "no application form was found among the files", "8 CCR 9792.10.1(b)(1)", {}, {}});
  for (std::size_t n = 1; n < papers.applications.size(); ++n) {
    const FormReading &first = papers.applications.front(), &other = papers.applications[n];
    draft.differences.push_back(
        {"several_applications",
         fmt::format("there is more than one application form: {} page {}, {} page {}; the first is drafted",
                     first.file, first.first_page, other.file, other.first_page),
         "8 CCR 9792.10.3(a)", place(first), place(other)});
    draft.questions.push_back(
        {"application", "Which application form is meant?", "there is more than one", "", place(other), false});
  }
  if (papers.decisions.empty())
    draft.differences.push_back(
        {"ur_decision_missing",
         "a copy of the UR decision is not among the files; an application without it is not eligible",
         "8 CCR 9792.10.1(b)(1)",
         papers.applications.empty() ? std::vector<Evidence>() : place(papers.applications.front()),
         {}});
  if (papers.decisions.size() > 1)
    draft.questions.push_back({"ur_decision", "Which UR decision is disputed?",
                               fmt::format("there are {} among the files; the first is used", papers.decisions.size()),
                               "", papers.decisions[1].service_evidence, false});
  draft.differences.insert(draft.differences.end(), papers.missing_pages.begin(), papers.missing_pages.end());
}

/// Moments in the jurisdiction's time that a stamp tells without its offset.
std::string as_moment(const jurisdictions::Jurisdiction& law, const ReceivedStamp& stamp) {
  const std::string local = fmt::format("{}T{:02}:{:02}:00", stamp.day.iso(), stamp.hour, stamp.minute);
  for (int hours = -12; hours <= 14; ++hours) {
    const auto moment = Instant::parse_iso(fmt::format("{}{}{:02}:00", local, hours < 0 ? '-' : '+', std::abs(hours)));
    if (moment && law.local_time(*moment).starts_with(local)) return law.local_time(*moment);
  }
  return {};
}

void settle_receipt(const ApplicationPapers& papers, const DraftOptions& options,
                    const jurisdictions::Jurisdiction& law, ApplicationDraft& draft) {
  const auto& stamp = papers.stamp;
  if (!options.received.empty()) {
    draft.fields.push_back({"received.at", options.received, "option", 100, {}});
  } else if (stamp && stamp->evidence.confidence >= ask_below && !as_moment(law, *stamp).empty()) {
    draft.fields.push_back(
        {"received.at", as_moment(law, *stamp), "application", stamp->evidence.confidence, {stamp->evidence}});
  } else {
    Question question{
        "received.at", "When was the application received?", "the form has no received stamp that can be read", "", {},
        true};
    if (stamp) question.place = {stamp->evidence};
    if (!stamp && papers.fax_line) {
      question.reason = "there is no received stamp; the line of the fax machine is no proof of receipt";
      question.read_as = as_moment(law, *papers.fax_line);
      question.place = {papers.fax_line->evidence};
    }
    draft.questions.push_back(std::move(question));
  }
  const std::string channel = !options.channel.empty()           ? options.channel
                              : stamp && !stamp->channel.empty() ? stamp->channel
                              : papers.fax_line                  ? "fax"
                                                                 : "";
  if (!channel.empty()) {
    std::vector<Evidence> evidence;
    if (options.channel.empty())
      evidence = {stamp && !stamp->channel.empty() ? stamp->evidence : papers.fax_line->evidence};
    draft.fields.push_back(
        {"received.channel", channel, options.channel.empty() ? "application" : "option", 100, evidence});
  } else {
    draft.questions.push_back({"received.channel",
                               "How did the application come: by mail, fax or electronically?",
                               "no paper says it",
                               "",
                               {},
                               false});
  }
}

void settle_service(const ApplicationPapers& papers, ApplicationDraft& draft) {
  const intake::UrReading* decision = papers.decisions.empty() ? nullptr : &papers.decisions.front();
  const auto sure = [](const std::vector<Evidence>& evidence) {
    return std::all_of(evidence.begin(), evidence.end(),
                       [](const Evidence& one) { return one.confidence >= ask_below; });
  };
  if (decision && decision->served && sure(decision->service_evidence)) {
    draft.fields.push_back(
        {"ur_decision.served.on", decision->served->iso(), "ur_decision", 100, decision->service_evidence});
  } else {
    Question question{"ur_decision.served.on",
                      "On which day was the UR decision served?",
                      "the decision has no proof of service that can be read",
                      "",
                      {},
                      true};
    if (decision) question.place = decision->service_evidence;
    if (decision && decision->served) question.read_as = decision->served->iso();
    draft.questions.push_back(std::move(question));
  }
  if (decision && !decision->served_by.empty())
    draft.fields.push_back(
        {"ur_decision.served.by", decision->served_by, "ur_decision", 100, decision->service_evidence});
  else if (decision)
    draft.questions.push_back({"ur_decision.served.by",
                               "How was the UR decision served: by mail, fax, in person, overnight or electronically?",
                               "the decision does not say it", "", decision->service_evidence, false});
  const DraftField* state = find_field(draft, "employee.address.state");
  if (state)
    draft.fields.push_back({"ur_decision.served.to", state->value == "CA" ? "in-state" : "other-state", state->source,
                            state->confidence, state->evidence});
  draft.fields.push_back({"ur_decision.attached", decision ? "true" : "false", "files", 100, {}});
  // A decision without a letterhead is known by who signed it; that is no organization.
  const intake::FieldReading* reviewer = decision ? decision->facts.find("reviewer.name") : nullptr;
  const bool is_reviewer = reviewer && !papers.decision_documents.empty() &&
                           intake::is_same_value(reviewer->value, papers.decision_documents.front()->author);
  if (!papers.decision_documents.empty() && !papers.decision_documents.front()->author.empty() && !is_reviewer)
    draft.fields.push_back(
        {"ur_decision.organization", papers.decision_documents.front()->author, "ur_decision", 100, {}});
}

/// Days that cannot be: in the wrong order, or after the application came.
void check_order(ApplicationDraft& draft) {
  const auto date = [&](const char* id) {
    const DraftField* field = find_field(draft, id);
    return field ? Date::parse_iso(field->value.substr(0, 10)) : std::nullopt;
  };
  struct Order {
    const char *first, *second, *words;
  };
  static constexpr Order orders[] = {
      {"employee.date_of_birth", "claim.date_of_injury", "the date of injury is before the date of birth"},
      {"claim.date_of_injury", "ur_decision.date", "the UR decision is before the date of injury"},
      {"ur_decision.date", "ur_decision.served.on", "the UR decision was served before its date"},
      {"ur_decision.date", "signature.signed_on", "the application was signed before the UR decision"},
      {"signature.signed_on", "received.at", "the application was signed after it was received"},
      {"ur_decision.date", "received.at", "the UR decision is of a day after the application was received"},
      {"claim.date_of_injury", "received.at", "the date of injury is after the application was received"},
  };
  for (const Order& order : orders) {
    const auto first = date(order.first), second = date(order.second);
    if (!first || !second || *first <= *second) continue;
    const DraftField *a = find_field(draft, order.first), *b = find_field(draft, order.second);
    draft.differences.push_back({"impossible_dates",
                                 fmt::format("{}: {} and {}", order.words, first->us(), second->us()), "", a->evidence,
                                 b->evidence});
    // The reader refuses an injury before birth; neither day is then known.
    if (std::string_view(order.first) == "employee.date_of_birth" || std::string_view(order.second) == "received.at") {
      const std::string id = std::string_view(order.second) == "received.at" ? order.first : order.second;
      draft.questions.push_back({id, "Which day is meant?", order.words, find_field(draft, id)->value,
                                 find_field(draft, id)->evidence, id != "signature.signed_on"});
      std::erase_if(draft.fields, [&](const DraftField& field) { return field.id == id; });
    }
  }
}

} // namespace

const DraftField* find_field(const ApplicationDraft& draft, const std::string& id) {
  const auto found =
      std::find_if(draft.fields.begin(), draft.fields.end(), [&](const DraftField& field) { return field.id == id; });
  return found == draft.fields.end() ? nullptr : &*found;
}

void settle_fields(const ApplicationPapers& papers, const DraftOptions& options, const jurisdictions::Jurisdiction& law,
                   ApplicationDraft& draft) {
  look_for_papers(papers, draft);
  Settling settling(papers, draft);
  for (const FieldPlan& plan : plans) settling.field(plan);
  settle_receipt(papers, options, law, draft);
  settle_service(papers, draft);
  check_order(draft);
  const bool is_asked = std::any_of(draft.questions.begin(), draft.questions.end(),
                                    [](const Question& one) { return one.field == "signature"; });
  if (!find_field(draft, "signature") && !is_asked)
    draft.questions.push_back({"signature", "Is the application signed?", "no signature line was found", "", {}, true});
}

} // namespace openimr::desk
