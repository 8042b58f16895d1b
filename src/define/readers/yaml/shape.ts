import { z } from 'zod';
import { resourcePolicyShape } from '../../model/policy.ts';
import { type Settings, settingsShape } from '../../model/settings.ts';
import { aclsShape } from './acl-shape.ts';
import { authorizerName } from './authorizer-shape.ts';
import { domainsShape } from './domains.ts';
import { plansShape } from './plan-shape.ts';
import { name, routeName, throttleShape } from './shared-shapes.ts';

const target = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/,
    'must be an http:// or https:// address without query, such as http://127.0.0.1:3000',
  );

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
    callerHeaders: z
      .record(
        z
          .string()
          .regex(
            /^x-(?!forwarded|real-ip|amzn-)[a-z\d-]{1,60}$/i,
            'must begin with X- and not be a name that proxies have',
          ),
        z
          .string()
          .regex(
            /^(?:principalId|claims\.\S{1,100}|[\w-]{1,100})$/,
            'must be principalId, claims. and a name, or a name',
          ),
      )
      .default({})
      .describe(
        'Headers that tell the server who calls, as the authorizer found out: `X-User: claims.sub`, `principalId`, or what a function handed on. What a caller writes under such a name never reaches it.',
      ),
    timeoutMs,
  })
  .describe('One API: a server, and what stands in front of it.');

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
      .describe(
        'What becomes of a request with query parameters that the document does not list, or with a body where it describes none.',
      ),
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
      callerHeaders: true,
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
