"""Case 1, the psychological consultation, a Word file: letterhead and blocks."""

CONSULTATION = (
    ["Testhurst Psychology Associates", "60 Fable Street, Exampleville, CA 90000", "Phone (000) 555-0190"],
    [
        ("title", "Psychological Consultation"),
        (
            "table",
            [
                ("Patient", "Orrin Samplewright"),
                ("Date of birth", "08/14/1960"),
                ("Claim number", "WC-SYN-0417"),
                ("Date of injury", "11/09/1995"),
                ("Date of consultation", "October 21, 2014"),
                ("Referred by", "Lysander Fictley, MD"),
                ("Examiner", "Corwin Testhurst, PhD, Clinical Psychology"),
            ],
        ),
        ("h", "Reason for referral"),
        (
            "p",
            (
                "Mr. Samplewright, 54, was sent for an opinion on depression that goes with long-lasting back pain and for advice"
                " on non-drug treatment."
            ),
        ),
        ("h", "History"),
        (
            "p",
            (
                "He hurt his low back at work in 1995 and was operated on in 2009. He has not worked since the operation. He"
                " lives with his wife. Sadness, loss of interest and poor sleep began in the year after surgery. He has taken"
                " Cymbalta 60 mg daily since then and finds that it lifts his mood and takes some edge off the pain. He has never"
                " been in psychiatric hospital. He denies plans to harm himself."
            ),
        ),
        (
            "p",
            (
                "Sleep: four to five hours with Ambien. Headaches: two or three a week, relieved by Fioricet. Sexual function:"
                " reduced desire and difficulty, helped by Viagra."
            ),
        ),
        ("p", "Family history: his mother had diabetes with neuropathy in her feet, and his sister is treated for depression."),
        ("h", "Mental status"),
        (
            "p",
            (
                "Alert and fully oriented. Speech slow. Mood sad, affect narrow. Thinking orderly. No hallucinations or"
                " delusions. No suicidal intent. Memory and attention are adequate for conversation."
            ),
        ),
        ("h", "Test results"),
        (
            "table",
            [
                ("Test", "Score", "Range"),
                ("Beck Depression Inventory-II", "27", "Moderate"),
                ("Beck Anxiety Inventory", "14", "Mild"),
                ("Patient Health Questionnaire-9", "16", "Moderately severe"),
                ("Pain Catastrophizing Scale", "31", "Raised"),
                ("Epworth Sleepiness Scale", "11", "Slightly raised"),
            ],
        ),
        ("h", "Diagnosis"),
        (
            "p",
            (
                "Axis I: Major depressive disorder, single episode, moderate (296.22). Axis III: Low back pain after lumbar"
                " surgery, per medical records. No sign of a substance use disorder was found."
            ),
        ),
        ("h", "Recommendations"),
        ("bullet", "Cognitive behavioral therapy for pain, six sessions, then review. Planned; not begun."),
        ("bullet", "Cymbalta to go on at the present dose under the prescribing physician."),
        ("bullet", "Sleep habits were reviewed and a handout was given."),
        ("bullet", "Goals for three months: walk once around the block twice a day, attend one family event a month."),
        ("p", "Thank you for the referral."),
        ("p", "Corwin Testhurst, PhD\nClinical Psychologist, license SYN-PSY-19\nSigned October 24, 2014"),
    ],
)
