#include "desk/appeal_record.h"

#include "base/files.h"
#include "base/hash.h"
#include "intake/application_file.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

/// Files of the record that are the parties' own: copied as they came.
Result<Done> add_papers(const Review& review, AppealRecord& record) {
  std::set<std::string> known;
  const auto copy = [&](const std::string& name) -> Result<Done> {
    if (!known.insert(name).second) return Done{};
    auto bytes = read_file(review.case_file.folder + "/" + name);
    if (!bytes) return bytes.error();
    record.files[name] = std::move(*bytes);
    return Done{};
  };
  auto applications = intake::joined_files(review.case_file.folder);
  if (!applications) return applications.error();
  applications->insert(applications->begin(), "application.yaml");
  for (const std::string& name : *applications) {
    if (auto done = copy(name); !done) return done;
    record.index.push_back({0, name, "Application for independent medical review", "", std::nullopt, 0, ""});
  }
  for (const auto& document : review.case_file.documents) {
    const auto mark = document.file.find("!/"); // a file inside an archive
    const std::string file = mark == std::string::npos ? document.file : document.file.substr(0, mark);
    if (auto done = copy(file); !done) return done;
    record.index.push_back({0, document.file, document.title, document.author, document.date,
                            static_cast<int>(document.pages.size()), document.sha256});
  }
  return Done{};
}

void add_written(const std::map<std::string, std::string>& files, const char* folder, const char* title,
                 AppealRecord& record) {
  for (const auto& [name, bytes] : files) {
    const std::string path = std::string(folder) + "/" + name;
    record.files[path] = bytes;
    record.index.push_back({0, path, title, "", std::nullopt, 0, ""});
  }
}

/// The first reviewer of the roster that the bytes name, by name, id or key.
std::string named_in(const Review& review, const std::string& bytes) {
  const std::string lower = text::lower(bytes);
  for (const auto& reviewer : review.roster.reviewers) {
    if (!reviewer.name.empty() && text::has_words(lower, text::lower(reviewer.name))) return reviewer.name;
    if (!reviewer.public_key.empty() && bytes.find(reviewer.public_key) != std::string::npos) return reviewer.id;
    if (reviewer.id.size() >= 3 && bytes.find("\"" + reviewer.id + "\"") != std::string::npos) return reviewer.id;
  }
  return "";
}

std::string index_text(const Review& review, const AppealRecord& record) {
  std::string text = fmt::format("INDEX OF THE RECORD\nClaim {}\nAs of {}\n\n",
                                 review.case_file.application.claim_number, review.as_of.us());
  for (const RecordEntry& entry : record.index)
    text += fmt::format("{:>3}  {}{}{}{}\n     {}\n     sha256 {}\n", entry.number, entry.title,
                        entry.author.empty() ? "" : ", " + entry.author, entry.date ? ", " + entry.date->us() : "",
                        entry.pages ? fmt::format(", {} page{}", entry.pages, entry.pages == 1 ? "" : "s") : "",
                        entry.file, entry.sha256);
  return text;
}

} // namespace

Result<AppealRecord> appeal_record(const Review& review, const std::map<std::string, std::string>& letter,
                                   const std::map<std::string, std::string>& notes) {
  AppealRecord record;
  if (auto done = add_papers(review, record); !done) return done.error();
  add_written(letter, "determination", "Final determination", record);
  add_written(notes, "review", "What the determination rests on", record);
  for (const auto* written : {&letter, &notes})
    for (const auto& [name, bytes] : *written)
      if (const std::string who = named_in(review, bytes); !who.empty())
        return Error{ErrorKind::Refused, name, "the identity of a reviewer",
                     "none: identities stay confidential "
                     "(Labor Code 4610.6(f))",
                     "take it out of the opinion's words"};
  int number = 0;
  for (RecordEntry& entry : record.index) {
    entry.number = ++number;
    if (const auto found = record.files.find(entry.file); entry.sha256.empty() && found != record.files.end())
      entry.sha256 = sha256_hex(found->second);
  }
  record.files["index.txt"] = index_text(review, record);
  return record;
}

} // namespace openimr::desk
