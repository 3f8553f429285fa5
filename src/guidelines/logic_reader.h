// Reads a condition or a requirement of a page. docs/reference/topic_language.md has every word of the language.
#pragma once

#include "guidelines/topic.h"
#include "text/data_file.h"

namespace openimr::guidelines {

/// What a tree may name: a criterion's condition names facts and topics, a requirement names criteria.
enum class TreeOver { Facts, Criteria };

/// Faults become problems of the value's reader.
Logic read_logic(const text::Value& value, TreeOver over);

/// Whether the condition asks for the reviewer's judgment anywhere.
bool asks_judgment(const Logic& logic);

} // namespace openimr::guidelines
