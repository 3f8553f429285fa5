#include "letters/colour_profile.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace openimr::letters {
namespace {

void put16(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8 & 0xFF);
  out += static_cast<char>(value & 0xFF);
}
void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16);
  put16(out, value & 0xFFFF);
}
/// A signed number with 16 bits behind the point.
void put_fixed(std::string& out, double value) {
  put32(out, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536))));
}

/// Text in one language (ICC.1:2004-10, 10.13); ASCII only.
std::string localized(std::string_view words) {
  std::string out("mluc\0\0\0\0", 8);
  put32(out, 1);
  put32(out, 12);
  out += "enUS";
  put32(out, static_cast<std::uint32_t>(2 * words.size()));
  put32(out, 28);
  for (const char c : words) put16(out, static_cast<unsigned char>(c));
  return out;
}

std::string xyz(std::array<double, 3> values) {
  std::string out("XYZ \0\0\0\0", 8);
  for (const double value : values) put_fixed(out, value);
  return out;
}

/// Y = (aX + b)^g above d, cX below (10.15, function type 3).
std::string transfer_curve() {
  std::string out("para\0\0\0\0", 8);
  put16(out, 3);
  put16(out, 0);
  for (const double value : {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) put_fixed(out, value);
  return out;
}

/// From D65 to D50 by the linear Bradford method (annex E).
std::string adaptation() {
  std::string out("sf32\0\0\0\0", 8);
  for (const double value :
       {1.047882, 0.022918, -0.050217, 0.029587, 0.990479, -0.017059, -0.009247, 0.015066, 0.751678})
    put_fixed(out, value);
  return out;
}

struct Tag {
  std::string_view name;
  std::string data;
};

std::string header(std::size_t size) {
  std::string out;
  put32(out, static_cast<std::uint32_t>(size));
  out += std::string(4, '\0'); // no preferred colour management module
  put32(out, 0x04200000);      // version 4.2
  out += "mntrRGB XYZ ";
  for (const unsigned part : {2015u, 1u, 1u, 0u, 0u, 0u}) put16(out, part); // the day is of no meaning
  out += "acsp";
  out += std::string(28, '\0'); // platform, flags, device, attributes, perceptual intent
  for (const double value : {0.9642, 1.0, 0.8249}) put_fixed(out, value);
  out += std::string(128 - out.size(), '\0');
  return out;
}

} // namespace

std::string srgb_profile() {
  const std::vector<Tag> tags = {{"desc", localized("sRGB IEC61966-2.1")},
                                 {"cprt", localized("No copyright, use freely")},
                                 {"wtpt", xyz({0.9642, 1.0, 0.8249})},
                                 {"chad", adaptation()},
                                 {"rXYZ", xyz({0.436066, 0.222488, 0.013916})},
                                 {"gXYZ", xyz({0.385147, 0.716873, 0.097076})},
                                 {"bXYZ", xyz({0.143066, 0.060608, 0.714096})},
                                 {"rTRC", transfer_curve()},
                                 {"gTRC", transfer_curve()},
                                 {"bTRC", transfer_curve()}};
  std::string table, data;
  put32(table, static_cast<std::uint32_t>(tags.size()));
  const std::size_t start = 128 + 4 + 12 * tags.size();
  for (const Tag& tag : tags) {
    table += tag.name;
    put32(table, static_cast<std::uint32_t>(start + data.size()));
    put32(table, static_cast<std::uint32_t>(tag.data.size()));
    data += tag.data;
    data.resize((data.size() + 3) / 4 * 4, '\0');
  }
  return header(start + data.size()) + table + data;
}

} // namespace openimr::letters
