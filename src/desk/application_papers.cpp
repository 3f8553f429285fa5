#include "desk/application_papers.h"

#include "intake/page_picture.h"
#include "intake/words_on_page.h"
#include "records/evidence.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

using records::Document;
using records::Page;

intake::ReadOptions read_options(const Installation& installation, const DraftOptions& options) {
  intake::ReadOptions reading;
  reading.worker_program = installation.worker_program;
  reading.cache_folder = installation.cache_folder;
  reading.packs_folder = installation.packs_folder;
  reading.threads = installation.threads;
  reading.progress = options.progress;
  return reading;
}

std::vector<intake::FormReading> forms_of(const intake::FormDefinition& form, const Document& document,
                                          const intake::ReadOptions& options) {
  std::vector<intake::FormPage> pages;
  for (const Page& page : document.pages) {
    const auto picture = intake::picture_of(document.file, page.number, options);
    pages.emplace_back(document, page, picture ? *picture : intake::PagePicture());
  }
  return intake::read_forms(form, pages);
}

int number_at(std::string_view text, std::size_t& at) {
  int value = 0;
  const std::size_t begin = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 4)
    value = value * 10 + (text[at++] - '0');
  return at > begin ? value : -1;
}

/// "10:02", "3:20 pm" behind a day; false when there is none.
bool time_in(std::string_view text, int& hour, int& minute) {
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
    std::size_t begin = colon;
    while (begin > 0 && colon - begin < 2 && text[begin - 1] >= '0' && text[begin - 1] <= '9') --begin;
    std::size_t at = begin, after = colon + 1;
    hour = number_at(text, at);
    minute = number_at(text, after);
    if (begin == colon || at != colon || minute < 0 || minute > 59 || hour > 23) continue;
    while (after < text.size() && text[after] == ' ') ++after;
    const std::string half = intake::plain(text.substr(after, 2));
    if (half == "pm" && hour < 12) hour += 12;
    if (half == "am" && hour == 12) hour = 0;
    return true;
  }
  return false;
}

/// The received stamp and the fax line among the first lines of the form.
void read_stamps(const Document& document, ApplicationPapers& papers) {
  if (document.pages.empty()) return;
  const Page& page = document.pages.front();
  std::size_t begin = 0;
  for (int line = 0; line < 4 && begin < page.text.size(); ++line) {
    const std::size_t end = std::min(page.text.find('\n', begin), page.text.size());
    const std::string_view text = std::string_view(page.text).substr(begin, end - begin);
    const std::string low = intake::plain(text);
    const auto dates = intake::dates_in(text);
    const bool is_stamp = intake::find_words(low, "received") != std::string::npos;
    const bool is_fax = intake::find_words(low, "fax") != std::string::npos;
    ReceivedStamp stamp;
    if (dates.size() == 1 && (is_stamp || is_fax) &&
        time_in(text.substr(dates.front().end), stamp.hour, stamp.minute)) {
      stamp.day = dates.front().date;
      stamp.evidence =
          records::evidence_at(document, page, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
      if (is_fax) stamp.channel = "fax";
      if (intake::find_words(low, "mail") != std::string::npos) stamp.channel = "mail";
      (is_stamp ? papers.stamp : papers.fax_line) = stamp;
    }
    begin = end + 1;
  }
}

/// Number and count of a page by "Page 2 of 3", "P.002/005"; none when it says nothing.
std::optional<std::pair<int, int>> page_of_pages(const Page& page, records::Evidence& evidence,
                                                 const Document& document) {
  const std::string low = [&] {
    std::string text = page.text;
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return text;
  }();
  for (const std::string_view label : {"page ", "p.", "pg "})
    for (std::size_t at = low.find(label); at != std::string::npos; at = low.find(label, at + 1)) {
      std::size_t place = at + label.size();
      const int number = number_at(low, place);
      if (number < 1) continue;
      if (low.compare(place, 4, " of ") == 0)
        place += 4;
      else if (place < low.size() && low[place] == '/')
        ++place;
      else
        continue;
      const int count = number_at(low, place);
      if (count < number || count > 500) continue;
      evidence =
          records::evidence_at(document, page, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(place)});
      return std::pair(number, count);
    }
  return std::nullopt;
}

