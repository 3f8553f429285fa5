"""An organization that looks at its own cases: complaints, second reviews that nobody sees the first answer of, funnels, groups of workers, and how long papers stay."""
import json
import unittest
from collections import Counter

import desk_test
from office import Office, stores
from program import SECOND, Story, run

DAY = "2014-03-20"


def cohen(pairs):
    """Written down a second time: observed and expected agreement of two raters."""
    n, kinds = len(pairs), {word for pair in pairs for word in pair}
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(first[kind] * second[kind] for kind in kinds) / n**2
    return (observed - expected) / (1 - expected)


def decided(office, i, decision="upheld", changes=(), reviewer="R02"):
    """A case from receipt to mailing."""
    number = office.open([("WC-SYN-2291", f"WC-SYN-{7000 + i}"), *changes])
    office.screen(number, "2014-02-11")
    office.to_review(number, reviewer=reviewer)
    office.decide(number, {1: decision}, reviewer=reviewer)
    office.issue(number, DAY)
    return number


class WithVault(Office):
    """An office whose papers are kept."""

    def __init__(self, places, folder):
        super().__init__(places["OPENIMR_STORE"], folder)
        self.places = places

    def run(self, *words):
        return run(*words, env=self.places)


class Complaints(Story):
    def test_a_complaint_is_taken_in_answered_and_counted(self):
        for name, url in stores(self):
            office = Office(url, self.folder)
            number = decided(office, 1)
            letter = [event for event in office.show(number)["history"] if event["kind"] == "issued"][-1]["what"]["determination"]
            office.event(number, "complained", "2014-04-01", as_role="intake", **{"from": "employee"}, ground="records_not_considered", text="The report of May was not read.", items="1")
            told = office.must("oversight", "complaints")["complaints"]
            self.assertEqual([(one["number"], one["complaint"], one["determination"], one["received_on"], one["finding"], one["closed_on"]) for one in told],
                             [(number, "C1", letter, "2014-04-01", None, None)])
            self.assertEqual(office.due(number)[("answer_complaint_C1", None)], None)  # somebody has to answer
            self.assertIn("no answer", office.refused(number, "complaint_closed", "2014-04-03", "compliance", complaint="C1", why="answered"))
            self.assertIn("a day before complained", office.refused(number, "complaint_answered", "2014-03-30", "compliance", complaint="C1", finding="unfounded", answer="It was read."))
            self.assertIn("one of: compliance", office.refused(number, "complaint_answered", "2014-04-05", "coordinator", complaint="C1", finding="unfounded", answer="x"))
            office.event(number, "complaint_answered", "2014-04-08", as_role="compliance", complaint="C1", finding="founded", answer="It was overlooked.", remedy="The appeal was pointed out.")
            office.event(number, "complaint_closed", "2014-04-09", as_role="compliance", complaint="C1", why="answered")
            self.assertIn("closed on 2014-04-09", office.refused(number, "complaint_answered", "2014-04-10", "compliance", complaint="C1", finding="unfounded", answer="x"))
            # Another one, of an authority, about no item; the case is closed by then, and the complaint is still somebody's work.
            ended = office.open([("WC-SYN-2291", "WC-SYN-7900")])
            office.event(ended, "withdrawn", "2014-02-12", **{"from": "applicant"}, reason="treated elsewhere")
            office.event(ended, "complained", "2014-03-01", **{"from": "authority"}, ground="delay", text="No notice came.")
            self.assertEqual(list(office.due(ended)), [("answer_complaint_C1", None)])
            self.assertEqual(office.must("queue", "--role", "compliance", "--as-of", "2014-04-20")["rows"][0]["number"], ended)
            figures = office.must("oversight", "figures", "--key", "1")["complaints"]
            self.assertEqual({key: figures[key] for key in ("received", "open", "about_decisions", "decisions", "median_days", "longest_days", "changed_since")},
                             {"received": 2, "open": 1, "about_decisions": 1, "decisions": 1, "median_days": 7, "longest_days": 7, "changed_since": 0})
            self.assertEqual((figures["by_ground"], figures["by_finding"]), ({"delay": 1, "records_not_considered": 1}, {"founded": 1}))
            only = office.must("oversight", "figures", "--key", "1", "--since", "2014-03-15")["complaints"]
            self.assertEqual((only["received"], only["open"]), (1, 0))
            # A decision that was corrected afterwards is told as such.
            office.event(number, "corrected", "2014-04-15", what="a name", determination="ef")
            self.assertEqual(office.must("oversight", "figures", "--key", "1")["complaints"]["changed_since"], 1)

    def test_what_is_no_complaint(self):
        office = Office(f"sqlite:{self.folder}/cases.db", self.folder)
        number = office.open()
        for fields, words in (({"ground": "mood"}, "one of delay"), ({"from": "neighbour"}, "a part that somebody has"), ({"items": "9"}, "an item of the case"), ({"text": ""}, "text")):
            done = office.run(*office.words(number, "complained", "2014-02-12", {"from": "employee", "ground": "delay", "text": "late", **fields}))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)


