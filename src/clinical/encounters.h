// Encounters: the course of treatment day by day. What was new at each visit, study and procedure, what was only said
// again, and how the patient was against the visit before, from measured values and from words.
#pragma once

#include "base/date.h"
#include "clinical/course_rules.h"
#include "clinical/series.h"
#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::clinical {

/// What an encounter says on one topic.
struct EncounterLine {
  std::string topic; ///< "complaints", "findings", "diagnoses", "drugs", "planned", …
  std::string text;  ///< plain words; what was said before is left to "as on 5/6/2014"
  int page = 1;
  std::vector<std::string> facts;
  bool is_news = true; ///< false: all of it was said before
};

/// How something stands against the encounter before.
struct Change {
  std::string of; ///< measure, or what the words speak about: "sitting", "pain", "condition"
  Trend trend = Trend::Unknown;
  bool is_measured = true;      ///< from two values; else from words
  std::string before, now;      ///< "20 minutes", "40 minutes"; of words only now, as quoted
  std::optional<Date> since;    ///< day of the value before; of words the visit before, if any
  bool is_contradicted = false; ///< values and words of this encounter say opposite things of it
  std::vector<std::string> facts;
  records::Evidence evidence;
};

/// A drug of an encounter's list that the list before does not have, or the other way round.
struct DrugChange {
  std::string drug;
  bool is_new = true; ///< else no longer listed
  std::vector<std::string> facts;
};

/// One paper's day. Days that are only told of in other papers have no paper of their own (is_told).
struct Encounter {
  std::optional<Date> date;
  bool is_about = false; ///< the papers give the month or year only
  std::string kind;      ///< injury | visit | evaluation | study | procedure | therapy | pharmacy | record
  bool is_told = false;  ///< told of elsewhere: document is the first paper that tells it
  std::string document, file, title, author;
  int first_page = 1, last_page = 1;
  std::vector<EncounterLine> lines;
  std::vector<Change> changes;
  std::vector<DrugChange> drugs;
  int repeated = 0;                   ///< statements copied word for word from earlier papers
  std::optional<Date> repeated_since; ///< the oldest of them
};

/// In order of date, file and page; undated papers last. Evidence papers of this patient only.
std::vector<Encounter> encounters(const Vocabulary& vocabulary, const records::Chart& chart,
                                  const records::CaseFile& case_file);

} // namespace openimr::clinical
