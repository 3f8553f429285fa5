"""What the parties are sent in each life of a case, printed and served together; and what they send by themselves."""
import json
import re
import subprocess
import unittest

from office import Office, stores
from program import CASES, FIRST, ROOT, ROSTER, SECOND, Story, answer, run

LETTERHEAD = ROOT / "examples/letterhead.yaml"
# The example's application says of the employer no more than the name.
ADDRESS = [("employer: {name: Dummy Hollow Cabinetry Inc}", 'employer: {name: Dummy Hollow Cabinetry Inc, address: {street: 4 Cabinet Row, city: Fableton, state: CA, zip: "90000"}}')]
EVERYBODY = ["Teo Mockfield", "Dummy Hollow Cabinetry Inc", "Sandbox Claims Administrators", "Ottoline Figg"]


class Mailing(Story):
    def each(self):
        for name, url in stores(self):
            self.store = name
            self.batches = 0
            yield Office(url, self.folder)

    def make(self, office, on, *words):
        self.batches += 1
        out = self.folder / f"mail-{self.store}-{self.batches}"
        made = office.must("mail", "make", "--on", on, "--set", "server_name=M. Clerk", "--letterhead", LETTERHEAD, "--out", out, *words)
        made["folder"] = out
        return made

    def nothing_waits(self, office, on):
        done = office.run("mail", "make", "--on", on, "--set", "server_name=M. Clerk", "--letterhead", LETTERHEAD, "--out", self.folder / "none")
        self.fails(done, "no letter that waits")

    def letters(self, made):
        return [(one["number"], one["kind"]) for one in made["letters"]]

    def words(self, file):
        return " ".join(subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout.split())

    def told(self, office, number, notice):
        """Who was told, and on which day."""
        return [(event["on"], event["what"]["recipients"]) for event in office.show(number)["history"]
                if event["kind"] == "notice_sent" and event["what"]["notice"] == notice]

    def test_a_batch_of_many_cases(self):
        for office in self.each():
            assigned, late = office.open(ADDRESS), office.open(ADDRESS + [("WC-SYN-2291", "WC-SYN-0001")])
            deferred = office.open(ADDRESS + [("WC-SYN-2291", "WC-SYN-0002"), ("liability_disputed: false", "liability_disputed: true")])
            ineligible = office.open(ADDRESS + [("WC-SYN-2291", "WC-SYN-0003"), ("consent: {signed: true", "consent: {signed: false")])
            for number in (assigned, late, deferred, ineligible):
                office.screen(number, "2014-02-11")
            self.assertEqual(office.show(ineligible)["case"]["outcome"], "INELIGIBLE")
            office.event(assigned, "assigned", "2014-02-12", organization="Example IMRO")
            ended = office.open(ADDRESS + [("WC-SYN-2291", "WC-SYN-0004")])
            office.event(ended, "terminated", "2014-02-12", why="authorized", authorization="The cream is authorized as requested.")
            gone = office.open(ADDRESS + [("WC-SYN-2291", "WC-SYN-0005")])
            office.event(gone, "withdrawn", "2014-02-12", **{"from": "applicant"}, reason="treated elsewhere")
            made = self.make(office, "2014-02-12")
            self.assertEqual(made["left_out"], [])
            self.assertEqual(self.letters(made), sorted([(assigned, "assignment-notice"), (deferred, "deferral"), (ineligible, "ineligibility"),
                                                         (ended, "termination"), (gone, "termination")]))
            # A copy for each addressee, one after the other, and nothing else.
            next_page = 1
            for letter in made["letters"]:
                self.assertEqual(letter["first_page"], next_page)
                self.assertEqual([one["name"] for one in letter["to"]], EVERYBODY)
                next_page += letter["pages"] * len(letter["to"])
            whole = made["folder"] / f"{made['batch']}.pdf"
            counted = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", str(whole)], capture_output=True, text=True, check=True).stdout)
            self.assertEqual(int(counted.group(1)), next_page - 1)
            # What each letter says, and the proof behind it.
            for number, kind, words in ((assigned, "assignment-notice", "Example"), (deferred, "deferral", "liability"), (ineligible, "ineligibility", "cannot"),
                                        (ended, "termination", "The cream is authorized as requested."), (gone, "termination", "withdr")):
                text = self.words(made["folder"] / f"{number}.{kind}.en.pdf")
                self.assertIn(number, text)
                self.assertIn(words, text)
                self.assertIn("PROOF OF SERVICE", text)
                self.assertIn("I, M. Clerk, am over the age of eighteen", text)
                for name in EVERYBODY:
                    self.assertIn(name, text)
            # Nothing is in two batches, and nothing is told before it went.
            self.nothing_waits(office, "2014-02-13")
            self.assertEqual(self.told(office, assigned, "assignment"), [])
            for _ in range(2):  # told twice, done once
                sent = office.must("mail", "sent", made["batch"])
                self.assertEqual(sent["state"], "sent")
            for number, notice in ((assigned, "assignment"), (deferred, "deferral"), (ineligible, "ineligible"), (ended, "termination"), (gone, "termination")):
                self.assertEqual(self.told(office, number, notice), [("2014-02-12", EVERYBODY)])
            note = [event["what"]["text"] for event in office.show(ended)["history"] if event["kind"] == "noted"]
            proof = next(one["sha256"] for one in made["letters"] if one["number"] == ended)
            self.assertEqual(note, [f"termination served by mail on 2014-02-12 in batch {made['batch']}; letter with proof of service, SHA-256 {proof}"])
            # The clock of the records counts from the mailing.
            self.assertEqual(office.due(assigned)[("send_records", "records")], "2014-02-27")
            self.nothing_waits(office, "2014-02-13")
            self.assertEqual([one["state"] for one in office.must("mail", "list")["batches"]], ["sent"])

    def test_who_has_no_address_does_not_count_as_served(self):
        without = [name for name in EVERYBODY if name != "Dummy Hollow Cabinetry Inc"]
        for office in self.each():
            number = office.open()
            office.screen(number, "2014-02-11")
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            made = self.make(office, "2014-02-12")
            self.assertEqual(made["letters"][0]["unreached"], ["Dummy Hollow Cabinetry Inc"])
            sent = office.run("mail", "sent", made["batch"])
            self.assertEqual(sent.returncode, 0, sent.stderr)
            self.assertIn("found no address of Dummy Hollow Cabinetry Inc", sent.stderr)
            self.assertIn("party_changed", sent.stderr)
            event = next(one for one in office.show(number)["history"] if one["kind"] == "notice_sent")
            self.assertEqual((event["what"]["recipients"], event["what"]["unreached"]), (without, ["Dummy Hollow Cabinetry Inc"]))
            self.assertIn("not served, without an address: Dummy Hollow Cabinetry Inc", office.show(number)["history"][-1]["what"]["text"])
            # The administrator was told: the records are due. The employer is still to be found.
            self.assertEqual(office.due(number)[("send_records", "records")], "2014-02-27")
            self.assertIn(("serve", None), office.due(number))
            self.nothing_waits(office, "2014-02-13")
            office.event(number, "party_changed", "2014-02-14", role="employer", name="Dummy Hollow Cabinetry Inc", effective_on="2014-02-10", address="4 Cabinet Row, Fableton, CA 90000")
            again = self.make(office, "2014-02-14")
            self.assertEqual([(one["name"], one["address"]) for one in again["letters"][0]["to"]], [("Dummy Hollow Cabinetry Inc", "4 Cabinet Row, Fableton, CA 90000")])
            proof = self.words(again["folder"] / f"{number}.assignment-notice.en.pdf").split("PROOF OF SERVICE")[1]
            self.assertIn("4 Cabinet Row, Fableton, CA 90000", proof)
            self.assertNotIn("900 Sandbox Street", proof)
            office.must("mail", "sent", again["batch"])
            due = office.due(number)
            self.assertNotIn(("serve", None), due)
            self.assertEqual(due[("send_records", "records")], "2014-02-27")  # as it was
            self.nothing_waits(office, "2014-02-15")

    def test_a_party_who_came_later_is_written_to(self):
        for office in self.each():
            number = office.open(ADDRESS)
            office.screen(number, "2014-02-11")
            office.event(number, "party_changed", "2014-02-12", role="claims_administrator", name="Successor Claims", effective_on="2014-02-12", address="12 Later Lane, Fableton, CA 90000")
            office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
            made = self.make(office, "2014-02-12")
            self.assertEqual(made["letters"][0]["unreached"], [])
            text = self.words(made["folder"] / f"{number}.assignment-notice.en.pdf")
            self.assertIn("12 Later Lane, Fableton, CA 90000", text.split("PROOF OF SERVICE")[1])
            self.assertNotIn("900 Sandbox Street", text.split("PROOF OF SERVICE")[1])
            office.must("mail", "sent", made["batch"])
            self.assertEqual(self.told(office, number, "assignment")[0][1], [EVERYBODY[0], EVERYBODY[1], "Successor Claims", EVERYBODY[3]])

    def test_an_expedited_notice_goes_electronically(self):
        for office in self.each():
            number = office.open(ADDRESS + [("review: regular", "review: expedited\nexpedited_certification: {by: Ottoline Figg, on: 2014-02-10}")])
            office.screen(number, "2014-02-10")
            office.event(number, "assigned", "2014-02-10", organization="Example IMRO")
            made = self.make(office, "2014-02-10", "--served-by", "electronic")
            office.must("mail", "sent", made["batch"])
            self.assertEqual(office.due(number)[("send_records", "records-expedited")], "2014-02-11")
            self.assertIn("expedited", self.words(made["folder"] / f"{number}.assignment-notice.en.pdf").lower())

    def test_a_late_a_corrected_and_a_remanded_case(self):
        for office in self.each():
            number = office.open(ADDRESS)
            office.screen(number, "2014-02-11")
            office.to_review(number)
            late = self.make(office, "2014-03-28", "--case", number, "--letter", "late-notice", "--set", "records_received=2014-02-25")
            self.assertIn("March 27, 2014", self.words(late["folder"] / f"{number}.late-notice.en.pdf"))  # the day on which it was due
            office.must("mail", "sent", late["batch"])
            self.assertEqual(self.told(office, number, "other"), [("2014-03-28", EVERYBODY)])
            office.decide(number, {1: "upheld"}, on="2014-04-02")
            office.issue(number, "2014-04-10")
            self.assertEqual(office.show(number)["case"]["outcome"], "DETERMINED_LATE")
            wrong = ["--set", "corrected_letter=Final Determination", "--set", "first_mailed_on=2014-04-10", "--set", "was=Dummy Holow", "--set", "is_now=Dummy Hollow",
                     "--set", "appeal_clock=unchanged"]
            corrected = self.make(office, "2014-04-14", "--case", number, "--letter", "correction", *wrong)
            self.assertIn("Dummy Holow", self.words(corrected["folder"] / f"{number}.correction.en.pdf"))
            office.event(number, "corrected", "2014-04-14", what="the employer's name was misspelled", determination=corrected["letters"][0]["sha256"])
            office.event(number, "appealed", "2014-04-20", ground="plain_error", **{"from": "applicant"}, number="ADJ0002291")
            office.event(number, "remanded", "2014-05-01", ground="plain_error", facts="no trial of gabapentin", correct_facts="PR-2 of 10/16/2013", to="other_reviewer")
            office.event(number, "assigned", "2014-05-02", organization="Example IMRO")
            again = self.make(office, "2014-05-02")
            self.assertEqual(self.letters(again), [(number, "assignment-notice")])  # the new round is told anew

    def test_two_cases_that_became_one(self):
        other = [("date: 2014-01-15", "date: 2014-01-17"), ("on: 2014-01-16", "on: 2014-01-17"), ('text: "Ketamine[^"]*"', 'text: "Lumbar MRI without contrast"'),
                 ("ur_guideline: .*", "ur_guideline: MTUS Low Back")]
        for office in self.each():
            first, second = office.open(ADDRESS), office.open(ADDRESS + other)
            for number in (first, second):
                office.screen(number, "2014-02-11")
            office.must("case", "consolidate", second, "--into", first, "--on", "2014-02-12")
            office.event(first, "assigned", "2014-02-12", organization="Example IMRO")
            made = self.make(office, "2014-02-12")
            self.assertEqual(self.letters(made), [(first, "assignment-notice")])
            notice = self.words(made["folder"] / f"{first}.assignment-notice.en.pdf")
            for item in ("Ketamine 5% Cream 60gr", "Lumbar MRI without contrast"):
                self.assertIn(item, notice)

    def test_a_duplicate_is_told_once(self):
        for office in self.each():
            first, again = office.open(ADDRESS), office.open(ADDRESS + [("channel: fax", "channel: mail")])
            office.screen(first, "2014-02-11")
            office.event(again, "duplicate_found", "2014-02-11", of=first)
            self.assertEqual([step["step"] for step in office.show(again)["next"]], ["tell_why"])
            made = self.make(office, "2014-02-12")
            self.assertEqual((self.letters(made), made["left_out"]), ([(again, "ineligibility")], []))
            self.assertIn("The same dispute is under review already", self.words(made["folder"] / f"{again}.ineligibility.en.pdf"))
            office.must("mail", "sent", made["batch"])
            self.assertEqual(office.show(again)["next"], [])
            self.nothing_waits(office, "2014-02-13")

    def test_bad_requests(self):
        for office in self.each():
            self.nothing_waits(office, "2014-02-12")
            words = ["mail", "make", "--on", "2014-02-12", "--out", self.folder / "out"]
            self.fails(office.run(*words, "--letter", "late-notice"), "for no case", "--case")
            number = office.open(ADDRESS)
            self.fails(office.run(*words, "--case", number, "--letter", "late-notce"), "did you mean late-notice?")
            self.fails(office.run("mail", "sent", "MB14-0000001"), "the number of a batch")


