"""Case 1, the papers of the dispute: utilization review denial, authorization letter, the two forms, proof of service."""

from clinic import proof_of_service
from page_kit import Sheet, new_page

REVIEW = [
    "Mockup Utilization Review LLC",
    "On behalf of Placeholder Claims Services",
    "P.O. Box 000, Exampleville, CA 90000   Phone (000) 555-0110   Fax (000) 555-0111",
    "Reviewer call-back hours: Monday to Friday, 9:00 am to 5:30 pm Pacific",
]

SERVED = [
    ("Orrin Samplewright", "12 Placeholder Lane, Exampleville, CA 90000", "Employee"),
    ("Lysander Fictley, MD", "880 Specimen Boulevard, Suite 210, Exampleville, CA 90000", "Requesting physician"),
    ("Placeholder Claims Services", "500 Dummy Plaza, Exampleville, CA 90000", "Claims administrator"),
]

RECORDS_REVIEWED = [
    "DWC Form RFA signed 01/29/2015",
    "Progress report, L. Fictley, MD, 01/27/2015",
    "Progress report, L. Fictley, MD, 12/16/2014",
    "Progress report, L. Fictley, MD, 11/04/2014",
    "Progress report, L. Fictley, MD, 10/07/2014",
    "Progress report, L. Fictley, MD, 09/09/2014",
    "Urine drug test, Placebo Reference Laboratory, 11/04/2014",
    "MRI lumbar spine, 07/20/2012",
]


