// The layouts of published letters: which headings part them, which labels begin the parts of an issue, how a decision
// is worded, and which fields a letter of that layout has to have. Data: packs/letters/layouts.yaml; a new layout
// touches no C++ as long as its issues have one of the three shapes.
#pragma once

#include "base/result.h"
#include "corpus/published_decision.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

enum class Section { Head, HowMade, Summary, Issues, Documents, Decisions, Rationale, Guidelines, End };
inline constexpr std::size_t section_count = 9;

/// How the issues of a letter are laid out.
enum class Shape {
  Labelled, ///< "item: Upheld" and labelled lines under it
  Stated,   ///< numbered items, the decision a statement, sentences that begin with the labels
  Parted,   ///< items, decisions and rationale each in a section of their own
};

struct HeadingDefinition {
  Section section = Section::Head;
  std::string words = {};
  std::string letters = {}; ///< letters and digits of words in capitals, for comparing
};

/// Words at the beginning of a line or sentence, in any case.
struct IssueLabels {
  std::vector<std::string> claims_administrator = {}, reviewer = {}, rationale = {};
};

/// How a letter says who the reviewer is.
enum class Credentials { Listed, Prose };

/// Which fields a letter of the layout has to have besides its sections.
struct Expectations {
  bool case_number = false;
  bool decision_date = false;
};

/// Words before an item that are not its own, and words behind it; in any case.
struct ItemWords {
  std::vector<std::string> lead = {};    ///< "Regarding the request for"
  std::vector<std::string> ends_at = {}; ///< words that begin what follows the item
  std::vector<std::string> statements_lead =
      {}; ///< "has determined the request for", of a list of decisions before the issues
};

/// A decision as words; the first that occurs at the end of a statement counts.
struct DecisionWords {
  std::string words = {};
  Decision decision = Decision::Upheld;
};

/// A date that follows fixed words.
struct DateLead {
  std::optional<Date> PublishedDecision::*field = nullptr;
  std::string lead = {}; ///< in lower case
};

struct LayoutDefinition {
  std::string id = {};
  Shape shape = Shape::Labelled;
  bool has_mixed_case_headings = false; ///< otherwise headings are in capitals
  std::vector<HeadingDefinition> headings = {};
  IssueLabels labels = {};
  Credentials credentials = Credentials::Listed;
  std::vector<std::string> signs = {};   ///< in lower case; all must occur
  std::vector<std::string> without = {}; ///< none may occur
  Expectations expects = {};
  ItemWords items = {};
  std::vector<DecisionWords> decisions = {};
  std::vector<DateLead> dates = {};
};

/// All layouts, in the order they are tried. A cheap handle; copies share what was read.
class Layouts {
public:
  /// packs_folder/letters/layouts.yaml. Error names file, line and key of the first fault.
  static Result<Layouts> load(const std::string& packs_folder);
  static Result<Layouts> parse(const std::string& file, std::string_view bytes);

  const std::vector<LayoutDefinition>& all() const { return *layouts_; }
  std::vector<std::string_view> ids() const;

private:
  explicit Layouts(std::vector<LayoutDefinition> layouts)
      : layouts_(std::make_shared<const std::vector<LayoutDefinition>>(std::move(layouts))) {}
  std::shared_ptr<const std::vector<LayoutDefinition>> layouts_;
};

} // namespace openimr::corpus
