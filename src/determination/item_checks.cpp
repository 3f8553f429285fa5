#include "determination/item_checks.h"

#include "clinical/requested_item.h"
#include "clinical/sentences.h"
#include "determination/item_words.h"
#include "records/evidence.h"
#include "text/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

namespace openimr::determination {
namespace {

using records::RequestedItem;

/// Spinal levels as written, in capitals, parted at commas: {"L4-5", "L5-S1"}.
std::set<std::string> levels_of(const std::string& written) {
  std::set<std::string> levels;
  std::string one;
  for (const char c : written + ",") {
    if (c == ',') {
      if (!one.empty()) levels.insert(one);
      one.clear();
    } else if (c != ' ') {
      one += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
  }
  return levels;
}

/// "L4-L5" and "L4-5" are the same disc.
std::string plain_level(std::string level) {
  const auto mark = level.find('-');
  if (mark != std::string::npos && mark + 1 < level.size() && level[mark + 1] == level.front())
    level.erase(mark + 1, 1);
  return level;
}

bool share_level(const std::string& one, const std::string& other) {
  std::set<std::string> known;
  for (const std::string& level : levels_of(one)) known.insert(plain_level(level));
  const auto others = levels_of(other);
  return std::any_of(others.begin(), others.end(),
                     [&](const auto& level) { return known.contains(plain_level(level)); });
}

/// From the uppermost to the lowest vertebra of a level as written, C1 being 1 and S1 25: "L4-5" is {22, 23}, "L5" is
/// {23, 23}. Empty when it is no level of the spine.
std::optional<std::pair<int, int>> vertebrae(const std::string& written) {
  static const std::map<char, std::pair<int, int>> regions = {
      {'C', {0, 8}}, {'T', {7, 12}}, {'L', {19, 5}}, {'S', {24, 5}}}; // what stands above, and how many
  std::optional<int> first, last;
  char region = 0;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const char c = written[at];
    if (regions.contains(c)) region = c;
    if (c < '0' || c > '9' || region == 0) continue;
    int number = c - '0';
    if (at + 1 < written.size() && written[at + 1] >= '0' && written[at + 1] <= '9')
      number = number * 10 + written[++at] - '0';
    const auto [above, count] = regions.at(region);
    if (number < 1 || number > count) return std::nullopt;
    (first ? last : first) = above + number;
  }
  if (!first) return std::nullopt;
  return std::pair(*first, last.value_or(*first));
}

/// Whether two lists of levels have anything in common: a root is at both of its discs, a fusion of two levels holds
/// each. What is no level of the spine is left to speak for itself.
bool meet_levels(const std::string& one, const std::string& other) {
  for (const std::string& here : levels_of(one))
    for (const std::string& there : levels_of(other)) {
      const auto a = vertebrae(here), b = vertebrae(there);
      if (!a || !b) return true;
      const int common = std::min(a->second, b->second) - std::max(a->first, b->first);
      const bool is_single = a->first == a->second || b->first == b->second;
      if (common > 0 || (common == 0 && is_single)) return true;
    }
  return false;
}

/// Parts of the body of which one is inside the other.
bool may_be_same_part(const std::string& one, const std::string& other) {
  static const std::set<std::pair<std::string, std::string>> inside = {{"spine", "lumbar spine"},
                                                                       {"spine", "cervical spine"},
                                                                       {"spine", "thoracic spine"},
                                                                       {"lumbar spine", "sacroiliac joint"},
                                                                       {"upper extremity", "shoulder"},
                                                                       {"upper extremity", "elbow"},
                                                                       {"upper extremity", "wrist"},
                                                                       {"upper extremity", "hand"},
                                                                       {"wrist", "hand"},
                                                                       {"lower extremity", "hip"},
                                                                       {"lower extremity", "knee"},
                                                                       {"lower extremity", "ankle"},
                                                                       {"lower extremity", "foot"},
                                                                       {"ankle", "foot"},
                                                                       {"spine", "sacroiliac joint"}};
  return one == other || inside.contains({one, other}) || inside.contains({other, one});
}

std::string figure(double number) { return fmt::format("{:g}", number); }

bool differ(const std::optional<double>& one, const std::optional<double>& other) {
  return one && other && std::abs(*one - *other) > 1e-6;
}

/// A wording of an item in a paper or an opinion.
struct Wording {
  RequestedItem item;
  std::string text;
  std::vector<records::Evidence> at;
};

bool shares_drug(const RequestedItem& one, const RequestedItem& other) {
  return std::any_of(one.ingredients.begin(), one.ingredients.end(), [&](const std::string& drug) {
    return std::find(other.ingredients.begin(), other.ingredients.end(), drug) != other.ingredients.end();
  });
}

/// Words of a service that name it: "epidural", "acupuncture", "mri".
std::set<std::string> naming_words(const std::string& text) {
  static const std::set<std::string> common = {
      "left",    "right",      "lumbar",   "cervical", "thoracic", "spine", "bilateral", "with",  "without", "the",
      "and",     "for",        "level",    "visits",   "sessions", "times", "week",      "weeks", "per",     "request",
      "knee",    "shoulder",   "wrist",    "hand",     "ankle",    "foot",  "elbow",     "hip",   "neck",    "back",
      "initial", "additional", "contrast", "under",    "guidance", "total", "post",      "one",   "two",     "three"};
  std::set<std::string> words;
  std::string word;
  for (const char c : text::lower(text) + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (word.size() >= 3 && !common.contains(word)) words.insert(word);
    word.clear();
  }
  return words;
}

/// "L knee", "R. shoulder", "Lt hip": the side as a word, so that it is not taken for a level or left out.
std::string with_sides_spelled_out(const std::string& words) {
  static const std::set<std::string> limbs = {"knee", "shoulder", "hip", "ankle", "wrist", "elbow",
                                              "hand", "foot",     "leg", "arm",   "thumb", "heel"};
  static const std::map<std::string, std::string> sides = {{"l", "left"},   {"l.", "left"},  {"lt", "left"},
                                                           {"lt.", "left"}, {"r", "right"},  {"r.", "right"},
                                                           {"rt", "right"}, {"rt.", "right"}};
  std::string result;
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    std::string word = words.substr(at, end - at);
    std::string next = end < words.size() ? text::lower(words.substr(end + 1, words.find(' ', end + 1) - end - 1)) : "";
    while (!next.empty() && (next.back() < 'a' || next.back() > 'z')) next.pop_back();
    if (const auto side = sides.find(text::lower(word)); side != sides.end() && limbs.contains(next))
      word = side->second;
    result += (result.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return result;
}

/// Whether the wording speaks of the same kind of service.
bool is_about(const RequestedItem& asked, const Wording& wording) {
  if (asked.kind == "drug")
    return shares_drug(asked, wording.item) && (!wording.item.strength.empty() || wording.item.quantity);
  if (asked.kind == "unknown" || wording.item.kind != asked.kind) return false;
  const auto own = naming_words(asked.text), other = naming_words(wording.text);
  return std::any_of(own.begin(), own.end(), [&](const auto& word) { return other.contains(word); });
}

std::vector<Wording> wordings_in(const CheckInput& input, const RequestedItem& asked, std::string_view text,
                                 const records::Document* document, const records::Page* page) {
  std::vector<Wording> found;
  for (const text::Span span : clinical::split_sentences(text)) {
    Wording one;
    one.text = text::one_line(span.of(text));
    one.item = clinical::parse_item(input.vocabulary, one.text);
    if (!is_about(asked, one)) continue;
    if (document) one.at.push_back(records::evidence_at(*document, *page, span));
    found.push_back(std::move(one));
  }
  return found;
}

/// Whether the sentence speaks of what is asked for here and decided here, not of what was done before.
bool is_of_request(const CheckInput& input, const Wording& wording) {
  const std::string words = text::lower(wording.text);
  const auto has_any = [&](const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return text::has_words(words, one); });
  };
  return has_any(input.rules.absence.asks) || has_any(input.rules.absence.decides) || binds(input, words);
}

bool names_place(const RequestedItem& item) {
  return !item.body_part.empty() || !item.side.empty() || !item.level.empty();
}

/// The wording that differs least, of those that name a place of the request where any does; none when nothing speaks
/// of the item.
const Wording* nearest(const CheckInput& input, const RequestedItem& asked, const std::vector<Wording>& wordings) {
  const Wording* best = nullptr;
  std::size_t fewest = 0;
  const bool has_place = asked.kind != "drug" && std::any_of(wordings.begin(), wordings.end(), [&](const Wording& one) {
                           return names_place(one.item) && is_of_request(input, one);
                         });
  for (const Wording& one : wordings) {
    if (has_place && !(names_place(one.item) && is_of_request(input, one))) continue;
    const std::size_t count = compare_items(asked, one.item).size();
    if (best && count >= fewest) continue;
    best = &one;
    fewest = count;
  }
  return best;
}

class Comparison {
public:
  explicit Comparison(const CheckInput& input) : input_(input) {}

