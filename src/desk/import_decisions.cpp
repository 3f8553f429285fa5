#include "desk/import_decisions.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "corpus/decision_table.h"
#include "desk/letters_of_case.h"
#include "desk/library_reader.h"
#include "desk/publication_book.h"
#include "intake/case_folder.h"
#include "library/library.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t batch_files = 8192;
constexpr std::size_t batch_papers = 64; ///< of PDF and ZIP, which take long
constexpr std::size_t most_problems = 200;
constexpr const char* piped_name = "standard input";
constexpr std::size_t most_bytes = std::size_t{512} << 20;

bool has_ending(const std::string& path, std::initializer_list<const char*> endings) {
  std::string ending = fs::path(path).extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(endings, ending) != endings.end();
}
bool is_table(const std::string& path) { return has_ending(path, {".csv", ".jsonl", ".ndjson"}); }
bool is_paper(const std::string& path) { return has_ending(path, {".pdf", ".zip"}); }
bool is_letter(const std::string& path) { return has_ending(path, {".txt", ".text"}); }

/// What a file gives: decisions ready for the library, or the problem with it.
struct Outcome {
  std::vector<library::Prepared> prepared;
  text::Problems problems;
  bool is_unread = false;
};

class Import {
public:
  Import(const ImportOptions& options, const Installation& installation, LibraryReader reader, library::Library library)
      : options_(options), installation_(installation), reader_(std::move(reader)), library_(std::move(library)) {}

  Result<ImportReport> run() {
    if (auto listed = list_files(); !listed) return listed.error();
    report_.files = letters_.size() + papers_.size() + tables_.size() + (options_.piped ? 1 : 0);
    if (auto done = import_letters(); !done) return done.error();
    if (auto done = import_papers(); !done) return done.error();
    for (const std::string& table : tables_)
      if (auto done = import_table(table); !done) return done.error();
    if (options_.piped)
      if (auto done = import_piped(*options_.piped); !done) return done.error();
    if (auto done = settle(); !done) return done.error();
    if (auto done = follow_books(); !done) return done.error();
    if (options_.optimise && report_.added > 0)
      if (auto done = library_.optimise(); !done) return done.error();
    return std::move(report_);
  }

private:
  Result<Done> list_files() {
    std::vector<std::string> paths = options_.paths;
    if (!options_.list.empty()) {
      auto lines = read_file(options_.list);
      if (!lines) return lines.error();
      for (std::size_t at = 0; at < lines->size();) {
        const std::size_t end = std::min(lines->find('\n', at), lines->size());
        if (end > at) paths.push_back(lines->substr(at, end - at));
        at = end + 1;
      }
    }
    for (const std::string& path : paths)
      if (auto added = add_path(path); !added) return added;
    return Done{};
  }

  Result<Done> add_path(const std::string& path) {
    std::error_code trouble;
    if (fs::is_directory(path, trouble)) {
      for (const std::string& file : files_below(path)) add_file(path + "/" + file, false);
      return Done{};
    }
    if (!fs::exists(path, trouble))
      return Error{ErrorKind::NotFound, path, "no such file or folder", "letters, tables, ZIP files or folders of them",
                   "check the name"};
    add_file(path, true);
    return Done{};
  }

  // Of a folder, what is no letter by its name is passed over; a file that was named is read whatever its name.
  void add_file(const std::string& path, bool is_named) {
    if (!is_named && is_proposal(path)) return; // nobody has approved it
    // Beside our own determination lies the same letter as PDF.
    if (!is_named && is_paper(path) && fs::exists(fs::path(path).replace_extension(".txt")) &&
        (is_own(path) || !publication_of(path).empty()))
      return;
    if (is_table(path))
      tables_.push_back(path);
    else if (is_paper(path))
      papers_.push_back(path);
    else if (is_letter(path) || is_named)
      letters_.push_back(path);
  }

