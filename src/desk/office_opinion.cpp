// The reviewer's acts on a stored case, and the issue of what the reviewers decided: drafts, own findings, the verified
// signature.
#include "base/hash.h"
#include "desk/account_book.h"
#include "desk/office.h"
#include "desk/record_acts.h"
#include "desk/sign_opinion.h"
#include "determination/policy.h"
#include "determination/signed_opinion.h"
#include "intake/application_file.h"
#include "intake/opinion_file.h"
#include "people/sealed_signing_key.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::desk {
namespace {

using casework::Case;

Error refuse(const std::string& number, std::string_view kind, std::string found, std::string expected,
             std::string remedy) {
  return {ErrorKind::Refused, fmt::format("case {}, {}", number, kind), std::move(found), std::move(expected),
          std::move(remedy)};
}

std::vector<casework::ItemDecision> decisions_of(const records::Opinion& opinion) {
  std::vector<casework::ItemDecision> decisions;
  for (const auto& item : opinion.items) decisions.push_back({item.id, item.decision});
  return decisions;
}

/// The decisions of a determination.json, and what it says it was signed over.
struct IssuedFile {
  std::map<std::string, std::string> decisions;
  std::string signed_over;
};

Result<IssuedFile> read_determination(const std::string& name, const std::string& bytes) {
  auto file = text::DataFile::parse(name, bytes); // JSON is YAML
  if (!file) return file.error();
  const auto* made = file->root.find("determination");
  const auto* list = made ? made->find("decisions") : nullptr;
  if (!list || list->items.empty())
    return Error{ErrorKind::Input, name, "no decisions", "a determination.json that openimr review wrote",
                 "make it with openimr review CASE --roster FILE --out DIR"};
  IssuedFile issued;
  for (const auto& one : list->items) {
    const auto *id = one.find("id"), *decision = one.find("decision");
    if (id && decision) issued.decisions[id->scalar] = decision->scalar;
  }
  const auto* receipt = file->root.find("receipt");
  const auto* hash = receipt ? receipt->find("opinion_sha256") : nullptr;
  if (hash) issued.signed_over = hash->scalar;
  return issued;
}

} // namespace

/// The public key by which the reviewer signs: of the account book where there is one, and of the roster; both have to
/// agree. Empty: nobody said.
Result<std::string> Office::key_of(const Caller& caller, const std::string& number, const std::string& reviewer,
                                   const std::string& registered_key) const {
  if (!caller.is_signed_in()) return registered_key;
  auto book = accounts();
  if (!book) return book.error();
  const auto account = book->find(reviewer);
  const std::string own = account == book->end() ? "" : account->second.public_key;
  if (own.empty())
    return refuse(number, "opinion_signed", "no signing key of " + reviewer, "a key in the account book",
                  "make one with openimr people signing-key");
  if (!registered_key.empty() && registered_key != own)
    return refuse(number, "opinion_signed", "one key in the roster and another in the account book", "the same",
                  "correct the roster");
  return own;
}

Result<records::Opinion> Office::verified_opinion(const Caller& caller, const Case& state, const std::string& reviewer,
                                                  const std::string& registered_key) {
  auto kept = desk::case_file(*store_, state.number, opinion_of(reviewer));
  if (!kept) return kept.error();
  if (kept->text.empty())
    return refuse(state.number, "opinion_signed", "no opinion of " + reviewer, "the opinion that is signed",
                  "save it with openimr case opinion");
  auto opinion = intake::parse_opinion("opinion of " + reviewer, kept->text);
  if (!opinion) return opinion.error();
  auto key = key_of(caller, state.number, reviewer, registered_key);
  if (!key) return key.error();
  auto inputs = input_hashes(*store_, state.number);
  if (!inputs) return inputs.error();
  auto verified = determination::SignedOpinion::verify(*opinion, *inputs, *key);
  if (!verified) return verified.error();
  return std::move(*opinion);
}

