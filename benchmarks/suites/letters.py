"""Letters rendered and read a second on one core; letters read from text and from PDF by the command, beside `pdftotext` alone; what comes
back otherwise of 2,000; the checks on a file of 300 pages. Wanted: 20 PDFs and 3,000 texts a second, at most 1.3 times the time of `pdftotext`, nothing changed, a second
for the checks."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from common import BUILD, PROGRAM, ROOT, ROSTER, timed

sys.path.insert(0, str(ROOT / "benchmarks"))
import synthetic_scans as scans  # noqa: E402

BENCH, PACKS, COUNT, ROUNDS = str(BUILD / "letters_bench"), str(ROOT / "packs"), 60, 3
PAGES, CHECK_SECONDS = 300, 1.0


def answer(*words):
    return json.loads(subprocess.run([BENCH, PACKS, *words], capture_output=True, text=True, check=True).stdout)


def seconds(command, environment=None):
    """The medians of rounds, first one apart, all on one core: wall and processor time."""
    rounds = [timed(command, environment, core=0)[:2] for _ in range(ROUNDS + 1)][1:]
    return tuple(statistics.median(column) for column in zip(*rounds))


def read_beside_pdftotext(folder):
    pdfs, texts = sorted(map(str, folder.glob("*.pdf"))), sorted(map(str, folder.glob("*.txt")))
    alone = seconds(["sh", "-c", 'for file in "$@"; do pdftotext -layout "$file" - >/dev/null; done', "sh", *pdfs])
    bare = {**os.environ, "OPENIMR_CACHE": ""}
    from_pdf = seconds([str(PROGRAM), "read", "--json", *pdfs], bare)
    from_text = seconds([str(PROGRAM), "read", "--json", *texts], bare)
    result = {"letters": len(pdfs), "read_pdf_per_second": round(len(pdfs) / from_pdf[0], 1), "read_text_by_command_per_second": round(len(texts) / from_text[0], 1),
              "pdftotext_per_second": round(len(pdfs) / alone[0], 1), "read_pdf_to_pdftotext": round(from_pdf[0] / alone[0], 2), "read_pdf_to_pdftotext_processor": round(from_pdf[1] / alone[1], 2)}
    if result["read_pdf_to_pdftotext"] > 1.3:
        result["failed"] = [f"reading letters from PDF takes {result['read_pdf_to_pdftotext']} of the time of pdftotext, wanted 1.3"]
    return result


def checks_on_a_long_file(folder):
    """`openimr check` on an example case with its opinion and UR decision, made long by reports of four pages each; pages are in the cache."""
    case = folder / "long"
    shutil.copytree(ROOT / "examples/cases/ketamine-morphine-baclofen", case)
    listed = json.loads(subprocess.run([str(PROGRAM), "documents", str(case), "--json"], capture_output=True, text=True, check=True).stdout)
    pages, number = sum(one["pages"] for one in listed["documents"]), 0
    while pages < PAGES:
        head = ["SYNTHETIC - no real patient", "PROGRESS REPORT (PR-2)", "Patient: Orrin Samplewright", f"Date of service: {number % 12 + 1}/{number % 27 + 1}/{2010 + number // 24}", ""]
        (case / f"documents/more-{number:03}.pdf").write_bytes(scans.pdf([scans.text_stream((head if page == 0 else []) + scans.lines_of("eng", number * 4 + page)) for page in range(4)]))
        number, pages = number + 1, pages + 4
    environment = {**os.environ, "OPENIMR_CACHE": str(folder / "cache")}
    command = [str(PROGRAM), "check", str(case), "--roster", str(ROSTER), "--json"]
    timed(command, environment)
    wall, processor, memory = zip(*(timed(command, environment) for _ in range(5)))
    result = {"pages": pages, "seconds": round(statistics.median(wall), 3), "processor_seconds": round(statistics.median(processor), 3), "peak_mb": round(max(memory), 1)}
    if result["seconds"] > CHECK_SECONDS:
        result["failed"] = [f"checks on {pages} pages take {result['seconds']} s, wanted {CHECK_SECONDS}"]
    return result


def run(peers):
    result = {**answer(), "round_trip": answer("round", "2000")}
    if shutil.which("pdftotext") is None:
        return {**result, "read_pdf_to_pdftotext": "not measured: no pdftotext"}
    with tempfile.TemporaryDirectory(prefix="openimr-letters-") as name:
        folder = pathlib.Path(name)
        subprocess.run([BENCH, PACKS, name, str(COUNT)], check=True)
        result.update(read_beside_pdftotext(folder))
        result["checks"] = checks_on_a_long_file(folder)
        result["failed"] = result.get("failed", []) + result["checks"].pop("failed", [])
        if peers:
            result["validator"] = validated(folder)
    return result


def validated(folder):
    """PDF/A-2a and PDF/UA-1 by veraPDF (benchmarks/peers/verapdf): files that do not conform."""
    home = ROOT / "benchmarks/peers/verapdf"
    if shutil.which("mvn") is None:
        return "not run: no mvn"
    if not (home / "lib").is_dir():
        subprocess.run(["mvn", "-q", "-B", "-f", str(home / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={home / 'lib'}"], check=True)
    files = sorted(map(str, folder.glob("*.pdf")))
    done = subprocess.run(["java", "-cp", f"{home / 'lib'}/*", str(home / "ValidatePdf.java"), *files], capture_output=True, text=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {"files": len(files), "checked": len(rows), "failed": [row[:2] + row[3:] for row in rows if row[2] != "compliant"][:10]}
