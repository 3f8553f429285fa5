#include "desk/write_letter.h"

#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "desk/letters_of_case.h"
#include "intake/application_file.h"
#include "letters/leak_check.h"
#include "letters/render_pdf.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

using letters::FieldDefinition;
using letters::FieldSource;
using letters::FieldType;
using letters::FieldValues;
using letters::LetterTemplate;
using letters::Standing;

constexpr const char* proof_id = "proof-of-service";

const LetterTemplate* find_template(const std::vector<LetterTemplate>& pages, const std::string& id) {
  const auto at = std::ranges::find(pages, id, &LetterTemplate::id);
  return at == pages.end() ? nullptr : &*at;
}

Error unknown_kind(const std::vector<LetterTemplate>& pages, const std::string& kind, const std::string& jurisdiction) {
  std::vector<std::string> known;
  for (const auto& page : pages) known.push_back(page.id);
  if (known.empty())
    return {ErrorKind::Input, "packs/jurisdictions/" + jurisdiction + "/letters", "no letters",
            "a template for each kind", "write them (docs/how_to/write_a_letter.md)"};
  const std::string near = text::nearest(kind, known);
  return {ErrorKind::Input, kind, "no such letter", fmt::format("one of {}", fmt::join(known, ", ")),
          near.empty() ? "`openimr letter list` names them" : fmt::format("did you mean {}?", near)};
}

/// The value behind "key=", as the field's type asks.
Result<letters::FieldValue> parse_setting(const LetterTemplate& page, const FieldDefinition& field,
                                          const std::string& value) {
  const auto wrong = [&](std::string expected) {
    return Error{ErrorKind::Input, "--set " + field.name, "\"" + value + "\"", std::move(expected), "correct it"};
  };
  switch (field.type) {
  case FieldType::Date: {
    const auto day = Date::parse_iso(value);
    if (!day) return wrong("a day such as 2015-01-16");
    return letters::FieldValue(*day);
  }
  case FieldType::Flag:
    if (value != "true" && value != "false") return wrong("true or false");
    return letters::FieldValue(value == "true");
  case FieldType::Number: {
    if (value.empty() || value.size() > 9 || value.find_first_not_of("0123456789") != std::string::npos)
      return wrong("a whole number");
    return letters::FieldValue(std::int64_t(std::stol(value)));
  }
  case FieldType::Choice: {
    std::vector<std::string> known;
    if (const auto set = page.words.find(field.words); set != page.words.end())
      for (const auto& [word, phrases] : set->second) known.push_back(word);
    if (std::ranges::find(known, value) == known.end()) return wrong(fmt::format("one of {}", fmt::join(known, ", ")));
    return letters::FieldValue(value);
  }
  default:
    if (value.empty()) return wrong("some words");
    return letters::FieldValue(value);
  }
}

/// Puts every --set into the values of the pages that declare it.
Result<Done> apply_settings(const std::vector<std::string>& settings, const std::vector<const LetterTemplate*>& pages,
                            FieldValues& values) {
  std::vector<std::string> known;
  for (const LetterTemplate* page : pages)
    for (const FieldDefinition& field : page->fields)
      if (field.source == FieldSource::Set) known.push_back(field.name);
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      return Error{ErrorKind::Input, "--set", "\"" + setting + "\"", "key=value",
                   "write --set case_number=CM15-0000042"};
    const std::string key = setting.substr(0, equals);
    bool is_known = false;
    for (const LetterTemplate* page : pages) {
      const FieldDefinition* field = page->field(key);
      if (field == nullptr || field->source != FieldSource::Set) continue;
      auto value = parse_setting(*page, *field, setting.substr(equals + 1));
      if (!value) return value.error();
      values[key] = std::move(*value);
      is_known = true;
    }
    if (is_known) continue;
    const std::string near = text::nearest(key, known);
    return Error{ErrorKind::Input, "--set " + key, "no such field of this letter",
                 known.empty() ? "none: this letter asks for nothing"
                               : fmt::format("one of {}", fmt::join(known, ", ")),
                 near.empty() ? "`openimr letter list` says what each is" : fmt::format("did you mean {}?", near)};
  }
  return Done{};
}

