// The compiled form of a Vocabulary, private to the room: one matcher for all words, and what each term means.
#pragma once

#include "clinical/course_rules.h"
#include "clinical/vocabulary.h"
#include "clinical/word_forms.h"
#include "text/term_matcher.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace openimr::clinical {

/// What a cue says about the words in its scope.
enum class CueKind : std::uint8_t {
  Negation,
  Possible,
  Historical,
  Hypothetical,
  Planned,
  Recited,
  Advised, ///< to be done: makes care, tests and duties of monitoring planned, never a drug or a diagnosis
  Other,
  Terminator,
  Pseudo,
  // what became of a treatment
  Failed,
  NotTolerated,
  NoBenefit,
  Benefit,
  SideEffect,
  // where a drug stands
  Current,
  Prescribed,
  Requested,
  Stopped,
  Tried,
  Reduced,
  // somebody who is named, and the words that tell how (context_people.cpp makes Other of what is about them)
  Person,
  Companion,
  Informant,
};
constexpr std::size_t cue_kinds = 24;

enum class CueDirection : std::uint8_t { Forward, Backward, Both, Sentence };

struct CueDef {
  CueKind kind = CueKind::Negation;
  CueDirection direction = CueDirection::Forward;
  int scope = 0;                  ///< farthest token reached; 0 is to the end
  bool is_unstoppable = false;    ///< terminators do not end it (a heading)
  bool until_comma = false;       ///< a comma ends it
  bool until_lone_and = false;    ///< ", and" ends it where no comma went before: "without A, and B"
  bool ends_clause = false;       ///< counts only where a mark or the end of the sentence follows ("Diabetes: no.")
  std::uint32_t kinds = 0;        ///< of a terminator or pseudo-cue: bits of the kinds that it ends or hides
  bool is_of_record = false;      ///< says that the papers are silent: "no mention of", "is not documented"
  bool begins_clause = false;     ///< counts only at the head of a clause or list item ("Obtain EKG")
  bool not_before_number = false; ///< says nothing where a number follows ("60 minutes instead of 20")
  bool is_joint = false;          ///< a terminator that ends nothing where the cue follows at once: "tried but failed"
  bool is_spanish = false;        ///< a word of English too ("sin"): counts only beside a Spanish word
};

enum class MeaningKind : std::uint8_t { Cue, Group, Concept, Drug, Family, Heading };

struct Meaning {
  MeaningKind kind = MeaningKind::Cue;
  bool needs_upper = false; ///< an abbreviation: counts only in capitals
  std::uint32_t index = 0;  ///< into the table of its kind
};

/// How the context of a concept's words turns into a fact.
enum class NegationPolicy : std::uint8_t { Absent, Drop, Ignore, Denied }; ///< Denied: counts only where it is denied

struct ConceptDef {
  std::string id, kind, text, unit;
  NegationPolicy negation = NegationPolicy::Absent;
  bool is_absent_form = false; ///< its words state the absence ("nonsmoker")
  bool is_held_only = false;   ///< what is planned or conditional is no such thing ("prior fusion")
  std::vector<std::uint32_t> sections, not_sections; ///< indexes of section ids; empty is any
  std::vector<std::string> needs, unless;            ///< folded words of the sentence that must or must not stand there
  std::vector<std::string> not_after, not_before;    ///< folded words that must not stand right before or behind it
  std::string implied_value;                         ///< details["value"]
  std::string region;                                ///< details["region"]: spine, shoulder, knee
  std::vector<std::string> documents;                ///< kinds of document in which alone it counts; empty is any
  std::optional<double> number_min, number_max;
};

enum class ElementKind : std::uint8_t { Group, Gap, Number };
struct Element {
  ElementKind kind = ElementKind::Group;
  std::uint32_t value = 0; ///< group, or longest gap in tokens
};
struct Pattern {
  std::uint32_t concept_def = 0;
  std::vector<Element> elements;
};

