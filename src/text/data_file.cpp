#include "text/data_file.h"

#include "base/files.h"
#include "text/words.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <libfyaml.h>

namespace openimr::text {
namespace {

constexpr int nesting_limit = 64;

struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};

/// Collects libfyaml's own diagnostics instead of printing them.
struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

void append_diagnostic(fy_diag*, void* user, const char* text, std::size_t length) {
  auto* collected = static_cast<std::string*>(user);
  if (collected->size() < 4096) collected->append(text, length);
}

/// A NUL or the like ("\0" in quotes): no letter, screen or database shows it.
bool has_control_character(std::string_view words) {
  return std::any_of(words.begin(), words.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
  });
}

/// Turns the parser's events into DataNodes. One instance reads one document.
class Builder {
public:
  Builder(std::string name, fy_parser* parser) : name_(std::move(name)), parser_(parser) {}

  Result<DataNode> document() {
    DataNode root;
    int documents = 0;
    while (fy_event* event = next()) {
      const auto type = event->type;
      if (type == FYET_DOCUMENT_START && ++documents > 1) {
        fault_ = fault(event, "a second document", "one document in the file", "split the file");
      } else if (type != FYET_STREAM_START && type != FYET_STREAM_END && type != FYET_DOCUMENT_START &&
                 type != FYET_DOCUMENT_END) {
        root = node(event, 0);
        continue; // node() frees the event
      }
      fy_parser_event_free(parser_, event);
      if (fault_) return *fault_;
      if (type == FYET_STREAM_END) return root;
    }
    if (fault_) return *fault_;
    return Error{ErrorKind::Input, name_, "broken YAML", "a YAML 1.2 file", "check quotes, colons and indentation"};
  }

private:
  fy_event* next() { return fault_ ? nullptr : fy_parser_parse(parser_); }

  Error fault(fy_event* event, std::string found, std::string expected, std::string remedy) {
    return {ErrorKind::Input, fmt::format("{}:{}", name_, line_of(event)), std::move(found), std::move(expected),
            std::move(remedy)};
  }

  static int line_of(fy_event* event) {
    fy_token* token = fy_event_get_token(event);
    const fy_mark* mark = token ? fy_token_start_mark(token) : nullptr;
    return mark ? mark->line + 1 : 1;
  }

  /// Reads the value that begins with this event and frees it.
  DataNode node(fy_event* event, int depth) {
    DataNode result;
    result.line = line_of(event);
    if (depth > nesting_limit) {
      fault_ = fault(event, fmt::format("nesting deeper than {}", nesting_limit), "a flatter file", "simplify it");
    } else if (event->type == FYET_ALIAS || has_anchor(event)) {
      fault_ = fault(event, "an anchor or alias", "plain values", "write the value out");
    } else if (event->type == FYET_SCALAR) {
      scalar(event, result);
    } else if (event->type == FYET_SEQUENCE_START) {
      result.kind = DataNode::Kind::List;
      free_event(event);
      while (fy_event* item = next()) {
        if (item->type == FYET_SEQUENCE_END) {
          fy_parser_event_free(parser_, item);
          break;
        }
        result.items.push_back(node(item, depth + 1));
      }
      return result;
    } else if (event->type == FYET_MAPPING_START) {
      free_event(event);
      fields(result, depth);
      return result;
    }
    free_event(event);
    return result;
  }

  void fields(DataNode& result, int depth) {
    result.kind = DataNode::Kind::Map;
    while (fy_event* key = next()) {
      if (key->type == FYET_MAPPING_END) {
        fy_parser_event_free(parser_, key);
        return;
      }
      if (key->type != FYET_SCALAR) {
        fault_ = fault(key, "a list or map as a key", "a word as a key", "name the field");
        fy_parser_event_free(parser_, key);
        return;
      }
      std::string name = text_of(key);
      if (result.find(name))
        fault_ = fault(key, fmt::format("the key \"{}\" twice", name), "every key once", "remove one of them");
      fy_parser_event_free(parser_, key);
      fy_event* value = next();
      if (!value) return;
      DataNode field = node(value, depth + 1);
      result.fields.emplace_back(std::move(name), std::move(field));
    }
  }

