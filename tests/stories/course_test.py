"""The chart's own commands from the terminal: the course of treatment, a search for what may not be there, facts by kind."""
import json
import unittest

from program import FIRST, SECOND, Story, answer, run

NOTES = {
    "01-first.txt": """SYNTHETIC - no real patient
Progress report (PR-2)
Date of service: 03/03/2014
SUBJECTIVE: Neck pain radiating to the right arm. Pain is 8/10. He can sit 20 minutes. He denies depression.
CURRENT MEDICATIONS: Naproxen 550 mg 1 tab BID #60. Cyclobenzaprine 7.5 mg 1 tab QHS #30.
OBJECTIVE: Spurling test is positive on the right.
ASSESSMENT: Cervical radiculopathy.
PLAN: Six Feldenkrais lessons took place in February. Return in four weeks.
WORK STATUS: Remain off work.
""",
    "02-second.txt": """SYNTHETIC - no real patient
Progress report (PR-2)
Date of service: 03/31/2014
SUBJECTIVE: Neck pain radiating to the right arm. Pain is 4/10. He can sit 40 minutes. He feels better than last month.
CURRENT MEDICATIONS: Naproxen 550 mg 1 tab BID #60. Gabapentin 300 mg 1 cap TID #90.
OBJECTIVE: Spurling test is positive on the right.
ASSESSMENT: Cervical radiculopathy.
PLAN: Return in four weeks.
WORK STATUS: Return to modified work with restrictions.
""",
    "03-other-physician.txt": """SYNTHETIC - no real patient
Consultation
Date of service: 04/02/2014
SUBJECTIVE: Neck pain. Pain is 4/10.
OBJECTIVE: Spurling test is negative on the right.
ASSESSMENT: Cervical radiculopathy.
WORK STATUS: Remain off work.
""",
}


