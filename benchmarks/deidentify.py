#!/usr/bin/env python3
"""How much of what identifies anybody is taken out of letters, and how much that should stay goes with it.

    benchmarks/deidentify.py [--program build/release/openimr] [--letters 400] [--seed 1] [--errors]
    benchmarks/deidentify.py --reports FOLDER     # the reports judged by hand (benchmarks/data/deidentified_reports.tsv)

Letters are made by deidentify_letters.py, two thirds with a case folder whose parties are told, one third without. An identity is found when every
character of it is taken out; a removal is right when at least half of it belongs to an identity. Prints JSON: recall and precision per class, with
Wilson intervals, and apart for letters with and without a case. Standard library only.
"""
import argparse
import collections
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import deidentify_letters

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIRECT = {"patient", "family", "provider", "reviewer", "attorney", "person", "address", "zip", "claim_number", "case_number", "record_number", "social_security", "phone", "fax", "email", "url", "license", "npi", "account", "device"}


def wilson(k, n, z=1.959963984540054):
    if n == 0:
        return [0.0, 1.0]
    p, d = k / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return [round(middle - half, 4), round(middle + half, 4)]


def run(program, text, case):
    with tempfile.TemporaryDirectory() as folder:
        letter = pathlib.Path(folder, "letter.txt")
        letter.write_text(text, encoding="utf-8")
        command = [program, "corpus", "deidentify", str(letter), "--json"]
        if case:
            pathlib.Path(folder, "application.yaml").write_text(case, encoding="utf-8")
            command += ["--case", folder]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return json.loads(done.stdout)


def char_removals(text, answer):
    """Removals by character, for the program counts bytes."""
    at, place = {}, 0
    for i, c in enumerate(text):
        at[place] = i
        place += len(c.encode())
    at[place] = len(text)
    return [(at[r["source"]["begin"]], at[r["source"]["end"]], r["class"], r["rule"]) for r in answer["removals"]]


def is_space(text, i):
    return text[i].isspace()


def judge(text, truth, removals):
    """(class, found?, words) of each identity, (class, right?, words, rule) of each removal."""
    gone = [False] * len(text)
    for begin, end, *_ in removals:
        gone[begin:end] = [True] * (end - begin)
    true = [False] * len(text)
    for begin, end, _ in truth:
        true[begin:end] = [True] * (end - begin)
    # Inner punctuation may stay ("." of an initial): letters and digits are what tells.
    found = [(kind, all(gone[i] or not text[i].isalnum() for i in range(begin, end)), text[max(0, begin - 20):end + 15]) for begin, end, kind in truth]
    right = [(kind, sum(true[begin:end]) * 2 >= end - begin, text[begin:end], rule) for begin, end, kind, rule in removals]
    return found, right


def rates(pairs):
    table = collections.defaultdict(lambda: [0, 0])
    for kind, good in pairs:
        table[kind][0] += good
        table[kind][1] += 1
    return {kind: {"n": n, "rate": round(k / n, 4), "interval": wilson(k, n)} for kind, (k, n) in sorted(table.items())}


def summary(found, right):
    direct = [good for kind, good, *_ in found if kind in DIRECT]
    return {"identities": len(found), "direct_identifiers": {"n": len(direct), "recall": round(sum(direct) / max(1, len(direct)), 4), "interval": wilson(sum(direct), len(direct))},
            "recall": round(sum(f[1] for f in found) / max(1, len(found)), 4), "precision": round(sum(r[1] for r in right) / max(1, len(right)), 4), "removals": len(right),
            "precision_interval": wilson(sum(r[1] for r in right), len(right)), "recall_by_class": rates([f[:2] for f in found]), "precision_by_class": rates([r[:2] for r in right])}


def generated(arguments):
    groups = {"with_case": ([], []), "without_case": ([], [])}
    for number in range(arguments.letters):
        letter = deidentify_letters.Letter(number, arguments.seed)
        answer = run(arguments.program, letter.text, letter.application() if letter.has_case else None)
        found, right = judge(letter.text, letter.truth, char_removals(letter.text, answer))
        group = groups["with_case" if letter.has_case else "without_case"]
        group[0].extend(found)
        group[1].extend(right)
    if arguments.errors:
        for name, (found, right) in groups.items():
            for kind, good, words in found:
                if not good:
                    print(f"MISSED {name} {kind}: {words!r}", file=sys.stderr)
            for kind, good, words, rule in right:
                if not good:
                    print(f"WRONG {name} {kind} by {rule}: {words!r}", file=sys.stderr)
    both = tuple(sum((group[i] for group in groups.values()), []) for i in (0, 1))
    return {"letters": arguments.letters, "seed": arguments.seed, "all": summary(*both), **{name: summary(*group) for name, group in groups.items()}}


def reports(arguments):
    """Labels are spans only: file, line, begin, end (characters of the text), class; "-" as class: a report without any."""
    labels = collections.defaultdict(list)
    with open(ROOT / "benchmarks/data/deidentified_reports.tsv", encoding="utf-8") as rows:
        for row in csv.DictReader((line for line in rows if not line.startswith("#")), delimiter="\t"):
            labels[row["file"], int(row["line"])] += [(int(row["begin"]), int(row["end"]), row["class"])] if row["class"] != "-" else []
    found, right = [], []
    for (name, line), truth in sorted(labels.items()):
        text = json.loads((pathlib.Path(arguments.reports) / name).read_text(encoding="utf-8").splitlines()[line])["text"]
        f, r = judge(text, truth, char_removals(text, run(arguments.program, text, None)))
        found, right = found + f, right + r
        if arguments.errors:
            for kind, good, words in f:
                if not good:
                    print(f"MISSED {name}:{line} {kind}: {words!r}", file=sys.stderr)
            for kind, good, words, rule in r:
                if not good:
                    print(f"WRONG {name}:{line} {kind} by {rule}: {words!r}", file=sys.stderr)
    return {"reports": len(labels), **summary(found, right)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/release/openimr"))
    parser.add_argument("--letters", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="every miss and every wrong removal on standard error")
    parser.add_argument("--reports", help="folder of the reports")
    arguments = parser.parse_args()
    print(json.dumps(reports(arguments) if arguments.reports else generated(arguments), indent=1))


if __name__ == "__main__":
    main()