/// The decision with the proof of service that was cut off behind it in the same file.
Document with_proof_of_service(const std::vector<Document>& documents, const Document& decision) {
  Document whole = decision;
  for (const Document& next : documents) {
    const bool follows = next.file == decision.file && !whole.pages.empty() && !next.pages.empty() &&
                         next.pages.front().number == whole.pages.back().number + 1;
    if (follows && (next.kind == "proof_of_service" || next.kind == "unknown"))
      whole.pages.insert(whole.pages.end(), next.pages.begin(), next.pages.end());
  }
  return whole;
}

/// The line of a fax machine counts the pages of the whole transmission.
bool is_of_fax(const records::Evidence& evidence, const Document& document) {
  const auto page = std::find_if(document.pages.begin(), document.pages.end(),
                                 [&](const Page& one) { return one.number == evidence.page; });
  if (page == document.pages.end()) return false;
  const std::size_t begin = page->text.rfind('\n', evidence.span.begin) + 1;
  const std::size_t end = std::min(page->text.find('\n', evidence.span.begin), page->text.size());
  return intake::find_words(intake::plain(std::string_view(page->text).substr(begin, end - begin)), "fax") !=
         std::string::npos;
}

void find_missing_pages(const Document& document, ApplicationPapers& papers) {
  std::set<int> there;
  int count = 0;
  records::Evidence first;
  for (const Page& page : document.pages) {
    records::Evidence evidence;
    const auto numbered = page_of_pages(page, evidence, document);
    if (!numbered) return; // a document that does not count its pages misses none that we know of
    if (count == 0) first = evidence;
    if (count != 0 && numbered->second != count) return;
    count = numbered->second;
    there.insert(numbered->first);
  }
  std::string absent;
  for (int number = 1; number <= count; ++number)
    if (!there.contains(number)) absent += (absent.empty() ? "" : ", ") + std::to_string(number);
  if (absent.empty()) return;
  if (is_of_fax(first, document)) {
    std::size_t all = 0;
    for (const Document& one : papers.documents) all += one.pages.size();
    if (all >= static_cast<std::size_t>(count)) return;
    papers.missing_pages.push_back(
        {"pages_missing",
         fmt::format("the fax line of {} counts {} pages; {} are among the files", document.file, count, all),
         "",
         {first},
         {}});
    return;
  }
  papers.missing_pages.push_back(
      {"pages_missing",
       fmt::format("{}: of {} pages these are not among the files: {}", document.file, count, absent),
       "",
       {first},
       {}});
}

} // namespace

Result<ApplicationPapers> read_papers(const std::vector<std::string>& files, const Installation& installation,
                                      const DraftOptions& options) {
  ApplicationPapers papers;
  for (const auto& [id, form] :
       {std::pair{"imr_application", &papers.application_form},
        std::pair{"request_for_authorization", &papers.request_form}, std::pair{"ur_decision", &papers.ur_form}}) {
    auto loaded = intake::load_form(installation.packs_folder, id);
    if (!loaded) return loaded.error();
    *form = std::move(*loaded);
  }
  auto words = intake::load_ur_words(installation.packs_folder);
  if (!words) return words.error();
  const intake::ReadOptions reading = read_options(installation, options);
  auto documents = intake::read_files(files, reading, papers.problems);
  if (!documents) return documents.error();
  papers.documents = std::move(*documents);
  for (const Document& document : papers.documents) {
    if (document.kind == "imr_application") {
      for (auto& form : forms_of(papers.application_form, document, reading))
        papers.applications.push_back(std::move(form));
      read_stamps(document, papers);
      find_missing_pages(document, papers);
    } else if (document.kind == "request_for_authorization") {
      for (auto& form : forms_of(papers.request_form, document, reading)) papers.requests.push_back(std::move(form));
    } else if (document.kind == "ur_decision") {
      const Document whole = with_proof_of_service(papers.documents, document);
      papers.decisions.push_back(intake::read_ur_decision(papers.ur_form, *words, whole));
      papers.decision_documents.push_back(&document);
      find_missing_pages(whole, papers);
    }
  }
  return papers;
}

std::string picture_of_question(const Question& question, const Installation& installation) {
  if (question.place.empty() || question.place.front().boxes.empty()) return {};
  const records::Evidence& place = question.place.front();
  const auto picture = intake::picture_of(place.file, place.page, read_options(installation, {}));
  if (!picture) return {};
  records::Box region = place.boxes.front();
  region = {region[0] - 30, region[1] - 12, region[2] + 30, region[3] + 12};
  return intake::region_as_pgm(*picture, region);
}

} // namespace openimr::desk
