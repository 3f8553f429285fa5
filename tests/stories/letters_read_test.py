"""`openimr read` on the two published letters that the project started from. They are not part of the tree."""
import json
import shutil
import sys
import unittest

from program import ROOT, ROSTER, SECOND, SHARED, Story, answer, run

sys.path.insert(0, str(ROOT / "benchmarks/accuracy"))
import scanned  # noqa: E402

SEEDS = SHARED / "seeds"


@unittest.skipUnless(SEEDS.is_dir(), f"the two published seed letters are not at {SEEDS}")
class TheSeeds(Story):
    def test_the_first(self):
        record = answer("read", SEEDS / "determination-000.txt", "--json")
        self.assertEqual((record["age"], record["sex"], record["date_of_injury"]), (54, "male", "1995-11-09"))
        self.assertEqual(record["reviewer"]["licensure"], ["Arizona", "California"])
        self.assertEqual([one["decision"] for one in record["issues"]], ["upheld"] * 3)
        self.assertEqual([one["reviewer_guidelines"][0]["pages"] for one in record["issues"]], ["111-112", "82-92", "64"])
        self.assertEqual([one["claims_administrator_guidelines"][0]["pages"] for one in record["issues"]], [None, None, None])
        self.assertEqual(record["issues"][1]["text"], "Morphine sulfate ER 30mg 1 tab q 9H #90")
        for one in record["issues"]:
            self.assertTrue(one["rationale"].rstrip().endswith("not medically necessary."))
            self.assertNotIn("  ", one["rationale"])
        self.assertEqual([one for one in record["checks"] if one["id"] == "citation_invalid"], [])

    def test_the_second(self):
        record = answer("read", SEEDS / "determination-002.txt", "--json")
        self.assertEqual((record["age"], record["sex"], record["date_of_injury"]), (31, "male", "2011-12-16"))
        self.assertEqual(record["reviewer"]["licensure"], ["California"])
        self.assertEqual(len(record["issues"]), 1)
        self.assertEqual(record["issues"][0]["decision"], "upheld")
        self.assertEqual(record["issues"][0]["reviewer_guidelines"][0]["pages"], "56")
        self.assertEqual(record["issues"][0]["claims_administrator_guidelines"][0]["pages"], "113")
        self.assertEqual([one["id"] for one in record["checks"]], ["citation_doubtful"], "page 56 is the systemic entry, the item is a cream")


