// axe-core over HTML files in a real browser, without the network.
//
//   node axe.mjs BROWSER SCREENSHOTS|- FILE…    one JSON object on standard output: file -> [{id, impact, help, targets}]
//
// Each page is looked at on a desk screen, on a telephone, and at twice the size of its letters.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const [executablePath, screenshots, ...files] = process.argv.slice(2);
const views = { desk: { width: 1280, height: 900 }, telephone: { width: 360, height: 740 } };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const found = {};
for (const file of files) {
  found[file] = [];
  for (const [view, viewport] of Object.entries(views)) {
    const context = await browser.newContext({ viewport, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    for (const one of result.violations)
      found[file].push({ view, id: one.id, impact: one.impact, help: one.help, targets: one.nodes.map(node => node.target.join(' ')) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) found[file].push({ view, id: 'scrolls-sideways', impact: 'serious', help: `${wide} pixels wider than the screen`, targets: ['html'] });
    if (screenshots !== '-') await page.screenshot({ path: join(screenshots, `${basename(file, '.html')}.${view}.png`), fullPage: true });
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
