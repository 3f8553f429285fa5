"""Which documents make up the two case folders, in file order, and on what kind of paper each one comes."""

import dataclasses
from typing import Callable

import ketamine_cream_continued_papers as papers2
import ketamine_cream_continued_records as records2
import ketamine_cream_continued_yaml as yaml2
import ketamine_morphine_baclofen_papers as papers1
import ketamine_morphine_baclofen_psychology as psychology1
import ketamine_morphine_baclofen_records as records1
import ketamine_morphine_baclofen_visits as visits1
import ketamine_morphine_baclofen_yaml as yaml1
from clinic import progress_report
from forms import imr_application, rfa
from page_kit import Sheet, new_page


@dataclasses.dataclass
class Document:
    """`medium`: text (PDF with a text layer), fax (1-bit scan), grey (grey scan), tiff, docx."""

    file: str
    medium: str
    kind: str
    date: str
    story: Callable = None  # flowables for `sheet`
    sheet: Sheet = None
    draw: Callable = None  # draws a form straight to a path
    word: tuple = None  # letterhead and blocks of a Word file
    sender: str = ""
    received: str = ""


def visits_story(who, visits, dates):
    def story(ink):
        out = []
        for date in dates:
            out += ([new_page()] if out else []) + progress_report(ink, who, visits[date])
        return out

    return story


def report1(number, dates, medium="text"):
    name = f"{number}-pr2-{dates[0]}" + (f"-to-{dates[-1]}" if len(dates) > 1 else "") + ".pdf"
    sheet = Sheet(
        "Progress report",
        records1.PAIN_GROUP,
        running="Samplewright, Orrin   DOB 08/14/1960   DOI 11/09/1995",
        size=10,
        footer="Example Coast Pain Group   Claim WC-SYN-0417",
    )
    return Document(name, medium, "progress_report", dates[-1], visits_story(visits1.WHO, visits1.VISITS, dates), sheet)


def record1(file, medium, kind, date, story):
    return Document(file, medium, kind, date, story, records1.SHEETS[story.__name__])


CASE_1 = [
    Document(
        "01-application-imr.pdf",
        "grey",
        "imr_application",
        "2015-02-17",
        draw=lambda p: imr_application(p, papers1.APPLICATION, "RECEIVED BY MAIL 02/20/2015 10:02"),
    ),
    Document("02-ur-denial-2015-02-05.pdf", "text", "ur_decision", "2015-02-05", papers1.denial, papers1.SHEETS["denial"]),
    Document(
        "03-rfa-2015-01-29.pdf",
        "fax",
        "request_for_authorization",
        "2015-01-29",
        draw=lambda p: rfa(p, papers1.REQUEST, "01/29/2015 16:42  FAX 0005550131  EXAMPLE COAST PAIN GROUP  P.{page:03d}/001"),
    ),
    report1("04", ["2014-05-06"]),
    report1("05", ["2014-06-10", "2014-07-08", "2014-08-05"]),
    report1("06", ["2014-09-09"]),
    report1("07", ["2014-10-07"], "grey"),
    report1("08", ["2014-11-04", "2014-12-16"]),
    report1("09", ["2015-01-27"]),
    record1("10-mri-lumbar-2008-06-19.pdf", "fax", "mri_report", "2008-06-19", records1.mri_2008),
    record1("11-operative-report-2009-02-24.tif", "tiff", "operative_report", "2009-02-24", records1.operation_2009),
    record1("12-mri-lumbar-2012-07-20.pdf", "text", "mri_report", "2012-07-20", records1.mri_2012),
    record1("13-physical-therapy-2014.pdf", "text", "physical_therapy_note", "2014-07-16", records1.therapy_notes),
    record1("14-caudal-injection-2014-08-19.pdf", "text", "procedure_report", "2014-08-19", records1.caudal_injection),
    Document("15-psychological-consultation-2014-10-21.docx", "docx", "consultation", "2014-10-21", word=psychology1.CONSULTATION),
    record1("16-urine-drug-test-2014-11-04.pdf", "text", "urine_drug_test", "2014-11-04", records1.drug_test),
    record1("17-surgery-referral-2014-12-18.pdf", "text", "referral", "2014-12-18", records1.referral),
    Document(
        "18-authorization-2015-01-20.pdf",
        "text",
        "authorization",
        "2015-01-20",
        papers1.authorization,
        papers1.SHEETS["authorization"],
    ),
    record1("19-pharmacy-profile-2015-01-21.pdf", "text", "pharmacy_record", "2015-01-21", records1.pharmacy_record),
    Document(
        "20-proof-of-service-2015-03-02.pdf",
        "text",
        "proof_of_service",
        "2015-03-02",
        papers1.records_service,
        papers1.SHEETS["records_service"],
    ),
]

