#!/usr/bin/env python3
"""How the engine comes out on the Texas independent review disputes: summaries in, decisions known.

    benchmarks/accuracy/texas.py [--disagreements] [--rows]

Each row becomes a case folder (its summary is the only report, its disputed item the request) and goes through
`openimr review`. The rationale is never shown to the engine. Texas decides by the ODG; the packs are California's, so rules
are shared only in part. Only upheld and overturned are answers; a row without a topic is not covered, and one that is left to
the reviewer is covered but not answered. Prints one JSON object. The causes of disagreements stand in
labels/texas_disagreements.tsv, one line per row that was read; a disagreement that is missing there is an error, a line whose
row agrees by now is named.
"""
import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = os.environ.get("OPENIMR_PROGRAM", str(ROOT / "build/release/openimr"))
DATA = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared")) / "data/texas_iro_disputes.jsonl"
LABELS = HERE / "labels/texas_disagreements.tsv"
CAUSES = {"fact_missed", "rule_differs", "reviewer_differs", "summary_silent"}
# Editions that the packs hold.
FIRST, LAST = "2009-07-18", "2016-07-28"

APPLICATION = """jurisdiction: us-ca-wc
received: {at: %(day)sT10:00:00-08:00, channel: mail}
review: regular
employee: {name: {first: Row, last: Example}, date_of_birth: 1960-01-01}
claim: {number: "%(id)s", date_of_injury: 2000-01-01}
ur_decision: {date: %(day)s, served: {on: %(day)s}}
consent: {signed: true}
disputed_items: [{id: 1, text: %(item)s, requested_on: %(day)s}]
"""


def reviewed(row, cache):
    day = min(max(row["hearing_date"], FIRST), LAST)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "documents").mkdir()
        (folder / "application.yaml").write_text(APPLICATION % {"day": day, "id": row["case_id"], "item": json.dumps(row["disputed_item"])}, encoding="utf-8")
        (folder / "documents/summary.txt").write_text("PROGRESS REPORT\nDate of service: %s\n\n%s\n" % (day, row["case_summary"]), encoding="utf-8")
        done = subprocess.run([PROGRAM, "review", name, "--json"], capture_output=True, text=True, env={**os.environ, "OPENIMR_CACHE": cache})
        if done.returncode not in (0, 1):
            sys.exit(f"{row['case_id']}: {done.stderr}")
        return json.loads(done.stdout)["issues"][0]


def rate(right, total):
    return right / total if total else float("nan")


def wilson(right, total, z=1.96):
    if not total:
        return [0.0, 1.0]
    share, spread = right / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / total + spread / total / 4) / (1 + spread)
    return [middle - half, middle + half]


def balanced(answers):
    """Mean of the two recalls; its interval by the two Wilson intervals' half widths, taken as independent."""
    counts = {decision: [sum(1 for a in answers if a["decision"] == decision and a["recommendation"] == decision),
                         sum(1 for a in answers if a["decision"] == decision)] for decision in ("upheld", "overturned")}
    recalls = {decision: rate(*pair) for decision, pair in counts.items()}
    mean = sum(recalls.values()) / 2
    below = math.sqrt(sum((recalls[d] - wilson(*counts[d])[0]) ** 2 for d in counts)) / 2
    above = math.sqrt(sum((wilson(*counts[d])[1] - recalls[d]) ** 2 for d in counts)) / 2
    return {"balanced_accuracy": round(mean, 3), "interval_95": [round(max(0, mean - below), 3), round(min(1, mean + above), 3)],
            "recall": {d: f"{pair[0]} of {pair[1]}" for d, pair in counts.items()}}


def labels():
    found = {}
    for number, line in enumerate(LABELS.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        case, cause, words = line.split("\t")
        if cause not in CAUSES:
            sys.exit(f"{LABELS.name}:{number}: found the cause {cause}, expected one of {', '.join(sorted(CAUSES))}")
        found[case] = (cause, words)
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--disagreements", action="store_true", help="list the rows that come out otherwise, with their causes")
    arguments.add_argument("--rows", action="store_true", help="list every row with topics and reasons")
    options = arguments.parse_args()
    if not DATA.exists():
        sys.exit(f"{DATA}: not there; skipped")
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    results = []
    with tempfile.TemporaryDirectory() as cache:
        for row in rows:
            issue = reviewed(row, cache)
            results.append({"case": row["case_id"], "decision": row["decision"], "recommendation": issue["recommendation"],
                            "phase": issue["phase"], "topics": [topic["id"] for topic in issue["topics"]], "reasons": issue["reasons"]})
    covered = [one for one in results if one["topics"]]
    answered = [one for one in covered if one["recommendation"] != "reviewer_judgment"]
    differ = [one for one in answered if one["recommendation"] != one["decision"]]
    known = labels() if LABELS.exists() else {}
    causes = {cause: sum(1 for one in differ if known.get(one["case"], ("",))[0] == cause) for cause in sorted(CAUSES)}
    print(json.dumps({
        "rows": len(results), "covered": len(covered), "coverage": round(rate(len(covered), len(results)), 3),
        "answered": len(answered), "left_to_the_reviewer": len(covered) - len(answered), **balanced(answered),
        "confusion": {f"{d} decided, {r} recommended": sum(1 for one in covered if one["decision"] == d and one["recommendation"] == r)
                      for d in ("upheld", "overturned") for r in ("upheld", "overturned", "reviewer_judgment")},
        "disagreements": len(differ), "causes": causes}, indent=1))
    for one in results if options.rows else differ if options.disagreements else []:
        cause, words = known.get(one["case"], ("not read", ""))
        print(f"{one['case']}\tdecided {one['decision']}, recommended {one['recommendation']} ({one['phase']})\t{', '.join(one['topics'])}\t{cause}\t{words}")
        if options.rows:
            print("\t" + "\n\t".join(one["reasons"]))
    for case in sorted(set(known) - {one["case"] for one in differ}):
        print(f"{case}\tno longer a disagreement; its line in {LABELS.name} can go")
    unread = sorted({one["case"] for one in differ} - set(known))
    if unread:
        sys.exit(f"not read yet: {', '.join(unread)}")


if __name__ == "__main__":
    main()
