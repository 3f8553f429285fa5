"""Case 1, the pain office's visits from May 2014 to January 2015, with the passages copied forward as such offices do."""

WHO = dict(
    patient="Orrin Samplewright",
    born="08/14/1960",
    sex="Male",
    injured="11/09/1995",
    occupation="Dock loader (not working)",
    employer="Sampleton Freight Lines Inc",
    claim="WC-SYN-0417",
    administrator="Placeholder Claims Services",
    administrator_phone="(000) 555-0170 / (000) 555-0171",
    physician="Lysander Fictley, MD",
    title="Pain Medicine, Example Coast Pain Group, CA license SYN-G0101",
    city="Exampleville, CA",
)

DIAGNOSES = [
    "Lumbar post-laminectomy syndrome (722.83)",
    "Lumbar disc displacement without myelopathy (722.10)",
    "Major depression, followed by psychology",
]

FUNCTION = (
    "Function: sitting tolerance is 20 minutes, standing 15 minutes, walking about two blocks. He lifts no more than a gallon of"
    " milk. His wife helps with shoes and socks and does the shopping. Function is unchanged since the last visit."
)

OBJECTIVE = [
    "Well developed male in no apparent distress, rising slowly from the chair. Gait is antalgic; he uses no cane.",
    (
        "Lumbar spine: healed midline scar. Tenderness over the paraspinal muscles from L3 to S1 with palpable muscle spasm, and"
        " over the hardware at L4 to S1. Flexion 35 degrees, extension 5 degrees, both limited by pain. Straight leg raise is"
        " positive on the left at 45 degrees."
    ),
    (
        "Neurologic: sensation to light touch is decreased over the lateral left calf. Strength 5/5 except left great toe"
        " extension 4+/5. Muscle tone is normal in both legs. No clonus. There is no evidence of cauda equina syndrome."
    ),
]

BASE_MEDICATIONS = [
    ("Viagra 100 mg", "1 tab by mouth as needed, 1 hour before activity", "#10"),
    ("Cymbalta 60 mg", "1 cap by mouth daily, for depression and pain", "#30"),
    ("Fioricet (butalbital/APAP/caffeine) 50/325/40 mg", "1 tab by mouth q 8h prn headache", "#60"),
    ("Ambien 10 mg", "1 tab by mouth at bedtime prn sleep", "#30"),
    ("Baclofen 10 mg", "1 tab by mouth TID", "#90"),
]


def medications(morphine, quantity, extra=()):
    rows = [("Medication", "Directions", "Quantity")] + BASE_MEDICATIONS + [("Morphine sulfate ER 30 mg", morphine, quantity)]
    return ("grid", rows + list(extra), [2.9, 3.1, 0.9])


def work_status(date):
    return [
        ("checks", ["Remain off work", "Return to modified work", "Return to full duty"], ["Remain off work"]),
        (
            "Permanent and stationary with future medical care. Work restrictions are unchanged: no lifting over 10 pounds, no"
            f" repeated bending, sit or stand as needed. Not working. Status as of {date}."
        ),
    ]


def visit(
    date,
    subjective,
    morphine,
    quantity,
    plan,
    extra_medications=(),
    reasons=("Periodic report",),
    objective=None,
    before=(),
    function=FUNCTION,
):
    sections = list(before) + [
        ("SUBJECTIVE COMPLAINTS", subjective + [function]),
        ("CURRENT MEDICATIONS", [medications(morphine, quantity, extra_medications)]),
        ("OBJECTIVE FINDINGS", objective or OBJECTIVE),
        ("DIAGNOSES", [("numbers", DIAGNOSES)]),
        ("TREATMENT PLAN", [("numbers", plan)]),
        ("WORK STATUS", work_status(date)),
    ]
    return dict(date=date, sections=sections, reasons=list(reasons))


Q8 = "1 tab by mouth q 8h"
PAIN_COPY = (
    "He complains of low back pain that radiates to the left leg, with stiffness on rising. Pain is 8/10 without and 5-6/10 with"
    " medication. He states that morphine reduces his pain by about 30 percent. He denies nausea; mild constipation is controlled"
    " with a stool softener. He denies bowel or bladder incontinence."
)
REQUEST_COPY = "Caudal epidural steroid injection is requested for the left leg pain."
KEEP = "Continue the current medications as listed above. Medication agreement on file; CURES report is consistent."

