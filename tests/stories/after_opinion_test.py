"""What stands beside and behind an opinion: own finding first, panels, quality review, pages attested, corrections, remands, the appeal record, the same bytes anywhere."""
import json
import os
import shutil
import subprocess
import unittest

from program import FIRST, PROGRAM, ROSTER, SECOND, VARIANTS, Story, answer, run

PANEL = "approved_by: Administrative Director\napproved_on: 2014-03-01\nreason: condition and treatment are complex\n"


class Decided(Story):
    """The second case with an opinion of its own key, on a roster that registers none."""

    def setUp(self):
        super().setUp()
        self.case_folder = self.copy(SECOND, opinion=True)
        self.roster = self.folder / "roster.yaml"
        self.roster.write_text("\n".join(line for line in ROSTER.read_text().splitlines() if "public_key" not in line) + "\n")
        self.key = self.new_key("one.key")

    def new_key(self, name):
        key = self.folder / name
        done = run("opinion", "keygen", key)
        self.assertEqual(done.returncode, 0, done.stderr)
        (self.folder / (name + ".pub")).write_text(done.stdout.split(":", 1)[1].strip())
        return key

    def change(self, old, new, name="opinion.yaml"):
        file = self.case_folder / name
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def sign(self, seat=1, key=None):
        done = run("opinion", "sign", self.case_folder, "--key", key or self.key, "--seat", seat, "--with-open-checks")
        self.assertEqual(done.returncode, 0, done.stderr)

    def review(self, *more):
        done = run("review", self.case_folder, "--roster", self.roster, "--json", *more)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)["determination"]

    def second_seat(self, decision, words):
        text = (self.case_folder / "opinion.yaml").read_text().split("signature:")[0]
        text = text.replace("reviewer: R02", f"reviewer: {self.colleague()}").replace("decision: upheld", f"decision: {decision}")
        head, tail = text.split("    words:", 1)
        (self.case_folder / "opinion-2.yaml").write_text(head + f"    words: {json.dumps(words)}\n" + "resolutions:" + tail.split("resolutions:", 1)[1])

    def colleague(self):
        slate = json.loads(run("reviewers", "slate", self.case_folder, "--roster", self.roster, "--json").stdout)["slate"]
        return next(one["id"] for one in slate if one["id"] != "R02")


class Panels(Decided):
    def test_an_even_split_is_for_the_service_and_both_analyses_are_kept(self):
        self.second_seat("overturned", "The cream brought back work and chores. It should go on.")
        (self.case_folder / "panel.yaml").write_text(PANEL)
        self.sign()
        self.sign(2, self.new_key("two.key"))
        done = run("review", self.case_folder, "--roster", self.roster, "--out", self.folder / "out", "--json")
        decision = json.loads(done.stdout)["determination"]
        self.assertNotIn("not_issued", decision)
        one = decision["decisions"][0]
        self.assertEqual((one["decision"], one["votes"]), ("overturned", {"upheld": 1, "overturned": 1}))
        self.assertEqual([analysis["decision"] for analysis in one["analyses"]], ["upheld", "overturned"])
        letter = " ".join((self.folder / "out/determination.txt").read_text().split())
        for words in ("evenly split", "Analysis of reviewer 1, who found the service not medically necessary", "The cream brought back work and chores.",
                      "Certification(s)/Specialty: Anesthesiology, Pain Medicine", "Reviewer 2: State(s) of Licensure: ", "Reviewer 2: Certification(s)/Specialty: "):
            self.assertIn(words, letter)
        self.assertNotIn(self.colleague(), letter)

    def test_of_a_panel_anybody_may_answer_a_check(self):
        self.second_seat("overturned", "It should go on.")
        (self.case_folder / "panel.yaml").write_text(PANEL)
        one, other = self.case_folder / "opinion.yaml", self.case_folder / "opinion-2.yaml"
        with_answer = other.read_text()
        for file in (one, other):
            file.write_text(file.read_text().split("resolutions:")[0])
        two = self.new_key("two.key")
        self.sign()
        self.sign(2, two)
        self.assertIn("an answer in writing", self.review()["not_issued"])
        other.write_text(with_answer)
        self.sign(2, two)
        self.assertNotIn("not_issued", self.review())

    def test_a_panel_needs_leave_two_people_and_every_signature(self):
        self.second_seat("overturned", "It should go on.")
        self.sign()
        two = self.new_key("two.key")
        self.sign(2, two)
        self.assertIn("panel.yaml", self.review()["not_issued"])
        (self.case_folder / "panel.yaml").write_text(PANEL)
        self.assertIn("opinion.yaml: signature", self.review()["not_issued"], "the approval is part of what is signed")
        self.sign()
        self.assertIn("opinion-2.yaml: signature", self.review()["not_issued"])
        self.change(f"reviewer: {self.colleague()}", "reviewer: R02", "opinion-2.yaml")
        self.sign(2, two)
        self.assertIn("a second time", self.review()["not_issued"])


