// Door: what a connection asks of the house behind it. Connections know HTTP and nothing else; the house knows routes.
#pragma once

#include "server/message.h"

#include <cstdint>
#include <functional>
#include <string>

namespace openimr::server {

/// What is to be done with a body before it is read.
struct BodyPlan {
  std::uint64_t most = 0;          ///< bytes; more is answered with 413
  std::optional<Response> refusal; ///< answered at once, the body is not read
  std::string file;                ///< non-empty: the body goes into this file at `offset`, not into memory
  std::uint64_t offset = 0;
};

class Door {
public:
  virtual ~Door() = default;
  /// Runs on the event loop; must not block. Calls `done` on a thread of its own.
  virtual void plan(const Request& head, std::optional<std::uint64_t> length, std::function<void(BodyPlan)> done) = 0;
  /// The same. body_size: bytes that went into the plan's file.
  virtual void answer(Request request, std::uint64_t body_size, std::function<void(Response)> done) = 0;
  /// Work that may block: done on a thread of its own.
  virtual void aside(std::function<void()> work) = 0;
  /// What the connection itself refused (400, 408, 413, 431), counted and logged like every answer.
  virtual Response refuse(int status, const std::string& detail) = 0;
  /// Does what is under way, takes nothing more. Called before the event loop ends.
  virtual void finish() = 0;
  virtual void note(const std::string& event, std::int64_t count) = 0;
};

} // namespace openimr::server
