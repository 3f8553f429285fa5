"""Case 2, the clinical records: five visits over half a year with a measured gain, and what stands around them."""

from page_kit import Sheet, new_page

PATIENT = "Teo Mockfield"
IDENTITY = [("Patient", PATIENT, "Date of birth", "09/23/1982"), ("Claim number", "WC-SYN-2291", "Date of injury", "12/16/2011")]

WHO = dict(
    patient=PATIENT,
    born="09/23/1982",
    sex="Male",
    injured="12/16/2011",
    occupation="Cabinet installer",
    employer="Dummy Hollow Cabinetry Inc",
    claim="WC-SYN-2291",
    administrator="Sandbox Claims Administrators",
    administrator_phone="(000) 555-0270 / (000) 555-0271",
    physician="Ottoline Figg, MD",
    title="Pain Medicine, Fable Valley Spine and Pain, CA license SYN-G0202",
    city="Fableton, CA",
    primary=True,
)

CREAM = ("Ketamine 5% cream 60 gr", "apply to affected area 3 x a day", "1")
NAPROXEN = ("Naproxen 550 mg", "1 tab by mouth BID with food", "#60")
OMEPRAZOLE = ("Omeprazole 20 mg", "1 cap by mouth daily", "#30")

OBJECTIVE = [
    "Alert male in no apparent distress. Gait is slow and guarded. He changes position often.",
    (
        "Lumbar spine: tenderness to palpation over the paraspinal muscles on both sides with spasm. Range of motion is decreased"
        " with guarding: {motion}. Straight leg raise produces back pain at 50 degrees on both sides."
    ),
    (
        "Neurologic: patellar reflexes are absent on both sides; Achilles reflexes are 1+ and equal. Quadriceps strength is 4/5"
        " on both sides. Sensation is decreased over both anterior thighs. No saddle numbness."
    ),
]

CHRONIC = (
    "Chronic low back pain radiating to both legs, with weakness, numbness and tingling. He denies loss of bowel or bladder"
    " control."
)


def visit(date, subjective, medications, motion, plan, work, reasons=("Periodic report",), before=()):
    sections = list(before) + [
        ("SUBJECTIVE COMPLAINTS", [CHRONIC] + subjective),
        ("MEDICATIONS", [("grid", [("Medication", "Directions", "Quantity")] + medications, [2.6, 3.3, 1.0])]),
        ("OBJECTIVE FINDINGS", [line.format(motion=motion) for line in OBJECTIVE]),
        ("DIAGNOSIS", [("numbers", ["Lumbar disc displacement without myelopathy (722.10)"])]),
        ("TREATMENT PLAN", [("numbers", plan)]),
        ("WORK STATUS", [("checks", ["Remain off work", "Modified work", "Full duty"], ["Modified work"]), work]),
    ]
    return dict(date=date, sections=sections, reasons=list(reasons))


