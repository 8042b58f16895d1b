import type { Exchange } from '../../../../base/exchange.ts';

/** Remarks on one request. */
const most = 8;

/** Says, for the event of a request, what could not be read of it: `body: is no JSON`. */
export function remark(x: Exchange, text: string): void {
  if (x.unread === null) x.unread = [text];
  else if (x.unread.length < most && !x.unread.includes(text)) x.unread.push(text);
}
