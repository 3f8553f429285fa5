#include "desk/chart_of_files.h"

#include "base/parallel.h"
#include "clinical/extract.h"
#include "intake/case_folder.h"
#include "text/data_file.h"

#include <algorithm>
#include <filesystem>
#include <optional>

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

/// A case folder, or single files.
Result<records::CaseFile> read_all_papers(const std::vector<std::string>& paths, const intake::ReadOptions& options) {
  if (paths.size() == 1 && is_case_folder(paths.front())) return intake::read_case(paths.front(), options);
  records::CaseFile papers;
  auto documents = intake::read_files(paths, options, papers.problems);
  if (!documents) return documents.error();
  papers.documents = std::move(*documents);
  return papers;
}

} // namespace

Result<ChartOfFiles> read_papers(const std::vector<std::string>& paths, const Installation& installation,
                                 const std::function<void(std::size_t done, std::size_t total)>& progress) {
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.cache_folder = installation.cache_folder;
  options.packs_folder = installation.packs_folder;
  options.threads = installation.threads;
  options.progress = progress;
  // The vocabulary is loaded while the workers read.
  std::optional<Result<clinical::Vocabulary>> vocabulary;
  std::optional<Result<records::CaseFile>> papers;
  in_parallel(2, installation.threads, [&](std::size_t part) {
    if (part == 0)
      vocabulary = clinical::Vocabulary::load(installation.packs_folder);
    else
      papers = read_all_papers(paths, options);
  });
  if (!*vocabulary) return vocabulary->error();
  if (!*papers) return papers->error();
  ChartOfFiles read;
  read.vocabulary = std::move(**vocabulary);
  read.case_file = std::move(**papers);
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
