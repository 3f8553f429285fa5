#!/usr/bin/python3
"""A lively house for the demonstration: sixteen synthetic cases beside the two examples, each as far as people.py says.

    tools/demo/make_day.py PROGRAM FOLDER [--day 2015-03-12]

starts `PROGRAM serve --demo FOLDER --day DAY` on a free port, signs in as each account of the demonstration and does through the
interface what a person of that role does: opens the case, sends its papers, screens, assigns, attests, decides, signs, passes,
issues. Nothing is written past the program. A folder that is finished is left alone; one that was interrupted is made anew.
"""
import argparse
import datetime
import http.client
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from paper import write_pdf  # noqa: E402
from people import CASES, DAY  # noqa: E402

PASSWORDS = {"i.park": "paper tray morning", "c.rivera": "blue harbor lantern", "R01": "quiet maple orchard", "R02": "stone bridge at dawn", "m.osei": "silver compass north"}
# How far a case comes; each stage contains those before it, in this order. `deferred` and `ineligible` end at the screening.
STAGES = ["received", "eligible", "waiting", "proposed", "under_review", "signed", "returned", "cleared", "determined", "appealed"]
CODE_SECONDS = 30  # a one-time code is good for one act


class Refused(Exception):
    def __init__(self, status, told):
        super().__init__(f"{status}: {told.get('title', '')} {told.get('detail', '')} {told.get('found', '')}; {told.get('expected', '')} {told.get('remedy', '')}")
        self.status, self.told = status, told


class Person:
    """Somebody signed in at the running house."""

    def __init__(self, address, account):
        self.address, self.account, self.csrf, self.cookie = address, account, "", ""
        answer = self.ask("POST", "/session", {"account": account, "password": PASSWORDS[account], "code": ""})
        self.csrf = answer["csrf"]

    def send(self, method, path, body, headers):
        link = http.client.HTTPConnection(self.address, timeout=300)
        link.request(method, f"/api/v1{path}", body, {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, **headers})
        answer = link.getresponse()
        text = answer.read()
        link.close()
        if answer.status >= 400:
            try:
                told = json.loads(text)
            except ValueError:
                told = {"title": text[:200].decode("utf-8", "replace")}
            raise Refused(answer.status, told)
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer, text

    def ask(self, method, path, body=None, headers=None):
        text = None if body is None else json.dumps(body)
        _, told = self.send(method, path, text, {"Content-Type": "application/json", "If-Match": "*", **(headers or {})})
        return json.loads(told) if told else {}

    def event(self, number, kind, on, /, **data):
        return self.ask("POST", f"/cases/{number}/events", {"kind": kind, "on": on, "data": data})


