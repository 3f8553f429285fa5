"""Durable casework: acts a second beside bare inserts, queue and case pages at a million cases, a month of applications.

On SQLite, and on a PostgreSQL server of its own where it is installed. The bars: at least half of the bare inserts of the same
database in the same run; queue pages under 20 ms and case pages under 10 ms for 99 of 100; a month (20,000 applications) in ten minutes.
"""
import json
import os
import pathlib
import subprocess
import tempfile

from common import BUILD, ROOT

CLUSTER = ROOT / "tests/postgres/cluster.sh"
CASES = int(os.environ.get("OPENIMR_BENCH_CASES", 1_000_000))
MONTH = int(os.environ.get("OPENIMR_BENCH_MONTH", 20_000))
ACTS = 1_000


def bench(what, url, count):
    done = subprocess.run([str(BUILD / "store_bench"), what, url, str(count)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: store_bench {what}: {done.stderr}")
    return json.loads(done.stdout)


def engine(name, urls):
    """What one engine does; `urls` gives a new, empty store."""
    failed = []
    figures = {"rate": bench("rate", urls(), ACTS), "acts_one_by_one": bench("month", urls(), 50), "month": bench("replay", urls(), MONTH)}
    full = urls()
    figures["fill"] = bench("fill", full, CASES)
    figures["pages"] = bench("pages", full, CASES)
    bars = [("durable acts of bare inserts", figures["rate"]["share"], ">=", 0.5), ("queue page p99, ms", figures["pages"]["queue_ms"]["p99"], "<", 20),
            ("case page p99, ms", figures["pages"]["case_ms"]["p99"], "<", 10), ("a month of applications, s", figures["month"]["seconds"], "<", 600)]
    for words, found, sign, bar in bars:
        if found < bar if sign == ">=" else found >= bar:
            failed.append(f"{name}: {words}: found {found}, expected {sign} {bar}")
    return figures, failed


def run(peers):
    results, failed = {"cases": CASES, "month_applications": MONTH}, []
    with tempfile.TemporaryDirectory(prefix="openimr-bench-") as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
        count = iter(range(100))
        results["sqlite"], failed = engine("sqlite", lambda: f"sqlite:{folder}/{next(count)}.db")
        started = subprocess.run([str(CLUSTER), "start", str(folder / "pg")], capture_output=True, text=True)
        if started.returncode == 77:
            results["postgresql"] = {"not_to_be_had": "PostgreSQL is not installed"}
        else:
            server = started.stdout.strip()

            def database():
                name = f"b{next(count)}"
                host = server.split("host=")[1].replace("%2F", "/")
                subprocess.run(["psql", "-h", host, "-U", "openimr", "-q", "-c", f"CREATE DATABASE {name}", "postgres"], check=True)
                return server.replace("/postgres?", f"/{name}?")

            try:
                results["postgresql"], more = engine("postgresql", database)
                failed += more
            finally:
                subprocess.run([str(CLUSTER), "stop", str(folder / "pg")])
    return {**results, "failed": failed}
