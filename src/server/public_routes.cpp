// The public pages of published decisions: for whoever comes, without sign-in and without script. They read no cookie
// and no case, and see of the library what desk::Audience::Public sees.
#include "answers/decision_json.h"
#include "answers/to_json.h"
#include "base/hash.h"
#include "corpus/html.h"
#include "desk/library_pages.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <functional>

namespace openimr::server {
namespace {

constexpr std::size_t hits_a_page = 20, hits_of_feed = 50;
constexpr std::size_t most_downloaded = 2000; ///< decisions of one download; ?first= goes on
constexpr std::size_t most_words = 1000;      ///< bytes of a query

/// Its own style sheet, links and a search form; nothing else.
constexpr const char* policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                               "frame-ancestors 'none'";

/// What everybody may keep for a while.
Response shared_answer(const Call& call, std::string type, std::string body) {
  Response response;
  const std::string tag = "\"" + sha256_hex(body).substr(0, 32) + "\"";
  response.set("Content-Security-Policy", policy);
  response.set("Cache-Control", "public, max-age=300");
  response.set("ETag", tag);
  if (call.request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", std::move(type));
  response.body = std::move(body);
  return response;
}

/// A page that is not what was asked for; nobody keeps it.
Response message(const corpus::PageFrame& frame, int status, const char* key, const std::string& more = "") {
  Response response;
  response.status = status;
  response.set("Content-Security-Policy", policy);
  response.set("Content-Type", "text/html; charset=utf-8");
  if (status == 503) response.set("Retry-After", "60");
  response.body = corpus::render_message(frame, key, more);
  return response;
}

/// What every page begins with; a refusal when it ends there.
struct Visit {
  const corpus::PageFrame* frame = nullptr;
  std::optional<PublicLibrary::Loan> searcher;
  std::optional<Response> refusal;
};

Visit visit(Call& call) {
  Visit out;
  auto& library = call.house.public_library;
  auto frame = library.frame(call.query("lang") == "es" ? "es" : "en");
  if (!frame) {
    out.refusal = problem(503, "the pages cannot be shown");
    return out;
  }
  out.frame = *frame;
  if (const int wait = call.house.public_limit.take(call.request.remote, std::chrono::steady_clock::now()); wait > 0) {
    out.refusal = message(**frame, 429, "busy");
    out.refusal->set("Retry-After", std::to_string(wait));
    return out;
  }
  auto searcher = library.borrow();
  if (searcher)
    out.searcher.emplace(std::move(*searcher));
  else if (searcher.error().kind == ErrorKind::NotFound)
    out.refusal = message(**frame, 200, "no_library");
  else
    out.refusal = message(**frame, 503, "busy"); // its words name files of ours
  return out;
}

/// A number of the query; `otherwise` when it is none or out of bounds.
std::size_t number(const Call& call, const char* name, std::size_t otherwise, std::size_t most) {
  const std::string written = call.query(name);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  return error == std::errc() && end == written.data() + written.size() && value <= most ? value : otherwise;
}

desk::DecisionSearch asked_by(const Call& call) {
  desk::DecisionSearch asked;
  asked.query = call.query("q").substr(0, most_words);
  const std::string order = call.query("sort");
  asked.options.order = order == "newest"   ? library::Order::Newest
                        : order == "oldest" ? library::Order::Oldest
                                            : library::Order::Relevance;
  asked.options.first = number(call, "first", 0, 1'000'000);
  asked.options.count = hits_a_page;
  return asked;
}

/// The house's own trouble is told without its words.
Response failed(const corpus::PageFrame& frame, const Error& error) {
  if (error.kind == ErrorKind::NotFound) return message(frame, 404, "not_found");
  if (error.kind == ErrorKind::Input) return message(frame, 404, "not_found", error.remedy);
  return message(frame, 503, "busy");
}

Response search(Call& call) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto asked = asked_by(call);
  using enum corpus::SearchField;
  asked.options.facets = {Outcome, Treatment, Section, Reason, Diagnosis, Specialty, Year};
  const auto page = desk::search_page(**here.searcher, asked);
  if (page.error && page.error->kind != ErrorKind::Input) return failed(*here.frame, *page.error);
  return shared_answer(call, "text/html; charset=utf-8", corpus::render_search(*here.frame, page));
}

Response decision_at(Call& call, const std::string& permalink) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto one = (*here.searcher)->find(permalink);
  if (!one) return failed(*here.frame, one.error());
  if (!*one) return message(*here.frame, 404, "not_found");
  auto response = shared_answer(call, "text/html; charset=utf-8", corpus::render_decision(*here.frame, **one));
  if ((*one)->standing == corpus::Standing::Retracted && response.status == 200) response.status = 410;
  return response;
}

Response decision(Call& call) { return decision_at(call, call.name("permalink")); }
/// The permalinks of the publication book.
Response publication(Call& call) { return decision_at(call, call.name("publication")); }
Response publication_version(Call& call) {
  return decision_at(call, call.name("publication") + "/" + call.name("version"));
}

Response topic(Call& call) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto words = call.house.public_library.words();
  if (!words) return failed(*here.frame, words.error());
  auto page = desk::topic_page(**here.searcher, **words, call.query("t").substr(0, most_words));
  if (!page) return failed(*here.frame, page.error());
  return shared_answer(call, "text/html; charset=utf-8", corpus::render_topic(*here.frame, *page));
}

