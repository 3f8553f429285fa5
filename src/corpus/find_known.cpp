// Names and numbers of the parties, however they are written: possessive, in capitals, misspelt, misread by a scanner,
// hyphenated, split over lines, as initials; and names found once wherever they stand again.
#include "corpus/identifier_search.h"

#include <algorithm>
#include <map>
#include <set>

namespace openimr::corpus {
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0xC3;
}

/// A run of letters and digits, as names come when a scanner put digits into them.
struct Chunk {
  std::size_t begin = 0, end = 0;
  std::size_t first_token = 0, last_token = 0; ///< [first, last)
  std::string folded;
};

std::vector<Chunk> chunks_of(const IdentifierSearch& search) {
  std::vector<Chunk> chunks;
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    const NameToken& token = search.tokens[i];
    const bool is_bar = token.folded == "|" && token.is_glued;
    if (token.kind == NameToken::Kind::Mark && !is_bar) continue;
    const bool joins = !chunks.empty() && token.is_glued && chunks.back().last_token == i;
    if (!joins) chunks.push_back({token.begin, token.end, i, i + 1, ""});
    chunks.back().end = token.end;
    chunks.back().last_token = i + 1;
  }
  for (Chunk& chunk : chunks) chunk.folded = fold_name(search.text.substr(chunk.begin, chunk.end - chunk.begin));
  return chunks;
}

/// One word of a person's name.
struct NamePart {
  std::string folded, scanned;
  std::string of_class, person;
  bool is_exact_only = false; ///< nicknames
};

std::vector<std::string> name_words(const IdentifierRules& rules, const std::string& name) {
  std::vector<std::string> words;
  for (const NameToken& token : name_tokens(name))
    if (token.kind == NameToken::Kind::Word && rules.titles.count(token.folded) == 0 &&
        rules.credentials.count(token.folded) == 0 && rules.suffixes.count(token.folded) == 0 &&
        rules.particles.count(token.folded) == 0)
      words.push_back(token.folded);
  return words;
}

std::vector<NamePart> parts_of(const IdentifierRules& rules, const std::vector<KnownIdentity>& known) {
  std::vector<NamePart> parts;
  for (const KnownIdentity& one : known) {
    if (!one.is_person) continue;
    const auto words = name_words(rules, one.words);
    const std::string person = words.empty() ? "" : words.back();
    for (const std::string& word : words) {
      if (word.size() < 2) continue;
      parts.push_back({word, fold_scanned(word), one.of_class, person, false});
      const auto nicknames = rules.nicknames.find(word);
      if (nicknames == rules.nicknames.end()) continue;
      for (const std::string& nickname : nicknames->second)
        if (nickname != word) parts.push_back({nickname, "", one.of_class, person, true});
    }
  }
  return parts;
}

int allowed_slips(std::size_t letters) { return letters < 5 ? 0 : letters < 9 ? 1 : 2; }

class PartFinder {
public:
  PartFinder(IdentifierSearch& search, std::vector<NamePart> parts)
      : search_(search), parts_(std::move(parts)), chunks_(chunks_of(search)) {
    for (const NamePart& part : parts_) words_.insert(part.folded);
  }

  void run() {
    for (std::size_t i = 0; i < chunks_.size(); ++i)
      for (const NamePart& part : parts_)
        if (try_one(i, part) || try_joined(i, part)) break;
    bridge();
  }

private:
  bool is_capital(const Chunk& chunk) const { return search_.tokens[chunk.first_token].is_capital; }
  bool has_digit(const Chunk& chunk) const {
    return std::any_of(chunk.folded.begin(), chunk.folded.end(),
                       [](char c) { return (c >= '0' && c <= '9') || c == '|'; });
  }

