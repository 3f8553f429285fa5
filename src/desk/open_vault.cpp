#include "desk/open_vault.h"

#include "base/files.h"
#include "text/data_file.h"
#include "vault/s3_backend.h"

#include <chrono>
#include <cstdlib>
#include <sodium.h>

namespace openimr::desk {
namespace {

void chance(unsigned char* into, std::size_t size) { randombytes_buf(into, size); }

std::int64_t utc_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Result<std::unique_ptr<vault::Backend>> open_bucket(const std::string& path) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  root.only({"endpoint", "bucket", "prefix", "region", "spool", "authority"});
  vault::Bucket bucket;
  bucket.endpoint = root.required("endpoint").string();
  bucket.name = root.required("bucket").string();
  bucket.prefix = root["prefix"].string();
  bucket.credentials.region = root["region"].string("us-east-1");
  bucket.spool = root.required("spool").string();
  bucket.authority = root["authority"].string();
  if (!reader.problems().empty()) return reader.as_error();
  bucket.credentials.access_key = environment("AWS_ACCESS_KEY_ID");
  bucket.credentials.secret_key = environment("AWS_SECRET_ACCESS_KEY");
  if (bucket.credentials.access_key.empty() || bucket.credentials.secret_key.empty())
    return Error{ErrorKind::Input, path, "no access key in the environment",
                 "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "set both for this program only"};
  return vault::s3_backend(std::move(bucket), utc_now);
}

} // namespace

Result<vault::KeyRing> read_master_keys(const std::string& key_file) {
  if (!key_file.empty()) {
    auto text = read_file(key_file, 1 << 20);
    if (!text) return text.error();
    auto ring = vault::KeyRing::parse(key_file, *text);
    sodium_memzero(text->data(), text->size());
    return ring;
  }
  const char* keys = std::getenv("OPENIMR_VAULT_KEY");
  if (!keys || !*keys)
    return Error{ErrorKind::Input, "vault", "no master key", "--vault-keys FILE, or OPENIMR_VAULT_KEY",
                 "make a key with `openimr vault keygen FILE`"};
  return vault::KeyRing::parse("OPENIMR_VAULT_KEY", keys);
}

Result<vault::Vault> open_vault(const VaultPlace& place) {
  constexpr std::string_view folder = "folder:", s3 = "s3:";
  if (sodium_init() < 0) return Error{ErrorKind::Storage, "libsodium", "no start", "a source of chance", ""};
  auto ring = read_master_keys(place.key_file);
  if (!ring) return ring.error();
  if (place.where.starts_with(folder) && place.where.size() > folder.size())
    return vault::Vault::open(vault::folder_backend(place.where.substr(folder.size())), std::move(*ring), chance);
  if (!place.where.starts_with(s3))
    return Error{ErrorKind::Input, "--vault", place.where.empty() ? "nothing" : place.where, "folder:DIR or s3:FILE",
                 "name the vault's folder, or the file that describes its bucket"};
  auto backend = open_bucket(place.where.substr(s3.size()));
  if (!backend) return backend.error();
  return vault::Vault::open(std::move(*backend), std::move(*ring), chance);
}

} // namespace openimr::desk