class SecondReviews(Story):
    def test_agreement_is_computed_from_what_was_decided_twice(self):
        for name, url in stores(self):
            office = Office(url, self.folder)
            first = ["upheld", "upheld", "overturned", "upheld", "overturned"]
            numbers = [decided(office, i, one) for i, one in enumerate(first)]
            told = office.must("oversight", "draw", "--count", "4", "--seed", "7", "--reviewer", "R02", "--reviewer", "R05", "--on", "2014-04-30")
            self.assertEqual({one["reviewer"] for one in told["drawn"]}, {"R05"})  # R02 decided them
            self.assertEqual((told["determined"], len(told["drawn"]), told["left_out"]), (5, 4, []))
            # What was drawn is drawn no more; the last one remains.
            rest = office.run("oversight", "draw", "--count", "4", "--seed", "7", "--reviewer", "R05", "--on", "2014-04-30", "--json")
            self.assertEqual(rest.returncode, 1)
            self.assertEqual({one["number"] for one in json.loads(rest.stdout)["drawn"]}, set(numbers) - {one["number"] for one in told["drawn"]})
            second = ["upheld", "overturned", "overturned", "upheld", "upheld"]
            for number, again in zip(numbers, second):
                self.assertIn("who has not attested", office.refused(number, "duplicate_decided", "2014-05-02", "reviewer", duplicate="D1", reviewer="R05", decisions=f"1:{again}", reason="seen"))
                office.event(number, "duplicate_attested", "2014-05-01", as_role="reviewer", duplicate="D1", reviewer="R05", attestations=[f"{party}:none" for party in office.parties(number, "2014-05-01")])
                office.event(number, "duplicate_decided", "2014-05-02", as_role="reviewer", duplicate="D1", reviewer="R05", decisions=f"1:{again}", reason="seen")
                self.assertEqual(office.show(number)["case"]["status"], "determined")  # nothing of the case changes by it
            agreement = office.must("oversight", "figures", "--key", "1")["agreement"]
            self.assertEqual((agreement["drawn"], agreement["open"], agreement["items"], agreement["agreed"]), (5, 0, 5, 3))
            self.assertAlmostEqual(agreement["cohen"]["kappa"], cohen(list(zip(first, second))), places=6)
            self.assertLess(agreement["cohen"]["interval"][0], agreement["cohen"]["kappa"])
            self.assertIsNone(agreement["fleiss"])
            # A third decision of each makes it Fleiss' kappa of three.
            for number, again in zip(numbers, first):
                office.event(number, "duplicate_drawn", "2014-05-03", as_role="compliance", reviewer="R09")
                office.event(number, "duplicate_attested", "2014-05-04", as_role="reviewer", duplicate="D2", reviewer="R09", attestations=[f"{party}:none" for party in office.parties(number, "2014-05-04")])
                office.event(number, "duplicate_decided", "2014-05-05", as_role="reviewer", duplicate="D2", reviewer="R09", decisions=f"1:{again}", reason="seen")
            agreement = office.must("oversight", "figures", "--key", "1")["agreement"]
            rows = [Counter(row) for row in zip(first, second, first)]
            share = [sum(row[kind] for row in rows) / 15 for kind in ("upheld", "overturned")]
            by_chance = sum(part**2 for part in share)
            observed = sum(sum(count * (count - 1) for count in row.values()) / 6 for row in rows) / 5
            self.assertEqual(agreement["raters"], 3)
            self.assertAlmostEqual(agreement["fleiss"]["kappa"], (observed - by_chance) / (1 - by_chance), places=6)

    def test_who_had_a_part_in_it_cannot_be_asked(self):
        office = Office(f"sqlite:{self.folder}/cases.db", self.folder)
        number = decided(office, 1)
        self.assertIn("had a part in it", office.refused(number, "duplicate_drawn", "2014-05-01", "compliance", reviewer="R02"))
        done = office.run("oversight", "draw", "--count", "1", "--seed", "1", "--reviewer", "R02")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{number} is left out", done.stderr)
        open_one = office.open([("WC-SYN-2291", "WC-SYN-7100")])
        self.assertIn("after the determination was issued", office.refused(open_one, "duplicate_drawn", "2014-05-01", "compliance", reviewer="R05"))


