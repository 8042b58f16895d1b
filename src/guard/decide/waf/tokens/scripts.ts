import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../../../base/wire.ts';

/** The scripts that pages of one’s own include, by AWS’s names; `captcha.js` and `jsapi.js` are one. */
type ScriptName = 'challenge.js' | 'captcha.js' | 'jsapi.js';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'page', name), 'utf8');

// The puzzle stands in an element of the page: what the style says of the root and the body, it says of that.
const style = read('page.css')
  .replaceAll(':root', ':host')
  .replace(
    /\nbody \{[^}]*\}/,
    '\n:host {\n  color: var(--text);\n  font: 1rem / 1.5 system-ui, sans-serif;\n}',
  )
  .replace(/\nmain \{/, '\nmain {\n  color: var(--text);');
const work = read('work.js');
const integration = read('integration.js');
const widget = read('widget.js');

/** A fresh page asks again after so long, in seconds. */
const keptSec = 300;

const headers = Object.freeze([
  ...['Content-Type', 'text/javascript; charset=UTF-8'],
  ...['Cache-Control', `public, max-age=${keptSec}`],
  ...['X-Content-Type-Options', 'nosniff'],
  // Pages of other sites include it with an API key, and it holds nothing of anybody.
  ...['Cross-Origin-Resource-Policy', 'cross-origin'],
]);

/**
 * The scripts, the same for every web ACL; `words` says whether a question can take the place of the picture. Each is
 * one function, so that of what it needs nothing is seen in the page but `AwsWafIntegration`, and of the second
 * `AwsWafCaptcha`.
 */
export function scriptsOf(words: boolean): ReadonlyMap<string, string> {
  const bundle = (...parts: readonly string[]): string => {
    const text = parts.join('\n').replaceAll('__words__', String(words));
    const styled = text.replace("'__style__'", () => JSON.stringify(style));
    return `((globalThis) => {\n${styled}\n})(Object.create(globalThis));\n`;
  };
  const puzzles = bundle(work, integration, widget);
  const named: Readonly<Record<ScriptName, string>> = {
    'challenge.js': bundle(work, integration),
    'captcha.js': puzzles,
    'jsapi.js': puzzles,
  };
  return new Map(Object.entries(named));
}

/** A script as it is given out. */
export const scriptAnswer = (text: string, more: readonly string[]): Answer => ({
  status: 200,
  headers: [...headers, ...more],
  body: text,
  length: -1,
});
