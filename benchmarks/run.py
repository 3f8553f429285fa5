#!/usr/bin/env python3
"""Runs benchmark suites on the release build and writes the results with the machine named.

    benchmarks/run.py [SUITE…] [--peers]

A suite is a module under benchmarks/suites/ with `run(peers) -> dict`; its first line of documentation is what `--help`
shows. Without a name all of them run. `--peers` adds other programs on the same input in the same run. A suite that misses
its bar puts sentences under "failed", and the exit code is 1. Standard library only.
"""
import argparse
import datetime
import importlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "suites"))
sys.dont_write_bytecode = True
import common  # noqa: E402


def suites():
    names = sorted(path.stem for path in (HERE / "suites").glob("*.py") if path.stem != "common")
    return {name: importlib.import_module(name) for name in names}


def write(results):
    """Adds to the day's file: suites not run again keep their figures."""
    path = HERE / "results" / f"{datetime.date.today().isoformat()}.json"
    path.parent.mkdir(exist_ok=True)
    kept = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(kept | results, indent=1) + "\n")
    return path


def main():
    known = suites()
    arguments = argparse.ArgumentParser(
        prog="./run bench", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Speed and memory of the release build, written to benchmarks/results with the machine named.",
        epilog="suites:\n" + "\n".join(f"  {name:<12}{module.__doc__.splitlines()[0]}" for name, module in known.items()) +
               "\n\nExample: ./run bench guidelines --peers")
    arguments.add_argument("suite", nargs="*", help="suites to run (default: all)")
    arguments.add_argument("--peers", action="store_true", help="also run other programs on the same input")
    options = arguments.parse_args()
    for name in options.suite:
        if name not in known:
            arguments.exit(2, f"run: bench: found {name}, expected one of {', '.join(known)}\n")
    results = {"date": datetime.date.today().isoformat(), "machine": common.machine()}
    for name in options.suite or known:
        print(f"== {name}", flush=True)
        results[name] = known[name].run(options.peers)
        print(json.dumps(results[name], indent=1), flush=True)
    print(f"written to {write(results).relative_to(common.ROOT)}")
    failed = [sentence for name in options.suite or known for sentence in results[name].get("failed", [])]
    for sentence in failed:
        print(f"bench: {sentence}", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
