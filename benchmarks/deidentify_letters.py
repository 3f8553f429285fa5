"""Letters whose identities are known: what benchmarks/deidentify.py measures on.

Words of its own: names are made of syllables, taken from a list of rarer names, or are ordinary words and eponyms on purpose ("trap"); none of the
dictionaries of packs/publication is read here. An identity stands between marks, so that its place is known when the marks are taken out.
"""
import datetime
import random
import re

OPEN, MIDDLE, CLOSE = "\x01", "\x02", "\x03"
# Rarer names from many places.
FAMILY = """Okonkwo Adeyemi Mbeki Ndiaye Wierzbicki Kowalczyk Przybylski Szymanski Hrushevsky Bohdanenko Papadimitriou Stavropoulos Yildirim Ozturk Ghorbani Tehrani Bhattacharya Chakraborty
Venkataraman Subramanian Jayawardena Wickramasinghe Phanthavong Sisavath Keomany Dizon Macapagal Batungbacal Tuiasosopo Faleolo Kealoha Kahananui Begaye Tsosie Yazzie Etcitty Lindqvist Bergstrom Halvorsen
Thorbjornsen Virtanen Koskinen Vanderploeg Hoekstra Dijkstra Buitendijk Delacroix Thibodeaux Boudreaux Fontenot Guillory Arceneaux Quiroga Echeverria Goicoechea Aramburu Iturralde Zumarraga Olabarria Tlatelpa Xochihua Cuauhtle
Ixcoy Chumil Batz Tzunux Gebreselassie Tesfamariam Woldemichael Abdirahman Warsame Hirsi Nakagawa Shimabukuro Kuwahara Teruya Tokashiki Hwangbo Namgung Sunwoo Ouyang Szeto Zhuge Kvaratskhelia Gogoladze Manoukian Hovsepian""".split()
GIVEN = """Chukwuemeka Ngozi Oluwaseun Adaeze Kwabena Wojciech Agnieszka Bogdan Halyna Theodoros Eleftheria Mehmet Aysegul Parisa Farhad Subhash Lakshmi Nimal Chathura Somphone Bounmy Crisanto Ligaya Sione Leilani Keanu
Nizhoni Torbjorn Ingeborg Aino Veikko Marijke Sjoerd Thibault Clotilde Iker Nekane Xochitl Cuauhtemoc Yohannes Tigist Abdikadir Hodan Isamu Haruko Seong-ho Eun-ji Wai-ming Levan Tamar Garabed Anahit Zebulon Araminta Ephraim Keziah""".split()
TRAP_FAMILY = "Hill Long Price White Baker Parkinson Waddell Sharp Payne Graves Bell Stone Love Moss Banks Foot Hand Speed".split()
TRAP_GIVEN = "Will Mark Grace Hope Rose April May June Summer Chase Rusty Art".split()
SYLLABLES = ["bra", "ven", "dor", "mil", "kes", "tor", "ran", "vik", "sto", "lem", "par", "nov", "gar", "hen", "wol", "tas", "rik", "jen", "mal", "dro"]
ENDS = ["sky", "man", "ton", "sen", "ez", "ova", "eau", "ini", "oglu", "wicz", "ford", "quist", "naya", "der"]
ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"}
TOWNS = ["Ojai", "Weed", "Truckee", "Solvang", "Taft", "Blythe", "Needles", "Susanville", "Calistoga", "Lone Pine", "Fort Bragg", "Bishop", "Fresno", "Torrance", "San Bernardino", "Modesto", "Oxnard", "El Cajon"]
STREETS = ["Quail Hollow", "Almond Orchard", "Old Quarry", "Tern Island", "Juniper", "Camino del Rio", "Wagon Wheel", "14th", "Blue Heron"]
STREET_KINDS = ["Street", "Ave", "Blvd.", "Road", "Drive", "Ln", "Court", "Way"]
TRADES = ["Cabinet Works", "Citrus Packing", "Tile & Stone", "Linen Supply", "Metal Finishing", "Pallet Recyclers", "Egg Ranch", "Freight Lines", "Day Care"]
FORMS = ["Inc", "LLC", "Corp.", "Co", "Company, Inc.", ""]
CLAIMS = ["Claims Services", "Claims Management", "Risk Services", "Adjusters", "Comp Services"]
INSURANCE = ["Mutual Insurance", "Indemnity", "Casualty Company", "Insurance Fund", "Assurance"]
CLINICS = ["Orthopedic Group", "Spine Institute", "Medical Clinic", "Pain Management Center", "Surgery Center", "Imaging", "Physical Therapy", "Chiropractic", "Community Hospital", "Medical Center"]
JOBS = ["tile setter", "packer", "nurse's aide", "truck driver", "line cook", "warehouse worker", "janitor", "welder"]
SPECIALTIES = ["Pain Medicine", "Orthopedic Surgery", "Physical Medicine and Rehabilitation", "Family Practice", "Neurology"]
# What has to survive: eponyms, drugs, scales, guidelines with their days, headings.
KEEP = """Examination shows a positive Tinel's sign at the left wrist and a negative Phalen test.
McMurray's maneuver is positive and the Lachman test is negative.
Spurling test reproduces arm pain; Hoffmann's sign is absent.
Straight leg raise is positive at 40 degrees and Faber test is negative. Waddell signs are 2/5.
There is a Baker's cyst behind the right knee and an Achilles tendon rupture was excluded.
A Kellgren-Lawrence grade 3 arthritis and Schmorl's nodes at L2 are described.
Beck Depression Inventory is 21 and the Oswestry Disability Index is 48 percent.
Parkinson's disease and Crohn's disease are denied.
Dupuytren contracture, De Quervain tenosynovitis and Bell's palsy are in the history.
Medications are Norco 10/325 mg, Cymbalta 60 mg, Lyrica, Soma, Ambien and Voltaren Gel 1%.
Gabapentin 600 mg #90 and Butrans 10 mcg patches were tried; Terocin patches did not help.
The MTUS Chronic Pain Medical Treatment Guidelines (May 2009) are cited, pages 111-113.
ODG Low Back Chapter (updated 04/29/2014) does not support the request.
ACOEM Practice Guidelines, 2nd Edition (2004), page 303, ask for red flags.
According to the Official Disability Guidelines, version of March 3, 2015, facet injections need a trial of care.
The Food and Drug Administration approved the drug in 1997.
Pain is 7/10 without and 4/10 with medication; strength is 5/5.
MRI of the lumbar spine shows a 4 mm protrusion at L4-5 and L5-S1.
CPT 64483 and 72148 were requested, with HCPCS J3301.
Topical Analgesics are largely experimental. NSAIDs are an option for short-term relief.
Range of motion: flexion 60/90, extension 10/25. Blood pressure 132/84.
Foley catheter was removed and the Jackson-Pratt drain was left in place.
Quantity 60, refills 2, dispensed in a 30 day supply.
Cognitive Behavioral Therapy and a Functional Restoration Program are considered.
The American College of Occupational and Environmental Medicine recommends exercise.
Kirschner wire fixation of a Colles' fracture was done and a Bankart repair was offered.
An Agreed Medical Evaluation found the condition permanent and stationary.
Decision rationale: Chronic Regional Pain Syndrome is not documented by the Budapest criteria.
Electromyography was normal. No Babinski sign. Romberg is negative.
Depo-Medrol 80 mg and Marcaine were injected under fluoroscopy.""".split("\n")


