import { z } from 'zod';
import { parseBlock } from '../../base/address.ts';
import { acmeShape } from './acme.ts';
import { identitiesShape } from './identity.ts';
import { listSettings } from './lists.ts';

/** How limits are counted. */
const limitsMode = z
  .enum(['exact', 'aws'])
  .default('exact')
  .describe(
    'exact: the request over the limit is the first one refused. aws: rate-based rules look at their counts about every ten seconds, as AWS WAF does.',
  );

const block = z
  .string()
  .refine((text) => parseBlock(text) !== null, 'must be an address or a block such as 10.0.0.0/8');
const blocks = z.array(block);
/** How clients prove what Captcha and Challenge rules ask for. */
const tokenSettings = z
  .strictObject({
    path: z
      .string()
      .regex(
        /^(\/[\w.~-]+){1,8}$/,
        'must be a path of one to eight segments without a slash at its end, such as /_portcullis/waf',
      )
      .default('/_portcullis/waf')
      .describe(
        'Where challenges and puzzles are handed out and handed in, on every host. What an API has below it is not reached.',
      ),
    difficulty: z
      .int()
      .min(8)
      .max(24)
      .default(17)
      .describe(
        'Leading zero bits that a client has to find by SHA-256: 17 takes a desktop a fifth of a second, each one more doubles it.',
      ),
    words: z
      .boolean()
      .default(true)
      .describe(
        'Whether questions in words can be answered in place of the picture, by people who cannot see it.',
      ),
  })
  .prefault({})
  .describe('How clients prove what Captcha and Challenge rules ask for (docs/challenge.md).');

/** What holds for the whole gateway rather than for one API. */
export const settingsShape = z
  .strictObject({
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'must be 12 digits')
      .default('000000000000')
      .describe('The account id that ARNs are written with.'),
    region: z.string().default('us-east-1').describe('The Region that ARNs are written with.'),
    limits: limitsMode,
    account: z
      .strictObject({
        rate: z
          .number()
          .positive()
          .default(10_000)
          .describe('Requests a second over all APIs, in the long run.'),
        burst: z.int().positive().default(5_000).describe('Requests at once over all APIs.'),
      })
      .prefault({})
      .describe('The throttle of the account, above every stage and method.'),
    tokens: tokenSettings,
    lists: listSettings,
    wafFailure: z
      .enum(['block', 'allow'])
      .default('block')
      .describe('What becomes of a request when its web ACL cannot be evaluated.'),
    wafLog: z
      .enum(['none', 'some', 'blocked', 'inspected'])
      .default('some')
      .describe(
        'Which requests a web ACL’s log has: those it blocked, up to 500 a second of each worker (some) or all of them (blocked); every one it inspected; none.',
      ),
    validationMessages: z
      .enum(['aws', 'precise'])
      .default('aws')
      .describe(
        'What the caller of an invalid request is told. aws: the message API Gateway gives. precise: also each flaw, with its path, the rule it breaks and what was found.',
      ),
    countryDatabase: z
      .string()
      .optional()
      .describe(
        'An MMDB file with the countries of addresses, instead of the one that comes along (GeoMatchStatement).',
      ),
    asnDatabase: z
      .string()
      .optional()
      .describe(
        'An MMDB file with the autonomous systems of addresses, instead of those of the package @ip-location-db/asn, where that is installed (AsnMatchStatement, keys by ASN).',
      ),
    identities: identitiesShape
      .default({})
      .describe(
        'Who may sign requests (AWS_IAM): users and roles with access keys and policies of their own.',
      ),
    networks: z
      .record(
        z.string().regex(/^vpc-[\w-]+$/, 'must be the id of a VPC: vpc-…'),
        z
          .strictObject({
            blocks: blocks.default([]).describe('Blocks (CIDR) of its addresses.'),
            endpoints: z
              .record(z.string().regex(/^vpce-[\w-]+$/, 'must be the id of a VPC endpoint: vpce-…'), blocks)
              .default({})
              .describe('Blocks of the clients that come through each of its endpoints.'),
          })
          .describe('A VPC, by its id.'),
      )
      .default({})
      .describe(
        'Local networks that stand for VPCs: private APIs answer clients in these alone, and policies ask for them (aws:SourceVpc, aws:SourceVpce, aws:VpcSourceIp).',
      ),
    trustedProxies: z
      .array(block)
      .default([])
      .describe(
        'Blocks (CIDR) of proxies whose X-Forwarded-For is believed, walked from right to left, and whose PROXY preface.',
      ),
    https: z
      .strictObject({
        redirect: z
          .boolean()
          .default(false)
          .describe(
            'True: requests in plain text are sent to HTTPS (301; 307 for other methods than GET and HEAD).',
          ),
        port: z
          .int()
          .min(1)
          .max(65_535)
          .default(443)
          .describe('The port that clients reach HTTPS on: where redirects lead.'),
        hsts: z
          .strictObject({
            maxAgeSec: z
              .int()
              .min(0)
              .max(63_072_000)
              .describe('For how long browsers shall come over HTTPS alone, in seconds.'),
            includeSubDomains: z
              .boolean()
              .default(false)
              .describe('Whether this goes for all names below, too.'),
            preload: z.boolean().default(false).describe('Whether browsers may have it built in.'),
          })
          .optional()
          .describe(
            'Answers over TLS carry Strict-Transport-Security (RFC 6797), unless the server’s own do.',
          ),
      })
      .prefault({})
      .describe('What is done about requests in plain text.'),
    acme: acmeShape.prefault({}),
    proxyProtocol: z
      .boolean()
      .default(false)
      .describe(
        'True: every connection begins with a preface of the PROXY protocol, version 1 or 2, from a trusted proxy.',
      ),
  })
  .describe('Settings of the whole gateway.');

export type Settings = Readonly<z.infer<typeof settingsShape>>;