  /// What the folder of a letter says of every letter in it; asked of the disk once a folder.
  struct Place {
    bool has_own_determination = false;
    std::string publication; ///< "ID/vN" where it is a version of a publication book, as it was approved
  };
  Place place_of(const std::string& path) const {
    const std::string folder = path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
    {
      const std::lock_guard lock(places_mutex_);
      if (const auto known = places_.find(folder); known != places_.end()) return known->second;
    }
    const Place place{is_own(path), publication_of(path)};
    const std::lock_guard lock(places_mutex_);
    if (places_.size() >= most_places) places_.clear();
    return places_.emplace(folder, place).first->second;
  }

  bool is_own(const std::string& path) const {
    std::error_code trouble;
    return fs::exists(fs::path(path).parent_path() / reader_.words().data().own_determination, trouble);
  }

  /// BOOK/proposed/ID/vN/decision.txt
  static bool is_proposal(const std::string& path) {
    const fs::path stage = fs::absolute(path).lexically_normal().parent_path().parent_path().parent_path();
    std::error_code trouble;
    return stage.filename() == "proposed" && fs::exists(stage.parent_path() / "book.log", trouble);
  }

  /// "ID/vN" of a file that lies in a publication book as it was approved there; empty for every other.
  std::string publication_of(const std::string& path) const {
    const fs::path version = fs::absolute(path).lexically_normal().parent_path(), id = version.parent_path();
    const fs::path book = id.parent_path().parent_path();
    std::error_code trouble;
    if (id.parent_path().filename() != "published" || !fs::exists(book / "book.log", trouble)) return "";
    const std::lock_guard lock(books_mutex_);
    auto known = approved_.find(version.string());
    if (known == approved_.end()) {
      auto read = PublicationBook::open(book.string());
      const bool is_approved = read && read->holds_as_approved(id.filename().string(), version.filename().string());
      known = approved_.emplace(version.string(), is_approved).first;
    }
    return known->second ? id.filename().string() + "/" + version.filename().string() : "";
  }

  /// The publication book that a path names, lies in or holds; empty for none.
  static std::string book_of(const std::string& path) {
    std::error_code trouble;
    for (fs::path at = fs::absolute(path).lexically_normal(); at.has_relative_path(); at = at.parent_path())
      if (fs::is_directory(at, trouble) && fs::exists(at / "book.log", trouble)) return at.string();
    return "";
  }

  // What the library has from a book follows the book: a retraction and a correction reach what was loaded before.
  Result<Done> follow_books() {
    for (const std::string& path : options_.paths)
      if (const std::string book = book_of(path); !book.empty()) books_.insert(book);
    if (books_.empty()) return Done{};
    auto known = library_.published();
    if (!known) return known.error();
    for (const std::string& path : books_) {
      auto book = PublicationBook::open(path);
      if (!book) return book.error();
      for (const auto& one : *known)
        if (auto done = follow(*book, *known, one); !done) return done;
    }
    return Done{};
  }

  Result<Done> follow(const PublicationBook& book, const std::vector<library::PublishedVersion>& all,
                      const library::PublishedVersion& one) {
    const std::size_t slash = one.publication.find("/v");
    const auto publication = book.publications().find(one.publication.substr(0, slash));
    if (slash == std::string::npos || publication == book.publications().end()) return Done{};
    for (const PublicationVersion& version : publication->second.versions) {
      if (one.publication.substr(slash + 2) != std::to_string(version.n)) continue;
      library::Withdrawal why;
      if (version.state == PublicationState::Retracted && one.standing != corpus::Standing::Retracted) {
        why.on = version.retracted_on;
        why.reason = version.reason;
      } else if (version.state == PublicationState::Superseded && one.standing == corpus::Standing::Current) {
        why.standing = corpus::Standing::Superseded;
        const auto* current = publication->second.current();
        for (const auto& other : all)
          if (current != nullptr && other.publication == publication->first + "/v" + std::to_string(current->n))
            why.superseded_by = other.permalink;
      } else
        continue;
      if (auto done = library_.withdraw(one.permalink, why); !done) return done;
      ++report_.withdrawn;
    }
    return Done{};
  }

  library::Prepared prepared_letter(const std::string& path, const std::string& text, std::string content) const {
    const Place place = place_of(path);
    if (const auto& id = place.publication; !id.empty()) { // not the same as these bytes from elsewhere
      auto letter = reader_.letter(id, text, Provenance::Published);
      letter.publication = id;
      return library::prepare(std::move(letter), sha256_hex(id + " " + content));
    }
    const Provenance from = place.has_own_determination ? Provenance::Own : Provenance::Elsewhere;
    return library::prepare(reader_.letter(path, text, from), std::move(content));
  }