class OwnFindingFirst(Decided):
    def setUp(self):
        super().setUp()
        (self.case_folder / "opinion.yaml").rename(self.folder / "kept.yaml")
        self.policy = self.folder / "policy.yaml"
        self.policy.write_text("schema: 1\nown_finding_first: true\nquality_review: false\n")

    def shown(self):
        return answer("review", self.case_folder, "--policy", self.policy, "--json")

    def test_the_recommendation_is_shown_after_the_reviewers_own_finding(self):
        before = self.shown()
        self.assertFalse(before["recommendation_shown"])
        self.assertNotIn("recommendation", before["issues"][0])
        self.assertNotIn("ur_answer", before["issues"][0])
        self.assertTrue(before["issues"][0]["criteria"])
        record = lambda item="1": run("opinion", "finding", self.case_folder, "--reviewer", "R02", "--item", item, "--decision", "upheld", "--words", 'no "indication": seen', "--on", "2014-03-10")
        self.fails(record("7"), "found 7, expected the id of a disputed item")
        self.assertEqual(record().returncode, 0)
        again = record()
        self.assertEqual(again.returncode, 1)
        self.assertIn("one finding, which stays as it was recorded", again.stderr)
        after = self.shown()
        self.assertTrue(after["recommendation_shown"])
        self.assertIn("recommendation", after["issues"][0])

    def test_a_draft_opens_nothing_and_a_signed_opinion_does(self):
        before = self.shown()
        drafts = [(self.folder / "kept.yaml").read_text().split("signature:")[0], "schema: 1\nreviewer: R02\ndate: 2014-03-12\nattestations: []\nitems: []\n"]
        drafts.append(drafts[0] + 'signature: {algorithm: ed25519, public_key: "' + "A" * 43 + '=", value: "' + "A" * 86 + '=="}\n')  # holds over nothing
        for draft in drafts:
            (self.case_folder / "opinion.yaml").write_text(draft)
            after = self.shown()
            self.assertFalse(after["recommendation_shown"])
            self.assertNotIn("recommendation", after["issues"][0])
            self.assertNotIn("On these findings", json.dumps(after))
            explained = run("review", self.case_folder, "--policy", self.policy, "--explain", "short")
            self.assertEqual(explained.returncode, 1)
            self.assertIn("own finding", explained.stderr)
            out = self.folder / "out"
            run("review", self.case_folder, "--policy", self.policy, "--out", out)
            self.assertNotIn("Recommendation:", (out / "draft.txt").read_text())
            self.assertNotIn("On these findings", run("check", self.case_folder, "--policy", self.policy).stdout)
        self.assertEqual([check for check in before["checks"] if check["severity"] == "block" and check["speaker"] == "ur_decision"], [])
        (self.case_folder / "opinion.yaml").write_text(drafts[0])
        self.sign()
        self.assertTrue(self.shown()["recommendation_shown"])
        with (self.case_folder / "opinion.yaml").open("a") as file:
            file.write("summary: Changed since.\n")
        self.assertFalse(self.shown()["recommendation_shown"])

    def test_without_it_nothing_is_issued_and_it_cannot_be_added_later(self):
        shutil.copy(self.folder / "kept.yaml", self.case_folder / "opinion.yaml")
        self.sign()
        self.assertIn("own_finding.yaml", self.review("--policy", self.policy)["not_issued"])
        late = run("opinion", "finding", self.case_folder, "--reviewer", "R02", "--item", "1", "--decision", "upheld", "--on", "2014-03-13")
        self.assertEqual(late.returncode, 1)
        self.assertIn("comes before it", late.stderr)


