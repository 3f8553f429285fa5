#include "guidelines/evidence.h"

#include "guidelines/confidence.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace openimr::guidelines {
namespace {

using text::Value;

/// What a citation of each type has to name: 8 CCR 9792.21.1(d)(1), (2), (3). The lists of fields are from memory.
struct CitationType {
  const char* type;
  std::vector<const char*> required;
};

const std::vector<CitationType>& citation_types() {
  static const std::vector<CitationType> types = {
      {"mtus", {"year", "chapter", "section"}},
      {"guideline", {"title", "publisher", "year", "section"}},
      {"study", {"first_author", "title", "journal", "year", "volume", "pages"}},
  };
  return types;
}

int rank_of(const EvidenceHierarchy& hierarchy, const std::string& level) {
  std::vector<std::string> order;
  for (const EvidenceLevel& row : hierarchy.levels)
    if (std::find(order.begin(), order.end(), row.level) == order.end()) order.push_back(row.level);
  return static_cast<int>(std::find(order.begin(), order.end(), level) - order.begin());
}

std::string best_level(const EvidenceHierarchy& hierarchy, const std::string& question,
                       const std::vector<Study>& studies) {
  std::string best;
  for (const Study& study : studies) {
    const std::string level = level_of(hierarchy, question, study);
    if (!level.empty() && (best.empty() || rank_of(hierarchy, level) < rank_of(hierarchy, best))) best = level;
  }
  return best;
}

GradedCitation grade(const EvidenceHierarchy& hierarchy, const std::string& question, const CitedEvidence& cited) {
  GradedCitation graded{cited.id, cited.printed(), "", cited.is_for, false, ""};
  // 1. Applicability first: what does not apply supports nothing ((a)(2)).
  if (cited.is_applicable && !*cited.is_applicable) {
    graded.is_set_aside = true;
    graded.reason = fmt::format("set aside: its studies do not apply to this worker ({})", cited.applicability);
    return graded;
  }
  // 2. Then the level of the studies behind it ((a)(3)).
  graded.level = best_level(hierarchy, question, cited.studies);
  if (!cited.is_applicable)
    graded.reason = "whether its studies apply to this worker is not judged";
  else if (cited.studies.empty())
    graded.reason = "the studies behind it are not named, so it is not graded";
  else if (graded.level.empty())
    graded.reason = "the table has no level for its studies and this kind of question";
  else
    graded.reason = fmt::format("level {} by its best study", graded.level);
  return graded;
}

/// The best level of a side, empty when it has none; open when something of it is not settled.
struct Side {
  std::string level;
  bool is_open = false, is_empty = true;
};

Side side_of(const EvidenceHierarchy& hierarchy, const EvidenceWeighing& weighing, const CitedForItem& cited,
             bool is_for) {
  Side side;
  for (std::size_t i = 0; i < weighing.citations.size(); ++i) {
    const GradedCitation& one = weighing.citations[i];
    if (one.is_for != is_for || one.is_set_aside) continue;
    side.is_empty = false;
    side.is_open = side.is_open || one.level.empty() || !cited.citations[i].is_applicable;
    if (!one.level.empty() && (side.level.empty() || rank_of(hierarchy, one.level) < rank_of(hierarchy, side.level)))
      side.level = one.level;
  }
  return side;
}

void decide(const EvidenceHierarchy& hierarchy, const CitedForItem& cited, EvidenceWeighing& weighing) {
  const Side with = side_of(hierarchy, weighing, cited, true), against = side_of(hierarchy, weighing, cited, false);
  const auto support = [&](const char* what, const std::string& level, std::string reason) {
    weighing.supports = what;
    weighing.level = level;
    weighing.reasons.push_back(std::move(reason));
  };
  if (with.is_empty && against.is_empty)
    support("undecided", "", "No citation is left whose studies apply; a reviewer has to search further.");
  else if (with.is_open || against.is_open)
    support("undecided", "", "Not every citation is graded; a reviewer has to grade the studies behind it.");
  else if (against.is_empty)
    support("treatment", with.level,
            fmt::format("Only the evidence for the treatment applies (level {}).", with.level));
  else if (with.is_empty)
    support("denial", against.level,
            fmt::format("Only the evidence against the treatment applies (level {}).", against.level));
  else if (with.level == against.level)
    support("undecided", "",
            fmt::format("Both sides rest on evidence of level {}; a reviewer weighs them.", with.level));
  else if (rank_of(hierarchy, with.level) < rank_of(hierarchy, against.level))
    support("treatment", with.level,
            fmt::format("The evidence for the treatment is of level {}, that against it of level {}.", with.level,
                        against.level));
  else
    support("denial", against.level,
            fmt::format("The evidence against the treatment is of level {}, that for it of level {}.", against.level,
                        with.level));
}

Study read_study(const Value& row) {
  row.only({"design", "low_risk_of_bias", "biases"});
  Study study;
  study.design = row.required("design").string();
  if (row["low_risk_of_bias"].is_present()) study.low_risk_of_bias = row["low_risk_of_bias"].boolean();
  study.biases = row["biases"].strings();
  if (study.low_risk_of_bias.value_or(false) && !study.biases.empty())
    row["biases"].problem("biases of a study with a low risk of bias", "one or the other", "correct low_risk_of_bias");
  return study;
}

CitedEvidence read_citation(const Value& row) {
  row.only({"id", "by", "type", "year", "chapter", "section", "title", "publisher", "first_author", "journal", "volume",
            "pages", "supports", "applies", "applicability", "studies"});
  CitedEvidence cited;
  cited.line = row.line();
  cited.id = row.required("id").string();
  cited.by = row.required("by").one_of({"treating_physician", "utilization_review", "reviewer"});
  cited.type = row.required("type").one_of({"mtus", "guideline", "study"});
  for (const char* field :
       {"year", "chapter", "section", "title", "publisher", "first_author", "journal", "volume", "pages"})
    if (row[field].is_present()) cited.fields[field] = row[field].string();
  for (const CitationType& type : citation_types())
    if (type.type == cited.type)
      for (const char* field : type.required) row.required(field);
  cited.is_for = row.required("supports").one_of({"treatment", "denial"}) == "treatment";
  if (row["applies"].is_present()) {
    cited.is_applicable = row["applies"].boolean();
    row.required("applicability"); // the rationale is part of the method ((a)(2))
  }
  cited.applicability = row["applicability"].string();
  for (const Value& study : row["studies"].list()) cited.studies.push_back(read_study(study));
  return cited;
}

} // namespace

