/// The application as a clerk types it from the paper form, and the text of `application.yaml` that the server reads. Values are written as
/// JSON strings, which are YAML, so nothing that is typed can become a key.

export type ItemForm = { text: string; requested: string; outcome: string; liability: boolean; missing: boolean };
export type ApplicationForm = {
  received: string;
  channel: string;
  review: string;
  certifiedBy: string;
  certifiedOn: string;
  first: string;
  last: string;
  born: string;
  sex: string;
  street: string;
  city: string;
  zip: string;
  claim: string;
  adjudication: string;
  injured: string;
  employer: string;
  administrator: string;
  administratorStreet: string;
  administratorCity: string;
  administratorZip: string;
  insurer: string;
  physician: string;
  specialty: string;
  organization: string;
  decided: string;
  served: string;
  servedBy: string;
  servedTo: string;
  consent: boolean;
  consentOn: string;
  diagnosis: string;
  items: ItemForm[];
};

export const freshItem = (): ItemForm => ({ text: '', requested: '', outcome: 'denied', liability: false, missing: false });

export const freshForm = (today: string): ApplicationForm => ({
  received: today, channel: 'mail', review: 'regular', certifiedBy: '', certifiedOn: '', first: '', last: '', born: '', sex: '', street: '', city: '', zip: '', claim: '', adjudication: '', injured: '', employer: '', administrator: '', administratorStreet: '', administratorCity: '', administratorZip: '', insurer: '',
  physician: '', specialty: '', organization: '', decided: '', served: '', servedBy: 'mail', servedTo: 'in-state', consent: true, consentOn: '', diagnosis: '', items: [freshItem()],
});

/// Names of the fields that must be filled before a case can be opened and are not; an item is `item.1`.
export function missingIn(form: ApplicationForm): string[] {
  const needed = ['received', 'first', 'last', 'born', 'claim', 'injured', 'decided', 'served'] as const;
  const missing: string[] = needed.filter((name) => !form[name].trim());
  form.items.forEach((item, at) => {
    if (!item.text.trim()) missing.push(`item.${at + 1}`);
  });
  if (form.review === 'expedited' && !(form.certifiedBy.trim() && form.certifiedOn)) missing.push('certified');
  return missing;
}

const q = (text: string) => JSON.stringify(text.trim());
const named = (name: string, value: string) => (value.trim() ? [`${name}: {name: ${q(value)}}`] : []);

/// In California; without a street there is none, and no letter can be mailed.
const address = (street: string, city: string, zip: string) => (street.trim() ? `{street: ${q(street)}, city: ${q(city)}, state: CA, zip: ${q(zip)}, country: US}` : '');

export function applicationText(form: ApplicationForm): string {
  const home = address(form.street, form.city, form.zip);
  const office = address(form.administratorStreet, form.administratorCity, form.administratorZip);
  const adjudication = form.adjudication.trim() ? `, adjudication_number: ${q(form.adjudication)}` : '';
  const lines = [
    'schema: 1',
    'jurisdiction: us-ca-wc',
    `received: {at: ${q(`${form.received}T12:00:00-08:00`)}, channel: ${q(form.channel)}}`,
    `review: ${q(form.review)}`,
    'employee:',
    `  name: {first: ${q(form.first)}, last: ${q(form.last)}}`,
    `  date_of_birth: ${form.born}`,
    ...(form.sex ? [`  sex: ${q(form.sex)}`] : []),
    ...(home ? [`  address: ${home}`] : []),
    `claim: {number: ${q(form.claim)}${adjudication}, date_of_injury: ${form.injured}}`,
    ...named('employer', form.employer),
    ...(form.administrator.trim() ? [`claims_administrator: {name: ${q(form.administrator)}${office ? `, address: ${office}` : ''}}`] : []),
    ...named('insurer', form.insurer),
    ...(form.physician.trim() ? [`requesting_physician: {name: ${q(form.physician)}${form.specialty.trim() ? `, specialty: ${q(form.specialty)}` : ''}}`] : []),
    'ur_decision:',
    ...(form.organization.trim() ? [`  organization: ${q(form.organization)}`] : []),
    `  date: ${form.decided}`,
    `  served: {on: ${form.served}, by: ${q(form.servedBy)}, to: ${q(form.servedTo)}}`,
    '  attached: true',
    `consent: {signed: ${form.consent}${form.consentOn ? `, on: ${form.consentOn}` : ''}}`,
    ...(form.diagnosis.trim() ? [`diagnoses: [{text: ${q(form.diagnosis)}}]`] : []),
    ...(form.review === 'expedited' ? [`expedited_certification: {by: ${q(form.certifiedBy)}, on: ${form.certifiedOn}}`] : []),
    'disputed_items:',
    ...form.items.flatMap((item, at) => [
      `  - id: ${at + 1}`,
      `    text: ${q(item.text)}`,
      ...(item.requested ? [`    requested_on: ${item.requested}`] : []),
      `    ur_outcome: ${q(item.outcome)}`,
      `    liability_disputed: ${item.liability}`,
      `    denied_for_missing_information: ${item.missing}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
