"""Reads every #include under src/ and names each edge between rooms that looks up or sideways, or that is not declared."""

import re
import tempfile
import unittest
from pathlib import Path

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')

# Libraries that only some rooms may see. Keys: how the include begins; values: rooms, "intake/worker" being the worker program.
KEPT_IN = {
    "poppler/": {"intake/worker"},
    "tesseract/": {"intake/worker"},
    "leptonica/": {"intake/worker"},
    "archive": {"intake/worker"},
    "pugixml": {"intake/worker"},
    "seccomp": {"intake/worker"},
    "cairo": {"letters"},
    "pango/": {"letters"},
    "qpdf/": {"letters", "intake/worker"},
    "libfyaml": {"text"},
    "CLI/": {"cli"},
    "date/": {"jurisdictions"},
    "boost/": {"letters", "casework", "answers", "cli", "server", "intake/worker"},
    "sodium": {"base", "ledger", "determination", "people", "vault", "desk", "cli", "server"},
    "openssl/": {"server"},
    "curl": {"vault", "server"},  # server: the issuer of OpenID Connect, when one is named
    "zstd": {"vault", "library"},
    "sqlite3": {"store", "library"},
    "libpq-fe": {"store"},
}
# Headers of ours that may include an outside library all the same: the doors' own, for their JSON and their connections.
IN_HEADERS_OF = {"boost/json": {"answers", "cli", "server"}, "boost/asio": {"server"}, "boost/system": {"server"}}


