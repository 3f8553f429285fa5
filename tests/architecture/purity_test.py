"""Only the doors print; below the desk nothing asks the clock, the environment, the network or chance."""

import re
import tempfile
import unittest
from pathlib import Path

import tree

PRINTS = re.compile(r"\bstd::(?:cout|cerr|clog)\b|\b(?:std::)?(?:f|v|vf)?printf\s*\(|\b(?:std::)?f?puts\s*\(|\bfmt::print(?:ln)?\s*\(|\bperror\s*\(")
ASKS = re.compile(
    r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock|file_clock)\b"
    r"|(?<![\w.>:])(?:std::|::)?(?:clock_gettime|gettimeofday|localtime|localtime_r|gmtime|gmtime_r)\s*\("
    r"|(?<![\w.>:])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&)|(?<!\w)(?:std)?::clock\s*\("
    r"|\b(?:current_zone|locate_zone_now)\b"
    r"|\b(?:secure_)?getenv\b|\benviron\b|\bstd::locale\s*\(\s*\"\""
    r"|\brandom_device\b|\brandombytes_\w+|\bgetrandom\b|(?<![\w.>])(?:std::)?s?rand\s*\("
    r"|(?<![\w.>])(?:::)?(?:connect|getaddrinfo|gethostbyname|gethostname)\s*\("
    r"|\bthread::id\b"
)
# An exception is a file, the word it may use, and the reason. One that is no longer used is a fault too.
ALLOWED = {
    ("src/intake/worker_process.cpp", "steady_clock"): "how long the worker has been at a file before it is ended; no result depends on it",
    ("src/intake/worker/confine.cpp", "getrandom"): "the name of a system call that libraries in the worker may make",
    ("src/intake/worker/main.cpp", "getenv"): "whether OpenMP was told to use one thread; the worker starts itself anew if not",
}


def uses(root, pattern, rooms, worker):
    """(path, line, words) of every use of the pattern in these rooms, tests left out."""
    for path in tree.cpp_files(root):
        if tree.room_of(path, root) not in rooms or tree.is_test(path) or (tree.is_worker(path, root) and not worker):
            continue
        for number, line in enumerate(tree.code_only(path.read_text(encoding="utf-8")).splitlines(), 1):
            for match in pattern.finditer(line):
                yield path, number, match.group(0).strip()


def printing_faults(root):
    quiet = {room for room in tree.FLOORS if room not in ("cli", "server")}
    return [f"{tree.place(path, line, root)}: found {words}, expected only cli and server to print"
            for path, line, words in uses(root, PRINTS, quiet, worker=False)]


def asking_faults(root, allowed):
    below = {room for room, floor in tree.FLOORS.items() if floor < tree.DESK_FLOOR}
    faults, used = [], set()
    for path, line, words in uses(root, ASKS, below, worker=True):
        key = (path.relative_to(root).as_posix(), re.sub(r"\W+$", "", words))
        if key in allowed:
            used.add(key)
        else:
            faults.append(f"{tree.place(path, line, root)}: found {words}, expected time, surroundings and chance to be handed in")
    faults += [f"tests/architecture/purity_test.py: found an exception for {file} ({word}) that nothing uses, expected it gone"
               for file, word in sorted(set(allowed) - used)]
    return faults


class Purity(unittest.TestCase):
    maxDiff = None

    def test_only_the_doors_print(self):
        self.assertEqual("", "\n".join(printing_faults(tree.ROOT)))

    def test_nothing_below_the_desk_asks(self):
        self.assertEqual("", "\n".join(asking_faults(tree.ROOT, ALLOWED)))


class TheTestItself(unittest.TestCase):
    def house(self, name, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "src" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return Path(folder.name)

    def test_finds_what_prints(self):
        for line in ('std::cout << 1;', 'printf("x");', 'std::fprintf(stderr, "x");', 'fmt::print("x");', 'puts("x");', 'perror("x");'):
            with self.subTest(line):
                self.assertEqual(1, len(printing_faults(self.house("letters/a.cpp", line))))
        for line in ('// std::cout', '"printf(x)";', 'snprintf(buffer, 3, "x");', 'fmt::format("x");', '/* puts( */', 'blueprint(x);'):
            with self.subTest(line):
                self.assertEqual([], printing_faults(self.house("letters/a.cpp", line)))
        self.assertEqual([], printing_faults(self.house("cli/a.cpp", "std::cout << 1;")))

    def test_finds_what_asks(self):
        for line in ("auto now = std::chrono::system_clock::now();", "std::time(nullptr);", "time(nullptr)", "::time(&t);",
                     "clock_gettime(CLOCK_REALTIME, &t);", 'std::getenv("HOME")', "std::random_device device;", "rand()",
                     "::connect(s, a, n);", "randombytes_buf(x, 3);", "localtime(&t)"):
            with self.subTest(line):
                self.assertEqual(1, len(asking_faults(self.house("casework/a.cpp", line), {})))
        for line in ("day.time()", "int time() const;", "const ClockRule* clock(std::string_view id);", "// getenv", '"getenv"', "lead_time(3)", "x->connect(3)", "operand(3)"):
            with self.subTest(line):
                self.assertEqual([], asking_faults(self.house("casework/a.cpp", line), {}))
        self.assertEqual([], asking_faults(self.house("desk/a.cpp", "std::time(nullptr);"), {}))

    def test_exceptions_are_exact_and_used(self):
        root = self.house("intake/a.cpp", "steady_clock::now();\n")
        self.assertEqual([], asking_faults(root, {("src/intake/a.cpp", "steady_clock"): "a reason"}))
        self.assertEqual(1, len(asking_faults(root, {("src/intake/a.cpp", "steady_clock"): "", ("src/text/b.cpp", "getenv"): ""})))


if __name__ == "__main__":
    unittest.main()
