#include "server/house.h"

#include "desk/moment.h"

#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace openimr::server {
namespace {

using Clock = std::chrono::steady_clock;

bool changes_something(const std::string& method) { return method != "GET" && method != "HEAD"; }

std::string known_method(const std::string& method) {
  for (const char* known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    if (method == known) return method;
  return "other";
}

/// What every answer carries; pages of the workbench and papers bring a policy of their own.
void add_guards(Response& response, const Request& request) {
  const auto add = [&response](const char* name, const char* value) {
    if (response.header(name).empty()) response.set(name, value);
  };
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  add("Cache-Control", "no-store");
  if (request.is_secure) add("Strict-Transport-Security", "max-age=31536000");
  response.set("Date", http_date(desk::now().utc_seconds));
}

/// A request from a page of somebody else's, as far as the browser tells.
bool is_foreign(const Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  const auto slashes = origin.find("//");
  return slashes == origin.npos || origin.substr(slashes + 2) != request.header("host");
}

bool is_local(const std::string& address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

/// What the engine says of its address is for the log of the machine, not for whoever asks.
Response without_store(Call& call) {
  call.house.metrics.add("store_silent", 1);
  Response response = problem(503, "the store does not answer", "try again in a moment; what was acknowledged is kept");
  response.set("Retry-After", "5");
  return response;
}

std::optional<Response> guard(Call& call, const Route& route) {
  const Request& request = call.request;
  if (route.access == Access::Local && !is_local(request.remote))
    return problem(403, "this is told to the machine itself only", "ask from there");
  if (changes_something(request.method) && is_foreign(request))
    return problem(403, "the request comes from another site", "use the workbench of this server");
  if (route.access != Access::SignedIn) return std::nullopt;
  auto who = signed_in(call.here, request);
  if (!who) return without_store(call); // a person who is signed in is not to sign in again
  call.who = std::move(*who);
  if (!call.who) return problem(401, "nobody is signed in, or the session has ended", "sign in");
  call.house.known_sessions.keep(call.who->token);
  if (changes_something(request.method) && request.header("x-csrf-token") != csrf_of(call.who->token))
    return problem(403, "X-CSRF-Token is not the session's", "take `csrf` of GET /api/v1/session");
  return std::nullopt;
}

/// Behind a proxy of ours: who it says that asks.
void believe_proxy(Request& request) {
  const auto told = request.header("x-forwarded-for");
  const auto last = told.rfind(',');
  auto address = last == told.npos ? told : told.substr(last + 1);
  while (!address.empty() && address.front() == ' ') address.remove_prefix(1);
  if (!address.empty()) request.remote = std::string(address);
  if (request.header("x-forwarded-proto") == "https") request.is_secure = true;
}

/// Nothing of the path: a route as the table has it.
void log_line(const House& house, const std::string& method, const std::string& route, int status, double seconds) {
  if (house.options.log.empty()) return;
  const std::string line = fmt::format(
      "{{\"event\":\"request\",\"at\":\"{}\",\"method\":\"{}\",\"route\":\"{}\",\"status\":{},\"ms\":{:.1f}}}\n",
      desk::utc_text(desk::now().utc_seconds), method, route, status, seconds * 1000);
  if (house.options.log == "-") {
    std::fputs(line.c_str(), stderr);
    return;
  }
  const int file = ::open(house.options.log.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) return;
  (void)!::write(file, line.data(), line.size()); // a full disk stops no request
  ::close(file);
}

/// Whether the route is asked with a POST and wants nothing told.
bool wants_nothing(const Route& route) { return route.method == "POST" && route.most_body == 0; }

/// So that a client that always sends a body can be heard: an empty object says nothing, too.
constexpr std::uint64_t most_of_nothing = 256;

std::uint64_t most_body_of(const Route& route) { return wants_nothing(route) ? most_of_nothing : route.most_body; }

Response handled(Call& call, const Route& route) {
  try {
    if (auto refused = guard(call, route)) return std::move(*refused);
    if (wants_nothing(route) && !call.request.body.empty())
      if (auto body = Body::read(call.request, {}); !body) return problem(body.error());
    return route.handler(call);
  } catch (const std::exception&) { // its words may hold a patient's
    call.house.metrics.add("faults", 1);
    return problem(500, "a fault of the server", "tell the administrator the hour");
  }
}

Response unmatched(const Match& found, const std::string& method) {
  if (found.allowed.empty()) return problem(404, "there is nothing here", "see /api/v1/openapi.json");
  Response response = problem(405, "this is not done here", "use one of " + found.allowed);
  if (method == "OPTIONS") {
    response = {};
    response.status = 204;
  }
  response.set("Allow", found.allowed);
  return response;
}

/// By session once it was let in, else by address: a cookie that somebody made up buys nothing.
std::string rate_key(House& house, const Request& request) {
  const auto token = request.cookie(session_cookie);
  return house.known_sessions.knows(token) ? "s" + std::string(token) : "a" + request.remote;
}

Response busy() {
  Response response = problem(503, "too much is waiting", "try again in a moment");
  response.set("Retry-After", "2");
  return response;
}

} // namespace

Result<const clinical::Vocabulary*> House::vocabulary() {
  const std::lock_guard lock(vocabulary_mutex_);
  if (!vocabulary_) {
    auto read = clinical::Vocabulary::load(options.installation.packs_folder);
    if (!read) return read.error();
    vocabulary_ = std::make_unique<clinical::Vocabulary>(std::move(*read));
  }
  return static_cast<const clinical::Vocabulary*>(vocabulary_.get());
}

Result<const desk::LibraryReader*> House::library_reader() {
  const std::lock_guard lock(vocabulary_mutex_);
  if (options.library.empty())
    return Error{ErrorKind::NotFound, "library", "none", "a library of published decisions", "start it with --library"};
  if (!library_reader_) {
    auto reader = desk::LibraryReader::open(options.installation);
    if (!reader) return reader.error();
    library_reader_ = std::make_unique<desk::LibraryReader>(std::move(*reader));
  }
  return static_cast<const desk::LibraryReader*>(library_reader_.get());
}

Result<Workplace> open_workplace(const HouseOptions& options) {
  desk::OfficePlaces places = options.places;
  if (places.roster.empty()) places.roster = options.roster; // who is proposed by hand is held against it
  auto office = options.clock ? desk::Office::open(places, options.installation, options.clock, desk::now)
                              : desk::Office::open(places, options.installation);
  if (!office) return office.error();
  return Workplace{std::make_unique<desk::Office>(std::move(*office))};
}

HouseDoor::HouseDoor(House& house, std::vector<Workplace> places)
    : house_(house), places_(std::move(places)), crew_(house.options.quick_threads, house.options.slow_threads) {}

void HouseDoor::plan(const Request& head, std::optional<std::uint64_t> length, std::function<void(BodyPlan)> done) {
  const Match found = match(head.method, head.path);
  BodyPlan plan;
  if (!found.route) { // answered without its body
    if (length.value_or(0) > 0 || !head.header("transfer-encoding").empty()) {
      plan.refusal = unmatched(found, head.method);
      add_guards(*plan.refusal, head);
      house_.metrics.answered(known_method(head.method), "none", plan.refusal->status, 0);
    }
    return done(std::move(plan));
  }
  plan.most = most_body_of(*found.route);
  if (!found.route->plan) return done(std::move(plan));
  auto kept = std::make_shared<Request>(head);
  auto then = std::make_shared<std::function<void(BodyPlan)>>(std::move(done));
  const bool is_taken = crew_.add(Crew::Pace::Quick, [this, kept, then, found](std::size_t thread) {
    BodyPlan made;
    made.most = most_body_of(*found.route);
    Call call{*kept, found.path, places_[thread], house_};
    try {
      made.refusal = guard(call, *found.route);
      if (!made.refusal) found.route->plan(call, made);
    } catch (const std::exception&) {
      made.refusal = problem(500, "a fault of the server");
    }
    if (made.refusal) {
      add_guards(*made.refusal, *kept);
      house_.metrics.answered(kept->method, found.route->pattern, made.refusal->status, 0);
    }
    (*then)(std::move(made));
  });
  if (is_taken) return;
  plan.refusal = busy();
  add_guards(*plan.refusal, head);
  (*then)(std::move(plan));
}

void HouseDoor::answer(Request request, std::uint64_t body_size, std::function<void(Response)> done) {
  const auto begun = Clock::now();
  if (house_.options.is_behind_proxy) believe_proxy(request);
  auto kept = std::make_shared<Request>(std::move(request));
  auto found = std::make_shared<Match>(match(kept->method, kept->path));
  const auto finish = [this, kept, found, begun, done](Response response) {
    const std::string method = known_method(kept->method), route = found->route ? found->route->pattern : "none";
    add_guards(response, *kept);
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    house_.metrics.answered(method, route, response.status, seconds);
    log_line(house_, method, route, response.status, seconds);
    done(std::move(response));
  };
  if (!found->route) return finish(unmatched(*found, kept->method));
  if (const int wait = house_.limit.take(rate_key(house_, *kept), begun); wait > 0) {
    Response response = problem(429, "too many requests", "wait a moment");
    response.set("Retry-After", std::to_string(wait));
    return finish(std::move(response));
  }
  const bool is_slow = found->route->is_slow;
  const auto work = [this, kept, found, body_size, finish](std::size_t thread, bool has_time) {
    Call call{*kept, found->path, places_[thread], house_};
    call.body_size = body_size;
    call.has_time = has_time;
    finish(handled(call, *found->route));
  };
  const auto slowly = [this, work, finish] {
    if (!crew_.add(Crew::Pace::Slow, [work](std::size_t thread) { work(thread, true); })) finish(busy());
  };
  if (is_slow) return slowly();
  const bool is_taken = crew_.add(Crew::Pace::Quick, [work, slowly](std::size_t thread) {
    try {
      work(thread, false);
    } catch (const NeedsTime&) {
      slowly();
    }
  });
  if (!is_taken) finish(busy());
}

void HouseDoor::aside(std::function<void()> work) {
  files_.add(Crew::Pace::Quick, [work = std::move(work)](std::size_t) { work(); });
}

Response HouseDoor::refuse(int status, const std::string& detail) {
  const std::string words = status == 413   ? " is larger than this route takes"
                            : status == 408 ? " came too slowly"
                            : status == 431 ? " is too large"
                            : status == 500 ? " could not be kept"
                                            : " is not HTTP as it should be";
  Response response = problem(status, detail + words);
  add_guards(response, {});
  house_.metrics.answered("other", "none", status, 0);
  log_line(house_, "other", "none", status, 0);
  return response;
}

void HouseDoor::finish() {
  crew_.finish();
  files_.finish();
}

void HouseDoor::note(const std::string& event, std::int64_t count) { house_.metrics.add(event, count); }

} // namespace openimr::server
