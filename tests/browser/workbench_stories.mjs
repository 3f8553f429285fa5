// What people do at the workbench, one function a story.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const FIRST = 'CM14-0000001';
const SECOND = 'CM15-0000001';

const text = (page, selector) => page.locator(selector).first().innerText();

/// Waits until a question asked of the page is answered with yes. (Playwright's own way evaluates strings, which the page's policy forbids.)
async function until(page, question, told, milliseconds = 20_000) {
  for (const end = Date.now() + milliseconds; ; await page.waitForTimeout(60)) {
    if (await page.evaluate(question, told)) return;
    assert.ok(Date.now() < end, `waited ${milliseconds} ms for ${question}`);
  }
}

/// What axe-core finds that is serious or worse.
async function faultsOf(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.target.join(' ')).join(' | ')}`);
}

async function signInStory({ desk, signIn, shot }) {
  const { page, context } = await desk();
  await page.waitForSelector('.sign-in-demo');
  await shot(page, 'sign-in');
  await signIn(page, 'coordinator', 'not the password');
  await page.waitForSelector('.form-fault');
  assert.match(await text(page, '.form-fault'), /wrong/);
  assert.equal(await page.locator('.shell').count(), 0);
  await signIn(page, 'coordinator');
  await page.waitForSelector('.shell');
  assert.match(await text(page, '.person-name'), /Carla Rivera/);
  const cookie = (await context.cookies()).find((one) => one.name === 'openimr_session');
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Strict']);
  await page.reload();
  await page.waitForSelector('.shell');
  await page.click('.person');
  await page.click('text=Sign out');
  await page.waitForSelector('input[name=account]');
  await page.reload();
  await page.waitForSelector('input[name=account]');
}

/// Each role has its own screens; what it has not is not offered.
async function roles({ enter }) {
  const expected = {
    coordinator: ['Queue', 'Calendar', 'Cases', 'Mail room', 'Assignment', 'Guidelines', 'Due dates', 'Rosters', 'Dashboard'],
    reviewer: ['Queue', 'Calendar', 'Guidelines', 'Due dates'],
    auditor: ['Queue', 'Calendar', 'Cases', 'Guidelines', 'Due dates', 'Dashboard', 'Audit log'],
    administrator: ['Guidelines', 'Due dates', 'Accounts'],
  };
  for (const [who, screens] of Object.entries(expected)) {
    const { page, context } = await enter(who);
    assert.deepEqual(await page.locator('.side a').allInnerTexts(), screens, who);
    await context.close();
  }
}

/// Keys alone: queue, case, back, palette, help, language, colours.
async function keyboard({ enter, go, shot }) {
  const { page } = await enter('coordinator');
  await page.waitForSelector('[data-row]');
  await page.keyboard.press('j');
  await page.waitForSelector('[data-row="1"].row-now');
  await page.keyboard.press('k');
  await page.waitForSelector('[data-row="0"].row-now');
  const number = await text(page, '[data-row="0"] .number');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.case-head');
  assert.equal(await text(page, '.case-head .number'), number);
  await page.keyboard.press('6');
  await page.waitForSelector('.history');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.waitForSelector('[data-row]');
  await page.keyboard.press('?');
  await page.waitForSelector('.help-keys');
  assert.match(await page.locator('.help-keys').first().innerText(), /Next row/);
  await shot(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('.palette-input');
  await page.keyboard.type(SECOND);
  await until(page, (wanted) => document.querySelector('.palette-list li')?.textContent.includes(wanted), SECOND);
  await page.keyboard.press('Enter');
  await until(page, (wanted) => document.querySelector('.case-head .number')?.textContent === wanted, SECOND);
  // Letters typed into a field are letters, no commands.
  await go(page, '#/queue');
  await page.waitForSelector('[data-row]');
  await page.keyboard.press('/');
  await page.keyboard.type('gq j k');
  assert.equal(await page.inputValue('[data-search]'), 'gq j k');
  await page.click('.tool-words');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'es');
  assert.match(await text(page, '.side a'), /Cola de trabajo/);
  await page.click('[aria-label="Colores oscuros"]');
  assert.equal(await page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme')), 'dark');
  await page.reload();
  await page.waitForSelector('[data-row]');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'es');
}

/// Filters, kept views, and an event told of two cases at once.
async function queue({ enter, shot, ask }) {
  const { page } = await enter('coordinator');
  await page.waitForSelector('[data-row]');
  await shot(page, 'queue');
  const rows = () => page.locator('[data-row]').count();
  const all = await rows();
  assert.ok(all >= 2);
  await page.fill('[data-search]', 'Samplewright');
  await until(page, (was) => document.querySelectorAll('[data-row]').length < was, all);
  await page.click('text=Views');
  await page.fill('.menu-form input', 'Mine');
  await page.click('.menu-form button');
  await page.keyboard.press('Escape');
  await page.fill('[data-search]', '');
  await page.click('text=Views');
  await page.click('.mantine-Menu-dropdown >> text=Mine');
  await until(page, () => document.querySelector('[data-search]').value === 'Samplewright');
  await page.fill('[data-search]', '');
  await page.click('[aria-label="Select all"]');
  await page.click('.bulk >> text=Record an event');
  await page.click('[role=dialog] input[role=combobox], [role=dialog] .mantine-Select-input');
  await page.keyboard.type('Note');
  await page.click('[role=option]:has-text("Note")');
  const field = page.locator('[role=dialog] .mantine-TextInput-root input:not([type=date])').first();
  if (await field.count()) await field.fill('called the claims administrator');
  await page.click('[role=dialog] button:has-text("Record for")');
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
  for (const number of [FIRST, SECOND]) {
    const shown = await ask(page, 'GET', `/cases/${number}`);
    assert.equal(shown.data.history.at(-1).kind, 'noted');
  }
}

/// A due date tells how it was computed, to the mouse and to the keyboard.
async function derivation({ enter, go, shot }) {
  const { page } = await enter('coordinator');
  await go(page, `#/case/${SECOND}/overview`);
  await page.waitForSelector('.case-next .due');
  await page.hover('.case-next .due');
  await page.waitForSelector('.derivation');
  assert.match(await text(page, '.derivation'), /the eligibility finding[\s\S]*9792\.10\.4/);
  await shot(page, 'derivation');
  await page.mouse.move(0, 0);
  await page.waitForSelector('.derivation', { state: 'detached' });
  await page.focus('.side ul:last-child li:last-child a');
  await page.keyboard.press('Tab');
  await page.waitForSelector('.derivation');
}