class QualityReview(Decided):
    def setUp(self):
        super().setUp()
        self.sign()
        self.second = self.new_key("q.key")
        self.policy = self.folder / "policy.yaml"
        public = (self.folder / "q.key.pub").read_text()
        self.policy.write_text(f'schema: 1\nown_finding_first: false\nquality_review: true\nquality_reviewers: [{{id: Q01, public_key: "{public}"}}]\n')

    def quality(self, result, *more, by="Q01", key=None):
        return run("opinion", "quality", self.case_folder, "--by", by, "--result", result, "--on", "2014-03-13", "--key", key or self.second, *more)

    def issued(self):
        return self.review("--policy", self.policy)

    def test_passed_by_a_second_person_it_is_issued_and_no_other_way(self):
        self.assertIn("quality.yaml: found nothing", self.issued()["not_issued"])
        self.assertEqual(self.quality("passed", by="R02").returncode, 1, "nobody reviews an own opinion")
        self.assertEqual(self.quality("passed", key=self.key).returncode, 0)
        self.assertIn("a key that neither roster nor policy names", self.issued()["not_issued"])
        self.assertEqual(self.quality("passed").returncode, 0)
        self.assertEqual(len(self.issued()["decisions"]), 1)
        self.change("result: passed", "result: returned\nreasons: [x]", "quality.yaml")
        self.assertIn("a signature that does not hold", self.issued()["not_issued"])

    def test_returned_it_goes_back_with_its_reasons(self):
        self.fails(self.quality("returned"), "--reason: found none")
        self.assertEqual(self.quality("returned", "--reason", "The gain in work is not faced").returncode, 0)
        self.assertIn("The gain in work is not faced", self.issued()["not_issued"])
        self.change("The request is therefore not medically necessary under the", "The request is not medically necessary under the")
        self.sign()
        self.assertIn("a review of other opinions", self.issued()["not_issued"])


class PagesNobodyCouldRead(Story):
    def test_an_absence_that_rests_on_them_waits_for_a_person(self):
        case = self.copy(SECOND, opinion=True)
        picture = next((VARIANTS / "handwritten-note/documents").iterdir())
        shutil.copy(picture, case / "documents" / picture.name)
        found = lambda: next(one for one in answer("check", case, "--json")["checks"] if one["id"] == "unread_pages")
        first = found()
        self.assertEqual((first["severity"], first["resolution"]), ("block", None))
        self.assertTrue(first["pages_to_read"])
        opinion = case / "opinion.yaml"
        with_answer = opinion.read_text().replace("resolutions:\n", "resolutions:\n  - {check: unread_pages, text: seen}\n")
        opinion.write_text(with_answer)
        self.assertIsNone(found()["resolution"], "words alone attest nothing")
        pages = json.dumps([{"file": page["file"], "page": page["page"]} for page in first["pages_to_read"]])
        opinion.write_text(with_answer.replace("text: seen}", f"text: read by me, pages_read: {pages}}}"))
        self.assertEqual(found()["resolution"], "read by me")


