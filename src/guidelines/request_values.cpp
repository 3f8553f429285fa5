// Facts about the request itself: what its words and the course of treatment say.
#include "guidelines/evaluate.h"
#include "guidelines/phase.h"
#include "guidelines/request_words.h"
#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <string_view>

namespace openimr::guidelines {
namespace {

RequestValue stated(bool holds, std::string words) {
  return {holds ? Verdict::Met : Verdict::NotMet, {}, std::move(words), {}};
}
RequestValue counted(double number, std::string words, std::vector<std::string> facts = {}) {
  return {Verdict::Met, number, std::move(words), std::move(facts)};
}

const Ingredient* ingredient(const Pack& pack, const std::string& drug) {
  const auto found = std::find_if(pack.ingredients.begin(), pack.ingredients.end(),
                                  [&](const Ingredient& one) { return one.name == drug; });
  return found == pack.ingredients.end() ? nullptr : &*found;
}

/// The product's ingredients as the pack lists them: a combination that it does not list as a whole is taken apart.
std::vector<std::string> ingredients_to_judge(const Pack& pack, const records::RequestedItem& item) {
  std::vector<std::string> names;
  for (const std::string& whole : item.ingredients) {
    if (ingredient(pack, whole) || whole.find('/') == std::string::npos) {
      names.push_back(whole);
      continue;
    }
    for (std::size_t at = 0; at <= whole.size();) {
      const std::size_t end = std::min(whole.find('/', at), whole.size());
      names.push_back(whole.substr(at, end - at));
      at = end + 1;
    }
  }
  return names;
}

/// The rule for compounded topical products: one ingredient that is not recommended defeats the whole.
void compounding(const Library& library, Request& request, Date as_of) {
  const auto& item = request.item;
  if (item.route != "topical" || item.ingredients.empty()) return;
  request.values["req.is_compounded"] =
      stated(item.ingredients.size() > 1, fmt::format("{} active ingredient{} named", item.ingredients.size(),
                                                      item.ingredients.size() == 1 ? " is" : "s are"));
  RequestValue rule{Verdict::Unknown, {}, "no list of topical ingredients is in force", {}};
  bool is_first = true;
  for (const Pack& pack : library.packs()) {
    if (pack.ingredients.empty() || (pack.from && as_of < *pack.from) || (pack.to && *pack.to < as_of)) continue;
    if (is_first) rule = stated(false, "no ingredient is on the not recommended list");
    is_first = false;
    for (const std::string& drug : ingredients_to_judge(pack, item)) {
      const Ingredient* known = ingredient(pack, drug);
      if (!known) {
        if (rule.verdict == Verdict::NotMet)
          rule = {Verdict::Unknown, {}, drug + " is not on the list of topical ingredients", {}};
      } else if (known->status == "not_recommended") {
        rule = stated(true, fmt::format("{} is not recommended as a topical ingredient", drug));
        break;
      }
    }
  }
  request.values["req.contains_not_recommended_ingredient"] = rule;
}

using records::Assertion;
using records::Chart;
using records::Fact;

std::string folded(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

bool has_any(const std::string& words, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return words.find(phrase) != std::string::npos; });
}

/// A statement about this patient by someone other than the UR decision, dated on or before the day or not at all.
bool counts(const Fact& fact, Date day) {
  return fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only &&
         fact.temporality != records::Temporality::Hypothetical && (!fact.date || *fact.date <= day);
}

bool is_done(const Fact& fact, Date day) {
  return counts(fact, day) && fact.assertion == Assertion::Present && fact.temporality != records::Temporality::Planned;
}

/// What a service is called in the chart when it was given before.
struct ServiceRow {
  std::string_view words; ///< in the request
  const char* concept_id;
};

/// The first row whose words occur in the request decides.
constexpr std::array<ServiceRow, 33> services = {{{"aquatic", "therapy.aquatic"},
                                                  {"aqua", "therapy.aquatic"},
                                                  {"pool therapy", "therapy.aquatic"},
                                                  {"occupational therapy", "therapy.occupational_therapy"},
                                                  {"physical therapy", "therapy.physical_therapy"},
                                                  {"physiotherapy", "therapy.physical_therapy"},
                                                  {"acupuncture", "therapy.acupuncture"},
                                                  {"chiropractic", "therapy.chiropractic"},
                                                  {"manipulation", "therapy.chiropractic"},
                                                  {"massage", "therapy.massage"},
                                                  {"cognitive behavioral", "therapy.cbt"},
                                                  {"psychotherapy", "therapy.cbt"},
                                                  {"functional restoration", "therapy.functional_restoration"},
                                                  {"transcutaneous electrical", "therapy.tens"},
                                                  {"tens unit", "therapy.tens"},
                                                  {"medial branch", "proc.facet_block"},
                                                  {"facet", "proc.facet_block"},
                                                  {"radiofrequency", "proc.radiofrequency_ablation"},
                                                  {"rhizotomy", "proc.radiofrequency_ablation"},
                                                  {"neurotomy", "proc.radiofrequency_ablation"},
                                                  {"epidural", "proc.epidural_steroid_injection"},
                                                  {"transforaminal", "proc.epidural_steroid_injection"},
                                                  {"tfesi", "proc.epidural_steroid_injection"},
                                                  {"esi", "proc.epidural_steroid_injection"},
                                                  {"trigger point", "proc.trigger_point_injection"},
                                                  {"sacroiliac", "proc.si_joint_injection"},
                                                  {"si joint", "proc.si_joint_injection"},
                                                  {"sympathetic block", "proc.sympathetic_block"},
                                                  {"stellate", "proc.sympathetic_block"},
                                                  {"steroid injection", "proc.joint_injection"},
                                                  {"cortisone", "proc.joint_injection"},
                                                  {"mri", "test.prior_same_study"},
                                                  {"emg", "test.prior_same_study"}}};

const ServiceRow* service_of(const records::RequestedItem& item, const std::string& words) {
  if (item.kind == "drug" || item.kind == "surgery" || item.kind == "consultation") return nullptr;
  const auto* physical_therapy = std::find_if(std::begin(services), std::end(services),
                                              [](const ServiceRow& row) { return row.words == "physical therapy"; });
  const auto begins_word = [&](std::size_t at) {
    return at == 0 || words[at - 1] == ' ' || words[at - 1] == '/' || words[at - 1] == '(';
  };
  for (const ServiceRow& row : services)
    for (std::size_t at = words.find(row.words); at != std::string::npos; at = words.find(row.words, at + 1))
      if (begins_word(at)) return &row;
  if (item.kind == "therapy" && text::has_words(words, "pt")) return physical_therapy;
  return nullptr;
}

/// A service given before makes the request a continued one.
void find_earlier_service(Request& request, const Chart& chart, const std::string& concept_id, Date day) {
  for (const Fact* fact : chart.of(concept_id)) {
    // A report of the day itself tells of earlier care only where it speaks of the past.
    if (!is_done(*fact, day) || (fact->date == day && fact->temporality != records::Temporality::Historical)) continue;
    request.phase = Phase::Continued;
    if (std::find(request.phase_facts.begin(), request.phase_facts.end(), fact->id) == request.phase_facts.end())
      request.phase_facts.push_back(fact->id);
  }
}

/// Blocks and injections of the kind asked for in the twelve months before the request. Only those whose own date is
/// stated can be counted: a report that mentions an injection in passing is not a second injection.
void blocks_in_a_year(Request& request, const Chart& chart, const ServiceRow& service, Date day) {
  if (!std::string_view(service.concept_id).starts_with("proc.")) return;
  std::set<Date> exact, month_only;
  std::vector<std::string> facts;
  bool has_undated = false;
  for (const Fact* fact : chart.of(service.concept_id)) {
    if (!is_done(*fact, day)) continue;
    const auto dated = fact->details.find("dated");
    if (dated == fact->details.end() || !fact->date) {
      has_undated = true;
    } else if (day.days_since(*fact->date) <= 365) {
      (dated->second == "stated" ? exact : month_only).insert(*fact->date);
      facts.push_back(fact->id);
    }
  }
  std::size_t count = exact.size();
  for (const Date& month : month_only) // a month already counted by its day is the same injection
    count += std::none_of(exact.begin(), exact.end(),
                          [&](const Date& one) { return one.iso().substr(0, 7) == month.iso().substr(0, 7); });
  if (count > 0)
    request.values["req.blocks_past_12_months"] =
        counted(static_cast<double>(count),
                fmt::format("{} with a date of {} in the twelve months before the request", count,
                            count == 1 ? "its own" : "their own"),
                facts);
  else if (has_undated)
    request.values["req.blocks_past_12_months"] = {
        Verdict::Unknown, {}, "earlier ones are mentioned without a date of their own", {}};
}

/// The latest number the chart gives for a concept up to the day.
const Fact* latest_number(const Chart& chart, const char* concept_id, Date day) {
  const Fact* latest = nullptr;
  for (const Fact* fact : chart.of(concept_id))
    if (is_done(*fact, day) && fact->number &&
        (!latest || (fact->date && (!latest->date || *latest->date <= *fact->date))))
      latest = fact;
  return latest;
}

void visits(Request& request, const Chart& chart, Date day) {
  if (request.item.count)
    request.values["req.visits_requested"] =
        counted(*request.item.count, fmt::format("{:g} as asked", *request.item.count));
  if (request.item.kind != "therapy") return;
  if (const auto weeks = weeks_of_visits_asked(request.item.text))
    request.values["req.weeks_of_visits"] = counted(*weeks, fmt::format("over {:g} weeks as asked", *weeks));
  if (const Fact* done = latest_number(chart, "req.visits_done", day)) {
    request.values["req.visits_done"] =
        counted(*done->number, fmt::format("{:g} visits done by the record", *done->number), {done->id});
    if (request.item.count)
      request.values["req.visits_total"] =
          counted(*done->number + *request.item.count,
                  fmt::format("{:g} visits done and {:g} asked for", *done->number, *request.item.count), {done->id});
  } else if (request.phase == Phase::Initial && request.item.count) {
    request.values["req.visits_total"] =
        counted(*request.item.count, fmt::format("a first request for {:g}", *request.item.count));
  }
}

/// Levels, approach, series and guidance of an injection or operation.
void procedure(Request& request, const std::string& words) {
  const auto& item = request.item;
  if (item.kind == "drug" || item.kind == "therapy" || item.kind == "device")
    return; // "microdiscectomy" may be of no known kind
  if (const auto levels = levels_asked(item.level, item.text))
    request.values["req.levels"] =
        counted(*levels, fmt::format("{:g} level{} by the words of the request", *levels, *levels == 1 ? "" : "s"));
  if (has_any(words, {"transforaminal", "tfesi", "selective nerve root", "snrb"}))
    request.values["req.transforaminal"] = stated(true, "the request names the way by the nerve root");
  else if (has_any(words, {"interlaminar", "translaminar", "caudal"}))
    request.values["req.transforaminal"] = stated(false, "the request names another way than by the nerve root");
  const bool is_injection = has_any(words, {"epidural", "esi", "block", "injection"});
  if (is_injection && (has_any(words, {"series of three", "series of 3", "series (3", "series x 3", "series x3"}) ||
                       (has_any(words, {"epidural", "esi"}) && item.count && *item.count >= 3)))
    request.values["req.series_of_three"] = stated(true, "three or more injections are asked for at once");
  else if (is_injection && item.count && *item.count < 3)
    request.values["req.series_of_three"] = stated(false, fmt::format("{:g} asked for", *item.count));
  if (has_any(words, {"fluoro", "image guid", "image-guid", "ultrasound guid", "ct guid", "under imaging"}))
    request.values["req.fluoroscopy"] = stated(true, "image guidance is part of the request");
  if (has_any(words, {"stimulator", "pump", "neurostim", "scs"})) {
    if (has_any(words, {"permanent", "implantation of spinal"}) && !has_any(words, {"trial"}))
      request.values["req.permanent_implant"] = stated(true, "a permanent implant is asked for");
    else if (has_any(words, {"trial"}))
      request.values["req.permanent_implant"] = stated(false, "a trial is asked for");
  }
}

/// Rental or purchase, and for how long.
void device(Request& request, const std::string& words) {
  const bool is_rental = has_any(words, {"rental", "rent ", "rented", "renting"}) || words.ends_with("rent");
  const bool is_purchase = has_any(words, {"purchase", "to own", "buy"});
  if (is_rental && !is_purchase) {
    request.values["req.rental"] = stated(true, "a rental is asked for");
    request.values["req.purchase"] = stated(false, "a rental is asked for");
  } else if (is_purchase && !is_rental) {
    request.values["req.rental"] = stated(false, "a purchase is asked for");
    request.values["req.purchase"] = stated(true, "a purchase is asked for");
  } else if (is_rental) {
    for (const char* id : {"req.rental", "req.purchase"})
      request.values[id] = {Verdict::Unknown, {}, "the request speaks of rental and of purchase", {}};
  }
  const bool is_trial = has_any(words, {"trial"});
  if (!is_rental && !is_trial) return;
  const auto days = rental_days_asked(words);
  if (!days) return;
  request.values["req.rental_days"] = counted(*days, fmt::format("{:g} days as asked", *days));
  if (request.item.kind == "device" || is_trial)
    request.values["req.home_trial_1_month"] =
        stated(28 <= *days && *days <= 31, fmt::format("a rental or trial of {:g} days is asked for", *days));
}

/// Hours, days and the body part of programs and services.
void program(Request& request, const std::string& words) {
  if (has_any(words, {"home health", "home care", "caregiver", "home attendant", "home nursing"}))
    if (const auto hours = hours_per_week_asked(words))
      request.values["req.hours_per_week"] = counted(*hours, fmt::format("{:g} hours a week as asked", *hours));
  if (has_any(words, {"functional restoration", "frp", "pain program", "rehabilitation program"}))
    if (const auto days = program_days_asked(words))
      request.values["req.days_full_sessions"] = counted(*days, fmt::format("{:g} full days as asked", *days));
  if (has_any(words, {"functional capacity", "fce"}) && has_any(words, {"validity", "effort"}))
    request.values["req.effort_test_only"] = stated(true, "the request asks for a test of effort");
  if (has_any(words, {"detox"}))
    request.values["req.rapid_detox"] = stated(
        has_any(words, {"rapid"}), has_any(words, {"rapid"}) ? "rapid detoxification is asked for"
                                                             : "the request does not speak of rapid detoxification");
  if (has_any(words, {"chiro", "manipulation", "manual therapy"}) && !request.item.body_part.empty()) {
    static constexpr std::array<std::string_view, 5> limbs = {"ankle", "foot", "wrist", "hand", "knee"};
    const bool is_limb = std::find(limbs.begin(), limbs.end(), request.item.body_part) != limbs.end();
    request.values["req.manual_therapy_limb"] = stated(is_limb, "the request is for the " + request.item.body_part);
  }
}

/// Whether the drug is asked for before any other was tried: by the words of the request, or because the record has
/// something that failed.
void first_line(Request& request, const Chart& chart, const std::string& words, Date day) {
  if (has_any(words, {"first-line", "first line", "initial therapy"}) && !has_any(words, {"not first", "second"})) {
    request.values["req.first_line_use"] = stated(true, "the request says it is the first choice");
    return;
  }
  std::vector<std::string> failed;
  for (const Fact& fact : chart.facts)
    if (fact.concept_id.starts_with("failed.") && is_done(fact, day)) failed.push_back(fact.id);
  if (!failed.empty())
    request.values["req.first_line_use"] = {
        Verdict::NotMet, {}, "the record has other treatment that failed before", failed};
}

void drug(Request& request, const std::string& words) {
  const auto& item = request.item;
  if (item.kind != "drug") return;
  if (has_any(words, {"in addition to", "added to", "adjunct to"}))
    request.values["req.added_to_other_agents"] = stated(true, "the request says it is added to other drugs");
  for (std::size_t at = 0; at < item.drugs.size(); ++at)
    if (item.drugs[at].find("capsaicin") != std::string::npos)
      if (const auto percent = capsaicin_percent(item.strength,
                                                 item.drugs.size() == 1 && item.ingredients.size() == 1 &&
                                                     item.ingredients.front().find('/') == std::string::npos,
                                                 item.drugs[at], words))
        request.values["req.capsaicin_pct"] = counted(*percent, fmt::format("capsaicin {:g} percent", *percent));
  if (item.ingredients.size() == 1 && item.ingredients.front().find('/') == std::string::npos && item.strength_mg &&
      item.max_per_day)
    request.values["req.daily_dose_mg"] =
        counted(*item.strength_mg * *item.max_per_day,
                fmt::format("{:g} mg, up to {:g} a day", *item.strength_mg, *item.max_per_day));
  if (item.quantity)
    request.values["req.quantity"] = counted(*item.quantity, fmt::format("quantity {:g} as asked", *item.quantity));
  if (item.mme_per_day)
    request.values["req.med_mg_day"] =
        counted(*item.mme_per_day,
                fmt::format("{:.0f} mg oral morphine equivalent a day by the words of the request", *item.mme_per_day));
  if (!item.warnings.empty())
    request.values["req.directions_contradict"] = stated(true, fmt::format("{}", fmt::join(item.warnings, "; ")));
}

/// A request for an opioid that names no direction is taken at the dose that the record last gives for it.
void opioid_dose_on_record(Request& request, const records::Chart& chart) {
  if (request.item.mme_per_day || std::find(request.item.drug_classes.begin(), request.item.drug_classes.end(),
                                            "opioid") == request.item.drug_classes.end())
    return;
  const records::Fact* latest = nullptr;
  for (const records::Fact& fact : chart.facts) {
    const auto ingredient = fact.details.find("ingredient");
    const bool is_own =
        fact.kind == "drug" && fact.unit == "MME/day" && fact.number && fact.assertion == records::Assertion::Present &&
        fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only && ingredient != fact.details.end() &&
        std::find(request.item.ingredients.begin(), request.item.ingredients.end(), ingredient->second) !=
            request.item.ingredients.end();
    if (is_own && (!latest || latest->date <= fact.date)) latest = &fact;
  }
  if (latest)
    request.values["req.med_mg_day"] =
        counted(*latest->number,
                fmt::format("{:.0f} mg oral morphine equivalent a day by the direction on record{}", *latest->number,
                            latest->date ? " of " + latest->date->us() : ""),
                {latest->id});
}

/// Topical lidocaine in another form than the 5 percent patch, by the form asked for or the chart name of the product.
void lidocaine(Request& request) {
  const auto& item = request.item;
  if (item.route != "topical") return;
  for (const std::string& name : item.drugs) {
    if (name.find("lidocaine") == std::string::npos) continue;
    if (name == "lidocaine patch 5 percent")
      request.values["req.topical_lidocaine_non_patch"] = stated(false, "the 5 percent patch is asked for");
    else if (name == "lidocaine")
      request.values["req.topical_lidocaine_non_patch"] = stated(
          item.form != "patch", fmt::format("the form asked for is {}", item.form.empty() ? "not a patch" : item.form));
    else {
      request.values["req.topical_lidocaine_non_patch"] =
          stated(true, fmt::format("{} is not the 5 percent patch", name));
      return; // one such ingredient is enough
    }
  }
}

/// What the record itself says about the request, where its words and the course of treatment do not tell. Only
/// statements that cannot be about another product are taken over, none older than a year.
void from_record(Request& request, const Chart& chart, Date day) {
  static constexpr std::array<const char*, 22> taken = {"req.adjunct_to_functional_restoration",
                                                        "req.isolated_use",
                                                        "req.home_trial_1_month",
                                                        "req.treatment_plan_goals",
                                                        "req.surgery_candidate",
                                                        "req.considers_surgery",
                                                        "req.homebound",
                                                        "req.homemaker_only",
                                                        "req.medical_supervision",
                                                        "req.needs_equipment",
                                                        "req.medicare_dme_definition",
                                                        "req.fluoroscopy",
                                                        "req.injectate_anesthetic_only",
                                                        "req.injections_per_session",
                                                        "req.is_nsaid_user",
                                                        "req.hours_per_week",
                                                        "req.days_full_sessions",
                                                        "req.rental",
                                                        "req.psychotropic_interaction",
                                                        "req.cannot_self_transport",
                                                        "req.nutritional_disorder",
                                                        "req.effort_test_only"};
  for (const char* id : taken) {
    if (request.values.contains(id)) continue;
    const Fact* latest = nullptr;
    bool disagree = false;
    std::vector<std::string> facts;
    for (const Fact* fact : chart.of(id)) {
      if (!counts(*fact, day) || fact->assertion == Assertion::Possible ||
          (fact->date && day.days_since(*fact->date) > 365))
        continue;
      facts.push_back(fact->id);
      if (latest && latest->date == fact->date)
        disagree = disagree || latest->assertion != fact->assertion;
      else if (!latest || (fact->date && (!latest->date || *latest->date < *fact->date)))
        latest = fact, disagree = false;
    }
    RequestValue& value = request.values[id];
    value.is_searched = true;
    if (!latest) continue;
    value = {disagree                                  ? Verdict::Unknown
             : latest->assertion == Assertion::Present ? Verdict::Met
                                                       : Verdict::NotMet,
             latest->number,
             {},
             facts,
             true};
    value.words = disagree                                  ? "statements of the same day disagree"
                  : latest->assertion == Assertion::Present ? "the record says so"
                                                            : "the record says it is not so";
    if (disagree) value.number.reset();
  }
}

/// Therapy after an operation, held to the table of the schedule in force.
void postsurgical_course(const Library& library, Request& request, const Chart& chart, Date day, Date as_of) {
  const PostsurgicalTable* table = library.postsurgical(as_of);
  if (!table || request.item.kind != "therapy") return;
  const auto topics = library.topics_for(request.item, as_of);
  if (std::none_of(topics.begin(), topics.end(), [](const Topic* one) { return one->id == "postsurgical-therapy"; }))
    return;
  PostsurgicalCase asked;
  asked.words = request.item.text;
  asked.day = day;
  asked.phase = request.phase;
  const auto number = [&](const char* id) {
    const auto value = request.values.find(id);
    return value == request.values.end() ? std::nullopt : value->second.number;
  };
  asked.visits = number("req.visits_requested");
  asked.visits_done = number("req.visits_done");
  std::vector<std::string> facts;
  for (const PostsurgicalRow& row : table->rows)
    for (const std::string& concept_id : row.concepts)
      for (const Fact* fact : chart.of(concept_id)) {
        if (!is_done(*fact, day) || !fact->date) continue;
        asked.concepts.push_back(concept_id);
        facts.push_back(fact->id);
        // A later report that mentions the operation does not say when it was; a day of its own does.
        const auto dated = fact->details.find("dated");
        if (dated == fact->details.end() || dated->second != "stated") continue;
        if (!asked.operated || *asked.operated < *fact->date) asked.operated = fact->date;
      }
  const PostsurgicalAnswer answer = consider(*table, asked);
  request.values["req.postsurgical_operation_listed"] = {
      answer.rows.empty() ? Verdict::NotMet : Verdict::Met, {}, answer.words, facts};
  request.values["req.within_postsurgical_period"] = {answer.within_period, {}, answer.words, facts};
  request.values["req.within_postsurgical_visits"] = {answer.within_course, {}, answer.words, facts};
}

} // namespace

