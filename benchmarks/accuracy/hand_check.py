"""The hand check: what a careful reader annotated in forty reports, and what of it `openimr facts` finds.

The labels (`labels/hand_check.tsv`) are spans and codes only, written by reading before the program was run. An annotation is found when a fact with
one of its codes has words that overlap the annotated ones, or stand in the same sentence-long stretch; its assertion, time, person, side, level and value are then compared. A fact of
an annotated report that meets no annotation is *unannotated*: right but not annotated, or wrong; its share is printed per kind and is no precision by itself.
Precision is therefore told for what can be told: among the facts whose words overlap an annotation of their code, how many have assertion, time and person right.
The last ten reports of the sample are held out: they are measured, never named line by line.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LABELS = HERE / "labels" / "hand_check.tsv"
COLUMNS = ("report", "begin", "end", "codes", "assertion", "time", "who", "side", "level", "value", "outcome", "weight")
NEAR = 60  # bytes between an annotation and the words of a fact that are still the same statement


def rows():
    """The annotations, by report."""
    reports = {}
    for line in LABELS.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            row = dict(zip(COLUMNS, line.split("\t")))
            row["begin"], row["end"] = int(row["begin"]), int(row["end"])
            reports.setdefault(int(row["report"]), []).append(row)
    return reports


def held_out():
    return set(random.Random(40).sample(range(1, 251), 40)[30:])


def charts(program, texts):
    """One chart per report."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, text in texts.items():
            path = pathlib.Path(folder) / ("r%03d.txt" % number)
            path.write_bytes(text.encode())
            run = subprocess.run([program, "facts", str(path), "--json"], capture_output=True, text=True, check=True)
            found[number] = json.loads(run.stdout)["facts"]
    return found


def mentions(facts):
    """Every place of every fact that was read, not derived."""
    return [(place["begin"], place["end"], fact) for fact in facts if not fact.get("derived_by") for place in fact["evidence"]]


def is_of(code, concept):
    if code.endswith("."):
        return concept.startswith(code)
    return concept == code or (code.startswith("drug.") and (concept + "_").startswith(code.replace("/", "_").replace(" ", "_") + "_") or concept.startswith(code + "/"))


def candidates(row, places):
    """Facts of one of the annotation's codes whose words overlap it, the nearest first."""
    fitting = []
    for begin, end, fact in places:
        distance = max(row["begin"] - end, begin - row["end"], 0)
        if distance == 0 and any(is_of(code, fact["concept"]) for code in row["codes"].split("|")):
            off = abs((begin + end) - (row["begin"] + row["end"]))
            agrees = (fact["assertion"] == row["assertion"]) + (fact["temporality"] == row["time"]) + (fact["experiencer"] == row["who"])
            fitting.append((-agrees, off, fact))
    return [fact for _, _, fact in sorted(fitting, key=lambda one: one[:2])]


def plain_levels(written):
    """L4-L5 and L4-5 are one level; L5-S1 keeps its letter."""
    return re.sub(r"([CTL])(\d+)-\1(\d+)", r"\1\2-\3", written)


def agrees(row, fact):
    """Which of the annotation's properties the fact has right."""
    details = fact.get("details") or {}
    checks = {"assertion": fact["assertion"] == row["assertion"], "who": fact["experiencer"] == row["who"]}
    # Of now or of before is one question (a habit, an allergy or a past diagnosis may be told as either); whether it is held
    # at all, and not planned or conditional, is another; both are compared.
    checks["time"] = fact["temporality"] == row["time"]
    held = ("current", "historical")
    checks["held"] = (fact["temporality"] in held) == (row["time"] in held)
    if row["side"]:
        checks["side"] = details.get("side", "") in ((row["side"],) if row["side"] != "both" else ("both", "bilateral"))
    if row["level"]:
        checks["level"] = any(part in plain_levels(details.get("level", "")) for part in row["level"].split(","))
    if row["value"]:
        checks["value"] = any(abs(float(part) - fact["value"]) < 0.5 for part in row["value"].split(",")) if isinstance(fact.get("value"), (int, float)) else False
    if row["outcome"]:
        checks["outcome"] = details.get("outcome", "") in row["outcome"].split(",")
    return checks


def is_real(fact):
    return fact["assertion"] == "present" and fact["experiencer"] == "patient" and fact["temporality"] in ("current", "historical")


def measure_part(reports, found, wrong):
    count = {"annotated": 0, "found": 0, "properties_right": 0, "real_wanted": 0, "real_right": 0}
    kinds, properties, unannotated = {}, {}, {}
    wrong_real = {"unreal_taken_for_real": 0, "unreal": 0}
    for number in reports:
        places = mentions(found[number])
        for row in reports[number]:
            facts = candidates(row, places)
            kind = row["codes"].split(".")[0]
            real = row["assertion"] == "present" and row["who"] == "patient" and row["time"] in ("current", "historical")
            if not real:
                wrong_real["unreal"] += 1
                wrong_real["unreal_taken_for_real"] += bool(facts) and is_real(facts[0])
            if row["weight"] == "optional" and not facts:
                continue
            count["annotated"] += 1
            tally = kinds.setdefault(kind, {"annotated": 0, "found": 0})
            tally["annotated"] += 1
            if not facts:
                if wrong:
                    print("missed %d %d-%d %s" % (number, row["begin"], row["end"], row["codes"]), file=sys.stderr)
                continue
            tally["found"] += 1
            count["found"] += 1
            checks = agrees(row, facts[0])
            count["properties_right"] += all(checks[name] for name in ("assertion", "held", "who"))
            for name, right in checks.items():
                of = properties.setdefault(name, {"right": 0, "of": 0})
                of["of"] += 1
                of["right"] += right
                if wrong and not right:
                    print("%s %d %d-%d %s" % (name, number, row["begin"], row["end"], row["codes"]), file=sys.stderr)
        for begin, end, fact in places:
            meets = any(begin <= row["end"] + NEAR and end >= row["begin"] - NEAR and any(is_of(code, fact["concept"]) for code in row["codes"].split("|")) for row in reports[number])
            if is_real(fact) and not meets:
                unannotated.setdefault(fact["concept"], 0)
                unannotated[fact["concept"]] += 1
                if wrong:
                    print("unannotated %d %d-%d %s" % (number, begin, end, fact["concept"]), file=sys.stderr)
    for tally in properties.values():
        tally["accuracy"] = round(tally["right"] / tally["of"], 4)
    return {"reports": len(reports), **{key: value for key, value in count.items() if not key.startswith("real")}, "recall": round(count["found"] / count["annotated"], 4),
            "recall_with_assertion_standing_person": round(count["properties_right"] / count["annotated"], 4), **wrong_real, "properties": properties, "kinds": kinds,
            "unannotated_real_facts": sum(unannotated.values()), "unannotated_by_concept": dict(sorted(unannotated.items(), key=lambda item: -item[1]))}


def measure(program, data, wrong):
    """The figures of the thirty reports and of the ten that are held out."""
    lines = [line for line in (data / "medical_reports_musculoskeletal.jsonl").read_text(encoding="utf-8").split("\n") if line]
    labelled = rows()
    found = charts(program, {number: json.loads(lines[number - 1])["text"] for number in labelled})
    held = held_out()
    return {"thirty": measure_part({k: v for k, v in labelled.items() if k not in held}, found, wrong),
            "held_out_ten": measure_part({k: v for k, v in labelled.items() if k in held}, found, False)}
