// Formats without pages of their own, and files that hold files: what is read, what is refused, and in which words.
#include "intake/document_reader.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

using papers::Folder;

struct Read {
  std::string listing;  ///< "name page n\ntext" of every page that was read, "name page n unread" of the others
  std::string problems; ///< one message a line
};

Read read(const std::string& name, std::string_view bytes) {
  const Folder folder;
  Read result;
  auto readings = read_all({open_file(folder.put(name, bytes))}, papers::options());
  EXPECT_TRUE(readings);
  if (!readings) return result;
  for (const FileReading& reading : *readings) {
    result.problems += papers::lines(reading.problems);
    for (const records::Page& page : reading.reading.pages) {
      papers::expect_sound(page);
      result.listing +=
          fmt::format("{} page {}{}\n{}", reading.name, page.number, page.is_unread ? " unread" : "", page.text);
    }
  }
  for (std::string* text : {&result.listing, &result.problems})
    for (std::size_t at; (at = text->find(folder.path() + "/")) != std::string::npos;)
      text->erase(at, folder.path().size() + 1);
  return result;
}

void check(const std::string& name, std::string_view bytes, const std::string& listing,
           const std::string& problems = "") {
  const Read result = read(name, bytes);
  EXPECT_EQ(result.listing, listing) << name;
  EXPECT_EQ(result.problems, problems) << name;
}

const std::string again = "; ask the sender for the file again; it counts as unread\n";
const std::string odt_head =
    "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body>";

std::string odt_of(const std::string& body) {
  return papers::zip_of(
      {{"mimetype", "application/vnd.oasis.opendocument.text"},
       {"content.xml", odt_head + "<office:text>" + body + "</office:text></office:body></office:document-content>"}});
}

} // namespace

TEST(Formats, TextFilesSayWhatTheyWereReadAs) {
  const Folder folder;
  const auto first_page = [&](const std::string& name, std::string_view bytes, std::string& problems) {
    auto readings = read_all({open_file(folder.put(name, bytes))}, papers::options());
    EXPECT_TRUE(readings);
    problems = papers::lines((*readings)[0].problems);
    return (*readings)[0].reading.pages[0];
  };
  using namespace std::string_view_literals;
  const auto tell = [](const records::Page& page) {
    return page.text + page.encoding + (page.is_encoding_sure ? "" : "?");
  };
  std::string problems;
  EXPECT_EQ(tell(first_page("a.txt", "plain words", problems)), "plain words\nUTF-8");
  EXPECT_EQ(tell(first_page("b.txt", "45\xB0 of flexion", problems)), "45° of flexion\nWindows-1252");
  EXPECT_EQ(tell(first_page("c.txt", "p\0a\0i\0n\0"sv, problems)), "pain\nUTF-16LE");
  EXPECT_EQ(problems, "");
  EXPECT_EQ(tell(first_page("d.html", "<html><meta charset=ibm850>ni\xA4o", problems)), "niño\nCP850");
  EXPECT_EQ(problems, "");
  EXPECT_EQ(tell(first_page("e.txt",
                            "a\0b\0c\0\0\xd8"
                            "d\0e\0f\0g\0"sv,
                            problems)),
            "abc\xEF\xBF\xBD"
            "defg\nUTF-16LE?");
  EXPECT_NE(problems.find("read as UTF-16LE without certainty"), std::string::npos) << problems;
}

TEST(Formats, ZipGivesItsFiles) {
  check("a.zip",
        papers::zip_of(
            {{"b/one.txt", "first\n"}, {"two.txt", "second"}, {"__MACOSX/._x", "junk"}, {"b/.DS_Store", "junk"}}),
        "a.zip/b/one.txt page 1\nfirst\na.zip/two.txt page 1\nsecond\n");
  check("a.zip", papers::zip_of({{"same.txt", "first"}, {"same.txt", "second"}}),
        "a.zip/same.txt page 1\nfirst\na.zip/same.txt (2) page 1\nsecond\n");
  check("a.zip", papers::zip_of({{"in.zip", papers::zip_of({{"deep.txt", "words"}})}}),
        "a.zip/in.zip/deep.txt page 1\nwords\n");
}