/// What an event says of an opinion is held against the opinion itself.
Result<Done> Office::prove(const Caller& caller, const Case& state, const casework::What& what) {
  if (const auto* told = std::get_if<casework::OpinionRecorded>(&what)) {
    auto text = case_file_of_hash(*store_, state.number, told->opinion);
    if (!text) return text.error();
    if (!*text)
      return refuse(state.number, told->kind, "an opinion that nobody saved: " + told->opinion,
                    "the SHA-256 of a saved opinion", "save it with openimr case opinion");
    auto opinion = intake::parse_opinion("opinion of " + told->reviewer, **text);
    if (!opinion) return opinion.error();
    const auto said = decisions_of(*opinion);
    const bool is_same = opinion->reviewer == told->reviewer && said.size() == told->decisions.size() &&
                         std::all_of(said.begin(), said.end(), [&](const auto& one) {
                           return std::any_of(told->decisions.begin(), told->decisions.end(), [&](const auto& other) {
                             return one.id == other.id && one.decision == other.decision;
                           });
                         });
    if (!is_same)
      return refuse(state.number, told->kind, "other decisions than the opinion has, or another reviewer",
                    "what the opinion says", "let openimr case sign record it");
  }
  if (const auto* told = std::get_if<casework::OpinionSigned>(&what)) {
    auto opinion = verified_opinion(caller, state, told->reviewer, "");
    if (!opinion) return opinion.error();
    auto inputs = input_hashes(*store_, state.number);
    if (!inputs) return inputs.error();
    if (told->content_hash != determination::content_hash(*opinion, *inputs) ||
        told->public_key != opinion->signature->public_key)
      return refuse(state.number, told->kind, "another content or key than that of the signature",
                    "what the saved opinion carries", "let openimr case sign record it");
  }
  return Done{};
}

Result<CaseFile> Office::opinion(const Caller& caller, const std::string& number, const std::string& reviewer) {
  if (caller.is_signed_in() && reviewer != caller.account()) {
    auto state = acts_->load(number);
    if (!state) return state.error();
    const bool is_signed = std::any_of(state->reviewers.begin(), state->reviewers.end(),
                                       [&](const auto& part) { return part.id == reviewer && part.has_signed; });
    const bool is_a_reviewer = caller.roles().contains("reviewer");
    if (!is_signed || is_a_reviewer)
      return refuse(number, "opinion", fmt::format("{} looking at the opinion of {}", caller.account(), reviewer),
                    is_a_reviewer ? "the own opinion" : "an opinion that is signed",
                    "a draft is its reviewer's, and the reviewers of a panel judge apart (Labor Code 4610.6(c), (e))");
  }
  return case_file(caller, number, opinion_of(reviewer));
}

Result<CaseFile> Office::save_opinion(const Caller& caller, const std::string& number, const std::string& text,
                                      std::int64_t expected_version) {
  auto opinion = intake::parse_opinion("opinion", text);
  if (!opinion) return opinion.error();
  auto state = acts_->load(number);
  if (!state) return state.error();
  const auto part = std::find_if(state->reviewers.begin(), state->reviewers.end(),
                                 [&](const auto& one) { return one.id == opinion->reviewer; });
  if (part == state->reviewers.end() || !part->attested_on)
    return refuse(number, "opinion", "an opinion of " + opinion->reviewer, "a reviewer of the case who has attested",
                  "LC 139.5(d)(5)");
  if (caller.is_signed_in() && opinion->reviewer != caller.account())
    return refuse(number, "opinion", fmt::format("{} writing for {}", caller.account(), opinion->reviewer),
                  "the own opinion", "LC 4610.6(c)");
  if (part->has_signed)
    return refuse(number, "opinion", "an opinion that is signed", "one that is not",
                  "the medical director can return it; then it may be changed");
  return save_case_file(caller, number, opinion_of(opinion->reviewer), text, expected_version);
}

/// Where the policy hides the recommendation a draft has shown nothing; elsewhere it was there from the first look.
Result<bool> Office::has_seen_recommendation(const std::string& reviewer, const std::string& opinion,
                                             const std::vector<casework::CaseEvent>& history) const {
  if (opinion.empty()) return false;
  auto policy = determination::Policy::load(installation_.packs_folder + "/organization/policy.yaml");
  if (!policy) return policy.error();
  if (!policy->own_finding_first) return true;
  auto parsed = intake::parse_opinion("opinion of " + reviewer, opinion);
  if (!parsed) return parsed.error();
  return parsed->signature.has_value() || std::any_of(history.begin(), history.end(), [&](const auto& event) {
           const auto* told = std::get_if<casework::OpinionSigned>(&event.what);
           return told && told->reviewer == reviewer;
         });
}

