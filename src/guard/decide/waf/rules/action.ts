import { z } from 'zod';
import type { Prepared } from '../../../../base/decision.ts';
import { customResponseShape, insertShape } from '../../../../define/model/custom-handling.ts';
import type { CustomResponse, CustomResponseBody, InsertHeaders } from '../../../../define/model/web-acl.ts';
import { exactlyOne, notEnforced, nothing } from '../shapes.ts';

const passing = (about: string) =>
  z.strictObject({ CustomRequestHandling: insertShape.optional() }).describe(about);
const block = z
  .strictObject({ CustomResponse: customResponseShape.optional() })
  .describe('Ends the evaluation; the request is refused.');
const allow = passing('Ends the evaluation; the request goes on.');

/** What a rule does with a request that matches. */
export const actionShape = exactlyOne(
  {
    Allow: allow,
    Block: block,
    Count: passing('Counts, and goes on with the next rule.'),
    Captcha: passing(
      'Like Count for a request whose token proves a solved puzzle; ends it with 405 otherwise.',
    ),
    Challenge: passing('Like Count for a request whose token proves a browser; ends it with 202 otherwise.'),
    Monetize: notEnforced('Monetize'),
  },
  'What becomes of a request that matches.',
);

/** What a web ACL does with a request that no rule has decided. */
export const defaultActionShape = exactlyOne(
  { Allow: allow, Block: block, Monetize: notEnforced('Monetize') },
  'What becomes of a request that no rule has decided.',
);

/** What becomes of the result of a rule group. */
export const overrideActionShape = exactlyOne(
  {
    None: nothing('The result is as the group has it.'),
    Count: nothing('The group’s result only counts.'),
  },
  'Of a rule that refers to a rule group: what becomes of the group’s result.',
);

const contentTypes = {
  TEXT_PLAIN: 'text/plain',
  TEXT_HTML: 'text/html',
  APPLICATION_JSON: 'application/json',
};

/** The bytes of a custom response, made once. */
export function prepare(
  response: CustomResponse | undefined,
  bodies: Readonly<Record<string, CustomResponseBody>>,
): Prepared | null {
  if (response === undefined) return null;
  const key = response.CustomResponseBodyKey;
  const body = key === undefined ? undefined : bodies[key];
  if (key !== undefined && body === undefined)
    throw new TypeError(`no custom response body is called ${key}`);
  const flat = (response.ResponseHeaders ?? []).flatMap(({ Name, Value }) => [Name, Value]);
  if (body !== undefined) flat.unshift('Content-Type', contentTypes[body.ContentType]);
  return Object.freeze({
    status: response.ResponseCode,
    headers: Object.freeze(flat),
    body: body?.Content ?? '',
  });
}

/** The headers an action adds to the request that is sent on, names and values in turn; null for none. */
export function inserted(handling: InsertHeaders | undefined): readonly string[] | null {
  if (handling === undefined) return null;
  return handling.InsertHeaders.flatMap(({ Name, Value }) => [`x-amzn-waf-${Name.toLowerCase()}`, Value]);
}
