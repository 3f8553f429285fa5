"""Case 1, the clinical records beside the progress reports: imaging, operation, injection, laboratory, therapy, pharmacy."""

from page_kit import Sheet

PATIENT = "Orrin Samplewright"
IDENTITY = [("Patient", PATIENT, "Date of birth", "08/14/1960"), ("Claim number", "WC-SYN-0417", "Date of injury", "11/09/1995")]

IMAGING = ["Dummy Bay Imaging", "200 Placeholder Avenue, Exampleville, CA 90000", "Phone (000) 555-0120   Fax (000) 555-0121"]


def mri_2008(ink):
    return [
        ink.t("MRI OF THE LUMBAR SPINE WITHOUT CONTRAST"),
        ink.fields(
            IDENTITY
            + [
                ("Date of study", "06/19/2008", "Referred by", "Philippa Mockridge, MD"),
                ("Record no.", "SYN-08-2231", "Read by", "Isolde Mocksen, MD"),
            ]
        ),
        ink.h("CLINICAL INFORMATION"),
        ink.p("Low back pain with left leg pain. Work injury in 1995."),
        ink.h("TECHNIQUE"),
        ink.p("Sagittal T1, sagittal T2, axial T1 and axial T2 weighted images were obtained. No contrast was given."),
        ink.h("COMPARISON"),
        ink.p("None."),
        ink.h("FINDINGS"),
        ink.p(
            "Alignment is normal. Vertebral body heights are kept. No acute fracture. The conus ends at L1 and is normal in"
            " signal."
        ),
        ink.p("L1-2 and L2-3: No disc protrusion. No stenosis."),
        ink.p("L3-4: Mild disc bulge of 2 mm without nerve root contact."),
        ink.p(
            "L4-5: Disc desiccation with a left paracentral disc protrusion of 6 mm that displaces the traversing left L5 nerve"
            " root. Moderate narrowing of the left lateral recess."
        ),
        ink.p(
            "L5-S1: Disc desiccation with a broad disc bulge of 4 mm and moderate facet arthropathy. Mild narrowing of both"
            " foramina."
        ),
        ink.h("IMPRESSION"),
        ink.bullets(
            [
                "L4-5 left paracentral disc protrusion of 6 mm with displacement of the left L5 nerve root.",
                "L5-S1 disc bulge of 4 mm with facet arthropathy and mild foraminal narrowing.",
                "No cord or conus abnormality.",
            ],
            numbered=True,
        ),
        ink.signature("Isolde Mocksen, MD", ["Diagnostic Radiology", "Dictated and signed 06/19/2008"]),
    ]


def mri_2012(ink):
    return [
        ink.t("MRI OF THE LUMBAR SPINE WITH AND WITHOUT CONTRAST"),
        ink.fields(
            IDENTITY
            + [
                ("Date of study", "07/20/2012", "Referred by", "Philippa Mockridge, MD"),
                ("Record no.", "SYN-12-0984", "Read by", "Isolde Mocksen, MD"),
            ]
        ),
        ink.h("CLINICAL INFORMATION"),
        ink.p("Back pain after fusion in 2009. Left leg pain. Evaluate for recurrent disc or scar."),
        ink.h("TECHNIQUE"),
        ink.p(
            "Sagittal and axial T1 and T2 weighted images before, and T1 weighted images with fat suppression after, intravenous"
            " gadolinium."
        ),
        ink.h("COMPARISON"),
        ink.p("MRI of the lumbar spine dated 06/19/2008."),
        ink.h("FINDINGS"),
        ink.p(
            "Since the earlier study there has been a laminectomy at L4 and L5 and an instrumented fusion from L4 to S1 with"
            " pedicle screws and rods. Metal artifact limits parts of the study. Alignment is kept. No acute fracture. The conus"
            " is normal."
        ),
        ink.p("L2-3: Disc bulge of 2 mm. No stenosis."),
        ink.p("L3-4: Disc protrusion of 4 mm, larger than in 2008, with mild central canal narrowing above the fusion."),
        ink.p("L4-5: Laminectomy defect. Enhancing scar tissue surrounds the left L5 nerve root. No recurrent disc fragment."),
        ink.p(
            "L5-S1: Fusion. The left S1 screw lies close to the lateral recess; artifact prevents a closer statement. The"
            " foramina are mildly narrowed."
        ),
        ink.p("Soft tissues: fatty change of the paraspinal muscles. No fluid collection to suggest infection."),
        ink.h("IMPRESSION"),
        ink.bullets(
            [
                "Postoperative changes with laminectomy L4 and L5 and hardware from L4 to S1.",
                "Epidural scar around the left L5 nerve root without recurrent disc fragment.",
                "L3-4 disc protrusion of 4 mm with mild canal narrowing, advanced since 2008.",
                "No sign of infection.",
            ],
            numbered=True,
        ),
        ink.signature("Isolde Mocksen, MD", ["Diagnostic Radiology", "Dictated and signed 07/20/2012"]),
    ]