class Groups(Story):
    def test_reviewers_and_workers_beside_each_other(self):
        office = Office(f"sqlite:{self.folder}/cases.db", self.folder)
        spanish = [("employee:\n", "employee:\n  language: es\n")]
        english = [("employee:\n", "employee:\n  language: en\n")]
        plan = [("R02", "overturned", spanish)] * 2 + [("R02", "upheld", english)] * 2 + [("R05", "upheld", spanish)] * 2 + [("R05", "overturned", english)] * 2
        for i, (reviewer, decision, changes) in enumerate(plan):
            decided(office, i, decision, changes, reviewer)
        told = office.must("oversight", "figures", "--key", "5", "--smallest-cell", "2")
        self.assertEqual((told["cases"], told["items"], told["overturned"]), (8, 8, 4))
        language = {row["label"]: row for row in told["groups"] if row["dimension"] == "language"}
        self.assertEqual({label: (row["items"], row["overturned"], row["difference"]) for label, row in language.items()}, {"en": (4, 2, 0), "es": (4, 2, 0)})
        self.assertEqual(language["en"]["standardised"]["coverage"], 1)
        self.assertEqual([(row["items"], row["overturned"], row["expected"]) for row in told["funnel"]], [(4, 2, 2), (4, 2, 2)])
        other = office.must("oversight", "figures", "--key", "6", "--smallest-cell", "2")
        self.assertFalse({row["pseudonym"] for row in told["funnel"]} & {row["pseudonym"] for row in other["funnel"]})
        self.assertNotIn("R02", json.dumps(told))
        # With the usual smallest cell nothing of so few is shown.
        few = office.must("oversight", "figures", "--key", "5")
        self.assertEqual((few["groups"], few["funnel"], few["reviewers_left_out"]), ([], [], 2))
        self.assertGreater(few["groups_left_out"], 0)


class Blinded(desk_test.WithAccounts):
    """Who decides a second time is let in to the papers, and to nothing of the first answer."""
    locals().update(dict.fromkeys((name for name in dir(desk_test.WithAccounts) if name.startswith("test_"))))  # those run elsewhere

    def drawn(self):
        accounts = self.places.pop("OPENIMR_ACCOUNTS")
        office = WithVault(dict(self.places), self.folder)
        number = json.loads(self.must("import", SECOND, "--json").stdout)["number"]
        office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
        office.event(number, "notice_sent", "2014-02-12", notice="assignment")
        office.attest(number, "R02", "2014-02-26", propose=True)
        office.decide(number, {1: "overturned"})
        office.issue(number, DAY)
        self.places["OPENIMR_ACCOUNTS"] = accounts
        return number

    def test_the_first_answer_is_seen_by_nobody_who_decides_again(self):
        number = self.drawn()
        self.may_not("c.rivera", "oversight", "draw", "--count", "1", "--seed", "3", "--reviewer", "R05")
        self.may_not("c.rivera", "oversight", "figures", "--key", "1")
        self.may_not("R05", "case", "show", number)
        self.may("k.law", "oversight", "draw", "--count", "1", "--seed", "3", "--reviewer", "R05", "--on", "2014-04-30")
        shown = self.may("R05", "case", "show", number, "--json")
        self.assertNotIn("overturned", shown)
        self.assertNotIn("R02", shown)
        self.assertNotIn("opinion", shown)
        folder = self.folder / "blind"
        self.may_not("R05", "case", "folder", number, folder)  # not before the attestation
        words = [word for party in self.parties(number) for word in ("--set", f"attestations={party}:none")]
        self.may_not("m.dean", "case", "event", number, "duplicate_attested", "--set", "duplicate=D1", "--set", "reviewer=R05", *words, "--on", "2014-05-01")
        self.may("R05", "case", "event", number, "duplicate_attested", "--set", "duplicate=D1", "--set", "reviewer=R05", *words, "--on", "2014-05-01")
        self.may("R05", "case", "folder", number, folder)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["application.yaml", "documents", "documents.yaml"])
        self.may_not("R05", "case", "opinion", number, "--reviewer", "R02")
        self.may("R05", "case", "event", number, "duplicate_decided", "--set", "duplicate=D1", "--set", "reviewer=R05", "--set", "decisions=1:upheld", "--set", "reason=seen", "--on", "2014-05-02")
        self.may_not("R05", "case", "show", number)  # it is over
        agreement = json.loads(self.may("k.law", "oversight", "figures", "--key", "1", "--json"))["agreement"]
        self.assertEqual(agreement["table"], [{"first": "overturned", "second": "upheld", "items": 1}])
        self.assertIn("oversight_read", [row["act"] for row in self.log()])

    def test_papers_of_a_case_that_has_ended_are_kept_for_the_years_of_the_rule(self):
        number = self.drawn()
        row = [row for row in self.log() if row["act"] in ("retention_set", "retention_failed")]
        self.assertEqual([(one["case"], one["details"]["until"], one["details"]["basis"]) for one in row][-1:], [(number, "2021-03-20", "policy")])
        papers = json.loads(self.may("c.rivera", "case", "papers", number, "--json"))["papers"]
        self.assertEqual(row[-1]["details"]["papers"], str(len(papers)))
        kept = json.loads(self.may("a.admin", "vault", "list", "--json"))["papers"]
        self.assertEqual({one["retain_until"] for one in kept}, {"2021-03-20"})


if __name__ == "__main__":
    unittest.main()
