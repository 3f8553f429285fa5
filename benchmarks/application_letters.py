"""The UR decision and the request for authorization that go with an application of application_papers.py, in several styles."""
import random

from application_papers import Form, Writer, full, one_line
from paper_kit import Sheet

WORDS = {"denied": ["DENIED", "NON-CERTIFIED", "NOT CERTIFIED", "Denied", "Non-certified", "Not medically necessary"],
         "modified": ["MODIFIED", "Modified", "Certified with modification"], "approved": ["APPROVED", "Certified", "Approved"]}


class Letter:
    """Running text on as many sheets as it takes."""

    def __init__(self, font, size, foot):
        self.font, self.size, self.foot, self.sheets = font, size, foot, []
        self.page()

    def page(self):
        self.sheet = Sheet()
        self.sheets.append(self.sheet)
        self.y = 50
        self.sheet.text(60, 765, f"{self.foot}   Page {len(self.sheets)}", "regular", 7.5)

    def line(self, words="", font=None, x=60, step=1.35):
        if self.y > 730:
            self.page()
        if words:
            self.sheet.text(x, self.y, words, font or self.font, self.size)
        self.y += self.size * step

    def text(self, words):
        row = ""
        for word in words.split():
            if len(row) + len(word) > 92:
                self.line(row)
                row = ""
            row = f"{row} {word}".strip()
        self.line(row)

    def head(self, words):
        self.line()
        self.line(words, "bold")

    def table(self, rows, places):
        for row in rows:
            if self.y > 730:
                self.page()
            for x, words in zip(places, row):
                self.sheet.text(x, self.y, words, self.font, self.size)
            self.y += self.size * 1.5


def guideline_words(guideline, chance):
    source, pages = guideline
    if not pages:
        return source
    return f"{source}, {'page' if pages.isdigit() else 'pages'} {pages}" if chance.random() < 0.7 else f"{source} (p. {pages})"


def decision_items(case):
    listed = list(zip(case["items"], case["outcomes"], case["guidelines"], case["reasons"]))
    if case["approved"]:
        listed.append((case["approved"], "approved", ("MTUS ACOEM General Approaches", "47"), "The request meets the guideline."))
    return listed


def ur_decision(case, seed):
    """Letter sheets in one of four styles."""
    chance = random.Random(f"ur {seed}")
    style = chance.choice(["table", "blocks", "narrative", "list"])
    dated = chance.choice([lambda d: d.strftime("%m/%d/%Y"), lambda d: f"{d:%B} {d.day}, {d.year}", lambda d: f"{d.month}/{d.day}/{d.year}"])
    letter = Letter(chance.choice(["regular", "serif"]), 10, case["organization"])
    letter.line(case["organization"], "bold")
    letter.line(f"Utilization review for {case['administrator']}")
    letter.line()
    letter.line(f"{case['decided']:%B} {case['decided'].day}, {case['decided'].year}")
    letter.line(full(case["employee"]))
    letter.line(case["employee_address"]["street"])
    letter.line("{city}, {state} {zip}".format(**case["employee_address"]))
    letter.line()
    letter.line(chance.choice(["NOTICE OF UTILIZATION REVIEW DECISION", "UTILIZATION REVIEW DETERMINATION", "UTILIZATION REVIEW DECISION"]), "bold")
    letter.line()
    employee = chance.choice(["Employee", "Claimant", "Injured worker", "Patient name"])
    facts = [(employee, full(case["employee"]), "Date of injury", dated(case["injured"])),
             ("Claim number", case["claim"], "Date of birth", dated(case["born"])),
             ("Employer", case["employer"], "Requesting physician", case["physician"]),
             ("Date of request", dated(case["requested"]), "Request received", dated(case["received_request"])),
             ("Decision date", dated(case["decided"]), "Diagnosis", case["icd"])]
    if style in ("table", "blocks"):
        letter.table([(a + ":", b, c + ":", d) for a, b, c, d in facts], (60, 150, 330, 440))
    else:
        for a, b, c, d in facts:
            letter.line(f"{a}: {b}")
            letter.line(f"{c}: {d}")
    letter.line()
    listed = decision_items(case)
    words = {outcome: chance.choice(WORDS[outcome]) for outcome in WORDS}
    if style == "table":
        letter.table([("No.", "Treatment requested", "Decision")] + [(str(n), item, words[outcome]) for n, (item, outcome, _, _) in enumerate(listed, 1)], (60, 90, 430))
        for n, (item, outcome, guideline, reason) in enumerate(listed, 1):
            letter.head(f"ITEM {n}: {item} - {words[outcome]}")
            letter.text(f"Guideline: {guideline_words(guideline, chance)}.")
            letter.text(f"Clinical reasons: {reason}")
    elif style == "blocks":
        for item, outcome, guideline, reason in listed:
            letter.line()
            letter.line(f"Service requested: {item}")
            letter.line(f"Determination: {words[outcome]}")
            letter.line(f"Guideline: {guideline_words(guideline, chance)}")
            letter.text(f"Rationale: {reason}")
    elif style == "list":
        letter.line("The following was decided:")
        for n, (item, outcome, _, _) in enumerate(listed, 1):
            letter.line(f"{n}. {item} - {words[outcome]}")
        for n, (item, outcome, guideline, reason) in enumerate(listed, 1):
            letter.head(f"{n}. {item}")
            letter.text(f"Criteria used: {guideline_words(guideline, chance)}.")
            letter.text(f"Rationale: {reason}")
    else:
        phrase = {"denied": chance.choice(["is denied", "is non-certified", "is not medically necessary"]), "modified": "is modified", "approved": "is certified"}
        for item, outcome, guideline, reason in listed:
            letter.line()
            letter.text(f"The request for {item} {phrase[outcome]}.")
            letter.text(f"Guideline: {guideline_words(guideline, chance)}.")
            letter.text(f"Reason: {reason}")
    letter.head("RECORDS REVIEWED")
    letter.line("1. Request for authorization dated " + dated(case["requested"]))
    letter.head("REVIEWER")
    if chance.random() < 0.5:
        letter.line(f"Physician reviewer: {case['reviewer']}")
        letter.line(f"Specialty: {case['reviewer_specialty']}")
        letter.line(f"License: {case['reviewer_license']}")
    else:
        letter.line(f"{case['reviewer']}. Board certified in {case['reviewer_specialty']}. License: {case['reviewer_license']}.")
    if not case["liability"]:
        letter.line()
        letter.line("The claims administrator does not dispute liability for the injury.")
    letter.head("PROOF OF SERVICE")
    letter.line(f"On {dated(case['served'])} I served this notice and DWC Form IMR by mail on {full(case['employee'])}.")
    letter.line(f"Executed on {dated(case['served'])}")
    return letter.sheets