std::string CitedEvidence::printed() const {
  const auto field = [&](const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  std::vector<std::string> parts;
  const auto add = [&](const std::string& words) {
    if (!words.empty()) parts.push_back(words);
  };
  if (type == "mtus") {
    add(fmt::format("MTUS {}", field("year")));
    add(field("chapter"));
    add(field("section"));
  } else if (type == "guideline") {
    add(field("title"));
    add(field("publisher"));
    add(field("year"));
    add(field("section"));
  } else {
    add(field("first_author"));
    add(field("title"));
    add(field("journal"));
    add(fmt::format("{};{}", field("year"), field("volume")));
  }
  if (!field("pages").empty()) add("pages " + field("pages"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string level_of(const EvidenceHierarchy& hierarchy, const std::string& question, const Study& study) {
  const bool is_low = study.low_risk_of_bias.value_or(false);
  for (const EvidenceLevel& row : hierarchy.levels)
    if (row.question == question && (row.bias == "any" || (row.bias == "low") == is_low) &&
        std::find(row.designs.begin(), row.designs.end(), study.design) != row.designs.end())
      return row.level;
  return "";
}

EvidenceWeighing weigh(const EvidenceHierarchy& hierarchy, const CitedForItem& cited) {
  EvidenceWeighing weighing;
  weighing.question = cited.question;
  for (const CitedEvidence& one : cited.citations) weighing.citations.push_back(grade(hierarchy, cited.question, one));
  const auto is_for = [](const CitedEvidence& one) { return one.is_for; };
  weighing.is_variance = std::any_of(cited.citations.begin(), cited.citations.end(), is_for) &&
                         !std::all_of(cited.citations.begin(), cited.citations.end(), is_for);
  if (weighing.is_variance)
    decide(hierarchy, cited, weighing);
  else
    weighing.reasons.push_back(
        "The recommendations cited are not at variance; the method for weighing is not called for.");
  return weighing;
}

std::vector<Challenge> challenges(const CitedForItem& cited) {
  std::vector<Challenge> list;
  for (const CitedEvidence& one : cited.citations)
    if (one.is_for && one.type != "mtus" && one.is_applicable.value_or(true)) list.push_back({one.by, one.printed()});
  return list;
}

EvidenceHierarchy read_evidence_hierarchy(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "citation", "in_force", "levels"});
  EvidenceHierarchy hierarchy;
  hierarchy.citation = root.required("citation").string();
  const Value days = root.required("in_force");
  days.only({"from", "to"});
  hierarchy.from = days["from"].date();
  hierarchy.to = days["to"].date();
  for (const Value& row : root.required("levels").list()) {
    row.only({"level", "question", "designs", "bias", "confidence"});
    EvidenceLevel level;
    level.level = row.required("level").one_of({"1a", "1b", "1c", "2", "3", "4", "5"});
    level.question =
        row.required("question").one_of({"treatment_benefit", "diagnostic_test", "prognosis", "treatment_harm"});
    level.designs = row.required("designs").strings();
    level.bias = row.required("bias").one_of({"low", "identified", "any"});
    read_confidence(row.required("confidence"), level.confidence, level.basis, level.note);
    hierarchy.levels.push_back(std::move(level));
  }
  return hierarchy;
}

std::vector<CitedForItem> read_cited_evidence(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "items"});
  std::vector<CitedForItem> items;
  for (const Value& row : root.required("items").list()) {
    row.only({"id", "question", "citations"});
    CitedForItem item;
    item.item = row.required("id").string();
    item.question =
        row.required("question").one_of({"treatment_benefit", "diagnostic_test", "prognosis", "treatment_harm"});
    std::set<std::string> seen;
    for (const Value& citation : row.required("citations").list()) {
      item.citations.push_back(read_citation(citation));
      if (!seen.insert(item.citations.back().id).second)
        citation["id"].problem(fmt::format("\"{}\" twice", item.citations.back().id), "every id once",
                               "rename one of them");
    }
    items.push_back(std::move(item));
  }
  return items;
}

} // namespace openimr::guidelines