/// The session ends while one works: the screen stays, and one goes on after signing in over it.
async function expired({ enter, ...tools }) {
  const { page, context } = await enter('coordinator');
  await page.waitForSelector('[data-row]');
  await page.fill('[data-search]', 'Samplewright');
  await context.clearCookies();
  await page.evaluate(() => { location.hash = '#/cases'; });
  await page.waitForSelector('[role=dialog] input[name=password]');
  await tools.shot(page, 'expired');
  assert.equal(await page.inputValue('[role=dialog] input[name=account]'), 'c.rivera');
  await page.fill('[role=dialog] input[name=password]', tools.PEOPLE.coordinator[1]);
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('[role=dialog]', { state: 'detached' });
  tools.cookies.set('coordinator', await context.cookies());
  await page.waitForSelector(`text=${FIRST}`);
}

/// The connection is lost and comes back by itself.
async function lost({ enter, go, shot }) {
  const { page, context } = await enter('coordinator');
  await page.waitForSelector('[data-row]');
  await context.setOffline(true);
  await go(page, '#/cases');
  await page.waitForSelector('.banner-lost');
  await shot(page, 'lost');
  await context.setOffline(false);
  await page.waitForSelector('.banner-lost', { state: 'detached', timeout: 15000 });
  await page.waitForSelector(`text=${FIRST}`);
}

