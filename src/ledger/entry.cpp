#include "ledger/entry.h"

#include "base/date.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace openimr::ledger {
namespace {

constexpr std::size_t longest_row = 64 * 1024;
constexpr std::uint64_t last_seq =
    (std::uint64_t{1} << 53) - 1; // the largest whole number that every JSON reader keeps

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// "2026-04-01T17:02:11Z" or with a fraction.
bool is_utc(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || !Date::parse_iso(text.substr(0, 10)) || text[10] != 'T') return false;
  const auto digits = [&](std::size_t from, int limit) {
    const char a = text[from], b = text[from + 1];
    return a >= '0' && a <= '9' && b >= '0' && b <= '9' && (a - '0') * 10 + b - '0' < limit;
  };
  const std::string_view fraction = text.substr(19, text.size() - 20);
  const bool is_fraction = fraction.empty() || (fraction.size() > 1 && fraction.size() <= 10 && fraction[0] == '.' &&
                                                fraction.find_first_not_of("0123456789", 1) == fraction.npos);
  return digits(11, 24) && text[13] == ':' && digits(14, 60) && text[16] == ':' && digits(17, 61) && is_fraction;
}

/// A string as RFC 8785, 3.2.2.2 writes it.
void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    constexpr std::string_view escaped = "\b\t\n\f\r\"\\", letters = "btnfr\"\\";
    if (const auto at = escaped.find(c); at != escaped.npos)
      (out += '\\') += letters[at];
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  out += '"';
}

void write_field(std::string& out, std::string_view key, std::string_view value) {
  if (out.back() != '{') out += ',';
  write_string(out, key);
  out += ':';
  write_string(out, value);
}

/// The first field that cannot be written, and what it should be; both empty when all can.
std::pair<std::string, std::string> wrong_field(const Entry& entry) {
  if (entry.seq > last_seq) return {"seq", "at most 2^53 - 1"};
  if (!is_word(entry.act)) return {"act", "lower-case letters, digits and '_'"};
  if (entry.actor.empty() || !is_utf8(entry.actor)) return {"actor", "an account id"};
  if (!is_utc(entry.at)) return {"at", "a moment in UTC, 2026-04-01T17:02:11Z"};
  if (!is_utf8(entry.case_number)) return {"case", "UTF-8"};
  if (!Date::parse_iso(entry.local_date)) return {"local_date", "a day, 2026-04-01"};
  if (!is_utf8(entry.role)) return {"role", "UTF-8"};
  if (!entry.subject.empty() && !hash_of_hex(entry.subject)) return {"subject", "64 hexadecimal digits, or nothing"};
  for (const auto& [key, value] : entry.details) {
    if (!is_word(key)) return {"details", "keys of lower-case letters, digits and '_'"};
    if (!is_utf8(value)) return {"details." + key, "UTF-8"};
  }
  return {};
}

/// Reads what row_of writes, key by key in its order.
class RowReader {
public:
  explicit RowReader(std::string_view row) : rest_(row) {}

  RowReader& expect(std::string_view literal) {
    if (is_good_ && rest_.substr(0, literal.size()) == literal)
      rest_.remove_prefix(literal.size());
    else
      is_good_ = false;
    return *this;
  }
  RowReader& string(std::string& into) {
    expect("\"");
    while (is_good_ && !rest_.empty() && rest_.front() != '"') character(into);
    return expect("\"");
  }
  RowReader& number(std::uint64_t& into) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), into);
    is_good_ = is_good_ && error == std::errc();
    if (is_good_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return *this;
  }
  RowReader& map(std::map<std::string, std::string>& into) {
    expect("{");
    while (is_good_ && !rest_.empty() && rest_.front() != '}') {
      if (!into.empty()) expect(",");
      std::string key, value;
      string(key).expect(":").string(value);
      into.emplace(std::move(key), std::move(value));
    }
    return expect("}");
  }
  bool is_done() const { return is_good_ && rest_.empty(); }

