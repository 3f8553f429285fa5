"""Words for the planted contradictions: what a record says, how a statement names it, and how statements deny it.

FACTS: what a page says (several ways) and how a denial names it: `noun` ("a urine drug screen"), `clause` ("a urine drug screen was done"),
`had` (the verb phrase behind "has not": "undergone a urine drug screen"). FIRST holds the phrasing classes as they were first measured,
SECOND classes that were written after the first figure and measured once before anything was changed for them. {noun}, {Noun}, {clause} and {had}
are filled in. RECITED and OTHER deny nothing of the file: rules, conditions, praise, findings.
"""

FACTS = {
    "weaning": dict(says=["Morphine was reduced from three to two tablets a day in September.", "Norco was tapered from six to four tablets daily.", "A wean was started: the opioid went from 40 mg to 30 mg a day."],
                    noun="a weaning attempt", clause="weaning was attempted", had="attempted weaning", plural=False),
    "function": dict(says=["With the medication she can cook, clean and walk for 30 minutes instead of 10.", "He reports improved ability to do household chores with treatment.", "Function has improved: he now walks two miles instead of half a mile."],
                     noun="functional improvement", clause="function improved with treatment", had="shown functional improvement", plural=False),
    "screen": dict(says=["Urine drug screen of 2/3/2014 was consistent with prescribed medications.", "UDS on 11/12/2013: consistent.", "The last urine toxicology agreed with the medicines that are prescribed."],
                   noun="a urine drug screen", clause="a urine drug screen was obtained", had="undergone a urine drug screen", plural=False),
    "agreement": dict(says=["An opioid agreement was signed on 1/5/2013.", "The pain contract is on file.", "She signed an opioid treatment agreement in May."],
                      noun="an opioid agreement", clause="an opioid agreement was signed", had="signed an opioid agreement", plural=False),
    "relief": dict(says=["Pain is 8/10 without and 4/10 with medication.", "He reports 50 percent pain relief with the tablets.", "Medication gives about 40% relief of pain."],
                   noun="pain relief", clause="pain was reduced by the medication", had="obtained pain relief", plural=False),
    "therapy": dict(says=["He failed six weeks of physical therapy.", "Twelve visits of physical therapy were completed without lasting benefit.", "PT x 12 was tried and did not help."],
                    noun="a course of physical therapy", clause="physical therapy was tried", had="completed a course of physical therapy", plural=False),
    "anticonvulsant": dict(says=["Gabapentin was tried and failed.", "Lyrica was discontinued because of dizziness.", "Neurontin gave no relief and was stopped."],
                           noun="a failed trial of an anticonvulsant", clause="anticonvulsants were tried and failed", had="failed an anticonvulsant", plural=False),
    "antidepressant": dict(says=["Amitriptyline was tried and failed.", "Cymbalta did not help the pain and was stopped.", "Nortriptyline was not tolerated because of sedation."],
                           noun="a failed trial of an antidepressant", clause="antidepressants were tried and failed", had="failed an antidepressant", plural=False),
    "nsaid": dict(says=["Naproxen caused stomach upset and was stopped.", "He failed ibuprofen.", "A trial of meloxicam was unsuccessful."],
                  noun="a failed trial of NSAIDs", clause="NSAIDs were tried and failed", had="failed NSAIDs", plural=False),
    "injection": dict(says=["A lumbar epidural steroid injection in March 2013 gave 60% relief for eight weeks.", "She underwent an L5-S1 transforaminal epidural steroid injection on 4/2/2013.", "S/P LESI x 2 with temporary relief."],
                      noun="a prior epidural steroid injection", clause="an epidural steroid injection was given", had="undergone an epidural steroid injection", plural=False),
    "sensation": dict(says=["Sensation is decreased in the left L5 dermatome.", "Light touch is diminished over the right lateral calf.", "Hypoesthesia of the left S1 dermatome is found."],
                      noun="sensory loss", clause="sensation is reduced", had="demonstrated sensory loss", plural=False),
    "strength": dict(says=["Strength is 4/5 in the left EHL.", "Motor strength: right tibialis anterior 4/5.", "There is weakness of left dorsiflexion, 4/5."],
                     noun="motor weakness", clause="strength is reduced", had="demonstrated motor weakness", plural=False),
    "reflex": dict(says=["The left ankle reflex is absent.", "The left Achilles reflex is diminished.", "Ankle jerk is absent on the right."],
                   noun="reflex changes", clause="a reflex is diminished", had="demonstrated reflex changes", plural=True),
    "herniation": dict(says=["MRI of the lumbar spine of 5/2/2013 shows a disc herniation at L4-5.", "MRI: L5-S1 disc protrusion, 4 mm, with left S1 nerve root contact.", "Lumbar MRI of 2013 reveals a 6 mm disc extrusion at L5-S1."],
                       noun="a disc herniation", clause="a disc is herniated", had="shown a disc herniation", plural=False),
    "electrodiagnosis": dict(says=["EMG of 6/1/2013 shows left L5 radiculopathy.", "Electrodiagnostic studies dated 1/15/2014 are consistent with left L5 radiculopathy.", "EMG/NCV of 2/14/2014 was positive for right S1 radiculopathy."],
                             noun="electrodiagnostic testing", clause="electrodiagnostic testing was done", had="undergone electrodiagnostic testing", plural=False),
    "acupuncture": dict(says=["She had six acupuncture sessions last year.", "Acupuncture x 8 gave some relief.", "Acupuncture treatments were completed in 2013."],
                        noun="a trial of acupuncture", clause="acupuncture was tried", had="undergone acupuncture", plural=False),
    "tens": dict(says=["She used a TENS unit for one month with good relief.", "TENS was tried at home for 30 days with benefit.", "He uses a TENS unit daily at home."],
                 noun="use of a TENS unit", clause="a TENS unit was used", had="used a TENS unit", plural=False),
    "spasm": dict(says=["There is palpable spasm of the lumbar paraspinal muscles.", "Paraspinal muscle spasm is noted.", "Palpation shows paravertebral muscle spasms bilaterally."],
                  noun="muscle spasm", clause="muscle spasm was palpated", had="demonstrated muscle spasm", plural=False),
    "work": dict(says=["She returned to modified work in October 2013.", "He is back at work on modified duty since May.", "The patient returned to work on 3/10/2014."],
                 noun="a return to work", clause="the patient returned to work", had="returned to work", plural=False),
    "depression": dict(says=["Assessment: major depressive disorder, single episode.", "Reactive depression secondary to chronic pain.", "Diagnosis: depression, moderate."],
                       noun="depression", clause="the patient suffers from depression", had="been diagnosed with depression", plural=False),
    "gerd": dict(says=["Diagnosis: GERD due to NSAIDs.", "Gastroesophageal reflux disease, worse with naproxen.", "Assessment: GERD."],
                 noun="gastroesophageal reflux disease", clause="the patient has gastroesophageal reflux disease", had="been diagnosed with gastroesophageal reflux disease", plural=False),
    "bonescan": dict(says=["A bone scan of 4/8/2013 was obtained and showed increased uptake at L5.", "The bone scan dated 6/2/2013 shows uptake in the right foot."],
                     noun="a bone scan", clause="a bone scan was obtained", had="undergone a bone scan", plural=False),
    "weightloss": dict(says=["She attended a supervised weight loss program for twelve weeks.", "He completed a medically supervised weight loss program in 2013."],
                       noun="a supervised weight loss program", clause="a supervised weight loss program was completed", had="completed a supervised weight loss program", plural=False),
}

