// Call: a request with everything a handler may need: who asks, the store of this thread, the house.
#pragma once

#include "desk/office.h"
#include "server/door.h"
#include "server/message.h"

#include <boost/json/value.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace openimr::server {

struct House;

/// Who asks, by the session.
struct SignedIn {
  desk::Caller caller;
  std::string token;
};

/// What one thread works with: an office is not shared between threads.
struct Workplace {
  std::unique_ptr<desk::Office> office;
};

struct Call {
  const Request& request;
  const std::map<std::string, std::string>& path;
  Workplace& here;
  House& house;
  std::optional<SignedIn> who = {};
  bool has_time = false;       ///< on a thread for slow work
  std::uint64_t body_size = 0; ///< of a body that went into a file

  desk::Office& office() const { return *here.office; }
  const desk::Caller& caller() const { return who->caller; } ///< on routes that want a session

  const std::string& name(const std::string& key) const { return path.at(key); }
  /// Empty when it was not asked.
  std::string query(const std::string& key) const;
};

/// {…} as an answer.
Response answer(const boost::json::value& value, int status = 200);
/// RFC 9457: the error's four parts, and the status of its kind.
Response problem(const Error& error);
Response problem(int status, const Error& error);
Response problem(int status, const std::string& detail, const std::string& remedy = "");

/// The body as an object of known members; Error (Input) names what is wrong.
class Body {
public:
  /// known: the members it may have.
  static Result<Body> read(const Request& request, std::initializer_list<std::string_view> known);
  /// Empty when it is not there; an error is remembered when it is something else.
  std::string text(std::string_view member);
  std::int64_t number(std::string_view member, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  bool flag(std::string_view member);
  std::optional<Date> day(std::string_view member);
  std::vector<std::string> texts(std::string_view member);
  /// Null when it is not there.
  const boost::json::value* find(std::string_view member) const;
  const std::optional<Error>& error() const { return error_; }
  void wrong(std::string_view member, const std::string& found, const std::string& expected);

private:
  std::shared_ptr<const boost::json::value> value_;
  std::optional<Error> error_;
};

/// The day that it is where the law of the case keeps its calendar; on routes of no case where the house does.
Result<Date> today(const Call& call);
/// ?as_of=, or today.
Result<Date> as_of(const Call& call);
/// ?limit= within 1 and most.
Result<int> limit_of(const Call& call, int most = 1000);

/// Act options of a request: its key. Who acts is filled in by the office.
desk::ActOptions options_of(const Call& call);
/// The office refused because this person may not; other refusals are the case's.
bool is_forbidden(const Error& error);

/// The version that If-Match names; -1 for "*". A problem to send when there is none.
struct Wanted {
  std::int64_t version = -1;
  std::optional<Response> refusal;
};
Wanted wanted_version(const Call& call);

} // namespace openimr::server
