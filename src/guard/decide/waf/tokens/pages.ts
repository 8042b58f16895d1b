import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prepared } from '../../../../base/decision.ts';

/** What is asked of a client, and where it hands it in. */
export interface Asking {
  readonly action: 'CAPTCHA' | 'CHALLENGE';
  /** The path of the web ACL's own place: `/_portcullis/waf/{id}`. */
  readonly path: string;
  /** Whether a question in words can be answered in place of the picture. */
  readonly words: boolean;
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'page', name), 'utf8');

const style = read('page.css');
const work = read('work.js');
const bodies = {
  CHALLENGE: { status: 202, html: read('challenge.html'), script: `${work}\n${read('challenge.js')}` },
  CAPTCHA: { status: 405, html: read('captcha.html'), script: `${work}\n${read('captcha.js')}` },
} as const;

/**
 * The two answers to a request that has to prove something first: a page for browsers, and for all others the
 * status and the header alone. The page holds everything it needs; its policy lets its own script and style run,
 * by their digests, and nothing else.
 */
export function answersOf({ action, path, words }: Asking): {
  readonly page: Prepared;
  readonly plain: Prepared;
} {
  const { status, html, script } = bodies[action];
  const common = [
    ...['x-amzn-waf-action', action.toLowerCase()],
    ...['Cache-Control', 'no-store, max-age=0'],
    ...['Content-Type', 'text/html; charset=UTF-8'],
  ];
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
  const protections = [
    ...['Content-Security-Policy', policy],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Referrer-Policy', 'same-origin'],
    ...['X-Robots-Tag', 'noindex'],
  ];
  const parts: Readonly<Record<string, string>> = { style, script, path, words: String(words) };
  const body = html.replace(
    /\/\*(\w+)\*\/|__(\w+)__/g,
    (_, text?: string, value?: string) => parts[text ?? value!] ?? '',
  );
  return {
    page: Object.freeze({ status, headers: Object.freeze([...common, ...protections]), body }),
    plain: Object.freeze({ status, headers: Object.freeze(common), body: '' }),
  };
}

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
