#include "determination/treatment_claims.h"

#include "determination/absence_check.h"
#include "text/words.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace openimr::determination {
namespace {

using Words = std::vector<std::string>;

/// Letters, digits, hyphens and apostrophes; lower case.
Words words_of(std::string_view lower_text) {
  Words words;
  std::string word;
  for (const char c : lower_text) {
    const bool is_inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '\'' || c == '/';
    if (is_inside)
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

/// What names of treatments mean: concepts of the chart and families of drugs.
struct Meaning {
  std::set<std::string> concepts, families;
  bool is_empty() const { return concepts.empty() && families.empty(); }
  void add(const Meaning& other) {
    concepts.insert(other.concepts.begin(), other.concepts.end());
    families.insert(other.families.begin(), other.families.end());
  }
};

/// Every name of a treatment, by its words.
class Names {
public:
  explicit Names(const CheckInput& input) {
    // Words of the pack come first: they say what a class is where the vocabulary only knows one name of it.
    for (const TreatmentCues::Family& family : input.rules.treatments.families)
      for (const std::string& name : family.words)
        add(name, {{family.facts.begin(), family.facts.end()}, {family.drugs.begin(), family.drugs.end()}});
    for (const auto& [id, terms] : input.chart.terms)
      if (id.starts_with("drug.") || id.starts_with("therapy."))
        for (const std::string& term : terms) add(text::lower(term), {{id}, {}});
  }

  /// How many words a name takes that begins at the word, the longest; 0 when none does.
  std::size_t at(const Words& words, std::size_t begin, Meaning& meaning) const {
    for (std::size_t length = std::min(longest_, words.size() - begin); length > 0; --length) {
      const auto first = words.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto found = names_.find(Words(first, first + static_cast<std::ptrdiff_t>(length)));
      if (found == names_.end()) continue;
      meaning.add(found->second);
      return length;
    }
    return 0;
  }

private:
  void add(const std::string& lower_name, const Meaning& meaning) {
    Words words = words_of(lower_name);
    if (words.empty()) return;
    longest_ = std::max(longest_, words.size());
    names_[std::move(words)].add(meaning);
  }

  std::map<Words, Meaning> names_;
  std::size_t longest_ = 0;
};

/// An object taken apart: what it names, and whether it says more before or behind the name.
struct Object {
  Meaning named;
  bool has_more_before = false, has_more_behind = false;
  bool is_bare() const { return !named.is_empty() && !has_more_before && !has_more_behind; }
};

Object take_apart(const CheckInput& input, const Names& names, const std::string& lower_object) {
  Object object;
  const Words words = words_of(lower_object);
  for (std::size_t at = 0; at < words.size();) {
    if (const std::size_t length = names.at(words, at, object.named)) {
      at += length;
      continue;
    }
    if (!input.rules.treatments.plain.contains(words[at]))
      (object.named.is_empty() ? object.has_more_before : object.has_more_behind) = true;
    ++at;
  }
  return object;
}

bool has_any(const std::string& lower_text, const std::vector<std::string>& list) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return text::has_words(lower_text, one); });
}

/// Whether the sentence limits the claim to a time, a purpose or one paper.
bool is_limited(const TreatmentCues& cues, const std::string& lower_text, const AbsenceClaim& claim) {
  std::size_t begin = claim.sentence.begin;
  for (const char* mark : {"; ", ": ", ", but ", ", and ", ", so "})
    if (const auto at = lower_text.rfind(mark, claim.object.begin); at != std::string::npos && at > begin) begin = at;
  const std::string before = text::one_line(std::string_view(lower_text).substr(begin, claim.object.begin - begin));
  if (has_any(before, cues.limits) || before.find_first_of("0123456789") != std::string::npos) return true;
  const auto stop = lower_text.find_first_of(",;:", claim.object.end);
  const std::size_t end = std::min<std::size_t>(claim.sentence.end, stop);
  if (end <= claim.object.end) return false;
  std::string behind = lower_text.substr(claim.object.end, end - claim.object.end);
  // The words of a cue behind the object are no limit, nor is what it is joined with.
  for (const std::string_view mark : {" and ", " or ", " nor ", " but "})
    behind.resize(std::min(behind.find(mark), behind.size()));
  if (const auto cue = behind.find(text::lower(claim.cue)); cue != std::string::npos)
    behind.erase(cue, claim.cue.size());
  const Words words = words_of(behind);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return !cues.behind.contains(word) && !cues.plain.contains(word);
  });
}

/// "Takes no", "is on no": said of now, whatever was tried before.
bool is_of_now(const std::string& lower_cue) {
  static const std::vector<std::string> words = {"takes", "taking", "take", "uses", "is on", "is not on"};
  return has_any(lower_cue, words);
}

