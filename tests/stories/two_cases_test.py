"""The main job on the two example case files: what a reviewer, a worker and a judge rely on."""
import json
import shutil
import subprocess
import unittest

from program import FIRST, ROSTER, SECOND, SHARED, Story, answer, run


def issue(review, item):
    return next(one for one in review["issues"] if one["id"] == item)


def checks(review, name):
    return [one for one in review["checks"] if one["id"] == name]


class TheRecordsDecide(Story):
    def recommended(self, review, item, recommendation, pages):
        found = issue(review, item)
        self.assertEqual(found["recommendation"], recommendation, "\n".join(found["reasons"]))
        cited = "; ".join(f"{one['pages']}" for one in found["guidelines"])
        for part in pages:
            self.assertIn(part, cited)
        return found

    def test_all_four_items_come_out_upheld_from_the_records_alone(self):
        first = answer("review", self.copy(FIRST), "--json")
        ketamine = self.recommended(first, "1", "upheld", ["111-113"])
        self.assertEqual(ketamine["phase"], "initial")
        self.recommended(first, "2", "upheld", ["82-92"])
        self.recommended(first, "3", "upheld", ["64"])
        second = answer("review", self.copy(SECOND), "--json")
        continued = self.recommended(second, "1", "upheld", ["111-113"])
        self.assertEqual(continued["phase"], "continued")
        for review in (first, second):
            self.assertEqual(review["eligibility"]["outcome"], "eligible")

    def test_the_reasons_are_the_guidelines(self):
        ketamine = issue(answer("review", self.copy(FIRST), "--json"), "1")
        criteria = {one["id"]: one for one in ketamine["criteria"]}
        indication = criteria["ketamine-topical/crps-or-phn"]
        self.assertEqual(indication["verdict"], "unknown")
        self.assertGreater(indication["searched"]["pages"], 25)
        self.assertTrue(any("complex regional pain syndrome" in term.lower() for term in indication["searched"]["terms"]), indication["searched"]["terms"])
        self.assertTrue(ketamine["would_change"])
        self.assertTrue(all(change["needed"] for changes in ketamine["would_change"] for change in changes))

    def test_crps_with_failed_trials_turns_the_ketamine_item(self):
        review = answer("review", self.copy(FIRST, "crps"), "--json")
        self.recommended(review, "1", "overturned", ["111-113"])
        self.recommended(review, "2", "upheld", ["82-92"])
        self.recommended(review, "3", "upheld", ["64"])

    def test_spasticity_of_spinal_cord_injury_turns_the_baclofen_item(self):
        review = answer("review", self.copy(FIRST, "spinal-cord-injury"), "--json")
        self.recommended(review, "3", "overturned", ["64"])
        self.recommended(review, "1", "upheld", ["111-113"])

    def test_a_paper_that_only_recites_the_rules_turns_nothing(self):
        review = answer("review", self.copy(FIRST, "rule-recital"), "--json")
        for item in ("1", "2", "3"):
            self.assertEqual(issue(review, item)["recommendation"], "upheld")


class EverythingHasItsPlace(Story):
    def test_every_fact_quotes_its_page_exactly(self):
        for case in (FIRST, SECOND):
            review = answer("review", case, "--roster", ROSTER, "--json")
            files = sorted({one["file"] for one in review["documents"]})
            pages = {(page["file"].split("/")[-1], page["page"]): page["text"].encode() for file in files for page in answer("pages", case / file, "--json")["pages"]}
            facts = review["chart"]["facts"]
            self.assertGreater(len(facts), 60)
            for fact in facts:
                self.assertTrue(fact["evidence"], fact)
                for one in fact["evidence"]:
                    text = pages[(one["file"].split("/")[-1], one["page"])]
                    self.assertEqual(text[one["begin"]:one["end"]].decode(), one["quote"], fact["concept"])

    def test_every_statement_of_summary_and_criteria_leads_to_a_fact(self):
        review = answer("review", FIRST, "--roster", ROSTER, "--json")
        known = {fact["id"] for fact in review["chart"]["facts"]}
        self.assertGreater(len(review["summary"]), 4)
        for line in review["summary"]:
            self.assertTrue(set(line["facts"]) <= known, line)
        self.assertTrue(sum(bool(line["facts"]) for line in review["summary"]) >= len(review["summary"]) - 1, "only a missing mechanism may stand without a fact")
        for item in review["issues"]:
            for criterion in item["criteria"]:
                self.assertTrue(set(criterion["facts"]) <= known)
                if criterion["verdict"] == "met" and not criterion.get("request"):
                    self.assertTrue(criterion["facts"], criterion["id"])

    def test_all_keys_of_the_contract_are_there(self):
        review = answer("review", FIRST, "--roster", ROSTER, "--json")
        for key in ("case", "eligibility", "deadlines", "reviewers", "documents", "chart", "summary", "issues", "checks", "determination", "receipt"):
            self.assertIn(key, review)
        for key in ("id", "file", "first_page", "pages", "kind", "author", "date", "sha256", "text_source", "belongs_to"):
            self.assertIn(key, review["documents"][0])
        for key in ("id", "concept", "kind", "value", "date", "assertion", "temporality", "experiencer", "evidence"):
            self.assertIn(key, review["chart"]["facts"][0])
        for key in ("id", "text", "item", "topics", "criteria", "recommendation", "reasons", "would_change", "evidence_level", "conflicts"):
            self.assertIn(key, review["issues"][0])
        for key in ("engine", "packs", "inputs", "as_of"):
            self.assertIn(key, review["receipt"])
        self.assertEqual(review["deadlines"][0]["rule"], "application")
        self.assertEqual(review["deadlines"][0]["due_on"], "2015-03-13")


