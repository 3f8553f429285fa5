#include "guidelines/pack_difference.h"

#include "guidelines/settle.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace openimr::guidelines {
namespace {

bool has_topic(const Evaluation& evaluation, const std::string& id) {
  return std::any_of(evaluation.topics.begin(), evaluation.topics.end(),
                     [&](const TopicEvaluation& one) { return one.topic->id == id; });
}

std::string in_one_line(const Logic& logic) {
  std::string text = logic.is_over_conditions() ? label_of(logic) : question(logic);
  if (logic.parts.empty()) return text;
  std::vector<std::string> parts;
  for (const Logic& part : logic.parts) parts.push_back(in_one_line(part));
  return fmt::format("{} ({})", text, fmt::join(parts, "; "));
}

/// What of a page decides, part by part.
std::map<std::string, std::string> deciding_parts(const Topic& topic) {
  std::map<std::string, std::string> parts;
  for (const Criterion& criterion : topic.criteria) parts["criterion " + criterion.id] = in_one_line(criterion.when);
  parts["first request"] = topic.has_requirement ? in_one_line(topic.initial) : "nothing";
  parts["continued request"] = topic.has_requirement ? in_one_line(topic.continued) : "nothing";
  parts["exclusions"] = fmt::format("{}", fmt::join(topic.exclusions, ", "));
  parts["pages"] = topic.pages;
  parts["in force"] = fmt::format("{} to {}", topic.from ? topic.from->iso() : "", topic.to ? topic.to->iso() : "");
  parts["brings in"] =
      fmt::format("{} | {}", fmt::join(topic.also_initial, ", "), fmt::join(topic.also_continued, ", "));
  return parts;
}

std::string changed_parts(const Topic& before, const Topic& after) {
  const auto old_parts = deciding_parts(before), new_parts = deciding_parts(after);
  std::vector<std::string> changed;
  for (const auto& [name, text] : old_parts) {
    const auto now = new_parts.find(name);
    if (now == new_parts.end())
      changed.push_back(name + " is gone");
    else if (now->second != text)
      changed.push_back(name + " changed");
  }
  for (const auto& [name, text] : new_parts)
    if (!old_parts.contains(name)) changed.push_back(name + " is new");
  return fmt::format("{}", fmt::join(changed, ", "));
}

} // namespace

Difference difference(const Evaluation& before, const Evaluation& after) {
  Difference result{before.recommendation, after.recommendation, {}};
  for (const TopicEvaluation& entry : before.topics)
    if (!has_topic(after, entry.topic->id)) result.why.push_back(entry.topic->id + " no longer speaks to the request.");
  for (const TopicEvaluation& entry : after.topics)
    if (!has_topic(before, entry.topic->id)) result.why.push_back(entry.topic->id + " now speaks to the request.");
  for (const Finding& finding : before.findings) {
    const Finding* now = after.finding(finding.id);
    if (!now) {
      if (has_topic(after, finding.topic)) result.why.push_back(finding.id + " is no longer asked.");
    } else if (now->verdict != finding.verdict) {
      result.why.push_back(fmt::format("{} was {} and is {}.", finding.id, name(finding.verdict), name(now->verdict)));
    } else if (now->is_required != finding.is_required || now->is_exclusion != finding.is_exclusion) {
      result.why.push_back(fmt::format("{} is now {}.", finding.id,
                                       now->is_exclusion  ? "an exclusion"
                                       : now->is_required ? "required"
                                                          : "not required"));
    }
  }
  for (const Finding& finding : after.findings)
    if (!before.finding(finding.id) && has_topic(before, finding.topic))
      result.why.push_back(
          fmt::format("{} is asked for the first time, and is {}.", finding.id, name(finding.verdict)));
  for (const TopicEvaluation& entry : after.topics)
    for (const TopicEvaluation& old_entry : before.topics)
      if (old_entry.topic->id == entry.topic->id && old_entry.requirement != entry.requirement)
        result.why.push_back(fmt::format("The requirement of {} was {} and is {}.", entry.topic->id,
                                         name(old_entry.requirement), name(entry.requirement)));
  return result;
}

std::vector<std::string> page_differences(const Library& before, const Library& after) {
  std::map<std::string, const Topic*> old_pages, new_pages;
  for (const Topic& topic : before.topics()) old_pages[topic.pack + "/" + topic.id] = &topic;
  for (const Topic& topic : after.topics()) new_pages[topic.pack + "/" + topic.id] = &topic;
  std::vector<std::string> lines;
  for (const auto& [id, page] : old_pages) {
    const auto now = new_pages.find(id);
    if (now == new_pages.end())
      lines.push_back(id + ": gone");
    else if (const std::string changed = changed_parts(*page, *now->second); !changed.empty())
      lines.push_back(id + ": " + changed);
  }
  for (const auto& [id, page] : new_pages)
    if (!old_pages.contains(id)) lines.push_back(id + ": new");
  return lines;
}

} // namespace openimr::guidelines
