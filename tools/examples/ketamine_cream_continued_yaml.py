"""Case 2, the three YAML pages of the case folder."""

APPLICATION = """\
# SYNTHETIC - no real patient. Stands behind seed determination-002: one item, continued use with documented gain.
schema: 1
jurisdiction: us-ca-wc
received: {at: 2014-02-10T15:20:00-08:00, channel: fax}
review: regular
employee:
  name: {first: Teo, last: Mockfield}
  date_of_birth: 1982-09-23
  sex: male
  address: {street: 7 Template Terrace, city: Fableton, state: CA, zip: "90000", country: US}
  phone: (000) 555-0242
representative: null
claim: {number: WC-SYN-2291, adjudication_number: ADJ0002291, date_of_injury: 2011-12-16}
employer: {name: Dummy Hollow Cabinetry Inc}
claims_administrator:
  name: Sandbox Claims Administrators
  address: {street: 900 Sandbox Street, city: Exampleville, state: CA, zip: "90000", country: US}
  phone: (000) 555-0270
  fax: (000) 555-0271
insurer: {name: Figment Casualty Company}
medical_provider_network: {name: Figment Select Provider Network}
facilities: [{name: Fable Valley Compounding Pharmacy}]
manufacturers: [{name: Mythica Compounding Labs}]
requesting_physician:
  name: Ottoline Figg
  specialty: Pain Medicine
  group: Fable Valley Spine and Pain
  address: {street: 31 Storybook Road, city: Fableton, state: CA, zip: "90000", country: US}
  phone: (000) 555-0230
  fax: (000) 555-0231
treating_physicians:
  - {name: Winifred Stubbs, specialty: Occupational Medicine}
  - {name: Ansel Proxwell, specialty: Chiropractic}
ur_decision:
  organization: Lorem Review Services Inc
  reviewer: {name: Percival Nay, specialty: Occupational Medicine}
  date: 2014-01-15
  served: {on: 2014-01-16, by: mail, to: in-state}
  form_served_on: 2014-01-16
  attached: true
  expedited: false
consent: {signed: true, on: 2014-02-10}
diagnoses:
  - {text: lumbar disc displacement without myelopathy, icd: "722.10"}
disputed_items:
  - id: 1
    text: "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1"
    requested_on: 2014-01-08
    ur_outcome: denied
    ur_guideline: MTUS Chronic Pain Treatment Guidelines, page 113
    liability_disputed: false
    denied_for_missing_information: false
alternative_treatment:
  - text: One physical therapy visit to review the home exercise program
    facilities: [{name: Fableton Physical Therapy}]
"""

DOCUMENTS_HEAD = """\
# SYNTHETIC - no real patient. Who sent what, when it came in, what it is and which day it speaks of.
schema: 1
documents:
"""

OPINION = """\
# SYNTHETIC. The expert reviewer's opinion. `openimr opinion sign` adds the signature.
schema: 1
reviewer: R02
date: 2014-03-12
attestations:
  - {party: Teo Mockfield, conflict: none}
  - {party: Dummy Hollow Cabinetry Inc, conflict: none}
  - {party: Sandbox Claims Administrators, conflict: none}
  - {party: Figment Casualty Company, conflict: none}
  - {party: Figment Select Provider Network, conflict: none}
  - {party: Lorem Review Services Inc, conflict: none}
  - {party: Percival Nay, conflict: none}
  - {party: Fable Valley Compounding Pharmacy, conflict: none}
  - {party: Fableton Physical Therapy, conflict: none}
  - {party: Mythica Compounding Labs, conflict: none}
  - {party: Ottoline Figg, conflict: none}
  - {party: Fable Valley Spine and Pain, conflict: none}
  - {party: Winifred Stubbs, conflict: none}
  - {party: Ansel Proxwell, conflict: none}
items:
  - id: 1
    decision: upheld
    guidelines: [{source: MTUS Chronic Pain Medical Treatment Guidelines, pages: "111-113"}]
    words: >-
      The worker has used the cream since July 2013 and has gained from it: pain went from 7/10 to 4/10, sitting from 20 to
      45 minutes, help with chores from daily to once a week, and modified work from four to six hours a day, while
      tramadol was stopped. The utilization review did not weigh this gain, and it is not the reason for this decision.
      The guideline considers ketamine on the skin only for complex regional pain syndrome type I or post-herpetic
      neuralgia after all first and second choice treatments have failed. The diagnosis here is lumbar disc displacement
      without myelopathy, which is outside that indication. The request is therefore not medically necessary under the
      guideline.
resolutions:
  - check: premise_contradicted
    text: >-
      Seen. The record documents better function with the cream, and the utilization review does not face it. The decision
      acknowledges the gain; it rests on the missing indication, not on the rule about functional improvement.
"""
