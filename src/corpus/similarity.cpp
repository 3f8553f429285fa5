#include "corpus/similarity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace openimr::corpus {
namespace {

using Strings = std::vector<std::string>;

struct Weights {
  double treatment = 4, body_part = 1, diagnoses = 2, facts = 2, sections = 1, age = 0.5, sex = 0.25;
};

/// Shared ones of all (Jaccard).
double overlap(const Strings& a, const Strings& b) {
  const std::set<std::string> all_a(a.begin(), a.end()), all_b(b.begin(), b.end());
  std::size_t shared = 0;
  for (const auto& one : all_a) shared += all_b.contains(one);
  return static_cast<double>(shared) / static_cast<double>(all_a.size() + all_b.size() - shared);
}

/// 1 for the same drug or treatment, less for the same class or kind.
double same_treatment(const ItemProfile& a, const ItemProfile& b) {
  if (!a.treatment.empty() && a.treatment == b.treatment) return 1;
  if (!a.drugs.empty() && !b.drugs.empty()) {
    const double drugs = overlap(a.drugs, b.drugs);
    const double classes =
        a.drug_classes.empty() || b.drug_classes.empty() ? 0 : overlap(a.drug_classes, b.drug_classes);
    return std::max(drugs, 0.5 * classes);
  }
  return !a.category.empty() && a.category == b.category ? 0.2 : 0;
}

std::map<std::string, Presence> presences(const std::vector<LibraryFact>& facts) {
  std::map<std::string, Presence> out;
  for (const LibraryFact& fact : facts) {
    const auto [at, is_new] = out.try_emplace(fact.concept_id, fact.is_absent ? Presence::Absent : Presence::Present);
    if (!is_new && !fact.is_absent) at->second = Presence::Present; // said once to be so
  }
  return out;
}

class Sum {
public:
  void add(const char* what, double weight, double share) {
    all_ += weight;
    got_ += weight * share;
    if (share >= 0.5) same_.emplace_back(what);
  }
  double score() const { return all_ > 0 ? got_ / all_ : 0; }
  Strings same_;

private:
  double all_ = 0, got_ = 0;
};

Presence presence_in(const std::map<std::string, Presence>& facts, const std::string& id) {
  const auto found = facts.find(id);
  return found == facts.end() ? Presence::Silent : found->second;
}

} // namespace

const char* name(Presence presence) {
  switch (presence) {
  case Presence::Present:
    return "present";
  case Presence::Absent:
    return "absent";
  case Presence::Silent:
    break;
  }
  return "not_documented";
}

ItemProfile profile_of(const LibraryDecision& decision, const LibraryItem& item) {
  ItemProfile out;
  out.treatment = item.treatment;
  out.drugs = item.drugs;
  out.drug_classes = item.drug_classes;
  out.category = item.category;
  out.body_part = item.body_part;
  out.diagnoses = decision.diagnoses;
  out.sex = decision.sex;
  out.age = decision.age;
  out.facts = decision.facts;
  for (const auto& cited : item.citations)
    if (cited.by == CitedBy::Reviewer && !cited.section.empty()) out.sections.push_back(cited.section);
  std::ranges::sort(out.sections);
  return out;
}

Likeness likeness(const ItemProfile& here, const ItemProfile& there) {
  const Weights weights;
  Sum sum;
  sum.add("treatment", weights.treatment, same_treatment(here, there));
  if (!here.body_part.empty() && !there.body_part.empty())
    sum.add("body_part", weights.body_part, here.body_part == there.body_part ? 1 : 0);
  if (!here.diagnoses.empty() && !there.diagnoses.empty())
    sum.add("diagnoses", weights.diagnoses, overlap(here.diagnoses, there.diagnoses));
  if (!here.sections.empty() && !there.sections.empty())
    sum.add("sections", weights.sections, overlap(here.sections, there.sections));
  if (here.age && there.age) sum.add("age", weights.age, std::max(0.0, 1.0 - std::abs(*here.age - *there.age) / 30.0));
  if (!here.sex.empty() && !there.sex.empty()) sum.add("sex", weights.sex, here.sex == there.sex ? 1 : 0);

  const auto ours = presences(here.facts), theirs = presences(there.facts);
  std::set<std::string> ids;
  for (const auto& [id, presence] : ours) ids.insert(id);
  for (const auto& [id, presence] : theirs) ids.insert(id);
  Likeness out;
  std::size_t both = 0, agree = 0;
  for (const std::string& id : ids) {
    const Presence a = presence_in(ours, id), b = presence_in(theirs, id);
    const bool is_known = a != Presence::Silent && b != Presence::Silent;
    both += is_known;
    agree += is_known && a == b;
    if (a != b) out.differences.push_back({id, a, b, is_known});
  }
  if (both > 0) sum.add("facts", weights.facts, static_cast<double>(agree) / static_cast<double>(both));
  std::ranges::stable_sort(out.differences, [](const auto& a, const auto& b) { return a.is_opposed > b.is_opposed; });
  out.score = sum.score();
  out.same = std::move(sum.same_);
  return out;
}

} // namespace openimr::corpus
