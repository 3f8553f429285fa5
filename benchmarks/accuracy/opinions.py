#!/usr/bin/env python3
"""Opinions as reviewers write them, held against one mixed case file: does `openimr check` stop what the file answers, and let true words pass?

    benchmarks/accuracy/opinions.py [--wrong]

The file holds each fact in one paper only and in its own manner: clipped notes with abbreviations, a table, check boxes, a laboratory report, a scan, a
Spanish note, a letter. FALSE are paragraphs that deny one of them (the number says which paper answers), TRUE are paragraphs whose statements of absence
hold or that deny nothing. All were written before any was run. Prints one JSON object; exit 1 when fewer than 97 of 100 false ones are stopped or more than
3 of 100 true ones are.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
import scanned  # noqa: E402

PROGRAM = os.environ.get("OPENIMR_PROGRAM", str(HERE.parent.parent / "build/release/openimr"))
APPLICATION = """jurisdiction: us-ca-wc
received: {at: 2014-06-10T10:00:00-07:00, channel: mail}
review: regular
employee: {name: {first: Case, last: Example}, date_of_birth: 1960-01-01}
claim: {number: WC-OPINIONS, date_of_injury: 2011-03-02}
ur_decision: {date: 2014-05-20, served: {on: 2014-05-21, by: mail, to: in-state}}
consent: {signed: true}
disputed_items: [{id: 1, text: "Norco 10/325 mg #120", requested_on: 2014-05-10}]
"""
HEAD = "SYNTHETIC - no real patient\n"
PAPERS = {
    "clipped.txt": HEAD + """PROGRESS REPORT (PR-2)
Date of service: 3/4/2014
S: LBP w/ L leg radiation. Pain 8/10 w/o meds, 4/10 with meds. RTW modified duty since 1/2014.
Walks 30 min with Norco, 10 min without. No s/e from meds.
Gabapentin 300 mg TID d/c'd due to sedation. Naproxen stopped, GI upset.
O: SLR + on L. EHL 4/5 L. L Achilles reflex absent. Paraspinal spasm.
A: Lumbar radiculopathy. MDD. GERD 2/2 NSAIDs.
P: Norco weaned from 6/d to 4/d last month.
""",
    "boxes.txt": HEAD + """PAIN MANAGEMENT FOLLOW-UP FORM
Date of service: 4/1/2014
[X] Opioid treatment agreement signed 1/5/2013
[X] CURES report reviewed, no aberrant behavior
[ ] Pregnant
[X] Home exercise program performed daily
[ ] Interpreter needed
""",
    "therapy.txt": HEAD + """PHYSICAL THERAPY DISCHARGE NOTE
Date of service: 11/20/2013
Visits authorized   12
Visits attended     12
Outcome             No lasting relief; physical therapy failed
""",
    "laboratory.txt": HEAD + """LABORATORY REPORT
Collected: 2/20/2014
URINE DRUG SCREEN, 9 PANEL
Hydrocodone        POSITIVE    1250 ng/mL
Benzodiazepines    NEGATIVE
Interpretation: consistent with prescribed medications
""",
    "nota.txt": HEAD + """NOTA DE PROGRESO
Fecha de servicio: 12/3/2013
La paciente se queja de dolor lumbar. Tuvo una inyección epidural de esteroides en marzo de 2013 con 60% de alivio por ocho semanas.
Se le explicó el plan.
""",
    "letter.txt": HEAD + """CONSULTATION REPORT
Date of service: 1/15/2014
Dear Doctor: Thank you for the referral. Electrodiagnostic studies of 6/1/2013 confirmed a left L5 radiculopathy. Amitriptyline had been tried at night for two months and gave no relief.
She wore a TENS unit for a month and liked it. Six sessions of acupuncture were completed last summer.
""",
}
SCAN = HEAD + """RADIOLOGY REPORT

MRI OF THE LUMBAR SPINE

Exam date: 5/2/2013