class Course(Story):
    def setUp(self):
        super().setUp()
        self.case = self.copy(SECOND)
        for file in (self.case / "documents").iterdir():
            file.unlink()
        (self.case / "documents.yaml").unlink()
        for name, text in NOTES.items():
            (self.case / "documents" / name).write_text(text)

    def test_the_course_in_json(self):
        course = answer("timeline", self.case, "--json")
        visits = [one for one in course["encounters"] if one["kind"] == "visit"]
        self.assertEqual([one["date"] for one in visits], ["2014-03-03", "2014-03-31", "2014-04-02"])
        series = {one["measure"]: one for one in course["series"]}
        self.assertEqual([(one["date"], one["value"]) for one in series["sitting"]["points"]], [("2014-03-03", 20), ("2014-03-31", 40)])
        self.assertEqual([one["value"] for one in series["pain"]["points"]][:2], [8, 4])
        self.assertEqual(series["pain"]["points"][1]["since_last"], "improved")
        for one in course["series"]:
            for point in one["points"]:
                self.assertIn(point["evidence"]["quote"], NOTES[point["evidence"]["file"].removeprefix("documents/")])
        said = {(one["of"], one["from"]): one["trend"] for one in visits[1]["changes"]}
        self.assertEqual(said[("pain", "values")], "improved")
        self.assertEqual(said[("condition", "words")], "improved")
        self.assertEqual({(one["drug"], one["change"]) for one in visits[1]["drugs"]}, {("gabapentin", "new"), ("cyclobenzaprine", "no_longer_listed")})

    def test_the_papers_disagree_and_the_check_says_so(self):
        course = answer("timeline", self.case, "--json")
        found = {one["concept"]: one for one in course["contradictions"]}
        self.assertIn("work.status", found)
        sides = found["work.status"]["sides"]
        self.assertEqual([one["evidence"]["file"] for one in sides], ["documents/02-second.txt", "documents/03-other-physician.txt"])
        checks = [one for one in answer("check", self.case, "--json")["checks"] if one["id"] == "contradiction"]
        self.assertEqual(len(checks), len(course["contradictions"]))
        self.assertEqual({one["severity"] for one in checks}, {"warn"})
        for one in checks:
            self.assertEqual(len(one["evidence"]), 2)
            for evidence in one["evidence"]:
                self.assertIn(" ".join(evidence["quote"].split()), one["text"])

    def test_the_course_as_a_page(self):
        done = run("timeline", self.case)
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("COURSE OF TREATMENT", "MEASURED AGAIN AND AGAIN", "WHERE THE PAPERS DISAGREE", "pain 8/10 ↓ 4/10 improved since 3/3/2014", "in words"):
            self.assertIn(words, done.stdout)
        self.assertNotIn("\033", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100)

    def test_an_unrelated_page_changes_no_series(self):
        before = answer("timeline", self.case, "--json")
        (self.case / "documents/04-weather.txt").write_text("Date of service: 04/05/2014\nThe weather was fine.\n")
        after = answer("timeline", self.case, "--json")
        values = lambda course: [(one["measure"], [(p["date"], p["value"]) for p in one["points"]]) for one in course["series"]]
        self.assertEqual(values(before), values(after))

    def test_a_search_for_what_is_there_and_what_is_not(self):
        found = answer("search", self.case, "feldenkrais lesson", "acupuncture", "gabapentin", "--json")["searches"]
        self.assertEqual([one["answer"] for one in found], ["documented", "not_documented", "documented"])
        self.assertEqual(found[0]["hits"][0]["likeness"], "form")
        self.assertEqual(found[1]["searched"]["pages"], 3)
        self.assertEqual(found[1]["hits"], [])
        self.assertEqual(run("search", self.case, "feldenkrais lesson").returncode, 0)
        done = run("search", self.case, "acupuncture")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not documented on the 3 pages that could be read", done.stdout)

    def test_a_page_that_cannot_be_read_leaves_the_search_open(self):
        (self.case / "documents/05-broken.pdf").write_bytes(b"%PDF-1.4\nnothing\n")
        found = answer("search", self.case, "acupuncture", "--json")["searches"][0]
        self.assertEqual(found["answer"], "open")
        self.assertEqual([one["file"] for one in found["searched"]["unread"]], ["documents/05-broken.pdf"])

    def test_wrong_questions_are_told_apart(self):
        for asked, words in (("dx.radiculopathie", "no concept of the vocabulary"), ("of the", "no word that means something")):
            done = run("search", self.case, asked)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        done = run("search", self.case / "nowhere", "acupuncture")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such file", done.stderr)

    def test_what_no_list_knows_is_searched_before_it_is_called_undocumented(self):
        for words, count in (("There is no documentation of Feldenkrais lessons.", 1), ("There is no mention of a Feldenkra1s lesson.", 1),
                             ("There is no documentation of aquatic lessons.", 0), ("There is no mention of a clear rationale.", 0),
                             ("There is no documentation of medical necessity.", 0)):
            (self.case / "documents/00-ur.txt").write_text("UTILIZATION REVIEW DETERMINATION\nDate: January 15, 2014\nKetamine cream: NON-CERTIFIED.\n" + words + "\n")
            found = [one for one in answer("check", self.case, "--json")["checks"] if one["id"] == "false_absence"]
            self.assertEqual(len(found), count, words)
            for one in found:
                self.assertIn("Feldenkrais lessons took place", one["evidence"][0]["quote"])

    def test_reports_as_lines_of_json_are_patients_of_their_own(self):
        file = self.folder / "reports.jsonl"
        lines = [json.dumps({"text": text}) for text in NOTES.values()] + ["", "{broken", json.dumps({"text": NOTES["01-first.txt"]})]
        file.write_text("\n".join(lines) + "\n")
        outputs = {run("facts", file, "--json", "--threads", n).stdout for n in (1, 2, 7)}
        self.assertEqual(len(outputs), 1)
        reports = [json.loads(line) for line in outputs.pop().splitlines()]
        self.assertEqual([one["page"] for one in reports], [1, 2, 3, 4, 5])
        self.assertEqual(reports[3]["facts"], [])
        self.assertEqual(reports[0]["facts"], [dict(fact, evidence=[dict(one, page=1, document="d1") for one in fact["evidence"]]) for fact in reports[4]["facts"]])
        for report, text in zip(reports, NOTES.values()):
            for fact in report["facts"]:
                self.assertEqual(len(fact["evidence"]), len({one["begin"] for one in fact["evidence"]}))
                for evidence in fact["evidence"]:
                    self.assertIn(evidence["quote"], text)

    def test_phrases_are_judged_alike_by_any_number_of_threads(self):
        lines = "".join(f"fever\tNo fever on day {n}.\nrash\tA rash came back.\n" for n in range(3000))
        outputs = {run("context", "--threads", n, stdin=lines).stdout for n in (1, 2, 5)}
        self.assertEqual(len(outputs), 1)
        self.assertEqual(outputs.pop().splitlines()[:2], ["Negated\tRecent\tPatient", "Affirmed\tRecent\tPatient"])
        self.assertEqual(run("context", stdin="fever\tNo fever.").stdout, "Negated\tRecent\tPatient\n")
        self.assertEqual(run("context", stdin="").stdout, "")

    def test_an_opinion_with_a_summary_of_its_own_is_told_what_it_leaves_out(self):
        case = self.copy(FIRST, opinion=True)
        opinion = case / "opinion.yaml"
        omissions = lambda: [one for one in answer("check", case, "--json")["checks"] if one["id"] == "summary_omission"]
        self.assertEqual(omissions(), [])
        opinion.write_text(opinion.read_text().replace("items:", "summary: This is a man with low back pain.\nitems:", 1))
        found = omissions()
        self.assertTrue(found)
        for one in found:
            self.assertEqual((one["severity"], one["speaker"]), ("warn", "opinion"))
            self.assertIn(one["item"], ("1", "2", "3"))
            self.assertTrue(one["evidence"])

    def test_facts_by_kind_and_concept_and_with_any_number_of_threads(self):
        papers = sorted(map(str, (self.case / "documents").iterdir()))
        drugs = answer("facts", *papers, "--kind", "drug", "--json")["facts"]
        self.assertEqual({one["kind"] for one in drugs}, {"drug"})
        self.assertEqual({one["concept"] for one in answer("facts", self.case, "--about", "score.", "--json")["facts"]}, {"score.pain"})
        self.assertEqual(answer("facts", self.case, "--about", "dx.crps", "--json")["facts"], [])
        outputs = {run("facts", *papers, "--json", "--threads", n).stdout for n in (1, 2, 7)}
        self.assertEqual(len(outputs), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
