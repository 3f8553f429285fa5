// lay_out: a stored case as a case folder again, so that everything that reads case folders reads stored cases too.
//
//   auto folder = lay_out(store, vault, "CM14-0000001", "");
//   auto review = review_case(folder->path(), installation, options);
//   // the folder goes when `folder` goes
//
// The folder holds application.yaml word for word, documents/ from the vault, documents.yaml with who sent what when,
// assignment.yaml from the history (who held the case, what was attested), and the files beside them that were saved.
// It is whole or it is not there, it is its owner's alone (0700, files 0600), and the same history gives the same
// bytes.
#pragma once

#include "base/result.h"
#include "desk/case_papers.h"
#include "store/store.h"
#include "vault/vault.h"

#include <cstdint>
#include <map>
#include <string>

namespace openimr::desk {

/// A folder that is removed with everything in it when this goes. Can be moved, not copied.
class CaseFolder {
public:
  /// Makes an empty one, its owner's alone, below the folder `into`; empty: where the machine keeps passing files.
  static Result<CaseFolder> make(const std::string& into);
  CaseFolder(CaseFolder&& other) noexcept;
  CaseFolder& operator=(CaseFolder&& other) noexcept;
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;
  ~CaseFolder();

  const std::string& path() const { return path_; }
  /// Gives it the name `target` and lets go of it: it stays. Error (Refused) when there is something of that name.
  Result<Done> keep_as(const std::string& target);

private:
  explicit CaseFolder(std::string path) : path_(std::move(path)) {}
  void remove();
  std::string path_;
};

/// Everything of a case folder that is written rather than sent: file name -> text. for_reviewer: the opinion of this
/// one only, so that the reviewers of a panel judge apart; empty: every seat's.
Result<std::map<std::string, std::string>> folder_texts(store::Store& store, const std::string& number,
                                                        const std::string& for_reviewer = {});

/// SHA-256 of everything that a review of the case reads, by its name in a case folder: what an opinion is signed over.
/// Needs no vault: a history knows the hashes of its papers.
Result<std::map<std::string, std::string>> input_hashes(store::Store& store, const std::string& number);

/// Error (NotFound) names the papers that the vault does not have; (Storage) when one is not what the history says.
/// vault null: for cases without papers. for_reviewer: as above.
Result<CaseFolder> lay_out(store::Store& store, const vault::Vault* vault, const std::string& number,
                           const std::string& into, const std::string& for_reviewer = {});

} // namespace openimr::desk
