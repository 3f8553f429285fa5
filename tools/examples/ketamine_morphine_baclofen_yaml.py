"""Case 1, the two YAML pages of the case folder."""

APPLICATION = """\
# SYNTHETIC - no real patient. Stands behind seed determination-000: three items, all denied by utilization review.
schema: 1
jurisdiction: us-ca-wc
received: {at: 2015-02-20T10:02:00-08:00, channel: mail}
review: regular
employee:
  name: {first: Orrin, last: Samplewright}
  date_of_birth: 1960-08-14
  sex: male
  address: {street: 12 Placeholder Lane, city: Exampleville, state: CA, zip: "90000", country: US}
  phone: (000) 555-0142
representative: {name: Beatrix Pretendry, kind: attorney, designated_on: 2015-02-12}
claim: {number: WC-SYN-0417, adjudication_number: ADJ0000417, date_of_injury: 1995-11-09}
employer: {name: Sampleton Freight Lines Inc}
claims_administrator:
  name: Placeholder Claims Services
  address: {street: 500 Dummy Plaza, city: Exampleville, state: CA, zip: "90000", country: US}
  phone: (000) 555-0170
  fax: (000) 555-0171
insurer: {name: Specimen Mutual Insurance Company}
medical_provider_network: {name: Example West Medical Provider Network}
facilities: [{name: Exampleville Compounding Pharmacy}, {name: Exampleville Community Pharmacy}]
manufacturers: [{name: Fabulon Pharma}, {name: Imaginex Generics}, {name: Mortarbell Compounding Supply}]
requesting_physician:
  name: Lysander Fictley
  specialty: Pain Medicine
  group: Example Coast Pain Group
  address: {street: "880 Specimen Boulevard, Suite 210", city: Exampleville, state: CA, zip: "90000", country: US}
  phone: (000) 555-0130
  fax: (000) 555-0131
treating_physicians:
  - {name: Philippa Mockridge, specialty: Family Medicine}
  - {name: Corwin Testhurst, specialty: Psychology}
  - {name: Halvard Notreal, specialty: Orthopedic Surgery}
ur_decision:
  organization: Mockup Utilization Review LLC
  reviewer: {name: Ulric Denwood, specialty: Physical Medicine and Rehabilitation}
  date: 2015-02-05
  served: {on: 2015-02-06, by: mail, to: in-state}
  form_served_on: 2015-02-06
  attached: true
  expedited: false
consent: {signed: true, on: 2015-02-17}
diagnoses:
  - {text: lumbar post-laminectomy syndrome, icd: "722.83"}
  - {text: lumbar disc displacement without myelopathy, icd: "722.10"}
  - {text: major depression, icd: "296.22"}
disputed_items:
  - id: 1
    text: Ketamine 5% cream 60gm apply TID
    requested_on: 2015-01-29
    ur_outcome: denied
    ur_guideline: MTUS Chronic Pain Treatment Guidelines, Topical Analgesics, pages 111-113
    liability_disputed: false
    denied_for_missing_information: false
  - id: 2
    text: "Morphine sulfate ER 30mg 1 tab q 9H #90"
    requested_on: 2015-01-29
    ur_outcome: denied
    ur_guideline: MTUS Chronic Pain Treatment Guidelines, Opioids, pages 78-80 and 82-92
    liability_disputed: false
    denied_for_missing_information: false
  - id: 3
    text: "Baclofen 10mg TID #90"
    requested_on: 2015-01-29
    ur_outcome: denied
    ur_guideline: MTUS Chronic Pain Treatment Guidelines, Baclofen, page 64
    liability_disputed: false
    denied_for_missing_information: false
"""

OPINION = """\
# SYNTHETIC. The expert reviewer's opinion. `openimr opinion sign` adds the signature.
schema: 1
reviewer: R01
date: 2015-03-18
attestations:
  - {party: Orrin Samplewright, conflict: none}
  - {party: Beatrix Pretendry, conflict: none}
  - {party: Sampleton Freight Lines Inc, conflict: none}
  - {party: Placeholder Claims Services, conflict: none}
  - {party: Specimen Mutual Insurance Company, conflict: none}
  - {party: Example West Medical Provider Network, conflict: none}
  - {party: Mockup Utilization Review LLC, conflict: none}
  - {party: Ulric Denwood, conflict: none}
  - {party: Exampleville Compounding Pharmacy, conflict: none}
  - {party: Exampleville Community Pharmacy, conflict: none}
  - {party: Fabulon Pharma, conflict: none}
  - {party: Imaginex Generics, conflict: none}
  - {party: Mortarbell Compounding Supply, conflict: none}
  - {party: Lysander Fictley, conflict: none}
  - {party: Example Coast Pain Group, conflict: none}
  - {party: Philippa Mockridge, conflict: none}
  - {party: Corwin Testhurst, conflict: none}
  - {party: Halvard Notreal, conflict: none}
items:
  - id: 1
    decision: upheld
    guidelines: [{source: MTUS Chronic Pain Medical Treatment Guidelines, pages: "111-113"}]
  - id: 2
    decision: upheld
    guidelines: [{source: MTUS Chronic Pain Medical Treatment Guidelines, pages: "82-92"}]
    words: >-
      Morphine has been prescribed since May 2014. The worker reports about 30 percent relief, but the tolerances for
      sitting, standing and walking and the work status are given as unchanged at every visit. After the caudal epidural
      injection of 19 August 2014 the dose was lowered from three to two tablets a day for some weeks, which the
      utilization review overlooked; it then went back to three tablets a day and has stayed there. A lower dose was
      possible once, and the higher dose has brought no gain in function. Continued use at this dose does not meet the
      guideline. The medication should be tapered, not stopped at once.
  - id: 3
    decision: upheld
    guidelines: [{source: MTUS Chronic Pain Medical Treatment Guidelines, pages: "64"}]
resolutions:
  - check: false_absence
    text: >-
      Seen. The report of 9 September 2014 lowers morphine from three to two tablets a day; the utilization review is wrong
      to say that no lower dose is mentioned. The decision on item 2 states the reduction and does not rest on that sentence.
"""