class Determination(Story):
    """The whole way of one case, papers in the vault: from the folder to the letter in the mail."""

    def test_the_letter_is_the_one_that_was_signed(self):
        keys = self.folder / "vault.keys"
        run("vault", "keygen", keys)
        places = {"OPENIMR_STORE": f"sqlite:{self.folder}/cases.db", "OPENIMR_VAULT": f"folder:{self.folder}/papers", "OPENIMR_VAULT_KEYS": str(keys)}

        def must(*words):
            done = run(*words, env=places)
            self.assertEqual(done.returncode, 0, f"{words}: {done.stderr}")
            return done.stdout

        number = json.loads(must("import", SECOND, "--json"))["number"]
        must("case", "event", number, "assigned", "--set", "organization=Example IMRO", "--on", "2014-02-12")
        must("case", "event", number, "notice_sent", "--set", "notice=assignment", "--on", "2014-02-12")
        must("case", "event", number, "records_closed", "--set", "reason=all came", "--on", "2014-02-28")
        must("case", "event", number, "reviewer_proposed", "--set", "reviewer=R02", "--set", "reason=same specialty", "--on", "2014-03-03")
        parties = list(dict.fromkeys(one["name"] for one in json.loads(must("case", "show", number, "--json"))["case"]["parties"]))
        attested = [word for name in parties for word in ("--set", f"attestations={name}:none")]
        must("case", "event", number, "reviewer_attested", "--set", "reviewer=R02", *attested, "--role", "reviewer", "--on", "2014-03-04")
        draft = self.folder / "opinion.yaml"
        draft.write_text(re.sub("(?m)^signature:.*\n", "", (SECOND / "opinion.yaml").read_text()))
        must("case", "opinion", number, draft, "--by", "R02")
        must("case", "sign", number, "--by", "R02", "--signing-key", CASES.parent / "keys/R02.pem", "--roster", ROSTER, "--on", "2014-03-12")
        must("case", "event", number, "quality_passed", "--role", "medical_director", "--on", "2014-03-13")
        folder, out, mail = self.folder / "case", self.folder / "out", self.folder / "mail"
        must("case", "folder", number, folder)
        must("review", folder, "--roster", ROSTER, "--out", out)
        # Nobody has mailed it yet: it says from which day the time to appeal runs, and gives no last day.
        unsent = " ".join((out / "determination.txt").read_text().split())
        self.assertIn("The time runs from the day of mailing on the proof of service", unsent)
        self.assertNotIn("the last day is", unsent)
        must("case", "issue", number, "--determination", out / "determination.json", "--on", "2014-03-20")
        case = json.loads(must("case", "show", number, "--json"))["case"]
        self.assertEqual((case["outcome"], case["items"][0]["decision"]), ("DETERMINED", "upheld"))
        made = json.loads(must("mail", "make", "--on", "2014-03-20", "--roster", ROSTER, "--set", "server_name=M. Clerk", "--letterhead", LETTERHEAD, "--out", mail, "--json"))
        self.assertEqual([one["kind"] for one in made["letters"]], ["final-determination"])
        text = subprocess.run(["pdftotext", str(mail / f"{number}.final-determination.en.pdf"), "-"], capture_output=True, text=True, check=True).stdout
        self.assertIn("Result: the utilization review decision is upheld.", " ".join(text.split()))
        # Decided on 12 March, mailed on the 20th: 30 days end on Saturday, 19 April; five more for the mail.
        self.assertIn("Mailed on March 20, 2014 to an address in California, the last day is April 24, 2014", " ".join(text.split()))
        self.assertNotIn("R02", text)
        must("mail", "sent", made["batch"])
        again = run("mail", "make", "--on", "2014-03-20", "--roster", ROSTER, "--letterhead", LETTERHEAD, "--out", mail, env=places)
        self.fails(again, "no letter that waits")


