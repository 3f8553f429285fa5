#include "clinical/drug_mentions.h"

#include <algorithm>
#include <array>

namespace openimr::clinical {
namespace {

using text::TermHit;
using text::Token;
using text::TokenKind;

/// What the words near a name say about its form.
struct FormWords {
  bool is_extended = false, is_percent = false;
  std::string route, form;
};

struct FormRow {
  std::string_view word, form, route;
};

constexpr std::array<FormRow, 51> form_rows = {{
    {"cream", "cream", "topical"},
    {"creme", "cream", "topical"},
    {"gel", "gel", "topical"},
    {"ointment", "ointment", "topical"},
    {"lotion", "lotion", "topical"},
    {"topical", "", "topical"},
    {"topically", "", "topical"},
    {"balm", "balm", "topical"},
    {"salve", "ointment", "topical"},
    {"mediderm", "cream", "topical"}, // bases of compounding pharmacies
    {"lipoderm", "cream", "topical"},
    {"ultraderm", "cream", "topical"},
    {"pentravan", "cream", "topical"},
    {"versabase", "cream", "topical"},
    {"plo", "gel", "topical"},
    {"transdermal", "", "transdermal"},
    {"compounded", "", ""},
    {"patch", "patch", "patch"},
    {"patches", "patch", "patch"},
    {"injection", "injection", "injection"},
    {"injections", "injection", "injection"},
    {"infusion", "infusion", "injection"},
    {"infusions", "infusion", "injection"},
    {"intravenous", "infusion", "injection"},
    {"iv", "infusion", "injection"},
    {"im", "injection", "injection"},
    {"intramuscular", "injection", "injection"},
    {"intrathecal", "", "intrathecal"},
    {"pump", "", "intrathecal"},
    {"troche", "troche", "oral"},
    {"troches", "troche", "oral"},
    {"lozenge", "lozenge", "oral"},
    {"nasal", "spray", "nasal"},
    {"intranasal", "spray", "nasal"},
    {"sublingual", "", "sublingual"},
    {"sl", "", "sublingual"},
    {"buccal", "", "buccal"},
    {"oral", "", "oral"},
    {"po", "", "oral"},
    {"tablet", "tablet", "oral"},
    {"tablets", "tablet", "oral"},
    {"tab", "tablet", "oral"},
    {"tabs", "tablet", "oral"},
    {"capsule", "capsule", "oral"},
    {"capsules", "capsule", "oral"},
    {"cap", "capsule", "oral"},
    {"caps", "capsule", "oral"},
    {"orally", "", "oral"},
    {"solution", "solution", ""},
    {"suspension", "suspension", "oral"},
    {"film", "film", "sublingual"},
}};

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_salt(std::string_view word) {
  return is_any(word, {"sulfate", "sulphate", "sulf", "hcl", "hydrochloride", "sodium", "bitartrate", "tartrate",
                       "citrate", "hbr", "potassium", "maleate", "acetate", "mesylate", "besylate"});
}

bool is_extended_word(std::string_view word) {
  return is_any(word,
                {"er", "xr", "cr", "sr", "la", "xl", "cd", "contin", "extended", "sustained", "controlled", "long"});
}

struct Reading {
  const Vocabulary::Data& data;
  std::string_view text;
  const std::vector<Token>& tokens;
  std::string folded(std::uint32_t at) const { return text::fold(tokens[at].span.of(text)); }
};

/// "10/10/10": the strengths of a mixture behind its last name.
bool is_list_of_numbers(const Reading& reading, TokenRange range) {
  for (std::uint32_t at = range.begin; at < range.end; ++at)
    if (reading.tokens[at].kind != TokenKind::Number && !is_any(reading.folded(at), {"/", "-", "(", "%"})) return false;
  return true;
}

/// Reads forward from the name until the next drug or six plain words, and two words back.
FormWords form_words(const Reading& reading, TokenRange name, TokenRange range, std::uint32_t& extent_end,
                     const std::vector<std::uint32_t>& other_names) {
  FormWords words;
  const auto is_other_name = [&](std::uint32_t at) {
    return std::find(other_names.begin(), other_names.end(), at) != other_names.end();
  };
  int plain = 0;
  bool adjoins = true;
  for (std::uint32_t at = name.end; at < range.end && plain < 9; ++at) {
    if (is_other_name(at)) break;
    const std::string word = reading.folded(at);
    if (reading.tokens[at].kind == TokenKind::Mark &&
        (word == ";" || (word == "." && ends_sentence(reading.text, reading.tokens, at))))
      break;
    if (word == "%" || word == "percent") {
      words.is_percent = words.is_percent ||
                         (at > 0 && reading.tokens[at - 1].kind == TokenKind::Number &&
                          (at <= name.end + 3 || is_list_of_numbers(reading, {name.end, at})) &&
                          !(at + 1 < range.end &&
                            is_any(reading.folded(at + 1), {"relief", "pain", "improvement", "reduction", "better"})));
      continue;
    }
    if (is_salt(word) && adjoins) {
      extent_end = at + 1;
      continue;
    }
    if (adjoins && is_extended_word(word) && (reading.tokens[at].is_upper || word.size() > 2)) {
      words.is_extended = true;
      extent_end = at + 1;
      if (at + 1 < range.end && is_any(reading.folded(at + 1), {"release", "acting", "rel"})) extent_end = ++at + 1;
      continue;
    }
    for (const FormRow& row : form_rows)
      if (row.word == word) {
        if (words.form.empty()) words.form = row.form;
        if (words.route.empty()) words.route = row.route;
        if (at == extent_end) extent_end = at + 1;
      }
    if (reading.tokens[at].kind == TokenKind::Word) ++plain;
    if (reading.tokens[at].kind != TokenKind::Number && word != "mg" && word != "(" && word != "/") adjoins = false;
  }
  for (std::uint32_t back = 0; back < 2 && name.begin > range.begin + back; ++back) {
    const std::uint32_t at = name.begin - 1 - back;
    if (is_other_name(at)) break;
    const std::string word = reading.folded(at);
    if (is_any(word,
               {"topical", "transdermal", "intrathecal", "oral", "intravenous", "iv", "compounded", "injectable"})) {
      if (words.route.empty())
        words.route = word == "intravenous" || word == "iv" || word == "injectable" ? "injection"
                      : word == "compounded"                                        ? ""
                                                                                    : word;
    }
    if (is_any(word, {"cream", "gel", "patch"}) && words.form.empty()) words.form = word;
    if (is_any(word, {"cream", "gel"}) && words.route.empty()) words.route = "topical";
    if (is_any(word, {"release", "acting"}) && at > range.begin && is_extended_word(reading.folded(at - 1)))
      words.is_extended = true;
  }
  return words;
}

bool is_extended_form(const Drug& drug) {
  return drug.generic.find("extended release") != std::string::npos ||
         drug.generic.find("controlled release") != std::string::npos;
}

/// Chooses among the forms of an ingredient; null when the words leave it open.
const Drug* choose(const Vocabulary::Data& data, const std::vector<std::uint32_t>& candidates, const FormWords& words,
                   std::string& route) {
  if (candidates.size() == 1) {
    const Drug& drug = data.drugs[candidates.front()];
    route = drug.route;
    return &drug;
  }
  std::string wanted = words.route;
  const std::string& base = data.drugs[candidates.front()].base;
  const bool is_anesthetic = base == "lidocaine" || base == "bupivacaine";
  if (wanted.empty() && words.is_percent) wanted = is_anesthetic ? "injection" : "topical";
  if (wanted == "patch")
    wanted = std::any_of(candidates.begin(), candidates.end(),
                         [&](std::uint32_t c) { return data.drugs[c].route == "transdermal"; })
                 ? "transdermal"
                 : "topical";
  const Drug* plain = nullptr;
  // Of several drugs for the skin the form said decides; without a form a patch is not assumed.
  if (wanted == "topical" && !words.is_extended) {
    const auto has_form = [&](std::uint32_t candidate, std::string_view form) {
      return std::any_of(data.drugs[candidate].forms.begin(), data.drugs[candidate].forms.end(),
                         [&](const std::string& one) { return one.find(form) != std::string::npos; });
    };
    const Drug* best = nullptr;
    for (const std::uint32_t candidate : candidates) {
      if (data.drugs[candidate].route != "topical") continue;
      if (!words.form.empty() ? has_form(candidate, words.form) : !has_form(candidate, "patch")) {
        best = &data.drugs[candidate];
        break;
      }
    }
    if (best) {
      route = "topical";
      return best;
    }
  }
  for (const std::uint32_t candidate : candidates) {
    const Drug& drug = data.drugs[candidate];
    if (words.is_extended ? (is_extended_form(drug) && drug.route == "oral") : false) {
      route = drug.route;
      return &drug;
    }
    if (!wanted.empty() && wanted != "oral" && drug.route == wanted && !words.is_extended) {
      route = drug.route;
      return &drug;
    }
    if (!plain &&
        (drug.generic == drug.base || drug.generic == drug.base + " oral" || drug.generic == drug.base + " sodium" ||
         drug.generic == drug.base + " oral or patch") &&
        !is_extended_form(drug))
      plain = &drug;
    if (!plain && wanted == "oral" && drug.generic == drug.base + " oral or nasal") plain = &drug;
  }
  // A nasal or sublingual form may be listed with another route first.
  if (wanted == "nasal" || wanted == "sublingual" || wanted == "buccal")
    for (const std::uint32_t candidate : candidates)
      for (const std::string& form : data.drugs[candidate].forms)
        if (form.find(wanted) != std::string::npos) {
          route = wanted;
          return &data.drugs[candidate];
        }
  if (wanted.empty() || wanted == "oral") {
    if (plain)
      route = plain->route;
    else
      route = wanted;
    return plain;
  }
  if (plain && plain->route == wanted) {
    route = wanted;
    return plain;
  }
  route = wanted;
  return nullptr;
}

/// Is the unknown word one letter away from a drug's name?
std::uint32_t near_drug(const Vocabulary::Data& data, std::string_view word) {
  const std::string folded = text::fold(word);
  const auto lookup = [&](std::uint64_t hash) -> std::uint32_t {
    if (!data.near_filter[near_bit(hash)]) return 0;
    const auto found = data.near_words.find(hash);
    return found == data.near_words.end() ? 0 : found->second;
  };
  if (const std::uint32_t found = lookup(hash_without(folded, std::string::npos))) return found;
  std::uint64_t before = hash_on(hash_start, folded.front()); // the first letter of a name is rarely wrong
  for (std::size_t skip = 1; skip < folded.size(); ++skip) {
    std::uint64_t hash = before;
    for (std::size_t at = skip + 1; at < folded.size(); ++at) hash = hash_on(hash, folded[at]);
    if (const std::uint32_t found = lookup(hash)) return found;
    before = hash_on(before, folded[skip]);
  }
  return 0;
}

} // namespace

std::vector<DrugMention> find_drugs(const Vocabulary::Data& data, std::string_view text,
                                    const std::vector<Token>& tokens, const std::vector<TermHit>& hits,
                                    TokenRange range) {
  struct Found {
    TokenRange name;
    std::uint32_t word_set;
    bool is_near;
  };
  std::vector<Found> found;
  std::size_t hit = first_hit(hits, range.begin);
  for (std::uint32_t at = range.begin; at < range.end;) {
    while (hit < hits.size() && hits[hit].first < at) ++hit;
    Found best{{at, at}, 0, false};
    for (std::size_t k = hit; k < hits.size() && hits[k].first == at; ++k) {
      if (hits[k].last > range.end) continue;
      for (const Meaning& meaning : data.meanings[hits[k].term])
        if (meaning.kind == MeaningKind::Drug && hits[k].last > best.name.end &&
            (!meaning.needs_upper || tokens[at].is_upper))
          best = {{at, hits[k].last}, meaning.index, false};
    }
    if (best.name.end == at && tokens[at].kind == TokenKind::Word && tokens[at].word == 0 &&
        tokens[at].span.size() >= 7 && tokens[at].span.size() <= 24)
      if (const std::uint32_t near = near_drug(data, tokens[at].span.of(text))) best = {{at, at + 1}, near - 1, true};
    if (best.name.end > at) {
      const std::string next = best.name.end < range.end ? text::fold(tokens[best.name.end].span.of(text)) : "";
      if (!is_any(next, {"level", "levels", "allergy"})) found.push_back(best);
      at = best.name.end;
    } else {
      ++at;
    }
  }
  std::vector<DrugMention> mentions;
  const Reading reading{data, text, tokens};
  std::vector<std::uint32_t> names;
  for (const Found& one : found)
    for (std::uint32_t at = one.name.begin; at < one.name.end; ++at) names.push_back(at);
  std::vector<FormWords> words_of;
  for (const Found& one : found) {
    DrugMention mention;
    mention.name = one.name;
    mention.extent = one.name;
    words_of.push_back(form_words(reading, one.name, range, mention.extent.end, names));
    mention.is_near = one.is_near;
    mentions.push_back(std::move(mention));
  }
  bool is_compound = false;
  for (std::uint32_t at = range.begin; at < range.end; ++at)
    is_compound = is_compound || reading.folded(at).starts_with("compound");
  // In a list of ingredients ("flurbiprofen / lidocaine cream") the form at either end holds for all.
  const auto is_joined = [&](std::size_t k) {
    const bool is_list = is_compound || (words_of[k - 1].is_percent && words_of[k].is_percent);
    for (std::uint32_t at = mentions[k - 1].name.end; at < mentions[k].name.begin; ++at) {
      const std::string word = reading.folded(at);
      if (tokens[at].kind != TokenKind::Number && !is_any(word, {"/", "%", "&", "+", "mg", "with", "percent"}) &&
          !is_salt(word) && !(is_list && is_any(word, {",", "and"})))
        return false;
    }
    return true;
  };
  for (std::size_t k = mentions.size(); k-- > 1;)
    if (words_of[k - 1].route.empty() && (words_of[k].route == "topical" || words_of[k].is_percent) && is_joined(k)) {
      words_of[k - 1].route = "topical";
      if (words_of[k - 1].form.empty()) words_of[k - 1].form = words_of[k].form;
    }
  for (std::size_t k = 1; k < mentions.size(); ++k)
    if (words_of[k].route.empty() && words_of[k].is_percent && words_of[k - 1].route == "topical" && is_joined(k)) {
      words_of[k].route = "topical";
      if (words_of[k].form.empty()) words_of[k].form = words_of[k - 1].form;
    }
  for (std::size_t k = 0; k < mentions.size(); ++k) {
    DrugMention& mention = mentions[k];
    const std::vector<std::uint32_t>& candidates = data.drug_words[found[k].word_set];
    mention.drug = choose(data, candidates, words_of[k], mention.route);
    mention.any = mention.drug ? mention.drug : &data.drugs[candidates.front()];
    mention.base = mention.any->base;
    mention.generic = mention.drug ? mention.drug->generic : mention.base;
    mention.form = words_of[k].form;
    if (mention.drug && !words_of[k].route.empty() && words_of[k].route != "patch")
      mention.route =
          words_of[k].route == "oral" && mention.drug->route != "oral" ? mention.drug->route : words_of[k].route;
    if (mention.route == "patch") mention.route = mention.drug ? mention.drug->route : "topical";
  }
  return mentions;
}

} // namespace openimr::clinical
