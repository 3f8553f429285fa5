#include "corpus/deidentify.h"

#include "corpus/identifier_search.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

/// A removal before it has its words.
struct Planned {
  Found found;
  std::string replacement; ///< empty: by its class
};

/// What is protected stays, unless it is known to be a party's.
void drop_kept(const IdentifierSearch& search, std::vector<Found>& found) {
  const auto is_kept = [&](const Found& one) {
    if (one.strength == Strength::Known) return false;
    for (std::size_t i = 0; i < search.tokens.size(); ++i) {
      if (search.tokens[i].end <= one.begin) continue;
      if (search.tokens[i].begin >= one.end) break;
      if (search.is_kept(i) && one.strength != Strength::Labelled) return true;
    }
    return false;
  };
  std::erase_if(found, is_kept);
}

/// Overlapping finds become one; the stronger, then the longer one names it.
std::vector<Planned> settle(std::vector<Planned> planned) {
  std::sort(planned.begin(), planned.end(), [](const Planned& a, const Planned& b) {
    return std::tuple(a.found.begin, b.found.end, -static_cast<int>(a.found.strength), a.found.of_class) <
           std::tuple(b.found.begin, a.found.end, -static_cast<int>(b.found.strength), b.found.of_class);
  });
  std::vector<Planned> out;
  for (Planned& one : planned) {
    if (out.empty() || out.back().found.end <= one.found.begin) {
      out.push_back(std::move(one));
      continue;
    }
    Found& last = out.back().found;
    const bool is_stronger =
        one.found.strength > last.strength ||
        (one.found.strength == last.strength && one.found.end - one.found.begin > last.end - last.begin);
    const std::size_t end = std::max(last.end, one.found.end), begin = last.begin;
    if (is_stronger) out.back() = std::move(one);
    out.back().found.begin = begin;
    out.back().found.end = end;
    // A day's own words no longer fit a longer stretch.
  }
  return out;
}

/// Numbers the different ones of a class: "[provider 2]".
class Wording {
public:
  explicit Wording(const IdentifierRules& rules) : rules_(rules) {}

  std::string words_for(const Planned& one) {
    if (!one.replacement.empty()) return one.replacement;
    const auto known = rules_.replacements.find(one.found.of_class);
    std::string words = known == rules_.replacements.end() ? "[" + one.found.of_class + "]" : known->second;
    const std::size_t place = words.find("{n}");
    if (place == std::string::npos) return words;
    auto& seen = people_[one.found.of_class];
    const auto at = seen.emplace(one.found.person, static_cast<int>(seen.size()) + 1).first;
    return words.replace(place, 3, fmt::format("{}", at->second));
  }

private:
  const IdentifierRules& rules_;
  std::map<std::string, std::map<std::string, int>> people_;
};

void add_party(std::vector<KnownIdentity>& out, const records::Party& party, const char* of_class, bool is_person) {
  if (!party.name.empty()) out.push_back({of_class, party.name, is_person});
  if (!party.group.empty()) out.push_back({"facility", party.group, false});
  if (!party.phone.empty()) out.push_back({"phone", party.phone, false});
  if (!party.fax.empty()) out.push_back({"fax", party.fax, false});
  if (!party.email.empty()) out.push_back({"email", party.email, false});
  if (!party.address) return;
  if (!party.address->street.empty()) out.push_back({"address", party.address->street, false});
  if (!party.address->city.empty()) out.push_back({"place", party.address->city, false});
  if (!party.address->zip.empty()) out.push_back({"zip", party.address->zip, false});
}

} // namespace

std::vector<KnownIdentity> known_identities(const records::Application& application) {
  std::vector<KnownIdentity> out;
  add_party(out, application.employee, "patient", true);
  if (application.representative) add_party(out, *application.representative, "attorney", true);
  if (application.employer) add_party(out, *application.employer, "employer", false);
  if (application.claims_administrator)
    add_party(out, *application.claims_administrator, "claims_administrator", false);
  if (application.insurer) add_party(out, *application.insurer, "insurer", false);
  if (application.medical_provider_network) add_party(out, *application.medical_provider_network, "insurer", false);
  for (const auto& facility : application.facilities) add_party(out, facility, "facility", false);
  for (const auto& maker : application.manufacturers) add_party(out, maker, "organization", false);
  if (application.requesting_physician) add_party(out, *application.requesting_physician, "provider", true);
  for (const auto& physician : application.treating_physicians) add_party(out, physician, "provider", true);
  add_party(out, application.ur_decision.reviewer, "reviewer", true);
  if (!application.ur_decision.organization.empty())
    out.push_back({"review_organization", application.ur_decision.organization, false});
  if (!application.claim_number.empty()) out.push_back({"claim_number", application.claim_number, false});
  if (!application.adjudication_number.empty()) out.push_back({"claim_number", application.adjudication_number, false});
  if (!application.expedited_certified_by.empty())
    out.push_back({"provider", application.expedited_certified_by, true});
  for (const auto& earlier : application.earlier_applications)
    if (!earlier.number.empty()) out.push_back({"case_number", earlier.number, false});
  for (const auto& other : application.alternative_treatment) {
    for (const auto& maker : other.manufacturers) add_party(out, maker, "organization", false);
    for (const auto& facility : other.facilities) add_party(out, facility, "facility", false);
  }
  return out;
}

std::size_t DeidentifiedText::source_of(std::size_t output_byte) const {
  const auto next =
      std::upper_bound(removals.begin(), removals.end(), output_byte,
                       [](std::size_t byte, const Removal& removal) { return byte < removal.output.begin; });
  if (next == removals.begin()) return output_byte;
  const Removal& last = *std::prev(next);
  if (output_byte < last.output.end) return last.source.begin;
  return last.source.end + (output_byte - last.output.end);
}

DeidentifiedText deidentify(const IdentifierRules& rules, std::string_view text,
                            const std::vector<KnownIdentity>& known, const DayPolicy& policy) {
  IdentifierSearch search(rules, text);
  find_known(search, known);
  find_labelled(search);
  find_people(search);
  find_bodies(search);
  find_places(search);
  find_numbers(search);
  drop_kept(search, search.found);
  find_again(search);

  std::vector<Planned> planned;
  for (Found& one : search.found) planned.push_back({std::move(one), ""});
  for (FoundDay& day : find_days(search, policy)) planned.push_back({std::move(day.found), std::move(day.replacement)});

  DeidentifiedText out;
  Wording wording(rules);
  std::size_t copied = 0;
  for (const Planned& one : settle(std::move(planned))) {
    out.text += text.substr(copied, one.found.begin - copied);
    Removal removal{{static_cast<std::uint32_t>(one.found.begin), static_cast<std::uint32_t>(one.found.end)},
                    {},
                    one.found.of_class,
                    one.found.rule,
                    wording.words_for(one)};
    removal.output.begin = static_cast<std::uint32_t>(out.text.size());
    out.text += removal.replacement;
    removal.output.end = static_cast<std::uint32_t>(out.text.size());
    out.removals.push_back(std::move(removal));
    copied = one.found.end;
  }
  out.text += text.substr(copied);
  return out;
}

std::map<std::string, int> count_by_class(const std::vector<Removal>& removals) {
  std::map<std::string, int> out;
  for (const Removal& removal : removals) ++out[removal.of_class];
  return out;
}

} // namespace openimr::corpus
