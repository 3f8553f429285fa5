#include "records/chart.h"

#include <algorithm>

namespace openimr::records {

const Fact* Chart::find(const std::string& id) const {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.id == id; });
  return found == facts.end() ? nullptr : &*found;
}

std::vector<const Fact*> Chart::of(const std::string& concept_id) const {
  std::vector<const Fact*> result;
  for (const Fact& fact : facts)
    if (fact.concept_id == concept_id) result.push_back(&fact);
  return result;
}

Search Chart::search(const std::string& concept_id) const {
  Search search;
  if (const auto found = terms.find(concept_id); found != terms.end()) search.terms = found->second;
  for (const PageRead& page : pages) {
    if (page.is_unread) {
      search.unread.push_back(page);
      continue;
    }
    ++search.pages;
    search.worst_confidence = std::min(search.worst_confidence, page.confidence);
  }
  for (const Fact* fact : of(concept_id)) search.near_hits.push_back(fact->id);
  return search;
}

const char* name(Assertion value) {
  switch (value) {
  case Assertion::Present:
    return "present";
  case Assertion::Absent:
    return "absent";
  case Assertion::Possible:
    return "possible";
  }
  return "";
}

const char* name(Temporality value) {
  switch (value) {
  case Temporality::Current:
    return "current";
  case Temporality::Historical:
    return "historical";
  case Temporality::Hypothetical:
    return "hypothetical";
  case Temporality::Planned:
    return "planned";
  }
  return "";
}

const char* name(Experiencer value) { return value == Experiencer::Patient ? "patient" : "other"; }

const char* name(SourceReason value) {
  switch (value) {
  case SourceReason::OnlyOne:
    return "only_one";
  case SourceReason::LayerIsSound:
    return "layer_is_sound";
  case SourceReason::LayerMissing:
    return "layer_missing";
  case SourceReason::LayerGarbage:
    return "layer_garbage";
  case SourceReason::LayerAgrees:
    return "layer_agrees";
  case SourceReason::LayerBetter:
    return "layer_better";
  case SourceReason::OcrBetter:
    return "ocr_better";
  }
  return "only_one";
}

const char* name(TextSource value) {
  switch (value) {
  case TextSource::Layer:
    return "layer";
  case TextSource::Ocr:
    return "ocr";
  case TextSource::None:
    return "none";
  case TextSource::Typed:
    return "typed";
  }
  return "";
}

} // namespace openimr::records
