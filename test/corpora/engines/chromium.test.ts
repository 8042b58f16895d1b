// Scripts that a browser really runs: values drawn from the grammars of HTML and JavaScript, put into pages as careless
// programs put them there, and kept where Chromium runs what they hold, by itself, when somebody clicks or moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import { blockedBy } from '../report/default-set.ts';
import { places, ScriptValues } from './script-values.ts';

// Shares from 0 to 1, only ever made stricter.
const least = 0.99;
const tried = 1_600;
/** Pages that are open at once, and how long each has, in milliseconds: what has not run by then does not count. */
const together = 80;
const patience = { alone: 300, moved: 150 };

test('nearly every value by which a browser runs a script is refused', async () => {
  const values = new ScriptValues(20_261_123);
  const all = Array.from({ length: tried }, (_, i) => {
    const place = places[i % places.length]!;
    const value = place.value(values);
    return { place: place.name, value, page: place.page(value) };
  });

  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const missed: string[] = [];
  let working = 0;
  try {
    const page = await browser.newPage();
    // Nothing is asked of any network.
    await page.route('**/*', (route) =>
      route.request().url() === 'http://page.test/'
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><body></body>' })
        : route.abort(),
    );
    await page.goto('http://page.test/');
    for (let from = 0; from < all.length; from += together) {
      const part = all.slice(from, from + together);
      for (const i of await ranOf(
        page,
        part.map((one) => one.page),
      )) {
        const { place, value } = part[i]!;
        working++;
        const body = JSON.stringify({ comment: value });
        const headers = ['Content-Type', 'application/json'];
        if (blockedBy({ method: 'POST', target: '/v1/comments', headers, body }) === '')
          missed.push(`${place}: ${JSON.stringify(value)}`);
      }
    }
  } finally {
    await browser.close();
  }
  const refused = 1 - missed.length / working;
  console.log(
    `values that a browser runs: ${working - missed.length} of ${working} refused, ${(100 * refused).toFixed(1)} %`,
  );
  assert.ok(working > tried / 2, `only ${working} run`);
  assert.ok(refused >= least, `${refused}:\n${missed.slice(0, 40).join('\n')}`);
});

/** Which of some pages run a script of theirs, each in a frame of its own, where it shows that by a dialog. */
const ranOf = (page: Page, pages: readonly string[]): Promise<number[]> =>
  page.evaluate(`(${looked})(${JSON.stringify(pages)}, ${JSON.stringify(patience)})`);

// In the page itself, which has its own globals.
const looked = `async (pages, { alone, moved }) => {
  const ran = new Set();
  window.ran = (i) => ran.add(i);
  window.alert = window.confirm = window.prompt = () => {};
  const frames = pages.map((page, i) => {
    const frame = document.createElement('iframe');
    const told = 'window.alert = window.confirm = window.prompt = function () { parent.ran(' + i + ') }';
    frame.srcdoc = '<!doctype html><script>' + told + '</script>' + page;
    return frame;
  });
  document.body.replaceChildren(...frames);
  await new Promise((resolve) => setTimeout(resolve, alone));
  for (const frame of frames)
    for (const element of frame.contentDocument?.querySelectorAll('*') ?? []) {
      for (const name of element.getAttributeNames())
        if (/^on/i.test(name)) element.dispatchEvent(new Event(name.slice(2).toLowerCase()));
      if (/^(?:a|button)$/i.test(element.localName))
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  await new Promise((resolve) => setTimeout(resolve, moved));
  return [...ran];
}`;
