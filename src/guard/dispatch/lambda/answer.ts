import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { answeredObject, isRecord } from '../../../base/json.ts';
import { DROP, headerText, REMAP, remapped, toClient } from '../headers.ts';

/** What a function's answer says, once it has been found well formed. */
export interface FunctionAnswer {
  readonly status: number;
  /** Names and values in turn, ready for the wire. */
  readonly headers: string[];
  readonly body: string;
  readonly base64: boolean;
}

const KEYS: ReadonlySet<string> = new Set([
  'statusCode',
  'headers',
  'multiValueHeaders',
  'body',
  'isBase64Encoded',
]);

/**
 * Reads the JSON text a function answered with as a Lambda proxy response; a sentence that says what is wrong
 * when API Gateway would call it malformed. No field is mandatory, no other is allowed.
 */
export function readAnswer(payload: string): FunctionAnswer | string {
  const answer = answeredObject(payload);
  if (typeof answer === 'string') return answer;
  for (const key of Object.keys(answer)) {
    if (!KEYS.has(key)) return `it has the key ${JSON.stringify(key)}, which a proxy response has not`;
  }
  const status = statusOf(answer.statusCode);
  if (status === 0) return 'statusCode must be a whole number from 200 to 599';
  const { body, isBase64Encoded: base64 } = answer;
  if (!isNone(body) && typeof body !== 'string') return 'body must be a string';
  if (!isNone(base64) && typeof base64 !== 'boolean') return 'isBase64Encoded must be true or false';
  const headers = headersOf(answer.headers, answer.multiValueHeaders);
  if (typeof headers === 'string') return headers;
  return { status, headers, body: typeof body === 'string' ? body : '', base64: base64 === true };
}

const isNone = (value: unknown): value is null | undefined => value === null || value === undefined;

/** 200 when it is missing, 0 when it is none. A client would take a status below 200 for a beginning, and the next answer for the end. */
function statusOf(value: unknown): number {
  if (isNone(value)) return 200;
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599
    ? status
    : 0;
}

function headersOf(single: unknown, multi: unknown): string[] | string {
  const out: string[] = [];
  const taken = new Set<string>();
  if (!isNone(multi)) {
    if (!isRecord(multi)) return 'multiValueHeaders must be an object';
    for (const [name, values] of Object.entries(multi)) {
      if (!Array.isArray(values)) return `multiValueHeaders must have an array for ${JSON.stringify(name)}`;
      taken.add(name.toLowerCase());
      for (const value of values) {
        const flaw = add(out, name, value);
        if (flaw !== '') return flaw;
      }
    }
  }
  if (!isNone(single)) {
    if (!isRecord(single)) return 'headers must be an object';
    for (const [name, value] of Object.entries(single)) {
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      const flaw = add(out, name, value);
      if (flaw !== '') return flaw;
    }
  }
  if (!taken.has('content-type')) out.push('Content-Type', 'application/json');
  return out;
}

/** Adds one header, under the name it has at the client; what is wrong with it, or ''. */
function add(out: string[], name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'boolean') {
    return `the header ${JSON.stringify(name)} must be a string, true or false`;
  }
  if (name === '' || !allIn(TOKEN, name)) return `${JSON.stringify(name)} cannot be the name of a header`;
  const text = headerText(String(value));
  // Nothing a function returns can begin another header line, or another answer.
  if (!allIn(VALUE, text)) return `the header ${JSON.stringify(name)} has a control character`;
  if (name.toLowerCase() === 'x-amzn-trace-id') return '';
  const rule = toClient.of(name);
  if (rule !== DROP) out.push(rule === REMAP ? remapped(name) : name, text);
  return '';
}