TEST(Formats, ZipRefusesNamesThatLeadOut) {
  const auto refused = [](const std::string& name) {
    return fmt::format("a.zip: found a file inside it with the name \"{}\", expected a name that stays inside; ask the "
                       "sender for that file by itself; it counts as unread\n",
                       name);
  };
  for (const char* name : {"../up.txt", "/etc/passwd", "a/../../b.txt", "C:/x.txt", "a/..", "./a.txt", "a//b.txt"})
    check("a.zip", papers::zip_of({{name, "x"}, {"good.txt", "words"}}),
          "a.zip page 1 unread\na.zip/good.txt page 1\nwords\n", refused(name));
}

TEST(Formats, ZipInBadForm) {
  check("a.zip", "PK\x03\x04 and nothing else", "a.zip page 1 unread\n",
        "a.zip: found a ZIP that is damaged and cannot be opened, expected a whole ZIP" + again);
  check("a.zip", papers::zip_of({}), "a.zip page 1 unread\n",
        "a.zip: found a ZIP without any page, expected at least one page" + again);
  std::string nested = papers::zip_of({{"words.txt", "words"}});
  for (int level = 0; level < 4; ++level) nested = papers::zip_of({{"n.zip", nested}});
  check("a.zip", nested, "a.zip/n.zip/n.zip/n.zip/n.zip page 1 unread\n",
        "a.zip/n.zip/n.zip/n.zip/n.zip: found files inside files inside files, beyond the limit of depth, expected at "
        "most "
        "4 levels; unpack it and put the files into the folder; what lies deeper counts as unread\n");
  std::vector<std::pair<std::string, std::string>> many;
  for (int n = 0; n < 2001; ++n) many.emplace_back(fmt::format("{:04}.txt", n), "x");
  const Read full = read("a.zip", papers::zip_of(many));
  EXPECT_EQ(full.problems,
            "a.zip: found more than 2000 files or 512 MB inside, expected fewer files inside, or smaller "
            "ones; unpack it and put the files into the folder; what is beyond the limit counts as unread\n");
  EXPECT_TRUE(full.listing.starts_with("a.zip page 1 unread\na.zip/0000.txt page 1\nx\n"));
}

TEST(Formats, MessagesWithAttachments) {
  const std::string head =
      "From: =?UTF-8?Q?Jos=C3=A9_Sample?= <a@example.org>\r\nSubject: =?utf-8?B?UmVjb3Jkcw==?=\r\n =?utf-8?B?IG9m?= "
      "WC-0042\r\nMIME-Version: 1.0\r\n";
  check("a.eml",
        head + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
               "Dolor cr=F3nico, a soft=\r\n break and 2 =3D 2.\r\n",
        "a.eml page 1\nFrom: José Sample <a@example.org>\nSubject: Records of WC-0042\n\nDolor crónico, a soft break "
        "and 2 = "
        "2.\n");
  const std::string mixed =
      head +
      "Content-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\npreamble\r\n--b 1\r\nContent-Type: "
      "multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/html\r\n\r\n<p>HTML</p>\r\n--b2\r\n"
      "Content-Type: text/plain\r\n\r\nplain words\r\n--b2--\r\n--b 1\r\nContent-Type: text/plain; name=x.txt\r\n"
      "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n "
      "filename*=UTF-8''nota%20m%C3%A9dica.txt\r\n\r\n"
      "d29y\r\nZHM=\r\n--b 1\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; "
      "filename=\"../../up.txt\"\r\n\r\nup\r\n";
  const std::string read_mixed =
      "a.eml page 1\nFrom: José Sample <a@example.org>\nSubject: Records of WC-0042\n\nplain "
      "words\na.eml/nota médica.txt page 1\nwords\na.eml/.._.._up.txt page 1\nup\n";
  check("a.eml", mixed + "--b 1--\r\nepilogue", read_mixed);
  check("a.eml", mixed, read_mixed,
        "a.eml: found an e-mail message that is damaged or cut off; 1 page could be opened, expected a whole e-mail "
        "message; ask the sender for the file again; pages or words may be missing\n");
  std::string deep;
  for (int level = 0; level < 12; ++level)
    deep += fmt::format("Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n", level);
  const Read nested = read("a.eml", "From: a\r\nMIME-Version: 1.0\r\n" + deep + "\r\nwords");
  EXPECT_NE(nested.problems.find("beyond the limit of depth"), std::string::npos) << nested.problems;
}

