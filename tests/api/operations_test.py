"""What operators ask: metrics as Prometheus reads them, readiness that follows what the house needs."""
import re
import unittest

from house import House, HouseTest

LABELS = r'\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\}'
SAMPLE = re.compile(rf"([a-zA-Z_:][a-zA-Z0-9_:]*)({LABELS})? (-?[0-9.e+-]+|\+Inf|NaN)$")


def samples(text):
    """(name, labels) -> value, in the order of the text; every line must be one of the format's (version 0.0.4)."""
    found, typed = {}, set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:]
            assert kind in ("counter", "gauge", "histogram") and name not in typed, line
            typed.add(name)
            continue
        if line.startswith("# HELP "):
            continue
        one = SAMPLE.match(line)
        assert one, f"no sample: {line!r}"
        assert re.sub("_(bucket|sum|count)$", "", one[1]) in typed or one[1] in typed, f"no type: {line!r}"
        key = (one[1], one[2] or "")
        assert key not in found, f"told twice: {line!r}"
        found[key] = float(one[3])
    return found


class Operations(HouseTest):
    def metrics(self):
        answer = self.house.client().get("/metrics")
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        return samples(answer.body.decode())

    def test_counters_count_what_was_asked(self):
        client, counted = self.as_("coordinator"), {}
        looks = (("/api/v1/queues", "/api/v1/queues", 200), ("/api/v1/cases/CM99-0000001", "/api/v1/cases/{number}", 404), ("/nothing/here?x=1", "/{path...}", 404))
        before = self.metrics()
        for target, route, status in looks:
            for _ in range(3):
                self.assertIn(client.get(target).status, (status, 200))
            counted[route] = status
        after = self.metrics()
        for route in counted:
            total = {name: sum(value for (sample, labels), value in now.items() if sample == "openimr_requests_total" and f'route="{route}"' in labels) for name, now in (("before", before), ("after", after))}
            self.assertEqual(total["after"] - total["before"], 3, route)
        for key, value in before.items():
            if key[0].endswith(("_total", "_bucket", "_count")):
                self.assertGreaterEqual(after[key], value, key)

    def test_histograms_add_up(self):
        self.as_("coordinator").get("/api/v1/queues")
        found = self.metrics()
        rows = {labels for name, labels in found if name == "openimr_request_seconds_count"}
        self.assertGreater(len(rows), 1)
        for labels in rows:
            inside = labels[1:-1]
            buckets = [value for (name, these), value in found.items() if name == "openimr_request_seconds_bucket" and these.startswith("{" + inside + ",")]
            self.assertEqual(buckets, sorted(buckets), labels)
            self.assertEqual(buckets[-1], found["openimr_request_seconds_count", labels], labels)
            answers = sum(value for (name, these), value in found.items() if name == "openimr_requests_total" and these.startswith("{" + inside + ","))
            self.assertEqual(answers, buckets[-1], labels)
            self.assertGreaterEqual(found["openimr_request_seconds_sum", labels], 0)
        self.assertGreater(found["process_resident_memory_bytes", ""], 1_000_000)

    def test_no_number_of_a_case_nor_word_of_a_caller_is_a_label(self):
        client = self.as_("coordinator")
        client.get("/api/v1/cases/CM15-0000001")
        client.get("/api/v1/cases/Samplewright%22%0Ax")
        client.ask("BREW", "/api/v1/queues")
        text = self.house.client().get("/metrics").body.decode()
        samples(text)
        for word in ("CM15", "Samplewright", "BREW", "c.rivera"):
            self.assertNotIn(word, text)


class Ready(unittest.TestCase):
    def test_ready_follows_the_account_book(self):
        house = House()
        self.addCleanup(house.remove)
        client = house.client()
        self.assertEqual((client.get("/ready").status, client.get("/ready").json), (200, {"status": "ready"}))
        book = house.folder / "demo/accounts.yaml"
        whole = book.read_bytes()
        for broken in (b"accounts: {", whole.replace(b"roles:", b"rolls:", 1), b"\xff\x00"):
            book.write_bytes(broken)
            refused = client.get("/ready")
            self.assertEqual((refused.status, refused.headers["content-type"]), (503, "application/problem+json"), broken)
            self.assertNotIn(str(house.folder), refused.body.decode())
            self.assertEqual(client.get("/health").status, 200)  # alive all the same: nobody should restart it for this
        book.write_bytes(whole)
        self.assertEqual(client.get("/ready").status, 200)


if __name__ == "__main__":
    unittest.main()
