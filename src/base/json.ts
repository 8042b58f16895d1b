import { isUtf8 } from 'node:buffer';

/** Arrays and objects within one another: far more than data has, far less than a stack holds. */
const DEEPEST = 200;

/** What is no JSON text, or nests too deeply. */
export const NOT_JSON = Symbol('not JSON');

/** Reads the bytes of a JSON text (RFC 8259: in UTF-8); an empty body stands for an empty object, as in API Gateway. */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  if (!isUtf8(body) || nestsDeeply(body)) return NOT_JSON;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return NOT_JSON;
  }
}

/** Whether a value of JSON is an object: neither null nor an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a function's answer is, from its JSON text; a sentence that says what is wrong when it is none. */
export function answeredObject(payload: string): Record<string, unknown> | string {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return 'it is not JSON';
  }
  return isRecord(answer) ? answer : 'it is not an object';
}

/** Why the bytes cannot be read, for people. */
export function jsonFlaw(body: Buffer): string {
  if (!isUtf8(body)) return 'bytes that are not UTF-8';
  return nestsDeeply(body) ? `more than ${DEEPEST} levels` : 'no JSON text';
}

function nestsDeeply(body: Buffer): boolean {
  if (body.length <= DEEPEST || !opensMany(body)) return false;
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!;
    if (c === 34) {
      i = endOfString(body, i + 1);
    } else if (c === 91 || c === 123) {
      if (++depth > DEEPEST) return true;
    } else if (c === 93 || c === 125) depth--;
  }
  return false;
}

/** Whether so many brackets open at all, in strings too: most bodies have fewer, and need no closer look. */
function opensMany(body: Buffer): boolean {
  let opened = 0;
  for (let i = body.indexOf(123); i >= 0; i = body.indexOf(123, i + 1)) if (++opened > DEEPEST) return true;
  for (let i = body.indexOf(91); i >= 0; i = body.indexOf(91, i + 1)) if (++opened > DEEPEST) return true;
  return false;
}

/** The closing quote of a string whose text begins at `from`; the end of the body when there is none. */
function endOfString(body: Buffer, from: number): number {
  for (let i = body.indexOf(34, from); i >= 0; i = body.indexOf(34, i + 1)) {
    let slashes = 0;
    while (body[i - 1 - slashes] === 92 && i - 1 - slashes >= from) slashes++;
    if (slashes % 2 === 0) return i;
  }
  return body.length;
}
