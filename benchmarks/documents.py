#!/usr/bin/env python3
"""How well documents are split, typed, dated and told apart by patient, on generated case files whose truth is known.

    benchmarks/documents.py [--program build/release/openimr] [--documents 360] [--scanned 12] [--family tuned|held_out|both] [--seed 1]
    benchmarks/documents.py --reports FOLDER      # typing of the reports that were judged by hand (labels beside this file)

Papers of 33 kinds are written from templates (document_templates.py) with letterheads, label styles, page counts, running headers and
signatures that vary, merged at random into PDFs of two to nine papers; some files are scanned (150 dpi, noise, a sheared page, fax line), some papers
belong to another patient, some come twice. `openimr documents --json` reads them. Prints JSON. Standard library and poppler's pdftoppm only.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zlib

import document_templates as templates

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = 46  # of a page
EMPLOYEE = {"first": "Ada", "last": "Example", "born": datetime.date(1960, 5, 2), "claim": "WC-0042417", "injured": datetime.date(2009, 11, 9)}
STRANGERS = [("Jane", "Doe"), ("Berta", "Roe"), ("Otto", "Mustermann"), ("Adam", "Placeholder")]
SURNAMES = ["Sample", "Fictley", "Mockridge", "Testhurst", "Specimen", "Trialson"]
FILLER = ["The condition has not changed since the last visit.", "Risks and benefits were explained.", "The patient understands and agrees.", "No new injury is reported.",
          "Range of motion is limited by pain.", "Activities of daily living are limited.", "Medication was reviewed and reconciled.", "There is tenderness over the facet joints.",
          "The claim remains open.", "Copies go to all parties."]
STYLES = {
    "tuned": {"patient": ["Patient: {n}", "Patient Name: {n}", "Employee: {n}"], "born": ["DOB: {d}", "Date of birth: {d}"], "claim": ["Claim number: {c}", "Claim #: {c}"], "injured": ["Date of injury: {d}", "DOI: {d}"],
              "day": ["Date of service: {d}", "Date of exam: {d}", "Date: {d}"], "count": ["Page {k} of {n}", "", "Page {k}"], "sign": ["{a}", "Electronically signed by {a} on {d}", "Sincerely,\n{a}"], "header": ["", "{l}, {f}   Page {k}"]},
    "held_out": {"patient": ["Name of patient: {n}", "RE: {n}", "Injured Worker: {l}, {f}", "Patient   {n}", "Claimant: {n}"], "born": ["D.O.B.: {d}", "Birth date   {d}", "DOB {d}"], "claim": ["Claim No.: {c}", "Claim   {c}"], "injured": ["D/I: {d}", "DOI {d}"],
                 "day": ["Visit date: {d}", "Examination date: {d}", "Seen on {d}", "Date of evaluation: {d}", "{d}"], "count": ["{k}/{n}", "", "- {k} -", "Pg. {k} of {n}"], "sign": ["Signed by: {a}", "{a}\nDiplomate", "Respectfully submitted,\n{a}", "Dictated by: {a}"], "header": ["", "RE: {f} {l}", "{l} {f} | {d}"]},
}


def day_words(day, rng, family):
    forms = [day.strftime("%m/%d/%Y"), f"{day.strftime('%B')} {day.day}, {day.year}"]
    if family == "held_out":
        forms += [day.strftime("%m-%d-%y"), f"{day.month}/{day.day}/{day.strftime('%y')}", day.strftime("%d-%b-%Y")]
    return rng.choice(forms)


class Paper:
    """One paper: its truth and the lines of its pages."""

    def __init__(self, kind, family, rng):
        table = templates.TUNED if family == "tuned" else templates.HELD_OUT
        titles, sections, credentials, organization = table[kind]
        self.kind, self.rng, self.family, self.style = kind, rng, family, STYLES[family]
        self.day = datetime.date(2013, 1, 1) + datetime.timedelta(days=rng.randrange(760))
        self.stranger = rng.choice(STRANGERS) if rng.random() < 0.05 else None
        person = {**EMPLOYEE, "first": self.stranger[0], "last": self.stranger[1], "born": datetime.date(1970 + rng.randrange(20), 1 + rng.randrange(12), 1 + rng.randrange(28)), "claim": f"ZZ-{rng.randrange(10**6, 10**7)}",
                  "injured": datetime.date(2012, 1 + rng.randrange(12), 5)} if self.stranger else EMPLOYEE
        self.person = person
        self.author = f"{rng.choice(['Rhea', 'Sam', 'Ida', 'Ulf', 'Corwin'])} {rng.choice(SURNAMES)}, {rng.choice(credentials)}" if credentials else ""
        names = templates.ORGANIZATIONS[organization][0 if family == "tuned" else 1]
        self.organization = rng.choice(names)
        title = rng.choice(titles)
        self.title = title.upper() if rng.random() < 0.3 else title
        self.size = (612, 792) if rng.random() < 0.93 else (595, 842)
        self.pages = self.numbered(self.lines(sections))

    def fill(self, key, **more):
        return self.rng.choice(self.style[key]).format(n=f"{self.person['first']} {self.person['last']}", f=self.person["first"], l=self.person["last"], c=self.person["claim"], a=self.author, **more)

    def head(self):
        rng, lines = self.rng, []
        if self.organization:
            lines += [self.organization, f"{rng.randrange(1, 900)} {rng.choice(['Sample Street', 'Example Avenue', 'Mock Boulevard'])}, Suite {rng.randrange(10, 400)}, Sampletown, CA 90000"]
            lines += rng.choice([[f"Phone (000) 555-01{rng.randrange(10, 99)}  Fax (000) 555-01{rng.randrange(10, 99)}"], []])
        title_first = rng.random() < 0.75
        block = [self.fill("patient"), self.fill("born", d=day_words(self.person["born"], rng, self.family)), self.fill("day", d=day_words(self.day, rng, self.family))]
        extra = [self.fill("claim"), self.fill("injured", d=day_words(self.person["injured"], rng, self.family))]
        rng.shuffle(extra)
        block += extra[: rng.randrange(0, 3)]
        if rng.random() < 0.4:  # two columns
            block = [block[i] + ("          " + block[i + 1] if i + 1 < len(block) else "") for i in range(0, len(block), 2)]
        return lines + ([self.title, ""] + block if title_first else block + ["", self.title]) + [""]

    def lines(self, sections):
        rng, lines = self.rng, self.head()
        long = self.kind in ("progress_report", "consultation", "ame_qme_report", "hospital_record", "psychological_evaluation", "ur_decision", "operative_report", "legal", "imr_determination")
        for heading, sentences in sections:
            if heading:
                lines.append(heading if self.family == "held_out" or rng.random() < 0.8 else heading.title() + ":")
            chosen = [s for s in sentences if rng.random() < 0.85] or sentences[:1]
            lines += chosen
            if long and rng.random() < 0.6:
                lines += rng.sample(FILLER, rng.randrange(1, 6)) * rng.randrange(1, 9)
        if self.author:
            lines += [""] + self.fill("sign", d=day_words(self.day, rng, self.family)).split("\n")
        return lines

    def numbered(self, lines):
        chunks = [lines[i:i + LINES] for i in range(0, len(lines), LINES)]
        count, header = self.rng.choice(self.style["count"]), self.rng.choice(self.style["header"])
        pages = []
        for k, chunk in enumerate(chunks, 1):
            top = [header.format(f=self.person["first"], l=self.person["last"], k=k, d=self.day.strftime("%m/%d/%Y"))] if k > 1 and header else []
            foot = ["", count.format(k=k, n=len(chunks))] if count else []
            pages.append(top + chunk + foot)
        return pages


def pdf_of(sheets):
    """sheets: (lines, size) or (None, size, image bytes, width, height)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for sheet in sheets:
        width, height = sheet[1]
        if sheet[0] is None:
            stream = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
            objects.append(f"<< /Type /XObject /Subtype /Image /Width {sheet[3]} /Height {sheet[4]} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length {len(sheet[2])} >>\nstream\n".encode() + sheet[2] + b"\nendstream")
            resources = f"<< /XObject << /I {len(objects)} 0 R >> >>"
        else:
            text = [f"BT /F 10 Tf 50 {height - 50} Td 15 TL"]
            for line in sheet[0]:
                for n, column in enumerate(line.split("          ")):
                    escaped = column.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
                    text.append(f"{'250 0 Td ' if n else ''}({escaped}) Tj")
                text.append(f"{-250 * (len(line.split('          ')) - 1)} -15 Td" if "          " in line else "0 -15 Td")
            stream = "\n".join(text + ["ET"]).encode("latin-1", "replace")
            resources = "<< /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources {resources} /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())


