// The course of treatment as a page for a person: day by day, then what was measured again and again, then what the
// papers disagree on.
#include "cli/commands.h"

#include "clinical/contradictions.h"
#include "clinical/encounters.h"
#include "clinical/plain_words.h"
#include "clinical/series.h"
#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace openimr::cli {
namespace {

using clinical::Trend;

constexpr std::size_t date_width = 12, kind_width = 12, topic_width = 12;

std::string file_name(const std::string& file) { return file.starts_with("documents/") ? file.substr(10) : file; }

std::string pages_of(const clinical::Encounter& encounter) {
  return encounter.first_page == encounter.last_page
             ? fmt::format("page {}", encounter.first_page)
             : fmt::format("pages {}-{}", encounter.first_page, encounter.last_page);
}

/// Up and down for the value, and whether that is good.
Tone tone_of(Trend trend) {
  return trend == Trend::Improved ? Tone::Good : trend == Trend::Worse ? Tone::Bad : Tone::Plain;
}

/// Fills a cell on the right; letters, not bytes, count.
std::string padded(std::string_view words, std::size_t width) {
  const auto letters =
      static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  return std::string(words) + std::string(letters < width ? width - letters : 1, ' ');
}

class Page {
public:
  Page(const Console& console, const desk::ChartOfFiles& read)
      : console_(console), read_(read), width_(static_cast<std::size_t>(console.width())) {}

  std::string write() {
    const auto course = clinical::encounters(read_.vocabulary, read_.chart, read_.case_file);
    const auto series = clinical::measured_series(read_.vocabulary, read_.chart);
    head(course);
    for (const auto& encounter : course) day(encounter);
    measures(series);
    mentions(clinical::first_and_last_mentions(read_.chart));
    disagreements(clinical::contradictions(read_.chart));
    for (const auto& problem : read_.case_file.problems)
      out_ += "\n" + console_.in(Tone::Unsure, "! ") + problem.message();
    if (!read_.case_file.problems.empty()) out_ += "\n";
    return out_;
  }

private:
  void title(std::string_view words) { out_ += "\n" + console_.in(Tone::Strong, words) + "\n"; }

  void head(const std::vector<clinical::Encounter>& course) {
    const auto& application = read_.case_file.application;
    std::string who = application.employee.name;
    if (application.date_of_birth) who += ", born " + application.date_of_birth->us();
    if (application.date_of_injury) who += ", injured " + application.date_of_injury->us();
    out_ += console_.in(Tone::Strong, "COURSE OF TREATMENT") + (who.empty() ? "" : "  " + who) + "\n";
    std::map<std::string, int> counts;
    std::optional<Date> first, last;
    for (const auto& one : course) {
      if (one.is_told || !one.date) continue;
      ++counts[one.kind];
      if (!first) first = one.date;
      last = one.date;
    }
    static constexpr std::array<std::array<const char*, 3>, 7> shown = {{{"visit", "visit", "visits"},
                                                                         {"evaluation", "evaluation", "evaluations"},
                                                                         {"study", "study", "studies"},
                                                                         {"procedure", "procedure", "procedures"},
                                                                         {"therapy", "therapy day", "therapy days"},
                                                                         {"pharmacy", "pharmacy day", "pharmacy days"},
                                                                         {"record", "other paper", "other papers"}}};
    std::string text;
    for (const auto& [kind, one, many] : shown)
      if (const int count = counts[kind])
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? one : many);
    if (first) text += fmt::format("; {} to {}", first->us(), last->us());
    out_ += wrapped(text, width_, 0) + "\n\n";
  }

  void cell(std::string_view topic, std::string_view text) {
    out_ += std::string(date_width, ' ') + console_.in(Tone::Quiet, padded(topic, topic_width)) +
            wrapped(text, width_, date_width + topic_width) + "\n";
  }

