"""An office with a store of its own, for stories about casework: on SQLite, and on a PostgreSQL server that lives for the story."""
import atexit
import json
import pathlib
import re
import subprocess
import tempfile

from program import ROOT, SECOND, run

CLUSTER = ROOT / "tests/postgres/cluster.sh"
ROLES = {
    "screened": "coordinator", "reviewer_attested": "reviewer", "opinion_recorded": "reviewer", "opinion_signed": "reviewer",
    "reviewer_recused": "reviewer", "quality_passed": "medical_director", "quality_returned": "medical_director", "published": "publisher",
}


SERVER = {}  # one PostgreSQL server a program, one database a story


def server():
    """The folder of this program's PostgreSQL server, or None where it is not installed."""
    if "folder" not in SERVER:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-server-"))
        folder.chmod(0o755)
        started = subprocess.run([str(CLUSTER), "start", str(folder / "pg")], capture_output=True, text=True)
        assert started.returncode in (0, 77), started.stderr
        SERVER["folder"], SERVER["count"] = (folder / "pg" if started.returncode == 0 else None), 0
        atexit.register(subprocess.run, ["rm", "-rf", str(folder)])
        if started.returncode == 0:  # what is registered last is done first
            atexit.register(subprocess.run, [str(CLUSTER), "stop", str(folder / "pg")])
    return SERVER["folder"]


def stores(test):
    """(name, url) of an empty store of each engine; PostgreSQL only where it is installed."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-office-"))
    test.addCleanup(subprocess.run, ["rm", "-rf", str(folder)])
    yield "sqlite", f"sqlite:{folder}/cases.db"
    if not server():
        print("skipped: casework on PostgreSQL (PostgreSQL is not installed)")
        return
    SERVER["count"] += 1
    made = subprocess.run([str(CLUSTER), "database", str(server()), f"story{SERVER['count']}"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    yield "postgresql", made.stdout.strip()


class Office:
    """What people do, as commands. Every act says on which day it happened."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.count = 0

    def run(self, *words):
        return run(*words, "--store", self.url)

    def must(self, *words):
        done = self.run(*words, "--json")
        assert done.returncode == 0, f"{' '.join(map(str, words))}: {done.stderr}"
        return json.loads(done.stdout)

    def application(self, changes=(), case=SECOND):
        """A copy of an example's application with words replaced."""
        text = (case / "application.yaml").read_text()
        for old, new in changes:
            assert re.search(old, text), old
            text = re.sub(old, new, text, count=1)
        self.count += 1
        target = self.folder / f"application-{self.count}.yaml"
        target.write_text(f"# the office's copy {self.count}\n" + text)
        return target

    def open(self, changes=(), case=SECOND):
        return self.must("case", "open", self.application(changes, case))["number"]

    def screen(self, number, on):
        return self.must("case", "screen", number, "--on", on)

    @staticmethod
    def words(number, kind, on, fields, as_role=None):
        words = ["case", "event", number, kind, "--on", on, "--role", as_role or ROLES.get(kind, "coordinator")]
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                words += ["--set", f"{name}={one}"]
        return words

    def event(self, number, kind, on, /, as_role=None, **fields):
        return self.must(*self.words(number, kind, on, fields, as_role))

    def refused(self, number, kind, on, as_role=None, /, **fields):
        """The message of an event that may not happen."""
        done = self.run(*self.words(number, kind, on, fields, as_role))
        assert done.returncode == 1, f"{kind}: exit {done.returncode} {done.stdout}{done.stderr}"
        return done.stderr

    def show(self, number, as_of="2014-03-01"):
        return self.must("case", "show", number, "--as-of", as_of)

    def due(self, number, as_of="2014-03-01"):
        """step -> due day, of what is next."""
        return {(one["step"], one["rule"]): one["due_on"] for one in self.must("case", "next", number, "--as-of", as_of)["next"]}

    def parties(self, number, on):
        """Whom an attestation has to name on a day: of parts that one person has, the latest from that day."""
        shown, found = self.show(number)["case"]["parties"], []
        for at, party in enumerate(shown):
            later = [other for other in shown[at + 1:] if other["role"] == party["role"] and other["from"] and other["from"] <= on]
            if later or (party["from"] and party["from"] > on):
                continue
            found.append(party["name"])
        return list(dict.fromkeys(found))

    def to_review(self, number, assigned="2014-02-12", records="2014-02-25", reviewer="R02", attested="2014-02-26", by="mail"):
        """From the eligible case to the reviewer at work."""
        self.event(number, "assigned", assigned, organization="Example IMRO")
        self.event(number, "notice_sent", assigned, notice="assignment", served_by=by)
        self.event(number, "records_received", records, **{"from": "claims_administrator"}, documents="ab01 records.pdf", complete="true")
        self.attest(number, reviewer, attested, propose=True)

    def attest(self, number, reviewer, on, propose=False):
        if propose:
            self.event(number, "reviewer_proposed", on, reviewer=reviewer, reason="same specialty")
        return self.event(number, "reviewer_attested", on, reviewer=reviewer, attestations=[f"{name}:none" for name in self.parties(number, on)])

    def key(self, reviewer):
        """The reviewer's own signing key."""
        file = self.folder / f"{reviewer}.pem"
        if not file.exists():
            done = run("opinion", "keygen", file)
            assert done.returncode == 0, done.stderr
        return file

    def write_opinion(self, number, decisions, reviewer="R02", on="2014-03-12"):
        """A saved draft; its file."""
        file = self.folder / f"opinion-{number}-{reviewer}.yaml"
        parties = "".join(f"  - {{party: {json.dumps(name)}, conflict: none}}\n" for name in self.parties(number, on))
        items = "".join(f"  - {{id: {json.dumps(str(item))}, decision: {what}, words: \"Seen on the page.\"}}\n" for item, what in decisions.items())
        file.write_text(f"schema: 1\nreviewer: {reviewer}\ndate: {on}\nattestations:\n{parties}items:\n{items}")
        self.must("case", "opinion", number, file, "--by", reviewer)
        return file

    def opine(self, number, decisions, reviewer="R02", on="2014-03-12"):
        """Opinion and signature."""
        self.write_opinion(number, decisions, reviewer, on)
        return self.must("case", "sign", number, "--with-open-checks", "--signing-key", self.key(reviewer), "--by", reviewer, "--on", on)

    def decide(self, number, decisions, reviewer="R02", on="2014-03-12"):
        """Opinion, signature, quality review."""
        self.opine(number, decisions, reviewer, on)
        self.event(number, "quality_passed", on)

    def determination(self, number, name="determination.json", **decisions):
        """What stands for determination.json: the decisions of the signed opinion, or others."""
        shown = self.show(number)
        told = {"id": None, "decisions": {}, "signed": ""}
        for event in shown["history"]:
            if event["kind"] == "opinion_recorded":
                told["decisions"] = {one["id"]: one["decision"] for one in event["what"]["decisions"]}
            if event["kind"] == "opinion_signed":
                told["signed"] = event["what"]["content_hash"]
        letter = self.folder / name
        rows = [{"id": item, "decision": decisions.get(f"item_{item}", what)} for item, what in told["decisions"].items()]
        letter.write_text(json.dumps({"schema": 1, "determination": {"decisions": rows}, "receipt": {"opinion_sha256": told["signed"]}}))
        return letter

    def issue(self, number, on, **fields):
        words = ["case", "issue", number, "--determination", self.determination(number), "--on", on]
        for name, value in fields.items():
            words += ["--set", f"{name}={value}"]
        return self.must(*words)
