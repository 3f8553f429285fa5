// Render, then read: what compose_determination() says, corpus::read_decision() gets back, from text and from PDF.
#include "corpus/decision_reader.h"
#include "letters/render_pdf.h"
#include "letters/render_text.h"
#include "letters/sample_content.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <unistd.h>

namespace openimr::letters {
namespace {

/// Paragraphs as the reader parts them.
std::string expected_words(const std::vector<Sentences>& paragraphs) {
  std::string out;
  for (const Sentences& paragraph : paragraphs) {
    if (!out.empty()) out += '\n';
    for (const Sentence& sentence : paragraph) out += (out.empty() || out.back() == '\n' ? "" : " ") + sentence.text;
  }
  return out;
}

std::string flat(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::vector<corpus::CitedGuideline> expected_guidelines(const std::vector<records::GuidelineCitation>& guidelines) {
  std::vector<corpus::CitedGuideline> out;
  for (const auto& each : guidelines)
    out.push_back({each.source, each.pages.empty() ? std::nullopt : std::optional(each.pages)});
  return out;
}

/// Text keeps paragraphs; text extracted from a PDF may have lost them.
enum class Paragraphs { Kept, Flat };

void check(const DeterminationContent& content, const std::string& text, Paragraphs paragraphs) {
  const auto words = [&](std::string each) { return paragraphs == Paragraphs::Kept ? each : flat(std::move(each)); };
  static const auto layouts = corpus::Layouts::load(OPENIMR_SOURCE_DIR "/packs");
  ASSERT_TRUE(layouts) << layouts.error().message();
  const corpus::PublishedDecision read = corpus::read_decision(*layouts, "letter", text);
  for (const auto& problem : read.problems) ADD_FAILURE() << problem.message();
  EXPECT_EQ(read.layout, "openimr");
  EXPECT_EQ(read.case_numbers, content.case_numbers);
  EXPECT_EQ(read.decision_date, content.decision_date);
  EXPECT_EQ(read.date_of_injury, content.date_of_injury);
  EXPECT_EQ(read.ur_denial, content.ur_denial);
  EXPECT_EQ(read.application_received, content.application_received);
  EXPECT_EQ(read.assigned, content.assigned);
  EXPECT_EQ(read.licensure, content.reviewer.licensure);
  EXPECT_EQ(read.certifications, content.reviewer.certifications);
  const std::string& first = content.summary[0][0].text;
  EXPECT_EQ(std::to_string(read.age.value_or(0)), first.substr(first.find_first_of("0123456789"), 2));
  EXPECT_EQ(read.sex, first.find("woman") == std::string::npos ? "male" : "female");
  EXPECT_EQ(words(read.summary.value_or("")), words(expected_words(content.summary)));
  ASSERT_EQ(read.issues.size(), content.issues.size());
  for (std::size_t i = 0; i < read.issues.size(); ++i) {
    const IssueContent& issue = content.issues[i];
    EXPECT_EQ(read.issues[i].text, issue.text);
    EXPECT_EQ(static_cast<int>(*read.issues[i].decision), static_cast<int>(issue.decision));
    EXPECT_EQ(read.issues[i].claims_administrator_guidelines,
              expected_guidelines(issue.claims_administrator_guidelines));
    EXPECT_EQ(read.issues[i].reviewer_guidelines, expected_guidelines(issue.reviewer_guidelines));
    EXPECT_EQ(words(read.issues[i].rationale.value_or("")), words(expected_words(issue.rationale)));
  }
}

std::string extract(const std::string& pdf, const char* options) {
  const std::string path = testing::TempDir() + "/openimr-round-trip-" + std::to_string(getpid()) + ".pdf";
  FILE* file = fopen(path.c_str(), "wb");
  if (file == nullptr) return {};
  fwrite(pdf.data(), 1, pdf.size(), file);
  fclose(file);
  std::string out;
  FILE* pipe = popen(("pdftotext " + std::string(options) + " " + path + " -").c_str(), "r");
  std::array<char, 65536> buffer;
  for (std::size_t n; pipe != nullptr && (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  if (pipe != nullptr) pclose(pipe);
  std::remove(path.c_str());
  return out;
}

/// OPENIMR_LONG_TESTS asks for the long campaign.
std::uint64_t campaign(std::uint64_t usual, std::uint64_t whole) {
  return std::getenv("OPENIMR_LONG_TESTS") != nullptr ? whole : usual;
}

/// Most letters have a few issues; one in 25 has up to thirty.
std::size_t most_issues(std::uint64_t seed) { return seed % 25 == 0 ? 30 : 6; }

} // namespace

TEST(RoundTrip, Text) {
  for (std::uint64_t seed = 1; seed <= campaign(300, 2000) && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const DeterminationContent content = random_content(seed, most_issues(seed));
    check(content, render_text(compose_determination(content)), Paragraphs::Kept);
  }
}

TEST(RoundTrip, TextOfThePdf) {
  if (std::system("command -v pdftotext >/dev/null 2>&1") != 0) GTEST_SKIP() << "pdftotext is not installed";
  static constexpr const char* options[] = {"", "-layout", "-raw"};
  for (std::uint64_t seed = 1; seed <= campaign(45, 2000) && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const DeterminationContent content = random_content(seed, most_issues(seed));
    const auto pdf = render_pdf(compose_determination(content));
    ASSERT_TRUE(pdf);
    check(content, extract(*pdf, options[seed % 3]), Paragraphs::Flat);
  }
}

} // namespace openimr::letters