TEST(Formats, HtmlThatEndsInsideATagEnds) {
  check("a.html", "<html>words<script>no</script", "a.html page 1\nwords\n");
  check("a.html", "<html>words<!-- never closed", "a.html page 1\nwords\n");
}

TEST(Formats, Rtf) {
  check(
      "a.rtf",
      R"({\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}\f0 PROGRESS REPORT\par Dolor cr\'f3nico \u8805?5, \{ok\}\par{\v hidden\v0  shown}\trowd a\cell b\cell\row{\*\unknown gone}\bin3 }}}end})",
      "a.rtf page 1\nPROGRESS REPORT\nDolor crónico ≥5, {ok}\n shown"
      "a   b\nend\n");
  check("a.rtf", R"({\rtf1 words {\pict 00ff00}\par})", "a.rtf page 1\nwords\n"); // a logo
  check("a.rtf", "{\\rtf1 words {\\pict\\wmetafile8 " + std::string(40000, '0') + "}\\par}", "a.rtf page 1\nwords\n",
        "a.rtf: found 1 picture inside the RTF, expected text; look at them: pictures inside an RTF are not read\n");
  check("a.rtf", R"({\rtf1 cut \par off)", "a.rtf page 1\ncut\noff\n",
        "a.rtf: found an RTF that is damaged or cut off; 1 page could be opened, expected a whole RTF; ask the sender "
        "for "
        "the file again; pages or words may be missing\n");
  const Read deep = read("a.rtf", "{\\rtf1 a" + std::string(200000, '{') + "b");
  EXPECT_NE(deep.problems.find("damaged or cut off"), std::string::npos);
}

TEST(Formats, PicturesInsideAreReadLikePages) {
  const Folder folder;
  const std::string png = papers::page_image(
      folder, papers::text_pdf({"EMG of the left leg is normal\nNo radiculopathy is seen today"}), "png", 150);
  std::string hex;
  for (char c : png) hex += fmt::format("{:02x}{}", static_cast<unsigned char>(c), hex.size() % 130 == 0 ? "\n" : "");
  const std::string rtf = "{\\rtf1 before{\\*\\shppict{\\pict{\\*\\blipuid 00112233}\\pngblip\n" + hex +
                          "}}{\\nonshppict{\\pict 00}} after\\par}";
  const std::string docx = papers::zip_of(
      {{"word/document.xml",
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>before after</w:t></w:r></w:p></w:body></w:document>"},
       {"word/media/image1.png", png}});
  const std::string odt = papers::zip_of(
      {{"mimetype", "application/vnd.oasis.opendocument.text"},
       {"Pictures/100.png", png},
       {"content.xml",
        odt_head +
            "<office:text><text:p>before after</text:p></office:text></office:body></office:document-content>"}});
  const std::pair<const char*, std::string> files[] = {{"a.rtf", rtf}, {"a.docx", docx}, {"a.odt", odt}};
  const char* const names[] = {"picture-1", "image1.png", "100.png"};
  for (int i = 0; i < 3; ++i) {
    const Read result = read(files[i].first, files[i].second);
    EXPECT_TRUE(
        result.listing.starts_with(fmt::format("{0} page 1\nbefore after\n{0}/{1} page 1\n", files[i].first, names[i])))
        << result.listing;
    EXPECT_NE(result.listing.find("No radiculopathy is seen today"), std::string::npos) << result.listing;
    EXPECT_EQ(result.problems, "") << files[i].first;
  }
}

TEST(Formats, Odt) {
  check("a.odt",
        odt_of("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>REPORT</"
               "text:h><text:p>Pain<text:tab/>7"
               "<text:s text:c=\"2\"/>of 10</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p>"
               "</table:table-cell><table:table-cell><text:p>b</text:p><text:p>c</text:p></table:table-cell></"
               "table:table-row>"
               "</table:table>"),
        "a.odt page 1\nREPORT\nPain   7  of 10\na   b c\n");
  check("a.odt", papers::zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}}), "a.odt page 1 unread\n",
        "a.odt: found an ODT that is damaged and cannot be opened, expected a whole ODT" + again);
  check("a.odt",
        papers::zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"},
                        {"content.xml", "cipher"},
                        {"META-INF/manifest.xml", "<manifest><encryption-data/></manifest>"}}),
        "a.odt page 1 unread\n",
        "a.odt: found an ODT that asks for a password, expected an ODT that opens without one; ask the sender for the "
        "file "
        "without password; it counts as unread\n");
}

