"""De-identification of letters whose identities are known: recall of direct identifiers, precision, per class."""
import importlib.util
import sys
import types

from common import PROGRAM, ROOT

RECALL_AT_LEAST, PRECISION_AT_LEAST = 0.99, 0.95


def run(peers):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec = importlib.util.spec_from_file_location("deidentify_bench", ROOT / "benchmarks/deidentify.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    result = bench.generated(types.SimpleNamespace(program=str(PROGRAM), letters=300, seed=1, errors=False))
    direct, precision = result["all"]["direct_identifiers"]["recall"], result["all"]["precision"]
    result["failed"] = [f"{what} {found:.4f}, wanted {wanted}" for what, found, wanted in (("recall of direct identifiers", direct, RECALL_AT_LEAST), ("precision", precision, PRECISION_AT_LEAST)) if found < wanted]
    return result
