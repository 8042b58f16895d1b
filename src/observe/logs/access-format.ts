import type { Event } from '../../base/event.ts';
import { logVariablePattern } from '../../define/model/log-variables.ts';
import { OfKind } from '../of-kind.ts';
import type { StageView } from '../view.ts';
import { csv, type Escape, json, text, xml } from './escape.ts';
import { isSettled, type Variable, variableOf } from './variables.ts';

/** API Gateway's JSON form of an access log: what '' stands for. */
export const jsonFormat =
  '{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId","ip":"$context.identity.sourceIp","caller":"$context.identity.caller","user":"$context.identity.user","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}';

/** Writes the access log line of an event, without a line break. */
export type AccessFormat = (e: Event, at: StageView) => string;

/** A format taken apart: values, each with the text before it, and the text behind the last. */
interface Parts {
  readonly values: readonly Part[];
  readonly rest: string;
}

interface Part {
  readonly before: string;
  readonly value: Variable;
  readonly escaped: Escape;
}

/**
 * Compiles a format with `$context` variables. Values are escaped as the form of the format asks (JSON, XML,
 * CSV, or plain), so that one event is always one line. An unknown variable prints `-`.
 */
export function accessFormat(format: string): AccessFormat {
  const parts = partsOf((format === '' ? jsonFormat : format).replace(/\s*[\r\n]+\s*/g, ' ').trim());
  const ofKind = new OfKind((e, at: StageView) => (e.kind === null ? parts : settled(parts, e, at)));
  return (e, at) => {
    const { values, rest } = ofKind.of(e, at);
    let line = '';
    for (const part of values) line += part.before + written(part, e, at);
    return line + rest;
  };
}

function partsOf(template: string): Parts {
  const escaping = escapeOf(template);
  const values: Part[] = [];
  let from = 0;
  for (const match of template.matchAll(logVariablePattern)) {
    const before = template.slice(from, match.index);
    from = match.index + match[0].length;
    const quoted = template[match.index - 1] === '"' && template[from] === '"';
    // It is quoted and escaped already, and stands for itself unless the format has quotes of its own.
    const whole = match[1] === 'error.messageString' && !quoted;
    const name = match[1] === 'error.messageString' && quoted ? 'error.message' : match[1]!;
    const value = variableOf(name) ?? (() => '');
    values.push({ before, value, escaped: whole ? (text) => text : escaping });
  }
  return { values, rest: template.slice(from) };
}

/** The same for events of one kind: what they all have in common is text already. */
function settled({ values, rest }: Parts, e: Event, at: StageView): Parts {
  const left: Part[] = [];
  let before = '';
  for (const part of values) {
    before += part.before;
    if (isSettled(part.value, e)) before += written(part, e, at);
    else {
      left.push({ ...part, before });
      before = '';
    }
  }
  return { values: left, rest: before + rest };
}

function written({ value, escaped }: Part, e: Event, at: StageView): string | number {
  const found = value(e, at);
  if (typeof found === 'number') return found;
  return found === '' ? '-' : escaped(found);
}

function escapeOf(template: string): Escape {
  if (template.startsWith('{')) return json;
  if (template.startsWith('<')) return xml;
  const bare = template.replace(logVariablePattern, '').replace(/\s/g, '');
  return /^,+$/.test(bare) ? csv : text;
}