VISITS = {
    "2013-07-10": visit(
        "07/10/2013",
        [
            (
                "Pain is 7/10 on most days. He can sit 20 minutes, stand 20 minutes and walk 10 minutes. His mother helps daily"
                " with laundry, dishes and putting on socks."
            ),
            "Naproxen gives partial relief and upsets his stomach. Tramadol three times a day makes him sleepy at work.",
        ],
        [
            ("Ketamine 5% cream 60 gr (start)", "apply to affected area 3 x a day", "1"),
            NAPROXEN,
            ("Tramadol 50 mg", "1 tab by mouth TID prn", "#90"),
            OMEPRAZOLE,
        ],
        "flexion 30 degrees, extension 5 degrees",
        [
            "Start ketamine 5% cream, apply to the low back 3 x a day.",
            "Continue naproxen with omeprazole. Tramadol as needed.",
            "Physical therapy, six visits, is requested.",
            "Return in two months.",
        ],
        "Modified work: four hours a day, no lifting over 10 pounds, sit or stand at will.",
        reasons=("Periodic report", "Change in treatment plan"),
        before=[
            (
                "HISTORY",
                [
                    (
                        "This 30 year old cabinet installer felt low back pain on 12/16/2011 when he and a helper lowered a wall"
                        " cabinet. MRI was done on 02/27/2012 and a nerve study on 06/14/2012. He has had chiropractic care with"
                        " Ansel Proxwell, DC, and a home program. He has had no surgery and no injection."
                    ),
                    (
                        "Past history: right ankle fracture in 2001, healed. No diabetes. Family history: an aunt has rheumatoid"
                        " arthritis; his grandfather had a stroke."
                    ),
                ],
            )
        ],
    ),
    "2013-09-11": visit(
        "09/11/2013",
        [
            (
                "With the ketamine cream pain has come down to 5/10. He can sit 30 minutes now, 20 before. He takes tramadol"
                " twice a day instead of three times."
            ),
            "Therapy has helped him bend. His mother still helps with laundry; he does the dishes himself.",
        ],
        [CREAM, NAPROXEN, ("Tramadol 50 mg", "1 tab by mouth BID prn", "#60"), OMEPRAZOLE],
        "flexion 35 degrees, extension 10 degrees",
        [
            "Refill ketamine 5% cream 60 gr, apply to affected area 3 x a day.",
            "Tramadol is lowered to twice a day as needed.",
            "Finish physical therapy.",
            "Return in five weeks.",
        ],
        "Modified work: four hours a day, no lifting over 10 pounds.",
    ),
    "2013-10-16": visit(
        "10/16/2013",
        [
            (
                "Pain is 5/10 with the cream and 7/10 if he runs out, as he did for six days this month. He can sit 35 minutes"
                " with the cream."
            ),
            "No skin irritation and no dizziness from the cream.",
        ],
        [CREAM, NAPROXEN, ("Tramadol 50 mg", "1 tab by mouth BID prn", "#60"), OMEPRAZOLE],
        "flexion 35 degrees, extension 10 degrees",
        [
            "Refill ketamine 5% cream 60 gr, apply to affected area 3 x a day.",
            "Continue the other medication.",
            "Return in seven weeks.",
        ],
        "Modified work is raised from four to five hours a day, no lifting over 15 pounds.",
    ),
    "2014-01-08": visit(
        "01/08/2014",
        [
            (
                "He uses ketamine cream three times a day and reports that it brings his pain from 7/10 to 4/10 within half an"
                " hour, for about five hours."
            ),
            (
                "With the cream he can sit 45 minutes, against 20 minutes before it was begun in July 2013. He dresses by himself"
                " and needs help with chores once a week instead of daily. He works six hours a day on modified duty, against"
                " four. He has stopped tramadol."
            ),
            "No skin irritation and no dizziness. He asks to go on with the cream.",
        ],
        [CREAM, ("Naproxen 550 mg", "1 tab by mouth daily prn with food", "#30"), OMEPRAZOLE],
        "flexion 40 degrees, extension 10 degrees",
        [
            (
                "Continue ketamine 5% cream 60 gr, apply to affected area 3 x a day, Qty: 1. Request for authorization on DWC"
                " Form RFA of this date."
            ),
            "Naproxen is lowered to once a day as needed.",
            "Work hours to be raised to eight in March 2014 if the gain holds.",
            "Return in four weeks.",
        ],
        "Modified work: six hours a day, no lifting over 20 pounds.",
        reasons=("Periodic report", "Request for authorization"),
    ),
}

CLINIC = ["Fable Valley Spine and Pain", "31 Storybook Road, Fableton, CA 90000", "Phone (000) 555-0230   Fax (000) 555-0231"]

