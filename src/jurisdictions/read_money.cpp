// money.yaml.
#include "jurisdictions/pack_reading.h"

namespace openimr::jurisdictions {
namespace {

using text::Value;

/// Days and source of a row that is no version of another.
template <class Row> void read_days(const Value& value, Row& row) {
  auto dated = read_in_force(value, true);
  row.from = dated.from;
  row.to = dated.to;
  row.citation = dated.citation;
}

double amount(const Value& value) {
  const double usd = value.number();
  if (usd < 0) value.problem(fmt::format("{}", usd), "0 or more", "correct it");
  return usd;
}

Fee read_fee(const Value& row) {
  row.only({"id", "title", "review", "profession", "reviewers", "drugs_only", "ended", "usd", "from", "to", "citation",
            "verified", "note"});
  Fee fee;
  fee.id = row.required("id").string();
  fee.title = row.required("title").string();
  fee.review = row["review"].one_of({"regular", "expedited"});
  fee.profession = row["profession"].one_of({"physician", "other"});
  fee.reviewers = row["reviewers"].integer(0);
  fee.drugs_only = row["drugs_only"].boolean();
  fee.ended = row["ended"].one_of({"before_reviewer"});
  fee.usd = amount(row.required("usd"));
  read_days(row, fee);
  return fee;
}

Penalty read_penalty(const Value& row) {
  row.only({"id", "title", "usd", "most_usd", "per", "from", "to", "citation", "verified", "note"});
  Penalty penalty;
  penalty.id = row.required("id").string();
  penalty.title = row.required("title").string();
  penalty.usd = amount(row.required("usd"));
  if (row["most_usd"].is_present()) penalty.most_usd = amount(row["most_usd"]);
  penalty.per = row["per"].one_of({"day"});
  read_days(row, penalty);
  return penalty;
}

Measure read_measure(const Value& row) {
  row.only({"id", "title", "counts", "from", "to", "citation", "verified", "note"});
  Measure measure;
  measure.id = row.required("id").string();
  measure.title = row.required("title").string();
  measure.counts = row.required("counts").string();
  read_days(row, measure);
  return measure;
}

/// How many circumstances a fee names.
int particulars(const Fee& fee) {
  return !fee.review.empty() + !fee.profession.empty() + !fee.ended.empty() + (fee.reviewers != 0) + fee.drugs_only;
}

bool fits(const Fee& fee, const ReviewCharge& charge) {
  return (fee.review.empty() || fee.review == charge.review) &&
         (fee.profession.empty() || fee.profession == charge.profession) && fee.ended == charge.ended &&
         (fee.reviewers == 0 || fee.reviewers == charge.reviewers) && (!fee.drugs_only || charge.drugs_only);
}

} // namespace

void read_money(const Value& root, Jurisdiction& law) {
  root.only({"schema", "fees", "penalties", "measures"});
  for (const Value& row : root["fees"].list()) law.money.fees.push_back(read_fee(row));
  for (const Value& row : root["penalties"].list()) law.money.penalties.push_back(read_penalty(row));
  for (const Value& row : root["measures"].list()) law.money.measures.push_back(read_measure(row));
}

const Fee* MoneyRules::fee(const ReviewCharge& charge, Date day) const {
  const Fee* best = nullptr;
  for (const Fee& each : fees)
    if (each.holds_on(day) && fits(each, charge) && (!best || particulars(*best) < particulars(each))) best = &each;
  return best;
}

} // namespace openimr::jurisdictions