TEST(Formats, Fhir) {
  const std::string bundle = R"({"resourceType": "Bundle", "entry": [
    {"resource": {"resourceType": "Patient", "name": [{"given": ["Ada", "Q."], "family": "Example"}], "birthDate": "1960-05-02", "gender": "female"}},
    {"resource": {"resourceType": "Condition", "code": {"text": "lumbar radiculopathy", "coding": [{"code": "M54.16"}]}, "clinicalStatus": {"coding": [{"code": "active"}]}, "onsetDateTime": "2012-01-02"}},
    {"resource": {"resourceType": "Condition", "code": {"text": "complex regional pain syndrome"}, "verificationStatus": {"coding": [{"code": "refuted"}]}}},
    {"resource": {"resourceType": "Condition", "code": {"text": "diabetes"}, "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}},
    {"resource": {"resourceType": "MedicationRequest", "status": "stopped", "intent": "order", "medicationCodeableConcept": {"text": "baclofen 10 mg"}, "dosageInstruction": [{"text": "1 tablet three times a day"}], "authoredOn": "2015-01-27", "dispenseRequest": {"quantity": {"value": 90, "unit": "tablets"}, "numberOfRepeatsAllowed": 2}}},
    {"resource": {"resourceType": "Procedure", "status": "not-done", "code": {"text": "caudal injection"}, "performedDateTime": "2014-08-19"}},
    {"resource": {"resourceType": "Observation", "code": {"text": "Pain score"}, "valueInteger": 7, "effectiveDateTime": "2015-01-27T08:00:00Z"}},
    {"resource": {"resourceType": "Observation", "code": {"text": "Potassium"}, "valueQuantity": {"value": 4.2, "unit": "mmol/L"}, "interpretation": [{"text": "normal"}]}},
    {"resource": {"resourceType": "DiagnosticReport", "code": {"text": "MRI of the lumbar spine"}, "effectiveDateTime": "2012-07-20", "conclusion": "Disc bulge at L4-5."}},
    {"resource": {"resourceType": "DocumentReference", "type": {"text": "Progress note"}, "content": [{"attachment": {"contentType": "text/plain", "data": "d29yZHM="}}, {"attachment": {"url": "Binary/1"}}]}},
    {"resource": {"resourceType": "Claim"}}]})";
  check(
      "a.json", bundle,
      "a.json page 1\nPatient: Ada Q. Example\nDate of birth: 1960-05-02\nSex: female\n"
      "Diagnosis: lumbar radiculopathy (M54.16); active; onset 2012-01-02\nRuled out: complex regional pain syndrome\n"
      "Medication prescribed: baclofen 10 mg; 1 tablet three times a day; quantity 90 tablets; refills 2; status "
      "stopped; "
      "written 2015-01-27\nProcedure not done: caudal injection; 2014-08-19; status not-done\n"
      "Pain score: 7; 2015-01-27\nPotassium: 4.2 mmol/L; normal\nDocument: Progress note\n"
      "a.json page 2\nMRI of the lumbar spine\nDate: 2012-07-20\nConclusion: Disc bulge at L4-5.\n"
      "a.json/1-attachment.txt page 1\nwords\n",
      "a.json: found parts that are not turned into text: 1 Claim, 1 attachment kept elsewhere, expected parts that "
      "are "
      "read; look at them in the file itself; they count as unread\n");
  check("a.json", R"({"resourceType": "Bundle", "entry": [)", "a.json page 1 unread\n",
        "a.json: found a FHIR JSON that is damaged and cannot be opened, expected a whole FHIR JSON" + again);
  check("a.json", "{\"resourceType\": " + std::string(5000, '[') + std::string(5000, ']') + "}",
        "a.json page 1 unread\n",
        "a.json: found a FHIR JSON that is damaged and cannot be opened, expected a whole FHIR JSON" + again);
}

