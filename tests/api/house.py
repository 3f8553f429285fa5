"""What every test of the server needs: a house of its own with the example cases, and clients that sign in."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("OPENIMR_BINARY_DIR", ROOT / "build/check"))
PROGRAM = BINARY / "openimr"
CACHE = BINARY / "story-cache"

# Accounts of `openimr serve --demo` by their role.
PEOPLE = {
    "intake": ("i.park", "paper tray morning"),
    "coordinator": ("c.rivera", "blue harbor lantern"),
    "reviewer": ("R01", "quiet maple orchard"),
    "medical_director": ("m.osei", "silver compass north"),
    "compliance": ("k.lind", "seven open windows"),
    "publisher": ("p.novak", "printed page at noon"),
    "auditor": ("a.chen", "second pair of eyes"),
    "administrator": ("s.admin", "keyring on the hook"),
}
SECOND_REVIEWER = ("R02", "stone bridge at dawn")


class Answer:
    """Status, headers (names in small letters) and body of an answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.cookies = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One browser: keeps its connection, its cookie and its token."""

    def __init__(self, port, context=None):
        self.port, self.context, self.cookie, self.csrf = port, context, None, None
        self.connection = None

    def open(self):
        if self.context:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method, path, body=None, headers=None, token=True):
        sent = dict(headers or {})
        if self.cookie:
            sent.setdefault("Cookie", f"openimr_session={self.cookie}")
        if self.csrf and token and method not in ("GET", "HEAD"):
            sent.setdefault("X-CSRF-Token", self.csrf)
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        for attempt in (1, 2):
            self.connection = self.connection or self.open()
            try:
                self.connection.request(method, path, body, sent)
                answer = Answer(self.connection.getresponse())
                if answer.headers.get("connection") == "close":
                    self.close()
                return answer
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, path, **headers):
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def sign_in(self, account, password, code=""):
        answer = self.ask("POST", "/api/v1/session", {"account": account, "password": password, "code": code})
        if answer.status == 200:
            self.cookie = re.search(r"openimr_session=([^;]+)", answer.cookies[0]).group(1)
            self.csrf = answer.json["csrf"]
        return answer


def one_time_code(secret, step):
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class House:
    """A running server over a scratch folder."""

    def __init__(self, *words, demo=True, folder=None, program=PROGRAM, env=None):
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="openimr-house-"))
        self.log = self.folder / "requests.log"
        words = [str(word) for word in words]
        if demo:
            words += ["--demo", str(self.folder / "demo")]
        leaks = f"suppressions={ROOT / 'tests/known_leaks.txt'}:print_suppressions=0"
        environment = {**os.environ, "LSAN_OPTIONS": leaks, "OPENIMR_CACHE": str(CACHE), **(env or {})}
        self.process = subprocess.Popen([str(program), "serve", "--listen", "127.0.0.1:0", "--log", str(self.log), *words],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            found = re.match(r"listening on (https?)://[^ ]+:(\d+)", line)
            if found:
                self.port = int(found.group(2))
                break
        else:
            raise AssertionError("the server did not start:\n" + "".join(self.said))

    def client(self, role=None, context=None):
        client = Client(self.port, context)
        if role:
            answer = client.sign_in(*(PEOPLE.get(role) or SECOND_REVIEWER))
            assert answer.status == 200, answer.body
        return client

    def code_of(self, account, ahead=0):
        """The code an authenticator program would show, from the demonstration's own account book."""
        book = (self.folder / "demo/accounts.yaml").read_text(encoding="utf-8")
        secret = re.search(r'id: "' + re.escape(account) + r'".*?code_secret: "([^"]+)"', book, re.S).group(1)
        return one_time_code(base64.b64decode(secret), int(time.time()) // 30 + ahead)

    def memory(self):
        """Resident kilobytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.process.stdout.close()
        return self.process.returncode

    def remove(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class HouseTest(unittest.TestCase):
    """Tests that share one house."""
    maxDiff = None
    words = ()

    @classmethod
    def setUpClass(cls):
        cls.house = House(*cls.words)
        cls.addClassCleanup(cls.house.remove)
        cls.clients = {}

    def as_(self, role):
        if role is None:
            return self.house.client()
        if role not in self.clients:
            self.clients[role] = self.house.client(role)
        return self.clients[role]

    def refused(self, answer, status, *words):
        """A problem of RFC 9457 with the status and the words."""
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers.get("content-type"), "application/problem+json")
        self.assertEqual(answer.json["status"], status)
        for word in words:
            self.assertIn(word, answer.body.decode())
