// Sealed streams: bytes compressed (zstd) and encrypted (libsodium secretstream, XChaCha20-Poly1305) in pieces of 64
// KiB, so that a file of any size needs the same memory, and no piece can be cut off, moved or repeated unnoticed.
#pragma once

#include "vault/key_ring.h"

#include <functional>
#include <memory>
#include <string_view>

namespace openimr::vault {

/// Takes bytes; may fail.
using Sink = std::function<Result<Done>(std::string_view bytes)>;
/// Gives up to `room` bytes; 0 at the end.
using Source = std::function<Result<std::size_t>(char* into, std::size_t room)>;

/// A source over bytes that outlive it.
Source source_of(std::string_view bytes);

/// Plain bytes in, sealed bytes out.
class Sealer {
public:
  Sealer(const Secret& key, Sink out);
  ~Sealer();
  Result<Done> add(std::string_view plain);
  Result<Done> finish(); ///< after the last add

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Sealed bytes in, plain bytes out. Every piece that comes out is authentic, but only finish() says that it was all.
class Opener {
public:
  /// where: for messages.
  Opener(std::string where, const Secret& key, Sink out);
  ~Opener();
  Result<Done> add(std::string_view sealed);
  Result<Done> finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace openimr::vault
