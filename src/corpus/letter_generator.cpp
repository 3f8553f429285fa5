#include "corpus/letter_generator.h"

#include "text/data_file.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

using text::Value;

struct Finding {
  std::string words, concept_id, body;
};

struct ItemKind {
  std::string words, drug, treatment, guideline, section, pages;
  std::vector<std::string> strengths, counts, levels, about;
};

struct ReasonWords {
  std::string reason;
  std::vector<std::string> words;
};

/// Numbers that follow from a seed alone (SplitMix64, Steele, Lea and Flood 2014).
class Draw {
public:
  Draw(std::uint64_t seed, std::uint64_t n) : state_(seed * 0x9E3779B97F4A7C15U ^ (n + 1) * 0xD1B54A32D192ED03U) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  template <class T> const T& of(const std::vector<T>& list) { return list[below(list.size())]; }

private:
  std::uint64_t state_;
};

std::vector<Finding> findings_of(const Value& list) {
  std::vector<Finding> out;
  for (const Value& row : list.list()) {
    row.only({"words", "concept", "body"});
    out.push_back({row.required("words").string(), row["concept"].string(), row["body"].string()});
  }
  return out;
}

std::vector<ReasonWords> reasons_of(const Value& list) {
  std::vector<ReasonWords> out;
  for (const Value& row : list.list()) {
    row.only({"reason", "words"});
    out.push_back({row.required("reason").string(), row.required("words").strings()});
  }
  return out;
}

ItemKind item_of(const Value& row) {
  row.only({"words", "strengths", "counts", "levels", "drug", "treatment", "guideline", "section", "pages", "about"});
  return {row.required("words").string(),     row["drug"].string(),    row["treatment"].string(),
          row.required("guideline").string(), row["section"].string(), row["pages"].string(),
          row["strengths"].strings(),         row["counts"].strings(), row["levels"].strings(),
          row.required("about").strings()};
}

std::string with(std::string text, std::string_view name, const std::string& value) {
  const std::string mark = "{" + std::string(name) + "}";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
  return text;
}

/// Lines of at most so many characters, broken at spaces.
std::string wrapped(std::string_view text, std::size_t width = 96) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (column > 0 && column + 1 + end - at > width) {
      out += '\n';
      column = 0;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += text.substr(at, end - at);
    column += end - at;
    at = end + 1;
  }
  return out;
}

} // namespace

struct LetterGenerator::Data {
  std::vector<std::string> specialties, states, work, injuries, syllables;
  std::vector<Finding> diagnoses, findings, absences;
  std::vector<ItemKind> items;
  std::vector<ReasonWords> upheld, overturned;
  double rate_overturned = 0.1;
  unsigned free_words = 2; ///< about
  int free_sentences = 0;

  /// Word number n of those that syllables make; the same number is always the same word.
  std::string free_word(std::size_t n) const {
    std::string out;
    for (n += syllables.size(); n > 0; n /= syllables.size()) out += syllables[n % syllables.size()];
    return out;
  }

  // Frequency falls about as one over the rank: first how many times the rank doubles is drawn, then the rank. Whole
  // numbers only, so that every machine draws the same.
  std::string sentence(Draw& draw) const {
    std::string out;
    const std::size_t count = 10 + draw.below(12);
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t first = std::size_t{1} << draw.below(static_cast<std::size_t>(std::bit_width(free_words)));
      out += (k > 0 ? " " : "") + free_word(first + draw.below(first));
    }
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out + ".";
  }
};

