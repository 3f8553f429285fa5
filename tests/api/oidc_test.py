"""Sign-in over OpenID Connect against an issuer of our own: real HTTP, real RSA and EC keys (made and used by the program openssl)."""
import base64
import hashlib
import http.server
import json
import pathlib
import re
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

from house import House, HouseTest

CLIENT, SECRET = "openimr-test", "a secret & odd = one"


def plain64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Keys:
    """Keys as files of the program openssl."""

    def __init__(self, folder, kind, kid):
        self.kind, self.kid, self.file = kind, kid, pathlib.Path(folder, f"{kid}.pem")
        algorithm = {"RS256": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "SMALL": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
                     "ES256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]}[kind]
        subprocess.run(["openssl", "genpkey", *algorithm, "-out", str(self.file)], check=True, capture_output=True)

    @property
    def algorithm(self):
        return "RS256" if self.kind == "SMALL" else self.kind

    def jwk(self):
        if self.algorithm == "RS256":
            words = subprocess.run(["openssl", "rsa", "-in", str(self.file), "-noout", "-modulus"], check=True, capture_output=True, text=True).stdout
            return {"kty": "RSA", "kid": self.kid, "use": "sig", "alg": "RS256", "n": plain64(bytes.fromhex(words.split("=")[1].strip())), "e": "AQAB"}
        point = subprocess.run(["openssl", "ec", "-in", str(self.file), "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout[-64:]
        return {"kty": "EC", "kid": self.kid, "crv": "P-256", "x": plain64(point[:32]), "y": plain64(point[32:])}

    def sign(self, words):
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", str(self.file)], input=words, check=True, capture_output=True).stdout
        if self.algorithm == "RS256":
            return signature
        numbers, at = [], 2  # SEQUENCE of two INTEGERs
        for _ in range(2):
            size = signature[at + 1]
            numbers.append(int.from_bytes(signature[at + 2:at + 2 + size], "big").to_bytes(32, "big"))
            at += 2 + size
        return b"".join(numbers)

    def token(self, claims, **head):
        parts = [plain64(json.dumps(one).encode()) for one in ({"alg": self.algorithm, "kid": self.kid, "typ": "JWT", **head}, claims)]
        return ".".join([*parts, plain64(self.sign(".".join(parts).encode()))])


class Issuer:
    """An OpenID provider that signs in whoever `self.person` is, and can be told to do wrong."""

    def __init__(self, folder, host="127.0.0.1"):
        self.folder = folder
        self.rsa, self.ec = Keys(folder, "RS256", "one"), Keys(folder, "ES256", "two")
        self.signer, self.published = self.rsa, [self.rsa, self.ec]
        self.person = {"sub": "24400320"}
        self.claims, self.head, self.bend = {}, {}, None
        self.asked, self.codes = [], {}
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked.append(self.path)
                if self.path.startswith("/authorize?"):  # a browser: signed in at once and sent back
                    code, state = issuer.authorize(issuer.url + self.path)
                    self.send_response(303)
                    self.send_header("Location", issuer.codes[code]["redirect_uri"] + "?" + urllib.parse.urlencode({"code": code, "state": state}))
                    return self.end_headers()
                if self.path == "/.well-known/openid-configuration":
                    return self.say({"issuer": issuer.url, "authorization_endpoint": issuer.url + "/authorize?tenant=1", "token_endpoint": issuer.url + "/token",
                                     "jwks_uri": issuer.url + "/keys"})
                return self.say({"keys": [one.jwk() for one in issuer.published]} if self.path == "/keys" else {}, 200 if self.path == "/keys" else 404)

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), strict_parsing=True))
                issuer.asked.append(form)
                self.say(*issuer.redeem(form, self.headers.get("Authorization", "")))

            def say(self, value, status=200):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://{host}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def authorize(self, where):
        """What the browser is sent back with."""
        parts = urllib.parse.urlsplit(where)
        question = dict(urllib.parse.parse_qsl(parts.query, strict_parsing=True))
        assert where.startswith(self.url + "/authorize?tenant=1&"), where
        assert (question["response_type"], question["client_id"], question["code_challenge_method"]) == ("code", CLIENT, "S256"), question
        assert "openid" in question["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = question
        return code, question["state"]

    def redeem(self, form, authorization):
        question = self.codes.pop(form["code"], None)
        user = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if (not question or form["redirect_uri"] != question["redirect_uri"] or plain64(hashlib.sha256(form["code_verifier"].encode()).digest()) != question["code_challenge"]
                or user != f"{urllib.parse.quote(CLIENT, safe='')}:{urllib.parse.quote(SECRET, safe='')}"):
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": question["nonce"], **self.person, **self.claims}
        token = self.signer.token({name: value for name, value in claims.items() if value is not None}, **self.head)
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.bend(token) if self.bend else token}, 200


