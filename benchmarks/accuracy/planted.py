"""Progress reports with planted facts and traps, and how many of them `openimr facts --json` finds.

Every report holds a dozen facts that are true of its patient, said in one of several ways, and traps: the same things said of relatives, ruled
out, planned, conditional, or as a target. A fact counts as found when the chart holds its concept for the patient, present (or absent where it was
denied) and neither planned nor conditional; a concept of the list that is found but was not planted is a false one. Measured by clinical.py.
The reports are made from a fixed seed: the same every time.
"""
import json
import os
import pathlib
import random
import subprocess
import tempfile

# concept -> (section, ways to say it). Sections: S subjective, M medications, O objective, I imaging, A assessment, H history, W work, P plan.
FACTS = {
    "dx.crps": ("A", ["Complex regional pain syndrome, left upper extremity.", "CRPS type I of the right foot.", "Impression: CRPS I, right hand", "Reflex sympathetic dystrophy of the left leg.", "RSD, right arm", "1. CRPS L ankle 337.22", "CRPS 1 LUE", "Chronic regional pain syndrome, right lower extremity.", "Causalgia / CRPS type II, left hand."]),
    "dx.depression": ("A", ["Depression.", "Major depressive disorder, single episode.", "Reactive depression secondary to chronic pain", "Depressive disorder NOS (311)", "Industrially related depression.", "MDD", "Depressed mood, moderate depression.", "Adjustment disorder with depressed mood.", "Dysthymia."]),
    "dx.anxiety": ("A", ["Anxiety.", "Generalized anxiety disorder.", "Anxiety disorder NOS 300.00", "Anxiety, stable.", "Anxiety NOS.", "Generalised anxiety.", "Post-traumatic anxiety."]),
    "dx.failed_back_syndrome": ("A", ["Failed back surgery syndrome.", "Lumbar post-laminectomy syndrome (722.83).", "Postlaminectomy syndrome, lumbar region", "FBSS", "Failed back syndrome with left radiculitis.", "Status post L5-S1 laminectomy with post-laminectomy syndrome.", "Lumbar postlaminectomy pain syndrome.", "Failed back."]),
    "dx.radiculopathy": ("A", ["Lumbar radiculopathy, left L5.", "Left L5 radiculopathy.", "Cervical radiculopathy, right C6.", "Lumbosacral radiculitis 724.4", "Right S1 radiculopathy, chronic", "L5 radiculitis, left.", "Lumbar radic, right.", "Sciatica, left, with L5 radiculopathy on EMG."]),
    "dx.fibromyalgia": ("A", ["Fibromyalgia.", "Fibromyalgia syndrome (729.1)", "Fibromyalgia, by ACR criteria", "FMS.", "Fibromyalgia/myositis, unspecified"]),
    "dx.cts": ("A", ["Carpal tunnel syndrome, bilateral.", "Right carpal tunnel syndrome (354.0).", "B/L CTS", "Left CTS, moderate", "Median neuropathy at the wrist, right (CTS).", "Carpal tunnel, left greater than right."]),
    "dx.insomnia": ("A", ["Insomnia due to pain.", "Chronic insomnia.", "Insomnia NOS", "Sleep-maintenance insomnia.", "Poor sleep / insomnia.", "Sleep disturbance, insomnia type."]),
    "dx.myofascial_pain": ("A", ["Myofascial pain syndrome.", "Cervical myofascial pain.", "Myofascial pain, trapezius.", "Myofascitis of the trapezius.", "Chronic myofascial pain."]),
    "dx.rotator_cuff_tear": ("A", ["Full-thickness rotator cuff tear, right shoulder.", "Rotator cuff tear, left.", "Right RTC tear", "Partial thickness tear of the rotator cuff.", "Supraspinatus tear, full thickness.", "Right shoulder rotator cuff tear s/p repair."]),
    "dx.oa_knee": ("A", ["Osteoarthritis of the right knee.", "Knee osteoarthritis, bilateral.", "Left knee OA.", "Degenerative joint disease of the left knee.", "Bilateral knee arthritis, severe.", "Tricompartmental OA, right knee.", "Gonarthrosis."]),
    "sx.low_back_pain": ("S", ["He complains of low back pain.", "LBP is constant and aching.", "The patient continues to have pain in the lower back.", "C/o low back pain radiating to the left buttock.", "Lower back pain persists.", "Persistent lumbar pain, worse with bending.", "Her back hurts every day.", "Low back: pain is constant.", "Back pain 7/10, stabbing."]),
    "sx.neck_pain": ("S", ["She reports neck pain.", "Neck pain persists and is worse with looking up.", "Complains of pain in the neck.", "C/o cervical pain, constant", "There is ongoing neck pain.", "Neck: constant ache.", "The neck hurts when driving.", "Cervicalgia."]),
    "sx.numbness": ("S", ["There is numbness and tingling in the left foot.", "He reports paresthesias of the right hand.", "+ numbness L toes", "Numbness of the fingers is unchanged.", "She has pins and needles in both feet.", "The lateral calf feels numb.", "Tingling of both hands at night.", "N/T right arm.", "The left foot goes numb."]),
    "sx.constipation": ("S", ["He reports constipation.", "Constipation is managed with a stool softener.", "C/o constipation.", "She is constipated on the opioid.", "Bowels: constipation with Norco.", "Opioid-induced constipation."]),
    "sx.shoulder_pain": ("S", ["Right shoulder pain persists.", "He has pain in the left shoulder with overhead work.", "C/o shoulder pain.", "Aching of the right shoulder with pain at night.", "The right shoulder hurts with reaching.", "Shoulder: pain with overhead reach.", "R shoulder pain 6/10."]),
    "sx.knee_pain": ("S", ["Left knee pain with stairs.", "Complains of pain in the right knee.", "Bilateral knee pain.", "Ongoing right knee pain and giving way.", "The left knee aches after walking.", "Knees hurt going downstairs.", "R knee pain."]),
    "exam.spasm": ("O", ["There is spasm of the lumbar paraspinal muscles.", "Paraspinal muscle spasm is noted.", "Lumbar: + spasm, guarding", "Palpation shows paravertebral muscle spasms bilaterally.", "Spasm was present over the trapezius.", "Spasms noted in the cervical paraspinals.", "Lumbar paraspinous spasm, 2+.", "Myospasm is palpated."]),
    "exam.tenderness": ("O", ["There is tenderness over the L4-5 facets.", "Lumbar paraspinals are tender to palpation.", "TTP over the right trapezius.", "Tender at the lateral epicondyle.", "Palpation elicits tenderness over the sacroiliac joint.", "Tenderness to palpation, L3 to S1.", "There is exquisite tenderness of the left SI joint.", "Palpation: tender L5."]),
    "exam.slr_positive": ("O", ["Straight leg raise is positive on the left at 40 degrees.", "SLR positive on the right.", "Positive SLR, left.", "+ SLR left", "Straight leg raising test positive bilaterally.", "SLR: (+) R at 50 deg", "SLR is positive at 45 degrees bilaterally.", "Left straight leg raise reproduces leg pain, positive at 30.", "Lasegue positive left."]),
    "exam.reflexes_reduced": ("O", ["The left Achilles reflex is diminished.", "Ankle jerk is absent on the right.", "DTRs: left ankle 1+, others 2+.", "Reflexes are decreased at the right patella.", "Absent left Achilles reflex.", "Reflexes: trace at the left ankle.", "Ankle reflexes are absent bilaterally.", "Hyporeflexia at the left Achilles."]),
    "exam.strength_reduced": ("O", ["Strength is 4/5 in the left EHL.", "Motor: right tibialis anterior 4/5.", "There is weakness of left dorsiflexion, 4/5.", "Decreased grip strength on the right.", "Motor strength 4+/5 in right knee extension.", "EHL 4/5 on the left.", "Motor testing shows 4-/5 left dorsiflexors.", "Weak left great toe extension."]),
    "exam.sensation_reduced": ("O", ["Sensation is decreased in the left L5 dermatome.", "Diminished light touch over the right lateral calf.", "Hypoesthesia of the left S1 dermatome.", "Decreased sensation to pinprick in the right thumb.", "Sensory: reduced left lateral foot.", "Light touch is reduced at the left lateral foot.", "Decreased sensation, right C6.", "Numb to pinprick along left S1."]),
    "exam.rom_decreased": ("O", ["Range of motion of the lumbar spine is decreased.", "Lumbar ROM is restricted in all planes.", "Limited range of motion in flexion.", "Cervical range of motion is reduced by half.", "Decreased ROM with pain at end range.", "Lumbar flexion is limited to 40 degrees.", "ROM decreased.", "Flexion is 50% of normal."]),
    "exam.gait_antalgic": ("O", ["Gait is antalgic.", "He walks with an antalgic gait.", "Ambulates with a limp.", "Antalgic gait favoring the left leg.", "Walks with an antalgic gait on the right.", "He limps.", "Gait: antalgic."]),
    "img.disc_herniation": ("I", ["MRI of the lumbar spine dated 5/12/2013 shows a 5 mm disc herniation at L4-5.", "MRI: L5-S1 disc protrusion, 4 mm, with left S1 contact.", "There is a disc extrusion at L4-5 with caudal migration on MRI.", "Cervical MRI 02/03/2012 revealed a herniated disc at C5-6.", "MRI L-spine: HNP L5-S1, 6 mm.", "Left paracentral protrusion at L4-5 abuts the L5 root.", "Disc extrusion is seen at L5-S1."]),
    "img.disc_bulge": ("I", ["MRI showed a broad-based disc bulge at L3-4.", "Mild disc bulge at L2-3.", "L4-5: 2 mm disc bulge.", "There are bulging discs at C4-5 and C5-6.", "Diffuse bulge of the L4-5 disc.", "3 mm bulge at L5-S1.", "Annular bulging at L2-3."]),
    "img.stenosis": ("I", ["There is moderate foraminal stenosis at L5-S1.", "Severe central canal stenosis at L4-5.", "Bilateral neural foraminal narrowing at C5-6.", "MRI reveals lateral recess stenosis at L4-5.", "Moderate spinal stenosis L3-4.", "Foraminal narrowing, severe, left L5-S1.", "The central canal is severely narrowed at L4-5."]),
    "test.edx_done": ("I", ["EMG/NCV of the lower extremities was performed on 3/4/2013.", "Electrodiagnostic studies dated 1/15/2014 are consistent with left L5 radiculopathy.", "NCS/EMG 06/2012: bilateral median neuropathy.", "Nerve conduction studies were done in 2012.", "EMG of 5/2013 was abnormal.", "NCV study, 2/14/2014: normal.", "Electromyography done by Dr. Sample in 2011."]),
    "proc.epidural_steroid_injection": ("H", ["He had an epidural steroid injection in 2012.", "She underwent an L5-S1 transforaminal epidural steroid injection on 4/2/2013.", "S/P LESI x2 with temporary relief.", "An interlaminar epidural injection was done last year.", "ESI x 3 in 2011.", "Two epidurals were given with 50% relief.", "TFESI left L5 on 6/1/2013."]),
    "proc.lumbar_fusion": ("H", ["He underwent L4-S1 fusion in 2009.", "S/P lumbar fusion L5-S1.", "Status post anterior lumbar interbody fusion, 2010.", "Past surgery: posterior spinal fusion L4-5 (2008).", "Fusion L5-S1, 2007.", "PLIF L4-5 in 2011.", "He had a two-level lumbar fusion."]),
    "therapy.physical_therapy": ("H", ["He completed 12 visits of physical therapy.", "She has had PT x 18.", "Physiotherapy was done in 2012.", "Physical therapy, 24 sessions, finished in March.", "P.T. three times a week for six weeks was completed.", "PT completed, 12/12.", "He attended physical therapy for 8 weeks.", "Finished 6 PT visits."]),
    "therapy.acupuncture": ("H", ["She had six acupuncture sessions.", "Acupuncture x 8 gave some relief.", "Acupuncture treatments were completed in 2013.", "Acupuncture, 6/6 completed.", "Previous acupuncture helped for a few days."]),
    "therapy.chiropractic": ("H", ["He had chiropractic treatment for three months.", "Chiropractic manipulation, 20 visits, was completed.", "Chiro x 12 in 2011.", "Chiropractor, 10 visits, 2012.", "Completed chiropractic care x 6."]),
    "therapy.tens": ("H", ["He uses a TENS unit at home.", "TENS was used with some benefit.", "She has a TENS unit.", "Uses TENS daily.", "Home TENS: helps for an hour."]),
    "hx.smoking": ("H", ["He smokes one pack per day.", "Current smoker, 1/2 ppd.", "Smoking: one pack daily for 20 years.", "She is a smoker.", "Tobacco: smokes 10 cigarettes a day.", "Smokes 1/2 ppd.", "Tobacco: 1 pack per day.", "Active smoker."]),
    "failed.nsaid": ("H", ["He failed naproxen.", "Ibuprofen was stopped because of stomach upset.", "NSAIDs were tried without benefit.", "She could not tolerate diclofenac.", "Trial of meloxicam was unsuccessful.", "Naproxen: failed.", "Motrin upset his stomach and was discontinued.", "No benefit from Celebrex."]),
    "failed.anticonvulsant": ("H", ["Gabapentin was tried and failed.", "Lyrica was discontinued due to dizziness.", "Neurontin gave no relief.", "He did not tolerate pregabalin.", "Failed a trial of Topamax.", "Gabapentin: no benefit.", "Side effects with Lyrica, stopped.", "Neurontin was ineffective."]),
    "failed.antidepressant": ("H", ["Amitriptyline was not tolerated because of sedation.", "Cymbalta did not help the pain.", "Nortriptyline was ineffective.", "He failed Elavil.", "Elavil: too sedating, stopped.", "No relief from Cymbalta.", "Trialed and failed nortriptyline."]),
    "drug.gabapentin": ("M", ["Gabapentin 300 mg TID", "Neurontin 600 mg 1 tab po three times a day #90", "gabapentin 300mg, one capsule 3x a day", "He takes gabapentin 300 mg at bedtime.", "Neurontin 300mg 1 tid", "Gabapentin 800 mg, 1 tablet every 8 hours, #90, 2 refills"]),
    "drug.baclofen": ("M", ["Baclofen 10 mg TID #90", "Lioresal 10 mg 1 po bid", "baclofen 20 mg one tablet q8h prn spasm", "He is taking baclofen 10 mg twice daily.", "baclofen 10mg 1 tid prn", "Continue baclofen 10 mg q hs."]),
    "drug.hydrocodone/acetaminophen": ("M", ["Norco 10/325 1 tab q6h prn pain #120", "Hydrocodone/APAP 10/325 mg one po qid", "Vicodin 5/500 one tablet every 6 hours as needed", "Norco 10-325 mg, 1 tablet four times a day", "She takes Norco 5/325 twice a day.", "hydrocodone-acetaminophen 7.5/325 1 q4-6h prn", "Lortab 10 mg tid"]),
    "drug.tramadol": ("M", ["Tramadol 50 mg 1-2 tabs q6h prn", "Ultram 50 mg one po tid #90", "tramadol HCl 50mg tab 1 po q 8 hrs", "He uses tramadol 50 mg up to three times a day.", "Ultram 50 mg once a day", "tramadol 50mg q6h"]),
    "drug.omeprazole": ("M", ["Omeprazole 20 mg daily", "Prilosec 20 mg 1 po qd #30", "omeprazole DR 20mg capsule 1 po bid", "omeprazole 20 mg bid", "Prilosec OTC daily"]),
    "drug.cyclobenzaprine": ("M", ["Flexeril 7.5 mg tid #90", "Cyclobenzaprine 10 mg at bedtime", "Fexmid 7.5 mg 1 po bid prn", "cyclobenzaprine 7.5mg, one tab q8h", "flexeril 10 qhs", "cyclobenzaprine 5 mg tid prn"]),
    "drug.duloxetine": ("M", ["Cymbalta 60 mg daily", "Duloxetine 30 mg po qd", "duloxetine 60 mg capsule, one each morning", "cymbalta 30mg bid", "duloxetine HCl 60 mg qam"]),
    "work.status": ("W", ["He remains off work.", "TTD for six weeks.", "The patient is temporarily totally disabled.", "Modified duty with no lifting over 20 pounds.", "Work status: modified work.", "She is working full duty.", "Return to modified work on 3/10/2014.", "He is not working.", "Off work until 4/1/2014.", "Remain on modified duty.", "Regular work without restrictions.", "Retired."]),
    "score.pain": ("S", ["Pain is rated 7/10.", "VAS 6/10.", "Pain score: 8 out of 10.", "He rates his pain at 5-6/10.", "Pain level 7/10 today.", "NRS 4/10 with medication.", "Pain 7/10 on the VAS.", "8/10 pain today.", "Pain scale 6-7/10.", "Rates pain as 9 out of 10."]),
    "resp.pain_relief_pct": ("S", ["Medication gives 50% relief.", "He reports 40 percent pain relief with the tablets.", "Pain is reduced by 60% after taking it.", "She gets about 30% improvement in pain.", "Norco helps 50%.", "70% relief from the injection.", "Pain decreased by 40 percent."]),
    "resp.function_unchanged": ("S", ["Function is unchanged since the last visit.", "There has been no change in function.", "Functional status is unchanged.", "No change in activities or function.", "Function remains unchanged."]),
    "mon.uds_consistent": ("H", ["Urine drug screen of 2/3/2014 was consistent with prescribed medication.", "UDS consistent.", "The last urine toxicology was consistent with the medications prescribed.", "Urine tox consistent with meds.", "UDT was consistent."]),
    "mon.pain_agreement": ("H", ["A pain agreement is on file.", "Opioid contract signed 1/2013.", "He has signed a pain management agreement.", "An opioid agreement was renewed today.", "Narcotic contract is in the chart.", "Opioid treatment agreement signed."]),
}

