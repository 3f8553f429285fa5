#!/usr/bin/env python3
"""How well `openimr application draft` reads faxed applications: generated papers, every field held against what is true.

    benchmarks/application.py [--program build/release/openimr] [--count 120] [--seed 1] [--out FILE] [--worst 20]

Three layouts of the form, each as a text layer, as a filled-in PDF form and as a scan (clean, with specks at fax resolution, skewed). A
part of the applications has a difference planted between the papers, or a form that cannot be read as it stands. Told per field: precision and
recall, the share that was asked, and the share that was wrong although it was given as sure. Prints JSON. Standard library and pdftoppm.
"""
import argparse
import collections
import datetime
import difflib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from application_letters import rfa, ur_decision
from application_papers import FORMS, NOT_ON_FORM, ITEMS, Writer, claim_number, full, invented, person
from paper_kit import as_pdf, as_scan

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ["text", "acroform", "clean", "noisy", "skewed"]
PLANTED = [None, None, None, None, None, "item_extra", "item_missing", "item_differs", "other_claim_number", "other_claimant", "other_physician",
           "ur_decision_missing", "both_boxes", "no_such_day", "signed_later"]


def key(text):
    return "".join(c for c in str(text).lower() if c.isalnum())


def bundle(number, seed, folder):
    """Writes the papers of application `number`; what is true, and what was planted."""
    chance = random.Random(f"bundle {seed} {number}")
    layout = list(FORMS)[number % 3]
    kind = KINDS[number // 3 % len(KINDS)]
    planted = chance.choice(PLANTED)
    name = f"{seed}-{number}"
    case = invented(name)
    letter, request, form = dict(case), dict(case), dict(case)
    if planted == "item_extra":
        form["items"] = case["items"] + [next(item for item in ITEMS if item not in case["items"] and item != case["approved"])]
    elif planted == "item_missing" and len(case["items"]) > 1:
        form["items"] = case["items"][:-1]
    elif planted == "item_differs":
        letter["items"] = ["Norco 5/325mg 1 tab q6h prn #60"] + case["items"][1:]
        form["items"] = ["Norco 10/325mg 1 tab q6h prn #120"] + case["items"][1:]
        request["items"] = form["items"]
    elif planted == "other_claim_number":
        letter["claim"] = claim_number(random.Random(f"other {name}"))
    elif planted == "other_claimant":
        letter["employee"] = {"first": "Barnabas", "middle": "", "last": "Elsewhere"}
        letter["born"] = case["born"] + datetime.timedelta(days=4000)
    elif planted == "other_physician":
        request["physician"] = "Thaddeus Otherwise, MD"
    elif planted == "both_boxes":
        form["review"], form["liability"] = "both", "both"
    elif planted == "no_such_day":
        form["injured"] = "00/00/0000"
    elif planted == "signed_later":
        form["signed"], form["is_signed"] = case["filed"] + datetime.timedelta(days=90), True
    else:
        planted = planted if planted == "ur_decision_missing" else None
    writer = Writer(name, kind)
    sheets = FORMS[layout](form, writer, f"{case['filed']:%m/%d/%Y} 15:20   FAX 0005550242" if chance.random() < 0.5 else "")
    wear = {"clean": {}, "noisy": {"noise": chance.choice([0.004, 0.008, 0.012]), "dots": chance.choice([(204, 196), (200, 200)])},
            "skewed": {"skew": chance.choice([-1, 1]) * chance.uniform(0.5, 3), "noise": 0.002}}.get(kind)

    def put(file, drawn, is_scan):
        path = folder / f"{name}-{file}.pdf"
        path.write_bytes(as_scan(drawn, f"{name} {file}", **wear) if is_scan else as_pdf(drawn))
        return str(path)

    files = [put("form", sheets, wear is not None)]
    if planted != "ur_decision_missing":
        files.append(put("ur", ur_decision(letter, name), wear is not None and chance.random() < 0.5))
    files.append(put("rfa", rfa(request, name), wear is not None and chance.random() < 0.5))
    return {"layout": layout, "kind": kind, "planted": planted, "files": files, "truth": truth(form, letter, layout, planted),
            "received": f"{case['filed'].isoformat()}T15:20:00-08:00"}


def truth(form, letter, layout, planted):
    """Field id -> what is true. Fields that no paper of this application has are left out."""
    has_letter = planted != "ur_decision_missing"
    values = {"employee.name": full(form["employee"]), "claim.number": form["claim"], "claim.adjudication_number": form["adj"], "employer.name": form["employer"],
              "claims_administrator.name": form["administrator"], "claims_administrator.adjuster": form["adjuster"], "requesting_physician.name": form["physician"],
              "requesting_physician.specialty": form["specialty"], "requesting_physician.group": form["group"], "employee.phone": form["employee_phone"],
              "ur_decision.date": form["decided"].isoformat(), "employee.date_of_birth": form["born"].isoformat(), "signature": "signed" if form["is_signed"] else "unsigned",
              "diagnosis.icd": form["icd"] if layout != "cells" else None, "employee.address.zip": form["employee_address"]["zip"]}
    values["claim.date_of_injury"] = None if isinstance(form["injured"], str) else form["injured"].isoformat()
    values["review"] = None if form["review"] == "both" else form["review"]
    values["liability"] = None if form["liability"] == "both" else "yes" if form["liability"] else "no"
    if "information" not in NOT_ON_FORM[layout]:
        values["information"] = "yes" if form["information"] else "no"
    if form["is_signed"]:
        values["signature.signed_on"] = form["signed"].isoformat()
    if has_letter:
        values.update({"reviewer.name": letter["reviewer"], "reviewer.specialty": letter["reviewer_specialty"], "reviewer.license": letter["reviewer_license"],
                       "ur_decision.served.on": letter["served"].isoformat(), "ur_decision.served.by": "mail"})
    decided = dict(zip(letter["items"], zip(letter["outcomes"], letter["guidelines"]))) if has_letter else {}
    return {"fields": values, "items": [(item, *(decided.get(item) or (None, None))) for item in form["items"]], "must_ask": {field for field, value in values.items() if value is None and field != "diagnosis.icd"}}


def draft(program, one):
    done = subprocess.run([program, "application", "draft", *one["files"], "--received", one["received"], "--json"], capture_output=True, text=True, env=dict(os.environ, OPENIMR_CACHE=""))
    if done.returncode not in (0, 1):
        sys.exit(f"application draft failed: {done.stderr}")
    return json.loads(done.stdout)


def is_right(field, given, true):
    if field in ("employee.name", "requesting_physician.name", "reviewer.name", "claims_administrator.adjuster"):
        given_words, true_words = [key(w) for w in given.replace(",", " ").split()], [key(w) for w in true.replace(",", " ").split()]
        return "".join(w for w in given_words if len(w) > 1) == "".join(w for w in true_words if len(w) > 1)
    return key(given) == key(true)


def looks_like(seen, text):
    return difflib.SequenceMatcher(None, key(seen or ""), key(text)).ratio() > 0.6


def judge(one, answer, counts, worst):
    """Adds right, wrong, asked and missed of every field to the counts."""
    given = {field["id"]: field["value"] for field in answer["fields"]}
    asks = {question["field"]: question["read_as"] for question in answer["questions"]}
    asked = set(asks)

    def count(field, outcome, detail=""):
        for group in (field, "all", f"kind {one['kind']}", f"layout {one['layout']}"):
            counts[group][outcome] += 1
        if outcome != "right":
            worst.append((outcome, one["files"][0], one["kind"], field, detail))

    for field, true in one["truth"]["fields"].items():
        if true is None:
            if field in one["truth"]["must_ask"]:
                count(field, "right" if field in asked else "wrong" if field in given else "missed", f"must be asked, given {given.get(field)}")
        elif field in given:
            count(field, "right" if is_right(field, given[field], true) else "wrong", f"{given[field]} | {true}")
        else:
            count(field, "asked" if field in asked or field.rsplit(".", 1)[0] in asked else "missed", f"| {true}")
    left = list(answer["items"])
    for text, outcome, guideline in one["truth"]["items"]:
        item = next((item for item in left if item["text"] and key(item["text"]) == key(text)), None)
        item = item or next((item for item in left if not item["text"] and looks_like(asks.get(f"items.{item['id']}"), text)), None)
        if not item:
            told = any(difference["id"] == "item_missing" for difference in answer["differences"])
            count("items", "asked" if "items" in asked or told else "missed", f"| {text}")
            continue
        left.remove(item)
        count("items", "right" if item["text"] else "asked", f"{item['text']} | {text}")
        if outcome:
            count("items.outcome", "missed" if not item["ur_outcome"] and f"items.{item['id']}.ur_outcome" not in asked else "asked" if not item["ur_outcome"] else "right" if item["ur_outcome"] == outcome else "wrong", f"{item['ur_outcome']} | {outcome} of {text}")
            cited = key(item["ur_guideline"] or "")
            count("items.guideline", "right" if key(guideline[0]) in cited and key(guideline[1]) in cited else "missed" if not cited else "wrong", f"{item['ur_guideline']} | {guideline}")
    for item in left:
        count("items", "wrong" if item["text"] else "asked", f"{item['text']} | nothing there")


FINDING = {"signed_later": "impossible_dates"}
NAMES = {"item_extra", "item_missing", "item_differs", "other_claim_number", "other_claimant", "other_physician", "ur_decision_missing", "impossible_dates"}


def judge_differences(one, answer, found):
    told = {difference["id"] for difference in answer["differences"]} & NAMES
    planted = FINDING.get(one["planted"], one["planted"])
    expected = {planted} & NAMES
    also = {"other_claimant": {"other_claimant", "other_birth_date"}}.get(planted, set())
    found["planted"] += len(expected)
    found["found"] += len(expected & told)
    extra = told - expected - also
    found["not planted"] += len(extra)
    if extra or expected - told:
        found["list"].append([one["files"][0], one["kind"], sorted(expected), sorted(told)])


def ratios(count):
    right, wrong, asked, missed = (count[name] for name in ("right", "wrong", "asked", "missed"))
    total = right + wrong + asked + missed
    return {"n": total, "precision": round(right / max(1, right + wrong), 4), "recall": round(right / max(1, total), 4), "asked": round(asked / max(1, total), 4), "wrong": round(wrong / max(1, total), 4), "missed": round(missed / max(1, total), 4)}


def run(program, count=120, seed=1, keep=None):
    """Everything as one dictionary; `keep` is a folder for the papers."""
    counts, worst, found = collections.defaultdict(collections.Counter), [], collections.Counter()
    found["list"] = []
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(keep or folder)
        target.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            one = bundle(number, seed, target)
            answer = draft(program, one)
            judge(one, answer, counts, worst)
            judge_differences(one, answer, found)
    groups = {name: ratios(value) for name, value in sorted(counts.items())}
    boxes = collections.Counter()
    for name in ("review", "liability", "information"):
        boxes.update(counts[name])
    differences = {"planted": found["planted"], "found": found["found"], "told though not planted": found["not planted"], "list": found["list"]}
    return {"applications": count, "seed": seed, "all": groups.pop("all"), "check boxes": ratios(boxes), "signature": groups["signature"], "groups": groups, "differences": differences, "worst": worst}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=str(ROOT / "build/release/openimr"))
    arguments.add_argument("--count", type=int, default=120)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--worst", type=int, default=0, help="print so many readings that were wrong, missed or asked")
    arguments.add_argument("--keep", help="folder to leave the papers in")
    options = arguments.parse_args()
    result = run(options.program, options.count, options.seed, options.keep)
    worst = sorted(result.pop("worst"), key=lambda one: ["wrong", "missed", "asked"].index(one[0]))
    print(json.dumps(result, indent=1))
    for one in worst[:options.worst]:
        print(*one, file=sys.stderr)


if __name__ == "__main__":
    main()
