#include "jurisdictions/jurisdiction.h"

#include "base/files.h"
#include "base/hash.h"
#include "jurisdictions/pack_reading.h"

#include <date/tz.h>
#include <fmt/ranges.h>

namespace openimr::jurisdictions {
namespace {

using text::Value;

/// One file of a pack and who reads it, in the order in which they build on each other.
struct PackPart {
  const char* file;
  bool is_required;
  void (*read)(const Value&, Jurisdiction&);
};
constexpr PackPart parts[] = {
    {"jurisdiction.yaml", true, read_about},       {"calendars.yaml", true, read_calendars},
    {"service.yaml", false, read_service},         {"clocks.yaml", true, read_clocks},
    {"eligibility.yaml", false, read_eligibility}, {"reviewers.yaml", false, read_reviewers},
    {"letters.yaml", false, read_letters},         {"worked_dates.yaml", false, read_worked_dates},
    {"sources.yaml", false, read_sources},         {"money.yaml", false, read_money},
};

std::string folder_of(const std::string& packs_folder, const std::string& id) {
  return packs_folder + "/jurisdictions/" + id;
}

/// Ids become folder names, so nothing but letters, digits and hyphens.
bool is_pack_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Error no_such_pack(const std::string& packs_folder, const std::string& id) {
  const auto known = list_jurisdictions(packs_folder);
  const std::string near = text::nearest(id, known);
  return {ErrorKind::NotFound, packs_folder + "/jurisdictions", fmt::format("no jurisdiction \"{}\"", id),
          known.empty() ? "a folder with jurisdiction.yaml" : fmt::format("one of {}", fmt::join(known, ", ")),
          near.empty() ? "check the id and the packs folder" : fmt::format("did you mean \"{}\"?", near)};
}

Result<Done> read_part(const PackPart& part, const std::string& folder, std::string_view bytes, Jurisdiction& law) {
  auto file = text::DataFile::parse(folder + "/" + part.file, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  part.read(reader.root(), law);
  if (!reader.problems().empty()) return reader.as_error();
  return Done{};
}

Result<Done> check_file_names(const std::string& folder) {
  for (const std::string& file : files_below(folder)) {
    const bool is_data = file.ends_with(".yaml") || file.ends_with(".yml");
    const bool is_known =
        std::any_of(std::begin(parts), std::end(parts), [&](const PackPart& part) { return file == part.file; });
    if (!is_data || is_known || file.starts_with("x-") || file.starts_with("letters/")) continue;
    std::vector<std::string> known;
    for (const auto& part : parts) known.push_back(part.file);
    return Error{ErrorKind::Input, folder + "/" + file, "a file the pack format does not know",
                 fmt::format("one of {}", fmt::join(known, ", ")), "rename or remove it, or begin its name with x-"};
  }
  return Done{};
}

const date::time_zone* zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// A row of the profile; rows with one id are its successive versions.
void read_provision(const Value& row, Jurisdiction& law) {
  row.only({"id", "text", "from", "to", "citation", "verified", "note"});
  const std::string id = read_word(row.required("id"), known_provisions());
  auto at = std::find_if(law.profile.begin(), law.profile.end(), [&](const Provision& each) { return each.id == id; });
  if (at == law.profile.end()) at = law.profile.insert(at, {id, {}});
  add_version(at->text, read_in_force(row, row.required("text").string()), row);
}

} // namespace

const std::vector<std::string>& known_provisions() {
  static const std::vector<std::string> ids = {
      "applicant",      "exhaustion",     "assignment", "panel",          "tie", "reviewer_licence", "payer",
      "reviewer_names", "evidence_power", "appeal",     "letter_contents"};
  return ids;
}

void read_about(const Value& root, Jurisdiction& law) {
  root.only({"schema", "id", "title", "authority", "time_zone", "edition", "review_standard", "profile"});
  const std::string id = root.required("id").string();
  if (id != law.id)
    root["id"].problem(fmt::format("\"{}\"", id), fmt::format("\"{}\", the folder's name", law.id),
                       "make both the same");
  law.title = root.required("title").string();
  law.authority = root.required("authority").string();
  law.edition = root.required("edition").string();
  law.time_zone = root.required("time_zone").string();
  if (root["time_zone"].is_present() && !zone(law.time_zone))
    root["time_zone"].problem(fmt::format("\"{}\"", law.time_zone),
                              "a name of the time zone database such as America/Los_Angeles",
                              "correct it, or install the system's time zone data (tzdata)");
  for (const Value& row : root["review_standard"].list()) {
    row.only({"id", "title", "ordered", "levels", "from", "to", "citation", "verified", "note"});
    ReviewStandard standard{row.required("id").string(), row.required("title").string(),
                            row.required("ordered").boolean(), row.required("levels").strings()};
    add_version(law.standards, read_in_force(row, std::move(standard)), row);
  }
  for (const Value& row : root["profile"].list()) read_provision(row, law);
}

Result<Jurisdiction> Jurisdiction::load(const std::string& packs_folder, const std::string& id) {
  const std::string folder = folder_of(packs_folder, id);
  const auto files = is_pack_id(id) ? files_below(folder) : std::vector<std::string>{};
  if (std::find(files.begin(), files.end(), "jurisdiction.yaml") == files.end()) return no_such_pack(packs_folder, id);
  if (auto checked = check_file_names(folder); !checked) return checked.error();
  Jurisdiction law;
  law.id = id;
  for (const PackPart& part : parts) {
    if (!part.is_required && std::find(files.begin(), files.end(), part.file) == files.end()) continue;
    auto bytes = read_file(folder + "/" + part.file, std::size_t{8} << 20);
    if (!bytes) return bytes.error();
    if (auto read = read_part(part, folder, *bytes, law); !read) return read.error();
    law.files.push_back({fmt::format("jurisdictions/{}/{}", id, part.file), sha256_hex(*bytes)});
  }
  return law;
}

const Calendar* Jurisdiction::calendar(std::string_view wanted) const {
  const auto found = calendars.find(std::string(wanted));
  return found == calendars.end() ? nullptr : &found->second;
}

const ClockRule* Jurisdiction::clock(std::string_view wanted) const {
  for (const ClockRule& each : clocks)
    if (each.id == wanted) return &each;
  return nullptr;
}

const LetterPlan* Jurisdiction::letter(std::string_view wanted) const {
  for (const LetterPlan& each : letters)
    if (each.id == wanted) return &each;
  return nullptr;
}

const Provision* Jurisdiction::provision(std::string_view wanted) const {
  for (const Provision& each : profile)
    if (each.id == wanted) return &each;
  return nullptr;
}

std::optional<Error> Jurisdiction::lacks(const std::string& file, std::string_view purpose) const {
  const std::string name = fmt::format("jurisdictions/{}/{}", id, file);
  if (std::any_of(files.begin(), files.end(), [&](const PackFile& each) { return each.file == name; }))
    return std::nullopt;
  return Error{ErrorKind::Input, "packs/" + name, "no such file in this pack",
               fmt::format("the rules that {} needs", purpose), "write it, or use a jurisdiction that has it"};
}

Date Jurisdiction::local_date(const Instant& instant) const {
  const date::time_zone* here = zone(time_zone);
  assert(here && "load() lets no unknown time zone through");
  const date::sys_seconds moment{std::chrono::seconds(instant.utc_seconds)};
  const auto day = date::floor<date::days>(here->to_local(moment)).time_since_epoch();
  return Date(std::chrono::sys_days(std::chrono::days(day.count())));
}

std::string Jurisdiction::local_time(const Instant& instant) const {
  const date::time_zone* here = zone(time_zone);
  assert(here && "load() lets no unknown time zone through");
  const auto info = here->get_info(date::sys_seconds{std::chrono::seconds(instant.utc_seconds)});
  const std::int64_t offset = info.offset.count();
  const std::int64_t second = ((instant.utc_seconds + offset) % 86400 + 86400) % 86400;
  const std::int64_t minutes = std::abs(offset) / 60;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", local_date(instant).iso(), second / 3600, second / 60 % 60,
                     second % 60, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string Jurisdiction::sha256() const {
  std::string lines;
  for (const PackFile& each : files) lines += each.sha256 + "  " + each.file + "\n";
  return sha256_hex(lines);
}

std::vector<std::string> list_jurisdictions(const std::string& packs_folder) {
  std::vector<std::string> ids;
  for (const std::string& file : files_below(packs_folder + "/jurisdictions"))
    if (const auto slash = file.find('/'); slash != std::string::npos && file.substr(slash) == "/jurisdiction.yaml")
      ids.push_back(file.substr(0, slash));
  return ids;
}

} // namespace openimr::jurisdictions
