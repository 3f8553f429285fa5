// A picture of every screen, to be looked at: light and dark, on a desk and on a tablet. It asserts nothing; workbench.mjs runs it with a folder
// for screenshots, against any running house:  node workbench.mjs ADDRESS BROWSER FOLDER pictures
import { openReview, until } from './tools.mjs';

const VIEWS = [
  { name: 'light', width: 1280, height: 860, dark: false },
  { name: 'dark', width: 1280, height: 860, dark: true },
  { name: 'tablet', width: 820, height: 1180, dark: false },
];

const screensOf = (number) => ({
  coordinator: ['queue', 'calendar', 'cases', 'mail', 'assignment', 'guidelines', 'dates', 'rosters', 'dashboard', `case/${number}/overview`, `case/${number}/letters`, `case/${number}/history`],
  reviewer: ['queue', `case/${number}/record`, `case/${number}/chart`, `case/${number}/review`],
  director: ['quality'],
  auditor: ['audit', 'dashboard'],
  administrator: ['accounts'],
  intake: ['new-case', 'queue'],
});

export async function settled(page) {
  await page.waitForTimeout(250);
  await until(page, () => !document.querySelector('.waiting'), null, 90_000);
  await page.waitForTimeout(250);
}

/// OPENIMR_PICTURES_CASE names the case; OPENIMR_PICTURES_ONLY some screens, OPENIMR_PICTURES_VIEWS some views.
async function pictures({ enter, go, shot }) {
  const only = process.env.OPENIMR_PICTURES_ONLY?.split(',');
  const views = process.env.OPENIMR_PICTURES_VIEWS?.split(',');
  for (const view of VIEWS.filter((one) => !views || views.includes(one.name))) {
    for (const [who, screens] of Object.entries(screensOf(process.env.OPENIMR_PICTURES_CASE ?? 'CM15-0000001'))) {
      const mine = screens.filter((screen) => !only || only.some((word) => screen.includes(word)));
      if (mine.length === 0) continue;
      const { page, context } = await enter(who, view);
      if (who === 'reviewer' && mine.some((screen) => screen.startsWith('case/'))) await openReview(page, go, process.env.OPENIMR_PICTURES_CASE ?? 'CM15-0000001');
      for (const screen of mine) {
        await go(page, `#/${screen}`);
        await settled(page);
        await page.locator('.desk-list button').first().click({ timeout: 500 }).catch(() => undefined);
        await settled(page);
        await shot(page, `${view.name}-${who}-${screen.replace(/.*CM\d\d-\d+\//, 'case-')}`);
      }
      await context.close();
    }
  }
  return {};
}

export const stories = { pictures };
