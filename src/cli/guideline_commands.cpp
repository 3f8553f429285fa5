// Commands about the guideline packs: list, show, evaluate, check, diff.
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/to_json.h"

#include "clinical/vocabulary.h"
#include "guidelines/example.h"
#include "guidelines/explanation.h"
#include "guidelines/library.h"
#include "guidelines/pack_checks.h"
#include "guidelines/pack_difference.h"
#include "guidelines/page_reader.h"
#include "text/data_file.h"

#include "base/files.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

Result<guidelines::Library> load_library() {
  auto installation = find_installation();
  if (!installation) return installation.error();
  return guidelines::Library::load(installation->packs_folder);
}

/// The topic by its id, or an error that names the nearest.
Result<const guidelines::Topic*> topic_of(const guidelines::Library& library, const std::string& id,
                                          const char* command) {
  std::vector<std::string> known;
  for (const auto& topic : library.topics()) {
    if (topic.id == id) return &topic;
    known.push_back(topic.id);
  }
  const auto near = text::nearest(id, known);
  return Error{ErrorKind::NotFound, command, "the topic \"" + id + "\"", "a topic of `openimr guidelines list`",
               near.empty() ? "choose one of them" : "did you mean \"" + near + "\"?"};
}

/// One topic as a page for a clinician.
class TopicPage {
public:
  TopicPage(const Console& console, const guidelines::Library& library, const guidelines::Topic& topic,
            const guidelines::FactNames& names)
      : console_(console), library_(library), topic_(topic), names_(names),
        width_(static_cast<std::size_t>(console.width())) {}

  void print() const {
    head();
    if (topic_.has_requirement) {
      section("A first request has to meet");
      tree(topic_.initial, 2);
      section("A refill or repeat has to meet");
      tree(topic_.continued, 2);
      if (topic_.loose) {
        section("By the loose reading (--reading loose)");
        tree(*topic_.loose, 2);
      }
    } else {
      section("Not recommended");
      line("Nothing in a record makes it recommended.", 2);
    }
    list("It is excluded when", exclusions());
    list("Limits", limits());
    list("Exceptions", topic_.exceptions);
    list("Evidence", topic_.evidence.empty() ? std::vector<std::string>{} : std::vector{topic_.evidence});
    list("Where to look", topic_.look_for);
    list("Also called", topic_.synonyms);
    sure();
  }

private:
  void line(const std::string& text, std::size_t indent) const {
    console_.line(std::string(indent, ' ') + wrapped(text, width_, indent + 2));
  }
  void section(const std::string& title) const { console_.line("\n" + console_.in(Tone::Strong, title)); }
  void list(const std::string& title, const std::vector<std::string>& items) const {
    if (items.empty()) return;
    section(title);
    for (const auto& item : items) line("- " + item, 2);
  }

  void head() const {
    const auto* guideline = library_.guideline(topic_);
    std::string recommendation = topic_.recommendation_class;
    std::replace(recommendation.begin(), recommendation.end(), '_', ' ');
    console_.line(console_.in(Tone::Strong, topic_.title) + "  " + console_.in(Tone::Quiet, topic_.id));
    line(fmt::format("{}{}{}", guideline ? guideline->title : topic_.guideline,
                     topic_.section.empty() ? "" : ", " + topic_.section,
                     topic_.pages.empty() ? "" : ", page " + topic_.pages),
         0);
    line(fmt::format("{}; {}; in force {} to {}", recommendation, guideline ? guideline->citation : topic_.pack,
                     topic_.from ? topic_.from->us() : "…", topic_.to ? topic_.to->us() : "…"),
         0);
  }

  void tree(const guidelines::Logic& logic, std::size_t indent) const {
    if (logic.kind == guidelines::Logic::Kind::Always) return line("- nothing further", indent);
    if (logic.kind != guidelines::Logic::Kind::Criterion) {
      if (logic.kind != guidelines::Logic::Kind::All || indent > 2) line(guidelines::label_of(logic) + ":", indent);
      for (const auto& part : logic.parts) tree(part, indent + 2);
      return;
    }
    const auto* criterion = topic_.criterion(logic.id);
    line("- " + criterion->text, indent);
    line(console_.in(Tone::Quiet,
                     (criterion->asks_judgment ? "the reviewer's judgment; to document: " : "to document: ") +
                         criterion->needed),
         indent + 4);
    std::vector<std::string> facts;
    guidelines::facts_of(criterion->when, facts);
    for (auto& fact : facts) fact = names_(fact);
    if (!facts.empty())
      line(console_.in(Tone::Quiet, fmt::format("read from: {}", fmt::join(facts, ", "))), indent + 4);
  }

  std::vector<std::string> exclusions() const {
    std::vector<std::string> items;
    for (const auto& id : topic_.exclusions) items.push_back(topic_.criterion(id)->text);
    return items;
  }
  std::vector<std::string> limits() const {
    std::vector<std::string> items;
    for (const auto& limit : topic_.limits)
      items.push_back(fmt::format("{} {} {} {}{}", limit.what, limit.op, limit.value, limit.unit,
                                  limit.note.empty() ? "" : " (" + limit.note + ")"));
    return items;
  }