def denial(ink):
    head = [
        ink.p("February 5, 2015"),
        ink.p("Orrin Samplewright<br/>12 Placeholder Lane<br/>Exampleville, CA 90000"),
        ink.t("NOTICE OF UTILIZATION REVIEW DECISION - DENIAL"),
        ink.fields(
            [
                ("Employee", "Orrin Samplewright", "Date of injury", "11/09/1995"),
                ("Claim number", "WC-SYN-0417", "UR reference", "MUR-SYN-15-00882"),
                ("Employer", "Sampleton Freight Lines Inc", "Insurer", "Specimen Mutual Insurance Company"),
                ("Requested by", "Lysander Fictley, MD", "RFA dated", "01/29/2015"),
                ("RFA received", "01/29/2015 by fax", "Decision date", "02/05/2015"),
                ("Review type", "Prospective, regular", "Diagnosis", "722.83, 722.10"),
            ]
        ),
        ink.p("Dear Mr. Samplewright:"),
        ink.p(
            "Your physician asked for approval of the treatment listed below. A physician reviewer has looked at the request and"
            " the records that came with it. The decision for each item is:"
        ),
    ]
    decisions = ink.grid(
        [
            ("No.", "Treatment requested", "Requested", "Decision"),
            ("1", "Ketamine 5% cream 60gm apply TID", "1 tube", "DENIED"),
            ("2", "Morphine sulfate ER 30mg 1 tab q 9H #90", "#90", "DENIED"),
            ("3", "Baclofen 10mg TID #90", "#90", "DENIED"),
        ],
        [0.5, 4.0, 1.1, 1.4],
    )
    summary = [
        ink.h("CLINICAL SUMMARY"),
        ink.p(
            "The worker is a 54 year old man with a low back injury of 11/09/1995. He has had lumbar fusion with hardware. The"
            " report of 01/27/2015 describes low back pain, 8/10 without and 5-6/10 with medication. Lumbar motion is limited,"
            " the paraspinal muscles are tender, and the straight leg raise is positive on the left. Diagnoses are lumbar"
            " post-laminectomy syndrome, lumbar disc displacement without myelopathy and major depression. Morphine is said to"
            " help by about 30 percent. Sitting, standing and walking tolerances are given as unchanged. A ketamine cream is"
            " asked for as a first trial."
        ),
    ]
    reasons = [
        ink.h("ITEM 1: KETAMINE 5% CREAM 60GM APPLY TID - DENIED"),
        ink.p("<b>Guideline:</b> MTUS Chronic Pain Treatment Guidelines, Topical Analgesics, pages 111-113."),
        ink.p(
            "<b>Clinical reasons:</b> Creams of this kind rest on few controlled studies. The guideline treats ketamine in a"
            " cream as a drug still under study and leaves it to a small group of nerve pain conditions in which all other"
            " treatment has been used up. The report names no such condition and gives no list of what was tried before. A"
            " standard product is not asked for. The request is not medically necessary as submitted."
        ),
        ink.h("ITEM 2: MORPHINE SULFATE ER 30MG 1 TAB Q 9H #90 - DENIED"),
        ink.p("<b>Guideline:</b> MTUS Chronic Pain Treatment Guidelines, Opioids, pages 78-80 and 82-92."),
        ink.p(
            "<b>Clinical reasons:</b> Long use of opioids calls for lasting gains in pain and function. Pain relief of 30 percent"
            " is reported, yet the tolerances for sitting, standing and walking have not moved and the work status is the same."
            " The drug has been prescribed since May 2014. The submitted records do not mention any weaning attempt, nor any time"
            " at which the dose was lowered. The request is not medically necessary. Because a sudden stop may cause withdrawal,"
            " the prescriber should plan a taper."
        ),
        ink.h("ITEM 3: BACLOFEN 10MG TID #90 - DENIED"),
        ink.p("<b>Guideline:</b> MTUS Chronic Pain Treatment Guidelines, Baclofen, page 64."),
        ink.p(
            "<b>Clinical reasons:</b> Baclofen by mouth is recommended by the guideline for spasticity and muscle spasm that"
            " arise from certain diseases of the central nervous system. The request is not medically necessary. Baclofen should"
            " not be stopped suddenly."
        ),
    ]
    reviewer = [
        ink.h("RECORDS REVIEWED"),
        ink.bullets(RECORDS_REVIEWED, numbered=True),
        ink.h("REVIEWER"),
        ink.p(
            "Ulric Denwood, MD. Board certified in Physical Medicine and Rehabilitation. California license SYN-A00017. The"
            " reviewer may be reached at (000) 555-0110 during the hours given above. Attempts to reach the requesting physician:"
            " 02/03/2015 at 10:40 am and 02/04/2015 at 2:15 pm; messages were left and no call came back."
        ),
        ink.signature("Ulric Denwood, MD", ["Physician reviewer, Mockup Utilization Review LLC"]),
    ]
    rights = [
        ink.h("IF YOU DISAGREE"),
        ink.p(
            "You may ask for independent medical review of this decision. Use the enclosed application (DWC Form IMR), which has"
            " been filled in for you except for your signature. It must be received within 30 days after this letter was served"
            " on you; a letter served by mail within California adds five days. You may name someone to act for you after you"
            " have this decision. There is no cost to you."
        ),
        ink.p(
            "Only you, or the person you name, may apply. Send the signed form and a copy of this letter to the review"
            " organization. Send a copy of the form to the claims administrator. You may also send records and your own"
            " statement."
        ),
        ink.p(
            "You or your physician may also ask Mockup Utilization Review LLC to look at the request again within ten days of"
            " this letter. That step is voluntary and does not lengthen the time for the independent medical review."
        ),
        ink.p(
            "This decision concerns medical necessity only. The claims administrator does not dispute liability for the injury or"
            " the body part. Questions may be put to the adjuster, Marguerite Fakenham, at (000) 555-0170, or to a state"
            " information and assistance officer."
        ),
        ink.note("Enclosures: DWC Form IMR with addressed envelope. Criteria used are available on request at no charge."),
    ]
    return (
        head
        + [decisions]
        + summary
        + reasons
        + reviewer
        + rights
        + [new_page()]
        + proof_of_service(
            ink,
            REVIEW[0],
            "P.O. Box 000, Exampleville, CA 90000",
            "02/06/2015",
            "By mail",
            "Notice of Utilization Review Decision dated 02/05/2015 (claim WC-SYN-0417) with DWC Form IMR and envelope.",
            SERVED,
        )
    )


CLAIMS = ["Placeholder Claims Services", "500 Dummy Plaza, Exampleville, CA 90000   Phone (000) 555-0170   Fax (000) 555-0171"]


def authorization(ink):
    return [
        ink.p("January 20, 2015"),
        ink.p("Lysander Fictley, MD<br/>Example Coast Pain Group<br/>By fax (000) 555-0131"),
        ink.fields(
            [
                ("Employee", "Orrin Samplewright", "Claim number", "WC-SYN-0417"),
                ("Employer", "Sampleton Freight Lines Inc", "Date of injury", "11/09/1995"),
            ]
        ),
        ink.h("RE: AUTHORIZATION OF CONSULTATION"),
        ink.p("Dear Dr. Fictley:"),
        ink.p(
            "Your request of 12/18/2014 is approved: one consultation with Halvard Notreal, MD, orthopedic spine surgery, about"
            " pain at the lumbar hardware. This approval holds for 90 days. Plain films of the lumbar spine in flexion and"
            " extension, if the surgeon orders them, are approved as part of the visit."
        ),
        ink.p("No other treatment is decided by this letter."),
        ink.signature("Marguerite Fakenham", ["Senior claims adjuster, Placeholder Claims Services"]),
    ]


