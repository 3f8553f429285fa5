"""What the documents promise is there: links, commands, one line per room, one record per library."""

import re
import subprocess
import unittest

import tree

OPENIMR = tree.BUILD / "openimr"
HABITS = ["README.md", "CONTRIBUTING.md", "STYLE.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "NOTICE",
          "docs/house.md", "docs/glossary.md", "docs/known_gaps.md"]


def pages():
    return [path for path in tree.files_below(tree.ROOT, ".md")]


def text(name):
    return (tree.ROOT / name).read_text(encoding="utf-8")


def code_spans(page):
    """What stands in code: fenced blocks line by line, and `spans`."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", page, re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.M | re.S))
    return [line for block in fenced for line in block.splitlines()] + spans


class Documents(unittest.TestCase):
    maxDiff = None

    def test_habit_documents_are_there(self):
        self.assertEqual([], [name for name in HABITS if not (tree.ROOT / name).is_file()])

    def test_links_lead_somewhere(self):
        broken = []
        for page in pages():
            for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
                for target in re.findall(r"\]\(([^)\s]+)\)", line):
                    if not re.match(r"[a-z]+:|#", target) and not (page.parent / target.split("#")[0]).exists():
                        broken.append(f"{tree.place(page, number)}: found a link to {target}, expected a file there")
        self.assertEqual("", "\n".join(broken))

    def test_paths_in_code_exist(self):
        """A path of the tree written as code: `src/...`, `docs/...`; those with a placeholder are passed over."""
        missing = []
        for name in ("README.md", "CONTRIBUTING.md", "STYLE.md", "SECURITY.md", "docs/house.md"):
            for span in code_spans(text(name)):
                for path in re.findall(r"(?<![\w./<-])(?:src|docs|tests|tools|packs|examples|cmake|benchmarks)/[\w./-]*[\w/]", span):
                    if not re.search(r"[<>*…]|NAME|ID", span) and not (tree.ROOT / path).exists():
                        missing.append(f"{name}: found {path}, expected it in the tree")
        self.assertEqual("", "\n".join(sorted(set(missing))))

    def test_commands_of_run_exist(self):
        known = set(re.findall(r"^  (\w+)", subprocess.run(["./run", "help"], cwd=tree.ROOT, check=True, capture_output=True,
                                                            text=True).stdout, re.M))
        self.assertIn("demo", known)
        for page in pages():
            for span in code_spans(page.read_text(encoding="utf-8")):
                for command in re.findall(r"(?:^|\s)\./run (\w+)", span):
                    self.assertIn(command, known, f"{page.relative_to(tree.ROOT)} names ./run {command}")

    def test_commands_of_openimr_exist(self):
        help_text = subprocess.run([OPENIMR, "--help"], check=True, capture_output=True, text=True).stdout
        known = set(re.findall(r"^  ([a-z]+)\b", help_text, re.M))
        self.assertIn("review", known)
        for span in code_spans(text("README.md")):
            for command in re.findall(r"(?:^|[\s/])openimr ([a-z]+)", span):
                self.assertIn(command, known, f"README.md names openimr {command}")

    def test_house_names_every_room(self):
        house = text("docs/house.md")
        rooms = [path.name for path in (tree.ROOT / "src").iterdir() if path.is_dir()]
        self.assertEqual([], sorted(room for room in rooms if f"`{room}`" not in house))

    def test_every_library_has_its_decision(self):
        packages = re.sub(r"#[^\n]*", "", text("cmake/packages.cmake"))
        names = re.findall(r"find_package\((\w+)", packages)
        names += re.findall(r"pkg_check_modules\(\w+ REQUIRED IMPORTED_TARGET ([\w+-]+)", packages)
        records = "\n".join(path.read_text(encoding="utf-8") for path in sorted((tree.ROOT / "docs/decisions").glob("*.md")))
        built_in = {"PkgConfig", "Threads"}
        self.assertEqual([], [name for name in names if name not in built_in and f"`{name}`" not in records],
                         "cmake/packages.cmake names libraries without a record in docs/decisions")

    def test_decisions_are_numbered_once(self):
        names = sorted(path.name for path in (tree.ROOT / "docs/decisions").glob("*.md"))
        self.assertEqual([], [name for name in names if not re.match(r"(\d{4}|[a-z]+)-[a-z0-9-]+\.md$", name)],
                         "expected a number, as in 0016-zstd.md, or the subject, as in law-due-dates.md, in front")
        numbers = [name[:4] for name in names if name[0].isdigit()]
        self.assertEqual(sorted(set(numbers)), numbers)


if __name__ == "__main__":
    unittest.main()