  std::vector<FoundCheck> run() {
    for (const DraftIssue& issue : input_.draft.issues) {
      in_application(issue);
      in_papers(issue, "request_for_authorization", Speaker::Case, "the request for authorization asks for");
      in_papers(issue, "ur_decision", Speaker::UrDecision, "the utilization review decision is on");
      in_opinions(issue);
      in_imaging(issue);
      in_notes(issue);
    }
    return std::move(found_);
  }

private:
  void tell(const DraftIssue& issue, Speaker speaker, const char* what, const Wording& wording,
            const std::vector<FieldDifference>& differences) {
    for (const bool is_place : {false, true}) {
      std::vector<std::string> parts;
      for (const FieldDifference& one : differences)
        if (one.is_place == is_place) parts.push_back(fmt::format("{} {} / {}", one.field, one.asked, one.other));
      if (parts.empty()) continue;
      FoundCheck check;
      check.id = is_place ? "body_part_mismatch" : "item_mismatch";
      check.speaker = speaker;
      check.item = issue.item.id;
      check.text = fmt::format("item {} is “{}”; {} “{}”: {}", issue.item.id, issue.item.text, what, wording.text,
                               fmt::join(parts, "; "));
      check.statement = wording.text;
      (speaker == Speaker::Case ? check.evidence : check.stated_at) = wording.at;
      found_.push_back(std::move(check));
    }
  }

