#include "server/reading.h"

#include "base/files.h"
#include "base/hash.h"
#include "desk/lay_out.h"
#include "server/house.h"

#include <algorithm>

namespace openimr::server {
namespace {

desk::ReviewOptions options_of_review(const Call& call, const std::string& reader) {
  desk::ReviewOptions options;
  options.reader = reader;
  options.roster_file = call.house.options.roster;
  return options;
}

std::string key_of(const std::string& number, const std::map<std::string, std::string>& hashes) {
  std::string all = number;
  for (const auto& [file, hash] : hashes) all += "\n" + file + " " + hash;
  return sha256_hex(all);
}

} // namespace

std::shared_ptr<const std::string> Reading::part(const std::string& name,
                                                 const std::function<std::string()>& make) const {
  const std::lock_guard lock(mutex_);
  auto& part = parts_[name];
  if (!part) part = std::make_shared<const std::string>(make());
  return part;
}

const records::Document* Reading::document(const std::string& id) const {
  for (const auto& document : review_.case_file.documents)
    if (document.id == id) return &document;
  return nullptr;
}

const records::Page* Reading::page(const records::Document& document, int number) {
  for (const auto& page : document.pages)
    if (page.number == number) return &page;
  return nullptr;
}

ReadingPointer Readings::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == key; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return found->second;
}

void Readings::keep(const std::string& key, ReadingPointer reading) {
  const std::lock_guard lock(mutex_);
  kept_.emplace_front(key, std::move(reading));
  while (kept_.size() > most) kept_.pop_back();
  std::erase_if(turns_, [](const auto& turn) { return turn.second.expired(); });
}

std::shared_ptr<std::mutex> Readings::turn(const std::string& key) {
  const std::lock_guard lock(mutex_);
  auto turn = turns_[key].lock();
  if (!turn) turns_[key] = turn = std::make_shared<std::mutex>();
  return turn;
}

Result<ReadingPointer> reading_of(Call& call, const std::string& why) {
  const std::string& number = call.name("number");
  auto reader = call.office().saw_case(call.caller(), number, why);
  if (!reader) return reader.error();
  auto hashes = desk::input_hashes(call.office().store(), number);
  if (!hashes) return hashes.error();
  const std::string key = key_of(number + " " + *reader, *hashes);
  if (auto known = call.house.readings.find(key)) return known;
  if (!call.has_time) throw NeedsTime{};
  const auto turn = call.house.readings.turn(key);
  const std::lock_guard lock(*turn);
  if (auto known = call.house.readings.find(key)) return known;
  auto folder = call.office().lay_out(call.caller(), number, why, call.house.options.spool);
  if (!folder) return folder.error();
  auto review = desk::review_case(folder->path(), call.office().installation(), options_of_review(call, *reader));
  if (!review) return review.error();
  auto reading = std::make_shared<const Reading>(std::move(*review));
  call.house.readings.keep(key, reading);
  return ReadingPointer(reading);
}

Result<desk::Review> review_with(Call& call, const std::string& why, const std::string& file, const std::string& text) {
  if (!call.has_time) throw NeedsTime{};
  auto folder = call.office().lay_out(call.caller(), call.name("number"), why, call.house.options.spool);
  if (!folder) return folder.error();
  if (auto written = write_file(folder->path() + "/" + file, text); !written) return written.error();
  // Whose text it is: a draft opens the recommendation to nobody.
  return desk::review_case(folder->path(), call.office().installation(),
                           options_of_review(call, call.caller().account()));
}

Response part_answer(const Reading& reading, const std::string& name, const std::function<std::string()>& make) {
  Response response;
  response.set("Content-Type", "application/json");
  response.shared = reading.part(name, make);
  return response;
}

} // namespace openimr::server