/// Rectangles of the strip as the browser has laid them out, and the words that lie under the box.
const underBox = (page) =>
  page.evaluate(() => {
    const rect = (element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { left, top, width, height };
    };
    const boxes = [...document.querySelectorAll('.box-now')];
    const sheet = boxes[0].closest('.sheet');
    const origin = rect(sheet);
    const area = rect(sheet.closest('.strip'));
    const placed = boxes.map((box) => {
      const one = rect(box);
      return { left: one.left - origin.left, top: one.top - origin.top, width: one.width, height: one.height, inSight: one.top >= area.top && one.top + one.height <= area.top + area.height };
    });
    const words = [...sheet.querySelectorAll('.words span')].filter((span) => {
      const one = rect(span);
      const x = one.left + one.width / 2 - origin.left;
      const y = one.top + one.height / 2 - origin.top;
      return placed.some((box) => x > box.left && x < box.left + box.width && y > box.top && y < box.top + box.height);
    });
    // How much ink the picture has under the boxes, beside what it has in a strip of the same size in the margin.
    const picture = sheet.querySelector('.page-picture');
    const canvas = document.createElement('canvas');
    canvas.width = origin.width;
    canvas.height = origin.height;
    const pen = canvas.getContext('2d');
    if (picture) pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const ink = ({ left, top, width, height }) => {
      const { data } = pen.getImageData(Math.max(0, left), Math.max(0, top), Math.max(1, width), Math.max(1, height));
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 128 && data[at] + data[at + 1] + data[at + 2] < 384) dark++;
      return dark / (data.length / 4);
    };
    return { document: sheet.dataset.document, page: Number(sheet.dataset.page), scale: Number(sheet.dataset.scale), boxes: placed, words: words.map((span) => span.textContent.trim()).join(' '), picture: picture?.tagName ?? null, ink: picture ? placed.map(ink) : [] };
  });

const plainWords = (words) => words.replace(/\s+/g, ' ').trim();

/// Clicks a quote; its box must stand on exactly its words: by the coordinates of the answer, by the words of the page under it, and
/// by the ink of the picture.
async function quoteLeadsToItsWords(page, ask, number, quote) {
  await quote.scrollIntoViewIfNeeded();
  const [document, pageNumber, begin] = await quote.evaluate((one) => [one.dataset.document, Number(one.dataset.page), Number(one.dataset.begin)]);
  const words = plainWords((await quote.locator('.quote-words').innerText()).replace(/^“|”$/g, ''));
  await quote.click();
  await until(page, () => document.querySelector('.box-now') && document.querySelector('.box-now').closest('.sheet').querySelector('.words span') && document.querySelector('.box-now').closest('.sheet').querySelector('[data-drawn]'));
  await page.waitForTimeout(100);
  const seen = await underBox(page);
  assert.deepEqual([seen.document, seen.page], [document, pageNumber]);
  assert.equal(plainWords(seen.words), words);
  const served = (await ask(page, 'GET', `/cases/${number}/documents/${document}/pages/${pageNumber}`)).data;
  const end = begin + Buffer.byteLength((await quote.evaluate((one) => one.dataset.begin && one.querySelector('.quote-words').textContent)) ?? '');
  const inside = served.words.filter((word) => word.begin >= begin && word.begin < end && seen.boxes.some((box) => word.box[1] * seen.scale >= box.top - 3 && word.box[3] * seen.scale <= box.top + box.height + 3));
  assert.ok(inside.length > 0);
  const left = Math.min(...inside.map((word) => word.box[0])) * seen.scale;
  const top = Math.min(...inside.map((word) => word.box[1])) * seen.scale;
  assert.ok(Math.abs(Math.min(...seen.boxes.map((box) => box.left)) - left) <= 3, `left ${left}: ${JSON.stringify(seen.boxes)}`);
  assert.ok(Math.abs(Math.min(...seen.boxes.map((box) => box.top)) - top) <= 3, `top ${top}: ${JSON.stringify(seen.boxes)}`);
  assert.ok(seen.boxes[0].inSight, 'the box is in sight');
  for (const ink of seen.ink) assert.ok(ink > 0.02, `ink under the box: ${ink}`);
  return { document, page: pageNumber, words, picture: seen.picture };
}