  void in_application(const DraftIssue& issue) {
    if (issue.item.ur_text.empty()) return;
    const Wording one{clinical::parse_item(input_.vocabulary, issue.item.ur_text), issue.item.ur_text, {}};
    auto differences = compare_items(issue.request.item, one.item);
    forget_modified(issue, differences);
    tell(issue, Speaker::Case, "the application gives the words of the utilization review decision as", one,
         differences);
  }

  /// A decision that modifies a request names another amount: that is the dispute, not a mistake.
  static void forget_modified(const DraftIssue& issue, std::vector<FieldDifference>& differences) {
    if (issue.item.ur_outcome != "modified") return;
    std::erase_if(differences, [](const auto& one) { return one.field == "quantity" || one.field == "count"; });
  }

  void in_papers(const DraftIssue& issue, std::string_view kind, Speaker speaker, const char* what) {
    std::vector<Wording> wordings;
    for (const records::Document& document : input_.case_file.documents) {
      if (document.kind != kind || document.belongs_to == "other" || !document.same_as.empty()) continue;
      for (const records::Page& page : document.pages)
        for (Wording& one : wordings_in(input_, issue.request.item, page.text, &document, &page))
          wordings.push_back(std::move(one));
    }
    const Wording* best = nearest(input_, issue.request.item, wordings);
    if (!best) return;
    auto differences = compare_items(issue.request.item, best->item);
    forget_modified(issue, differences);
    tell(issue, speaker, what, *best, differences);
    const bool is_elsewhere =
        std::any_of(differences.begin(), differences.end(), [](const auto& one) { return one.is_place; });
    if (issue.request.item.kind != "drug" && !is_elsewhere) decided_elsewhere(issue, speaker, wordings, *best);
  }