DECEMBER_VISIT = (
    CLINIC,
    [
        ("title", "Primary Treating Physician's Progress Report (PR-2)"),
        (
            "table",
            [
                ("Patient", PATIENT),
                ("Date of birth", "09/23/1982"),
                ("Claim number", "WC-SYN-2291"),
                ("Date of injury", "12/16/2011"),
                ("Date of exam", "December 4, 2013"),
                ("Employer", "Dummy Hollow Cabinetry Inc"),
                ("Administrator", "Sandbox Claims Administrators"),
            ],
        ),
        ("h", "Subjective complaints"),
        ("p", CHRONIC),
        (
            "p",
            (
                "Pain is 7/10 before and 4/10 after the ketamine cream. Sitting tolerance is 40 minutes. He drives to work by"
                " himself again. He needs help with laundry only. Tramadol is down to one tablet on some evenings."
            ),
        ),
        ("h", "Medications"),
        (
            "table",
            [
                ("Medication", "Directions", "Quantity"),
                CREAM,
                NAPROXEN,
                ("Tramadol 50 mg", "1 tab by mouth at bedtime prn", "#30"),
                OMEPRAZOLE,
            ],
        ),
        ("h", "Objective findings"),
    ]
    + [("p", line.format(motion="flexion 40 degrees, extension 10 degrees")) for line in OBJECTIVE]
    + [
        ("h", "Diagnosis"),
        ("p", "Lumbar disc displacement without myelopathy (722.10)."),
        ("h", "Treatment plan"),
        ("bullet", "Refill ketamine 5% cream 60 gr, apply to affected area 3 x a day."),
        ("bullet", "Stop tramadol by the next visit if the gain holds."),
        ("bullet", "Functional questionnaire at the next visit."),
        ("bullet", "Return in five weeks."),
        ("h", "Work status"),
        ("p", "Modified work is raised from five to six hours a day, no lifting over 20 pounds."),
        ("p", "Ottoline Figg, MD\nPain Medicine, license SYN-G0202\nSigned December 4, 2013"),
    ],
)

IMAGING = ["Lorem Ridge Radiology", "18 Ipsum Avenue, Fableton, CA 90000", "Phone (000) 555-0220   Fax (000) 555-0221"]


def mri(ink):
    return [
        ink.t("MRI LUMBAR SPINE WITHOUT CONTRAST"),
        ink.fields(
            IDENTITY
            + [
                ("Date of study", "02/27/2012", "Referred by", "Winifred Stubbs, MD"),
                ("Record no.", "SYN-MR-7719", "Read by", "Osric Vane, MD"),
            ]
        ),
        ink.h("HISTORY"),
        ink.p("Low back pain to both legs since lifting at work in December 2011."),
        ink.h("TECHNIQUE"),
        ink.p("Sagittal T1, T2 and STIR, axial T1 and T2 images."),
        ink.h("FINDINGS"),
        ink.p(
            "Alignment is normal. Marrow signal is normal. The conus ends at T12-L1 and is normal. No fracture and no listhesis."
        ),
        ink.p("L1-2, L2-3: Normal."),
        ink.p(
            "L3-4: Central disc protrusion of 5 mm. Moderate narrowing of both lateral recesses. Both traversing L4 roots are"
            " touched."
        ),
        ink.p("L4-5: Broad disc protrusion of 4 mm. Mild narrowing of both foramina."),
        ink.p("L5-S1: Disc desiccation with a bulge of 2 mm. No stenosis."),
        ink.h("IMPRESSION"),
        ink.bullets(
            [
                "L3-4 central disc protrusion of 5 mm with contact to both L4 roots.",
                "L4-5 disc protrusion of 4 mm with mild foraminal narrowing.",
                "No fracture, infection or tumor.",
            ],
            numbered=True,
        ),
        ink.signature("Osric Vane, MD", ["Diagnostic Radiology", "Signed 02/28/2012"]),
    ]


