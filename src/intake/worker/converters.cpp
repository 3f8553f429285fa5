// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/converters.h"

#include <array>
#include <cstring>
#include <dlfcn.h>
#include <iconv.h>
#include <string>
#include <utility>

namespace openimr::worker {
namespace {

iconv_t no_converter() { return reinterpret_cast<iconv_t>(-1); }

/// A converter that is open; handed to one user at a time. The program has one thread.
struct Kept {
  std::string to, from;
  iconv_t converter = no_converter();
  bool is_in_use = false;
};

/// Made when it is first asked for: libraries may convert before this program's own objects are made.
std::array<Kept, 8>& kept() {
  static std::array<Kept, 8> all;
  return all;
}

template <class Function> Function* of_c_library(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

iconv_t open_new(const char* to, const char* from) {
  static auto* const open = of_c_library<iconv_t(const char*, const char*)>("iconv_open");
  return open ? open(to, from) : no_converter();
}

iconv_t open_or_reuse(const char* to, const char* from) {
  for (Kept& one : kept()) {
    const bool is_free = one.converter == no_converter();
    if (!is_free && (one.is_in_use || one.to != to || one.from != from)) continue;
    if (is_free) {
      one.converter = open_new(to, from);
      if (one.converter == no_converter()) return no_converter();
      one.to = to;
      one.from = from;
    } else {
      ::iconv(one.converter, nullptr, nullptr, nullptr, nullptr); // back to its first state
    }
    one.is_in_use = true;
    return one.converter;
  }
  return open_new(to, from);
}

int close_or_keep(iconv_t converter) {
  for (Kept& one : kept())
    if (one.converter == converter) {
      one.is_in_use = false;
      return 0;
    }
  static auto* const close = of_c_library<int(iconv_t)>("iconv_close");
  return close ? close(converter) : -1;
}

} // namespace

void keep_converters() {
  for (const auto& [to, from] : {std::pair{"UTF-16", "UTF-8"}, std::pair{"UTF-8", "UTF-16"}}) {
    const iconv_t converter = open_or_reuse(to, from);
    if (converter == no_converter()) continue;
    char in[] = "a", out[16], *from_here = in, *to_here = out;
    std::size_t left = 1, room = sizeof out;
    ::iconv(converter, &from_here, &left, &to_here, &room);
    close_or_keep(converter);
  }
}

} // namespace openimr::worker

extern "C" {
__attribute__((visibility("default"))) iconv_t iconv_open(const char* to, const char* from) {
  return openimr::worker::open_or_reuse(to, from);
}
__attribute__((visibility("default"))) int iconv_close(iconv_t converter) {
  return openimr::worker::close_or_keep(converter);
}
}
