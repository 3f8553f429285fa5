"""Which guideline decides: the edition of the request's day, the sources of the jurisdiction, the formulary, what the packs are worth."""
import unittest

from program import FIRST, ROOT, Story, answer, run


class WhichSourceDecides(Story):
    def review(self, **changes):
        case = self.copy(FIRST)
        application = case / "application.yaml"
        text = application.read_text()
        for old, new in changes.get("swap", []):
            self.assertIn(old, text)
            text = text.replace(old, new)
        application.write_text(text)
        return {issue["id"]: issue for issue in answer("review", case, "--json")["issues"]}

    def test_a_request_of_2015_is_held_to_the_schedule_of_2009(self):
        for issue in self.review().values():
            sources = issue["sources"]
            self.assertEqual((sources["edition"]["pack"], sources["edition"]["chosen_by"], sources["edition"]["day"]), ("mtus-2009", "request", "2015-01-29"))
            self.assertEqual((sources["standing"], sources["presumption"]["status"], sources["silence"]), ("presumed_correct", "holds", None))
            self.assertEqual([(gate["step"], gate["opened"]) for gate in sources["gates"]],
                             [("mtus", True), ("acoem-or-odg", False), ("other-guidelines", False), ("studies", False)])
            self.assertTrue(all(one["prospective_review"] == "does_not_apply" for one in issue["formulary"]), "the formulary began in 2018")

    def test_the_same_request_of_2018_meets_the_edition_and_the_formulary_of_its_day(self):
        issues = self.review(swap=[("requested_on: 2015-01-29", "requested_on: 2018-03-05")])
        self.assertTrue(all(issue["sources"]["edition"]["pack"] == "mtus-acoem-2017" for issue in issues.values()))
        morphine = issues["2"]
        self.assertEqual({topic["edition"] for topic in morphine["topics"]}, {"mtus-acoem-2017"})
        self.assertTrue(any("low confidence" in note for note in morphine["sources"]["notes"]))
        drug, = morphine["formulary"]
        self.assertEqual((drug["status"], drug["prospective_review"], drug["list"]), ("non_exempt", "required", "1"))
        self.assertIn("8 CCR 9792.27.3(b)", [rule["citation"] for rule in drug["rules"]], "the injury is older than the formulary")
        # No page of the schedule since 2017 speaks of ketamine cream: nobody is denied for that.
        cream = issues["1"]
        self.assertEqual((cream["topics"], cream["recommendation"]), ([], "reviewer_judgment"))
        self.assertIn("9792.21(d)", cream["sources"]["silence"])
        self.assertTrue(any("9792.21(d)" in reason for reason in cream["reasons"]))
        self.assertTrue(all(gate["opened"] and not gate["speaks"] for gate in cream["sources"]["gates"]))

    def test_another_day_that_would_choose_another_edition_is_told(self):
        issues = self.review(swap=[("requested_on: 2015-01-29", "requested_on: 2018-03-05")])
        self.assertEqual(issues["3"]["sources"]["edition"]["by_other_days"], {"application": "mtus-2009", "ur_decision": "mtus-2009"})
        self.assertTrue(any("the day of the request decides" in reason for reason in issues["3"]["reasons"]))

    def test_a_case_of_another_jurisdiction_is_not_held_to_the_california_schedule(self):
        for issue in self.review(swap=[("jurisdiction: us-ca-wc", "jurisdiction: us-ca-dmhc")]).values():
            self.assertEqual((issue["topics"], issue["criteria"], issue["recommendation"]), ([], [], "reviewer_judgment"))
            self.assertIn("No guideline pack speaks for this jurisdiction", issue["sources"]["silence"])
            self.assertNotIn("formulary", issue)


class WhatThePartiesCite(Story):
    """evidence.yaml: recommendations at variance are weighed, and a physician has the word where the schedule's presumption is rebutted."""

    def review(self, old="", new=""):
        case = self.copy(FIRST)
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("requested_on: 2015-01-29", "requested_on: 2015-05-29").replace("2015-02-20T10", "2015-06-20T10"))
        text = (ROOT / "examples/evidence/evidence.yaml").read_text()
        self.assertIn(old, text)
        (case / "evidence.yaml").write_text(text.replace(old, new, 1))
        return case

    def test_better_evidence_for_the_treatment_makes_it_a_physicians_question(self):
        review = answer("review", self.review(), "--json")
        cream = review["issues"][0]
        self.assertEqual((cream["evidence"]["supports"], cream["evidence"]["level"]), ("treatment", "1c"))
        self.assertEqual(cream["recommendation"], "reviewer_judgment")
        self.assertEqual(cream["sources"]["presumption"]["status"], "challenged")
        self.assertTrue(all(gate["opened"] for gate in cream["sources"]["gates"]))
        self.assertIn("The evidence for the treatment is of level 1c, that against it of level 4.", cream["conflicts"])
        self.assertIn("evidence.yaml", [one["file"] for one in review["receipt"]["inputs"]])
        self.assertNotIn("evidence", review["issues"][1])

    def test_a_trial_that_does_not_apply_changes_nothing(self):
        cream = answer("review", self.review("applies: true\n        applicability: adults", "applies: false\n        applicability: adults"), "--json")["issues"][0]
        self.assertEqual((cream["evidence"]["supports"], cream["recommendation"], cream["sources"]["presumption"]["status"]), ("denial", "upheld", "holds"))

    def test_a_citation_that_lacks_a_field_stops_the_review(self):
        self.fails(run("review", self.review("        journal: Journal of Examples\n", "")), "evidence.yaml:", "journal")


class WhatThePacksAreWorth(Story):
    def test_coverage_counts_pages_by_what_they_rest_on(self):
        packs = {row["pack"]: row for row in answer("guidelines", "list", "--coverage", "--json")["packs"]}
        for row in packs.values():
            self.assertEqual(row["all"]["topics"], sum(row[kind]["topics"] for kind in ("verified", "seed_backed", "partly_seen", "from_memory")), row["pack"])
        self.assertGreaterEqual(packs["mtus-2009"]["seed_backed"]["topics"], 5)
        self.assertGreater(packs["mtus-2016"]["taken_over"], 100)
        on_a_day = {row["pack"]: row["all"]["topics"] for row in answer("guidelines", "list", "--coverage", "--as-of", "2018-06-01", "--json")["packs"]}
        self.assertEqual(on_a_day["mtus-2016"], 0)
        self.assertEqual(on_a_day["mtus-2009"], 2, "the definitions and the postsurgical guideline stand on")
        self.assertIn("seed-backed", run("guidelines", "list", "--coverage").stdout)
        self.fails(run("guidelines", "list", "--coverage", "--as-of", "2018-13-01"), "--as-of", "a date such as 2015-03-06")


if __name__ == "__main__":
    unittest.main(verbosity=2)