Result<Done> Office::record_own_finding(const Caller& caller, const std::string& number,
                                        determination::OwnFinding finding) {
  if (caller.is_signed_in() && finding.reviewer != caller.account())
    return refuse(number, "own finding", fmt::format("{} finding for {}", caller.account(), finding.reviewer),
                  "the own finding", "LC 4610.6(c)");
  auto kept = desk::case_file(*store_, number, own_finding_of(finding.reviewer));
  if (!kept) return kept.error();
  auto opinion = desk::case_file(*store_, number, opinion_of(finding.reviewer));
  if (!opinion) return opinion.error();
  auto view = acts_->view(number, Date{});
  if (!view) return view.error();
  const Case* state = &view->state;
  auto is_late = has_seen_recommendation(finding.reviewer, opinion->text, view->history);
  if (!is_late) return is_late.error();
  if (*is_late)
    return refuse(number, "own finding", "an opinion", "none yet: an own finding comes before it",
                  "a finding cannot be recorded afterwards");
  auto application = intake::parse_application("application.yaml", state->application);
  if (!application) return application.error();
  auto inputs = input_hashes(*store_, number);
  if (!inputs) return inputs.error();
  auto text = with_own_finding("own_finding.yaml", kept->text, *application, *inputs, std::move(finding));
  if (!text) return text.error();
  const std::string name = own_finding_of(determination::parse_own_findings("", *text)->back().reviewer);
  auto saved = save_case_file(caller, number, name, *text, kept->version);
  if (!saved) return saved.error();
  return Done{};
}

namespace {

/// Opinions are signed over what everybody on the panel found: a finding that comes later would break the signatures
/// that are there.
Result<Done> panel_has_found(store::Store& store, const std::string& packs_folder, const casework::Case& state) {
  if (state.reviewers.size() < 2) return Done{};
  auto policy = determination::Policy::load(packs_folder + "/organization/policy.yaml");
  if (!policy) return policy.error();
  if (!policy->own_finding_first) return Done{};
  for (std::size_t seat = 0; seat < state.reviewers.size(); ++seat) {
    auto found = case_file(store, state.number, own_finding_of(state.reviewers[seat].id));
    if (!found) return found.error();
    if (found->text.empty())
      return refuse(state.number, "opinion_signed", fmt::format("no own finding of seat {} yet", seat + 1),
                    "the own findings of the whole panel, over which each reviewer signs",
                    "wait for it and sign then: the opinion is kept as it is");
  }
  return Done{};
}

} // namespace

/// The signed text and both events that tell of it, in one act.
Result<ActAnswer> Office::sign_opinion(const Caller& caller, const std::string& number, const std::string& reviewer,
                                       const determination::SigningKey& key, const std::string& registered_key,
                                       const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto kept = desk::case_file(*store_, number, opinion_of(reviewer));
  if (!kept) return kept.error();
  if (kept->text.empty())
    return refuse(number, "opinion_signed", "no opinion of " + reviewer, "an opinion to sign",
                  "save it with openimr case opinion");
  if (auto found = panel_has_found(*store_, installation_.packs_folder, *state); !found) return found.error();
  auto registered = key_of(caller, number, reviewer, registered_key);
  if (!registered) return registered.error();
  if (!registered->empty() && *registered != key.public_key())
    return refuse(number, "opinion_signed", "another key than the one registered for " + reviewer,
                  "the reviewer's own key", "sign with the registered key, or correct the roster");
  auto inputs = input_hashes(*store_, number);
  if (!inputs) return inputs.error();
  auto made = signed_text("opinion of " + reviewer, kept->text, *inputs, key);
  if (!made) return made.error();
  if (made->text != kept->text)
    if (auto saved = save_opinion(caller, number, made->text, kept->version); !saved) return saved.error();
  return record_signed_opinion(caller, number, reviewer, registered_key, options);
}

Result<ActAnswer> Office::sign_opinion(const Caller& caller, const std::string& number, const std::string& password,
                                       const std::string& code, const ActOptions& options) {
  auto book = accounts();
  if (!book) return book.error();
  const auto account = book->find(caller.account());
  if (account == book->end() || account->second.sealed_key.empty())
    return refuse(number, "opinion_signed", "no signing key of " + caller.account(), "a key in the account book",
                  "make one with openimr people signing-key");
  // Who signs proves it again: an open session is not enough.
  auto again = sign_in(caller.account(), password, code);
  if (!again) return again.error();
  auto seed = people::open_signing_key(account->second.sealed_key, password);
  if (!seed) return seed.error();
  const auto key = determination::SigningKey::from_seed(*seed);
  sodium_memzero(seed->data(), seed->size());
  return sign_opinion(*again, number, caller.account(), key, "", options);
}

