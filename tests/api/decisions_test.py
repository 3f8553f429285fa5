"""The public pages of published decisions: for whoever comes, without script, and never one of our own that names its parties."""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from house import House, HouseTest, PROGRAM, ROOT

FIRST = ROOT / "examples/cases/ketamine-morphine-baclofen"
SECOND = ROOT / "examples/cases/ketamine-cream-continued"
ROSTER = ROOT / "examples/rosters/small.yaml"
PAGES = ("/decisions", "/decisions?q=baclofen", "/decisions/about", "/decisions/topic?t=baclofen", "/decisions/guideline?g=mtus-chronic-pain&p=111")


def program(*words):
    done = subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Links(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.links, self.tags, self.language = set(), set(), None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        named = dict(attrs)
        if tag == "html":
            self.language = named.get("lang")
        for name in named:
            assert not name.startswith("on"), name
        target = named.get("href")
        if target and target.startswith("/"):
            self.links.add(target)


class PublicPages(HouseTest):
    words = ("--requests-a-second", 100000)

    def test_every_link_from_the_first_page_leads_somewhere_in_both_languages(self):
        client = self.house.client()
        for start in ("/decisions", "/decisions?lang=es"):
            seen, waiting = set(), [start]
            while waiting and len(seen) < 60:
                at = waiting.pop(0)
                if at in seen:
                    continue
                seen.add(at)
                answer = client.get(at)
                self.assertEqual(answer.status, 200, f"{at}: {answer.body[:200]}")
                policy = answer.headers["content-security-policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn("script-src", policy)
                self.assertNotIn("unsafe", policy)
                self.assertTrue(answer.headers["cache-control"].startswith("public"), at)
                self.assertEqual(answer.cookies, [])
                if answer.headers["content-type"].startswith("text/html"):
                    page = Links(answer.body.decode())
                    self.assertNotIn("script", page.tags, at)
                    self.assertEqual(page.language, "es" if "lang=es" in at else "en", at)
                    waiting += sorted(page.links)
            kinds = {re.sub(r"[?].*|/d/.*", "", link) for link in seen}
            self.assertLessEqual({"/decisions", "/decisions/about", "/decisions/style.css"}, kinds)

    def test_a_page_that_is_known_is_not_sent_again(self):
        client = self.house.client()
        for path in (*PAGES, "/decisions/feed", "/decisions/download.csv", "/decisions/style.css"):
            with self.subTest(path):
                first = client.get(path)
                self.assertEqual(first.status, 200, first.body[:200])
                again = client.get(path, If_None_Match=first.headers["etag"])
                self.assertEqual((again.status, again.body), (304, b""))

    def test_feed_and_downloads_hold_the_same_decisions(self):
        client = self.house.client()
        feed = ElementTree.fromstring(client.get("/decisions/feed?q=baclofen").body)
        atom = {"a": "http://www.w3.org/2005/Atom"}
        entries = feed.findall("a:entry", atom)
        self.assertGreater(len(entries), 0)
        lines = [json.loads(line) for line in client.get("/decisions/download.ndjson?q=baclofen").body.splitlines()]
        self.assertEqual(client.get("/decisions/download.json?q=baclofen").json, lines)
        self.assertEqual(client.get("/decisions/download.json?q=qqqqqq").json, [])
        rows = client.get("/decisions/download.csv?q=baclofen")
        self.assertIn("attachment", rows.headers["content-disposition"])
        permalinks = {one["permalink"] for one in lines}
        self.assertTrue(all(one["origin"] == "" for one in lines), "names of our files are nobody's business")
        self.assertLessEqual({entry.find("a:link", atom).get("href").rsplit("/", 1)[1] for entry in entries}, permalinks)
        self.assertEqual({line.split(",")[0] for line in rows.body.decode().splitlines()[1:] if re.match(r"[0-9a-f]{16},", line)}, permalinks)
        one = client.get(f"/decisions/d/{sorted(permalinks)[0]}")
        self.assertIn("synthetic", one.body.decode())

    def test_what_is_not_there_and_what_cannot_be_understood(self):
        client = self.house.client()
        for path, status in (("/decisions/d/0000000000000000", 404), ("/decisions/d/..%2f..%2fetc", 400), ("/decisions/topic", 404), ("/decisions/guideline?g=none", 404),
                             ("/decisions?q=a%20(b", 200), ("/decisions?q=%00", 400), ("/decisions?first=99999999999999999999&q=x", 200)):
            with self.subTest(path):
                answer = client.get(path)
                self.assertEqual(answer.status, status, answer.body[:300])
                self.assertNotIn(str(self.house.folder).encode(), answer.body)
        self.assertIn("alert", client.get("/decisions?q=a%20(b").body.decode())
        shown = client.get("/decisions?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body.decode()
        self.assertNotIn("<script", shown)
        self.refused(client.ask("POST", "/decisions", b""), 405)
        self.assertEqual(client.get("/decisions/nothing/here").status, 404)


class OwnDeterminations(unittest.TestCase):
    """Names of parties in the library of the house; the public sees what was published and nothing else."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-own-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.library = cls.folder / "decisions.library"
        program("review", FIRST, "--roster", ROSTER, "--out", cls.folder / "out")
        own, bare = cls.folder / "own", cls.folder / "bare"
        own.mkdir()
        bare.mkdir()
        for name in ("determination.json", "determination.txt"):
            shutil.copy(cls.folder / "out" / name, own / name)
        # The letter alone, with a word changed so that it is not known by its bytes.
        (bare / "letter.txt").write_text((own / "determination.txt").read_text(encoding="utf-8") + "\nCopy.\n", encoding="utf-8")
        # Nor does a letter of ours become public by saying of itself what synthetic letters say.
        (bare / "claims.txt").write_text((own / "determination.txt").read_text(encoding="utf-8").replace("\n", "\nThis is a synthetic letter.\n", 1), encoding="utf-8")
        cls.book = book = cls.folder / "book"
        for name in ("waits", "approved"):
            told = json.loads(program("publish", "propose", "--book", book, "--case", SECOND, "--roster", ROSTER, "--by", "m.doe", "--on", "2014-04-01", "--json",
                                      "--organization", name))
            if name == "approved":
                program("publish", "approve", told["id"], "--book", book, "--by", "p.roe", "--on", "2014-04-02")
                cls.published = told["id"]
        program("corpus", "import", "--library", cls.library, own, bare, *book.glob("proposed/*/v1/decision.txt"), book)
        cls.house = House("--library", cls.library)
        cls.addClassCleanup(cls.house.remove)

    def test_the_house_finds_them_and_the_public_does_not(self):
        application = (FIRST / "application.yaml").read_text(encoding="utf-8")
        secret = re.search(r"name: \"?(\w+ \w+)", application).group(1).split()[-1]
        inside = json.loads(program("corpus", "search", "--json", "--library", self.library, "--count", 100, ""))
        own = [hit["decision"] for hit in inside["hits"] if hit["decision"]["source"] == "own"]
        self.assertEqual(len(own), 5, "the determination, two bare copies, and two proposals")
        texts = [json.loads(program("corpus", "show", "--json", "--library", self.library, one["permalink"]))["text"] for one in own]
        self.assertEqual(sum(secret in text for text in texts), 3, "names of parties are in it")
        client = self.house.client()
        for query in ("", "source:own", "ketamine OR source:own", "NOT source:letter", "baclofen", secret):
            for path in ("/decisions?q=", "/decisions/feed?q=", "/decisions/download.csv?q=", "/decisions/download.json?q=", "/decisions/download.ndjson?q="):
                with self.subTest(path + query):
                    answer = client.get(path + query.replace(" ", "%20"))
                    self.assertEqual(answer.status, 200, answer.body[:200])
                    body = answer.body.decode()
                    for one in own:
                        self.assertNotIn(one["permalink"], body)
        for one in own:
            self.assertEqual(client.get("/decisions/d/" + one["permalink"]).status, 404)
        for path in PAGES:
            self.assertNotIn(secret, client.get(path).body.decode().replace(f'value="{secret}"', ""))

    def test_what_was_approved_is_shown(self):
        lines = self.house.client().get("/decisions/download.ndjson").body.splitlines()
        shown = [json.loads(line) for line in lines]
        self.assertEqual(len(shown), 1, shown)
        page = self.house.client().get("/decisions/d/" + shown[0]["permalink"]).body.decode().lower()
        self.assertIn("ketamine", page)
        for secret in ("mockfield", "wc-syn-2291"):
            self.assertNotIn(secret, page)

    def test_the_books_permalinks_hold_and_a_retraction_reaches_them(self):
        client = self.house.client()
        for path in (self.published, self.published + "/v1"):
            answer = client.get("/decisions/" + path)
            self.assertEqual(answer.status, 200, path)
            self.assertIn("ketamine", answer.body.decode().lower())
        for path in (self.published + "/v2", "000000000000", "000000000000/v1", "d/" + self.published[:5]):
            self.assertEqual(client.get("/decisions/" + path).status, 404, path)
        library, book = self.folder / "retracted.library", self.folder / "retracted-book"
        shutil.copyfile(self.library, library)
        shutil.copytree(self.book, book)
        program("publish", "retract", self.published, "--book", book, "--by", "p.roe", "--reason", "identity", "--on", "2014-05-01")
        program("corpus", "import", "--library", library, book)
        house = House("--library", library)
        self.addCleanup(house.remove)
        for path in (self.published, self.published + "/v1"):
            for language, words in (("", ("Retracted on 2014-05-01", "too much of a person")), ("?lang=es", ("Retirada el 2014-05-01",))):
                answer = house.client().get("/decisions/" + path + language)
                self.assertEqual(answer.status, 410, path)
                body = answer.body.decode()
                for word in words:
                    self.assertIn(word, body)
                self.assertNotIn("ketamine", body.lower())
        self.assertIn("Did you mean", self.house.client().get("/decisions?q=ketamin").body.decode() + self.house.client().get("/decisions?q=ketmaine").body.decode())


class WithoutALibrary(unittest.TestCase):
    def test_the_pages_say_so_and_many_askers_are_slowed(self):
        house = House("--library", "/nonexistent/decisions.library", "--requests-a-second", "50")
        self.addCleanup(house.remove)
        self.assertIn("No library of decisions", house.client().get("/decisions").body.decode())
        self.assertIn("ninguna biblioteca", house.client().get("/decisions?lang=es").body.decode())
        # A made-up session does not help: strangers are counted by their address.
        client = house.client()
        answers = [client.get("/decisions", Cookie="openimr_session=" + f"{n:043}") for n in range(90)]
        slowed = [one for one in answers if one.status == 429]
        self.assertTrue(slowed)
        self.assertIn("retry-after", slowed[0].headers)


if __name__ == "__main__":
    unittest.main()
