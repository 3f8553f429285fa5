#include "answers/topic_json.h"

#include <boost/json.hpp>

namespace openimr::answers {
namespace {

boost::json::value day_or_null(const std::optional<Date>& day) {
  return day ? boost::json::value(day->iso()) : boost::json::value(nullptr);
}

} // namespace

boost::json::object topic_row(const guidelines::Topic& topic) {
  return {{"id", topic.id},
          {"title", topic.title},
          {"pack", topic.pack},
          {"guideline", topic.guideline},
          {"pages", topic.pages},
          {"class", topic.recommendation_class},
          {"from", day_or_null(topic.from)},
          {"to", day_or_null(topic.to)},
          {"confidence", topic.confidence},
          {"basis", topic.basis},
          {"examples", topic.examples.size()}};
}

} // namespace openimr::answers