FIRST = {
    "there is no": ["There is no documentation of {noun}.", "There is no mention in the records of {noun}.", "No evidence of {noun} was submitted."],
    "is not": ["{Noun} is not documented.", "{Noun} is nowhere documented in the submitted reports.", "{Noun} has not been established by the records."],
    "lacks": ["The file lacks any documentation of {noun}.", "The submitted records are devoid of any reference to {noun}.", "The chart is lacking in evidence of {noun}."],
    "silent": ["The records are silent on {noun}.", "The progress notes say nothing about {noun}.", "The requesting physician makes no reference to {noun}."],
    "fails to": ["The requesting provider failed to document {noun}.", "The treating physician neglected to describe {noun}.", "The reports fail to establish {noun}."],
    "not found": ["I was unable to locate any record of {noun}.", "We could not find {noun} in the submitted material.", "The reviewer was unable to identify {noun} in the clinical notes."],
    "never": ["{Noun} was never documented.", "At no time was {noun} recorded.", "The notes never mention {noun}."],
    "absent": ["{Noun} is absent from the medical records.", "Absent from the chart is any record of {noun}.", "Conspicuously missing is documentation of {noun}."],
    "nowhere": ["Nowhere in the file is {noun} mentioned.", "In none of the reports is {noun} described.", "None of the submitted reports mentions {noun}."],
    "without": ["Without documentation of {noun} on file, the request cannot be certified for this patient.", "The request was submitted without any record of {noun}.", "In this case the request comes without evidence of {noun}."],
    "not provided": ["No record of {noun} has been provided.", "Documentation of {noun} was not included with this request.", "Evidence of {noun} has not been supplied by the requesting physician."],
    "clause": ["It is not documented that {clause}.", "The records do not show that {clause}.", "There is nothing in the file to indicate that {clause}."],
    "has not": ["The patient has not {had}.", "The claimant has never {had}.", "The injured worker has yet to have {had}."],
    "search result": ["A review of the records reveals no {bare}.", "Review of the submitted notes did not reveal {noun}.", "The medical file yields no sign of {noun}."],
    "given the lack": ["Given the lack of documented {bare} in this case, the request is denied.", "Due to the absence of {noun} in the records, certification is not recommended.", "Because {noun} is undocumented, the request is non-certified."],
    "remains": ["{Noun} remains undocumented.", "{Noun} is unaddressed in the notes.", "{Noun} is undocumented here."],
}

