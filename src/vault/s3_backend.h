// A vault's backend on an S3-compatible bucket: libcurl for HTTP, our own request signing (request_signature.h).
//
// Only ciphertext leaves this machine. Papers are sealed into a spool folder first, then sent as one object with the
// hash of what is sent in the signature; an answer without success keeps the file in the spool for nothing: put fails.
#pragma once

#include "vault/backend.h"
#include "vault/request_signature.h"

#include <cstdint>
#include <functional>

namespace openimr::vault {

struct Bucket {
  std::string endpoint; ///< "https://objects.imr.example:9000", without a slash at its end
  std::string name;     ///< the bucket; requests use the path style: endpoint/bucket/key
  std::string prefix;   ///< before every key, "imr/"; may be empty
  Credentials credentials;
  std::string spool;     ///< folder on this machine
  std::string authority; ///< file with the certificates to trust; empty: the system's
};

/// now: UTC seconds, for the signature; handed in. Plain HTTP is refused but for this machine itself.
Result<std::unique_ptr<Backend>> s3_backend(Bucket bucket, std::function<std::int64_t()> now);

} // namespace openimr::vault