def rfa(case, seed):
    """DWC Form RFA, the layout of 2014 (a table) or of 2013 (label by label)."""
    chance = random.Random(f"rfa {seed}")
    writer = Writer(f"rfa {seed}", "text")
    form = Form(writer)
    form.title("REQUEST FOR AUTHORIZATION", "DWC Form RFA", "State of California, Division of Workers' Compensation")
    form.boxes("", [("New Request", True), ("Resubmission", False), ("Expedited Review", case["review"] == "expedited")])
    form.section("Employee Information")
    name = case["employee"]
    form.row(("Name (Last, First, Middle):", f"{name['last']}, {name['first']} {name['middle']}".strip(), 1.0))
    form.row(("Date of Injury (MM/DD/YYYY):", case["injured"], 0.5), ("Date of Birth (MM/DD/YYYY):", case["born"], 0.5))
    form.row(("Claim Number:", case["claim"], 0.5), ("Employer:", case["employer"], 0.5))
    form.section("Requesting Physician Information")
    form.row(("Name:", case["physician"], 1.0))
    form.row(("Practice Name:", case["group"], 0.6), ("Contact Name:", "Front desk", 0.4))
    form.row(("Address:", one_line(case["group_address"]), 1.0))
    form.row(("Phone:", case["group_phone"], 0.5), ("Fax Number:", case["group_fax"], 0.5))
    form.row(("Specialty:", case["specialty"], 0.6), ("NPI Number:", "", 0.4))
    form.section("Claims Administrator Information")
    form.row(("Company Name:", case["administrator"], 0.6), ("Contact Name:", case["adjuster"], 0.4))
    form.row(("Address:", one_line(case["administrator_address"]), 1.0))
    form.section("Requested Treatment")
    asked = case.get("rfa_items") or case["items"] + ([case["approved"]] if case["approved"] else [])
    if chance.random() < 0.6:
        places = (43, 150, 200, 420, 480, 569)
        top = form.y - 9
        for x, words in zip(places, ("Diagnosis", "ICD-Code", "Service/Good Requested", "CPT/HCPCS", "Other Information")):
            form.sheet.text(x + 3, form.y, words, "bold", 8)
        form.y += 17
        for item in asked:
            for x, right, words in ((43, 150, case["diagnosis"][:22]), (150, 200, case["icd"]), (200, 420, item)):
                form.value(x + 2, words, right)
            form.sheet.rule(43, form.y + 5, 569, form.y + 5)
            form.y += 18
        for x in places:
            form.sheet.rule(x, top, x, form.y - 12)
        form.y += 6
    else:
        for item in asked:
            form.row(("Diagnosis:", case["diagnosis"], 0.7), ("ICD Code:", case["icd"], 0.3))
            form.row(("Service/Good Requested:", item, 1.0))
    form.sign("Requesting Physician Signature:", True, case["requested"])
    return form.sheets
