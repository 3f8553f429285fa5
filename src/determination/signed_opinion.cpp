#include "determination/signed_opinion.h"

#include "determination/signing.h"

namespace openimr::determination {

Result<SignedOpinion> SignedOpinion::verify(const records::Opinion& opinion,
                                            const std::map<std::string, std::string>& input_hashes,
                                            const std::string& registered_key) {
  const std::string where = "opinion.yaml: signature";
  if (!opinion.signature)
    return Error{ErrorKind::Refused, where, "none", "the reviewer's signature",
                 "sign it with `openimr opinion sign CASE --key FILE`"};
  if (!registered_key.empty() && opinion.signature->public_key != registered_key)
    return Error{ErrorKind::Refused, where, "another key than the roster names for " + opinion.reviewer,
                 "the reviewer's own key", "sign it with the registered key, or correct the roster"};
  const std::string hash = determination::content_hash(opinion, input_hashes);
  if (!is_signed_by(*opinion.signature, hash))
    return Error{ErrorKind::Refused, where, "a signature that does not hold over this opinion and these papers",
                 "a signature over what is here now",
                 "the opinion or a document changed since; let the reviewer look again and sign anew"};
  return SignedOpinion(opinion, hash);
}

} // namespace openimr::determination
