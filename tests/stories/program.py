"""What every story needs: the built program, the examples, and a scratch copy of a case to change."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("OPENIMR_BINARY_DIR", ROOT / "build/check"))
PROGRAM = BINARY / "openimr"
CASES = ROOT / "examples/cases"
VARIANTS = ROOT / "examples/variants"
ROSTER = ROOT / "examples/rosters/small.yaml"
SHARED = pathlib.Path(os.environ.get("OPENIMR_SHARED", ROOT.parent / "shared"))
FIRST = CASES / "ketamine-morphine-baclofen"
SECOND = CASES / "ketamine-cream-continued"
# One cache for all stories, so that a page is recognised once.
CACHE = BINARY / "story-cache"


def run(*words, stdin=None, env=None, cwd=None):
    leaks = f"suppressions={ROOT / 'tests/known_leaks.txt'}:print_suppressions=0"  # heeded by sanitizer builds only
    environment = {**os.environ, "LSAN_OPTIONS": leaks, "OPENIMR_CACHE": str(CACHE), **(env or {})}
    return subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, input=stdin, env=environment, cwd=cwd, timeout=280)


def answer(*words, stdin=None, env=None):
    """The JSON that a command prints."""
    done = run(*words, stdin=stdin, env=env)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


class Story(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-story-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def copy(self, case, variant=None, opinion=False):
        """A case folder of one's own, with the papers of a variant added; without the opinion unless asked for."""
        target = self.folder / f"{case.name}-{variant or 'same'}"
        shutil.copytree(case, target)
        if variant:
            for file in (VARIANTS / variant / "documents").iterdir():
                shutil.copy(file, target / "documents" / file.name)
        if not opinion:
            (target / "opinion.yaml").unlink()
        return target

    def fails(self, done, *parts):
        """Exit 2, nothing on standard output, and a message with these parts."""
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        for part in parts:
            self.assertIn(part, done.stderr)
