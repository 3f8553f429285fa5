"""Notes beside a case are their writer's: kept between browsers, shown to nobody else, closed with the papers."""
import unittest

from case_story_test import CASE, WHERE
from house import HouseTest
from openapi_test import check_against

NOTES = f"{WHERE}/notes"
MINE = {"bookmarks": [{"document": "d1", "page": 2}],
        "notes": [{"id": "1", "document": "d1", "page": 1, "text": "\"quoted\": [odd] {text}\n# two lines, ñ and 😀"}],
        "undecided": [{"item": "1", "words": "not sure yet", "criteria": [{"id": "ketamine-topical/crps-or-phn", "verdict": "unknown", "reason": "says: nothing"}]}]}


class Notes(HouseTest):
    words = ("--requests-a-second", 100000)

    def test_what_was_written_comes_back_word_for_word_to_its_writer_only(self):
        client = self.as_("coordinator")
        empty = client.get(NOTES)
        check_against("api_notes", empty.json)
        self.assertEqual((empty.status, empty.headers["etag"], empty.json["notes"]), (200, '"0"', []))
        saved = client.ask("PUT", NOTES, MINE, {"If-Match": empty.headers["etag"]})
        self.assertEqual((saved.status, saved.json), (200, {"version": 1}), saved.body)
        window = self.house.client("coordinator")
        kept = window.get(NOTES).json
        check_against("api_notes", kept)
        self.assertEqual({name: kept[name] for name in MINE}, MINE)
        self.assertEqual(self.as_("medical_director").get(NOTES).json["notes"], [])
        # Nothing of it is in what others see of the case.
        for path in ("", "/events"):
            self.assertNotIn("not sure yet", self.as_("auditor").get(WHERE + path).body.decode())
        self.assertNotIn("not sure yet", self.as_("auditor").get("/api/v1/audit?limit=500").body.decode())
        self.refused(window.ask("PUT", NOTES, MINE, {"If-Match": '"0"'}), 412)
        self.refused(window.ask("PUT", NOTES, MINE), 428)
        self.assertEqual(window.ask("PUT", NOTES, {}, {"If-Match": '"1"'}).json, {"version": 2})
        self.assertEqual(client.get(NOTES).json["bookmarks"], [])

    def test_notes_that_are_none_are_refused(self):
        long = {"notes": [{"id": "1", "document": "d1", "page": 1, "text": "x" * 20_001}]}
        many = {"bookmarks": [{"document": "d1", "page": 1}] * 2001}
        for body in ({"notes": {}}, {"notes": [1]}, {"notes": [{"id": 1, "document": "d1", "page": 1}]}, {"bookmarks": [{"document": "d1", "page": 0}]},
                     {"bookmarks": [{"document": "d1"}]}, {"undecided": [{"item": "1", "criteria": "x"}]}, {"colour": "red"},
                     {"notes": [{"id": "\x00", "document": "d1", "page": 1, "text": "x"}]}, long, many):
            self.refused(self.as_("intake").ask("PUT", NOTES, body, {"If-Match": "*"}), 422)
        self.refused(self.as_("intake").ask("PUT", "/api/v1/cases/CM99-0000001/notes", {}, {"If-Match": "*"}), 404)

    def test_who_may_not_read_the_papers_keeps_no_notes(self):
        self.refused(self.as_("reviewer").get(NOTES), 403)  # proposed, not attested
        self.refused(self.as_("publisher").ask("PUT", NOTES, {}, {"If-Match": "*"}), 403)


if __name__ == "__main__":
    unittest.main()