class Afterwards(Decided):
    def issue(self):
        self.sign()
        done = run("review", self.case_folder, "--roster", self.roster, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def correct(self, changes):
        file = self.folder / "corrections.yaml"
        file.write_text("schema: 1\ncorrections:\n  - {on: 2014-04-01, by: clerk, reason: the name was misspelt, changes: [" + changes + "]}\n")
        return run("determination", "correct", self.case_folder, "--roster", self.roster, "--corrections", file, "--out", self.folder / "out")

    def test_a_clerical_mistake_is_put_right_in_a_new_version(self):
        self.issue()
        first = (self.folder / "out/determination.json").read_bytes()
        self.assertEqual(self.correct("{field: employee.name.last, from: Mockfield, to: Mockfielde}").returncode, 0)
        letter = " ".join((self.folder / "out/determination.v2.txt").read_text().split())
        self.assertIn("This is a corrected letter of April 1, 2014. It takes the place of the letter on the decision of March 12, 2014: “Mockfield” is now “Mockfielde”. Reason: the name was misspelt.", letter)
        self.assertNotIn("corrected letter", (self.folder / "out/determination.txt").read_text())
        self.assertEqual((self.folder / "out/determination.json").read_bytes(), first, "the first version stays")
        second = json.loads((self.folder / "out/determination.v2.json").read_text())
        self.assertEqual(second["version"], 2)
        self.assertEqual([one["decision"] for one in second["determination"]["decisions"]], ["upheld"])
        self.assertIn("Mockfielde", (self.folder / "out/determination.v2.txt").read_text())
        self.assertNotIn("clerk", json.dumps(second))

    def test_what_is_no_clerical_mistake_is_not_corrected(self):
        self.issue()
        for field in ("items[0].decision", "disputed_items[0].text", "opinion.date", "determination.date"):
            self.fails(self.correct(f"{{field: '{field}', from: a, to: b}}"), "reaches no decision, no item and no day of decision")
        done = self.correct("{field: claim.number, from: nonsense, to: b}")
        self.assertEqual(done.returncode, 1)
        self.assertIn('found "WC-SYN-2291" in the letter', done.stderr)
        self.assertFalse((self.folder / "out/determination.v2.json").exists())

    def test_a_remand_goes_to_somebody_else_and_its_error_is_not_repeated(self):
        appeal = self.case_folder / "appeal.yaml"
        appeal.write_text("determination: CM14-1\nfiled_on: 2014-04-20\nground: plain_error\nresult: reversed_and_remanded\norder: WCAB order\nearlier_reviewers: [R02]\n"
                          "facts:\n  - {item: 1, said: The record shows no better function., is: function improved, file: documents/08-pr2.pdf, page: 1, about: [functional improvement]}\n")
        self.sign()
        self.assertIn("a remand goes to somebody else", self.review()["not_issued"])
        appeal.write_text(appeal.read_text().replace("[R02]", "[R99]"))
        self.change("The diagnosis here is lumbar disc displacement", "There is no documentation of functional improvement. The diagnosis here is lumbar disc displacement")
        self.change("resolutions:\n", "resolutions:\n  - {check: repeated_error, text: seen}\n  - {check: false_absence, text: The gain is on file and it is weighed here.}\n")
        self.sign()
        refused = self.review()["not_issued"]
        self.assertIn("repeated_error", refused)
        self.assertIn("no answer in writing opens this check", refused)
        appeal.write_text("determination: CM14-1\nfiled_on: 2014-04-20\nground: plain_error\nresult: reversed_and_remanded\n")
        self.fails(run("check", self.case_folder), "no erroneous fact")

    def test_the_appeal_record_is_whole_and_names_no_reviewer(self):
        self.sign()
        out = self.folder / "record"
        done = run("determination", "record", self.case_folder, "--roster", self.roster, "--out", out, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        index = json.loads(done.stdout)["index"]
        self.assertEqual([one["n"] for one in index], list(range(1, len(index) + 1)))
        files = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
        for document in (SECOND / "documents").iterdir():
            self.assertIn(f"documents/{document.name}", files)
        self.assertLessEqual({one["file"] for one in index}, files)
        self.assertFalse([name for name in files if "opinion" in name or "assignment" in name or "roster" in name])
        names = [line.split("name:")[1].split("#")[0].strip() for line in ROSTER.read_text().splitlines() if line.strip().startswith("name:")]
        public = (self.folder / "one.key.pub").read_text()
        for file in out.rglob("*"):
            if file.is_file() and not str(file.relative_to(out)).startswith("documents/"):
                data = file.read_bytes()
                for name in [*names, public, '"R02"']:
                    self.assertNotIn(name.encode(), data, file)
        self.fails(run("determination", "record", self.case_folder, "--roster", self.roster, "--out", out), "a new or empty folder")


class TheDraft(Story):
    def test_every_reason_of_the_ur_decision_is_answered_with_its_place(self):
        points = {item["id"]: item["ur_answer"] for item in answer("review", self.copy(FIRST), "--json")["issues"]}
        weaning = next(one for one in points["2"] if "weaning" in one["said"])
        self.assertEqual((weaning["kind"], weaning["standing"]), ("absence", "does_not_stand"))
        self.assertIn("page 1", weaning["answer"])
        self.assertTrue(weaning["facts"])
        for one in sum(points.values(), []):
            self.assertTrue(one["answer"] and one["at"]["file"].startswith("documents/02-"), one)

    def test_the_boilerplate_index_sees_a_letter_again_and_not_another(self):
        earlier = self.folder / "earlier"
        earlier.mkdir()
        case = self.copy(SECOND, opinion=True)
        words = (case / "opinion.yaml").read_text().split("words: >-")[1].split("resolutions:")[0]
        index = lambda: answer("check", case, "--earlier", earlier, "--json")
        (earlier / "other.txt").write_text("The knee is swollen after a fall. An operation is planned for the torn meniscus and is medically necessary.")
        self.assertLess(index()["boilerplate"][0]["share"], 0.05)
        (earlier / "same.txt").write_text(" ".join(words.split()).replace("45", "60"))
        again = index()
        self.assertGreater(again["boilerplate"][0]["share"], 0.9)
        self.assertEqual(again["boilerplate"][0]["letter"], "same.txt")
        self.assertTrue([one for one in again["checks"] if one["id"] == "boilerplate"])

    def test_the_reading_of_functional_improvement_is_stated(self):
        for reading in ("strict", "loose"):
            self.assertEqual(answer("review", self.copy(SECOND, None) if reading == "strict" else self.folder / f"{SECOND.name}-same", "--reading", reading, "--json")["issues"][0]["reading"], reading)


class TheSameBytesAnywhere(Story):
    def test_replay_takes_up_what_was_chosen(self):
        case = self.copy(SECOND, opinion=True)
        earlier = self.folder / "earlier"
        earlier.mkdir()
        (earlier / "one.txt").write_text("SYNTHETIC. An earlier letter about another treatment.\n")
        done = run("review", case, "--roster", ROSTER, "--reading", "loose", "--earlier", earlier, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        command = ("replay", self.folder / "out/determination.json", "--case", case, "--roster", ROSTER)
        self.fails(run(*command), "earlier letters in the receipt and none given")
        done = run(*command, "--earlier", earlier)
        self.assertEqual((done.returncode, done.stdout), (0, "the same: 4 files, byte for byte\n"), done.stderr)
        (earlier / "one.txt").write_text("Other words.\n")
        done = run(*command, "--earlier", earlier)
        self.assertEqual(done.returncode, 1)
        self.assertIn("one.txt: found other content", done.stderr)

    def test_replay_under_other_zones_languages_and_cores(self):
        case = self.copy(SECOND, opinion=True)
        done = run("review", case, "--roster", ROSTER, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        command = [str(PROGRAM), "replay", str(self.folder / "out/determination.json"), "--case", str(case), "--roster", str(ROSTER)]
        one_core = ["taskset", "-c", str(min(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
        for prefix, env in (([], {"TZ": "Pacific/Kiritimati"}), ([], {"TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"}), (one_core, {"OPENIMR_CACHE": "", "LC_ALL": "C"})):
            again = subprocess.run(prefix + command, capture_output=True, text=True, env={**os.environ, "OPENIMR_CACHE": str(self.folder / "cache"), **env})
            self.assertEqual((again.returncode, again.stdout), (0, "the same: 4 files, byte for byte\n"), again.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
