"""The program schemathesis against the running server: no fault, no status and no media type that the document does not promise.

It is found on the path or by OPENIMR_SCHEMATHESIS (python3 -m pip install schemathesis, in an environment of its own); else the test is skipped by name.
"""
import os
import shutil
import subprocess
import unittest

from house import HouseTest

PROGRAM = os.environ.get("OPENIMR_SCHEMATHESIS") or shutil.which("schemathesis")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance"


@unittest.skipUnless(PROGRAM, "schemathesis is not installed")
class Schemathesis(HouseTest):
    words = ("--requests-a-second", 100000, "--day", "2015-02-23")

    def test_it_finds_nothing(self):
        client = self.as_("coordinator")
        done = subprocess.run([PROGRAM, "run", f"http://127.0.0.1:{self.house.port}/api/v1/openapi.json", "-H", f"Cookie: openimr_session={client.cookie}", "-H",
                               f"X-CSRF-Token: {client.csrf}", "--checks", CHECKS, "--phases", "fuzzing", "--max-examples", os.environ.get("OPENIMR_FUZZ_ROUNDS", "3"),
                               "--exclude-path", "/api/v1/changes", "--exclude-path", "/api/v1/session", "--exclude-path", "/api/v1/uploads/{id}", "--request-timeout", "30",
                               "--seed", "17"], capture_output=True, text=True, cwd=self.house.folder)
        # The exit code is 1 for what schemathesis cannot write too (a body of a media type that it does not know); only findings count here.
        self.assertIn(" passed", done.stdout, done.stdout[-3000:] + done.stderr[-1000:])
        self.assertNotIn("FAILURES", done.stdout, done.stdout[-8000:])
        self.assertEqual(client.get("/health").status, 200)
        self.assertNotIn("openimr_faults", client.get("/metrics").body.decode())


if __name__ == "__main__":
    unittest.main()