Response guideline(Call& call) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto words = call.house.public_library.words();
  if (!words) return failed(*here.frame, words.error());
  auto page = desk::guideline_page(**here.searcher, **words, call.query("g").substr(0, most_words),
                                   static_cast<int>(number(call, "p", 0, 100'000)));
  if (!page) return failed(*here.frame, page.error());
  return shared_answer(call, "text/html; charset=utf-8", corpus::render_guideline(*here.frame, *page));
}

Response about(Call& call) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto page = call.house.public_library.about(**here.searcher);
  if (!page) return failed(*here.frame, page.error());
  return shared_answer(call, "text/html; charset=utf-8", corpus::render_about(*here.frame, *page));
}

/// https://host as the visitor wrote it; empty when that is no name of a host.
std::string site_of(const Request& request) {
  const auto host = request.header("host");
  const bool is_plain = !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                "0123456789.-:[]") == host.npos;
  return is_plain ? (request.is_secure ? "https://" : "http://") + std::string(host) : "";
}

Response feed(Call& call) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto asked = asked_by(call);
  asked.options.order = library::Order::Newest;
  asked.options.count = hits_of_feed;
  asked.with_snippets = false;
  const auto page = desk::search_page(**here.searcher, asked);
  if (page.error) return failed(*here.frame, *page.error);
  return shared_answer(call, "application/atom+xml; charset=utf-8",
                       corpus::render_atom(*here.frame, page, site_of(call.request)));
}

/// What a file of decisions looks like.
struct Download {
  const char *type, *file;
  std::string begin, between, end;
};

Response download(Call& call, const Download& form, const std::function<std::string(corpus::LibraryDecision)>& write) {
  Visit here = visit(call);
  if (here.refusal) return std::move(*here.refusal);
  auto asked = asked_by(call);
  asked.options.order = library::Order::Newest;
  asked.options.count = most_downloaded;
  asked.with_snippets = false;
  std::string body = form.begin;
  std::size_t count = 0;
  auto done = (*here.searcher)->each(asked, [&](const corpus::LibraryDecision& one) {
    if (count++ > 0) body += form.between;
    body += write(one);
    return true;
  });
  if (!done) return failed(*here.frame, done.error());
  auto response = shared_answer(call, form.type, body + form.end);
  response.set("Content-Disposition", fmt::format("attachment; filename=\"{}\"", form.file));
  if (count == most_downloaded) {
    const auto next = corpus::address(call.request.path,
                                      {{"q", asked.query}, {"first", fmt::format("{}", asked.options.first + count)}});
    response.set("Link", fmt::format("<{}>; rel=\"next\"", next));
  }
  return response;
}

Response download_csv(Call& call) {
  return download(call, {"text/csv; charset=utf-8", "decisions.csv", answers::csv_header(), "", ""},
                  [](const corpus::LibraryDecision& one) { return answers::csv_rows(one); });
}

std::string json_row(corpus::LibraryDecision one) {
  one.origin.clear(); // the name of a file of ours
  return answers::json_line(answers::to_json(one, false));
}

Response download_ndjson(Call& call) {
  return download(call, {"application/x-ndjson", "decisions.ndjson", "", "", ""}, json_row);
}

Response download_json(Call& call) {
  return download(call, {"application/json", "decisions.json", "[", ",", "]\n"}, json_row);
}

Response style(Call& call) { return shared_answer(call, "text/css; charset=utf-8", corpus::render_style()); }

Route page_of(const char* path, Response (*handler)(Call&), const char* summary, std::vector<std::string> queries,
              const char* media = "text/html") {
  queries.emplace_back("lang");
  return {.method = "GET",
          .pattern = std::string("/decisions") + path,
          .access = Access::Open,
          .handler = handler,
          .summary = summary,
          .refusals = {304, 404},
          .queries = std::move(queries),
          .media = media};
}

} // namespace

Routes public_routes() {
  Routes rows{
      page_of("", search, "Published decisions: a search", {"q", "sort", "first"}),
      page_of("/d/{permalink}", decision, "One published decision", {}),
      page_of("/topic", topic, "What was decided about a treatment", {"t"}),
      page_of("/guideline", guideline, "What was decided where a page of a guideline was cited", {"g", "p"}),
      page_of("/about", about, "What the library holds and what could not be read", {}),
      page_of("/feed", feed, "The newest decisions of a search as an Atom feed", {"q"}, "application/atom+xml"),
      page_of("/download.csv", download_csv, "The decisions of a search as a table", {"q", "first"}, "text/csv"),
      page_of("/download.json", download_json, "The decisions of a search as one list", {"q", "first"},
              "application/json"),
      page_of("/download.ndjson", download_ndjson, "The decisions of a search, one a line", {"q", "first"},
              "application/x-ndjson"),
      page_of("/style.css", style, "The style sheet of these pages", {}, "text/css"),
      // Behind those with words of their own.
      page_of("/{publication}", publication, "The newest version of a letter of the publication book", {}),
      page_of("/{publication}/{version}", publication_version, "A version of a letter of the publication book", {}),
  };
  for (Route& row : rows)
    if (row.pattern.find('{') != std::string::npos) row.refusals.push_back(410);
  return rows;
}

} // namespace openimr::server
