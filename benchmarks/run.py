#!/usr/bin/env python3
"""Runs the benchmarks on the release build and writes the results with the machine named.

Whole commands are timed as a user meets them: `openimr review` on the example case files, with cached pages and without,
with peak memory of all its processes' largest; letters rendered and read in one process. `--peers` adds other programs on
the same files in the same run. Standard library only.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/release/openimr"
ROSTER = ROOT / "examples/rosters/small.yaml"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    system = next((line.split("=", 1)[1].strip().strip('"') for line in open("/etc/os-release") if line.startswith("PRETTY_NAME")), platform.platform())
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True).stdout.splitlines()[:1]
    memory = next((int(line.split()[1]) // 1024 for line in open("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {"cpu": model, "cores": os.cpu_count(), "memory_mb": memory, "system": system, "compiler": "".join(compiler)}


def timed(command, environment, core=None):
    """Seconds, user+system seconds and peak resident MB of one run."""
    if core is not None:
        command = ["taskset", "-c", str(core)] + command
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"bench: {' '.join(map(str, command))} failed: {process.stderr.read().decode()}")
    process.stderr.close()
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, usage.ru_maxrss / 1024


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


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--peers", action="store_true", help="also run other programs on the same files")
    options = arguments.parse_args()
    results = {"date": datetime.date.today().isoformat(), "machine": machine(), "review": {}}
    with tempfile.TemporaryDirectory() as folder:
        for case in sorted((ROOT / "examples/cases").iterdir()):
            if not (case / "application.yaml").exists():
                continue
            cold = review(case, "", 2)
            cache = os.path.join(folder, "cache")
            review(case, cache, 1)
            results["review"][case.name] = {"without_cache": cold, "with_cache": review(case, cache, 15)}
        case = ROOT / "examples/cases/ketamine-morphine-baclofen"
        text_case, pages = text_only(case, folder)
        review(text_case, cache, 1)
        results["text_case"] = {"pages": pages, "warm_one_core": review(text_case, cache, 25, core=0), "cold": review(text_case, "", 3)}
        if options.peers:
            files = sorted(str(p) for p in (text_case / "documents").glob("*.pdf"))
            start = time.perf_counter()
            for file in files:
                subprocess.run(["pdftotext", "-bbox", file, "-"], stdout=subprocess.DEVNULL, check=True)
            peer = time.perf_counter() - start
            start = time.perf_counter()
            subprocess.run([str(PROGRAM), "pages", *files, "--json"], stdout=subprocess.DEVNULL, check=True, env=dict(os.environ, OPENIMR_CACHE=""))
            ours = time.perf_counter() - start
            results["peers"] = {"pdftotext -bbox, seconds": round(peer, 3), "openimr pages, seconds": round(ours, 3), "ratio": round(ours / peer, 2), "files": len(files)}
    results["letters"] = json.loads(subprocess.run([str(ROOT / "build/release/letters_bench")], capture_output=True, text=True, check=True).stdout)
    out = ROOT / "benchmarks/results"
    out.mkdir(exist_ok=True)
    path = out / f"{results['date']}.json"
    path.write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(results, indent=1))
    print(f"written to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
