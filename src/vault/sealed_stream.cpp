#include "vault/sealed_stream.h"

#include <algorithm>
#include <cstring>
#include <sodium.h>
#include <string>
#include <vector>
#include <zstd.h>

namespace openimr::vault {
namespace {

constexpr std::size_t piece_size = 64 * 1024; // plain bytes of secretstream a piece
constexpr std::size_t sealed_size = piece_size + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t header_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::string_view magic = "openimr vault 1\n";
constexpr int level = 3;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Error no_room(const char* what) {
  return {ErrorKind::Storage, "vault", what, "a compression that works", "report this with the size of the file"};
}

} // namespace

Source source_of(std::string_view bytes) {
  return [rest = bytes](char* into, std::size_t room) mutable -> Result<std::size_t> {
    const std::size_t count = std::min(room, rest.size());
    std::memcpy(into, rest.data(), count);
    rest.remove_prefix(count);
    return count;
  };
}

struct Sealer::State {
  Sink out;
  crypto_secretstream_xchacha20poly1305_state stream{};
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
  std::string waiting; ///< compressed bytes that fill no piece yet
  std::string sealed;
  bool is_begun = false;

  Result<Done> push(std::string_view compressed, unsigned char tag) {
    sealed.resize(compressed.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
    crypto_secretstream_xchacha20poly1305_push(&stream, raw(sealed), nullptr, raw(compressed), compressed.size(),
                                               nullptr, 0, tag);
    return out(sealed);
  }

  /// Compresses, and pushes every full piece; a piece is kept back so that the last one can be marked.
  Result<Done> compress(std::string_view plain, ZSTD_EndDirective how) {
    ZSTD_inBuffer in{plain.data(), plain.size(), 0};
    char room[32 * 1024];
    for (std::size_t left = 1; in.pos < in.size || (how == ZSTD_e_end && left != 0);) {
      ZSTD_outBuffer compressed{room, sizeof room, 0};
      left = ZSTD_compressStream2(zstd, &compressed, &in, how);
      if (ZSTD_isError(left)) return no_room(ZSTD_getErrorName(left));
      waiting.append(room, compressed.pos);
      while (waiting.size() > piece_size) {
        if (auto done = push(std::string_view(waiting).substr(0, piece_size), 0); !done) return done;
        waiting.erase(0, piece_size);
      }
    }
    return Done{};
  }
};

Sealer::Sealer(const Secret& key, Sink out) : state_(std::make_unique<State>()) {
  state_->out = std::move(out);
  ZSTD_CCtx_setParameter(state_->zstd, ZSTD_c_compressionLevel, level);
  state_->sealed.resize(header_size);
  crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, raw(state_->sealed), key.data());
}

Sealer::~Sealer() {
  ZSTD_freeCCtx(state_->zstd);
  sodium_memzero(&state_->stream, sizeof state_->stream);
}

Result<Done> Sealer::add(std::string_view plain) {
  if (!state_->is_begun) {
    state_->is_begun = true;
    if (auto done = state_->out(std::string(magic) + state_->sealed); !done) return done;
  }
  return state_->compress(plain, ZSTD_e_continue);
}

Result<Done> Sealer::finish() {
  if (auto begun = add(""); !begun) return begun;
  if (auto done = state_->compress("", ZSTD_e_end); !done) return done;
  return state_->push(state_->waiting, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

struct Opener::State {
  std::string where;
  Secret key;
  Sink out;
  crypto_secretstream_xchacha20poly1305_state stream{};
  ZSTD_DCtx* zstd = ZSTD_createDCtx();
  std::string waiting, compressed;
  std::vector<char> plain = std::vector<char>(ZSTD_DStreamOutSize());
  bool is_begun = false, is_ended = false;

  Error fault(const char* found) const {
    return {ErrorKind::Storage, where, found, "the bytes as they were written", "bring the object back from a backup"};
  }

  Result<Done> begin() {
    const std::string_view bytes = waiting;
    if (bytes.substr(0, magic.size()) != magic ||
        crypto_secretstream_xchacha20poly1305_init_pull(&stream, raw(bytes) + magic.size(), key.data()) != 0)
      return fault("no object of this vault");
    waiting.erase(0, magic.size() + header_size);
    is_begun = true;
    return Done{};
  }

  Result<Done> pull(std::string_view sealed, bool is_last) {
    if (sealed.size() < crypto_secretstream_xchacha20poly1305_ABYTES) return fault("an object that was cut off");
    compressed.resize(sealed.size() - crypto_secretstream_xchacha20poly1305_ABYTES);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&stream, raw(compressed), nullptr, &tag, raw(sealed), sealed.size(),
                                                   nullptr, 0) != 0)
      return fault("bytes that were changed, moved or belong to another key");
    if (is_last != (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL))
      return fault(is_last ? "an object that was cut off" : "an object with more behind its end");
    return decompress();
  }

  Result<Done> decompress() {
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    bool is_full = true;
    while (in.pos < in.size || is_full) {
      ZSTD_outBuffer room{plain.data(), plain.size(), 0};
      const std::size_t left = ZSTD_decompressStream(zstd, &room, &in);
      if (ZSTD_isError(left)) return fault("bytes that do not decompress");
      if (auto done = out({plain.data(), room.pos}); !done) return done;
      is_ended = left == 0;
      is_full = room.pos == room.size;
      if (left == 0) break;
    }
    return in.pos == in.size ? Result<Done>(Done{}) : fault("bytes behind the end of what was compressed");
  }
};

Opener::Opener(std::string where, const Secret& key, Sink out) : state_(std::make_unique<State>()) {
  state_->where = std::move(where);
  state_->key = key;
  state_->out = std::move(out);
}

Opener::~Opener() {
  ZSTD_freeDCtx(state_->zstd);
  sodium_memzero(&state_->stream, sizeof state_->stream);
}

Result<Done> Opener::add(std::string_view sealed) {
  State& state = *state_;
  while (!sealed.empty()) { // bounded: never more than one piece waits
    const std::size_t room = std::max(sealed_size + 1, magic.size() + header_size) - state.waiting.size();
    state.waiting.append(sealed.substr(0, room));
    sealed.remove_prefix(std::min(room, sealed.size()));
    if (!state.is_begun) {
      if (state.waiting.size() < magic.size() + header_size) continue;
      if (auto begun = state.begin(); !begun) return begun;
    }
    if (state.waiting.size() <= sealed_size) continue;
    if (auto done = state.pull(std::string_view(state.waiting).substr(0, sealed_size), false); !done) return done;
    state.waiting.erase(0, sealed_size);
  }
  return Done{};
}

Result<Done> Opener::finish() {
  if (!state_->is_begun) return state_->fault("an object that was cut off");
  if (auto done = state_->pull(state_->waiting, true); !done) return done;
  return state_->is_ended ? Result<Done>(Done{}) : state_->fault("an object that was cut off");
}

} // namespace openimr::vault