void compute_request_values(const Library& library, Request& request, const Chart& chart, Date as_of) {
  const std::string words = folded(request.item.text);
  const Date day = chart.request_date.value_or(as_of);
  if (const ServiceRow* service = service_of(request.item, words)) {
    find_earlier_service(request, chart, service->concept_id, day);
    blocks_in_a_year(request, chart, *service, day);
  }
  for (const Topic* topic : library.topics_for(request.item, as_of))
    for (const std::string& earlier : topic->given_before) find_earlier_service(request, chart, earlier, day);
  compounding(library, request, as_of);
  opioid_dose_on_record(request, chart);
  lidocaine(request);
  drug(request, words);
  if (request.item.kind == "drug") first_line(request, chart, words, day);
  visits(request, chart, day);
  postsurgical_course(library, request, chart, day, as_of);
  procedure(request, words);
  device(request, words);
  program(request, words);
  from_record(request, chart, day);
  explain_phase(request, chart, day);
  if (request.phase == Phase::Initial) {
    for (const Pack& pack : library.packs())
      for (const std::string& id : pack.starts_at_zero)
        if (!request.values.contains(id)) request.values[id] = counted(0, "a first request");
  } else if (request.first_used) {
    const double weeks = day.days_since(*request.first_used) / 7.0;
    request.values["req.used_weeks_total"] =
        counted(weeks, fmt::format("in use since {}, {:.0f} weeks before the request", request.first_used->us(), weeks),
                request.phase_facts);
    // Long-term use in the sense of the 2009 chronic pain guideline: six months or more (memory, see the topic's
    // doubts).
    request.values["req.long_term_use"] = {weeks >= 26 ? Verdict::Met : Verdict::NotMet,
                                           {},
                                           fmt::format("in use since {}", request.first_used->us()),
                                           request.phase_facts};
  }
}

} // namespace openimr::guidelines
