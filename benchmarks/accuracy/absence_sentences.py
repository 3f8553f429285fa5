#!/usr/bin/env python3
"""Statements of absence in the rationales of the Texas disputes, found by `openimr check`, against labels made by reading (labels/texas_absence_sentences.tsv).

    benchmarks/accuracy/absence_sentences.py [--wrong]

Each rationale stands as a UR decision in a case folder; a sentence counts as found when a claim of the answer lies in it. Prints one JSON object.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = os.environ.get("OPENIMR_PROGRAM", str(ROOT / "build/release/openimr"))
DATA = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared")) / "data/texas_iro_disputes.jsonl"
HEAD = "UTILIZATION REVIEW DETERMINATION\nDate: May 20, 2014\n\n"
APPLICATION = """jurisdiction: us-ca-wc
received: {at: 2014-06-10T10:00:00-07:00, channel: mail}
employee: {name: {first: Row, last: Example}, date_of_birth: 1960-01-01}
claim: {number: WC-ROW, date_of_injury: 2011-03-02}
ur_decision: {date: 2014-05-20, served: {on: 2014-05-21}}
consent: {signed: true}
disputed_items: [{id: 1, text: "Norco 10/325 mg #120", requested_on: 2014-05-10}]
"""


def found_in(rationale):
    """Byte ranges of the sentences in which a claim was found, counted in the rationale."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "documents").mkdir()
        (folder / "application.yaml").write_text(APPLICATION, encoding="utf-8")
        (folder / "documents/ur.txt").write_text(HEAD + rationale + "\n", encoding="utf-8")
        done = subprocess.run([PROGRAM, "check", name, "--json"], capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)
        return [(one["begin"] - len(HEAD), one["end"] - len(HEAD)) for one in json.loads(done.stdout)["claims"]]


def main():
    if not DATA.exists():
        sys.exit(f"{DATA} is not there")
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    labels = {}
    for line in (HERE / "labels/texas_absence_sentences.tsv").read_text().splitlines():
        if not line.startswith("#"):
            row, begin, end, label = line.split("\t")
            labels.setdefault(int(row), []).append((int(begin), int(end), label))
    right = missed = wrong = 0
    kinds = {}
    for row, sentences in labels.items():
        text = rows[row]["rationale"]
        found = found_in(text)
        for begin, end, label in sentences:
            first, last = len(text[:begin].encode()), len(text[:end].encode())
            hit = any(first <= (a + b) / 2 < last for a, b in found)
            right += hit and label == "claim"
            missed += not hit and label == "claim"
            wrong += hit and label != "claim"
            kinds[label] = kinds.get(label, 0) + 1
            if "--wrong" in sys.argv and hit != (label == "claim"):
                print(f"row {row} {begin}-{end} {label}: {'taken for a claim' if hit else 'missed'}", file=sys.stderr)
    print(json.dumps({"rationales": len(labels), "sentences": kinds, "precision": round(right / (right + wrong), 3) if right + wrong else None,
                      "recall": round(right / (right + missed), 3) if right + missed else None, "missed": missed, "wrong": wrong}, indent=1))


if __name__ == "__main__":
    main()
