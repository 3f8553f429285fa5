// SPDX-License-Identifier: GPL-3.0-or-later
// Which language a page is written in, told by the little words that every sentence needs: "the", "of", "with" or
// "los", "que", "para". A page read in the wrong language still shows them, because they are short and have no accents.
#pragma once

#include <string_view>

namespace openimr::worker {

/// Little words counted on a page.
class Tongue {
public:
  void hear(std::string_view word);
  /// Spanish is spoken on the page: alone, or for a good part of it (forms in two languages).
  bool is_partly_spanish() const { return spanish_ >= 5 && spanish_ * 3 >= english_; }

private:
  int english_ = 0, spanish_ = 0;
};

} // namespace openimr::worker
