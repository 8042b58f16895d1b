/** What a name does when code calls it, assigns to it or hands it on. */
export const POPUP = 1;
export const EVALUATES = 2;
export const TIMER = 3;
export const COMPILES = 4;
export const WRITES = 5;
export const SENDS = 6;
export const OPENS = 7;
export const DECODES = 8;
export const LOADS = 9;
export const PRINTS = 10;
export const IMPORTS = 11;

const calls: Record<string, number> = Object.create(null);
const put = (kind: number, names: string): void => {
  for (const name of names.split(' ')) calls[name] = kind;
};
put(POPUP, 'alert confirm prompt');
put(EVALUATES, 'eval execScript globalEval $eval $evalAsync');
put(TIMER, 'setTimeout setInterval setImmediate requestAnimationFrame queueMicrotask');
put(COMPILES, 'Function');
put(WRITES, 'write writeln insertAdjacentHTML createContextualFragment parseHTMLUnsafe setHTMLUnsafe');
put(SENDS, 'fetch sendBeacon XMLHttpRequest WebSocket EventSource Image postMessage ajax');
put(OPENS, 'open showModalDialog');
put(DECODES, 'atob btoa unescape escape decodeURIComponent decodeURI fromCharCode fromCodePoint');
put(LOADS, 'importScripts getScript Worker SharedWorker register');
put(PRINTS, 'print');
put(IMPORTS, 'import');

/** What calling this name does; 0 for a name that says nothing. */
export const callOf = (name: string): number => calls[name] ?? 0;

/** Names of the global object, whose members are the global names again. */
export const globals: ReadonlySet<string> = new Set([
  'window',
  'this',
  'self',
  'top',
  'parent',
  'frames',
  'globalThis',
  'opener',
  'defaultView',
  'contentWindow',
]);

/** Members that lead to a global object from whatever they are members of. */
export const windows: ReadonlySet<string> = new Set([
  'contentWindow',
  'defaultView',
  'ownerDocument',
  'view',
]);

/** What a page knows and an attacker wants. */
export const secrets: ReadonlySet<string> = new Set([
  'cookie',
  'localStorage',
  'sessionStorage',
  'credentials',
]);

/** What an attacker's code fetches its own text from. */
export const sources: ReadonlySet<string> = new Set([
  'location',
  'hash',
  'search',
  'name',
  'URL',
  'documentURI',
  'referrer',
  'baseURI',
  'atob',
  'unescape',
  'decodeURIComponent',
  'decodeURI',
  'fromCharCode',
  'fromCodePoint',
  'responseText',
  'source',
]);

/** What stands in a window that only shows that code ran. */
export const probing: ReadonlySet<string> = new Set([
  'document',
  'location',
  'window',
  'this',
  'self',
  'origin',
  'top',
  'parent',
  'domain',
  'cookie',
  'XSS',
  'xss',
  'localStorage',
  'sessionStorage',
  'navigator',
  'String',
  'globalThis',
]);

const probes = ['xss', 'hack', 'pwn', 'owned', 'cookie', 'csrf', 'inject', 'vuln', 'poc', 'test', 'domain'];

/** True for what stands in a window that only shows that code ran: `1`, `XSS`, `document.domain`. */
export function isProbe(text: string): boolean {
  if (text.length <= 3) return true;
  if (text.length > 40) return false;
  const lower = text.toLowerCase();
  return probes.some((probe) => lower.includes(probe));
}

/** True for a URL that leaves the page's own site. */
export function isElsewhere(text: string): boolean {
  const at = text.search(/\S/);
  if (at < 0) return false;
  const head = text
    .slice(at, at + 9)
    .toLowerCase()
    .replaceAll('\\', '/');
  return (
    head.startsWith('//') ||
    head.startsWith('http:/') ||
    head.startsWith('https:/') ||
    head.startsWith('ws:') ||
    head.startsWith('wss:')
  );
}

/** True for a path of the page's own site, and for an address of the machine that it is looked at on. */
export const isHome = (text: string): boolean =>
  /^(?:\/(?![/\\])|https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d{1,5})?(?:[/?]|$))/i.test(text);

/** True for a URL whose scheme runs code. */
export function runsAsUrl(text: string): boolean {
  let scheme = '';
  for (let at = 0; at < text.length && scheme.length < 12; at++) {
    const c = text.charCodeAt(at);
    if (c <= 0x20) continue;
    scheme += text[at]!.toLowerCase();
  }
  return (
    scheme.startsWith('javascript:') || scheme.startsWith('vbscript:') || scheme.startsWith('data:text/ht')
  );
}
