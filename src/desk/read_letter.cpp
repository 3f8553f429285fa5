#include "desk/read_letter.h"

#include "base/files.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "corpus/decision_reader.h"
#include "corpus/letter_parts.h"
#include "determination/checks.h"
#include "guidelines/library.h"
#include "intake/file_texts.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

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

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// In each letter of a file, that it is one of several, and of which cases.
void tell_of_parts(std::vector<LetterRead>& letters, const std::vector<corpus::LetterPart>& parts) {
  std::vector<std::string> numbers;
  for (const LetterRead& letter : letters) {
    const auto& own = letter.decision.case_numbers;
    numbers.push_back(own.empty() ? "one without a number" : fmt::format("{}", fmt::join(own, ", ")));
  }
  for (std::size_t k = 0; k < letters.size(); ++k)
    letters[k].decision.problems.push_back(
        {fmt::format("{}, line {}", letters[k].decision.file, parts[k].line),
         fmt::format("letter {} of {} in one file: {}", k + 1, letters.size(), fmt::join(numbers, "; ")),
         "one letter a file", "each letter has a record; check where one ends and the next begins"});
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
        for (LetterRead& letter : understand(files[at], *plain, {})) take(std::move(letter));
      else if (!texts)
        take(texts.error());
      else {
        const intake::FileText& read = (*texts)[next++];
        for (LetterRead& letter : understand(files[at], read.text, read.problems)) take(std::move(letter));
      }
    }
  }
}

std::vector<LetterRead> LetterReader::understand(const std::string& file, const std::string& text,
                                                 const text::Problems& problems) const {
  const std::vector<corpus::LetterPart> parts = corpus::split_letters(parts_->layouts, text);
  std::vector<LetterRead> letters;
  for (const corpus::LetterPart& part : parts) {
    letters.push_back(understand_one(file, part.text));
    letters.back().part = static_cast<int>(letters.size());
    letters.back().parts = static_cast<int>(parts.size());
  }
  if (letters.size() > 1) tell_of_parts(letters, parts);
  for (LetterRead& letter : letters) {
    auto& told = letter.decision.problems;
    told.insert(told.begin(), problems.begin(), problems.end());
  }
  return letters;
}

LetterRead LetterReader::understand_one(const std::string& file, std::string_view text) const {
  LetterRead result;
  result.decision = corpus::read_decision(parts_->layouts, file, text);
  result.has_words = std::any_of(text.begin(), text.end(), [](char c) { return is_word_byte(c); });

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