struct Derivation {
  struct Condition {
    std::string concept_id; ///< or empty
    std::string family;     ///< drug family, with outcomes
    std::vector<std::string> outcomes;
    std::vector<std::string> statuses;
    std::string therapy; ///< concept with outcomes
    std::optional<double> at_least;
    bool needs_current = true;
  };
  std::string then, rule, confidence;
  bool same_document = false;                     ///< the facts must stand in one document
  bool counts_undone = false;                     ///< a reduction that was undone later still counts
  std::vector<std::vector<Condition>> all_of_any; ///< all groups, any condition of each
};

/// Words of a request and the kind of service that they name; earlier rows decide.
struct RequestKind {
  std::string words, kind;
};

struct Vocabulary::Data {
  text::TermMatcher matcher;
  std::vector<std::vector<Meaning>> meanings; ///< by term
  std::vector<CueDef> cues;
  std::vector<ConceptDef> concept_defs;
  std::vector<std::string> groups; ///< names; anonymous ones are ""
  std::vector<Pattern> patterns;
  std::vector<std::vector<std::uint32_t>> patterns_of_group; ///< patterns that begin with a group
  std::vector<std::uint32_t> patterns_of_number;             ///< patterns that begin with a number
  std::vector<std::string> sections;                         ///< ids; [0] is ""
  std::vector<std::string>
      any_place; ///< concepts that one place is enough for: a paper that has one denies other places
  std::vector<Drug> drugs;
  std::unordered_map<std::string, std::uint32_t> drug_names; ///< folded name, brand, alias -> drug
  std::vector<std::vector<std::uint32_t>>
      drug_words; ///< what a drug term may mean: one drug, or the forms of an ingredient
  std::vector<std::string> families;
  std::map<std::string, Concept, std::less<>> concepts;
  std::vector<Derivation> derivations;
  std::vector<RequestKind> request_kinds;
  std::unordered_map<std::uint64_t, std::uint32_t>
      near_words;                ///< hash of drug words with one letter left out -> drug word + 1; 0 when ambiguous
  std::vector<bool> near_filter; ///< a bit for every hash of near_words: nearly all unknown words end here

  WordForms forms; ///< for the free search of words
  CourseRules course;

  int comorbidity_group = -1, habit_group = -1; ///< groups that context asks for
  int patient_group = -1, pronoun_group = -1;   ///< how a sentence begins that turns back to the patient
  int had_before_group = -1, had_therapy_group = -1, papers_group = -1; ///< of care told as done; and papers about it
  int done_group = -1;      ///< words that tell a test of the plan as done ("obtained today")
  int evidence_group = -1;  ///< what stands behind a study that is cited ("x-ray evidence")
  int past_deed_group = -1; ///< verbs that, with a year behind them, tell of the past ("underwent surgery in 2007")
  int earlier_visit_group = -1, earlier_visit_ends_group = -1,
      earlier_visit_unless_group = -1;    ///< values of another day
  int risks_group = -1, title_group = -1; ///< lists of what may go wrong; headings of an operation
  int answer_group = -1;                  ///< what answers a question
  int spanish_group = -1;                 ///< words that show a sentence to be Spanish

  /// Group by name, -1 when there is none.
  int group(std::string_view name) const;
};

constexpr std::size_t near_filter_bits = std::size_t{1} << 18;
/// The bit of the filter for a hash.
inline std::size_t near_bit(std::uint64_t hash) { return (hash ^ hash >> 29) & (near_filter_bits - 1); }

/// Goes on with a hash of letters.
inline std::uint64_t hash_on(std::uint64_t hash, char letter) {
  return (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
}
constexpr std::uint64_t hash_start = 1469598103934665603ULL;

/// Hash of a folded word without the letter at `skip` (npos: of the whole word).
std::uint64_t hash_without(std::string_view word, std::size_t skip);

} // namespace openimr::clinical
