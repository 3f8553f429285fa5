#include "determination/remand.h"

#include "clinical/sentences.h"
#include "determination/absence_claims.h"
#include "determination/boilerplate.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

namespace openimr::determination {
namespace {

struct Ground {
  const char *id, *citation, *words;
};
constexpr std::array<Ground, 5> grounds = {
    {{"excess_of_powers", "Labor Code 4610.6(h)(1)", "action without or in excess of powers"},
     {"fraud", "Labor Code 4610.6(h)(2)", "procured by fraud"},
     {"conflict_of_interest", "Labor Code 4610.6(h)(3)", "a material conflict of interest"},
     {"bias", "Labor Code 4610.6(h)(4)", "bias"},
     {"plain_error", "Labor Code 4610.6(h)(5)", "a plainly erroneous finding of fact"}}};

constexpr double same_words = 0.6; ///< share of three-word sequences from which a sentence says the same
constexpr int words_in_sequence = 3;

std::vector<ErroneousFact> read_facts(const text::Value& list) {
  std::vector<ErroneousFact> facts;
  for (const text::Value& entry : list.list()) {
    entry.only({"item", "said", "is", "file", "page", "about"});
    ErroneousFact fact;
    fact.item = entry["item"].string();
    fact.said = entry.required("said").string();
    fact.is = entry.required("is").string();
    fact.file = entry.required("file").string();
    fact.page = entry.required("page").integer(1);
    fact.about = entry["about"].strings();
    for (std::string& words : fact.about) words = text::lower(words);
    facts.push_back(std::move(fact));
  }
  return facts;
}

void require_whole(const Remand& remand, const text::Value& root) {
  if (!remand.is_reversal()) return;
  if (remand.ground == "plain_error" && remand.facts.empty())
    root["facts"].problem("no erroneous fact", "what was found wrong, where the record shows it, at least one",
                          "add facts: {said, is, file, page}; the new reviewer must not repeat it");
  if (remand.earlier_reviewers.empty())
    root["earlier_reviewers"].problem("nobody", "the reviewers who decided before",
                                      "add their roster ids; a remand goes to somebody else (Labor Code 4610.6(i))");
}

/// Whether a sentence denies what the fact is about.
bool denies(const CheckInput& input, std::string_view sentence, const ErroneousFact& fact) {
  if (fact.about.empty()) return false;
  const auto claims = find_absence_claims(input.rules.absence, sentence);
  return std::any_of(claims.begin(), claims.end(), [&](const AbsenceClaim& claim) {
    const std::string object = text::lower(text::one_line(claim.object.of(sentence)));
    return std::any_of(fact.about.begin(), fact.about.end(),
                       [&](const std::string& words) { return text::has_words(object, words); });
  });
}

/// Groups of words for one thing (packs/checks/absence.yaml, objects) that stand in the text.
std::set<const ClaimObject*> things_in(const CheckInput& input, const std::string& lower_text) {
  std::set<const ClaimObject*> things;
  for (const ClaimObject& object : input.rules.absence.objects)
    if (std::any_of(object.words.begin(), object.words.end(),
                    [&](const std::string& words) { return text::has_words(lower_text, words); }))
      things.insert(&object);
  return things;
}

/// Whether a sentence speaks in the negative of the thing that was set aside, in whatever words: a person has to look.
bool may_deny(const CheckInput& input, const std::string& sentence, const ErroneousFact& fact) {
  static const std::vector<std::string> negatives = {"no",      "not",      "never",   "nobody",    "none", "nothing",
                                                     "without", "remained", "remains", "unchanged", "nor",  "neither"};
  const std::string lower = text::lower(sentence);
  if (std::none_of(negatives.begin(), negatives.end(), [&](const auto& word) { return text::has_words(lower, word); }))
    return false;
  std::string known = text::lower(fact.said);
  for (const std::string& words : fact.about) known += " " + words;
  const auto things = things_in(input, lower), meant = things_in(input, known);
  return std::any_of(things.begin(), things.end(), [&](const auto* one) { return meant.contains(one); });
}

void hold_against(const CheckInput& input, const SaidOfItem& said, std::vector<FoundCheck>& found) {
  for (const text::Span span : clinical::split_sentences(said.text)) {
    const std::string sentence = text::one_line(span.of(said.text));
    for (const ErroneousFact& fact : input.remand->facts) {
      if (!fact.item.empty() && !said.item.empty() && fact.item != said.item) continue;
      const bool is_same = shared_share(fact.said, sentence, words_in_sequence) >= same_words;
      const bool is_denied = is_same || denies(input, sentence, fact);
      if (!is_denied && (said.speaker != Speaker::Opinion || !may_deny(input, sentence, fact))) continue;
      FoundCheck check;
      check.id = "repeated_error";
      check.speaker = said.speaker;
      check.item = said.item;
      check.is_warning = !is_denied;
      check.text = fmt::format("{} {}: “{}” — set aside on appeal ({}{}): {} ({}, page {})",
                               said.speaker == Speaker::Draft ? "The draft" : "The opinion",
                               is_denied ? "says again" : "may say again", sentence,
                               input.remand->order.empty() ? "" : input.remand->order + "; ",
                               citation_of_ground(input.remand->ground), fact.is, fact.file, fact.page);
      check.statement = sentence;
      found.push_back(std::move(check));
    }
  }
}

} // namespace

std::string citation_of_ground(const std::string& ground) {
  for (const Ground& one : grounds)
    if (one.id == ground) return fmt::format("{}, {}", one.citation, one.words);
  return "";
}

Result<Remand> parse_remand(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only(
      {"schema", "determination", "filed_on", "decided_on", "ground", "result", "order", "facts", "earlier_reviewers"});
  root["schema"].one_of({"1"}, "1");
  Remand remand;
  remand.determination = root.required("determination").string();
  remand.filed_on = root.required("filed_on").date();
  remand.decided_on = root["decided_on"].date();
  remand.ground =
      root.required("ground").one_of({"excess_of_powers", "fraud", "conflict_of_interest", "bias", "plain_error"});
  remand.result = root.required("result").one_of({"pending", "affirmed", "reversed_and_remanded"});
  remand.order = root["order"].string();
  remand.facts = read_facts(root["facts"]);
  remand.earlier_reviewers = root["earlier_reviewers"].strings();
  require_whole(remand, root);
  if (!reader.problems().empty()) return reader.as_error();
  return remand;
}

std::vector<FoundCheck> find_repeated_errors(const CheckInput& input) {
  std::vector<FoundCheck> found;
  if (!input.remand || !input.remand->is_reversal()) return found;
  for (const DraftIssue& issue : input.draft.issues)
    for (const DraftSentence& sentence : issue.rationale)
      hold_against(input, {Speaker::Draft, issue.item.id, sentence.text}, found);
  for (const SaidOfItem& said : said_in_opinions(input)) hold_against(input, said, found);
  return found;
}

} // namespace openimr::determination
