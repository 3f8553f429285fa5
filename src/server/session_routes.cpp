// Signing in and out, and what the person who asks may do.
#include "people/one_time_code.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <sodium.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

json::object who_json(Call& call, const desk::Caller& caller, const std::string& token) {
  std::string name;
  if (auto accounts = call.house.accounts.all()) name = (*accounts)[caller.account()].name;
  return {{"account", caller.account()},
          {"name", name},
          {"roles", json::array(caller.roles().begin(), caller.roles().end())},
          {"csrf", csrf_of(token)},
          {"expires_in", session_idle_seconds},
          {"language", "en"}};
}

Response sign_in(Call& call) {
  auto body = Body::read(call.request, {"account", "password", "code"});
  if (!body) return problem(body.error());
  const std::string id = body->text("account");
  std::string password = body->text("password"), code = body->text("code");
  if (body->error()) return problem(*body->error());
  House& house = call.house;
  const auto moment = std::chrono::steady_clock::now();
  if (const int wait = house.sign_in_address.take(call.request.remote, moment)) return too_often(wait);
  if (const int wait = house.sign_in_name.take(id, moment)) return too_often(wait); // also names that nobody has
  if (house.options.is_demo && code.empty()) code = demonstration_code(house, id);
  auto entered = call.office().enter(id, password, code);
  sodium_memzero(password.data(), password.size());
  if (!entered) {
    house.metrics.add("sign_in_refused", 1);
    if (entered.error().kind != ErrorKind::Refused) return problem(entered.error());
    return problem(401, "account, password or code is wrong, or the account is locked",
                   "wait for the next code, or ask an administrator");
  }
  house.sign_in_name.forget(id);
  house.known_sessions.keep(entered->token);
  Response response = answer(who_json(call, entered->caller, entered->token));
  response.set("Set-Cookie", session_line(entered->token, call.request.is_secure, false));
  return response;
}

Response who_am_i(Call& call) { return answer(who_json(call, call.caller(), call.who->token)); }

Response sign_out(Call& call) {
  if (auto done = call.office().end_session(call.who->token); !done) return problem(done.error());
  Response response;
  response.status = 204;
  response.set("Set-Cookie", session_line("", call.request.is_secure, true));
  return response;
}

/// What the sign-in page needs before anybody is signed in.
Response house_of(Call& call) {
  const HouseOptions& options = call.house.options;
  json::array accounts(options.demo_accounts.begin(), options.demo_accounts.end());
  return answer(json::object{
      {"organization", options.organization},
      {"engine", options.installation.engine},
      {"demonstration", options.is_demo},
      {"day", options.day ? json::value(options.day->iso()) : json::value(nullptr)},
      {"demonstration_accounts", accounts},
      {"single_sign_on", call.house.oidc ? json::value(call.house.oidc->settings().name) : json::value(nullptr)},
      {"languages", json::array{"en", "es"}}});
}

/// For the screen only: the desk decides again at each act.
Response permissions(Call& call) {
  json::object acts;
  for (const auto& [id, act] : call.house.permissions.acts()) {
    bool is_allowed = false;
    for (const auto& [role, scope] : act.roles) is_allowed = is_allowed || call.caller().roles().contains(role);
    acts[id] = is_allowed;
  }
  return answer(json::object{{"acts", acts}});
}

} // namespace

std::string demonstration_code(House& house, const std::string& id) {
  const auto accounts = house.accounts.all();
  if (!accounts || !accounts->contains(id)) return "";
  const people::Account& account = accounts->at(id);
  const auto now = static_cast<std::uint64_t>(desk::now().utc_seconds) / 30;
  for (std::uint64_t step = now - 1; step <= now + 1; ++step)
    if (step > account.last_code) return people::one_time_code(account.code_secret, step);
  return "";
}

Response too_often(int wait) {
  Response response = problem(429, "too many attempts to sign in", "wait, or ask an administrator");
  response.set("Retry-After", std::to_string(wait));
  return response;
}

Routes session_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/house",
       .access = Access::Open,
       .handler = house_of,
       .summary = "The organization, and whether this is a demonstration",
       .answer = "api_house"},
      {.method = "POST",
       .pattern = "/api/v1/session",
       .access = Access::Open,
       .handler = sign_in,
       .summary = "Signs in: a cookie and the token that changing requests carry",
       .answer = "api_session",
       .refusals = {401, 403, 422},
       .body = "account, password, code",
       .most_body = 4096},
      {.method = "GET",
       .pattern = "/api/v1/session",
       .handler = who_am_i,
       .summary = "Who is signed in",
       .answer = "api_session"},
      {.method = "DELETE", .pattern = "/api/v1/session", .handler = sign_out, .summary = "Signs out", .status = 204},
      {.method = "GET",
       .pattern = "/api/v1/permissions",
       .handler = permissions,
       .summary = "Which acts the person's roles may do at all",
       .answer = "api_permissions"},
  };
}

} // namespace openimr::server