VISITS = {
    "2014-05-06": visit(
        "05/06/2014",
        [
            (
                "This 53 year old man is seen for the first time in this office, having moved from another county. He complains"
                " of low back pain that radiates to the left leg, with stiffness on rising. Average pain is 8/10. He denies bowel"
                " or bladder incontinence."
            ),
            "Medication and therapy records of the earlier offices have been asked for and have not come in.",
        ],
        Q8 + " (start today)",
        "#90",
        [
            "Start morphine sulfate ER 30 mg. Risks, benefits and the medication agreement were gone over and signed.",
            (
                "Baclofen, Cymbalta, Fioricet, Ambien and Viagra continue from Dr. Mockridge's office and are prescribed here"
                " from now on."
            ),
            "Physical therapy, eight visits, is requested.",
            "Baseline urine drug screen at the next visit.",
            "Return in four to five weeks.",
        ],
        reasons=("Periodic report", "Change in treatment plan"),
        function=FUNCTION.replace(" Function is unchanged since the last visit.", ""),
        before=[
            (
                "HISTORY",
                [
                    (
                        "Industrial injury of 11/09/1995 to the low back. Lumbar decompression and instrumented fusion were done"
                        " in 2009. Lumbar MRI was done on 06/19/2008 and on 07/20/2012. The record of the original injury is not"
                        " before me."
                    ),
                    "Past medical history: major depression, treated with Cymbalta. Headaches. No diabetes. No seizures.",
                    "Family history: mother had diabetic neuropathy of both feet; father died of heart disease.",
                    "Social history: married, does not smoke, no alcohol. No history of substance misuse.",
                ],
            )
        ],
    ),
    "2014-06-10": visit(
        "06/10/2014",
        [PAIN_COPY],
        Q8,
        "#90",
        [
            KEEP,
            "Urine drug screen today by point-of-care cup, consistent with prescribed medication.",
            "Begin the approved physical therapy on 06/16/2014.",
            "Return in four weeks.",
        ],
    ),
    "2014-07-08": visit(
        "07/08/2014",
        [
            PAIN_COPY,
            "Physical therapy has been attended six times. He likes the stretching but can do no more at home than before.",
        ],
        Q8,
        "#90",
        [KEEP, REQUEST_COPY, "Return in four weeks."],
        reasons=("Periodic report", "Request for authorization"),
    ),
    "2014-08-05": visit(
        "08/05/2014",
        [PAIN_COPY],
        Q8,
        "#90",
        [
            KEEP,
            "Caudal epidural steroid injection was authorized and is scheduled for 08/19/2014 at Samplewood Surgery Center.",
            "Return in five weeks.",
        ],
    ),
    "2014-09-09": visit(
        "09/09/2014",
        [
            (
                "Low back pain continues. Since the caudal epidural injection of 08/19/2014 the left leg pain has eased by about"
                " half. Pain is 6/10 without and 4-5/10 with medication."
            ),
            (
                "For the last two weeks he was able to reduce morphine from three tablets to two tablets a day without withdrawal"
                " complaints. He wishes to see whether he can stay at two. He states that morphine reduces his pain by about 30"
                " percent."
            ),
        ],
        "1 tab by mouth q 12h (reduced)",
        "#60",
        [
            (
                "Morphine sulfate ER 30 mg is lowered from three to two tablets a day, #60. A further step down will be"
                " considered if the relief lasts."
            ),
            "Continue the other medications as listed above. CURES report is consistent.",
            "Home exercise as taught.",
            "Return in four weeks.",
        ],
        reasons=("Periodic report", "Change in treatment plan"),
    ),
    "2014-10-07": visit(
        "10/07/2014",
        [
            "Relief from the injection lasted about five weeks. The left leg pain has come back to its earlier level, 8/10"
            " without and 5-6/10 with medication. He went back to three morphine tablets a day on his own about ten days ago. He"
            " states that morphine reduces his pain by about 30 percent."
        ],
        Q8,
        "#90",
        [
            "Morphine sulfate ER 30 mg is returned to three tablets a day, #90.",
            "Continue the other medications as listed above.",
            "Psychological consultation on 10/21/2014.",
            "Return in four weeks.",
        ],
        reasons=("Periodic report", "Change in treatment plan"),
    ),
    "2014-11-04": visit(
        "11/04/2014",
        [PAIN_COPY],
        Q8,
        "#90",
        [KEEP, REQUEST_COPY, "Urine specimen collected today and sent to the laboratory.", "Return in six weeks."],
    ),
    "2014-12-16": visit(
        "12/16/2014",
        [
            PAIN_COPY,
            (
                "He points to the lower end of the scar and believes that the hardware hurts, worse when he leans back against a"
                " chair."
            ),
        ],
        Q8,
        "#90",
        [
            KEEP,
            "The urine drug test of 11/04/2014 is consistent with the prescribed medication.",
            "Refer to Halvard Notreal, MD, spine surgery, about painful hardware. See separate referral.",
            "Plain films of the lumbar spine in flexion and extension are to be ordered by the surgeon.",
            "Return in six weeks.",
        ],
        reasons=("Periodic report", "Need for referral"),
    ),
    "2015-01-27": visit(
        "01/27/2015",
        [
            "Low back pain continues and is no different from last month. " + PAIN_COPY.split(". ", 1)[1],
            (
                "He asks to speak with a surgeon about the hardware in his back and says that he has heard nothing about the"
                " referral that was sent in December."
            ),
            (
                "He has read about a numbing cream and would like to try one on the low back. He has not used ketamine cream or"
                " any other pain cream before."
            ),
        ],
        "1 tab by mouth q 9H",
        "#90",
        [
            "New: ketamine 5% cream 60 gm, apply to the low back TID, one tube, from Exampleville Compounding Pharmacy.",
            "Morphine sulfate ER 30 mg 1 tab q 9H #90.",
            "Baclofen 10 mg TID #90.",
            "Continue Viagra, Cymbalta, Fioricet and Ambien as listed above.",
            "The surgical consultation was approved on 01/20/2015; the front desk will call Dr. Notreal's office for a date.",
            "Continue the current regimen and follow up in four weeks. Request for authorization follows on DWC Form RFA.",
        ],
        extra_medications=[("Ketamine 5% cream 60 gm (new)", "apply to affected area TID", "1 tube")],
        reasons=("Periodic report", "Change in treatment plan", "Request for authorization"),
    ),
}
