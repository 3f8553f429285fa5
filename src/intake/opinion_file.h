// opinion.yaml: what the expert reviewer decided, read strictly. Whether its signature holds is judged by
// `determination`.
#pragma once

#include "base/result.h"
#include "records/opinion.h"

#include <string>
#include <string_view>

namespace openimr::intake {

/// Reads the file at path. Error as in read_application.
Result<records::Opinion> read_opinion(const std::string& path);

/// The same from bytes; name is what messages call the file.
Result<records::Opinion> parse_opinion(const std::string& name, std::string_view bytes);

} // namespace openimr::intake
