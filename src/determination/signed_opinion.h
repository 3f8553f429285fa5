// SignedOpinion: an opinion whose reviewer's signature was found to hold over exactly these papers. There is no other
// way to get one.
#pragma once

#include "base/result.h"
#include "records/opinion.h"

#include <map>
#include <string>

namespace openimr::determination {

class SignedOpinion {
public:
  /// Checks that the opinion carries a signature over its content and these papers, by the reviewer's own key where the
  /// roster names one (registered_key may be empty). Error Refused says what does not hold.
  static Result<SignedOpinion> verify(const records::Opinion& opinion,
                                      const std::map<std::string, std::string>& input_hashes,
                                      const std::string& registered_key);

  const records::Opinion& opinion() const { return opinion_; }
  const std::string& content_hash() const { return content_hash_; }

private:
  SignedOpinion(records::Opinion opinion, std::string content_hash)
      : opinion_(std::move(opinion)), content_hash_(std::move(content_hash)) {}
  records::Opinion opinion_;
  std::string content_hash_;
};

} // namespace openimr::determination