def nerve_study(ink):
    motor = [
        ("Nerve", "Site", "Latency (ms)", "Amplitude", "Velocity (m/s)", "Remark"),
        ("Left peroneal", "Ankle - knee", "4.6", "5.1 mV", "47", "Normal"),
        ("Right peroneal", "Ankle - knee", "4.5", "5.3 mV", "48", "Normal"),
        ("Left tibial", "Ankle - knee", "4.9", "8.8 mV", "46", "Normal"),
        ("Right tibial", "Ankle - knee", "5.0", "8.5 mV", "46", "Normal"),
        ("Left sural", "Calf", "3.4", "14 uV", "-", "Normal"),
        ("Right sural", "Calf", "3.5", "13 uV", "-", "Normal"),
    ]
    needle = [
        ("Muscle", "Root", "Insertion", "Spontaneous", "Motor units"),
        ("Left vastus medialis", "L3-4", "Increased", "1+", "Long duration"),
        ("Right vastus medialis", "L3-4", "Increased", "1+", "Long duration"),
        ("Left tibialis anterior", "L4-5", "Normal", "0", "Mildly reduced"),
        ("Right tibialis anterior", "L4-5", "Normal", "0", "Mildly reduced"),
        ("Left gastrocnemius", "S1", "Normal", "0", "Normal"),
        ("Right gastrocnemius", "S1", "Normal", "0", "Normal"),
        ("Lumbar paraspinals", "L3-S1", "Increased", "1+", "-"),
    ]
    return [
        ink.t("ELECTRODIAGNOSTIC STUDY OF THE LOWER EXTREMITIES"),
        ink.fields(
            IDENTITY
            + [
                ("Date of study", "06/14/2012", "Referred by", "Winifred Stubbs, MD"),
                ("Record no.", "SYN-EMG-604", "Examiner", "Balthasar Crewe, MD"),
            ]
        ),
        ink.h("COMPLAINT"),
        ink.p("Back pain to both legs with numbness and tingling over the thighs for six months."),
        ink.h("NERVE CONDUCTION"),
        ink.grid(motor, [1.4, 1.2, 1.0, 1.0, 1.2, 1.1]),
        ink.h("NEEDLE EXAMINATION"),
        ink.grid(needle, [1.9, 0.8, 1.2, 1.3, 1.7]),
        ink.h("IMPRESSION"),
        ink.bullets(
            [
                "Findings point to chronic L4 radiculopathy on both sides, mild.",
                "No electrical evidence of polyneuropathy.",
                "No evidence of entrapment at the knee or ankle.",
            ],
            numbered=True,
        ),
        ink.signature("Balthasar Crewe, MD", ["Physical Medicine and Rehabilitation", "Signed 06/15/2012"]),
    ]


THERAPY = ["FABLETON PHYSICAL THERAPY", "5 Fiction Lane, Fableton, CA 90000", "Phone (000) 555-0260"]


def therapy_notes(ink):
    days = [
        ("1 of 6", "08/05/2013", "6/10", "Evaluation. Sits 25 min. Flexion 30 deg", "Exercise and posture"),
        ("2 of 6", "08/08/2013", "6/10", "Sits 25 min", "Bridging, walking 8 min"),
        ("3 of 6", "08/13/2013", "5/10", "Flexion 32 deg", "Trunk endurance"),
        ("4 of 6", "08/20/2013", "6/10", "Sore after a long drive", "Stretching, heat"),
        ("5 of 6", "08/29/2013", "5/10", "Sits 30 min", "Walking 12 min, lifting form"),
        ("6 of 6", "09/05/2013", "5/10", "Flexion 35 deg", "Home program review"),
    ]
    return [
        ink.t("DAILY THERAPY NOTES"),
        ink.fields(
            IDENTITY
            + [
                ("Diagnosis", "722.10", "Referred by", "Ottoline Figg, MD"),
                ("Authorized", "6 visits", "Therapist", "Rosalind Bogus, PT"),
            ]
        ),
        ink.grid([("Visit", "Date", "Pain", "Findings", "Treatment")] + days, [0.8, 1.0, 0.7, 2.5, 2.0]),
        ink.h("VISIT 1 OF 6 - 08/05/2013"),
        ink.p(
            "S: Low back and leg pain. Uses a cream from the pain office and says it lets him sit longer. O: Sitting 25 minutes"
            " in the clinic. Quadriceps 4/5 both sides. Patellar reflexes absent both sides. A: Weak trunk and thighs. P: Six"
            " visits."
        ),
        ink.h("VISIT 3 OF 6 - 08/13/2013"),
        ink.p(
            "S: Pain 5/10 today. Put on his socks alone twice this week. O: Flexion 32 degrees. Plank 20 seconds. Quadriceps 4/5"
            " both sides. A: Slow gain. P: Add trunk endurance; go on with the home program twice a day."
        ),
        ink.h("VISIT 4 OF 6 - 08/20/2013"),
        ink.p(
            "S: Sore after a two hour drive to a work site, pain 6/10. O: Guarding on flexion, spasm of both paraspinal muscles."
            " A: Set back for the day. P: Gentle stretching and heat; lifting form next time."
        ),
        ink.h("VISIT 5 OF 6 - 08/29/2013"),
        ink.p(
            "S: Sits 30 minutes at dinner. O: Walked 12 minutes on the treadmill. Quadriceps 4/5 both sides, patellar reflexes"
            " absent as before. A: Better endurance. P: One more visit, then home program."
        ),
        new_page(),
        ink.h("VISIT 6 OF 6 - 09/05/2013 - DISCHARGE"),
        ink.p(
            "S: Bends with less pain. O: Sitting 30 minutes. Oswestry score 48 percent, against 54 percent at visit 1. A: Goals"
            " met in part. P: Home program. A later visit to review the program may be useful; none is scheduled."
        ),
        ink.signature("Rosalind Bogus, PT", ["Physical Therapist, license SYN-PT-31"]),
    ]


