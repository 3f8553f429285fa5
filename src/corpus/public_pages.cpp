#include "corpus/public_pages.h"

#include "corpus/html.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::corpus {
namespace {

std::string when(const LibraryDecision& decision) {
  if (decision.decided) return decision.decided->iso();
  return decision.year > 0 ? fmt::format("{}", decision.year) : "";
}

/// 196,545
std::string grouped(std::size_t count) {
  std::string out = fmt::format("{}", count);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// A page on its way: head, banner, and what every page ends with.
class Page {
public:
  Page(const PageFrame& frame, const std::string& title, const std::string& here) : frame_(frame), words_(frame.words) {
    html_.markup("<!DOCTYPE html>\n").open("html", {{"lang", words_.language()}}).open("head");
    html_.markup(
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html_.element("title", title + " | " + words_["site"]);
    if (frame.style.empty())
      html_.open("style").markup(render_style()).close("style");
    else
      html_.open("link", {{"rel", "stylesheet"}, {"href", frame.style}});
    html_.close("head").open("body");
    html_.element("a", words_["skip"], {{"class", "skip"}, {"href", "#content"}});
    header(here);
    html_.open("main", {{"id", "content"}, {"tabindex", "-1"}});
  }

  std::string done() {
    html_.close("main").open("footer").open("div", {{"class", "foot"}});
    html_.element("p", words_["footer"]);
    html_.close("div").close("footer").close("body").close("html");
    return html_.str();
  }

  Html& html() { return html_; }
  const std::string& word(std::string_view key) const { return words_[key]; }
  /// An address of ours in the language of the page.
  std::string to(std::string_view path, std::vector<std::pair<std::string, std::string>> parameters) const {
    if (words_.language() != "en") parameters.emplace_back("lang", words_.language());
    return address(frame_.base + std::string(path), parameters);
  }
  std::string to_decision(const std::string& permalink) const { return to("/d/" + url_part(permalink), {}); }

  void outcome(const std::optional<Decision>& decision) {
    const char* key = decision ? name(*decision) : "unknown";
    html_.element("span", words_[key], {{"class", std::string("tag ") + key}});
  }

  void found(const std::vector<FoundDecision>& hits) {
    html_.open("ol", {{"class", "found"}});
    for (const FoundDecision& hit : hits) one_found(hit);
    html_.close("ol");
  }

  void rates(const std::string& caption, const std::string& of, const std::vector<PageRate>& rows) {
    html_.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}})
        .open("table")
        .element("caption", caption);
    html_.open("thead").open("tr").element("th", of, {{"scope", "col"}});
    for (const char* key : {"overturned", "decisions", "share", "interval"})
      html_.element("th", words_[key], {{"scope", "col"}, {"class", "number"}});
    html_.close("tr").close("thead").open("tbody");
    for (const PageRate& row : rows) {
      const bool is_enough = row.all >= smallest_cell;
      html_.open("tr").element("th", row.of, {{"scope", "row"}});
      for (const std::string& cell :
           {is_enough ? fmt::format("{}", row.overturned) : "–", is_enough ? fmt::format("{}", row.all) : "< 11",
            is_enough ? percent(static_cast<double>(row.overturned) / static_cast<double>(row.all)) : "–",
            is_enough ? percent(row.low) + " – " + percent(row.high) : "–"})
        html_.element("td", cell, {{"class", "number"}});
      html_.close("tr");
    }
    html_.close("tbody").close("table").close("div");
  }

  void counts(const std::string& caption, const std::string& of, const std::string& how_many,
              const std::vector<ValueCount>& rows) {
    html_.open("table").element("caption", caption).open("thead").open("tr");
    html_.element("th", of, {{"scope", "col"}}).element("th", how_many, {{"scope", "col"}, {"class", "number"}});
    html_.close("tr").close("thead").open("tbody");
    for (const ValueCount& row : rows)
      html_.open("tr")
          .element("th", row.value, {{"scope", "row"}})
          .element("td", grouped(row.count), {{"class", "number"}})
          .close("tr");
    html_.close("tbody").close("table");
  }

