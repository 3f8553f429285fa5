// For tests and benchmarks: made-up determinations, one fixed and any number of random ones. Everything in them is
// synthetic.
#pragma once

#include "letters/determination_letter.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace openimr::letters {

/// A small generator of numbers that is the same everywhere.
class Chance {
public:
  explicit Chance(std::uint64_t seed) : state_(seed * 2654435769u + 88172645463325252u) {}
  /// 0 to below - 1.
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ >> 11) % bound;
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T> const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }

private:
  std::uint64_t state_;
};

inline std::string random_sentence(Chance& chance) {
  static const std::vector<std::string> words = {"the",
                                                 "guideline",
                                                 "asks",
                                                 "for",
                                                 "a",
                                                 "short-term",
                                                 "trial",
                                                 "of",
                                                 "gabapentin",
                                                 "first-line",
                                                 "office",
                                                 "visits",
                                                 "and",
                                                 "efficient",
                                                 "fluid",
                                                 "reflexes",
                                                 "Peña",
                                                 "5 µg",
                                                 "30%",
                                                 "1-7%",
                                                 "he/she",
                                                 "MTUS",
                                                 "report",
                                                 "dated",
                                                 "10/14/2014",
                                                 "(page 2)",
                                                 "difficult",
                                                 "without",
                                                 "radiating",
                                                 "to",
                                                 "both",
                                                 "legs;",
                                                 "pain,",
                                                 "worsening",
                                                 "L4-5",
                                                 "x-ray",
                                                 "post-herpetic",
                                                 "neuralgia",
                                                 "was",
                                                 "not",
                                                 "documented",
                                                 "Fioricet-butalbital/APAP/caffeine",
                                                 "in"};
  std::string out = chance.pick(std::vector<std::string>{"The", "In this case", "However,", "There was", "A", "No"});
  for (std::size_t n = 4 + chance.below(24); n > 0; --n) out += " " + chance.pick(words);
  return out + (chance.one_in(8) ? " (see above)." : ".");
}

inline std::string random_id(Chance& chance) {
  std::string id = "f";
  id += std::to_string(chance.below(90));
  return id;
}

inline std::vector<Sentences> random_paragraphs(Chance& chance, std::size_t most) {
  std::vector<Sentences> paragraphs(1 + chance.below(most));
  for (Sentences& paragraph : paragraphs)
    for (std::size_t n = 1 + chance.below(6); n > 0; --n)
      paragraph.push_back({random_sentence(chance), {random_id(chance)}});
  return paragraphs;
}

inline std::vector<records::GuidelineCitation> random_guidelines(Chance& chance) {
  static const std::vector<std::string> sources = {"MTUS Chronic Pain Medical Treatment Guidelines, Topical Analgesics",
                                                   "Official Disability Guidelines (ODG), Pain chapter",
                                                   "MTUS ACOEM 2nd Edition, Low Back Complaints",
                                                   "MTUS Chronic Pain Treatment Guidelines Baclofen"};
  static const std::vector<std::string> pages = {"", "64", "111-113", "78, 80, 91", "68-69"};
  std::vector<records::GuidelineCitation> out;
  for (std::size_t n = chance.below(4); n > 0; --n) out.push_back({chance.pick(sources), chance.pick(pages)});
  return out;
}

/// A determination that a letter can carry and a reader get back: 1 to `most_issues` issues.
inline DeterminationContent random_content(std::uint64_t seed, std::size_t most_issues = 6) {
  Chance chance(seed);
  static const std::vector<std::string> items = {"Ketamine 5% cream 60gm apply TID",
                                                 "Morphine sulfate ER 30mg 1 tab q 12H #60",
                                                 "Baclofen 10mg TID #90",
                                                 "Custom compound, apply 3 x a day Qty:1",
                                                 "MRI of the lumbar spine without contrast",
                                                 "Physical therapy, 2 times a week for 6 weeks, for the low back and "
                                                 "the right shoulder, with re-evaluation: total 12 visits",
                                                 "Norco 10/325mg #120",
                                                 "L4-5 transforaminal epidural steroid injection under fluoroscopy, "
                                                 "left side, one level only, with moderate sedation"};
  DeterminationContent content;
  content.letterhead = {"Example Review Organization", {"1 Sample Way, Sacramento, California 95800"}};
  if (chance.one_in(2)) content.mark = "SYNTHETIC EXAMPLE";
  content.case_numbers = {"CM15-" + std::to_string(1000000 + chance.below(8999999))};
  if (chance.one_in(5)) content.case_numbers.push_back("CM14-" + std::to_string(1000000 + chance.below(8999999)));
  content.claim_number = "WC-" + std::to_string(chance.below(9999));
  content.decision_date = Date::parse_iso("2015-03-18")->plus_days(static_cast<int>(chance.below(900)));
  content.date_of_injury = content.decision_date.plus_days(-1000 - static_cast<int>(chance.below(6000)));
  content.ur_denial = content.decision_date.plus_days(-70);
  content.application_received = content.decision_date.plus_days(-50);
  content.assigned = content.decision_date.plus_days(-30);
  content.parties = {{"Employee", "Ada Example"}, {"Employer", "Example Freight Inc"}};
  content.notices = {{"What this decision means", {"It binds all parties unless it is appealed in time."}}};
  content.how_made = {"A reviewer without ties to the parties read the whole file and applied the order of evidence "
                      "that the law prescribes."};
  content.reviewer = {{"California", "New York"}, {"Physical Medicine & Rehabilitation", "Pain Medicine"}, 5, 24};
  content.summary_introduction = "The record shows the following:";
  content.summary = random_paragraphs(chance, 3);
  const char* person = chance.one_in(2) ? "This {}-year-old woman" : "The {} year old man";
  std::string first = person;
  first.replace(first.find("{}"), 2, std::to_string(18 + chance.below(70)));
  content.summary[0].insert(content.summary[0].begin(),
                            {first + " was injured at work on " + content.date_of_injury->us() + ".", {"f1"}});
  content.issues_introduction = "The decision on each item and the reasons for it:";
  for (std::size_t n = 1 + chance.below(most_issues); n > 0; --n)
    content.issues.push_back({chance.pick(items), static_cast<ItemDecision>(chance.below(3)), random_guidelines(chance),
                              random_guidelines(chance), random_paragraphs(chance, 3)});
  for (std::size_t n = chance.below(30); n > 0; --n)
    content.documents.push_back({"Progress report", "R. Treating, MD", content.ur_denial, "3",
                                 "documents/" + std::to_string(n) + "-report.pdf"});
  return content;
}

/// Five printed pages: what the speed of rendering is measured on.
inline DeterminationContent five_page_content() {
  DeterminationContent content = random_content(7, 1);
  Chance chance(11);
  content.issues.clear();
  for (int n = 0; n < 4; ++n)
    content.issues.push_back(
        {"Baclofen 10mg TID #90",
         ItemDecision::Upheld,
         {{"MTUS Chronic Pain Medical Treatment Guidelines", "64"}},
         {{"MTUS Chronic Pain Medical Treatment Guidelines", "64"}},
         {random_paragraphs(chance, 1)[0], random_paragraphs(chance, 1)[0], random_paragraphs(chance, 1)[0]}});
  content.documents.assign(40,
                           {"Progress report", "R. Treating, MD", content.ur_denial, "3", "documents/12-report.pdf"});
  return content;
}

} // namespace openimr::letters
