#include "determination/language_checks.h"

#include "clinical/sentences.h"
#include "determination/policy.h"
#include "determination/reading_level.h"
#include "records/evidence.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace openimr::determination {
namespace {

std::string joined(const std::vector<DraftSentence>& sentences) {
  std::string text;
  for (const DraftSentence& one : sentences) text += (text.empty() ? "" : " ") + one.text;
  return text;
}

/// The rationale of each item that would be issued: the words of every opinion, else the draft.
std::vector<SaidOfItem> rationales(const CheckInput& input) {
  std::vector<SaidOfItem> list;
  const auto opinions = said_in_opinions(input);
  for (const DraftIssue& issue : input.draft.issues) {
    bool is_said = false;
    for (const SaidOfItem& said : opinions)
      if (said.item == issue.item.id) {
        list.push_back(said);
        is_said = true;
      }
    if (!is_said) list.push_back({Speaker::Draft, issue.item.id, joined(issue.rationale)});
  }
  return list;
}

std::vector<std::string> split_words(std::string_view lower) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : lower) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '-';
    if (keeps)
      word += c;
    else {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
      if (c == ',' || c == ';' || c == ':') words.push_back(std::string(1, c));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

/// Whether the phrase begins at the word.
bool begins(const std::vector<std::string>& words, std::size_t at, const std::vector<std::string>& phrase) {
  if (at + phrase.size() > words.size()) return false;
  return std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
}

/// How many words a phrase of the list takes that begins at the word; the longest, 0 when none does.
std::size_t length_at(const std::vector<std::string>& words, std::size_t at,
                      const std::vector<std::vector<std::string>>& phrases) {
  std::size_t longest = 0;
  for (const auto& phrase : phrases)
    if (begins(words, at, phrase)) longest = std::max(longest, phrase.size());
  return longest;
}

/// The trait whose words begin at the word, and how many they are.
struct TraitAt {
  std::string id;
  std::size_t words = 0;
};
TraitAt trait_at(const LanguageCues& cues, const std::vector<std::string>& words, std::size_t at) {
  TraitAt found;
  for (const auto& trait : cues.traits)
    if (const std::size_t length = length_at(words, at, trait.words); length > found.words) found = {trait.id, length};
  return found;
}

/// "As a woman, she …", "her religion forbids it", "women tolerate pain poorly".
std::optional<std::string> trait_that_decides(const LanguageCues& cues, const std::vector<std::string>& words) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (const std::size_t as_a = length_at(words, at, cues.as_a)) {
      const TraitAt trait = trait_at(cues, words, at + as_a);
      const std::size_t behind = at + as_a + trait.words;
      if (trait.words > 0 && behind < words.size() && cues.as_a_ends.contains(words[behind])) return trait.id;
    }
    if (const std::size_t owner = length_at(words, at, cues.owners))
      if (const std::size_t subject = length_at(words, at + owner, cues.subjects))
        if (length_at(words, at + owner + subject, cues.decides) > 0) {
          const TraitAt trait = trait_at(cues, words, at + owner);
          return trait.words > 0 ? trait.id : words[at + owner];
        }
    if (const std::size_t group = length_at(words, at, cues.groups))
      if (length_at(words, at + group, cues.generalizes) > 0) return "a group the person belongs to";
  }
  return std::nullopt;
}

/// The trait that a sentence gives as a reason, if any.
std::optional<std::string> trait_as_reason(const LanguageCues& cues, const std::string& sentence) {
  const std::string lower = text::lower(sentence);
  for (const std::string& words : cues.outright)
    if (text::has_words(lower, words)) return "age";
  const auto is_medicine = [&](const std::string& phrase) { return text::has_words(lower, phrase); };
  const auto words = split_words(lower);
  if (const auto decides = trait_that_decides(cues, words);
      decides && std::none_of(cues.medicine.begin(), cues.medicine.end(), is_medicine))
    return decides;
  for (std::size_t at = 0; at < words.size(); ++at)
    for (const auto& reason : cues.because) {
      if (!begins(words, at, reason)) continue;
      std::size_t next = at + reason.size();
      for (std::size_t passed = 0; passed <= 6 && next < words.size(); ++passed, ++next) {
        for (const auto& trait : cues.traits)
          for (const auto& phrase : trait.words)
            if (begins(words, next, phrase)) {
              const bool is_described = std::any_of(cues.medicine.begin(), cues.medicine.end(), is_medicine);
              if (!is_described) return trait.id;
            }
        if (!cues.between.contains(words[next])) break;
      }
    }
  return std::nullopt;
}

