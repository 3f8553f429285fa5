/// Fields of events that have a closed list of values (src/casework/event.h names them), and events that have a screen of their own, so that
/// nobody types a code into a form.

const WAYS = ['mail', 'personal', 'fax', 'overnight', 'electronic'];
const PLACES = ['in-state', 'other-state', 'abroad', 'confidential-address'];
const GROUNDS = ['plain_error', 'excess_of_powers', 'fraud', 'conflict_of_interest', 'bias', 'eligibility'];

const CHOICES: Record<string, readonly string[]> = {
  'resumed.why': ['resolution_notice', 'agreement', 'board_finding'],
  'resumed.notice_by': WAYS,
  'resumed.notice_to': PLACES,
  'information_asked.purpose': ['eligibility', 'review'],
  'notice_sent.notice': ['assignment', 'ineligible', 'deferral', 'expedited', 'termination', 'other'],
  'notice_sent.served_by': WAYS,
  'notice_sent.served_to': PLACES,
  'terminated.why': ['authorized', 'settlement_or_award'],
  'withdrawn.from': ['applicant', 'requesting_physician'],
  'appealed.ground': GROUNDS,
  'remanded.ground': GROUNDS,
  'remanded.to': ['other_reviewer', 'other_organization'],
};

export const choicesOf = (kind: string, field: string): readonly string[] | undefined => CHOICES[`${kind}.${field}`];

/// Told elsewhere: by opening, attesting, deciding, signing, judging, issuing, billing, or by the program itself.
const ELSEWHERE = new Set(['received', 'facts_computed', 'findings_computed', 'reviewer_attested', 'opinion_recorded', 'opinion_signed', 'quality_passed', 'quality_returned', 'issued', 'corrected', 'invoiced', 'credited', 'published', 'overdue_raised', 'joined', 'consolidated']);

export const isToldHere = (kind: string) => !ELSEWHERE.has(kind);

/// `notice_on` without a value is a day.
export const isDay = (field: string, value: unknown) => value === null && field.endsWith('_on');
