"""Figures of published decisions, each computed a second time here with the standard library's decimals."""
import collections
import csv
import decimal
import io
import random
import unittest

from program import SHARED, Story, answer, run

HEADER = ["Reference ID", "Report Year", "Diagnosis Category", "Diagnosis Sub Category", "Treatment Category", "Treatment Sub Category", "Determination", "Type", "Age Range", "Patient Gender"]
DMHC = SHARED / "data/dmhc_imr_2001_2016.csv"
decimal.getcontext().prec = 50
Z = decimal.Decimal("1.959963984540054")


def places(value):
    """Six places, as the program prints."""
    return float(value.quantize(decimal.Decimal("0.000001"), rounding=decimal.ROUND_HALF_UP))


def wilson(k, n):
    if n == 0:
        return [0.0, 1.0]
    p, size = decimal.Decimal(k) / n, decimal.Decimal(n)
    middle = (p + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z * (p * (1 - p) / size + Z * Z / (4 * size * size)).sqrt() / (1 + Z * Z / size)
    return [0.0 if k == 0 else places(max(decimal.Decimal(0), middle - half)), 1.0 if k == n else places(min(decimal.Decimal(1), middle + half))]


def standardised(own, standard):
    """own, standard: stratum -> (changed, decided)."""
    covered = {s for s in own if own[s][1] and standard[s][1]}
    weight = decimal.Decimal(sum(standard[s][1] for s in covered))
    rate, variance = decimal.Decimal(0), decimal.Decimal(0)
    for s in covered:
        w, x, n = standard[s][1] / weight, decimal.Decimal(own[s][0]), decimal.Decimal(own[s][1])
        p = (x + decimal.Decimal("0.5")) / (n + 1)
        rate += w * x / n
        variance += w * w * p * (1 - p) / n
    half = Z * variance.sqrt()
    whole = decimal.Decimal(sum(v[1] for v in standard.values()))
    return places(rate), [places(max(decimal.Decimal(0), rate - half)), places(min(decimal.Decimal(1), rate + half))], places(weight / whole)


class Figures(Story):
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

    def invented(self, count=900, seed=4):
        rng = random.Random(seed)
        return [[f"MN{14 + i % 3}-{10000 + i}", 2014 + i % 3, "Orthopedic/ Musculoskeletal", "Back", rng.choice(["Alpha Care"] * 6 + ["Beta Care"] * 3 + ["Gamma Care", "Rare Care"] if i % 40 == 0 else ["Alpha Care", "Alpha Care", "Beta Care"]), "Sub",
                 "Overturned Decision of Health Plan" if rng.random() < 0.2 + 0.2 * (i % 3) else "Upheld Decision of Health Plan", "Medical Necessity", "41-50", rng.choice(["Male", "Female"])] for i in range(count)]

    def counted(self, rows, column):
        cells, strata, standard = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0])), collections.defaultdict(lambda: [0, 0])
        for row in rows:
            changed = row[6].startswith("Overturned")
            for cell in (cells[row[column]], strata[row[column]][row[1]], standard[row[1]]):
                cell[0] += changed
                cell[1] += 1
        return cells, strata, standard

    def test_every_figure_to_the_last_digit(self):
        rows = self.invented()
        library = self.library(rows)
        told = answer("corpus", "stats", "--library", library, "--by", "category", "--standardise", "year", "--smallest-cell", "0", "--json")
        cells, strata, standard = self.counted(rows, 4)
        self.assertEqual({row["label"]: row["items"] for row in told["rows"]}, {label: n for label, (k, n) in cells.items()})
        for row in told["rows"]:
            k, n = cells[row["label"]]
            self.assertEqual((row["overturned"], row["upheld"], row["rate"]), (k, n - k, places(decimal.Decimal(k) / n)), row)
            self.assertEqual(row["interval"], wilson(k, n), row)
            rate, interval, coverage = standardised(strata[row["label"]], standard)
            self.assertEqual(row["standardised"], {"rate": rate, "interval": interval, "coverage": coverage}, row)
        k, n = sum(c[0] for c in cells.values()), sum(c[1] for c in cells.values())
        self.assertEqual((told["total"]["items"], told["total"]["overturned"], told["total"]["interval"]), (n, k, wilson(k, n)))

    def test_a_question_counts_every_decision_that_answers_it(self):
        rows = self.invented()
        library = self.library(rows)
        for query, holds in (("outcome:overturned", lambda row: row[6].startswith("Overturned")), ("year:2015", lambda row: row[1] == 2015)):
            asked = [row for row in rows if holds(row)]
            self.assertGreater(len(asked), 20, "more than one page of a search")
            told = answer("corpus", "stats", "--library", library, "--by", "all", "--query", query, "--smallest-cell", "0", "--json")["total"]
            self.assertEqual((told["items"], told["overturned"]), (len(asked), sum(row[6].startswith("Overturned") for row in asked)), query)

    def test_small_cells_are_not_shown_anywhere(self):
        library = self.library(self.invented())
        told = answer("corpus", "stats", "--library", library, "--by", "category", "--json")
        hidden = [row for row in told["rows"] if row["suppressed"]]
        self.assertTrue(hidden)
        self.assertNotEqual(len(hidden), 1, "one alone can be taken from the total")
        self.assertTrue(all(set(row) == {"label", "suppressed"} for row in hidden))
        for row in told["rows"]:
            for count in ("items", "upheld", "overturned"):
                self.assertTrue(row["suppressed"] or row[count] == 0 or row[count] > 10, row)
        table = list(csv.DictReader(io.StringIO(run("corpus", "stats", "--library", library, "--by", "category", "--csv").stdout)))
        self.assertEqual([row["label"] for row in table], [row["label"] for row in told["rows"]])

    def test_a_narrow_question_is_not_answered_with_small_counts(self):
        library = self.library(self.invented(12))
        told = answer("corpus", "stats", "--library", library, "--by", "all", "--json")
        self.assertEqual(told["total"], {"label": "total", "suppressed": True})
        self.assertIn("too small", run("corpus", "stats", "--library", library).stdout)

    def test_the_report_of_a_year(self):
        out = self.folder / "report"
        library = self.library(self.invented())
        done = run("corpus", "report", "2015", "--library", library, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(file.name for file in out.iterdir()), [f"annual-report-2015.{end}" for end in ("html", "letter.json", "pdf", "txt")])
        text = (out / "annual-report-2015.txt").read_text(encoding="utf-8")
        rows = [row for row in self.invented() if row[1] == 2015]
        self.assertIn(f"{len(rows)}; 1.00 items a letter", text)
        k = sum(row[6].startswith("Overturned") for row in rows)
        self.assertIn(f"{k} of {len(rows)}", text)
        self.fails(run("corpus", "report", "1999", "--library", library, "--out", out), "no decision of 1999")

    def test_wrong_input(self):
        self.fails(run("corpus", "stats", "--library", self.folder / "none.library"), "none.library")
        self.assertEqual(run("corpus", "stats", "--library", "x", "--by", "colour").returncode, 2)

    @unittest.skipUnless(DMHC.is_file(), f"the open data of the DMHC are not at {DMHC}")
    def test_the_whole_table_of_the_dmhc(self):
        library = self.folder / "dmhc.library"
        self.assertEqual(run("corpus", "import", "--library", library, DMHC).returncode, 0)
        with open(DMHC, encoding="utf-8-sig", newline="") as file:
            rows = [[row[name] for name in HEADER] for row in csv.DictReader(file, delimiter=";")]
        told = answer("corpus", "stats", "--library", library, "--by", "year", "--smallest-cell", "0", "--json")
        cells, _, _ = self.counted(rows, 1)
        self.assertEqual({row["label"]: (row["overturned"], row["items"], row["interval"]) for row in told["rows"]}, {year: (k, n, wilson(k, n)) for year, (k, n) in cells.items()})


if __name__ == "__main__":
    unittest.main()
