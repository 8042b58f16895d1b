import type { Report } from './anomaly.ts';

const looked = 8_192;
const requestLine = /[A-Z-]{3,20} \S{1,2048} HTTP\/\d(?:\.\d)?\r?\n/y;

/**
 * A body that holds a request of its own where a server that reads the length differently would begin to read the next
 * one: at once, or behind the chunk that ends a body.
 */
export function checkBody(text: string, contentType: string, report: Report): void {
  const head = text.length > looked ? text.slice(0, looked) : text;
  if (head.indexOf('HTTP/') < 0 || contentType.startsWith('message/http')) return;
  const start = /^\s*/.exec(head)![0].length;
  if (requestAt(head, start)) {
    report('smuggling', 70, 'body', 'begins with a request of its own');
    return;
  }
  for (let at = end(head, 0); at >= 0; at = end(head, at)) {
    if (requestAt(head, at)) {
      report('smuggling', 92, 'body', 'a last chunk, and a request behind it');
      return;
    }
  }
}

/** Behind the next `0` on a line of its own with a blank line after it; -1 when there is none. */
function end(text: string, from: number): number {
  lastChunk.lastIndex = from;
  return lastChunk.test(text) ? lastChunk.lastIndex : -1;
}

const lastChunk = /(?:^|\n)0\r?\n\r?\n/g;

function requestAt(text: string, at: number): boolean {
  requestLine.lastIndex = at;
  return requestLine.test(text);
}

const splitting = /(?:%20|\+|%09)HTTP\/1\.[01](?:%0d)?%0a/i;
// As the beginning of a value: one that begins with a whole request is pasted, and left to who knows messages.
const begun = /=(?:%20|\+|%09)HTTP\/1\.[01](?:%0d)?%0a/i;
// What of a message goes on behind a line break: the blank line before a body, a header, a request.
const breaks =
  /%0d(?:%0a)?%0d(?:%0a)?|%0d(?:%0a)?[a-z][a-z0-9-]{1,40}(?::|%3a)|%0a(?:set-cookie|location|x-[a-z0-9-]{2,40}|content-[a-z]{4,20})(?::|%3a)|%0[ad](?:GET|POST|PUT|DELETE|HEAD|OPTIONS)(?:%20|\+|%09)(?:%2f|\/)|\.[a-z]\w{1,4}%0[ad](?:\/|$)/i;
const header = /(?:%0d)?%0a(?:transfer-encoding|content-length|host|connection)(?::|%3a)/i;

/** Line breaks in a target or a header, encoded, with what a message goes on with behind them. */
export function checkBreaks(where: string, text: string, report: Report): void {
  if (text.indexOf('%0') < 0) return;
  const query = where === 'query';
  if ((query ? begun : splitting).test(text))
    report('smuggling', 82, where, 'the end of a request line, encoded');
  else if (where === 'path' && breaks.test(text))
    report('smuggling', 58, where, 'a line break and what a message goes on with, encoded');
  else if (!query && header.test(text))
    report('smuggling', 78, where, 'a header behind a line break, encoded');
}
