import { z } from 'zod';
import { tokenDomainsShape } from '../../model/immunity.ts';
import { resourcePolicyShape } from '../../model/policy.ts';
import { type Settings, settingsShape } from '../../model/settings.ts';
import { apiKeyValue, quotaLimit } from '../usage/values.ts';
import { authorizerName, authorizerShape } from './authorizer-shape.ts';
import { domainsShape } from './domains.ts';
import { logShape, protectShape } from './seen.ts';

const name = z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ or -');
const target = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/,
    'must be an http:// or https:// address without query, such as http://127.0.0.1:3000',
  );

const throttleShape = z
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

export const routeShape = z
  .strictObject({
    to: target.optional().describe('Another server for this route.'),
    throttle: throttleShape.optional().describe('A bucket of its own for this route.'),
    timeoutMs: timeoutMs.optional(),
    apiKeyRequired: z.boolean().optional().describe('Whether this route asks for an API key.'),
    authorizer: authorizerName.optional(),
    scopes: z.array(z.string()).optional().describe('Scopes, one of which a token must have on this route.'),
  })
  .describe('What differs on one route.');

const routeName = z
  .string()
  .regex(/^([A-Z]+|\*) \/\S*$/, 'must be a method (or *) and a path: "GET /pets/{id}"');

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
      .record(routeName, routeShape)
      .default({})
      .describe('Routes with settings of their own: "POST /login", "GET /pets/{id}", "* /admin/{proxy+}".'),
    onlyRoutes: z.boolean().default(false).describe('True: what is not listed in routes is refused.'),
    webAcl: z.string().optional().describe('The web ACL in front of it, by its name in webAcls.'),
    accessLog: z
      .union([z.boolean(), z.enum(['json', 'clf', 'csv', 'xml']), z.string().includes('$context.')])
      .default('json')
      .describe('json, clf, csv, xml, a format of your own with $context variables, or false.'),
    executionLog: z.enum(['OFF', 'ERROR', 'INFO']).default('ERROR').describe('The execution log of the API.'),
    apiKeyRequired: z
      .boolean()
      .default(false)
      .describe('True: callers must give an API key of one of its plans, in `x-api-key`.'),
    upstreamTls: z
      .strictObject({
        ca: z
          .string()
          .optional()
          .describe('The authorities that may have signed its certificate, a PEM file.'),
        certificate: z.string().optional().describe('A certificate that is shown to it, a PEM file.'),
        key: z.string().optional().describe('The key of that certificate, a PEM file.'),
        serverName: z
          .string()
          .optional()
          .describe('The name its certificate must bear, in the place of the host.'),
        insecureSkipVerification: z
          .boolean()
          .default(false)
          .describe(
            'True: a certificate that nobody trusted has signed is taken; its time and names are checked.',
          ),
      })
      .optional()
      .describe('How the server is spoken to over TLS.'),
    clientCertificates: z
      .strictObject({
        subjects: z
          .array(z.string().min(1))
          .default([])
          .describe('Subjects, CN first: `CN=billing,O=Acme`; `*` stands for text without a comma.'),
        names: z
          .array(
            z
              .string()
              .regex(/^(DNS|URI|email|IP Address):\S/, 'must be like DNS:a.example or URI:spiffe://a/b'),
          )
          .default([])
          .describe(
            'Alternative names: `DNS:*.acme.example`, `URI:spiffe://acme/*`; `*` is one label or segment.',
          ),
      })
      .optional()
      .describe(
        'Asks for a client certificate that its domain has taken, and that one of these fits; none: any.',
      ),
    authorizer: authorizerName.optional(),
    policy: resourcePolicyShape.optional().describe('Who may call it at all, as a resource policy.'),
    preserveHost: z.boolean().default(false).describe("True: the server sees the caller's Host header."),
    timeoutMs,
  })
  .describe('One API: a server, and what stands in front of it.');

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

const aclsShape = {
  authorizers: z.record(name, authorizerShape).default({}).describe('What finds out who calls, by name.'),
  webAcls: z.record(name, aclShape).default({}).describe('Web ACLs, by name.'),
  ipSets: z
    .record(name, z.array(z.string()).describe('Blocks in CIDR notation, or addresses.'))
    .default({})
    .describe('Sets of addresses that rules can name, by name.'),
};

