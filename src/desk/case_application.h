// The application of a stored case as it stands after what happened since.
#pragma once

#include "base/result.h"
#include "casework/case.h"
#include "records/case_file.h"

namespace openimr::desk {

/// With the liability dispute's end and the certificate that were told; parties are those of the application.
Result<records::Application> application_now(const casework::Case& so_far);

/// The same with the parties of a day: who took a place has it, with the address that was told.
Result<records::Application> application_on(const casework::Case& so_far, Date day);

/// Who came after the application and has a part on the day, in place of or beside the application's own parties.
void put_parties(records::Application& application, const casework::Case& so_far, Date day);

} // namespace openimr::desk
