// A reviewer’s work, to the letter.
import assert from 'node:assert/strict';
import { FIRST, SECOND, openReview, saved, text, until } from './tools.mjs';

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
  // An opinion has decided items only: what is written before the decision is kept among the writer's own notes, and is there at another desk.
  await field.fill('Begun.');
  await until(page, () => document.querySelector('.draft-state').className.includes('draft-local'));
  await saved(page);
  assert.deepEqual((await ask(page, 'GET', `/cases/${SECOND}/notes`)).data.undecided, [{ item: '1', words: 'Begun.', criteria: [] }]);
  const elsewhere = (await enter('reviewer')).page;
  await openReview(elsewhere, go, SECOND);
  await until(elsewhere, () => document.querySelector('[data-words]')?.value === 'Begun.');
  await elsewhere.close();
  await page.click('.decide-upheld');
  await saved(page);
  assert.deepEqual((await ask(page, 'GET', `/cases/${SECOND}/notes`)).data.undecided, []);
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

export const stories = { review, 'to-the-letter': toTheLetter, 'draft-survives': draftSurvives, 'two-people': twoPeople };