def includes(path):
    """(line, name, quoted) of each include."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) or match.group(2), bool(match.group(1))


def edge_fault(room, target, declared):
    """Why room may not include target, or None."""
    if target == room:
        return None
    if room not in tree.FLOORS:
        return f"found a room {room} without a floor, expected it among the floors of tests/architecture/tree.py"
    here, there = tree.FLOORS[room], tree.FLOORS[target]
    if there > here:
        return f"found {room} (floor {here}) looking up at {target} (floor {there}), expected a lower floor"
    if there == here:
        return f"found {room} looking sideways at {target}, both on floor {here}, expected a lower floor"
    if target not in declared.get(room, set()):
        return f"found {room} looking at {target}, expected {target} after LOOKS_DOWN_AT in src/{room}/CMakeLists.txt"
    return None


def room_faults(root):
    """Every include between rooms that the house does not allow, as file:line: found …, expected …"""
    faults = []
    declared = tree.declared_rooms(root)
    for room, rooms in sorted(declared.items()):
        for target in sorted(rooms):
            if target not in tree.FLOORS:
                faults.append(f"src/{room}/CMakeLists.txt: found {target} after LOOKS_DOWN_AT, expected a room")
            elif fault := edge_fault(room, target, declared):
                faults.append(f"src/{room}/CMakeLists.txt: {fault}")
    for path in tree.cpp_files(root):
        room = tree.room_of(path, root)
        for line, name, quoted in includes(path):
            target = name.split("/")[0]
            where = tree.place(path, line, root)
            if not quoted:
                if (root / "src" / name).exists():
                    faults.append(f'{where}: found <{name}>, expected "{name}", it is ours')
                continue
            if target not in tree.FLOORS or "/" not in name:
                faults.append(f'{where}: found "{name}", expected a path that begins with a room, as in "{room}/{name}"')
            elif not (root / "src" / name).exists():
                faults.append(f'{where}: found "{name}", expected a file under src/')
            elif name.startswith("intake/worker/") and not tree.is_worker(path, root):
                faults.append(f'{where}: found "{name}", expected nobody but the worker to see inside the worker')
            elif fault := edge_fault(room, target, declared):
                faults.append(f"{where}: {fault}")
    return faults


def may_be_in_header(name, room):
    return any(name.startswith(library) and room in rooms for library, rooms in IN_HEADERS_OF.items())


def library_faults(root):
    """Every outside library seen from a room that should not know it, or from a header."""
    faults = []
    for path in tree.cpp_files(root):
        room = "intake/worker" if tree.is_worker(path, root) else tree.room_of(path, root)
        for line, name, quoted in includes(path):
            prefix = next((key for key in KEPT_IN if name.startswith(key)), None)
            if quoted or prefix is None or tree.is_test(path):
                continue
            where = tree.place(path, line, root)
            if room not in KEPT_IN[prefix]:
                faults.append(f"{where}: found <{name}> in {room}, expected it in {', '.join(sorted(KEPT_IN[prefix]))} only")
            elif path.suffix == ".h" and room != "intake/worker" and not may_be_in_header(name, room):
                faults.append(f"{where}: found <{name}> in a header, expected it in a .cpp behind a plain header")
    return faults


class Includes(unittest.TestCase):
    maxDiff = None

    def test_no_room_looks_up_or_sideways(self):
        self.assertEqual("", "\n".join(room_faults(tree.ROOT)))

    def test_libraries_stay_in_their_rooms(self):
        self.assertEqual("", "\n".join(library_faults(tree.ROOT)))

    def test_every_room_is_declared(self):
        rooms = sorted(path.name for path in (tree.ROOT / "src").iterdir() if path.is_dir())
        self.assertEqual([], [room for room in rooms if room not in tree.FLOORS])
        self.assertEqual([], [room for room in rooms if room not in tree.declared_rooms()])


class TheTestItself(unittest.TestCase):
    """A small house with every fault in it: each one must be named."""

    def house(self, files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in files.items():
            path = Path(folder.name) / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Path(folder.name)

    def test_names_every_wrong_edge(self):
        root = self.house({
            "base/CMakeLists.txt": "openimr_room(base)",
            "base/date.h": "#pragma once\n",
            "base/up.cpp": '#include "desk/act.h"\n',
            "desk/CMakeLists.txt": "openimr_room(desk LOOKS_DOWN_AT base clinical attic)",
            "desk/act.h": '#include "base/date.h"\n#include "base/gone.h"\n',
            "clinical/CMakeLists.txt": "openimr_room(clinical LOOKS_DOWN_AT text LIBRARIES fmt::fmt)",
            "clinical/a.cpp": '// first\n#include "base/date.h"\n#include "intake/b.h"\n#include "intake/worker/w.h"\n',
            "clinical/b.cpp": '#include "c.h"\n#include <base/date.h>\n',
            "intake/CMakeLists.txt": "openimr_room(intake LOOKS_DOWN_AT base desk)",
            "intake/b.h": "",
            "intake/worker/w.h": "",
        })
        self.assertEqual([
            "src/desk/CMakeLists.txt: found attic after LOOKS_DOWN_AT, expected a room",
            "src/intake/CMakeLists.txt: found intake (floor 3) looking up at desk (floor 7), expected a lower floor",
            "src/base/up.cpp:1: found base (floor 0) looking up at desk (floor 7), expected a lower floor",
            "src/clinical/a.cpp:2: found clinical looking at base, expected base after LOOKS_DOWN_AT in src/clinical/CMakeLists.txt",
            "src/clinical/a.cpp:3: found clinical looking sideways at intake, both on floor 3, expected a lower floor",
            'src/clinical/a.cpp:4: found "intake/worker/w.h", expected nobody but the worker to see inside the worker',
            'src/clinical/b.cpp:1: found "c.h", expected a path that begins with a room, as in "clinical/c.h"',
            'src/clinical/b.cpp:2: found <base/date.h>, expected "base/date.h", it is ours',
            'src/desk/act.h:2: found "base/gone.h", expected a file under src/',
        ], room_faults(root))

    def test_names_libraries_out_of_place(self):
        root = self.house({
            "clinical/a.cpp": "#include <vector>\n#include <poppler/cpp/poppler-document.h>\n",
            "text/data.h": "#include <fmt/format.h>\n#include <libfyaml.h>\n",
            "intake/worker/pdf.h": "#include <poppler/cpp/poppler-page.h>\n",
            "cli/to_json.h": "#include <boost/json/value.hpp>\n#include <CLI/CLI.hpp>\n",
        })
        self.assertEqual([
            "src/cli/to_json.h:2: found <CLI/CLI.hpp> in a header, expected it in a .cpp behind a plain header",
            "src/clinical/a.cpp:2: found <poppler/cpp/poppler-document.h> in clinical, expected it in intake/worker only",
            "src/text/data.h:2: found <libfyaml.h> in a header, expected it in a .cpp behind a plain header",
        ], library_faults(root))


if __name__ == "__main__":
    unittest.main()
