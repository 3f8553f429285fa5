"""Synthetic applications for independent medical review with the papers that come with them, and what is true of each.

`bundle(seed, layout, form, wear)` gives the files of one faxed application (form, UR decision, request for authorization) and its
truth. The form is drawn in three layouts that carry the field names of DWC Form IMR:

  draft     the emergency form of 2013: sections, parts of names in fields of their own, birth date, three check box questions.
            Source: a public draft of the form and its instructions.
  letter    the one-page form in use from 2014: full names, attorney, one liability question, numbered services, designation on a
            second page. From memory and the rule's text (8 CCR 9792.10.2); not held against the official file.
  cells     captions above the values, boxes behind their words. No form of the state: it is there so that a layout nobody has seen
            (the form was changed in 2026, and could not be read) is not the first of its kind.

Everybody in it is invented. Standard library only; scans need pdftoppm.
"""
import datetime
import random

from paper_kit import Sheet, as_pdf, as_scan, width_of

FIRST = "Ada Bruno Celia Dario Edith Felix Greta Hugo Irma Jonas Karla Linus Marta Nadia Oscar Petra Quentin Rosa Simon Tilda Ursula Viktor Wanda Xavier Yolanda Zeno Milagros Desmond Priya Kwame".split()
LAST = ("Specimen Placeholder Exampleton Mockridge Fabelman Pretendergast Dummett Samplesford Fictwell Testaburger O'Sample Van-Mock Garza-Example "
        "Quibblemore Standish Templater Vorlage Muster Platzhalter Inventado Ejemplar Figmentario").split()
MIDDLE = ["", "", "", "J.", "Q.", "M.", "Lee"]
STREETS = "Placeholder Lane|Specimen Boulevard|Template Terrace|Example Avenue|Mockingbird Court|Sample Street|Fiction Way|Pretend Plaza".split("|")
CITIES = "Exampleville Fableton Sampleton Mockford Dummyville".split() + ["San Ejemplo", "Fiction City"]
EMPLOYERS = ("Sampleton Freight Lines Inc|Dummy Hollow Cabinetry|Example County Schools|Fable Foods LLC|Mock Harbor Shipping Co.|Placeholder Produce, Inc.|"
             "City of Exampleville|Figment Staffing Services").split("|")
ADMINISTRATORS = "Sandbox Claims Administrators|Placeholder Claims Services|Specimen Mutual Insurance|Template TPA Inc|Example Insurance Fund".split("|")
URO = "Mockup Utilization Review LLC|Lorem Review Services Inc|Ipsum Medical Management|Boilerplate Review Group".split("|")
GROUPS = "Fable Valley Spine and Pain|Example Coast Pain Group|Sampleton Orthopedic Associates|Mockford Occupational Medicine".split("|")
SPECIALTIES = "Pain Medicine|Orthopedic Surgery|Physical Medicine and Rehabilitation|Occupational Medicine|Family Medicine|Anesthesiology".split("|")
DIAGNOSES = [("Lumbar post-laminectomy syndrome", "722.83", "M96.1"), ("Lumbar disc displacement without myelopathy", "722.10", "M51.26"),
             ("Cervical radiculopathy", "723.4", "M54.12"), ("Rotator cuff sprain", "840.4", "S43.421A"), ("Carpal tunnel syndrome", "354.0", "G56.01"),
             ("Medial meniscus tear, left knee", "836.0", "S83.242A"), ("Chronic pain syndrome", "338.4", "G89.4"), ("Sprain of ankle", "845.00", "S93.402A")]
