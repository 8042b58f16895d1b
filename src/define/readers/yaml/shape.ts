import { z } from 'zod';
import { settingsShape } from '../../model/settings.ts';

const name = z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ or -');
const target = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/,
    'must be an http:// or https:// address without query, such as http://127.0.0.1:3000',
  );

export const throttleShape = z
  .strictObject({
    rate: z.number().min(0).describe('Requests a second, in the long run.'),
    burst: z.int().min(0).describe('Requests at once.'),
  })
  .describe('A token bucket.');

const timeoutMs = z
  .int()
  .min(50)
  .max(900_000)
  .default(29_000)
  .describe('How long the server may take to answer, in milliseconds.');

const routeShape = z
  .strictObject({
    to: target.optional().describe('Another server for this route.'),
    throttle: throttleShape.optional().describe('A bucket of its own for this route.'),
    timeoutMs: timeoutMs.optional(),
  })
  .describe('What differs on one route.');

export const apiShape = z
  .strictObject({
    to: target.describe('The server that answers: every path and method is passed on to it.'),
    host: z.string().default('*').describe('The host name it answers for; * is any.'),
    basePath: z
      .string()
      .regex(/^\/([^?#]*[^/?#])?$/, 'must begin with / and not end with one')
      .default('/')
      .describe('The path it stands under; taken off before the request is passed on.'),
    throttle: throttleShape.default({ rate: 1000, burst: 2000 }).describe('One bucket for the whole API.'),
    routes: z
      .record(
        z.string().regex(/^([A-Z]+|\*) \/\S*$/, 'must be a method (or *) and a path: "GET /pets/{id}"'),
        routeShape,
      )
      .default({})
      .describe('Routes with settings of their own: "POST /login", "GET /pets/{id}", "* /admin/{proxy+}".'),
    onlyRoutes: z.boolean().default(false).describe('True: what is not listed in routes is refused.'),
    webAcl: z.string().optional().describe('The web ACL in front of it, by its name below.'),
    accessLog: z
      .union([z.boolean(), z.enum(['json', 'clf', 'csv', 'xml']), z.string().includes('$context.')])
      .default('json')
      .describe('json, clf, csv, xml, a format of your own with $context variables, or false.'),
    executionLog: z.enum(['OFF', 'ERROR', 'INFO']).default('ERROR').describe('The execution log of the API.'),
    preserveHost: z.boolean().default(false).describe("True: the server sees the caller's Host header."),
    timeoutMs,
  })
  .describe('One API: a server, and what stands in front of it.');

const headers = z.record(z.string().regex(/^[\w$.-]{1,64}$/), z.string().max(255));

const actionShape = z
  .union([
    z.enum(['allow', 'block', 'count']),
    z.strictObject({
      block: z
        .strictObject({
          status: z.int().min(200).max(599).default(403).describe('The status of the answer.'),
          body: z.string().max(4096).optional().describe('The body of the answer.'),
          contentType: z.enum(['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON']).default('APPLICATION_JSON'),
          headers: headers.default({}).describe('Headers of the answer.'),
        })
        .describe('An answer of your own.'),
    }),
    z.strictObject({ count: z.strictObject({ insertHeaders: headers }) }),
    z.strictObject({ allow: z.strictObject({ insertHeaders: headers }) }),
  ])
  .describe('What a match leads to.');

const rateShape = z
  .strictObject({
    limit: z.int().min(10).max(2_000_000_000).describe('Requests of one address within the window.'),
    windowSec: z.union([z.literal(60), z.literal(120), z.literal(300), z.literal(600)]).default(300),
    by: z.enum(['ip', 'forwardedIp']).default('ip').describe('The peer, or the first address of a header.'),
    header: z.string().default('X-Forwarded-For').describe('That header.'),
  })
  .describe('So many requests of one address within a sliding window.');

const ruleShape = z
  .strictObject({
    name,
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
  })
  .describe('A web ACL.');

/** Everything that may stand in a `portcullis.yaml`. */
export const fileShape = z
  .strictObject({
    apis: z.record(name, apiShape).describe('The APIs, by name.'),
    webAcls: z.record(name, aclShape).default({}).describe('Web ACLs, by name.'),
    ipSets: z
      .record(name, z.array(z.string()).describe('Blocks in CIDR notation, or addresses.'))
      .default({})
      .describe('Sets of addresses that rules can name, by name.'),
    settings: settingsShape.partial().optional(),
  })
  .describe('The short form: servers, and what stands in front of them.');

export type ShortFile = z.infer<typeof fileShape>;
export type ShortApi = z.infer<typeof apiShape>;
export type ShortRule = z.infer<typeof ruleShape>;
export type ShortAcl = z.infer<typeof aclShape>;
