// Readings: reviews of stored cases, kept while nothing that they were made from changes. A reading is found by the
// hashes of everything that it read, so it can never be an old one; it is no state that another process would need.
#pragma once

#include "clinical/vocabulary.h"
#include "desk/review_case.h"
#include "server/call.h"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace openimr::server {

/// What was read of a case. Parts of the answer are written once.
class Reading {
public:
  explicit Reading(desk::Review review) : review_(std::move(review)) {}
  const desk::Review& review() const { return review_; }
  /// The part of this name, made at its first asking.
  std::shared_ptr<const std::string> part(const std::string& name, const std::function<std::string()>& make) const;
  /// Null when there is no such document, or page of it (counted within its file).
  const records::Document* document(const std::string& id) const;
  static const records::Page* page(const records::Document& document, int number);

private:
  desk::Review review_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const std::string>> parts_;
};

using ReadingPointer = std::shared_ptr<const Reading>;

/// Thrown by a handler on a quick thread when a case has to be read: the call is made again on a slow one.
struct NeedsTime {};

class Readings {
public:
  /// The reading under the key, or null.
  ReadingPointer find(const std::string& key);
  void keep(const std::string& key, ReadingPointer reading);
  /// One thread at a time makes the reading of a key.
  std::shared_ptr<std::mutex> turn(const std::string& key);

private:
  static constexpr std::size_t most = 24;
  std::mutex mutex_;
  std::list<std::pair<std::string, ReadingPointer>> kept_; ///< last used first
  std::map<std::string, std::weak_ptr<std::mutex>> turns_;
};

/// Reads the case of {number} for the caller, who is asked whether that may be; `why` stands in the log. Throws
/// NeedsTime.
Result<ReadingPointer> reading_of(Call& call, const std::string& why);
/// The same without the cache, with another text in place of a file of the case folder: what a draft would lead to.
Result<desk::Review> review_with(Call& call, const std::string& why, const std::string& file, const std::string& text);

/// A part of a reading as an answer that many share.
Response part_answer(const Reading& reading, const std::string& name, const std::function<std::string()>& make);

} // namespace openimr::server
