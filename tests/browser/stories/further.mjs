// A case from a packed folder, published decisions on items like this one, a panel that judges apart, single sign-on.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync, readdirSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { decide, find, openCase, record, sign, statusOf } from './house.mjs';
import { FIRST, openReview, text, until } from './tools.mjs';

/// A ZIP archive of files that are kept as they are.
function packed(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, data] of Object.entries(files)) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\x03\x04'), head, Buffer.from(name), data);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(at, 12);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), head, tail.subarray(2), Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}

/// Intake opens a case from a packed case folder: its papers are in the record; what is no case folder is refused in plain words.
async function fromZip({ enter, go, ask, shot }) {
  const { page } = await enter('intake');
  const folder = new URL('../../../examples/cases/ketamine-morphine-baclofen/', import.meta.url);
  const application = readFileSync(new URL('application.yaml', folder), 'utf8').replace('number: ', `number: Z${Date.now() % 1e6}-`);
  const papers = readdirSync(new URL('documents/', folder)).sort().slice(0, 2);
  const files = Object.fromEntries([['my case/application.yaml', Buffer.from(application)], ...papers.map((name) => [`my case/documents/${name}`, readFileSync(new URL(`documents/${name}`, folder))])]);
  const choose = async (name, buffer) => {
    await go(page, '#/new-case');
    await page.waitForSelector('.page-form');
    await page.locator('.page-head input[type=file]').setInputFiles([{ name, mimeType: 'application/zip', buffer }]);
    await page.waitForSelector('.notice');
    assert.match(await text(page, '.notice'), new RegExp(name));
    await page.locator('.page-form button[type=submit]').click();
  };
  await choose('not-a-case.zip', packed({ 'notes.txt': Buffer.from('nothing') }));
  await page.waitForSelector('.trouble', { timeout: 30_000 });
  assert.match(await text(page, '.trouble'), /application/);
  await go(page, '#/queue');
  await choose('my-case.zip', packed(files));
  await page.waitForSelector('.case-head', { timeout: 60_000 });
  const number = await text(page, '.case-head .number');
  assert.equal(await statusOf(ask, page, number), 'received');
  const coordinator = (await enter('coordinator')).page;
  await go(coordinator, `#/case/${number}/record`);
  await coordinator.waitForSelector('.sheet [data-drawn], .text-paper', { timeout: 60_000 });
  const kept = (await ask(coordinator, 'GET', `/cases/${number}/documents`)).data.documents.map((one) => one.file.split('/').pop());
  for (const name of papers) assert.ok(kept.includes(name), `${name} among ${kept}`);
  await shot(coordinator, 'from-zip');
}

/// Published decisions on items like this one are shown after the own finding, with what became of them and in what they differ.
async function similar({ enter, go, ask, shot }) {
  const { page } = await enter('reviewer');
  await openReview(page, go, FIRST);
  await page.waitForSelector('details.similar');
  await page.click('details.similar > summary');
  await page.waitForSelector('.similars > li', { timeout: 60_000 });
  const answer = (await ask(page, 'GET', `/cases/${FIRST}/similar`)).data;
  assert.equal(answer.shown, true);
  const first = answer.items[0];
  const rows = await page.locator('.similars > li').allInnerTexts();
  assert.equal(rows.length, Math.min(5, first.similar.length));
  assert.match(rows[0], new RegExp(`likeness ${Math.round(first.similar[0].score * 100)}%`));
  for (const [at, row] of rows.entries()) {
    const near = first.similar[at];
    const decided = near.decision.items.find((one) => one.n === near.item);
    assert.ok(row.toLowerCase().includes(decided.outcome.replaceAll('_', ' ')) && row.includes(decided.text) && row.includes(near.decision.case_number), row);
  }
  await page.locator('.similars > li details summary').first().click();
  const read = first.similar[0].decision.items.find((one) => one.n === first.similar[0].item);
  assert.ok((await text(page, '.similars > li details p')).startsWith(read.rationale.slice(0, 40)));
  assert.match(await text(page, 'details.similar .quiet'), /\d/);
  await page.locator('details.similar').scrollIntoViewIfNeeded();
  await shot(page, 'similar');
  return { shown: rows.length };
}