class Together(Story):
    """Two applications, one determination: 8 CCR 9792.10.4(a)."""

    def test_the_determination_of_two_cases_decides_the_items_of_both(self):
        keys = self.folder / "vault.keys"
        run("vault", "keygen", keys)
        places = {"OPENIMR_STORE": f"sqlite:{self.folder}/cases.db", "OPENIMR_VAULT": f"folder:{self.folder}/papers", "OPENIMR_VAULT_KEYS": str(keys)}

        def must(*words):
            done = run(*words, env=places)
            self.assertEqual(done.returncode, 0, f"{words}: {done.stderr}")
            return done.stdout

        other = self.folder / "other"
        (other / "documents").mkdir(parents=True)
        text = (SECOND / "application.yaml").read_text()
        for old, new in (("date: 2014-01-15", "date: 2014-01-17"), ("on: 2014-01-16", "on: 2014-01-17"), ("Percival Nay", "Ferdinand Else"), ("Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1", "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1, refill")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        (other / "application.yaml").write_text(text)
        (other / "documents/20-rfa-of-the-other-case.txt").write_text("REQUEST FOR AUTHORIZATION\nEmployee: Teo Mockfield  Claim: WC-SYN-2291\nDate: 1/9/2014\nKetamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1, refill\n")
        number, joined = (json.loads(must("import", folder, "--json"))["number"] for folder in (SECOND, other))
        must("case", "consolidate", joined, "--into", number, "--on", "2014-02-11")
        must("case", "event", number, "assigned", "--set", "organization=Example IMRO", "--on", "2014-02-12")
        must("case", "event", number, "notice_sent", "--set", "notice=assignment", "--on", "2014-02-12")
        must("case", "event", number, "records_closed", "--set", "reason=all came", "--on", "2014-02-28")
        must("case", "event", number, "reviewer_proposed", "--set", "reviewer=R02", "--set", "reason=same specialty", "--on", "2014-03-03")
        parties = list(dict.fromkeys(one["name"] for one in json.loads(must("case", "show", number, "--json"))["case"]["parties"]))
        self.assertIn("Ferdinand Else", parties)  # who reviewed the other decision
        attested = [word for name in parties for word in ("--set", f"attestations={name}:none")]
        must("case", "event", number, "reviewer_attested", "--set", "reviewer=R02", *attested, "--role", "reviewer", "--on", "2014-03-04")
        opinion = re.sub("(?m)^signature:.*\n", "", (SECOND / "opinion.yaml").read_text())
        item = re.search(r"(?s)  - id: 1\n.*?(?=^resolutions:)", opinion, re.M).group(0)
        opinion = opinion.replace(item, item + item.replace("id: 1", f'id: "{joined}/1"'))
        opinion = opinion.replace("  - {party: Percival Nay, conflict: none}\n", "  - {party: Percival Nay, conflict: none}\n  - {party: Ferdinand Else, conflict: none}\n")
        draft = self.folder / "opinion.yaml"
        draft.write_text(opinion)
        must("case", "opinion", number, draft, "--by", "R02")
        must("case", "sign", number, "--by", "R02", "--signing-key", CASES.parent / "keys/R02.pem", "--roster", ROSTER, "--on", "2014-03-12")
        must("case", "event", number, "quality_passed", "--role", "medical_director", "--on", "2014-03-13")
        folder, out = self.folder / "case", self.folder / "out"
        must("case", "folder", number, folder)
        self.assertEqual((folder / f"joined/{joined}.yaml").read_text(), text)
        self.assertTrue((folder / "documents/20-rfa-of-the-other-case.txt").is_file())
        eligible = answer("eligible", folder, "--json")
        self.assertEqual([(one["id"], one["outcome"]) for one in eligible["items"]], [("1", "eligible"), (f"{joined}/1", "eligible")])
        must("review", folder, "--roster", ROSTER, "--out", out)
        letter = " ".join((out / "determination.txt").read_text().split())
        for words in ("Ketamine 5% Cream 60gr", "Qty:1, refill", "all 2 utilization review decisions are upheld"):
            self.assertIn(words, letter)
        must("case", "issue", number, "--determination", out / "determination.json", "--on", "2014-03-20")
        items = json.loads(must("case", "show", number, "--json"))["case"]["items"]
        self.assertEqual([(one["id"], one["decision"]) for one in items], [("1", "upheld"), (f"{joined}/1", "upheld")])
        self.fails(run("import", folder, env=places), "consolidated with this one", "import each of them")


class Uploads(Story):
    def setUp(self):
        super().setUp()
        self.keys = self.folder / "vault.keys"
        run("vault", "keygen", self.keys)
        self.vault = ("--vault", f"folder:{self.folder}/papers", "--vault-keys", str(self.keys))
        self.paper = self.folder / "records.txt"
        self.paper.write_text("Progress report of 2014-02-20: pain 4/10.")

    def test_what_a_party_sends_is_receipted_looked_at_and_told(self):
        for name, url in stores(self):
            office = Office(url, self.folder)
            number = office.open()
            office.screen(number, "2014-02-11")
            received = office.must("upload", "receive", number, self.paper, "--from", "claims_administrator", "--sender", "A. Clerk", *self.vault)
            self.assertEqual((received["state"], received["number"], received["papers"][0]["name"]), ("waiting", number, "records.txt"))
            self.assertEqual(received["papers"][0]["sha256"], __import__("hashlib").sha256(self.paper.read_bytes()).hexdigest())
            self.assertEqual([event["kind"] for event in office.show(number)["history"]], ["received", "screened"])  # nobody has looked yet
            accepted = office.must("upload", "accept", received["upload"], *self.vault)
            self.assertEqual(accepted["state"], "accepted")
            office.must("upload", "accept", received["upload"], *self.vault)  # done once
            history = office.show(number)["history"]
            self.assertEqual([event["kind"] for event in history], ["received", "screened", "records_received"])
            self.assertEqual((history[-1]["on"], history[-1]["what"]["from"]), (received["on"], "claims_administrator"))
            self.assertTrue(office.must("case", "papers", number)["papers"][0]["is_kept"])
            twice = office.must("upload", "receive", number, self.paper, "--from", "employee", *self.vault)
            self.assertTrue(twice["papers"][0]["is_known"])
            told = office.must("upload", "reject", twice["upload"], "--reason", "duplicate", "--words", "The administrator sent it on Thursday.", *self.vault)
            self.assertEqual((told["state"], told["reason"]), ("rejected", "duplicate"))
            done = office.run("upload", "accept", twice["upload"], *self.vault)
            self.assertEqual(done.returncode, 1)
            self.assertIn("an upload that was rejected", done.stderr)
            self.assertEqual(len(office.show(number)["history"]), 3)
            states = [one["state"] for one in office.must("upload", "list")["uploads"]]
            self.assertEqual(states, ["accepted", "rejected"])
            self.assertEqual(office.must("upload", "list", "--state", "waiting")["uploads"], [])

    def test_what_is_not_taken(self):
        for name, url in stores(self):
            office = Office(url, self.folder)
            number = office.open()
            receive = ["upload", "receive", number, self.paper, "--from"]
            self.fails(office.run(*receive, "claims_administrator"), "a vault that keeps what is uploaded")
            self.fails(office.run(*receive, "neighbour", *self.vault), "a part that somebody has in the case")
            empty = self.folder / "empty.pdf"
            empty.write_text("")
            self.fails(office.run("upload", "receive", number, empty, "--from", "employee", *self.vault), "an empty file")
            office.event(number, "withdrawn", "2014-02-12", **{"from": "applicant"}, reason="treated elsewhere")
            done = office.run(*receive, "employee", *self.vault)
            self.assertEqual(done.returncode, 1)
            self.assertIn("a case that is closed", done.stderr)
            self.assertEqual(office.must("upload", "list")["uploads"], [])


if __name__ == "__main__":
    unittest.main()
