#include "desk/read_letter.h"

#include "base/files.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "corpus/decision_reader.h"
#include "determination/checks.h"
#include "guidelines/library.h"
#include "intake/case_folder.h"

namespace openimr::desk {

struct LetterReader::Parts {
  Installation installation;
  clinical::Vocabulary vocabulary;
  guidelines::Library library;
  corpus::Layouts layouts;
};

LetterReader::LetterReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LetterReader::LetterReader(LetterReader&&) noexcept = default;
LetterReader::~LetterReader() = default;

Result<LetterReader> LetterReader::open(const Installation& installation) {
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  auto library = guidelines::Library::load(installation.packs_folder);
  if (!library) return library.error();
  auto layouts = corpus::Layouts::load(installation.packs_folder);
  if (!layouts) return layouts.error();
  return LetterReader(
      std::make_unique<Parts>(Parts{installation, std::move(*vocabulary), std::move(*library), std::move(*layouts)}));
}

Result<LetterRead> LetterReader::read(const std::string& file) const {
  LetterRead result;
  auto bytes = read_file(file, std::size_t{256} << 20);
  if (!bytes) return bytes.error();
  text::Problems problems;
  if (bytes->starts_with("%PDF") || bytes->find('\0') != std::string::npos) {
    // Anything but plain text goes through the confined worker.
    intake::ReadOptions options;
    options.worker_program = parts_->installation.worker_program;
    options.cache_folder = parts_->installation.cache_folder;
    options.packs_folder = parts_->installation.packs_folder;
    options.threads = parts_->installation.threads;
    auto documents = intake::read_files({file}, options, problems);
    if (!documents) return documents.error();
    std::string text;
    for (const auto& document : *documents)
      for (const auto& page : document.pages) text += (text.empty() ? "" : "\f") + page.text;
    *bytes = std::move(text);
  }
  result.decision = corpus::read_decision(parts_->layouts, file, *bytes);
  result.decision.problems.insert(result.decision.problems.begin(), problems.begin(), problems.end());

  // The edition that a letter could cite is that of its own time; a letter without a date is held against the edition
  // of the seeds' years.
  const Date day = result.decision.ur_denial.value_or(result.decision.decision_date.value_or(*Date::from(2015, 1, 1)));
  for (const auto& issue : result.decision.issues) {
    if (!issue.text || !issue.reviewer_guidelines) continue;
    const auto item = clinical::parse_item(parts_->vocabulary, *issue.text, day);
    const auto topics = parts_->library.topics_for(item, day);
    for (const auto& cited : *issue.reviewer_guidelines)
      if (const auto doubt =
              determination::doubt_citation(parts_->library, {cited.source, cited.pages.value_or("")}, topics, day))
        result.checks.push_back({doubt->id, issue.n, doubt->text});
  }
  return result;
}

} // namespace openimr::desk