ITEMS = ["Ketamine 5% cream 60gm apply TID", "Morphine sulfate ER 30mg 1 tab q 12H #60", "Baclofen 10mg TID #90", "Norco 10/325mg 1 tab q6h prn #120",
         "Gabapentin 600mg 1 tab TID #90 with 2 refills", "Physical therapy 2 x 6 weeks lumbar spine", "Acupuncture 8 visits cervical spine",
         "MRI of the lumbar spine without contrast", "Left shoulder arthroscopy with rotator cuff repair", "Right carpal tunnel release",
         "L4-5 transforaminal epidural steroid injection, left", "Functional capacity evaluation", "Urine drug screen, 1 unit", "TENS unit 30 day rental",
         "Lidocaine 5% patch #30", "Cyclobenzaprine 7.5mg 1 tab qhs #30", "Omeprazole 20mg daily #30", "EMG/NCV bilateral upper extremities",
         "Chiropractic therapy 12 visits thoracic spine", "Home health aide 4 hours a day for 2 weeks", "Lumbar brace purchase",
         "Psychological evaluation and treatment, 6 sessions", "Tramadol ER 150mg 1 cap daily #30", "Aqua therapy 3 x 4 for the right knee"]
GUIDELINES = [("MTUS Chronic Pain Medical Treatment Guidelines", "111-113"), ("MTUS ACOEM Low Back Complaints", "303-305"), ("Official Disability Guidelines", ""),
              ("MTUS Chronic Pain Treatment Guidelines, Opioids", "78-80"), ("ACOEM Chapter 9 Shoulder Complaints", "207-209"), ("MTUS Postsurgical Treatment Guidelines", "10, 26")]
REASONS = ["There is no record of a trial of first-line treatment.", "The records do not show functional improvement with prior visits.",
           "The request exceeds the number of visits that the guideline supports.", "There are no red flags and no change on examination.",
           "The drug is not supported for long-term use."]


def numbers(chance, count):
    return "".join(str(chance.randrange(10)) for _ in range(count))


def phone(chance):
    return f"(555) {chance.randint(200, 999)}-{numbers(chance, 4)}"


def address(chance):
    return {"street": f"{chance.randint(1, 9999)} {chance.choice(STREETS)}" + chance.choice(["", "", f", Suite {chance.randint(1, 400)}", f" Apt {chance.randint(1, 99)}"]),
            "city": chance.choice(CITIES), "state": "CA", "zip": "9" + numbers(chance, 4)}


def one_line(place):
    return f"{place['street']}, {place['city']}, {place['state']} {place['zip']}"


def person(chance):
    return {"first": chance.choice(FIRST), "middle": chance.choice(MIDDLE), "last": chance.choice(LAST)}


def full(name):
    return " ".join(part for part in (name["first"], name["middle"], name["last"]) if part)


def claim_number(chance):
    return chance.choice([lambda: f"WC-{numbers(chance, 7)}", lambda: f"{numbers(chance, 9)}", lambda: f"{chance.choice('CEHKTW')}{numbers(chance, 2)}-{numbers(chance, 5)}-{numbers(chance, 3)}",
                          lambda: f"SYN{numbers(chance, 8)}", lambda: f"{numbers(chance, 4)}-WC-{numbers(chance, 2)}-{numbers(chance, 7)}"])()