  /// Another word of a name, an initial or a title stands beside it.
  bool has_company(const Chunk& chunk) const {
    const auto speaks = [&](std::size_t i) {
      return search_.is_word(i) &&
             (words_.count(search_.tokens[i].folded) != 0 || search_.is_initial(i) ||
              (search_.tokens[i].is_capital && search_.rules.titles.count(search_.tokens[i].folded) != 0) ||
              (search_.tokens[i].is_capital && search_.rules.given.count(search_.tokens[i].folded) != 0));
    };
    std::size_t before = chunk.first_token, after = chunk.last_token;
    if (before > 0 && (search_.is_mark(before - 1, ".") || search_.is_mark(before - 1, ","))) --before;
    if (search_.is_mark(after, ",")) ++after;
    return (before > 0 && speaks(before - 1)) || speaks(after);
  }

  /// "Stone states that", "seen by Waddell": what stands beside it says that it is somebody.
  bool does_something(const Chunk& chunk) const {
    return std::any_of(search_.phrases.begin(), search_.phrases.end(), [&](const CueAt& verb) {
      return (verb.phrase->kind == CueKind::PersonVerb && verb.first == chunk.last_token) ||
             (verb.phrase->kind == CueKind::NameCue && verb.last == chunk.first_token);
    });
  }

  /// "Long's note", "Young does not": a family name that is a word too, where no such word could stand.
  bool stands_as_a_name(const Chunk& chunk, const NamePart& part) const {
    static const WordSet verbs{"does",     "did",       "has",     "had",      "is",       "was",    "will",   "would",
                               "can",      "could",     "may",     "feels",    "felt",     "finds",  "found",  "says",
                               "said",     "thinks",    "thought", "believes", "believed", "asks",   "asked",  "gave",
                               "gives",    "injected",  "removed", "operated", "saw",      "sees",   "called", "writes",
                               "mentions", "mentioned", "rated",   "agreed",   "agrees",   "refused"};
    if (part.folded != part.person || search_.tokens[chunk.first_token].in_capitals) return false;
    const std::size_t next = chunk.last_token;
    if (!search_.has(next) || search_.tokens[next].after_gap) return false;
    const bool is_possessive =
        search_.is_word(next)
            ? search_.tokens[next].folded == "s" && search_.tokens[next].is_glued
            : search_.is_mark(next, "'") && search_.is_word(next + 1) && search_.tokens[next + 1].folded == "s";
    return is_possessive || (search_.is_word(next) && verbs.count(search_.tokens[next].folded) != 0);
  }

  bool try_one(std::size_t i, const NamePart& part) {
    const Chunk& chunk = chunks_[i];
    const bool is_ordinary = search_.rules.ordinary.count(chunk.folded) != 0;
    const bool is_whole_word = chunk.last_token == chunk.first_token + 1;
    const char* rule = nullptr;
    if (chunk.folded == part.folded) {
      // Short names are often words that no pack happens to use: "grace".
      const bool is_plain = !is_ordinary && part.folded.size() >= 6 && !part.is_exact_only;
      if (search_.is_kept(chunk.first_token) && !has_company(chunk) && !does_something(chunk)) return false;
      const bool stands_out =
          is_capital(chunk) &&
          (is_ordinary
               ? has_company(chunk) || does_something(chunk) || stands_as_a_name(chunk, part) ||
                     (!search_.tokens[chunk.first_token].in_capitals && !search_.begins_sentence(chunk.first_token))
               : true);
      if (!stands_out && !is_plain && !(has_company(chunk) && !is_ordinary)) return false;
      rule = "known name";
    } else if (part.is_exact_only || part.folded.size() < 4 || search_.is_kept(chunk.first_token)) {
      return false;
    } else if ((is_capital(chunk) || has_digit(chunk)) && (!is_whole_word || !is_ordinary) &&
               fold_scanned(chunk.folded) == part.scanned) {
      rule = "known name, misread";
    } else if (is_capital(chunk) && is_whole_word && !is_ordinary && chunk.folded.front() == part.folded.front() &&
               spelling_distance(chunk.folded, part.folded, allowed_slips(part.folded.size())) <=
                   allowed_slips(part.folded.size())) {
      rule = "known name, misspelt";
    } else {
      return false;
    }
    add(chunk.first_token, chunk.last_token, part, rule);
    return true;
  }