# Denials: concept -> (section, ways). They are found when the chart holds the concept as absent, or does not hold it as present (counted as traps too).
DENIED = {
    "sx.numbness": ("S", ["He denies numbness or tingling.", "No numbness.", "Denies paresthesias."]),
    "sx.constipation": ("S", ["Denies constipation.", "No nausea, vomiting or constipation.", "Negative for constipation."]),
    "exam.slr_positive": ("O", ["Straight leg raise is negative bilaterally.", "SLR negative.", "Negative straight leg raise on both sides."]),
    "exam.spasm": ("O", ["No spasm.", "There is no muscle spasm.", "Paraspinal muscles without spasm."]),
    "exam.reflexes_reduced": ("O", ["Reflexes are 2+ and symmetric.", "DTRs 2+ throughout.", "Deep tendon reflexes are normal and equal."]),
    "exam.strength_reduced": ("O", ["Strength is 5/5 throughout.", "Motor 5/5 in all groups.", "No motor weakness."]),
    "exam.sensation_reduced": ("O", ["Sensation is intact.", "Sensory examination is normal to light touch.", "No sensory deficit."]),
    "exam.gait_antalgic": ("O", ["Gait is normal.", "Gait non-antalgic.", "He walks without a limp."]),
    "hx.smoking": ("H", ["He does not smoke.", "Nonsmoker.", "Denies tobacco use.", "Never smoker."]),
    "dx.depression": ("S", ["Denies depression.", "No depression or suicidal ideation.", "Psychiatric: negative for depression."]),
    "dx.diabetes": ("H", ["No history of diabetes.", "Denies diabetes, hypertension.", "PMH negative for diabetes."]),
}