  void search_form(const std::string& query, const std::string& order) {
    html_.open("form", {{"class", "search"}, {"method", "get"}, {"action", frame_.base}, {"role", "search"}});
    html_.open("div", {{"class", "wide"}}).element("label", words_["search_label"], {{"for", "q"}});
    html_.open("input", {{"id", "q"}, {"name", "q"}, {"type", "search"}, {"value", query}}).close("div");
    html_.open("div")
        .element("label", words_["sort"], {{"for", "sort"}})
        .open("select", {{"id", "sort"}, {"name", "sort"}});
    for (const char* one : {"relevance", "newest", "oldest"}) {
      Html::Attributes attributes{{"value", one}};
      if (order == one) attributes.emplace_back("selected", "selected");
      html_.element("option", words_[std::string("sort_") + one], attributes);
    }
    html_.close("select").close("div");
    if (words_.language() != "en")
      html_.open("input", {{"type", "hidden"}, {"name", "lang"}, {"value", words_.language()}});
    html_.element("button", words_["search"], {{"type", "submit"}}).close("form");
    search_help();
  }

private:
  /// Opens without script.
  void search_help() {
    html_.open("details").element("summary", words_["search_help"]).open("dl", {{"class", "help"}});
    for (const auto& [example, key] : {std::pair{"ketamine cream", "help_words"},
                                       {"\"topical analgesics\"", "help_phrase"},
                                       {"ketamine OR lidocaine", "help_or"},
                                       {"ketamine NOT cream", "help_not"},
                                       {"opioid*", "help_prefix"},
                                       {"pain NEAR/5 relief", "help_near"},
                                       {"drug:ketamine outcome:overturned", "help_field"},
                                       {"silent:\"antidepressant trial\"", "help_silent"}})
      html_.open("dt").link(to("", {{"q", example}}), example).close("dt").element("dd", words_[key]);
    html_.close("dl").close("details");
  }

  void header(const std::string& here) {
    html_.open("header").element("div", words_["banner"], {{"class", "banner"}}).open("div", {{"class", "bar"}});
    html_.open("span", {{"class", "name"}}).link(to("", {}), words_["site"]).close("span");
    html_.link(to("/about", {}), words_["about"]);
    const std::string other = words_.language() == "en" ? "es" : "en";
    // The other language of this same page.
    const std::string mark = here.find('?') == std::string::npos ? "?" : "&";
    html_.element("a", words_["other"],
                  {{"href", other == "en" ? here : here + mark + "lang=es"}, {"lang", other}, {"hreflang", other}});
    html_.close("div").close("header");
  }

  void one_found(const FoundDecision& hit) {
    const LibraryDecision& one = hit.decision;
    html_.open("li").open("h3").link(to_decision(one.permalink),
                                     one.case_number.empty() ? one.permalink : one.case_number);
    html_.close("h3").open("p", {{"class", "meta"}});
    html_.text(when(one)).text(one.specialties.empty() ? "" : fmt::format(" · {}", fmt::join(one.specialties, ", ")));
    if (!hit.has_all_words) html_.text(" · " + words_["not_all_words"]);
    html_.close("p");
    for (const LibraryItem& item : one.items) {
      html_.open("p");
      outcome(item.outcome);
      html_.text(item.text).close("p");
    }
    snippet(hit.snippet);
    html_.close("li");
  }

  void snippet(const Snippet& snippet) {
    if (snippet.text.empty()) return;
    html_.open("p", {{"class", "small"}});
    std::size_t at = 0;
    for (const auto& mark : snippet.marks) {
      html_.text(std::string_view(snippet.text).substr(at, mark.begin - at));
      html_.open("mark").text(mark.of(snippet.text)).markup("</mark>");
      at = mark.end;
    }
    html_.text(std::string_view(snippet.text).substr(at)).close("p");
  }

  const PageFrame& frame_;
  const PageWords& words_;
  Html html_;
};

/// The query with one more condition.
std::string narrowed(const std::string& query, SearchField field, const std::string& value) {
  const bool is_number = info(field).shape == ValueShape::Number;
  const std::size_t space = value.rfind(' ');
  std::string quoted = value;
  std::erase(quoted, '"');
  const std::string written = is_number ? value.substr(space == std::string::npos ? 0 : space + 1) : '"' + quoted + '"';
  const std::string added = std::string(info(field).name) + ":" + written;
  return query.empty() ? added : "(" + query + ") " + added;
}