  /// "Mont-\ngomery", "Mont gomery"
  bool try_joined(std::size_t i, const NamePart& part) {
    if (i + 1 >= chunks_.size() || part.is_exact_only || part.folded.size() < 6 || !is_capital(chunks_[i]))
      return false;
    const Chunk& next = chunks_[i + 1];
    const bool has_hyphen =
        search_.is_mark(chunks_[i].last_token, "-") && next.first_token == chunks_[i].last_token + 1;
    if (!has_hyphen && next.first_token != chunks_[i].last_token) return false;
    if (chunks_[i].folded + next.folded != part.folded) return false;
    add(chunks_[i].first_token, next.last_token, part, "known name, split");
    return true;
  }

  void add(std::size_t first, std::size_t last, const NamePart& part, const char* rule) {
    // An initial before or behind belongs to it: "A. Example", "Example, A."
    if (first >= 2 && search_.is_mark(first - 1, ".") && search_.is_initial(first - 2) &&
        !search_.tokens[first].after_gap)
      first -= 2;
    else if (first >= 1 && search_.is_initial(first - 1) && !search_.tokens[first].after_gap &&
             search_.tokens[first - 1].folded != "a")
      first -= 1;
    while (first > 0 && search_.is_word(first - 1) && !search_.tokens[first].after_gap &&
           !search_.tokens[first - 1].folded.empty() &&
           search_.rules.particles.count(search_.tokens[first - 1].folded) != 0 &&
           search_.tokens[first - 1].folded.size() > 1)
      --first; // "de la"
    if (search_.is_mark(last, ",") && search_.is_initial(last + 1) && search_.is_mark(last + 2, ".")) last += 3;
    search_.add({first, last}, part.of_class, rule, Strength::Known, part.person);
  }

  /// "Parisa R. de la Henman": what stands between two words of one name belongs to it.
  void bridge() {
    std::vector<Found> bridges;
    for (std::size_t k = first_found_; k + 1 < search_.found.size(); ++k) {
      const Found &one = search_.found[k], &next = search_.found[k + 1];
      if (one.person != next.person || next.begin <= one.end || next.begin - one.end > 16) continue;
      bool is_name = true;
      for (const NameToken& token : search_.tokens)
        if (token.begin >= one.end && token.end <= next.begin)
          is_name = is_name && (token.folded.size() == 1 || search_.rules.particles.count(token.folded) != 0) &&
                    !token.after_gap;
      if (is_name)
        bridges.push_back({one.begin, next.end, one.of_class, "known name, whole", Strength::Known, one.person});
    }
    search_.found.insert(search_.found.end(), bridges.begin(), bridges.end());
  }

  IdentifierSearch& search_;
  std::size_t first_found_ = search_.found.size();
  std::vector<NamePart> parts_;
  std::vector<Chunk> chunks_;
  WordSet words_;
};

/// "A.E.", "A. E." of Ada Example; "AE" in brackets or behind a title is left to titles.
void by_initials(IdentifierSearch& search, const std::vector<KnownIdentity>& known) {
  for (const KnownIdentity& one : known) {
    const auto words = one.is_person ? name_words(search.rules, one.words) : std::vector<std::string>();
    if (words.size() < 2) continue;
    for (std::size_t i = 0; i + 3 < search.tokens.size(); ++i) {
      std::size_t at = i, letters = 0;
      std::string seen;
      for (; search.is_initial(at) && search.is_mark(at + 1, ".") && letters < 4; at += 2, ++letters)
        seen += search.tokens[at].folded;
      const bool is_family = std::any_of(words.begin() + 1, words.end(), [&](const std::string& word) {
        return !seen.empty() && word.front() == seen.back();
      });
      if (letters < 2 || seen.front() != words.front().front() || !is_family) continue;
      search.add({i, at}, one.of_class, "initials", Strength::Known, words.back());
      i = at;
    }
  }
}