HOSPITAL = ["SAMPLE HARBOR HOSPITAL", "Department of Surgery", "1 Specimen Street, Exampleville, CA 90000"]


def operation_2009(ink):
    return [
        ink.t("OPERATIVE REPORT"),
        ink.fields(
            IDENTITY
            + [
                ("Date of surgery", "02/24/2009", "Surgeon", "Everard Shamley, MD"),
                ("Record no.", "SYN-OR-5520", "Anesthesia", "General"),
            ]
        ),
        ink.h("PREOPERATIVE DIAGNOSIS"),
        ink.p("Lumbar disc displacement L4-5 and degenerative disc disease L5-S1 with left leg pain."),
        ink.h("POSTOPERATIVE DIAGNOSIS"),
        ink.p("Same."),
        ink.h("PROCEDURE PERFORMED"),
        ink.bullets(
            [
                "Laminectomy of L4 and L5 with left L4-5 discectomy.",
                "Posterior fusion L4 to S1 with local bone graft.",
                "Pedicle screw and rod instrumentation L4 to S1.",
            ],
            numbered=True,
        ),
        ink.h("HISTORY"),
        ink.p(
            "This 48 year old dock loader hurt his low back at work on 11/09/1995 while lifting a crate of machine parts from the"
            " floor to a pallet. He has had low back and left leg pain since then. MRI of 06/19/2008 shows a left disc protrusion"
            " at L4-5. He chose surgery after talks about risks, benefits and other options."
        ),
        ink.h("DESCRIPTION OF PROCEDURE"),
        ink.p(
            "The patient was brought to the operating room and general anesthesia was begun. He was turned prone on a padded"
            " frame. The back was prepared and draped. A midline incision was made from L3 to S1 and carried down to the fascia."
            " The paraspinal muscles were lifted from the bone on both sides. A marker film confirmed the level."
        ),
        ink.p(
            "The laminae of L4 and L5 were removed. The left L5 root was found flattened over a firm disc protrusion. The root"
            " was protected and the disc space at L4-5 was entered. Loose disc material was removed until the root lay free. The"
            " dura was intact throughout."
        ),
        ink.p(
            "Pedicle screws were placed at L4, L5 and S1 on both sides under x-ray control. Rods were contoured and locked. The"
            " transverse processes were roughened and local bone was packed on both sides. Final films showed good position of"
            " the hardware."
        ),
        ink.p(
            "The wound was rinsed and closed in layers over a drain. Blood loss was 450 mL. There were no complications. Sponge"
            " and needle counts were correct. The patient was awake and moving both feet in the recovery room."
        ),
        ink.signature("Everard Shamley, MD", ["Orthopedic Surgery", "Dictated 02/24/2009, transcribed 02/25/2009"]),
    ]


SURGERY_CENTER = [
    "Samplewood Surgery Center",
    "77 Dummy Parkway, Suite 3, Exampleville, CA 90000",
    "Phone (000) 555-0150   Fax (000) 555-0151",
]


def caudal_injection(ink):
    return [
        ink.t("PROCEDURE REPORT"),
        ink.fields(
            IDENTITY
            + [
                ("Date of service", "08/19/2014", "Physician", "Lysander Fictley, MD"),
                ("Record no.", "SYN-PR-1182", "Sedation", "None, local only"),
            ]
        ),
        ink.h("PREPROCEDURE DIAGNOSIS"),
        ink.p("Lumbar post-laminectomy syndrome (722.83). Lumbar disc displacement without myelopathy (722.10)."),
        ink.h("PROCEDURE"),
        ink.bullets(
            ["Caudal epidural steroid injection with catheter.", "Epidurogram.", "Fluoroscopic guidance."], numbered=True
        ),
        ink.h("INDICATION"),
        ink.p(
            "Low back pain that radiates to the left leg. He takes morphine sulfate ER 30 mg three times a day. Pain before the"
            " injection is 8/10. He is not on blood thinners and has no allergy to contrast. Consent was signed."
        ),
        ink.h("DESCRIPTION"),
        ink.p(
            "The patient lay prone. The skin over the sacral hiatus was prepared with chlorhexidine and draped. After 3 mL of 1%"
            " lidocaine a 16 gauge needle was passed into the sacral canal under lateral fluoroscopy. A catheter was advanced to"
            " the left L5-S1 level. Contrast, 4 mL, showed epidural spread with a filling defect at left L5. No flow into a"
            " vessel or the subarachnoid space was seen."
        ),
        ink.p(
            "Triamcinolone 80 mg with 6 mL of preservative-free saline and 2 mL of 0.25% bupivacaine was given slowly. The"
            " catheter and needle were taken out whole. A bandage was put on."
        ),
        ink.p(
            "He was watched for 30 minutes. Vital signs were steady. Strength in the legs was as before. There were no"
            " complications."
        ),
        ink.h("AFTER THE PROCEDURE"),
        ink.p(
            "Pain 20 minutes later was 4/10. He went home with a driver and written instructions. He will note his daily tablets"
            " of morphine in a diary."
        ),
        ink.h("PLAN"),
        ink.p("Office visit on 09/09/2014."),
        ink.signature("Lysander Fictley, MD", ["Pain Medicine", "Electronically signed 08/19/2014 14:10"]),
    ]


