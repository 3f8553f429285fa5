"""Letters rendered and read a second, in one process on one core."""
import json
import subprocess

from common import BUILD


def run(peers):
    return json.loads(subprocess.run([str(BUILD / "letters_bench")], capture_output=True, text=True, check=True).stdout)