# Traps: nothing here may be held as the patient's present state.
TRAPS = {
    "dx.diabetes": ("H", ["Family history: mother has diabetes.", "His father and brother have diabetes.", "FH: diabetes in mother.", "Diabetes runs in the family.", "Mom is diabetic, patient is not.", "Diabetes in both grandparents."]),
    "dx.cancer": ("H", ["His mother died of breast cancer.", "Family history of cancer.", "Her sister was treated for cancer.", "Father deceased of lung cancer.", "Maternal grandmother: breast cancer."]),
    "dx.depression": ("H", ["Family history is positive for depression in a sister.", "His wife suffers from depression."]),
    "dx.rheumatoid_arthritis": ("H", ["A maternal aunt has rheumatoid arthritis.", "Rheumatoid arthritis in her grandmother.", "Rheumatoid arthritis was ruled out by laboratory tests."]),
    "dx.crps": ("A", ["Rule out CRPS.", "No evidence of CRPS.", "CRPS has been ruled out.", "Consider CRPS if the swelling recurs.", "Possible early CRPS.", "CRPS is unlikely.", "He does not meet criteria for CRPS.", "R/O CRPS"]),
    "dx.fibromyalgia": ("A", ["Fibromyalgia is not suspected.", "Rule out fibromyalgia.", "His sister has fibromyalgia.", "Does not meet criteria for fibromyalgia.", "Fibromyalgia in her mother."]),
    "dx.obesity_extreme": ("P", ["Target BMI 25.", "The goal is a BMI of less than 25.", "Weight reduction to BMI 25 was advised.", "Goal BMI below 25.", "BMI 24.8."]),
    "dx.cts": ("A", ["Rule out carpal tunnel syndrome.", "NCS showed no carpal tunnel syndrome.", "A coworker has carpal tunnel syndrome.", "CTS ruled out by NCS.", "No clinical signs of CTS."]),
    "proc.lumbar_fusion": ("P", ["Lumbar fusion may be considered if he does not improve.", "We discussed lumbar fusion; he is not interested.", "Request authorization for lumbar fusion L5-S1.", "His brother had a lumbar fusion.", "Surgeon recommends L4-5 fusion.", "Candidate for fusion L5-S1.", "Fusion was discussed."]),
    "proc.epidural_steroid_injection": ("P", ["Request authorization for a lumbar epidural steroid injection.", "I recommend an epidural steroid injection.", "He declined the epidural steroid injection.", "Plan: transforaminal epidural steroid injection L5.", "Authorization is requested for LESI L5-S1.", "He wants to avoid an epidural injection.", "ESI was denied."]),
    "proc.spinal_cord_stimulator": ("P", ["He may be a candidate for a spinal cord stimulator.", "Consider a spinal cord stimulator trial.", "Her neighbor has a spinal cord stimulator.", "Discussed SCS trial.", "He does not want a spinal cord stimulator."]),
    "therapy.acupuncture": ("P", ["Acupuncture is recommended, 6 visits.", "Request acupuncture 2 x 4.", "He has not had acupuncture.", "RFA acupuncture 2x3 weeks.", "Acupuncture was denied."]),
    "therapy.physical_therapy": ("P", ["Start physical therapy twice a week for six weeks.", "Request 12 visits of physical therapy.", "He has not had any physical therapy.", "PT 2x6 is requested.", "No physical therapy to date."]),
    "therapy.chiropractic": ("P", ["I am requesting chiropractic care, 8 visits.", "Chiropractic treatment has not been tried."]),
    "failed.anticonvulsant": ("P", ["If gabapentin fails, we will try Lyrica.", "Gabapentin has been helpful.", "According to the guidelines anticonvulsants should have failed.", "We will try gabapentin.", "Gabapentin continues to help.", "No prior trial of anticonvulsants."]),
    "failed.antidepressant": ("P", ["A trial of amitriptyline is planned.", "Topicals are recommended when trials of antidepressants have failed.", "He has never tried an antidepressant."]),
    "failed.nsaid": ("P", ["Naproxen helps.", "Watch for NSAID failure.", "If ibuprofen does not help, call the office.", "Naproxen reduces his pain by half.", "He has not tried NSAIDs."]),
    "drug.gabapentin": ("P", ["Consider gabapentin.", "His wife takes gabapentin.", "Gabapentin could be tried in the future.", "May add gabapentin next visit.", "He is not taking gabapentin."]),
    "drug.duloxetine": ("P", ["Consider Cymbalta in the future.", "Her mother takes duloxetine.", "Cymbalta may be considered if sleep does not improve.", "Not on Cymbalta.", "Will consider duloxetine."]),
    "hx.smoking": ("H", ["His father smoked heavily.", "Her husband smokes.", "Smoking cessation counseling is offered to all patients.", "Wife smokes indoors.", "Quit smoking in 2005."]),
    "img.disc_herniation": ("I", ["MRI shows no disc herniation.", "No focal disc protrusion or extrusion is seen.", "Without evidence of disc herniation.", "No herniation is identified.", "Negative for disc protrusion."]),
    "img.stenosis": ("I", ["No central canal stenosis.", "There is no foraminal stenosis at any level.", "The spinal canal is patent without stenosis.", "Foramina are patent, no stenosis.", "Without significant stenosis."]),
    "mon.pain_agreement": ("H", ["No pain agreement is on file.", "The guidelines call for a pain agreement.", "A pain agreement was not submitted.", "There is no opioid contract in the records.", "Opioid agreement not provided."]),
    "mon.uds_consistent": ("P", ["A urine drug screen is planned for the next visit.", "The urine drug screen was inconsistent with the prescribed medication.", "Request a urine drug screen.", "UDS pending.", "UDS was not consistent with prescribed drugs."]),
    "resp.function_improved": ("P", ["The goal is improved function.", "Treatment should be continued only with functional improvement.", "There is no functional improvement.", "Function has not improved.", "No objective functional improvement was documented."]),
}