  static bool has_anchor(fy_event* event) {
    switch (event->type) {
    case FYET_SCALAR:
      return event->scalar.anchor != nullptr;
    case FYET_SEQUENCE_START:
      return event->sequence_start.anchor != nullptr;
    case FYET_MAPPING_START:
      return event->mapping_start.anchor != nullptr;
    default:
      return false;
    }
  }

  static std::string text_of(fy_event* event) {
    std::size_t length = 0;
    const char* text = event->scalar.value ? fy_token_get_text(event->scalar.value, &length) : nullptr;
    return text ? std::string(text, length) : std::string();
  }

  void scalar(fy_event* event, DataNode& result) {
    result.scalar = text_of(event);
    if (has_control_character(result.scalar))
      fault_ = fault(event, "a control character", "words as they are printed", "take it out");
    const auto style = event->scalar.value ? fy_token_scalar_style(event->scalar.value) : FYSS_PLAIN;
    result.quoted = style != FYSS_PLAIN && style != FYSS_ANY;
    const bool is_null = !result.quoted && (result.scalar.empty() || result.scalar == "null" || result.scalar == "~" ||
                                            result.scalar == "Null" || result.scalar == "NULL");
    result.kind = is_null ? DataNode::Kind::Null : DataNode::Kind::Scalar;
  }

  void free_event(fy_event* event) { fy_parser_event_free(parser_, event); }

  std::string name_;
  fy_parser* parser_;
  std::optional<Error> fault_;
};

/// The first line of libfyaml's diagnostics as "line:column: words".
Error broken(const std::string& name, const std::string& diagnostics) {
  std::string first = diagnostics.substr(0, diagnostics.find('\n'));
  int line = 0;
  std::string words = first;
  // libfyaml prints "file:line:column: error: words".
  if (const auto mark = first.find("error: "); mark != std::string::npos) {
    words = first.substr(mark + 7);
    const std::string place = first.substr(0, mark);
    for (std::size_t i = 0; i < place.size() && line == 0; ++i)
      if (place[i] >= '0' && place[i] <= '9' && (i == 0 || place[i - 1] == ':' || place[i - 1] == ' '))
        line = std::atoi(place.c_str() + i);
  }
  return {ErrorKind::Input, line > 0 ? fmt::format("{}:{}", name, line) : name,
          words.empty() ? "broken YAML" : fmt::format("broken YAML ({})", words), "a YAML 1.2 file",
          "check quotes, colons and indentation near this line"};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string describe(const DataNode* node) {
  if (!node) return "nothing";
  switch (node->kind) {
  case DataNode::Kind::Null:
    return "nothing";
  case DataNode::Kind::Scalar:
    return fmt::format("\"{}\"", node->scalar.substr(0, 80));
  case DataNode::Kind::List:
    return "a list";
  case DataNode::Kind::Map:
    return "a map";
  }
  return "";
}

std::string join(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

/// What is wrong with the bytes of a file, before any parser sees them.
struct UnfitBytes {
  int line = 1;
  std::string found, expected;
};

/// Length of the UTF-8 letter that begins here; 0 when it is none.
std::size_t letter_length(std::string_view rest) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || rest.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at)
    if ((byte(at) & 0xC0) != 0x80) return 0;
  return length;
}

std::optional<UnfitBytes> unfit_bytes(std::string_view bytes) {
  int line = 1;
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes[at] == '%' && (at == 0 || bytes[at - 1] == '\n'))
      return UnfitBytes{line, "a YAML directive", "plain keys and values"};
    const std::size_t length = letter_length(bytes.substr(at));
    if (length == 0) return UnfitBytes{line, "bytes that are no UTF-8", "a YAML text file"};
    line += bytes[at] == '\n';
    at += length;
  }
  return std::nullopt;
}

} // namespace

const DataNode* DataNode::find(std::string_view key) const {
  for (const auto& [name, value] : fields)
    if (name == key) return &value;
  return nullptr;
}

