"""Signing in, staying in, being locked out, signing out."""
import unittest

import house
from house import HouseTest, PEOPLE


class Sessions(HouseTest):
    def test_nobody_is_told_nothing(self):
        for path in ("/api/v1/session", "/api/v1/queues", "/api/v1/cases/CM14-0000001", "/api/v1/permissions"):
            self.refused(self.house.client().get(path), 401)

    def test_a_wrong_password_an_unknown_name_and_a_wrong_code_look_the_same(self):
        seen = set()
        for account, password, code in (("k.lind", "not the password at all", ""), ("nobody.here", "whatever it may be", ""),
                                        ("k.lind", PEOPLE["compliance"][1], "000000")):
            answer = self.house.client().sign_in(account, password, code)
            self.refused(answer, 401)
            self.assertEqual(answer.cookies, [])
            seen.add(answer.body)
        self.assertEqual(len(seen), 1)

    def test_the_cookie_is_for_http_only_and_this_site_only(self):
        answer = self.house.client().sign_in(*PEOPLE["auditor"])
        self.assertEqual(answer.status, 200)
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, answer.cookies[0])
        self.assertEqual(answer.headers["cache-control"], "no-store")

    def test_signing_out_ends_the_session_for_every_window(self):
        client = self.house.client("intake")
        self.assertEqual(client.get("/api/v1/session").json["account"], "i.park")
        self.refused(client.ask("DELETE", "/api/v1/session", token=False), 403, "X-CSRF-Token")
        self.assertEqual(client.ask("DELETE", "/api/v1/session").status, 204)
        self.refused(client.get("/api/v1/session"), 401)

    def test_five_wrong_attempts_shut_the_name_out_whether_anybody_has_it_or_not(self):
        for account in ("p.novak", "no.such.person"):
            statuses = [self.house.client().sign_in(account, "wrong and wrong again").status for _ in range(7)]
            self.assertEqual(statuses, [401] * 5 + [429] * 2, account)
        answer = self.house.client().sign_in(*PEOPLE["publisher"])
        self.refused(answer, 429)
        self.assertGreater(int(answer.headers["retry-after"]), 0)

    def test_a_request_from_another_site_is_refused(self):
        client = self.as_("coordinator")
        for header in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
            self.refused(client.ask("DELETE", "/api/v1/session", headers=header), 403, "another site")
            self.refused(client.ask("POST", "/api/v1/session", {"account": "x", "password": "y"}, headers=header), 403)
        self.assertEqual(client.get("/api/v1/session").status, 200)


class SecondFactor(unittest.TestCase):
    def test_a_code_is_asked_for_and_counts_once(self):
        first = house.House()
        self.addCleanup(first.remove)
        first.stop()
        demo = first.folder / "demo"
        house_without_demo = house.House("--store", f"sqlite:{demo}/cases.db", "--accounts", demo / "accounts.yaml", "--spool",
                                         demo / "spool", demo=False, folder=first.folder)
        self.addCleanup(house_without_demo.remove)
        account, password = PEOPLE["coordinator"]
        self.assertEqual(house_without_demo.client().sign_in(account, password).status, 401)
        code = house_without_demo.code_of(account)
        self.assertEqual(house_without_demo.client().sign_in(account, password, code).status, 200)
        self.assertEqual(house_without_demo.client().sign_in(account, password, code).status, 401)


if __name__ == "__main__":
    unittest.main()
