#!/usr/bin/env python3
"""Relevance of the search of published decisions: nDCG@10 and reciprocal rank beside plain BM25.

    benchmarks/library.py [--program build/release/openimr] [--each] [--json]

Queries and judgements: benchmarks/relevance (its README says how they came about). Among 2,000 synthetic letters as noise; with
../shared/data also Texas and New York decisions, otherwise their queries are left out by name. Plain BM25 is SQLite's own bm25()
over one column with the same texts, porter stems, the query's words joined by OR. Standard library only.
"""
import argparse
import csv
import json
import math
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared"))
NOISE = 2000


def letter(number, one):
    """A letter of our own layout."""
    guideline = one["guideline"] or "none"
    pages = f" Page(s): {one['pages']}" if one["pages"] else ""
    decided = "{1}/{2}/{0}".format(*(int(part) for part in one["decided"].split("-")))
    age = f"This is a {one['age']} year old {one['sex']}. " if one["age"] else ""
    return (f"SYNTHETIC LETTER or excerpt for measuring.\n\nCase Number: {number}\nDecision Date: {decided}\n\nHOW THE IMR FINAL DETERMINATION WAS MADE\n\n"
            f"The Expert Reviewer has the following credentials:\nCertification(s)/Specialty: {one['specialty']}\n\nCLINICAL CASE SUMMARY\n\n{age}{one['summary']}\n\n"
            f"IMR ISSUES, DECISIONS AND RATIONALES\n\nThe Final Determination was based on decisions for the disputed items/services set forth below:\n\n"
            f"{one['item']}: {one['outcome']}\n\nClaims Administrator guideline: Decision based on none.\n\nReviewer guideline: Decision based on {guideline}{pages}.\n\n"
            f"Decision rationale: {one['rationale']}\n")


def texts():
    """Case number -> text of a letter; and whether ../shared is there."""
    with open(HERE / "relevance/letters.tsv", encoding="utf-8") as file:
        out = {one["id"]: letter(one["id"], one) for one in csv.DictReader(file, delimiter="\t")}
    texas, york = SHARED / "data/texas_iro_disputes.jsonl", SHARED / "data/ny_external_appeals.jsonl"
    if not (texas.exists() and york.exists()):
        return out, False
    for line in texas.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        out[row["case_id"]] = letter(row["case_id"], {
            "age": "", "sex": "", "specialty": row["reviewer_specialty"], "decided": "2012-01-01", "summary": row["case_summary"].replace("\n", " "),
            "item": row["disputed_item"].replace("\n", " "), "outcome": row["decision"].capitalize(), "guideline": row["guideline_cited"], "pages": "",
            "rationale": row["rationale"].replace("\n", " ")})
    for line in york.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        out[row["case_number"]] = letter(row["case_number"], {
            "age": "", "sex": "", "specialty": "", "decided": f"{row['decision_year']}-01-01", "summary": row["diagnosis"].strip("[]"), "item": row["treatment"].strip("[]"),
            "outcome": row["appeal_decision"], "guideline": "", "pages": "", "rationale": row["summary_1"].replace("\n", " ")})
    return out, True


def gain(ranked, judged):
    return sum((2 ** judged.get(one, 0) - 1) / math.log2(place + 2) for place, one in enumerate(ranked[:10]))


def scores(ranked, judged):
    """nDCG@10 and the reciprocal rank of the first decision that was asked for."""
    ideal = gain(sorted(judged, key=judged.get, reverse=True), judged)
    first = next((place + 1 for place, one in enumerate(ranked) if judged.get(one) == 2), None)
    return gain(ranked, judged) / ideal, 1 / first if first else 0.0


class Plain:
    """SQLite's own bm25 over the whole text."""

    def __init__(self, documents):
        self.base = sqlite3.connect(":memory:")
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(number UNINDEXED, words, tokenize='porter unicode61 remove_diacritics 2')")
        self.base.executemany("INSERT INTO t VALUES (?, ?)", documents)

    def ranked(self, query):
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query.lower()))
        return [row[0] for row in self.base.execute("SELECT number FROM t WHERE t MATCH ? ORDER BY bm25(t), rowid LIMIT 10", (words,))]


def words_only(query):
    return re.sub(r"\w+:\S+", "", query).strip() or query


def measure(program):
    queries = json.loads((HERE / "relevance/queries.json").read_text(encoding="utf-8"))
    ours, plain, left_out = {}, {}, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([program, "corpus", "generate", "--count", str(NOISE), "--seed", "3", "--out", folder / "noise"], check=True, capture_output=True)
        documents, has_shared = texts()
        (folder / "letters").mkdir()
        for number, text in documents.items():
            (folder / "letters" / f"{number}.txt").write_text(text, encoding="utf-8")
        library = folder / "library"
        subprocess.run([program, "corpus", "import", "--library", library, folder / "letters", folder / "noise"], check=True, capture_output=True)
        noise = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("noise/*/*.txt"))]
        peer = Plain(list(documents.items()) + noise)
        for query in queries:
            if query.get("needs") == "shared" and not has_shared:
                left_out.append(query["id"])
                continue
            done = subprocess.run([program, "corpus", "search", "--library", library, "--json", "--count", "10", query["query"]], capture_output=True, text=True)
            if done.returncode == 2:
                raise SystemExit(f"{query['id']}: {done.stderr}")
            ranked = [hit["decision"]["case_number"] for hit in json.loads(done.stdout)["hits"]]
            ours[query["id"]] = scores(ranked, query["judged"])
            plain[query["id"]] = scores(peer.ranked(query.get("plain", words_only(query["query"]))), query["judged"])
    mean = lambda table, at: round(sum(one[at] for one in table.values()) / len(table), 4)
    return {"queries": len(ours), "left_out": left_out, "ndcg_at_10": mean(ours, 0), "reciprocal_rank": mean(ours, 1), "plain_ndcg_at_10": mean(plain, 0),
            "plain_reciprocal_rank": mean(plain, 1)}, ours, plain


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=ROOT / "build/release/openimr", type=pathlib.Path)
    arguments.add_argument("--each", action="store_true", help="every query too")
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    result, ours, plain = measure(options.program)
    if options.each:
        for name in ours:
            print(f"{name}  nDCG {ours[name][0]:.3f} ({plain[name][0]:.3f})  RR {ours[name][1]:.3f} ({plain[name][1]:.3f})", file=sys.stderr)
    print(json.dumps(result, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