std::optional<double> DataNode::number() const {
  if (kind != Kind::Scalar || quoted || scalar.empty()) return std::nullopt;
  const char* begin = scalar.c_str();
  const char* end = begin + scalar.size();
  if (*begin == '+') ++begin;
  double value = 0;
  const auto [rest, status] = std::from_chars(begin, end, value);
  if (status != std::errc() || rest != end || value != value || value - value != 0) return std::nullopt;
  return value;
}

Result<DataFile> DataFile::parse(std::string name, std::string_view bytes) {
  // What libfyaml must not see: it never comes back from a directive with broken bytes.
  if (const auto fault = unfit_bytes(bytes)) {
    return Error{ErrorKind::Input, fmt::format("{}:{}", name, fault->line), fault->found, fault->expected,
                 "save it as UTF-8 text"};
  }
  std::string diagnostics;
  fy_diag_cfg diag_config{};
  fy_diag_cfg_default(&diag_config);
  diag_config.fp = nullptr;
  diag_config.output_fn = append_diagnostic;
  diag_config.user = &diagnostics;
  diag_config.colorize = false;
  std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&diag_config));
  fy_parse_cfg config{};
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET);
  config.diag = diag.get();
  config.flags = static_cast<fy_parse_cfg_flags>(0);
  std::unique_ptr<fy_parser, ParserDeleter> parser(fy_parser_create(&config));
  if (bytes.find('\0') != std::string_view::npos)
    return Error{ErrorKind::Input, name, "a NUL byte", "a YAML text file", "save it as UTF-8 text"};
  if (!parser || fy_parser_set_string(parser.get(), bytes.data(), bytes.size()) != 0)
    return Error{ErrorKind::Input, name, "text that cannot be parsed", "a YAML 1.2 file", "save it as UTF-8 text"};
  auto root = Builder(name, parser.get()).document();
  if (!root) {
    const bool from_parser = root.error().found == "broken YAML";
    return from_parser ? broken(name, diagnostics) : root.error();
  }
  return DataFile{std::move(name), std::move(*root)};
}

Result<DataFile> DataFile::read(const std::string& path) {
  auto bytes = read_file(path, std::size_t{64} << 20);
  if (!bytes) return bytes.error();
  return parse(path, *bytes);
}

Value Reader::root() { return {*this, &file_->root, "", std::max(1, file_->root.line)}; }

Error Reader::as_error() const {
  assert(!problems_.empty());
  const Problem& first = problems_.front();
  Error error{ErrorKind::Input, first.where, first.found, first.expected, first.remedy};
  if (problems_.size() > 1) error.remedy += fmt::format(" (one of {} faults in this file)", problems_.size());
  return error;
}

bool Value::is_present() const { return node_ && node_->kind != DataNode::Kind::Null; }
bool Value::is_map() const { return node_ && node_->kind == DataNode::Kind::Map; }
bool Value::is_list() const { return node_ && node_->kind == DataNode::Kind::List; }
bool Value::is_scalar() const { return node_ && node_->kind == DataNode::Kind::Scalar; }
int Value::line() const { return line_; }
std::string Value::key_path() const { return path_; }

void Value::problem(std::string found, std::string expected, std::string remedy) const {
  std::string where = fmt::format("{}:{}", reader_->file_name(), line_);
  if (!path_.empty()) where += ": " + path_;
  reader_->problems().push_back({std::move(where), std::move(found), std::move(expected), std::move(remedy)});
}

Value Value::operator[](std::string_view key) const {
  const DataNode* field = node_ && node_->kind == DataNode::Kind::Map ? node_->find(key) : nullptr;
  std::string path = path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  return {*reader_, field, std::move(path), field ? field->line : line_};
}

Value Value::required(std::string_view key) const {
  Value field = (*this)[key];
  if (!field.is_present()) field.problem("nothing", "a value", fmt::format("add the key \"{}\"", key));
  return field;
}

