// Mail: the letters of many cases printed and served together, with a proof of service behind each.
//
//   auto made = make_mail(office, caller, {.on = day, .settings = {"server_name=M. Clerk"}});
//   write(made->merged);                         // for the printer: a copy for each addressee, in the order of the
//   list mail_sent(office, caller, made->batch.id, {});  // every case's history says that the notice was sent, and how
//
// Which letters wait is read from where the cases stand: an assignment without its notice, an ineligible, deferred or
// ended case whose parties were not told. A final determination goes out with the batch of the day on which it was
// issued, where a roster is named.
#pragma once

#include "desk/office.h"

#include <string>
#include <vector>

namespace openimr::desk {

struct Addressee {
  std::string name, address; ///< address empty: nobody knows one; a letter by mail does not count as served on them
};

/// One letter of a batch.
struct BatchedLetter {
  std::string number; ///< of the case
  std::string kind;   ///< of letter: assignment-notice, ineligibility, …
  std::string notice; ///< of the event that tells of it; empty for a determination, whose event is `issued`
  std::vector<Addressee> to;
  int first_page = 0; ///< of the merged file, from 1; a copy for each addressee in a row
  int pages = 0;      ///< of one copy
  std::string sha256; ///< of the letter's own file
};

struct MailBatch {
  std::string id; ///< "MB14-0000001"
  Date on;        ///< day of mailing
  std::string served_by = "mail";
  std::string state = "made"; ///< made | sent
  std::string sha256;         ///< of the merged file
  std::vector<BatchedLetter> letters;
  std::int64_t version = 0;
};

struct MailRequest {
  Date on;
  std::string served_by = "mail";   ///< mail | personal | fax | overnight | electronic
  std::vector<std::string> numbers; ///< of cases; empty: every case with a letter that waits
  std::string kind;                 ///< of letter, for the named cases: late-notice, correction, …; empty: what waits
  std::vector<std::string> settings; ///< of letters and proofs: "server_name=M. Clerk"; each goes where it is declared
  std::string letterhead_file, roster_file, language = "en";
};

/// A letter that could not be written, and why. The others go.
struct LeftOut {
  std::string number, kind;
  Error why;
};

struct MadeMail {
  MailBatch batch;
  std::string merged;                         ///< PDF
  std::map<std::string, std::string> letters; ///< file name -> PDF
  std::vector<LeftOut> left_out;
};

/// A letter that waits to be written.
struct WaitingLetter {
  std::string number, kind;
};
/// What make_mail() would write on the day, as far as where the cases stand says it. has_roster: final determinations
/// too.
Result<std::vector<WaitingLetter>> waiting_mail(Office& office, const Caller& caller, Date on, bool has_roster);

/// Writes the letters and keeps the batch's list, and with a vault the merged file. Error (NotFound) when no letter
/// waits.
Result<MadeMail> make_mail(Office& office, const Caller& caller, const MailRequest& request);

/// What is handed to the printer with the merged file: who gets which pages.
std::string list_of(const MailBatch& batch);

/// Who of a letter is not reached by it: has no address that the way of service needs.
std::vector<std::string> unreached_by(const MailBatch& batch, const BatchedLetter& letter);

/// Tells every case of the batch that its letter was served, on whom and on whom not, with the hash of letter and
/// proof. The same again does nothing; after an interruption it goes on. Returns the batch.
Result<MailBatch> mail_sent(Office& office, const Caller& caller, const std::string& id, const ActOptions& options);

/// The merged file of a batch, as it was kept. Error (NotFound) when it was made without a vault; (Storage) when the
/// bytes are not those of the batch's list.
Result<std::string> merged_mail(Office& office, const Caller& caller, const std::string& id);

Result<MailBatch> mail_batch(Office& office, const Caller& caller, const std::string& id);
Result<std::vector<MailBatch>> mail_batches(Office& office, const Caller& caller);

/// Which letter a case waits for; empty when none. Pure.
std::string waiting_letter(const casework::Case& state, const std::vector<casework::CaseEvent>& history);

} // namespace openimr::desk