  void sure() const {
    section("How sure this page is");
    line(fmt::format("{} ({}){}", topic_.confidence, topic_.basis,
                     topic_.confidence_note.empty() ? "" : ": " + topic_.confidence_note),
         2);
    for (const auto& doubt : topic_.doubts) line("- " + doubt, 2);
    line(fmt::format("{} examples run as tests.", topic_.examples.size()), 2);
  }

  const Console& console_;
  const guidelines::Library& library_;
  const guidelines::Topic& topic_;
  const guidelines::FactNames& names_;
  std::size_t width_;
};

json::value reason_json(const guidelines::Reason& reason) {
  json::object object{{"kind", reason.kind}, {"text", reason.text}};
  if (reason.verdict) object["verdict"] = guidelines::name(*reason.verdict);
  if (!reason.quotes.empty()) {
    json::array quotes;
    for (const auto& quote : reason.quotes)
      quotes.push_back(json::object{{"words", quote.words}, {"file", quote.document}, {"page", quote.page}});
    object["quotes"] = std::move(quotes);
  }
  if (!reason.parts.empty()) {
    json::array parts;
    for (const auto& part : reason.parts) parts.push_back(reason_json(part));
    object["parts"] = std::move(parts);
  }
  return object;
}

} // namespace

guidelines::FactNames fact_names(const std::string& packs_folder) {
  auto vocabulary = clinical::Vocabulary::load(packs_folder);
  if (!vocabulary) return guidelines::words_of_id;
  return [known = *vocabulary](const std::string& id) {
    const auto* found = known.concept_of(id);
    return found && !found->text.empty() ? found->text : guidelines::words_of_id(id);
  };
}

json::value to_json(const guidelines::Reason& reason) { return reason_json(reason); }

int guidelines_list_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto library = guidelines::Library::load(installation->packs_folder);
  if (!library) return console.fail(library.error());
  std::optional<Date> as_of;
  if (!arguments.as_of.empty()) {
    auto day = day_of("--as-of", arguments.as_of);
    if (!day) return console.fail(day.error());
    as_of = *day;
  }
  json::array rows;
  for (const auto& topic : library->topics()) {
    if (as_of && !topic.is_in_force(*as_of)) continue;
    if (arguments.json)
      rows.push_back(json::object{{"id", topic.id},
                                  {"title", topic.title},
                                  {"pack", topic.pack},
                                  {"guideline", topic.guideline},
                                  {"pages", topic.pages},
                                  {"class", topic.recommendation_class},
                                  {"from", topic.from ? json::value(topic.from->iso()) : json::value(nullptr)},
                                  {"to", topic.to ? json::value(topic.to->iso()) : json::value(nullptr)},
                                  {"confidence", topic.confidence},
                                  {"basis", topic.basis},
                                  {"examples", topic.examples.size()}});
    else
      console.line(fmt::format("{:<32}{:<46}{:<14}{:<28}{}", topic.id, topic.title.substr(0, 44),
                               topic.pages.substr(0, 12), topic.recommendation_class, topic.pack));
  }
  if (arguments.json) console.write(json_line(json::object{{"topics", rows}}));
  return exit_done;
}

int guidelines_show_command(const Console& console, const GuidelineArguments& arguments) {
  auto library = load_library();
  if (!library) return console.fail(library.error());
  auto topic = topic_of(*library, arguments.topic, "guidelines show");
  if (!topic) return console.fail(topic.error());
  const auto names = fact_names(find_installation()->packs_folder);
  for (const auto& one : library->topics())
    if (one.id == arguments.topic) TopicPage(console, *library, one, names).print();
  return exit_done;
}

int guidelines_evaluate_command(const Console& console, const GuidelineArguments& arguments) {
  auto library = load_library();
  if (!library) return console.fail(library.error());
  auto topic = topic_of(*library, arguments.topic, "guidelines evaluate");
  if (!topic) return console.fail(topic.error());
  auto file = text::DataFile::read(arguments.chart);
  if (!file) return console.fail(file.error());
  text::Reader reader(*file);
  auto example = guidelines::read_chart_file(reader);
  if (!reader.problems().empty()) return console.fail(reader.as_error());
  if (arguments.reading == "loose") example.reading = guidelines::Reading::Loose;
  const auto made = guidelines::case_of(*library, **topic, example);
  const auto evaluation = guidelines::evaluate(*library, {*topic}, made.request, made.chart, made.day);
  const auto form = arguments.explain == "full" ? guidelines::Form::Full : guidelines::Form::Short;
  const auto reason =
      guidelines::explain(evaluation, made.request, made.chart, form, fact_names(find_installation()->packs_folder));
  if (!arguments.html.empty())
    if (auto written = write_file(arguments.html, guidelines::to_html(reason, (*topic)->title)); !written)
      return console.fail(written.error());
  if (arguments.json) {
    json::object answer = to_json(evaluation).as_object();
    if (!arguments.explain.empty()) answer["explanation"] = reason_json(reason);
    console.write(json_line(answer));
    return exit_done;
  }
  console.line(console.in(Tone::Strong, (*topic)->title) + fmt::format(", {} request: {}",
                                                                       guidelines::name(evaluation.phase),
                                                                       guidelines::name(evaluation.recommendation)));
  console.write(guidelines::to_text(reason));
  return exit_done;
}

