// Library: every guideline pack, loaded once, read only.
//
//   auto library = Library::load("packs");
//   for (const Topic* topic : library->topics_for(item, as_of)) …
#pragma once

#include "base/result.h"
#include "guidelines/evidence.h"
#include "guidelines/formulary.h"
#include "guidelines/postsurgical.h"
#include "guidelines/topic.h"
#include "records/chart.h"
#include "text/problem.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::guidelines {

/// A guideline document that pages are cited from.
struct Guideline {
  std::string id, title, short_title, citation, edition;
  std::string rank;               ///< mtus | guideline | study
  std::string step;               ///< of the search sequence at which it is asked
  std::vector<std::string> names; ///< how letters call it
  std::string published;          ///< the edition's own date, as printed: "ACOEM February 24, 2016"
  std::optional<Date> from, to;   ///< the days on which it is part of the schedule; empty: those of the pack
  std::string confidence, basis, note;
  int last_page = 0; ///< as printed; 0: not known
};

/// One ingredient's standing in the rule for compounded topical products.
struct Ingredient {
  std::string name;   ///< generic
  std::string status; ///< recommended | option | conditional | not_recommended | neutral
  std::string topic;
  std::string note;
};

/// A step of the evidence search sequence (8 CCR 9792.21.1).
struct SequenceStep {
  std::string id, source, opens_when, citation;
};

/// A rule that is often applied, the words by which it is recognised, and the facts that bear on its premise.
struct Premise {
  std::string id, title, citation;
  std::vector<std::string> phrases; ///< words that show the rule is being applied
  std::vector<std::string> facts;   ///< chart concepts that hold evidence against the premise
};

/// An example written from the sense of a guideline before the page's rule was looked at (blind_examples.yaml).
struct BlindExample {
  std::string topic;
  Example example;
  std::string came_out, why; ///< where it disagrees with the page and the page is right; else empty
};

struct Pack {
  std::string id, title, sha256;
  std::string edition;
  std::optional<Date> from, to;
  std::map<std::string, Guideline> guidelines;
  std::vector<std::string> starts_at_zero;
  std::vector<Ingredient> ingredients;
  std::vector<SequenceStep> sequence;
  std::vector<Premise> premises;
  std::vector<BlindExample> blind_examples;
  std::optional<Formulary> formulary;
  std::optional<PostsurgicalTable> postsurgical;
  std::optional<EvidenceHierarchy> hierarchy;
  std::vector<std::string> tied_responses; ///< responses that speak of one treatment only
};

class Library {
public:
  /// Loads every folder under <packs_folder>/guidelines. Error names file, line, key of the first fault and how many
  /// more there are.
  static Result<Library> load(const std::string& packs_folder);
  /// Like load, but gathers every fault of every page (for `guidelines check`).
  static Result<Library> load(const std::string& packs_folder, text::Problems& problems);

  const std::vector<Pack>& packs() const { return packs_; }
  const std::vector<Topic>& topics() const { return topics_; }
  const Topic* topic(const std::string& id, Date as_of) const; ///< in force on the day; null when none
  const Pack& pack(const std::string& id) const;               ///< must exist
  const Guideline* guideline(const Topic& topic) const;

  /// Topics in force that a request maps to, in page order.
  std::vector<const Topic*> topics_for(const records::RequestedItem& item, Date as_of) const;
  /// The topics and all that they bring in, in either phase; each once.
  std::vector<const Topic*> with_brought_in(std::vector<const Topic*> topics, Date as_of) const;
  /// Whether a statement of this response speaks of the treatment its words name and of no other. Facts that may follow
  /// from any treatment (less use of other drugs, work) are not tied.
  bool is_tied_response(const std::string& concept_id) const;
  /// The table of visits after operations in force on the day; null when there is none.
  const PostsurgicalTable* postsurgical(Date as_of) const;
  /// The levels of evidence in force on the day; null when there are none.
  const EvidenceHierarchy* evidence_hierarchy(Date as_of) const;
  /// The drug formulary of the packs; null when none has one.
  const Formulary* formulary() const;
  /// How many examples stand on the formularies and postsurgical tables, and what came out otherwise, a line each.
  std::size_t run_table_examples(std::vector<std::string>& differs) const;
  /// Topics in force whose page range contains the printed page of the guideline.
  std::vector<const Topic*> topics_on_page(const std::string& guideline_id, int page, Date as_of) const;

private:
  std::vector<Pack> packs_;
  std::vector<Topic> topics_;
};

/// Does the line of applies_to fit the request?
bool fits_request(const AppliesTo& rule, const records::RequestedItem& item);

/// The page numbers of a printed range such as "78, 80, 91" or "68-69", ascending; empty when there is none.
std::vector<int> page_numbers(std::string_view printed);

} // namespace openimr::guidelines
