// Applying: one event on its way into a case. Used by apply() only.
#pragma once

#include "casework/case.h"

#include <fmt/format.h>
#include <initializer_list>

namespace openimr::casework {

using Refusal = std::optional<Error>;

/// One function a kind; each changes the case or says why not.
class Applying {
public:
  Applying(Case& so_far, const CaseEvent& event, const Transition& row) : case_(so_far), event_(event), row_(row) {}

  Refusal operator()(const Noted& what);
  Refusal operator()(const Received& what);
  Refusal operator()(const Screened& what);
  Refusal operator()(const Deferred& what);
  Refusal operator()(const Resumed& what);
  Refusal operator()(const Reopened& what);
  Refusal operator()(const DuplicateFound& what);
  Refusal operator()(const Consolidated& what);
  Refusal operator()(const Joined& what);
  Refusal operator()(const InformationAsked& what);
  Refusal operator()(const InformationAnswered& what);
  Refusal operator()(const Assigned& what);
  Refusal operator()(const NoticeSent& what);
  Refusal operator()(const NoticeServed& what);
  Refusal operator()(const RecordsRequested& what);
  Refusal operator()(const RecordsReceived& what);
  Refusal operator()(const RecordsClosed& what);
  Refusal operator()(const FactsComputed& what);
  Refusal operator()(const FindingsComputed& what);
  Refusal operator()(const PanelApproved& what);
  Refusal operator()(const ReviewerProposed& what);
  Refusal operator()(const ReviewerAttested& what);
  Refusal operator()(const ReviewerRecused& what);
  Refusal operator()(const OpinionRecorded& what);
  Refusal operator()(const OpinionSigned& what);
  Refusal operator()(const QualityPassed& what);
  Refusal operator()(const QualityReturned& what);
  Refusal operator()(const ExtensionGranted& what);
  Refusal operator()(const ExpeditedConversion& what);
  Refusal operator()(const Issued& what);
  Refusal operator()(const Corrected& what);
  Refusal operator()(const Terminated& what);
  Refusal operator()(const Withdrawn& what);
  Refusal operator()(const PartyChanged& what);
  Refusal operator()(const OverdueRaised& what);
  Refusal operator()(const Appealed& what);
  Refusal operator()(const Affirmed& what);
  Refusal operator()(const Remanded& what);
  Refusal operator()(const Published& what);
  Refusal operator()(const Invoiced& what);
  Refusal operator()(const Credited& what);
  Refusal operator()(const DayCorrected& what);
  Refusal operator()(const Complained& what);
  Refusal operator()(const ComplaintAnswered& what);
  Refusal operator()(const ComplaintClosed& what);
  Refusal operator()(const DuplicateDrawn& what);
  Refusal operator()(const DuplicateAttested& what);
  Refusal operator()(const DuplicateDecided& what);

private:
  std::string where() const;
  /// The law says no: its citation is named, the row's own when none is given.
  Error refuse(std::string found, std::string expected, std::string_view rule = {}) const;
  /// A field that must not be empty.
  Refusal need(std::string_view field, const std::string& value) const;
  Refusal one_of(std::string_view field, const std::string& value, std::initializer_list<std::string_view> words) const;
  CaseItem* item(std::string_view id);
  ReviewerPart* reviewer(std::string_view id);
  /// Late or in time, by what the determination was held against.
  void count_lateness();
  void close(Outcome outcome, std::string of = {});
  /// What was said so far is looked at again, with everything that is there now.
  void wipe_opinions();
  Refusal same_decisions(const std::vector<ItemDecision>& decisions) const;
  /// Every party of the day is named, and no conflict with any.
  Refusal names_every_party(const std::vector<Attestation>& attestations) const;
  Refusal find(const std::string& id, Complaint*& found);
  Refusal find(const std::string& id, const std::string& reviewer, DuplicateReview*& found);
  Refusal serve(const NoticeSent& what);
  Refusal reaches_everybody(const std::vector<std::string>& recipients) const;

  Case& case_;
  const CaseEvent& event_;
  const Transition& row_;
};

} // namespace openimr::casework
