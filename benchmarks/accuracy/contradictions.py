#!/usr/bin/env python3
"""Planted contradictions: case files that hold a known fact somewhere, and a sentence that denies it, in many phrasings.

    benchmarks/accuracy/contradictions.py [--set first|second|third|fourth|fifth] [--cases 200] [--scanned 0.3] [--wrong]

Every case is a folder with an application, three to six reports of one to three pages and a utilization review decision or an opinion. In one
half a page at random, on paper for a share of the cases (drawn at 200 dpi, worn, read back by the program's OCR), says a fact and a sentence of
the decision or the opinion denies it: `openimr check` has to answer with a false_absence that quotes the fact's page. In the other half the
denial is true, or the sentence recites a rule or denies nothing: a false_absence is a false alarm. Fixed seed, the same cases every time. Prints
one JSON object with figures for each phrasing class. Exit 1 when less than 97 of 100 are caught or more than 3 of 100 are false alarms.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
import contradiction_words as words  # noqa: E402
import scanned  # noqa: E402

PROGRAM = os.environ.get("OPENIMR_PROGRAM", str(HERE.parent.parent / "build/release/openimr"))
SETS = {"first": words.FIRST, "second": words.SECOND, "third": words.THIRD, "fourth": words.FOURTH, "fifth": words.FIFTH}
NEAR_MISSES = {"fourth": words.FOURTH_CLEAN, "fifth": words.FIFTH_CLEAN}
# What would answer the denial of another fact as well: never on file where the denial has to be true.
RELATED = [{"function", "work"}, {"relief", "tens", "injection", "function", "acupuncture"}, {"electrodiagnosis", "herniation", "sensation", "strength", "reflex"}]

APPLICATION = """jurisdiction: us-ca-wc
received: {at: 2014-06-10T10:00:00-07:00, channel: mail}
review: regular
employee: {name: {first: Case, last: Example}, date_of_birth: 1960-01-01}
claim: {number: WC-PLANTED, date_of_injury: 2011-03-02}
ur_decision: {date: 2014-05-20, served: {on: 2014-05-21, by: mail, to: in-state}}
consent: {signed: true}
disputed_items: [{id: 1, text: "Norco 10/325 mg #120", requested_on: 2014-05-10}]
"""
OPINION = """reviewer: R01
date: 2014-07-01
items: [{id: 1, decision: upheld, words: %s}]
"""
FILLER = ["The patient is seen in follow-up after the injury at work.", "He complains of low back pain.", "Blood pressure is 128/80.", "The lumbar spine is tender to palpation.",
          "Questions were answered and the plan was explained.", "The patient will return in four weeks.", "The paperwork was completed today.", "He lives with his family in a house with stairs.",
          "General appearance is good; he is alert and oriented.", "Range of motion of the lumbar spine is decreased.", "Heart and lungs are unremarkable.", "A copy of this report goes to the claims administrator.",
          "The mechanism of injury was reviewed again.", "The patient was seen together with an interpreter.", "Diet and posture were talked about.", "The request is sent with this report."]


def bare(noun):
    return noun.split(" ", 1)[1] if noun.split(" ", 1)[0] in ("a", "an") else noun


def said(template, fact):
    text = template.format(noun=fact["noun"], Noun=fact["noun"][0].upper() + fact["noun"][1:], bare=bare(fact["noun"]), clause=fact["clause"], had=fact["had"])
    if fact["plural"]:
        for one, many in ((" is ", " are "), (" was ", " were "), (" has ", " have "), (" remains ", " remain ")):
            head = fact["noun"][0].upper() + fact["noun"][1:]
            text = text.replace(head + one, head + many)
    return text


def related(one, other):
    return one == other or any(one in group and other in group for group in RELATED)


def page_text(source, number, facts):
    lines = ["SYNTHETIC - no real patient", "PROGRESS REPORT (PR-2)", "Patient: Case Example", "Claim: WC-PLANTED", f"Date of service: {number % 5 + 1}/{source.randrange(1, 28)}/2014", ""]
    body = source.sample(FILLER, 9)
    for fact in facts:
        body.insert(source.randrange(len(body)), source.choice(words.FACTS[fact]["says"]))
    return lines + body


def write_case(folder, source, planted, others, speaker, sentence, on_paper):
    """Writes the folder. Gives the file and page on which the planted fact stands (None without one)."""
    (folder / "documents").mkdir()
    (folder / "application.yaml").write_text(APPLICATION)
    pages = [[page_text(source, number, [])] for number in range(source.randrange(3, 7))]
    for report in pages:
        for _ in range(source.randrange(0, 3)):
            report.append([""] + source.sample(FILLER, 8))
    for fact in others:
        report = source.choice(pages)
        source.choice(report).append(source.choice(words.FACTS[fact]["says"]))
    place = None
    if planted:
        number = source.randrange(len(pages))
        page = source.randrange(len(pages[number]))
        sheet = pages[number][page]
        sheet.insert(source.randrange(6 if page == 0 else 1, len(sheet) + 1), source.choice(words.FACTS[planted]["says"]))
        place = (number, page)
    where = None
    for number, report in enumerate(pages):
        if on_paper and place and number == place[0]:
            # Every page of the report is a picture of its own, as a fax server would store it.
            for page, lines in enumerate(report):
                name = f"r{number}p{page}.png"
                (folder / "documents" / name).write_bytes(scanned.pages("\n".join(lines), source.randrange(1 << 30))[0])
                if page == place[1]:
                    where = (name, 1)
        else:
            name = f"r{number}.pdf"
            (folder / "documents" / name).write_bytes(scanned.many_pages(report))
            if place and number == place[0]:
                where = (name, place[1] + 1)
    before, after = source.choice(["The request was reviewed with the records at hand.", "The patient has chronic low back pain."]), "The request is therefore not certified."
    if speaker == "ur_decision":
        (folder / "documents/ur.pdf").write_bytes(scanned.pdf(["UTILIZATION REVIEW DETERMINATION", "Date: 5/20/2014", "Norco 10/325 mg #120: NON-CERTIFIED.", "Rationale:"] + scanned.textwrap.wrap(f"{before} {sentence} {after}", 90)))
    else:
        (folder / "opinion.yaml").write_text(OPINION % json.dumps(f"{before} {sentence} {after}"))
    return where


def checked(folder, cache):
    done = subprocess.run([PROGRAM, "check", str(folder), "--json"], capture_output=True, text=True, env={**os.environ, "OPENIMR_CACHE": cache})
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: {done.stderr}")
    return [one for one in json.loads(done.stdout)["checks"] if one["id"] == "false_absence"]


def one_case(kind, source, given, number, cache):
    """kind: planted | true | none. Gives the class, the sentence, where the fact stands, what was found, and whether it was on paper."""
    facts, classes = sorted(words.FACTS), SETS[given.set]
    fact = facts[number % len(facts)]
    group = sorted(classes)[number % len(classes)]
    denial = said(source.choice(classes[group]), words.FACTS[fact])
    on_paper = kind == "planted" and source.random() < given.scanned
    if kind == "none":
        group = source.choice(["recited", "no claim"])
        if given.set in NEAR_MISSES and number % 2:
            group = "near miss"
        denial = said(source.choice({"recited": words.RECITED, "no claim": words.OTHER, "near miss": NEAR_MISSES.get(given.set)}[group]), words.FACTS[fact])
    others = [one for one in facts if not related(one, fact)]
    with tempfile.TemporaryDirectory(prefix="openimr-planted-") as name:
        folder = pathlib.Path(name)
        where = write_case(folder, source, None if kind == "true" else fact, source.sample(others, 5), source.choice(["ur_decision", "opinion"]), denial, on_paper)
        found = checked(folder, cache)
        return group, denial, fact, where, found, on_paper


def count(rows):
    return {"cases": len(rows), "right": sum(rows), "share": round(sum(rows) / len(rows), 3) if rows else None}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--set", choices=sorted(SETS), default="first")
    options.add_argument("--cases", type=int, default=200, help="of each half")
    options.add_argument("--scanned", type=float, default=0.3, help="share of planted facts that stand on paper")
    options.add_argument("--wrong", action="store_true", help="name every sentence that was missed or taken for a claim")
    given = options.parse_args()
    cache = tempfile.mkdtemp(prefix="openimr-cache-")
    caught, by_class, paper, placed, alarms, by_kind = [], {}, [], [], [], {}
    try:
        for number in range(given.cases):
            source = random.Random(f"{given.set} planted {number}")
            group, denial, fact, where, found, on_paper = one_case("planted", source, given, number, cache)
            hit = bool(found)
            caught.append(hit)
            by_class.setdefault(group, []).append(hit)
            if on_paper:
                paper.append(hit)
            if hit:
                placed.append(any(one["file"].endswith("/" + where[0]) and one["page"] == where[1] for check in found for one in check["evidence"]))
            if given.wrong and not hit:
                print(f"missed [{group}] {fact}{' on paper' if on_paper else ''}: {denial}", file=sys.stderr)
        for number in range(given.cases):
            kind = "true" if number % 2 == 0 else "none"
            group, denial, fact, _, found, _ = one_case(kind, random.Random(f"{given.set} clean {number}"), given, number // 2, cache)
            alarms.append(bool(found))
            by_kind.setdefault("true denial" if kind == "true" else group, []).append(bool(found))
            if given.wrong and found:
                print(f"alarm [{group}] {fact}: {denial} <- {[one['quote'] for check in found for one in check['evidence']][:3]}", file=sys.stderr)
    finally:
        shutil.rmtree(cache, ignore_errors=True)
    result = {"set": given.set, "caught": count(caught), "caught on paper": count(paper), "quoted from the planted page, of those caught": count(placed),
              "by phrasing class": {group: count(rows) for group, rows in sorted(by_class.items())},
              "false alarms": count(alarms), "false alarms by kind": {kind: count(rows) for kind, rows in sorted(by_kind.items())}}
    print(json.dumps(result, indent=1))
    sys.exit(0 if sum(caught) >= 0.97 * len(caught) and sum(alarms) <= 0.03 * len(alarms) else 1)


if __name__ == "__main__":
    main()
