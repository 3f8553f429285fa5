"""A case is opened from an uploaded ZIP of a case folder, which only the confined worker opens; what does not belong is refused."""
import io
import unittest
import zipfile

from house import HouseTest, ROOT

EXAMPLE = ROOT / "examples/cases/ketamine-morphine-baclofen"


def packed(files, **how):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, **how)
    return memory.getvalue()


def example(top=""):
    """Another worker's case with the example's papers."""
    application = (EXAMPLE / "application.yaml").read_text(encoding="utf-8").replace("number: ", "number: ZIP-", 1)
    files = {f"{top}application.yaml": application}
    for file in sorted((EXAMPLE / "documents").iterdir())[:2]:
        files[f"{top}documents/{file.name}"] = file.read_bytes()
    return files


class CaseFolders(HouseTest):
    words = ("--requests-a-second", 100000, "--day", "2015-02-23")

    def upload(self, client, data, whole=True):
        begun = client.ask("POST", "/api/v1/uploads", headers={"Upload-Length": str(len(data))})
        self.assertEqual(begun.status, 201, begun.body)
        piece = data if whole else data[:-1]
        done = client.ask("PATCH", begun.headers["location"], piece, {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"})
        self.assertEqual(done.status, 204, done.body)
        return begun.headers["location"].split("/")[-1]

    def open(self, data, who="intake"):
        client = self.as_(who)
        return client.ask("POST", "/api/v1/cases", {"upload": self.upload(client, data)})

    def test_a_packed_folder_becomes_a_case_with_its_papers(self):
        opened = self.open(packed(example("my case/")))
        self.assertEqual(opened.status, 201, opened.body)
        number = opened.json["number"]
        self.assertEqual(opened.headers["location"], f"/api/v1/cases/{number}")
        papers = self.as_("intake").get(f"/fhir/DocumentReference?case={number}").json["entry"]
        titles = {one["resource"]["content"][0]["attachment"]["title"] for one in papers}
        self.assertEqual(titles, {name for name in example() if name.startswith("documents/")})
        again = self.open(packed(example()))  # without the outer folder, the same application: the same case
        self.assertEqual((again.status, again.json["number"], again.json["repeated"]), (200, number, True), again.body)
        self.assertEqual([one for one in (self.house.folder / "demo/spool").iterdir()], [])  # nothing is left behind

    def test_what_is_no_case_folder_opens_none(self):
        before = len(self.as_("coordinator").ask("POST", "/api/v1/cases/search", {}).json["cases"])
        for data in (b"no archive at all", b"%PDF-1.4\n%%EOF\n", packed({"notes.txt": "x"}), packed({"a/application.yaml": "schema: 1", "b/x.txt": "x"}),
                     packed({"application.yaml": "schema: 1"}), packed({"../application.yaml": "schema: 1"}), packed({"/etc/passwd": "x", **example()}),
                     packed(example())[:-40], packed({})):
            with self.subTest(data[:40]):
                self.refused(self.open(data), 422)
        self.assertEqual(len(self.as_("coordinator").ask("POST", "/api/v1/cases/search", {}).json["cases"]), before)

    def test_only_intake_opens_and_only_from_a_finished_upload_of_its_own(self):
        data = packed(example())
        self.refused(self.open(data, "coordinator"), 403)
        client = self.as_("intake")
        self.refused(client.ask("POST", "/api/v1/cases", {"upload": self.upload(client, data, whole=False)}), 422)
        self.refused(client.ask("POST", "/api/v1/cases", {"upload": self.upload(self.as_("coordinator"), data)}), 422)
        self.refused(client.ask("POST", "/api/v1/cases", {"upload": "0" * 32, "application": "schema: 1"}), 422)


if __name__ == "__main__":
    unittest.main()
