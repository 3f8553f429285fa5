#include "server/route.h"

#include <algorithm>

namespace openimr::server {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  path.remove_prefix(1);
  for (;;) {
    const auto end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    if (end == path.size()) return parts;
    path.remove_prefix(end + 1);
  }
}

bool is_name(std::string_view part) { return part.size() > 2 && part.front() == '{' && part.back() == '}'; }

bool matches(const std::string& pattern, const std::vector<std::string_view>& parts, const std::string& path,
             std::map<std::string, std::string>& names) {
  const auto wanted = segments(pattern);
  names.clear();
  std::size_t at = 1;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_name(wanted[i]) && wanted[i].ends_with("...}")) {
      names[std::string(wanted[i].substr(1, wanted[i].size() - 5))] = at <= path.size() ? path.substr(at) : "";
      return true;
    }
    if (i >= parts.size()) return false;
    if (is_name(wanted[i])) {
      if (parts[i].empty()) return false;
      names[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = std::string(parts[i]);
    } else if (wanted[i] != parts[i]) {
      return false;
    }
    at += parts[i].size() + 1;
  }
  return parts.size() == wanted.size();
}

} // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> table = [] {
    std::vector<Route> all;
    for (const auto& some : {session_routes(), queue_routes(), case_routes(), record_routes(), review_routes(),
                             opinion_routes(), letter_routes(), upload_routes(), knowledge_routes(), guideline_routes(),
                             log_routes(), mail_routes(), assignment_routes(), notes_routes(), oversight_routes(), oidc_routes(),
                             fhir_routes(), fhir_document_routes(), public_routes(), operations_routes()})
      all.insert(all.end(), some.begin(), some.end());
    return all;
  }();
  return table;
}

Match match(const std::string& method, const std::string& path) {
  Match found;
  if (path.empty() || path.front() != '/') return found;
  const auto parts = segments(path);
  const std::string wanted = method == "HEAD" ? "GET" : method;
  std::map<std::string, std::string> names;
  bool is_caught_all = false;
  for (const Route& route : routes()) {
    if (!matches(route.pattern, parts, path, names)) continue;
    const bool takes_rest = route.pattern.ends_with("...}");
    if (route.method == wanted && !(takes_rest && !found.allowed.empty())) {
      found.route = &route;
      found.path = names;
      return found;
    }
    if (!takes_rest) found.allowed += (found.allowed.empty() ? "" : ", ") + route.method;
    is_caught_all = is_caught_all || takes_rest;
  }
  if (found.allowed.empty() && is_caught_all) found.allowed = "GET";
  return found;
}

} // namespace openimr::server