  void day(const clinical::Encounter& encounter) {
    std::string date = "undated";
    if (encounter.date) date = encounter.is_about ? about(*encounter.date) : encounter.date->us();
    std::string kind = encounter.kind;
    for (char& c : kind) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    std::string paper = encounter.is_told
                            ? "told in "
                            : encounter.title + (encounter.author.empty() ? "" : ", " + encounter.author) + " · ";
    paper += console_.in(Tone::Quiet, fmt::format("{}, {}", file_name(encounter.file), pages_of(encounter)));
    out_ += console_.in(Tone::Strong, padded(date, date_width)) + padded(kind, kind_width) +
            wrapped(paper, width_, date_width + kind_width) + "\n";
    changes(encounter);
    std::string as_before;
    for (const auto& line : encounter.lines) {
      if (line.is_news)
        cell(line.topic, line.text);
      else
        as_before += (as_before.empty() ? "" : ", ") + line.topic + line.text.substr(2);
    }
    drugs(encounter);
    if (!as_before.empty()) cell("as before", console_.in(Tone::Quiet, unrepeated(as_before)));
    if (encounter.repeated > 0)
      cell("copied",
           console_.in(Tone::Quiet, fmt::format("{} statement{} word for word from earlier papers, the oldest of {}",
                                                encounter.repeated, encounter.repeated == 1 ? "" : "s",
                                                encounter.repeated_since->us())));
    out_ += "\n";
  }

