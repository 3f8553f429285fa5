"""Case 2, the papers of the dispute: denial, forms, proof of service."""

from clinic import proof_of_service
from page_kit import Sheet, room_for

REVIEW = [
    "Lorem Review Services Inc",
    "Utilization review for Sandbox Claims Administrators",
    "2 Boilerplate Circle, Suite 9, Exampleville, CA 90000",
    "Phone (000) 555-0210   Fax (000) 555-0211   Reviewer hours 9:00 am to 5:30 pm Pacific, business days",
]

SERVED = [
    ("Teo Mockfield", "7 Template Terrace, Fableton, CA 90000", "Employee"),
    ("Ottoline Figg, MD", "31 Storybook Road, Fableton, CA 90000", "Requesting physician"),
    ("Sandbox Claims Administrators", "900 Sandbox Street, Exampleville, CA 90000", "Claims administrator"),
]


def denial(ink):
    return [
        ink.p("January 15, 2014"),
        ink.p("Teo Mockfield<br/>7 Template Terrace<br/>Fableton, CA 90000"),
        ink.t("UTILIZATION REVIEW - NOTICE OF NON-CERTIFICATION"),
        ink.fields(
            [
                ("Employee", "Teo Mockfield", "Date of injury", "12/16/2011"),
                ("Claim number", "WC-SYN-2291", "UR reference", "LRS-SYN-140031"),
                ("Employer", "Dummy Hollow Cabinetry Inc", "Insurer", "Figment Casualty Company"),
                ("Requested by", "Ottoline Figg, MD", "Request dated", "01/08/2014"),
                ("Request received", "01/09/2014", "Decision date", "01/15/2014"),
                ("Type", "Prospective, regular", "Diagnosis", "722.10"),
            ]
        ),
        ink.grid(
            [
                ("Treatment requested", "Decision"),
                ("Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1", "NOT CERTIFIED (DENIED)"),
            ],
            [4.6, 2.4],
        ),
        ink.h("SUMMARY OF THE RECORDS"),
        ink.p(
            "The worker is a 31 year old man hurt on 12/16/2011. He has low back pain to both legs with weakness, numbness and"
            " tingling. On examination patellar reflexes are absent on both sides, the paraspinal muscles are tender with spasm,"
            " and motion is decreased with guarding. The diagnosis is lumbar disc displacement without myelopathy. Ketamine cream"
            " has been used since July 2013."
        ),
        ink.h("CRITERIA"),
        ink.p("MTUS Chronic Pain Treatment Guidelines, page 113, topical ketamine. MTUS definition of functional improvement."),
        ink.h("REASONS FOR THE DECISION"),
        ink.p("The cited page treats ketamine in a cream as under study and not as a usual treatment of long-lasting pain."),
        ink.p(
            "A treatment is to be kept up only as long as it brings functional improvement, that is, lighter work restrictions,"
            " more tolerance for activity, or less need for drugs and medical services. The request therefore does not meet the"
            " criteria, and the cream is not medically necessary."
        ),
        ink.p(
            "As an alternative one physical therapy visit at Fableton Physical Therapy to review the home exercise program would"
            " be approved on request."
        ),
        ink.h("RECORDS REVIEWED"),
        ink.bullets(
            [
                "Request for Authorization dated 01/08/2014",
                "Progress report, Ottoline Figg, MD, 01/08/2014",
                "Progress report, Ottoline Figg, MD, 12/04/2013",
                "MRI lumbar spine, 02/27/2012",
            ],
            numbered=True,
        ),
        room_for(1.8),
        ink.h("REVIEWER"),
        ink.p("Percival Nay, MD. Board certified in Occupational Medicine. California license SYN-A00029."),
        ink.signature("Percival Nay, MD", ["Physician reviewer, Lorem Review Services Inc"]),
        ink.h("YOUR RIGHT TO INDEPENDENT MEDICAL REVIEW"),
        ink.p(
            "If you do not agree with this decision you may apply for independent medical review at no cost. Sign the enclosed"
            " DWC Form IMR and send it with a copy of this letter so that it is received within 30 days after service of this"
            " letter; five days are added when it was mailed to you within California. You may name another person to act for you"
            " after you receive this letter. Send a copy of the signed form to the claims administrator."
        ),
        ink.p(
            "An internal review by Lorem Review Services Inc may be asked for within ten days. It is voluntary and does not"
            " change the time for independent medical review."
        ),
        ink.p(
            "The claims administrator does not dispute liability for the injury, the body part or the treatment on any ground"
            " other than medical necessity. Adjuster: Gideon Standin, (000) 555-0270."
        ),
    ] + proof_of_service(
        ink,
        REVIEW[0],
        "2 Boilerplate Circle, Suite 9, Exampleville, CA 90000",
        "01/16/2014",
        "By mail",
        "Notice of Non-Certification dated 01/15/2014 (claim WC-SYN-2291) and DWC Form IMR.",
        SERVED,
    )