TEST(Formats, FhirReferencesAreFollowedInsideTheBundle) {
  const std::string bundle = R"({"resourceType": "Bundle", "entry": [
    {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Practitioner", "id": "p1", "name": [{"given": ["Rhea"], "family": "Sample"}]}},
    {"resource": {"resourceType": "Medication", "id": "m1", "code": {"text": "baclofen 10 mg"}}},
    {"resource": {"resourceType": "MedicationRequest", "medicationReference": {"reference": "Medication/m1"}, "requester": {"reference": "urn:uuid:1"}}},
    {"resource": {"resourceType": "MedicationRequest", "medicationReference": {"reference": "#in"}, "contained": [{"resourceType": "Medication", "id": "in", "code": {"text": "gabapentin 300 mg"}}]}},
    {"resource": {"resourceType": "MedicationRequest", "medicationReference": {"reference": "Medication/gone", "display": "naproxen"}}},
    {"resource": {"resourceType": "Observation", "id": "o1", "code": {"text": "Potassium"}, "valueQuantity": {"value": 4.2, "unit": "mmol/L"}}},
    {"resource": {"resourceType": "DiagnosticReport", "code": {"text": "Chemistry"}, "performer": [{"reference": "Practitioner/p1"}], "result": [{"reference": "Observation/o1"}]}},
    {"resource": {"resourceType": "DocumentReference", "type": {"text": "Note"}, "content": [{"attachment": {"url": "Binary/b1", "title": "note.txt"}}]}},
    {"resource": {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": "d29yZHM="}}]})";
  check(
      "a.json", bundle,
      "a.json page 1\nPractitioner: Rhea Sample\nMedication prescribed: baclofen 10 mg; by Rhea Sample\n"
      "Medication prescribed: gabapentin 300 mg\nMedication prescribed: naproxen\nDocument: Note\n"
      "a.json page 2\nChemistry\nPerformed by: Rhea Sample\nPotassium: 4.2 mmol/L\na.json/1-note.txt page 1\nwords\n");
  check(
      "a.json",
      R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "PractitionerRole/r"}}},
    {"resource": {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"}, "requester": {"reference": "PractitionerRole/r"}}}]})",
      "a.json page 1\nMedication prescribed: x\n",
      "a.json: found parts that are not turned into text: 1 PractitionerRole, expected parts that are read; look at "
      "them in the file itself; they "
      "count as unread\n");
}

TEST(Formats, Ccda) {
  const std::string head =
      "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Visit note</title>"
      "<effectiveTime value=\"201501271000\"/><recordTarget><patientRole><patient><name><given>Ada</given> "
      "<family>Example</family></name><birthTime value=\"19600502\"/></patient></patientRole></recordTarget>";
  const std::string read_head =
      "a.xml page 1\nVisit note\nPatient: Ada Example\nDate of birth: 1960-05-02\nDate: 2015-01-27\n";
  const std::string sections =
      "<component><structuredBody><component><section><title>Problems</title><text><list><item>Low  back\n pain</item>"
      "<item>CRPS <content>left "
      "leg</content></item></list></text><entry><observation>coded</observation></entry></section>"
      "</component><component><section><title>Medications</title><text><table><tr><th>Drug</th><th>Dose</th></tr><tr>"
      "<td>baclofen</td><td>10 mg</td></tr></table></text></section></component></structuredBody></component>";
  check("a.xml", head + sections + "</ClinicalDocument>",
        read_head + "a.xml page 2\nProblems\n\nLow back pain\nCRPS left leg\na.xml page 3\nMedications\n\nDrug   Dose\n"
                    "baclofen   10 mg\n");
  check("a.xml",
        head + "<component><nonXMLBody><text mediaType=\"text/html\" "
               "representation=\"B64\">PGh0bWw+PHA+d29yZHM8L3A+PC9odG1sPg==</text></nonXMLBody>"
               "</component></ClinicalDocument>",
        read_head + "a.xml/body.html page 1\nwords\n", "");
  check("a.xml", "<?xml version=\"1.0\"?><invoice/>", "a.xml page 1 unread\n",
        "a.xml: found a file in a format that is not read: XML other than C-CDA, expected PDF, TIFF, PNG, JPEG, DOCX, "
        "ODT, "
        "RTF, TXT, HTML, EML, FHIR JSON, C-CDA or ZIP; ask the sender for it in one of these formats, or print it to "
        "PDF; it "
        "counts as unread\n");
  check("a.xml", "<?xml version=\"1.0\"?><ClinicalDocument", "a.xml page 1 unread\n",
        "a.xml: found an XML that is damaged and cannot be opened, expected a whole XML" + again);
}

} // namespace openimr::intake