def scanned(pdf, sheets, rng, folder):
    """The same pages as pictures: specks, a little shear, a gray paper."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-gray", "-r", "150", folder / "page.pdf", folder / "page"], check=True)
    pictures = []
    for (image, sheet) in zip(sorted(folder.glob("page*.pgm")), sheets):
        data = image.read_bytes()
        head, size, depth, pixels = data.split(b"\n", 3)
        width, height = map(int, size.split())
        shear = rng.uniform(-0.012, 0.012)
        rows = bytearray()
        for y in range(height):
            row, shift = pixels[y * width:(y + 1) * width], int(shear * (y - height / 2))
            rows += (b"\xff" * shift + row[:width - shift]) if shift >= 0 else (row[-shift:] + b"\xff" * -shift)
        for _ in range(int(width * height * rng.uniform(0.0005, 0.003))):
            rows[rng.randrange(len(rows))] = rng.choice((0, 255))
        pictures.append((None, sheet[1], zlib.compress(bytes(rows), 6), width, height))
        image.unlink()
    return pdf_of(pictures)


def make_case(folder, family, count, scans, seed):
    """Writes a case folder; returns file -> papers in order."""
    rng = random.Random(f"{family} {seed}")
    kinds = sorted(templates.TUNED)
    papers = [Paper(kinds[n % len(kinds)], family, rng) for n in range(count)]
    rng.shuffle(papers)
    (folder / "documents").mkdir(parents=True)
    truth, number = {}, 0
    copies = rng.sample([p for p in papers if not p.stranger], count // 30)
    while papers:
        number += 1
        some = [papers.pop() for _ in range(min(len(papers), rng.randrange(2, 10)))]
        if copies and rng.random() < 0.5:
            some.append(copies.pop())
        sheets, fax = [], f"01/20/2015 10:{rng.randrange(10, 59)} FAX 000-555-01{rng.randrange(10, 99)}"
        has_fax, stamp = rng.random() < 0.3, rng.random() < 0.15
        total = sum(len(p.pages) for p in some)
        for paper in some:
            for lines in paper.pages:
                top = [f"{fax}   PAGE {len(sheets) + 1:03d}/{total:03d}"] if has_fax else []
                sheets.append((top + lines + ([f"Page {len(sheets) + 1} of {total}"] if stamp else []), paper.size))
        pdf = pdf_of(sheets)
        if scans > 0 and number % 5 == 0:
            scans -= 1
            with tempfile.TemporaryDirectory() as work:
                pdf = scanned(pdf, sheets, rng, pathlib.Path(work))
            (folder / f"documents/{number:03d}-scan.pdf").write_bytes(pdf)
            truth[f"documents/{number:03d}-scan.pdf"] = some
        else:
            (folder / f"documents/{number:03d}.pdf").write_bytes(pdf)
            truth[f"documents/{number:03d}.pdf"] = some
    (folder / "application.yaml").write_text(f"""jurisdiction: us-ca-wc
