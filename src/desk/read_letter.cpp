#include "desk/read_letter.h"

#include "base/files.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "corpus/decision_reader.h"
#include "determination/checks.h"
#include "guidelines/library.h"
#include "intake/file_texts.h"

#include <algorithm>

namespace openimr::desk {

namespace {

bool is_paper(const Result<std::string>& bytes) {
  return bytes && (bytes->starts_with("%PDF") || bytes->find('\0') != std::string::npos);
}

intake::ReadOptions reading_options(const Installation& installation) {
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.cache_folder = installation.cache_folder;
  options.packs_folder = installation.packs_folder;
  options.threads = installation.threads;
  return options;
}

} // namespace

struct LetterReader::Parts {
  intake::ReadOptions reading;
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
  return LetterReader(std::make_unique<Parts>(
      Parts{reading_options(installation), std::move(*vocabulary), std::move(*library), std::move(*layouts)}));
}

Result<LetterRead> LetterReader::read(const std::string& file) const {
  std::vector<Result<LetterRead>> letters;
  read_all({file}, [&](Result<LetterRead> letter) { letters.push_back(std::move(letter)); });
  return std::move(letters.front());
}

void LetterReader::read_all(const std::vector<std::string>& files,
                            const std::function<void(Result<LetterRead>)>& take) const {
  constexpr std::size_t share = 64; // letters held in memory at a time
  for (std::size_t from = 0; from < files.size(); from += share) {
    const std::size_t to = std::min(files.size(), from + share);
    std::vector<Result<std::string>> bytes;
    std::vector<std::string> papers; // anything but plain text goes through the confined worker
    for (std::size_t at = from; at < to; ++at) {
      bytes.push_back(read_file(files[at], std::size_t{256} << 20));
      if (is_paper(bytes.back())) papers.push_back(files[at]);
    }
    auto texts = papers.empty() ? std::vector<intake::FileText>{} : intake::read_texts(papers, parts_->reading);
    std::size_t next = 0; // of the papers
    for (std::size_t at = from; at < to; ++at) {
      const Result<std::string>& plain = bytes[at - from];
      if (!plain)
        take(plain.error());
      else if (!is_paper(plain))
        take(understand(files[at], *plain, {}));
      else if (!texts)
        take(texts.error());
      else {
        intake::FileText& read = (*texts)[next++];
        take(understand(files[at], read.text, std::move(read.problems)));
      }
    }
  }
}

LetterRead LetterReader::understand(const std::string& file, const std::string& text, text::Problems problems) const {
  LetterRead result;
  result.decision = corpus::read_decision(parts_->layouts, file, text);
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