/// One click from a quote to its words, on a page with a text layer, on a scanned PDF and on a TIFF; and on a text file.
async function evidence({ enter, go, ask, shot }) {
  const { page } = await enter('coordinator');
  await go(page, `#/case/${SECOND}/review`);
  await page.waitForSelector('.topic', { timeout: 60_000 });
  await page.click('.item-tabs button:nth-child(2)');
  await page.waitForSelector('.criterion .quote');
  const found = [];
  const ofKind = async (kind) => {
    const documents = (await ask(page, 'GET', `/cases/${SECOND}/documents`)).data.documents;
    return documents.filter(kind).map((one) => `.quote[data-document="${one.id}"]`).join(', ');
  };
  found.push(await quoteLeadsToItsWords(page, ask, SECOND, page.locator(await ofKind((one) => one.text_source === 'layer' && one.media_type === 'application/pdf')).first()));
  await shot(page, 'evidence');
  found.push(await quoteLeadsToItsWords(page, ask, SECOND, page.locator(await ofKind((one) => one.text_source === 'ocr' && one.media_type === 'application/pdf')).first()));
  await shot(page, 'evidence-scan');
  await go(page, `#/case/${SECOND}/record`);
  await page.waitForSelector('.strip');
  await page.keyboard.press('/');
  await page.keyboard.type('pedicle screws');
  await page.waitForSelector('.search-hit .quote', { timeout: 30_000 });
  found.push(await quoteLeadsToItsWords(page, ask, SECOND, page.locator(await ofKind((one) => one.media_type === 'image/tiff')).first()));
  await shot(page, 'record-search');
  await page.fill('.record-search input', 'Cymbalta');
  const text = page.locator(await ofKind((one) => one.media_type.includes('wordprocessing'))).first();
  await text.click({ timeout: 30_000 });
  await page.waitForSelector('.text-mark-now');
  const marked = plainWords((await page.locator('.text-mark-now').allInnerTexts()).join(''));
  assert.equal(marked, plainWords((await text.locator('.quote-words').innerText()).replace(/^“|”$/g, '')));
  assert.deepEqual(found.map((one) => one.picture), ['CANVAS', 'CANVAS', 'IMG']);
  return { found };
}

/// The record: the list by day and by kind, thumbnails, a search that finds nothing and says what was searched, bookmark and note.
async function record({ enter, go, shot }) {
  const { page } = await enter('coordinator');
  await go(page, `#/case/${SECOND}/record`);
  await page.waitForSelector('.sheet [data-drawn]', { timeout: 60_000 });
  await shot(page, 'record');
  assert.equal(await page.locator('.outline .paper').count(), 24);
  await page.click('.outline .paper:has-text("Psychological evaluation")');
  await page.waitForSelector('.text-paper');
  await page.click('text=By kind');
  await page.waitForSelector('.outline h3:has-text("Progress report")');
  await page.click('[aria-label="Thumbnails"]');
  await page.waitForSelector('.thumb');
  await page.evaluate(() => { document.querySelector('.thumbs').scrollTop = 0; });
  await page.click('.thumb:has-text("1") >> nth=0');
  await until(page, () => document.querySelector('.strip').scrollTop < 100);
  await page.keyboard.press('/');
  await page.keyboard.type('spinal cord stimulator trial');
  await page.waitForSelector('.search-answer', { timeout: 30_000 });
  assert.match(await text(page, '.search-answer'), /Not found: 2\d pages were searched|places in the file/);
  await page.keyboard.press('Escape');
  await page.focus('.strip');
  await page.keyboard.press('b');
  await page.click('[aria-label="Notes and bookmarks"]');
  await page.waitForSelector('.notes li .link');
  await page.fill('.notes textarea', 'Look again at the levels.');
  await page.click('.notes >> text=Add note');
  await page.waitForSelector('.note');
  await page.reload();
  await page.waitForSelector('.strip', { timeout: 30_000 });
  await page.click('[aria-label="Notes and bookmarks"]');
  assert.match(await text(page, '.note'), /Look again at the levels/);
}