bool is_company_form(std::string_view word) {
  static const WordSet forms{"inc", "incorporated", "llc", "corp", "corporation", "co", "company", "ltd",
                             "llp", "lp",           "pc",  "apc",  "the",         "of", "and"};
  return forms.count(word) != 0;
}

/// Whether the word of the text is the word of the name, a slip apart.
bool is_same_word(const NameToken& token, const std::string& word) {
  return token.folded == word || (word.size() >= 6 && spelling_distance(token.folded, word, 1) <= 1);
}

void by_body(IdentifierSearch& search, const KnownIdentity& one) {
  std::vector<std::string> words;
  for (const NameToken& token : name_tokens(one.words))
    if (token.kind != NameToken::Kind::Mark) words.push_back(token.folded);
  while (words.size() > 1 && is_company_form(words.back())) words.pop_back();
  if (words.empty()) return;
  std::string acronym;
  for (const std::string& word : words) acronym += is_company_form(word) ? '\0' : word.front();
  std::erase(acronym, '\0');
  const bool first_word_tells = words.front().size() >= 5 && search.rules.ordinary.count(words.front()) == 0;
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    std::size_t at = i, matched = 0;
    while (matched < words.size() && search.has(at) && is_same_word(search.tokens[at], words[matched])) {
      ++matched;
      ++at;
      while (matched < words.size() && search.has(at) &&
             (search.is_mark(at, "-") || search.is_mark(at, ",") || search.is_mark(at, "&") ||
              search.is_mark(at, ".") || search.is_mark(at, "'")))
        ++at;
    }
    const bool is_whole = matched == words.size() && (words.size() > 1 || search.tokens[i].is_capital);
    const bool is_first =
        !is_whole && matched >= 1 && first_word_tells && search.tokens[i].is_capital && !search.is_kept(i);
    const bool is_acronym = acronym.size() >= 3 && search.is_word(i) && search.tokens[i].is_upper &&
                            search.tokens[i].folded == acronym && search.rules.ordinary.count(acronym) == 0 &&
                            !search.tokens[i].in_capitals;
    if (!is_whole && !is_first && !is_acronym) continue;
    std::size_t last = is_whole ? at : is_acronym ? i + 1 : i + 1;
    if (is_whole && search.is_mark(last, ",") && search.is_word(last + 1) &&
        is_company_form(search.tokens[last + 1].folded))
      ++last;
    if (is_whole && search.is_word(last) && search.tokens[last].is_capital &&
        is_company_form(search.tokens[last].folded))
      ++last;
    search.add({i, last}, one.of_class, is_acronym ? "known body, its letters" : "known body", Strength::Known,
               fold_name(one.words));
    i = last - 1;
  }
}

/// Numbers, addresses, telephone lines: letters and digits are compared, whatever stands between them.
void by_number(IdentifierSearch& search, const KnownIdentity& one) {
  std::string wanted, present;
  for (const char c : one.words)
    if (is_alphanumeric(c)) wanted += c;
  if (wanted.size() < 4) return;
  std::vector<std::size_t> origin;
  for (std::size_t i = 0; i < search.text.size(); ++i)
    if (is_alphanumeric(search.text[i])) {
      present += search.text[i];
      origin.push_back(i);
    }
  // Byte for byte: folding that changes lengths would lose the places.
  const auto fold_byte = [](char c) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return small == 'o' ? '0' : small == 'l' || small == 'i' ? '1' : small == 's' ? '5' : small == 'b' ? '8' : small;
  };
  std::transform(wanted.begin(), wanted.end(), wanted.begin(), fold_byte);
  std::transform(present.begin(), present.end(), present.begin(), fold_byte);
  for (std::size_t at = present.find(wanted); at != std::string::npos; at = present.find(wanted, at + 1)) {
    const std::size_t begin = origin[at], end = origin[at + wanted.size() - 1] + 1;
    const bool is_inside = (begin > 0 && is_alphanumeric(search.text[begin - 1])) ||
                           (end < search.text.size() && is_alphanumeric(search.text[end]));
    if (!is_inside && end - begin <= 2 * one.words.size() + 4)
      search.found.push_back({begin, end, one.of_class, "known number", Strength::Known, ""});
  }
}

