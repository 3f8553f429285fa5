// What the expert reviewer decided: opinion.yaml. Only when its signature holds does it become a
// determination::SignedOpinion.
#pragma once

#include "base/date.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::records {

struct GuidelineCitation {
  std::string source; ///< as printed, e.g. "MTUS Chronic Pain Medical Treatment Guidelines"
  std::string pages;  ///< as printed, e.g. "111-113"; may be empty
  bool operator==(const GuidelineCitation&) const = default;
};

struct CriterionOpinion {
  std::string id;      ///< "ketamine-topical/crps-or-phn"
  std::string verdict; ///< met | not_met | unknown
  std::string reason;
};

struct ItemOpinion {
  std::string id;
  std::string decision; ///< upheld | overturned
  std::vector<CriterionOpinion> criteria;
  std::vector<GuidelineCitation> guidelines;
  std::string words; ///< the reviewer's own rationale; may be empty
};

struct PartyAttestation {
  std::string party;
  std::string conflict; ///< none, or what it is
};

/// A page that a person read because the program could not.
struct PageSeen {
  std::string file; ///< "documents/11-scan.tif"
  int page = 1;     ///< within the file
  auto operator<=>(const PageSeen&) const = default;
};

struct Resolution {
  std::string check; ///< "c3" or the name of the check
  std::string text;
  std::vector<PageSeen> pages_read = {}; ///< what the reviewer attests to have read
};

struct Signature {
  std::string algorithm, public_key, value; ///< ed25519, base64, base64
};

struct Opinion {
  std::string reviewer;
  std::optional<Date> date;
  std::vector<PartyAttestation> attestations;
  std::string summary; ///< the reviewer's own clinical case summary in place of the draft's; may be empty
  std::vector<ItemOpinion> items;
  std::vector<Resolution> resolutions;
  std::optional<Signature> signature;
};

} // namespace openimr::records