def invented(seed):
    """One case: what every paper says, before any of them is made to differ."""
    chance = random.Random(f"case {seed}")
    day = datetime.date
    injured = day(chance.randint(1994, 2015), chance.randint(1, 12), chance.randint(1, 28))
    requested = max(injured + datetime.timedelta(days=90), day(2013, 7, 8)) + datetime.timedelta(days=chance.randint(0, 700))
    received = requested + datetime.timedelta(days=chance.randint(0, 1))
    decided = received + datetime.timedelta(days=chance.randint(2, 7))
    served = decided + datetime.timedelta(days=chance.randint(0, 1))
    signed = served + datetime.timedelta(days=chance.randint(2, 25))
    filed = signed + datetime.timedelta(days=chance.randint(0, 5))
    diagnosis = chance.choice(DIAGNOSES)
    items = chance.sample(ITEMS, chance.randint(1, 4))
    outcomes = ["denied" if chance.random() < 0.8 else "modified" for _ in items]
    approved = chance.choice([text for text in ITEMS if text not in items]) if chance.random() < 0.2 else None
    physician, reviewer, adjuster, attorney = (person(chance) for _ in range(4))
    return {
        "employee": person(chance), "employee_address": address(chance), "employee_phone": phone(chance), "sex": chance.choice(["female", "male"]),
        "born": injured - datetime.timedelta(days=chance.randint(19 * 365, 60 * 365)), "claim": claim_number(chance), "adj": f"ADJ{numbers(chance, chance.choice([7, 8]))}",
        "injured": injured, "employer": chance.choice(EMPLOYERS), "administrator": chance.choice(ADMINISTRATORS), "administrator_address": address(chance),
        "administrator_phone": phone(chance), "administrator_fax": phone(chance), "adjuster": full(adjuster),
        "physician": full(physician) + ", " + chance.choice(["MD", "MD", "MD", "DO", "DC"]), "physician_parts": physician, "specialty": chance.choice(SPECIALTIES),
        "group": chance.choice(GROUPS), "group_address": address(chance), "group_phone": phone(chance), "group_fax": phone(chance),
        "attorney": full(attorney) + ", Esq." if chance.random() < 0.5 else "", "attorney_address": address(chance), "attorney_phone": phone(chance),
        "diagnosis": diagnosis[0], "icd": diagnosis[1] if decided < day(2015, 10, 1) else diagnosis[2], "items": items, "outcomes": outcomes, "approved": approved,
        "requested": requested, "received_request": received, "decided": decided, "served": served, "served_by": "mail", "signed": signed, "filed": filed,
        "organization": chance.choice(URO), "reviewer": full(reviewer) + ", MD", "reviewer_specialty": chance.choice(SPECIALTIES), "reviewer_license": f"CA A{numbers(chance, 5)}",
        "guidelines": [chance.choice(GUIDELINES) for _ in items], "reasons": [chance.choice(REASONS) for _ in items],
        "review": "expedited" if chance.random() < 0.12 else "regular", "liability": chance.random() < 0.12, "liability_reason": "body part not accepted",
        "information": chance.random() < 0.1, "is_signed": chance.random() < 0.88, "designee": chance.random() < 0.25,
    }


class Writer:
    """How the person who filled in the form writes: typeface, size, dates, capitals, marks."""

    def __init__(self, seed, form):
        chance = random.Random(f"writer {seed}")
        self.chance = chance
        self.font = chance.choice(["typed bold", "typed", "regular", "serif"])
        self.size = chance.choice([9, 9.5, 10])
        self.capitals = chance.random() < 0.2
        self.date_style = chance.choice(["%m/%d/%Y", "%m/%d/%Y", "short", "long", "%m-%d-%Y"])
        self.mark = chance.choice(["cross", "tick", "over", "fill", "slash"])
        self.box = chance.choice([7.5, 8.5, 9.5, 11])
        self.fillable = form == "acroform"

    def date(self, day):
        if isinstance(day, str):
            return day
        if self.date_style == "short":
            return f"{day.month}/{day.day}/{day:%y}"
        if self.date_style == "long":
            return f"{day:%B} {day.day}, {day.year}"
        return day.strftime(self.date_style)

    def words(self, text):
        return text.upper() if self.capitals else text


