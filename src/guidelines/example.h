// Examples of a page: small charts that run as tests.
#pragma once

#include "guidelines/evaluate.h"

namespace openimr::guidelines {

/// A request and a chart of one synthetic page, as an example states them.
struct ExampleCase {
  Request request;
  records::Chart chart;
  Date day; ///< the first day on which the topic is in force
};
ExampleCase case_of(const Library& library, const Topic& topic, const Example& example);

/// Evaluates a topic on the facts of an example, together with what it brings in.
Evaluation evaluate_example(const Library& library, const Topic& topic, const Example& example);

/// Runs the examples of the packs that were written before the rules were looked at; counts them, and gathers a line
/// for each that comes out otherwise than it says.
std::size_t run_blind_examples(const Library& library, std::vector<std::string>& differs);

/// Runs an example of a page; empty when it comes out as written, else what differs.
std::string run_example(const Library& library, const Topic& topic, const Example& example);

} // namespace openimr::guidelines