/// Computes the due dates a page declares. One whose event is not known is left out, and so is one whose rule does not
/// answer for that day; the letter then stops where it would be printed.
void compute_due(const jurisdictions::Jurisdiction& law, const LetterTemplate& page, Date letter_date,
                 FieldValues& values, WrittenLetter& out) {
  for (const FieldDefinition& field : page.fields) {
    if (field.source != FieldSource::Due) continue;
    std::optional<Date> event;
    if (field.due.event == "letter_date") event = letter_date;
    if (const auto at = values.find(field.due.event); at != values.end())
      if (const Date* day = std::get_if<Date>(&at->second)) event = *day;
    if (!event) continue;
    auto due =
        jurisdictions::due(law, field.due.rule, {.on = *event, .served_by = field.due.served_by, .to = field.due.to});
    if (due && due->due_on) {
      values[field.name] = *due->due_on;
      out.due.push_back({field.name, std::move(*due)});
    } else if (!due && !field.is_optional) {
      const Error& error = due.error();
      out.problems.push_back({field.name + ": " + error.where, error.found, error.expected, error.remedy});
    }
  }
}

/// What the letter needs to be true of the case; empty when it is.
std::optional<Error> standing_error(const LetterTemplate& page, const casework::Eligibility& eligibility) {
  const auto has = [&](auto... outcomes) {
    return std::ranges::any_of(eligibility.items,
                               [&](const auto& item) { return ((item.outcome == outcomes) || ...); });
  };
  using casework::ItemOutcome;
  const auto refuse = [&](const char* expected) {
    return Error{ErrorKind::Refused, page.id, fmt::format("a case that is {}", casework::name(eligibility.outcome)),
                 expected, "`openimr eligible CASE` gives the reasons"};
  };
  if (page.standing == Standing::Eligible && !has(ItemOutcome::Eligible)) return refuse("at least one eligible item");
  if (page.standing == Standing::Ineligible && !has(ItemOutcome::Ineligible, ItemOutcome::Duplicate))
    return refuse("an item that cannot be reviewed");
  if (page.standing == Standing::Deferred && !has(ItemOutcome::Deferred)) return refuse("a deferred item");
  return std::nullopt;
}

/// The case as letters need it.
struct LetterCase {
  records::Application application;
  jurisdictions::Jurisdiction law;
  casework::Eligibility eligibility;
  std::optional<Review> review; ///< of a determination
};

Result<LetterCase> read_application_only(const std::string& folder, const Installation& installation) {
  LetterCase one;
  auto application = intake::read_application(folder + "/application.yaml");
  if (!application) return application.error();
  one.application = std::move(*application);
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, one.application.jurisdiction);
  if (!law) return law.error();
  one.law = std::move(*law);
  if (auto missing = one.law.lacks("eligibility.yaml", "the screening of an application")) return *missing;
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  std::set<std::string> drug_items;
  for (const auto& item : one.application.disputed_items)
    if (clinical::parse_item(*vocabulary, item.text).kind == "drug") drug_items.insert(item.id);
  one.eligibility =
      casework::screen(one.law, one.application, {one.law.local_date(one.application.received), drug_items});
  return one;
}

/// Reviews the case and insists on a determination.
Result<LetterCase> read_determined(const LetterRequest& request, const Installation& installation) {
  ReviewOptions options;
  options.roster_file = request.roster_file;
  options.progress = request.progress;
  auto review = review_case(request.folder, installation, options);
  if (!review) return review.error();
  if (!review->determination) {
    if (review->not_issued) return *review->not_issued;
    return Error{ErrorKind::Refused, request.folder + "/opinion.yaml", "no signed opinion",
                 "a determination to tell of", "have the reviewer decide and sign: a physician decides"};
  }
  LetterCase one{review->case_file.application, review->law, review->eligibility, {}};
  one.review = std::move(*review);
  return one;
}