/// Facts, courses, visits and contradictions lead to their words.
async function chart({ enter, go, shot }) {
  const { page } = await enter('coordinator');
  await go(page, `#/case/${SECOND}/chart`);
  await page.waitForSelector('.plot canvas', { timeout: 60_000 });
  await page.waitForSelector('.sheet [data-drawn]');
  await shot(page, 'chart');
  await page.locator('.course-points button:not(:disabled)').first().click();
  await page.waitForSelector('.box-now');
  await page.click('text=Facts');
  await page.fill('[aria-label="Filter facts"]', 'baclofen');
  await page.waitForSelector('.fact');
  assert.ok((await page.locator('.fact').count()) < 60);
  await page.locator('.fact-line').first().click();
  await page.waitForSelector('.fact .quote-now');
  await page.click('text=Not found');
  await page.waitForSelector('.absents li');
  assert.match(await text(page, '.absents summary'), /28 pages searched/);
}

/// Brings the reviewer to the open record: attests party by party where that is still to be done.
async function openReview(page, go, number, shot) {
  await go(page, `#/case/${number}/review`);
  await page.waitForSelector('.attestation, .topic', { timeout: 60_000 });
  if ((await page.locator('.attestation').count()) === 0) return;
  const attest = page.locator('button:has-text("Attest")');
  assert.ok(await attest.isDisabled(), 'nobody attests without an answer for every party');
  if (shot) await shot(page, 'attestation');
  await page.click('text=No conflict with the others');
  await attest.click();
  await page.waitForSelector('.topic', { timeout: 60_000 });
}

const saved = (page) => until(page, () => document.querySelector('.draft-state')?.className.includes('draft-saved'), null, 30_000);

/// The whole of a reviewer's work: attestation, own finding before the recommendation, override with a reason, decision, words, checks
/// in the margin, what blocks is answered, signature, letter.
async function review({ enter, go, ask, shot }) {
  const { page } = await enter('reviewer');
  await openReview(page, go, FIRST, shot);
  await page.waitForSelector('.own-finding');
  assert.equal(await page.locator('.recommendation').count(), 0, 'no recommendation before the own finding');
  await shot(page, 'own-finding');
  await page.click('.own-finding label:has-text("Undecided")');
  await page.fill('.own-finding textarea', 'The function scores have to be read against the dose.');
  await page.click('text=Record my finding');
  await page.waitForSelector('.recommendation', { timeout: 60_000 });
  await shot(page, 'recommendation');
  // A verdict seen otherwise needs a reason before the signature.
  await page.locator('.criterion-met:not(.criterion-against) .criterion-verdict').first().click();
  await page.locator('[role=menuitem]:has-text("Not documented")').click();
  await page.waitForSelector('.override');
  await page.keyboard.press('Escape');
  await page.focus('.review-body');
  await page.keyboard.press('u');
  await page.waitForSelector('.decide-upheld[aria-checked=true]');
  await page.keyboard.press('e');
  await page.keyboard.type('The record does not show what the guideline asks for.');
  await saved(page);
  await page.waitForSelector('.check', { timeout: 60_000 });
  await page.locator('.decision').scrollIntoViewIfNeeded();
  await shot(page, 'decision');
  await page.click('text=Sign…');
  await page.waitForSelector('.sign-not');
  assert.match(await text(page, '.sign-not'), /no reason/);
  assert.ok(await page.locator('.sign-form button[type=submit]').isDisabled());
  await shot(page, 'sign-not-yet');
  await page.keyboard.press('Escape');
  await page.fill('.override textarea', 'Page 2 of the report of January 8 leaves it open.');
  for (const field of await page.locator('.check-block textarea:visible').all()) await field.fill('Seen; the rationale does not rest on it.');
  await saved(page);
  // What is saved is what was written.
  const kept = (await ask(page, 'GET', `/cases/${FIRST}/opinion`)).data.opinion;
  assert.equal(kept.items[0].decision, 'upheld');
  assert.equal(kept.items[0].words, 'The record does not show what the guideline asks for.');
  assert.match(kept.items[0].criteria[0].reason, /leaves it open/);
  await page.click('text=Sign…');
  await page.fill('.sign-form input[type=password]', 'wrong password');
  await page.click('.sign-form button[type=submit]');
  await page.waitForSelector('.sign .trouble', { timeout: 60_000 });
  return { checks: await page.locator('.check').count() };
}