bool is_person_class(const std::string& of_class) {
  static const WordSet classes{"patient", "family", "provider", "reviewer", "attorney", "person"};
  return classes.count(of_class) != 0;
}

} // namespace

void find_known(IdentifierSearch& search, const std::vector<KnownIdentity>& known) {
  static const WordSet bodies{"employer", "claims_administrator", "insurer", "facility", "organization", "place"};
  PartFinder(search, parts_of(search.rules, known)).run();
  by_initials(search, known);
  for (const KnownIdentity& one : known) {
    if (one.is_person) continue;
    if (bodies.count(one.of_class) != 0)
      by_body(search, one);
    else
      by_number(search, one);
  }
}

/// A town that was told once ("a baker from Weed") is that town wherever something is in it again.
void find_places_again(IdentifierSearch& search) {
  static const WordSet towards{"in", "from", "of", "near", "at", "to", "outside", "around"};
  std::set<std::string> places;
  for (const Found& one : search.found) {
    if (one.of_class != "place" || one.strength < Strength::Cued) continue;
    const std::string_view words = search.text.substr(one.begin, one.end - one.begin);
    const auto tokens = name_tokens(words);
    if (!tokens.empty() && tokens.front().kind == NameToken::Kind::Word && tokens.front().folded.size() >= 3)
      places.insert(tokens.front().folded);
  }
  for (std::size_t i = 1; i < search.tokens.size(); ++i) {
    const NameToken& token = search.tokens[i];
    if (search.is_word(i) && token.is_capital && !token.in_capitals && !search.is_kept(i) &&
        places.count(token.folded) != 0 && search.is_word(i - 1) && towards.count(search.tokens[i - 1].folded) != 0)
      search.add({i, i + 1}, "place", "found before", Strength::Cued, "");
  }
}

void find_again(IdentifierSearch& search) {
  find_places_again(search);
  struct Seen {
    std::string of_class, person;
    Strength strength = Strength::Weak;
  };
  std::map<std::string, Seen> seen;
  for (const Found& one : search.found) {
    if (!is_person_class(one.of_class)) continue;
    for (const NameToken& token : search.tokens) {
      if (token.begin < one.begin || token.end > one.end || token.kind != NameToken::Kind::Word || !token.is_capital)
        continue;
      if (token.folded.size() < 3 || search.rules.suffixes.count(token.folded) != 0) continue;
      Seen& name = seen[token.folded];
      if (name.person.empty() || one.strength > name.strength) name = {one.of_class, one.person, one.strength};
    }
  }
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    const NameToken& token = search.tokens[i];
    if (!search.is_word(i) || !token.is_capital || token.folded.size() < 3 || search.is_kept(i)) continue;
    const bool is_ordinary = search.rules.ordinary.count(token.folded) != 0;
    if (is_ordinary && (token.in_capitals || search.begins_sentence(i))) continue;
    auto same = seen.find(token.folded);
    const char* rule = "found before";
    if (same == seen.end() && !is_ordinary && token.folded.size() >= 6) {
      same = std::find_if(seen.begin(), seen.end(), [&](const auto& entry) {
        return entry.second.strength >= Strength::Cued && entry.first.size() >= 6 &&
               entry.first.front() == token.folded.front() && spelling_distance(entry.first, token.folded, 1) <= 1;
      });
      rule = "found before, misspelt";
    }
    if (same == seen.end()) continue;
    search.add({i, i + 1}, same->second.of_class, rule, std::min(same->second.strength, Strength::Cued),
               same->second.person);
  }
}

} // namespace openimr::corpus