Date letter_day(const LetterRequest& request, const LetterCase& one) {
  if (request.date) return *request.date;
  if (one.review) return one.review->determination->opinion().date.value_or(one.review->as_of);
  return one.law.local_date(one.application.received);
}

/// Appends the proof of service on a page of its own when somebody served the letter.
Result<Done> add_proof(const LetterTemplate& proof, const letters::Language& language, const FieldValues& values,
                       Date day, letters::FilledLetter& filled) {
  auto page = letters::fill_template(proof, language, values, day);
  if (!page) return page.error();
  auto& blocks = filled.letter.blocks;
  blocks.emplace_back(letters::PageBreak{});
  blocks.insert(blocks.end(), page->letter.blocks.begin(), page->letter.blocks.end());
  filled.printed.insert(filled.printed.end(), page->printed.begin(), page->printed.end());
  return Done{};
}

letters::Letterhead letterhead_of(const Organization& organization) {
  letters::Letterhead head{organization.name, organization.address};
  std::vector<std::string> reach;
  if (!organization.phone.empty()) reach.push_back("Tel. " + organization.phone);
  if (!organization.fax.empty()) reach.push_back("Fax " + organization.fax);
  if (!organization.email.empty()) reach.push_back(organization.email);
  if (!reach.empty()) head.lines.push_back(fmt::format("{}", fmt::join(reach, " · ")));
  return head;
}

void dress(letters::Letter& letter, const Organization& organization, const FieldValues& values) {
  letter.letterhead = letterhead_of(organization);
  const auto number = values.find("case_number");
  const auto claim = values.find("claim_number");
  const auto* shown = number != values.end()  ? std::get_if<std::string>(&number->second)
                      : claim != values.end() ? std::get_if<std::string>(&claim->second)
                                              : nullptr;
  if (shown != nullptr) letter.footer = *shown;
}

void judge(const LetterTemplate& page, const letters::Language& language, WrittenLetter& out) {
  out.own_words = letters::reading_level(out.filled.own_words, language.reading);
  out.pages = letters::count_pages(out.filled.letter);
  // A letter that has to fit gets narrower margins before anybody is told that it does not.
  for (const double margin : {60.0, 48.0})
    if (page.most_pages && out.pages > static_cast<std::size_t>(*page.most_pages)) {
      out.filled.letter.margin = margin;
      out.pages = letters::count_pages(out.filled.letter);
    }
  if (page.highest_grade && out.own_words.grade > *page.highest_grade)
    out.problems.push_back({page.id, fmt::format("reading grade {:.1f}", out.own_words.grade),
                            fmt::format("at most {}", *page.highest_grade),
                            "use shorter words and sentences in the template"});
  if (page.most_pages && out.pages > static_cast<std::size_t>(*page.most_pages))
    out.problems.push_back({page.id, fmt::format("{} pages", out.pages), fmt::format("at most {}", *page.most_pages),
                            "the case has more items than fit; send it as it is or shorten the template"});
}

/// The last look: a letter must not show the reviewer (Labor Code 4610.6(f)).
std::optional<Error> leak_error(const LetterCase& one, const letters::Letter& letter) {
  if (!one.review) return std::nullopt;
  const auto* reviewer = one.review->roster.find(one.review->determination->opinion().reviewer);
  if (reviewer == nullptr) return std::nullopt;
  const std::vector<std::string> forbidden = {reviewer->name};
  const auto leaks = letters::find_leaks(letter, forbidden);
  if (leaks.empty()) return std::nullopt;
  return Error{ErrorKind::Refused, "the letter, " + leaks.front().where, "the reviewer's name",
               "no identity of the reviewer (Labor Code 4610.6(f))", "take the name out of what was set"};
}

/// The final determination is composed from the jurisdiction's plan (letters.yaml), not from a template of its own.
constexpr const char* final_id = "final-determination";

