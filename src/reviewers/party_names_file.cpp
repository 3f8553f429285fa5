// packs/names/party_names.yaml.
#include "reviewers/party_name.h"
#include "text/data_file.h"

#include <algorithm>

namespace openimr::reviewers {
namespace {

using Words = std::vector<std::string>;
using text::Value;

Words parted(const std::string& phrase) {
  Words words;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = std::min(phrase.find(' ', at), phrase.size());
    if (end > at) words.push_back(phrase.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// Phrases in lower case, longest first, so that "formerly known as" comes before "formerly".
std::vector<Words> phrases(const Value& list) {
  std::vector<Words> result;
  for (const std::string& phrase : list.strings()) result.push_back(parted(phrase));
  std::stable_sort(result.begin(), result.end(), [](const Words& a, const Words& b) { return a.size() > b.size(); });
  return result;
}

std::set<std::string> words(const Value& list) {
  const auto all = list.strings();
  return {all.begin(), all.end()};
}

} // namespace

Result<PartyNames> PartyNames::load(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/names/party_names.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "company_forms", "descriptions", "other_names", "abbreviations", "titles", "particles",
             "short_forms", "spellings"});
  PartyNames names;
  names.company_forms_ = words(root.required("company_forms"));
  names.descriptions_ = phrases(root.required("descriptions"));
  names.other_names_ = phrases(root.required("other_names"));
  names.titles_ = words(root.required("titles"));
  names.particles_ = words(root.required("particles"));
  for (const Value& row : root.required("abbreviations").list()) {
    row.only({"write", "for"});
    const Words to = parted(row.required("write").string());
    for (const std::string& phrase : row.required("for").strings()) {
      const Words from = parted(phrase);
      if (!from.empty()) names.abbreviations_[from[0]].push_back({from, to});
    }
  }
  for (auto& [first, rows] : names.abbreviations_)
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const Value& row : root.required("short_forms").list()) {
    row.only({"write", "for"});
    for (const std::string& form : row.required("for").strings())
      if (!names.short_forms_.emplace(form, row.required("write").string()).second)
        row["for"].problem("\"" + form + "\" twice", "every short form once", "remove one");
  }
  int number = 0;
  for (const Value& row : root.required("spellings").list()) {
    for (const std::string& name : row.strings()) names.spellings_[name].insert(number);
    ++number;
  }
  if (!reader.problems().empty()) return reader.as_error();
  return names;
}

} // namespace openimr::reviewers
