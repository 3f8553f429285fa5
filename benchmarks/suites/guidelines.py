"""Criteria: evaluations a second, a whole case, loading all packs; with --peers beside cql-execution, and the same verdicts."""
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

from common import BUILD, ROOT

BENCH = BUILD / "guidelines_bench"
PEERS = ROOT / "benchmarks/peers"
SEED = 20150316
EXPRESSIONS = 10000
# Numbers are whole or halves, so that both sides compare the same decimals; the ratio of two units is exact in both.
UNITS = {"time": ["days", "weeks", "hours"], "long": ["months", "years"], "mass": ["mg", "g"], "share": ["percent"]}


def condition(chance, depth, kinds):
    """A random condition of the language; what kind of number a fact holds is the same wherever it is asked for."""
    if depth == 0 or chance.random() < 0.25:
        fact = f"a.{chance.randrange(12)}"
        if kinds[fact] is None:
            return {"fact": fact}
        low, high = sorted(chance.randrange(0, 60) / 2 for _ in range(2))
        op = chance.choice(["<=", "<", ">=", ">", "==", "between"])
        return {"fact": fact, "op": op, "value": [low, high] if op == "between" else low, "unit": chance.choice(UNITS[kinds[fact]])}
    parts = [condition(chance, depth - 1, kinds) for _ in range(chance.randrange(1, 5))]
    word = chance.choice(["all", "any", "not", "at_least", "unless", "not_recommended_except", "judgment", "always"])
    if word == "not":
        return {"not": parts[0]}
    if word == "unless":
        return {"unless": {"rule": parts[0], "except": parts[-1]}}
    if word == "at_least":
        return {"at_least": {"n": chance.randrange(1, len(parts) + 1), "of": parts}}
    if word in ("judgment", "always"):
        return {word: True} if chance.random() < 0.3 else {"all": parts}
    return {word: parts}


def facts(chance, kinds):
    stated = {}
    for fact, kind in kinds.items():
        if chance.random() < 0.35:
            continue
        stated[fact] = chance.choice(["present", "absent"]) if kind is None else {"value": chance.randrange(0, 60) / 2, "unit": chance.choice(UNITS[kind])}
    return stated


def random_lines(count):
    chance = random.Random(SEED)
    for _ in range(count):
        kinds = {f"a.{i}": chance.choice([None, None, None, *UNITS]) for i in range(12)}
        yield {"when": condition(chance, 4, kinds), "facts": facts(chance, kinds)}


def ten_criteria(count):
    """A page of ten criteria as pages have them, and charts that answer some of them."""
    chance = random.Random(SEED)
    kinds = {f"a.{i}": None for i in range(7)} | {"a.7": "time", "a.8": "share", "a.9": "mass"}
    present = [{"fact": f"a.{i}"} for i in range(7)]
    numbers = [{"fact": "a.7", "op": ">=", "value": 6, "unit": "weeks"}, {"fact": "a.8", "op": ">=", "value": 5, "unit": "percent"},
               {"fact": "a.9", "op": "<", "value": 25, "unit": "g"}]
    when = {"all": [{"any": [present[0], present[1]]}, {"any": [present[2], {"all": [present[3], numbers[0]]}]}, {"not": present[4]},
                    {"any": [present[5], present[6], numbers[1]]}, numbers[2]]}
    for _ in range(count):
        yield {"when": when, "facts": facts(chance, kinds)}


def written(lines, path):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


def output_of(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def on_one_core(command):
    return json.loads(output_of(["taskset", "-c", "0", *map(str, command)]))


def peer_is_here(results):
    if not shutil.which("node") or not shutil.which("npm"):
        results["peers"] = "skipped: node and npm are not installed"
        return False
    if not (PEERS / "node_modules/cql-execution").is_dir():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=PEERS, check=True, capture_output=True)
    return True


def beside_cql(ours, speed_file, folder, results):
    peer = on_one_core(["node", PEERS / "cql.js", "speed", speed_file])
    random_file = written(random_lines(EXPRESSIONS), folder / "random.jsonl")
    own = output_of([BENCH, "verdicts", random_file]).split()
    other = output_of(["node", PEERS / "cql.js", "verdicts", random_file]).split()
    lines = pathlib.Path(random_file).read_text().splitlines()
    differ = [line for line, a, b in zip(lines, own, other) if a != b]
    results["peers"] = {
        "cql-execution": peer,
        "ratio, facts at hand": round(ours["evaluations_per_second"] / peer["evaluations_per_second"]),
        # Ours indexes a whole chart each time, the peer is handed its parameters by name: not the same work, so no bar.
        "ratio, chart indexed and parameters bound each time": round(ours["with_index_per_second"] / peer["with_context_per_second"]),
        "random expressions": len(own), "verdicts that differ": len(differ), "first that differ": differ[:3],
        "verdicts": {word: own.count(word) for word in ("met", "not_met", "unknown")}}
    if differ or len(own) != len(other) or len(own) != EXPRESSIONS:
        results["failed"].append(f"{len(differ)} of {len(own)} random expressions differ from cql-execution, expected none")
    if results["peers"]["ratio, facts at hand"] < 100:
        results["failed"].append(f"{results['peers']['ratio, facts at hand']} times cql-execution, expected at least 100")


def run(peers):
    results = {"failed": []}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        speed_file = written(ten_criteria(1000), folder / "ten.jsonl")
        runs = [on_one_core([BENCH, "criteria", speed_file]) | on_one_core([BENCH, "case", ROOT / "packs"]) for _ in range(3)]
        ours = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        results["openimr"] = ours
        if peers and peer_is_here(results):
            beside_cql(ours, speed_file, folder, results)
    for key, bar in (("load_all_packs_ms", 150), ("five_items_all_packs_ms", 2), ("bytes_in_use_grown_over_a_million", 4096)):
        if ours[key] > bar:
            results["failed"].append(f"{key}: {ours[key]}, expected at most {bar}")
    return results