def after(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def claim_of(case):
    return f"WC-DEMO-{1000 + CASES.index(case)}"


def head_of(case):
    return [f"Patient: {case['first']} {case['last']}", f"Date of birth: {case['born']}", f"Claim number: {claim_of(case)}", f"Date of injury: {case['injured']}", f"Employer: {case['employer']}"]


def papers_of(case):
    """Progress reports, request and UR decision as PDF: name and bytes of each."""
    doctor, specialty = case["doctor"]
    clinic = [f"{doctor.split()[1]} Medical Group", f"{doctor}, MD, {specialty}", "10 Example Way, Exampleville, CA 90000"]
    decided = after(case["received"], -21)
    last = len(case["course"])
    for at, findings in enumerate(case["course"]):
        on = after(decided, -14 - 35 * (last - 1 - at))
        yield f"progress-report-{on}.pdf", write_pdf("PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)", clinic, [
            f"Date of examination: {on}", *head_of(case), "# Subjective complaints", f"The patient is a {case['job']}. {findings}",
            "# Objective findings", "Alert and oriented, in mild distress. Gait is guarded. Findings as described above.",
            "# Diagnoses", f"{case['diagnosis'][0]} ({case['diagnosis'][1]})",
            "# Treatment plan", case["plan"] if at == last - 1 else "Continue conservative care and see again in five weeks.",
            "# Work status", "As described above.", f"Signed: {doctor}, MD", f"Date: {on}"])
    yield f"request-for-authorization-{after(decided, -12)}.pdf", write_pdf("REQUEST FOR AUTHORIZATION (DWC Form RFA)", clinic, [
        f"Date: {after(decided, -12)}", *head_of(case), "# Requested treatment", f"Diagnosis: {case['diagnosis'][0]}, ICD {case['diagnosis'][1]}",
        *(f"Service requested: {item}" for item in case["items"]), f"Requesting physician: {doctor}, MD", f"Signed: {doctor}, MD"])
    yield f"utilization-review-{decided}.pdf", write_pdf("UTILIZATION REVIEW DETERMINATION", ["Lorem Review Services Inc", "PO Box 1, Exampleville, CA 90000"], [
        f"Date: {decided}", *head_of(case), "# Determination", *(f"{item}: NOT CERTIFIED (denied)" for item in case["items"]),
        "# Rationale", f"The request was held against {case['guideline']}. The documentation that was sent does not establish medical necessity.",
        "Reviewer: Percival Nay, MD, Occupational Medicine", "An injured worker may ask for Independent Medical Review within 30 days of service."])


def application_of(case):
    decided = after(case["received"], -60 if case.get("late") else -21)
    quoted = json.dumps
    lines = [
        "# SYNTHETIC - no real patient. A case of the demonstration day.", "schema: 1", "jurisdiction: us-ca-wc",
        f"received: {{at: {case['received']}T10:15:00-08:00, channel: fax}}", f"review: {'expedited' if case.get('expedited') else 'regular'}",
        f"employee:\n  name: {{first: {case['first']}, last: {case['last']}}}\n  date_of_birth: {case['born']}\n  sex: {case['sex']}",
        f"  address: {{street: {10 + CASES.index(case)} Invented Street, city: Exampleville, state: CA, zip: \"90000\", country: US}}",
        "representative: null", f"claim: {{number: {claim_of(case)}, adjudication_number: ADJ9{CASES.index(case):06d}, date_of_injury: {case['injured']}}}",
        f"employer: {{name: {quoted(case['employer'])}}}",
        "claims_administrator:\n  name: Placeholder Claims Services\n  address: {street: 500 Dummy Plaza, city: Exampleville, state: CA, zip: \"90000\", country: US}",
        "insurer: {name: Specimen Mutual Insurance Company}",
        f"requesting_physician:\n  name: {case['doctor'][0]}\n  specialty: {case['doctor'][1]}\n  group: {case['doctor'][0].split()[1]} Medical Group\n  address: {{street: 10 Example Way, city: Exampleville, state: CA, zip: \"90000\", country: US}}",
        f"ur_decision:\n  organization: Lorem Review Services Inc\n  reviewer: {{name: Percival Nay, specialty: Occupational Medicine}}\n  date: {decided}\n  served: {{on: {after(decided, 1)}, by: mail, to: in-state}}\n  form_served_on: {after(decided, 1)}\n  attached: true\n  expedited: false",
        f"consent: {{signed: true, on: {after(case['received'], -2)}}}",
        f"diagnoses:\n  - {{text: {quoted(case['diagnosis'][0])}, icd: \"{case['diagnosis'][1]}\"}}", "disputed_items:"]
    for n, item in enumerate(case["items"], 1):
        lines += [f"  - id: {n}", f"    text: {quoted(item)}", f"    requested_on: {after(decided, -12)}", "    ur_outcome: denied", f"    ur_guideline: {quoted(case['guideline'])}",
                  f"    liability_disputed: {'true' if case.get('liability') else 'false'}", "    denied_for_missing_information: false"]
    if case.get("expedited"):
        lines.append(f"expedited_certification: {{by: {case['doctor'][0]}, on: {case['expedited']}}}")
    if case.get("liability"):
        lines.append("liability: {reason: \"The claims administrator disputes that the neck belongs to the injury.\"}")
    return "\n".join(lines) + "\n"


def upload(person, name, data):
    begun, _ = person.send("POST", "/uploads", b"", {"Upload-Length": str(len(data))})
    where = begun.getheader("Location")
    person.send("PATCH", where.removeprefix("/api/v1"), data, {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
    return {"id": where.rstrip("/").split("/")[-1], "name": name}


class House:
    def __init__(self, address, day):
        self.address, self.day, self.known, self.signed = address, day, {}, {}

    def __getitem__(self, account):
        if account not in self.known:
            self.known[account] = Person(self.address, account)
        return self.known[account]

    def upto(self, day):
        """The day, but never one that has not come."""
        return min(day, self.day)

    def bring(self, case):
        """Opens the case and brings it to its stage; its number."""
        stage, came = case["stage"], case["received"]
        coordinator = self["c.rivera"]
        number = self["i.park"].ask("POST", "/cases", {"application": application_of(case), "on": came})["number"]
        if stage == "received":
            self.send_papers(case, number, came)
            return number
        reach = STAGES.index(stage) if stage in STAGES else -1
        coordinator.event(number, "screened", self.upto(after(came, 3)))
        if reach < STAGES.index("waiting"):
            return number
        coordinator.event(number, "assigned", self.upto(after(came, 4)), organization="Example IMRO")
        if not case.get("unnoticed"):
            coordinator.event(number, "notice_sent", self.upto(after(came, 4)), notice="assignment", served_by="mail")
        self.send_papers(case, number, self.upto(after(came, 10)))
        if stage == "waiting":
            return number
        coordinator.event(number, "reviewer_proposed", self.upto(after(came, 11)), reviewer=case["reviewer"], reason="first on the slate")
        if stage == "proposed":
            return number
        self.attest(case, number)
        if reach >= STAGES.index("signed"):
            self.decide(case, number)
            self.finish(case, number, reach)
        return number

    def send_papers(self, case, number, came):
        clerk = self["i.park"]
        sent = [upload(clerk, name, data) for name, data in papers_of(case)]
        clerk.ask("POST", f"/cases/{number}/documents", {"uploads": sent, "from": "claims_administrator", "complete": True, "on": came})

    def attest(self, case, number):
        reviewer = self[case["reviewer"]]
        parties = reviewer.ask("GET", f"/cases/{number}")["case"]["parties"]
        reviewer.ask("POST", f"/cases/{number}/attestation", {"parties": [{"party": one["name"], "has_conflict": False, "words": ""} for one in parties], "on": self.upto(after(case["received"], 12))})

    def opinion_of(self, case, number):
        reviewer = self[case["reviewer"]]
        review = reviewer.ask("GET", f"/cases/{number}/review?before_opinion=1")
        parties = reviewer.ask("GET", f"/cases/{number}")["case"]["parties"]
        items = [{"id": issue["id"], "decision": decision, "criteria": [], "guidelines": issue.get("guidelines") or [{"source": case["guideline"], "pages": None}], "words": None}
                 for issue, decision in zip(review["issues"], case["decisions"])]
        return {"date": self.day, "attestations": [{"party": one["name"], "conflict": "none"} for one in parties], "items": items, "resolutions": []}

    def decide(self, case, number):
        """Writes the opinion, answers what the checks ask, and signs."""
        reviewer, opinion = self[case["reviewer"]], self.opinion_of(case, number)
        told = reviewer.ask("POST", f"/cases/{number}/opinion/check", opinion)["checks"]
        opinion["resolutions"] = [{"check": check, "text": "Seen; the decision does not rest on it."} for check in sorted({one["id"] for one in told if one["severity"] == "block"})]
        reviewer.ask("PUT", f"/cases/{number}/opinion", opinion)
        for turn in range(6):
            try:
                reviewer.ask("POST", f"/cases/{number}/opinion/sign", {"password": PASSWORDS[case["reviewer"]], "code": ""})
                return
            except Refused as no:
                if no.told.get("checks") or turn == 5:
                    raise
                time.sleep(CODE_SECONDS / 2)

    def finish(self, case, number, reach):
        stage, director, coordinator = case["stage"], self["m.osei"], self["c.rivera"]
        if stage == "returned":
            director.ask("POST", f"/cases/{number}/quality", {"result": "returned", "reasons": ["Say which page shows how long the drug was taken."]})
        if reach >= STAGES.index("cleared"):
            director.ask("POST", f"/cases/{number}/quality", {"result": "passed", "reasons": []})
        if reach >= STAGES.index("determined"):
            coordinator.ask("POST", f"/cases/{number}/issue", {})
        if stage == "appealed":
            coordinator.event(number, "appealed", self.day, ground="plain_error", number="ADJ9000014-1", **{"from": f"{case['first']} {case['last']}"})


def serving(program, folder, day):
    """The server, and where it listens."""
    server = subprocess.Popen([program, "serve", "--demo", folder, "--day", day, "--listen", "127.0.0.1:0", "--requests-a-second", "500"], stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if found := re.search(r"listening on http://(\S+)", line):
            return server, found.group(1)
    sys.exit("make_day: the server ended before it listened")


def main():
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("program")
    asked.add_argument("folder", type=pathlib.Path)
    asked.add_argument("--day", default=DAY)
    told = asked.parse_args()
    if (told.folder / "finished").is_file():
        return
    shutil.rmtree(told.folder, ignore_errors=True)
    told.folder.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    server, address = serving(told.program, told.folder, told.day)
    try:
        house = House(address, told.day)
        for case in CASES:
            number = house.bring(case)
            print(f"case {number}  {case['first']} {case['last']}: {case['stage'].replace('_', ' ')}", flush=True)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    (told.folder / "finished").write_text(told.day + "\n", encoding="utf-8")
    print(f"{len(CASES)} synthetic cases beside the two examples in {time.monotonic() - began:.0f} s; it is {told.day} there")


if __name__ == "__main__":
    main()