def mark(kind, words):
    return f"{OPEN}{kind}{MIDDLE}{words}{CLOSE}"


class Person:
    def __init__(self, rng, trap=False):
        made = "".join(rng.choice(SYLLABLES) for _ in range(rng.choice([1, 2]))) + rng.choice(ENDS)
        self.last = rng.choice(TRAP_FAMILY) if trap else rng.choice([rng.choice(FAMILY), made.capitalize()])
        if not trap and rng.random() < 0.08:
            self.last += "-" + rng.choice(FAMILY)
        if not trap and rng.random() < 0.06:
            self.last = rng.choice(["de la ", "O'", "Van ", "Mac"]) + self.last
        if rng.random() < 0.06:
            self.last = self.last[0] + re.sub("[aeioun]", lambda m: ACCENTS[m.group()], self.last[1:], count=1)
        self.first = rng.choice(TRAP_GIVEN) if trap and rng.random() < 0.5 else rng.choice(GIVEN)
        self.middle = rng.choice("ABCDEGHJKLMR")

    @property
    def name(self):
        return f"{self.first} {self.last}"


def misspell(word, rng):
    at = rng.randrange(2, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at - 1] + word[at] + word[at - 1] + word[at + 1:]


def misread(word, rng):
    for old, new in rng.sample([("o", "0"), ("l", "1"), ("i", "1"), ("m", "rn"), ("s", "5"), ("b", "8")], 6):
        if old in word[1:]:
            at = word.index(old, 1)
            return word[:at] + new + word[at + 1:]
    return word