LABORATORY = [
    "PLACEBO REFERENCE LABORATORY",
    "9 Beaker Court, Exampleville, CA 90000",
    "Lab director: Sylvan Testcase, PhD   Permit SYN-LAB-0001",
]


def drug_test(ink):
    rows = [("Test", "Result", "Cutoff", "Unit", "Expected", "Comment")]
    rows += [
        ("Amphetamines", "Not detected", "500", "ng/mL", "No", ""),
        ("Barbiturates", "DETECTED", "200", "ng/mL", "Yes", "Butalbital prescribed"),
        ("Benzodiazepines", "Not detected", "100", "ng/mL", "No", ""),
        ("Buprenorphine", "Not detected", "10", "ng/mL", "No", ""),
        ("Cannabinoids (THC)", "Not detected", "20", "ng/mL", "No", ""),
        ("Cocaine metabolite", "Not detected", "150", "ng/mL", "No", ""),
        ("Fentanyl", "Not detected", "2", "ng/mL", "No", ""),
        ("Methadone", "Not detected", "100", "ng/mL", "No", ""),
        ("Opiates", "DETECTED", "100", "ng/mL", "Yes", "Morphine prescribed"),
        ("Oxycodone", "Not detected", "100", "ng/mL", "No", ""),
        ("Tramadol", "Not detected", "100", "ng/mL", "No", ""),
    ]
    confirm = [
        ("Confirmation by LC-MS/MS", "Quantity", "Unit", "Agrees with prescriptions"),
        ("Morphine", "11,480", "ng/mL", "Yes"),
        ("Hydromorphone", "312", "ng/mL", "Yes, known minor metabolite of morphine"),
        ("Codeine", "Not detected", "ng/mL", "Yes"),
        ("6-Acetylmorphine", "Not detected", "ng/mL", "Yes"),
        ("Butalbital", "1,905", "ng/mL", "Yes"),
        ("Zolpidem metabolite", "88", "ng/mL", "Yes"),
        ("Baclofen", "640", "ng/mL", "Yes"),
        ("Duloxetine", "221", "ng/mL", "Yes"),
    ]
    return [
        ink.t("URINE DRUG TEST - FINAL REPORT"),
        ink.fields(
            IDENTITY
            + [
                ("Collected", "11/04/2014 10:25", "Received", "11/05/2014 08:40"),
                ("Reported", "11/07/2014", "Ordered by", "L. Fictley, MD"),
                ("Accession", "SYN-U-330117", "Specimen", "Urine, random"),
            ]
        ),
        ink.h("SPECIMEN VALIDITY"),
        ink.grid(
            [
                ("Measure", "Result", "Range", "Flag"),
                ("Creatinine", "118 mg/dL", "20 - 300", "Normal"),
                ("Specific gravity", "1.018", "1.003 - 1.030", "Normal"),
                ("pH", "6.1", "4.5 - 9.0", "Normal"),
                ("Oxidants", "Negative", "Negative", "Normal"),
            ],
            [2.0, 1.7, 1.7, 1.4],
        ),
        ink.h("PRESCRIBED MEDICATIONS AS LISTED BY THE OFFICE"),
        ink.p("Morphine sulfate ER, baclofen, butalbital/APAP/caffeine, zolpidem, duloxetine, sildenafil."),
        ink.h("SCREEN BY IMMUNOASSAY"),
        ink.grid(rows, [1.7, 1.15, 0.7, 0.75, 0.85, 1.75]),
        ink.h("CONFIRMATION"),
        ink.grid(confirm, [2.4, 1.2, 0.8, 2.5]),
        ink.h("INTERPRETATION"),
        ink.p(
            "CONSISTENT. The drugs found agree with the list of prescribed medications. No drug was found that is not on the"
            " list."
        ),
        ink.note("Certified by S. Testcase, PhD, 11/07/2014 16:02. For clinical use only."),
    ]