RECITED = ["The guidelines require documentation of {noun} before the treatment is continued.", "Treatment should not be continued in the absence of {noun}.", "MTUS recommends the treatment only when {noun} is documented.",
           "If there is no documentation of {noun}, the guideline advises against continuing.", "The criteria include documentation of {noun}.", "Certification would be considered if records of {noun} were submitted.",
           "In patients without {noun}, the guideline does not recommend the treatment.", "Continued use is supported unless there is no {bare}."]
OTHER = ["The records document {noun}.", "{Noun} is noted in the records.", "The request was discussed with the provider.", "The patient has chronic pain after a work injury.", "The dose exceeds what the guideline recommends.",
         "The request is for a thirty day supply.", "The provider states that {clause}.", "The most recent report confirms {noun}."]

# Written after FIRST was measured and mended, from other ways in which decisions are worded, and measured once before anything was changed for it.
SECOND = {
    "question": ["Where is the documentation of {noun}? There is none.", "One looks in vain for any account of {noun}.", "What is missing here is {noun}."],
    "no provider": ["No provider has charted {noun}.", "Not a single note speaks to {noun}.", "Neither the treating physician nor the consultant reports {noun}."],
    "cannot be": ["{Noun} cannot be verified from the information submitted.", "{Noun} could not be confirmed on the basis of the file.", "It cannot be determined from the records that {clause}."],
    "did not see": ["This reviewer did not see {noun} in the packet.", "I see no {bare} anywhere in the chart.", "I do not find that {clause}."],
    "unsupported": ["The claim of {noun} is unsupported by the record.", "{Noun} is not substantiated by the reports on file.", "{Noun} has not been objectively demonstrated."],
    "no proof": ["The provider offers no proof of {noun}.", "The request contains no information about {noun}.", "The report makes no mention of {noun}."],
    "little": ["There is scant evidence of {noun} in the records.", "Documentation of {noun} is insufficient to non-existent.", "There is hardly any record of {noun}."],
    "omitted": ["The physician omitted any discussion of {noun}.", "{Noun} goes unmentioned in every report.", "The notes leave out {noun}."],
    "not clear": ["It is not clear from the records that {clause}.", "It is unclear whether {clause}, as the notes do not say.", "The records do not make clear that {clause}."],
    "no trial": ["There was no {bare}.", "There has been no {bare} in this case.", "No {bare} has taken place."],
    "denies doing": ["The claimant did not undergo anything of the kind: no {bare} is on record.", "The patient has had no {bare}.", "To date the patient has not had {noun}."],
    "contrary": ["Contrary to the request, {noun} is not in evidence.", "Despite what the request says, there is no sign of {noun}.", "Although the guideline asks for it, {noun} is not on file."],
    "list": ["The records lack a signed form, a list of allergies and {noun}.", "There is no documentation of a bone density test or of {noun}.", "Neither a second opinion nor {noun} is documented."],
    "still": ["Still outstanding is documentation of {noun}.", "Documentation of {noun} is still awaited.", "We have yet to receive any evidence of {noun}."],
    "spacing": ["There is  no   documentation\nof {noun}.", "There is no documentation of\n{noun}.", "{Noun} is not\ndocumented."],
}

