#include "guidelines/explanation.h"

#include "guidelines/example.h"

#include <functional>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const Library& packs() {
  static const Library library = [] {
    auto loaded = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return std::move(*loaded);
  }();
  return library;
}

/// The case of a page's example, with words and a place for every fact.
struct Told {
  ExampleCase made;
  Evaluation evaluation;
  explicit Told(const Topic& topic, const Example& example) : made(case_of(packs(), topic, example)) {
    for (auto& fact : made.chart.facts)
      fact.evidence.push_back(
          {"d1", "documents/a<b>.txt", 3, {}, "\"words\" & <b>more</b> of " + fact.concept_id, {}, 100});
    evaluation = evaluate(packs(), {&topic}, made.request, made.chart, made.day);
  }
  Reason tell(Form form) const { return explain(evaluation, made.request, made.chart, form, words_of_id); }
};

const Topic& page(const char* id) { return *packs().topic(id, *Date::from(2015, 1, 29)); }

void each(const Reason& reason, const std::function<void(const Reason&)>& look) {
  look(reason);
  for (const Reason& part : reason.parts) each(part, look);
}

std::size_t occurrences(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
  return count;
}

} // namespace

TEST(Explanation, TheFullFormLeadsFromTheRecommendationToWordsOnAPage) {
  const Topic& topic = page("ketamine-topical");
  const Told told(topic, topic.examples.front());
  const std::string text = to_text(told.tell(Form::Full));
  EXPECT_EQ(text.substr(0, text.find('\n')), "The engine recommends: the denial is overturned.");
  const char* in_order[] = {"[met] Topical ketamine (mtus-cp-2009, page 113)",
                            "[met] The worker has complex regional pain syndrome",
                            "[met] any of",
                            "[met] crps",
                            "crps, ",
                            "[documents/a<b>.txt, page 3]"};
  std::size_t at = 0;
  for (const char* words : in_order) {
    at = text.find(words, at);
    ASSERT_NE(at, std::string::npos) << words << " in\n" << text;
  }
}

TEST(Explanation, NothingOfTheFullFormIsLostAndNothingInvented) {
  for (const Topic& topic : packs().topics())
    for (const Example& example : topic.examples) {
      const Told told(topic, example);
      std::size_t criteria = 0, quotes = 0;
      each(told.tell(Form::Full), [&](const Reason& reason) {
        criteria += reason.kind == "criterion";
        quotes += reason.quotes.size();
        for (const Quote& quote : reason.quotes) EXPECT_EQ(quote.page, 3);
      });
      ASSERT_EQ(criteria, told.evaluation.findings.size()) << topic.id << ": " << example.name;
      std::size_t with_facts = 0;
      for (const Finding& finding : told.evaluation.findings) with_facts += !finding.facts.empty();
      ASSERT_GE(quotes, with_facts) << topic.id << ": " << example.name;
    }
}

TEST(Explanation, TheShortFormIsShorterAndNamesWhatWouldChangeIt) {
  const Topic& topic = page("ketamine-topical");
  for (const Example& example : topic.examples) {
    const Told told(topic, example);
    const std::string brief = to_text(told.tell(Form::Short)), full = to_text(told.tell(Form::Full));
    EXPECT_LT(brief.size(), full.size()) << example.name;
    EXPECT_EQ(brief.find("This would change it:") != std::string::npos, !told.evaluation.would_change.empty());
  }
}

TEST(Explanation, ThePageForABrowserIsWholeAndEscaped) {
  const Topic& topic = page("ketamine-topical");
  const std::string html = to_html(Told(topic, topic.examples.front()).tell(Form::Full), "A & <B>");
  EXPECT_NE(html.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(html.find("<title>A &amp; &lt;B&gt;</title>"), std::string::npos);
  EXPECT_EQ(html.find("<b>"), std::string::npos) << "words of a document are no markup";
  EXPECT_NE(html.find("&quot;words&quot; &amp; &lt;b&gt;more&lt;/b&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  for (const char* element : {"ul", "li", "details", "summary", "blockquote", "main", "body"}) {
    const std::string name = element;
    EXPECT_EQ(occurrences(html, "<" + name + ">") + occurrences(html, "<" + name + " "),
              occurrences(html, "</" + name + ">"))
        << name;
  }
}

} // namespace openimr::guidelines
