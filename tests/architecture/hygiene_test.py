"""Small things of the whole tree: no path of anyone's machine, no host of a package registry, no leftovers, text that ends well."""

import re
import tempfile
import unittest
from pathlib import Path

import tree

TEXT = {".h", ".cpp", ".md", ".yaml", ".yml", ".json", ".py", ".sh", ".cmake", ".txt", ".tsv", ".csv", ".html", ".css", ".ts", ".tsx"}
NAMED_TEXT = {"run", "LICENSE", "NOTICE", "COPYING", ".clang-format", ".clang-tidy", ".gitignore"}
CODE = {".h", ".cpp", ".py", ".sh", ".cmake"}
LICENCES = {"LICENSE", "COPYING"}

# Written in halves so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?:^|[\s\"'`=(:,])/" + r"(?:work|root|home/\w+|Users/\w+)(?:/|\b)")
REGISTRY_HOST = re.compile("|".join(["deb\\.debian" + "\\.org", "archive\\.ubuntu" + "\\.com", "pypi" + "\\.org", "crates" + "\\.io",
                                     "proxy\\.golang" + "\\.org", "registry\\.npmjs" + "\\.org", "repo1?\\.maven" + "\\."]))
FOREIGN_WORDS = re.compile("|".join(["\\bcla" + "ude\\b", "anth" + "ropic", "chat" + "gpt", "\\bco" + "pilot\\b", "language " + "model",
                                     "\\bcoding " + "agent", "\\bthis " + "session\\b"]), re.I)
LEFTOVERS = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")


def is_text(path):
    return path.suffix in TEXT or path.name in NAMED_TEXT


def is_from_outside(path, root):
    """Documents of example cases and test data look as the world's do, hostile ones too."""
    parts = path.relative_to(root).parts
    return "documents" in parts[:-1] and parts[0] == "examples" or {"test_data", "fuzz_seeds", "hostile"} & set(parts[:-1])


def faults(root):
    found = []
    for path in tree.files_below(root):
        if not is_text(path) or is_from_outside(path, root):
            continue
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            found.append(f"{name}: found a byte that is no UTF-8 at {error.start}, expected UTF-8")
            continue
        if raw and not raw.endswith(b"\n"):
            found.append(f"{name}: found no newline at the end, expected one")
        if b"\r" in raw:
            found.append(f"{name}: found a carriage return, expected plain newlines")
        if path.name in LICENCES:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            where = f"{name}:{number}"
            if match := MACHINE_PATH.search(line):
                found.append(f"{where}: found {match.group(0).strip()}, expected no path of one machine")
            if match := REGISTRY_HOST.search(line):
                found.append(f"{where}: found {match.group(0)}, expected no host of a package registry")
            if match := FOREIGN_WORDS.search(line):
                found.append(f"{where}: found {match.group(0)}, expected words of the project only")
            if path.suffix in CODE and (match := LEFTOVERS.search(line)):
                found.append(f"{where}: found {match.group(0)}, expected it done, or written down in docs/known_gaps.md")
            if path.suffix in CODE and line != line.rstrip():
                found.append(f"{where}: found spaces at the end of the line, expected none")
            if path.suffix in {".h", ".cpp"} and "\t" in line:
                found.append(f"{where}: found a tab, expected spaces")
    return found


class Hygiene(unittest.TestCase):
    maxDiff = None

    def test_the_tree_is_clean(self):
        self.assertEqual("", "\n".join(faults(tree.ROOT)))

    def test_headers_are_guarded_and_say_what_they_are(self):
        wrong = []
        for path in tree.cpp_files():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".h" and "#pragma once" not in text:
                wrong.append(f"{tree.place(path, 1)}: found no #pragma once")
            if path.suffix == ".h" and not text.startswith("//"):
                wrong.append(f"{tree.place(path, 1)}: found {text.splitlines()[0]!r}, expected a comment that says what this is")
        self.assertEqual("", "\n".join(wrong))

    def test_scripts_can_be_started(self):
        for name in ("run", ".ci/run"):
            self.assertTrue((tree.ROOT / name).stat().st_mode & 0o111, name)


class TheTestItself(unittest.TestCase):
    def test_names_every_fault(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            def write(name, content):
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            write("src/a.cpp", b"int x; // TO" + b"DO\n\tint y; \n")
            write("docs/b.md", b"see /ho" + b"me/ada/notes and /wo" + b"rk/main\nTO" + b"DO is a word here\n")
            write("docs/c.md", b"fetched from py" + b"pi.org")
            write("packs/d.yaml", b"a: \xff\n")
            write("packs/e.yaml", b"a: 1\r\n")
            write("examples/cases/x/documents/fax.txt", b"a\r\nb")
            write("build/z.cpp", b"// TO" + b"DO")
            write("docs/f.md", b"twelve sessions of physical therapy, work/rest, hours of work\n")
            self.assertEqual([
                "docs/b.md:1: found /ho" + "me/ada/, expected no path of one machine",
                "docs/c.md: found no newline at the end, expected one",
                "docs/c.md:1: found py" + "pi.org, expected no host of a package registry",
                "packs/d.yaml: found a byte that is no UTF-8 at 3, expected UTF-8",
                "packs/e.yaml: found a carriage return, expected plain newlines",
                "src/a.cpp:1: found TO" + "DO, expected it done, or written down in docs/known_gaps.md",
                "src/a.cpp:2: found spaces at the end of the line, expected none",
                "src/a.cpp:2: found a tab, expected spaces",
            ], faults(root))


if __name__ == "__main__":
    unittest.main()