  Outcome read_letter(const std::string& path) const {
    Outcome out;
    auto bytes = read_file(path, most_bytes);
    if (bytes) return letter_of(path, *bytes);
    out.is_unread = true;
    out.problems.push_back({path, bytes.error().found, bytes.error().expected, bytes.error().remedy});
    return out;
  }

  Outcome letter_of(const std::string& path, const std::string& bytes) const {
    Outcome out;
    if (bytes.find('\0') != std::string::npos || bytes.starts_with("%PDF")) {
      out.is_unread = true;
      out.problems.push_back(
          {path, "bytes that are no text", "a text file, or a PDF named .pdf", "name it by what it is"});
      return out;
    }
    if (is_draft(bytes))
      out.problems.push_back(draft_problem(path));
    else
      out.prepared.push_back(prepared_letter(path, bytes, sha256_hex(bytes)));
    return out;
  }

  /// What the engine wrote for a reviewer, by its mark at the head of the first page.
  static bool is_draft(std::string_view text) {
    const std::string_view head = text.substr(0, 400); // the mark stands at the foot of a PDF's pages
    return head.find(draft_mark) != head.npos || head.find(draft_heading) != head.npos;
  }
  static text::Problem draft_problem(const std::string& file) {
    return {file, "a draft, which decides nothing", "a determination", "import determination.txt or .pdf beside it"};
  }

  /// A table by its columns, else one letter.
  Result<Done> import_piped(const std::string& bytes) {
    if (corpus::table_of(reader_.words(), bytes) != nullptr) return import_table(piped_name, bytes);
    std::vector<Outcome> outcomes;
    outcomes.push_back(letter_of(piped_name, bytes));
    auto added = hand_over(std::move(outcomes));
    tell(1);
    return added;
  }

  Result<Done> import_letters() {
    for (std::size_t first = 0; first < letters_.size(); first += batch_files) {
      const std::size_t count = std::min(batch_files, letters_.size() - first);
      std::vector<Outcome> outcomes(count);
      in_parallel(count, installation_.threads, [&](std::size_t k) { outcomes[k] = read_letter(letters_[first + k]); });
      if (auto added = hand_over(std::move(outcomes)); !added) return added;
      tell(count);
    }
    return Done{};
  }

  Result<Done> import_papers() {
    intake::ReadOptions reading;
    reading.worker_program = installation_.worker_program;
    reading.cache_folder = installation_.cache_folder;
    reading.packs_folder = installation_.packs_folder;
    reading.threads = installation_.threads;
    for (std::size_t first = 0; first < papers_.size(); first += batch_papers) {
      const std::size_t count = std::min(batch_papers, papers_.size() - first);
      const std::vector<std::string> files(papers_.begin() + static_cast<std::ptrdiff_t>(first),
                                           papers_.begin() + static_cast<std::ptrdiff_t>(first + count));
      std::vector<Outcome> outcomes(1);
      auto documents = intake::read_files(files, reading, outcomes[0].problems);
      if (!documents) return documents.error();
      for (auto& [file, text] : texts_of(*documents)) {
        if (text.find_first_not_of(" \n\f") == std::string::npos)
          outcomes[0].problems.push_back({file, "no words", "a letter", "read it by hand; it may be a picture"});
        else if (is_draft(text))
          outcomes[0].problems.push_back(draft_problem(file));
        else
          outcomes[0].prepared.push_back(prepared_letter(file, text, sha256_hex(text)));
      }
      if (auto added = hand_over(std::move(outcomes)); !added) return added;
      tell(count);
    }
    return Done{};
  }

  /// A file may be cut into several documents; for a letter its pages belong together.
  static std::map<std::string, std::string> texts_of(const std::vector<records::Document>& documents) {
    std::map<std::string, std::string> texts;
    for (const auto& document : documents)
      for (const auto& page : document.pages) {
        std::string& text = texts[document.file];
        text += (text.empty() ? "" : "\f") + page.text;
      }
    return texts;
  }

