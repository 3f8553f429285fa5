// A person whom somebody else has identified comes in: sign-in over OpenID Connect. Signing an opinion still takes the
// password and code of the account, since its key lies under them.
#pragma once

#include "desk/office.h"

#include <string>

namespace openimr::desk {

/// A session for the account, with a row of the log. by: who identified the person ("https://id.example"). Error
/// (Refused) when the book has no such account, or it is closed.
Result<Entered> enter_by(Office& office, const std::string& account_book, const std::string& account,
                         const std::string& by);

} // namespace openimr::desk
