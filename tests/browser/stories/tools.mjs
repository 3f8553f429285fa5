// What the stories share: the two cases, waiting, axe-core, and the way to an open record.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

export const FIRST = 'CM14-0000001';
export const SECOND = 'CM15-0000001';

export const text = (page, selector) => page.locator(selector).first().innerText();

/// Waits until a question asked of the page is answered with yes. (Playwright's own way evaluates strings, which the page's policy forbids.)
export async function until(page, question, told, milliseconds = 20_000) {
  for (const end = Date.now() + milliseconds; ; await page.waitForTimeout(60)) {
    if (await page.evaluate(question, told)) return;
    assert.ok(Date.now() < end, `waited ${milliseconds} ms for ${question}`);
  }
}

/// What axe-core finds that is serious or worse.
export async function faultsOf(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.target.join(' ')).join(' | ')}`);
}

/// Brings the reviewer to the open record: attests party by party where that is still to be done.
export async function openReview(page, go, number, shot) {
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

export const saved = (page) => until(page, () => document.querySelector('.draft-state')?.className.includes('draft-saved'), null, 30_000);