def records_service(ink):
    documents = [
        "Application copy and UR decision file",
        "DWC Form RFA 01/29/2015",
        "Progress reports, Example Coast Pain Group, 05/06/2014 to 01/27/2015",
        "MRI lumbar spine 06/19/2008 and 07/20/2012",
        "Operative report 02/24/2009",
        "Procedure report 08/19/2014",
        "Urine drug test 11/04/2014",
        "Physical therapy notes 06/16/2014 to 07/16/2014",
        "Psychological consultation 10/21/2014",
        "Prescription profile printed 01/21/2015",
        "Referral 12/18/2014 and authorization 01/20/2015",
    ]
    return [
        ink.h("LIST OF RECORDS SENT FOR INDEPENDENT MEDICAL REVIEW"),
        ink.bullets(documents, numbered=True),
    ] + proof_of_service(
        ink,
        CLAIMS[0],
        "500 Dummy Plaza, Exampleville, CA 90000",
        "03/02/2015",
        "By mail",
        "the records listed above, claim WC-SYN-0417.",
        [
            ("Independent medical review organization", "P.O. Box 0000, Exampleville, CA 90000", "Review organization"),
            SERVED[0],
            ("Beatrix Pretendry, Esq.", "8 Casebook Court, Exampleville, CA 90000", "Attorney for employee"),
        ],
    )


SHEETS = {
    "denial": Sheet(
        "Utilization review denial",
        REVIEW,
        running="Samplewright, Orrin   Claim WC-SYN-0417   UR decision 02/05/2015",
        size=10.4,
        ink="#7a1f1f",
        footer="MUR-SYN-15-00882",
    ),
    "authorization": Sheet(
        "Authorization",
        CLAIMS,
        size=10.6,
        face="serif",
        ink="#333366",
        footer="Claim WC-SYN-0417",
        fax="01/20/2015 15:47  FAX 0005550171  PLACEHOLDER CLAIMS  P.{page:03d}/{total:03d}",
    ),
    "records_service": Sheet(
        "Records list and proof of service",
        CLAIMS,
        running="Claim WC-SYN-0417   Records sent",
        size=10.4,
        face="serif",
        ink="#333366",
        footer="Claim WC-SYN-0417",
    ),
}

_COMMON = dict(
    employee="Orrin Samplewright",
    employee_last_first="Samplewright, Orrin",
    born="08/14/1960",
    employee_address="12 Placeholder Lane, Exampleville, CA 90000",
    employee_phone="(000) 555-0142",
    claim="WC-SYN-0417",
    adj="ADJ0000417",
    injured="11/09/1995",
    employer="Sampleton Freight Lines Inc",
    physician="Lysander Fictley, MD",
    specialty="Pain Medicine",
    group="Example Coast Pain Group",
    group_address="880 Specimen Boulevard, Suite 210, Exampleville, CA 90000",
    group_phone="(000) 555-0130",
    group_fax="(000) 555-0131",
    administrator="Placeholder Claims Services",
    adjuster="Marguerite Fakenham",
    administrator_address="500 Dummy Plaza, Exampleville, CA 90000",
    administrator_phone="(000) 555-0170",
    administrator_fax="(000) 555-0171",
)

APPLICATION = dict(
    _COMMON,
    diagnosis="Lumbar post-laminectomy syndrome 722.83",
    ur_date="02/05/2015",
    signed="02/17/2015",
    items=["Ketamine 5% cream 60gm apply TID", "Morphine sulfate ER 30mg 1 tab q 9H #90", "Baclofen 10mg TID #90"],
    representative="Beatrix Pretendry, Esq.",
    designated="02/12/2015",
)

REQUEST = dict(
    _COMMON,
    requested="01/29/2015",
    requests=[
        [
            ["Lumbar post-", "laminectomy syndr."],
            "722.83",
            ["Ketamine 5% cream 60gm", "apply TID (new)"],
            "",
            ["1 tube, first", "request"],
        ],
        [
            ["Lumbar post-", "laminectomy syndr."],
            "722.83",
            ["Morphine sulfate ER 30mg", "1 tab q 9H #90"],
            "",
            ["#90, one month"],
        ],
        [["Lumbar disc", "displacement"], "722.10", ["Baclofen 10mg TID #90"], "", ["#90, one month"]],
    ],
    notes=["Report of 01/27/2015 attached."],
)
