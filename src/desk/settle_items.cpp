// Items of application, UR decision and request held against each other.
#include "casework/eligibility.h"
#include "clinical/requested_item.h"
#include "desk/settle_application.h"
#include "intake/form_labels.h"
#include "intake/form_values.h"
#include "intake/likeness.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::desk {
namespace {

using records::Evidence;

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

/// How two texts of items stand to each other.
enum class Likeness {
  Same,    ///< the same words, or the same request in other words
  Spelled, ///< the same but for a slip of pen or scanner; numbers are equal
  Related, ///< about the same drug or service, asked for otherwise
  Other,
};

class Items {
public:
  Items(const ApplicationPapers& papers, const jurisdictions::Jurisdiction& law, const clinical::Vocabulary& vocabulary,
        ApplicationDraft& draft)
      : papers_(papers), law_(law), vocabulary_(vocabulary), draft_(draft) {
    if (!papers.applications.empty()) form_ = &papers.applications.front();
    if (!papers.decisions.empty()) decision_ = &papers.decisions.front();
    if (!papers.requests.empty()) request_ = &papers.requests.front();
  }

  void settle() {
    const std::optional<Date> requested = request_day();
    if (form_)
      for (const intake::ItemReading& item : form_->items) settle_one(item, requested);
    if (form_ && !draft_.items.empty() && !form_->list_doubt.empty())
      draft_.questions.push_back({"items", "Are these all services and goods that the application lists?",
                                  form_->list_doubt, "", form_->list_place, false});
    if (draft_.items.empty()) ask_for_items();
    items_left_out();
  }

private:
  Likeness likeness(const std::string& a, const std::string& b) const {
    if (intake::is_same_value(a, b) || casework::is_same_item(law_.eligibility, a, b)) return Likeness::Same;
    const std::string left = intake::letters_and_digits(a), right = intake::letters_and_digits(b);
    const std::size_t slips = std::max<std::size_t>(1, std::max(left.size(), right.size()) / 10);
    if (digits_of(a) == digits_of(b) && intake::letters_apart(left, right, slips) <= slips) return Likeness::Spelled;
    return is_related(a, b) ? Likeness::Related : Likeness::Other;
  }

  bool is_related(const std::string& a, const std::string& b) const {
    const auto left = clinical::parse_item(vocabulary_, a), right = clinical::parse_item(vocabulary_, b);
    for (const std::string& drug : left.ingredients)
      if (std::find(right.ingredients.begin(), right.ingredients.end(), drug) != right.ingredients.end()) return true;
    const auto words = [](const std::string& text) {
      std::set<std::string> found;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (const std::string key = intake::letters_and_digits(text.substr(at, end - at)); key.size() >= 4)
          found.insert(key);
        at = end + 1;
      }
      return found;
    };
    const auto mine = words(a), other = words(b);
    const auto shared = static_cast<std::size_t>(
        std::count_if(mine.begin(), mine.end(), [&](const std::string& word) { return other.contains(word); }));
    return shared * 2 >= std::max<std::size_t>(1, std::min(mine.size(), other.size())) && shared > 0 &&
           shared * 2 >= std::max(mine.size(), other.size());
  }

  /// "flurbiprofen 20%, lidocaine 5%"
  static std::string composition(const records::RequestedItem& item) {
    std::string words;
    for (const records::RequestedIngredient& one : item.components)
      if (!one.is_published)
        words += (words.empty() ? "" : ", ") + one.name + (one.strength.empty() ? "" : " " + one.strength);
    return words;
  }

  /// "strength 10 mg and 20 mg; quantity 90 and 60"
  std::string what_differs(const std::string& a, const std::string& b) const {
    const auto left = clinical::parse_item(vocabulary_, a), right = clinical::parse_item(vocabulary_, b);
    std::string words;
    const auto tell = [&](const char* what, const std::string& one, const std::string& other) {
      if (one != other)
        words += fmt::format("{}{} {} and {}", words.empty() ? "" : "; ", what, one.empty() ? "none" : one,
                             other.empty() ? "none" : other);
    };
    const auto number = [](const std::optional<double>& value) {
      return value ? fmt::format("{:g}", *value) : std::string();
    };
    tell("drug", fmt::format("{}", fmt::join(left.ingredients, ", ")),
         fmt::format("{}", fmt::join(right.ingredients, ", ")));
    tell("strength", left.strength, right.strength);
    tell("ingredients", composition(left), composition(right));
    tell("quantity", number(left.quantity), number(right.quantity));
    tell("times a day", number(left.times_per_day), number(right.times_per_day));
    tell("refills", number(left.refills), number(right.refills));
    tell("count", number(left.count), number(right.count));
    tell("duration", left.duration, right.duration);
    tell("rental or purchase", left.tenure, right.tenure);
    tell("body part", left.body_part, right.body_part);
    tell("side", left.side, right.side);
    tell("level", left.level, right.level);
    return words.empty() ? "the words differ" : words;
  }

