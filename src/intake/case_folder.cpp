#include "intake/case_folder.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "intake/application_file.h"
#include "intake/classify.h"
#include "intake/document_reader.h"
#include "intake/documents_file.h"
#include "intake/reading_queue.h"
#include "intake/repeated_pages.h"
#include "intake/running_lines.h"
#include "intake/split.h"
#include "intake/statements.h"
#include "intake/trouble.h"
#include "intake/typed_pages_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <span>

namespace openimr::intake {
namespace {

namespace fs = std::filesystem;
using records::Application;
using records::Document;
using records::Page;

constexpr std::string_view reports_type = "application/x-ndjson"; // every line a report of its own

/// Files beside the application and the documents that a review rests on, where they are there.
constexpr const char* papers_of_the_review[] = {
    "opinion.yaml",  "opinion-2.yaml", "opinion-3.yaml",   "opinion-4.yaml", "opinion-5.yaml",
    "evidence.yaml", "appeal.yaml",    "own_finding.yaml", "panel.yaml",     "quality.yaml"};

/// Everything below documents/, links included, sorted; hidden files left out.
std::vector<std::string> names_below(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failed), end;
  for (; !failed && entry != end; entry.increment(failed)) {
    std::error_code gone;
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    const bool is_link = entry->is_symlink(gone), is_folder = !is_link && entry->is_directory(gone);
    if (is_hidden && is_folder) entry.disable_recursion_pending();
    if (!is_hidden && !is_folder) names.push_back(entry->path().lexically_relative(folder).generic_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

const char* word(Belongs belongs) {
  switch (belongs) {
  case Belongs::This:
    return "this";
  case Belongs::Other:
    return "other";
  case Belongs::Unknown:
    return "unknown";
  }
  return "";
}

/// "documents/a.pdf, page 2" or "…, pages 2, 3 and 7".
std::string place_of(const std::string& file, const std::vector<std::size_t>& indices, const std::vector<Page>& pages) {
  if (indices.size() == 1) return fmt::format("{}, page {}", file, pages[indices[0]].number);
  const bool is_run = indices.back() - indices.front() + 1 == indices.size();
  if (is_run)
    return fmt::format("{}, pages {} to {}", file, pages[indices.front()].number, pages[indices.back()].number);
  std::string list;
  for (std::size_t i = 0; i < indices.size(); ++i)
    list += fmt::format("{}{}", i == 0 ? "" : i + 1 == indices.size() ? " and " : ", ", pages[indices[i]].number);
  return fmt::format("{}, pages {}", file, list);
}

std::string expected_patient(const Application& application) {
  PatientOnPage expected;
  expected.names.push_back({application.employee.name, true, {}});
  expected.born = application.date_of_birth;
  expected.claim = application.claim_number;
  return describe(expected);
}

text::Problem problem_of_patient(const std::string& file, const PageGroup& group, const std::vector<Page>& pages,
                                 const Application& application) {
  return {place_of(file, group.pages, pages), fmt::format("another patient: {}", describe(group.patient)),
          expected_patient(application),
          "it is kept out of the review; ask the sender whether it was filed by mistake"};
}

constexpr int most_counted = 500; // pages of a document whose count is believed

/// A file with its pages made ready.
struct Sheaf {
  FileReading file;
  const DocumentEntry* entry = nullptr;
  std::vector<Lines> lines;
  std::vector<PageLook> looks;

  bool are_reports() const { return file.reading.media_type == reports_type; }
};

/// Documents out of what was read; ids follow the order. Pages, then documents, are looked at several at a time; what
/// depends on what goes before is done in between, one after the other.
class Assembly {
public:
  Assembly(const DocumentKinds& kinds, const Application* application, unsigned threads, text::Problems& problems)
      : kinds_(kinds), application_(application), threads_(threads), problems_(problems) {}

  void add(FileReading file, const DocumentEntry* entry) { sheaves_.push_back({std::move(file), entry, {}, {}}); }

  std::vector<Document> documents() {
    look_at_pages();
    for (std::size_t at = 0; at < sheaves_.size(); ++at) cut(at);
    in_parallel(documents_.size(), threads_, [this](std::size_t at) {
      describe_document(documents_[at], cuts_[at]);
      mark_running_lines(documents_[at].pages);
    });
    sheaves_.clear(); // what was noted of a page takes more room than the page
    return std::move(documents_);
  }

private:
  /// Which pages of which file a document is.
  struct Cut {
    std::size_t sheaf = 0;
    std::vector<std::size_t> pages;
    bool is_whole_file = false;
  };

  void look_at_pages() {
    std::vector<std::pair<Sheaf*, std::size_t>> all;
    for (Sheaf& sheaf : sheaves_) {
      auto& pages = sheaf.file.reading.pages;
      sheaf.lines.resize(pages.size());
      sheaf.looks.resize(pages.size());
      for (std::size_t page = 0; page < pages.size(); ++page) all.emplace_back(&sheaf, page);
    }
    in_parallel(all.size(), threads_, [&](std::size_t at) {
      const auto& [sheaf, index] = all[at];
      Page& page = sheaf->file.reading.pages[index];
      Lines& lines = sheaf->lines[index];
      PageLook& look = sheaf->looks[index];
      mark_fax_lines({&page, 1});
      lines = lines_of(page);
      look = look_at(page, lines, kinds_, application_, sheaf->looks.size() > 1 && !sheaf->are_reports());
      page.stated = statements_of(lines, look.patient, kinds_.cues);
      page.belongs_to = word(look.owner.belongs);
      if (page.typed_by.empty()) page.doubt = doubt_of(page, kinds_.cues);
    });
  }

  void cut(std::size_t at) {
    Sheaf& sheaf = sheaves_[at];
    problems_.insert(problems_.end(), sheaf.file.problems.begin(), sheaf.file.problems.end());
    std::vector<Page>& pages = sheaf.file.reading.pages;
    if (pages.empty()) return; // an archive; its files follow
    Split groups = sheaf.are_reports() ? one_each(sheaf.looks) : documents_in(sheaf.looks, kinds_);
    tell_of_patients(sheaf, groups);
    if (!sheaf.are_reports()) tell_of_gaps(sheaf, groups);
    for (PageGroup& group : groups) {
      Document document;
      document.id = fmt::format("d{}", documents_.size() + 1);
      document.file = sheaf.file.name;
      document.sha256 = sheaf.file.sha256;
      document.media_type = sheaf.file.reading.media_type;
      document.first_page = pages[group.pages.front()].number;
      document.belongs_to = group.is_other ? "other" : belongs_to(group, sheaf);
      document.starts = group.starts;
      for (records::Cue& sign : document.starts) sign.page = pages[static_cast<std::size_t>(sign.page) - 1].number;
      for (const std::size_t index : group.pages) document.pages.push_back(std::move(pages[index]));
      documents_.push_back(std::move(document));
      cuts_.push_back({at, std::move(group.pages), groups.size() == 1});
    }
  }

  /// Pages of other patients, and pages of which it is not sure whose they are.
  void tell_of_patients(const Sheaf& sheaf, const Split& groups) {
    if (!application_) return;
    const std::vector<Page>& pages = sheaf.file.reading.pages;
    for (const PageGroup& group : groups)
      if (group.is_other) problems_.push_back(problem_of_patient(sheaf.file.name, group, pages, *application_));
    // Pages that say the same are told together.
    std::vector<std::pair<std::string, std::vector<std::size_t>>> doubts;
    for (std::size_t page = 0; page < pages.size(); ++page) {
      const PageLook& look = sheaf.looks[page];
      if (look.owner.doubt.empty()) continue;
      const std::string words = fmt::format("{}: {}", look.owner.doubt, describe(look.patient));
      const bool goes_on = !doubts.empty() && doubts.back().first == words && doubts.back().second.back() + 1 == page;
      if (!goes_on) doubts.push_back({words, {}});
      doubts.back().second.push_back(page);
    }
    for (const auto& [words, places] : doubts)
      problems_.push_back({place_of(sheaf.file.name, places, pages), words, expected_patient(*application_),
                           "it is used; look at the page and ask the sender"});
  }

  /// Pages that a document counts and the file does not hold: "Page 2 of 4" before "Page 4 of 4".
  void tell_of_gaps(const Sheaf& sheaf, const Split& groups) {
    const std::vector<Page>& pages = sheaf.file.reading.pages;
    for (const PageGroup& group : groups)
      if (const std::vector<int> missing = pages_not_there(sheaf.looks, group.pages); !missing.empty()) {
        std::string list;
        for (const int page : missing) list += fmt::format("{}{}", list.empty() ? "" : ", ", page);
        const int total = total_of(sheaf.looks, group.pages);
        problems_.push_back({place_of(sheaf.file.name, group.pages, pages),
                             fmt::format("a document that counts {} pages, without page {}", total, list),
                             "every page of it", "ask the sender for the missing pages"});
      }
  }

  /// The number of pages that the document tells of itself; 0 when it tells none or several.
  static int total_of(const std::vector<PageLook>& looks, const std::vector<std::size_t>& pages) {
    int total = 0;
    for (const std::size_t page : pages) {
      const PageCount& count = looks[page].signs.count;
      if (!count.is_set()) continue;
      if (count.total == 0 || (total != 0 && count.total != total)) return 0;
      total = count.total;
    }
    return total;
  }

  static std::vector<int> pages_not_there(const std::vector<PageLook>& looks, const std::vector<std::size_t>& pages) {
    const int total = total_of(looks, pages);
    std::set<int> there;
    std::size_t without_count = 0;
    for (const std::size_t page : pages)
      if (const PageCount& count = looks[page].signs.count; count.is_set())
        there.insert(count.page);
      else
        ++without_count;
    // Pages of the same count that were put elsewhere are there too.
    for (const PageLook& look : looks)
      if (look.signs.count.total == total) there.insert(look.signs.count.page);
    std::vector<int> missing;
    for (int page = 1; page <= total && total <= most_counted; ++page)
      if (!there.contains(page)) missing.push_back(page);
    // Pages that were not read, or whose count was not, may be those.
    return missing.size() > without_count ? missing : std::vector<int>();
  }

  /// This patient's when one of its pages says so.
  static std::string belongs_to(const PageGroup& group, const Sheaf& sheaf) {
    const bool is_this = std::any_of(group.pages.begin(), group.pages.end(), [&sheaf](std::size_t index) {
      return sheaf.looks[index].owner.belongs == Belongs::This;
    });
    return word(is_this ? Belongs::This : Belongs::Unknown);
  }

  /// What a person wrote in documents.yaml goes before what was read; of a file that holds several documents only
  /// sender and receipt are told.
  void describe_document(Document& document, const Cut& cut) const {
    const Sheaf& sheaf = sheaves_[cut.sheaf];
    const DocumentEntry* entry = sheaf.entry;
    std::vector<const Lines*> lines;
    for (const std::size_t index : cut.pages) lines.push_back(&sheaf.lines[index]);
    const DocumentKind* told = entry && cut.is_whole_file && !entry->kind.empty() ? kinds_.find(entry->kind) : nullptr;
    const Classification found = classify(lines, kinds_, told);
    document.kind = found.kind;
    document.title = found.title;
    document.is_evidence = found.is_evidence;
    document.author = found.author;
    document.date = found.date;
    document.facility = found.facility;
    document.service_date = found.service_date;
    document.written_date = found.written_date;
    document.kind_confidence = found.confidence;
    document.cues = found.cues;
    for (records::Cue& cue : document.cues) cue.page = document.pages[static_cast<std::size_t>(cue.page) - 1].number;
    if (!entry) return;
    document.sender = entry->sender;
    document.received = entry->received;
    if (!cut.is_whole_file) return;
    if (!entry->title.empty()) document.title = entry->title;
    if (!entry->author.empty()) document.author = entry->author;
    if (entry->date) document.date = entry->date;
  }

  const DocumentKinds& kinds_;
  const Application* application_;
  unsigned threads_;
  text::Problems& problems_;
  std::vector<Sheaf> sheaves_;
  std::vector<Document> documents_;
  std::vector<Cut> cuts_; ///< one a document
};

/// A YAML file of the folder: its bytes, hashed; empty when it is not there.
Result<std::optional<std::string>> folder_file(const std::string& folder, const std::string& name,
                                               records::CaseFile& file) {
  const std::string path = folder + "/" + name;
  std::error_code failed;
  if (fs::is_symlink(path, failed)) {
    const text::Problem link = problem_of_link(path);
    return Error{ErrorKind::Input, link.where, link.found, link.expected,
                 "copy the file itself here; links are not followed"};
  }
  if (!fs::exists(path, failed)) return std::optional<std::string>();
  auto bytes = read_file(path, std::size_t{64} << 20);
  if (!bytes) return bytes.error();
  file.input_hashes[name] = sha256_hex(*bytes);
  return std::optional(std::move(*bytes));
}

/// documents.yaml, with a problem for every entry that speaks of nothing.
Result<std::map<std::string, DocumentEntry>> entries_of(records::CaseFile& file, const std::vector<std::string>& names,
                                                        const DocumentKinds& kinds) {
  auto bytes = folder_file(file.folder, "documents.yaml", file);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::map<std::string, DocumentEntry>();
  auto entries = parse_documents_file(file.folder + "/documents.yaml", **bytes);
  if (!entries) return entries.error();
  for (const auto& [path, entry] : *entries) {
    const std::string where = fmt::format("documents.yaml:{}", entry.line);
    const bool is_inside = std::any_of(names.begin(), names.end(), [&path = path](const std::string& name) {
      return path.starts_with(name + "/"); // a file inside an archive or attached to a message
    });
    if (!is_inside && !std::binary_search(names.begin(), names.end(), path))
      file.problems.push_back({where, fmt::format("the file {}, which is not in the folder", path),
                               "a file below documents/", "add the file, or correct or remove the entry"});
    if (!entry.kind.empty() && !kinds.find(entry.kind))
      file.problems.push_back({where, fmt::format("the unknown kind \"{}\"", entry.kind), "a kind of packs/documents",
                               "correct it, or leave it out; the kind was found by reading"});
  }
  return entries;
}

/// pages.yaml; empty when there is none.
Result<TypedPages> typed_pages_of(records::CaseFile& file) {
  auto bytes = folder_file(file.folder, "pages.yaml", file);
  if (!bytes) return bytes.error();
  if (!*bytes) return TypedPages();
  return parse_typed_pages(file.folder + "/pages.yaml", **bytes);
}

/// Puts what persons typed into the pages of a file; an entry for another version of the file is not used.
void apply_typed(FileReading& reading, const TypedPages& typed, text::Problems& problems) {
  for (Page& page : reading.reading.pages) {
    const auto entry = typed.find({reading.name, page.number});
    if (entry == typed.end()) continue;
    if (!entry->second.sha256.empty() && entry->second.sha256 != reading.sha256)
      problems.push_back({fmt::format("pages.yaml:{}", entry->second.line),
                          fmt::format("words of another version of {}", reading.name), "the file that the person saw",
                          "read the page again, then correct the entry's sha256"});
    else
      apply(entry->second, page);
  }
  const auto is_settled = [&](const text::Problem& problem) {
    return std::any_of(reading.reading.pages.begin(), reading.reading.pages.end(), [&](const Page& page) {
      return !page.typed_by.empty() && problem.where == fmt::format("{}, page {}", reading.name, page.number);
    });
  };
  std::erase_if(reading.problems, is_settled);
}

/// A problem for every entry that speaks of no page.
void check_typed(const TypedPages& typed, const std::vector<FileReading>& readings, text::Problems& problems) {
  for (const auto& [place, entry] : typed) {
    const bool is_there = std::any_of(readings.begin(), readings.end(), [&place = place](const FileReading& reading) {
      return reading.name == place.first &&
             std::any_of(reading.reading.pages.begin(), reading.reading.pages.end(),
                         [&place](const Page& page) { return page.number == place.second; });
    });
    if (!is_there)
      problems.push_back({fmt::format("pages.yaml:{}", entry.line),
                          fmt::format("page {} of {}, which is not in the folder", place.second, place.first),
                          "a page of a file below documents/", "correct or remove the entry"});
  }
}

} // namespace

Result<std::map<std::string, std::string>> hash_inputs(const std::string& folder) {
  std::map<std::string, std::string> hashes;
  for (const std::string& name : files_below(folder)) {
    const bool is_paper = std::find(std::begin(papers_of_the_review), std::end(papers_of_the_review), name) !=
                          std::end(papers_of_the_review);
    if (!is_paper && name != "application.yaml" && name != "documents.yaml" && name != "pages.yaml" &&
        !name.starts_with("documents/") && !name.starts_with("joined/"))
      continue;
    auto bytes = read_file(folder + "/" + name);
    if (!bytes) return bytes.error();
    hashes[name] = sha256_hex(*bytes);
  }
  return hashes;
}

Result<records::CaseFile> read_case(const std::string& folder, const ReadOptions& options) {
  records::CaseFile file;
  file.folder = folder;
  std::error_code failed;
  if (!fs::is_directory(folder, failed))
    return Error{ErrorKind::NotFound, folder, fs::exists(folder, failed) ? "a file" : "no such folder",
                 "a case folder with application.yaml", "check the name"};
  auto application = folder_file(folder, "application.yaml", file);
  if (!application) return application.error();
  if (!*application)
    return Error{ErrorKind::NotFound, folder + "/application.yaml", "no such file", "the application of the case",
                 "add application.yaml, or name the case folder itself"};
  auto parsed = parse_application(folder + "/application.yaml", **application);
  if (!parsed) return parsed.error();
  file.application = std::move(*parsed);
  auto joined = joined_files(folder);
  if (!joined) return joined.error();
  for (const std::string& name : *joined) {
    auto words = folder_file(folder, name, file);
    if (!words) return words.error();
    auto other = parse_application(folder + "/" + name, words->value_or(""));
    if (!other) return other.error();
    join_application(file.application, fs::path(name).stem().string(), std::move(*other));
  }
  auto kinds = load_document_kinds(options.packs_folder);
  if (!kinds) return kinds.error();

  std::vector<std::string> names = names_below(folder + "/documents");
  for (std::string& name : names) name = "documents/" + name;
  auto entries = entries_of(file, names, *kinds);
  if (!entries) return entries.error();
  auto typed = typed_pages_of(file);
  if (!typed) return typed.error();
  for (const char* name : papers_of_the_review)
    if (auto bytes = folder_file(folder, name, file); !bytes) return bytes.error();
  if (names.empty())
    file.problems.push_back(
        {"documents", "no documents", "the records that the parties sent", "put them into the folder documents/"});

  std::vector<SourceFile> sources;
  for (const std::string& name : names) sources.push_back(open_below(folder, name));
  auto readings = read_all(std::move(sources), options);
  if (!readings) return readings.error();
  check_typed(*typed, *readings, file.problems);
  Assembly assembly(*kinds, &file.application, options.threads, file.problems);
  for (FileReading& reading : *readings) {
    if (!reading.sha256.empty()) file.input_hashes[reading.name] = reading.sha256;
    apply_typed(reading, *typed, file.problems);
    const auto entry = entries->find(reading.name);
    assembly.add(std::move(reading), entry == entries->end() ? nullptr : &entry->second);
  }
  file.documents = assembly.documents();
  mark_second_copies(file.documents, kinds->cues, options.threads);
  mark_copied_passages(file.documents, kinds->cues, options.threads);
  return file;
}

Result<std::vector<records::Document>> read_files(const std::vector<std::string>& files, const ReadOptions& options,
                                                  text::Problems& problems) {
  auto kinds = load_document_kinds(options.packs_folder);
  if (!kinds) return kinds.error();
  std::vector<SourceFile> sources;
  std::error_code failed;
  for (const std::string& path : files)
    if (path != "-" && !fs::exists(path, failed))
      return Error{ErrorKind::NotFound, path, "no such file", "a document", "check the name"};
  for (const std::string& path : files) sources.push_back(open_file(path));
  auto readings = read_all(std::move(sources), options);
  if (!readings) return readings.error();
  Assembly assembly(*kinds, nullptr, options.threads, problems);
  for (FileReading& reading : *readings) assembly.add(std::move(reading), nullptr);
  std::vector<Document> documents = assembly.documents();
  // Reports as lines of a file are of as many patients: none repeats another.
  const bool are_reports = std::all_of(documents.begin(), documents.end(),
                                       [](const Document& document) { return document.media_type == reports_type; });
  if (are_reports) return documents;
  mark_second_copies(documents, kinds->cues, options.threads);
  mark_copied_passages(documents, kinds->cues, options.threads);
  return documents;
}

} // namespace openimr::intake
