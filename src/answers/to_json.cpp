#include "answers/to_json.h"

#include <boost/json.hpp>
#include <cmath>

namespace openimr::answers {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value date_or_null(const std::optional<Date>& date) {
  return date ? json::value(date->iso()) : json::value(nullptr);
}

json::array strings(const std::vector<std::string>& list) {
  json::array array;
  for (const auto& one : list) array.emplace_back(one);
  return array;
}

template <class List> json::array list_of(const List& list) {
  json::array array;
  for (const auto& one : list) array.push_back(to_json(one));
  return array;
}

/// Whole numbers without a fraction, so that 3 is not printed as 3E0.
json::value number(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return std::round(value * 10000) / 10000;
}

double two_places(float value) { return std::round(static_cast<double>(value) * 100) / 100; }

void put(json::object& object, const char* key, const std::optional<double>& value) {
  if (value) object[key] = number(*value);
}
void put(json::object& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

json::value boxes_json(const std::vector<records::Box>& boxes) {
  json::array array;
  for (const auto& box : boxes) {
    json::array one;
    for (const float edge : box) one.push_back(number(two_places(edge)));
    array.push_back(std::move(one));
  }
  return array;
}

const char* text_source(const records::Document& document) {
  bool layer = false, ocr = false;
  for (const auto& page : document.pages) {
    layer = layer || page.source == records::TextSource::Layer;
    ocr = ocr || page.source == records::TextSource::Ocr;
  }
  return layer && ocr ? "mixed" : ocr ? "ocr" : "layer";
}

json::value why_json(const guidelines::Explanation& why) {
  json::object object{{"label", why.label}, {"verdict", guidelines::name(why.verdict)}};
  put(object, "fact", why.fact);
  if (!why.facts.empty()) object["facts"] = strings(why.facts);
  if (why.is_conflict) object["conflict"] = true;
  if (!why.parts.empty()) {
    json::array parts;
    for (const auto& part : why.parts) parts.push_back(why_json(part));
    object["parts"] = std::move(parts);
  }
  return object;
}

json::value finding_json(const guidelines::Finding& finding) {
  json::object object{{"id", finding.id},
                      {"text", finding.text},
                      {"verdict", guidelines::name(finding.verdict)},
                      {"required", finding.is_required},
                      {"exclusion", finding.is_exclusion},
                      {"needed", finding.needed},
                      {"facts", strings(finding.facts)},
                      {"searched", to_json(finding.searched)}};
  put(object, "request", finding.words);
  if (finding.is_conflict) object["conflict"] = true;
  if (finding.asks_judgment) object["asks_judgment"] = true;
  object["why"] = why_json(finding.why);
  return object;
}

json::value changes_json(const std::vector<guidelines::ChangeSet>& sets) {
  json::array array;
  for (const auto& set : sets) {
    json::array one;
    for (const auto& change : set) {
      json::object object{{"criterion", change.criterion},
                          {"needed", change.needed},
                          {"effort", guidelines::name(change.effort)},
                          {"words", guidelines::in_words(change)}};
      if (!change.must_hold) object["must_fall"] = true;
      one.push_back(std::move(object));
    }
    array.push_back(std::move(one));
  }
  return array;
}

json::value citations_json(const std::vector<records::GuidelineCitation>& list) {
  json::array array;
  for (const auto& one : list)
    array.push_back(json::object{{"source", one.source}, {"pages", text_or_null(one.pages)}});
  return array;
}

json::value party_json(const std::optional<records::Party>& party) {
  return party ? json::value(party->name) : json::value(nullptr);
}

json::value case_json(const desk::Review& review) {
  const auto& application = review.case_file.application;
  json::array items, diagnoses;
  for (const auto& item : application.disputed_items)
    items.push_back(json::object{{"id", item.id}, {"text", item.text}, {"ur_outcome", item.ur_outcome}});
  for (const auto& diagnosis : application.diagnoses)
    diagnoses.push_back(json::object{{"text", diagnosis.text}, {"icd", text_or_null(diagnosis.icd)}});
  return json::object{{"folder", review.case_file.folder},
                      {"jurisdiction", application.jurisdiction},
                      {"received", application.received.written},
                      {"review", application.review},
                      {"employee", application.employee.name},
                      {"date_of_birth", date_or_null(application.date_of_birth)},
                      {"claim_number", application.claim_number},
                      {"date_of_injury", date_or_null(application.date_of_injury)},
                      {"employer", party_json(application.employer)},
                      {"claims_administrator", party_json(application.claims_administrator)},
                      {"requesting_physician", party_json(application.requesting_physician)},
                      {"ur_decision", json::object{{"date", date_or_null(application.ur_decision.date)},
                                                   {"served", date_or_null(application.ur_decision.served.on)}}},
                      {"diagnoses", diagnoses},
                      {"disputed_items", items},
                      {"as_of", review.as_of.iso()}};
}

/// Conclusions are what a reviewer shall not see before an own finding.
json::value issue_json(const determination::DraftIssue& issue, bool with_conclusions) {
  const auto& evaluation = issue.evaluation;
  json::array topics, criteria, sequence, rationale;
  for (const auto& entry : evaluation.topics)
    topics.push_back(json::object{{"id", entry.topic->id},
                                  {"title", entry.topic->title},
                                  {"guideline", entry.topic->guideline},
                                  {"edition", entry.topic->pack},
                                  {"pages", text_or_null(entry.topic->pages)},
                                  {"recommendation", entry.topic->recommendation_class},
                                  {"main", entry.is_main},
                                  {"requirement", guidelines::name(entry.requirement)},
                                  {"confidence", entry.topic->confidence},
                                  {"basis", entry.topic->basis}});
  for (const auto& finding : evaluation.findings) criteria.push_back(finding_json(finding));
  for (const auto& step : evaluation.sequence)
    sequence.push_back(json::object{{"step", step.step},
                                    {"source", step.source},
                                    {"opened", step.opened},
                                    {"reason", step.reason},
                                    {"citation", step.citation}});
  json::object object{{"id", issue.item.id},
                      {"text", issue.item.text},
                      {"item", to_json(issue.request.item)},
                      {"phase", guidelines::name(evaluation.phase)},
                      {"phase_facts", strings(issue.request.phase_facts)},
                      {"topics", topics},
                      {"criteria", criteria},
                      {"guidelines", citations_json(issue.guidelines)},
                      {"claims_administrator_guideline", text_or_null(issue.item.ur_guideline)}};
  if (with_conclusions) {
    object["recommendation"] = guidelines::name(evaluation.recommendation);
    object["reasons"] = strings(evaluation.reasons);
    object["would_change"] = changes_json(evaluation.would_change);
    put(object, "phase_reason", issue.request.phase_reason);
    if (!evaluation.other_phase.empty())
      object["other_phase"] =
          json::object{{"phase", guidelines::name(evaluation.other_phase.front().phase)},
                       {"recommendation", guidelines::name(evaluation.other_phase.front().recommendation)},
                       {"reasons", strings(evaluation.other_phase.front().reasons)}};
    for (const auto& sentence : issue.rationale)
      rationale.push_back(json::object{
          {"text", sentence.text}, {"findings", strings(sentence.findings)}, {"facts", strings(sentence.facts)}});
    object["rationale"] = rationale;
  }
  object["other_readings"] = other_readings_json(issue, with_conclusions);
  object["reading"] = guidelines::name(issue.request.reading);
  if (with_conclusions) object["ur_answer"] = list_of(issue.ur_points);
  object["evidence_level"] = text_or_null(evaluation.evidence_level);
  object["conflicts"] = strings(evaluation.conflicts);
  object["search_sequence"] = sequence;
  object["sources"] = to_json(issue.sources);
  if (issue.evidence) object["evidence"] = to_json(*issue.evidence);
  if (!issue.formulary.empty()) object["formulary"] = list_of(issue.formulary);
  return object;
}

json::value determination_json(const desk::Review& review, const std::vector<std::string>& files) {
  if (!review.determination) {
    json::object object{{"decisions", json::array{}}, {"files", strings(files)}};
    if (review.not_issued) object["not_issued"] = review.not_issued->message();
    return object;
  }
  json::array decisions;
  for (const auto& decision : review.determination->decisions()) decisions.push_back(to_json(decision));
  return json::object{{"decisions", decisions}, {"files", strings(files)}};
}

json::value not_summarized_json(const std::vector<clinical::Uncovered>& list) {
  json::array array;
  for (const auto& one : list)
    array.push_back(json::object{{"kind", one.kind},
                                 {"concept", one.concept_id},
                                 {"text", one.text},
                                 {"date", date_or_null(one.date)},
                                 {"facts", strings(one.facts)}});
  return array;
}

} // namespace

json::value to_json(const records::Search& search) {
  json::array unread;
  for (const auto& page : search.unread)
    unread.push_back(json::object{{"document", page.document}, {"file", page.file}, {"page", page.page}});
  return json::object{{"terms", strings(search.terms)},
                      {"pages", search.pages},
                      {"worst_ocr_confidence", search.worst_confidence},
                      {"unread", unread},
                      {"near_hits", strings(search.near_hits)}};
}

json::value to_json(const records::Evidence& evidence) {
  json::object object{{"document", evidence.document},
                      {"file", evidence.file},
                      {"page", evidence.page},
                      {"begin", evidence.span.begin},
                      {"end", evidence.span.end},
                      {"quote", evidence.quote},
                      {"boxes", boxes_json(evidence.boxes)},
                      {"confidence", evidence.confidence}};
  put(object, "typed_by", evidence.typed_by);
  return object;
}

json::value to_json(const records::Fact& fact) {
  json::object object{{"id", fact.id}, {"concept", fact.concept_id}, {"kind", fact.kind}, {"text", fact.text}};
  object["value"] = fact.number ? number(*fact.number) : json::value(nullptr);
  put(object, "unit", fact.unit);
  if (!fact.details.empty()) {
    json::object details;
    for (const auto& [key, value] : fact.details) details[key] = value;
    object["details"] = std::move(details);
  }
  object["date"] = date_or_null(fact.date);
  object["assertion"] = records::name(fact.assertion);
  object["temporality"] = records::name(fact.temporality);
  object["experiencer"] = records::name(fact.experiencer);
  if (fact.is_derived) object["derived_by"] = fact.rule;
  if (fact.from_ur_only) object["from_ur_only"] = true;
  object["evidence"] = list_of(fact.evidence);
  return object;
}

json::value to_json(const records::Chart& chart) { return json::object{{"facts", list_of(chart.facts)}}; }

json::array cues_json(const std::vector<records::Cue>& cues) {
  json::array list;
  for (const auto& cue : cues)
    list.push_back(json::object{{"words", cue.words},
                                {"weight", cue.weight},
                                {"page", cue.page},
                                {"begin", cue.span.begin},
                                {"end", cue.span.end}});
  return list;
}

/// What the pages of a document say of themselves, and which of them are marked.
json::array sheets_json(const records::Document& document) {
  json::array list;
  for (const auto& page : document.pages) {
    json::object sheet{{"page", page.number}, {"belongs_to", page.belongs_to}};
    if (page.counts_as_unread()) sheet["unread"] = true;
    put(sheet, "doubt", page.doubt);
    put(sheet, "typed_by", page.typed_by);
    if (page.same_as.is_set())
      sheet["same_as"] =
          json::object{{"document", page.same_as.document}, {"file", page.same_as.file}, {"page", page.same_as.page}};
    json::array stated, copied;
    for (const auto& one : page.stated)
      stated.push_back(
          json::object{{"what", one.what}, {"value", one.value}, {"begin", one.span.begin}, {"end", one.span.end}});
    for (const auto& one : page.copied)
      copied.push_back(json::object{{"begin", one.span.begin},
                                    {"end", one.span.end},
                                    {"from_document", one.first.document},
                                    {"from_page", one.first.page},
                                    {"from_begin", one.first_span.begin},
                                    {"from_end", one.first_span.end}});
    sheet["stated"] = std::move(stated);
    if (!copied.empty()) sheet["copied"] = std::move(copied);
    list.push_back(std::move(sheet));
  }
  return list;
}

json::value to_json(const records::Document& document) {
  return json::object{{"id", document.id},
                      {"file", document.file},
                      {"first_page", document.first_page},
                      {"pages", document.pages.size()},
                      {"kind", document.kind},
                      {"kind_confidence", document.kind_confidence},
                      {"title", document.title},
                      {"author", text_or_null(document.author)},
                      {"facility", text_or_null(document.facility)},
                      {"date", date_or_null(document.date)},
                      {"service_date", date_or_null(document.service_date)},
                      {"written_date", date_or_null(document.written_date)},
                      {"sha256", document.sha256},
                      {"media_type", document.media_type},
                      {"text_source", text_source(document)},
                      {"belongs_to", document.belongs_to},
                      {"evidence", document.is_evidence},
                      {"same_as", text_or_null(document.same_as)}};
}

json::value contents_json(const records::Document& document) {
  json::object object = to_json(document).as_object();
  object["cues"] = cues_json(document.cues);
  object["starts"] = cues_json(document.starts);
  object["sheets"] = sheets_json(document);
  return object;
}

json::value to_json(const records::RequestedItem& item) {
  json::object object{{"kind", item.kind}, {"drugs", strings(item.drugs)}, {"ingredients", strings(item.ingredients)}};
  json::array components;
  for (const records::RequestedIngredient& one : item.components) {
    json::object component{{"name", one.name}, {"source", one.is_published ? "published composition" : "request"}};
    put(component, "strength", one.strength);
    components.push_back(std::move(component));
  }
  object["components"] = std::move(components);
  put(object, "form", item.form);
  put(object, "route", item.route);
  put(object, "strength", item.strength);
  put(object, "direction", item.direction);
  put(object, "times_per_day", item.times_per_day);
  put(object, "max_per_day", item.max_per_day);
  put(object, "quantity", item.quantity);
  put(object, "refills", item.refills);
  put(object, "days_supply", item.days_supply);
  put(object, "mme_per_day", item.mme_per_day);
  put(object, "body_part", item.body_part);
  put(object, "side", item.side);
  put(object, "level", item.level);
  put(object, "count", item.count);
  put(object, "duration", item.duration);
  put(object, "duration_days", item.duration_days);
  put(object, "tenure", item.tenure);
  object["warnings"] = strings(item.warnings);
  return object;
}

json::value to_json(const text::Problems& problems) {
  json::array array;
  for (const auto& problem : problems)
    array.push_back(json::object{{"where", problem.where},
                                 {"found", problem.found},
                                 {"expected", problem.expected},
                                 {"remedy", problem.remedy}});
  return array;
}

json::value to_json(const casework::Eligibility& eligibility) {
  json::array items, findings;
  for (const auto& item : eligibility.items) {
    json::array reasons;
    for (const auto& reason : item.reasons)
      reasons.push_back(json::object{{"code", reason.code}, {"text", reason.text}, {"citation", reason.citation}});
    json::object object{{"id", item.id},
                        {"outcome", casework::name(item.outcome)},
                        {"reasons", reasons},
                        {"formulary", item.is_formulary}};
    put(object, "duplicate_of", item.duplicate_of);
    items.push_back(std::move(object));
  }
  for (const auto& finding : eligibility.findings)
    findings.push_back(json::object{{"factor", finding.factor},
                                    {"item", text_or_null(finding.item)},
                                    {"looked_at", finding.looked_at},
                                    {"value", finding.value},
                                    {"result", finding.result},
                                    {"text", finding.text},
                                    {"citation", finding.rule}});
  return json::object{
      {"outcome", casework::name(eligibility.outcome)}, {"items", items},       {"review", eligibility.review},
      {"filed_on", eligibility.filed_on.iso()},         {"findings", findings}, {"notes", strings(eligibility.notes)}};
}

json::value to_json(const jurisdictions::DueDate& due) {
  json::array derivation;
  for (const auto& step : due.derivation)
    derivation.push_back(json::object{{"step", step.step}, {"date", step.date.iso()}, {"citation", step.citation}});
  json::object object{{"rule", due.rule},
                      {"title", due.title},
                      {"due_on", date_or_null(due.due_on)},
                      {"unrolled", date_or_null(due.unrolled)},
                      {"derivation", derivation}};
  put(object, "due_at", due.due_at);
  put(object, "waits_for", due.waits_for);
  object["notes"] = strings(due.notes);
  return object;
}

namespace {

json::array to_json(const std::vector<reviewers::Ground>& grounds) {
  json::array list;
  for (const auto& ground : grounds)
    list.push_back(json::object{{"rule", ground.rule}, {"party", text_or_null(ground.party)}});
  return list;
}

json::value to_json(const reviewers::Nobody& nobody) {
  json::array together, openings;
  for (const auto& set : nobody.together) together.push_back(to_json(set));
  for (const auto& opening : nobody.openings)
    openings.push_back(json::object{{"without", to_json(opening.grounds)}, {"reviewers", strings(opening.reviewers)}});
  return json::object{{"together", together}, {"is_complete", nobody.is_complete}, {"openings", openings}};
}

} // namespace

json::value to_json(const reviewers::Slate& slate, const reviewers::Nobody& nobody) {
  json::array able, excluded;
  for (const auto& entry : slate.slate)
    able.push_back(json::object{{"id", entry.id}, {"rank", entry.rank}, {"reasons", strings(entry.reasons)}});
  for (const auto& entry : slate.excluded) {
    json::array reasons;
    for (const auto& reason : entry.reasons)
      reasons.push_back(json::object{{"rule", reason.rule},
                                     {"party", text_or_null(reason.party)},
                                     {"text", reason.text},
                                     {"citation", reason.citation}});
    excluded.push_back(json::object{{"id", entry.id}, {"reasons", reasons}});
  }
  json::object object{{"slate", able}, {"excluded", excluded}, {"warnings", strings(slate.warnings)}};
  if (able.empty()) object["nobody"] = to_json(nobody);
  return object;
}

json::value to_json(const std::vector<determination::Check>& checks) {
  json::array array;
  for (const auto& check : checks) {
    json::object object{{"id", check.id},
                        {"n", check.n},
                        {"severity", determination::name(check.severity)},
                        {"speaker", determination::name(check.speaker)},
                        {"item", text_or_null(check.item)},
                        {"text", check.text},
                        {"citation", check.citation},
                        {"statement", text_or_null(check.statement)},
                        {"stated_at", list_of(check.stated_at)},
                        {"evidence", list_of(check.evidence)},
                        {"resolution", text_or_null(check.resolution)}};
    if (check.searched) object["searched"] = to_json(*check.searched);
    if (!check.may_be_resolved) object["may_be_resolved"] = false;
    if (!check.pages_to_read.empty()) {
      json::array pages;
      for (const auto& page : check.pages_to_read)
        pages.push_back(json::object{{"file", page.file}, {"page", page.page}});
      object["pages_to_read"] = std::move(pages);
    }
    array.push_back(std::move(object));
  }
  return array;
}

json::value to_json(const determination::DraftIssue& issue) { return issue_json(issue, true); }

json::value to_json(const guidelines::Evaluation& evaluation) {
  json::array criteria;
  for (const auto& finding : evaluation.findings) criteria.push_back(finding_json(finding));
  return json::object{{"phase", guidelines::name(evaluation.phase)},
                      {"criteria", criteria},
                      {"recommendation", guidelines::name(evaluation.recommendation)},
                      {"reasons", strings(evaluation.reasons)},
                      {"would_change", changes_json(evaluation.would_change)}};
}

json::value to_json(const clinical::Direction& direction) {
  json::object object;
  if (!direction.parsable) object["parsable"] = false;
  put(object, "drug", direction.drug);
  put(object, "strength", direction.strength);
  put(object, "form", direction.form);
  put(object, "route", direction.route);
  put(object, "dose_low", direction.dose_low);
  put(object, "dose_high", direction.dose_high);
  put(object, "unit", direction.unit);
  put(object, "frequency", direction.frequency);
  put(object, "times_per_day", direction.times_per_day);
  if (direction.parsable) object["as_needed"] = direction.as_needed;
  put(object, "quantity", direction.quantity);
  put(object, "duration_days", direction.duration_days);
  put(object, "max_per_day", direction.max_per_day);
  put(object, "days_supply", direction.days_supply);
  put(object, "mme_per_day", direction.mme_per_day);
  if (!direction.warnings.empty()) object["warnings"] = strings(direction.warnings);
  return object;
}

json::value to_json(const determination::Receipt& receipt) {
  json::array packs, inputs;
  for (const auto& pack : receipt.packs)
    packs.push_back(json::object{{"id", pack.id}, {"edition", pack.edition}, {"sha256", pack.sha256}});
  for (const auto& [file, hash] : receipt.inputs) inputs.push_back(json::object{{"file", file}, {"sha256", hash}});
  return json::object{{"engine", receipt.engine},
                      {"packs", packs},
                      {"inputs", inputs},
                      {"as_of", receipt.as_of.iso()},
                      {"opinion_sha256", text_or_null(receipt.opinion_sha256)},
                      {"opinions_sha256", strings(receipt.opinions_sha256)}};
}

json::value to_json(const desk::Review& review, const std::vector<std::string>& files, bool with_conclusions) {
  json::array summary, issues, timeline;
  for (const auto& line : review.draft.summary) {
    json::object sentence{{"text", line.text}, {"facts", strings(line.facts)}};
    if (line.searched) sentence["searched"] = to_json(*line.searched);
    summary.push_back(std::move(sentence));
  }
  for (const auto& issue : review.draft.issues) issues.push_back(issue_json(issue, with_conclusions));
  json::object object{{"case", case_json(review)},
                      {"eligibility", to_json(review.eligibility)},
                      {"deadlines", list_of(review.deadlines)},
                      {"reviewers", to_json(review.slate, review.nobody)},
                      {"documents", list_of(review.case_file.documents)},
                      {"problems", to_json(review.case_file.problems)},
                      {"chart", to_json(review.chart)},
                      {"summary", summary},
                      {"not_summarized", not_summarized_json(review.not_summarized)},
                      {"issues", issues},
                      {"checks", to_json(review.checks)},
                      {"claims", to_json(review.claims)},
                      {"boilerplate", to_json(review.boilerplate)},
                      {"recommendation_shown", with_conclusions},
                      {"determination", determination_json(review, files)},
                      {"receipt", to_json(review.receipt)}};
  return object;
}

std::string json_line(const json::value& value) { return json::serialize(value) + "\n"; }

} // namespace openimr::answers
