// At the desk: how a command finds its office, and how it knows who acts.
//
// With accounts configured (OPENIMR_ACCOUNTS) a person signs in: by a session that `openimr people enter` began, else
// with the password of OPENIMR_PASSWORD_FILE or OPENIMR_PASSWORD and the code of OPENIMR_CODE, else asked for on the
// terminal. Without, --by and --role are believed, and the audit log says so.
#pragma once

#include "cli/console.h"
#include "desk/office.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace openimr::cli {

/// Where the office is and who comes; empty strings mean the environment's word, or the default.
struct DeskArguments {
  std::string store;             ///< empty: OPENIMR_STORE, or a SQLite file in the user's data folder
  std::string vault, vault_keys; ///< empty: OPENIMR_VAULT, OPENIMR_VAULT_KEYS
  std::string accounts;          ///< empty: OPENIMR_ACCOUNTS
  std::string roster;            ///< empty: OPENIMR_ROSTER
  std::string by, role;          ///< by empty: the user's login name; role: coordinator, or what the verb is for
};

struct AtDesk {
  std::unique_ptr<desk::Office> office;
  desk::Caller caller;
};

/// Opens the office and lets the person in. role: which one is believed where none is named.
Result<AtDesk> at_the_desk(const DeskArguments& arguments, const std::string& role = "coordinator");

/// Password and code from the environment, the terminal or standard input. Error (Refused) when they are nowhere and
/// nobody may be asked.
struct Proof {
  std::string password, code;
  Proof() = default;
  Proof(Proof&&) = default;
  Proof& operator=(Proof&&) = default;
  Proof(const Proof&) = delete;
  Proof& operator=(const Proof&) = delete;
  ~Proof(); ///< wipes the password
};
Result<Proof> proof_of(bool may_read_input);

/// The office alone; for what concerns no case and asks nobody.
Result<std::unique_ptr<desk::Office>> open_office(const DeskArguments& arguments);

/// --store, --vault, --vault-keys, --accounts.
void add_places(CLI::App* command, DeskArguments& arguments);
/// --by, --role.
void add_person(CLI::App* command, DeskArguments& arguments);

/// `openimr people enter` and `leave`: sessions of this user.
int enter_command(const Console& console, const DeskArguments& arguments);
int leave_command(const Console& console, const DeskArguments& arguments);

} // namespace openimr::cli
