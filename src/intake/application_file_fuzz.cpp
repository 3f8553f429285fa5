// Any bytes as application.yaml.
#include "intake/application_file.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto application =
      openimr::intake::parse_application("application.yaml", {reinterpret_cast<const char*>(data), size});
  if (!application) (void)application.error().message();
  return 0;
}
