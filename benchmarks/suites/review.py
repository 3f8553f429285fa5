"""`openimr review` on the example case files as a user meets it: time from start to exit, peak memory, pages cached or not."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from common import PROGRAM, ROOT, ROSTER, timed


def review(case, cache, repeat, core=None):
    environment = dict(os.environ, OPENIMR_CACHE=cache)
    runs = [timed([str(PROGRAM), "review", str(case), "--roster", str(ROSTER), "--json"], environment, core) for _ in range(repeat)]
    return {"seconds": round(statistics.median(r[0] for r in runs), 4), "best_seconds": round(min(r[0] for r in runs), 4), "peak_mb": round(max(r[2] for r in runs), 1), "runs": repeat}


def text_only(case, folder):
    """The case without scans: every document whose pages all have a text layer."""
    listed = json.loads(subprocess.run([str(PROGRAM), "documents", str(case), "--json"], capture_output=True, text=True).stdout)
    target = pathlib.Path(folder) / (case.name + "-text")
    shutil.copytree(case, target)
    (target / "opinion.yaml").unlink(missing_ok=True)
    (target / "documents.yaml").unlink(missing_ok=True)
    pages = 0
    for document in listed["documents"]:
        if document["text_source"] == "layer":
            pages += document["pages"]
        else:
            (target / document["file"]).unlink()
    # A 30-page text case file: progress reports of further months, the same reports under other names.
    reports = [d for d in listed["documents"] if d["text_source"] == "layer" and d["kind"] == "progress_report"]
    extra = 0
    while pages < 30 and reports:
        report = reports[extra % len(reports)]
        source = target / report["file"]
        shutil.copy(source, source.with_name(f"{source.stem}-more{extra}{source.suffix}"))
        pages += report["pages"]
        extra += 1
    return target, pages


def pdftotext_beside(text_case):
    files = sorted(str(p) for p in (text_case / "documents").glob("*.pdf"))
    start = time.perf_counter()
    for file in files:
        subprocess.run(["pdftotext", "-bbox", file, "-"], stdout=subprocess.DEVNULL, check=True)
    peer = time.perf_counter() - start
    start = time.perf_counter()
    subprocess.run([str(PROGRAM), "pages", *files, "--json"], stdout=subprocess.DEVNULL, check=True, env=dict(os.environ, OPENIMR_CACHE=""))
    ours = time.perf_counter() - start
    return {"pdftotext -bbox, seconds": round(peer, 3), "openimr pages, seconds": round(ours, 3), "ratio": round(ours / peer, 2), "files": len(files)}


def run(peers):
    results = {"cases": {}}
    with tempfile.TemporaryDirectory() as folder:
        for case in sorted((ROOT / "examples/cases").iterdir()):
            if not (case / "application.yaml").exists():
                continue
            cold = review(case, "", 2)
            cache = os.path.join(folder, "cache")
            review(case, cache, 1)
            results["cases"][case.name] = {"without_cache": cold, "with_cache": review(case, cache, 15)}
        text_case, pages = text_only(ROOT / "examples/cases/ketamine-morphine-baclofen", folder)
        review(text_case, cache, 1)
        results["text_case"] = {"pages": pages, "warm_one_core": review(text_case, cache, 25, core=0), "cold": review(text_case, "", 3)}
        if peers:
            results["peers"] = pdftotext_beside(text_case)
    return results