/// In the language of the page, of the fields that it shows by itself; as in the query language for the others.
std::string name_of(const Page& page, SearchField field) {
  using enum SearchField;
  for (const auto known : {Outcome, Treatment, Section, Reason, Diagnosis, Specialty, Year})
    if (known == field) return page.word(std::string("field_") + info(field).name);
  return info(field).name;
}

void facets(Page& page, const SearchPage& search) {
  Html& html = page.html();
  html.open("nav", {{"class", "facets"}, {"aria-label", page.word("narrow")}}).element("h2", page.word("narrow"));
  for (const auto& [field, values] : search.facets) {
    if (values.empty()) continue;
    html.element("h3", name_of(page, field)).open("ul");
    for (const ValueCount& one : values) {
      const std::string& shown = field == SearchField::Outcome ? page.word(one.value) : one.value;
      html.open("li").link(page.to("", {{"q", narrowed(search.query, field, one.value)}, {"sort", search.order}}),
                           shown);
      html.element("span", grouped(one.count)).close("li");
    }
    html.close("ul");
  }
  html.close("nav");
}

void page_links(Page& page, const SearchPage& search) {
  Html& html = page.html();
  const std::size_t all = std::max(search.total, search.with_some_words);
  if (search.first == 0 && search.first + search.count >= all) return;
  html.open("nav", {{"class", "pages"}, {"aria-label", page.word("results")}});
  const auto link = [&](std::size_t first, const char* key) {
    html.link(
        page.to("",
                {{"q", search.query}, {"sort", search.order}, {"first", first > 0 ? fmt::format("{}", first) : ""}}),
        page.word(key));
  };
  if (search.first > 0) link(search.first > search.count ? search.first - search.count : 0, "previous");
  if (search.first + search.count < all) link(search.first + search.count, "next");
  html.close("nav");
}

void alert(Page& page, const Error& error) {
  page.html().open("div", {{"class", "alert error"}, {"role", "alert"}}).element("p", page.word("error"));
  page.html().element("p", fmt::format("{}: {} {}, {} {}. {}", error.where, page.word("found"), error.found,
                                       page.word("expected"), error.expected, error.remedy));
  page.html().close("div");
}

} // namespace

std::string render_search(const PageFrame& frame, const SearchPage& search) {
  Page page(frame, search.query.empty() ? frame.words["search"] : search.query,
            address(frame.base, {{"q", search.query}, {"sort", search.order}}));
  Html& html = page.html();
  html.element("h1", page.word("search"));
  page.search_form(search.query, search.order);
  if (search.error) {
    alert(page, *search.error);
    return page.done();
  }
  for (const Expansion& one : search.expansions)
    html.element("p", fmt::format("{}: {} {}", one.typed, page.word("also"), fmt::join(one.also, ", ")),
                 {{"class", "small"}});
  html.open("div", {{"class", "columns"}});
  facets(page, search);
  html.open("section", {{"aria-label", page.word("results")}});
  html.element("h2", page.word("results") + ": " + grouped(search.total));
  if (!search.did_you_mean.empty())
    html.open("p", {{"class", "suggestion"}})
        .text(page.word("did_you_mean") + " ")
        .link(page.to("", {{"q", search.did_you_mean}, {"sort", search.order}}), search.did_you_mean)
        .text("?")
        .close("p");
  if (search.hits.empty()) html.element("p", page.word("none"), {{"class", "alert"}});
  if (search.with_some_words > search.total) html.element("p", page.word("some_words"), {{"class", "alert"}});
  page.found(search.hits);
  page_links(page, search);
  html.open("p", {{"class", "small"}}).link(page.to("/feed", {{"q", search.query}}), page.word("feed")).text(" · ");
  html.link(page.to("/download.csv", {{"q", search.query}}), page.word("download_csv")).text(" · ");
  html.link(page.to("/download.ndjson", {{"q", search.query}}), page.word("download_json")).close("p");
  html.close("section").close("div");
  return page.done();
}