received: {{at: 2015-03-16T10:02:00-08:00, channel: mail}}
employee:
  name: {{first: {EMPLOYEE['first']}, last: {EMPLOYEE['last']}}}
  date_of_birth: {EMPLOYEE['born']}
claim: {{number: {EMPLOYEE['claim']}, date_of_injury: {EMPLOYEE['injured']}}}
ur_decision:
  date: 2015-01-05
  served: {{on: 2015-01-06, by: mail, to: in-state}}
consent: {{signed: true, on: 2015-01-12}}
disputed_items:
  - {{id: 1, text: Gabapentin 300 mg}}
""")
    return truth


def ratio(part, whole):
    return round(part / whole, 4) if whole else None


def judge(truth, answer):
    """Compares what was read with what was written."""
    found = collections.defaultdict(list)
    for document in answer["documents"]:
        found[document["file"]].append(document)
    starts = {"hit": 0, "made": 0, "true": 0}
    whole = typed = dated = authored = papers = facilities = 0
    confusion, per_kind, strange = collections.Counter(), collections.defaultdict(lambda: [0, 0, 0]), [0, 0, 0]
    folded = [0, 0]
    buckets = collections.defaultdict(lambda: [0, 0])
    seen = set()
    for file, some in truth.items():
        by_page = {sheet["page"]: document for document in found[file] for sheet in document["sheets"]}
        true_starts, page = set(), 1
        for paper in some:
            true_starts.add(page)
            pages = list(range(page, page + len(paper.pages)))
            page += len(paper.pages)
            document = by_page[pages[0]]
            papers += 1
            whole += [sheet["page"] for sheet in document["sheets"]] == pages
            right = document["kind"] == paper.kind
            typed += right
            per_kind[paper.kind][2] += 1
            per_kind[paper.kind][0] += right
            bucket = buckets[document["kind_confidence"] // 20 * 20]
            bucket[0] += right
            bucket[1] += 1
            if not right:
                confusion[f"{paper.kind} taken for {document['kind']}"] += 1
            dated += document["date"] == paper.day.isoformat()
            if paper.author and paper.kind != "ur_decision":  # whose author is the organization
                authored += (document["author"] or "").split(",")[0] == paper.author.split(",")[0]
            facilities += (document["facility"] or "") == paper.organization
            for one in pages:
                kept_out = by_page[one]["belongs_to"] == "other"
                strange[0] += kept_out and bool(paper.stranger)
                strange[1] += kept_out
                strange[2] += bool(paper.stranger)
            if id(paper) in seen:
                folded[1] += 1
                folded[0] += any(d["same_as"] for d in found[file] if d is document) or any(
                    other["same_as"] == document["id"] for others in found.values() for other in others)
            seen.add(id(paper))
        made = {document["first_page"] for document in found[file]} - {1}
        true_starts -= {1}
        starts["hit"] += len(made & true_starts)
        starts["made"] += len(made)
        starts["true"] += len(true_starts)
    for document in answer["documents"]:
        per_kind[document["kind"]][1] += 1
    with_author = sum(1 for some in truth.values() for p in some if p.author and p.kind != "ur_decision")
    return {
        "papers": papers, "pages": sum(len(p.pages) for some in truth.values() for p in some), "files": len(truth),
        "splitting": {"precision": ratio(starts["hit"], starts["made"]), "recall": ratio(starts["hit"], starts["true"]), "whole papers": ratio(whole, papers)},
        "typing": {"accuracy": ratio(typed, papers), "by confidence": {f"{low}-{low + 19}%": {"right": ratio(*pair), "papers": pair[1]} for low, pair in sorted(buckets.items())},
                   "per kind": {kind: {"recall": ratio(hit, true), "precision": ratio(hit, made), "papers": true} for kind, (hit, made, true) in sorted(per_kind.items()) if true},
                   "confusions": dict(confusion.most_common(25))},
        "dates": ratio(dated, papers), "authors": ratio(authored, with_author), "facilities": ratio(facilities, papers),
        "other patients' pages": {"precision": ratio(strange[0], strange[1]), "recall": ratio(strange[0], strange[2]), "pages": strange[2]},
        "second copies folded": {"found": folded[0], "of": folded[1], "folded in all": sum(1 for d in answer["documents"] if d["same_as"])},
    }


def run(program, case, cache):
    done = subprocess.run([program, "documents", case, "--json"], capture_output=True, text=True, env={**os.environ, "OPENIMR_CACHE": cache})
    if done.returncode not in (0, 1):
        sys.exit(f"documents: {done.stderr}")
    return json.loads(done.stdout)


def measure(program, family, count, scans, seed, keep=None):
    with tempfile.TemporaryDirectory() as folder:
        case = pathlib.Path(keep or folder) / family
        truth = make_case(case, family, count, scans, seed)
        answer = run(program, case, os.environ.get("OPENIMR_CACHE", ""))
        result = judge(truth, answer)
        scans_only = {file: some for file, some in truth.items() if "scan" in file}
        if scans_only:
            part = judge(scans_only, {"documents": [d for d in answer["documents"] if "scan" in d["file"]]})
            result["scanned files alone"] = {key: part[key] for key in ("papers", "splitting", "dates", "authors")} | {"typing": part["typing"]["accuracy"]}
    return result


def reports(program, folder, labels, draw):
    """Typing of the reports of one draw that were judged by hand: the words are read from FOLDER, kinds from the labels file."""
    wanted = [line.split("\t") for line in labels.read_text().splitlines() if line and not line.startswith("#")]
    wanted = [(key, kind) for key, number, kind in wanted if number == draw]
    rows = {}
    for name in ("medical_reports_musculoskeletal.jsonl", "medical_reports_other.jsonl"):
        for line in open(pathlib.Path(folder) / name, encoding="utf-8"):
            row = json.loads(line)
            rows[f"{name.split('_')[2].split('.')[0]}:{row['sample_ids'][0]}"] = row["text"]
    right, confusion, kinds = 0, collections.Counter(), collections.defaultdict(lambda: [0, 0])
    with tempfile.TemporaryDirectory() as work:
        case = pathlib.Path(work) / "case"
        make_case(case, "tuned", 0, 0, 1)
        for number, (key, kind) in enumerate(wanted):
            (case / f"documents/{number:03d}.txt").write_text(rows[key])
        answer = {d["file"]: d for d in run(program, case, "")["documents"] if d["first_page"] == 1}
        for number, (key, kind) in enumerate(wanted):
            taken = answer[f"documents/{number:03d}.txt"]["kind"]
            allowed = kind.split("|")
            right += taken in allowed
            kinds[allowed[0]][1] += 1
            kinds[allowed[0]][0] += taken in allowed
            if taken not in allowed:
                confusion[f"{kind} taken for {taken}"] += 1
    return {"reports": len(wanted), "accuracy": ratio(right, len(wanted)), "per kind": {k: f"{a} of {b}" for k, (a, b) in sorted(kinds.items())}, "confusions": dict(confusion.most_common())}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default=str(ROOT / "build/release/openimr"))
    arguments.add_argument("--documents", type=int, default=330, help="papers of each family")
    arguments.add_argument("--scanned", type=int, default=6, help="files of each family that are scanned")
    arguments.add_argument("--family", default="both", choices=["tuned", "held_out", "both"])
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", help="folder to leave the generated case files in")
    arguments.add_argument("--reports", help="folder with medical_reports_*.jsonl")
    options = arguments.parse_args()
    result = {}
    if options.reports:
        for draw in ("1", "2"):
            result[f"draw {draw}"] = reports(options.program, options.reports, ROOT / "benchmarks/data/report_kinds.tsv", draw)
    else:
        for family in ("tuned", "held_out") if options.family == "both" else (options.family,):
            result[family] = measure(options.program, family, options.documents, options.scanned, options.seed, options.keep)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
