// The papers of a stored case: what its history says came in, and where the vault has each.
//
// A paper is named by the SHA-256 of its bytes. The history (event records_received) says from whom and when it came
// and under which name it lies in a case folder; a record of the store says under which name the vault keeps it, so
// that a case that was begun without a vault can be given its papers later.
//
// The files beside the papers that a review rests on (opinion, own findings, what persons said of pages, …) are records
// too. Every version is kept under its hash; none is lost.
#pragma once

#include "base/result.h"
#include "casework/event.h"
#include "store/store.h"
#include "vault/vault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::desk {

struct CasePaper {
  std::string file;       ///< its place in a case folder: "documents/03-rfa.pdf"
  std::string sha256;     ///< of its bytes
  std::string from;       ///< who sent it; `unknown_sender` when a case folder did not say
  Date on;                ///< local day on which it came in
  std::string vault;      ///< its name in the vault; empty when it was never kept there
  std::uint64_t size = 0; ///< bytes; 0 when it was never kept
};

constexpr std::string_view unknown_sender = "case folder";

/// What a history says of papers, in order of their names. A name that came twice with other bytes is told apart by a
/// number: "documents/report.pdf", "documents/report (2).pdf".
std::vector<CasePaper> papers_of(const std::vector<casework::CaseEvent>& history);
/// The same with what the vault has of them. Error (NotFound) when there is no such case.
Result<std::vector<CasePaper>> case_papers(store::Store& store, const std::string& number);

/// Puts a paper of the case into the vault, durable when it returns. The record that says so is for the same act that
/// tells of the paper; empty when there is one already.
Result<std::optional<store::RecordChange>> keep_paper(store::Store& store, vault::Vault& vault,
                                                      const std::string& number, const std::string& bytes);

/// Where the vault keeps these bytes of the case; empty when it does not.
Result<std::string> vault_name_of(store::Store& store, const std::string& number, const std::string& sha256);

/// A file beside the papers, as it is kept.
struct CaseFile {
  std::string text;
  std::int64_t version = 0; ///< how often it was saved; 0: never
};

/// Whether a file of this name may be kept: one of case_file_names(), or a reviewer's own ("opinion/R02",
/// "own_finding/R02").
bool is_case_file(std::string_view name);
/// What a case folder may hold beside application.yaml and documents/: documents.yaml, pages.yaml, opinion.yaml, …
const std::vector<std::string>& case_file_names();

/// Opinion and own findings of a stored case belong to a reviewer, so that nobody's is overwritten when a seat changes
/// hands. Where a case has reviewers these are laid out, and what an import brought is not.
std::string opinion_of(const std::string& reviewer);     ///< "opinion/R02"
std::string own_finding_of(const std::string& reviewer); ///< "own_finding/R02"

/// The newest version; version 0 and no text when there is none.
Result<CaseFile> case_file(store::Store& store, const std::string& number, const std::string& name);
/// The version whose SHA-256 this is; empty when none was.
Result<std::optional<std::string>> case_file_of_hash(store::Store& store, const std::string& number,
                                                     const std::string& sha256);
/// What an act keeps when it saves a file: the newest version, and the same under its hash. expected_version: what the
/// writer has seen; another one makes the whole act a conflict.
Result<std::vector<store::RecordChange>> save_case_file(store::Store& store, const std::string& number,
                                                        const std::string& name, const std::string& text,
                                                        std::int64_t expected_version);

} // namespace openimr::desk