namespace {

void row(Html& html, const std::string& name, const std::string& value) {
  if (!value.empty()) html.element("dt", name).element("dd", value);
}

/// Since when and why, where that is known.
void retraction(Page& page, const LibraryDecision& one) {
  std::string since;
  if (one.retracted_on) since = " " + page.word("retracted_on") + " " + one.retracted_on->iso();
  if (!one.retraction_reason.empty())
    since += (since.empty() ? " " : ", ") + page.word("because") + " " + page.word("because_" + one.retraction_reason);
  page.html().open("div", {{"class", "alert"}, {"role", "status"}}).element("p", page.word("retracted"));
  if (!since.empty()) page.html().element("p", since.substr(1) + ".");
  page.html().close("div");
}

void decision_head(Page& page, const LibraryDecision& one) {
  Html& html = page.html();
  if (one.standing == Standing::Superseded) {
    html.open("div", {{"class", "alert"}}).open("p").text(page.word("superseded") + " ");
    html.link(page.to_decision(one.superseded_by), one.superseded_by).close("p").close("div");
  }
  if (one.standing == Standing::Retracted) retraction(page, one);
  if (one.source == Source::Synthetic) html.element("p", page.word("synthetic"), {{"class", "alert"}});
  std::vector<std::string> patient;
  if (!one.sex.empty()) patient.push_back(one.sex == "female" || one.sex == "male" ? page.word(one.sex) : one.sex);
  if (!one.age_band.empty()) patient.push_back(one.age_band);
  html.open("dl");
  row(html, page.word("case_number"), one.case_number);
  row(html, page.word("decided"), when(one));
  row(html, page.word("reviewer"), fmt::format("{}", fmt::join(one.specialties, ", ")));
  row(html, page.word("patient"), fmt::format("{}", fmt::join(patient, ", ")));
  row(html, page.word("source"), one.layout);
  html.close("dl");
}

void decided_item(Page& page, const LibraryItem& item) {
  Html& html = page.html();
  html.open("section").open("h3").text(fmt::format("{}. {} ", item.n, item.text));
  page.outcome(item.outcome);
  html.close("h3").open("dl");
  if (!item.treatment.empty()) {
    html.element("dt", page.word("topic"))
        .open("dd")
        .link(page.to("/topic", {{"t", item.treatment}}), item.treatment)
        .close("dd");
  }
  row(html, page.word("reason"), item.reason);
  html.close("dl");
  html.open("ul");
  for (const auto& cited : item.citations) {
    if (cited.by != CitedBy::Reviewer) continue;
    html.open("li").text(cited.source);
    for (const PageRange& range : cited.pages) {
      html.text(" ").link(page.to("/guideline", {{"g", cited.guideline}, {"p", fmt::format("{}", range.first)}}),
                          fmt::format("{} {}", page.word("page"),
                                      range.first == range.last ? fmt::format("{}", range.first)
                                                                : fmt::format("{}–{}", range.first, range.last)));
    }
    html.close("li");
  }
  html.close("ul");
  if (!item.rationale.empty()) html.element("h4", page.word("rationale")).element("p", item.rationale);
  html.close("section");
}

} // namespace

std::string render_decision(const PageFrame& frame, const LibraryDecision& one) {
  const std::string title = one.case_number.empty() ? one.permalink : one.case_number;
  Page page(frame, title, frame.base + "/d/" + url_part(one.permalink));
  Html& html = page.html();
  html.element("h1", page.word("decision") + " " + title);
  decision_head(page, one);
  html.element("h2", page.word("items"));
  for (const LibraryItem& item : one.items) decided_item(page, item);
  if (!one.summary.empty()) html.element("h2", page.word("summary")).element("p", one.summary);
  if (!one.text.empty())
    html.element("h2", page.word("text")).element("pre", one.text, {{"class", "letter"}, {"tabindex", "0"}});
  return page.done();
}

namespace {

std::string topic_body(const PageFrame& frame, const TopicPage& topic, const std::string& heading,
                       const std::string& here) {
  Page page(frame, topic.title, here);
  Html& html = page.html();
  html.element("h1", heading + ": " + topic.title);
  html.element("h2", page.word("rate"));
  if (topic.rate.all < smallest_cell) {
    html.element("p", page.word("too_few"), {{"class", "alert"}});
  } else {
    const double share = static_cast<double>(topic.rate.overturned) / static_cast<double>(topic.rate.all);
    html.element("p", percent(share), {{"class", "big"}});
    html.element("p", fmt::format("{} {} {} · {} {} – {}", topic.rate.overturned, page.word("of"), topic.rate.all,
                                  page.word("interval"), percent(topic.rate.low), percent(topic.rate.high)));
  }
  if (!topic.by_year.empty()) page.rates(page.word("by_year"), page.word("year"), topic.by_year);
  if (!topic.reasons.empty()) {
    std::vector<ValueCount> rows;
    for (const auto& [title, count] : topic.reasons) rows.push_back({title, count});
    page.counts(page.word("by_reason"), page.word("reason"), page.word("decisions"), rows);
  }
  if (!topic.cited_with.empty())
    page.counts(page.word("cited_with"), page.word("guideline"), page.word("decisions"), topic.cited_with);
  html.element("h2", page.word("latest"));
  page.found(topic.latest);
  html.open("p").link(page.to("", {{"q", topic.query}, {"sort", "newest"}}), page.word("results")).close("p");
  return page.done();
}

} // namespace