def records_service(ink):
    return [
        ink.h("RECORDS SENT FOR INDEPENDENT MEDICAL REVIEW"),
        ink.bullets(
            [
                "Request for Authorization 01/08/2014 and UR file",
                "Progress reports 07/10/2013 to 01/08/2014",
                "MRI 02/27/2012 and nerve study 06/14/2012",
                "Therapy notes 08/05/2013 to 09/05/2013",
                "Urine drug test 10/16/2013",
                "Dispensing record printed 01/09/2014",
                "Function questionnaire 01/08/2014",
            ],
            numbered=True,
        ),
    ] + proof_of_service(
        ink,
        "Sandbox Claims Administrators",
        "900 Sandbox Street, Exampleville, CA 90000",
        "02/24/2014",
        "By fax",
        "the records listed above, claim WC-SYN-2291.",
        [("Independent medical review organization", "P.O. Box 0000, Exampleville, CA 90000", "Review organization"), SERVED[0]],
    )


SHEETS = {
    "denial": Sheet(
        "Utilization review denial",
        REVIEW,
        running="Mockfield, Teo   WC-SYN-2291   LRS-SYN-140031",
        face="serif",
        size=11.2,
        ink="#4a3b00",
        footer="Lorem Review Services Inc",
    ),
    "records_service": Sheet(
        "Proof of service",
        [
            "Sandbox Claims Administrators",
            "900 Sandbox Street, Exampleville, CA 90000   Phone (000) 555-0270   Fax (000) 555-0271",
        ],
        size=10.4,
        ink="#333333",
        footer="Claim WC-SYN-2291",
    ),
}

_COMMON = dict(
    employee="Teo Mockfield",
    employee_last_first="Mockfield, Teo",
    born="09/23/1982",
    employee_address="7 Template Terrace, Fableton, CA 90000",
    employee_phone="(000) 555-0242",
    claim="WC-SYN-2291",
    adj="ADJ0002291",
    injured="12/16/2011",
    employer="Dummy Hollow Cabinetry Inc",
    physician="Ottoline Figg, MD",
    specialty="Pain Medicine",
    group="Fable Valley Spine and Pain",
    group_address="31 Storybook Road, Fableton, CA 90000",
    group_phone="(000) 555-0230",
    group_fax="(000) 555-0231",
    administrator="Sandbox Claims Administrators",
    adjuster="Gideon Standin",
    administrator_address="900 Sandbox Street, Exampleville, CA 90000",
    administrator_phone="(000) 555-0270",
    administrator_fax="(000) 555-0271",
)

ITEM = "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1"

APPLICATION = dict(
    _COMMON,
    diagnosis="Lumbar disc displacement without myelopathy 722.10",
    ur_date="01/15/2014",
    signed="02/10/2014",
    items=[ITEM],
)

REQUEST = dict(
    _COMMON,
    requested="01/08/2014",
    requests=[
        [
            ["Lumbar disc", "displacement w/o", "myelopathy"],
            "722.10",
            ["Ketamine 5% Cream 60gr,", "apply to affected area", "3 x a day Qty:1"],
            "",
            ["Continued use since", "July 2013"],
        ]
    ],
    notes=["Reports of 12/04/2013 and 01/08/2014 attached."],
)
