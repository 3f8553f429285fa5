#include "corpus/decision_record.h"

namespace openimr::corpus {
namespace {

constexpr char version = 1;

class Writer {
public:
  void operator()(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_ += static_cast<char>(0x80 | (number & 0x7f));
    bytes_ += static_cast<char>(number);
  }
  void operator()(int number) { (*this)(static_cast<std::uint64_t>(number)); }
  void operator()(bool flag) { (*this)(std::uint64_t{flag}); }
  void operator()(const std::string& text) {
    (*this)(std::uint64_t{text.size()});
    bytes_ += text;
  }
  void operator()(const Date& day) {
    (*this)(static_cast<std::uint64_t>(day.days().time_since_epoch().count() + (1 << 20)));
  }
  template <class T>
    requires std::is_enum_v<T>
  void operator()(T value) {
    (*this)(static_cast<std::uint64_t>(value));
  }
  template <class T> void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <class T> void operator()(const std::vector<T>& list) {
    (*this)(std::uint64_t{list.size()});
    for (const T& one : list) (*this)(one);
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(const T& value) {
    fields(*this, value);
  }

  std::string bytes_{version};
};

class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  void operator()(std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      number |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return;
    }
    is_good_ = false;
  }
  void operator()(int& number) { number = static_cast<int>(next(0x7fffffff)); }
  void operator()(bool& flag) { flag = next(1) != 0; }
  void operator()(std::string& text) {
    const auto size = next(bytes_.size());
    if (size > bytes_.size()) return;
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
  }
  void operator()(Date& day) {
    const auto days = static_cast<int>(next(1 << 22)) - (1 << 20);
    if (is_good_) day = Date::from(1970, 1, 1)->plus_days(days);
  }
  template <class T>
    requires std::is_enum_v<T>
  void operator()(T& value) {
    value = static_cast<T>(next(3));
  }
  template <class T> void operator()(std::optional<T>& value) {
    if (next(1) == 0) return;
    T inner{};
    (*this)(inner);
    value = std::move(inner);
  }
  void operator()(std::optional<Date>& value) {
    if (next(1) == 0) return;
    Date day = *Date::from(1970, 1, 1);
    (*this)(day);
    value = day;
  }
  template <class T> void operator()(std::vector<T>& list) {
    const auto count = next(bytes_.size()); // an entry takes a byte at least
    for (std::uint64_t k = 0; k < count && is_good_; ++k) (*this)(list.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(T& value) {
    fields(*this, value);
  }

  bool is_whole() const { return is_good_ && bytes_.empty(); }

private:
  /// A number up to most; else the bytes are none of ours.
  std::uint64_t next(std::uint64_t most) {
    std::uint64_t number = 0;
    (*this)(number);
    if (number > most) is_good_ = false;
    return is_good_ ? number : 0;
  }

  std::string_view bytes_;
  bool is_good_ = true;
};

// Each field once, for both ways.
template <class Way, class T, class... Rest> void each(Way& way, T& first, Rest&... rest) {
  way(first);
  (way(rest), ...);
}
template <class Way, class T>
  requires std::is_same_v<std::remove_const_t<T>, PageRange>
void fields(Way& way, T& range) {
  each(way, range.first, range.last);
}
template <class Way, class T>
  requires std::is_same_v<std::remove_const_t<T>, LibraryCitation>
void fields(Way& way, T& cited) {
  each(way, cited.by, cited.source, cited.guideline, cited.section, cited.pages);
}
template <class Way, class T>
  requires std::is_same_v<std::remove_const_t<T>, LibraryFact>
void fields(Way& way, T& fact) {
  each(way, fact.concept_id, fact.is_absent);
}
template <class Way, class T>
  requires std::is_same_v<std::remove_const_t<T>, LibraryItem>
void fields(Way& way, T& item) {
  each(way, item.n, item.text, item.outcome, item.category, item.treatment, item.drugs, item.drug_classes,
       item.diagnosis, item.body_part, item.citations, item.reason, item.type, item.rationale);
}
template <class Way, class T>
  requires std::is_same_v<std::remove_const_t<T>, LibraryDecision>
void fields(Way& way, T& one) {
  each(way, one.permalink, one.source, one.origin, one.layout, one.jurisdiction, one.case_number, one.year,
       one.assigned, one.decided, one.ur_denial, one.received, one.injured, one.age, one.age_band, one.sex,
       one.specialties, one.licensure, one.diagnoses, one.facts, one.summary, one.items, one.not_understood);
}

} // namespace

const char* name(Source source) {
  switch (source) {
  case Source::Letter:
    return "letter";
  case Source::Table:
    return "table";
  case Source::Own:
    return "own";
  case Source::Synthetic:
    break;
  }
  return "synthetic";
}

const char* name(Standing standing) {
  switch (standing) {
  case Standing::Current:
    return "current";
  case Standing::Superseded:
    return "superseded";
  case Standing::Retracted:
    break;
  }
  return "retracted";
}

std::string to_record(const LibraryDecision& decision) {
  Writer writer;
  writer(decision);
  return std::move(writer.bytes_);
}

std::optional<LibraryDecision> from_record(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != version) return std::nullopt;
  Reader reader(bytes.substr(1));
  LibraryDecision decision;
  reader(decision);
  if (!reader.is_whole()) return std::nullopt;
  return decision;
}

} // namespace openimr::corpus
