"""The guideline packs as a clinician and a maintainer meet them: show, evaluate with reasons, check, diff."""
import html.parser
import shutil
import unittest

from program import CASES, FIRST, ROOT, ROSTER, SECOND, Story, answer, run

TOPIC = "guidelines/mtus-2009/topics/ketamine-topical.yaml"
CHART = "phase: initial\nfacts: {dx.crps: present, dx.neuropathic_pain: present, failed.antidepressant: present, failed.anticonvulsant: present, failed.all_primary_secondary: present, req.is_compounded: absent, req.contains_not_recommended_ingredient: absent}\n"


class Elements(html.parser.HTMLParser):
    """What is open at the end, and how many of each there were."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen = [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen[tag] = self.seen.get(tag, 0) + 1
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Guidelines(Story):
    def packs(self, name):
        folder = self.folder / name
        shutil.copytree(ROOT / "packs/guidelines", folder / "guidelines")
        return folder

    def change(self, packs, before, after):
        page = packs / TOPIC
        text = page.read_text(encoding="utf-8")
        self.assertIn(before, text)
        page.write_text(text.replace(before, after, 1), encoding="utf-8")

    def test_show_is_a_page_for_a_clinician(self):
        page = run("guidelines", "show", "ketamine-topical", "--as-of", "2014-02-10").stdout
        for words in ("Topical ketamine", "page 113", "A first request has to meet", "to document: a diagnosis of CRPS", "How sure this page is", "Other editions:"):
            self.assertIn(words, page)
        self.assertNotIn("read from", page)
        self.assertIn("complex regional pain syndrome", run("guidelines", "show", "ketamine-topical", "--facts").stdout)
        self.assertNotIn("dx.crps", page)
        wrong = run("guidelines", "show", "ketamine-topica")
        self.assertEqual((2, True), (wrong.returncode, 'did you mean "ketamine-topical"?' in wrong.stderr))

    def test_show_has_the_whole_rule_in_words(self):
        for topic, words in (("physical-medicine", ("and the rules of: ", "CRPS: 24 visits", "frequency at the start: at most 3 a week", "Asked for as")),
                             ("terocin", ("NOT RECOMMENDED", "and the rules of: ")), ("knee-arthroplasty", ("A first request, and a refill or repeat, has to meet",))):
            page = run("guidelines", "show", topic, "--as-of", "2014-02-10").stdout
            for one in words:
                self.assertIn(one, page, topic)
            for code in (" <= ", " == ", "between", "page 16-"):
                self.assertNotIn(code, page, topic)
        for wrong, words in ((("eswt",), "laser-ultrasound-magnet, shockwave speak of it"), (("ketamine-topical", "--as-of", "2001-01-01"), "not in force on 2001-01-01"),
                             (("ketamine-topical", "--as-of", "soon"), "--as-of")):
            found = run("guidelines", "show", *wrong)
            self.assertEqual((2, True), (found.returncode, words in found.stderr), found.stderr)

    def test_list_finds_topics_by_what_people_call_them(self):
        found = [row["id"] for row in answer("guidelines", "list", "shock", "--as-of", "2014-02-10", "--json")["topics"]]
        self.assertEqual(["laser-ultrasound-magnet"], found)
        nothing = run("guidelines", "list", "moonshine")
        self.assertEqual((1, "no topic\n"), (nothing.returncode, nothing.stdout))

    def test_a_request_is_led_to_its_pages(self):
        for request, pages in (("Synapryn 10mg/ml oral suspension 500ml", {"tramadol"}), ("Zolpidem 10 mg #30 for sleep therapy", {"zolpidem"}),
                               ("FCL (flurbiprofen 20%, baclofen 2%, capsaicin 0.0375%) 180gm",
                                {"capsaicin-topical", "flurbiprofen-topical", "topical-muscle-relaxants", "topical-analgesics", "topical-compounded-rule"})):
            found = answer("guidelines", "for", request, "--as-of", "2014-02-10", "--json")
            self.assertEqual(pages, {page["id"] for page in found["pages"]}, request)
            self.assertTrue(all(page["fits"] for page in found["pages"]))
            self.assertTrue(found["gates"][0]["open"])
        unknown = run("guidelines", "for", "moonlight on the knee", "--as-of", "2014-02-10")
        self.assertEqual((1, True), (unknown.returncode, "none: " in unknown.stdout))
        self.assertEqual(2, run("guidelines", "for", "Norco", "--as-of", "soon").returncode)

    def test_check_names_what_no_request_reaches(self):
        packs = self.folder / "packs"
        shutil.copytree(ROOT / "packs", packs)
        page = packs / TOPIC
        text = page.read_text(encoding="utf-8")
        for before, after, words in (("applies_to:\n", "applies_to:\n  - {drug: ketamin}\n", 'did you mean "ketamine"?'),
                                     ("applies_to:\n", "applies_to:\n  - {drug_class: opioids}\n", 'did you mean "opioid"?'),
                                     ("applies_to:\n", "applies_to:\n  - {phrase: cream, body_part: kne}\n", 'did you mean "knee"?'),
                                     ("criteria:\n", "criteria:\n  - {id: idle, text: Nothing asks it, needed: nothing, when: {fact: dx.crps}}\n", "a criterion that nothing asks"),
                                     ("{fact: dx.phn}]", "{fact: req.first_line_usage}]", "the fact req.first_line_usage, which nothing finds"),
                                     ("{fact: dx.phn}]", "{fact: drug.ketamin}]", "the fact drug.ketamin, which nothing finds"),
                                     ("{fact: dx.phn}]", "{one_of_ingredients: [ketamin]}]", 'the ingredient "ketamin"'),
                                     ("{fact: dx.phn}]", '{fact: score.pain, op: ">=", value: 4, unit: persent}]', 'the unit "persent"')):
            self.assertIn(before, text)
            page.write_text(text.replace(before, after, 1), encoding="utf-8")
            found = run("guidelines", "check", "--strict", env={"OPENIMR_PACKS": str(packs)})
            self.assertEqual((1, True), (found.returncode, words in found.stdout), found.stdout[-600:])
        page.write_text(text, encoding="utf-8")
        drugs = packs / "vocabulary/drugs.yaml"
        drugs.write_text(drugs.read_text(encoding="utf-8").replace("generic:", "generik:", 1), encoding="utf-8")
        self.assertEqual(2, run("guidelines", "check", env={"OPENIMR_PACKS": str(packs)}).returncode)

    def test_evaluate_explains_in_text_json_and_html(self):
        chart = self.folder / "chart.yaml"
        chart.write_text(CHART)
        brief = run("guidelines", "evaluate", "ketamine-topical", chart, "--explain", "short").stdout
        full = run("guidelines", "evaluate", "ketamine-topical", chart, "--explain", "full").stdout
        self.assertIn("[met] The worker has complex regional pain syndrome", brief)
        self.assertGreater(len(full), len(brief))
        page = self.folder / "why.html"
        found = answer("guidelines", "evaluate", "ketamine-topical", chart, "--explain", "full", "--html", page, "--json")
        self.assertEqual("recommendation", found["explanation"]["kind"])
        elements = Elements(page.read_text(encoding="utf-8"))
        self.assertEqual([], elements.open)
        self.assertNotIn("script", elements.seen)
        self.assertEqual(1, elements.seen["h1"])

    def test_the_loose_reading_is_a_choice(self):
        chart = self.folder / "chart.yaml"
        chart.write_text("phase: continued\nfacts: {resp.adl_improved: present, resp.dependency_reduced: absent, resp.medication_reduced: absent}\n")
        come_out = lambda *words: answer("guidelines", "evaluate", "functional-improvement", chart, "--json", *words)["recommendation"]
        self.assertEqual(("upheld", "overturned"), (come_out(), come_out("--reading", "loose")))

    def test_a_review_explains_down_to_words_on_a_page(self):
        page = self.folder / "why.html"
        found = answer("review", FIRST, "--explain", "full", "--html", page, "--json")
        quotes, items = [], found["explanation"]["parts"]

        def gather(reason):
            quotes.extend(reason.get("quotes", []))
            for part in reason.get("parts", []):
                gather(part)

        gather(found["explanation"])
        self.assertEqual(len(found["issues"]), len(items))
        self.assertTrue(quotes)
        for quote in quotes:
            self.assertTrue((FIRST / quote["file"]).exists() and quote["page"] >= 1 and quote["words"], quote)
        self.assertEqual([], Elements(page.read_text(encoding="utf-8")).open)
        refused = run("review", FIRST, "--before-opinion", "--explain", "short")
        self.assertEqual(2, refused.returncode)
        self.assertIn("an explanation shows the recommendation", refused.stderr)

    def test_an_exclusion_says_what_is_needed_as_its_page_words_it(self):
        case = self.folder / "case"
        shutil.copytree(SECOND, case)
        (case / "opinion.yaml").unlink()
        application = (case / "application.yaml").read_text(encoding="utf-8")
        words = "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1"
        self.assertIn(words, application)
        (case / "application.yaml").write_text(application.replace(words, "Protonix 40 mg daily #30, first line"), encoding="utf-8")
        page = run("review", case, "--roster", ROSTER, "--out", self.folder / "out").stdout
        draft = (self.folder / "out/draft.txt").read_text(encoding="utf-8")
        for text in (" ".join(page.split()), " ".join(draft.split())):
            self.assertIn("which first-choice acid blocker was tried before", text)
            self.assertFalse("not which" in text, "an exclusion's words are turned round")
        self.assertFalse(", pages ;" in " ".join(page.split()), "a citation without pages")

    def test_check_tells_notes_from_faults(self):
        packs = self.packs("packs")
        self.change(packs, "when: {any: [{fact: dx.crps}, {fact: dx.phn}]}", "when: {all: [{fact: dx.crps}, {not: {fact: dx.crps}}]}")
        done = run("--packs", packs, "guidelines", "check")
        self.assertIn("crps-or-phn: found a criterion that no record can meet, expected one that some record meets", done.stdout)
        self.assertIn("examples that come out otherwise", done.stdout)
        self.assertEqual(1, done.returncode)

    def test_diff_names_what_flips_and_why(self):
        same = run("guidelines", "diff", ROOT / "packs", ROOT / "packs", "--cases", CASES)
        self.assertEqual((0, True), (same.returncode, "0 pages differ" in same.stdout), same.stdout)
        packs = self.packs("new")
        self.change(packs, "initial: {all: [crps-or-phn, refractory]}\ncontinued: {all: [crps-or-phn]}", "initial: {always: true}\ncontinued: {always: true}")
        found = answer("guidelines", "diff", ROOT / "packs", packs, "--cases", CASES, "--json")
        self.assertIn("mtus-2009/ketamine-topical: continued request changed, first request changed", found["pages"])
        self.assertTrue(any("ketamine-topical/crps-or-phn is no longer asked." in one["why"] for one in found["cases"]), found)
        self.assertEqual(found["flips"], sum(one["flips"] for one in found["cases"]))


if __name__ == "__main__":
    unittest.main()