THERAPY = ["Samplefoot Physical Therapy", "41 Mockup Road, Exampleville, CA 90000", "Phone (000) 555-0160   Fax (000) 555-0161"]


def therapy_notes(ink):
    first = [
        ink.t("PHYSICAL THERAPY INITIAL EVALUATION AND DAILY NOTES"),
        ink.fields(
            IDENTITY
            + [
                ("Diagnosis", "722.83, 722.10", "Referred by", "Lysander Fictley, MD"),
                ("Authorized", "8 visits", "Therapist", "Jonquil Trialson, PT"),
            ]
        ),
        ink.h("VISIT 1 OF 8 - 06/16/2014 - EVALUATION"),
        ink.p(
            "S: Low back pain 7/10 with left leg pain. Sitting 20 minutes, standing 15 minutes, walks two blocks. Goal: put on"
            " own shoes."
        ),
        ink.p(
            "O: Lumbar flexion 35 degrees, extension 5 degrees. Oswestry score 58 percent. Trunk endurance poor. Straight leg"
            " raise positive on the left."
        ),
        ink.p("A: Reduced motion and endurance after fusion. P: Exercise, manual therapy and home program, two visits a week."),
    ]
    days = [
        ("2 of 8", "06/18/2014", "7/10", "Stretching, pelvic tilt, heat", "No change in tolerances"),
        ("3 of 8", "06/23/2014", "7/10", "Stretching, bridging, walking 6 min", "Sore after last visit"),
        ("4 of 8", "06/25/2014", "6/10", "Bridging, trunk endurance, soft tissue work", "Slightly looser after session"),
        ("5 of 8", "06/30/2014", "7/10", "Same, walking 8 min", "Sitting still 20 minutes"),
        ("6 of 8", "07/07/2014", "7/10", "Same, hip hinge training", "Forgets home program on bad days"),
        ("7 of 8", "07/09/2014", "6/10", "Same, walking 8 min", "Wife still helps with shoes"),
        ("8 of 8", "07/16/2014", "7/10", "Review of home program", "Discharged to home program"),
    ]
    return first + [
        ink.h("DAILY NOTES"),
        ink.grid([("Visit", "Date", "Pain", "Treatment", "Remarks")] + days, [0.7, 0.9, 0.6, 2.5, 2.2]),
        ink.h("DISCHARGE SUMMARY - 07/16/2014"),
        ink.p(
            "Eight of eight visits attended. Oswestry score 56 percent, against 58 percent at the start. Sitting, standing and"
            " walking tolerances are unchanged. Lumbar flexion 38 degrees. He is independent in the home exercise program. No"
            " further therapy is asked for."
        ),
        ink.signature("Jonquil Trialson, PT", ["Physical Therapist, license SYN-PT-77"]),
    ]


PHARMACY = ["EXAMPLEVILLE COMMUNITY PHARMACY", "3 Mortar Square, Exampleville, CA 90000   Phone (000) 555-0180"]


def pharmacy_record(ink):
    fills = [("Filled", "Rx no.", "Drug and strength", "Directions", "Qty", "Days", "Prescriber")]
    number = 700100
    months = [
        ("05/06/2014", 90),
        ("06/10/2014", 90),
        ("07/08/2014", 90),
        ("08/05/2014", 90),
        ("09/09/2014", 60),
        ("10/07/2014", 90),
        ("11/04/2014", 90),
        ("12/04/2014", 90),
        ("01/05/2015", 90),
    ]
    for date, quantity in months:
        every = "TAKE 1 TABLET BY MOUTH EVERY 8 HOURS" if quantity == 90 else "TAKE 1 TABLET BY MOUTH EVERY 12 HOURS"
        for drug, directions, count in (
            ("MORPHINE SULFATE ER 30 MG TAB", every, quantity),
            ("BACLOFEN 10 MG TAB", "TAKE 1 TABLET BY MOUTH 3 TIMES DAILY", 90),
            ("DULOXETINE DR 60 MG CAP", "TAKE 1 CAPSULE BY MOUTH DAILY", 30),
        ):
            number += 3
            fills.append((date, str(number), drug, directions, str(count), "30", "L FICTLEY MD"))
    return [
        ink.t("PATIENT PRESCRIPTION PROFILE"),
        ink.fields(
            [
                ("Patient", "SAMPLEWRIGHT, ORRIN", "Date of birth", "08/14/1960"),
                ("Period", "05/01/2014 to 01/20/2015", "Printed", "01/21/2015 09:14"),
                ("Claim number", "WC-SYN-0417", "Payer", "Placeholder Claims Services"),
            ],
            [90, 210, 90, 210],
        ),
        ink.grid(fills, [0.85, 0.7, 2.3, 2.9, 0.5, 0.5, 1.3]),
        ink.note(
            "Other fills in the period: sildenafil 100 mg #10, butalbital/APAP/caffeine #60, zolpidem 10 mg #30, each on the"
            " dates of the office visits. No compounded or topical product was dispensed in the period. Profile reviewed by"
            " pharmacist O. Vialsworth, RPh."
        ),
    ]