const SIGNED = ['signed', 'cleared'];

/// The signature itself, then the desk: the medical director passes, the coordinator issues.
async function toTheLetter({ enter, go, ask, shot, PEOPLE }) {
  const reviewer = await enter('reviewer');
  await openReview(reviewer.page, go, FIRST);
  await saved(reviewer.page);
  await reviewer.page.click('text=Sign…');
  await reviewer.page.waitForSelector('.sign-form');
  await shot(reviewer.page, 'sign');
  for (let turn = 0; ; turn++) {
    await reviewer.page.fill('.sign-form input[type=password]', PEOPLE.reviewer[1]);
    await reviewer.page.click('.sign-form button[type=submit]');
    await reviewer.page.waitForSelector('.sign .trouble, .case-line .tag:has-text("Signed")', { timeout: 60_000 });
    if (await reviewer.page.locator('.case-line .tag:has-text("Signed")').count()) break;
    // The one-time code of this half minute is used up by signing in.
    assert.ok(turn < 3, await text(reviewer.page, '.sign .trouble'));
    await reviewer.page.waitForTimeout(31_000);
  }
  const shown = (await ask(reviewer.page, 'GET', `/cases/${FIRST}`)).data;
  assert.ok(SIGNED.includes(shown.case.status), shown.case.status);
  const director = await enter('director');
  await go(director.page, '#/quality');
  await director.page.click(`.desk-list button:has-text("${FIRST}")`);
  const letter = director.page.frameLocator('iframe.letter').locator('body');
  await letter.waitFor({ timeout: 60_000 });
  assert.match(await letter.innerText(), /FINAL DETERMINATION[\s\S]*Ketamine/i);
  await shot(director.page, 'quality');
  await director.page.click('button:has-text("Pass")');
  await until(director.page, () => !document.querySelector('.desk-list button'));
  const coordinator = await enter('coordinator');
  await go(coordinator.page, '#/mail');
  await coordinator.page.click('button:has-text("Issue")');
  await until(coordinator.page, () => ![...document.querySelectorAll('.steps button')].length, null, 60_000);
  const after = (await ask(coordinator.page, 'GET', `/cases/${FIRST}`)).data.case;
  assert.equal(after.status, 'determined');
  assert.equal(after.items[0].decision, 'upheld');
}

/// What is being written outlives the end of the session and the loss of the connection; each is seen at once.
async function draftSurvives({ enter, go, ask, shot, signIn, cookies }) {
  const { page, context } = await enter('reviewer');
  await openReview(page, go, SECOND);
  await saved(page);
  const field = page.locator('[data-words]');
  // An opinion has decided items only: what is written before the decision stays here, and the screen says so.
  await field.fill('Begun.');
  await until(page, () => document.querySelector('.draft-state').className.includes('draft-partly'));
  await page.reload();
  await openReview(page, go, SECOND);
  await until(page, () => document.querySelector('[data-words]')?.value === 'Begun.');
  await page.click('.decide-upheld');
  await saved(page);
  await context.setOffline(true);
  await field.fill('Begun. Written while the connection was lost.');
  await page.waitForSelector('.banner-lost', { timeout: 20_000 });
  assert.match(await text(page, '.draft-state'), /Kept on this computer/);
  await shot(page, 'lost-draft');
  await context.setOffline(false);
  await page.waitForSelector('.banner-lost', { state: 'detached', timeout: 20_000 });
  await saved(page);
  await context.clearCookies();
  const whole = 'Begun. Written while the connection was lost. Written after the session had ended.';
  await field.fill(whole);
  await page.waitForSelector('[role=dialog] input[name=password]', { timeout: 20_000 });
  // Even when the window is closed now, the words are there the next time.
  await page.reload();
  await page.waitForSelector('input[name=account]');
  for (let turn = 0; ; turn++) {
    await signIn(page, 'reviewer');
    await page.waitForSelector('.shell, .form-fault');
    if (await page.locator('.shell').count()) break;
    // The one-time code of this half minute is used up.
    assert.ok(turn < 3);
    await page.waitForTimeout(31_000);
  }
  cookies.set('reviewer', await context.cookies());
  await page.waitForSelector('[data-words]', { timeout: 60_000 });
  await until(page, (wanted) => document.querySelector('[data-words]').value === wanted, whole);
  await saved(page);
  assert.equal((await ask(page, 'GET', `/cases/${SECOND}/opinion`)).data.opinion.items[0].words, whole);
}

