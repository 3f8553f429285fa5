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
  std::string ur_guideline_pages;    ///< pages of it that the UR decision cites, as written ("49, 60-61")
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
  /// Applications that are decided with this one (8 CCR 9792.10.4(a)); their items stand among disputed_items too, with
  /// ids "NUMBER/ID".
  std::vector<Application> joined;
};

/// Where the words of a page came from.
enum class TextSource { Layer, Ocr, None, Typed }; ///< Typed: a person wrote them into pages.yaml

/// Why the words of a page were taken from its text layer or from OCR, where both can be had.
enum class SourceReason {
  OnlyOne,           ///< there was nothing to choose: a page image, a text file
  LayerIsSound,      ///< its words stand on the page as words do
  LayerMissing,      ///< no words, or only a fax line and page numbers
  LayerGarbage,      ///< characters without meaning: the fonts do not say which letters they draw
  LayerAgrees,       ///< unseen or odd words, held against OCR of a sample: they say the same
  LayerBetter,       ///< the layer and OCR differ, and the layer reads more like words
  OcrBetter,         ///< the layer and OCR differ, and OCR reads more like words
};

/// Points from the top left corner of the page: x0, y0, x1, y1.
using Box = std::array<float, 4>;

/// One word of a page text, its box and how sure the reading is.
struct Word {
  text::Span span;
  Box box{};
  std::uint8_t confidence = 100; ///< 0 to 100; 100 for text layers
};

/// Something that a page says of itself, and the words that say it.
struct Stated {
  std::string what;  ///< patient | born | claim | injured | author | facility | service_date | written_date
  std::string value; ///< as written; days as ISO
  text::Span span;   ///< in the page text
};

/// A page of a case file; empty (page 0) when there is none.
struct PageLink {
  std::string document, file;
  int page = 0; ///< within its file, from 1

  bool is_set() const { return page > 0; }
};

/// A passage that an earlier page holds already, copied forward from report to report.
struct CopiedPassage {
  text::Span span; ///< in this page's text
  PageLink first;
  text::Span first_span; ///< in the earlier page's text
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
  SourceReason reason = SourceReason::OnlyOne;
  float width = 0, height = 0; ///< points; 0 where the format has no pages
  std::string text;            ///< UTF-8, lines end with \n
  std::vector<Word> words;     ///< in text order; empty for formats without boxes
  std::vector<Part> parts;     ///< in text order, none inside another
  int confidence = 100;        ///< mean word confidence; 0 when nothing could be read
  bool is_unread = false;      ///< no usable text: counts as unread in every search for absence
  std::string doubt;           ///< why a person should read it though it has words; empty when none needs to
  std::vector<Box> loose_ink;  ///< places of strokes that gave no word on a page image; from top to bottom
  std::string encoding;        ///< of a text file: what its bytes were read as ("UTF-8", "CP437", …); else empty
  bool is_encoding_sure = true; ///< false when another encoding fits the bytes nearly as well
  std::string typed_by;        ///< who typed or confirmed what it says (pages.yaml); empty when nobody did
  std::optional<Date> typed_on;
  std::vector<Stated> stated;         ///< in text order
  std::string belongs_to = "unknown"; ///< this | other | unknown: by this page's own words
  PageLink same_as;                   ///< the page that this one repeats: a second copy of the same sheet
  std::vector<CopiedPassage> copied;  ///< in text order, not overlapping

  /// Whether it might hold words that nobody read. A doubtful copy of a page that was read does not.
  bool counts_as_unread() const { return is_unread || (!doubt.empty() && !same_as.is_set()); }
};

/// Words that spoke for a decision, and where.
struct Cue {
  std::string words;
  int weight = 0;
  int page = 0; ///< within the file, from 1
  text::Span span;
};

/// One document: a file of the case folder, or some of its pages. Pages are in the file's order, but need not follow
/// each other: a page of another patient may lie between.
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
  std::optional<Date> date; ///< of service; of writing where the day of service is not said
  std::optional<Date> received;
  std::string belongs_to = "this"; ///< this | other | unknown
  bool is_evidence =
      true;             ///< false for the UR decision, the application and legal papers: never evidence by themselves
  std::string facility; ///< as read; empty when unknown
  std::optional<Date> service_date, written_date; ///< each only where the paper says it
  int kind_confidence = 0;                        ///< 0 to 100; 100 when a person told the kind
  std::vector<Cue> cues;                          ///< the words that decided the kind, heaviest first
  std::vector<Cue> starts;                        ///< why it was cut from the pages before; empty for a file's first
  std::string same_as;                            ///< id of the document that this is a second copy of
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