Result<ActAnswer> Office::record_signed_opinion(const Caller& caller, const std::string& number,
                                                const std::string& reviewer, const std::string& registered_key,
                                                const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto opinion = verified_opinion(caller, *state, reviewer, registered_key);
  if (!opinion) return opinion.error();
  auto kept = desk::case_file(*store_, number, opinion_of(reviewer));
  if (!kept) return kept.error();
  const auto part = std::find_if(state->reviewers.begin(), state->reviewers.end(),
                                 [&](const auto& one) { return one.id == reviewer; });
  const auto said = decisions_of(*opinion);
  const bool is_recorded = state->status == casework::Status::Opined && part != state->reviewers.end() &&
                           std::all_of(said.begin(), said.end(), [&](const auto& one) {
                             const auto found = part->decisions.find(one.id);
                             return found != part->decisions.end() && found->second == one.decision;
                           });
  if (!is_recorded) {
    ActOptions own = options;
    if (!own.key.empty()) own.key += " recorded";
    auto recorded = record(caller, number, casework::OpinionRecorded{reviewer, sha256_hex(kept->text), said}, own);
    if (!recorded) return recorded.error();
  }
  // Of a panel the others may still be writing: the signature is told once every opinion is there.
  return sign_all(caller, number, options);
}

/// Tells of the signatures that are there, once every reviewer's opinion is recorded.
Result<ActAnswer> Office::sign_all(const Caller& caller, const std::string& number, const ActOptions& options) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  ActAnswer answer{.number = number, .state = *state};
  if (state->status != casework::Status::Opined) return answer;
  for (const auto& part : state->reviewers) {
    if (part.has_signed) continue;
    auto opinion = verified_opinion(caller, answer.state, part.id, "");
    if (!opinion) return opinion.error();
    auto inputs = input_hashes(*store_, number);
    if (!inputs) return inputs.error();
    auto leave = ask_event(caller, &answer.state, "opinion_signed");
    if (!leave) return leave.error();
    ActOptions own = options;
    own.actor = leave->actor;
    if (!own.key.empty()) own.key += " signed " + part.id;
    auto done = acts_->record(number,
                              casework::OpinionSigned{part.id, determination::content_hash(*opinion, *inputs),
                                                      opinion->signature->public_key},
                              own);
    if (!done) return done.error();
    answer = std::move(*done);
  }
  return answer;
}

Result<ActAnswer> Office::issue(const Caller& caller, const std::string& number, const std::string& name,
                                const std::string& determination, casework::Issued what, const ActOptions& options) {
  auto view = acts_->view(number, Date{});
  if (!view) return view.error();
  auto leave = ask_event(caller, &view->state, "issued");
  if (!leave) return leave.error();
  auto file = read_determination(name, determination);
  if (!file) return file.error();
  for (const auto& item : view->state.items) {
    if (!item.is_to_be_decided()) continue;
    const auto found = file->decisions.find(item.id);
    const std::string written = found == file->decisions.end() ? "nothing" : found->second;
    const std::string decided = view->state.resolved_decision(item.id);
    if (written != decided)
      return refuse(number, "issued", fmt::format("item {}: {} in {}", item.id, written, name),
                    fmt::format("{}, as the reviewers signed", decided.empty() ? "no decision" : decided),
                    "make the determination again from the signed opinion (LC 4610.6(c),(e))");
  }
  std::set<std::string> signed_over; // of this round
  for (const auto& event : view->history) {
    if (std::holds_alternative<casework::Remanded>(event.what)) signed_over.clear();
    if (const auto* told = std::get_if<casework::OpinionSigned>(&event.what)) signed_over.insert(told->content_hash);
  }
  if (!signed_over.contains(file->signed_over))
    return refuse(number, "issued", fmt::format("{}, made from an opinion {}", name, file->signed_over),
                  "one made from the opinion that was signed", "make it again from openimr case folder");
  what.determination = sha256_hex(determination);
  ActOptions own = options;
  own.actor = leave->actor;
  return keep_papers(caller, own.actor, acts_->record(number, std::move(what), own));
}

} // namespace openimr::desk
