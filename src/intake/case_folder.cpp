#include "intake/case_folder.h"

#include "base/files.h"
#include "base/hash.h"
#include "intake/application_file.h"
#include "intake/classify.h"
#include "intake/document_reader.h"
#include "intake/documents_file.h"
#include "intake/running_lines.h"
#include "intake/split.h"
#include "intake/trouble.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <span>

namespace openimr::intake {
namespace {

namespace fs = std::filesystem;
using records::Application;
using records::Document;
using records::Page;

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

text::Problem problem_of_patient(const std::string& file, const PageRun& run, const std::vector<Page>& pages,
                                 const Application& application) {
  const int first = pages[run.first].number, last = pages[run.last - 1].number;
  const PatientOnPage expected{{application.employee.name}, application.date_of_birth, application.claim_number};
  return {first == last ? fmt::format("{}, page {}", file, first)
                        : fmt::format("{}, pages {} to {}", file, first, last),
          fmt::format("another patient: {}", describe(run.patient)), describe(expected),
          "it is kept out of the review; ask the sender whether it was filed by mistake"};
}

/// Documents out of what was read; ids follow the order.
class Assembly {
public:
  Assembly(const DocumentKinds& kinds, const Application* application, text::Problems& problems)
      : kinds_(kinds), application_(application), problems_(problems) {}

  void add(FileReading file, const DocumentEntry* entry) {
    problems_.insert(problems_.end(), file.problems.begin(), file.problems.end());
    std::vector<Page>& pages = file.reading.pages;
    if (pages.empty()) return; // an archive; its files follow
    mark_fax_lines(pages);
    const std::vector<Lines> lines = lines_of_pages(pages);
    const std::vector<PageRun> runs = documents_in(lines, kinds_, application_);
    for (const PageRun& run : runs) {
      Document document;
      document.id = fmt::format("d{}", documents.size() + 1);
      document.file = file.name;
      document.sha256 = file.sha256;
      document.media_type = file.reading.media_type;
      document.first_page = pages[run.first].number;
      if (application_)
        document.belongs_to = word(run.belongs);
      else
        document.belongs_to = "unknown";
      if (run.belongs == Belongs::Other) problems_.push_back(problem_of_patient(file.name, run, pages, *application_));
      document.pages.assign(std::make_move_iterator(pages.begin() + static_cast<std::ptrdiff_t>(run.first)),
                            std::make_move_iterator(pages.begin() + static_cast<std::ptrdiff_t>(run.last)));
      mark_running_lines(document.pages);
      describe_document(document, std::span(lines).subspan(run.first, run.last - run.first), entry, runs.size() == 1);
      documents.push_back(std::move(document));
    }
  }

  std::vector<Document> documents;

private:
  /// What a person wrote in documents.yaml goes before what was read; of a file that holds several documents only
  /// sender and receipt are told.
  void describe_document(Document& document, std::span<const Lines> lines, const DocumentEntry* entry,
                         bool is_whole_file) const {
    const DocumentKind* told = entry && is_whole_file && !entry->kind.empty() ? kinds_.find(entry->kind) : nullptr;
    const Classification found = classify(lines, kinds_, told);
    document.kind = found.kind;
    document.title = found.title;
    document.is_evidence = found.is_evidence;
    document.author = found.author;
    document.date = found.date;
    if (!entry) return;
    document.sender = entry->sender;
    document.received = entry->received;
    if (!is_whole_file) return;
    if (!entry->title.empty()) document.title = entry->title;
    if (!entry->author.empty()) document.author = entry->author;
    if (entry->date) document.date = entry->date;
  }

  const DocumentKinds& kinds_;
  const Application* application_;
  text::Problems& problems_;
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

} // namespace

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
  auto kinds = load_document_kinds(options.packs_folder);
  if (!kinds) return kinds.error();

  std::vector<std::string> names = names_below(folder + "/documents");
  for (std::string& name : names) name = "documents/" + name;
  auto entries = entries_of(file, names, *kinds);
  if (!entries) return entries.error();
  if (auto opinion = folder_file(folder, "opinion.yaml", file); !opinion) return opinion.error();
  if (names.empty())
    file.problems.push_back(
        {"documents", "no documents", "the records that the parties sent", "put them into the folder documents/"});

  std::vector<SourceFile> sources;
  for (const std::string& name : names) sources.push_back(open_below(folder, name));
  auto readings = read_all(std::move(sources), options);
  if (!readings) return readings.error();
  Assembly assembly(*kinds, &file.application, file.problems);
  for (FileReading& reading : *readings) {
    if (!reading.sha256.empty()) file.input_hashes[reading.name] = reading.sha256;
    const auto entry = entries->find(reading.name);
    assembly.add(std::move(reading), entry == entries->end() ? nullptr : &entry->second);
  }
  file.documents = std::move(assembly.documents);
  return file;
}

Result<std::vector<records::Document>> read_files(const std::vector<std::string>& files, const ReadOptions& options,
                                                  text::Problems& problems) {
  auto kinds = load_document_kinds(options.packs_folder);
  if (!kinds) return kinds.error();
  std::vector<SourceFile> sources;
  std::error_code failed;
  for (const std::string& path : files)
    if (!fs::exists(path, failed))
      return Error{ErrorKind::NotFound, path, "no such file", "a document", "check the name"};
  for (const std::string& path : files) sources.push_back(open_file(path));
  auto readings = read_all(std::move(sources), options);
  if (!readings) return readings.error();
  Assembly assembly(*kinds, nullptr, problems);
  for (FileReading& reading : *readings) assembly.add(std::move(reading), nullptr);
  return std::move(assembly.documents);
}

} // namespace openimr::intake
