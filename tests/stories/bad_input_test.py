"""Bad input: a message with place, found, expected, remedy; exit 2 or a gathered problem; nothing half written."""
import os
import pathlib
import subprocess
import unittest

from program import FIRST, ROSTER, SECOND, Story, answer, run


class TheApplication(Story):
    def changed(self, old, new):
        case = self.copy(SECOND)
        file = case / "application.yaml"
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new, 1))
        return run("review", case)

    def test_a_folder_that_is_not_there(self):
        self.fails(run("review", self.folder / "nowhere"), "nowhere", "found", "expected")

    def test_a_folder_without_an_application(self):
        case = self.copy(SECOND)
        (case / "application.yaml").unlink()
        self.fails(run("review", case), "application.yaml: found no such file, expected")

    def test_an_unknown_key(self):
        self.fails(self.changed("consent:", "consnt:"), "application.yaml:", "the unknown key \"consnt\"", "did you mean \"consent\"?")

    def test_a_date_that_does_not_exist(self):
        self.fails(self.changed("date_of_injury: 2011-12-16", "date_of_injury: 2011-12-32"), "application.yaml:", "claim.date_of_injury", "found \"2011-12-32\"", "expected a date such as 2015-01-16")

    def test_broken_yaml(self):
        self.fails(self.changed("consent:", "consent: [}"), "application.yaml:", "broken YAML")

    def test_a_key_of_ones_own_is_allowed(self):
        done = self.changed("consent:", "x-note: ours\nconsent:")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_unknown_jurisdiction(self):
        self.fails(self.changed("us-ca-wc", "us-zz"), "us-zz", "us-ca-wc")


class TheRest(Story):
    def test_a_date_option_that_is_none(self):
        self.fails(run("review", FIRST, "--as-of", "16/1/2015"), "--as-of: found \"16/1/2015\", expected a date such as 2015-01-16")

    def test_a_roster_with_a_fault(self):
        roster = self.folder / "roster.yaml"
        roster.write_text(ROSTER.read_text().replace("credentials:", "credential:", 1))
        self.fails(run("review", SECOND, "--roster", roster), "roster.yaml:", "the unknown key \"credential\"", "did you mean \"credentials\"?")

    @unittest.skipIf(os.geteuid() == 0 and not pathlib.Path("/proc/self").exists(), "needs /proc as a folder that cannot be written")
    def test_an_out_folder_that_cannot_be_written(self):
        self.fails(run("review", SECOND, "--roster", ROSTER, "--out", "/proc/openimr"), "/proc/openimr: found", "expected a folder that can be written to", "--out")

    def test_an_out_folder_that_is_a_file(self):
        file = self.folder / "file"
        file.write_text("x")
        self.fails(run("review", SECOND, "--roster", ROSTER, "--out", file), str(file), "expected a folder that can be written to")
        self.assertEqual(file.read_text(), "x")

    def test_a_command_that_is_none(self):
        done = run("reviw", FIRST)
        self.assertEqual(done.returncode, 2)

    def test_a_key_that_is_none(self):
        case = self.copy(FIRST, opinion=True)
        before = (case / "opinion.yaml").read_bytes()
        key = self.folder / "bad.key"
        key.write_text("hello")
        self.fails(run("opinion", "sign", case, "--key", key), "bad.key: found no Ed25519 private key", "openimr opinion keygen FILE")
        self.assertEqual((case / "opinion.yaml").read_bytes(), before)

    def test_a_verb_that_is_none_is_named_with_the_nearest(self):
        self.fails(run("people", "entre"), 'openimr people: found "entre"', 'did you mean "enter"?')
        self.fails(run("reveiw", SECOND), 'openimr: found "reveiw"', 'did you mean "review"?')
        self.fails(run("vault", "zzzzzzz"), "one of", "openimr vault --help")
        self.fails(run("case"), "subcommand is required")

    def test_a_key_file_is_never_overwritten(self):
        key = self.folder / "my.key"
        self.assertEqual(run("opinion", "keygen", key).returncode, 0)
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        before = key.read_bytes()
        self.fails(run("opinion", "keygen", key), "a key is never overwritten")
        self.assertEqual(key.read_bytes(), before)


class TheDocuments(Story):
    """Each broken document is named; the rest of the case is read all the same."""

    def problem_with(self, name, content):
        case = self.copy(SECOND)
        file = case / "documents" / name
        file.write_bytes(content)
        review = answer("review", case, "--json")
        self.assertEqual(review["eligibility"]["outcome"], "eligible")
        self.assertGreater(len(review["chart"]["facts"]), 30, "the other documents were read")
        found = [one for one in review["problems"] if name in one["where"]]
        self.assertTrue(found, review["problems"])
        for key in ("where", "found", "expected", "remedy"):
            self.assertTrue(found[0][key], found[0])
        return found[0], review

    def a_pdf(self):
        return next((SECOND / "documents").glob("04*.pdf")).read_bytes()

    def test_an_empty_file(self):
        problem, _ = self.problem_with("90-empty.pdf", b"")
        self.assertIn("0 bytes", problem["found"])

    def test_a_truncated_pdf(self):
        problem, _ = self.problem_with("90-cut.pdf", self.a_pdf()[:1500])
        self.assertTrue(problem["found"])

    def test_a_password(self):
        source, target = self.folder / "a.pdf", self.folder / "b.pdf"
        source.write_bytes(self.a_pdf())
        subprocess.run(["qpdf", "--encrypt", "secret", "owner", "256", "--", source, target], check=True)
        problem, review = self.problem_with("90-locked.pdf", target.read_bytes())
        self.assertIn("password", problem["found"])
        self.assertTrue([one for one in review["checks"] if one["id"] in ("missing_document", "unread_pages")], "what cannot be read is not forgotten")

    def test_a_pdf_without_pages(self):
        problem, _ = self.problem_with("90-none.pdf", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
                                       b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n105\n%%EOF\n")
        self.assertTrue(problem["found"])

    def test_a_file_that_lies_about_its_type(self):
        self.problem_with("90-lie.txt", self.a_pdf())

    def test_garbage(self):
        self.problem_with("90-garbage.pdf", bytes((i * 7919 + 13) % 256 for i in range(20000)))

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_a_file_without_permission(self):
        case = self.copy(SECOND)
        file = case / "documents/90-mine.txt"
        file.write_text("x")
        file.chmod(0)
        review = answer("review", case, "--json")
        self.assertTrue([one for one in review["problems"] if "90-mine.txt" in one["where"]])

    def test_a_link_out_of_the_folder_is_not_followed(self):
        case = self.copy(SECOND)
        secret = self.folder / "secret.txt"
        secret.write_text("CRPS type I is diagnosed.")
        (case / "documents/90-link.txt").symlink_to(secret)
        review = answer("review", case, "--json")
        self.assertFalse([one for one in review["chart"]["facts"] if "90-link" in one["evidence"][0]["file"]])


if __name__ == "__main__":
    unittest.main(verbosity=2)