/// Two windows on one opinion: what differs is shown with whose act was the last, and either can be kept; changes of other fields are joined.
async function twoPeople({ enter, go, ask, shot }) {
  const one = (await enter('reviewer')).page;
  const other = (await enter('reviewer')).page;
  for (const page of [one, other]) {
    await openReview(page, go, SECOND);
    await saved(page);
  }
  const decide = async (page, item, decision) => {
    await page.click(`.item-tabs button:nth-child(${item})`);
    await page.click(`.decide-${decision}`);
  };
  await decide(one, 1, 'upheld');
  await saved(one);
  await decide(other, 2, 'overturned');
  await saved(other);
  const joined = (await ask(one, 'GET', `/cases/${SECOND}/opinion`)).data.opinion.items;
  assert.deepEqual(joined.filter((item) => item.decision).map((item) => item.decision).slice(0, 2), ['upheld', 'overturned']);
  await one.reload();
  await openReview(one, go, SECOND);
  await saved(one);
  await one.fill('[data-words]', 'The first window’s words.');
  await saved(one);
  await other.click('.item-tabs button:nth-child(1)');
  await other.fill('[data-words]', 'The second window’s words.');
  await other.waitForSelector('.clashes', { timeout: 20_000 });
  const clash = await text(other, '.clashes');
  assert.match(clash, /R01/);
  assert.match(clash, /second window’s words[\s\S]*first window’s words/);
  assert.ok(await other.locator('.clashes >> text=Keep mine').isVisible());
  await shot(other, 'two-people');
  await other.click('text=Keep mine');
  await saved(other);
  assert.equal((await ask(one, 'GET', `/cases/${SECOND}/opinion`)).data.opinion.items[0].words, 'The second window’s words.');
}

/// Two thousand pages: the pages of the case, over and over. Leafed through from one end to the other in steps of a screen, then jumped
/// about in; only what is near the window exists, and frames come in time.
async function longFile({ enter, go, ask }) {
  const { page } = await enter('coordinator');
  const served = (await ask(page, 'GET', `/cases/${SECOND}/documents`)).data;
  const round = served.documents.reduce((pages, one) => pages + one.pages, 0);
  const documents = Array.from({ length: Math.ceil(2000 / round) }, (_, turn) => served.documents.map((one) => ({ ...one, id: `${one.id}x${turn}` }))).flat();
  await page.route(/\/documents$/, (route) => route.fulfill({ json: { ...served, documents } }));
  await page.route(/\/documents\/d\d+x\d+\//, (route) => route.continue({ url: route.request().url().replace(/x\d+\//, '/') }));
  await go(page, `#/case/${SECOND}/record`);
  await page.waitForSelector('.sheet [data-drawn]', { timeout: 60_000 });
  const pages = documents.reduce((all, one) => all + one.pages, 0);
  assert.match(await text(page, '.record-place'), new RegExp(`of ${pages} in the file`));
  const leafed = await page.evaluate(async () => {
    const strip = document.querySelector('.strip');
    const frames = [];
    let most = 0;
    const screens = 600;
    const step = (strip.scrollHeight - strip.clientHeight) / screens;
    let before = performance.now();
    for (let at = 0; at <= screens; at++) {
      strip.scrollTop = at * step;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - before);
      before = now;
      most = Math.max(most, strip.querySelectorAll('.sheet').length);
    }
    frames.sort((a, b) => a - b);
    return { frames: frames.length, median: frames[frames.length >> 1], p95: frames[Math.floor(frames.length * 0.95)], worst: frames[frames.length - 1], sheets: most };
  });
  assert.ok(leafed.sheets < 16, `${leafed.sheets} pages exist at once`);
  assert.ok(leafed.p95 < 120, `frames: ${JSON.stringify(leafed)}`);
  await until(page, () => document.querySelector('.record-place').textContent.includes('in the file'));
  const begun = Date.now();
  await page.evaluate(() => { document.querySelector('.strip').scrollTop = document.querySelector('.strip').scrollHeight / 2; });
  await until(page, () => [...document.querySelectorAll('.sheet')].some((sheet) => sheet.getBoundingClientRect().top < 600 && sheet.getBoundingClientRect().bottom > 200 && sheet.querySelector('[data-drawn], .text-paper')));
  return { pages, ...leafed, jump: Date.now() - begun };
}