LABORATORY = [
    "PLACEBO REFERENCE LABORATORY",
    "9 Beaker Court, Exampleville, CA 90000",
    "Lab director: Sylvan Testcase, PhD   Permit SYN-LAB-0001",
]


def drug_test(ink):
    rows = [
        ("Test", "Result", "Cutoff", "Unit", "Expected"),
        ("Amphetamines", "Not detected", "500", "ng/mL", "No"),
        ("Benzodiazepines", "Not detected", "100", "ng/mL", "No"),
        ("Cannabinoids (THC)", "Not detected", "20", "ng/mL", "No"),
        ("Cocaine metabolite", "Not detected", "150", "ng/mL", "No"),
        ("Opiates", "Not detected", "100", "ng/mL", "No"),
        ("Oxycodone", "Not detected", "100", "ng/mL", "No"),
        ("Tramadol", "DETECTED", "100", "ng/mL", "Yes"),
        ("O-desmethyltramadol", "DETECTED", "100", "ng/mL", "Yes"),
        ("Ketamine", "Not detected", "50", "ng/mL", "See note"),
    ]
    return [
        ink.t("URINE DRUG TEST"),
        ink.fields(
            IDENTITY
            + [
                ("Collected", "10/16/2013 11:05", "Received", "10/17/2013 09:10"),
                ("Reported", "10/19/2013", "Ordered by", "O. Figg, MD"),
                ("Accession", "SYN-U-218844", "Specimen", "Urine, random"),
            ]
        ),
        ink.grid(
            [
                ("Validity", "Result", "Range"),
                ("Creatinine", "96 mg/dL", "20 - 300"),
                ("Specific gravity", "1.014", "1.003 - 1.030"),
                ("pH", "5.9", "4.5 - 9.0"),
            ],
            [2.2, 2.2, 2.2],
        ),
        ink.grid(rows, [2.2, 1.6, 0.9, 0.9, 1.2]),
        ink.p("Note: ketamine from a cream is seldom found in urine; a negative result does not speak against its use."),
        ink.h("INTERPRETATION"),
        ink.p("CONSISTENT with the medications listed by the office (tramadol, naproxen, omeprazole, topical ketamine)."),
        ink.note("Certified by S. Testcase, PhD, 10/19/2013 13:40. For clinical use only."),
    ]


PHARMACY = ["FABLE VALLEY COMPOUNDING PHARMACY", "33 Storybook Road, Fableton, CA 90000   Phone (000) 555-0280"]