class Form:
    """A form on one or more sheets, filled in by a Writer."""

    def __init__(self, writer, fax=""):
        self.writer, self.sheets, self.fax = writer, [], fax
        self.fields = 0
        self.page()

    def page(self):
        self.sheet = Sheet()
        self.sheets.append(self.sheet)
        if self.fax:
            self.sheet.text(40, 22, f"{self.fax}  P.{len(self.sheets):03}", "typed bold", 9)
        self.y = 46

    def title(self, *lines):
        for n, words in enumerate(lines):
            font, size = ("bold", 13) if n == 0 else ("regular", 9.5)
            self.sheet.text((612 - width_of(words, font, size)) / 2, self.y, words, font, size)
            self.y += 15 if n == 0 else 12
        self.y += 4

    def section(self, words):
        self.sheet.frame(43, self.y - 10, 569, self.y + 4, 0.8, 0.88)
        self.sheet.text(47, self.y, words, "bold", 9.5)
        self.y += 19

    def value(self, x, words, right):
        """A value written from x on, or put into a field that ends at `right`."""
        if not isinstance(words, str):
            words = self.writer.date(words)
        words = self.writer.words(words)
        if self.writer.fillable:
            self.fields += 1
            self.sheet.fields.append({"name": f"f{self.fields}", "box": (x, self.y - 10.5, right, self.y + 3.5), "value": words, "size": 9})
            return
        size = self.writer.size
        while size > 6.5 and width_of(words, self.writer.font, size) > right - x - 2:
            size -= 0.5
        self.sheet.text(x + 2, self.y, words, self.writer.font, size)

    def row(self, *pairs, high=18):
        """(label, value, part of the width) side by side on one line."""
        x = 43
        for label, words, part in pairs:
            right = x + 526 * part
            start = self.sheet.text(x + 2, self.y, label, "regular", 8.5) + 3
            self.value(start, words, right - 4)
            self.sheet.rule(start, self.y + 3, right - 6, self.y + 3, 0.4)
            x = right
        self.y += high

    def cells(self, *pairs):
        """(caption, value, part of the width): ruled cells with the caption above the value."""
        x, top = 43, self.y - 9
        for caption, words, part in pairs:
            right = x + 526 * part
            self.sheet.frame(x, top, right, top + 27, 0.6)
            self.sheet.text(x + 3, top + 8, caption, "regular", 7)
            self.y = top + 22
            self.value(x + 3, words, right - 3)
            x = right
        self.y = top + 27 + 9

    def tick(self, x, ticked):
        if self.writer.fillable:
            self.fields += 1
            self.sheet.frame(x, self.y - self.writer.box + 1, x + self.writer.box, self.y + 1)
            self.sheet.fields.append({"name": f"f{self.fields}", "box": (x, self.y - self.writer.box + 1, x + self.writer.box, self.y + 1), "ticked": ticked})
        else:
            self.sheet.tick_box(x, self.y + 1, self.writer.box, self.writer.mark if ticked else None)
        return x + self.writer.box

    def boxes(self, lead, options, behind=False, x=45):
        """Check boxes: [(words, ticked)], each box before its words or behind them."""
        if lead:
            x = self.sheet.text(x, self.y, lead, "regular", 8.5) + 10
        for words, ticked in options:
            if behind:
                x = self.sheet.text(x, self.y, words, "regular", 8.5) + 5
                x = self.tick(x, ticked) + 16
            else:
                x = self.tick(x, ticked) + 4
                x = self.sheet.text(x, self.y, words, "regular", 8.5) + 16
        self.y += 18
        return x

    def lines(self, *lines, size=8):
        for words in lines:
            self.sheet.text(45, self.y, words, "regular", size)
            self.y += size * 1.3
        self.y += 5

    def sign(self, label, signed, date, below=False, typed=""):
        """A signature line with its date; `below` puts the captions under the line."""
        self.y += 12
        if below:
            self.sheet.rule(45, self.y, 350, self.y)
            self.sheet.rule(400, self.y, 560, self.y)
            if signed:
                self.sheet.signature(70, self.y - 4, self.writer.chance.uniform(80, 190), self.writer.chance)
            if date:
                self.y -= 3
                self.value(405, date, 560)
                self.y += 3
            self.sheet.text(47, self.y + 9, label, "regular", 7.5)
            self.sheet.text(402, self.y + 9, "Date", "regular", 7.5)
            self.y += 24
            return
        start = self.sheet.text(45, self.y, label, "regular", 8.5) + 4
        self.sheet.rule(start, self.y + 3, 400, self.y + 3)
        if signed:
            self.sheet.signature(start + 8, self.y - 3, self.writer.chance.uniform(80, 170), self.writer.chance)
        if typed:
            self.sheet.text(start + 8, self.y, typed, self.writer.font, 10)
        after = self.sheet.text(410, self.y, "Date:", "regular", 8.5) + 4
        self.sheet.rule(after, self.y + 3, 565, self.y + 3)
        if date:
            self.value(after, date, 565)
        self.y += 20


