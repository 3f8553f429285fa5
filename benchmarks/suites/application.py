"""Faxed applications read by `openimr application draft`: precision, recall, share asked, share wrong though sure."""
import importlib.util

from common import PROGRAM, ROOT

WRONG_AT_MOST = 0.01


def run(peers):
    place = ROOT / "benchmarks/application.py"
    spec = importlib.util.spec_from_file_location("application_bench", place)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    result = bench.run(str(PROGRAM), count=120, seed=1)
    del result["worst"]
    result["failed"] = [] if result["all"]["wrong"] < WRONG_AT_MOST else [f"{result['all']['wrong']:.2%} of the fields were wrong though given as sure; at most {WRONG_AT_MOST:.0%}"]
    return result
