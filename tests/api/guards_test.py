"""What protects: headers, limits, slow and broken clients, TLS, closing down, and nothing of a patient in URLs or logs."""
import json
import random
import socket
import ssl
import subprocess
import threading
import time
import unittest

from house import House, HouseTest, PEOPLE

CASE = "CM15-0000001"


def raw(port, data, wait=5.0, pause=None):
    """What the server says to these bytes until it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        try:
            for piece in data if isinstance(data, list) else [data]:
                connection.sendall(piece)
                if pause:
                    time.sleep(pause)
        except OSError:
            pass  # it may answer and close before all is sent
        got = b""
        try:
            while piece := connection.recv(65536):
                got += piece
                if b"Connection: close" not in got and got.endswith(b"}"):
                    break
        except OSError:
            pass
        return got


class Guards(HouseTest):
    words = ("--requests-a-second", 100000)

    def test_every_answer_carries_its_guards(self):
        client = self.as_("coordinator")
        for path in ("/health", "/api/v1/session", f"/api/v1/cases/{CASE}", "/api/v1/nothing", "/"):
            headers = client.get(path).headers
            self.assertEqual(headers["x-content-type-options"], "nosniff", path)
            self.assertEqual(headers["referrer-policy"], "no-referrer")
            self.assertIn("default-src 'none'", headers["content-security-policy"])
            self.assertNotIn("unsafe-inline", headers["content-security-policy"])
            self.assertIn("no-store", headers["cache-control"])
            self.assertNotIn("server", headers)

    def test_a_body_that_is_too_large_is_refused_before_it_is_read(self):
        head = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n")
        begun = time.monotonic()
        self.assertIn(b" 413 ", raw(self.house.port, head).split(b"\r\n")[0])
        self.assertLess(time.monotonic() - begun, 2)
        endless = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                   + b"1000\r\n" + b"x" * 4096 + b"\r\n1000\r\n" + b"x" * 4096 + b"\r\n")
        self.assertIn(b" 413 ", raw(self.house.port, endless).split(b"\r\n")[0])

    def test_expect_continue_is_answered_before_the_body(self):
        head = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                b"Expect: 100-continue\r\n\r\n")
        got = raw(self.house.port, [head, b"{}"], pause=0.3)
        self.assertTrue(got.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 "), got[:80])

    def test_malformed_requests_are_refused_and_nothing_hangs(self):
        cases = [b"GET / HTTP/1.1\r\n\r\n", b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET * HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
                 b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 4000 + b"\r\n",
                 b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 4000 + b"\r\n",
                 b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                 b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"]
        for case in cases:
            with self.subTest(case[:60]):
                first = raw(self.house.port, case).split(b"\r\n")[0]
                self.assertRegex(first, rb"^HTTP/1\.1 4\d\d ")

    def test_mutated_requests_make_no_fault(self):
        """A generator of its own: correct requests with bytes changed, doubled, dropped."""
        chance = random.Random(9)
        cookie = self.as_("coordinator").cookie
        seeds = [f"GET /api/v1/cases/{CASE}/documents/d1/pages/1?dpi=150 HTTP/1.1\r\nHost: x\r\nCookie: openimr_session={cookie}\r\n"
                 "Range: bytes=0-9\r\nIf-None-Match: \"x\"\r\nConnection: close\r\n\r\n",
                 'POST /api/v1/cases/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n'
                 f'Cookie: openimr_session={cookie}\r\nX-CSRF-Token: {self.as_("coordinator").csrf}\r\nConnection: close\r\n\r\n{{"person":"mock"    }}',
                 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n'
                 'Connection: close\r\n\r\n5\r\n{"acc\r\n9\r\nount":1}\r\n\r\n0\r\n\r\n']
        for turn in range(300):
            data = bytearray(chance.choice(seeds).encode())
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(data))
                what = chance.randrange(4)
                if what == 0:
                    data[at] = chance.randrange(256)
                elif what == 1:
                    del data[at:at + chance.randint(1, 9)]
                elif what == 2:
                    data[at:at] = data[at:at + chance.randint(1, 40)]
                else:
                    data[at:at] = bytes(chance.choice(([13, 10], [0], [32], [37, 48, 48], [255])))
            with socket.create_connection(("127.0.0.1", self.house.port), timeout=5) as connection:
                connection.sendall(bytes(data))
                connection.shutdown(socket.SHUT_WR)
                got = b""
                try:
                    while piece := connection.recv(65536):
                        got += piece
                except ConnectionResetError:
                    pass
            for line in got.split(b"\r\n"):
                if line.startswith(b"HTTP/1.1 "):
                    self.assertNotRegex(line, rb"^HTTP/1\.1 5", bytes(data))
        self.assertEqual(self.as_("coordinator").get("/health").status, 200)
        self.assertIn("openimr_requests_total", self.house.client().get("/metrics").body.decode())
        self.assertNotIn("openimr_faults", self.house.client().get("/metrics").body.decode())

    def test_slow_clients_hold_nobody_up(self):
        held = [socket.create_connection(("127.0.0.1", self.house.port)) for _ in range(200)]
        for one in held:
            one.sendall(b"GET /health HTTP/1.1\r\nHo")
        begun = time.monotonic()
        self.assertEqual(self.house.client().get("/health").status, 200)
        self.assertLess(time.monotonic() - begun, 1)
        for one in held:
            one.close()

    def test_who_never_ends_a_header_is_let_go(self):
        begun = time.monotonic()
        self.assertEqual(raw(self.house.port, b"GET /health HTTP/1.1\r\nHo", wait=40), b"")
        self.assertLess(time.monotonic() - begun, 30)

    def test_changes_are_told_to_whoever_listens(self):
        listener = self.house.client("auditor")
        connection = listener.open()
        connection.request("GET", "/api/v1/changes", headers={"Cookie": f"openimr_session={listener.cookie}"})
        stream = connection.getresponse()
        self.assertEqual(stream.getheader("content-type"), "text/event-stream")
        stream.readline()
        client = self.as_("coordinator")
        done = client.ask("POST", f"/api/v1/cases/{CASE}/events", {"kind": "noted", "data": {"text": "telephoned"}}, {"If-Match": "*"})
        self.assertEqual(done.status, 200, done.body)
        seen = [stream.readline().decode() for _ in range(6)]
        self.assertIn("event: case\n", seen)
        told = json.loads(next(line for line in seen if line.startswith("data: "))[6:])
        self.assertEqual(told, {"number": CASE, "act": "noted"})
        connection.close()

    def test_two_people_on_one_case_do_not_overwrite_each_other(self):
        first, second = self.as_("coordinator"), self.as_("medical_director")
        seen = first.get(f"/api/v1/cases/{CASE}").headers["etag"]
        note = {"kind": "noted", "data": {"text": "one"}}
        self.assertEqual(second.ask("POST", f"/api/v1/cases/{CASE}/events", note, {"If-Match": seen}).status, 200)
        self.refused(first.ask("POST", f"/api/v1/cases/{CASE}/events", note, {"If-Match": seen}), 412)
        key = {"If-Match": "*", "Idempotency-Key": "a-key-of-this-test"}
        one = first.ask("POST", f"/api/v1/cases/{CASE}/events", note, key).json
        two = first.ask("POST", f"/api/v1/cases/{CASE}/events", note, key).json
        self.assertEqual((one["version"], one["repeated"], two["version"], two["repeated"]), (one["version"], False, one["version"], True))

    def test_nothing_of_a_patient_is_in_urls_or_logs(self):
        client = self.as_("coordinator")
        case = client.get(f"/api/v1/cases/{CASE}").json["case"]
        last = case["employee"].split(",")[0]
        client.ask("POST", "/api/v1/cases/search", {"person": last})
        client.ask("POST", f"/api/v1/cases/{CASE}/search", {"words": last})
        client.get(f"/api/v1/cases/{CASE}/nothing-like-{last}")
        log = self.house.log.read_text(encoding="utf-8") + client.get("/metrics").body.decode() + "".join(self.house.said)
        for secret in (last, case["claim_number"], CASE, PEOPLE["coordinator"][0] + "\"", client.cookie):
            self.assertNotIn(secret, log.split("Sign in as")[0].replace("".join(self.house.said).split("Sign in as")[0], ""))
        document = client.get("/api/v1/openapi.json").json
        for path, operations in document["paths"].items():
            for operation in operations.values():
                names = {one["name"] for one in operation["parameters"] if one["in"] in ("path", "query")}
                self.assertFalse(names & {"person", "claim", "party", "name", "words"}, path)


class Limits(unittest.TestCase):
    def test_who_asks_too_often_waits(self):
        house = House("--requests-a-second", 2)
        self.addCleanup(house.remove)
        statuses = [house.client().get("/health").status for _ in range(40)]
        self.assertIn(429, statuses)
        self.assertEqual(statuses[:8], [200] * 8)

    def test_a_made_up_cookie_buys_no_requests_and_a_true_one_is_its_own(self):
        house = House("--requests-a-second", 2)
        self.addCleanup(house.remove)
        signed_in = house.client("coordinator")
        statuses = []
        for n in range(40):
            stranger = house.client()
            stranger.cookie = f"{n:043}"
            statuses.append(stranger.get("/health").status)
        self.assertIn(429, statuses)
        self.assertEqual([signed_in.get("/api/v1/session").status for _ in range(4)], [200] * 4)

    def test_what_is_under_way_is_answered_before_it_closes(self):
        house = House()
        self.addCleanup(house.remove)
        client = house.client("coordinator")
        answers = []
        asking = threading.Thread(target=lambda: answers.append(client.get(f"/api/v1/cases/{CASE}/review").status))
        asking.start()
        time.sleep(0.4)
        self.assertEqual(house.stop(), 0)
        asking.join()
        self.assertEqual(answers, [200])
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", house.port), timeout=1)

    def test_tls_is_spoken_and_old_tls_is_not(self):
        house = House()
        house.stop()
        self.addCleanup(house.remove)
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                               "-keyout", house.folder / "key.pem", "-out", house.folder / "cert.pem", "-days", "2", "-subj",
                               "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        secure = House("--tls-cert", house.folder / "cert.pem", "--tls-key", house.folder / "key.pem", folder=house.folder)
        self.addCleanup(secure.remove)
        context = ssl.create_default_context(cafile=house.folder / "cert.pem")
        client = secure.client(context=context)
        answer = client.sign_in(*PEOPLE["auditor"])
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("; Secure", answer.cookies[0])
        self.assertIn("max-age", answer.headers["strict-transport-security"])
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, OSError)):
            with socket.create_connection(("127.0.0.1", secure.port), timeout=5) as plain, old.wrap_socket(plain):
                pass


if __name__ == "__main__":
    unittest.main()
