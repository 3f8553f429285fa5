// The chart: what the file says of the patient, every statement with its place; and for what it does not say, proof of
// the search.
#pragma once

#include "base/date.h"
#include "records/case_file.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::records {

enum class Assertion { Present, Absent, Possible };
enum class Temporality { Current, Historical, Hypothetical, Planned };
enum class Experiencer { Patient, Other };

/// Exact words on an exact page.
struct Evidence {
  std::string document; ///< Document::id
  std::string file;
  int page = 1;              ///< within file, from 1
  text::Span span;           ///< in the page text
  std::string quote;         ///< the words; equal to span.of(page.text)
  std::vector<Box> boxes;    ///< one per line the words run over; empty for formats without boxes
  int confidence = 100;      ///< lowest word confidence in the quote
  std::string typed_by = {}; ///< who typed or confirmed the page's words; empty when they were read
  std::optional<Date> day =
      std::nullopt; ///< of the encounter that the page speaks of; empty when unknown or the paper is no evidence
};

/// One statement about the patient (or about someone else: see experiencer).
struct Fact {
  std::string id;         ///< "f1", … in chart order
  std::string concept_id; ///< a vocabulary concept, e.g. "dx.crps", "drug.baclofen", "failed.anticonvulsant"
  std::string kind;       ///< diagnosis, symptom, finding, drug, therapy, procedure, imaging, score, function, work,
                          ///< response, monitoring, test, demographic, injury
  std::string text;       ///< a short plain rendering, e.g. "baclofen 10 mg three times a day"
  std::optional<double> number;               ///< quantity, where the concept has one
  std::string unit;                           ///< of number
  std::map<std::string, std::string> details; ///< e.g. dose, direction, level, side, outcome; sorted
  std::optional<Date> date;                   ///< when it held: stated date, else document date
  Assertion assertion = Assertion::Present;
  Temporality temporality = Temporality::Current;
  Experiencer experiencer = Experiencer::Patient;
  std::vector<Evidence> evidence; ///< at least one; copied-forward repetitions are gathered here
  bool is_derived = false;        ///< follows from others by a rule of the vocabulary
  std::string rule;               ///< the rule when derived
  bool from_ur_only = false;      ///< its only source is the UR decision (or another non-evidence paper)
};

/// A page that was searched.
struct PageRead {
  std::string document;
  std::string file;
  int page = 1;
  int confidence = 100;
  bool is_unread = false;
};

/// The proof that goes with every "not documented".
struct Search {
  std::vector<std::string> terms;     ///< words and variants looked for
  int pages = 0;                      ///< pages read
  int worst_confidence = 100;         ///< lowest page confidence met among pages read
  std::vector<PageRead> unread;       ///< pages that could not be read: they might hold it
  std::vector<std::string> near_hits; ///< ids of facts that were negated, possible, planned, or about another person
};

/// One ingredient of a product that is asked for.
struct RequestedIngredient {
  std::string name;          ///< "flurbiprofen"
  std::string strength;      ///< "20%", "325 mg"; empty when neither the words nor the product's label say it
  bool is_published = false; ///< from the product's published composition, not from the request's words
};

/// A parsed request: what the words of a disputed item ask for.
struct RequestedItem {
  std::string text;
  std::string kind;               ///< drug | procedure | therapy | device | test | surgery | consultation | unknown
  std::vector<std::string> drugs; ///< chart names of the drugs, in order; several for a compound
  std::vector<std::string> ingredients;        ///< the same without form: "ketamine", "hydrocodone/acetaminophen"
  std::vector<RequestedIngredient> components; ///< a mixture or combination taken apart; empty for a single ingredient
  std::vector<std::string> drug_classes;       ///< broad classes of the drugs: opioid, nsaid, muscle_relaxant, …
  std::string form;                            ///< cream, tablet, …
  std::string route;                           ///< oral | topical | …; empty when unknown
  std::string strength;                        ///< "5%", "30 mg"
  std::optional<double> strength_mg;
  std::string direction; ///< the words of the direction
  std::optional<double> times_per_day;
  std::optional<double> max_per_day; ///< dose units
  std::optional<double> quantity;
  std::optional<double> refills;
  std::optional<double> days_supply;
  std::optional<double> mme_per_day; ///< by the direction
  std::vector<std::string> warnings; ///< contradictions inside the words
  std::string body_part, side, level;
  std::optional<double> count; ///< visits, units
  std::string duration;        ///< "3 months", of a course or a rental
  std::optional<double> duration_days;
  std::string tenure; ///< rental | purchase | rental or purchase, of a device
};

/// What the whole file says.
struct Chart {
  std::vector<Fact> facts;                               ///< in order of date, document, page, place
  std::vector<PageRead> pages;                           ///< every page of this patient's evidence documents
  std::map<std::string, std::vector<std::string>> terms; ///< concept -> words that were looked for
  std::optional<Date> request_date;                      ///< of the disputed items, for windows and phases

  const Fact* find(const std::string& id) const;
  /// Facts of the concept in chart order.
  std::vector<const Fact*> of(const std::string& concept_id) const;
  /// The proof that was searched for a concept over all pages read.
  Search search(const std::string& concept_id) const;
};

/// One sentence of the clinical case summary and the facts it rests on.
struct SummaryLine {
  std::string text;
  std::vector<std::string> facts;
  std::optional<Search> searched = std::nullopt; ///< of a sentence that says what the file does not say
};

const char* name(Assertion value);    ///< "present", …
const char* name(Temporality value);  ///< "current", …
const char* name(Experiencer value);  ///< "patient", …
const char* name(TextSource value);   ///< "layer", "ocr", "none"
const char* name(SourceReason value); ///< "only_one", "layer_is_sound", …

} // namespace openimr::records
