// serve: opens the store and the doors, and answers until it is told to stop.
#pragma once

#include "base/result.h"
#include "server/house.h"
#include "server/listener.h"

#include <functional>

namespace openimr::server {

struct ServeOptions {
  HouseOptions house;
  std::string listen = "127.0.0.1:8080";
  std::string certificate, key;
  int drain_seconds = 20;
};

/// Returns once it was told to stop and the last answer is out. `ready` is told where it listens
/// ("http://127.0.0.1:8080").
Result<Done> serve(ServeOptions options, const std::function<void(const std::string&)>& ready);

} // namespace openimr::server
