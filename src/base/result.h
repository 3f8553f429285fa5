// Result<T>: a value, or the one reason why this request cannot go on.
//
// Three kinds of trouble are never mixed. What is wrong with the papers is a text::Problem: gather it and go on.
// What ends the request is an Error in a Result: return early, map it once at the door. What cannot happen is an
// assert.
//
//   Result<Roster> read_roster(const std::string& path);
//   auto roster = read_roster(path);
//   if (!roster) return roster.error();
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace openimr {

/// What kind of door answer an error becomes.
enum class ErrorKind {
  Input,    ///< what the caller handed in is wrong (exit 2)
  NotFound, ///< something named does not exist (exit 2)
  Storage,  ///< reading or writing failed (exit 2)
  Refused,  ///< a rule says no (exit 1)
};

/// The one reason why a request ended: where, what was found there, what was expected, what to do next.
struct Error {
  ErrorKind kind = ErrorKind::Input;
  std::string where;
  std::string found;
  std::string expected;
  std::string remedy;

  /// "where: found …, expected …; remedy", one line, no final period; empty parts are left out.
  std::string message() const;
};

/// A value or an Error. Asking for the one that is not there is a bug (asserted).
template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const T& operator*() const& {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && {
    assert(*this);
    return std::move(*std::get_if<0>(&state_));
  }
  T* operator->() {
    assert(*this);
    return std::get_if<0>(&state_);
  }
  const T* operator->() const {
    assert(*this);
    return std::get_if<0>(&state_);
  }
  const Error& error() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }

private:
  std::variant<T, Error> state_;
};

/// Success without a value.
struct Done {};

} // namespace openimr
