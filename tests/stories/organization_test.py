"""The review organization itself: may it take a case, and what has it to file by when (LC 139.5(c)(2), (d)(1), (d)(2))."""
import re
import unittest

from program import FIRST, ROOT, SECOND, Story, answer, run

OWN = ROOT / "examples/organization.yaml"


class Organization(Story):
    def own(self, *changes):
        text = OWN.read_text()
        for old, new in changes:
            self.assertRegex(text, old)
            text = re.sub(old, new, text, count=1)
        file = self.folder / "organization.yaml"
        file.write_text(text)
        return file

    def check(self, own, case=SECOND, *more):
        return answer("organization", "check", own, *(("--case", case) if case else ()), *more, "--json")

    def test_a_tie_of_a_person_forbids_the_case(self):
        told = self.check(OWN)
        self.assertFalse(told["may_review"])
        # The executive holds shares of the pharmacy where the cream is compounded; the employment of 2009 is over.
        self.assertEqual([(one["who"], one["party"]) for one in told["faults"]], [("E01", "Fable Valley Compounding Pharmacy")])
        self.assertIn("139.5(c)(2)", told["faults"][0]["citation"])
        self.assertEqual(run("organization", "check", OWN, "--case", SECOND).returncode, 1)
        self.assertTrue(self.check(OWN, FIRST)["may_review"])
        below = self.own(("percent_of_income: 7.5", "percent_of_income: 4.5"))
        self.assertTrue(self.check(below)["may_review"])
        still = self.own(("until: 2009-06-30", "until: 2014-06-30"), ("percent_of_income: 7.5", "percent_of_income: 4.5"))
        self.assertEqual({one["party"] for one in self.check(still)["faults"]}, {"Sandbox Claims Administrators"})

    def test_a_case_is_not_assigned_to_an_organization_with_a_conflict(self):
        store = {"OPENIMR_STORE": f"sqlite:{self.folder}/cases.db", "OPENIMR_ORGANIZATION": str(OWN)}
        for case, allowed in ((SECOND, False), (FIRST, True)):
            number = answer("import", case, "--json", env=store)["number"]
            done = run("case", "event", number, "assigned", "--set", "organization=Example", "--on", "2015-03-01", env=store)
            self.assertEqual(done.returncode, 0 if allowed else 1, done.stderr)
            if not allowed:
                self.assertIn("E01, Fable Valley Compounding Pharmacy", done.stderr)
                self.assertIn("LC 139.5(c)(2)", done.stderr)

    def test_an_affiliate_that_is_a_party_or_in_the_business(self):
        party = self.own(("Example Analytics Inc", "Sandbox Claims Administrators"))
        self.assertIn(("Sandbox Claims Administrators", "Sandbox Claims Administrators"), [(one["who"], one["party"]) for one in self.check(party)["faults"]])
        barred = self.own(("business: software", "business: insurer"))
        told = self.check(barred, None, "--as-of", "2015-01-01")
        self.assertEqual([(one["rule"], one["citation"]) for one in told["faults"]], [("B-11", "LC 139.5(d)(1)")])
        lapsed = self.check(OWN, None, "--as-of", "2019-01-01")
        self.assertEqual([one["rule"] for one in lapsed["faults"]], ["B-10"])
        elsewhere = self.own(("state: CA", "state: NV"))
        self.assertEqual([one["rule"] for one in self.check(elsewhere, None, "--as-of", "2015-01-01")["faults"]], ["B-10"])

    def filing(self, own, as_of):
        return answer("organization", "filing", own, "--as-of", as_of, "--json")

    def test_what_is_due(self):
        told = self.filing(OWN, "2015-02-10")
        # Five business days after Monday, 2 February 2015; 12 February is a holiday of the courts only.
        self.assertEqual([(one["what"], one["due_on"], one["filed_on"], one["is_late"]) for one in told["due"]],
                         [("yearly", "2015-01-10", "2015-01-08", False), ("new client: Nonesuch Health Plan", "2015-02-09", None, True), ("yearly", "2016-01-08", None, False)])
        self.assertFalse(told["is_good"])
        filed = self.own(("- {on: 2015-01-08, kind: yearly}", "- {on: 2015-01-08, kind: yearly}\n  - {on: 2015-02-06, kind: change}"))
        self.assertTrue(self.filing(filed, "2015-02-10")["is_good"])
        late = self.filing(filed, "2016-01-09")
        self.assertEqual([(one["what"], one["is_late"]) for one in late["due"]][-1], ("yearly", True))
        self.assertEqual(run("organization", "filing", filed, "--as-of", "2016-01-09").returncode, 1)

    def test_what_a_disclosure_leaves_out(self):
        silent = self.own(("owners: \\[\\]\n", ""), ("conflict_process: .*", "conflict_process: "))
        self.assertEqual([one["id"] for one in self.filing(silent, "2015-01-20")["missing"]], ["owners", "conflict_process"])
        self.assertEqual(self.filing(OWN, "2015-01-20")["missing"], [])  # an empty list says that there is nobody
        self.fails(run("organization", "check", self.own(("office: director", "office: chief")), "--as-of", "2015-01-01"), "organization.yaml", "chief")
        self.fails(run("organization", "check", self.own(("    biography: Twenty.*\n", "")), "--as-of", "2015-01-01"), "no biography")
        self.fails(run("organization", "filing", OWN, "--as-of", "2015-01-01", "--jurisdiction", "us-tx-wc"), "us-tx-wc")
        self.fails(run("organization", "check", OWN), "--as-of")


if __name__ == "__main__":
    unittest.main()
