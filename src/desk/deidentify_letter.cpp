#include "desk/deidentify_letter.h"

#include "base/files.h"
#include "desk/letters_of_case.h"
#include "intake/application_file.h"
#include "intake/case_folder.h"
#include "reviewers/roster_file.h"
#include "text/words.h"

#include <fmt/format.h>

namespace openimr::desk {

intake::ReadOptions read_options_of(const Installation& installation) {
  intake::ReadOptions options;
  options.worker_program = installation.worker_program;
  options.cache_folder = installation.cache_folder;
  options.packs_folder = installation.packs_folder;
  options.threads = installation.threads;
  return options;
}

Result<std::vector<corpus::KnownIdentity>> identities_of(const std::string& case_folder,
                                                         const std::string& roster_file) {
  std::vector<corpus::KnownIdentity> out;
  if (!case_folder.empty()) {
    auto application = intake::read_application(case_folder + "/application.yaml");
    if (!application) return application.error();
    out = corpus::known_identities(*application);
  }
  if (!roster_file.empty()) {
    auto roster = reviewers::read_roster(roster_file);
    if (!roster) return roster.error();
    for (const auto& reviewer : roster->reviewers) out.push_back({"reviewer", reviewer.name, true});
  }
  return out;
}

Result<std::string> text_of_letter(const std::string& file, const Installation& installation,
                                   text::Problems& problems) {
  auto bytes = read_file(file, std::size_t{256} << 20);
  if (!bytes) return bytes.error();
  if (!bytes->starts_with("%PDF") && bytes->find('\0') == std::string::npos) return *bytes;
  auto documents = intake::read_files({file}, read_options_of(installation), problems);
  if (!documents) return documents.error();
  std::string text;
  for (const auto& document : *documents)
    for (const auto& page : document.pages) text += (text.empty() ? "" : "\f") + page.text;
  return text;
}

Result<std::vector<intake::PdfLeak>> leaks_of_file(const std::string& file, const std::string& case_folder,
                                                   const std::string& roster_file, const Installation& installation) {
  auto known = identities_of(case_folder, roster_file);
  if (!known) return known.error();
  auto leaks = intake::find_pdf_leaks(file, read_options_of(installation));
  if (!leaks) return leaks.error();
  text::Problems problems;
  auto printed = text_of_letter(file, installation, problems);
  if (!printed) return printed.error();
  const std::string words = text::lower(text::one_line(*printed));
  std::erase_if(*leaks, [&](const intake::PdfLeak& leak) {
    // What the pages print too tells nobody more: "Author: NAME", "dc:creator: NAME", a heading as bookmark.
    if (leak.kind != "bookmark" && leak.kind != "metadata" && leak.kind != "xmp") return false;
    const std::size_t colon = leak.kind == "bookmark" ? std::string::npos : leak.found.find(": ");
    const std::string told =
        text::lower(text::one_line(colon == std::string::npos ? leak.found : leak.found.substr(colon + 2)));
    return !told.empty() && words.find(told) != std::string::npos &&
           (leak.kind == "bookmark" || colon != std::string::npos);
  });
  for (const auto& leak : letters::find_leaks("text", *printed, forbidden_words(*known)))
    leaks->push_back({"party", 0, leak.forbidden + ": " + leak.context});
  return leaks;
}

Result<DeidentifiedLetter> deidentify_letter(const DeidentifyRequest& request, const Installation& installation) {
  auto rules = corpus::IdentifierRules::load(installation.packs_folder);
  if (!rules) return rules.error();
  DeidentifiedLetter out;
  auto known = identities_of(request.case_folder, request.roster_file);
  if (!known) return known.error();
  out.known = std::move(*known);
  std::string case_id = request.letter_file;
  for (const auto& one : out.known)
    if (one.of_class == "claim_number") {
      case_id = one.words; // the first is the claim's: all letters of a case move alike
      break;
    }
  corpus::DayPolicy policy{request.days, 0, request.has_age_bands};
  if (request.days == corpus::DayPolicy::Mode::Shift) {
    if (!request.shift_key)
      return Error{ErrorKind::Input, "--shift-key", "none", "a secret number",
                   "give one: with it the days of a case move alike in all its letters"};
    policy.shift_days = corpus::shift_of(*request.shift_key, case_id);
    out.shifted_days = policy.shift_days;
  }
  auto source = text_of_letter(request.letter_file, installation, out.problems);
  if (!source) return source.error();
  out.source = std::move(*source);
  out.safe = corpus::deidentify(*rules, out.source, out.known, policy);
  return out;
}

std::vector<std::string> forbidden_words(const std::vector<corpus::KnownIdentity>& known) {
  std::vector<std::string> out;
  for (const auto& one : known)
    if (one.of_class != "place" && one.words.size() >= 4) out.push_back(one.words);
  return out;
}

Result<std::map<std::string, std::string>> render_public_copy(const letters::Letter& letter,
                                                              const std::vector<corpus::KnownIdentity>& known,
                                                              const std::string& name) {
  const auto forbidden = forbidden_words(known);
  auto leaks = letters::find_leaks(letter, forbidden);
  auto files = render_letter(letter, name);
  if (!files) return files.error();
  auto in_pdf = letters::find_leaks_in_pdf((*files)[name + ".pdf"], forbidden);
  if (!in_pdf) return in_pdf.error();
  leaks.insert(leaks.end(), in_pdf->begin(), in_pdf->end());
  if (!leaks.empty())
    return Error{ErrorKind::Refused, leaks.front().where, leaks.front().forbidden,
                 "no name and no number of a party in what is published",
                 fmt::format("report the words around it (\"{}\")", leaks.front().context)};
  return files;
}

} // namespace openimr::desk