const char* who(Speaker speaker) {
  return speaker == Speaker::UrDecision ? "The utilization review decision"
         : speaker == Speaker::Draft    ? "The draft"
                                        : "The opinion";
}

void look_for_traits(const CheckInput& input, const SaidOfItem& said, std::vector<FoundCheck>& found) {
  for (const text::Span span : clinical::split_sentences(said.text)) {
    const std::string sentence = text::one_line(span.of(said.text));
    const auto trait = trait_as_reason(input.rules.language, sentence);
    if (!trait) continue;
    FoundCheck check;
    check.id = "protected_trait";
    check.speaker = said.speaker;
    check.item = said.item;
    check.text = fmt::format("{} gives {} as a reason: “{}”; a decision rests on the medical need of the patient",
                             who(said.speaker), *trait, sentence);
    check.statement = sentence;
    if (said.page) check.stated_at.push_back(records::evidence_at(*said.document, *said.page, span));
    found.push_back(std::move(check));
  }
}

} // namespace

std::vector<FoundCheck> find_protected_traits(const CheckInput& input) {
  std::vector<FoundCheck> found;
  for (const records::Document& document : input.case_file.documents)
    if (document.kind == "ur_decision" && document.belongs_to != "other")
      for (const records::Page& page : document.pages)
        look_for_traits(input, {Speaker::UrDecision, "", page.text, &document, &page}, found);
  for (const SaidOfItem& said : said_in_opinions(input)) look_for_traits(input, said, found);
  return found;
}

std::vector<FoundCheck> find_hard_words(const CheckInput& input) {
  std::vector<FoundCheck> found;
  if (!input.policy) return found;
  for (const SaidOfItem& said : rationales(input)) {
    if (said.speaker == Speaker::Draft) continue; // a draft is the reviewer's to read
    const ReadingLevel level = reading_level(said.text);
    if (level.words < 30 || level.grade <= input.policy->reading_grade) continue;
    FoundCheck check;
    check.id = "reading_level";
    check.speaker = said.speaker;
    check.item = said.item;
    check.text =
        fmt::format("{} on item {} asks for {:.0f} years of school to read ({} words in {} sentences); shorter "
                    "sentences and plain words would serve the worker",
                    who(said.speaker), said.item, level.grade, level.words, level.sentences);
    found.push_back(std::move(check));
  }
  return found;
}

std::vector<BoilerplateIndex> boilerplate_of(const CheckInput& input) {
  std::vector<BoilerplateIndex> list;
  if (!input.policy || input.earlier_letters.empty()) return list;
  for (const SaidOfItem& said : rationales(input)) {
    list.push_back(measure_boilerplate(said.text, input.earlier_letters, input.policy->shingle_words));
    list.back().item = said.item;
  }
  return list;
}

std::vector<FoundCheck> find_boilerplate(const CheckInput& input) {
  std::vector<FoundCheck> found;
  for (const BoilerplateIndex& index : boilerplate_of(input)) {
    if (index.share < input.policy->boilerplate_share) continue;
    FoundCheck check;
    check.id = "boilerplate";
    check.item = index.item;
    check.text = fmt::format("{:.0f} of 100 word sequences of the rationale on item {} stand in {} already{}",
                             100 * index.share, index.item, index.letter,
                             index.repeated.empty() ? "" : fmt::format(": “{}”", index.repeated.front()));
    found.push_back(std::move(check));
  }
  return found;
}

} // namespace openimr::determination
