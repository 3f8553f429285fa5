#include "text/problem.h"

#include "base/result.h"

namespace openimr::text {

std::string Problem::message() const { return Error{ErrorKind::Input, where, found, expected, remedy}.message(); }

} // namespace openimr::text
