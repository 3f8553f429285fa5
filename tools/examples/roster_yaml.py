"""The roster of twelve synthetic reviewers. The comments say what each one shows in the two example cases."""

SMALL = """\
# SYNTHETIC - all names invented. Case 1 is ketamine-morphine-baclofen (February 2015), case 2 ketamine-cream-continued
# (February 2014). Free for case 1: R01 R02 R03. Free for case 2: R01 R02 R03 R04 R07.
schema: 1
reviewers:
  # Free for both. Two states, California among them. Decides case 1.
  - id: R01
    name: Aurelia Example
    credentials:
      - {kind: license, type: MD, state: AZ, status: active, expires: 2016-09-30}
      - {kind: license, type: MD, state: CA, status: active, expires: 2016-05-31}
      - {kind: board, name: Family Medicine, expires: 2018-12-31}
    specialties: [Family Medicine, Pain Medicine]
    practice: {since: 1999-07-01, hours_per_week: 32}
    interests: []
    capacity: 10
    load: 3
    languages: [English, Spanish]
    public_key: "NtuFuLiiT0z7IW7RTWSLxSG+IFxam5FsoDkXihNo+j0="

  # Free for both: anesthesiologist with a pain certificate. Decides case 2.
  - id: R02
    name: Bartholomew Specimen
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2017-03-31}
      - {kind: board, name: Anesthesiology, expires: 2019-12-31}
      - {kind: board, name: Pain Medicine, expires: 2019-12-31}
    specialties: [Anesthesiology, Pain Medicine]
    practice: {since: 2003-08-01, hours_per_week: 40}
    interests: []
    capacity: 8
    load: 2
    public_key: "YsqAcMZfl5VgtBbVO/4uNs0P/h/GqKl8z7SWQq8LrbA="

  # Free for both. The sanction list is empty, the QME appointment ended before the rule began.
  - id: R03
    name: Clementine Placeholder
    credentials:
      - {kind: license, type: DO, state: CA, status: active, expires: 2016-11-30}
      - {kind: board, name: Physical Medicine and Rehabilitation, expires: 2020-12-31}
      - {kind: qme, status: expired, expires: 2012-06-30}
    specialties: [Physical Medicine and Rehabilitation, Pain Medicine]
    practice: {since: 2005-09-01, hours_per_week: 28}
    interests: []
    capacity: 6
    load: 5

  # Case 1: once employed by the employer (professional interest). Case 2: free, but ranks behind California licences.
  - id: R04
    name: Demetrius Mockup
    credentials:
      - {kind: license, type: MD, state: NV, status: active, expires: 2016-12-31}
      - {kind: board, name: Physical Medicine and Rehabilitation, expires: 2018-12-31}
    specialties: [Physical Medicine and Rehabilitation]
    practice: {since: 2001-01-15, hours_per_week: 36}
    interests:
      - {party: Sampleton Freight Lines Inc, kind: professional, relation: employment}
    capacity: 5
    load: 0

  # Case 2: brother of the employee (familial interest). Both: at capacity, four of four.
  - id: R05
    name: Evander Mockfield
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2016-07-31}
      - {kind: board, name: Pain Medicine, expires: 2017-12-31}
    specialties: [Pain Medicine]
    practice: {since: 2004-07-01, hours_per_week: 30}
    interests:
      - {party: Teo Mockfield, kind: familial, relation: sibling}
    capacity: 4
    load: 4

  # Case 1: 6 percent of income from a manufacturer of a disputed drug (the line is 5). Case 2: prior involvement with the claim.
  - id: R06
    name: Florimond Dummy
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2017-01-31}
      - {kind: board, name: Anesthesiology, expires: 2018-12-31}
    specialties: [Anesthesiology, Pain Medicine]
    practice: {since: 1998-07-01, hours_per_week: 45}
    interests:
      - {party: Fabulon Pharma, kind: financial, relation: shareholder, percent_of_income: 6.0}
      - {party: WC-SYN-2291, kind: prior_involvement}
    capacity: 10
    load: 1

  # Case 1: licence expired on 2014-12-31. Case 2: free; 4 percent from the manufacturer stays under the line.
  - id: R07
    name: Guinevere Template
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2014-12-31}
      - {kind: board, name: Pain Medicine, expires: 2018-12-31}
    specialties: [Pain Medicine, Anesthesiology]
    practice: {since: 2000-03-01, hours_per_week: 40}
    interests:
      - {party: Mythica Compounding Labs, kind: financial, relation: shareholder, percent_of_income: 4.0}
    capacity: 6
    load: 2

  # Both: the only licence is restricted.
  - id: R08
    name: Hyacinth Sandbox
    credentials:
      - {kind: license, type: MD, state: CA, status: restricted, expires: 2016-10-31}
      - {kind: board, name: Pain Medicine, expires: 2018-12-31}
    specialties: [Pain Medicine]
    practice: {since: 1996-07-01, hours_per_week: 40}
    interests: []
    capacity: 6

  # Case 1: board certificate lapsed on 2014-06-30. Case 2: on leave.
  - id: R09
    name: Ignatius Filler
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2016-08-31}
      - {kind: board, name: Anesthesiology, expires: 2014-06-30}
    specialties: [Anesthesiology, Pain Medicine]
    practice: {since: 2002-02-01, hours_per_week: 38}
    interests: []
    capacity: 6
    leave: [{from: 2014-02-01, to: 2014-04-30}]

  # Case 1: a sanction is pending since September 2014. Case 2: holds a QME appointment until the end of 2014.
  - id: R10
    name: Jocasta Dryrun
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2016-04-30}
      - {kind: board, name: Physical Medicine and Rehabilitation, expires: 2019-12-31}
      - {kind: sanction, status: pending, on: 2014-09-02, by: Medical Board}
      - {kind: qme, expires: 2014-12-31}
    specialties: [Physical Medicine and Rehabilitation, Pain Medicine]
    practice: {since: 2001-07-01, hours_per_week: 34}
    interests: []
    capacity: 6

  # Both: under five years in practice, and under 24 hours a week.
  - id: R11
    name: Kasimir Blank
    credentials:
      - {kind: license, type: MD, state: CA, status: active, expires: 2016-06-30}
      - {kind: board, name: Pain Medicine, expires: 2022-12-31}
    specialties: [Pain Medicine]
    practice: {since: 2010-07-01, hours_per_week: 20}
    interests: []
    capacity: 6

  # Both: the wrong profession, a dentist.
  - id: R12
    name: Leocadia Stencil
    credentials:
      - {kind: license, type: DDS, state: CA, status: active, expires: 2016-12-31}
    specialties: [Dentistry]
    practice: {since: 1994-07-01, hours_per_week: 36}
    interests: []
    capacity: 6
"""