const keyShape = z
  .strictObject({
    value: apiKeyValue
      .optional()
      .describe('The key itself; the gateway makes one and keeps it when it is not written.'),
    enabled: z.boolean().default(true).describe('False: it is turned away.'),
    description: z.string().default('').describe('Whose it is.'),
  })
  .describe('An API key.');

const planShape = z
  .strictObject({
    description: z.string().default('').describe('What it is.'),
    apis: z.array(z.string()).optional().describe('The APIs it opens, by name; all of the file by default.'),
    keys: z.array(z.string()).default([]).describe('Its keys, by name.'),
    throttle: throttleShape.optional().describe('A bucket for each of its keys.'),
    quota: z
      .strictObject({
        limit: quotaLimit.describe('Requests of each key in a period.'),
        period: z
          .enum(['DAY', 'WEEK', 'MONTH'])
          .describe('Begins at midnight, on Sunday, on the first of the month, in UTC.'),
        offset: z.int().min(0).default(0).describe('Requests that the first period of a key has less.'),
      })
      .optional()
      .describe('How many requests each of its keys has.'),
    routes: z
      .record(routeName, throttleShape)
      .default({})
      .describe('Buckets for single routes that the API lists, in the place of `throttle`.'),
  })
  .describe('A usage plan: which APIs its keys open, how fast and how often.');

const plansShape = {
  keys: z.record(name, keyShape).default({}).describe('API keys, by name: docs/api-keys.md.'),
  plans: z.record(name, planShape).default({}).describe('Usage plans, by name.'),
};

/** Settings as a file writes them, without their defaults: what it leaves out, it does not set. */
const settings = Object.fromEntries(
  Object.entries(settingsShape.shape).map(([key, field]) => {
    const bare = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
    return [key, (bare as z.ZodType).optional().describe(field.description ?? '')];
  }),
);

/** Everything that may stand in a `portcullis.yaml`. */
export const fileShape = z
  .strictObject({
    apis: z.record(name, apiShape).default({}).describe('The APIs, by name; none in a file of settings.'),
    domains: domainsShape,
    ...aclsShape,
    ...plansShape,
    settings: (z.strictObject(settings) as unknown as z.ZodType<Partial<Settings>>)
      .optional()
      .describe('Settings of the whole gateway: docs/settings.md.'),
  })
  .describe('The short form: servers, and what stands in front of them.');

/** How requests and answers are held to an OpenAPI document. */
export const validateShape = z
  .strictObject({
    requests: z
      .enum(['refuse', 'report', 'off'])
      .default('refuse')
      .describe(
        'What becomes of a request that the document does not allow. report: it passes, with the label portcullis:validation:request.',
      ),
    unknownParameters: z
      .enum(['pass', 'refuse'])
      .default('pass')
      .describe('What becomes of a request with query parameters that the document does not list.'),
    responses: z
      .enum(['off', 'report'])
      .default('off')
      .describe(
        'report: an answer that the document does not allow passes, with the label portcullis:validation:response.',
      ),
  })
  .describe('How requests and answers are held to the document.');

/** What stands in front of an API that another format describes: `x-portcullis` of an OpenAPI document. */
export const frontShape = z
  .strictObject({
    to: target.optional().describe('The server that answers, in the place of `servers`.'),
    validate: validateShape.optional(),
    ...apiShape.pick({
      host: true,
      basePath: true,
      throttle: true,
      webAcl: true,
      accessLog: true,
      executionLog: true,
      apiKeyRequired: true,
      authorizer: true,
      policy: true,
      preserveHost: true,
      clientCertificates: true,
      upstreamTls: true,
      timeoutMs: true,
    }).shape,
    ...aclsShape,
    ...plansShape,
  })
  .describe('What stands in front of the API.');

export type ShortFile = z.infer<typeof fileShape>;
export type ShortApi = z.infer<typeof apiShape>;
export type ShortRule = z.infer<typeof ruleShape>;
export type ShortPlan = z.infer<typeof planShape>;
export type ShortAcl = z.infer<typeof aclShape>;
