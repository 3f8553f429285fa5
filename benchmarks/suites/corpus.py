"""The library of published decisions: import, index size, latency by kind of search, memory, relevance; beside other engines.

Synthetic letters (OPENIMR_BENCH_LETTERS, a million) are written, imported and searched by benchmarks/library_bench.cpp. SQLite's own
ranking, and with --peers Xapian (python3-xapian) and Tantivy (pip), get the same texts and searches in the same run; because Xapian
takes long they, and ours once more, get OPENIMR_BENCH_PEER_LETTERS (200,000). The bars: 3,000 letters imported a second; p99 within 100 ms
but for the commonest words; ahead of FTS5's own ranking everywhere; within three times the best peer.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from common import BUILD, PROGRAM, ROOT, timed

sys.path.insert(0, str(ROOT / "benchmarks"))
import library as relevance  # noqa: E402

LETTERS = int(os.environ.get("OPENIMR_BENCH_LETTERS", 1_000_000))
PEER_LETTERS = min(LETTERS, int(os.environ.get("OPENIMR_BENCH_PEER_LETTERS", 200_000)))
KEPT = os.environ.get("OPENIMR_BENCH_LIBRARY")  # a library of LETTERS letters that is there already: import is not measured then
ROUNDS = 20
PEERS = ROOT / "benchmarks/peers/search_peers.py"
SEARCHES = {
    "common word": ["pain", "worker", "records"],
    "word": ["spasticity", "fluoroscopy", "weaning", "exercise", "depression", "gardener"],
    "and of three": ["pain weaning worker", "opioid records improvement", "spine injection radiculopathy"],
    "phrase": ['"functional improvement"', '"simpler treatment"', '"straight leg raising"'],
}
OURS_ONLY = {
    "prefix": ["electrod*", "radicul*"],
    "near": ["pain NEAR/5 relief", "spasm NEAR/3 spine"],
    "fields": ["drug:baclofen outcome:overturned", "section:opioids year:2014..2015", "page:111"],
    "pattern": ['drug:ketamine absent:"dx crps" silent:"dx depression"', 'present:"dx radiculopathy" treatment:"epidural steroid injection" outcome:upheld'],
}


def rare_words(letters):
    """Words that one letter in some hundreds has, drawn evenly from the first two thousand."""
    count = collections.Counter()
    for path in sorted(letters.glob("000[01]/*.txt")):
        count.update(set(re.findall(r"[a-z]{6,}", path.read_text(encoding="utf-8"))))
    rare = sorted(word for word, seen in count.items() if seen == 2)
    return rare[:: max(1, len(rare) // 6)][:6]


def lines_of(rare):
    lines = [f"{kind}\trelevance\t\t{query}" for kind, queries in {**SEARCHES, "rare word": rare, **OURS_ONLY}.items() for query in queries]
    lines += [f"facets\trelevance\toutcome,drug,diagnosis,section,page,specialty,year\t{query}" for query in SEARCHES["word"]]
    lines += [f"facets of a common word\trelevance\toutcome,drug,section,year\t{query}" for query in SEARCHES["common word"]]
    lines += [f"newest first\tnewest\t\t{query}" for query in SEARCHES["word"]]
    return "\n".join(lines) + "\n"


def ours(library, rare):
    done = subprocess.run([str(BUILD / "library_bench"), str(library), str(ROUNDS)], input=lines_of(rare), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: library_bench: {done.stderr}")
    return json.loads(done.stdout)


def imported(library, letters):
    before = os.getloadavg()[0]
    seconds, processor, memory = timed([str(PROGRAM), "corpus", "import", "--json", "--library", str(library), str(letters)])
    return {"seconds": round(seconds, 1), "processor_seconds": round(processor, 1), "memory_mb": round(memory), "library_mb": round(library.stat().st_size / 1e6),
            "load": [round(before, 1), round(os.getloadavg()[0], 1)]}


def generate(count, folder):
    subprocess.run([str(PROGRAM), "corpus", "generate", "--count", str(count), "--seed", "1", "--out", str(folder)], check=True, capture_output=True)
    return folder


def documents(library, path):
    """The texts that our index has, a JSON string a line."""
    with open(path, "w", encoding="utf-8") as out, subprocess.Popen([str(PROGRAM), "corpus", "export", "--library", str(library)], stdout=subprocess.PIPE, text=True) as export:
        for line in export.stdout:
            one = json.loads(line)
            parts = [one["case_number"] or "", *one["specialties"], one["summary"] or "", *one["diagnoses"]]
            for item in one["items"]:
                parts += [item["text"] or "", item["rationale"] or "", *(cited["section"] or "" for cited in item["citations"] if cited["by"] == "reviewer")]
            out.write(json.dumps("\n".join(parts)) + "\n")


def peer(name, python, texts, queries, folder, environment=None):
    done = subprocess.run([python, "-B", str(PEERS), name, str(texts), str(queries), str(folder), str(ROUNDS)], capture_output=True, text=True, env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        return {"not_to_be_had": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "failed"}
    return json.loads(done.stdout)


def beside(folder, rare, wants_peers):
    """Ours and the others on the same texts."""
    library = folder / "peers.library"
    letters = generate(PEER_LETTERS, folder / "peer-letters")
    figures = {"letters": PEER_LETTERS, "import": imported(library, letters), "openimr": ours(library, rare)}
    texts, queries = folder / "texts.json", folder / "queries.tsv"
    documents(library, texts)
    queries.write_text("".join(f"{kind}\t{query}\n" for kind, all_of in {**SEARCHES, "rare word": rare}.items() for query in all_of))
    figures["fts5_own_ranking"] = peer("fts5", sys.executable, texts, queries, folder)
    if wants_peers:
        figures["xapian"] = peer("xapian", "/usr/bin/python3", texts, queries, folder)
        wheel = ROOT / "build/peers-python"
        if not wheel.is_dir():
            subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(wheel), "tantivy"], capture_output=True)
        figures["tantivy"] = peer("tantivy", sys.executable, texts, queries, folder, {"PYTHONPATH": str(wheel)})
    return figures


def missed(results):
    failed = []
    for kind, figures in results["searches"]["kinds"].items():
        if "common word" not in kind and not kind.endswith("(first)") and figures["p99_ms"] > 100:
            failed.append(f"corpus: {kind}: found p99 {figures['p99_ms']} ms, expected at most 100")
    if "import" in results and LETTERS / results["import"]["seconds"] < 3000:
        failed.append(f"corpus: import: found {LETTERS / results['import']['seconds']:.0f} letters a second (load {results['import']['load']}), expected at least 3000")
    both = results["beside"]
    for kind in [*SEARCHES, "rare word"]:
        have = both["openimr"]["kinds"][kind]["p50_ms"]
        others = {name: both[name]["kinds"][kind]["p50_ms"] for name in ("fts5_own_ranking", "xapian", "tantivy") if "kinds" in both.get(name, {})}
        if have > others["fts5_own_ranking"]:
            failed.append(f"corpus: {kind}: found {have} ms, expected less than FTS5's own ranking ({others['fts5_own_ranking']} ms)")
        best = min(others, key=others.get)
        if have > 3 * others[best]:
            failed.append(f"corpus: {kind}: found {have} ms, expected at most three times {best} ({others[best]} ms)")
    return failed


def run(peers):
    results = {"letters": LETTERS}
    with tempfile.TemporaryDirectory(prefix="openimr-bench-") as name:
        folder = pathlib.Path(name)
        rare = rare_words(generate(2000, folder / "words"))
        library = pathlib.Path(KEPT) if KEPT else folder / "library"
        if not KEPT:
            start = time.perf_counter()
            letters = generate(LETTERS, folder / "letters")
            results["generate_seconds"] = round(time.perf_counter() - start, 1)
            results["import"] = imported(library, letters)
        results["library_mb"] = round(library.stat().st_size / 1e6)
        results["searches"] = ours(library, rare)
        results["beside"] = beside(folder, rare, peers)
    results["relevance"] = relevance.measure(PROGRAM)[0]
    results["failed"] = missed(results)
    return results
