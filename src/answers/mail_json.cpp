#include "answers/mail_json.h"

#include <boost/json.hpp>

namespace openimr::answers {

namespace json = boost::json;

namespace {

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

} // namespace

json::value to_json(const desk::MailBatch& batch) {
  json::array letters;
  for (const auto& letter : batch.letters) {
    json::array to;
    for (const auto& one : letter.to)
      to.push_back(json::object{{"name", one.name}, {"address", text_or_null(one.address)}});
    json::array unreached;
    for (const auto& name : desk::unreached_by(batch, letter)) unreached.push_back(json::string(name));
    letters.push_back(json::object{{"number", letter.number},
                                   {"kind", letter.kind},
                                   {"notice", text_or_null(letter.notice)},
                                   {"first_page", letter.first_page},
                                   {"pages", letter.pages},
                                   {"sha256", letter.sha256},
                                   {"to", to},
                                   {"unreached", unreached}});
  }
  return json::object{{"batch", batch.id},    {"on", batch.on.iso()},   {"served_by", batch.served_by},
                      {"state", batch.state}, {"sha256", batch.sha256}, {"letters", letters}};
}

} // namespace openimr::answers
