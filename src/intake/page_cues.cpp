#include "intake/page_cues.h"

#include "intake/words_on_page.h"
#include "text/data_file.h"

#include <fmt/format.h>

namespace openimr::intake {
namespace {

using text::Value;

enum class Written { Plain, AsIs };

std::vector<std::string> words_at(const Value& root, const char* key, Written written = Written::Plain) {
  std::vector<std::string> result;
  const Value list = root.required(key);
  for (const std::string& words : list.strings()) {
    result.push_back(written == Written::Plain ? plain(words) : words);
    if (result.back().empty()) list.problem("no words", "words to look for", "write them or remove the entry");
  }
  return result;
}

int weight_at(const Value& map, const char* key) {
  const Value value = map.required(key);
  const int weight = value.integer();
  if (weight < -100 || weight > 100) value.problem(fmt::format("the weight {}", weight), "-100 to 100", "correct it");
  return weight;
}

SplitSigns signs_of(const Value& root) {
  const Value map = root.required("signs");
  map.only({"first_page",         "count_restarts",         "count_goes_on",    "other_total",      "counts_on_alone",
            "other_heading",      "sure_heading",           "same_heading",     "other_letterhead", "same_letterhead",
            "salutation",         "ended_before",           "counted_out",      "other_day",        "same_day",
            "identity_block",     "starts_in_mid_sentence", "continued",        "other_size",       "other_source",
            "fax_count_restarts", "repeats_first_page",     "whole_file_count", "bare_heading"});
  SplitSigns signs;
  signs.split_at = weight_at(root, "split_at");
  signs.first_page = weight_at(map, "first_page");
  signs.count_restarts = weight_at(map, "count_restarts");
  signs.count_goes_on = weight_at(map, "count_goes_on");
  signs.other_total = weight_at(map, "other_total");
  signs.counts_on_alone = weight_at(map, "counts_on_alone");
  signs.other_heading = weight_at(map, "other_heading");
  signs.sure_heading = weight_at(map, "sure_heading");
  signs.same_heading = weight_at(map, "same_heading");
  signs.other_letterhead = weight_at(map, "other_letterhead");
  signs.same_letterhead = weight_at(map, "same_letterhead");
  signs.salutation = weight_at(map, "salutation");
  signs.ended_before = weight_at(map, "ended_before");
  signs.counted_out = weight_at(map, "counted_out");
  signs.other_day = weight_at(map, "other_day");
  signs.same_day = weight_at(map, "same_day");
  signs.identity_block = weight_at(map, "identity_block");
  signs.starts_in_mid_sentence = weight_at(map, "starts_in_mid_sentence");
  signs.continued = weight_at(map, "continued");
  signs.other_size = weight_at(map, "other_size");
  signs.other_source = weight_at(map, "other_source");
  signs.fax_count_restarts = weight_at(map, "fax_count_restarts");
  signs.bare_heading = weight_at(map, "bare_heading");
  signs.whole_file_count = weight_at(map, "whole_file_count");
  signs.repeats_first_page = weight_at(map, "repeats_first_page");
  return signs;
}

} // namespace

Result<PageCues> load_page_cues(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/pages/cues.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema",           "patient_labels", "weak_patient_labels",
             "patient_signs",    "birth_labels",   "claim_labels",
             "injury_labels",    "other_people",   "no_names",
             "facility_words",   "no_facility",    "facility_labels",
             "letterhead_words", "credentials",    "foreign_dates",
             "service_labels",   "written_labels", "author_labels",
             "closings",         "openings",       "continuations",
             "fax_words",        "stamp_words",    "signature_words",
             "negations",        "split_at",       "signs"});
  root["schema"].one_of({"1"}, "1");
  PageCues cues;
  cues.patient_labels = words_at(root, "patient_labels");
  cues.patient_signs = words_at(root, "patient_signs");
  cues.weak_patient_labels = words_at(root, "weak_patient_labels");
  cues.birth_labels = words_at(root, "birth_labels");
  cues.claim_labels = words_at(root, "claim_labels");
  cues.injury_labels = words_at(root, "injury_labels");
  cues.other_people = words_at(root, "other_people");
  cues.no_names = words_at(root, "no_names");
  cues.facility_words = words_at(root, "facility_words");
  cues.no_facility = words_at(root, "no_facility");
  cues.facility_labels = words_at(root, "facility_labels");
  cues.letterhead_words = words_at(root, "letterhead_words");
  cues.credentials = words_at(root, "credentials", Written::AsIs);
  cues.foreign_dates = words_at(root, "foreign_dates");
  cues.service_labels = words_at(root, "service_labels");
  cues.written_labels = words_at(root, "written_labels");
  cues.author_labels = words_at(root, "author_labels");
  cues.closings = words_at(root, "closings");
  cues.openings = words_at(root, "openings");
  cues.continuations = words_at(root, "continuations");
  cues.fax_words = words_at(root, "fax_words");
  cues.stamp_words = words_at(root, "stamp_words");
  cues.signature_words = words_at(root, "signature_words");
  cues.negations = words_at(root, "negations");
  cues.signs = signs_of(root);
  if (!reader.problems().empty()) return reader.as_error();
  return cues;
}

} // namespace openimr::intake