PAIN_GROUP = [
    "Example Coast Pain Group",
    "880 Specimen Boulevard, Suite 210, Exampleville, CA 90000",
    "Phone (000) 555-0130   Fax (000) 555-0131",
]


def referral(ink):
    return [
        ink.p("December 18, 2014"),
        ink.p("Halvard Notreal, MD<br/>Orthopedic Spine Surgery<br/>15 Imaginary Way, Exampleville, CA 90000"),
        ink.fields(IDENTITY),
        ink.h("RE: REFERRAL FOR SPINE SURGERY CONSULTATION"),
        ink.p("Dear Dr. Notreal:"),
        ink.p(
            "Please see this 54 year old man about pain at his lumbar hardware. He had a laminectomy and instrumented fusion from"
            " L4 to S1 in 2009. The last MRI, of 07/20/2012, shows scar at the left L5 root and a protrusion at L3-4. He is"
            " tender over the screws, worse on leaning back."
        ),
        ink.p(
            "A caudal epidural injection on 08/19/2014 eased the leg pain for about five weeks. The back pain at the hardware did"
            " not change."
        ),
        ink.p(
            "Questions: Is the hardware a source of pain? Is a hardware block or removal worth considering? Flexion and extension"
            " films have not been done and are left to you. If you find no surgical answer, a trial of a stimulator may be"
            " discussed at a later date."
        ),
        ink.p(
            "He takes Cymbalta 60 mg for depression and pain, baclofen 10 mg TID and morphine sulfate ER 30 mg three times a day."
        ),
        ink.signature("Lysander Fictley, MD", ["Pain Medicine", "cc: Placeholder Claims Services, Philippa Mockridge, MD"]),
    ]


SHEETS = {
    "mri_2008": Sheet(
        "MRI lumbar spine 2008",
        IMAGING,
        face="serif",
        size=10.6,
        footer="Dummy Bay Imaging",
        centred=True,
        fax="02/12/2009 08:11  FAX 0005550121  DUMMY BAY IMAGING  P.{page:03d}/{total:03d}",
    ),
    "mri_2012": Sheet(
        "MRI lumbar spine 2012",
        IMAGING,
        running="Samplewright, Orrin   MRI lumbar spine 07/20/2012",
        face="serif",
        size=11,
        footer="Dummy Bay Imaging",
        centred=True,
    ),
    "operation_2009": Sheet(
        "Operative report 2009",
        HOSPITAL,
        running="SAMPLEWRIGHT, ORRIN   OPERATIVE REPORT 02/24/2009",
        face="mono",
        size=11.3,
        ink="#000000",
        footer="Sample Harbor Hospital   MR 44-18-07",
        centred=True,
    ),
    "caudal_injection": Sheet(
        "Procedure report",
        SURGERY_CENTER,
        running="Samplewright, Orrin   Procedure 08/19/2014",
        size=10.4,
        ink="#2d5f4c",
        footer="Samplewood Surgery Center",
    ),
    "drug_test": Sheet(
        "Urine drug test",
        LABORATORY,
        running="SAMPLEWRIGHT, ORRIN   Accession SYN-U-330117",
        size=9.6,
        ink="#5a2d5f",
        footer="Placebo Reference Laboratory",
    ),
    "therapy_notes": Sheet(
        "Physical therapy notes",
        THERAPY,
        running="Samplewright, Orrin   PT notes",
        face="serif",
        size=11,
        ink="#7a4a12",
        footer="Samplefoot Physical Therapy",
    ),
    "pharmacy_record": Sheet(
        "Prescription profile",
        PHARMACY,
        running="SAMPLEWRIGHT, ORRIN   DOB 08/14/1960",
        face="mono",
        size=9,
        ink="#000000",
        wide=True,
        footer="Exampleville Community Pharmacy",
    ),
    "referral": Sheet("Referral", PAIN_GROUP, size=10.5, footer="Example Coast Pain Group"),
}
