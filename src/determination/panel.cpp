#include "determination/panel.h"

#include "text/data_file.h"

#include <fmt/format.h>

namespace openimr::determination {
namespace {

std::string number_word(int number) {
  static const char* const words[] = {"none", "one", "two", "three", "four", "five"};
  return number >= 0 && number <= 5 ? words[number] : std::to_string(number);
}

} // namespace

Result<PanelApproval> parse_panel(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "approved_by", "approved_on", "reason"});
  root["schema"].one_of({"1"}, "1");
  PanelApproval approval;
  approval.by = root.required("approved_by").string();
  approval.on = root.required("approved_on").date();
  approval.reason = root.required("reason").string();
  if (!reader.problems().empty()) return reader.as_error();
  return approval;
}

std::string in_words(const Tally& tally) {
  const int all = tally.upheld + tally.overturned;
  if (tally.is_unanimous())
    return fmt::format("All {} reviewers found the service {}medically necessary.", number_word(all),
                       tally.is_overturned() ? "" : "not ");
  if (tally.is_even())
    return fmt::format("The {} reviewers were evenly split; the law decides an even split in favour of providing the "
                       "service (Labor Code 4610.6(e)).",
                       number_word(all));
  const int majority = tally.is_overturned() ? tally.overturned : tally.upheld;
  std::string first = number_word(majority);
  first.front() = static_cast<char>(first.front() - 'a' + 'A');
  return fmt::format("{} of {} reviewers found the service {}medically necessary; the majority decides (Labor Code "
                     "4610.6(e)).",
                     first, number_word(all), tally.is_overturned() ? "" : "not ");
}

} // namespace openimr::determination