def yes_no(value):
    """Which of the two boxes are ticked: True, False, None (none of them) or "both"."""
    return [("Yes", value is True or value == "both"), ("No", value is False or value == "both")]


def draft_form(case, writer, fax):
    form = Form(writer, fax)
    form.title("APPLICATION FOR INDEPENDENT MEDICAL REVIEW", "DWC Form IMR - California Code of Regulations, title 8, section 9792.10.2",
               "State of California, Division of Workers' Compensation")
    form.boxes("Type of Utilization Review (Required):", [("Regular", case["review"] in ("regular", "both")), ("Expedited", case["review"] in ("expedited", "both"))])
    form.section("Employee Information (Completion of this section is required)")
    name, place = case["employee"], case["employee_address"]
    form.row(("Employee First Name:", name["first"], 0.4), ("MI:", name["middle"], 0.15), ("Employee Last Name:", name["last"], 0.45))
    form.row(("Claim Number:", case["claim"], 0.5), ("Date of Injury (MM/DD/YYYY):", case["injured"], 0.5))
    form.row(("Date of UR Decision (MM/DD/YYYY):", case["decided"], 0.5), ("EAMS Case Number (if applicable):", case["adj"], 0.5))
    form.row(("Date of Birth (MM/DD/YYYY):", case["born"], 0.5), ("Employee Phone Number:", case["employee_phone"], 0.5))
    form.row(("Employee Address/P.O. Box:", place["street"], 1.0))
    form.row(("City:", place["city"], 0.45), ("State:", place["state"], 0.2), ("Zip Code:", place["zip"], 0.35))
    form.section("Medical Provider Information (Completion of this section is required)")
    doctor, degree = case["physician_parts"], case["physician"].rsplit(", ", 1)[1]
    form.row(("Provider First Name:", doctor["first"], 0.4), ("Provider Last Name:", f"{doctor['last']}, {degree}", 0.6))
    form.row(("Provider Type & Specialty:", case["specialty"], 1.0))
    form.section("Claims Administrator Information (Completion of this section is required)")
    form.row(("Employer Name:", case["employer"], 1.0))
    form.row(("Claims Administrator Company Name:", case["administrator"], 1.0))
    form.row(("Claims Administrator Address/P.O. Box:", case["administrator_address"]["street"], 1.0))
    form.row(("City:", case["administrator_address"]["city"], 0.45), ("State:", "CA", 0.2), ("Zip Code:", case["administrator_address"]["zip"], 0.35))
    form.row(("Claims Adjuster/Contact Name:", case["adjuster"], 0.6), ("Phone Number:", case["administrator_phone"], 0.4))
    form.section("Disputed Medical Treatment (Completion of this section is required)")
    form.row(("Primary Diagnosis (Use ICD Code where practical):", f"{case['diagnosis']} {case['icd']}", 1.0))
    form.lines("Services/goods disputed for reasons of medical necessity:")
    for number, item in enumerate(case["items"], 1):
        form.row((f"{number}.", item, 1.0), high=16)
    form.y += 4
    form.boxes("Are those services/goods also disputed for reasons other than medical necessity?", yes_no(case["liability"]))
    if case["liability"] is True:
        form.row(("Reason:", case["liability_reason"], 1.0))
    form.boxes("Delayed/denied because requested medical information was not received?", yes_no(case["information"]))
    form.section("Request for Review and Consent to Obtain Medical Records")
    form.lines("I request an independent medical review of the treatment described above. I allow my health care providers and the claims",
               "administrator to furnish medical records relevant to the disputed treatment. This permission ends one year from the date below.")
    form.sign("Employee/Applicant Signature:", case["is_signed"], case["signed"] if case["is_signed"] else "", typed=case.get("typed_signature", ""))
    return form.sheets


