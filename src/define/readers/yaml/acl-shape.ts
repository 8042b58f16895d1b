import { z } from 'zod';
import { tokenDomainsShape } from '../../model/immunity.ts';
import { authorizerShape } from './authorizer-shape.ts';
import { logShape, protectShape } from './seen.ts';
import { name } from './shared-shapes.ts';

const headers = z.record(z.string().regex(/^[\w$.-]{1,64}$/), z.string().max(255));

const inserting = z.strictObject({
  insertHeaders: headers.describe('Headers that the server sees, each behind `x-amzn-waf-`.'),
});

const immunitySec = (least: number, what: string) =>
  z.int().min(least).max(259_200).optional().describe(`How long ${what} counts, in seconds; 300 by default.`);

const proving = (least: number) =>
  z.strictObject({
    immunitySec: immunitySec(least, 'what was solved'),
    insertHeaders: headers.default({}).describe('Headers that the server sees, each behind `x-amzn-waf-`.'),
  });

const actionShape = z
  .union([
    z.enum(['allow', 'block', 'count', 'captcha', 'challenge']),
    z.strictObject({
      block: z
        .strictObject({
          status: z.int().min(200).max(599).default(403).describe('The status of the answer.'),
          body: z.string().max(4096).optional().describe('The body of the answer.'),
          contentType: z
            .enum(['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON'])
            .default('APPLICATION_JSON')
            .describe('What the body is.'),
          headers: headers.default({}).describe('Headers of the answer.'),
        })
        .describe('An answer of your own.'),
    }),
    z.strictObject({ count: inserting.describe('Counted, and asked of the rules that follow.') }),
    z.strictObject({ allow: inserting.describe('Let through.') }),
    z.strictObject({
      captcha: proving(60).describe('Goes on for whoever has solved a puzzle; the puzzle for all others.'),
    }),
    z.strictObject({
      challenge: proving(300).describe(
        'Goes on for whoever has proved a browser; the challenge for all others.',
      ),
    }),
  ])
  .describe('What a match leads to.');

const rateShape = z
  .strictObject({
    limit: z.int().min(10).max(2_000_000_000).describe('Requests of one address within the window.'),
    windowSec: z
      .union([z.literal(60), z.literal(120), z.literal(300), z.literal(600)])
      .default(300)
      .describe('The window, in seconds.'),
    by: z.enum(['ip', 'forwardedIp']).default('ip').describe('The peer, or the first address of a header.'),
    header: z.string().default('X-Forwarded-For').describe('That header.'),
  })
  .describe('So many requests of one address within a sliding window.');

const ruleShape = z
  .strictObject({
    name: name.describe('Its name, unique in the web ACL.'),
    priority: z.int().min(0).optional().describe('Lowest first; by default the place in the list.'),
    action: actionShape.default('block'),
    rate: rateShape.optional(),
    ipSet: z.string().optional().describe('True for addresses in the set of that name.'),
    statement: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A statement as AWS WAF writes it: { ByteMatchStatement: … }.'),
    labels: z.array(z.string()).default([]).describe('Labels to add to what it matches.'),
  })
  .refine((r) => [r.rate, r.ipSet, r.statement].filter((s) => s !== undefined).length === 1, {
    message: 'must have exactly one of rate, ipSet and statement',
  })
  .describe('One rule: what it matches, and what then.');

export const aclShape = z
  .strictObject({
    default: z
      .enum(['allow', 'block'])
      .default('allow')
      .describe('What becomes of a request that no rule ends.'),
    rules: z.array(ruleShape).default([]).describe('Its rules, asked by priority.'),
    managed: z
      .enum(['default', 'count', 'off'])
      .default('off')
      .describe(
        'The managed rule groups for any web application, behind its own rules: default: they block; count: they only count.',
      ),
    countOnly: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Rules of the managed groups that only count, by their names: [TemplateInjection, GenericLFI_BODY].',
      ),
    inspectBodyKb: z
      .literal([16, 32, 48, 64])
      .optional()
      .describe(
        'KB of a body that are looked at, from its beginning: 64 with managed rule groups, otherwise 16 as in AWS.',
      ),
    captchaImmunitySec: immunitySec(60, 'a solved puzzle'),
    challengeImmunitySec: immunitySec(300, 'a passed challenge'),
    tokenDomains: tokenDomainsShape.optional(),
    log: logShape.optional(),
    protect: protectShape.optional(),
  })
  .describe('A web ACL.');

/** The web ACLs of a file, and what they refer to. */
export const aclsShape = {
  authorizers: z.record(name, authorizerShape).default({}).describe('What finds out who calls, by name.'),
  webAcls: z.record(name, aclShape).default({}).describe('Web ACLs, by name.'),
  ipSets: z
    .record(name, z.array(z.string()).describe('Blocks in CIDR notation, or addresses.'))
    .default({})
    .describe('Sets of addresses that rules can name, by name.'),
};

export type ShortRule = z.infer<typeof ruleShape>;
export type ShortAcl = z.infer<typeof aclShape>;
