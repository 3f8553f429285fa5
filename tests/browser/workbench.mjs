// Stories of the workbench in a real browser against the running server.
//
//   node workbench.mjs ADDRESS BROWSER SCREENSHOTS|- STORY…
//
// One object of JSON on standard output: story -> {fault, measured}. A story fails with what was found and what was expected. Whatever
// a story does, an error of a script, a refusal by the page's own security policy or a request to another host fails it too.
// A person signs in once and stays signed in from story to story: one-time codes are good for one sign-in.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { small } from './small_png.mjs';
import { stories as further } from './stories/further.mjs';
import { stories as house } from './stories/house.mjs';
import { stories as people } from './stories/people.mjs';
import { stories as pictures } from './stories/pictures.mjs';
import { stories as record } from './stories/record.mjs';
import { stories as review } from './stories/review.mjs';

const [address, executablePath, screenshots, ...names] = process.argv.slice(2);
const stories = { ...further, ...house, ...people, ...pictures, ...record, ...review };
const PEOPLE = {
  intake: ['i.park', 'paper tray morning'],
  coordinator: ['c.rivera', 'blue harbor lantern'],
  reviewer: ['R01', 'quiet maple orchard'],
  second: ['R02', 'stone bridge at dawn'],
  director: ['m.osei', 'silver compass north'],
  compliance: ['k.lind', 'seven open windows'],
  auditor: ['a.chen', 'second pair of eyes'],
  administrator: ['s.admin', 'keyring on the hook'],
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const wrong = [];
const open = new Set();
const cookies = new Map();

/// A window of its own: cookies, storage, colours. mayVisit: another host that it may be sent to.
async function desk({ width = 1280, height = 860, dark = false, as, mayVisit } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', locale: 'en-US', reducedMotion: 'reduce' });
  open.add(context);
  if (as) await context.addCookies(as);
  const page = await context.newPage();
  page.on('pageerror', (fault) => wrong.push(`script: ${fault.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && /Content Security Policy|Uncaught/i.test(line.text())) wrong.push(line.text());
  });
  page.on('request', (request) => {
    if (mayVisit && request.isNavigationRequest() && request.url().startsWith(mayVisit)) return;
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) wrong.push(`request to another host: ${request.url()}`);
  });
  await page.goto(address);
  return { context, page };
}

async function signIn(page, who, password) {
  const [account, known] = PEOPLE[who] ?? [who, password];
  await page.waitForSelector('input[name=account]');
  await page.fill('input[name=account]', account);
  await page.fill('input[name=password]', password ?? known);
  await page.click('button[type=submit]');
}

async function enter(who, view = {}) {
  const one = await desk({ ...view, as: cookies.get(who) });
  await one.page.waitForSelector('.shell, input[name=account]');
  if ((await one.page.locator('.shell').count()) === 0) {
    await signIn(one.page, who);
    await one.page.waitForSelector('.shell');
    cookies.set(who, await one.context.cookies());
  }
  return one;
}

/// Asks the interface as the person who is signed in at this page.
async function ask(page, method, path, body, headers = {}) {
  return page.evaluate(
    async ([verb, where, told, more]) => {
      const session = await (await fetch('/api/v1/session')).json();
      const answer = await fetch(`/api/v1${where}`, { method: verb, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, ...more }, body: told === undefined ? undefined : JSON.stringify(told) });
      const text = await answer.text();
      let data = text;
      try {
        data = JSON.parse(text);
      } catch {
        // Not JSON: told as it is.
      }
      return { status: answer.status, etag: answer.headers.get('ETag'), data };
    },
    [method, path, body, headers],
  );
}

const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);
const shot = async (page, file) => {
  if (screenshots !== '-') writeFileSync(join(screenshots, `${file}.png`), small(await page.screenshot()));
};

const told = {};
for (const name of names) {
  wrong.length = 0;
  try {
    assert.ok(stories[name], `no story of this name: ${name}`);
    const measured = (await stories[name]({ address, browser, desk, enter, signIn, ask, go, shot, PEOPLE, cookies })) ?? {};
    assert.deepEqual(wrong, [], 'nothing goes wrong behind the screen');
    told[name] = { fault: null, measured };
  } catch (fault) {
    for (const context of open) for (const page of context.pages()) await shot(page, `failed-${name}`).catch(() => undefined);
    told[name] = { fault: [fault.stack ?? String(fault), ...wrong].join('\n') };
  }
  for (const context of open) await context.close().catch(() => {});
  open.clear();
}
await browser.close();
console.log(JSON.stringify(told));
