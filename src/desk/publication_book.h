// The publication book: letters on their way to the public. Somebody proposes a de-identified letter, somebody else
// looks at it and approves; a correction is a further version, a retraction leaves a stone. A permalink holds for good.
//
//   auto book = PublicationBook::open("published");
//   auto proposed = book->propose({.files = files}, {"m.doe", day});        // -> "3f9a0c41b27d", version 1
//   book->approve(proposed->id, {"p.roe", day});                            // not the one who proposed
//
// A folder: book.log (rows of ledger/entry.h, each naming the one before), proposed/ID/vN/, published/ID/vN/. History
// is appended; only the files of a retracted letter are taken away.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "ledger/entry.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

/// Who acts, and when; handed in by the door.
struct PublicationAct {
  std::string by;  ///< account id
  std::string utc; ///< "2026-04-01T17:02:11Z"
  Date day;
};

enum class PublicationState { Proposed, Rejected, Published, Superseded, Retracted };
const char* name(PublicationState state); ///< proposed | rejected | published | superseded | retracted

struct PublicationVersion {
  int n = 1;
  PublicationState state = PublicationState::Proposed;
  std::string proposed_by, decided_by, reason; ///< reason: a word of the closed list; empty while there is none
  Date proposed_on;
  std::optional<Date> decided_on, retracted_on;
  std::string content; ///< SHA-256 over its files
};

struct Publication {
  std::string id; ///< 12 hexadecimal digits: nothing of the case, not in sequence
  std::vector<PublicationVersion> versions;

  /// The version that a permalink without a number shows; null when none is published.
  const PublicationVersion* current() const;
};

struct PublicationProposal {
  std::map<std::string, std::string> files; ///< name -> bytes: what would be published
  std::string corrects = {};                ///< id of a published letter; empty: a new one
  std::string reason = {};                  ///< of a correction
};

/// Why letters are rejected, corrected or retracted: identity | error | clerical | order | duplicate | other
const std::vector<std::string>& publication_reasons();

class PublicationBook {
public:
  /// Makes the folder when it is missing. Error (Input) names the first row that is not what it should be: the book was
  /// changed by hand.
  static Result<PublicationBook> open(const std::string& folder);

  const std::map<std::string, Publication>& publications() const { return publications_; }

  /// The id and version. Error (Refused): the same letter is there already, or a correction waits.
  Result<std::pair<std::string, int>> propose(const PublicationProposal& proposal, const PublicationAct& act);
  /// Publishes the version that waits. Error (Refused) when the same person proposed it, or its files are not those
  /// that were proposed.
  Result<int> approve(const std::string& id, const PublicationAct& act);
  Result<int> reject(const std::string& id, const std::string& reason, const PublicationAct& act);
  /// Takes every published version away; retracted.json stays and says when and why.
  Result<Done> retract(const std::string& id, const std::string& reason, const PublicationAct& act);

  /// Whether the version ("v2") is public and its files are those that were approved, byte for byte.
  bool holds_as_approved(const std::string& id, const std::string& version) const;

  /// Folder of a version's files.
  std::string files_of(const std::string& id, int version) const;

private:
  explicit PublicationBook(std::string folder) : folder_(std::move(folder)) {}
  Result<Done> take(const ledger::Entry& entry);
  Result<Done> append(const std::string& act_name, const std::string& id, int version, const std::string& content,
                      const std::string& reason, const PublicationAct& act);
  Result<PublicationVersion*> waiting(const std::string& id);
  std::string folder_of(const char* stage, const std::string& id, int version) const;

  std::string folder_, log_;
  std::uint64_t rows_ = 0;
  ledger::Hash last_{};
  std::map<std::string, Publication> publications_;
};

} // namespace openimr::desk