# What a fact says besides itself; these concepts are then neither asked for nor false.
ALSO_OF_TRAPS = {"proc.epidural_steroid_injection": {"req.fluoroscopy"}, "dx.cts": {"test.edx_done"}, "resp.function_improved": {"resp.function_unchanged", "drug.hydrocodone/acetaminophen"}, "failed.anticonvulsant": {"drug.gabapentin"}, "failed.nsaid": {"resp.pain_relief_pct"}}
ALSO = {
    "img.disc_herniation": {"img.disc_bulge", "img.stenosis"}, "test.edx_done": {"dx.radiculopathy", "dx.cts"}, "dx.failed_back_syndrome": {"dx.radiculopathy", "dx.depression"}, "dx.radiculopathy": {"test.edx_done", "img.disc_herniation"},
    "sx.low_back_pain": {"score.pain"}, "sx.shoulder_pain": {"score.pain"}, "score.pain": {"resp.pain_relief_pct"}, "mon.uds_consistent": {"mon.uds_done"}, "failed.nsaid": {"sx.nausea"},
    "sx.constipation": {"sx.nausea", "drug.hydrocodone/acetaminophen"}, "exam.tenderness": {"exam.trigger_points"}, "resp.pain_relief_pct": {"resp.pain_improved", "drug.hydrocodone/acetaminophen", "proc.epidural_steroid_injection"}, "exam.spasm": {"exam.tenderness"}, "dx.fibromyalgia": {"dx.myofascial_pain", "exam.tenderness"}, "dx.depression": {"dx.anxiety"}, "dx.cts": {"test.edx_done"},
    "work.status": {"work.restrictions"}, "proc.lumbar_fusion": {"proc.lumbar_surgery"}, "proc.epidural_steroid_injection": {"resp.pain_relief_pct"}, "failed.anticonvulsant": {"drug.gabapentin"}, "failed.antidepressant": {"drug.duloxetine"},
}