_ADMIN = ("Sandbox Claims Administrators", "2014-02-24T11:05:00-08:00")
_WORKER = ("Teo Mockfield", "2014-02-10T15:20:00-08:00")
_DOCTOR = ("Fable Valley Spine and Pain", "2014-02-20T16:31:00-08:00")


def record2(file, medium, kind, date, story, sent=_ADMIN):
    return Document(file, medium, kind, date, story, records2.SHEETS[story.__name__], sender=sent[0], received=sent[1])


def report2(number, date, medium="text", sent=_ADMIN):
    return Document(
        f"{number}-pr2-{date}.pdf",
        medium,
        "progress_report",
        date,
        visits_story(records2.WHO, records2.VISITS, [date]),
        records2.SHEETS["visit"],
        sender=sent[0],
        received=sent[1],
    )


CASE_2 = [
    Document(
        "01-application-imr.pdf",
        "fax",
        "imr_application",
        "2014-02-10",
        sender=_WORKER[0],
        received=_WORKER[1],
        draw=lambda p: imr_application(p, papers2.APPLICATION, "02/10/2014 15:20  FAX 0005550242  T MOCKFIELD  P.{page:03d}/005"),
    ),
    Document(
        "02-ur-denial-2014-01-15.pdf",
        "text",
        "ur_decision",
        "2014-01-15",
        papers2.denial,
        papers2.SHEETS["denial"],
        sender=_WORKER[0],
        received=_WORKER[1],
    ),
    Document(
        "03-rfa-2014-01-08.pdf",
        "fax",
        "request_for_authorization",
        "2014-01-08",
        sender=_ADMIN[0],
        received=_ADMIN[1],
        draw=lambda p: rfa(p, papers2.REQUEST, "01/08/2014 17:02  FAX 0005550231  FABLE VALLEY SPINE AND PAIN  P.{page:03d}/001"),
    ),
    report2("04", "2013-07-10"),
    report2("05", "2013-09-11"),
    report2("06", "2013-10-16", "grey"),
    Document(
        "07-pr2-2013-12-04.docx",
        "docx",
        "progress_report",
        "2013-12-04",
        word=records2.DECEMBER_VISIT,
        sender=_DOCTOR[0],
        received=_DOCTOR[1],
    ),
    report2("08", "2014-01-08", sent=_DOCTOR),
    record2("09-mri-lumbar-2012-02-27.pdf", "text", "mri_report", "2012-02-27", records2.mri),
    record2("10-nerve-study-2012-06-14.pdf", "fax", "electrodiagnostic_report", "2012-06-14", records2.nerve_study),
    record2("11-therapy-notes-2013.tif", "tiff", "physical_therapy_note", "2013-09-05", records2.therapy_notes),
    record2("12-urine-drug-test-2013-10-16.pdf", "text", "urine_drug_test", "2013-10-16", records2.drug_test),
    record2("13-dispensing-record-2014-01-09.pdf", "text", "pharmacy_record", "2014-01-09", records2.pharmacy_record),
    record2("14-function-questionnaire-2014-01-08.pdf", "text", "questionnaire", "2014-01-08", records2.questionnaire, _DOCTOR),
    Document(
        "15-proof-of-service-2014-02-24.pdf",
        "text",
        "proof_of_service",
        "2014-02-24",
        papers2.records_service,
        papers2.SHEETS["records_service"],
        sender=_ADMIN[0],
        received=_ADMIN[1],
    ),
]


def documents_yaml(documents):
    """documents.yaml of a case whose senders are known."""
    lines = [yaml2.DOCUMENTS_HEAD.rstrip("\n")]
    for d in documents:
        lines.append(f"  - {{file: {d.file}, sender: {d.sender}, received: {d.received}, kind: {d.kind}, date: {d.date}}}")
    return "\n".join(lines) + "\n"


CASES = {
    "ketamine-morphine-baclofen": (CASE_1, {"application.yaml": yaml1.APPLICATION, "opinion.yaml": yaml1.OPINION}),
    "ketamine-cream-continued": (
        CASE_2,
        {"application.yaml": yaml2.APPLICATION, "opinion.yaml": yaml2.OPINION, "documents.yaml": documents_yaml(CASE_2)},
    ),
}