# Written after FIRST and SECOND were mended, in yet other manners (clipped notes, two sentences, irony, understatement, the lawyer's turn), and measured once before
# anything was changed for it. Its author had read the list of cues.
THIRD = {
    "clipped": ["{Noun}: none documented.", "{Noun} - not found in records.", "No {bare} noted."],
    "zero": ["There is zero documentation of {noun}.", "Not one line of the chart deals with {noun}.", "The file does not hold a single word about {noun}."],
    "two sentences": ["The guideline asks for {noun}. The records contain nothing of the sort.", "I looked for {noun}. I did not find it.", "One would expect {noun} by now. None is documented."],
    "before any": ["The treatment is requested before any {bare} was documented.", "The request was made prior to any documented {bare}.", "The provider moved to this request in advance of any recorded {bare}."],
    "skipped": ["The provider skipped over {noun} in every note.", "The reports pass over {noun} in silence.", "The physician gives no account of {noun}."],
    "for want of": ["For want of any record of {noun}, the request fails.", "The request falters on the missing documentation of {noun}.", "The deficiency here is {noun}, which no note records."],
    "unaccompanied": ["The request arrived unaccompanied by any record of {noun}.", "Nothing was enclosed that would show {noun}.", "What was sent to us does not extend to {noun}."],
    "not borne out": ["{Noun} is not borne out by the medical records.", "The asserted {bare} finds no support in the chart.", "Nothing in the reports bears out the claim that {clause}."],
    "left to guess": ["Whether {clause} is left to guesswork.", "One can only speculate whether {clause}.", "The reader is left in the dark as to whether {clause}."],
    "no reason to believe": ["There is no reason to believe that {clause}.", "I have seen nothing that tells me that {clause}.", "The records give no hint that {clause}."],
    "none was": ["As to {noun}, none was documented.", "With regard to {noun}, the notes are mute.", "Regarding {noun}, there is no entry."],
    "passive": ["No attempt was made to document {noun}.", "{Noun} did not find its way into the records.", "{Noun} has been left undocumented."],
    "search": ["A thorough search of the chart failed to turn up {noun}.", "My reading of all the pages brought up no {bare}.", "Page by page, the file offers no trace of {noun}."],
    "concession": ["While pain is described, {noun} is not.", "Pain is charted at every visit; {noun} is not.", "The notes dwell on pain but are without any mention of {noun}."],
    "past perfect": ["At the time of the request no {bare} had been documented.", "Up to the date of this review {noun} had not been recorded.", "To date, {noun} has yet to be documented."],
}

