// Words from anywhere but the program's own text in the program's log: a patient's name would pass the same way.
// expect: no matching function|call to consteval function|is not a constant expression|cannot convert|could not convert
#include "cli/event_log.h"

#include <string>

void act(const std::string& name) {
#ifdef LAWFUL
  (void)name;
  openimr::cli::Event("command").add("name", openimr::cli::ProgramWords("review")).write();
#else
  openimr::cli::Event("command").add("name", openimr::cli::ProgramWords(name.c_str())).write();
#endif
}
