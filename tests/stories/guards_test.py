"""What keeps a determination from being issued, or from being signed: no papers, no reason, no day, no answer; and that nothing else does."""
import json
import re
import shutil
import unittest

from program import FIRST, ROSTER, SECOND, Story, answer, run

NOTE = "SYNTHETIC - no real patient\nPROGRESS REPORT (PR-2)\nPatient: Teo Mockfield\nDate of service: {day}\n{words}\n"


class Guarded(Story):
    """The second case with an opinion of its own key, on a roster that registers none."""

    def setUp(self):
        super().setUp()
        self.case_folder = self.copy(SECOND, opinion=True)
        self.opinion = self.case_folder / "opinion.yaml"
        self.opinion.write_text(self.opinion.read_text().split("signature:")[0])
        self.roster = self.folder / "roster.yaml"
        self.roster.write_text("\n".join(line for line in ROSTER.read_text().splitlines() if "public_key" not in line) + "\n")
        self.key = self.folder / "one.key"
        self.assertEqual(run("opinion", "keygen", self.key).returncode, 0)

    def change(self, old, new):
        text = self.opinion.read_text()
        self.assertIn(old, text)
        self.opinion.write_text(text.replace(old, new))

    def sign(self, *more):
        return run("opinion", "sign", self.case_folder, "--key", self.key, *more)

    def issued(self):
        done = run("review", self.case_folder, "--roster", self.roster, "--json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        review = json.loads(done.stdout)
        self.assertEqual(done.returncode == 0, "not_issued" not in (review["determination"] or {}), done.stderr)
        return review

    def opened(self, check):
        return next(one for one in answer("check", self.case_folder, "--json")["checks"] if one["id"] == check)


class Answers(Guarded):
    def test_a_nod_is_no_answer_and_a_sentence_is(self):
        text = self.opinion.read_text()
        head = text.split("resolutions:")[0]
        for words, counts in (("fine", False), ("ok ok ok ok ok ok ok ok", False), ("Seen and read.", False),
                              ("The gain is on file; the decision rests on the indication instead.", True)):
            self.opinion.write_text(head + f"resolutions: [{{check: premise_contradicted, text: {json.dumps(words)}}}]\n")
            self.assertEqual(self.opened("premise_contradicted")["resolution"], words if counts else None, words)
        self.opinion.write_text(head + "resolutions: [{check: premise_contradicted, text: fine}]\n")
        self.assertEqual(self.sign("--with-open-checks").returncode, 0)
        self.assertIn("an answer in a sentence", self.issued()["determination"]["not_issued"])

    def test_what_no_answer_opens(self):
        long = "Seen by me, weighed, and found to change nothing in the decision at all."
        for change, check in ((('pages: "111-113"', 'pages: "999"'), "citation_invalid"),
                              (("The worker has used the cream", "As a man, he needs less. The worker has used the cream"), "protected_trait")):
            text = self.opinion.read_text()
            self.change(*change)
            self.change("resolutions:\n", f"resolutions:\n  - {{check: {check}, text: {json.dumps(long)}}}\n")
            one = self.opened(check)
            self.assertEqual((one["severity"], one["resolution"], one["may_be_resolved"]), ("block", None, False), check)
            self.assertEqual(self.sign("--with-open-checks").returncode, 0)
            self.assertIn("no answer in writing opens this check", self.issued()["determination"]["not_issued"])
            self.opinion.write_text(text)

    def test_the_utilization_review_alone_is_no_evidence(self):
        for file in (self.case_folder / "documents").iterdir():
            if "ur-denial" not in file.name:
                file.unlink()
        self.change("resolutions:\n", "resolutions:\n  - {check: ur_only_evidence, text: The summary of the records in the decision was enough for me.}\n")
        found = {one["id"]: one for one in answer("check", self.case_folder, "--json")["checks"]}
        self.assertIn("ur_only_evidence", found)
        self.assertIsNone(found["ur_only_evidence"]["resolution"])


class NoPapers(Guarded):
    def test_an_empty_file_is_a_physicians_and_nothing_is_issued(self):
        shutil.rmtree(self.case_folder / "documents")
        (self.case_folder / "documents").mkdir()
        self.assertEqual(self.sign().returncode, 1)
        self.assertEqual(self.sign("--with-open-checks").returncode, 0)
        review = self.issued()
        self.assertEqual({one["recommendation"] for one in review["issues"]}, {"reviewer_judgment"})
        self.assertIn("no_records", review["determination"]["not_issued"])
        self.assertNotIn("0 pages", json.dumps(review["issues"][0]["rationale"]))


class Signing(Guarded):
    def test_signing_says_what_is_open_and_leaves_the_opinion_as_it_is(self):
        self.opinion.write_text(self.opinion.read_text().split("resolutions:")[0])
        before = self.opinion.read_bytes()
        done = self.sign()
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("(premise_contradicted) is open", done.stderr)
        self.assertEqual(self.opinion.read_bytes(), before)

    def test_a_file_in_json_style_is_signed_and_signed_again(self):
        plain = json.dumps(self.as_json(), indent=1)
        for text in (plain, "# a comment: {with, braces}\n---\n" + plain + "\n", json.dumps(self.as_json())):
            self.opinion.write_text(text)
            for _ in range(2):
                done = self.sign()
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(re.findall('"signature"', self.opinion.read_text())), 1)
            self.assertNotIn("not_issued", self.issued()["determination"])
        json.loads(self.opinion.read_text())

    def as_json(self):
        text = self.opinion.read_text()
        if not hasattr(self, "kept"):
            parties = re.findall(r"party: ([^,]+), conflict", text)
            words = " ".join(text.split("words: >-")[1].split("resolutions:")[0].split())
            answered = " ".join(text.split("text: >-")[1].split())
            self.kept = {"reviewer": "R02", "date": "2014-03-12", "attestations": [{"party": one, "conflict": "none"} for one in parties],
                         "items": [{"id": "1", "decision": "upheld", "words": words + ' He said: "it\'s {better}, #1".',
                                    "guidelines": [{"source": "MTUS Chronic Pain Medical Treatment Guidelines", "pages": "111-113"}]}],
                         "resolutions": [{"check": "premise_contradicted", "text": answered}]}
        return self.kept

    def test_a_day_that_cannot_be(self):
        before = self.opinion.read_text()
        self.change("date: 2014-03-12", "date: 2010-01-10")
        self.assertEqual(self.opened("opinion_date")["severity"], "block")
        self.assertEqual(self.sign("--with-open-checks").returncode, 0)
        self.assertIn("opinion_date", self.issued()["determination"]["not_issued"])
        self.opinion.write_text(before.replace("date: 2014-03-12", "date: 2199-01-01"))
        done = self.sign("--with-open-checks")
        self.assertEqual(done.returncode, 1)
        self.assertIn("opinion.yaml: date: found 2199-01-01, expected a day not after today", done.stderr)


