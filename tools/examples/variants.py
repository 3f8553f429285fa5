"""Extra documents that turn case 1 around. Tests copy the case folder, add one of these, and look at what changes."""

_FOOT = "\n\nSYNTHETIC - no real patient\n"

CRPS = """\
SYNTHETIC - no real patient

EXAMPLE UNIVERSITY PAIN CENTER
10 Specimen Hill, Exampleville, CA 90000    Phone (000) 555-0310

PAIN MEDICINE CONSULTATION

Patient: Orrin Samplewright          Date of birth: 08/14/1960
Claim number: WC-SYN-0417            Date of injury: 11/09/1995
Date of consultation: 01/13/2015     Consultant: Theodora Fauxley, MD, Pain Medicine
Referred by: Lysander Fictley, MD

REASON FOR CONSULTATION
Burning pain, swelling and colour change of the left foot and lower leg since late 2012.

HISTORY
This 54 year old man has had low back surgery in 2009. After an ankle sprain of the left leg in October 2012 the foot became
swollen and burning and has stayed so. Light touch of the sock is painful. The foot is colder than the right and turns purple
when it hangs down. Nails and hair have changed. He sweats more on the left foot. Pain is 8/10.

TREATMENT TRIED
1. Gabapentin 600 mg three times a day from 02/2013 to 06/2013, four months. Pain did not change. Stopped as a failure.
2. Amitriptyline 50 mg at bedtime from 07/2013 to 10/2013, three months. No relief, dry mouth and urinary hesitancy. Failed.
3. Nortriptyline 50 mg at bedtime from 11/2013 to 01/2014, ten weeks. No relief. Failed.
4. Duloxetine 60 mg daily since 2010, more than four years. It helps mood; it has failed to help the burning leg pain.
5. Naproxen 500 mg twice a day from 11/2012 to 03/2013, four months, then meloxicam 15 mg daily for eight weeks.
   No relief. Failed.
6. Physical therapy with desensitization and mirror exercises, 24 visits from 01/2013 to 08/2013. No lasting gain. Failed.
7. Lumbar sympathetic blocks on the left, three, on 09/10/2013, 10/01/2013 and 10/22/2013. Relief of one to two days each. Failed.

EXAMINATION
Left foot and calf: mottled and swollen, skin 3 degrees C colder than on the right. Allodynia to cotton wool up to mid calf.
Hyperalgesia to pinprick. Sweating increased. Thin shiny skin, ridged nails. Ankle motion limited by pain. Right leg normal.
The Budapest criteria are met: signs and symptoms in all four categories, and no other diagnosis explains them better.

TESTS
Three-phase bone scan 03/18/2013: increased delayed uptake around the left ankle and foot.

DIAGNOSES
1. Complex regional pain syndrome type I of the left lower extremity (337.22), refractory. All primary and secondary treatment
   has been tried and has failed.
2. Lumbar post-laminectomy syndrome (722.83).

RECOMMENDATION
Ketamine 5% cream 60 gm to the left foot and lower leg three times a day is recommended for refractory CRPS type I. Review of
pain and function after four weeks.

Theodora Fauxley, MD
Pain Medicine, license SYN-G0303
Signed 01/15/2015""" + _FOOT

SPINAL_CORD_INJURY = """\
SYNTHETIC - no real patient

EXAMPLE UNIVERSITY NEUROLOGY CLINIC
12 Specimen Hill, Exampleville, CA 90000    Phone (000) 555-0320

NEUROLOGY CONSULTATION

Patient: Orrin Samplewright          Date of birth: 08/14/1960
Claim number: WC-SYN-0417            Date of injury: 11/09/1995
Date of consultation: 01/14/2015     Consultant: Zebedee Shamrock, MD, Neurology
Referred by: Lysander Fictley, MD

REASON FOR CONSULTATION
Stiff legs with jerks and spasms at night.

HISTORY
This 54 year old man sustained an incomplete spinal cord injury at T10 in a fall from a ladder at home in 2011. He regained
walking with a cane. Since then both legs are stiff and jump, most at night and on rising. He takes baclofen 10 mg three times a
day. Without it he cannot bend the knees in the morning; with it he dresses in 15 minutes instead of 40 and walks two blocks
instead of half a block. He had no such trouble before 2011.

EXAMINATION
Tone: spasticity of both legs, modified Ashworth 3 at the knees and 2 at the ankles. Knee and ankle reflexes 3+. Sustained clonus
on the left, four beats on the right. Plantar responses up-going. Strength 4/5 in hip flexion. Sensory level at T10 to pinprick.
Extensor spasms were seen twice during the examination.

TESTS
MRI thoracic spine 10/02/2011: signal change in the cord at T9-10, in keeping with old spinal cord injury.

DIAGNOSES
1. Spasticity with muscle spasm due to incomplete spinal cord injury at T10 (952.15).
2. Lumbar post-laminectomy syndrome (722.83).

RECOMMENDATION
Continue baclofen 10 mg three times a day for spasticity and spasm of spinal cord injury. Function is clearly better with it. Do
not stop suddenly.

Zebedee Shamrock, MD
Neurology, license SYN-G0404
Signed 01/16/2015""" + _FOOT

RULE_RECITAL = """\
SYNTHETIC - no real patient

MOCKUP UTILIZATION REVIEW LLC
P.O. Box 000, Exampleville, CA 90000    Phone (000) 555-0110

RESPONSE TO REQUEST FOR RECONSIDERATION

Employee: Orrin Samplewright         Date of birth: 08/14/1960
Claim number: WC-SYN-0417            Date of injury: 11/09/1995
Date: 02/26/2015                     Reference: MUR-SYN-15-00882-A

The decision of 02/05/2015 stays as it is.

CRITERIA APPLIED
Ketamine cream: under study. The guideline names complex regional pain syndrome (CRPS) type I and post-herpetic neuralgia, and
only when first and second choice treatments have failed.
Baclofen: for spasticity and muscle spasm in multiple sclerosis and spinal cord injury; it may help the paroxysmal pain of
trigeminal neuralgia. Short use may be considered for acute low back pain.
Opioids: a patient who does not gain in function should be weaned.

No new records came with the request for reconsideration.

Ulric Denwood, MD
Physical Medicine and Rehabilitation, California license SYN-A00017""" + _FOOT

# folder -> file -> text
VARIANTS = {
    "crps": {"documents/90-pain-consultation.txt": CRPS},
    "spinal-cord-injury": {"documents/90-neurology.txt": SPINAL_CORD_INJURY},
    "rule-recital": {"documents/90-reconsideration.txt": RULE_RECITAL},
}
