"""An institution that looks at itself: forecasts that abstain, inconsistent pairs, kappa, funnels, fairness, boilerplate."""
import csv
import json
import random
import unittest

from program import ROOT, ROSTER, SECOND, Story, answer, run
from statistics_test import HEADER


class Oversight(Story):
    def library(self, rows):
        table = self.folder / "table.csv"
        with open(table, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(HEADER)
            writer.writerows(rows)
        library = self.folder / "decisions.library"
        done = run("corpus", "import", "--library", library, table)
        self.assertEqual(done.returncode, 0, done.stderr)
        return library

    def row(self, i, care="Alpha Care", changed=False, year=2014, sex="Male", age="41-50"):
        return [f"MN{year % 100}-{10000 + i}", year, "Orthopedic/ Musculoskeletal", "Back", care, care, "Overturned Decision of Health Plan" if changed else "Upheld Decision of Health Plan", "Medical Necessity", age, sex]

    def table(self, header, rows):
        file = self.folder / "table-of-reviews.csv"
        file.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
        return file

    def test_one_decision_unlike_all_others_is_found(self):
        library = self.library([self.row(i, changed=i == 17) for i in range(60)])
        told = answer("corpus", "unusual", "--library", library, "--json")
        self.assertEqual((told["found"], told["examined"], told["items"][0]["overturned"], told["items"][0]["decided_alike"]), (1, 60, True, 0))

    def test_forecasts_of_later_years_are_held_against_what_came(self):
        rng = random.Random(2)
        library = self.library([self.row(i, "Alpha Care" if i % 2 else "Beta Care", rng.random() < (0.8 if i % 2 else 0.1), 2010 + i // 100) for i in range(600)])
        told = answer("corpus", "forecast", "--library", library, "--calibrate", "2015", "--json")
        self.assertEqual((told["asked"], sum(one["n"] for one in told["bins"])), (100, told["answered"]))
        self.assertGreater(told["auc"], 0.8)
        self.assertLess(told["brier"], told["brier_of_base_rate"])
        self.assertLess(told["calibration_error"], 0.15)

    def test_where_nothing_is_known_there_is_no_forecast(self):
        library = self.library([self.row(i) for i in range(40)])
        told = run("corpus", "forecast", "--library", library, "--case", SECOND, "--json")
        self.assertEqual(told.returncode, 1, told.stderr)
        for item in json.loads(told.stdout)["items"]:
            self.assertEqual((item["silent"], item["probability"], item["interval"]), (True, None, None))
            self.assertIn(item["why_silent"], ("no_neighbours", "too_few", "too_wide"))
        self.fails(run("corpus", "forecast", "--library", library), "--case CASE or --item WORDS")

    def test_a_review_shows_nothing_of_it_before_the_signature(self):
        """Neither the answer nor any file of a review, before the opinion and after, holds a forecast; and no code of a review could make one."""
        case, out = self.copy(SECOND), self.folder / "out"
        for options in (["--before-opinion"], []):
            done = run("review", case, "--roster", ROSTER, "--out", out, "--json", *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            texts = [done.stdout] + [file.read_bytes().decode("utf-8", "ignore") for file in out.iterdir()]
            for word in ("forecast", "neighbour", "probability", "brier", "overturned of"):
                self.assertFalse([text[:60] for text in texts if word in text.lower()], word)
        callers = {path.name for path in (ROOT / "src").rglob("*.[ch]*") if any(f'"{header}"' in path.read_text(encoding="utf-8") for header in ("corpus/forecast.h", "desk/oversight.h", "corpus/item_index.h"))}
        self.assertEqual(callers, {"forecast.h", "forecast.cpp", "item_index.cpp", "oversight.h", "oversight.cpp", "oversight_test.cpp", "oversight_commands.cpp"}, "who may look at forecasts")
        self.assertNotIn("desk/oversight.h", "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/desk").glob("review_case*")))

    def review(self, name, verdicts, decision):
        folder = self.folder / "reviews" / name
        folder.mkdir(parents=True)
        criteria = [{"id": key, "verdict": verdict, "exclusion": key == "excluded"} for key, verdict in verdicts.items()]
        (folder / "review.json").write_text(json.dumps({"issues": [{"id": "1", "criteria": criteria}], "determination": {"decisions": [{"id": "1", "decision": decision}]}}), encoding="utf-8")

    def test_a_case_that_is_no_worse_and_fared_worse_is_listed(self):
        self.review("good", {"tried": "met", "excluded": "not_met"}, "upheld")
        self.review("poor", {"tried": "not_met", "excluded": "not_met"}, "overturned")
        self.review("other", {"elsewhere": "met"}, "overturned")
        self.review("excluded", {"tried": "met", "excluded": "met"}, "upheld")
        done = run("corpus", "inconsistent", self.folder / "reviews", "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual((told["examined"], len(told["pairs"]), told["pairs"][0]["differ"]), (4, 1, ["tried"]))
        self.assertIn("good", told["pairs"][0]["upheld"])
        self.assertEqual((told["published_single"], told["published_panel"]), (0.066, 0.027))

    def test_what_a_review_leaves_can_be_compared(self):
        out = self.folder / "out"
        self.assertEqual(run("review", self.copy(SECOND, opinion=True), "--roster", ROSTER, "--out", out).returncode, 0)
        told = answer("corpus", "inconsistent", out, "--json")
        self.assertEqual((told["examined"], told["pairs"]), (1, []))

    def test_kappa_of_two_raters_and_of_many(self):
        pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
        told = answer("corpus", "agreement", self.table("subject,rater,decision", [(f"s{i}", rater, decision) for i, pair in enumerate(pairs) for rater, decision in zip("ab", pair)]), "--json")
        self.assertEqual((told["kind"], told["subjects"], told["kappa"]), ("cohen", 50, 0.4))
        counts = [(0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1), (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7)]
        rows = [(f"s{i}", f"r{k}", str(c)) for i, row in enumerate(counts) for k, c in enumerate(c for c, n in enumerate(row) for _ in range(n))]
        told = answer("corpus", "agreement", self.table("subject,rater,decision", rows), "--json")
        self.assertEqual((told["kind"], round(told["kappa"], 3)), ("fleiss", 0.21))
        self.fails(run("corpus", "agreement", self.table("subject,rater,decision", [("s", "r", "x")])), "at least two subjects")
        self.fails(run("corpus", "agreement", self.table("a,b,c", [])), "subject,rater,decision")

    def test_funnels_have_pseudonyms_that_another_key_changes(self):
        rows = [(f"R{k:02}", "drug", "overturned" if (i % 10 == 0 or k == 3 and i % 2) else "upheld") for k in range(1, 21) for i in range(80)]
        file = self.table("reviewer,stratum,decision", rows)
        one, other = (answer("corpus", "funnel", file, "--key", key, "--json") for key in ("1", "2"))
        self.assertEqual(sum(row["outside_998"] for row in one["rows"]), 1)
        self.assertFalse({row["pseudonym"] for row in one["rows"]} & {row["pseudonym"] for row in other["rows"]})
        self.assertNotIn("R0", json.dumps(one))

    def test_groups_beside_the_rest(self):
        library = self.library([self.row(i, changed=i % 4 == 0 or (i % 2 == 0 and i % 3 == 0), sex="Female" if i % 2 else "Male") for i in range(400)])
        rows = {row["label"]: row for row in answer("corpus", "fairness", "--library", library, "--json")["rows"] if row["dimension"] == "sex"}
        self.assertEqual(rows["male"]["difference"], -rows["female"]["difference"])
        self.assertGreater(rows["male"]["interval"][0], 0)

    def test_words_said_before(self):
        library = self.folder / "letters.library"
        letters = self.folder / "letters"
        letters.mkdir()
        letter = "HOW THE IMR FINAL DETERMINATION WAS MADE\n\nThe Expert Reviewer has the following credentials:\nState(s) of Licensure: California\n\nCLINICAL CASE SUMMARY\n\nThe worker has pain of number {n}.\n\nIMR ISSUES, DECISIONS AND RATIONALES\n\n" \
                 "Norco 10/325mg: Upheld\n\nClaims Administrator guideline: Decision based on MTUS.\n\nMAXIMUS guideline: Decision based on MTUS.\n\nDecision rationale: {words}\n"
        same = "The guideline asks for a trial of other drugs and for a measured gain in function before this one is continued."
        for n, words in enumerate([same, same, "She walked a mile in May and has gone back to half of her work since the drug was begun in the spring."]):
            (letters / f"{n}.txt").write_text(letter.format(n=n, words=words), encoding="utf-8")
        self.assertEqual(run("corpus", "import", "--library", library, letters).returncode, 0)
        told = answer("corpus", "boilerplate", "--library", library, "--json")
        self.assertEqual((told["rationales"], [one["share"] for one in told["items"]]), (3, [1.0, 0.0, 0.0]))


if __name__ == "__main__":
    unittest.main()
