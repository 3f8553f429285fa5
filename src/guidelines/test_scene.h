// A scene for tests: a condition written as in a page, a chart written line by line.
#pragma once

#include "guidelines/logic_reader.h"
#include "guidelines/settle.h"

#include <stdexcept>

namespace openimr::guidelines {

inline Date test_day() { return *Date::from(2015, 1, 29); }

inline Logic condition(const std::string& yaml, TreeOver over = TreeOver::Facts) {
  auto file = text::DataFile::parse("t.yaml", "when: " + yaml + "\n");
  if (!file) throw std::runtime_error(file.error().message());
  text::Reader reader(*file);
  Logic logic = read_logic(reader.root()["when"], over);
  if (!reader.problems().empty()) throw std::runtime_error(reader.problems().front().message());
  return logic;
}

/// The first fault of a condition; empty when there is none.
inline std::string fault_of(const std::string& yaml, TreeOver over = TreeOver::Facts) {
  try {
    condition(yaml, over);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

struct TestScene {
  Library library;
  Request request;
  records::Chart chart;

  TestScene() {
    chart.request_date = test_day();
    chart.pages = {{"d1", "a.pdf", 1, 97, false}};
  }

  /// A statement; an empty date leaves it undated.
  records::Fact& add(const char* id, const char* date, std::optional<double> number = {}, const char* unit = "") {
    records::Fact fact;
    fact.id = "f" + std::to_string(chart.facts.size() + 1);
    fact.concept_id = id;
    fact.date = Date::parse_iso(date);
    fact.number = number;
    fact.unit = unit;
    chart.facts.push_back(fact);
    return chart.facts.back();
  }
  /// An event whose own date is stated.
  records::Fact& add_event(const char* id, const char* date) {
    records::Fact& fact = add(id, date);
    fact.details["dated"] = "stated";
    return fact;
  }

  /// The verdict of both ways to it, which must agree.
  std::string verdict(const Logic& logic) const {
    const FactIndex facts(chart);
    const Scene scene{library, request, chart, facts, test_day()};
    Trace trace;
    const Explanation why = explain(scene, logic, trace);
    if (settle(scene, logic) != why.verdict) throw std::logic_error("settle and explain differ");
    return std::string(name(why.verdict)) + (why.is_conflict ? ", conflict" : "");
  }
  std::string verdict(const std::string& yaml) const { return verdict(condition(yaml)); }
};

} // namespace openimr::guidelines
