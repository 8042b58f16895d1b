import type { Exchange } from '../../../../base/exchange.ts';
import type { Looked, Said } from '../../../../base/trace.ts';
import { traced } from '../../../../base/traced.ts';
import type { Finding } from '../detect/finding.ts';
import type { Value } from '../field.ts';
import type { Test, WafGiven } from '../statement.ts';
import { readable } from '../texts/readable.ts';
import { type Matched, remember, tellsOf } from '../told/told.ts';
import { type LensSettings, lensText, type Stage } from './lens.ts';

/** What a statement asks of each text of a field. */
export interface Question {
  test(text: string): boolean;
  /** As it follows the name of the field: `contains "wp-"`. */
  readonly asked: string;
  /** What it was asked with, for a trace. */
  readonly looked: Looked;
  /** Of a text that passed the test: what in it did, for a trace. */
  shows?(text: string): Shown;
  /** What a detector understood of a text: in place of `test`, and handed to `tells`. */
  finds?(text: string): Finding | null;
  /** What matched, for the log; absent: AWS WAF’s log has nothing of such statements. */
  tells?(text: string, finding: Finding | null): Matched | null;
}

/** What a trace says of the text that matched. */
export interface Shown {
  /** From inclusive, to exclusive; null for the text as a whole. */
  readonly span: readonly [number, number] | null;
  readonly looked?: Looked;
  /** Behind the name of the field, when there is more to say than what was asked. */
  readonly because?: string;
}

/** The test of a statement that puts a question to a field: true when one of its texts passes. */
export function questionTest(
  name: string,
  settings: LensSettings,
  given: WafGiven,
  question: Question,
): Test {
  const run = tested(settings, given, question);
  if (!given.tracing) return run;
  const [member] = Object.keys(settings.FieldToMatch);
  const seen = {
    ...{ stages: given.stages(settings), names: given.names(settings), flaw: given.flaw(settings) },
    ...{ member: member!, field: lensText(settings) },
  };
  return traced(true, 'statement', name, '', run, (x, verdict) => said(x, verdict === true, seen, question));
}

function tested(settings: LensSettings, given: WafGiven, question: Question): Test {
  const lens = given.lens(settings);
  if (question.tells === undefined) {
    return (x) => {
      const value = lens(x);
      return typeof value === 'boolean' ? value : whichOf(value, question) >= 0;
    };
  }
  const place = tellsOf(settings, given, (text, finding) => question.tells!(text, finding));
  if (question.finds !== undefined) return (x) => found(lens(x), question, x, place);
  return (x) => {
    const value = lens(x);
    if (typeof value === 'boolean') return value;
    const which = whichOf(value, question);
    if (which < 0) return false;
    remember(x, place, { which, finding: null });
    return true;
  };
}

/** The same where a detector is asked: what it understood is kept, so that telling does not ask it again. */
function found(value: Value, question: Question, x: Exchange, place: number): boolean {
  if (typeof value === 'boolean') return value;
  const count = typeof value === 'string' ? 1 : value.length;
  for (let which = 0; which < count; which++) {
    const finding = question.finds!(typeof value === 'string' ? value : value[which]!);
    if (finding === null) continue;
    remember(x, place, { which, finding });
    return true;
  }
  return false;
}

/** The number of the first text that passes; -1 when none does. */
function whichOf(value: string | readonly string[], question: Question): number {
  if (typeof value === 'string') return question.test(value) ? 0 : -1;
  for (let i = 0; i < value.length; i++) if (question.test(value[i]!)) return i;
  return -1;
}

/** What a trace shows of a lens. */
interface Seen {
  readonly stages: readonly Stage[];
  readonly names: ((x: Exchange) => readonly string[]) | null;
  readonly flaw: ((x: Exchange) => string) | null;
  /** The field alone, and with its transformations. */
  readonly member: string;
  readonly field: string;
}

function said(x: Exchange, matched: boolean, seen: Seen, question: Question): Said {
  const { stages, names, member, field } = seen;
  const value = stages.at(-1)!.read(x);
  const outcome = matched ? 'match' : 'no match';
  const { looked } = question;
  const flaw = seen.flaw?.(x) ?? '';
  const partly = flaw === '' ? '' : ` ${member} ${flaw}.`;
  if (typeof value === 'boolean') {
    const counts = `and the statement says that this counts as ${value ? 'a match' : 'no match'}.`;
    const because =
      flaw !== ''
        ? `${member} ${flaw}, ${counts}`
        : value
          ? `The request has no ${member} that can be looked at, ${counts}`
          : `The request has no ${field.split(' → ')[0]} to look at.`;
    return { looked: { field, value: '', ...looked }, outcome, because };
  }
  const texts = typeof value === 'string' ? [value] : value;
  const which = matched ? texts.findIndex((text) => question.test(text)) : -1;
  if (which < 0) {
    const because = `Not true that ${field} ${question.asked}.${partly}`;
    const all = short(texts.join(' | '));
    return { looked: { field, value: all, ...outputs(x, stages, -1), ...looked }, outcome, because };
  }
  const text = texts[which]!;
  const shown = question.shows?.(text);
  const marked: Looked = shown?.span == null ? {} : { match: around(text, shown.span) };
  return {
    looked: {
      field,
      ...(names === null ? {} : { name: short(names(x)[which] ?? '') }),
      value: short(text),
      ...outputs(x, stages, which),
      ...looked,
      ...marked,
      ...shown?.looked,
    },
    outcome,
    because: `${field} ${shown?.because ?? question.asked}.${partly}`,
  };
}

/** What was received, and what each transformation made of it; nothing when there is no transformation. */
function outputs(x: Exchange, stages: readonly Stage[], which: number): Looked {
  if (stages.length === 1) return {};
  const found: Record<string, string> = {};
  stages.forEach((stage, i) => {
    const value = stage.read(x);
    if (typeof value === 'boolean') return;
    const text = typeof value === 'string' ? value : which < 0 ? value.join(' | ') : (value[which] ?? '');
    found[i === 0 ? 'received' : `${i}. ${stage.name}`] = short(text);
  });
  return found;
}

/** A text with «» around what matched, cut to what stands near it. */
export function around(text: string, [from, to]: readonly [number, number]): string {
  const before = text.slice(Math.max(0, from - 40), from);
  const within = text.slice(from, to);
  const shown =
    within.length > 120
      ? `${readable(within.slice(0, 60))}…${readable(within.slice(-59))}`
      : readable(within);
  const after = text.slice(to, to + 40);
  const parts = `${readable(before)}«${shown}»${readable(after)}`;
  return `${from > 40 ? '…' : ''}${parts}${to + 40 < text.length ? '…' : ''}`;
}

/** Short enough to print. */
export const short = (text: string): string =>
  text.length > 200 ? `${readable(text.slice(0, 200))}… (${text.length} in all)` : readable(text);
