import type { WafOutcome } from '../../base/exchange.ts';
import type { MatchDetail } from '../../base/match-detail.ts';

/** What rules found, in one text: an entry begins with its mark and how many lines follow. */
const DETAIL = 'd';
const UNREAD = 'u';
/** Characters that are kept at most: of one request's entries, and of one line. */
const maxBlock = 8_192;
const maxLine = 512;

/** What a web ACL's rules found in a request, and what they could not read of it; '' when nothing. Entries beyond 8 KB are left out. */
export function foundBlock({ details = [] }: WafOutcome, unread: readonly string[] | null): string {
  let block = '';
  for (const d of details) {
    const lines = [d.rule, d.within, d.condition, d.sensitivity, d.location, d.field, d.family, ...d.data];
    block = entry(block, DETAIL, lines);
  }
  if (unread !== null) block = entry(block, UNREAD, unread);
  return block;
}

function entry(block: string, mark: string, lines: readonly string[]): string {
  let text = `${mark}${lines.length}\n`;
  for (const line of lines) text += `${line.slice(0, maxLine).replaceAll('\n', ' ')}\n`;
  return block.length + text.length > maxBlock ? block : block + text;
}

/** The entries again. */
export function readFoundBlock(block: string): { details: MatchDetail[]; unread: string[] } {
  const details: MatchDetail[] = [];
  let unread: string[] = [];
  const lines = block.split('\n');
  for (let at = 0; at < lines.length - 1; ) {
    const head = lines[at]!;
    const count = Number(head.slice(1));
    const of = lines.slice(at + 1, at + 1 + count);
    if (head[0] === DETAIL) details.push(detailOf(of));
    else if (head[0] === UNREAD) unread = of;
    at += 1 + count;
  }
  return { details, unread };
}

function detailOf([rule, within, condition, sensitivity, location, field, family, ...data]: string[]) {
  return { rule, within, condition, sensitivity, location, field, family, data } as MatchDetail;
}
