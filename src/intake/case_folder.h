// The case folder: bytes to a case file. Untrusted files are parsed in a separate, confined worker program; what goes
// wrong with one document is gathered as a problem on it, and the document stays listed with an unread page, so that a
// search for absence knows.
//
//   auto file = read_case("examples/cases/ketamine", {.worker_program = …, .packs_folder = "packs", .threads = 2});
//   if (!file) return file.error();                    // no folder, no application.yaml, faults in the YAML files
//   for (const auto& problem : file->problems) …       // of single documents
#pragma once

#include "base/result.h"
#include "intake/read_options.h"
#include "records/case_file.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::intake {

/// Reads application.yaml, documents.yaml when there is one, and every file below documents/ (links are never
/// followed). Documents come in order of their file names. Error when the folder, its application or the worker program
/// is missing or a YAML file has faults.
Result<records::CaseFile> read_case(const std::string& folder, const ReadOptions& options);

/// SHA-256 of every file of the folder that a review reads, as they lie there: file -> hash. A file inside an archive
/// is covered by its archive. Error when one cannot be read.
Result<std::map<std::string, std::string>> hash_inputs(const std::string& folder);

/// Reads single files as documents d1, d2, …; troubles of one go to problems. Error when one is missing or the worker
/// program is.
Result<std::vector<records::Document>> read_files(const std::vector<std::string>& files, const ReadOptions& options,
                                                  text::Problems& problems);

} // namespace openimr::intake
