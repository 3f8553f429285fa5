"""./run called wrongly says what it found and what it expected, and does nothing."""

import subprocess
import unittest

import tree


def run(*words):
    """(exit code, standard output, standard error)"""
    result = subprocess.run(["./run", *words], cwd=tree.ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return result.returncode, result.stdout, result.stderr


class Run(unittest.TestCase):
    def test_wrong_words_are_refused(self):
        commands = "demo, serve, test, build, bench, format, lint, fuzz, package, clean, help"
        for words, message in {
            ("tset",): f"run: found tset, expected one of {commands}\n",
            ("test", "--lnog"): "run: test: found --lnog, expected nothing or --long\n",
            ("demo", "fast"): "run: demo: found fast, expected nothing after it\n",
            ("clean", "src"): "run: clean: found src, expected nothing after it\n",
            ("fuzz", "soon"): "run: fuzz: found soon, expected a number of seconds\n",
            ("lint", "-a"): "run: lint: found -a, expected nothing or --all\n",
        }.items():
            with self.subTest(words):
                self.assertEqual((2, "", message), run(*words))

    def test_help_names_every_command(self):
        code, output, _ = run("help")
        self.assertEqual(0, code)
        for command in ("demo", "test", "build", "bench", "format", "lint", "fuzz", "clean", "help"):
            self.assertRegex(output, rf"(?m)^  {command} ")
        self.assertEqual((0, output, ""), run())

    def test_works_from_anywhere(self):
        result = subprocess.run([str(tree.ROOT / "run"), "help"], cwd="/", capture_output=True, text=True)
        self.assertEqual(0, result.returncode)

    def test_names_no_host(self):
        self.assertNotRegex((tree.ROOT / "run").read_text(encoding="utf-8"), r"https?://|\.(org|com|net)\b")


if __name__ == "__main__":
    unittest.main()
