import { isAscii } from 'node:buffer';
import { type Decision, PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import { jsonFlaw, NOT_JSON, readJson } from '../../../base/json.ts';
import { firstMediaType } from '../../../base/media-types.ts';
import { readPrefix } from '../body.ts';
import type { Given } from '../given.ts';
import type { Decide } from '../step.ts';
import type { Check } from './check.ts';
import { ambiguity, flawsOf, isAmbiguous } from './flaws.ts';
import { schemasOf, tells } from './models.ts';
import type { Check as Fits } from './schema/schemas.ts';
import { awsWords } from './wording.ts';

/** The largest body that is read for its schema, in bytes: all that API Gateway takes. */
export const LARGEST = 10 * 1024 * 1024;

/** Refuses a request whose body does not fit the model for its media type. Without a model for it, all bodies fit. */
export function bodyStep(check: Check & { readonly of: 'body' }, given: Given): Decide {
  const schemas = schemasOf(check.api, given);
  const byType = new Map(Object.entries(check.schemas).map(([type, uri]) => [type, schemas.check(uri)]));
  const other = byType.get('$default');
  const read = readPrefix(LARGEST);
  const judge = judging(check, tells(check, given));
  const step = (x: Exchange): Decision | Promise<Decision> => {
    const type = mediaTypeOf(x);
    if (type === '') return judge(x, null);
    const model = byType.get(type) ?? other;
    if (model === undefined) return PASS;
    const waiting = read(x);
    return waiting instanceof Promise ? waiting.then(() => judge(x, model)) : judge(x, model);
  };
  return given.tracing ? tracing(step, check) : step;
}

/**
 * The media type of a request, `application/json` when it names none. '' when it names two: whoever reads the
 * body behind the gateway might believe the other one.
 */
export function mediaTypeOf({ headers }: Exchange): string {
  let found = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length !== 12 || name.toLowerCase() !== 'content-type') continue;
    const type = firstMediaType(headers[i + 1]!);
    if (isList(headers[i + 1]!)) return '';
    if (found !== '' && found !== type) return '';
    found = type;
  }
  return found === '' ? 'application/json' : found;
}

/** Whether a value has a comma outside of quotes: `Content-Type` is no list, and of one some take the last. */
function isList(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 44) return true;
    if (c !== 34) continue;
    const end = closingQuote(value, i + 1);
    if (end < 0) return value.includes(',', i);
    i = end;
  }
  return false;
}

/** Where the quote closes that stands before `from` (RFC 9110 5.6.4); -1 where it does not. */
function closingQuote(value: string, from: number): number {
  for (let i = from; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 34) return i;
    if (c === 92) i++;
  }
  return -1;
}

/**
 * Whether the body is to every reader the text that is judged here: in UTF-8, and as it stands. In the charset UTF-7
 * `+ACI-` ends a string, and what is plain JSON can be a stream of brotli as well.
 */
export function isAsItStands({ headers }: Exchange, body: Buffer): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 12 && name.toLowerCase() === 'content-type') {
      if (headers[i + 1]!.includes(';') && !isInUtf8(headers[i + 1]!, body)) return false;
    } else if (name.length === 16 && name.toLowerCase() === 'content-encoding') {
      if (!/^(?:identity|utf-?8)?$/i.test(headers[i + 1]!)) return false;
    }
  }
  return true;
}

function isInUtf8(contentType: string, body: Buffer): boolean {
  for (const [, charset = ''] of contentType.matchAll(
    /charset\s*(?:(?:\*?\d+\*?|\*\*?)\s*)?=\s*"?([^\s;",]*)/gi,
  )) {
    const named = charset.toLowerCase();
    if (named !== 'utf-8' && named !== 'utf8' && !(supersets.test(named) && isAscii(body))) return false;
  }
  return true;
}

/** In these the bytes of ASCII are ASCII. */
const supersets = /^(?:us-ascii|ascii|iso-8859-\d{1,2}|latin1|windows-125\d)$/;

/** Holds the body, which has been read, to a model; null when the request names two media types. */
type Judge = (x: Exchange, model: Fits | null) => Decision;

function judging({ by, messages }: Check, telling: boolean): Judge {
  const refusal = refuse('BAD_REQUEST_BODY', by);
  const tooLarge = refuse('REQUEST_TOO_LARGE', by);
  const precise = messages === 'precise';
  /** For what no schema says. */
  const said = (x: Exchange, rule: string, found: string, message: string): Decision => {
    x.complaint = `[the body has ${found}]`;
    if (precise) x.flaws = [{ place: 'body', path: '', rule, found, message }];
    return refusal;
  };
  return (x, model) => {
    if (model === null) return said(x, 'media-type', 'two media types', 'must name one media type');
    if (!x.prefixWhole) return tooLarge;
    const body = x.prefix!;
    if (!isAsItStands(x, body))
      return said(x, 'coding', 'another charset or coding', 'must be JSON in UTF-8, as it stands');
    const value = readJson(body);
    if (value === NOT_JSON) {
      if (!telling) return refusal;
      return said(x, 'json', jsonFlaw(body), 'must be JSON in UTF-8');
    }
    if (isAmbiguous(body, value)) {
      if (!telling) return refusal;
      const { flaw, words } = ambiguity(body, value);
      x.complaint = words;
      if (precise) x.flaws = [flaw];
      return refusal;
    }
    if (!telling) return model.fits(value, body.length) ? PASS : refusal;
    const wrong = model.wrong(value, body.length);
    if (wrong === null) return PASS;
    x.complaint = awsWords(wrong);
    if (precise) x.flaws = flawsOf(wrong, 'body');
    return refusal;
  };
}

/** The traced form: its step stays open until the body has been read. */
function tracing(step: Decide, { by, schemas }: Check & { readonly of: 'body' }): Decide {
  return (x) => {
    const { trace } = x;
    if (trace === null) return step(x);
    const open = trace.open('validation', 'body', by);
    const close = (decision: Decision): Decision => {
      const type = mediaTypeOf(x);
      const model = schemas[type] ?? schemas.$default;
      trace.close(open, {
        looked: { contentType: type, ...(model === undefined ? {} : { model }) },
        outcome: decision === PASS ? 'pass' : `refuse ${decision.reason}`,
        because:
          decision !== PASS
            ? `The body does not fit its model: ${x.complaint}.`
            : model === undefined
              ? 'The method has no model for this content type, so any body fits.'
              : 'The body fits its model.',
      });
      return decision;
    };
    const decision = step(x);
    return decision instanceof Promise ? decision.then(close) : close(decision);
  };
}
