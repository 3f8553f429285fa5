#include "desk/similar_decisions.h"

#include "desk/chart_of_files.h"

#include <algorithm>

namespace openimr::desk {
namespace {

using corpus::ItemProfile;
using corpus::LibraryDecision;
using corpus::Query;
using corpus::SearchField;

constexpr std::size_t most_candidates = 2000; ///< the newest of those that ask for the same

Query value(SearchField field, const std::string& words) {
  Query out;
  out.kind = Query::Kind::Value;
  out.field = field;
  out.phrase.words = corpus::words_of(words);
  return out;
}

/// Decisions that may be alike: the same treatment or drug; failing that, the same class.
std::vector<Query> candidate_queries(const ItemProfile& item) {
  Query same;
  same.kind = Query::Kind::Or;
  if (!corpus::words_of(item.treatment).empty()) same.children.push_back(value(SearchField::Treatment, item.treatment));
  for (const std::string& drug : item.drugs) same.children.push_back(value(SearchField::Drug, drug));
  Query wider;
  wider.kind = Query::Kind::Or;
  for (const std::string& one : item.drug_classes) wider.children.push_back(value(SearchField::DrugClass, one));
  std::vector<Query> out;
  for (Query* one : {&same, &wider}) {
    if (one->children.empty()) continue;
    out.push_back(one->children.size() == 1 ? one->children.front() : *one);
  }
  return out;
}

bool is_published(const LibraryDecision& decision) {
  return decision.source != corpus::Source::Own && decision.standing != corpus::Standing::Retracted;
}

Result<SimilarToItem> similar_to(const library::Library& library, const ItemProfile& here, const std::string& not_this,
                                 const SimilarOptions& options) {
  SimilarToItem out;
  for (const Query& query : candidate_queries(here)) {
    library::SearchOptions search;
    search.order = library::Order::Newest;
    search.count = most_candidates;
    auto found = library.search(query, search);
    if (!found) return found.error();
    for (const auto& hit : found->hits) {
      auto decision = library.find(hit.id);
      if (!decision) return decision.error();
      if (!*decision || (*decision)->permalink == not_this) continue;
      if (options.is_published && !is_published(**decision)) continue;
      // Of a decision the item that is most alike.
      SimilarItem best{{}, 0, {}};
      for (const auto& item : (*decision)->items) {
        auto likeness = corpus::likeness(here, corpus::profile_of(**decision, item));
        if (best.item == 0 || likeness.score > best.likeness.score) best = {{}, item.n, std::move(likeness)};
      }
      if (best.item == 0) continue;
      best.decision = std::move(**decision);
      best.decision.text.clear();
      out.similar.push_back(std::move(best));
    }
    if (out.similar.size() >= options.count) break;
  }
  std::ranges::sort(out.similar, [](const SimilarItem& a, const SimilarItem& b) {
    return a.likeness.score != b.likeness.score ? a.likeness.score > b.likeness.score
                                                : a.decision.permalink < b.decision.permalink;
  });
  const auto twice =
      std::ranges::unique(out.similar, {}, [](const SimilarItem& one) { return one.decision.permalink; });
  out.similar.erase(twice.begin(), twice.end());
  if (out.similar.size() > options.count)
    out.similar.erase(out.similar.begin() + static_cast<std::ptrdiff_t>(options.count), out.similar.end());
  for (const SimilarItem& one : out.similar)
    for (const auto& item : one.decision.items)
      if (item.n == one.item) ++out.outcomes[item.outcome ? corpus::name(*item.outcome) : "unknown"];
  return out;
}

} // namespace

Result<std::vector<SimilarToItem>> similar_to_decision(const library::Library& library, const std::string& permalink,
                                                       const SimilarOptions& options) {
  auto decision = library.find(permalink);
  if (!decision) return decision.error();
  if (!*decision)
    return Error{ErrorKind::NotFound, permalink, "no decision of this permalink", "one of the library",
                 "search for it"};
  std::vector<SimilarToItem> out;
  for (const auto& item : (*decision)->items) {
    if (options.item != 0 && item.n != options.item) continue;
    auto one = similar_to(library, corpus::profile_of(**decision, item), permalink, options);
    if (!one) return one.error();
    one->item = item.n;
    one->text = item.text;
    out.push_back(std::move(*one));
  }
  return out;
}

Result<std::vector<SimilarToItem>> similar_to_items(const library::Library& library, const LibraryReader& reader,
                                                    const records::Application& application,
                                                    const std::vector<records::Fact>& facts,
                                                    const SimilarOptions& options) {
  LibraryDecision patient;
  patient.sex = application.sex;
  if (application.date_of_birth) patient.age = age_on(*application.date_of_birth, application.received.local_date());
  reader.file_facts(patient, facts);
  std::vector<SimilarToItem> out;
  int n = 0;
  for (const auto& disputed : application.disputed_items) {
    ++n;
    if (options.item != 0 && n != options.item) continue;
    corpus::LibraryItem item;
    item.n = n;
    item.text = disputed.text;
    reader.file_item(item, application.received.local_date());
    auto one = similar_to(library, corpus::profile_of(patient, item), "", options);
    if (!one) return one.error();
    one->item = n;
    one->text = item.text;
    out.push_back(std::move(*one));
  }
  return out;
}

Result<std::vector<SimilarToItem>> similar_to_case(const library::Library& library, const std::string& folder,
                                                   const Installation& installation, const SimilarOptions& options) {
  auto reader = LibraryReader::open(installation);
  if (!reader) return reader.error();
  auto read = read_chart({folder}, installation, {});
  if (!read) return read.error();
  return similar_to_items(library, *reader, read->case_file.application, read->chart.facts, options);
}

} // namespace openimr::desk
