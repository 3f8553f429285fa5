// Coming in, finding one’s way, what goes wrong, and every screen.
import assert from 'node:assert/strict';
import { FIRST, SECOND, faultsOf, text, until } from './tools.mjs';

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

const SCREENS = {
  coordinator: ['#/queue', '#/calendar', '#/cases', '#/mail', '#/assignment', '#/guidelines', '#/dates', '#/rosters', '#/dashboard', `#/case/${SECOND}/overview`, `#/case/${SECOND}/record`, `#/case/${SECOND}/chart`, `#/case/${SECOND}/review`, `#/case/${SECOND}/letters`, `#/case/${SECOND}/history`],
  intake: ['#/new-case'],
  reviewer: [`#/case/${SECOND}/review`],
  director: ['#/quality'],
  auditor: ['#/audit'],
  administrator: ['#/accounts'],
};

/// axe-core on every screen, light and dark, on a desk and on a tablet; nothing scrolls sideways there.
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
        await page.setViewportSize({ width: 820, height: 1180 });
        await page.waitForTimeout(100);
        for (const fault of await faultsOf(page)) found.push(`${screen} on a tablet, ${dark ? 'dark' : 'light'}: ${fault}`);
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

/// A topic of the guidelines: every example of the page comes out as the page says, and two editions are held against each other.
async function guidelines({ enter, go, shot }) {
  const { page } = await enter('reviewer');
  await go(page, '#/guidelines');
  await page.fill('.desk-filter input', 'carisoprodol');
  await page.click('.desk-list li button');
  await page.waitForSelector('.examples button');
  const examples = await page.locator('.examples button').count();
  assert.ok(examples >= 2);
  for (let at = 0; at < examples; at++) {
    await page.locator('.examples button').nth(at).click();
    await until(page, (index) => document.querySelectorAll('.examples button')[index].getAttribute('aria-pressed') === 'true' && document.querySelector('.run-said .tag'), at);
    assert.equal(await text(page, '.run-said .tag'), 'as the page says');
  }
  await shot(page, 'guideline');
  await page.click('.topic-editions > .mantine-Button-root');
  await page.waitForSelector('.topic-differences tbody tr, .topic-editions .nothing');
  return { examples };
}

/// What the house counts, and the month: what is late is seen at once, and a date in the calendar tells how it came about.
async function counted({ enter, go, ask, shot }) {
  const { page } = await enter('coordinator');
  await go(page, '#/dashboard');
  await page.waitForSelector('.tile-number');
  const { by_status: statuses } = (await ask(page, 'GET', '/dashboard')).data;
  const open = Object.entries(statuses).filter(([name]) => !['determined', 'closed'].includes(name)).reduce((all, [, count]) => all + count, 0);
  assert.equal(Number(await text(page, '.tile-number')), open);
  await shot(page, 'dashboard');
  await go(page, '#/calendar');
  const { day } = (await ask(page, 'GET', '/house')).data;
  await page.waitForSelector('.calendar-today');
  if (day) assert.equal(await text(page, '.calendar-today .calendar-day'), String(Number(day.slice(8))));
  await page.locator('.calendar-row').first().hover({ timeout: 10_000 });
  await page.waitForSelector('.derivation');
  await shot(page, 'calendar');
}

/// An account is opened and closed; roles that one person may not hold together are refused in plain words.
async function accounts({ enter, go, desk, signIn }) {
  const { page } = await enter('administrator');
  await go(page, '#/accounts');
  await page.click('text=New account');
  await page.fill('[role=dialog] input[name=id]', 'n.person');
  await page.fill('[role=dialog] input[name=name]', 'Nola Person');
  await page.fill('[role=dialog] input[name=password]', 'twelve quiet rivers');
  await page.getByRole('checkbox', { name: 'Auditor' }).check();
  await page.getByRole('checkbox', { name: 'Coordinator' }).check();
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('[role=dialog] .trouble');
  assert.match(await text(page, '[role=dialog] .trouble'), /nobody audits work of one's own/i);
  await page.getByRole('checkbox', { name: 'Auditor' }).uncheck();
  await page.click('[role=dialog] button[type=submit]');
  await page.waitForSelector('.secret');
  assert.match(await text(page, '.secret'), /^([A-Z2-7]{4} ?)+$/);
  await page.click('[role=dialog] >> text=Done');
  const row = page.locator('tr:has-text("n.person")');
  await row.locator('button').click();
  await page.waitForSelector('tr:has-text("n.person") .tag:has-text("Closed")');
  const closed = await desk();
  await signIn(closed.page, 'n.person', 'twelve quiet rivers');
  await closed.page.waitForSelector('.form-fault');
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

export const stories = { 'sign-in': signInStory, roles, keyboard, queue, derivation, expired, lost, 'every-screen': everyScreen, accounts, guidelines, counted, measuring, 'first-screen': firstScreen };
