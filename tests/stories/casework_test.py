"""The life of a case, from the application to what comes after the determination, on both stores.

The worker's application came by fax on Monday, 10 February 2014; utilization review had been served by mail on 16 January. Every
expected day is counted by hand beside it.
"""
import hashlib
import re
import unittest

from office import Office, stores
from program import CASES, FIRST, ROSTER, SECOND, Story, answer, run


class Casework(Story):
    def each(self):
        for name, url in stores(self):
            self.store = name
            yield Office(url, self.folder)

    def ends(self, office, number, status, outcome):
        case = office.show(number)["case"]
        self.assertEqual((case["status"], case["outcome"]), (status, outcome))
        return case

    def regular(self, office, issued="2014-03-20"):
        number = office.open()
        self.assertEqual(office.screen(number, "2014-02-11")["status"], "eligible")
        office.to_review(number)
        office.decide(number, {1: "upheld"})
        office.issue(number, issued)
        return number

    def test_a_regular_review(self):
        for office in self.each():
            number = office.open()
            self.assertEqual(office.due(number), {("screen", None): None})
            office.screen(number, "2014-02-11")
            # One business day; 12 February is a holiday of the courts only.
            self.assertEqual(office.due(number), {("assign", "assignment-notice"): "2014-02-12"})
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            office.event(number, "notice_sent", "2014-02-12", notice="assignment", served_by="mail")
            due = office.due(number)
            # 15 days after a mailed notice by the regulation; 10 by the statute, and day 10 is a Saturday.
            self.assertEqual(due[("send_records", "records")], "2014-02-27")
            self.assertEqual(due[("send_records", "records-statute")], "2014-02-24")
            self.assertIsNone(due[("find_reviewer", "determination")])
            office.event(number, "records_received", "2014-02-25", **{"from": "claims_administrator"}, documents="ab01 records.pdf", complete="true")
            self.assertEqual(office.due(number)[("find_reviewer", "determination")], "2014-03-27")  # 30 days after the records
            office.attest(number, "R02", "2014-02-26", propose=True)
            self.assertEqual(office.due(number), {("give_opinion", "determination"): "2014-03-27"})
            office.decide(number, {1: "overturned"})
            self.assertEqual(office.due(number), {("issue", "determination"): "2014-03-27"})
            office.issue(number, "2014-03-20")
            case = self.ends(office, number, "determined", "DETERMINED")
            self.assertEqual(case["items"][0]["decision"], "overturned")
            # 30 days end on Saturday, 19 April; five more for the mail; the authorization waits for receipt.
            due = office.due(number, "2014-03-21")
            self.assertEqual(due[("appeal", "appeal")], "2014-04-24")
            self.assertIsNone(due[("implement", "implementation")])
            office.event(number, "notice_served", "2014-03-24", notice="determination", recipient="Sandbox Claims Administrators", proof="receipt 7")
            due = office.due(number, "2014-03-25")
            self.assertEqual(due[("implement", "implementation")], "2014-04-01")  # 31 March, César Chávez Day, is no business day
            self.assertEqual(due[("pay", "payment")], "2014-04-14")  # day 20 is Sunday, 13 April
            office.event(number, "published", "2014-05-01", number="P14-77")

    def test_an_expedited_review(self):
        expedited = [("review: regular", "review: expedited\nexpedited_certification: {by: Ottoline Figg, on: 2014-02-10}")]
        for office in self.each():
            number = office.open(expedited)
            office.screen(number, "2014-02-10")
            office.event(number, "assigned", "2014-02-10", organization="Example IMRO")
            office.event(number, "notice_sent", "2014-02-10", notice="assignment", served_by="electronic")
            self.assertEqual(office.due(number)[("send_records", "records-expedited")], "2014-02-11")  # 24 hours
            office.event(number, "records_received", "2014-02-11", **{"from": "claims_administrator"}, documents="ab01 records.pdf", complete="true")
            office.attest(number, "R02", "2014-02-11", propose=True)
            self.assertEqual(office.due(number)[("give_opinion", "determination-expedited")], "2014-02-14")  # three days
            office.decide(number, {1: "overturned"}, on="2014-02-13")
            office.issue(number, "2014-02-13", served_by="electronic")
            self.ends(office, number, "determined", "DETERMINED")

    def test_a_review_that_becomes_expedited_has_its_clock_begin_anew(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            self.assertIn("8 CCR 9792.10.4(c)", office.refused(number, "expedited_conversion", "2014-02-28"))
            office.event(number, "expedited_conversion", "2014-02-28", certified_by="Ottoline Figg", document="ab02 certificate.pdf")
            self.assertEqual(office.due(number), {("give_opinion", "determination-expedited"): "2014-03-03"})
            self.assertIn("expedited already", office.refused(number, "expedited_conversion", "2014-03-01", certified_by="x", document="y"))

    def test_a_deferred_case_wakes_with_the_notice(self):
        disputed = [("liability_disputed: false", "liability_disputed: true")]
        for office in self.each():
            number = office.open(disputed)
            office.screen(number, "2014-02-11")
            self.ends(office, number, "deferred", "DEFERRED_LIABILITY")
            self.assertIn("LC 4610.5(k)", office.refused(number, "assigned", "2014-02-12", organization="Example IMRO"))
            self.assertIn("notice_on", office.refused(number, "resumed", "2014-03-03", why="resolution_notice"))
            office.event(number, "resumed", "2014-03-03", why="resolution_notice", notice_on="2014-03-03")
            office.screen(number, "2014-03-05")
            self.ends(office, number, "eligible", None)
            self.assertEqual(office.due(number), {("assign", "assignment-notice"): "2014-03-06"})

    def test_two_applications_are_decided_together(self):
        other = [("date: 2014-01-15", "date: 2014-01-17"), ("on: 2014-01-16", "on: 2014-01-17"), ('text: "Ketamine[^"]*"', 'text: "Lumbar MRI without contrast"'),
                 ("ur_guideline: .*", "ur_guideline: MTUS Low Back")]
        for office in self.each():
            first, second = office.open(), office.open(other)
            for number in (first, second):
                office.screen(number, "2014-02-11")
            office.must("case", "consolidate", second, "--into", first, "--on", "2014-02-12")
            self.ends(office, second, "closed", f"CONSOLIDATED_INTO({first})")
            case = office.show(first)["case"]
            self.assertEqual([one["id"] for one in case["items"]], ["1", f"{second}/1"])
            office.to_review(first)
            # One determination lists every item of both.
            self.assertIn("LC 4610.6(e)", office.refused(first, "opinion_recorded", "2014-03-12", reviewer="R02", opinion="x", decisions="1:upheld"))
            office.decide(first, {1: "upheld", f"{second}/1": "overturned"})
            office.issue(first, "2014-03-20")
            self.ends(office, first, "determined", "DETERMINED")
            stranger = office.open(case=FIRST)
            office.screen(stranger, "2015-02-23")
            done = office.run("case", "consolidate", stranger, "--into", first, "--on", "2015-02-24")
            self.assertEqual(done.returncode, 1)
            self.assertIn("8 CCR 9792.10.4(a)", done.stderr)

    def test_an_authorized_treatment_ends_the_review(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            self.assertIn("no authorization", office.run(*office.words(number, "terminated", "2014-03-01", {"why": "authorized"})).stderr)
            office.event(number, "terminated", "2014-03-01", why="authorized", authorization="The cream is authorized as requested.")
            self.ends(office, number, "closed", "TERMINATED_AUTHORIZED")
            self.assertEqual(office.due(number), {})
            self.assertIn("LC 4610.6(c)", office.refused(number, "opinion_recorded", "2014-03-12", reviewer="R02", opinion="x", decisions="1:upheld"))
            # Of several items one may end and the others go on.
            several = office.open(case=FIRST)
            office.screen(several, "2015-02-23")
            office.event(several, "terminated", "2015-02-25", why="authorized", items="1", authorization="Item 1 is authorized.")
            shown = office.show(several)["case"]
            self.assertEqual(shown["status"], "eligible")
            self.assertEqual([one["ended"] for one in shown["items"]][:2], ["terminated_authorized", None])
            withdrawn = office.open([("WC-SYN-2291", "WC-SYN-9999")])
            office.event(withdrawn, "withdrawn", "2014-02-12", **{"from": "applicant"}, reason="treated elsewhere")
            self.ends(office, withdrawn, "closed", "WITHDRAWN_BY_APPLICANT")

    def test_a_late_determination_stands_and_is_told(self):
        for office in self.each():
            number = self.regular(office, issued="2014-04-10")
            case = self.ends(office, number, "determined", "DETERMINED_LATE")
            self.assertEqual(case["days_late"], 14)  # due 27 March
            waiting = office.open([("WC-SYN-2291", "WC-SYN-9999")])
            office.screen(waiting, "2014-02-11")
            self.assertIn("1 overdue", office.run("queue", "--raise", "--as-of", "2014-02-20", "--role", "coordinator", "--by", "night").stdout)
            self.assertIn("0 overdue", office.run("queue", "--raise", "--as-of", "2014-02-21", "--by", "night").stdout)
            self.assertEqual(office.show(waiting)["history"][-1]["what"], {"due_on": "2014-02-12", "rule": "assignment-notice", "who": "coordinator"})
            office.event(waiting, "assigned", "2014-02-24", organization="Example IMRO")  # late, and still valid

    def test_a_correction_never_touches_the_answer(self):
        for office in self.each():
            number = self.regular(office)
            office.event(number, "corrected", "2014-03-25", what="the employer's name was misspelled", determination="c0441")
            case = self.ends(office, number, "determined", "CORRECTED")
            self.assertEqual(case["items"][0]["decision"], "upheld")
            done = office.run(*office.words(number, "corrected", "2014-03-26", {"what": "x", "determination": "y", "decisions": "1:overturned"}))
            self.fails(done, "no such field")

    def test_a_remand_goes_to_another_reviewer(self):
        for office in self.each():
            number = self.regular(office)
            self.assertIn("LC 4610.6(h)(1)-(5)", office.refused(number, "appealed", "2014-04-01", ground="eligibility"))
            office.event(number, "appealed", "2014-04-01", ground="plain_error", **{"from": "applicant"}, number="ADJ0002291")
            self.fails(office.run(*office.words(number, "remanded", "2014-05-01", {"ground": "plain_error"})), "no facts")
            office.event(number, "remanded", "2014-05-01", ground="plain_error", facts="the letter says no trial of gabapentin",
                         correct_facts="PR-2 of 10/16/2013, page 2, documents it", to="other_reviewer")
            case = self.ends(office, number, "eligible", "REVERSED_REMANDED")
            self.assertEqual((case["round"], case["items"][0]["decision"]), (2, None))
            office.event(number, "assigned", "2014-05-02", organization="Example IMRO")
            office.event(number, "notice_sent", "2014-05-02", notice="assignment")
            self.assertIn("decided it before", office.refused(number, "reviewer_proposed", "2014-05-05", reviewer="R02", reason="x"))
            office.attest(number, "R05", "2014-05-05", propose=True)
            # 30 days after the order are Saturday, 31 May.
            self.assertEqual(office.due(number)[("give_opinion", "determination")], "2014-06-02")
            office.decide(number, {1: "overturned"}, reviewer="R05", on="2014-05-20")
            office.issue(number, "2014-05-21")
            self.assertEqual(self.ends(office, number, "determined", "DETERMINED")["items"][0]["decision"], "overturned")

    def test_the_same_dispute_again_is_a_duplicate(self):
        for office in self.each():
            first = office.open()
            office.screen(first, "2014-02-11")
            again = office.open([("channel: fax", "channel: mail"), ("2014-02-10T15:20", "2014-02-12T09:00"), ("Ketamine 5% Cream 60gr", "Cream ketamine 5% 60 gr")])
            office.screen(again, "2014-02-13")
            self.ends(office, again, "closed", f"DUPLICATE_OF({first})")

    def test_a_new_claims_administrator_is_served_and_attested_to(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            office.event(number, "party_changed", "2014-03-05", role="claims_administrator", name="Example Successor Claims", effective_on="2014-03-03")
            self.assertIn(("attest_again", "determination"), office.due(number))
            office.decide(number, {1: "upheld"})
            done = office.run("case", "issue", number, "--determination", office.determination(number), "--on", "2014-03-20")
            self.assertEqual(done.returncode, 1)
            self.assertIn("Example Successor Claims", done.stderr)
            self.assertIn("LC 139.5(d)(5)", done.stderr)
            office.attest(number, "R02", "2014-03-14")
            office.issue(number, "2014-03-20")
            recipients = office.show(number)["history"][-1]["what"]["recipients"]
            self.assertIn("Example Successor Claims", recipients)
            self.assertNotIn("Sandbox Claims Administrators", recipients)

    def test_papers_that_come_after_the_opinion_are_read_first(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            office.decide(number, {1: "upheld"})
            office.event(number, "records_received", "2014-03-13", **{"from": "applicant"}, documents="ab09 late.pdf")
            self.assertEqual(office.show(number)["case"]["status"], "under_review")
            self.assertIn("quality review has passed", office.refused(number, "issued", "2014-03-14", determination="x"))
            self.assertEqual(office.due(number)[("give_opinion", "determination")], "2014-03-27")  # the clock goes on as it was

    def test_an_opinion_counts_when_its_signature_holds(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            office.write_opinion(number, {1: "upheld"})
            saved = hashlib.sha256((self.folder / f"opinion-{number}-R02.yaml").read_bytes()).hexdigest()
            # What is told of an opinion is held against the opinion.
            self.assertIn("nobody saved", office.refused(number, "opinion_recorded", "2014-03-12", reviewer="R02", opinion="ab", decisions="1:upheld"))
            self.assertIn("other decisions", office.refused(number, "opinion_recorded", "2014-03-12", reviewer="R02", opinion=saved, decisions="1:overturned"))
            office.event(number, "opinion_recorded", "2014-03-12", reviewer="R02", opinion=saved, decisions="1:upheld")
            self.assertIn("the reviewer's signature", office.refused(number, "opinion_signed", "2014-03-12", reviewer="R02", content_hash="ab", public_key="key"))
            # Not with another key than the roster's.
            sign = ["case", "sign", number, "--with-open-checks", "--by", "R02", "--on", "2014-03-12", "--signing-key"]
            other = office.run(*sign, office.key("R05"), "--roster", ROSTER)
            self.assertEqual(other.returncode, 1)
            self.assertIn("another key than the one registered for R02", other.stderr)
            self.assertEqual(office.show(number)["case"]["status"], "opined")
            office.must(*sign, CASES.parent / "keys/R02.pem", "--roster", ROSTER)
            self.assertEqual(office.show(number)["case"]["status"], "signed")
            changed = self.folder / "changed.yaml"
            changed.write_text(office.run("case", "opinion", number, "--by", "R02").stdout.replace("upheld", "overturned"))
            done = office.run("case", "opinion", number, changed, "--by", "R02", "--on", "2014-03-13")
            self.assertEqual(done.returncode, 1)
            self.assertIn("an opinion that is signed", done.stderr)
            # What leaves the house says what was signed.
            office.event(number, "quality_passed", "2014-03-13")
            issue = lambda file: office.run("case", "issue", number, "--determination", file, "--on", "2014-03-20")
            for file, words in ((office.determination(number, item_1="overturned"), "item 1: overturned"), (changed, "no decisions")):
                self.assertIn(words, issue(file).stderr)
            stale = office.determination(number, "stale.json")
            stale.write_text(re.sub('"opinion_sha256": "[0-9a-f]*"', '"opinion_sha256": "' + 64 * "0" + '"', stale.read_text()))
            self.assertIn("made from an opinion 0000", issue(stale).stderr)
            self.assertEqual(issue(office.determination(number)).returncode, 0)

    def test_a_signature_does_not_outlive_a_paper(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.to_review(number)
            office.opine(number, {1: "upheld"})
            kept = self.folder / "signed.yaml"
            kept.write_text(office.run("case", "opinion", number, "--by", "R02").stdout)
            office.event(number, "records_received", "2014-03-13", **{"from": "applicant"}, documents="ab09 late.pdf")
            done = office.run("case", "opinion", number, kept, "--by", "R02", "--on", "2014-03-13")
            self.assertEqual(done.returncode, 1)
            self.assertIn("does not hold over this opinion and these papers", done.stderr)
            office.opine(number, {1: "overturned"}, on="2014-03-14")
            self.assertEqual(office.show(number)["case"]["status"], "signed")

    def test_two_of_three_decide(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            office.event(number, "panel_approved", "2014-02-20", reviewers="3", approval="AD-9", reason="two conditions")
            for reviewer in ("R02", "R03", "R07"):
                office.event(number, "reviewer_proposed", "2014-02-26", reviewer=reviewer, reason="x")
            for reviewer in ("R02", "R03", "R07"):
                office.attest(number, reviewer, "2014-02-27")
            for reviewer, what in (("R02", "overturned"), ("R03", "upheld")):
                self.assertEqual(office.opine(number, {1: what}, reviewer)["status"], "under_review")
            self.assertEqual(office.opine(number, {1: "overturned"}, "R07")["status"], "signed")
            office.event(number, "quality_passed", "2014-03-13")
            office.must("case", "issue", number, "--determination", office.determination(number, item_1="overturned"), "--on", "2014-03-20")
            self.assertEqual(office.show(number)["case"]["items"][0]["decision"], "overturned")

    def test_what_nobody_may_do(self):
        for office in self.each():
            number = office.open()
            for kind, fields, role, words in [
                    ("issued", {"determination": "x"}, None, "LC 4610.6(e),(f)"),
                    ("opinion_recorded", {"reviewer": "R02", "opinion": "x"}, None, "LC 4610.6(c),(e)"),
                    ("noted", {"text": "x"}, "auditor", "\"auditor\""),
                    ("appealed", {"ground": "plain_error"}, None, "LC 4610.6(h)")]:
                self.assertIn(words, office.refused(number, kind, "2014-02-11", role, **fields))
            office.screen(number, "2014-02-11")
            office.to_review(number)
            self.assertIn("coordinator", office.refused(number, "opinion_recorded", "2014-03-12", "coordinator", reviewer="R02", opinion="x", decisions="1:upheld"))
            self.assertIn("LC 4610.6(d)(2)", office.refused(number, "extension_granted", "2014-03-12", days="3", reason="x"))
            office.event(number, "extension_granted", "2014-03-12", days="3", approval="AD-1", reason="storm")
            self.assertEqual(office.due(number)[("give_opinion", "determination")], "2014-04-01")  # 30 March is a Sunday, the 31st a holiday
            self.assertIn("a second extension", office.refused(number, "extension_granted", "2014-03-13", days="1", approval="AD-2", reason="x"))
            self.assertIn("8 CCR 9792.10.6(c)", office.refused(number, "reviewer_proposed", "2014-03-12", reviewer="R03", reason="x"))
            self.assertIn("LC 4610.6(b)", office.refused(number, "information_asked", "2014-03-12", purpose="review", of="applicant", what="the MRI"))

    def test_nothing_happens_before_what_it_follows_from(self):
        for office in self.each():
            number = office.open()
            early = office.run("case", "screen", number, "--on", "2014-02-09")
            self.assertEqual(early.returncode, 1)
            self.assertIn("a day before received on 2014-02-10", early.stderr)
            office.screen(number, "2014-02-11")
            self.assertIn("LC 4610.5(k)", office.refused(number, "assigned", "2014-02-10", organization="Example IMRO"))
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            self.assertIn("8 CCR 9792.10.4(b)", office.refused(number, "notice_sent", "2014-02-11", notice="assignment"))
            office.event(number, "notice_sent", "2014-02-12", notice="assignment")
            self.assertIn("received on 2014-02-10", office.refused(number, "records_received", "2014-02-09", **{"from": "claims_administrator"}, documents="ab01 a.pdf"))
            self.assertIn("LC 139.5(d)(3)(C)", office.refused(number, "reviewer_proposed", "2014-02-11", reviewer="R02", reason="x"))
            office.event(number, "reviewer_proposed", "2014-02-26", reviewer="R02", reason="same specialty")
            names = [f"{name}:none" for name in office.parties(number, "2014-02-26")]
            self.assertIn("reviewer_proposed on 2014-02-26", office.refused(number, "reviewer_attested", "2014-02-25", reviewer="R02", attestations=names))
            office.attest(number, "R02", "2014-02-27")
            # What came in before and is written down now keeps its own day.
            office.event(number, "records_received", "2014-02-25", **{"from": "claims_administrator"}, documents="ab01 a.pdf", complete="true")
            self.assertEqual(office.due(number)[("give_opinion", "determination")], "2014-03-27")
            office.write_opinion(number, {1: "upheld"})
            sign = ["case", "sign", number, "--with-open-checks", "--signing-key", office.key("R02"), "--by", "R02", "--on"]
            self.assertIn("reviewer_attested on 2014-02-27", office.run(*sign, "2014-02-26").stderr)
            office.must(*sign, "2014-03-12")
            self.assertIn("opinion_signed on 2014-03-12", office.refused(number, "quality_passed", "2014-03-11"))
            office.event(number, "quality_passed", "2014-03-13")
            early = office.run("case", "issue", number, "--determination", office.determination(number), "--on", "2014-03-11")
            self.assertEqual(early.returncode, 1)
            self.assertIn("LC 4610.6(e),(f)", early.stderr)
            office.issue(number, "2014-03-20")
            self.assertIn("issued on 2014-03-20", office.refused(number, "notice_served", "2014-03-19", notice="determination", recipient="x", proof="y"))
            self.assertIn("LC 4610.6(h)", office.refused(number, "appealed", "2014-03-19", ground="plain_error"))

    def test_a_day_that_was_told_wrongly_is_put_right(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            office.event(number, "notice_sent", "2014-02-21", notice="assignment")  # it was the 12th
            self.assertEqual(office.due(number)[("send_records", "records")], "2014-03-10")  # day 15 is a Saturday
            for words, fields in (("no reason", {"day": "2014-02-12"}), ("no records_received", {"of": "records_received", "day": "2014-02-12", "reason": "x"})):
                done = office.run(*office.words(number, "day_corrected", "2014-03-01", {"of": "notice_sent", **fields}))
                self.assertIn(words, done.stderr)
            self.assertIn("assigned on 2014-02-12", office.refused(number, "day_corrected", "2014-03-01", of="notice_sent", day="2014-02-11", reason="x"))
            self.assertIn("notice_sent/assignment on 2014-02-21", office.refused(number, "day_corrected", "2014-03-01", of="assigned", day="2014-02-24", reason="x"))
            office.event(number, "day_corrected", "2014-03-01", of="notice_sent", day="2014-02-12", reason="the date of the envelope was misread")
            self.assertEqual(office.due(number)[("send_records", "records")], "2014-02-27")
            kinds = [event["kind"] for event in office.show(number)["history"]]
            self.assertEqual(kinds[-2:], ["notice_sent", "day_corrected"])  # what was told stays
            late = office.open([("WC-SYN-2291", "WC-SYN-9999")])
            office.screen(late, "2014-02-11")
            office.to_review(late)
            office.decide(late, {1: "upheld"})
            office.issue(late, "2014-03-31")
            self.ends(office, late, "determined", "DETERMINED_LATE")
            office.event(late, "day_corrected", "2014-04-01", of="issued", day="2014-03-27", reason="the postmark says so")
            self.ends(office, late, "determined", "DETERMINED")

    def test_who_may_not_review_cannot_be_proposed_by_hand(self):
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            slate = answer("reviewers", "slate", SECOND, "--roster", ROSTER, "--as-of", "2014-02-26", "--json")
            propose = lambda who: office.run(*office.words(number, "reviewer_proposed", "2014-02-26", {"reviewer": who, "reason": "x"}), "--roster", ROSTER)
            self.assertGreater(len(slate["excluded"]), 2)
            for out in slate["excluded"]:
                reasons = [why for why in out["reasons"] if why["rule"] != "availability"]
                if not reasons:
                    continue
                done = propose(out["id"])
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(reasons[0]["citation"], done.stderr)
                self.assertIn(f"reviewer {out['id']}", done.stderr)
            done = propose("R99")
            self.assertEqual(done.returncode, 1)
            self.assertIn("not on the roster", done.stderr)
            self.assertIn("LC 139.5(d)(4)", done.stderr)
            # Who came later counts too.
            first = slate["slate"][0]["id"]
            office.event(number, "party_changed", "2014-02-20", role="employer", name="Nine Lives Freight", effective_on="2014-02-20")
            tied = self.folder / f"tied-{self.store}.yaml"
            rows = re.sub(rf"(id: {first}\n.*?interests:)[^\n]*\n", r"\1\n      - {party: Nine Lives Freight, kind: professional, relation: employment}\n", ROSTER.read_text(), flags=re.S)
            tied.write_text(rows)
            done = office.run(*office.words(number, "reviewer_proposed", "2014-02-26", {"reviewer": first, "reason": "x"}), "--roster", tied)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("Nine Lives Freight", done.stderr)
            self.assertEqual(propose(first).returncode, 0)

    def test_cases_are_kept_in_the_users_own_folder_and_nobody_else_reads_them(self):
        done = run("import", SECOND, env={"XDG_DATA_HOME": str(self.folder), "OPENIMR_STORE": ""})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{self.folder}/openimr/cases.db", done.stdout)
        for file in (self.folder / "openimr").iterdir():
            self.assertEqual(file.stat().st_mode & 0o077, 0, file)
        told = run("case", "list", env={"OPENIMR_STORE": f"sqlite:{self.folder}/openimr/cases.db"})
        self.assertIn("CM14-0000001", told.stdout)
        self.fails(run("case", "list", "--store", "cases.db"), 'found "cases.db"', "sqlite:PATH or postgresql://")

    def test_a_command_given_twice_is_done_once(self):
        for office in self.each():
            first = office.must("import", SECOND, "--key", "tray 7")
            again = office.must("import", SECOND, "--key", "tray 7")
            self.assertEqual((again["number"], again["repeated"], again["version"]), (first["number"], True, first["version"]))
            words = office.words(first["number"], "assigned", "2014-02-12", {"organization": "Example IMRO"})
            once, twice = office.must(*words, "--key", "k1"), office.must(*words, "--key", "k1")
            self.assertEqual((once["repeated"], twice["repeated"]), (False, True))
            self.assertEqual(twice["version"], once["version"])

    def test_the_claims_administrator_pays_by_the_table_of_the_day(self):
        for office in self.each():
            number = self.regular(office)
            office.must("case", "invoice", number, "--on", "2014-03-21")
            again = office.run("case", "invoice", number, "--on", "2014-03-21")
            self.assertEqual(again.returncode, 1)
            self.assertIn("INV14-0000001 over $560.00, which stands", again.stderr)
            event = office.show(number)["history"][-1]
            # One physician, regular, received before 1 April 2014: 560 dollars.
            self.assertEqual(event["what"], {"invoice": "INV14-0000001", "fee": "regular-physician", "payer": "Sandbox Claims Administrators", "cents": 56000})
            self.assertEqual(event["rule"], "8 CCR 9792.10.8(a)(1)")
            office.event(number, "credited", "2014-03-25", invoice="INV14-0000001", cents="1000", reason="agreed")
            self.assertIn("at most the 55000", office.refused(number, "credited", "2014-03-26", invoice="INV14-0000001", cents="56000", reason="x"))
            # Ended before a reviewer had it: the reduced fee is known from 1 April 2014 on, 160 dollars.
            ended = office.open([("WC-SYN-2291", "WC-SYN-9999"), ("2014-02-10T15:20", "2014-04-10T15:20")])
            office.event(ended, "withdrawn", "2014-04-12", **{"from": "applicant"}, reason="treated elsewhere")
            office.must("case", "invoice", ended, "--on", "2014-04-14")
            self.assertEqual(office.show(ended)["history"][-1]["what"]["cents"], 16000)

    def test_workers_do_what_nobody_waits_for(self):
        for office in self.each():
            waiting = office.open()
            office.screen(waiting, "2014-02-11")
            self.fails(office.run("jobs", "add", "check_row"), 'did you mean "check_rows"?')
            for job in (["check_rows"], ["raise_overdue", "2014-02-20"], ["read_case", "CM14-9999999", "--key", "k"], ["read_case", "CM14-9999999", "--key", "k"]):
                self.assertEqual(office.run("jobs", "add", *job).returncode, 0)
            jobs = lambda state: {one["kind"]: one for one in office.must("jobs", "list", "--state", state)["jobs"]}
            self.assertEqual(len(office.must("jobs", "list")["jobs"]), 3)  # the same key once
            done = office.run("work", "--until-idle", "--name", "w1")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("failed", done.stdout)
            self.assertEqual(set(jobs("done")), {"check_rows", "raise_overdue"})
            self.assertEqual(office.show(waiting)["history"][-1]["kind"], "overdue_raised")
            left = jobs("queued")["read_case"]  # to be tried again
            self.assertEqual((left["attempts"], left["worker"]), (1, "w1"))
            self.assertIn("CM14-9999999", left["trouble"])
            self.fails(office.run("jobs", "revive", left["id"]), "no dead job")

    def test_a_sample_can_be_drawn_again(self):
        for office in self.each():
            numbers = [office.open([("WC-SYN-2291", f"WC-SYN-{n}")]) for n in range(12)]
            drawn = lambda seed, count=4: [one["number"] for one in office.must("case", "list", "--sample", count, "--seed", seed)["cases"]]
            self.assertEqual(drawn(7), drawn(7))
            self.assertEqual(drawn(7), sorted(drawn(7)))
            self.assertLessEqual(set(drawn(7)), set(drawn(7, 8)))
            self.assertGreater(len({tuple(drawn(seed)) for seed in range(6)}), 2)
            self.assertEqual(drawn(7, 100), numbers)

    def test_cases_are_found(self):
        for office in self.each():
            number = office.must("import", SECOND)["number"]
            other = office.must("import", FIRST)["number"]
            listed = lambda *words: [one["number"] for one in office.must("case", "list", *words)["cases"]]
            self.assertEqual(listed("--person", "MOCK"), [number])
            self.assertEqual(listed("--claim", "WC-SYN-0417"), [other])
            self.assertEqual(listed("--party", "sandbox"), [number])
            self.assertEqual(listed("--since", "2015-01-01"), [other])
            self.assertEqual(listed("--status", "eligible"), sorted([number, other]))
            self.assertEqual(listed("--limit", "1"), [number])
            queue = office.must("queue", "--role", "coordinator", "--as-of", "2014-02-12", "--limit", "1")
            self.assertEqual([(one["number"], one["risk"]) for one in queue["rows"]], [(number, "overdue")])
            rest = office.must("queue", "--role", "coordinator", "--as-of", "2014-02-12", "--after", queue["next"])
            self.assertEqual([one["number"] for one in rest["rows"]], [other])
            self.fails(office.run("case", "show", "CM14-9999999"), 'no case "CM14-9999999"', "openimr case list")
            self.fails(office.run("case", "event", number, "asigned"), 'did you mean "assigned"?')
            self.fails(office.run("case", "event", number, "assigned", "--set", "organisation=x"), 'did you mean "organization"?')


if __name__ == "__main__":
    unittest.main()
