#include "corpus/layouts.h"

namespace openimr::corpus {
namespace {

using Words = std::string_view;

constexpr HeadingDefinition sectioned_headings[] = {
    {Section::HowMade, "HOW THE IMR FINAL DETERMINATION WAS MADE"},
    {Section::Summary, "CLINICAL CASE SUMMARY"},
    {Section::Issues, "IMR ISSUES, DECISIONS AND RATIONALES"},
    {Section::Issues, "IMR ISSUE, DECISION AND RATIONALE"},
    {Section::Documents, "DOCUMENTS REVIEWED"},
};

constexpr Words claims_labels[] = {
    "Claims Administrator guideline:", "Claims Administrator guidelines:", "Claims Administrator's guideline:"};
constexpr Words maximus_labels[] = {"MAXIMUS guideline:", "MAXIMUS guidelines:"};
constexpr Words own_labels[] = {"Reviewer guideline:"};
constexpr Words rationale_labels[] = {"Decision rationale:", "Rationale:"};

constexpr Words own_signs[] = {"how the imr final determination was made", "reviewer guideline:"};
constexpr Words listed_signs[] = {"maximus guideline", "state(s) of licensure"};
constexpr Words prose_signs[] = {"maximus guideline", "licensed to practice in"};
constexpr Words sectioned_signs[] = {"maximus guideline"};

constexpr LayoutDefinition known[] = {
    {"openimr",
     sectioned_headings,
     {claims_labels, own_labels, rationale_labels},
     Credentials::Listed,
     own_signs,
     {true, true}},
    {"sections-listed-credentials",
     sectioned_headings,
     {claims_labels, maximus_labels, rationale_labels},
     Credentials::Listed,
     listed_signs,
     {}},
    {"sections-prose-credentials",
     sectioned_headings,
     {claims_labels, maximus_labels, rationale_labels},
     Credentials::Prose,
     prose_signs,
     {}},
    {"sections",
     sectioned_headings,
     {claims_labels, maximus_labels, rationale_labels},
     Credentials::Listed,
     sectioned_signs,
     {}},
};

} // namespace

std::span<const LayoutDefinition> layouts() { return known; }

} // namespace openimr::corpus
