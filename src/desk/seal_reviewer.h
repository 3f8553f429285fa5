// The reviewer's identity beside a determination, sealed (people/sealed_identity.h).
#pragma once

#include "desk/review_case.h"
#include "people/sealed_identity.h"

#include <string>

namespace openimr::desk {

/// What stands in determination.seal.json.
struct Seal {
  people::SealedLetter letter;
  std::string token;
};

/// Seals the reviewer of a determination. Error (Refused) when there is no determination; of the key's file otherwise.
Result<Seal> seal_reviewer(const Review& review, const std::string& key_file);

struct OpenedSeal {
  std::string reviewer;
  people::SealedLetter letter;
};
/// Reads determination.seal.json and opens it. Error (Refused) when it does not open.
Result<OpenedSeal> open_seal(const std::string& file, const std::string& key_file);

} // namespace openimr::desk
