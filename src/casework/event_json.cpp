#include "casework/event_json.h"

#include "text/data_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace openimr::casework {
namespace {

namespace json = boost::json;

// ----------------------------------------------------------------------------------------------------------------
// writing

json::value written(const std::string& text) { return json::value(text); }
json::value written(bool flag) { return json::value(flag); }
json::value written(int number) { return json::value(number); }
json::value written(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }
template <class T> json::object fields_written(const T& value);
template <class T> json::value written(const T& value) { return fields_written(value); }
template <class T> json::value written(const std::vector<T>& list) {
  json::array array;
  for (const T& each : list) array.push_back(written(each));
  return array;
}

template <class T> json::object fields_written(const T& value) {
  json::object object;
  T::fields(value, [&](const char* name, const auto& member, auto... later) {
    if constexpr (sizeof...(later) > 0)
      if (member.empty()) return;
    object[name] = written(member);
  });
  return object;
}

void print(std::string& out, const json::value& value);

void print(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> pairs;
  for (const auto& pair : object) pairs.push_back(&pair);
  std::sort(pairs.begin(), pairs.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (const auto* pair : pairs) {
    if (pair != pairs.front()) out += ',';
    out += json::serialize(json::string(pair->key())) + ":";
    print(out, pair->value());
  }
  out += '}';
}

/// JSON with sorted keys and no spaces.
void print(std::string& out, const json::value& value) {
  if (const auto* object = value.if_object()) return print(out, *object);
  const auto* array = value.if_array();
  if (!array) {
    out += json::serialize(value);
    return;
  }
  out += '[';
  for (const auto& each : *array) {
    if (&each != array->begin()) out += ',';
    print(out, each);
  }
  out += ']';
}

// ----------------------------------------------------------------------------------------------------------------
// reading

/// Where reading is and the first thing that was wrong.
struct Reading {
  bool all_keys = true; ///< every field must be there
  std::string place = {}, found = {}, expected = {}, remedy = {};

  bool is_well() const { return place.empty(); }
  void fault(std::string where, std::string what, std::string wanted, std::string advice = "") {
    if (!is_well()) return;
    place = std::move(where), found = std::move(what), expected = std::move(wanted), remedy = std::move(advice);
  }
};

std::string kind_of_json(const json::value& value) {
  std::string text = json::serialize(value);
  return text.size() > 60 ? text.substr(0, 60) + "…" : text;
}

void read(Reading& reading, const std::string& at, const json::value& value, std::string& into) {
  if (const auto* text = value.if_string())
    into = std::string(text->data(), text->size());
  else
    reading.fault(at, kind_of_json(value), "a text");
}
void read(Reading& reading, const std::string& at, const json::value& value, bool& into) {
  if (const auto* flag = value.if_bool())
    into = *flag;
  else
    reading.fault(at, kind_of_json(value), "true or false");
}
void read(Reading& reading, const std::string& at, const json::value& value, int& into) {
  if (const auto* number = value.if_int64(); number && *number >= -2147483647 && *number <= 2147483647)
    into = static_cast<int>(*number);
  else
    reading.fault(at, kind_of_json(value), "a whole number");
}
void read(Reading& reading, const std::string& at, const json::value& value, std::optional<Date>& into) {
  into.reset();
  if (value.is_null()) return;
  if (const auto* text = value.if_string()) into = Date::parse_iso(std::string_view(text->data(), text->size()));
  if (!into) reading.fault(at, kind_of_json(value), "a day such as 2015-01-16, or null");
}
template <class T> void read_fields(Reading& reading, const std::string& at, const json::value& value, T& into);
template <class T> void read(Reading& reading, const std::string& at, const json::value& value, T& into) {
  read_fields(reading, at, value, into);
}
template <class T> void read(Reading& reading, const std::string& at, const json::value& value, std::vector<T>& into) {
  const auto* array = value.if_array();
  if (!array) return reading.fault(at, kind_of_json(value), "a list");
  into.clear();
  for (const auto& each : *array) read(reading, fmt::format("{}[{}]", at, into.size()), each, into.emplace_back());
}

template <class T> void read_fields(Reading& reading, const std::string& at, const json::value& value, T& into) {
  const auto* object = value.if_object();
  if (!object) return reading.fault(at, kind_of_json(value), "an object");
  std::vector<std::string> known;
  T::fields(into, [&](const char* name, auto& member, auto... later) {
    known.emplace_back(name);
    const std::string here = at.empty() ? name : at + "." + name;
    if (const auto* field = object->if_contains(name))
      read(reading, here, *field, member);
    else if (reading.all_keys && sizeof...(later) == 0)
      reading.fault(here, "nothing", "this key");
  });
  for (const auto& pair : *object) {
    const std::string key(pair.key());
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = text::nearest(key, known);
    reading.fault(at.empty() ? key : at + "." + key, "a key that is not known",
                  known.empty() ? "no keys" : fmt::format("one of {}", fmt::join(known, ", ")),
                  near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  }
}

/// Where a text has a character that no letter, screen or database prints; empty when none has.
std::string place_of_control(const json::value& value, const std::string& at) {
  if (const auto* text = value.if_string())
    return std::any_of(text->begin(), text->end(),
                       [](char c) {
                         return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' &&
                                c != '\f';
                       })
               ? at
               : std::string();
  std::string found;
  if (const auto* list = value.if_array())
    for (std::size_t k = 0; k < list->size() && found.empty(); ++k)
      found = place_of_control((*list)[k], fmt::format("{}[{}]", at, k));
  if (const auto* object = value.if_object())
    for (const auto& pair : *object) {
      if (!found.empty()) break;
      const std::string key(pair.key());
      found = place_of_control(pair.value(), at.empty() ? key : at + "." + key);
    }
  return found;
}

/// The outer part of an event.
struct Envelope {
  std::string at, by, kind, on, recorded, role, rule;
  int schema = 0;
};

void read_envelope(Reading& reading, const json::object& object, Envelope& envelope) {
  const std::pair<const char*, std::string*> texts[] = {{"at", &envelope.at},
                                                        {"by", &envelope.by},
                                                        {"kind", &envelope.kind},
                                                        {"on", &envelope.on},
                                                        {"recorded", &envelope.recorded},
                                                        {"role", &envelope.role},
                                                        {"rule", &envelope.rule}};
  for (const auto& [name, into] : texts) {
    if (const auto* value = object.if_contains(name))
      read(reading, name, *value, *into);
    else
      reading.fault(name, "nothing", "this key");
  }
}

Error stored_fault(const Reading& reading, std::string_view bytes) {
  return {ErrorKind::Storage, fmt::format("stored event, {}", reading.place), reading.found, reading.expected,
          fmt::format("the history was changed or written by a newer version ({} bytes); run openimr audit verify",
                      bytes.size())};
}

std::optional<json::value> parsed(std::string_view bytes) {
  json::error_code trouble;
  json::value value = json::parse(json::string_view(bytes.data(), bytes.size()), trouble);
  if (trouble) return std::nullopt;
  return value;
}

} // namespace

std::string fields_json(const What& what) {
  std::string bytes;
  print(bytes, std::visit([](const auto& each) { return fields_written(each); }, what));
  return bytes;
}

std::string utc_text(const Instant& instant) {
  const std::chrono::sys_seconds moment{std::chrono::seconds(instant.utc_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const auto seconds = (moment - day).count();
  return fmt::format("{}T{:02}:{:02}:{:02}Z", Date(day).iso(), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

Result<std::string> to_bytes(const CaseEvent& event) {
  json::object object{{"at", utc_text(event.at)},
                      {"by", event.by},
                      {"kind", std::string(kind_of(event.what))},
                      {"on", event.on.iso()},
                      {"recorded", utc_text(event.recorded)},
                      {"role", event.role},
                      {"rule", event.rule},
                      {"schema", event_schema}};
  object["what"] = std::visit([](const auto& what) { return fields_written(what); }, event.what);
  if (const auto place = place_of_control(object, ""); !place.empty())
    return Error{ErrorKind::Input, fmt::format("event {}, {}", kind_of(event.what), place), "a control character",
                 "words as they are printed", "take it out"};
  std::string bytes;
  print(bytes, object);
  if (!parsed(bytes)) // Boost.JSON writes what it is given and reads UTF-8 only
    return Error{ErrorKind::Input, fmt::format("event {}", kind_of(event.what)), "text that is not UTF-8", "UTF-8",
                 "convert the file or the argument it came from"};
  return bytes;
}

Result<CaseEvent> event_from_bytes(std::string_view bytes) {
  Reading reading;
  const auto value = parsed(bytes);
  const auto* object = value ? value->if_object() : nullptr;
  if (!object) reading.fault("whole", "no JSON object", "an event");
  if (!reading.is_well()) return stored_fault(reading, bytes);
  const auto* schema = object->if_contains("schema");
  if (!schema || !schema->is_int64() || schema->as_int64() != event_schema)
    reading.fault("schema", schema ? kind_of_json(*schema) : "nothing", fmt::format("{}", event_schema));
  Envelope envelope;
  read_envelope(reading, *object, envelope);
  auto what = what_of_kind(envelope.kind);
  if (!what) reading.fault("kind", "\"" + envelope.kind + "\"", "a kind of event that this version knows");
  const auto* inner = object->if_contains("what");
  if (!inner) reading.fault("what", "nothing", "this key");
  if (!reading.is_well()) return stored_fault(reading, bytes);
  std::visit([&](auto& each) { read_fields(reading, "", *inner, each); }, *what);
  const auto at = Instant::parse_iso(envelope.at), recorded = Instant::parse_iso(envelope.recorded);
  const auto on = Date::parse_iso(envelope.on);
  if (!at || !recorded || !on)
    reading.fault("at, recorded, on", "no moment or day", "2015-01-16T18:02:00Z, 2015-01-16");
  if (!reading.is_well()) return stored_fault(reading, bytes);
  CaseEvent event{*at, *on, *recorded, envelope.by, envelope.role, envelope.rule, std::move(*what)};
  const auto again = to_bytes(event);
  if (!again || *again != bytes)
    reading.fault("whole", "another way to write the same event", "sorted keys, no spaces, no further keys");
  if (!reading.is_well()) return stored_fault(reading, bytes);
  return event;
}

Result<What> what_from_json(std::string_view kind, std::string_view bytes) {
  auto what = what_of_kind(kind);
  if (!what) {
    const std::string near = text::nearest(kind, event_kinds());
    return Error{ErrorKind::Input, "event", fmt::format("\"{}\"", kind),
                 fmt::format("one of {}", fmt::join(event_kinds(), ", ")),
                 near.empty() ? "" : fmt::format("did you mean \"{}\"?", near)};
  }
  const auto value = parsed(bytes);
  if (!value)
    return Error{ErrorKind::Input, fmt::format("event {}", kind), "no JSON", "a JSON object with the event's fields",
                 ""};
  Reading reading{.all_keys = false};
  std::visit([&](auto& each) { read_fields(reading, "", *value, each); }, *what);
  if (!reading.is_well())
    return Error{ErrorKind::Input, fmt::format("event {}, {}", kind, reading.place), reading.found, reading.expected,
                 reading.remedy};
  return std::move(*what);
}

} // namespace openimr::casework