/// How a claim asks for a treatment: whether a page names it, or whether the patient had it; or neither.
enum class Asked { Nothing, Named, Had, Taken };
Asked asked(const CheckInput& input, const AbsenceClaim& claim, const std::string& lower_object) {
  const AbsenceCues& cues = input.rules.absence;
  const std::string cue = text::lower(text::one_line(claim.cue));
  const bool is_of_documents =
      std::any_of(cues.document_words.begin(), cues.document_words.end(),
                  [&](const std::string& word) { return cue.find(word) != std::string::npos; });
  const bool goes_before = claim.goes_before;
  if (has_any(cue + " " + lower_object, cues.failures)) return Asked::Nothing;
  if (is_of_now(cue)) return Asked::Taken;
  if (has_any(cue, cues.trials) || (has_any(lower_object, cues.trials) && (is_of_documents || !goes_before)))
    return Asked::Had;
  if (is_of_documents) return Asked::Named;
  const auto& decisions = input.rules.treatments.decisions;
  const bool decides = std::any_of(decisions.begin(), decisions.end(),
                                   [&](const std::string& one) { return cue.find(one) != std::string::npos; });
  return goes_before || decides ? Asked::Nothing : Asked::Had;
}

bool is_of_family(const records::Fact& fact, const std::set<std::string>& families) {
  const auto detail = fact.details.find("family");
  if (detail == fact.details.end()) return false;
  const std::string& list = detail->second; // "antidepressant, tca"
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(", ", at), list.size());
    if (families.contains(list.substr(at, end - at))) return true;
    at = end + 2;
  }
  return false;
}

bool is_disputed(const CheckInput& input, const records::Fact& fact) {
  const auto generic = fact.details.find("generic");
  if (generic == fact.details.end()) return false;
  return std::any_of(input.draft.issues.begin(), input.draft.issues.end(), [&](const DraftIssue& issue) {
    const auto& drugs = issue.request.item.drugs;
    return std::find(drugs.begin(), drugs.end(), generic->second) != drugs.end();
  });
}

/// Whether the fact answers that a drug is named, or was had. What is asked for now is no answer.
bool answers_it(const CheckInput& input, const records::Fact& fact, Asked how) {
  if (fact.kind != "drug") return true;
  const auto status = fact.details.find("status");
  if (status == fact.details.end() || input.rules.treatments.not_had.contains(status->second)) return false;
  if (how == Asked::Taken && (fact.temporality != records::Temporality::Current || status->second == "stopped"))
    return false;
  if (input.rules.absence.used.contains(status->second)) return true;
  if (status->second == "prescribed") return how == Asked::Named && !is_disputed(input, fact);
  // "Naproxen 550 mg BID", "it lowers the burning": told with how it is taken, or with what it did.
  return fact.details.contains("frequency") || fact.details.contains("outcome") ||
         (how == Asked::Named && fact.details.contains("strength"));
}

} // namespace

bool asks_quality(const CheckInput& input, const std::string& lower_words) {
  return has_any(lower_words, input.rules.treatments.qualities);
}

bool asks_time(const CheckInput& input, const std::string& lower_words) {
  return has_any(lower_words, input.rules.treatments.limits);
}

bool is_of_treatment(const std::string& concept_id) {
  return concept_id.starts_with("proc.") || concept_id.starts_with("therapy.") || concept_id.starts_with("drug");
}

std::vector<TreatmentAnswer> treatments_against(const CheckInput& input, std::string_view text,
                                                const std::vector<AbsenceClaim>& claims) {
  std::vector<TreatmentAnswer> answers(claims.size());
  if (claims.empty()) return answers;
  const Names names(input);
  const std::string lower_text = text::lower(text);
  std::vector<std::string> words;
  std::vector<Object> objects;
  for (const AbsenceClaim& claim : claims) {
    words.push_back(text::one_line(claim.object.of(std::string_view(lower_text))));
    objects.push_back(take_apart(input, names, words.back()));
  }
  // "failure of physical therapy, NSAIDs or injections": what is asked of one in a list is asked of those behind it;
  // "physical therapy and exercise failure": and of those before it.
  const auto shares_more = [&](std::size_t i, std::size_t j) {
    return claims[i].sentence == claims[j].sentence && claims[i].cue == claims[j].cue && !objects[j].named.is_empty() &&
           (j < i ? objects[j].has_more_before : objects[j].has_more_behind);
  };
  for (std::size_t i = 0; i < claims.size(); ++i) {
    for (std::size_t j = 0; j < claims.size(); ++j) answers[i].asks_more |= j != i && shares_more(i, j);
    answers[i].asks_now = is_of_now(text::lower(text::one_line(claims[i].cue)));
    const Asked how = asked(input, claims[i], words[i]);
    if (!objects[i].is_bare() || answers[i].asks_more || how == Asked::Nothing ||
        is_limited(input.rules.treatments, lower_text, claims[i]))
      continue;
    for (const records::Fact& fact : input.chart.facts)
      if ((objects[i].named.concepts.contains(fact.concept_id) || is_of_family(fact, objects[i].named.families)) &&
          speaks_for_patient(fact) && answers_it(input, fact, how))
        answers[i].facts.push_back(&fact);
  }
  return answers;
}

} // namespace openimr::determination