LetterTemplate final_page(const jurisdictions::Jurisdiction& law, const std::string& title) {
  LetterTemplate page;
  page.id = final_id;
  page.file = "jurisdictions/" + law.id + "/letters.yaml";
  page.about = "the final determination itself, as `openimr review --out` writes it, with a proof of service";
  page.citation = "LC 4610.6(e); 8 CCR 9792.10.6(d)";
  page.standing = Standing::Determined;
  page.languages = {"en"};
  page.title = {{"en", {title, 1}}};
  page.has_proof_of_service = true;
  page.fields = {
      {.name = "case_number", .source = FieldSource::Set, .is_optional = true, .about = "number of the review"}};
  return page;
}

/// Writes one letter, step by step; a step that fails ends it.
class LetterWriter {
public:
  LetterWriter(const LetterRequest& request, const Installation& installation)
      : request_(request), installation_(installation) {}

  Result<WrittenLetter> write() {
    using Step = Result<Done> (LetterWriter::*)();
    for (const Step step : {&LetterWriter::choose_language, &LetterWriter::read_case, &LetterWriter::gather,
                            &LetterWriter::fill, &LetterWriter::prove_service})
      if (auto done = (this->*step)(); !done) return done.error();
    if (const auto error = leak_error(case_, out_.filled.letter)) return *error;
    return std::move(out_);
  }

private:
  Result<Done> choose_language() {
    auto languages = letters::load_languages(installation_.packs_folder);
    if (!languages) return languages.error();
    if (const auto* found = letters::find_language(*languages, request_.language)) {
      language_ = *found;
      return Done{};
    }
    std::vector<std::string> known;
    for (const auto& each : *languages) known.push_back(each.id);
    return Error{ErrorKind::Input, "--lang", "\"" + request_.language + "\"",
                 fmt::format("one of {}", fmt::join(known, ", ")),
                 "choose another, or add it to packs/letters/languages.yaml"};
  }

  /// Every item is before review already: the words of the law for that.
  void find_duplicate(LetterCase& one) {
    const auto& grounds = one.law.eligibility.grounds;
    const auto ground =
        std::find_if(grounds.begin(), grounds.end(), [](const auto& each) { return each.factor == "earlier_pending"; });
    const auto* text = ground == grounds.end() ? nullptr : ground->text.on(one.eligibility.filed_on);
    if (!text) return;
    auto words = jurisdictions::fill(text->value, {{"number", request_.duplicate_of}});
    for (auto& item : one.eligibility.items) {
      item.outcome = casework::ItemOutcome::Duplicate;
      item.duplicate_of = request_.duplicate_of;
      item.reasons = {{ground->code, words ? *words : text->value, text->citation.text}};
    }
    one.eligibility.outcome = casework::CaseOutcome::Ineligible;
  }

  Result<Done> read_case() {
    auto one = read_application_only(request_.folder, installation_);
    if (!one) return one.error();
    if (!request_.duplicate_of.empty()) find_duplicate(*one);
    auto pages = letter_kinds(installation_.packs_folder, one->law);
    if (!pages) return pages.error();
    pages_ = std::move(*pages);
    page_ = find_template(pages_, request_.kind);
    if (page_ == nullptr) return unknown_kind(pages_, request_.kind, one->law.id);
    if (const auto error = standing_error(*page_, one->eligibility)) return *error;
    if (page_->standing == Standing::Determined) {
      one = read_determined(request_, installation_);
      if (!one) return one.error();
    }
    case_ = std::move(*one);
    if (request_.amend) request_.amend(case_.application);
    if (request_.letterhead_file.empty()) return Done{};
    auto organization = read_organization(request_.letterhead_file);
    if (!organization) return organization.error();
    organization_ = std::move(*organization);
    return Done{};
  }

  void keep_recipients() {
    auto* rows = std::get_if<std::vector<letters::Row>>(&values_["recipients"]);
    if (!rows) return;
    std::erase_if(*rows, [&](const letters::Row& row) {
      const auto name = row.find("name");
      const auto* words = name == row.end() ? nullptr : std::get_if<std::string>(&name->second);
      return !words || std::ranges::find(request_.served, *words) == request_.served.end();
    });
    for (std::size_t i = 0; i < rows->size(); ++i) (*rows)[i]["n"] = static_cast<std::int64_t>(i + 1);
    values_["missing_address"] =
        std::ranges::any_of(*rows, [](const letters::Row& row) { return !row.contains("address"); });
  }

