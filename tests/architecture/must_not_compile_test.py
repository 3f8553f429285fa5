"""Each file of tests/must_not_compile holds something that must not be sayable.

The file compiles as it stands when LAWFUL is defined (so it fails for no other reason), and without it the compiler refuses it
with a message that matches the file's line `// expect: <regular expression>`.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import tree

CASES = tree.ROOT / "tests" / "must_not_compile"
COMPILER = os.environ.get("OPENIMR_CXX", "c++")


def compile_text(path, *defines):
    """(compiled, messages)"""
    command = [COMPILER, "-std=c++20", "-fsyntax-only", "-Werror=unused-result", f"-I{tree.ROOT / 'src'}", *defines, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return result.returncode == 0, result.stderr


def fault(path):
    """What is wrong with a case, or None when it is refused as expected."""
    expected = re.search(r"^// expect: (.+)$", path.read_text(encoding="utf-8"), re.M)
    if not expected:
        return f"{path.name}: found no line '// expect: …', expected the compiler's message there"
    lawful, messages = compile_text(path, "-DLAWFUL")
    if not lawful:
        return f"{path.name}: found errors with -DLAWFUL, expected it to compile\n{messages}"
    compiled, messages = compile_text(path)
    if compiled:
        return f"{path.name}: found that it compiles, expected an error that matches {expected.group(1)}"
    if not re.search(expected.group(1), messages):
        return f"{path.name}: found another error, expected one that matches {expected.group(1)}\n{messages}"
    return None


class MustNotCompile(unittest.TestCase):
    def test_every_case_is_refused_for_its_reason(self):
        cases = sorted(CASES.glob("*.cpp"))
        self.assertTrue(cases, f"no cases in {CASES}")
        for path in cases:
            with self.subTest(path.name):
                self.assertIsNone(fault(path))


class TheTestItself(unittest.TestCase):
    def check(self, text, expected):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.cpp"
            path.write_text(text, encoding="utf-8")
            found = fault(path)
            self.assertRegex(found, expected) if expected else self.assertIsNone(found)

    def test_tells_the_outcomes_apart(self):
        self.check("int x = 1;\n", "found no line '// expect: …'")
        self.check("// expect: .\nint x = 1;\n", "found that it compiles")
        self.check("// expect: .\nint x = y;\n", "found errors with -DLAWFUL")
        self.check("// expect: no such words\n#ifndef LAWFUL\nint x = y;\n#endif\n", "found another error")
        self.check("// expect: .y. was not declared|undeclared identifier\n#ifndef LAWFUL\nint x = y;\n#endif\n", None)


if __name__ == "__main__":
    unittest.main()
