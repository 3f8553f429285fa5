// DataFile: a YAML file whose every value knows its line, so that a fault can be named with file, line, key, found and
// expected.
//
//   auto file = DataFile::parse("roster.yaml", bytes);
//   if (!file) return file.error();                       // broken YAML, duplicate keys, aliases
//   Reader reader(*file);
//   std::string name = reader.root().required("name").string();
//   reader.root().only({"name", "kind"});                 // every other key but x-… is a fault
//   if (!reader.problems().empty()) …
//
// YAML 1.2 core schema: `on`, `yes`, `no` are strings. Anchors and aliases are refused (they can blow up).
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "text/problem.h"

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::text {

/// A YAML value with its place. Scalars keep their written text; `quoted` tells "5" from 5.
struct DataNode {
  enum class Kind { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  int line = 0; ///< counts from 1
  std::string scalar;
  bool quoted = false;
  std::vector<DataNode> items;                          ///< of a list
  std::vector<std::pair<std::string, DataNode>> fields; ///< of a map, in file order

  DataNode();
  /// The field, or null when absent or when this is no map.
  const DataNode* find(std::string_view key) const;
  /// The scalar as a JSON-like number; empty when it is none (or quoted).
  std::optional<double> number() const;
};

// Outside of the class, where the type is complete: clang asks for that before it looks into the vector of pairs.
inline DataNode::DataNode() = default;

/// A parsed file.
struct DataFile {
  std::string name;
  DataNode root;

  /// Error for broken YAML, duplicate keys, more than one document, anchors or aliases, nesting beyond 64.
  static Result<DataFile> parse(std::string name, std::string_view bytes);
  static Result<DataFile> read(const std::string& path);
};

class Reader;

/// One value on its way into a struct. Asking for something that is not there records a Problem and yields a default,
/// so that all faults of a file are found in one pass.
class Value {
public:
  bool is_present() const; ///< there and not null
  bool is_map() const;
  bool is_list() const;
  bool is_scalar() const;
  int line() const;
  std::string key_path() const; ///< "claim.number", "disputed_items[0].id"
  const DataNode* node() const { return node_; }

  Value operator[](std::string_view key) const; ///< optional field
  Value required(std::string_view key) const;   ///< field that must be there and not null
  /// Every key must be one of these, or begin with "x-"; else a Problem that suggests the nearest.
  void only(std::initializer_list<std::string_view> keys) const;
  std::vector<Value> list() const; ///< items; absent is empty; a scalar or map is a Problem
  std::vector<std::pair<std::string, Value>> fields() const;

  std::string string(std::string_view otherwise = "") const; ///< any scalar as written
  std::vector<std::string> strings() const;   ///< list of scalars; a single scalar counts as a list of one
  bool boolean(bool otherwise = false) const; ///< true | false
  double number(double otherwise = 0) const;
  int integer(int otherwise = 0) const;
  std::optional<Date> date() const; ///< absent is empty; anything but 2015-01-16 is a Problem
  std::optional<Instant> instant() const;
  /// One of the words; else a Problem that lists them. Absent gives otherwise.
  std::string one_of(std::initializer_list<std::string_view> words, std::string_view otherwise = "") const;

  /// Records a Problem at this value's place.
  void problem(std::string found, std::string expected, std::string remedy) const;

private:
  friend class Reader;
  Value(Reader& reader, const DataNode* node, std::string path, int line)
      : reader_(&reader), node_(node), path_(std::move(path)), line_(line) {}
  Reader* reader_;
  const DataNode* node_;
  std::string path_;
  int line_;
};

/// Reads one file and gathers its problems. The DataFile must outlive it.
class Reader {
public:
  explicit Reader(const DataFile& file) : file_(&file) {}
  Value root();
  Problems& problems() { return problems_; }
  const std::string& file_name() const { return file_->name; }
  /// The first problem as an Error that ends the request (call only when there is one); says how many more there are.
  Error as_error() const;

private:
  const DataFile* file_;
  Problems problems_;
};

/// The candidate nearest in spelling to word, or empty when none is near (edit distance at most a third of its length).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace openimr::text
