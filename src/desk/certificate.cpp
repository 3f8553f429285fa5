#include "desk/certificate.h"

#include "base/encoding.h"

#include <algorithm>
#include <optional>

namespace openimr::desk {
namespace {

struct Element {
  unsigned char tag = 0;
  std::string_view content;
};

/// The next element of a DER sequence (X.690); empty at the end or when it is none.
std::optional<Element> next(std::string_view& der) {
  if (der.size() < 2) return std::nullopt;
  const auto tag = static_cast<unsigned char>(der[0]);
  std::size_t length = static_cast<unsigned char>(der[1]), at = 2;
  if (length & 0x80) {
    const std::size_t count = length & 0x7f;
    if (count == 0 || count > 4 || der.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | static_cast<unsigned char>(der[at++]);
  }
  if (der.size() - at < length) return std::nullopt;
  const Element element{tag, der.substr(at, length)};
  der.remove_prefix(at + length);
  return element;
}

/// "YYMMDDHHMMSSZ" (tag 0x17; 50 and more are of the last century) or "YYYYMMDDHHMMSSZ" (tag 0x18).
std::optional<Date> day_of_time(const Element& time) {
  std::string text(time.content);
  if (text.find_first_not_of("0123456789Z") != text.npos) return std::nullopt;
  if (time.tag == 0x17 && text.size() == 13) text.insert(0, text[0] < '5' ? "20" : "19");
  if (text.size() != 15) return std::nullopt;
  return Date::parse_iso(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2));
}

} // namespace

Result<Date> certificate_ends(const std::string& where, std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
  const Error fault{ErrorKind::Input, where, "no certificate", "an X.509 certificate in PEM",
                    "name the certificate's file, not its key"};
  const auto from = pem.find(begin), to = pem.find(end);
  if (from == pem.npos || to == pem.npos || to < from) return fault;
  std::string text(pem.substr(from + begin.size(), to - from - begin.size()));
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  const auto der = from_base64(text);
  if (!der) return fault;
  std::string_view rest = *der;
  const auto certificate = next(rest);
  if (!certificate || certificate->tag != 0x30) return fault;
  rest = certificate->content;
  const auto body = next(rest);
  if (!body || body->tag != 0x30) return fault;
  rest = body->content;
  auto element = next(rest);
  if (element && element->tag == 0xa0) element = next(rest); // version, which may be missing; then the serial number
  next(rest);                                                // algorithm
  next(rest);                                                // issuer
  const auto validity = next(rest);
  if (!validity || validity->tag != 0x30) return fault;
  rest = validity->content;
  next(rest);
  const auto last = next(rest);
  const auto day = last ? day_of_time(*last) : std::nullopt;
  return day ? Result<Date>(*day) : fault;
}

} // namespace openimr::desk
