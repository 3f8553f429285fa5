// read_forms(): what a person wrote into a paper form, field by field, with the place of every value and how sure the
// reading is. Nothing is guessed: what stands there unclearly, twice or not at all says so in its `doubt`.
#pragma once

#include "intake/form_definition.h"
#include "intake/form_page.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace openimr::intake {

struct FieldReading {
  std::string id;
  std::string value;                        ///< as application.yaml writes it; empty when blank or not understood
  std::map<std::string, std::string> parts; ///< see FieldValue
  std::string written;                      ///< the words as they stand there
  int confidence = 0;                       ///< lowest of its words; 100 for text layers and clear boxes
  bool is_mended = false;                   ///< see FieldValue
  std::vector<records::Evidence> evidence;  ///< the words; for boxes, signatures and blanks the place
  std::string doubt;                        ///< why a person has to look; empty when sound
};

struct ItemReading {
  std::string text;
  int confidence = 100;
  std::vector<records::Evidence> evidence;
};

/// One form. Fields that its layout does not have are not in it.
struct FormReading {
  std::map<std::string, FieldReading> fields; ///< by id
  std::vector<ItemReading> items;
  std::vector<records::Evidence> list_place; ///< where items stand or should
  std::string list_doubt;                    ///< why the list may not be whole; empty when sound
  std::string file;
  int first_page = 1;

  const FieldReading* find(const std::string& id) const;
  /// The value when it is sound, else empty.
  std::string sound(const std::string& id) const;
};

/// The forms on these pages, in order; a title begins another one unless it only heads the next page.
std::vector<FormReading> read_forms(const FormDefinition& form, std::span<const FormPage> pages);

/// The least ink that makes a signature, and the most that is still an empty line (points of width, square points).
inline constexpr double signed_width = 24, signed_area = 14, blank_width = 9, blank_area = 5;

} // namespace openimr::intake
