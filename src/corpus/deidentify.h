// De-identification of a letter before it is published: rules and dictionaries of packs/publication, and the parties
// of the case where they are known.
//
//   auto rules = IdentifierRules::load("packs");
//   auto safe = deidentify(*rules, text, known_identities(application), {});
//   safe.text                       // what may be shown to a person who approves
//   safe.removals                   // every removal with class, rule, its place in the source and in the output
//
// Removed are the classes of 45 CFR 164.514(b)(2)(i) (Safe Harbor) of every person, and names and numbers of employers,
// claims administrators, insurers, providers, reviewers and representatives (Labor Code 138.7(a)). States, ages up to
// 89 and years stay. Names of diseases, signs, tests, drugs, guidelines and public bodies survive. Pure: the same
// letter, identities, rules and options give the same bytes. It is no proof: a person looks before it is published.
#pragma once

#include "corpus/identifier_rules.h"
#include "records/case_file.h"
#include "text/span.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Somebody or something that is known to belong to the case.
struct KnownIdentity {
  std::string of_class = {}; ///< as in packs/publication/identifiers.yaml: "patient", "employer", "claim_number", …
  std::string words = {};    ///< name or number as the case has it
  bool is_person = false;    ///< parts of the name, initials, nicknames and misspellings count too
};

/// The parties, numbers and addresses of an application.
std::vector<KnownIdentity> known_identities(const records::Application& application);

/// What becomes of days.
struct DayPolicy {
  enum class Mode {
    Generalise, ///< the year is left
    Shift,      ///< all days of a letter move by one number of days, so that intervals are kept
  };
  Mode mode = Mode::Generalise;
  int shift_days = 0;         ///< see shift_of()
  bool has_age_bands = false; ///< ages up to 89 become bands of ten years ("51-60"); older ones are always one class
};

/// Days by which the days of a case are moved: 1 to 52 whole weeks back (so that days of the week are kept), by a keyed
/// hash of the case; who lacks the key cannot undo it.
int shift_of(std::uint64_t key, std::string_view case_id);

/// Words that were taken out.
struct Removal {
  text::Span source;            ///< in the letter
  text::Span output;            ///< of what stands in its place
  std::string of_class = {};    ///< "patient", "date", …
  std::string rule = {};        ///< "title", "label", "known identity", …
  std::string replacement = {}; ///< as printed
};

struct DeidentifiedText {
  std::string text;
  std::vector<Removal> removals; ///< in text order, none overlapping

  /// Where in the source a byte of the output came from; inside of a replacement: where the removed words begin.
  std::size_t source_of(std::size_t output_byte) const;
};

DeidentifiedText deidentify(const IdentifierRules& rules, std::string_view text,
                            const std::vector<KnownIdentity>& known, const DayPolicy& policy);

/// How many removals of each class.
std::map<std::string, int> count_by_class(const std::vector<Removal>& removals);

} // namespace openimr::corpus
