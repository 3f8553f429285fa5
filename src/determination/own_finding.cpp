#include "determination/own_finding.h"

#include "determination/yaml_words.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::determination {
Result<std::vector<OwnFinding>> parse_own_findings(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "findings"});
  root["schema"].one_of({"1"}, "1");
  std::vector<OwnFinding> findings;
  for (const text::Value& entry : root.required("findings").list()) {
    entry.only({"reviewer", "item", "decision", "words", "on", "papers"});
    OwnFinding one;
    one.reviewer = entry.required("reviewer").string();
    one.item = entry.required("item").string();
    one.decision = entry.required("decision").one_of({"upheld", "overturned", "undecided"});
    one.words = entry["words"].string();
    one.on = entry.required("on").date();
    one.papers = entry.required("papers").string();
    if (find_own(findings, one.reviewer, one.item))
      entry["item"].problem(fmt::format("a second finding of {} on item {}", one.reviewer, one.item),
                            "one that was recorded first and stays", "take the later one away");
    findings.push_back(std::move(one));
  }
  if (!reader.problems().empty()) return reader.as_error();
  return findings;
}

std::string to_yaml_line(const OwnFinding& finding) {
  return fmt::format("  - {{reviewer: {}, item: {}, decision: {}, on: {}, papers: {}, words: {}}}\n",
                     quoted(finding.reviewer), quoted(finding.item), finding.decision,
                     finding.on ? finding.on->iso() : "", finding.papers, quoted(finding.words));
}

const OwnFinding* find_own(const std::vector<OwnFinding>& findings, const std::string& reviewer,
                           const std::string& item) {
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [&](const auto& one) { return one.reviewer == reviewer && one.item == item; });
  return found == findings.end() ? nullptr : &*found;
}

} // namespace openimr::determination
