import type { Event } from '../../base/event.ts';
import { logVariablePattern } from '../../define/model/log-variables.ts';
import type { StageView } from '../view.ts';
import { csv, type Escape, json, text, xml } from './escape.ts';
import { type Variable, variableOf } from './variables.ts';

/** API Gateway's JSON form of an access log: what '' stands for. */
export const jsonFormat =
  '{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId","ip":"$context.identity.sourceIp","caller":"$context.identity.caller","user":"$context.identity.user","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}';

/** Writes the access log line of an event, without a line break. */
export type AccessFormat = (e: Event, at: StageView) => string;

/**
 * Compiles a format with `$context` variables. Values are escaped as the form of the format asks (JSON, XML,
 * CSV, or plain), so that one event is always one line. An unknown variable prints `-`.
 */
export function accessFormat(format: string): AccessFormat {
  const template = (format === '' ? jsonFormat : format).replace(/\s*[\r\n]+\s*/g, ' ').trim();
  const escaped = escapeOf(template);
  const literals: string[] = [];
  const values: Variable[] = [];
  const escapes: Escape[] = [];
  let from = 0;
  for (const match of template.matchAll(logVariablePattern)) {
    literals.push(template.slice(from, match.index));
    from = match.index + match[0].length;
    const quoted = template[match.index - 1] === '"' && template[from] === '"';
    // It is quoted and escaped already, and stands for itself unless the format has quotes of its own.
    const whole = match[1] === 'error.messageString' && !quoted;
    const name = match[1] === 'error.messageString' && quoted ? 'error.message' : match[1]!;
    values.push(variableOf(name) ?? (() => ''));
    escapes.push(whole ? (value) => value : escaped);
  }
  const last = template.slice(from);
  return (e, at) => {
    let line = '';
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!(e, at);
      line += literals[i]!;
      if (typeof value === 'number') line += value;
      else line += value === '' ? '-' : escapes[i]!(value);
    }
    return line + last;
  };
}

function escapeOf(template: string): Escape {
  if (template.startsWith('{')) return json;
  if (template.startsWith('<')) return xml;
  const bare = template.replace(logVariablePattern, '').replace(/\s/g, '');
  return /^,+$/.test(bare) ? csv : text;
}