  /// A sentence of the same paper that decides the same service at a place that no item asks for.
  void decided_elsewhere(const DraftIssue& issue, Speaker speaker, const std::vector<Wording>& wordings,
                         const Wording& told) {
    for (const Wording& one : wordings) {
      if (&one == &told || !names_place(one.item) || !is_of_request(input_, one)) continue;
      auto differences = compare_items(issue.request.item, one.item);
      std::erase_if(differences, [](const FieldDifference& difference) { return !difference.is_place; });
      const bool is_of_another_item =
          std::any_of(input_.draft.issues.begin(), input_.draft.issues.end(), [&](const DraftIssue& other) {
            return &other != &issue && is_about(other.request.item, one) &&
                   compare_items(other.request.item, one.item).empty();
          });
      if (differences.empty() || is_of_another_item) continue;
      tell(issue, speaker, "the same paper decides on", one, differences);
      return;
    }
  }

  /// The notes and the imaging together: where they speak of the part of the body on the other side only, or of other
  /// levels only, the request may be for the wrong place.
  void in_notes(const DraftIssue& issue) {
    const RequestedItem& own = issue.request.item;
    if (own.kind == "drug" || (own.side.empty() && own.level.empty())) return;
    PlaceSeen side, level;
    for (const records::Document& document : input_.case_file.documents) {
      if (!document.is_evidence || document.belongs_to == "other" || document.kind == "request_for_authorization")
        continue;
      for (const records::Page& page : document.pages)
        for (const text::Span span : clinical::split_sentences(page.text))
          see_place(own, document, page, span, side, level);
    }
    for (const PlaceSeen& seen : {side, level}) {
      if (seen.agrees || !seen.first) continue;
      RequestedItem place = own;
      place.kind = "place";
      tell(issue, Speaker::Case, "every note and image that names the place says", *seen.first,
           compare_items(place, seen.first->item));
    }
  }

  struct PlaceSeen {
    bool agrees = false;
    std::optional<Wording> first; ///< that names another place
  };
  void see_place(const RequestedItem& own, const records::Document& document, const records::Page& page,
                 text::Span span, PlaceSeen& side, PlaceSeen& level) const {
    const std::string words = text::one_line(span.of(page.text));
    const RequestedItem one = clinical::parse_item(input_.vocabulary, words);
    const auto keep = [&](PlaceSeen& seen, bool is_side) {
      if (seen.first) return;
      RequestedItem place;
      place.kind = "place";
      (is_side ? place.side : place.level) = is_side ? one.side : one.level;
      seen.first = Wording{place, words, {records::evidence_at(document, page, span)}};
    };
    const bool is_same_part = !own.body_part.empty() && may_be_same_part(own.body_part, one.body_part);
    if (!own.side.empty() && own.side != "both" && !one.side.empty() && is_same_part) {
      if (one.side == own.side || one.side == "both")
        side.agrees = true;
      else
        keep(side, true);
    }
    if (!own.level.empty() && !one.level.empty()) {
      if (meet_levels(own.level, one.level))
        level.agrees = true;
      else
        keep(level, false);
    }
  }

  void in_opinions(const DraftIssue& issue) {
    for (const SaidOfItem& said : said_in_opinions(input_)) {
      if (said.item != issue.item.id) continue;
      const auto wordings = wordings_in(input_, issue.request.item, said.text, nullptr, nullptr);
      if (issue.request.item.kind == "drug") {
        if (const Wording* best = nearest(input_, issue.request.item, wordings))
          tell(issue, Speaker::Opinion, "the opinion speaks of", *best, compare_items(issue.request.item, best->item));
      } else {
        place_in_opinion(issue, said);
      }
    }
  }

  /// Sides, levels and parts of the body in all words of the opinion: where the item's own is never named and another
  /// is, the wrong place was looked at.
  void place_in_opinion(const DraftIssue& issue, const SaidOfItem& said) {
    RequestedItem own = issue.request.item, seen;
    bool names_part = false, names_side = false, names_level = false;
    std::string sentence;
    for (const text::Span span : clinical::split_sentences(said.text)) {
      const std::string words = text::one_line(span.of(said.text));
      const RequestedItem one = clinical::parse_item(input_.vocabulary, with_sides_spelled_out(words));
      names_part |= !one.body_part.empty() && may_be_same_part(own.body_part, one.body_part);
      names_side |= one.side == own.side || one.side == "both";
      names_level |= !one.level.empty() && share_level(own.level, one.level);
      // "An injection on the right would need …" speaks of no place that was looked at.
      if (text::has_words(text::lower(words), "would")) continue;
      if (sentence.empty() && (!one.body_part.empty() || !one.side.empty() || !one.level.empty())) sentence = words;
      if (seen.body_part.empty()) seen.body_part = one.body_part;
      if (seen.side.empty()) seen.side = one.side;
      if (seen.level.empty()) seen.level = one.level;
    }
    if (names_part) seen.body_part.clear();
    if (names_side || own.side == "both") seen.side.clear();
    if (names_level) seen.level.clear();
    own.kind = seen.kind = "place";
    tell(issue, Speaker::Opinion, "the opinion speaks of", {seen, sentence, {}}, compare_items(own, seen));
  }

