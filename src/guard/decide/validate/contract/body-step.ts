import { type Decision, PASS, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Flaw } from '../../../../base/flaw.ts';
import { jsonFlaw, NOT_JSON, readJson } from '../../../../base/json.ts';
import type { ContractContent } from '../../../../define/model/contract.ts';
import { readPrefix } from '../../body.ts';
import type { Given } from '../../given.ts';
import type { Decide } from '../../step.ts';
import { isAsItStands, LARGEST, mediaTypeOf } from '../body-step.ts';
import type { Check } from '../check.ts';
import { ambiguity, flawsOf, isAmbiguous } from '../flaws.ts';
import { contractSchemasOf, tells } from '../models.ts';
import type { Check as Fits } from '../schema/schemas.ts';
import { awsWords } from '../wording.ts';
import { label, REQUEST } from './report.ts';
import { readings } from './values.ts';
import { decoded, pairsOf } from './written.ts';

interface Content extends ContractContent {
  readonly check: Fits | null;
}

/** Holds a body to what an OpenAPI document says of it: that it is there, its media type, its schema. */
export function contractBodyStep(check: Check & { readonly of: 'contract-body' }, given: Given): Decide {
  const { body, requests } = check.contract;
  const { required, contents } = body!;
  const schemas = contractSchemasOf(check.api, given);
  const compiled = contents.map(
    (c): Content => ({ ...c, check: c.schema === '' ? null : schemas.check(c.schema) }),
  );
  const read = readPrefix(LARGEST);
  const judge = judging(check, tells(check, given), compiled, required);
  const looks = required || compiled.some((content) => content.check !== null);
  const step = (x: Exchange): Decision | Promise<Decision> => {
    if (x.wire.length === 0 && !required) return PASS;
    const waiting = looks || x.wire.length < 0 ? read(x) : PASS;
    return waiting instanceof Promise ? waiting.then(() => judge(x)) : judge(x);
  };
  const told = given.tracing ? tracing(step, check.by) : step;
  if (requests !== 'report') return told;
  return (x) => {
    const decision = told(x);
    return decision instanceof Promise
      ? decision.then((d) => label(x, d, REQUEST))
      : label(x, decision, REQUEST);
  };
}

function judging(
  { by, messages }: Check,
  telling: boolean,
  contents: readonly Content[],
  required: boolean,
): (x: Exchange) => Decision {
  const wrong = refuse('BAD_REQUEST_BODY', by);
  const type = refuse('UNSUPPORTED_MEDIA_TYPE', by);
  const tooLarge = refuse('REQUEST_TOO_LARGE', by);
  const precise = messages === 'precise';
  const say = (x: Exchange, decision: Decision, rule: string, found: string, message: string): Decision => {
    if (telling) x.complaint = `[the body has ${found}: it ${message}]`;
    if (precise) x.flaws = [{ place: 'body', path: '', rule, found, message }];
    return decision;
  };
  return (x) => {
    const whole = x.prefixWhole ? x.prefix! : null;
    const isEmpty = whole !== null && whole.length === 0;
    if (isEmpty) return required ? say(x, wrong, 'required', 'nothing', 'must be given') : PASS;
    const named = mediaTypeOf(x);
    const content = contents.find(({ mediaType }) => covers(mediaType, named));
    if (content === undefined)
      return say(
        x,
        type,
        'media-type',
        `the type ${named}`.slice(0, 80),
        `must be ${contents.map((c) => c.mediaType).join(' or ')}`,
      );
    const { check } = content;
    if (check === null) return PASS;
    if (whole === null) return tooLarge;
    if (!isAsItStands(x, whole))
      return say(x, wrong, 'coding', 'another charset or coding', 'must be in UTF-8, as it stands');
    const values = valuesOf(whole, content);
    if (values === null) return say(x, wrong, 'json', jsonFlaw(whole), 'must be JSON in UTF-8');
    if (content.read === 'json' && isAmbiguous(whole, values[0])) {
      if (!telling) return wrong;
      const { flaw, words } = ambiguity(whole, values[0]);
      x.complaint = words;
      if (precise) x.flaws = [flaw];
      return wrong;
    }
    if (values.some((value) => check.fits(value, whole.length))) return PASS;
    if (!telling) return wrong;
    const errors = check.wrong(values[0], whole.length) ?? [];
    x.complaint = awsWords(errors);
    if (precise) x.flaws = flawsOf(errors, 'body') as Flaw[];
    return wrong;
  };
}

/** Whether a media type of the document stands for that of a request, which is '' when it names two. */
function covers(listed: string, named: string): boolean {
  if (named === '') return false;
  if (listed === named || listed === '*/*') return true;
  return listed.endsWith('/*') && named.startsWith(listed.slice(0, -1));
}

/** The values that a body can be read as; null when it cannot be. */
function valuesOf(body: Buffer, { read, form }: Content): readonly unknown[] | null {
  if (read === 'json') {
    const value = readJson(body);
    return value === NOT_JSON ? null : [value];
  }
  const text = body.toString('utf8');
  if (read === 'text') return [text];
  const pairs = pairsOf(text).map((part, i) => (i % 2 === 0 ? part : decoded(part)));
  return readings({ kind: 'fields', fields: pairs }, form);
}

/** The traced form: its step stays open until the body has been read. */
function tracing(step: Decide, by: string): Decide {
  return (x) => {
    const { trace } = x;
    if (trace === null) return step(x);
    const open = trace.open('validation', 'body', by);
    const close = (decision: Decision): Decision => {
      trace.close(open, {
        looked: { contentType: mediaTypeOf(x) },
        outcome: decision === PASS ? 'pass' : `refuse ${decision.reason}`,
        because:
          decision === PASS
            ? 'The body is as the document says.'
            : `It is not as the document says: ${x.complaint}.`,
      });
      return decision;
    };
    const decision = step(x);
    return decision instanceof Promise ? decision.then(close) : close(decision);
  };
}
