"""Making letters public: de-identification from the command line."""
import unittest

from program import FIRST, ROSTER, Story, answer, run


class Deidentification(Story):
    def letter(self, text, name="letter.txt"):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def test_parties_of_the_case_go_and_medicine_stays(self):
        letter = self.letter("Ada Example was seen by R. Treating, MD, on 12/29/2014. EXAMPLE'S Tinel's sign is positive; ketamine 5% cream helps.\n")
        case = self.folder / "case"
        case.mkdir()
        (case / "application.yaml").write_text((FIRST / "application.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        told = answer("corpus", "deidentify", letter, "--case", case, "--json")
        self.assertTrue(told["parties_known"])
        self.assertIn("Tinel's sign is positive; ketamine 5% cream helps.", told["text"])
        self.assertNotIn("12/29/2014", told["text"])
        source = letter.read_bytes()
        for removal in told["removals"]:
            self.assertTrue(source[removal["source"]["begin"]:removal["source"]["end"]].strip())
            self.assertEqual(told["text"].encode()[removal["output"]["begin"]:removal["output"]["end"]].decode(), removal["replacement"])

    def test_days_can_be_moved_and_keep_their_distance(self):
        letter = self.letter("Injured 1/1/2014, seen 1/15/2014, operated 2/1/2014.\n")
        told = run("corpus", "deidentify", letter, "--mode", "shift", "--shift-key", "42")
        again = run("corpus", "deidentify", letter, "--mode", "shift", "--shift-key", "42")
        self.assertEqual((told.returncode, told.stdout), (0, again.stdout))
        import datetime
        import re
        days = [datetime.date(int(y), int(m), int(d)) for m, d, y in re.findall(r"(\d+)/(\d+)/(\d+)", told.stdout)]
        self.assertEqual([(b - days[0]).days for b in days], [0, 14, 31])
        self.assertNotEqual(days[0], datetime.date(2014, 1, 1))

    def test_files_are_rendered_anew_and_hold_no_party(self):
        letter = self.letter("FINAL DETERMINATION\n\nPatient: Ada Example\n\nMs. Example has back pain.\n")
        out = self.folder / "out"
        done = run("corpus", "deidentify", letter, "--roster", ROSTER, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(file.name for file in out.iterdir()), ["deidentified.html", "deidentified.letter.json", "deidentified.pdf", "deidentified.txt"])
        for file in out.iterdir():
            self.assertNotIn(b"Ada", file.read_bytes(), file.name)

    def test_wrong_input_is_named(self):
        letter = self.letter("x\n")
        self.fails(run("corpus", "deidentify", letter, "--mode", "shift"), "--shift-key", "secret number")
        self.fails(run("corpus", "deidentify", self.folder / "nowhere.txt"), "nowhere.txt")
        self.fails(run("corpus", "deidentify", letter, "--case", self.folder / "no-case"), "application.yaml")


if __name__ == "__main__":
    unittest.main()
