#include "desk/chart_of_files.h"

#include "clinical/extract.h"
#include "intake/case_folder.h"
#include "text/data_file.h"

#include <algorithm>
#include <filesystem>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

bool is_case_folder(const std::string& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

/// "dx.crps": lower case, a dot, no space. Free words of that shape are not to be expected.
bool looks_like_an_id(const std::string& words) {
  const std::size_t dot = words.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < words.size() &&
         std::all_of(words.begin(), words.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

Result<Done> check_asked(const ChartOfFiles& read, const std::string& asked) {
  if (clinical::content_words(read.vocabulary.word_forms(), asked).empty())
    return Error{ErrorKind::Input, "\"" + asked + "\"", "no word that means something", "a concept's id, or words",
                 "ask for a thing, such as \"bone scan\""};
  if (!looks_like_an_id(asked) || read.vocabulary.concept_of(asked) || read.chart.terms.contains(asked) ||
      !read.chart.of(asked).empty())
    return Done{};
  std::vector<std::string> known;
  for (const auto& [id, terms] : read.chart.terms) known.push_back(id);
  const std::string near = text::nearest(asked, known);
  return Error{ErrorKind::Input, "\"" + asked + "\"", "no concept of the vocabulary", "a concept's id, or words",
               near.empty() ? "ask in words" : "did you mean " + near + "?"};
}

} // namespace

Result<ChartOfFiles> read_papers(const std::vector<std::string>& paths, const Installation& installation,
                                 const std::function<void(std::size_t done, std::size_t total)>& progress) {
  ChartOfFiles read;
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  read.vocabulary = std::move(*vocabulary);
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.cache_folder = installation.cache_folder;
  options.packs_folder = installation.packs_folder;
  options.threads = installation.threads;
  options.progress = progress;
  if (paths.size() == 1 && is_case_folder(paths.front())) {
    auto case_file = intake::read_case(paths.front(), options);
    if (!case_file) return case_file.error();
    read.case_file = std::move(*case_file);
    return read;
  }
  auto documents = intake::read_files(paths, options, read.case_file.problems);
  if (!documents) return documents.error();
  read.case_file.documents = std::move(*documents);
  return read;
}

Result<ChartOfFiles> read_chart(const std::vector<std::string>& paths, const Installation& installation,
                                const std::function<void(std::size_t done, std::size_t total)>& progress) {
  auto read = read_papers(paths, installation, progress);
  if (!read) return read.error();
  read->chart = clinical::extract_facts(read->vocabulary, read->case_file, installation.threads);
  return read;
}

Result<std::vector<clinical::FileSearch>> search_for(const ChartOfFiles& read, const std::vector<std::string>& asked) {
  std::vector<clinical::FileSearch> searches;
  for (const std::string& one : asked) {
    if (auto known = check_asked(read, one); !known) return known.error();
    searches.push_back(clinical::search_file(read.vocabulary, read.chart, read.case_file.documents, one));
  }
  return searches;
}

} // namespace openimr::desk
