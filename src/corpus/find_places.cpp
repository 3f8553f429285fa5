// Places smaller than a state: streets, towns, ZIP codes, counties, and what stands behind "lives in".
#include "corpus/identifier_search.h"

namespace openimr::corpus {
namespace {

bool is_zip(const IdentifierSearch& search, std::size_t i) {
  return search.is_number(i) && search.tokens[i].end - search.tokens[i].begin == 5;
}

/// The token behind a ZIP code, ZIP+4 included.
std::size_t behind_zip(const IdentifierSearch& search, std::size_t i) {
  const bool has_four = search.is_mark(i + 1, "-") && search.tokens[i + 1].is_glued && search.is_number(i + 2) &&
                        search.tokens[i + 2].end - search.tokens[i + 2].begin == 4;
  return has_four ? i + 3 : i + 1;
}

/// Capitalised words before a token, at most four: the name of a town.
TokenRange town_before(const IdentifierSearch& search, std::size_t last) {
  TokenRange town{last, last};
  for (std::size_t i = last; i-- > 0 && last - i <= 4;) {
    const bool is_part = search.is_word(i) && search.tokens[i].is_capital && search.tokens[i].folded.size() > 1;
    if (!is_part && !(search.is_mark(i, ".") && i > 0 && search.tokens[i - 1].folded == "st")) break;
    town.first = i;
    if (search.tokens[i].after_line || search.begins_sentence(i)) break;
  }
  return town;
}

// "123 Sample Street, Suite 400", "P.O. Box 12345"
void by_streets(IdentifierSearch& search) {
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    std::size_t last = 0;
    const std::string& word = search.tokens[i].folded;
    if (search.is_number(i) && word.size() <= 6 && !search.is_mark(i + 1, ".") && !search.is_mark(i + 1, ",")) {
      std::size_t at = i + 1;
      int words = 0;
      for (; search.has(at) && words < 5 && !search.tokens[at].after_gap; ++at) {
        const bool is_ordinal = search.is_number(at) && search.is_word(at + 1) && search.tokens[at + 1].is_glued;
        if (search.is_word(at) && search.tokens[at].is_capital &&
            search.rules.streets.count(search.tokens[at].folded) != 0 && words > 0) {
          last = at + 1;
          break;
        }
        const bool is_part = (search.is_word(at) && (search.tokens[at].is_capital || search.tokens[at].is_glued ||
                                                     search.rules.particles.count(search.tokens[at].folded) != 0)) ||
                             is_ordinal || (search.is_mark(at, ".") && search.tokens[at - 1].folded.size() <= 2);
        static const WordSet hours{"am", "pm"};
        if (hours.count(search.tokens[at].folded) != 0) break;
        if (!is_part) break;
        words += search.is_word(at) ? 1 : 0;
      }
      // "calle", "avenida", "camino" stand first.
      if (last == 0 && search.is_word(i + 1) && search.tokens[i + 1].is_capital &&
          search.rules.streets.count(search.tokens[i + 1].folded) != 0 && search.is_word(i + 2) &&
          search.tokens[i + 2].is_capital && search.rules.ordinary.count(search.tokens[i + 2].folded) == 0)
        last = i + 3;
    } else if (word == "box" && i > 0 && search.is_number(i + 1)) {
      std::size_t first = i;
      while (first > 0 && (search.tokens[first - 1].folded == "." || search.tokens[first - 1].folded == "o" ||
                           search.tokens[first - 1].folded == "p" || search.tokens[first - 1].folded == "po"))
        --first;
      if (first < i) search.add({first, i + 2}, "address", "street", Strength::Labelled);
      continue;
    }
    if (last == 0) continue;
    if (search.is_mark(last, ".")) ++last;
    std::size_t unit = search.is_mark(last, ",") ? last + 1 : last;
    if (search.has(unit) && search.rules.units.count(search.tokens[unit].folded) != 0) {
      std::size_t number = unit + 1;
      while (search.is_mark(number, ".") || search.is_mark(number, "#")) ++number;
      if (search.is_number(number) || (search.is_word(number) && search.tokens[number].folded.size() <= 2))
        last = number + 1;
    }
    search.add({i, last}, "address", "street", Strength::Labelled);
    i = last - 1;
  }
}

void by_states(IdentifierSearch& search) {
  for (std::size_t i = 1; i < search.tokens.size(); ++i) {
    const std::size_t behind = search.state_behind[i];
    if (behind == 0) continue;
    const bool has_zip = is_zip(search, behind) || (search.is_mark(behind, ",") && is_zip(search, behind + 1));
    const std::size_t zip = is_zip(search, behind) ? behind : behind + 1;
    if (has_zip) search.add({zip, behind_zip(search, zip)}, "zip", "ZIP behind a state", Strength::Labelled);
    const bool has_comma = search.is_mark(i - 1, ",");
    if (!has_comma && !has_zip) continue;
    const TokenRange town = town_before(search, has_comma ? i - 1 : i);
    // "Smith, MD" is no town in Maryland, and "California, Arizona" lists states.
    const bool is_credential = search.rules.credentials.count(search.tokens[i].folded) != 0 && !has_zip;
    if (town.is_empty() || is_credential || search.is_kept(town.first)) continue;
    if (behind == i + 1 && search.tokens[i].folded.size() == 2 && !search.tokens[i].is_upper) continue;
    bool is_state_list = false;
    for (const CueAt& state : search.phrases)
      is_state_list |= state.phrase->kind == CueKind::State && state.last == town.last && state.first <= town.first;
    if (is_state_list) continue;
    const bool is_ordinary = search.rules.ordinary.count(search.tokens[town.last - 1].folded) != 0;
    if (!has_zip && is_ordinary && search.tokens[town.first].in_capitals) continue;
    search.add(town, "place", "town before a state", Strength::Cued);
  }
}

void by_towns(IdentifierSearch& search) {
  for (const CueAt& town : search.phrases) {
    if (town.phrase->kind != CueKind::Town || !search.tokens[town.first].is_capital || search.is_kept(town.first))
      continue;
    if (town.phrase->is_shy) continue;
    const bool is_ordinary =
        town.last == town.first + 1 && search.rules.ordinary.count(search.tokens[town.first].folded) != 0;
    if (!is_ordinary) search.add({town.first, town.last}, "place", "town", Strength::Weak);
  }
}

void by_cues(IdentifierSearch& search) {
  for (const CueAt& cue : search.phrases) {
    if (cue.phrase->kind != CueKind::PlaceCue) continue;
    TokenRange place{cue.last, cue.last};
    for (std::size_t i = cue.last;
         search.is_word(i) && search.tokens[i].is_capital && i < cue.last + 4 && !search.tokens[i].after_gap; ++i)
      place.last = i + 1;
    if (place.is_empty() || search.state_behind[place.first] != 0 || search.is_kept(place.first)) continue;
    static const WordSet months{"january", "february", "march",     "april",   "may",      "june",
                                "july",    "august",   "september", "october", "november", "december"};
    const bool is_month = months.count(search.tokens[place.first].folded) != 0;
    if (!is_month) search.add(place, "place", "place behind a cue", Strength::Cued);
  }
}

void by_counties(IdentifierSearch& search) {
  for (std::size_t i = 1; i < search.tokens.size(); ++i) {
    if (search.tokens[i].folded != "county" || !search.tokens[i].is_capital || search.tokens[i].after_gap) continue;
    TokenRange county = town_before(search, i);
    while (!county.is_empty() && search.rules.ordinary.count(search.tokens[county.first].folded) != 0) ++county.first;
    if (!county.is_empty()) search.add({county.first, i + 1}, "place", "county", Strength::Weak);
  }
}

} // namespace

void find_places(IdentifierSearch& search) {
  by_streets(search);
  by_states(search);
  by_towns(search);
  by_cues(search);
  by_counties(search);
}

} // namespace openimr::corpus