namespace {

/// One letter on its way.
template <class Data> class Letter {
public:
  Letter(const Data& data, std::uint64_t seed, std::uint64_t n) : data_(data), draw_(seed, n), n_(n) {}

  SyntheticLetter made() {
    describe_worker();
    const std::string summary = summary_text();
    const std::size_t count = 1 + draw_.below(3);
    std::string issues;
    for (std::size_t k = 0; k < count; ++k) issues += issue(static_cast<int>(k) + 1);
    out_.truth.facts = facts_;
    std::ranges::sort(out_.truth.facts);
    out_.text = head() + "\nCLINICAL CASE SUMMARY\n\n" + wrapped(summary) +
                "\n\nIMR ISSUES, DECISIONS AND RATIONALES\n\n"
                "The Final Determination was based on decisions for the disputed items/services set forth below:\n\n" +
                issues;
    return std::move(out_);
  }

private:
  void describe_worker() {
    LibraryDecision& truth = out_.truth;
    truth.source = Source::Synthetic;
    truth.layout = "openimr";
    truth.jurisdiction = "us-ca-wc";
    truth.decided = Date::from(2013, 1, 1)->plus_days(static_cast<int>(draw_.below(365 * 5)));
    truth.year = truth.decided->year();
    truth.case_number = fmt::format("CM{:02}-{:07}", truth.year % 100, n_ + 1);
    truth.injured = truth.decided->plus_days(-200 - static_cast<int>(draw_.below(4000)));
    truth.age = 20 + static_cast<int>(draw_.below(46));
    truth.sex = draw_.below(2) == 0 ? "female" : "male";
    truth.specialties = {draw_.of(data_.specialties)};
    truth.licensure = {draw_.of(data_.states)};
    diagnosis_ = &draw_.of(data_.diagnoses);
  }

  std::string head() const {
    const LibraryDecision& truth = out_.truth;
    return fmt::format("SYNTHETIC LETTER made by `openimr corpus generate`; no person and no case behind it.\n\n"
                       "Case Number: {}\nDate of Injury: {}\nDecision Date: {}\n\n"
                       "HOW THE IMR FINAL DETERMINATION WAS MADE\n\n"
                       "The Expert Reviewer has the following credentials:\nState(s) of Licensure: {}\n"
                       "Certification(s)/Specialty: {}\n",
                       truth.case_number, truth.injured->us(), truth.decided->us(), truth.licensure[0],
                       truth.specialties[0]);
  }

  void state(const Finding& finding, bool is_absent) {
    if (finding.concept_id.empty()) return;
    for (const auto& fact : facts_)
      if (fact.concept_id == finding.concept_id) return;
    facts_.push_back({finding.concept_id, is_absent});
  }

  std::string summary_text() {
    const LibraryDecision& truth = out_.truth;
    std::string text =
        fmt::format("This is a {} year old {} {} who was hurt on {} by {}. The diagnosis is {}.", *truth.age, truth.sex,
                    draw_.of(data_.work), truth.injured->us(), draw_.of(data_.injuries), diagnosis_->words);
    state(*diagnosis_, false);
    for (int k = 0; k < 3; ++k) text += " " + draw_.of(data_.findings).words;
    if (draw_.below(2) == 0) {
      const Finding& absence = draw_.of(data_.absences);
      if (absence.concept_id != diagnosis_->concept_id) {
        text += " " + absence.words;
        state(absence, true);
      }
    }
    for (int k = 0; k < data_.free_sentences; ++k) text += " " + data_.sentence(draw_);
    return text;
  }

  std::string issue(int n) {
    const ItemKind& kind = draw_.of(data_.items);
    const bool is_overturned = draw_.unit() < data_.rate_overturned;
    LibraryItem item;
    item.n = n;
    item.text = item_words(kind);
    item.outcome = is_overturned ? Decision::Overturned : Decision::Upheld;
    item.treatment = kind.treatment.empty() ? kind.drug : kind.treatment;
    if (!kind.drug.empty()) item.drugs = {kind.drug};
    LibraryCitation cited{
        CitedBy::Reviewer, kind.guideline + (kind.section.empty() ? "" : ", " + kind.section), "", kind.section, {}};
    if (auto pages = parse_pages(kind.pages)) cited.pages = std::move(*pages);
    const ReasonWords& reason = draw_.of(is_overturned ? data_.overturned : data_.upheld);
    item.reason = reason.reason;
    item.rationale = with(with(draw_.of(reason.words), "about", draw_.of(kind.about)), "diagnosis", diagnosis_->words);
    item.rationale += fmt::format(" The request for {} was held against these pages.", item.text);
    for (int k = 0; k < 3; ++k) item.rationale += " " + data_.sentence(draw_);
    const std::string pages = kind.pages.empty() ? "" : " Page(s): " + kind.pages;
    std::string text = fmt::format("{}: {}\n\nClaims Administrator guideline: Decision based on {}.\n\n"
                                   "Reviewer guideline: Decision based on {}{}.\n\nDecision rationale: {}\n\n",
                                   item.text, is_overturned ? "Overturned" : "Upheld", kind.guideline, cited.source,
                                   pages, wrapped(item.rationale));
    item.citations = {std::move(cited)};
    out_.truth.items.push_back(std::move(item));
    return text;
  }

  std::string item_words(const ItemKind& kind) {
    std::string words = kind.words;
    if (!kind.strengths.empty()) words = with(words, "strength", draw_.of(kind.strengths));
    if (!kind.counts.empty()) words = with(words, "count", draw_.of(kind.counts));
    if (!kind.levels.empty()) words = with(words, "level", draw_.of(kind.levels));
    return with(words, "part", diagnosis_->body);
  }

  const Data& data_;
  Draw draw_;
  std::uint64_t n_;
  const Finding* diagnosis_ = nullptr;
  std::vector<LibraryFact> facts_;
  SyntheticLetter out_;
};

} // namespace

LetterGenerator::LetterGenerator(std::unique_ptr<Data> data) : data_(std::move(data)) {}
LetterGenerator::LetterGenerator(LetterGenerator&&) noexcept = default;
LetterGenerator::~LetterGenerator() = default;

Result<LetterGenerator> LetterGenerator::load(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/corpus/synthetic.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "specialties", "states", "work", "injuries", "diagnoses", "findings", "absences", "items",
             "rationales", "rate_overturned", "syllables", "free_words", "free_sentences"});
  auto data = std::make_unique<Data>();
  for (const auto& [key, list] : {std::pair{"specialties", &data->specialties}, std::pair{"states", &data->states},
                                  std::pair{"work", &data->work}, std::pair{"injuries", &data->injuries},
                                  std::pair{"syllables", &data->syllables}}) {
    *list = root.required(key).strings();
    if (list->empty()) root.required(key).problem("an empty list", "at least one", "add one");
  }
  data->diagnoses = findings_of(root.required("diagnoses"));
  data->findings = findings_of(root.required("findings"));
  data->absences = findings_of(root.required("absences"));
  for (const Value& row : root.required("items").list()) data->items.push_back(item_of(row));
  const Value rationales = root.required("rationales");
  rationales.only({"upheld", "overturned"});
  data->upheld = reasons_of(rationales.required("upheld"));
  data->overturned = reasons_of(rationales.required("overturned"));
  data->rate_overturned = root.required("rate_overturned").number();
  data->free_words = static_cast<unsigned>(std::max(2, root.required("free_words").integer()));
  data->free_sentences = root.required("free_sentences").integer();
  if (data->diagnoses.empty() || data->findings.empty() || data->absences.empty() || data->items.empty() ||
      data->upheld.empty() || data->overturned.empty())
    root.problem("an empty list", "at least one diagnosis, finding, absence, item and rationale", "add one");
  if (!reader.problems().empty()) return reader.as_error();
  return LetterGenerator(std::move(data));
}

SyntheticLetter LetterGenerator::letter(std::uint64_t seed, std::uint64_t n) const {
  return Letter<Data>(*data_, seed, n).made();
}

} // namespace openimr::corpus