class TheChecks(Story):
    def test_no_mention_of_weaning_is_held_against_the_dose_reduction(self):
        review = answer("review", self.copy(FIRST), "--json")
        found = [one for one in checks(review, "false_absence") if one["item"] == "2"]
        self.assertTrue(found, review["checks"])
        one = found[0]
        self.assertEqual(one["speaker"], "ur_decision")
        self.assertEqual(one["severity"], "block")
        self.assertTrue(one["citation"])
        self.assertIn("02-", one["stated_at"][0]["file"])
        places = {(evidence["file"].split("/")[-1].split("-")[0], evidence["page"]) for evidence in one["evidence"]}
        self.assertIn(("06", 1), places, "the September report lowers the dose")

    def test_reciting_a_rule_is_no_claim_of_absence(self):
        review = answer("review", self.copy(FIRST), "--json")
        self.assertFalse([one for one in checks(review, "false_absence") if one["item"] == "3"], "the baclofen denial only recites the rule")

    def test_the_functional_rule_is_held_against_the_documented_gain(self):
        review = answer("review", self.copy(SECOND), "--json")
        found = checks(review, "premise_contradicted")
        self.assertTrue(found, review["checks"])
        self.assertTrue(all(one["evidence"] and one["statement"] for one in found))

    def test_a_dose_that_contradicts_itself_is_said(self):
        review = answer("review", self.copy(FIRST), "--json")
        self.assertTrue([one for one in checks(review, "implausible_directions") if one["item"] == "2"])

    def test_an_opinion_that_claims_a_false_absence_is_not_issued(self):
        case = self.copy(FIRST, opinion=True)
        text = (case / "opinion.yaml").read_text()
        kept = text[: text.index("resolutions:")]
        (case / "opinion.yaml").write_text(kept.replace("decision: upheld\n    guidelines: [{source: MTUS Chronic Pain Medical Treatment Guidelines, pages: \"64\"}]",
                                                         "decision: upheld\n    words: There is no mention of a weaning attempt in the records."))
        key = self.folder / "own.key"
        self.assertEqual(run("opinion", "keygen", key).returncode, 0)
        refused = run("opinion", "sign", case, "--key", key)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("(false_absence) is open", refused.stderr)
        self.assertNotIn("signature:", (case / "opinion.yaml").read_text().split("items:")[1])
        self.assertEqual(run("opinion", "sign", case, "--key", key, "--with-open-checks").returncode, 0)
        roster = self.folder / "roster.yaml"
        roster.write_text("\n".join(line for line in ROSTER.read_text().splitlines() if "public_key" not in line) + "\n")
        done = run("review", case, "--roster", roster, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("No determination", done.stdout)
        self.assertFalse((self.folder / "out/determination.pdf").exists())


@unittest.skipUnless((SHARED / "seeds").is_dir(), f"the two published seed letters are not at {SHARED / 'seeds'}")
class TheSeedsRationales(Story):
    """The rationales of the two published letters, as if a reviewer of the example cases had written them."""

    def checked(self, case, letter):
        target = self.copy(case, opinion=True)
        record = answer("read", SHARED / "seeds" / letter, "--json")
        file = target / "opinion.yaml"
        head = file.read_text().split("items:")[0]
        items = "".join(f"  - id: {one['n']}\n    decision: upheld\n    words: {json.dumps(one['rationale'])}\n" for one in record["issues"])
        file.write_text(head + "items:\n" + items)
        return [one for one in answer("check", target, "--json")["checks"] if one["speaker"] == "opinion"]

    def test_no_mention_of_weaning_is_caught_where_it_was_really_written(self):
        found = self.checked(FIRST, "determination-000.txt")
        absences = [one for one in found if one["id"] == "false_absence"]
        self.assertEqual({one["item"] for one in absences}, {"2"}, absences)
        self.assertEqual(absences[0]["severity"], "block")
        self.assertIn("weaning", absences[0]["statement"])

    def test_the_recited_functional_rule_is_no_absence_but_its_premise_is_contradicted(self):
        found = self.checked(SECOND, "determination-002.txt")
        self.assertEqual([one for one in found if one["id"] == "false_absence"], [])
        self.assertTrue([one for one in found if one["id"] == "premise_contradicted" and one["severity"] == "block"], found)


class TheDetermination(Story):
    def issue_case(self, case, out, **env):
        done = run("review", case, "--roster", ROSTER, "--out", self.folder / out, "--json", env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_both_cases_become_final_determinations_without_the_reviewers_name(self):
        names = [line.split("name:")[1].split("#")[0].strip() for line in ROSTER.read_text().splitlines() if line.strip().startswith("name:")]
        self.assertGreaterEqual(len(names), 12)
        for case, items in ((FIRST, 3), (SECOND, 1)):
            review = self.issue_case(case, case.name)
            self.assertEqual([one["decision"] for one in review["determination"]["decisions"]], ["upheld"] * items)
            out = self.folder / case.name
            self.assertEqual({one.name for one in out.iterdir()}, {"determination.pdf", "determination.html", "determination.txt", "determination.json", "fhir.json", "review.json",
                                                                    "draft.pdf", "draft.html", "draft.txt", "draft.letter.json"})
            text = (out / "determination.txt").read_text()
            for heading in ("CLINICAL CASE SUMMARY", "ISSUES, DECISIONS AND RATIONALES", "DOCUMENTS REVIEWED"):
                self.assertIn(heading, text.upper())
            page = (out / "determination.html").read_text()
            listed = page.split("<h2>DOCUMENTS REVIEWED</h2>")[1].split("</table>")[0]
            self.assertEqual(listed.count("<tr>") - 1, len(review["documents"]), "every document is listed")
            pdf = subprocess.run(["pdftotext", "-layout", out / "determination.pdf", "-"], capture_output=True, text=True).stdout
            info = subprocess.run(["pdfinfo", out / "determination.pdf"], capture_output=True, text=True).stdout
            self.assertRegex(info, r"Tagged:\s+yes")
            for name in names:
                self.assertNotIn(name, text)
                self.assertNotIn(name, pdf)
                self.assertNotIn(name.encode(), (out / "determination.pdf").read_bytes())

    def test_the_letter_reads_back_as_what_was_decided(self):
        self.issue_case(FIRST, "one")
        for form in ("txt", "pdf"):
            record = answer("read", self.folder / f"one/determination.{form}", "--json")
            self.assertEqual([one["decision"] for one in record["issues"]], ["upheld"] * 3, form)
            self.assertEqual([one["text"] for one in record["issues"]], ["Ketamine 5% cream 60gm apply TID", "Morphine sulfate ER 30mg 1 tab q 9H #90", "Baclofen 10mg TID #90"])
            self.assertEqual([one["reviewer_guidelines"][0]["pages"] for one in record["issues"]], ["111-113", "82-92", "64"])

    def test_the_same_inputs_give_the_same_bytes(self):
        self.issue_case(FIRST, "one")
        self.issue_case(FIRST, "two", TZ="Asia/Tokyo", LC_ALL="C", OPENIMR_CACHE="")
        for file in (self.folder / "one").iterdir():
            twin = (self.folder / "two" / file.name).read_bytes()
            self.assertEqual(file.read_bytes(), twin, file.name)

    def test_a_late_document_undoes_the_signature(self):
        case = self.copy(FIRST, opinion=True)
        (case / "documents/99-late.txt").write_text("SYNTHETIC. A progress report that came later.\n")
        done = run("review", case, "--roster", ROSTER, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a signature that does not hold over this opinion and these papers", " ".join(done.stdout.split()))
        self.assertFalse((self.folder / "out/determination.pdf").exists())

    def test_a_determination_is_replayed_from_its_receipt(self):
        self.issue_case(FIRST, "out", OPENIMR_CACHE="")
        replay = lambda case: run("replay", self.folder / "out/determination.json", "--case", case, "--roster", ROSTER)
        done = replay(FIRST)
        self.assertEqual((done.returncode, done.stdout), (0, "the same: 4 files, byte for byte\n"), done.stderr)
        changed = self.copy(FIRST, opinion=True)
        file = next((changed / "documents").glob("06*.pdf"))
        file.write_bytes(file.read_bytes() + b"\n")
        done = replay(changed)
        self.assertEqual(done.returncode, 1)
        self.assertIn("06-pr2-2014-09-09.pdf: found other content", done.stderr)
        letter = self.folder / "out/determination.txt"
        letter.write_text(letter.read_text().replace("Upheld", "Overturned", 1))
        self.assertIn("determination.txt: found byte", replay(FIRST).stderr)
        self.fails(run("replay", ROSTER, "--case", FIRST, "--roster", ROSTER), "found no receipt")

    def test_an_earlier_determination_is_not_mistaken_for_this_runs(self):
        self.issue_case(FIRST, "out")
        before = (self.folder / "out/determination.pdf").read_bytes()
        done = run("review", self.copy(FIRST), "--roster", ROSTER, "--out", self.folder / "out")
        self.assertEqual((self.folder / "out/determination.pdf").read_bytes(), before)
        self.assertIn("is of an earlier run and was left as it is", done.stderr)

    def test_before_the_opinion_no_conclusion_is_shown(self):
        review = answer("review", self.copy(FIRST), "--before-opinion", "--json")
        for item in review["issues"]:
            for key in ("recommendation", "reasons", "would_change", "rationale"):
                self.assertNotIn(key, item)
        page = run("review", self.copy(SECOND), "--before-opinion").stdout
        self.assertNotIn("engine recommends", page)
        self.assertNotIn("would change it", page)


class TheSameDisputeTwice(Story):
    def test_only_the_later_one_is_a_duplicate_whatever_the_spelling(self):
        others = self.folder / "cases"
        others.mkdir()
        first, second = others / "by-fax", others / "by-mail"
        for target in (first, second):
            shutil.copytree(SECOND, target)
            (target / "opinion.yaml").unlink()
        words = (second / "application.yaml").read_text()
        (second / "application.yaml").write_text(words.replace("2014-02-10T15:20:00-08:00, channel: fax", "2014-02-12T09:00:00-08:00, channel: mail")
                                                 .replace("Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1", "KETAMINE 5 % cream 60 gr apply to affected area 3 x a day, Qty 1")
                                                 .replace("WC-SYN-2291", "wc syn 2291"))
        self.assertEqual(answer("eligible", first, "--against", others, "--json")["outcome"], "eligible")
        later = answer("eligible", second, "--against", others, "--json")
        self.assertEqual(later["items"][0]["outcome"], "duplicate", later)
        self.assertEqual([one["code"] for one in later["items"][0]["reasons"]], ["DUPLICATE"])
        self.assertIn("by-fax", later["items"][0]["reasons"][0]["text"])
        self.assertEqual(run("eligible", second, "--against", others).returncode, 1)
        self.fails(run("eligible", second, "--against", self.folder / "none"), "none: found no such folder", "--against")


class TheSlate(Story):
    def test_who_may_review_and_who_may_not_with_every_reason(self):
        slate = answer("reviewers", "slate", FIRST, "--roster", ROSTER, "--json")
        able = {one["id"] for one in slate["slate"]}
        self.assertEqual(able, {"R01", "R02", "R03"})
        for one in slate["excluded"]:
            self.assertTrue(one["reasons"])
            for reason in one["reasons"]:
                self.assertTrue(reason["rule"] and reason["text"] and reason["citation"], reason)

    def test_the_order_of_the_roster_does_not_matter(self):
        head, *entries = ROSTER.read_text().split("\n  - id: ")
        roster = self.folder / "turned.yaml"
        roster.write_text("\n  - id: ".join([head, *reversed(entries)]) + "\n")
        self.assertEqual(answer("reviewers", "slate", FIRST, "--roster", roster, "--json")["slate"], answer("reviewers", "slate", FIRST, "--roster", ROSTER, "--json")["slate"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