  Result<Done> gather() {
    day_ = letter_day(request_, case_);
    values_ = case_values(case_.application, case_.eligibility, case_.law, organization_, page_->standing);
    if (!request_.served.empty()) keep_recipients();
    if (case_.review) add_decision(values_, *case_.review->determination, letter_day({}, case_));
    values_["letter_date"] = day_;
    std::vector<const LetterTemplate*> asked = {page_};
    proof_ = page_->has_proof_of_service ? find_template(pages_, proof_id) : nullptr;
    if (proof_ != nullptr) {
      asked.push_back(proof_);
      if (const auto title = page_->title.find(language_.id); title != page_->title.end())
        values_["served_letter"] = title->second.written;
      values_["served_on"] = day_;
    }
    if (auto done = apply_settings(request_.settings, asked, values_); !done) return done.error();
    compute_due(case_.law, *page_, day_, values_, out_);
    return Done{};
  }

  Result<Done> fill() {
    out_.kind = page_->id;
    out_.language = language_.id;
    out_.citation = page_->citation;
    out_.template_file = page_->file.substr(page_->file.rfind("jurisdictions/"));
    out_.template_sha256 = page_->sha256;
    if (page_->id == final_id) {
      if (language_.id != "en")
        return Error{ErrorKind::Input, "--lang", "\"" + language_.id + "\"",
                     "en: the determination itself is in English",
                     "write plain-determination for a page in another language"};
      const auto number = values_.find("case_number");
      const auto* words = number == values_.end() ? nullptr : std::get_if<std::string>(&number->second);
      auto letter = compose_final_letter(*case_.review, organization_.name,
                                         words ? std::vector{*words} : std::vector<std::string>{}, served());
      if (!letter) return letter.error();
      out_.filled.letter = std::move(*letter);
      out_.filled.letter.letterhead = letterhead_of(organization_);
      out_.pages = letters::count_pages(out_.filled.letter);
      return Done{};
    }
    auto filled = letters::fill_template(*page_, language_, values_, day_);
    if (!filled) return filled.error();
    out_.filled = std::move(*filled);
    dress(out_.filled.letter, organization_, values_);
    judge(*page_, language_, out_);
    return Done{};
  }

  /// When and how the letter goes out; empty while nobody said how.
  std::optional<Served> served() const {
    const auto by = values_.find("served_by");
    const auto* word = by == values_.end() ? nullptr : std::get_if<std::string>(&by->second);
    return word ? std::optional(Served{day_, *word}) : std::nullopt;
  }

  Result<Done> prove_service() {
    if (proof_ == nullptr || !values_.contains("served_by")) return Done{};
    if (auto done = add_proof(*proof_, language_, values_, day_, out_.filled); !done) return done.error();
    out_.pages = letters::count_pages(out_.filled.letter);
    return Done{};
  }

  const LetterRequest& request_;
  const Installation& installation_;
  letters::Language language_;
  std::vector<LetterTemplate> pages_;
  const LetterTemplate* page_ = nullptr;
  const LetterTemplate* proof_ = nullptr;
  LetterCase case_;
  Organization organization_;
  Date day_;
  FieldValues values_;
  WrittenLetter out_;
};

} // namespace

Result<std::vector<LetterTemplate>> letter_kinds(const std::string& packs_folder,
                                                 const jurisdictions::Jurisdiction& law) {
  auto pages = letters::load_templates(packs_folder, law.id);
  if (!pages) return pages.error();
  if (const auto* plan = law.letter(final_id)) pages->push_back(final_page(law, plan->title));
  std::ranges::sort(*pages, {}, &LetterTemplate::id);
  return pages;
}

Result<WrittenLetter> write_letter(const LetterRequest& request, const Installation& installation) {
  return LetterWriter(request, installation).write();
}

} // namespace openimr::desk