def pharmacy_record(ink):
    fills = [("Date", "Rx no.", "Product", "Directions", "Qty", "Days")]
    for n, date in enumerate(("07/12/2013", "08/12/2013", "09/12/2013", "10/18/2013", "11/15/2013", "12/13/2013")):
        fills.append(
            (date, str(810040 + 7 * n), "Ketamine 5% in cream base", "Apply to affected area 3 times a day", "60 gm", "30")
        )
    return [
        ink.t("DISPENSING RECORD - COMPOUNDED PRODUCTS"),
        ink.fields(
            [("Patient", "MOCKFIELD, TEO", "Date of birth", "09/23/1982"), ("Prescriber", "O. Figg, MD", "Claim", "WC-SYN-2291")]
        ),
        ink.grid(fills, [0.9, 0.75, 2.0, 2.3, 0.6, 0.5]),
        ink.h("FORMULA"),
        ink.p(
            "Ketamine hydrochloride 5 percent, cream base to 60 grams. One active ingredient. Base supplied by Mythica"
            " Compounding Labs."
        ),
        ink.note(
            "The fill of 10/18/2013 was late because payment had to be confirmed; the patient was without the cream from 10/12 to"
            " 10/18. Printed 01/09/2014 by T. Pestlewick, RPh."
        ),
    ]


def questionnaire(ink):
    rows = [
        ("Section", "July 10, 2013", "January 8, 2014"),
        ("Pain intensity", "4", "2"),
        ("Personal care", "3", "1"),
        ("Lifting", "4", "3"),
        ("Walking", "2", "2"),
        ("Sitting", "4", "2"),
        ("Standing", "3", "2"),
        ("Sleeping", "2", "1"),
        ("Social life", "3", "2"),
        ("Travelling", "3", "2"),
        ("Work and housework", "4", "2"),
        ("Total (0 to 50)", "32", "19"),
        ("Percent", "64", "38"),
    ]
    return [
        ink.t("LOW BACK FUNCTION QUESTIONNAIRE"),
        ink.fields(IDENTITY),
        ink.p("Each section is scored from 0 (no limit) to 5 (full limit). Filled in by the patient in the waiting room."),
        ink.grid(rows, [3.0, 1.8, 1.8]),
        ink.p("Longest time I can sit now: <b>45 minutes</b>. In July 2013 it was <b>20 minutes</b>."),
        ink.p("Days a week I need help at home: <b>1</b>. In July 2013: <b>7</b>."),
        ink.p("Hours I work each day: <b>6</b>. In July 2013: <b>4</b>."),
        ink.signature("Teo Mockfield", ["Patient, 01/08/2014"]),
    ]


SHEETS = {
    "visit": Sheet(
        "Progress report",
        CLINIC,
        running="Mockfield, Teo   DOB 09/23/1982   DOI 12/16/2011",
        size=9.7,
        ink="#0f4d57",
        footer="Fable Valley Spine and Pain",
    ),
    "mri": Sheet("MRI lumbar spine", IMAGING, face="serif", size=11.4, centred=True, footer="Lorem Ridge Radiology"),
    "nerve_study": Sheet(
        "Electrodiagnostic study",
        ["Crewe Nerve and Muscle Clinic", "44 Placeholder Road, Fableton, CA 90000"],
        size=9.8,
        ink="#333333",
        footer="SYN-EMG-604",
        fax="01/09/2014 10:22  FAX 0005550231  FABLE VALLEY SPINE AND PAIN  P.{page:03d}/{total:03d}",
    ),
    "therapy_notes": Sheet(
        "Therapy notes",
        THERAPY,
        running="MOCKFIELD, TEO   THERAPY NOTES",
        face="serif",
        size=12.4,
        ink="#000000",
        footer="Fableton Physical Therapy",
        centred=True,
    ),
    "drug_test": Sheet("Urine drug test", LABORATORY, size=9.8, ink="#5a2d5f", footer="Placebo Reference Laboratory"),
    "pharmacy_record": Sheet(
        "Dispensing record", PHARMACY, face="mono", size=9.4, ink="#000000", footer="Fable Valley Compounding Pharmacy"
    ),
    "questionnaire": Sheet("Function questionnaire", CLINIC, size=10.8, ink="#0f4d57", footer="Fable Valley Spine and Pain"),
}
