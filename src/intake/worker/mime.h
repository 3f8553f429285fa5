// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of an e-mail message: RFC 5322 heads, MIME types and encodings (RFC 2045 to 2047, 2231). Reads what mail
// programs send, also when it is cut off.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace openimr::worker {

/// A message or one part of it. The views point into the bytes it was read from.
struct MimePart {
  std::vector<std::pair<std::string, std::string>> fields; ///< names in lower case, values unfolded and decoded
  std::string_view body;                                   ///< as it was sent
  std::string type;                                        ///< "text/plain", lower case; "text/plain" when not told
  std::string charset, boundary, encoding;                 ///< lower case but the boundary; may be empty
  std::string file_name;                                   ///< decoded; may be empty
  bool is_attachment = false;
};

MimePart read_part(std::string_view bytes);

/// The parts of a multipart; `is_whole` becomes false when the last boundary is missing.
std::vector<MimePart> split_parts(const MimePart& part, bool& is_whole);

/// The value of a field, empty when it is not there.
std::string field_of(const MimePart& part, std::string_view name);

/// The body with its transfer encoding undone.
std::string decoded_bytes(const MimePart& part);
/// The same as UTF-8, by the charset that it tells.
std::string decoded_text(const MimePart& part);

std::string from_base64(std::string_view text);           ///< what is no base64 is passed over
std::string from_quoted_printable(std::string_view text); ///< broken escapes stay as they are
/// RFC 2047 words in a field: "=?UTF-8?Q?Jos=C3=A9?=".
std::string decoded_words(std::string_view field);

} // namespace openimr::worker