def sheets(text, header="", is_double_spaced=False, lines_a_page=24, width=70):
    """Pages of a letter as an office would set it: wrapped, a running header on every page, also in mid sentence."""
    lines = []
    for line in text.splitlines():
        lines += [line] if "   " in line or line.count(": ") > 1 else scanned.textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    pages = [lines[at:at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    set_lines = lambda page: [word for line in page for word in ((line, "") if is_double_spaced else (line,))]
    return [([f"{header} {number} of {len(pages)}", ""] if header else []) + set_lines(page) for number, page in enumerate(pages, 1)]


class OlderLayouts(Story):
    LETTERS = ROOT / "src/corpus/test_data"
    RUNNING = "IMR Final Determination, page"

    def read_pdf(self, text, **how):
        file = self.folder / "letter.pdf"
        file.write_bytes(scanned.many_pages(sheets(text, **how)))
        return answer("read", file, "--json")

    def same_fields(self, one, other):
        """The fields of two records that a page break or a line end must not change."""
        for key in ("layout", "case_numbers", "dates", "age", "sex", "date_of_injury", "reviewer"):
            self.assertEqual(one[key], other[key], key)
        self.assertEqual(len(one["issues"]), len(other["issues"]))
        for ours, theirs in zip(one["issues"], other["issues"]):
            for key in ("n", "text", "decision", "claims_administrator_guidelines", "reviewer_guidelines"):
                self.assertEqual(ours[key], theirs[key], key)
            # A text file says "pro-gram" where its line ends; of a PDF the hyphen is known for what it is.
            words = [None if issue["rationale"] is None else " ".join(issue["rationale"].replace("-", "").split()) for issue in (ours, theirs)]
            self.assertEqual(words[0], words[1])

    def test_older_letters_as_pdf_with_running_headers_double_spaced_and_wrapped(self):
        for name in ("notice_2013", "decisions_2014", "issue_at_dispute"):
            text = (self.LETTERS / f"{name}.txt").read_text()
            plain = answer("read", self.LETTERS / f"{name}.txt", "--json")
            for how in ({}, {"header": self.RUNNING, "lines_a_page": 18}, {"is_double_spaced": True, "header": self.RUNNING}, {"width": 46}, {"width": 46, "lines_a_page": 13, "header": self.RUNNING}):
                with self.subTest(letter=name, **how):
                    self.same_fields(plain, self.read_pdf(text, **how))

    def test_one_rationale_for_several_items_is_told_and_not_given_to_one(self):
        text = (self.LETTERS / "issue_at_dispute.txt").read_text()
        self.assertIn("1. Nothing in the file shows", text)
        one = text.replace("1. Nothing in the file shows a twitch response.\n2. Pain fell from 8 to 4 and he went back to work.", "Both items were looked at together. Nothing in the file shows a twitch response; pain fell from 8 to 4.")
        self.assertNotEqual(one, text)
        for record in (self.read_pdf(one), self.read_pdf(one, header=self.RUNNING, lines_a_page=15)):
            self.assertEqual([issue["decision"] for issue in record["issues"]], ["upheld", "overturned"])
            words = {issue["rationale"] and " ".join(issue["rationale"].split()) for issue in record["issues"]}
            self.assertEqual(len(words), 1, "both items or none")
            if words != {None}:
                self.assertIn("Both items were looked at together.", words.pop())
            self.assertTrue(record["problems"])

    def test_the_notice_of_2013_from_text(self):
        record = answer("read", self.LETTERS / "notice_2013.txt", "--json")
        self.assertEqual((record["layout"], record["problems"]), ("notice-2013", []))
        self.assertEqual([(one["text"], one["decision"]) for one in record["issues"]], [("a lumbar brace", "upheld"), ("eight visits of acupuncture", "overturned")])
        self.assertEqual(record["issues"][0]["reviewer_guidelines"], [{"source": "Low Back Complaints chapter", "pages": "298-301", "ranges": [[298, 301]]}])
        self.assertEqual(set(record["confidence"].values()) | set(record["issues"][0]["confidence"].values()), {"sure"})

    def test_decisions_of_2014_and_issue_at_dispute(self):
        record = answer("read", self.LETTERS / "decisions_2014.txt", "--json")
        self.assertEqual((record["layout"], [one["decision"] for one in record["issues"]]), ("decisions-2014", ["upheld", "overturned"]))
        record = answer("read", self.LETTERS / "issue_at_dispute.txt", "--json")
        self.assertEqual([one["decision"] for one in record["issues"]], ["upheld", "overturned"])
        self.assertEqual(record["issues"][0]["confidence"]["reviewer_guidelines"], "missing")
        self.assertTrue(record["problems"])

    def test_what_is_missing_is_told_field_by_field(self):
        file = self.folder / "letter.txt"
        file.write_text((self.LETTERS / "decisions_2014.txt").read_text().replace("51-year-old male", "worker").replace("11/01/2013", "yesterday"))
        record = answer("read", file, "--json")
        confidence = record["confidence"]
        self.assertEqual((confidence["age"], confidence["sex"], confidence["dates.ur_denial"], confidence["dates.decision"]), ("missing", "missing", "missing", "sure"))
        self.assertEqual(len(record["problems"]), 3)

    def test_a_layout_is_added_without_building(self):
        packs = self.folder / "packs"
        shutil.copytree(ROOT / "packs", packs)
        layouts = packs / "letters/layouts.yaml"
        layouts.write_text(layouts.read_text() + """  - id: ours
    shape: labelled
    credentials: prose
    signs: ["verdict of our panel"]
    headings: [{section: issues, words: VERDICT OF OUR PANEL}]
    labels: {claims_administrator: ["They say:"], reviewer: ["We say:"], rationale: ["Because:"]}
""")
        file = self.folder / "ours.txt"
        file.write_text("VERDICT OF OUR PANEL\n\nA cane: Upheld\n\nThey say: Decision based on MTUS Page(s): 3.\n\nWe say: Decision based on MTUS Page(s): 4.\n\nBecause: It is so.\n")
        record = answer("--packs", packs, "read", file, "--json")
        self.assertEqual((record["layout"], record["issues"][0]["text"], record["issues"][0]["decision"], record["issues"][0]["rationale"]), ("ours", "A cane", "upheld", "It is so."))


class OtherFiles(Story):
    def test_a_file_that_is_not_there(self):
        done = run("read", self.folder / "none.txt")
        self.fails(done, "none.txt: found no such file")

    def test_a_text_that_is_no_letter_says_so(self):
        file = self.folder / "note.txt"
        file.write_text("A shopping list.\n")
        record = answer("read", file, "--json")
        self.assertEqual(record["issues"], [])
        self.assertTrue(record["problems"])

    def test_a_file_without_a_word_is_wrong_input(self):
        noise = self.folder / "noise.pdf"
        noise.write_bytes(bytes(number * 7919 % 251 for number in range(4000)))
        empty = self.folder / "empty.txt"
        empty.write_text(" \n")
        blank = self.folder / "blank.png"
        blank.write_bytes(scanned.pages("", 1)[0])
        for file in (noise, empty, blank):
            with self.subTest(file=file.name):
                done = run("read", file, "--json")
                self.fails(done, f"{file.name}: found ")

    def test_two_letters_in_one_file_are_two_records(self):
        texts = [(OlderLayouts.LETTERS / f"{name}.txt").read_text() for name in ("decisions_2014", "notice_2013")]
        file = self.folder / "two.pdf"
        file.write_bytes(scanned.many_pages(sheets(texts[0]) + sheets(texts[1])))
        both = self.folder / "two.txt"
        both.write_text("".join(texts))
        for one in (file, both):
            with self.subTest(file=one.name):
                records = [json.loads(line) for line in run("read", one, "--json").stdout.splitlines()]
                self.assertEqual([(record["case_numbers"], record["layout"], record["part"]["n"], len(record["issues"])) for record in records],
                                 [(["CM13-0054321"], "decisions-2014", 1, 2), (["CM13-0009876"], "notice-2013", 2, 2)])
                for record in records:
                    self.assertIn("in one file: CM13-0054321; CM13-0009876", json.dumps(record["problems"]))


class Lines(Story):
    def test_context_judges_every_line(self):
        text = "fever\tThe patient denies fever.\nasthma\tHer mother had asthma.\nfever\tHe has a fever today.\n"
        done = run("context", stdin=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        self.assertEqual(lines[0][0], "Negated")
        self.assertEqual(lines[1][2], "Other")
        self.assertEqual(lines[2], ["Affirmed", "Recent", "Patient"])

    def test_sig_reads_directions_and_refuses_others(self):
        import json
        done = run("sig", stdin="Take 1 tablet by mouth three times a day\nMorphine sulfate ER 30mg 1 tab q 9H #90\nThe weather is fine\n")
        first, second, third = map(json.loads, done.stdout.splitlines())
        self.assertEqual(first["max_per_day"], 3)
        self.assertAlmostEqual(second["mme_per_day"], 80, delta=0.1)
        self.assertTrue(second["warnings"])
        self.assertIs(third["parsable"], False)

    def test_due_shows_its_derivation(self):
        due = answer("due", "application", "--event", "2015-03-06", "--served-by", "mail", "--to", "in-state", "--json")
        self.assertEqual(due["due_on"], "2015-04-10")
        self.assertTrue(all(step["citation"] and step["date"] and step["step"] for step in due["derivation"]))
        rules = {one["rule"] for one in answer("due", "list", "--json")["rules"]}
        for rule in ("application", "application-formulary", "eligibility-information", "assignment-notice", "records", "records-statute", "determination", "determination-formulary",
                     "determination-expedited", "appeal", "implementation", "payment", "ur-decision"):
            self.assertIn(rule, rules)
        self.fails(run("due", "application", "--event", "yesterday"), "--event: found \"yesterday\"")
        self.fails(run("due", "aplication", "--event", "2015-03-06"), "aplication", "application")

    def test_due_and_calendar_of_other_jurisdictions(self):
        due = lambda *words: answer("due", *words, "--json")
        federal = due("federal-external-review", "--event", "2023-10-30", "--jurisdiction", "us-federal-aca")
        self.assertEqual(federal["due_on"], "2024-03-01", "February has no 30th")
        texas = ("determination", "--event", "2026-03-10", "--jurisdiction", "us-tx-wc")
        self.assertEqual(due(*texas)["due_on"], "2026-03-25", "15 days after the information")
        self.assertEqual(due(*texas, "--also", "request=2026-03-02")["due_on"], "2026-03-22", "20 days after the request are earlier")
        self.fails(run("due", *texas, "--also", "reqest=2026-03-02"), "--also", "request")
        self.fails(run("due", *texas, "--also", "request=yesterday"), "--also request: found \"yesterday\"")
        calendar = answer("calendar", "2026", "--calendar", "federal", "--jurisdiction", "us-federal-aca", "--json")
        self.assertEqual([one["id"] for one in calendar["calendars"]], ["federal"])
        self.assertIn(("2026-07-04", "Saturday", "Independence Day"), [(one["date"], one["weekday"], one["name"]) for one in calendar["calendars"][0]["holidays"]])
        self.fails(run("calendar", "1994"), "YEAR: found \"1994\"", "1995 to 2040")
        self.fails(run("calendar", "2026", "--calendar", "juridical"), "did you mean \"judicial\"?")

    def test_a_jurisdiction_without_reviewer_rules_slates_nobody(self):
        case = self.copy(SECOND)
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("jurisdiction: us-ca-wc", "jurisdiction: us-ny"))
        self.assertEqual(run("eligible", case).returncode, 0)
        self.fails(run("reviewers", "slate", case, "--roster", ROSTER), "us-ny/reviewers.yaml: found no such file in this pack")

    def test_every_command_has_help_with_an_example(self):
        for words in (["review"], ["eligible"], ["check"], ["replay"], ["documents"], ["timeline"], ["reviewers", "slate"], ["opinion", "sign"], ["opinion", "keygen"], ["read"], ["pages"], ["facts"],
                      ["context"], ["sig"], ["due"], ["calendar"], ["guidelines", "list"], ["guidelines", "show"], ["guidelines", "evaluate"], ["guidelines", "check"]):
            done = run(*words, "--help")
            self.assertEqual(done.returncode, 0, words)
            self.assertIn("Example:", done.stdout, words)

    def test_a_topic_is_evaluated_on_a_chart_file(self):
        chart = self.folder / "chart.yaml"
        chart.write_text("phase: initial\nfacts: {dx.sci: present, dx.spasticity: present}\n")
        result = answer("guidelines", "evaluate", "baclofen", chart, "--json")
        self.assertEqual(result["recommendation"], "overturned")
        chart.write_text("facts: {dx.sci: absent}\n")
        self.assertEqual(answer("guidelines", "evaluate", "baclofen", chart, "--json")["recommendation"], "upheld")
        chart.write_text("facts: {dx.sci: maybe}\n")
        self.fails(run("guidelines", "evaluate", "baclofen", chart), "chart.yaml:1: facts.dx.sci: found \"maybe\", expected present, absent, possible or a number; write present where the record says it, absent where it denies it")

    def test_guideline_pages_are_valid_and_their_examples_hold(self):
        done = run("guidelines", "check")
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
