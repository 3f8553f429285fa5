#include "desk/application_draft.h"

#include "clinical/vocabulary.h"
#include "desk/application_papers.h"
#include "desk/settle_application.h"
#include "intake/application_file.h"

namespace openimr::desk {

Result<ApplicationDraft> draft_application(const std::vector<std::string>& files, const Installation& installation,
                                           const DraftOptions& options) {
  if (!options.received.empty() && !Instant::parse_iso(options.received))
    return Error{ErrorKind::Input, "--received", "\"" + options.received + "\"",
                 "a moment such as 2015-01-16T10:02:00-08:00", "write date, T, time and offset from UTC"};
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, options.jurisdiction);
  if (!law) return law.error();
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();
  auto papers = read_papers(files, installation, options);
  if (!papers) return papers.error();
  ApplicationDraft draft;
  draft.problems = papers->problems;
  settle_fields(*papers, options, *law, draft);
  settle_items(*papers, *law, *vocabulary, draft);
  draft.yaml = as_yaml(draft, options);
  auto parsed = intake::parse_application("application.yaml", draft.yaml);
  if (!parsed) draft.not_accepted = parsed.error();
  return draft;
}

} // namespace openimr::desk