  /// "complaints on 5/6/2014, findings on 5/6/2014, drugs before" -> "complaints, findings (5/6/2014); drugs"
  static std::string unrepeated(const std::string& list) {
    std::vector<std::pair<std::string, std::string>> days; // day, topics
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(", ", at), list.size());
      const std::string entry = list.substr(at, end - at);
      at = end + 2;
      const std::size_t on = entry.rfind(" on ");
      const std::string day = on == std::string::npos ? "" : entry.substr(on + 4);
      const std::string topic = entry.substr(0, on == std::string::npos ? entry.rfind(" before") : on);
      const auto known = std::find_if(days.begin(), days.end(), [&](const auto& one) { return one.first == day; });
      if (known == days.end())
        days.emplace_back(day, topic);
      else
        known->second += ", " + topic;
    }
    std::string text;
    for (const auto& [day, topics] : days)
      text += (text.empty() ? "" : "; ") + topics + (day.empty() ? "" : " (" + day + ")");
    return text;
  }

  /// A year or a month: the first day stands for what is not known.
  static std::string about(Date date) {
    if (date.day() != 1) return date.us();
    return date.month() == 1 ? fmt::format("{}", date.year()) : fmt::format("{}/{}", date.month(), date.year());
  }

  /// What changed, a line each; what was measured again and did not, on one.
  void changes(const clinical::Encounter& encounter) {
    std::string same;
    for (const auto& change : encounter.changes) {
      if (!change.is_measured)
        cell("in words", words_of(change));
      else if (change.trend == Trend::Unchanged)
        same += (same.empty() ? "" : "; ") + change.of + " " +
                (change.before == change.now ? change.now : change.before + " to " + change.now);
      else
        cell("change", values_of(change));
    }
    if (!same.empty()) cell("unchanged", same);
  }

  std::string values_of(const clinical::Change& change) const {
    std::string text = fmt::format("{} {} {} {}  {}", change.of, change.before, arrow(change), change.now,
                                   console_.in(tone_of(change.trend), clinical::name(change.trend)));
    if (change.since) text += console_.in(Tone::Quiet, " since " + change.since->us());
    return text + disagree(change);
  }

  std::string words_of(const clinical::Change& change) const {
    return fmt::format("{} {}: “{}”", change.of, console_.in(tone_of(change.trend), clinical::name(change.trend)),
                       text::one_line(change.now, 130)) +
           disagree(change);
  }

  std::string disagree(const clinical::Change& change) const {
    return change.is_contradicted ? console_.in(Tone::Unsure, "  ! values and words disagree") : "";
  }

  static const char* arrow(const clinical::Change& change) {
    const double before = std::strtod(change.before.c_str(), nullptr), now = std::strtod(change.now.c_str(), nullptr);
    return now == before ? "→" : now < before ? "↓" : "↑";
  }

  void drugs(const clinical::Encounter& encounter) {
    std::string added, gone;
    for (const auto& drug : encounter.drugs) {
      std::string& list = drug.is_new ? added : gone;
      list += (list.empty() ? "" : ", ") + drug.drug;
    }
    if (!added.empty()) cell("+ drug", added);
    if (!gone.empty()) cell("- drug", gone + " (no longer listed)");
  }

  void measures(const std::vector<clinical::Series>& all) {
    title("MEASURED AGAIN AND AGAIN");
    bool any = false;
    for (const auto& series : all) {
      if (series.points.size() < 2) continue;
      any = true;
      const std::string text = values_of(series);
      const std::string name = series.measure + (series.unit.empty()            ? ""
                                                 : series.unit.starts_with("/") ? " " + series.unit
                                                                                : ", " + series.unit);
      out_ += "  " +
              wrapped(name + "  " + console_.in(tone_of(series.overall), clinical::name(series.overall)), width_, 2) +
              "\n";
      out_ += "      " + wrapped(text, width_, 6) + "\n";
    }
    if (!any) out_ += "  Nothing was measured more than once.\n";
  }

  /// "90 (5/6 to 8/19/2014) ↓ 60 (9/9/2014)": equal values in a row are one.
  std::string values_of(const clinical::Series& series) const {
    std::string text;
    for (std::size_t k = 0; k < series.points.size();) {
      std::size_t end = k + 1;
      while (end < series.points.size() && series.points[end].number == series.points[k].number) ++end;
      const auto &first = series.points[k], &last = series.points[end - 1];
      const Date until = last.until.value_or(last.date);
      if (k > 0) text += first.number < series.points[k - 1].number ? " ↓ " : " ↑ ";
      text += (series.unit.empty() ? first.words : fmt::format("{:g}", first.number)) + " " +
              console_.in(Tone::Quiet, first.date == until ? "(" + first.date.us() + ")"
                                                           : "(" + first.date.us() + " to " + until.us() + ")");
      k = end;
    }
    return text;
  }

  /// From when to when each drug, treatment and diagnosis is spoken of.
  void mentions(const std::vector<clinical::Mentions>& all) {
    title("FIRST AND LAST MENTION");
    for (const auto* kind : {"diagnosis", "procedure", "therapy", "drug"}) {
      std::vector<std::pair<Date, std::string>> rows;
      for (const auto& one : all) {
        const auto* fact = read_.chart.find(one.facts.front());
        if (!fact || fact->kind != kind || one.concept_id.starts_with("drug_class.") ||
            clinical::is_for_criteria_only(*fact))
          continue;
        const auto generic = fact->details.find("generic");
        rows.emplace_back(one.first,
                          (generic == fact->details.end() ? fact->text : generic->second) + " " +
                              console_.in(Tone::Quiet, one.first == one.last
                                                           ? "(" + one.first.us() + ")"
                                                           : "(" + one.first.us() + " to " + one.last.us() + ")"));
      }
      std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      std::string text;
      for (const auto& [day, row] : rows) text += (text.empty() ? "" : "; ") + row;
      if (!text.empty()) out_ += "  " + padded(kind, topic_width) + wrapped(text, width_, 2 + topic_width) + "\n";
    }
  }

  void disagreements(const std::vector<clinical::Contradiction>& all) {
    title("WHERE THE PAPERS DISAGREE");
    if (all.empty()) out_ += "  Nowhere that was found.\n";
    int n = 0;
    for (const auto& one : all) {
      out_ +=
          fmt::format("  {}. {}\n", ++n, console_.in(Tone::Unsure, one.concept_id + ", " + clinical::name(one.kind)));
      for (const auto* side : {&one.one, &one.other})
        out_ +=
            "     " + padded(side->date ? side->date->us() : "undated", date_width) +
            wrapped(fmt::format("{}: “{}” {}", side->words, text::one_line(side->evidence.quote, 160),
                                console_.in(Tone::Quiet, fmt::format("[{}, page {}]", file_name(side->evidence.file),
                                                                     side->evidence.page))),
                    width_, 5 + date_width) +
            "\n";
    }
  }

  const Console& console_;
  const desk::ChartOfFiles& read_;
  std::size_t width_;
  std::string out_;
};

} // namespace

std::string course_page(const Console& console, const desk::ChartOfFiles& read) { return Page(console, read).write(); }

} // namespace openimr::cli