  /// Imaging of the same part of the body that shows the other side only, or no level of the request.
  void in_imaging(const DraftIssue& issue) {
    const RequestedItem& own = issue.request.item;
    if (own.kind == "drug" || own.body_part.empty() || (own.side.empty() && own.level.empty())) return;
    const records::Document* other = nullptr;
    RequestedItem seen;
    for (const records::Document& document : input_.case_file.documents) {
      const bool is_imaging =
          document.kind == "mri_report" || document.kind == "ct_report" || document.kind == "xray_report";
      if (!is_imaging || document.belongs_to == "other" || document.pages.empty()) continue;
      std::string text;
      for (const records::Page& page : document.pages) text += page.text + "\n";
      const RequestedItem shown = clinical::parse_item(input_.vocabulary, text);
      if (!may_be_same_part(own.body_part, shown.body_part)) continue;
      const bool shows_side = own.side.empty() || own.side == "both" || shown.side.empty() || shown.side == "both" ||
                              shown.side == own.side;
      const bool shows_level = own.level.empty() || shown.level.empty() || share_level(own.level, shown.level);
      if (shows_side && shows_level) return;
      other = &document;
      seen.side = shows_side ? "" : shown.side;
      seen.level = shows_level ? "" : shown.level;
    }
    if (!other) return;
    const records::Page& page = other->pages.front();
    const auto first = clinical::split_sentences(page.text);
    if (first.empty()) return;
    RequestedItem place = own;
    place.kind = seen.kind = "place";
    Wording wording{seen, other->title + " of " + (other->date ? other->date->us() : "an unknown day"), {}};
    wording.at.push_back(records::evidence_at(*other, page, first.front()));
    tell(issue, Speaker::Case, "what was imaged is", wording, compare_items(place, seen));
    if (!found_.empty()) found_.back().is_warning = true;
  }

  const CheckInput& input_;
  std::vector<FoundCheck> found_;
};

} // namespace

std::vector<FieldDifference> compare_items(const RequestedItem& asked, const RequestedItem& other) {
  std::vector<FieldDifference> list;
  const auto words = [&](const char* field, const std::string& one, const std::string& two, bool is_place,
                         bool is_same) {
    if (!one.empty() && !two.empty() && !is_same) list.push_back({field, one, two, is_place});
  };
  if (asked.kind == "drug" && other.kind == "drug") {
    words("drug", fmt::format("{}", fmt::join(asked.ingredients, " + ")),
          fmt::format("{}", fmt::join(other.ingredients, " + ")), false, asked.ingredients == other.ingredients);
    if (differ(asked.strength_mg, other.strength_mg) ||
        (!(asked.strength_mg && other.strength_mg) && !asked.strength.empty() && !other.strength.empty() &&
         text::lower(asked.strength) != text::lower(other.strength)))
      list.push_back({"strength", asked.strength, other.strength, false});
    words("form", asked.form, other.form, false, asked.form == other.form);
  }
  if (differ(asked.quantity, other.quantity))
    list.push_back({"quantity", figure(*asked.quantity), figure(*other.quantity), false});
  if (differ(asked.count, other.count)) list.push_back({"count", figure(*asked.count), figure(*other.count), false});
  words("body part", asked.body_part, other.body_part, true, may_be_same_part(asked.body_part, other.body_part));
  words("side", asked.side, other.side, true, asked.side == other.side);
  words("level", asked.level, other.level, true, share_level(asked.level, other.level));
  return list;
}

std::vector<FoundCheck> check_item_identity(const CheckInput& input) { return Comparison(input).run(); }

} // namespace openimr::determination