# Written after the three families were mended, without looking at the cues again, from the manner of dictation, forms, tables, boilerplate, questions and answers, double
# clauses and a clerk's Latin; measured once before anything was changed for it. FOURTH_CLEAN belongs to it: sentences that deny nothing of the file in the same manners.
FOURTH = {
    "dictated": ["I went through this chart cover to cover and I just don't see {noun}, period.", "I could not locate {noun} in what I was sent.", "On my read I'm not seeing {noun} anywhere in these notes.",
                 "I combed through the packet twice looking for {noun} and came up empty."],
    "furnished": ["This reviewer was not furnished with any record of {noun}.", "We were never given {noun} to look at.", "Nobody has sent us anything that shows {noun}.", "The undersigned was not presented with evidence of {noun}."],
    "one searches": ["One searches in vain for {noun}.", "A search for {noun} comes up empty.", "Efforts to find {noun} among the papers were fruitless.", "Try as one might, {noun} is not to be found in these records."],
    "absent from": ["{Noun} is conspicuously absent from the submitted material.", "Entirely absent from the submitted material is {noun}.", "Missing from the packet: {noun}.", "The packet is short of {noun}."],
    "paucity": ["There is a paucity of documentation of {noun}.", "There is a dearth of evidence regarding {noun}.", "The record is bereft of {noun}.", "Information on {noun} is non-existent.", "Documentation as to {noun} is wanting."],
    "question and answer": ["Q: Is there documentation of {noun}? A: No.", "Has {noun} been documented? No.", "Documentation of {noun}? None.", "Is {noun} on file? It is not.", "Does the file show {noun}? No, it does not."],
    "table cell": ["{Noun} | none", "{Noun}: none.", "{Noun} ........ not documented", "{Noun}: not provided.", "Evidence of {noun} [ ] Yes [X] No", "{Noun}: N/A - not in records"],
    "boilerplate": ["There is no evidence that {clause}.", "The available medical records do not provide evidence that {clause}.", "No clinical information was submitted to support that {clause}.",
                    "There was no indication in the documentation submitted for review that {clause}.", "The documentation submitted does not support that {clause}."],
    "double clause": ["While the guideline supports the drug where {noun} is documented, this file contains none of that.", "The provider says that it helps, but nowhere explains or documents {noun}.",
                      "Pain was rated and the drug was renewed, yet the notes neither mention nor imply {noun}.", "Even if one reads the notes generously, {noun} cannot be made out."],
    "passive by": ["{Noun} has not been shown to exist by the requesting physician.", "{Noun} was not touched upon by any of the authors.", "No mention whatsoever was made by the provider of {noun}.", "{Noun} was not among the things recorded."],
    "fails": ["The submitted report fails to make any case for {noun}.", "The provider has failed to furnish proof of {noun}.", "The narrative stops short of documenting {noun}.", "The request does nothing to establish {noun}."],
    "left blank": ["The section for {noun} was left blank.", "The space where {noun} should be described is empty.", "The form is blank as to {noun}.", "Under the heading of {noun} nothing was entered."],
    "burden": ["The provider has not met the burden of showing {noun}.", "{Noun} remains to be shown.", "{Noun} has yet to be established.", "It remains unproven that {clause}.", "{Noun} is merely assumed, not documented."],
    "if any": ["{Noun}, if it ever took place or was found, has gone unrecorded.", "If there was ever {noun}, the chart keeps it to itself.", "Whatever was done, {noun} did not make it into the chart.", "The chart is a blank slate when it comes to {noun}."],
    "no one": ["No one appears to have recorded {noun}.", "Neither the AME nor the treating doctor makes note of {noun}.", "No treating source describes {noun}.", "None of the doctors who saw the patient reported {noun}."],
    "not a shred": ["There is not a shred of evidence of {noun}.", "There isn't any record of {noun} here.", "There's no sign of {noun} in the chart.", "I see nothing about {noun}.", "Nothing in these pages speaks of {noun}."],
    "devoid": ["The history is notable for the omission of {noun}.", "The chart is notable for its silence on {noun}.", "The documentation is remarkable for a complete lack of {noun}.", "The reports are uniformly mute about {noun}."],
    "requests more": ["Additional information was requested with respect to {noun}, and nothing was received.", "The provider was asked for {noun}; no reply came.", "We asked for records of {noun} and got none.", "A call was placed for documentation of {noun}, without success."],
    "inference": ["One must conclude that the patient has not {had}.", "It appears that the patient has not {had}.", "By all accounts the patient never {had}.", "As far as can be told from the file, the patient has not {had}."],
    "sans": ["The request comes sans {noun}.", "The request is made absent {noun} in this file.", "This request, minus any documented {bare}, cannot stand.", "The submission is wholly deficient in {noun}."],
}
FOURTH_CLEAN = ["It is not disputed that {clause}.", "There is no question that {clause}.", "No one doubts that {clause}.", "I was able to locate {noun} in the records.", "{Noun} was not overlooked.", "Not only is {noun} documented, it is dated.",
                "Q: Is there documentation of {noun}? A: Yes.", "Is {noun} on file? It is.", "Evidence of {noun} [X] Yes [ ] No", "Had {noun} not been documented, the request would fail.", "Absent {noun}, the guideline would not support the drug.",
                "There is no reason to doubt the report of {noun}.", "A patient without {noun} would not qualify.", "Without {noun}, such a drug is not recommended.", "The rule asks whether {noun} is missing.", "{Noun} need not be documented anew at each visit.",
                "The decision wrongly states that there is no documentation of {noun}.", "The file does not lack {noun}.", "Where {noun} has not been shown, the guideline asks that the drug be tapered.", "{Noun} will be looked for at the next visit.",
                "The section on {noun} was read with care.", "No additional records of {noun} are needed.", "The provider was asked for {noun}, and it was received.", "It cannot be said that the file is silent on {noun}."]

