// LetterTemplate: one kind of letter as data, packs/jurisdictions/<id>/letters/<kind>.yaml. The page declares each
// field with its type, then its blocks in order, every text in every language side by side and with the rule that asks
// for it.
//
//   - {id: due, kind: paragraph, citation: 8 CCR 9792.10.5(a)(1), when: [not expedited],
//      text: {en: "Send the records by **{records_due}**.", es: "Envíe los expedientes a más tardar el
//      **{records_due}**."}}
//
// Words between ** are bold; {name} is a declared field, {item.name} one of the row that a list is at, {day:short} a
// date in figures; {{ and }} are braces. `when` holds conditions of which all must be true: a flag, an optional field
// that has a value, a list that has rows, "field is word" of a choice, each with "not" before it.
// docs/how_to/write_a_letter.md.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::letters {

enum class FieldType { Text, Date, Number, Flag, Choice, List };
const char* name(FieldType type); ///< "text", "date", …

/// Where a field's value comes from: the case folder, the person who writes the letter (--set), or a due date computed
/// by a clock of the jurisdiction.
enum class FieldSource { Case, Set, Due };

/// The clock of a due date and what starts it.
struct DueField {
  std::string rule = {};      ///< id in clocks.yaml
  std::string event = {};     ///< the date field it counts from
  std::string served_by = {}; ///< mail | personal | … when the event is a paper that was served
  std::string to = {};        ///< in-state | …
};

struct FieldDefinition {
  std::string name = {};
  FieldType type = FieldType::Text;
  FieldSource source = FieldSource::Case;
  bool is_optional = false;
  std::string about = {}; ///< what it is, for who has to --set it
  std::string words = {}; ///< of a choice: the set in words.yaml that says how each value is written
  DueField due = {};
  std::vector<FieldDefinition> fields = {}; ///< of a list's rows; one level
  int line = 0;
};

/// One condition of `when`.
struct Condition {
  std::string path = {};   ///< "expedited", "item.overturned"
  bool is_negated = false; ///< "not …"
  std::string equals = {}; ///< of "… is word"; empty otherwise
  bool operator==(const Condition&) const = default;
};

/// A text in one language, and the line of the file it stands on.
struct Phrase {
  std::string written = {};
  int line = 0;
};
using Phrases = std::map<std::string, Phrase>; ///< by language id

/// A row of values, an item of a list, a column of a table.
struct TemplatePart {
  Phrases label = {}; ///< of values and columns
  Phrases text = {};
  std::vector<Condition> when = {};
  double width = 1; ///< of a column, relative
  int line = 0;
};

struct TemplateBlock {
  enum class Kind { Heading, Paragraph, Note, Quote, List, Table, Values, Group, PageBreak };
  std::string id = {};
  Kind kind = Kind::Paragraph;
  int level = 1; ///< of a heading
  std::vector<Condition> when = {};
  std::optional<Date> from = {}, to = {}; ///< days in force, both within; empty: without limit
  std::string citation = {};              ///< the rule that asks for the words
  bool is_verified = true;                ///< of the citation
  std::string each = {}, as = {};         ///< of a list, table or group: the list and the name of its row
  bool is_numbered = false;
  Phrases text = {}; ///< of a table its caption
  std::vector<TemplatePart> parts = {};
  std::vector<TemplateBlock> blocks = {}; ///< of a group
  int line = 0;
};

/// Set of words for a choice: value -> language -> words.
using WordSet = std::map<std::string, Phrases>;

/// What kind of case a letter is for.
enum class Standing { Any, Eligible, Ineligible, Deferred, Determined };

struct LetterTemplate {
  std::string file = {}, sha256 = {};
  std::string id = {};       ///< "assignment-notice"
  std::string about = {};    ///< one sentence, for `letter list`
  std::string citation = {}; ///< the rule that asks for the letter
  Standing standing = Standing::Any;
  std::vector<std::string> languages = {};
  Phrases title = {};
  std::optional<int> most_pages = {};
  std::optional<int> highest_grade = {}; ///< of the set words; see reading_level.h
  bool has_proof_of_service = false;
  std::vector<FieldDefinition> fields = {};
  std::vector<TemplateBlock> blocks = {};
  std::map<std::string, WordSet> words = {}; ///< of the jurisdiction's words.yaml

  const FieldDefinition* field(std::string_view name) const; ///< or null
};

/// The letters of a jurisdiction, sorted by id; empty when it has none. Error names file, line and key of the first
/// fault of any page and counts the others.
Result<std::vector<LetterTemplate>> load_templates(const std::string& packs_folder, const std::string& jurisdiction);

/// Reads and checks one page. words: sets for its choices.
Result<LetterTemplate> parse_template(const std::string& file, std::string_view bytes,
                                      const std::map<std::string, WordSet>& words);

/// One {placeholder} of a text.
struct Placeholder {
  std::string path = {};   ///< "records_due", "item.text"
  std::string format = {}; ///< "short" or empty
};

/// A text cut at its placeholders: words and placeholders in turn, beginning and ending with words.
struct CutPhrase {
  std::vector<std::string> words = {}; ///< one more than placeholders
  std::vector<Placeholder> placeholders = {};
};
/// Empty when a brace has no partner.
std::optional<CutPhrase> cut_phrase(std::string_view text);

} // namespace openimr::letters