private:
  void character(std::string& into) {
    char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\\' && !rest_.empty()) {
      constexpr std::string_view letters = "btnfr\"\\", meant = "\b\t\n\f\r\"\\";
      c = rest_.front();
      rest_.remove_prefix(1);
      if (const auto at = letters.find(c); at != letters.npos)
        c = meant[at];
      else
        c = code(c);
    }
    into += c;
  }
  /// "00xx" after "\u": controls only are written so.
  char code(char letter) {
    unsigned value = 0;
    const auto digits = rest_.substr(0, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    is_good_ = is_good_ && letter == 'u' && digits.size() == 4 && error == std::errc() && end == digits.data() + 4 &&
               value < 0x20;
    if (is_good_) rest_.remove_prefix(4);
    return static_cast<char>(value);
  }

  std::string_view rest_;
  bool is_good_ = true;
};

} // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const std::size_t more = lead < 0x80   ? 0
                             : lead < 0xC2 ? 9
                             : lead < 0xE0 ? 1
                             : lead < 0xF0 ? 2
                             : lead < 0xF5 ? 3
                                           : 9;
    if (more == 9 || at + more >= bytes.size()) return false;
    for (std::size_t i = 1; i <= more; ++i)
      if ((static_cast<unsigned char>(bytes[at + i]) & 0xC0) != 0x80) return false;
    const auto next = more != 0 ? static_cast<unsigned char>(bytes[at + 1]) : 0;
    if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) || (lead == 0xF0 && next < 0x90) ||
        (lead == 0xF4 && next > 0x8F))
      return false;
    at += more + 1;
  }
  return true;
}

Result<std::string> row_of(const Entry& entry) {
  if (const auto [field, expected] = wrong_field(entry); !field.empty())
    return Error{ErrorKind::Input, "audit entry", field + " that cannot be written", expected, "correct the field"};
  std::string row = "{";
  write_field(row, "act", entry.act);
  write_field(row, "actor", entry.actor);
  write_field(row, "at", entry.at);
  write_field(row, "case", entry.case_number);
  row += ",\"details\":{";
  for (const auto& [key, value] : entry.details) write_field(row, key, value);
  row += '}';
  write_field(row, "local_date", entry.local_date);
  write_field(row, "previous", hex_of(entry.previous));
  write_field(row, "role", entry.role);
  row += fmt::format(",\"seq\":{}", entry.seq);
  write_field(row, "subject", entry.subject);
  row += '}';
  if (row.size() > longest_row)
    return Error{ErrorKind::Input, "audit entry", fmt::format("{} bytes", row.size()),
                 fmt::format("at most {}", longest_row), "keep the long text in a document and name its hash"};
  return row;
}

Result<Entry> read_row(const std::string& where, std::string_view row) {
  Entry entry;
  std::string previous;
  RowReader reader(row);
  if (row.size() <= longest_row)
    reader.expect("{\"act\":")
        .string(entry.act)
        .expect(",\"actor\":")
        .string(entry.actor)
        .expect(",\"at\":")
        .string(entry.at)
        .expect(",\"case\":")
        .string(entry.case_number)
        .expect(",\"details\":")
        .map(entry.details)
        .expect(",\"local_date\":")
        .string(entry.local_date)
        .expect(",\"previous\":")
        .string(previous)
        .expect(",\"role\":")
        .string(entry.role)
        .expect(",\"seq\":")
        .number(entry.seq)
        .expect(",\"subject\":")
        .string(entry.subject)
        .expect("}");
  const auto hash = hash_of_hex(previous);
  if (reader.is_done() && hash) {
    entry.previous = *hash;
    auto again = row_of(entry);
    if (again && *again == row) return entry;
  }
  return Error{ErrorKind::Input, where, "a row that this log does not write", "an entry as canonical JSON", ""};
}

Entry checkpoint_entry(std::string_view note, std::uint64_t size) {
  Entry entry;
  entry.act = acts::checkpoint;
  entry.subject = hex_of(plain_hash(note));
  entry.details = {{"size", fmt::format("{}", size)}};
  return entry;
}

} // namespace openimr::ledger