# Written after the net was cast (src/determination/absence_net.h), to see what it catches of manners that were not looked at; measured once before anything was changed.
FIFTH = {
    "telephone": ["Spoke with the doctor's office; they have no {bare} on their side either.", "The office manager could point to nothing that documents {noun}.", "Peer-to-peer: the treater conceded that {noun} was not in his notes."],
    "rhetorical": ["So where, one asks, is {noun}?", "Show me {noun} in this chart.", "If {noun} is somewhere in these pages, it hides well."],
    "counting": ["Of 40 pages, 0 deal with {noun}.", "{Noun}: zero entries.", "Number of notes that document {noun}: 0."],
    "contrast": ["The notes are rich in complaints and poor in {noun}.", "There is plenty about pain and nothing at all about {noun}.", "Much is said of pain; of {noun}, not a thing."],
    "condition not met": ["The criterion of documented {bare} is not met by this file.", "{Noun} is required, and this file does not have it.", "The requirement of {noun} goes unmet in this case."],
    "doubt": ["I am not persuaded that {clause}.", "It is doubtful on this record whether {clause}.", "One hesitates to believe that {clause}, since no report says so."],
    "negative finding": ["Negative for documentation of {noun}.", "Chart review negative for {noun}.", "Record review: (-) {bare}."],
    "legalese": ["There has been a failure of proof as to {noun}.", "The record is insufficient to establish {noun}.", "No competent evidence of {noun} has been adduced."],
    "first person plural": ["We are unaware of any documented {bare}.", "We know of no {bare} in this case.", "To our knowledge the patient has not {had}."],
    "elliptical": ["No {bare} on file.", "Nil re {noun}.", "No {bare} documented, no {bare} mentioned, nothing."],
    "passive past": ["{Noun} was passed over by every author.", "{Noun} had been left out of all the reports.", "It was not made known to us that {clause}."],
    "understatement": ["The reports are less than forthcoming about {noun}.", "The chart could say more about {noun}; in fact it says nothing.", "{Noun} would have been of interest, but is not described."],
}
FIFTH_CLEAN = ["We know of {noun} in this case.", "The criterion of documented {bare} is met by this file.", "I am persuaded that {clause}.", "Nothing speaks against the report of {noun}.", "The office sent {noun} without delay.",
               "{Noun} is documented, and no further proof is asked for.", "The provider did not fail to document {noun}.", "No fewer than two notes document {noun}.", "Of 40 pages, 3 deal with {noun}.", "{Noun} is on file; the dose is not.",
               "The dose was not changed after {noun} was documented.", "It is not for this reviewer to repeat {noun}.", "{Noun} is noted. The drug is not on the formulary.", "Nobody contests {noun}.", "The report of {noun} is not in question.",
               "Chart review positive for {noun}.", "The guideline does not ask for {noun}.", "The notes are not short, and they describe {noun}."]
