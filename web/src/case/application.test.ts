import { describe, expect, test } from 'vitest';
import { applicationText, freshForm, freshItem, missingIn } from './application';

const whole = { ...freshForm('2015-03-12'), first: 'Ada', last: 'Example', born: '1960-05-02', claim: 'WC-1', injured: '1995-11-09', decided: '2015-02-20', served: '2015-02-21', items: [{ ...freshItem(), text: 'MRI' }] };

describe('what is missing', () => {
  test('everything that the law needs, item by item', () => {
    expect(missingIn(freshForm('2015-03-12'))).toEqual(['first', 'last', 'born', 'claim', 'injured', 'decided', 'served', 'item.1']);
    expect(missingIn(whole)).toEqual([]);
    expect(missingIn({ ...whole, items: [...whole.items, freshItem()] })).toEqual(['item.2']);
  });
  test('an expedited review needs its certificate', () => {
    expect(missingIn({ ...whole, review: 'expedited' })).toEqual(['certified']);
    expect(missingIn({ ...whole, review: 'expedited', certifiedBy: 'R. Treating', certifiedOn: '2015-03-11' })).toEqual([]);
  });
});

describe('the text', () => {
  test('nothing that is typed becomes a key or a second line', () => {
    const text = applicationText({ ...whole, last: 'O"Hara: x\nreview: expedited', claim: "#1 {a: b}'" });
    expect(text).toContain(String.raw`last: "O\"Hara: x\nreview: expedited"`);
    expect(text.split('\n').filter((line) => line.startsWith('review:'))).toEqual(['review: "regular"']);
    expect(text).toContain(`number: "#1 {a: b}'"`);
  });
  test('what is empty is left out; items count from one', () => {
    const text = applicationText({ ...whole, items: [...whole.items, { ...freshItem(), text: 'Therapy', liability: true }] });
    expect(text).not.toMatch(/employer|insurer|sex|expedited_cert/);
    expect(text).toMatch(/- id: 2\n {4}text: "Therapy"\n {4}ur_outcome: "denied"\n {4}liability_disputed: true/);
  });
  test('an address needs a street', () => {
    expect(applicationText({ ...whole, city: 'Fableton' })).not.toContain('address');
    expect(applicationText({ ...whole, street: '7 Lane', city: 'Fableton', zip: '90000' })).toContain('  address: {street: "7 Lane", city: "Fableton", state: CA, zip: "90000", country: US}');
    expect(applicationText({ ...whole, administrator: 'ECS', administratorStreet: '1 Way', administratorCity: 'X', administratorZip: '90001' })).toMatch(/claims_administrator: \{name: "ECS", address: \{street: "1 Way"/);
  });
});
