"""Reading clinical language: context, facts and vocabulary a second, on one core and on two; accuracy; medSpaCy's rule components as peer.

Rates are per processor second of one core, from start to exit, so that other work on the machine does not tilt them; two cores against one is wall time
and means little on a busy machine (machine.load_at_start). With OPENIMR_BENCH_REALTIME=1 the program runs before all other work (`chrt --rr`, needs the right
to), so that the two cores are its own; the results say so. Output goes to a file, so that no reader of a pipe takes its share of a core.
"""
import hashlib
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from common import PROGRAM, ROOT

DATA = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared")) / "data"
CONTEXT_COPIES = 400  # of the annotated sentences, so that a run takes long enough to be timed
RUNS = 5
FIRST = ["chrt", "--rr", "10"] if os.environ.get("OPENIMR_BENCH_REALTIME") == "1" else []
BARS = {"context_sentences_per_second": 100_000, "facts_reports_per_second": 1_000, "two_cores_times_one": 1.8, "vocabulary_load_ms": 50}


def seconds(command, cores, stdin=None, cache=""):
    """Wall and processor seconds of one run pinned to the cores, and its output's hash. Everything counts: start, vocabulary, reading, writing, workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(stdin or os.devnull, "rb") as source, tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        done = subprocess.run([*FIRST, "taskset", "-c", cores, str(PROGRAM), *command], stdin=source, stdout=out, stderr=subprocess.PIPE,
                              env=dict(os.environ, OPENIMR_CACHE=cache))
        took = time.perf_counter() - start
        out.seek(0)
        written = hashlib.file_digest(out, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else hashlib.sha256(out.read()).hexdigest()
    if done.returncode != 0:
        sys.exit(f"bench: openimr {' '.join(command)} failed: {done.stderr.decode()[:400]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, written


def one_and_two(command, stdin=None):
    """Medians of alternating runs on one core and on two, and whether all outputs were the same bytes."""
    times, processor, outputs = {1: [], 2: []}, [], set()
    for _ in range(RUNS):
        for threads, cores in ((1, "0"), (2, "0,1")):
            took, worked, output = seconds([*command, "--threads", str(threads)], cores, stdin)
            times[threads].append(took)
            outputs.add(output)
            if threads == 1:
                processor.append(worked)
    outputs.add(seconds([*command, "--threads", "7"], "0,1", stdin)[2])
    one, two = (statistics.median(times[threads]) for threads in (1, 2))
    return {"one_core_seconds": round(one, 3), "one_core_processor_seconds": round(statistics.median(processor), 3), "two_cores_seconds": round(two, 3),
            "two_cores_times_one": round(one / two, 2), "best_one_core_seconds": round(min(times[1]), 3), "best_two_cores_seconds": round(min(times[2]), 3),
            "same_bytes_with_1_2_7_threads": len(outputs) == 1}


def sentences():
    rows = (line.rstrip("\n").split("\t") for line in open(DATA / "context_sentences.tsv", encoding="utf-8", errors="replace"))
    return [f"{row[1]}\t{row[2]}" for row in rows if len(row) >= 6 and row[0] != "line number"]


def literal_terms():
    """Terms of the vocabulary that are plain words, for the peer's matcher."""
    words = set()
    for page in sorted((ROOT / "packs/vocabulary/concepts").glob("*.yaml")):
        for listed in re.findall(r"terms: \[([^\]]*)\]", page.read_text(encoding="utf-8")):
            words |= {term for term in re.findall(r'"([^"]+)"', listed)}
    return sorted(words)


