// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/tongue.h"

#include <algorithm>
#include <array>
#include <string>

namespace openimr::worker {
namespace {

// In order. Words that are common in both ("no", "a", "me") and short ones that OCR makes of specks tell nothing.
constexpr std::array<std::string_view, 34> english = {
    "and", "are",  "been",  "but",  "by",   "for",     "from",  "had",  "has",  "have",  "her",  "his",
    "in",  "is",   "not",   "of",   "on",   "or",      "she",   "that", "the",  "there", "this", "to",
    "was", "were", "which", "will", "with", "without", "would", "you",  "your", "yes"};
constexpr std::array<std::string_view, 36> spanish = {
    "al",    "ante", "con",  "como", "cuando", "de",  "del",   "desde", "dice", "el",  "ella", "en",
    "entre", "es",   "esta", "fue",  "ha",     "han", "hasta", "la",    "las",  "lo",  "los",  "muy",
    "para",  "pero", "por",  "que",  "se",     "sin", "sobre", "son",   "su",   "una", "uno",  "y"};

bool has(std::string_view word, auto&& table) { return std::find(table.begin(), table.end(), word) != table.end(); }

} // namespace

void Tongue::hear(std::string_view word) {
  while (!word.empty() && std::string_view(".,;:()\"'").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  if (word.empty() || word.size() > 8) return;
  std::string low(word);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (has(low, english)) ++english_;
  if (has(low, spanish)) ++spanish_;
}

} // namespace openimr::worker
