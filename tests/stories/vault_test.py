"""Papers go into the vault and come out again, and nobody without the key learns which."""
import json
import os
import shutil
import socket
import subprocess
import time
import unittest
import urllib.request

from bucket_server import ACCESS, REGION, SECRET, Bucket
from program import Story, answer, run

WORDS = b"Patient Zacharias Example was seen for lumbar pain. " * 5000
AWS = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}


class Vault(Story):
    """The same stories on a folder and on a bucket."""
    env = {}

    def place(self):
        return f"folder:{self.folder / 'papers'}"

    def setUp(self):
        super().setUp()
        self.keys, self.paper, self.log = self.folder / "vault.keys", self.folder / "report.txt", self.folder / "log"
        self.paper.write_bytes(WORDS)
        self.assertEqual(run("vault", "keygen", self.keys).returncode, 0)

    def vault(self, verb, *words, keys=None, ok=True):
        done = run("vault", verb, *words, "--vault", self.place(), "--vault-keys", keys or self.keys, env=self.env)
        if ok:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def put(self, *words):
        return self.vault("put", self.paper, "--case", "CM26-0000017", *words).stdout.strip()

    def rows(self):
        return [json.loads(row) for row in (self.log / "log.ndjson").read_text().splitlines()]

    def test_in_and_out(self):
        name = self.put("--log", self.log)
        self.assertRegex(name, "^[0-9a-f]{64}$")
        self.vault("get", name, self.folder / "back.txt", "--log", self.log, "--actor", "u-17")
        self.assertEqual((self.folder / "back.txt").read_bytes(), WORDS)
        self.assertEqual([(row["act"], row["actor"], row["subject"]) for row in self.rows()], [("object_stored", "openimr", name), ("object_read", "u-17", name)])
        self.assertEqual(self.put(), name)
        report = json.loads(self.vault("verify", "--json").stdout)
        self.assertEqual((report["is_good"], report["objects"], report["bytes"]), (True, 1, len(WORDS)))
        self.fails(run("vault", "get", "a" * 64, self.folder / "x", "--vault", self.place(), "--vault-keys", self.keys, env=self.env), "a" * 62)
        self.assertFalse((self.folder / "x").exists() or (self.folder / "x.part").exists())

    def test_hold_retention_and_erasure(self):
        name = self.put("--retain-until", "2020-01-01")
        self.vault("hold", name, "lit-2027-3", "--reason", "subpoena of 2027-02-01", "--log", self.log)
        erase = ["erase", name, "--reason", "retention ended", "--log", self.log]
        refused = self.vault(*erase, ok=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("a legal hold lit-2027-3 (subpoena of 2027-02-01)", refused.stderr)
        listed = json.loads(self.vault("list", "--json").stdout)["papers"][0]
        self.assertEqual((listed["retain_until"], listed["holds"]), ("2020-01-01", [{"id": "lit-2027-3", "reason": "subpoena of 2027-02-01"}]))
        self.vault("release", name, "lit-2027-3", "--log", self.log)
        self.vault("retain", name, "2399-01-01")
        self.assertIn("a day of retention to come: 2399-01-01", self.vault(*erase, ok=False).stderr)
        other = self.folder / "other.txt"
        other.write_text("another paper")
        second = self.vault("put", other, "--case", "CM26-0000017").stdout.strip()
        tombstone = self.vault("erase", second, "--reason", "retention ended", "--log", self.log).stdout
        self.assertIn(f"name {second}\nsize 13\n", tombstone)
        self.assertEqual([row["act"] for row in self.rows()], ["hold_placed", "hold_released", "object_erased"])
        self.assertIn("a paper that was erased", self.vault("get", second, self.folder / "x", ok=False).stderr)

    def test_keys_change(self):
        name = self.put()
        fresh, ring = self.folder / "fresh.keys", self.folder / "ring.keys"
        self.assertEqual(run("vault", "keygen", fresh).returncode, 0)
        self.assertIn("one of the master keys of this vault", self.vault("list", keys=fresh, ok=False).stderr)
        ring.write_text(fresh.read_text() + self.keys.read_text())
        self.assertEqual(self.vault("rotate", keys=ring).stdout, "1 keys wrapped anew\n")
        self.vault("get", name, self.folder / "back.txt", keys=fresh)
        self.assertEqual((self.folder / "back.txt").read_bytes(), WORDS)
        self.assertEqual(self.vault("list", ok=False).returncode, 2)

    def test_bad_questions(self):
        self.fails(run("vault", "list", "--vault", "papers", "--vault-keys", self.keys), "--vault", "folder:DIR or s3:FILE")
        self.fails(run("vault", "list", "--vault", self.place(), env={**self.env, "OPENIMR_VAULT_KEY": ""}), "no master key")
        self.fails(run("vault", "list", "--vault", self.place(), env={**self.env, "OPENIMR_VAULT_KEY": "12"}), "OPENIMR_VAULT_KEY:1", "64 hexadecimal digits")
        self.fails(self.vault("put", self.folder / "none.pdf", "--case", "A", ok=False), "none.pdf", "no such file")
        self.fails(self.vault("put", self.paper, "--case", "A", "--retain-until", "soon", ok=False), "--retain-until")
        self.assertEqual(run("vault", "list", "--vault", self.place(), env={**self.env, "OPENIMR_VAULT_KEY": self.keys.read_text()}).returncode, 0)


class Folder(Vault):
    def test_nothing_is_seen(self):
        self.put()
        for folder, _, names in os.walk(self.folder / "papers"):
            for name in names:
                data = (self.folder / "papers" / folder / name).read_bytes()
                for word in (b"Zacharias", b"lumbar", b"CM26"):
                    self.assertNotIn(word, data)

    def test_a_changed_object_is_named(self):
        name = self.put()
        file = self.folder / "papers/objects" / name[:2] / (name[2:] + ".sealed")
        data = bytearray(file.read_bytes())
        data[-20] ^= 4
        file.write_bytes(data)
        done = self.vault("verify", ok=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(name[2:], done.stdout)


class OnABucket(Vault):
    env = AWS

    def setUp(self):
        super().setUp()
        self.bucket = Bucket()
        self.addCleanup(self.bucket.end)
        self.describe()

    def describe(self, **more):
        known = {"endpoint": self.bucket.endpoint, "bucket": "papers", "prefix": "imr/", "region": REGION, "spool": str(self.folder / "spool"), **more}
        (self.folder / "bucket.yaml").write_text("".join(f"{key}: {value}\n" for key, value in known.items()))

    def place(self):
        return f"s3:{self.folder / 'bucket.yaml'}"

    def test_what_the_bucket_holds(self):
        name = self.put()
        self.assertEqual(sorted(self.bucket.objects), [f"imr/keys/{name[:2]}/{name[2:]}.key", "imr/naming.key", f"imr/objects/{name[:2]}/{name[2:]}.sealed"])
        self.assertFalse(any(b"Zacharias" in data for data in self.bucket.objects.values()))
        self.assertEqual([file for file in os.listdir(self.folder / "spool") if file != ".turn"], [])

    def test_swapped_and_lost_objects_are_found(self):
        first = self.put()
        self.paper.write_bytes(b"another paper")
        second = self.put()
        sealed = [f"imr/objects/{name[:2]}/{name[2:]}.sealed" for name in (first, second)]
        objects = self.bucket.objects
        objects[sealed[0]], objects[sealed[1]] = objects[sealed[1]], objects[sealed[0]]
        self.assertEqual(len(json.loads(self.vault("verify", "--json", ok=False).stdout)["faults"]), 2)
        del objects[sealed[0]]
        self.assertEqual(self.vault("get", first, self.folder / "x", ok=False).returncode, 2)

    def test_a_store_that_refuses_or_is_away(self):
        self.env = {**AWS, "AWS_SECRET_ACCESS_KEY": "another"}
        self.fails(self.vault("list", ok=False), "HTTP 403 SignatureDoesNotMatch", "look at the access key")
        self.env = {"AWS_ACCESS_KEY_ID": ""}
        self.fails(self.vault("list", ok=False), "AWS_ACCESS_KEY_ID")
        self.env = AWS
        name = self.put()
        self.bucket.failing = True
        self.fails(self.vault("put", self.keys, "--case", "A", ok=False), "HTTP 503 SlowDown")
        self.bucket.failing = False
        self.assertTrue(json.loads(self.vault("verify", "--json").stdout)["is_good"])
        self.describe(bucket="others")
        self.fails(self.vault("get", name, self.folder / "x", ok=False), "NoSuchBucket")
        self.describe(endpoint="http://imr.example")
        self.fails(self.vault("list", ok=False), "http://imr.example", "plain HTTP to this machine only")
        self.describe(endpoint="http://127.0.0.1:1")
        self.fails(self.vault("list", ok=False), "an answer of the store")
        self.describe(colour="red")
        self.fails(self.vault("list", ok=False), "bucket.yaml", "colour")


MOTO = os.environ.get("OPENIMR_MOTO") or shutil.which("moto_server")


@unittest.skipUnless(MOTO, "needs another S3-compatible server: moto_server of the package moto (OPENIMR_MOTO names it)")
class OnAnotherServer(Vault):
    """The same stories on a server by other hands."""
    env = AWS

    def setUp(self):
        super().setUp()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        server = subprocess.Popen([MOTO, "-H", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        for _ in range(100):
            try:
                urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.port}/papers", method="PUT")).close()
                break
            except OSError:
                time.sleep(0.2)
        (self.folder / "bucket.yaml").write_text(f"endpoint: http://127.0.0.1:{self.port}\nbucket: papers\nspool: {self.folder / 'spool'}\n")

    def place(self):
        return f"s3:{self.folder / 'bucket.yaml'}"


del Vault  # the two places below it run its stories

if __name__ == "__main__":
    unittest.main()