std::string render_topic(const PageFrame& frame, const TopicPage& topic) {
  return topic_body(frame, topic, frame.words["topic"], address(frame.base + "/topic", topic.parameters));
}

std::string render_guideline(const PageFrame& frame, const TopicPage& topic) {
  return topic_body(frame, topic, frame.words["guideline"], address(frame.base + "/guideline", topic.parameters));
}

std::string render_about(const PageFrame& frame, const AboutPage& about) {
  Page page(frame, frame.words["about"], frame.base + "/about");
  Html& html = page.html();
  html.element("h1", page.word("about")).element("p", page.word("about_text"));
  html.element("p", fmt::format("{}: {}", page.word("decisions"), grouped(about.decisions)));
  page.counts(page.word("source"), page.word("source"), page.word("decisions"), about.sources);
  page.counts(page.word("by_year"), page.word("year"), page.word("decisions"), about.years);
  html.element("h2", page.word("about_limits"));
  page.counts(page.word("about_limits"), page.word("about_field"), page.word("about_missing"), about.not_understood);
  return page.done();
}

std::string render_message(const PageFrame& frame, std::string_view key, const std::string& more) {
  Page page(frame, frame.words["search"], frame.base);
  page.html().element("h1", page.word("search")).element("p", page.word(key), {{"class", "alert"}, {"role", "status"}});
  if (!more.empty()) page.html().element("p", more);
  page.search_form("", "relevance");
  return page.done();
}

std::string render_atom(const PageFrame& frame, const SearchPage& search, const std::string& site) {
  const auto moment = [](const LibraryDecision& one) {
    if (one.decided) return one.decided->iso() + "T00:00:00Z";
    return one.year > 0 ? fmt::format("{}-01-01T00:00:00Z", one.year) : std::string("1970-01-01T00:00:00Z");
  };
  std::string updated = "1970-01-01T00:00:00Z";
  for (const FoundDecision& hit : search.hits) updated = std::max(updated, moment(hit.decision));
  const std::string self = address(site + frame.base + "/feed", {{"q", search.query}});
  Html xml;
  xml.markup("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
      .open("feed", {{"xmlns", "http://www.w3.org/2005/Atom"}, {"xml:lang", frame.words.language()}});
  xml.element("id", self.starts_with("http") ? self : "urn:openimr:search:" + url_part(search.query));
  xml.element("title", search.query.empty() ? frame.words["site"] : frame.words["site"] + ": " + search.query)
      .element("updated", updated);
  xml.open("author").element("name", frame.words["site"]).close("author");
  xml.open("link", {{"rel", "self"}, {"href", self}}).close("link");
  for (const FoundDecision& hit : search.hits) {
    const LibraryDecision& one = hit.decision;
    std::vector<std::string> items;
    for (const LibraryItem& item : one.items)
      items.push_back(frame.words[item.outcome ? name(*item.outcome) : "unknown"] + ": " + item.text);
    xml.open("entry").element("id", "urn:openimr:decision:" + one.permalink);
    xml.element("title", (one.case_number.empty() ? one.permalink : one.case_number) +
                             (items.empty() ? "" : " · " + items.front()));
    xml.element("updated", moment(one));
    xml.open("link", {{"rel", "alternate"}, {"href", site + frame.base + "/d/" + url_part(one.permalink)}})
        .close("link");
    xml.element("summary", fmt::format("{}", fmt::join(items, "; "))).close("entry");
  }
  xml.close("feed");
  return xml.str();
}

} // namespace openimr::corpus
