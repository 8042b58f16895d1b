import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--paper:#fff;--ground:#eef1f5;--line:#cfd6df;--edge:#7a8695;--act:#0b5cad;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf3;--soft:#a3afbd;--paper:#1b222c;--ground:#10151b;--line:#3a4654;--edge:#7d8a99;--act:#7db8f5;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:min(24rem,100vw - 2rem);background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:2rem}
h1{font-size:1.25rem;margin:0}
.pool{color:var(--soft);margin:0 0 1.5rem;font-size:.9rem}
label{display:block;margin:1rem 0 .25rem;font-weight:600;font-size:.9rem}
input{width:100%;padding:.6rem .75rem;border:1px solid var(--edge);border-radius:8px;background:transparent;color:inherit;font:inherit}
button{width:100%;margin-top:1.5rem;padding:.65rem;border:0;border-radius:8px;background:var(--act);color:var(--paper);font:inherit;font-weight:600;cursor:pointer}
button.link{width:auto;margin:1rem 1rem 0 0;padding:0;background:none;color:var(--act);font-weight:400;text-decoration:underline}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.wrong{color:var(--bad);margin:0 0 .5rem}
.hint{color:var(--soft);margin:.35rem 0 0;font-size:.85rem}
`;

/** What a page may do: nothing but show itself and send its form. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** A page of a pool; `body` is markup. */
export const page = (pool: string, title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · ${escaped(pool)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1><p class="pool">${escaped(pool)}</p>${body}</main></body></html>
`;

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'tel';
  readonly autocomplete: string;
  readonly value?: string;
  /** What it must be, below it. */
  readonly hint?: string;
}

/** A form of the sign-in pages, posted to where it stands. */
export interface Form {
  readonly title: string;
  /** What the button does: the value of `do`. */
  readonly act: string;
  readonly button: string;
  readonly fields: readonly Field[];
  /** What was wrong the last time; '' when nothing was. */
  readonly wrong: string;
  /** Other things to do from here: values of `do`, and what they are called. */
  readonly others?: readonly (readonly [string, string])[];
  /** Values that go along. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** A page with a form that is sent to where it stands. */
export function formPage(pool: string, form: Form): string {
  const wrong =
    form.wrong === '' ? '' : `<p class="wrong" id="wrong" role="alert">${escaped(form.wrong)}</p>`;
  const fields = form.fields.map(({ name, label, type = 'text', autocomplete, value = '', hint = '' }, i) => {
    const about = [hint === '' ? '' : `${name}-hint`, form.wrong === '' ? '' : 'wrong'].filter(
      (id) => id !== '',
    );
    const described = about.length === 0 ? '' : ` aria-describedby="${about.join(' ')}"`;
    const input = `<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${escaped(value)}" maxlength="256" required${described}${i === 0 ? ' autofocus' : ''}>`;
    const below = hint === '' ? '' : `<p class="hint" id="${name}-hint">${escaped(hint)}</p>`;
    return `<label for="${name}">${escaped(label)}</label>${input}${below}`;
  });
  const hidden = Object.entries(form.hidden ?? {}).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const others = (form.others ?? []).map(
    ([act, text]) => `<button class="link" name="do" value="${act}" formnovalidate>${escaped(text)}</button>`,
  );
  return page(
    pool,
    form.title,
    `<form method="post">${wrong}${hidden.join('')}${fields.join('')}<button name="do" value="${form.act}">${escaped(form.button)}</button>${others.join('')}</form>`,
  );
}

/** For text and quoted attributes, and nothing changed: what a hidden field holds comes back as it was. */
export const escaped = (text: string): string => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