class OpenIdConnect(HouseTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="openimr-issuer-")
        cls.addClassCleanup(folder.cleanup)
        cls.issuer = Issuer(folder.name)
        cls.addClassCleanup(cls.issuer.server.shutdown)
        cls.settings = pathlib.Path(folder.name, "oidc.yaml")
        pathlib.Path(folder.name, "secret").write_text(SECRET + "\n")
        cls.write(cls.issuer.url)
        cls.house = House("--oidc", cls.settings, "--requests-a-second", 100000)
        cls.addClassCleanup(cls.house.remove)
        cls.clients = {}

    @classmethod
    def write(cls, issuer, **more):
        lines = {"schema": 1, "name": "Synthetic House", "issuer": issuer, "client_id": CLIENT, "client_secret_file": str(cls.settings.parent / "secret"),
                 "redirect": "http://127.0.0.1:9/api/v1/oidc/callback",
                 "accounts": [{"subject": "24400320", "account": "c.rivera"}, {"email": "A.Chen@house.example", "account": "a.chen"}, {"subject": "gone", "account": "nobody.here"}], **more}
        cls.settings.write_text("\n".join(f"{name}: {json.dumps(value)}" for name, value in lines.items()) + "\n")

    def setUp(self):
        self.issuer.signer, self.issuer.published = self.issuer.rsa, [self.issuer.rsa, self.issuer.ec]
        self.issuer.person, self.issuer.claims, self.issuer.head, self.issuer.bend = {"sub": "24400320"}, {}, {}, None

    def begin(self, client):
        begun = client.get("/api/v1/oidc/start")
        self.assertEqual(begun.status, 303, begun.body)
        self.assertRegex(begun.cookies[0], r"^openimr_oidc=[\w-]{43}; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age=600$")
        return begun.cookies[0].split(";")[0], *self.issuer.authorize(begun.headers["location"])

    def sign_in(self):
        client = self.house.client()
        cookie, code, state = self.begin(client)
        return client, client.get(f"/api/v1/oidc/callback?code={code}&state={state}", Cookie=cookie)

    def let_in(self, account):
        client, done = self.sign_in()
        self.assertEqual((done.status, done.headers["location"]), (303, "/"), done.body)
        session = next(one for one in done.cookies if one.startswith("openimr_session="))
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, session)
        client.cookie = re.search(r"openimr_session=([^;]+)", session).group(1)
        told = client.get("/api/v1/session")
        self.assertEqual((told.status, told.json["account"]), (200, account), told.body)
        client.csrf = told.json["csrf"]
        self.assertEqual(client.ask("DELETE", "/api/v1/session").status, 204)

    def kept_out(self, *words):
        _, done = self.sign_in()
        self.refused(done, 401, *words)
        self.assertFalse([one for one in done.cookies if one.startswith("openimr_session=")])

    def test_who_the_issuer_names_is_let_in(self):
        self.assertEqual(self.house.client().get("/api/v1/house").json["single_sign_on"], "Synthetic House")
        self.let_in("c.rivera")
        self.issuer.signer = self.issuer.ec
        self.let_in("c.rivera")
        self.issuer.person = {"sub": "other", "email": "a.chen@house.example", "email_verified": True}
        self.let_in("a.chen")
        log = self.as_("auditor").get("/api/v1/audit?limit=500").body.decode()
        self.assertIn(f"openid_connect {self.issuer.url}", log)

    def test_who_has_no_account_or_no_verified_address_is_not(self):
        for person in ({"sub": "stranger"}, {"sub": "gone"}, {"sub": "x", "email": "a.chen@house.example"}, {"sub": "x", "email": "a.chen@house.example", "email_verified": False},
                       {"sub": ""}, {"sub": None}):
            self.issuer.person = person
            self.kept_out()

    def test_a_browser_is_brought_back_to_the_sign_in_page(self):
        self.issuer.person = {"sub": "stranger"}
        client = self.house.client()
        cookie, code, state = self.begin(client)
        done = client.get(f"/api/v1/oidc/callback?code={code}&state={state}", Cookie=cookie, Accept="text/html,application/xhtml+xml")
        self.assertEqual((done.status, done.headers["location"]), (303, "/#/sign-in-refused"), done.body)
        self.assertFalse([one for one in done.cookies if one.startswith("openimr_session=")])

    def test_a_token_that_is_not_of_this_sign_in_is_refused(self):
        now = int(time.time())
        for claims in ({"iss": "https://elsewhere.example"}, {"aud": "another"}, {"aud": ["another"]}, {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "another"], "azp": "another"},
                       {"aud": None}, {"exp": now - 600}, {"exp": None}, {"exp": "never"}, {"iat": now + 3600}, {"iat": None}, {"nbf": now + 3600}, {"nonce": "another"}, {"nonce": None}):
            with self.subTest(claims):
                self.issuer.claims = claims
                self.kept_out()
        self.issuer.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
        self.let_in("c.rivera")

    def test_a_token_that_the_issuer_did_not_sign_is_refused(self):
        other, small = Keys(self.issuer.folder, "RS256", "stranger"), Keys(self.issuer.folder, "SMALL", "small")

        def unsigned(token):
            return plain64(b'{"alg":"none"}') + "." + token.split(".")[1] + "."

        def by_published_key(token):  # HS256 under the public key, an old trick
            import hmac
            words = plain64(b'{"alg":"HS256","kid":"one"}') + "." + token.split(".")[1]
            return words + "." + plain64(hmac.digest(json.dumps(self.issuer.rsa.jwk()).encode(), words.encode(), "sha256"))

        def changed(token):
            head, claims, signature = token.split(".")
            claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
            return ".".join([head, plain64(json.dumps({**claims, "sub": "24400320"}).encode()), signature])

        def shorter(token):
            return token[:-8]

        for bend in (unsigned, by_published_key, shorter, lambda token: "", lambda token: "a.b.c", lambda token: token + ".x", lambda token: token.replace(".", "..", 1)):
            with self.subTest(bend.__name__):
                self.issuer.bend = bend
                self.kept_out("ID token")
        self.issuer.bend, self.issuer.person = changed, {"sub": "stranger"}
        self.kept_out("does not hold")
        self.setUp()
        self.issuer.signer = other
        self.kept_out("unknown key")
        self.issuer.head = {"kid": "one"}
        self.kept_out("does not hold")
        self.issuer.head, self.issuer.signer, self.issuer.published = {"crit": ["b64"]}, self.issuer.rsa, [self.issuer.rsa]
        self.kept_out("RS256 or ES256")
        self.issuer.head, self.issuer.signer, self.issuer.published = {}, small, [small]
        self.kept_out()

    def test_a_code_counts_in_the_browser_that_began_and_once(self):
        client = self.house.client()
        cookie, code, state = self.begin(client)
        other, _, _ = self.begin(self.house.client())
        way = f"/api/v1/oidc/callback?code={code}&state={state}"
        for headers, where in (({}, way), ({"Cookie": "openimr_oidc=" + "x" * 43}, way), ({"Cookie": other}, way)):
            self.refused(client.get(where, **headers), 401)
        cookie, code, state = self.begin(client)
        self.refused(client.get(f"/api/v1/oidc/callback?code={code}&state=another", Cookie=cookie), 401, "state")
        self.refused(client.get(f"/api/v1/oidc/callback?code={code}&state={state}", Cookie=cookie), 401)  # the ticket is used up
        cookie, code, state = self.begin(client)
        self.assertEqual(client.get(f"/api/v1/oidc/callback?code={code}&state={state}", Cookie=cookie).status, 303)
        self.refused(client.get(f"/api/v1/oidc/callback?code={code}&state={state}", Cookie=cookie), 401)
        cookie, code, state = self.begin(client)
        self.refused(client.get(f"/api/v1/oidc/callback?state={state}&error=access_denied", Cookie=cookie), 401)

    def test_nothing_is_asked_of_anybody_before_somebody_signs_in(self):
        house = House("--oidc", self.settings)
        self.addCleanup(house.remove)
        self.issuer.asked.clear()
        self.assertEqual(house.client().get("/api/v1/house").status, 200)
        house.client("coordinator")
        self.assertEqual(self.issuer.asked, [])

    def test_settings_that_are_wrong_are_told_at_the_start(self):
        kept = self.settings.read_text()
        self.addCleanup(self.settings.write_text, kept)
        for issuer, more, words in (("http://elsewhere.example", {}, "https"), (self.issuer.url, {"colour": "red"}, "colour"),
                                    (self.issuer.url, {"accounts": [{"account": "c.rivera"}]}, "subject"), (self.issuer.url, {"client_secret_file": "/nowhere/secret"}, "/nowhere/secret")):
            self.write(issuer, **more)
            with self.assertRaisesRegex(AssertionError, words):
                House("--oidc", self.settings)

    def test_an_issuer_that_is_away_is_told_and_passwords_still_work(self):
        kept = self.settings.read_text()
        self.addCleanup(self.settings.write_text, kept)
        self.write("http://127.0.0.1:9")
        house = House("--oidc", self.settings)
        self.addCleanup(house.remove)
        self.refused(house.client().get("/api/v1/oidc/start"), 503)
        house.client("coordinator")


class WithoutIt(HouseTest):
    def test_it_is_off_unless_it_is_configured(self):
        self.assertIsNone(self.house.client().get("/api/v1/house").json["single_sign_on"])
        for path in ("/api/v1/oidc/start", "/api/v1/oidc/callback?code=x&state=y"):
            self.refused(self.house.client().get(path), 404)


if __name__ == "__main__":
    unittest.main()
