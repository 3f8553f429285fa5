// Rows, checkpoints, anchors, proofs and frontiers of a log from a stranger: read or refused, never believed.
#include "ledger/audit.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr::ledger;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const auto key = SigningKey::from_seed("imr.example/audit", std::string(32, 'k'));
  if (auto entry = read_row("row", bytes)) {
    auto again = row_of(*entry);
    if (!again || *again != bytes) std::abort(); // there is one way to write a row
  }
  if (open_checkpoint("note", bytes, key->verifying_key()) && bytes.find("imr.example/audit") == bytes.npos)
    std::abort();
  if (auto note = note_of_anchor("anchor", bytes)) (void)open_note("note", *note, key->verifying_key());
  (void)check_proof("proof", bytes, "row", key->verifying_key());
  if (auto frontier = Frontier::from_bytes(bytes))
    if (frontier->bytes() != bytes) std::abort();
  Audit audit(key->verifying_key());
  audit.add_checkpoint("checkpoint", bytes);
  audit.add_row(bytes);
  (void)audit.finish();
  return 0;
}
