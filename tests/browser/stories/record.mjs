// The record and the chart: every quote on its words.
import assert from 'node:assert/strict';
import { SECOND, text, until } from './tools.mjs';

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
export async function quoteLeadsToItsWords(page, ask, number, quote) {
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
  await page.click('.thumb span:text-is("1")');
  await until(page, () => document.querySelector('.strip').scrollTop < 100);
  await page.keyboard.press('/');
  await page.keyboard.type('spinal cord stimulator trial');
  await page.waitForSelector('.search-answer', { timeout: 30_000 });
  assert.match(await text(page, '.search-answer'), /Not found\. Pages searched: 2\d|Places in the file/);
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
  assert.match(await text(page, '.absents summary'), /Pages searched: 28/);
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

/// Notes and bookmarks follow their writer to another desk; what is written while the connection is lost is sent when it is back; what two
/// windows wrote is joined; nobody else is shown them.
async function notes({ enter, go, ask, shot }) {
  const open = async () => {
    const one = await enter('coordinator');
    await go(one.page, `#/case/${SECOND}/record`);
    await one.page.waitForSelector('.strip', { timeout: 30_000 });
    await one.page.click('[aria-label="Notes and bookmarks"]');
    await until(one.page, () => document.querySelector('.notes-saved'));
    return one;
  };
  const write = async (page, words) => {
    await page.fill('.notes textarea', words);
    await page.click('.notes >> text=Add note');
  };
  const has = (page, words) => until(page, (wanted) => [...document.querySelectorAll('.note p')].some((note) => note.textContent === wanted), words);
  const [one, other] = [await open(), await open()];
  await one.context.setOffline(true);
  await write(one.page, 'Written while the connection was lost.');
  await one.page.waitForSelector('.notes-local');
  await shot(one.page, 'notes-local');
  await write(other.page, 'Written at another desk.');
  await other.page.waitForSelector('.notes-saved');
  await other.page.focus('.strip');
  await other.page.keyboard.press('b');
  await one.context.setOffline(false);
  await one.page.waitForSelector('.notes-saved', { timeout: 20_000 });
  for (const words of ['Written while the connection was lost.', 'Written at another desk.']) await has(one.page, words);
  await other.page.reload();
  await other.page.waitForSelector('.strip', { timeout: 30_000 });
  await other.page.click('[aria-label="Notes and bookmarks"]');
  for (const words of ['Written while the connection was lost.', 'Written at another desk.']) await has(other.page, words);
  assert.ok((await other.page.locator('.notes li .link').count()) > 0);
  await shot(other.page, 'notes');
  // What is taken away at one desk is gone at the other.
  await other.page.locator('.note:has-text("connection was lost") .note-remove').click();
  await other.page.waitForSelector('.notes-saved');
  await one.page.reload();
  await one.page.waitForSelector('.strip', { timeout: 30_000 });
  await one.page.click('[aria-label="Notes and bookmarks"]');
  await has(one.page, 'Written at another desk.');
  assert.equal(await one.page.locator('.note:has-text("connection was lost")').count(), 0);
  const director = await enter('director');
  assert.deepEqual((await ask(director.page, 'GET', `/cases/${SECOND}/notes`)).data.notes, []);
}

export const stories = { record, notes, evidence, chart, 'long-file': longFile };
