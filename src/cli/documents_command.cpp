// openimr documents: the table of contents of a case file as a person wants it, and the pages that a person has to
// read.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"

#include "intake/case_folder.h"
#include "intake/reading_queue.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;
using records::Document;
using records::Page;

/// By day of service, undated last; then in file order.
std::vector<const Document*> in_order(const std::vector<Document>& documents) {
  std::vector<const Document*> order;
  for (const Document& document : documents) order.push_back(&document);
  std::stable_sort(order.begin(), order.end(), [](const Document* a, const Document* b) {
    return a->date && b->date ? *a->date < *b->date : a->date.has_value() && !b->date.has_value();
  });
  return order;
}

/// "3", "3-5" or "1-2, 4".
std::string pages_in_words(const std::vector<Page>& pages) {
  std::string words;
  for (std::size_t i = 0; i < pages.size();) {
    std::size_t end = i;
    while (end + 1 < pages.size() && pages[end + 1].number == pages[end].number + 1) ++end;
    words += (words.empty() ? "" : ", ") + std::to_string(pages[i].number);
    if (end > i) words += "-" + std::to_string(pages[end].number);
    i = end + 1;
  }
  return words;
}

std::string file_name(const std::string& file) { return file.starts_with("documents/") ? file.substr(10) : file; }

/// Pages of a document that fulfil a condition, in words.
template <class Condition> std::string pages_that(const Document& document, Condition condition) {
  std::vector<Page> some;
  for (const Page& page : document.pages)
    if (condition(page)) some.emplace_back().number = page.number;
  return pages_in_words(some);
}

void print_document(const Console& console, const Document& document, std::size_t copies) {
  console.line(fmt::format("{:<11}{}  {}", document.date ? document.date->us() : "no date",
                           console.in(Tone::Strong, document.title),
                           console.in(Tone::Quiet, fmt::format("{}, {} {}", file_name(document.file),
                                                               document.pages.size() == 1 ? "page" : "pages",
                                                               pages_in_words(document.pages)))));
  const auto note = [&console](const std::string& words, Tone tone = Tone::Plain) {
    if (!words.empty())
      console.line("           " + console.in(tone, wrapped(words, static_cast<std::size_t>(console.width()), 11)));
  };
  const bool names_it = document.facility.empty() || document.author.find(document.facility) != std::string::npos;
  note(document.author + (names_it ? "" : (document.author.empty() ? "" : ", ") + document.facility));
  if (document.written_date && document.service_date && *document.written_date != *document.service_date)
    note("written " + document.written_date->us());
  if (document.kind == "unknown")
    note("the kind is unknown", Tone::Unsure);
  else if (document.kind_confidence < 50)
    note(fmt::format("the kind is unsure ({}%)", document.kind_confidence), Tone::Unsure);
  if (document.belongs_to == "other") note("of another person: not used", Tone::Bad);
  if (copies > 0) note(fmt::format("came {} times; the copies are folded into this one", copies + 1));
  const std::string again = pages_that(document, [](const Page& page) { return page.same_as.is_set(); });
  if (!again.empty()) note("pages that stand elsewhere in the file already: " + again);
  const std::string typed = pages_that(document, [](const Page& page) { return !page.typed_by.empty(); });
  if (!typed.empty()) note("typed or confirmed by a person: page " + typed);
  const std::string unread = pages_that(document, [](const Page& page) { return page.counts_as_unread(); });
  if (!unread.empty() && document.belongs_to != "other")
    note("a person has to read page " + unread + " (openimr documents --unread)", Tone::Unsure);
}

void print_queue(const Console& console, const std::vector<intake::PageForPerson>& queue) {
  for (const auto& one : queue)
    console.line(
        fmt::format("{}, page {}  {}", console.in(Tone::Strong, file_name(one.file)), one.page,
                    console.in(Tone::Unsure, one.is_unread ? one.reason : one.reason + "; what was read is used")));
  console.line(
      queue.empty()
          ? "No page has to be read by a person."
          : "Until somebody types or confirms what they say in pages.yaml, they count as unread in every search "
            "for absence.");
}

json::array queue_json(const std::vector<intake::PageForPerson>& queue) {
  json::array list;
  for (const auto& one : queue)
    list.push_back(json::object{{"document", one.document},
                                {"file", one.file},
                                {"page", one.page},
                                {"reason", one.reason},
                                {"confidence", one.confidence},
                                {"words", one.words},
                                {"used", !one.is_unread}});
  return list;
}

void print_contents(const Console& console, const records::CaseFile& file,
                    const std::vector<intake::PageForPerson>& queue) {
  std::size_t pages = 0, folded = 0;
  for (const Document& document : file.documents) {
    pages += document.pages.size();
    folded += document.same_as.empty() ? 0U : 1U;
  }
  for (const Document* document : in_order(file.documents)) {
    if (!document->same_as.empty()) continue;
    const auto copies = std::count_if(file.documents.begin(), file.documents.end(),
                                      [document](const Document& other) { return other.same_as == document->id; });
    print_document(console, *document, static_cast<std::size_t>(copies));
  }
  console.line(fmt::format("{} documents, {} pages; {} second {} folded; {} {} for a person to read",
                           file.documents.size() - folded, pages, folded, folded == 1 ? "copy" : "copies", queue.size(),
                           queue.size() == 1 ? "page" : "pages"));
  for (const auto& problem : file.problems) console.line("! " + problem.message());
}

} // namespace

int documents_command(const Console& console, const DocumentsArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto file = intake::read_case(arguments.folder, read_options(console, *installation));
  console.end_progress();
  if (!file) return console.fail(file.error());
  const auto queue = intake::reading_queue(file->documents);
  if (arguments.json) {
    json::object answer;
    if (!arguments.unread) {
      json::array list;
      for (const Document* document : in_order(file->documents)) list.push_back(contents_json(*document));
      answer["documents"] = std::move(list);
    }
    answer["unread"] = queue_json(queue);
    answer["problems"] = to_json(file->problems);
    console.write(json_line(answer));
  } else if (arguments.unread) {
    print_queue(console, queue);
  } else {
    print_contents(console, *file, queue);
  }
  return arguments.unread && !queue.empty() ? exit_no : exit_done;
}

} // namespace openimr::cli
