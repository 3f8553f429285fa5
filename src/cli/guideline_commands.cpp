// Commands that run the guideline packs: evaluate, check, diff.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/guideline_topics.h"
#include "cli/installation.h"

#include "clinical/requested_service.h"
#include "clinical/vocabulary.h"
#include "guidelines/example.h"
#include "guidelines/explanation.h"
#include "guidelines/library.h"
#include "guidelines/pack_checks.h"
#include "guidelines/pack_difference.h"
#include "guidelines/page_reader.h"
#include "guidelines/reach_checks.h"
#include "text/data_file.h"

#include "base/files.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

guidelines::RequestWords words_of_requests(const clinical::Vocabulary& vocabulary) {
  guidelines::RequestWords words;
  for (const clinical::Drug& drug : vocabulary.drugs()) {
    words.drugs.insert({drug.generic, drug.base});
    words.families.insert(drug.families.begin(), drug.families.end());
  }
  for (const char* part : clinical::requested_body_parts()) words.body_parts.insert(part);
  for (const auto& [id, concept_words] : vocabulary.concepts()) words.concepts.insert(id);
  return words;
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

int guidelines_evaluate_command(const Console& console, const GuidelineArguments& arguments) {
  auto library = load_library();
  if (!library) return console.fail(library.error());
  auto as_of = optional_day(arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  auto topic = topic_of(*library, arguments.topic, *as_of, "guidelines evaluate");
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
    if (!arguments.explain.empty()) answer["explanation"] = to_json(reason);
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
    const bool has_words = std::filesystem::exists(installation->packs_folder + "/vocabulary");
    const auto vocabulary = clinical::Vocabulary::load(installation->packs_folder);
    if (has_words && !vocabulary) return console.fail(vocabulary.error());
    if (!has_words) console.warn("no vocabulary beside the guidelines: facts and requests are not held to its words");
    const auto words = vocabulary ? words_of_requests(*vocabulary) : guidelines::RequestWords{};
    notes = guidelines::check_packs(
        *library, [&](const std::string& fact) { return !vocabulary || guidelines::is_findable(words, fact); });
    if (vocabulary)
      for (auto& note : guidelines::check_reach(*library, words)) notes.push_back(std::move(note));
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
