"""What a stranger annotated in twenty reports, and what of it `openimr facts` finds.

The reports were drawn at random from both files of transcribed reports and annotated by somebody who had never seen the vocabulary, the program or its
labels, in kinds of their own; labels/stranger.tsv keeps spans and kinds, no words. An annotation is *found* when a fact of a fitting kind has words that
overlap the annotated ones; whether it is held (present, of now or before), denied or possible, and of whom, is then compared. Repetitions and what the annotator
called unsure are no miss. The reports are of all specialties: much of what they hold (blood tests, instruments, wound closure) no rule of an injury review asks for.
"""
import json

import hand_check

LABELS = hand_check.HERE / "labels" / "stranger.tsv"
COLUMNS = ("file", "report", "begin", "end", "kind", "assertion", "time", "who", "side", "level", "weight")
FILES = {"musculoskeletal": "medical_reports_musculoskeletal.jsonl", "other": "medical_reports_other.jsonl"}
STATE = {"diagnosis", "symptom", "finding", "imaging", "test", "history", "score", "function", "injury"}
CARE = {"procedure", "therapy", "device", "history", "test", "response", "imaging"}
FITTING = {"diagnosis": STATE, "risk": STATE, "family": STATE, "symptom": STATE | {"response"}, "exam": STATE, "imaging": STATE | {"procedure"}, "electrodiagnostics": STATE,
           "pain_score": STATE | {"response"}, "function": STATE | {"work", "response"}, "work_status": {"work", "function", "history"}, "response": STATE | CARE, "procedure": CARE,
           "therapy": CARE, "device": CARE | {"finding"}, "failed_trial": CARE | {"drug"}, "drug": {"drug", "drug_class", "history"}, "allergy": {"allergy", "history", "drug"}}


def rows():
    reports = {}
    for line in LABELS.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            row = dict(zip(COLUMNS, line.split("\t")))
            row["begin"], row["end"] = int(row["begin"]), int(row["end"])
            reports.setdefault((row["file"], int(row["report"])), []).append(row)
    return reports


def best(row, places):
    """The fact of a fitting kind on the annotated words that agrees most, then the nearest."""
    fitting = []
    for begin, end, fact in places:
        if begin < row["end"] and end > row["begin"] and fact["kind"] in FITTING[row["kind"]]:
            agreed = (fact["assertion"] == row["assertion"]) + (fact["experiencer"] == row["who"]) + (fact["temporality"] == row["time"])
            fitting.append((-agreed, abs((begin + end) - (row["begin"] + row["end"])), fact["concept"], fact))
    return min(fitting, key=lambda one: one[:3])[3] if fitting else None


def measure(program, data, wrong):
    labelled = rows()
    texts = {}
    for name, file in FILES.items():
        lines = [line for line in (data / file).read_text(encoding="utf-8").split("\n") if line]
        texts |= {key: json.loads(lines[key[1]])["text"] for key in labelled if key[0] == name}
    keys = sorted(labelled)
    found = hand_check.charts(program, {number: texts[key] for number, key in enumerate(keys)})
    kinds, checks = {}, {"assertion": [0, 0], "held": [0, 0], "who": [0, 0], "side": [0, 0], "level": [0, 0]}
    count = {"annotated": 0, "found": 0, "found_and_right": 0, "unreal": 0, "unreal_taken_for_real": 0}
    unannotated = 0
    for number, key in enumerate(keys):
        places = hand_check.mentions(found[number])
        for row in labelled[key]:
            fact = best(row, places)
            agreed = hand_check.agrees({**row, "value": "", "outcome": ""}, fact) if fact else {}
            if row["assertion"] != "present" or row["who"] != "patient" or row["time"] not in ("current", "historical"):
                count["unreal"] += 1
                count["unreal_taken_for_real"] += bool(fact) and hand_check.is_real(fact)
            if row["weight"] == "must":
                tally = kinds.setdefault(row["kind"], {"annotated": 0, "found": 0})
                count["annotated"] += 1
                tally["annotated"] += 1
                count["found"] += bool(fact)
                tally["found"] += bool(fact)
                count["found_and_right"] += bool(fact) and agreed["assertion"] and agreed["held"] and agreed["who"]
            for name in checks:
                if name in agreed:
                    checks[name][0] += agreed[name]
                    checks[name][1] += 1
            if wrong and (not fact or not (agreed["assertion"] and agreed["held"] and agreed["who"])):
                hand_check.sys.stderr.write("%s %s %d %d-%d %s\n" % ("wrong" if fact else "missed", key[0], key[1], row["begin"], row["end"], row["kind"]))
        unannotated += sum(1 for begin, end, fact in places if hand_check.is_real(fact) and not any(begin < row["end"] and end > row["begin"] for row in labelled[key]))
    return {"reports": len(keys), **count, "recall": round(count["found"] / count["annotated"], 4), "recall_and_right": round(count["found_and_right"] / count["annotated"], 4),
            "properties": {name: {"right": right, "of": of, "accuracy": round(right / of, 4) if of else None} for name, (right, of) in checks.items()}, "kinds": kinds,
            "real_facts_on_words_nobody_annotated": unannotated}