  Result<Done> import_table(const std::string& path) {
    auto bytes = read_file(path, most_bytes * 4);
    if (!bytes) return bytes.error();
    return import_table(path, *bytes);
  }

  Result<Done> import_table(const std::string& path, const std::string& bytes) {
    const corpus::TableDefinition* table = corpus::table_of(reader_.words(), bytes);
    std::vector<Outcome> outcomes(1);
    if (table == nullptr) {
      outcomes[0].is_unread = true;
      outcomes[0].problems.push_back(
          {path, "columns of no known table", "a table of packs/corpus/library.yaml", "describe its columns there"});
    } else {
      const std::string name = fs::path(path).filename().string();
      auto rows = corpus::read_table(reader_.words(), *table, name, bytes, outcomes[0].problems);
      outcomes[0].prepared.resize(rows.size());
      in_parallel(rows.size(), installation_.threads, [&](std::size_t k) {
        for (auto& item : rows[k].decision.items) {
          const std::string category = item.category; // a table has categories of its own, or none
          reader_.file_item(item, std::nullopt);
          item.category = category;
        }
        outcomes[0].prepared[k] = library::prepare(std::move(rows[k].decision), sha256_hex(rows[k].source));
      });
    }
    auto added = hand_over(std::move(outcomes));
    tell(1);
    return added;
  }

  // While one batch is written, the next is read.
  Result<Done> hand_over(std::vector<Outcome> outcomes) {
    if (auto done = settle(); !done) return done;
    std::vector<library::Prepared> batch;
    for (Outcome& one : outcomes) {
      report_.unread += one.is_unread;
      for (auto& problem : one.problems) {
        ++report_.problem_count;
        if (report_.problems.size() < most_problems) report_.problems.push_back(std::move(problem));
      }
      for (auto& prepared : one.prepared) batch.push_back(std::move(prepared));
    }
    for (const auto& one : batch) pending_.push_back({one.decision.layout, one.decision.not_understood});
    writer_ = std::jthread([this, batch = std::move(batch)]() mutable { written_ = library_.add(std::move(batch)); });
    return Done{};
  }

  Result<Done> settle() {
    if (!writer_.joinable()) return Done{};
    writer_.join();
    if (!*written_) return written_->error();
    const auto& results = **written_;
    for (std::size_t k = 0; k < results.size(); ++k) {
      if (results[k] == library::Added::Same) {
        ++report_.same;
        continue;
      }
      ++report_.added;
      report_.corrections += results[k] == library::Added::Correction;
      ++report_.layouts[pending_[k].layout];
      for (const std::string& field : pending_[k].not_understood) ++report_.not_understood[field];
    }
    pending_.clear();
    return Done{};
  }

  void tell(std::size_t count) {
    done_ += count;
    if (options_.progress) options_.progress(done_, report_.files);
  }

  struct Pending {
    std::string layout;
    std::vector<std::string> not_understood;
  };

  const ImportOptions& options_;
  const Installation& installation_;
  LibraryReader reader_;
  library::Library library_;
  std::vector<std::string> letters_, papers_, tables_;
  std::vector<Pending> pending_; ///< of the batch that is being written
  std::optional<Result<std::vector<library::Added>>> written_;
  std::size_t done_ = 0;
  std::set<std::string> books_;
  static constexpr std::size_t most_places = 10'000;
  mutable std::mutex places_mutex_;
  mutable std::map<std::string, Place> places_; ///< folder with its slash -> what it says
  mutable std::mutex books_mutex_;
  mutable std::map<std::string, bool> approved_; ///< folder of a version -> lies there as approved
  ImportReport report_;
  std::jthread writer_; ///< last, so that it ends first
};

} // namespace

Result<ImportReport> import_decisions(const ImportOptions& options, const Installation& installation) {
  auto reader = LibraryReader::open(installation);
  if (!reader) return reader.error();
  auto library = library::Library::open(options.library, library::Access::Write);
  if (!library) return library.error();
  return Import(options, installation, std::move(*reader), std::move(*library)).run();
}

} // namespace openimr::desk
