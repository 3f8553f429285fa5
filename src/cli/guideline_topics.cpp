// Commands that show the guideline packs: list, show, for.
#include "cli/guideline_topics.h"

#include "answers/topic_json.h"
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/topic_page.h"
#include "clinical/requested_item.h"
#include "guidelines/source_selection.h"
#include "jurisdictions/jurisdiction.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;
using guidelines::Topic;

/// Later days in force first; a page without an end is the newest.
bool is_newer(const Topic& a, const Topic& b) {
  if (!a.to || !b.to) return !a.to && b.to;
  return *b.to < *a.to;
}

std::string cut(const std::string& words, std::size_t width) {
  return words.size() <= width ? words : words.substr(0, width - 3) + "...";
}

/// One line a topic: id, title, class, pages; as wide as the terminal.
void print_rows(const Console& console, const std::vector<const Topic*>& topics) {
  const auto width = static_cast<std::size_t>(std::max(console.width(), 80));
  const std::size_t title = std::max<std::size_t>(width - 32 - 27 - 14, 24);
  std::string pack;
  for (const Topic* topic : topics) {
    if (topic->pack != pack) {
      pack = topic->pack;
      console.line((topic == topics.front() ? "" : "\n") + console.in(Tone::Strong, pack));
      console.line(
          console.in(Tone::Quiet, fmt::format("{:<32}{:<{}}{:<27}{}", "topic", "title", title, "says", "pages")));
    }
    std::string says = topic->recommendation_class;
    std::replace(says.begin(), says.end(), '_', ' ');
    console.line(fmt::format("{:<32}{:<{}}{:<27}{}", cut(topic->id, 31), cut(topic->title, title - 1), title, says,
                             cut(topic->pages, 14)));
  }
  console.line(fmt::format("\n{} topic{}", topics.size(), topics.size() == 1 ? "" : "s"));
}

/// The part of a page's applies_to that the request fits, in words.
std::string line_that_fits(const guidelines::Library& library, const Topic& topic, const records::RequestedItem& item) {
  for (const auto& rule : topic.applies_to)
    if (guidelines::fits_request(rule, item))
      return !rule.phrase.empty() ? "the words \"" + rule.phrase + "\""
             : !rule.drug.empty() ? "the drug " + rule.drug
             : rule.is_mixture    ? "a mixture of several ingredients"
                                  : "the family " + rule.drug_class;
  for (const Topic& other : library.topics())
    for (const auto* also : {&other.also_initial, &other.also_continued})
      if (std::find(also->begin(), also->end(), topic.id) != also->end()) return "brought in by " + other.id;
  return "";
}

void print_item(const Console& console, const records::RequestedItem& item) {
  const auto tell = [&](const char* what, const std::string& words) {
    if (!words.empty()) console.line(fmt::format("  {:<12}{}", what, words));
  };
  console.line(console.in(Tone::Strong, item.text));
  tell("kind", item.kind);
  tell("drugs", fmt::format("{}", fmt::join(item.drugs, ", ")));
  std::string parts;
  for (const auto& one : item.components)
    parts += (parts.empty() ? "" : ", ") + one.name + (one.strength.empty() ? "" : " " + one.strength);
  tell("made of", parts);
  tell("families", fmt::format("{}", fmt::join(item.drug_classes, ", ")));
  for (const auto& [what, words] :
       {std::pair("route", item.route), std::pair("form", item.form), std::pair("strength", item.strength),
        std::pair("body part", item.body_part), std::pair("side", item.side), std::pair("level", item.level),
        std::pair("duration", item.duration), std::pair("terms", item.tenure)})
    tell(what, words);
  tell("count", item.count ? fmt::format("{:g}", *item.count) : "");
  tell("quantity", item.quantity ? fmt::format("{:g}", *item.quantity) : "");
  tell("unclear", fmt::format("{}", fmt::join(item.warnings, "; ")));
}

} // namespace

Result<guidelines::Library> load_library() {
  auto installation = find_installation();
  if (!installation) return installation.error();
  return guidelines::Library::load(installation->packs_folder);
}

Result<std::optional<Date>> optional_day(const std::string& written) {
  if (written.empty()) return std::optional<Date>();
  auto day = day_of("--as-of", written);
  if (!day) return day.error();
  return std::optional(*day);
}

bool speaks_of(const Topic& topic, const std::string& word) {
  const std::string wanted = text::lower(word);
  const auto has = [&](const std::string& words) { return text::lower(words).find(wanted) != std::string::npos; };
  return has(topic.id) || has(topic.title) || std::any_of(topic.synonyms.begin(), topic.synonyms.end(), has) ||
         std::any_of(topic.applies_to.begin(), topic.applies_to.end(),
                     [&](const auto& rule) { return has(rule.phrase) || has(rule.drug); });
}

