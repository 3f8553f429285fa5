#!/usr/bin/env python3
"""How well the program reads clinical language: context of phrases, medication directions, planted facts.

Runs `openimr` (build/release/openimr, or the program named in OPENIMR_PROGRAM) on the data sets beside the project (../shared/data, or
OPENIMR_SHARED/data) and prints one JSON object: precision, recall, F1 and the confusion of every class, never accuracy alone. What cannot be
measured here is named in a clear line. Python's standard library only.

    benchmarks/accuracy/clinical.py [--out FILE] [--wrong N] [context|directions|planted|hand_check|stranger|scanned …]
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = os.environ.get("OPENIMR_PROGRAM", str(ROOT / "build/release/openimr"))
DATA = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared")) / "data"
HELD = {"Not particular": "Hypothetical"}  # the kit's word for a phrase that is not said to have been at any time
WHOSE = {"Patient": "Patient"}
NEAR = 0.08  # a daily maximum is right within 8 percent


def answers(command, lines):
    """Output lines of one run, and its seconds from start to exit."""
    start = time.perf_counter()
    run = subprocess.run([PROGRAM, command], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    out = run.stdout.split("\n")[:-1]
    if len(out) != len(lines):
        sys.exit(f"bench: openimr {command} answered {len(out)} lines to {len(lines)}")
    return out, seconds


def per_class(pairs):
    """Confusion and precision, recall, F1 of every class from (gold, answer) pairs."""
    confusion, scores = {}, {}
    for gold, answer in pairs:
        confusion.setdefault(gold, {}).setdefault(answer, 0)
        confusion[gold][answer] += 1
    for name in sorted({gold for gold, _ in pairs} | {answer for _, answer in pairs}):
        right = sum(1 for gold, answer in pairs if gold == answer == name)
        said = sum(1 for _, answer in pairs if answer == name)
        is_so = sum(1 for gold, _ in pairs if gold == name)
        precision = right / said if said else None
        recall = right / is_so if is_so else None
        f1 = 2 * right / (said + is_so) if said + is_so else None
        scores[name] = {"precision": rounded(precision), "recall": rounded(recall), "f1": rounded(f1), "gold": is_so}
    return {"classes": scores, "confusion": confusion}


def rounded(value):
    return None if value is None else round(value, 4)


def context(wrong):
    path = DATA / "context_sentences.tsv"
    if not path.exists():
        return skipped("context", path)
    rows = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        cells = line.split("\t")
        if len(cells) >= 6 and cells[3] in ("Affirmed", "Negated", "Possible"):
            rows.append([*cells[:4], HELD.get(cells[4], cells[4]), WHOSE.get(cells[5], "Other")])
    out, seconds = answers("context", [f"{row[1]}\t{row[2]}" for row in rows])
    said = [line.split("\t") for line in out]
    result = {"sentences": len(rows), "seconds": round(seconds, 3)}
    for column, name in ((0, "negation"), (1, "temporality"), (2, "experiencer")):
        pairs = [(row[3 + column], answer[column]) for row, answer in zip(rows, said)]
        result[name] = per_class(pairs)
        for row, (gold, answer) in zip(rows, pairs):
            if gold != answer and wrong > 0:
                print(f"context line {row[0]}: {name} is {gold}, said {answer}", file=sys.stderr)
    return result


def labels(name):
    rows = {}
    for line in (HERE / "labels" / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            number, value = line.split("\t")
            rows[int(number)] = value
    return rows


def direction_text(line, kind):
    if kind == "text":
        return line
    record = json.loads(line)
    if "sig" in record:
        return record["sig"]
    if "values" in record:
        return record["values"][0]
    return record["expected"]["text"]


def judge_direction(value, answer):
    """right | refused (a maximum is stated, none was given) | wrong (confident and wrong) | invented (none is stated)."""
    found = answer.get("max_per_day") if answer.get("parsable", True) else None
    if "-" in value.split("|") and found is None:
        return "right"
    if value in ("-", "none"):
        return "right" if found is None else "invented"
    if found is None:
        return "refused"
    return "right" if any(abs(found - float(one)) <= NEAR * float(one) for one in value.split("|") if one != "-") else "wrong"


def written_directions(name, wrong):
    """Verdicts on a file of directions with their values."""
    rows = [line.split("\t", 1) for line in (HERE / "labels" / (name + ".tsv")).read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    rows = [("|".join([value, *text.split("|")[1:]]), text.split("|")[0]) for value, text in rows]
    out, _ = answers("sig", [text for _, text in rows])
    counts = {"right": 0, "refused": 0, "wrong": 0, "invented": 0}
    for (value, text), line in zip(rows, out):
        answer = json.loads(line)
        verdict = judge_direction(value, answer)
        counts[verdict] += 1
        if verdict != "right" and wrong > 0:
            print(f"{name}: is {value}, said {answer.get('max_per_day')} ({verdict}): {text}", file=sys.stderr)
    return counts


def directions(wrong):
    sets = (("parserx_sigs_unlabelled", ".txt", "text"), ("parsigs_expected", ".jsonl", "json"), ("phs_dose_instructions", ".jsonl", "json"))
    result, total = {}, {"right": 0, "refused": 0, "wrong": 0, "invented": 0}
    stated = 0
    refusals = {"right": 0, "of": 0}
    for name, ending, kind in sets:
        path = DATA / (name + ending)
        if not path.exists():
            result[name] = skipped("directions", path)
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        gold = labels(name + ".tsv")
        texts = [direction_text(lines[number - 1], kind) for number in gold]
        out, _ = answers("sig", texts)
        counts = {"right": 0, "refused": 0, "wrong": 0, "invented": 0}
        for (number, value), line in zip(gold.items(), out):
            answer = json.loads(line)
            verdict = judge_direction(value, answer)
            counts[verdict] += 1
            if value in ("-", "none"):
                refusals["of"] += 1
                refusals["right"] += verdict == "right"
            else:
                stated += 1
            if verdict != "right" and wrong > 0:
                print(f"{name} line {number}: is {value}, said {answer.get('max_per_day')} ({verdict})", file=sys.stderr)
        result[name] = counts
        for key in total:
            total[key] += counts[key]
    for name in ("own_directions", "unseen_directions"):
        result[name] = written_directions(name, wrong)
    lines = [line for line in (HERE / "labels" / "no_directions.txt").read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    out, _ = answers("sig", lines)
    read = [text for text, line in zip(lines, out) if json.loads(line).get("parsable") is not False]
    for text in read:
        if wrong > 0:
            print(f"no direction, but read as one: {text}", file=sys.stderr)
    judged = sum(total.values())
    if judged:
        # Rates over the directions that state a maximum; confident wrong ones over everything judged.
        result["all"] = {"judged": judged, **total, "right_within_8_percent": round((stated - total["refused"] - total["wrong"]) / stated, 4),
                         "confident_wrong": round((total["wrong"] + total["invented"]) / judged, 4), "maximum_rightly_left_open": f"{refusals['right']} of {refusals['of']}"}
    result["no_directions"] = {"lines": len(lines), "refused": len(lines) - len(read)}
    return result


def planted(wrong):
    sys.path.insert(0, str(HERE))
    import planted as generator
    return {**generator.measure(PROGRAM, wrong), "second_family": generator.measure(PROGRAM, wrong, family=generator.unseen_family()),
            "third_family": generator.measure(PROGRAM, wrong, family=generator.later_family()), "fourth_family": generator.measure(PROGRAM, wrong, family=generator.voice_family()),
            "fifth_family": generator.measure(PROGRAM, wrong, family=generator.clerks_family()),
            "sixth_family": generator.measure(PROGRAM, wrong, family=generator.terse_family())}


def scanned(wrong):
    """Planted facts that come through paper: drawn at 200 dpi, degraded, read back by OCR; both families of phrasings."""
    sys.path.insert(0, str(HERE))
    import planted as generator
    if not shutil.which("pdftoppm"):
        return {"skipped": "pdftoppm is not there"}
    return {"first_family": generator.measure(PROGRAM, wrong, reports=30, seed=20140404, as_scans=True),
            "second_family": generator.measure(PROGRAM, wrong, reports=30, seed=20140405, family=generator.unseen_family(), as_scans=True)}


def hand_check(wrong):
    sys.path.insert(0, str(HERE))
    import hand_check as checker
    if not (DATA / "medical_reports_musculoskeletal.jsonl").exists():
        return skipped("hand_check", DATA / "medical_reports_musculoskeletal.jsonl")
    return checker.measure(PROGRAM, DATA, wrong > 0)


def stranger(wrong):
    sys.path.insert(0, str(HERE))
    import stranger as checker
    for file in checker.FILES.values():
        if not (DATA / file).exists():
            return skipped("stranger", DATA / file)
    return checker.measure(PROGRAM, DATA, wrong > 0)


def skipped(what, path):
    print(f"bench: {what} is not measured: {path} is not there (set OPENIMR_SHARED to the folder that holds data/)", file=sys.stderr)
    return {"skipped": f"{path.name} is not there"}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parts", nargs="*", default=["context", "directions", "planted", "hand_check", "stranger", "scanned"], help="what to measure (default: all)")
    arguments.add_argument("--out", help="write the JSON here too")
    arguments.add_argument("--wrong", type=int, default=0, metavar="N", help="1: name every line that is wrong, on standard error")
    options = arguments.parse_args()
    measures = {"context": context, "directions": directions, "planted": planted, "hand_check": hand_check, "stranger": stranger, "scanned": scanned}
    unknown = [part for part in options.parts if part not in measures]
    if unknown:
        arguments.error(f"unknown part {unknown[0]}: expected {', '.join(measures)}")
    if not pathlib.Path(PROGRAM).exists():
        print(f"bench: {PROGRAM} is not there: build it with `./run build` or name one in OPENIMR_PROGRAM", file=sys.stderr)
        return 2
    text = json.dumps({part: measures[part](options.wrong) for part in options.parts}, indent=1, ensure_ascii=False)
    print(text)
    if options.out:
        pathlib.Path(options.out).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