const SCREENS = {
  coordinator: ['#/queue', '#/calendar', '#/cases', '#/mail', '#/assignment', '#/guidelines', '#/dates', '#/rosters', '#/dashboard', `#/case/${SECOND}/overview`, `#/case/${SECOND}/record`, `#/case/${SECOND}/chart`, `#/case/${SECOND}/review`, `#/case/${SECOND}/letters`, `#/case/${SECOND}/history`],
  reviewer: [`#/case/${SECOND}/review`],
  director: ['#/quality'],
  auditor: ['#/audit'],
  administrator: ['#/accounts'],
};

/// axe-core on every screen, light and dark; nothing scrolls sideways on a tablet.
async function everyScreen({ enter, desk, go }) {
  const found = [];
  for (const dark of [false, true]) {
    const closed = await desk({ dark });
    await closed.page.waitForSelector('input[name=account]');
    for (const fault of await faultsOf(closed.page)) found.push(`sign-in ${dark ? 'dark' : 'light'}: ${fault}`);
    await closed.context.close();
    for (const [who, screens] of Object.entries(SCREENS)) {
      const { page, context } = await enter(who, { dark });
      for (const screen of screens) {
        await go(page, screen);
        await page.waitForTimeout(300);
        await until(page, () => !document.querySelector('.waiting'), null, 40_000);
        await page.waitForTimeout(200);
        for (const fault of await faultsOf(page)) found.push(`${screen} ${dark ? 'dark' : 'light'}: ${fault}`);
        if (dark) continue;
        await page.setViewportSize({ width: 820, height: 1180 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${screen}: ${wide} pixels wider than a tablet`);
        await page.setViewportSize({ width: 1280, height: 860 });
      }
      await context.close();
    }
  }
  assert.deepEqual(found, []);
}

/// The measuring itself: a page with what must not be.
async function measuring({ desk }) {
  const { page } = await desk();
  await page.waitForSelector('input[name=account]');
  await page.evaluate(() => { document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/favicon.svg"><button></button>'); });
  const found = (await faultsOf(page)).map((one) => one.split(':')[0]);
  assert.ok(found.includes('image-alt') && found.includes('button-name'), found.join());
}

/// First screen: from the request until the form can be written in, cold.
async function firstScreen({ desk }) {
  const { page } = await desk();
  await page.waitForSelector('input[name=account]');
  const milliseconds = Math.round(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()));
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'script' || one.name.endsWith('.js')).map((one) => ({ name: one.name.split('/').pop(), bytes: one.encodedBodySize })));
  assert.ok(milliseconds < 4000, `the sign-in form after ${milliseconds} ms`);
  for (const script of scripts) assert.ok(script.bytes < 400_000, `${script.name} has ${script.bytes} bytes`);
  return { milliseconds, scripts };
}

export const stories = { 'sign-in': signInStory, roles, keyboard, queue, derivation, expired, lost, record, evidence, chart, 'long-file': longFile, review, 'to-the-letter': toTheLetter, 'draft-survives': draftSurvives, 'two-people': twoPeople, 'every-screen': everyScreen, measuring, 'first-screen': firstScreen };