void Value::only(std::initializer_list<std::string_view> keys) const {
  if (!is_present()) return;
  if (!is_map()) return problem(describe(node_), "a map", "write it as key: value lines");
  for (const auto& [name, field] : node_->fields) {
    if (name.starts_with("x-") || std::find(keys.begin(), keys.end(), name) != keys.end()) continue;
    const std::vector<std::string> known(keys.begin(), keys.end());
    const std::string near = nearest(name, known);
    Value unknown{*reader_, &field, path_.empty() ? name : fmt::format("{}.{}", path_, name), field.line};
    unknown.problem(fmt::format("the unknown key \"{}\"", name), fmt::format("one of {}", join(known)),
                    near.empty() ? "remove it, or begin its name with x-"
                                 : fmt::format("did you mean \"{}\"? else remove it, or begin its name with x-", near));
  }
}

std::vector<Value> Value::list() const {
  std::vector<Value> values;
  if (!is_present()) return values;
  if (!is_list()) {
    problem(describe(node_), "a list", "write it as - items");
    return values;
  }
  for (std::size_t i = 0; i < node_->items.size(); ++i)
    values.push_back(Value(*reader_, &node_->items[i], fmt::format("{}[{}]", path_, i), node_->items[i].line));
  return values;
}

std::vector<std::pair<std::string, Value>> Value::fields() const {
  std::vector<std::pair<std::string, Value>> values;
  if (!is_present()) return values;
  if (!is_map()) {
    problem(describe(node_), "a map", "write it as key: value lines");
    return values;
  }
  for (const auto& [name, field] : node_->fields) values.emplace_back(name, (*this)[name]);
  return values;
}

std::string Value::string(std::string_view otherwise) const {
  if (!is_present()) return std::string(otherwise);
  if (!is_scalar()) {
    problem(describe(node_), "text", "write one value");
    return std::string(otherwise);
  }
  return node_->scalar;
}

std::vector<std::string> Value::strings() const {
  if (is_scalar()) return {node_->scalar};
  std::vector<std::string> words;
  for (const Value& item : list()) words.push_back(item.string());
  return words;
}

bool Value::boolean(bool otherwise) const {
  if (!is_present()) return otherwise;
  if (is_scalar() && !node_->quoted) {
    const std::string word = node_->scalar;
    if (word == "true" || word == "True" || word == "TRUE") return true;
    if (word == "false" || word == "False" || word == "FALSE") return false;
  }
  problem(describe(node_), "true or false", "write true or false without quotes");
  return otherwise;
}

double Value::number(double otherwise) const {
  if (!is_present()) return otherwise;
  if (const auto value = node_->number()) return *value;
  problem(describe(node_), "a number", "write digits without quotes");
  return otherwise;
}

int Value::integer(int otherwise) const {
  if (!is_present()) return otherwise;
  const auto value = node_->number();
  if (value && *value == static_cast<double>(static_cast<int>(std::clamp(*value, -2e9, 2e9))))
    return static_cast<int>(*value);
  problem(describe(node_), "a whole number", "write digits without quotes");
  return otherwise;
}

std::optional<Date> Value::date() const {
  if (!is_present()) return std::nullopt;
  const auto day = is_scalar() ? Date::parse_iso(node_->scalar) : std::nullopt;
  if (!day) problem(describe(node_), "a date such as 2015-01-16", "write year-month-day; the day must exist");
  return day;
}

std::optional<Instant> Value::instant() const {
  if (!is_present()) return std::nullopt;
  const auto moment = is_scalar() ? Instant::parse_iso(node_->scalar) : std::nullopt;
  if (!moment)
    problem(describe(node_), "a moment such as 2015-01-16T10:02:00-08:00", "write date, T, time and offset from UTC");
  return moment;
}

std::string Value::one_of(std::initializer_list<std::string_view> words, std::string_view otherwise) const {
  if (!is_present()) return std::string(otherwise);
  if (is_scalar() && std::find(words.begin(), words.end(), node_->scalar) != words.end()) return node_->scalar;
  const std::vector<std::string> known(words.begin(), words.end());
  const std::string near = is_scalar() ? nearest(node_->scalar, known) : "";
  problem(describe(node_), fmt::format("one of {}", join(known)),
          near.empty() ? "choose one of them" : fmt::format("did you mean \"{}\"?", near));
  return std::string(otherwise);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(lower(word), lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

} // namespace openimr::text
