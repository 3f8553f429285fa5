// Bodies: employers, insurers, administrators, facilities, firms, by the words their names end or begin with.
#include "corpus/identifier_search.h"

namespace openimr::corpus {
namespace {

bool is_link(const IdentifierSearch& search, std::size_t i) {
  static const WordSet links{"of", "and", "the", "for"};
  return (search.is_word(i) && links.count(search.tokens[i].folded) != 0) || search.is_mark(i, "&");
}

struct NameOfBody {
  TokenRange range;
  int words = 0, own = 0; ///< own: capitalised and no ordinary words
};

NameOfBody body_before(const IdentifierSearch& search, std::size_t last) {
  NameOfBody body{{last, last}, 0, 0};
  for (std::size_t i = last; i-- > 0 && body.words < 5;) {
    const NameToken& token = search.tokens[i];
    if (i + 1 < search.tokens.size() && search.tokens[i + 1].after_gap) break;
    if (search.is_word(i) && token.is_capital && token.folded.size() > 1 &&
        search.rules.titles.count(token.folded) == 0) {
      ++body.words;
      body.own += search.is_kept(i) || search.rules.ordinary.count(token.folded) != 0 ? 0 : 1;
      body.range.first = i;
      if (search.begins_sentence(i)) break;
    } else if (search.is_initial(i) || search.is_number(i)) {
      body.range.first = i;
    } else if ((is_link(search, i) || search.is_mark(i, "-") || search.is_mark(i, "'")) && body.words > 0 && i > 0 &&
               search.is_word(i - 1) && search.tokens[i - 1].is_capital) {
      continue;
    } else if (search.is_word(i) && token.folded == "s" && token.is_glued && body.words > 0) {
      continue;
    } else {
      break;
    }
  }
  return body;
}

void by_endings(IdentifierSearch& search) {
  for (const CueAt& ending : search.phrases) {
    if (ending.phrase->kind != CueKind::BodyEnding || ending.first == 0) continue;
    const NameToken& first = search.tokens[ending.first];
    if (!first.is_capital && ending.phrase->of_class != "facility") continue;
    std::size_t before = ending.first;
    if (search.is_mark(before - 1, ",") && before >= 2) --before; // "Example Freight, Inc."
    if (search.tokens[before].after_gap && before == ending.first) continue;
    const NameOfBody body = body_before(search, before);
    if (body.words == 0 || search.is_kept(body.range.first)) continue;
    const bool speaks = body.own > 0 && (first.is_capital || body.own > 1);
    const bool is_made_of_words = first.is_capital && !first.in_capitals && body.words >= 2 &&
                                  !search.begins_sentence(body.range.first) && ending.phrase->of_class == "facility" &&
                                  ending.last - ending.first >= 2;
    if (!speaks && !is_made_of_words) continue;
    TokenRange whole{body.range.first, ending.last};
    if (search.is_mark(whole.last, ".") && search.tokens[whole.last].is_glued &&
        !search.begins_sentence(whole.last + 1))
      ++whole.last;
    search.add(whole, ending.phrase->of_class, "body by its ending", Strength::Cued, fold_name(search.words(whole)));
  }
}

void by_beginnings(IdentifierSearch& search) {
  for (const CueAt& beginning : search.phrases) {
    if (beginning.phrase->kind != CueKind::BodyBeginning || !search.tokens[beginning.first].is_capital) continue;
    TokenRange whole{beginning.first, beginning.last};
    int words = 0;
    for (std::size_t i = beginning.last; search.has(i) && words < 4 && !search.tokens[i].after_gap; ++i) {
      if (search.is_word(i) && search.tokens[i].is_capital && search.tokens[i].folded.size() > 1 &&
          (words > 0 || search.is_name_word(i) || search.rules.ordinary.count(search.tokens[i].folded) == 0)) {
        whole.last = i + 1;
        ++words;
      } else if (!is_link(search, i) && !search.is_mark(i, "-") && !search.is_mark(i, ",")) {
        break;
      } else if (search.is_mark(i, ",") && beginning.phrase->of_class != "facility") {
        break;
      }
    }
    const bool stands_alone = beginning.phrase->of_class == "facility" && beginning.last == beginning.first + 1 &&
                              search.tokens[beginning.first].folded.size() > 4 &&
                              !search.tokens[beginning.first].in_capitals &&
                              search.rules.ordinary.count(search.tokens[beginning.first].folded) == 0 &&
                              search.rules.surnames.count(search.tokens[beginning.first].folded) == 0;
    if ((words > 0 || stands_alone) && !search.is_kept(whole.first) &&
        !(words == 0 && search.tokens[beginning.first].folded == "saint"))
      search.add(whole, beginning.phrase->of_class, "body by its beginning", Strength::Weak,
                 fold_name(search.words(whole)));
  }
}

/// "worked for Dorford Citrus Packing Co"
void by_cues(IdentifierSearch& search) {
  for (const CueAt& cue : search.phrases) {
    if (cue.phrase->kind != CueKind::BodyCue) continue;
    TokenRange whole{cue.last, cue.last};
    std::size_t words = 0, own = 0;
    if (search.has(cue.last) && search.tokens[cue.last].folded == "the") whole.first = ++whole.last;
    for (std::size_t i = whole.first; search.has(i) && words < 7 && !search.tokens[i].after_gap; ++i) {
      const bool is_joint = is_link(search, i) || search.is_mark(i, "-") || search.is_mark(i, "'") ||
                            search.is_mark(i, "/") || (search.is_word(i) && search.tokens[i].is_glued);
      if (search.is_word(i) && search.tokens[i].is_capital) {
        ++words;
        own += search.rules.ordinary.count(search.tokens[i].folded) == 0 ? 1 : 0;
        whole.last = i + 1;
      } else if (!is_joint || words == 0) {
        break;
      }
    }
    // "transferred to CCU": a ward, not a name.
    const bool is_abbreviation =
        words == 1 && search.tokens[whole.first].is_upper && search.tokens[whole.first].folded.size() <= 4;
    if (is_abbreviation) continue;
    if (own > 0 && !search.tokens[cue.first].in_capitals && !search.is_kept(whole.first))
      search.add(whole, cue.phrase->of_class, "body behind a cue", Strength::Cued, fold_name(search.words(whole)));
  }
}

void by_fame(IdentifierSearch& search) {
  for (const CueAt& body : search.phrases)
    if (body.phrase->kind == CueKind::KnownBody && search.tokens[body.first].is_capital)
      search.add({body.first, body.last}, "organization", "known to everybody", Strength::Cued,
                 fold_name(search.words({body.first, body.last})));
}

} // namespace

void find_bodies(IdentifierSearch& search) {
  by_cues(search);
  by_fame(search);
  by_endings(search);
  by_beginnings(search);
}

} // namespace openimr::corpus
