"""The source tree as the architecture tests see it: rooms, floors, files, C++ text without comments and strings."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("OPENIMR_BINARY_DIR", ROOT / "build" / "check"))

# docs/house.md draws the same floors. A room looks at lower floors only.
FLOORS = {
    "base": 0,
    "text": 1,
    "ledger": 2, "records": 2, "jurisdictions": 2,
    "intake": 3, "clinical": 3, "guidelines": 3, "reviewers": 3, "corpus": 3,
    "determination": 4,
    "letters": 5, "casework": 5,
    "people": 6, "store": 6, "library": 6, "vault": 6,
    "desk": 7,
    "server": 8, "cli": 8,
}
DESK_FLOOR = FLOORS["desk"]
NOT_OURS = {".git", "build", "out", "node_modules", "__pycache__", ".cache"}


def files_below(folder, *suffixes):
    """Files of the tree below folder in the order of their names; what is built or fetched is left out."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS)
        found += [Path(where) / name for name in sorted(names) if not suffixes or Path(name).suffix in suffixes]
    return found


def cpp_files(root=ROOT):
    return files_below(root / "src", ".h", ".cpp")


def room_of(path, root=ROOT):
    """The room a file under src/ belongs to."""
    return path.relative_to(root / "src").parts[0]


def is_worker(path, root=ROOT):
    """The confined extraction worker is a program of its own inside intake."""
    return path.relative_to(root / "src").parts[:2] == ("intake", "worker")


def is_test(path):
    return path.stem.endswith(("_test", "_fuzz", "_testing"))


def place(path, line, root=ROOT):
    return f"{path.relative_to(root).as_posix()}:{line}"


_QUIET = re.compile(
    r'(?P<raw>R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')"
    r"|(?P<block>/\*.*?\*/)|(?P<line>//[^\n]*)",
    re.S,
)


def code_only(text):
    """C++ text with comments and what stands in quotes blanked out; lines keep their numbers."""
    def blank(match):
        newlines = "\n" * match.group(0).count("\n")
        return ('""' if match.group("raw") or match.group("string") else " ") + newlines
    return _QUIET.sub(blank, text)


def declared_rooms(root=ROOT):
    """room -> set of rooms named after LOOKS_DOWN_AT in its CMakeLists.txt."""
    declared = {}
    for path in files_below(root / "src"):
        if path.name != "CMakeLists.txt":
            continue
        text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
        for call in re.finditer(r"openimr_room\s*\(([^)]*)\)", text):
            words = call.group(1).split()
            keywords = {"LOOKS_DOWN_AT": [], "LIBRARIES": []}
            current = []
            for word in words[1:]:
                current = keywords[word] if word in keywords else (current.append(word) or current)
            declared[words[0]] = set(keywords["LOOKS_DOWN_AT"])
    return declared
