"""A library of published decisions: loaded, searched, downloaded; held against what is known to be true."""
import collections
import csv
import io
import json
import pathlib
import re
import subprocess
import time
import unittest

from program import FIRST, PROGRAM, ROOT, ROSTER, SHARED, Story, answer, run

LETTERS = ROOT / "src/corpus/test_data"
DMHC = SHARED / "data/dmhc_imr_2001_2016.csv"
SEEDS = SHARED / "seeds"


class ALibrary(Story):
    def library(self):
        return self.folder / "decisions.library"

    def load(self, *paths):
        return answer("corpus", "import", "--json", "--library", self.library(), *paths)

    def search(self, *words):
        return answer("corpus", "search", "--json", "--library", self.library(), *words)

    def generate(self, count, seed=5):
        folder = self.folder / f"letters-{seed}-{count}"
        self.assertEqual(run("corpus", "generate", "--count", count, "--seed", seed, "--out", folder).returncode, 0)
        return folder, [json.loads(line) for line in (folder / "truth.json").read_text().splitlines()]


class Loading(ALibrary):
    def test_what_is_loaded_is_what_is_true(self):
        folder, truths = self.generate(300)
        report = self.load(folder)
        self.assertEqual((report["added"], report["same"], report["problem_count"]), (300, 0, 0))
        read = {}
        for line in run("corpus", "search", "--ndjson", "--count", 1000, "--library", self.library()).stdout.splitlines():
            one = json.loads(line)
            read[one["case_number"]] = one
        wrong = collections.Counter()
        for truth in truths:
            one = read[truth["case_number"]]
            for key in ("dates", "age", "sex", "specialties", "licensure", "year", "source", "layout"):
                self.assertEqual(one[key], truth[key], (truth["file"], key))
            self.assertEqual([item["outcome"] for item in one["items"]], [item["outcome"] for item in truth["items"]])
            for have, want in zip(one["items"], truth["items"]):
                self.assertEqual(have["text"], want["text"])
                self.assertEqual([cited["pages"] for cited in have["citations"] if cited["by"] == "reviewer"], [cited["pages"] for cited in want["citations"]])
                for key in ("treatment", "drugs", "reason"):
                    wrong[key] += have[key] != want[key]
            stated = {(fact["concept"], fact["assertion"]) for fact in one["facts"]}
            wrong["facts"] += sum((fact["concept"], fact["assertion"]) not in stated for fact in truth["facts"])
        items, facts = sum(len(truth["items"]) for truth in truths), sum(len(truth["facts"]) for truth in truths)
        self.assertLess(wrong["treatment"] / items, 0.02, wrong)
        self.assertEqual(wrong["drugs"], 0, wrong)
        self.assertLess(wrong["reason"] / items, 0.05, wrong)
        self.assertLess(wrong["facts"] / facts, 0.02, wrong)

    def test_loading_again_adds_nothing(self):
        folder, _ = self.generate(40)
        self.load(folder)
        again = self.load(folder)
        self.assertEqual((again["added"], again["same"]), (0, 40))

    def test_what_was_loaded_before_a_kill_stays_and_the_rest_follows(self):
        folder, truths = self.generate(5000)
        words = [str(PROGRAM), "corpus", "import", "--no-merge", "--library", str(self.library()), str(folder)]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        journal = pathlib.Path(f"{self.library()}-wal")
        while process.poll() is None and not (journal.exists() and journal.stat().st_size > 3_000_000):
            time.sleep(0.01)
        process.kill()
        process.wait()
        report = self.load(folder)
        self.assertEqual(report["added"] + report["same"], len(truths))
        self.assertEqual(self.search("--count", 0)["total"], len(truths))

    def test_a_corrected_letter_supersedes_and_the_permalink_holds(self):
        self.load(LETTERS / "issue_at_dispute.txt")
        first = self.search("case:CM14-0101010")["hits"][0]["decision"]["permalink"]
        corrected = self.folder / "corrected.txt"
        corrected.write_text((LETTERS / "issue_at_dispute.txt").read_text().replace("1. Upheld", "1. Overturned"))
        self.assertEqual(self.load(corrected)["corrections"], 1)
        found = self.search("case:CM14-0101010")
        self.assertEqual(found["total"], 1)
        second = found["hits"][0]["decision"]["permalink"]
        old = answer("corpus", "show", "--json", "--library", self.library(), first)
        self.assertEqual((old["standing"], old["superseded_by"]), ("superseded", second))

    def test_every_layout_and_our_own_determination(self):
        out = self.folder / "out"
        self.assertEqual(run("review", FIRST, "--roster", ROSTER, "--out", out).returncode, 0)
        own = self.folder / "own"
        own.mkdir()
        for name in ("determination.json", "determination.txt", "determination.pdf", "draft.txt", "draft.pdf"):  # a draft is no decision
            (own / name).write_bytes((out / name).read_bytes())
        report = self.load(LETTERS, own)
        self.assertEqual(report["added"], 6)
        self.assertEqual([problem["found"] for problem in report["problems"] if "draft" in problem["where"]], ["a draft, which decides nothing"])  # the PDF beside it is the same letter
        self.assertEqual(self.search("source:own")["total"], 1)
        self.assertEqual(self.search("source:own drug:baclofen outcome:upheld")["total"], 1)

    def test_a_zip_and_a_pdf_go_through_the_worker(self):
        import zipfile
        with zipfile.ZipFile(self.folder / "letters.zip", "w") as file:
            for one in sorted(LETTERS.glob("*.txt")):
                file.write(one, one.name)
        self.assertEqual(self.load(self.folder / "letters.zip")["added"], 5)
        out = self.folder / "out"
        self.assertEqual(run("review", FIRST, "--roster", ROSTER, "--out", out).returncode, 0)
        self.assertEqual(self.load(out / "determination.pdf")["added"], 1)
        self.assertEqual(self.search("drug:ketamine outcome:upheld")["total"], 1)

    def test_a_list_names_what_to_load(self):
        listed = self.folder / "list.txt"
        listed.write_text("".join(f"{file}\n" for file in sorted(LETTERS.glob("*.txt"))[:2]))
        self.assertEqual(self.load("--list", listed)["added"], 2)

    def test_what_cannot_be_read_is_named(self):
        table = self.folder / "table.csv"
        table.write_text("a,b\n1,2\n")
        broken = self.folder / "broken.txt"
        broken.write_bytes(b"no\0text")
        report = self.load(self.folder)
        self.assertEqual(report["unread"], 2)
        self.assertEqual({problem["where"].rsplit("/", 1)[1] for problem in report["problems"]}, {"table.csv", "broken.txt"})
        self.fails(run("corpus", "import", "--library", self.library(), self.folder / "nowhere"), "no such file")
        self.fails(run("corpus", "import", "--library", broken, LETTERS), "broken.txt")

    def test_a_letter_and_a_table_come_from_standard_input(self):
        letter = sorted(LETTERS.glob("*.txt"))[0]
        piped = lambda text, *more: run("corpus", "import", "--json", "--library", self.library(), "-", *more, stdin=text)
        self.assertEqual(json.loads(piped(letter.read_text(encoding="utf-8")).stdout)["added"], 1)
        self.assertEqual(self.load(letter)["same"], 1)  # the same bytes, however they came
        header = "Reference ID;Report Year;Diagnosis Category;Diagnosis Sub Category;Treatment Category;Treatment Sub Category;Determination;Type;Age Range;Patient Gender\n"
        row = "MN14-1;2014;Orthopedic/ Musculoskeletal;Back;Alpha;Beta;Upheld Decision of Health Plan;Medical Necessity;41-50;Male\n"
        self.assertEqual(json.loads(piped(header + row).stdout)["added"], 1)
        self.assertEqual(piped("no\0text").returncode, 1)
        self.fails(piped("x", "-"), "standard input twice")

    @unittest.skipUnless(SEEDS.is_dir(), f"the two published seed letters are not at {SEEDS}")
    def test_totals_of_the_seeds_equal_an_independent_count(self):
        """Items are counted by the verdicts of the letters' own sentences, one at the end of each rationale."""
        letters = sorted(SEEDS.glob("*.txt"))
        verdicts = [re.findall(r"(not)?\s+medically\s+necessary", letter.read_text(encoding="utf-8")) for letter in letters]
        self.assertEqual([len(one) for one in verdicts], [3, 1])
        report = self.load(*letters)
        self.assertEqual((report["added"], report["unread"], report["problem_count"]), (2, 0, 0))
        total = answer("corpus", "stats", "--library", self.library(), "--by", "all", "--smallest-cell", 0, "--json")["total"]
        self.assertEqual((total["items"], total["upheld"], total["overturned"]), (4, sum(bool(no) for one in verdicts for no in one), sum(not no for one in verdicts for no in one)))
        by_sex = {row["label"]: row["items"] for row in answer("corpus", "stats", "--library", self.library(), "--by", "sex", "--smallest-cell", 0, "--json")["rows"]}
        self.assertEqual(by_sex, {"male": 4})

    @unittest.skipUnless(DMHC.exists(), "needs ../shared/data/dmhc_imr_2001_2016.csv")
    def test_totals_of_the_dmhc_table_equal_an_independent_count(self):
        with open(DMHC, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        self.assertEqual(self.load(DMHC)["added"], len(rows))
        found = self.search("--facet", "outcome,year,category,type,sex", "--count", 0)
        for field, column, name in (("outcome", "Determination", lambda v: v.split()[0].lower()), ("year", "Report Year", str), ("category", "Treatment Category", str.lower),
                                    ("sex", "Patient Gender", str.lower)):
            counts = collections.Counter(name(row[column]) for row in rows if row[column])
            expected = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            self.assertEqual([(one["value"], one["count"]) for one in found["facets"][field]], expected[:10], field)
        for year, count in collections.Counter(row["Report Year"] for row in rows).items():
            self.assertEqual(self.search(f"year:{year}", "--count", 0)["total"], count, year)
        table = answer("corpus", "stats", "--library", self.library(), "--by", "category", "--smallest-cell", 0, "--json")["rows"]
        by_category = collections.Counter((row["Treatment Category"], row["Determination"].split()[0].lower()) for row in rows if row["Treatment Category"])
        self.assertEqual({(row["label"], outcome): row[outcome] for row in table if row["label"] in {one for one, _ in by_category} for outcome in ("upheld", "overturned") if row[outcome]}, dict(by_category))
        self.assertLessEqual({row["label"] for row in table} - {one for one, _ in by_category}, {"", "unknown", "not stated"})
        both = sum(row["Determination"].startswith("Overturned") and row["Report Year"] == "2014" for row in rows)
        self.assertEqual(self.search("outcome:overturned year:2014", "--count", 0)["total"], both)


class Searching(ALibrary):
    def setUp(self):
        super().setUp()
        self.letters, self.truths = self.generate(200)
        self.load(self.letters)

    def test_fields_facets_and_patterns_agree_with_the_truth(self):
        def decisions(holds):
            return sum(any(holds(item) for item in truth["items"]) for truth in self.truths)

        for query, holds in {
            "drug:baclofen": lambda item: item["drugs"] == ["baclofen"],
            "drug:lioresal": lambda item: item["drugs"] == ["baclofen"],
            "drug:norco outcome:overturned": lambda item: item["drugs"] == ["hydrocodone/acetaminophen"] and item["outcome"] == "overturned",
            "page:111": lambda item: [111, 113] in item["citations"][0]["pages"],
            "section:opioids outcome:upheld": lambda item: item["citations"][0]["section"] == "Opioids" and item["outcome"] == "upheld",
        }.items():
            self.assertEqual(self.search(query, "--count", 0)["total"], decisions(holds), query)
        found = self.search("--facet", "outcome", "--count", 0)
        self.assertEqual({one["value"]: one["count"] for one in found["facets"]["outcome"]},
                         {name: decisions(lambda item: item["outcome"] == name) for name in ("upheld", "overturned")})
        crps = sum({"concept": "dx.crps", "assertion": "absent"} in truth["facts"] and any("ketamine topical" in item["drugs"] for item in truth["items"]) for truth in self.truths)
        self.assertGreater(crps, 0)
        self.assertEqual(self.search("drug:ketamine", "--pattern", "CRPS absent", "--count", 0)["total"], crps)

    def test_a_word_is_found_under_its_other_names_and_says_so(self):
        found = self.search("lioresal")
        self.assertIn("baclofen", found["expansions"][0]["also"])
        self.assertGreater(found["total"], 0)
        self.assertEqual(run("corpus", "search", "--library", self.library(), "--exact", "lioresal").returncode, 1)
        self.assertEqual(run("corpus", "search", "--library", self.library(), '"lioresal"').returncode, 1)

    def test_a_misspelt_word_gets_a_suggestion(self):
        found = self.search("spastisity baclofne")
        self.assertEqual((found["total"], found["did_you_mean"]), (0, "spasticity baclofen"))
        self.assertGreater(self.search(found["did_you_mean"])["total"], 0)
        for query in ("baclofen", "qqqqqq", "year:1901", ""):
            self.assertIsNone(self.search(query, "--count", 1)["did_you_mean"], query)
        self.assertIn("did you mean: spasticity", run("corpus", "search", "--library", self.library(), "spastisity").stdout)
        for language, words in (("en", "Did you mean"), ("es", "¿Quiso decir")):
            page = run("corpus", "page", "search", "--library", self.library(), "--query", "spastisity", "--lang", language).stdout
            self.assertIn(words, page)
            self.assertRegex(page, r'href="[^"]*q=spasticity')

    def test_fields_beside_each_other_speak_of_one_item(self):
        def decisions(holds):
            return sum(any(holds(item) for item in truth["items"]) for truth in self.truths)

        is_baclofen = lambda item: item["drugs"] == ["baclofen"]  # noqa: E731
        for query, holds in {
            "drug:baclofen NOT outcome:upheld": lambda item: is_baclofen(item) and item["outcome"] != "upheld",
            "drug:baclofen (outcome:overturned OR section:opioids)": lambda item: is_baclofen(item) and (item["outcome"] == "overturned" or item["citations"][0]["section"] == "Opioids"),
        }.items():
            self.assertEqual(self.search(query, "--count", 0)["total"], decisions(holds), query)

    def test_snippets_mark_what_was_found(self):
        hit = self.search("spasticity baclofen")["hits"][0]
        text = hit["snippet"]["text"].encode()
        marked = [text[begin:end].decode().lower() for begin, end in hit["snippet"]["marks"]]
        self.assertIn("baclofen", marked)
        self.assertLessEqual(set(marked), {"baclofen", "spasticity", "gablofen", "lioresal"})

    def test_orders_and_pages(self):
        dates = [hit["decision"]["dates"]["decision"] for hit in self.search("pain", "--sort", "newest", "--count", 200)["hits"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        whole = [hit["decision"]["permalink"] for hit in self.search("pain", "--count", 30)["hits"]]
        pages = [hit["decision"]["permalink"] for first in (0, 10, 20) for hit in self.search("pain", "--count", 10, "--first", first)["hits"]]
        self.assertEqual(whole, pages)

    def test_a_spreadsheet_has_a_row_for_each_item(self):
        done = run("corpus", "search", "--library", self.library(), "--csv", "--count", 1000, "drug:gabapentin")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        wanted = [truth for truth in self.truths if any("gabapentin" in item["drugs"] for item in truth["items"])]
        self.assertEqual(len(rows), sum(len(truth["items"]) for truth in wanted))
        self.assertEqual({row["case_number"] for row in rows}, {truth["case_number"] for truth in wanted})

    def test_similar_items_are_alike_and_say_in_what_they_differ(self):
        permalink = self.search("drug:baclofen", "--count", 1)["hits"][0]["decision"]["permalink"]
        decision = answer("corpus", "show", "--json", "--library", self.library(), permalink)
        for one in answer("corpus", "similar", "--json", "--library", self.library(), permalink, "--count", 5)["items"]:
            treatment = next(item["treatment"] for item in decision["items"] if item["n"] == one["item"])
            scores = [near["score"] for near in one["similar"]]
            self.assertEqual(scores, sorted(scores, reverse=True))
            for near in one["similar"]:
                self.assertNotEqual(near["decision"]["permalink"], permalink)
                self.assertIn(treatment, [item["treatment"] for item in near["decision"]["items"]])
                theirs = {(fact["concept"], fact["assertion"]) for fact in near["decision"]["facts"]}
                for difference in near["differences"]:
                    if difference["there"] != "not_documented":
                        self.assertIn((difference["concept"], difference["there"]), theirs)
        case = answer("corpus", "similar", "--json", "--library", self.library(), "--case", FIRST, "--count", 3)["items"]
        self.assertEqual([near["decision"]["items"][0]["n"] > 0 for near in case[2]["similar"]], [True] * 3)
        self.fails(run("corpus", "similar", "--library", self.library()), "nothing to compare with", "--case FOLDER")
        self.fails(run("corpus", "similar", "--library", self.library(), "nobody"), "nobody")

    def test_the_citation_graph_agrees_with_the_truth(self):
        items = [item for truth in self.truths for item in truth["items"]]
        graph = answer("corpus", "citations", "--json", "--library", self.library(), "--by", "page", "--count", 1000)
        pages = {(node["guideline"], node["place"]): node for node in graph["nodes"]}
        for page in (46, 64, 111):
            citing = [item for item in items if any("Chronic Pain" in cited["source"] and any(first <= page <= last for first, last in cited["pages"]) for cited in item["citations"])]
            node = pages["mtus-chronic-pain", str(page)]
            self.assertEqual((node["items"], node["overturned"]), (len(citing), sum(item["outcome"] == "overturned" for item in citing)), page)
            self.assertEqual(self.search(f"page:{page} guideline:mtus-chronic-pain", "--count", 0)["total"],
                             sum(any(item in citing for item in truth["items"]) for truth in self.truths))
        together = {tuple(sorted((graph["nodes"][edge["from"]]["place"], graph["nodes"][edge["to"]]["place"]))): edge["items"] for edge in graph["edges"]}
        self.assertEqual(together["111", "112"], pages["mtus-chronic-pain", "111"]["items"])

    def test_the_whole_library_can_be_taken_away(self):
        lines = run("corpus", "export", "--library", self.library()).stdout.splitlines()
        self.assertEqual({json.loads(line)["case_number"] for line in lines}, {truth["case_number"] for truth in self.truths})
        some = run("corpus", "export", "--library", self.library(), "year:2014", "--text").stdout.splitlines()
        self.assertEqual(len(some), sum(truth["year"] == 2014 for truth in self.truths))
        self.assertTrue(all(json.loads(line)["text"].startswith("SYNTHETIC LETTER") for line in some))

    def test_a_feed_of_a_search(self):
        import xml.etree.ElementTree as tree
        done = run("corpus", "search", "--atom", "--site", "https://example.org", "--library", self.library(), "--count", 5, "pain & relief <b>")
        self.assertEqual(done.returncode, 0, done.stderr)
        atom = "{http://www.w3.org/2005/Atom}"
        feed = tree.fromstring(done.stdout)
        entries = feed.findall(atom + "entry")
        self.assertLessEqual(len(entries), 5)
        updated = [entry.find(atom + "updated").text for entry in entries]
        self.assertEqual(updated, sorted(updated, reverse=True))
        self.assertIn("pain & relief <b>", feed.find(atom + "title").text)

    def test_pages_need_no_script_and_escape_what_is_typed(self):
        done = run("corpus", "page", "search", "--library", self.library(), "--query", '"><script>alert(1)</script> outcome:upheld')
        self.assertNotIn("<script", done.stdout)
        self.assertIn("&lt;script&gt;", done.stdout)
        topic = run("corpus", "page", "topic", "--library", self.library(), "--topic", "baclofen", "--lang", "es").stdout
        self.assertIn('<html lang="es">', topic)
        items = [item for truth in self.truths for item in truth["items"] if item["treatment"] == "baclofen"]
        decisions = sum(any(item["treatment"] == "baclofen" for item in truth["items"]) for truth in self.truths)
        self.assertIn(f" de {decisions} ", topic)
        self.assertGreaterEqual(len(items), decisions)
        self.assertEqual(run("corpus", "page", "search", "--library", self.library(), "--query", "a (b").returncode, 1)
        self.fails(run("corpus", "page", "guideline", "--library", self.library(), "--guideline", "none"), "mtus-chronic-pain")

    def test_wrong_queries_are_explained(self):
        for query, parts in {"a (b": ("character 3", "not closed"), "drg:x": ("drg:", "did you mean drug:"), "year:soon": ("number or a range", "year:2014..2016"), '"open': ("quotation mark",)}.items():
            self.fails(run("corpus", "search", "--library", self.library(), query), "query", *parts)
        self.fails(run("corpus", "search", "--library", self.folder / "none", "x"), "corpus import")
        self.fails(run("corpus", "search", "--library", self.library(), "--facet", "colour", "x"), "--facet", "colour")


if __name__ == "__main__":
    unittest.main()