Impression: Disc herniation at L4-5 with compression of the left L5 nerve root.
"""

FALSE = [
    ("clipped.txt", "Norco has been taken for years. I find no proof that it has helped her to do more. The request is not supported."),
    ("clipped.txt", "The worker takes four tablets a day. Not a single report puts a figure on her pain with and without the drug, and the request fails for that reason."),
    ("clipped.txt", "Opioids may go on when function gets better. No gain in function is recorded. Norco is therefore not necessary."),
    ("clipped.txt", "The treating physician never tried to bring the dose down; weaning has not been attempted."),
    ("clipped.txt", "An anticonvulsant has never been tried according to the notes I was given."),
    ("clipped.txt", "She has not failed NSAIDs, as far as the file shows."),
    ("clipped.txt", "The physical examinations are silent on muscle strength; no motor deficit is described."),
    ("clipped.txt", "There are no objective signs of radiculopathy in the examination. Strong analgesics cannot be justified."),
    ("clipped.txt", "I do not see that she ever returned to work."),
    ("clipped.txt", "A straight leg raise was never documented as positive."),
    ("clipped.txt", "The chart does not speak of side effects at all; their monitoring is not documented."),
    ("clipped.txt", "Depression is nowhere diagnosed in the papers submitted."),
    ("clipped.txt", "There is nothing in the file about reflux, and a proton pump inhibitor is not at issue."),
    ("clipped.txt", "The reports make no mention of muscle spasm."),
    ("clipped.txt", "Reflexes were not documented as abnormal in any note."),
    ("clipped.txt", "Relief of pain with the tablets: not documented."),
    ("boxes.txt", "The worker has not signed a pain contract, at least none is in the file."),
    ("boxes.txt", "There is no record of an opioid agreement."),
    ("boxes.txt", "The guideline asks for monitoring of aberrant behavior. The file has nothing on this."),
    ("boxes.txt", "It is not shown that the prescriber consulted the CURES database."),
    ("boxes.txt", "No home exercise program is documented."),
    ("boxes.txt", "One looks in vain for an opioid contract in these records."),
    ("therapy.txt", "Conservative care was not exhausted: no course of physical therapy is documented."),
    ("therapy.txt", "The records do not establish that physical therapy failed."),
    ("therapy.txt", "Before drugs of this kind are given, active therapy should be tried. I could not find that it was; physical therapy is not in evidence."),
    ("laboratory.txt", "Compliance was not checked, for no urine toxicology was provided."),
    ("laboratory.txt", "There is no evidence that a urine drug screen was ever obtained."),
    ("laboratory.txt", "A UDS with results consistent with the prescription has not been submitted."),
    ("laboratory.txt", "Drug testing is absent from the records."),
    ("nota.txt", "The worker has had no epidural steroid injection."),
    ("nota.txt", "A prior epidural injection with lasting relief is not documented."),
    ("nota.txt", "The file does not show that injections were tried."),
    ("letter.txt", "There is no electrodiagnostic confirmation of nerve root injury on file."),
    ("letter.txt", "No EMG was submitted."),
    ("letter.txt", "An antidepressant was not tried, so the first line was passed over."),
    ("letter.txt", "The records fail to mention a trial of amitriptyline or another antidepressant."),
    ("letter.txt", "TENS has not been tried."),
    ("letter.txt", "There was no trial of acupuncture before opioids were increased."),
    ("scan.png", "There is no imaging that shows nerve root compression."),
    ("scan.png", "A disc herniation is not documented in any imaging study that I was sent."),
    ("scan.png", "MRI findings were not provided for review."),
    ("scan.png", "None of the imaging reports describes a herniated disc."),
]
TRUE = [
    "There is no documentation of complex regional pain syndrome.",
    "No spinal cord stimulator trial is documented.",
    "The file has no report of a psychological evaluation.",
    "A functional restoration program was not attempted.",
    "The worker has not had surgery, and none is planned.",
    "I find no record of chiropractic care.",
    "Multiple sclerosis is not documented.",
    "There is no mention of diabetes or of a bleeding disorder.",
    "The chart does not document a bone scan.",
    "No trial of duloxetine is on record.",
    "A sleep study was not submitted.",
    "The reports do not mention cervical complaints.",
    "The guideline asks for documentation of pain relief and better function, and for a urine drug screen.",
    "Opioids should be stopped when there is no overall improvement in function.",
    "If there is no documentation of failed therapy, the guideline advises against injections.",
    "Function improved with Norco: she walks 30 minutes instead of 10. The dose was lowered without loss. The request is supported.",
    "The UR decision says that no drug screen was on file. That is wrong: the laboratory reported one.",
    "Pain fell from 8 to 4 with the tablets. There were no side effects.",
    "She did not tolerate gabapentin, which is documented in March 2014.",
    "Naproxen was stopped because of stomach upset, and an alternative was not named.",
    "The opioid agreement was signed in January 2013 and has not been broken.",
    "Physical therapy did not bring lasting relief, as the discharge note says.",
    "Spasm was found on examination. No fracture was seen.",
    "The MRI shows a herniation at L4-5. No instability is described.",
    "Amitriptyline gave no relief.",
    "The worker is back at modified work. No further restriction is needed.",
    "Acupuncture was completed. A second course was not requested.",
    "The dose is below 50 MME a day, and no benzodiazepine is taken.",
    "There is no dispute that the injury is industrial.",
    "The request does not name a duration, and a thirty day supply is assumed.",
    "No allergy is recorded.",
    "The records are complete, and nothing further was asked for.",
    "A taper was begun last month. It is not finished.",
    "She wore a TENS unit for a month. Its purchase was not requested.",
    "There is no evidence in the literature that long-term opioids restore function.",
    "The worker has not been declared permanent and stationary.",
    "No knee complaint is documented.",
    "The notes say nothing about a lidocaine patch.",
    "A weight loss program is not documented.",
    "It is not clear from the records whether a functional capacity evaluation was done.",
]


def found_in(folder, words, cache):
    (folder / "opinion.yaml").write_text("reviewer: R01\ndate: 2014-07-01\nitems: [{id: 1, decision: upheld, words: %s}]\n" % json.dumps(words))
    done = subprocess.run([PROGRAM, "check", str(folder), "--json"], capture_output=True, text=True, env={**os.environ, "OPENIMR_CACHE": cache})
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return [one for one in json.loads(done.stdout)["checks"] if one["id"] == "false_absence" and one["severity"] == "block" and one.get("speaker", "opinion") == "opinion"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--wrong", action="store_true", help="name every opinion that was missed or stopped in vain")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="openimr-opinions-") as name:
        folder, cache = pathlib.Path(name) / "case", str(pathlib.Path(name) / "cache")
        (folder / "documents").mkdir(parents=True)
        (folder / "application.yaml").write_text(APPLICATION)
        for file, text in PAPERS.items():
            (folder / "documents" / file).write_text(text)
        (folder / "documents/scan.png").write_bytes(scanned.pages(SCAN, 7)[0])
        by_paper, quoted, alarms = {}, 0, 0
        for paper, words in FALSE:
            found = found_in(folder, words, cache)
            by_paper.setdefault(paper, []).append(bool(found))
            is_quoted = any(one["file"].endswith("/" + paper) for check in found for one in check["evidence"])
            quoted += is_quoted
            if given.wrong and not is_quoted:
                print(f"{'missed' if not found else 'answered from another paper'} [{paper}]: {words}", file=sys.stderr)
        for words in TRUE:
            found = found_in(folder, words, cache)
            alarms += bool(found)
            if given.wrong and found:
                print(f"alarm: {words} <- {[(one['file'], one['quote']) for check in found for one in check['evidence']][:3]}", file=sys.stderr)
    caught = sum(map(sum, by_paper.values()))
    print(json.dumps({"false opinions": len(FALSE), "stopped": caught, "share": round(caught / len(FALSE), 3), "quoting the paper that answers": quoted,
                      "by paper": {paper: f"{sum(rows)} of {len(rows)}" for paper, rows in by_paper.items()},
                      "true opinions": len(TRUE), "stopped in vain": alarms, "share stopped in vain": round(alarms / len(TRUE), 3)}, indent=1))
    sys.exit(0 if caught >= 0.97 * len(FALSE) and alarms <= 0.03 * len(TRUE) else 1)


if __name__ == "__main__":
    main()
