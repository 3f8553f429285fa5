"""The workbench in a browser: first screen, size of scripts, frames while 2,000 pages are leafed through."""
import gzip
import json
import statistics
import subprocess
import sys

from common import PROGRAM, ROOT

sys.path.insert(0, str(ROOT / "tests/browser"))
import workbench_test as stories  # noqa: E402

TURNS = 5
FIRST_SCREEN_MS, SCRIPT_BYTES, FRAME_P95_MS = 1000, 400_000, 34


def tell(server, *names):
    done = subprocess.run(["node", stories.HERE / "workbench.mjs", server.address, stories.BROWSER, "-", *names], capture_output=True, text=True, cwd=stories.HERE, timeout=600, check=True)
    told = json.loads(done.stdout)
    return {name: one["measured"] for name, one in told.items() if not one["fault"]}


def run(peers):
    if stories.MISSING:
        return {"skipped": f"needs {', '.join(stories.MISSING)}", "failed": []}
    stories.BINARIES = PROGRAM.parent
    server = stories.Server()
    try:
        turns = [tell(server, "first-screen").get("first-screen", {}).get("milliseconds") for _ in range(TURNS)]
        leafed = tell(server, "long-file").get("long-file")
    finally:
        server.close()
    scripts = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in (stories.WEB / "assets").glob("*.js") if not path.name.startswith("pdf")}
    largest = max(scripts, key=scripts.get)
    failed = []
    if None in turns or leafed is None:
        failed.append("workbench: a story went wrong; tests/browser/workbench_test.py says which")
    else:
        if statistics.median(turns) > FIRST_SCREEN_MS:
            failed.append(f"workbench: first screen after {statistics.median(turns)} ms, wanted at most {FIRST_SCREEN_MS}")
        if leafed["p95"] > FRAME_P95_MS:
            failed.append(f"workbench: 95 of 100 frames within {leafed['p95']} ms, wanted {FRAME_P95_MS}")
    if scripts[largest] > SCRIPT_BYTES:
        failed.append(f"workbench: {largest} has {scripts[largest]} bytes gzipped, wanted at most {SCRIPT_BYTES}")
    return {"first_screen_ms": turns, "largest_script": {"name": largest, "gzip_bytes": scripts[largest]}, "leafing": leafed, "failed": failed}
