// SPDX-License-Identifier: GPL-3.0-or-later
// Any words in any places as a page: 12 bytes for place, size, direction and part, then the word up to a zero byte.
// Every word must come out once, in a page that the parent believes.
#include "intake/wire.h"
#include "intake/worker/page_builder.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr;
  std::vector<worker::PlacedWord> words;
  for (std::size_t at = 0; at + 12 < size && words.size() < 5000;) {
    const auto number = [&](std::size_t i) { return static_cast<float>(data[at + i] << 8 | data[at + i + 1]) / 64; };
    worker::PlacedWord word;
    word.box = {number(0), number(2), number(0) + number(4) / 8, number(2) + number(6) / 32};
    word.confidence = data[at + 8];
    word.is_glued = (data[at + 9] & 1) != 0;
    word.quarter_turns = data[at + 9] >> 1 & 3;
    word.part_number = data[at + 10];
    if (word.part_number > 0) word.part = static_cast<records::PartKind>(word.part_number % 6);
    word.stands_apart = word.part && (data[at + 11] & 1) != 0;
    at += 12;
    for (; at < size && data[at] != 0; ++at) word.text += static_cast<char>(data[at]);
    ++at;
    words.push_back(std::move(word));
  }
  std::size_t letters = 0;
  for (const worker::PlacedWord& word : words)
    for (char c : worker::clean(word.text)) letters += c != ' ' && c != '\n' && c != '\t' && c != '-' ? 1 : 0;
  const records::Page page = worker::build_page(std::move(words));
  for (const records::Word& word : page.words)
    for (char c : word.span.of(page.text)) letters -= c != '-' ? 1 : 0;
  if (letters != 0) std::abort();
  const std::string frame = intake::wire::frame(page);
  if (!intake::wire::read_page_frame(std::string_view(frame).substr(5))) std::abort();
  return 0;
}
