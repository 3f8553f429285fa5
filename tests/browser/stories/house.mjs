// Whole ways through the house by role: from the paper application to the issued letter and its invoice, recusal, remand, returns, papers that
// come late, two people who act on one case.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { quoteLeadsToItsWords } from './record.mjs';
import { openReview, saved, text, until } from './tools.mjs';

/// A typed page as PDF, small and whole, once for each turn (degrees clockwise at which it is shown).
export function pdfOf(lines, turns = [0]) {
  const content = (turn) => [...lines, ...(turn ? [`Sheet turned by ${turn} degrees.`] : [])].map((line, at) => `BT /F 11 Tf 60 ${720 - at * 18} Td (${line.replace(/[\\()]/g, '\\$&')}) Tj ET`).join('\n');
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids [${turns.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}] /Count ${turns.length} >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  for (const [at, turn] of turns.entries()) {
    const shown = content(turn);
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate ${turn} /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + 2 * at} 0 R >>`, `<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const starts = objects.map((body, at) => {
    const start = file.length;
    file += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(`${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`, 'latin1');
}

const APPLICATION = { first: 'Hedwig', last: 'Browserly', born: '1972-04-18', injured: '2013-06-01', employer: 'Example Freight Inc', administrator: 'Example Claims Services', street: '1 Story Lane', city: 'Fableton', zip: '90000', administratorStreet: '2 Story Lane', administratorCity: 'Fableton', administratorZip: '90000', physician: 'Rupert Treating', specialty: 'Physical Medicine and Rehabilitation', organization: 'Example UR', diagnosis: 'low back pain' };
export const reportOf = (claim) => ['PROGRESS REPORT', 'Patient: Hedwig Browserly', 'Date of birth: 1972-04-18', `Claim number: ${claim}`, 'Date of examination: 2015-02-02', 'Low back pain 6/10 without radiation. Strength 5/5, reflexes equal.', 'Plan: MRI of the lumbar spine without contrast.'];

/// A day some days before the house's own, as it stands in a field.
export async function dayBefore(page, days) {
  return page.evaluate(async (back) => {
    const { as_of: day } = await (await fetch('/api/v1/queues?limit=1')).json();
    const date = new Date(`${day}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() - back);
    return date.toISOString().slice(0, 10);
  }, days);
}

async function chooseIn(page, label, option) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/// Types the application, adds a paper, opens the case; its number.
export async function openCase(page, go, item, turns = [0], shot = undefined) {
  // A claim of its own, so that no case is another's duplicate.
  const claim = `WC-STORY-${Date.now() % 1e7}`;
  await go(page, '#/cases');
  await page.click('text=Open a case');
  await page.waitForSelector('.page-form');
  const submit = page.locator('.page-form button[type=submit]');
  assert.ok(await submit.isDisabled(), 'nothing is opened before the form is whole');
  assert.match(await text(page, '.form-stay .quiet'), /First name.*Claim number/);
  for (const [name, value] of Object.entries({ ...APPLICATION, claim, received: await dayBefore(page, 9), decided: await dayBefore(page, 21), served: await dayBefore(page, 20), consentOn: await dayBefore(page, 10) })) await page.fill(`.page-form input[name=${name}]`, value);
  await page.fill('input[name=item-1]', item);
  await page.locator('.files input[type=file], input[type=file][multiple]').last().setInputFiles([{ name: 'progress-report.pdf', mimeType: 'application/pdf', buffer: pdfOf(reportOf(claim), turns) }]);
  await page.waitForSelector('.files li');
  if (shot) await shot(page, 'new-case');
  await submit.click();
  await page.waitForSelector('.case-head', { timeout: 60_000 });
  return text(page, '.case-head .number');
}

/// Records an event through the form of the case.
export async function record(page, kind, fields = {}, choices = {}) {
  await page.getByRole('button', { name: 'Record an event' }).click();
  await page.waitForSelector('[role=dialog]');
  const choice = page.getByRole('combobox', { name: 'What happened' });
  await choice.click();
  await choice.fill(kind);
  await page.getByRole('option', { name: kind, exact: true }).click();
  for (const [label, value] of Object.entries(fields)) await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(value);
  for (const [label, option] of Object.entries(choices)) await chooseIn(page, label, option);
  await page.locator('[role=dialog] .form-end button').last().click();
  await until(page, () => !document.querySelector('[role=dialog]') || document.querySelector('[role=dialog] .trouble'));
  assert.equal(await page.locator('[role=dialog] .trouble').count(), 0, String(await page.locator('[role=dialog] .trouble').allInnerTexts()));
}

export const statusOf = async (ask, page, number) => (await ask(page, 'GET', `/cases/${number}`)).data.case.status;

export async function sign(page, password, status) {
  await page.click('text=Sign…');
  await page.waitForSelector('.sign-form');
  for (let turn = 0; ; turn++) {
    await page.fill('.sign-form input[type=password]', password);
    await page.click('.sign-form button[type=submit]');
    await page.waitForTimeout(200);
    await until(page, () => !document.querySelector('.sign-form') || (document.querySelector('.sign .trouble') && !document.querySelector('.sign-form button[data-loading]')), null, 60_000);
    if ((await page.locator('.sign-form').count()) === 0) break;
    // The one-time code of this half minute is used up.
    assert.ok(turn < 4, String(await page.locator('.sign .trouble').allInnerTexts()));
    await page.waitForTimeout(16_000);
  }
  if (status) await page.waitForSelector(`.case-line .tag:has-text("${status}")`, { timeout: 30_000 });
}

/// Writes down the own finding, where it is still asked for.
export async function find(page, finding) {
  if ((await page.locator('.own-finding').count()) === 0) return;
  await page.click(`.own-finding label:has-text("${finding}")`);
  await page.click('text=Record my finding');
  await page.waitForSelector('.own-finding', { state: 'detached', timeout: 60_000 });
}

/// The reviewer's part on a case of one item, without the recommendation's help: finding, decision, words, answers to checks.
export async function decide(page, words, decision = 'upheld') {
  await find(page, decision === 'upheld' ? 'Upheld' : 'Overturned');
  await page.click(`.decide-${decision}`);
  await page.fill('[data-words]', words);
  await saved(page);
  await page.waitForTimeout(1500);
  await until(page, () => !document.querySelector('.check-going'), null, 30_000);
  for (const field of await page.locator('.check-block textarea:visible').all()) await field.fill('Seen; the rationale does not rest on it.');
  await saved(page);
}

/// Intake opens the case from the paper form, the coordinator screens and assigns, a first reviewer steps back, a second decides, the director
/// returns it and then passes, the coordinator issues and invoices, the board remands, and nobody of the first round may be proposed again.
async function wholeWay({ enter, go, ask, shot, PEOPLE }) {
  const intake = await enter('intake');
  const number = await openCase(intake.page, go, 'MRI of the lumbar spine without contrast', [0], shot);
  assert.equal(await statusOf(ask, intake.page, number), 'received');

  const { page } = await enter('coordinator');
  await go(page, `#/case/${number}/overview`);
  await page.waitForSelector('.steps');
  await record(page, 'Screened for eligibility');
  await until(page, () => /Eligible/.test(document.querySelector('.case-line').textContent));
  await record(page, 'Assigned to the review organization', { Organization: 'Example IMRO' });
  await until(page, () => /Assigned/.test(document.querySelector('.case-line').textContent));

  // The slate has a reason for everybody; the first is proposed, and steps back.
  await go(page, '#/assignment');
  await page.click(`.desk-list button:has-text("${number}")`);
  await page.waitForSelector('.slate .card', { timeout: 30_000 });
  assert.match(await text(page, '.slate'), /LC 139\.5/);
  await shot(page, 'assignment');
  const propose = async (reviewer) => {
    const version = (await ask(page, 'GET', `/cases/${number}`)).etag;
    return ask(page, 'POST', `/cases/${number}/events`, { kind: 'reviewer_proposed', data: { reviewer, reason: 'first on the slate' } }, { 'If-Match': version });
  };
  assert.equal((await propose('R01')).status, 200);
  const first = await enter('reviewer');
  await go(first.page, `#/case/${number}/overview`);
  await first.page.waitForSelector('.attest-first');
  assert.match(await text(first.page, '.attest-first'), /Attest first/);
  await shot(first.page, 'attest-first');
  await first.page.click('text=Step back from the case');
  await first.page.fill('.recuse textarea', 'a cousin works for the employer');
  await first.page.locator('.recuse .form-end button').last().click();
  await first.page.waitForSelector('[data-row], .nothing');
  assert.match((await ask(page, 'GET', `/cases/${number}`)).data.history.at(-1).kind, /recused/);

  // The second decides; the record and every look at it are his alone from now on.
  assert.equal((await propose('R02')).status, 200);
  const second = await enter('second');
  await openReview(second.page, go, number);
  await decide(second.page, 'The guideline asks for red flags or a changed course; the record has neither.');
  await sign(second.page, PEOPLE.second[1], 'Signed');

  // Returned with a reason, changed, signed anew, passed.
  const director = await enter('director');
  await go(director.page, '#/quality');
  await director.page.click(`.desk-list button:has-text("${number}")`);
  await director.page.fill('.judge textarea', 'Say which page shows the strength of the legs.');
  await director.page.click('button:has-text("Return to the reviewer")');
  await until(director.page, (wanted) => !document.querySelector('.desk-list')?.textContent.includes(wanted), number);
  await second.page.reload();
  await openReview(second.page, go, number);
  await until(second.page, () => /Under review|Opinion given/.test(document.querySelector('.case-line').textContent));
  assert.match(await text(second.page, '.returned'), /which page shows the strength/);
  await shot(second.page, 'returned');
  await second.page.fill('[data-words]', 'The guideline asks for red flags or a changed course. The report of February 2 shows full strength and equal reflexes.');
  await saved(second.page);
  await sign(second.page, PEOPLE.second[1], 'Signed');
  await director.page.reload();
  await director.page.click(`.desk-list button:has-text("${number}")`);
  await director.page.locator('.judge button:has-text("Pass")').click();
  await until(director.page, (wanted) => !document.querySelector('.desk-list')?.textContent.includes(wanted), number);

  // Issued, appealed, remanded: the case begins its second round without the reviewer of the first.
  await go(page, '#/mail');
  await page.locator(`.steps li:has-text("${number}") button`).click();
  const isGone = (wanted) => ![...document.querySelectorAll('.steps li button')].some((one) => one.closest('li').textContent.includes(wanted));
  await until(page, (wanted) => document.querySelector('.steps .trouble') || ![...document.querySelectorAll('.steps li button')].some((one) => one.closest('li').textContent.includes(wanted)), number, 60_000);
  assert.ok(await page.evaluate(isGone, number), await page.locator('.steps .trouble').allInnerTexts().then(String));
  assert.equal(await statusOf(ask, page, number), 'determined');
  await go(page, `#/case/${number}/overview`);
  await page.waitForSelector('.overview');
  const ERROR = 'plainly erroneous finding of fact';
  await record(page, 'Appealed', { From: 'Hedwig Browserly', Number: 'ADJ-1' }, { Ground: ERROR });
  await record(page, 'Remanded', { 'Facts as found': 'six weeks of care', 'Correct facts': 'twelve weeks of care' }, { Ground: ERROR, 'Goes to': 'another reviewer of this house' });
  const after = (await ask(page, 'GET', `/cases/${number}`)).data;
  assert.equal(after.case.round, 2);
  const again = await propose('R02');
  assert.equal(again.status, 409, JSON.stringify(again.data).slice(0, 300));
  return { number, events: after.history.length };
}

/// Two people act on one case: the second is told that it has changed, in plain words, sees the newest, and can go on. Papers that come late are
/// added from the screen with their sender.
async function twoOnOneCase({ enter, go, ask, shot }) {
  const intake = await enter('intake');
  const number = await openCase(intake.page, go, 'Acupuncture, 6 visits');
  const { page } = await enter('coordinator');
  await go(page, `#/case/${number}/overview`);
  await page.waitForSelector('.steps');
  // What the form sends is held against a version that is old by then.
  await page.route(/\/events$/, async (route) => {
    await page.unroute(/\/events$/);
    const told = await ask(intake.page, 'POST', `/cases/${number}/events`, { kind: 'noted', data: { text: 'the worker called' } }, { 'If-Match': '*' });
    assert.equal(told.status, 200);
    await route.continue();
  });
  await page.getByRole('button', { name: 'Record an event' }).click();
  const choice = page.getByRole('combobox', { name: 'What happened' });
  await choice.click();
  await choice.fill('Screened');
  await page.getByRole('option', { name: 'Screened for eligibility' }).click();
  await page.locator('[role=dialog] .form-end button').last().click();
  await page.waitForSelector('[role=dialog] .trouble-mild');
  assert.match(await text(page, '[role=dialog] .trouble'), /Somebody else acted on this case/);
  await shot(page, 'two-on-one-case');
  await page.locator('[role=dialog] .form-end button').last().click();
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
  // What cannot happen now is refused with the law, not with a code.
  const no = await ask(page, 'POST', `/cases/${number}/events`, { kind: 'issued', data: {} }, { 'If-Match': '*' });
  assert.equal(no.status, 409);
  await page.click('text=Add papers');
  await page.locator('input[type=file]').last().setInputFiles([{ name: 'late-report.pdf', mimeType: 'application/pdf', buffer: pdfOf([...reportOf('WC-STORY'), 'Addendum.']) }]);
  await chooseIn(page, 'Sent by', 'requesting physician');
  await page.locator('[role=dialog] .form-end button').last().click();
  await page.waitForSelector('[role=dialog]', { state: 'detached', timeout: 30_000 });
  const last = (await ask(page, 'GET', `/cases/${number}`)).data.history.at(-1);
  assert.equal(last.kind, 'records_received');
  assert.equal(last.what.from, 'requesting_physician');
}

/// The whole queue is previewed, looked at and applied; letters that wait are printed in a batch and marked as mailed, and every case knows; what
/// is determined is billed once.
async function boardAndMail({ enter, go, ask, shot }) {
  const { page } = await enter('coordinator');
  const intake = await enter('intake');
  const number = await openCase(intake.page, go, 'Trigger point injections, trapezius, 4');
  await go(page, `#/case/${number}/overview`);
  await page.waitForSelector('.steps');
  await record(page, 'Screened for eligibility');
  await until(page, () => /Eligible/.test(document.querySelector('.case-line').textContent));
  await record(page, 'Assigned to the review organization', { Organization: 'Example IMRO' });
  await until(page, () => /Assigned/.test(document.querySelector('.case-line').textContent));

  await go(page, '#/assignment');
  await page.click('text=Preview the whole queue');
  await page.waitForSelector('.section .table-flush, .why-list', { timeout: 60_000 });
  const before = (await ask(page, 'GET', `/cases/${number}`)).data.case;
  assert.deepEqual(before.reviewers, [], 'looking changes nothing');
  assert.match(await page.locator('.section').first().innerText(), new RegExp(`proved optimal[\\s\\S]*${number}`));
  await shot(page, 'assignment-preview');
  // Somebody acts meanwhile: what was previewed is no longer what would be done, and the screen says so.
  await ask(page, 'POST', `/cases/${number}/events`, { kind: 'noted', data: { text: 'the employer called' } }, { 'If-Match': '*' });
  await page.locator('.section .mantine-Button-root').last().click();
  await page.waitForSelector('.notice');
  assert.match(await text(page, '.notice'), /changed since the preview/);
  await page.click('text=Preview the whole queue');
  await until(page, () => document.querySelector('.section .table-flush') && !document.querySelector('.page > .notice'));
  await page.locator('.section .mantine-Button-root').last().click();
  await page.waitForSelector('.notice[role=status]', { timeout: 30_000 });
  const after = (await ask(page, 'GET', `/cases/${number}`)).data.case;
  assert.equal(after.reviewers.length, 1);

  await go(page, '#/mail');
  await page.waitForSelector('.mail-make');
  const waiting = await page.locator('.steps-scroll li').count();
  assert.match(await text(page, '.steps-scroll'), new RegExp(number));
  await page.locator('.mail-make button[type=submit]').click();
  await page.waitForSelector('.table .link.number', { timeout: 60_000 });
  await shot(page, 'mail-room');
  const file = await page.locator('text=Print file').first().getAttribute('href');
  const printed = await page.evaluate(async (where) => new TextDecoder('latin1').decode((await (await fetch(where)).arrayBuffer()).slice(0, 5)), file);
  assert.equal(printed, '%PDF-');
  await page.locator('button:has-text("Mark as mailed")').first().click();
  await page.waitForSelector('.table .tag-eligible', { timeout: 60_000 });
  const told = (await ask(page, 'GET', `/cases/${number}`)).data.history.map((event) => event.kind);
  assert.ok(told.includes('notice_sent'), told.join());
  // What is determined is billed, once.
  const billed = (await ask(page, 'GET', '/invoices')).data.invoices.length;
  const determined = (await ask(page, 'POST', '/cases/search', { status: 'determined' })).data.cases.length;
  if (determined > billed) {
    await page.locator('button:has-text("Make invoices")').click();
    await page.waitForSelector('td:has-text("$")', { timeout: 30_000 });
    assert.equal((await ask(page, 'GET', '/invoices')).data.invoices.length, determined);
    await until(page, () => ![...document.querySelectorAll('button')].some((one) => one.textContent.includes('Make invoices')));
  }
  return { waiting, determined };
}

/// Pages that lie on their side or stand on their head: the box stands on the words as the page is shown.
async function turnedPages({ enter, go, ask, shot }) {
  const { page } = await enter('intake');
  // The last is a second copy of the one before, and folded away until it is pointed at.
  const turns = [90, 180, 270, 270];
  const number = await openCase(page, go, 'MRI of the lumbar spine', turns);
  const reader = (await enter('coordinator')).page;
  await go(reader, `#/case/${number}/record`);
  await reader.waitForSelector('.sheet [data-drawn]', { timeout: 60_000 });
  await reader.keyboard.press('/');
  await reader.keyboard.type('turned by');
  await reader.waitForSelector('.search-hit .quote', { timeout: 30_000 });
  const seen = [];
  for (const quote of await reader.locator('.search-hit .quote').all()) seen.push(await quoteLeadsToItsWords(reader, ask, number, quote));
  await shot(reader, 'turned-page');
  assert.deepEqual(seen.map((one) => one.page).sort(), [1, 2, 3, 4]);
  return { seen };
}

export const stories = { 'turned-pages': turnedPages, 'whole-way': wholeWay, 'two-on-one-case': twoOnOneCase, 'board-and-mail': boardAndMail };
