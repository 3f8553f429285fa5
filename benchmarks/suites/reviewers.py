"""Assignment of a month's queue with proof, and the matching of party names.

With --peers the same networks are solved by OR-tools' minimum-cost flow (PyPI, in build/peers) and, at 2,000 cases, by GLPK's glpsol.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from common import BUILD, ROOT

PAIRS = ROOT / "benchmarks/accuracy/labels/party_names.tsv"
ORTOOLS = """
import sys, time
import numpy
from ortools.graph.python import min_cost_flow
arcs, supplies = [], []
for line in open(sys.argv[1]):
    words = line.split()
    if words[0] == "a":
        arcs.append([int(word) for word in words[1:]])
    elif words[0] == "n":
        supplies.append([int(word) for word in words[1:]])
arcs, supplies = numpy.array(arcs), numpy.array(supplies)
start = time.perf_counter()
flow = min_cost_flow.SimpleMinCostFlow()
flow.add_arcs_with_capacity_and_unit_cost(arcs[:, 0].astype(numpy.int32), arcs[:, 1].astype(numpy.int32), arcs[:, 3], arcs[:, 4])
flow.set_nodes_supplies(supplies[:, 0].astype(numpy.int32), supplies[:, 1])
solved = flow.solve() == flow.OPTIMAL
print(time.perf_counter() - start, flow.optimal_cost() if solved else -1)
"""


def own(cases, reviewers, candidates, network):
    words = [str(BUILD / "assignment_bench"), str(cases), str(reviewers), str(candidates), "--write", str(network)]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def ortools(network):
    home = ROOT / "build/peers"
    python = home / "bin/python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True, text=True)
        if made.returncode:
            return {"not_to_be_had": "no venv: " + made.stdout.strip()[-200:]}
    if subprocess.run([python, "-c", "import ortools"], capture_output=True).returncode:
        got = subprocess.run([python, "-m", "pip", "install", "--quiet", "ortools"], capture_output=True, text=True)
        if got.returncode:
            return {"not_to_be_had": got.stderr.strip()[-200:]}
    seconds, objective = subprocess.run([python, "-c", ORTOOLS, str(network)], capture_output=True, text=True, check=True).stdout.split()
    return {"seconds": round(float(seconds), 3), "objective": int(objective)}


def glpk(network):
    if not shutil.which("glpsol"):
        return {"not_to_be_had": "glpsol (Debian's glpk-utils) is not installed"}
    start = time.perf_counter()
    said = subprocess.run(["glpsol", "--mincost", str(network)], capture_output=True, text=True).stdout
    found = re.findall(r"obj =\s+(\S+)", said)
    return {"seconds": round(time.perf_counter() - start, 3), "objective": int(float(found[-1])) if found else None}


def compared(ours, theirs):
    if "seconds" not in theirs:
        return theirs
    return {**theirs, "same_objective": theirs["objective"] == ours["objective"], "ratio_whole_assignment": round(ours["seconds"] / theirs["seconds"], 3),
            "ratio_one_flow": round(ours["seconds_one_flow"] / theirs["seconds"], 3)}


def run(peers):
    with tempfile.TemporaryDirectory() as folder:
        large, small = pathlib.Path(folder) / "large.min", pathlib.Path(folder) / "small.min"
        month, part = own(20_000, 1_000, 60, large), own(2_000, 1_000, 60, small)
        results = {"queue_20000_by_1000": month, "queue_2000_by_1000": part}
        if peers:
            results["ortools_20000"] = compared(month, ortools(large))
            results["ortools_2000"] = compared(part, ortools(small))
            results["glpk_2000"] = compared(part, glpk(small))
    results["names"] = json.loads(subprocess.run([str(BUILD / "names_bench"), str(ROOT / "packs"), str(PAIRS)], capture_output=True, text=True, check=True).stdout)
    return results