Result<const Topic*> topic_of(const guidelines::Library& library, const std::string& id, std::optional<Date> as_of,
                              const char* command) {
  const Topic* newest = nullptr;
  std::vector<std::string> known, speak, days;
  for (const Topic& topic : library.topics()) {
    known.push_back(topic.id);
    if (topic.id != id) {
      if (speaks_of(topic, id) && std::find(speak.begin(), speak.end(), topic.id) == speak.end())
        speak.push_back(topic.id);
      continue;
    }
    days.push_back(topic.pack + ", " + days_in_force(topic));
    if (as_of ? topic.is_in_force(*as_of) : !newest || is_newer(topic, *newest)) newest = &topic;
  }
  if (newest) return newest;
  if (!days.empty())
    return Error{ErrorKind::NotFound, command, fmt::format("\"{}\", which is not in force on {}", id, as_of->iso()),
                 "a day on which it is", fmt::format("choose one of: {}", fmt::join(days, "; "))};
  const auto near = text::nearest(id, known);
  return Error{ErrorKind::NotFound, command, "the topic \"" + id + "\"", "a topic of `openimr guidelines list`",
               !near.empty()    ? "did you mean \"" + near + "\"?"
               : !speak.empty() ? fmt::format("{} speak{} of it", fmt::join(speak, ", "), speak.size() == 1 ? "s" : "")
                                : "choose one of them"};
}

int guidelines_list_command(const Console& console, const GuidelineArguments& arguments) {
  auto library = load_library();
  if (!library) return console.fail(library.error());
  auto as_of = optional_day(arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  std::vector<const Topic*> topics;
  json::array rows;
  for (const Topic& topic : library->topics()) {
    if (*as_of && !topic.is_in_force(**as_of)) continue;
    if (!arguments.words.empty() && !speaks_of(topic, arguments.words)) continue;
    topics.push_back(&topic);
    rows.push_back(answers::topic_row(topic));
  }
  if (arguments.json) {
    console.write(json_line(json::object{{"topics", rows}}));
    return exit_done;
  }
  if (topics.empty()) {
    console.line("no topic");
    return exit_no;
  }
  print_rows(console, topics);
  return exit_done;
}

int guidelines_show_command(const Console& console, const GuidelineArguments& arguments) {
  auto library = load_library();
  if (!library) return console.fail(library.error());
  auto as_of = optional_day(arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  auto topic = topic_of(*library, arguments.topic, *as_of, "guidelines show");
  if (!topic) return console.fail(topic.error());
  const auto names = fact_names(find_installation()->packs_folder);
  print_topic(console, *library, **topic, names, {arguments.with_facts});
  std::vector<std::string> others;
  for (const Topic& one : library->topics())
    if (one.id == arguments.topic && &one != *topic) others.push_back(one.pack + " (" + days_in_force(one) + ")");
  if (!others.empty())
    console.line(console.in(Tone::Quiet, "\n" + wrapped(fmt::format("Other editions: {}; show one by --as-of DATE",
                                                                    fmt::join(others, ", ")),
                                                        static_cast<std::size_t>(console.width()), 2)));
  return exit_done;
}

int guidelines_for_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
  if (!vocabulary) return console.fail(vocabulary.error());
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  auto day = day_of("--as-of", arguments.as_of);
  if (!day) return console.fail(day.error());
  const auto item = clinical::parse_item(*vocabulary, arguments.words, *day);
  const guidelines::EventDays days{{"request", *day}, {"ur_decision", *day}, {"application", *day}};
  const auto answer = guidelines::select_sources(*library, law->sources, item, days, *day);
  json::array pages, gates;
  for (const Topic* topic : answer.topics) {
    json::object page = answers::topic_row(*topic);
    page["fits"] = line_that_fits(*library, *topic, item);
    pages.push_back(std::move(page));
  }
  for (const auto& gate : answer.gates) {
    json::array ids;
    for (const auto& id : gate.topics) ids.emplace_back(id);
    gates.push_back(json::object{{"step", gate.step},
                                 {"source", gate.source},
                                 {"open", gate.is_open},
                                 {"reason", gate.reason},
                                 {"topics", ids}});
  }
  if (arguments.json) {
    console.write(json_line(json::object{{"item", to_json(item)}, {"pages", pages}, {"gates", gates}}));
    return answer.topics.empty() ? exit_no : exit_done;
  }
  print_item(console, item);
  console.line("\n" + console.in(Tone::Strong, "Pages it is held against"));
  for (const Topic* topic : answer.topics)
    console.line(fmt::format("  {} ({}, {}{}): {}", topic->id, topic->pack, topic->recommendation_class,
                             topic->pages.empty() ? "" : ", " + pages_in_words(topic->pages),
                             line_that_fits(*library, *topic, item)));
  if (answer.topics.empty()) console.line("  none: " + answer.silence);
  console.line("\n" + console.in(Tone::Strong, "Steps of the search"));
  for (const auto& gate : answer.gates) {
    const std::string found =
        gate.topics.empty() ? "no page"
                            : fmt::format("{}{}", fmt::join(gate.topics, ", "), gate.is_open ? "" : ", not asked");
    console.line("  " + wrapped(fmt::format("{}: {}. {}", gate.source, found, gate.reason),
                                static_cast<std::size_t>(console.width()), 4));
  }
  return answer.topics.empty() ? exit_no : exit_done;
}

} // namespace openimr::cli