  template <class List> std::pair<std::size_t, Likeness> nearest(const std::string& text, const List& list) const {
    std::pair<std::size_t, Likeness> best{list.size(), Likeness::Other};
    for (std::size_t i = 0; i < list.size(); ++i)
      if (const Likeness how = likeness(text, list[i].text); how < best.second) best = {i, how};
    return best;
  }

  static bool is_surely_read(const std::vector<Evidence>& evidence) {
    return std::all_of(evidence.begin(), evidence.end(), [](const Evidence& one) { return one.confidence == 100; });
  }

  void settle_one(const intake::ItemReading& item, std::optional<Date> requested) {
    DraftItem draft;
    draft.id = std::to_string(draft_.items.size() + 1);
    draft.text = item.text;
    draft.confidence = item.confidence;
    draft.evidence = item.evidence;
    bool is_confirmed = false;
    std::string doubt;
    if (decision_) compare_with_decision(item, draft, is_confirmed, doubt);
    if (request_ && !request_->items.empty()) compare_with_request(item, draft, is_confirmed, doubt);
    // The day of a request is the day of what it asks for, and of nothing else that is disputed.
    const bool has_requested = request_ && !request_->items.empty();
    if (!has_requested || !draft.request_evidence.empty()) draft.requested_on = requested;
    if (!is_confirmed && item.confidence < ask_below && doubt.empty())
      doubt =
          fmt::format("it was read with a confidence of {} of 100 only, and no other paper has it", item.confidence);
    if (!doubt.empty()) {
      draft_.questions.push_back(
          {"items." + draft.id, "What does the application ask for here?", doubt, draft.text, item.evidence, true});
      draft.text.clear();
    }
    draft_.items.push_back(std::move(draft));
  }

  void compare_with_decision(const intake::ItemReading& item, DraftItem& draft, bool& is_confirmed,
                             std::string& doubt) {
    const auto [at, how] = nearest(item.text, decision_->items);
    if (how == Likeness::Other) {
      draft_.differences.push_back(
          {"item_extra",
           fmt::format("the application lists \"{}\"; the UR decision does not decide on it", item.text),
           "LC 4610.5(c)(1)",
           item.evidence,
           {}});
      draft_.questions.push_back({"items." + draft.id + ".ur_outcome",
                                  fmt::format("What did UR decide on \"{}\"?", item.text),
                                  "it was not found in the UR decision", "", item.evidence, false});
      return;
    }
    const intake::UrItemReading& other = decision_->items[at];
    taken_.insert(at);
    draft.ur_text = other.text;
    draft.ur_evidence = other.evidence;
    draft.guideline = other.guideline;
    draft.guideline_pages = other.guideline_pages;
    draft.reasons = other.reasons;
    if (!other.doubt.empty())
      draft_.questions.push_back({"items." + draft.id + ".ur_outcome",
                                  fmt::format("What did UR decide on \"{}\"?", item.text), other.doubt, "",
                                  other.evidence, false});
    else
      draft.outcome = other.outcome;
    if (how == Likeness::Related) {
      differ(item, "item_differs", "the UR decision", other.text, other.evidence, doubt);
    } else {
      is_confirmed = true;
      // The clearer print of the same words.
      if (other.confidence > item.confidence) draft.text = other.text;
      draft.confidence = std::max({draft.confidence, other.confidence, 97});
    }
    if (other.outcome == "approved")
      draft_.differences.push_back({"item_approved", fmt::format("UR approved \"{}\"", other.text), "LC 4610.5(c)(1)",
                                    item.evidence, other.evidence});
  }

  void compare_with_request(const intake::ItemReading& item, DraftItem& draft, bool& is_confirmed, std::string& doubt) {
    const auto [at, how] = nearest(item.text, request_->items);
    if (how == Likeness::Other) {
      draft_.differences.push_back(
          {"item_not_requested",
           fmt::format("the application lists \"{}\"; the request for authorization does not", item.text),
           "8 CCR 9792.6.1",
           item.evidence,
           {}});
      return;
    }
    const intake::ItemReading& other = request_->items[at];
    draft.request_evidence = other.evidence;
    if (how == Likeness::Related) {
      // A request that was misread by the scanner, where form and decision agree, tells nothing.
      if (is_confirmed && !is_surely_read(other.evidence) && other.confidence < ask_below) return;
      std::string of_request;
      differ(item, "request_differs", "the request for authorization", other.text, other.evidence,
             is_confirmed ? of_request : doubt);
      return;
    }
    if (!is_confirmed && other.confidence > item.confidence) draft.text = other.text;
    is_confirmed = true;
    draft.confidence = std::max({draft.confidence, other.confidence, 97});
    // What form and request say alike is no misreading of the form.
    doubt.clear();
  }

