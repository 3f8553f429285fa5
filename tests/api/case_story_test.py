"""A case from the reviewer's attestation to the issued determination, over HTTP, by four people."""
import io
import json
import re
import unittest

import yaml

from house import HouseTest, ROOT

CASE = "CM14-0000001"
EXAMPLE = ROOT / "examples/cases/ketamine-cream-continued"
WHERE = f"/api/v1/cases/{CASE}"


def example_opinion():
    opinion = yaml.safe_load((EXAMPLE / "opinion.yaml").read_text(encoding="utf-8"))
    opinion.pop("signature")
    return json.loads(json.dumps(opinion, default=str))


class Story(HouseTest):
    def version(self, client):
        answer = client.get(WHERE)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.headers["etag"]

    def test_from_attestation_to_issue(self):
        coordinator, reviewer, director = self.as_("coordinator"), self.as_("reviewer"), self.as_("medical_director")
        # Before the attestation the reviewer sees the parties and no paper (Labor Code 139.5(d)(5)).
        case = reviewer.get(WHERE)
        self.assertEqual(case.status, 200, case.body)
        for closed in ("documents", "chart", "review", "opinion", "letters/assignment-notice.pdf"):
            self.refused(reviewer.get(f"{WHERE}/{closed}"), 403, "attest first")
        parties = [{"party": party["name"], "has_conflict": False} for party in case.json["case"]["parties"]]
        self.refused(reviewer.ask("POST", f"{WHERE}/attestation", {"parties": parties}), 428)
        self.refused(reviewer.ask("POST", f"{WHERE}/attestation", {"parties": parties}, {"If-Match": '"1"'}), 412)
        self.refused(coordinator.ask("POST", f"{WHERE}/attestation", {"parties": parties}, {"If-Match": "*"}), 403)
        done = reviewer.ask("POST", f"{WHERE}/attestation", {"parties": parties}, {"If-Match": case.headers["etag"]})
        self.assertEqual(done.status, 200, done.body)
        self.assertEqual(done.json["status"], "under_review")

        # Now the record opens; another reviewer stays outside.
        documents = reviewer.get(f"{WHERE}/documents")
        self.assertEqual(documents.status, 200, documents.body)
        self.assertGreater(len(documents.json["documents"]), 5)
        self.refused(self.as_("second").get(f"{WHERE}/documents"), 403)
        review = reviewer.get(f"{WHERE}/review").json
        self.assertTrue(review["issues"])

        # The draft is checked as it is written, and saved by version.
        opinion = example_opinion()
        self.assertEqual(reviewer.get(f"{WHERE}/opinion").json, {"version": 0, "opinion": None})
        live = reviewer.ask("POST", f"{WHERE}/opinion/check", dict(opinion, resolutions=[]))
        self.assertEqual(live.status, 200, live.body)
        self.assertTrue([check for check in live.json["checks"] if check["severity"] == "block" and not check["resolution"]])
        saved = reviewer.ask("PUT", f"{WHERE}/opinion", dict(opinion, resolutions=[]), {"If-Match": '"0"'})
        self.assertEqual(saved.status, 200, saved.body)
        self.refused(reviewer.ask("PUT", f"{WHERE}/opinion", opinion, {"If-Match": '"0"'}), 412)
        self.refused(coordinator.get(f"{WHERE}/opinion?reviewer=R01"), 409, "signed")
        self.assertEqual([(seat["reviewer"], seat["has_signed"], seat["opinion"]) for seat in coordinator.get(f"{WHERE}/opinions").json["seats"]],
                         [("R01", False, None)])  # a draft is its reviewer's
        own = reviewer.get(f"{WHERE}/opinions").json["seats"][0]
        self.assertEqual((own["is_own"], own["opinion"]["reviewer"]), (True, "R01"))

        # With a blocking check open nothing is signed.
        secret = {"password": "quiet maple orchard", "code": ""}
        blocked = reviewer.ask("POST", f"{WHERE}/opinion/sign", secret, {"If-Match": "*"})
        self.assertEqual(blocked.status, 409, blocked.body)
        self.assertTrue(blocked.json["checks"])
        self.assertEqual(reviewer.ask("PUT", f"{WHERE}/opinion", opinion, {"If-Match": saved.headers["etag"]}).status, 200)
        kept = reviewer.get(f"{WHERE}/opinion").json["opinion"]
        self.assertEqual(kept["reviewer"], "R01")
        self.assertEqual(kept["items"][0]["decision"], opinion["items"][0]["decision"])
        self.assertEqual(kept["items"][0]["words"].strip(), opinion["items"][0]["words"].strip())
        wrong = reviewer.ask("POST", f"{WHERE}/opinion/sign", {"password": "not my own password", "code": ""}, {"If-Match": "*"})
        self.assertIn(wrong.status, (401, 403, 409), wrong.body)
        signed = reviewer.ask("POST", f"{WHERE}/opinion/sign", secret, {"If-Match": "*"})
        self.assertEqual(signed.status, 200, signed.body)
        self.assertEqual(signed.json["status"], "signed")
        seat = director.get(f"{WHERE}/opinions").json["seats"][0]
        self.assertEqual((seat["has_signed"], seat["opinion"]["items"][0]["decision"]), (True, opinion["items"][0]["decision"]))

        # A second person passes it, the coordinator issues it.
        self.refused(reviewer.ask("POST", f"{WHERE}/quality", {"result": "passed"}, {"If-Match": "*"}), 403)
        passed = director.ask("POST", f"{WHERE}/quality", {"result": "passed"}, {"If-Match": self.version(director)})
        self.assertEqual(passed.status, 200, passed.body)
        issued = coordinator.ask("POST", f"{WHERE}/issue", {}, {"If-Match": self.version(coordinator)})
        self.assertEqual(issued.status, 200, issued.body)
        self.assertEqual(issued.json["status"], "determined")
        letter = coordinator.get(f"{WHERE}/letters/final-determination.pdf")
        self.assertEqual(letter.status, 200, letter.body[:400])
        self.assertTrue(letter.body.startswith(b"%PDF"))
        bundle = coordinator.get(f"/fhir/Bundle/{CASE}")
        self.assertEqual(bundle.status, 200, bundle.body[:400])
        kinds = {entry["resource"]["resourceType"] for entry in bundle.json["entry"]}
        self.assertTrue({"ClaimResponse", "Provenance"} <= kinds, kinds)
        self.assertNotIn("R01", bundle.body.decode())
        for kind in ("ClaimResponse", "Provenance"):
            alone = coordinator.get(f"/fhir/{kind}/{CASE}")
            self.assertEqual((alone.status, alone.json["resourceType"], alone.json["id"]), (200, kind, CASE), alone.body[:400])
            self.assertNotIn("R01", alone.body.decode())
            contained = {"#" + one["id"] for one in alone.json.get("contained", [])} | {f"ClaimResponse/{CASE}"}
            self.assertLessEqual(set(re.findall(r'"reference":"([^"]+)"', alone.body.decode())), contained)

    def test_papers_come_in_pieces_and_become_papers_of_the_case(self):
        client, where = self.as_("coordinator"), "/api/v1/cases/CM15-0000001"
        text = b"Progress note of January 5, 2015. The worker walks one mile a day.\n" * 2000
        begun = client.ask("POST", "/api/v1/uploads", headers={"Upload-Length": str(len(text))})
        self.assertEqual(begun.status, 201, begun.body)
        upload = begun.headers["location"]
        piece = {"Content-Type": "application/offset+octet-stream"}
        half = len(text) // 2
        self.assertEqual(client.ask("PATCH", upload, text[:half], {**piece, "Upload-Offset": "0"}).status, 204)
        again = client.ask("PATCH", upload, text[:half], {**piece, "Upload-Offset": "0"})
        self.refused(again, 409)
        self.assertEqual(again.headers["upload-offset"], str(half))
        self.assertEqual(client.ask("HEAD", upload).headers["upload-offset"], str(half))
        self.refused(self.as_("intake").get(upload), 404)
        self.refused(client.ask("PATCH", upload, text + b"more", {**piece, "Upload-Offset": str(half)}), 413)
        self.assertEqual(client.ask("PATCH", upload, text[half:], {**piece, "Upload-Offset": str(half)}).status, 204)
        body = {"uploads": [{"id": upload.rsplit("/", 1)[1], "name": "note.txt"}], "from": "applicant"}
        etag = client.get(where).headers["etag"]
        done = client.ask("POST", f"{where}/documents", body, {"If-Match": etag})
        self.assertEqual(done.status, 200, done.body)
        listed = [one for one in client.get(f"{where}/documents").json["documents"] if one["file"].endswith("note.txt")]
        self.assertEqual(len(listed), 1)
        whole = client.get(listed[0]["content"])
        self.assertEqual(whole.body, text)
        part = client.get(listed[0]["content"], Range="bytes=10-19")
        self.assertEqual((part.status, part.body), (206, text[10:20]))
        self.assertIn("sandbox", whole.headers["content-security-policy"])
        self.refused(client.get(upload), 404)

    def test_words_stand_where_the_picture_shows_them(self):
        client, where = self.as_("coordinator"), "/api/v1/cases/CM15-0000001"
        document = client.get(f"{where}/documents").json["documents"][0]
        page = client.get(f"{where}/documents/{document['id']}/pages/1").json
        picture = client.get(f"{where}/documents/{document['id']}/pages/1/image")
        self.assertEqual(picture.headers["content-type"], "image/png")
        width, height, rows = png(picture.body)
        self.assertAlmostEqual(width / page["width"], 150 / 72, places=2)
        self.assertAlmostEqual(height / page["height"], 150 / 72, places=2)
        scale, dark = width / page["width"], 0
        words = [word for word in page["words"] if word["end"] - word["begin"] >= 4][:40]
        for word in words:
            x0, y0, x1, y1 = (int(side * scale) for side in word["box"])
            ink = min(rows[y][x] for y in range(y0, min(y1 + 1, height)) for x in range(x0, min(x1 + 1, width)))
            dark += ink < 128
        self.assertGreaterEqual(dark, 0.95 * len(words))
        self.assertEqual(client.get(f"{where}/documents/{document['id']}/pages/1/image",
                                    If_None_Match=picture.headers["etag"]).status, 304)


def png(data):
    """Width, height and rows of gray of a PNG with filters 0 and 2."""
    import struct
    import zlib
    width, height = struct.unpack(">II", data[16:24])
    packed, at = b"", 8
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + body)
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    flow, rows, above = io.BytesIO(zlib.decompress(packed)), [], bytes(width)
    for _ in range(height):
        kind = flow.read(1)[0]
        row = flow.read(width)
        above = bytes((a + b) & 255 for a, b in zip(row, above)) if kind == 2 else row
        rows.append(above)
    return width, height, rows


if __name__ == "__main__":
    unittest.main()