HEADINGS = {
    "S": ["SUBJECTIVE:", "Subjective Complaints:", "HISTORY OF PRESENT ILLNESS:", "S:", "Interval History"], "H": ["PAST HISTORY:", "Treatment to date:", "History", "PRIOR TREATMENT:"],
    "M": ["CURRENT MEDICATIONS:", "Medications:", "Meds:"], "O": ["OBJECTIVE:", "PHYSICAL EXAMINATION:", "O:", "Objective Findings:"], "I": ["DIAGNOSTIC STUDIES:", "Imaging:", "REVIEW OF STUDIES:"],
    "A": ["ASSESSMENT:", "Diagnoses:", "IMPRESSION:", "DIAGNOSTIC IMPRESSION:"], "W": ["WORK STATUS:", "Work status:", "Disability Status:"], "P": ["PLAN:", "Treatment Plan:", "RECOMMENDATIONS:"],
}
ORDER = ["S", "H", "M", "O", "I", "A", "W", "P"]


def make_report(random_source, family=None):
    """Text, planted concepts, denied concepts, trap concepts with their words; from the phrasings of `family` (facts, denied, traps)."""
    facts_of, denied_of, traps_of = family or (FACTS, DENIED, TRAPS)
    facts = random_source.sample(sorted(facts_of), 14)
    used = set(facts)
    for concept in facts:
        used |= ALSO.get(concept, set())
    denied = [c for c in random_source.sample(sorted(denied_of), 4) if c not in used]
    used |= set(denied)
    traps = [c for c in random_source.sample(sorted(traps_of), 6) if c not in used]
    implied = set().union(*(ALSO_OF_TRAPS.get(c, set()) for c in traps)) if traps else set()
    traps = [c for c in traps if c not in implied]
    said = {section: [] for section in ORDER}
    words = {}
    for pool, chosen in ((facts_of, facts), (denied_of, denied), (traps_of, traps)):
        for concept in chosen:
            section, ways = pool[concept]
            words[concept] = random_source.choice(ways)
            said[section].append(words[concept])
    style = random_source.choice(["lines", "paragraph", "numbered", "dashes"])
    parts = ["Example Medical Group", "Date of visit: 03/0%d/2014" % random_source.randint(1, 9), "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT", ""]
    for section in ORDER:
        if not said[section]:
            continue
        random_source.shuffle(said[section])
        parts.append(random_source.choice(HEADINGS[section]))
        lines = said[section]
        own_lines = section in ("M", "A") or style != "paragraph"
        if own_lines:
            marks = {"numbered": lambda k: "%d. " % (k + 1), "dashes": lambda k: "- "}.get(style, lambda k: "")
            parts += [marks(k) + line for k, line in enumerate(lines)]
        else:
            parts.append(" ".join(line if line.endswith(".") else line + "." for line in lines))
        parts.append("")
    return "\n".join(parts) + "\n", facts, denied, traps, words


