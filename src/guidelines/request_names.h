// The values about a request that the engine works out from its words and the course of treatment (request_values.cpp).
// A page that asks for another one asks for what nothing answers, unless the vocabulary finds it in the record.
#pragma once

#include <array>
#include <string_view>

namespace openimr::guidelines {

/// In alphabetical order.
inline constexpr std::array<std::string_view, 50> request_value_names = {"req.added_to_other_agents",
                                                                         "req.adjunct_to_functional_restoration",
                                                                         "req.blocks_past_12_months",
                                                                         "req.cannot_self_transport",
                                                                         "req.capsaicin_pct",
                                                                         "req.considers_surgery",
                                                                         "req.contains_not_recommended_ingredient",
                                                                         "req.daily_dose_mg",
                                                                         "req.days_full_sessions",
                                                                         "req.directions_contradict",
                                                                         "req.effort_test_only",
                                                                         "req.first_line_use",
                                                                         "req.fluoroscopy",
                                                                         "req.home_trial_1_month",
                                                                         "req.homebound",
                                                                         "req.homemaker_only",
                                                                         "req.hours_per_week",
                                                                         "req.injectate_anesthetic_only",
                                                                         "req.injections_per_session",
                                                                         "req.is_compounded",
                                                                         "req.is_nsaid_user",
                                                                         "req.isolated_use",
                                                                         "req.levels",
                                                                         "req.long_term_use",
                                                                         "req.manual_therapy_limb",
                                                                         "req.med_mg_day",
                                                                         "req.medical_supervision",
                                                                         "req.medicare_dme_definition",
                                                                         "req.needs_equipment",
                                                                         "req.nutritional_disorder",
                                                                         "req.permanent_implant",
                                                                         "req.postsurgical_operation_listed",
                                                                         "req.psychotropic_interaction",
                                                                         "req.purchase",
                                                                         "req.quantity",
                                                                         "req.rapid_detox",
                                                                         "req.rental",
                                                                         "req.rental_days",
                                                                         "req.series_of_three",
                                                                         "req.surgery_candidate",
                                                                         "req.topical_lidocaine_non_patch",
                                                                         "req.transforaminal",
                                                                         "req.treatment_plan_goals",
                                                                         "req.used_weeks_total",
                                                                         "req.visits_done",
                                                                         "req.visits_requested",
                                                                         "req.visits_total",
                                                                         "req.weeks_of_visits",
                                                                         "req.within_postsurgical_period",
                                                                         "req.within_postsurgical_visits"};

} // namespace openimr::guidelines