/// Two reviewers of one panel judge apart: neither sees the other's opinion before the own is signed.
async function panel({ enter, go, ask, shot, PEOPLE }) {
  const intake = await enter('intake');
  const number = await openCase(intake.page, go, 'MRI of the cervical spine without contrast');
  const { page } = await enter('coordinator');
  await go(page, `#/case/${number}/overview`);
  await page.waitForSelector('.steps');
  await record(page, 'Screened for eligibility');
  await until(page, () => /Eligible/.test(document.querySelector('.case-line').textContent));
  await record(page, 'Assigned to the review organization', { Organization: 'Example IMRO' });
  await until(page, () => /Assigned/.test(document.querySelector('.case-line').textContent));
  const tell = async (kind, data) => {
    const told = await ask(page, 'POST', `/cases/${number}/events`, { kind, data }, { 'If-Match': '*' });
    assert.equal(told.status, 200, JSON.stringify(told.data).slice(0, 400));
  };
  await tell('panel_approved', { reviewers: 2, approval: 'M. Osei, by letter', reason: 'two specialties are asked' });
  await tell('reviewer_proposed', { reviewer: 'R01', reason: 'first on the slate' });
  await tell('reviewer_proposed', { reviewer: 'R02', reason: 'second on the slate' });
  const [first, second] = [(await enter('reviewer')).page, (await enter('second')).page];
  for (const one of [first, second]) await openReview(one, go, number);
  await first.waitForSelector('.panel-seats li');
  assert.equal(await first.locator('.panel-seats li').count(), 2);
  assert.doesNotMatch(await text(first, '.panel-seats'), /R02/, 'a panel member does not see who the other is');
  await decide(second, 'The record has neither red flags nor a changed course.');
  // Each signs over what the whole panel found: before the other's own finding is written down there is no signature.
  await second.click('text=Sign…');
  await second.fill('.sign-form input[type=password]', PEOPLE.second[1]);
  await second.click('.sign-form button[type=submit]');
  await second.waitForSelector('.sign .trouble', { timeout: 60_000 });
  assert.match(await text(second, '.sign .trouble'), /no own finding of seat 1/);
  await second.keyboard.press('Escape');
  await find(first, 'Overturned');
  await sign(second, PEOPLE.second[1]);
  await first.reload();
  await openReview(first, go, number);
  await until(first, () => /signed .*counts when every seat has signed/.test(document.querySelector('.panel-seats')?.textContent ?? ''));
  assert.doesNotMatch(await text(first, '.panel-seats'), /red flags nor a changed course/, 'nothing of the other opinion before the own is signed');
  assert.notEqual(await statusOf(ask, page, number), 'signed');
  await first.locator('.panel-seats').scrollIntoViewIfNeeded();
  await shot(first, 'panel-seats');
  await decide(first, 'Six weeks of care are documented and the weakness has grown.', 'overturned');
  await sign(first, PEOPLE.reviewer[1], 'Signed');
  await first.reload();
  await openReview(first, go, number);
  await until(first, () => /red flags nor a changed course/.test(document.querySelector('.panel-seats')?.textContent ?? ''));
  await first.waitForSelector('.sheet [data-drawn]');
  await first.locator('.panel-seats').scrollIntoViewIfNeeded();
  await shot(first, 'panel-signed');
  const seats = (await ask(page, 'GET', `/cases/${number}/opinions`)).data.seats;
  assert.deepEqual(seats.map((one) => one.opinion?.items[0].decision).sort(), ['overturned', 'upheld']);
  return { seats: seats.length };
}

/// One press on the button of the house's own sign-in, by way of another host and back.
async function singleSignOn({ desk, shot }) {
  const { page } = await desk({ mayVisit: 'http://localhost' });
  const button = page.locator('a[href="/api/v1/oidc/start"]');
  await button.waitFor();
  assert.match(await button.innerText(), /Synthetic House/);
  await shot(page, 'single-sign-on');
  await button.click();
  await page.waitForSelector('.shell', { timeout: 30_000 });
  assert.match(await text(page, '.person-name'), /Carla Rivera/);
  await page.reload();
  await page.waitForSelector('.shell');
}

/// Somebody whom the issuer knows and the house does not stays outside, and is told so on the screen.
async function singleSignOnRefused({ desk, shot }) {
  const { page } = await desk({ mayVisit: 'http://localhost' });
  await page.click('a[href="/api/v1/oidc/start"]');
  await page.waitForSelector('.form-fault', { timeout: 30_000 });
  assert.equal(await page.locator('.shell').count(), 0);
  await shot(page, 'single-sign-on-refused');
}

export const stories = { 'from-zip': fromZip, similar, panel, 'single-sign-on': singleSignOn, 'single-sign-on-refused': singleSignOnRefused };