def is_held(fact):
    return fact["assertion"] == "present" and fact["experiencer"] == "patient" and fact["temporality"] in ("current", "historical") and (fact.get("details") or {}).get("status") not in ("requested", "tested")


def unseen_family():
    """The phrasings of planted_unseen.py."""
    import planted_unseen
    return planted_unseen.FACTS, planted_unseen.DENIED, planted_unseen.TRAPS


def later_family():
    """The phrasings of planted_later.py."""
    import planted_later
    return planted_later.FACTS, planted_later.DENIED, planted_later.TRAPS


def clerks_family():
    """The phrasings of planted_clerks.py."""
    import planted_clerks
    return planted_clerks.FACTS, planted_clerks.DENIED, planted_clerks.TRAPS


def voice_family():
    """The phrasings of planted_voice.py."""
    import planted_voice
    return planted_voice.FACTS, planted_voice.DENIED, planted_voice.TRAPS


def terse_family():
    """The phrasings of planted_terse.py."""
    import planted_terse
    return planted_terse.FACTS, planted_terse.DENIED, planted_terse.TRAPS


def charts_of_texts(program, texts):
    """What the program finds in each text; one run for all."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        lines = subprocess.run([program, "facts", str(path), "--json"], capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(texts):
        raise ValueError(f"facts answered {len(lines)} lines to {len(texts)} reports")
    return [json.loads(line)["facts"] for line in lines]


def charts_of_scans(program, texts, seed):
    """The same, read from pictures of the pages."""
    import scanned
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for k, text in enumerate(texts):
            paths = []
            for number, picture in enumerate(scanned.pages(text, seed + 100 * k)):
                paths.append(str(pathlib.Path(folder) / ("report%04d-%d.png" % (k, number))))
                pathlib.Path(paths[-1]).write_bytes(picture)
            found.append(json.loads(subprocess.run([program, "facts", *paths, "--json"], capture_output=True, text=True, check=True).stdout)["facts"])
    return found


def same(planted, concept):
    """The planted concept, or the drug in another form ("tramadol extended release")."""
    return concept == planted or (planted.startswith("drug.") and concept.startswith(planted + "_"))


def measure(program, wrong, reports=300, seed=20140301, family=None, as_scans=False):
    """Recall and precision of planted facts, and the share of traps that were taken for facts."""
    source = random.Random(seed)
    made = [make_report(source, family) for _ in range(reports)]
    counts = {"planted": 0, "found": 0, "false": 0, "traps": 0, "fallen": 0, "denied": 0, "denied_right": 0, "denied_said_absent": 0}
    missed, invented = {}, {}
    tracked = set(FACTS) | set(DENIED) | set(TRAPS)
    texts = [text for text, *_rest in made]
    charts = charts_of_scans(program, texts, seed) if as_scans else charts_of_texts(program, texts)
    for (text, facts, denied, traps, words), chart in zip(made, charts):
        held = {fact["concept"] for fact in chart if is_held(fact) and not fact.get("derived_by")}
        absent = {fact["concept"] for fact in chart if fact["assertion"] == "absent"}
        allowed = set(facts)
        for concept in facts:
            allowed |= ALSO.get(concept, set())
            counts["planted"] += 1
            if any(same(concept, one) for one in held) or (concept.startswith("failed.") and concept in {fact["concept"] for fact in chart if is_held(fact)}):
                counts["found"] += 1
            else:
                missed.setdefault(concept + ": " + words[concept], 0)
                missed[concept + ": " + words[concept]] += 1
        for concept in traps:
            allowed |= ALSO_OF_TRAPS.get(concept, set())
            counts["traps"] += 1
            if concept in held:
                counts["fallen"] += 1
                invented.setdefault(concept + ": " + words[concept], 0)
                invented[concept + ": " + words[concept]] += 1
        for concept in denied:
            counts["denied"] += 1
            counts["denied_right"] += concept not in held
            counts["denied_said_absent"] += concept in absent
            if concept in held:
                invented.setdefault(concept + ": " + words[concept], 0)
                invented[concept + ": " + words[concept]] += 1
        for concept in (held & tracked) - allowed:
            counts["false"] += 1
            if concept not in traps and concept not in denied:
                quote = next(fact["evidence"][0]["quote"] for fact in chart if fact["concept"] == concept and is_held(fact))
                invented.setdefault(concept + " from: " + quote, 0)
                invented[concept + " from: " + quote] += 1
    if wrong:
        import sys
        for title, table in (("missed", missed), ("false", invented)):
            for line, number in sorted(table.items(), key=lambda item: -item[1]):
                print("%s %3d %s" % (title, number, line), file=sys.stderr)
    return {"reports": reports, **counts, "recall": round(counts["found"] / counts["planted"], 4), "precision": round(counts["found"] / (counts["found"] + counts["false"]), 4), "traps_taken": round(counts["fallen"] / max(1, counts["traps"]), 4)}


def main():
    program = os.environ.get("OPENIMR_PROGRAM", str(pathlib.Path(__file__).resolve().parent.parent.parent / "build/release/openimr"))
    print(json.dumps(measure(program, True), indent=1))


if __name__ == "__main__":
    main()