def letter_form(case, writer, fax):
    form = Form(writer, fax)
    form.title("APPLICATION FOR INDEPENDENT MEDICAL REVIEW", "DWC Form IMR", "State of California, Division of Workers' Compensation")
    form.lines("TO REQUEST INDEPENDENT MEDICAL REVIEW: sign and date this application, mail or fax it with a copy of the written decision,",
               "and mail or fax a copy of the signed application to your claims administrator.")
    form.boxes("Type of Utilization Review:", [("Regular", case["review"] in ("regular", "both")), ("Expedited", case["review"] in ("expedited", "both")), ("Modification after Appeal", False)])
    form.row(("Employee Name (First, MI, Last):", full(case["employee"]), 1.0))
    form.row(("Address:", one_line(case["employee_address"]), 1.0))
    form.row(("Phone Number:", case["employee_phone"], 0.4), ("Employer Name:", case["employer"], 0.6))
    form.row(("Claim Number:", case["claim"], 0.5), ("Date of Injury (MM/DD/YYYY):", case["injured"], 0.5))
    form.row(("WCIS Jurisdictional Claim Number (if assigned):", "", 0.55), ("EAMS Case Number (if applicable):", case["adj"], 0.45))
    form.row(("Employee Attorney (if known):", case["attorney"], 1.0))
    form.row(("Address:", one_line(case["attorney_address"]) if case["attorney"] else "", 1.0))
    form.row(("Phone Number:", case["attorney_phone"] if case["attorney"] else "", 0.5), ("Fax Number:", "", 0.5))
    form.row(("Requesting Physician Name (First, MI, Last):", case["physician"], 1.0))
    form.row(("Practice Name:", case["group"], 0.55), ("Specialty:", case["specialty"], 0.45))
    form.row(("Address:", one_line(case["group_address"]), 1.0))
    form.row(("Phone Number:", case["group_phone"], 0.5), ("Fax Number:", case["group_fax"], 0.5))
    form.row(("Claims Administrator Name:", case["administrator"], 0.55), ("Adjuster/Contact Name:", case["adjuster"], 0.45))
    form.row(("Address:", one_line(case["administrator_address"]), 1.0))
    form.row(("Phone Number:", case["administrator_phone"], 0.5), ("Fax Number:", case["administrator_fax"], 0.5))
    form.section("Disputed Medical Treatment (complete below section)")
    form.row(("Primary Diagnosis (Use ICD Code where practical):", f"{case['diagnosis']} {case['icd']}", 1.0))
    form.row(("Date of Utilization Review Determination Letter:", case["decided"], 1.0))
    form.lines("Is the Claims Administrator disputing liability for the requested medical treatment besides the question of medical necessity?")
    x = form.boxes("", yes_no(case["liability"]))
    form.y -= 18
    form.sheet.text(x, form.y, "Reason:", "regular", 8.5)
    if case["liability"] is True:
        form.value(x + 34, case["liability_reason"], 565)
    form.y += 18
    form.lines("List each specific requested medical services, goods, or items that were denied or modified in the space below.")
    for number in range(1, max(4, len(case["items"])) + 1):
        form.row((f"{number}.", case["items"][number - 1] if number <= len(case["items"]) else "", 1.0), high=15)
    form.y += 6
    form.section("REQUEST FOR REVIEW AND CONSENT TO OBTAIN MEDICAL RECORDS")
    form.lines("I request an independent medical review of the treatment described above. I have sent a copy of this application to the claims",
               "administrator named above. I allow my health care providers and claims administrator to furnish medical records. My permission",
               "will end one year from the date below, except as allowed by law.")
    form.sign("Employee Signature:", case["is_signed"], case["signed"] if case["is_signed"] else "", typed=case.get("typed_signature", ""))
    form.sheet.text(45, 770, "DWC Form IMR (Effective 2/2014)", "regular", 7)
    if case["designee"] and case["attorney"]:
        form.page()
        form.title("AUTHORIZED REPRESENTATIVE DESIGNATION FOR INDEPENDENT MEDICAL REVIEW", "(To accompany the Application for Independent Medical Review, DWC Form IMR)")
        form.section("Section I. To be completed by the Employee")
        form.row(("Employee Name (Print):", full(case["employee"]), 1.0))
        form.row(("I wish to designate:", case["attorney"], 1.0))
        form.lines("to act on my behalf regarding my application for independent medical review.")
        form.sign("Employee Signature:", True, case["served"] + datetime.timedelta(days=1))
        form.section("Section II. To be completed by the Designated Representative")
        form.row(("Representative Name:", case["attorney"], 1.0))
        form.boxes("I am:", [("Parent", False), ("Guardian", False), ("Conservator", False), ("Relative", False), ("Attorney", True), ("Other", False)])
    return form.sheets


