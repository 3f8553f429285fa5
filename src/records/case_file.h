// The nouns of a case: parties, the application, disputed items, documents and their pages.
// Plain values; reading them from files is the work of `intake`.
#pragma once

#include "base/date.h"
#include "text/problem.h"
#include "text/span.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::records {

struct Address {
  std::string street, city, state, zip, country;
};

/// A person or organization with a part in the case.
struct Party {
  std::string name;
  std::string specialty;             ///< of a physician, else empty
  std::string group;                 ///< medical group of a physician, else empty
  std::string kind;                  ///< of a representative: attorney, relative, …
  std::optional<Date> designated_on; ///< of a representative
  std::optional<Address> address;
  std::string phone, fax, email;
};

/// A service asked for, denied or modified by utilization review, in the exact words of the request.
struct DisputedItem {
  std::string id;
  std::string text;
  std::optional<Date> requested_on;
  std::string ur_outcome = "denied"; ///< denied | modified | approved | deferred
  std::string ur_guideline;          ///< as the UR decision cites it
  std::string ur_text;               ///< the item as the UR decision words it, when it differs
  bool liability_disputed = false;
  bool denied_for_missing_information = false;
};

struct Service { ///< how and when a paper was served
  std::optional<Date> on;
  std::string by = "mail";     ///< mail | personal | fax | overnight | electronic
  std::string to = "in-state"; ///< in-state | other-state | abroad | confidential-address
};

struct UrDecision {
  std::string organization;
  Party reviewer;
  std::optional<Date> date;
  Service served;
  bool attached = true;
  bool expedited = false;
  std::optional<Date> form_served_on; ///< when the application form was given, if later than the decision
};

struct Diagnosis {
  std::string text;
  std::string icd;
};

struct EarlierApplication {
  std::string number, outcome, item;
  std::optional<Date> decided;
};

/// What an earlier screening of this same application found.
struct EarlierScreening {
  std::optional<Date> on;
  std::string outcome;            ///< eligible | partly_eligible | ineligible | deferred
  std::vector<std::string> codes; ///< reason codes
  std::optional<Date> appealed_on;
};

struct AlternativeTreatment {
  std::string text;
  std::vector<Party> manufacturers, facilities;
};

/// The Application for Independent Medical Review with what the UR decision said: application.yaml.
struct Application {
  std::string jurisdiction;
  Instant received;
  std::string channel = "mail";   ///< mail | fax | electronic
  std::string review = "regular"; ///< regular | expedited
  std::string employee_first, employee_last;
  std::optional<Date> date_of_birth;
  std::string sex; ///< female | male | empty when not stated
  Party employee;  ///< name is "first last"
  std::optional<Party> representative;
  std::string claim_number, adjudication_number;
  std::optional<Date> date_of_injury;
  std::optional<Party> employer, claims_administrator, insurer, medical_provider_network;
  std::vector<Party> facilities, manufacturers, treating_physicians;
  std::optional<Party> requesting_physician;
  UrDecision ur_decision;
  bool consent_signed = false;
  std::optional<Date> consent_on;
  std::vector<Diagnosis> diagnoses;
  std::vector<DisputedItem> disputed_items;
  std::string expedited_certified_by;
  std::optional<Date> expedited_certified_on;
  std::string liability_reason;
  std::optional<Service> liability_resolved_notice;
  std::optional<Date> information_asked_on;
  std::string information_asked;
  bool information_answered = false;
  std::vector<EarlierApplication> earlier_applications;
  std::vector<EarlierScreening> earlier_screenings;
  std::string programme; ///< what was asked for when it is no medical necessity review of this kind; empty: it is
  std::vector<AlternativeTreatment> alternative_treatment;
};

/// Where the words of a page came from.
enum class TextSource { Layer, Ocr, None };

/// Points from the top left corner of the page: x0, y0, x1, y1.
using Box = std::array<float, 4>;

/// One word of a page text, its box and how sure the reading is.
struct Word {
  text::Span span;
  Box box{};
  std::uint8_t confidence = 100; ///< 0 to 100; 100 for text layers
};

/// What a stretch of a page text is where it is not the running text of the page's author.
enum class PartKind {
  Header,     ///< stands at the top of several pages of a document
  Footer,     ///< at the bottom of several pages, page numbers included
  FaxLine,    ///< written by a fax machine or a fax server
  Annotation, ///< put onto a finished page: a note, a stamp, typed words
  FilledIn,   ///< the value of a form field
  Turned,     ///< runs in another direction than the rest of the page
};

/// A marked stretch of a page text.
struct Part {
  text::Span span;
  PartKind kind = PartKind::Header;
  bool is_repeated = false; ///< of headers and footers: an earlier page of the document says the same
};

/// One page as it was read. `text` is what spans count in and what `openimr pages` prints.
struct Page {
  int number = 1; ///< within its file, from 1
  TextSource source = TextSource::None;
  float width = 0, height = 0; ///< points; 0 where the format has no pages
  std::string text;            ///< UTF-8, lines end with \n
  std::vector<Word> words;     ///< in text order; empty for formats without boxes
  std::vector<Part> parts;     ///< in text order, none inside another
  int confidence = 100;        ///< mean word confidence; 0 when nothing could be read
  bool is_unread = false;      ///< no usable text: counts as unread in every search for absence
};

/// One file of the case folder as one document (splitting merged files comes with issue 3).
struct Document {
  std::string id;   ///< "d1", "d2", … in file order
  std::string file; ///< relative to the case folder, e.g. "documents/03-pr2.pdf"
  std::string sha256;
  std::string media_type; ///< "application/pdf", …
  int first_page = 1;
  std::vector<Page> pages;
  std::string kind;   ///< id of a packs/documents page, "unknown" when none fits
  std::string title;  ///< kind in plain words
  std::string author; ///< as read; empty when unknown
  std::string sender;
  std::optional<Date> date; ///< of service or writing
  std::optional<Date> received;
  std::string belongs_to = "this"; ///< this | other | unknown
  bool is_evidence =
      true; ///< false for the UR decision, the application and legal papers: never evidence by themselves
};

/// Everything that came in for one case.
struct CaseFile {
  std::string folder;
  Application application;
  std::vector<Document> documents;
  std::map<std::string, std::string> input_hashes; ///< file -> sha256, application and opinion included
  text::Problems problems;                         ///< of single documents; the rest was read
};

} // namespace openimr::records