def forms_of(person, rng, title):
    """Ways a name is written in running text, most usual first."""
    last, first = person.last, person.first
    plain = last.split()[-1]
    ways = [lambda: f"{title} {last}", lambda: person.name, lambda: f"{last}, {first}", lambda: f"{first} {person.middle}. {last}", lambda: f"{title} {last}'s", lambda: person.name.upper(),
            lambda: f"{first[0]}. {last}", lambda: last.upper(), lambda: last]
    if len(plain) >= 7 and "-" not in plain and "'" not in plain and plain.isascii():
        ways += [lambda: misspell(plain, rng), lambda: misread(plain, rng), lambda: plain[:4] + "-\n" + plain[4:]]
    return ways


class Letter:
    """One letter: text, truth as (begin, end, class), and the case it belongs to (None: nobody told the parties)."""

    def __init__(self, number, seed):
        self.rng = rng = random.Random(f"{seed}/{number}")
        self.number = number
        self.has_case = rng.random() < 0.67
        trap = rng.random() < 0.15
        self.patient, self.requesting, self.primary, self.reviewer, self.lawyer, self.adjuster, self.kin = (Person(rng, trap and i < 2) for i in range(7))
        self.other = Person(rng)  # nobody told: a consultant who is in the text only
        self.she = rng.random() < 0.5
        body = lambda tails, glue=" ": (Person(rng).last.split()[-1] + glue + rng.choice(tails)).strip()
        self.employer = (body(TRADES) + " " + rng.choice(FORMS)).strip()
        self.tpa, self.insurer, self.facility, self.hospital = body(CLAIMS), body(INSURANCE), body(CLINICS), body(CLINICS)
        self.claim = rng.choice(["WC-{}", "{}", "20{}-01", "LA{}WC"]).format(rng.randrange(10**6, 10**8))
        self.adj = f"ADJ{rng.randrange(10**6, 10**7)}"
        self.born = datetime.date(rng.randrange(1945, 1992), rng.randrange(1, 13), rng.randrange(1, 28))
        self.injured = datetime.date(rng.randrange(1998, 2014), rng.randrange(1, 13), rng.randrange(1, 28))
        self.day = datetime.date(2015, rng.randrange(1, 13), rng.randrange(1, 28))
        self.town = rng.choice(TOWNS)
        self.street = f"{rng.randrange(10, 9999)} {rng.choice(STREETS)} {rng.choice(STREET_KINDS)}"
        self.zip = f"9{rng.randrange(1000, 6000):04d}"
        self.phone = f"({rng.randrange(209, 951)}) {rng.randrange(200, 999)}-{rng.randrange(1000, 9999)}"
        self.text, self.truth = self.unmark(self.write())

    @staticmethod
    def unmark(marked):
        text, truth = "", []
        for piece in re.split(f"({OPEN}.*?{CLOSE})", marked, flags=re.S):
            if piece.startswith(OPEN):
                kind, words = piece[1:-1].split(MIDDLE)
                truth.append((len(text), len(text) + len(words), kind))
                text += words
            else:
                text += piece
        return text, truth

    def date(self, day):
        rng = self.rng
        words = rng.choice([f"{day.month}/{day.day}/{day.year}", day.strftime("%m/%d/%Y"), day.strftime("%m/%d/%y"), f"{day.strftime('%B')} {day.day}, {day.year}", f"{day.day} {day.strftime('%b')} {day.year}", day.isoformat(),
                            day.strftime("%m-%d-%Y"), f"{day.strftime('%b')}. {day.day}, {day.year}", f"{day.month}/{day.year}", f"{day.strftime('%B')} {day.year}"])
        return mark("date", words)

    def called(self, kind, person, title):
        ways = forms_of(person, self.rng, title)
        if not self.has_case or kind in ("person", "family"):
            ways = ways[:5]  # slips of the pen are only asked for where somebody told the name
        words = self.rng.choice(ways[: self.rng.choice([3, len(ways)])])()
        prefix = f"{title} "
        if words.startswith(prefix):
            return prefix + mark(kind, words[len(prefix):].removesuffix("'s")) + ("'s" if words.endswith("'s") else "")
        return mark(kind, words)

    def head(self):
        rng = self.rng
        rows = [rng.choice(["Employee", "Patient", "Injured Worker", "RE"]) + ": " + mark("patient", rng.choice([self.patient.name, f"{self.patient.last}, {self.patient.first}", self.patient.name.upper()])),
                "Claim Number: " + mark("claim_number", self.claim), "WCAB No: " + mark("claim_number", self.adj), "Date of Injury: " + self.date(self.injured), "Date of Birth: " + self.date(self.born),
                "Employer: " + mark("employer", self.employer), "Claims Administrator: " + mark("claims_administrator", self.tpa), "Insurer: " + mark("insurer", self.insurer),
                "Requesting Physician: " + mark("provider", self.requesting.name) + ", " + rng.choice(["MD", "M.D.", "DO", "D.C."]), "IMR Case Number: " + mark("case_number", f"CM15-{rng.randrange(10**6, 10**7)}"), "UR Denial Date: " + self.date(self.day)]
        rng.shuffle(rows)
        return "\n".join(rows[: rng.randrange(5, len(rows) + 1)])

    def address(self):
        rng = self.rng
        return rng.choice(["Mail goes to {s}, {t}, CA {z}.", "Address: {s}\n{t}, California {z}", "{s}\n{t}, CA {z}"]).format(s=mark("address", self.street), t=mark("place", self.town), z=mark("zip", self.zip))

    def numbers(self):
        rng = self.rng
        n = lambda digits: str(rng.randrange(10 ** (digits - 1), 10 ** digits))
        phone = f"{rng.randrange(209, 951)}{rng.choice(['-', '.'])}555{rng.choice(['-', '.'])}{n(4)}"
        pool = ["MRN: " + mark("record_number", n(7)), "Medical record number " + mark("record_number", n(8)), "SSN: " + mark("social_security", f"{n(3)}-{n(2)}-{n(4)}"), "SSN " + mark("social_security", "X" * 3 + "-XX-" + n(4)), "Phone: " + mark("phone", self.phone),
                "Tel. " + mark("phone", phone), "Fax: " + mark("fax", phone), "E-mail: " + mark("email", f"{self.requesting.last.split()[-1].lower().encode('ascii', 'ignore').decode()}@{rng.choice(['example.org', 'clinic.example'])}"), "License No. " + mark("license", "A" + n(5)), "License #: " + mark("license", "G" + n(6)),
                "NPI " + mark("npi", "1" + n(9)), "DEA #" + mark("license", "B" + rng.choice("KLM") + n(7)), "Policy number: " + mark("account", n(3) + "-" + n(6)), "Account No: " + mark("account", "AC" + n(6)), "Stimulator serial number: " + mark("device", "NX" + n(7)), "Lot # " + mark("device", n(5) + "K"),
                "see " + mark("url", f"https://portal.example.org/p/{n(6)}"), "Accession #: " + mark("record_number", "XR-" + n(6)), "Rx number " + mark("record_number", n(7)), "Chart No. " + mark("record_number", n(5))]
        return rng.choice(["; ", "\n", ". "]).join(rng.sample(pool, rng.randrange(2, 6)))

    def sentences(self):
        rng, she = self.rng, "She" if self.she else "He"
        mr = "Ms." if self.she else "Mr."
        kin, other = self.kin, self.other
        yield f"{self.called('patient', self.patient, mr)} is a {rng.randrange(25, 68)} year old {rng.choice(JOBS)} hurt on {self.date(self.injured)}."
        yield f"{she} worked for {mark('employer', self.employer)} when {she.lower()} fell from a ladder."
        yield f"Seen by {self.called('provider', self.requesting, 'Dr.')} on {self.date(self.day - datetime.timedelta(days=rng.randrange(5, 400)))} with low back pain."
        yield f"In the report of {self.date(self.day)}, {self.called('provider', self.primary, 'Dr.')} noted spasm and guarding."
        yield f"{self.called('patient', self.patient, mr)} states that the cream helps."
        yield f"According to {self.called('provider', self.requesting, 'Dr.')} the surgery is pending."
        yield f"{'Her' if self.she else 'His'} {rng.choice(['daughter', 'wife' if not self.she else 'husband', 'brother', 'sister'])} {mark('family', rng.choice([kin.first, kin.name]))} drives {'her' if self.she else 'him'} to therapy."
        yield f"An MRI was done at {mark('facility', self.facility)} on {self.date(self.day - datetime.timedelta(days=rng.randrange(100, 900)))}."
        yield f"{mark('provider', other.name)}, {rng.choice(['MD', 'M.D.', 'DPM', 'PhD', 'Psy.D.'])}, was asked for an opinion."
        yield f"A consultation with Dr. {mark('provider', other.last)} took place at {mark('facility', self.hospital)}."
        yield f"The adjuster, {mark('person', self.adjuster.name)}, did not answer."
        yield f"Attorney {mark('attorney', self.lawyer.name)} asked for the records."
        yield f"The patient lives in {mark('place', self.town)} with family."
        yield f"The utilization review by {mark('reviewer', self.reviewer.name)}, MD, denied the request on {self.date(self.day)}."
        yield f"Authorization was asked of {mark('claims_administrator', self.tpa)} by fax {mark('fax', self.phone)}."
        yield f"{mark('insurer', self.insurer)} paid for the first {rng.randrange(4, 12)} visits."
        yield f"Electronically signed by {mark('provider', self.primary.name)} on {self.date(self.day)}."
        yield f"cc: {mark('attorney', self.lawyer.name)}; {mark('person', self.adjuster.name)}"
        if self.has_case:
            yield f"The file {mark('patient', self.patient.last.split()[-1])}_MRI.pdf was read."
            yield f"Claim {mark('claim_number', self.claim)} remains open."
            initials = f"{self.patient.first[0]}.{self.patient.last.split()[-1][0]}."
            yield f"The patient, {mark('patient', initials)}, has no allergies."
        if rng.random() < 0.1:
            yield f"The mother is {mark('age', str(rng.randrange(90, 101)))} years old."

    def write(self):
        rng = self.rng
        body = rng.sample(list(self.sentences()), 12)
        keep = rng.sample(KEEP, 9)
        lines = body + keep
        rng.shuffle(lines)
        wrap = rng.random() < 0.5
        half = len(lines) // 2
        summary, rationale = " ".join(lines[:half]), " ".join(lines[half:])
        if wrap:
            summary, rationale = self.wrapped(summary), self.wrapped(rationale)
        parts = [rng.choice(["Notice of Independent Medical Review Determination", "FINAL DETERMINATION LETTER"]), self.head(), self.address() if rng.random() < 0.7 else "", "CLINICAL CASE SUMMARY", summary, "IMR ISSUES, DECISIONS AND RATIONALES",
                 f"{rng.choice(['Norco 10/325mg #90', 'Ketamine 5% cream 60gm', 'Lumbar MRI', 'Physical therapy 2 x 6'])}: {rng.choice(['Upheld', 'Overturned'])}", "Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.", "Decision rationale: " + rationale, self.numbers()]
        return "\n\n".join(part for part in parts if part) + "\n"

    @staticmethod
    def wrapped(text):
        """Lines of about ninety characters; marks count for nothing and a name may be parted at a space."""
        out, width = "", 0
        for word in text.split(" "):
            bare = len(re.sub(f"{OPEN}[^{MIDDLE}]*{MIDDLE}|{CLOSE}", "", word))
            if width + bare > 90:
                out, width = out.rstrip(" ") + "\n", 0
            out += word + " "
            width += bare + 1
        return out.rstrip(" ")

    def application(self):
        """application.yaml of its case."""
        quote = lambda words: '"' + words.replace('"', '\\"') + '"'
        return f"""jurisdiction: us-ca-wc
received: {{at: 2015-06-16T10:02:00-07:00, channel: mail}}
review: regular
employee:
  name: {{first: {quote(self.patient.first)}, last: {quote(self.patient.last)}}}
  date_of_birth: {self.born.isoformat()}
  address: {{street: {quote(self.street)}, city: {quote(self.town)}, state: CA, zip: "{self.zip}", country: US}}
  phone: "{self.phone}"
representative: {{name: {quote(self.lawyer.name)}, kind: attorney, designated_on: 2015-06-10}}
claim: {{number: {quote(self.claim)}, adjudication_number: {self.adj}, date_of_injury: {self.injured.isoformat()}}}
employer: {{name: {quote(self.employer)}}}
claims_administrator: {{name: {quote(self.tpa)}}}
insurer: {{name: {quote(self.insurer)}}}
facilities: [{{name: {quote(self.facility)}}}, {{name: {quote(self.hospital)}}}]
requesting_physician: {{name: {quote(self.requesting.name)}, specialty: Pain Medicine}}
treating_physicians: [{{name: {quote(self.primary.name)}, specialty: Family Medicine}}]
ur_decision:
  organization: {quote(self.tpa)}
  reviewer: {{name: {quote(self.reviewer.name)}, specialty: Orthopedic Surgery}}
  date: 2015-06-05
  served: {{on: 2015-06-06, by: mail, to: in-state}}
  attached: true
consent: {{signed: true, on: 2015-06-12}}
diagnoses: []
disputed_items:
  - {{id: 1, text: Lumbar MRI, requested_on: 2015-05-29, ur_outcome: denied}}
"""
