// Sign-in over OpenID Connect: to the issuer, and back with a code.
#include "desk/enter_by.h"
#include "server/house.h"
#include "server/oidc.h"

namespace openimr::server {
namespace {

constexpr const char* ticket_cookie = "openimr_oidc";

/// Lax: the way back comes from the issuer's page.
std::string ticket_line(const Call& call, const std::string& ticket) {
  return std::string(ticket_cookie) + "=" + ticket +
         "; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age=" + (ticket.empty() ? "0" : "600") +
         (call.request.is_secure ? "; Secure" : "");
}

Response to(const std::string& where) {
  Response response;
  response.status = 303;
  response.set("Location", where);
  return response;
}

/// A person's browser is brought back to the sign-in page, which says it in words; a program gets the problem.
bool is_browser(const Call& call) { return call.request.header("accept").find("text/html") != std::string_view::npos; }

Response none() { return problem(404, "this house signs in with its own passwords", "use the sign-in page"); }

Response start(Call& call) {
  if (!call.house.oidc) return none();
  if (const int wait = call.house.sign_in_address.take(call.request.remote, std::chrono::steady_clock::now()))
    return too_often(wait);
  auto begun = call.house.oidc->begin();
  if (!begun) return is_browser(call) ? to("/#/sign-in-unavailable") : problem(503, begun.error());
  Response response = to(begun->where);
  response.set("Set-Cookie", ticket_line(call, begun->ticket));
  return response;
}

Response callback(Call& call) {
  if (!call.house.oidc) return none();
  auto account =
      call.house.oidc->finish(std::string(call.request.cookie(ticket_cookie)), call.query("state"), call.query("code"));
  auto entered =
      account ? desk::enter_by(call.office(), call.house.accounts.book(), *account, call.house.oidc->settings().issuer)
              : Result<desk::Entered>(account.error());
  if (!entered) {
    call.house.metrics.add("sign_in_refused", 1);
    Response refused = is_browser(call) ? to("/#/sign-in-refused") : problem(401, entered.error());
    refused.set("Set-Cookie", ticket_line(call, ""));
    return refused;
  }
  call.house.known_sessions.keep(entered->token);
  Response response = to("/");
  response.set("Set-Cookie", ticket_line(call, ""));
  response.set("Set-Cookie", session_line(entered->token, call.request.is_secure, false));
  return response;
}

} // namespace

Routes oidc_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/oidc/start",
       .access = Access::Open,
       .handler = start,
       .summary = "Sends the browser to the issuer to sign in; without one, 404",
       .refusals = {404},
       .status = 303,
       .media = "text/plain",
       .is_slow = true},
      {.method = "GET",
       .pattern = "/api/v1/oidc/callback",
       .access = Access::Open,
       .handler = callback,
       .summary = "The way back from the issuer: a session, and on to the workbench",
       .refusals = {401, 404},
       .queries = {"state", "code"},
       .status = 303,
       .media = "text/plain",
       .is_slow = true},
  };
}

} // namespace openimr::server