int guidelines_check_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  text::Problems problems;
  auto library = guidelines::Library::load(installation->packs_folder, problems);
  if (!library) return console.fail(library.error());
  for (const auto& problem : problems) console.line(problem.message());
  std::size_t examples = 0, failed = 0;
  if (problems.empty())
    for (const auto& topic : library->topics())
      for (const auto& example : topic.examples) {
        ++examples;
        const auto differs = guidelines::run_example(*library, topic, example);
        if (differs.empty()) continue;
        ++failed;
        console.write(differs);
      }
  std::vector<std::string> differs;
  examples += library->run_table_examples(differs) + guidelines::run_blind_examples(*library, differs);
  for (const auto& line : differs) console.write(line);
  failed += differs.size();
  text::Problems notes;
  if (problems.empty()) {
    auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
    notes = guidelines::check_packs(*library, [&](const std::string& fact) {
      return !vocabulary || fact.starts_with("req.") || fact.starts_with("drug") ||
             vocabulary->concept_of(fact) != nullptr;
    });
    for (const auto& note : notes) console.line("note: " + note.message());
  }
  console.line(fmt::format("{} topics, {} examples, {} faults, {} examples that come out otherwise, {} notes",
                           library->topics().size(), examples, problems.size(), failed, notes.size()));
  const bool is_clean = problems.empty() && failed == 0 && (!arguments.strict || notes.empty());
  return is_clean ? exit_done : exit_no;
}

namespace {

/// One item that comes out otherwise, for a person and as JSON.
json::value tell_difference(const Console& console, const std::string& folder, const records::DisputedItem& item,
                            const guidelines::Difference& difference, bool as_json) {
  if (!as_json) {
    console.line(fmt::format(
        "{}  item {}  {}: {} -> {}",
        console.in(difference.flips() ? Tone::Bad : Tone::Unsure, difference.flips() ? "FLIPS  " : "differs"), item.id,
        folder, guidelines::name(difference.before), guidelines::name(difference.after)));
    console.line("  " + item.text);
    for (const auto& why : difference.why) console.line("  - " + why);
  }
  json::array why;
  for (const auto& one : difference.why) why.emplace_back(one);
  return json::object{{"case", folder},
                      {"item", item.id},
                      {"before", guidelines::name(difference.before)},
                      {"after", guidelines::name(difference.after)},
                      {"flips", difference.flips()},
                      {"why", std::move(why)}};
}

std::vector<std::string> case_folders(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (std::filesystem::exists(entry->path() / "application.yaml", failed)) found.push_back(entry->path().string());
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace

int guidelines_diff_command(const Console& console, const GuidelineArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto before = guidelines::Library::load(arguments.old_packs);
  if (!before) return console.fail(before.error());
  auto after = guidelines::Library::load(arguments.new_packs);
  if (!after) return console.fail(after.error());
  json::array pages, cases;
  for (const auto& line : guidelines::page_differences(*before, *after)) {
    if (!arguments.json) console.line("page " + line);
    pages.emplace_back(line);
  }
  const auto folders = case_folders(arguments.cases);
  if (!arguments.cases.empty() && folders.empty())
    return console.fail({ErrorKind::NotFound, "--cases " + arguments.cases, "no case folder",
                         "folders with application.yaml", "name the folder that holds them"});
  std::size_t items = 0, flips = 0;
  for (const auto& folder : folders) {
    desk::ReviewOptions options;
    auto review = desk::review_case(folder, *installation, options);
    if (!review) return console.fail(review.error());
    const Date day = review->case_file.application.ur_decision.date.value_or(review->as_of);
    for (const auto& issue : review->draft.issues) {
      ++items;
      const auto come_out = [&](const guidelines::Library& library) {
        guidelines::Request request = issue.request;
        request.values.clear();
        guidelines::compute_request_values(library, request, review->chart, day);
        return guidelines::evaluate(library, library.topics_for(request.item, day), request, review->chart, day);
      };
      const auto difference = guidelines::difference(come_out(*before), come_out(*after));
      flips += difference.flips();
      if (difference.flips() || !difference.why.empty())
        cases.push_back(tell_difference(console, folder, issue.item, difference, arguments.json));
    }
  }
  if (arguments.json)
    console.write(json_line(json::object{{"pages", pages}, {"items", items}, {"flips", flips}, {"cases", cases}}));
  else
    console.line(fmt::format("{} pages differ; of {} items {} flip", pages.size(), items, flips));
  return pages.empty() && cases.empty() ? exit_done : exit_no;
}

} // namespace openimr::cli