def cells_form(case, writer, fax):
    form = Form(writer, fax)
    form.title("APPLICATION FOR INDEPENDENT MEDICAL REVIEW", "DWC Form IMR")
    form.boxes("Type of utilization review", [("Regular", case["review"] in ("regular", "both")), ("Expedited", case["review"] in ("expedited", "both"))], behind=True)
    place = case["employee_address"]
    form.section("Employee")
    form.cells(("Employee name (last, first, middle)", f"{case['employee']['last']}, {case['employee']['first']} {case['employee']['middle']}".strip(), 0.5), ("Date of birth", case["born"], 0.25), ("Phone number", case["employee_phone"], 0.25))
    form.cells(("Street address or P.O. box", place["street"], 0.5), ("City", place["city"], 0.25), ("State", place["state"], 0.1), ("Zip code", place["zip"], 0.15))
    form.cells(("Claim number", case["claim"], 0.35), ("Date of injury", case["injured"], 0.3), ("EAMS case number", case["adj"], 0.35))
    form.cells(("Employer name", case["employer"], 0.6), ("Date of UR decision", case["decided"], 0.4))
    form.section("Requesting physician")
    form.cells(("Physician name", case["physician"], 0.5), ("Specialty", case["specialty"], 0.5))
    form.cells(("Practice name", case["group"], 0.5), ("Phone number", case["group_phone"], 0.25), ("Fax number", case["group_fax"], 0.25))
    form.section("Claims administrator")
    form.cells(("Company name", case["administrator"], 0.5), ("Adjuster/contact name", case["adjuster"], 0.5))
    form.cells(("Street address or P.O. box", case["administrator_address"]["street"], 0.5), ("City", case["administrator_address"]["city"], 0.25), ("State", "CA", 0.1), ("Zip code", case["administrator_address"]["zip"], 0.15))
    form.cells(("Phone number", case["administrator_phone"], 0.5), ("Fax number", case["administrator_fax"], 0.5))
    form.section("Disputed medical treatment")
    form.cells(("Primary diagnosis", case["diagnosis"], 0.7), ("ICD code", case["icd"], 0.3))
    form.y += 4
    form.lines("List each service, good or item that was denied or modified:")
    for number, item in enumerate(case["items"], 1):
        form.row((f"{number})", item, 1.0), high=16)
    form.y += 4
    form.boxes("Is liability for the treatment also disputed?", yes_no(case["liability"]), behind=True)
    form.boxes("Was it denied because requested information was not received?", yes_no(case["information"]), behind=True)
    form.section("Request for review and consent to obtain medical records")
    form.lines("I request an independent medical review of the disputed treatment and allow my medical records to be sent for it.")
    form.sign("Signature of employee", case["is_signed"], case["signed"] if case["is_signed"] else "", below=True)
    return form.sheets


FORMS = {"draft": draft_form, "letter": letter_form, "cells": cells_form}
NOT_ON_FORM = {"draft": {"practice", "attorney"}, "letter": {"date_of_birth", "information"}, "cells": {"attorney"}}
