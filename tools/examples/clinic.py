"""The progress report (PR-2) layout shared by both cases, and the proof of service."""

from page_kit import room_for


def progress_report(ink, who, visit):
    """Flowables of one PR-2. `who`: the block that never changes; `visit`: what this visit says."""
    out = [
        ink.t(
            "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)"
            if who.get("primary")
            else "SECONDARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)"
        )
    ]
    out.append(
        ink.checks(
            [
                "Periodic report",
                "Change in treatment plan",
                "Need for referral",
                "Request for authorization",
                "Info requested",
                "Other",
            ],
            visit.get("reasons", ["Periodic report"]),
        )
    )
    out.append(
        ink.fields(
            [
                ("Patient", who["patient"], "Date of exam", visit["date"]),
                ("Date of birth", who["born"], "Date of injury", who["injured"]),
                ("Sex", who["sex"], "Occupation", who["occupation"]),
                ("Employer", who["employer"], "Claim number", who["claim"]),
                ("Administrator", who["administrator"], "Phone / Fax", who["administrator_phone"]),
            ]
        )
    )
    for title, content in visit["sections"]:
        out.append(ink.h(title))
        if isinstance(content, str):
            content = [content]
        for part in content:
            if isinstance(part, str):
                out.append(ink.p(part))
            elif part[0] == "list":
                out.append(ink.bullets(part[1]))
            elif part[0] == "numbers":
                out.append(ink.bullets(part[1], numbered=True))
            elif part[0] == "grid":
                out.append(ink.grid(part[1], part[2]))
            elif part[0] == "checks":
                out.append(ink.checks(part[1], part[2]))
    out.append(room_for(1.6))
    out.append(
        ink.note(
            "I declare under penalty of perjury that this report is true and correct to the best of my knowledge and that I have "
            "not violated Labor Code section 139.3."
        )
    )
    out.append(ink.signature(who["physician"], [who["title"], f"Executed at {who['city']} on {visit['date']}"]))
    return out


def proof_of_service(ink, sender, address, date, how, what, people):
    out = [ink.t("PROOF OF SERVICE")]
    out.append(
        ink.p(
            "I am employed in the county of Example, State of California. I am over the age of eighteen and not a party to this"
            f" matter. My business address is {sender}, {address}."
        )
    )
    out.append(ink.p(f"On {date} I served the following: {what}"))
    out.append(ink.checks(["By mail", "By fax", "By overnight carrier", "By personal delivery"], [how]))
    out.append(
        ink.p(
            "by placing a true copy in a sealed envelope with postage fully prepaid in the United States mail at Exampleville,"
            " California, addressed as follows:"
        )
        if how == "By mail"
        else ink.p("by transmitting a true copy to the following:")
    )
    out.append(ink.grid([("Person served", "Address", "Capacity")] + people, [2.2, 3.3, 1.5]))
    out.append(
        ink.p(
            "I declare under penalty of perjury under the laws of the State of California that the foregoing is true and correct."
        )
    )
    out.append(ink.signature("M. Clerkson", [f"Mail clerk, {sender}", f"Executed on {date}"]))
    return out