class AgainstTheDraft(Guarded):
    def test_a_criterion_found_otherwise_with_its_reason_replaces_the_conclusion(self):
        review = answer("review", self.case_folder, "--json")
        unmet = [one["id"] for one in review["issues"][0]["criteria"] if one["verdict"] != "met"]
        head = self.opinion.read_text().split("    words:")[0].replace("decision: upheld", "decision: overturned")
        reason = "the scan and the course together show it"
        rows = "".join(f"      - {{id: {one}, verdict: met, reason: {reason}}}\n" for one in unmet)
        self.opinion.write_text(head + "    criteria:\n" + rows)
        self.assertEqual(self.sign("--with-open-checks").returncode, 0)
        out = self.folder / "out"
        done = run("review", self.case_folder, "--roster", self.roster, "--out", out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        letter = " ".join((out / "determination.txt").read_text().split())
        self.assertIn(reason, letter)
        self.assertNotIn("would not be medically necessary", letter)


class Conflicts(Story):
    def test_papers_of_different_days_that_disagree_over_a_diagnosis_leave_it_to_the_reviewer(self):
        review = answer("review", self.case("9/20/2014", "He does not have multiple sclerosis.", "10/29/2014", "Multiple sclerosis with spasticity of both legs."), "--json")
        issue = review["issues"][0]
        self.assertEqual(issue["recommendation"], "reviewer_judgment")
        self.assertTrue(issue["conflicts"])
        found = [one for one in review["checks"] if one["id"] == "contradiction"]
        self.assertEqual(len(found[0]["evidence"]), 2, review["checks"])

    def test_what_time_explains_is_no_conflict(self):
        review = answer("review", self.case("1/20/2013", "He does not have multiple sclerosis.", "10/29/2014", "Multiple sclerosis with spasticity of both legs."), "--json")
        self.assertEqual(review["issues"][0]["conflicts"], [])

    def case(self, first, one, second, other):
        folder = self.folder / re.sub(r"\W", "", first)
        (folder / "documents").mkdir(parents=True)
        (folder / "application.yaml").write_text(
            "jurisdiction: us-ca-wc\nreceived: {at: 2014-12-10T10:00:00-08:00, channel: mail}\nemployee: {name: {first: Teo, last: Mockfield}, date_of_birth: 1960-01-01}\n"
            "claim: {number: WC-G, date_of_injury: 2011-03-02}\nur_decision: {date: 2014-11-20, served: {on: 2014-11-21, by: mail, to: in-state}}\nconsent: {signed: true}\n"
            "disputed_items: [{id: 1, text: \"Baclofen 10 mg TID #90\", requested_on: 2014-10-29}]\n")
        for day, words in ((first, one), (second, other)):
            (folder / f"documents/{re.sub(chr(92) + 'W', '-', day)}.txt").write_text(NOTE.format(day=day, words=words))
        return folder


class Doors(Story):
    def test_a_deferred_case_is_a_no_for_both_commands(self):
        case = self.copy(SECOND)
        file = case / "application.yaml"
        file.write_text(file.read_text().replace("liability_disputed: false", "liability_disputed: true"))
        for command in ("eligible", "review"):
            self.assertEqual(run(command, case).returncode, 1, command)

    def test_an_application_may_dispute_nothing_yet(self):
        case = self.copy(SECOND)
        file = case / "application.yaml"
        text = file.read_text()
        head = text[: text.index("disputed_items:")]
        file.write_text(head + "disputed_items: []\n")
        done = run("eligible", case, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("disputes no item", " ".join(json.loads(done.stdout)["notes"]))

    def test_a_determination_is_made_again_from_itself_alone(self):
        place = self.folder / "office"
        shutil.copytree(SECOND, place / "case")
        shutil.copy(ROSTER, place / "roster.yaml")
        done = run("review", place / "case", "--roster", place / "roster.yaml", "--out", place / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        again = run("replay", place / "out/determination.json", cwd=place / "out")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("byte for byte", again.stdout)
        lonely = self.folder / "a/b/c/d"
        shutil.copytree(place / "out", lonely)
        shutil.rmtree(place)
        self.fails(run("replay", lonely / "determination.json", cwd=lonely), "the case folder it was made from", "--case")

    def test_a_wrong_option_is_told_as_every_error_is(self):
        self.fails(run("eligible", FIRST, "--jsn"), "openimr eligible: found", "--jsn", "expected arguments that the command takes", "--help")
        self.fails(run("opinion", "sign", FIRST), "openimr opinion sign: found", "--key", "expected every argument that the command requires")

    def test_an_unknown_jurisdiction_is_told_of_the_line_that_names_it(self):
        case = self.copy(SECOND)
        file = case / "application.yaml"
        file.write_text(file.read_text().replace("us-ca-wc", "us-ca-wx", 1))
        self.fails(run("review", case), "application.yaml: jurisdiction: found no jurisdiction \"us-ca-wx\"")

    def test_directions_take_json_and_standard_input(self):
        for words in ([], ["--json"], ["-"]):
            done = run("sig", *words, stdin="Baclofen 10 mg TID #90\n")
            self.assertEqual(json.loads(done.stdout)["drug"], "baclofen", words)

    def test_a_line_without_a_tab_is_named(self):
        done = run("context", stdin="fever\tNo fever today.\nno tab here\n")
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (2, 2))
        self.assertIn("standard input:2: found no tab", done.stderr)


class Rosters(Story):
    ROW = ("reviewers:\n  - {{id: A, name: Nobody A, specialties: [Pain Medicine], practice: {{since: 2000-01-01, hours_per_week: {hours}}}, credentials: "
           "[{{kind: license, type: MD, state: {state}{expires}}}, {{kind: board, name: Pain Medicine}}]{more}}}\n")

    def slate(self, hours=30, state="CA", expires=", expires: 2030-01-01", more="", others=""):
        file = self.folder / "roster.yaml"
        file.write_text(self.ROW.format(hours=hours, state=state, expires=expires, more=more) + others)
        return run("reviewers", "slate", SECOND, "--roster", file, "--json")

    def test_values_that_cannot_be(self):
        self.fails(self.slate(hours=500), "hours_per_week: found 500, expected hours of a week")
        self.fails(self.slate(hours=-5), "hours_per_week: found -5")
        self.fails(self.slate(state="ZZ"), 'state: found "ZZ", expected the two letters of a state')

    def test_a_licence_of_which_nobody_knows_the_end_is_not_active(self):
        reasons = json.loads(self.slate(expires="").stdout)["excluded"][0]["reasons"]
        self.assertIn("has no expiry date on file and was never verified", reasons[0]["text"])
        self.assertEqual(len(json.loads(self.slate(expires=", verified: {on: 2014-01-01, source: register}").stdout)["slate"]), 1)

    def test_whoever_has_no_tie_comes_first(self):
        tie = ", interests: [{party: Mythica Compounding Labs, kind: financial, relation: shareholder, percent_of_income: 3}]"
        free = self.ROW.format(hours=30, state="AZ", expires=", expires: 2030-01-01", more="").split("\n", 1)[1].replace("id: A,", "id: B,").replace("Nobody A", "Nobody B")
        slate = json.loads(self.slate(more=tie, others=free).stdout)["slate"]
        self.assertEqual([one["id"] for one in slate], ["B", "A"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
