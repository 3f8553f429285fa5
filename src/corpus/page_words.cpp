#include "corpus/page_words.h"

#include "text/data_file.h"

#include <cassert>

namespace openimr::corpus {

Result<PageWords> PageWords::load(const std::string& packs_folder, const std::string& language) {
  auto file = text::DataFile::read(packs_folder + "/corpus/pages.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "languages"});
  const text::Value languages = root.required("languages");
  languages.only({"en", "es"});
  PageWords out;
  out.language_ = language;
  for (const auto& [name, words] : languages.fields()) {
    const std::initializer_list<std::string_view> keys = {"name",
                                                          "other",
                                                          "skip",
                                                          "banner",
                                                          "site",
                                                          "search",
                                                          "search_label",
                                                          "search_help",
                                                          "sort",
                                                          "sort_relevance",
                                                          "sort_newest",
                                                          "sort_oldest",
                                                          "results",
                                                          "none",
                                                          "some_words",
                                                          "not_all_words",
                                                          "also",
                                                          "narrow",
                                                          "next",
                                                          "previous",
                                                          "feed",
                                                          "download_csv",
                                                          "download_json",
                                                          "decision",
                                                          "decided",
                                                          "case_number",
                                                          "reviewer",
                                                          "patient",
                                                          "source",
                                                          "items",
                                                          "treatment",
                                                          "outcome",
                                                          "upheld",
                                                          "overturned",
                                                          "partially_overturned",
                                                          "unknown",
                                                          "guidelines",
                                                          "reason",
                                                          "rationale",
                                                          "summary",
                                                          "text",
                                                          "superseded",
                                                          "retracted",
                                                          "synthetic",
                                                          "similar",
                                                          "topic",
                                                          "guideline",
                                                          "page",
                                                          "rate",
                                                          "of",
                                                          "interval",
                                                          "by_year",
                                                          "by_reason",
                                                          "year",
                                                          "decisions",
                                                          "share",
                                                          "latest",
                                                          "too_few",
                                                          "cited_with",
                                                          "about",
                                                          "about_text",
                                                          "about_limits",
                                                          "about_field",
                                                          "about_missing",
                                                          "error",
                                                          "found",
                                                          "expected",
                                                          "footer",
                                                          "no_library",
                                                          "not_found",
                                                          "busy",
                                                          "did_you_mean",
                                                          "retracted_on",
                                                          "because",
                                                          "because_identity",
                                                          "because_error",
                                                          "because_clerical",
                                                          "because_order",
                                                          "because_duplicate",
                                                          "because_other",
                                                          "field_outcome",
                                                          "field_treatment",
                                                          "field_section",
                                                          "field_reason",
                                                          "field_diagnosis",
                                                          "field_specialty",
                                                          "field_year",
                                                          "female",
                                                          "male",
                                                          "help_words",
                                                          "help_phrase",
                                                          "help_or",
                                                          "help_not",
                                                          "help_prefix",
                                                          "help_near",
                                                          "help_field",
                                                          "help_silent"};
    words.only(keys);
    for (const auto key : keys)
      if (std::string value = words.required(key).string(); name == language) out.words_.emplace(key, std::move(value));
  }
  if (!reader.problems().empty()) return reader.as_error();
  if (out.words_.empty()) return Error{ErrorKind::Input, "language", language, "en or es", "choose one of them"};
  return out;
}

const std::string& PageWords::operator[](std::string_view key) const {
  const auto found = words_.find(key);
  assert(found != words_.end() && "a key of packs/corpus/pages.yaml");
  return found->second;
}

} // namespace openimr::corpus