  void differ(const intake::ItemReading& item, const char* id, const char* paper, const std::string& text,
              const std::vector<Evidence>& evidence, std::string& doubt) {
    const bool is_scan = !is_surely_read(item.evidence) || !is_surely_read(evidence);
    if (is_scan) doubt = fmt::format("{} says \"{}\"", paper, text);
    // A digit or two that differ in a scan may be misread: asked, and no finding yet.
    const std::string left = intake::fold_confusions(intake::letters_and_digits(item.text)),
                      right = intake::fold_confusions(intake::letters_and_digits(text));
    const std::size_t slips = std::max<std::size_t>(2, std::max(left.size(), right.size()) / 10);
    if (is_scan && intake::letters_apart(left, right, slips) <= slips) {
      doubt = fmt::format("it looks like the same as in {}, which says \"{}\"", paper, text);
      return;
    }
    draft_.differences.push_back({id,
                                  fmt::format("the application says \"{}\", {} says \"{}\": {}", item.text, paper, text,
                                              what_differs(item.text, text)),
                                  "8 CCR 9792.10.3(a)", item.evidence, evidence});
  }

  /// The day of the request by the form RFA; the UR decision's word where that is not known.
  std::optional<Date> request_day() {
    const auto day = [](const intake::FormReading* form, const char* id, std::vector<Evidence>& evidence) {
      const intake::FieldReading* reading = form ? form->find(id) : nullptr;
      if (!reading || reading->value.empty() || !reading->doubt.empty() || reading->confidence < ask_below)
        return std::optional<Date>();
      evidence = reading->evidence;
      return Date::parse_iso(reading->value);
    };
    std::vector<Evidence> first, second;
    const auto by_request = day(request_, "signature.signed_on", first);
    const auto by_decision = day(decision_ ? &decision_->facts : nullptr, "request.date", second);
    if (by_request && by_decision && *by_request != *by_decision)
      draft_.differences.push_back(
          {"other_request_date",
           fmt::format("the request is dated {}; by the UR decision it is of {}", by_request->us(), by_decision->us()),
           "8 CCR 9792.10.3(a)", first, second});
    const auto result = by_request ? by_request : by_decision;
    if (!result)
      draft_.questions.push_back({"items.requested_on",
                                  "Of which day is the request for authorization?",
                                  "no paper says it so that it can be read",
                                  "",
                                  {},
                                  false});
    return result;
  }

  void ask_for_items() {
    std::string seems;
    if (decision_)
      for (const auto& item : decision_->items)
        if (item.outcome != "approved") seems += (seems.empty() ? "" : "; ") + item.text;
    draft_.questions.push_back({"items", "Which services or goods are disputed?",
                                "no item could be read on the application", seems,
                                form_ ? form_->list_place : std::vector<Evidence>(), true});
  }

  void items_left_out() {
    if (!decision_ || !form_) return;
    for (std::size_t i = 0; i < decision_->items.size(); ++i) {
      const auto& item = decision_->items[i];
      if (taken_.contains(i) || item.outcome == "approved") continue;
      draft_.differences.push_back(
          {"item_missing", fmt::format("UR {} \"{}\"; the application does not list it", item.outcome, item.text),
           "LC 4610.5(d)", form_->list_place, item.evidence});
    }
  }

  const ApplicationPapers& papers_;
  const jurisdictions::Jurisdiction& law_;
  const clinical::Vocabulary& vocabulary_;
  ApplicationDraft& draft_;
  const intake::FormReading* form_ = nullptr;
  const intake::UrReading* decision_ = nullptr;
  const intake::FormReading* request_ = nullptr;
  std::set<std::size_t> taken_; ///< items of the decision that the application lists
};

} // namespace

void settle_items(const ApplicationPapers& papers, const jurisdictions::Jurisdiction& law,
                  const clinical::Vocabulary& vocabulary, ApplicationDraft& draft) {
  Items(papers, law, vocabulary, draft).settle();
}

} // namespace openimr::desk