def peer(rows, folder):
    """medSpaCy in an environment under build/, made when it is not there; says what could not be had."""
    home = ROOT / "build/peers"
    python = home / "bin/python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True, text=True)
        if made.returncode != 0:
            return {"not_had": f"python3 -m venv: {made.stderr.strip()[-300:]}"}
    if subprocess.run([str(python), "-c", "import medspacy"], capture_output=True).returncode != 0:
        installed = subprocess.run([str(python), "-m", "pip", "install", "-q", "medspacy"], capture_output=True, text=True)
        if installed.returncode != 0:
            return {"not_had": f"medspacy from PyPI: {installed.stderr.strip()[-300:]}"}
    (folder / "once.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "terms.txt").write_text("\n".join(literal_terms()) + "\n", encoding="utf-8")
    ran = subprocess.run(["taskset", "-c", "0", str(python), str(ROOT / "benchmarks/peers/medspacy_rules.py"), str(folder / "once.tsv"),
                          str(DATA / "medical_reports_other.jsonl"), str(folder / "terms.txt"), "60"], capture_output=True, text=True)
    if ran.returncode != 0:
        return {"not_had": f"medspacy does not run: {ran.stderr.strip()[-300:]}"}
    return json.loads(ran.stdout.splitlines()[-1])


def accuracy():
    script = ROOT / "benchmarks/accuracy/clinical.py"
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=dict(os.environ, OPENIMR_PROGRAM=str(PROGRAM), OPENIMR_CACHE=""))
    if ran.returncode != 0:
        return {"not_measured": ran.stderr.strip()[-300:]}
    return json.loads(ran.stdout[ran.stdout.index("{"):])


def run(peers):
    results, failed = {"accuracy": accuracy(), "before_other_work": bool(FIRST)}, []
    if not (DATA / "context_sentences.tsv").exists():
        return {**results, "skipped": f"speed: {DATA} is not there"}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = sentences()
        (folder / "many.tsv").write_text("\n".join(rows * CONTEXT_COPIES) + "\n", encoding="utf-8")
        reports = DATA / "medical_reports_other.jsonl"
        count = sum(1 for line in open(reports, encoding="utf-8") if line.strip())
        results["vocabulary_load_ms"] = round(1000 * statistics.median(seconds(["context"], "0")[1] for _ in range(15)), 1)
        context = one_and_two(["context"], str(folder / "many.tsv"))
        context["sentences"] = len(rows) * CONTEXT_COPIES
        context["sentences_per_second"] = round(context["sentences"] / context["one_core_processor_seconds"])
        facts = one_and_two(["facts", str(reports), "--json"])
        facts["reports"] = count
        facts["reports_per_second"] = round(count / facts["one_core_processor_seconds"])
        results |= {"context": context, "facts": facts}
        if peers:
            theirs = peer(rows, folder)
            if "context" in theirs:
                theirs["context"]["sentences_per_second"] = round(theirs["context"]["sentences"] / theirs["context"]["seconds"])
                theirs["context"]["openimr_is_times_faster"] = round(context["sentences_per_second"] / theirs["context"]["sentences_per_second"])
                theirs["reports"]["reports_per_second"] = round(theirs["reports"]["reports"] / theirs["reports"]["seconds"], 1)
                theirs["reports"]["openimr_is_times_faster"] = round(facts["reports_per_second"] / theirs["reports"]["reports_per_second"])
            results["peers"] = theirs
    measured = {"context_sentences_per_second": context["sentences_per_second"], "facts_reports_per_second": facts["reports_per_second"],
                "two_cores_times_one": min(context["two_cores_times_one"], facts["two_cores_times_one"])}
    failed += [f"clinical: {what} is {value}, the bar is {BARS[what]}" for what, value in measured.items() if value < BARS[what]]
    if results["vocabulary_load_ms"] > BARS["vocabulary_load_ms"]:
        failed.append(f"clinical: the vocabulary takes {results['vocabulary_load_ms']} ms from start to exit, the bar is {BARS['vocabulary_load_ms']}")
    for what, one in (("context", context), ("facts", facts)):
        if not one["same_bytes_with_1_2_7_threads"]:
            failed.append(f"clinical: {what} gives other bytes with another number of threads")
    return {**results, **({"failed": failed} if failed else {})}
