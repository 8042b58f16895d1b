import { z } from 'zod';
import { transformationsShape } from '../lens/lens.ts';
import { named } from '../parts/named.ts';
import { exactlyOne, nothing } from '../shapes.ts';

const transformed = { TextTransformations: transformationsShape };
const whole = (about: string) => z.strictObject(transformed).describe(about);
const one = (longest: number, about: string) =>
  named(z.string().min(1).max(longest).describe('Its name.'), about, transformed);
const fingerprint = z
  .strictObject({
    FallbackBehavior: z
      .enum(['MATCH', 'NO_MATCH'])
      .describe('Whether requests without one are counted, all together.'),
  })
  .describe('How the client began TLS; a request in plain text has none, and the fallback decides.');

/** One part of what requests are counted by. */
export interface CustomKey {
  readonly Header?: Named;
  readonly Cookie?: Named;
  readonly QueryArgument?: Named;
  readonly QueryString?: Transformed;
  readonly UriPath?: Transformed;
  readonly HTTPMethod?: object;
  readonly IP?: object;
  readonly ForwardedIP?: object;
  readonly ASN?: object;
  readonly LabelNamespace?: { readonly Namespace: string };
  readonly JA3Fingerprint?: { readonly FallbackBehavior: 'MATCH' | 'NO_MATCH' };
  readonly JA4Fingerprint?: { readonly FallbackBehavior: 'MATCH' | 'NO_MATCH' };
}

/** A part of a key that is a text. */
export interface Transformed {
  readonly TextTransformations: readonly { readonly Priority: number; readonly Type: string }[];
}

/** A part of a key that is called by a name: a header, a cookie, an argument. */
export interface Named extends Transformed {
  readonly Name: string;
}

const keyShape = exactlyOne(
  {
    Header: one(64, 'A header, in any case of its name.'),
    Cookie: one(60, 'A cookie.'),
    QueryArgument: one(30, 'An argument of the query, in any case of its name.'),
    QueryString: whole('The query.'),
    UriPath: whole('The path.'),
    HTTPMethod: nothing('The verb.'),
    IP: nothing('The client’s address (IPv6 by its /64).'),
    ForwardedIP: nothing('The first address of the header that ForwardedIPConfig names.'),
    ASN: nothing(
      'The autonomous system of the client’s address, or of that in the header of ForwardedIPConfig.',
    ),
    LabelNamespace: z
      .strictObject({
        Namespace: z
          .string()
          .max(1024)
          .regex(/^[0-9A-Za-z_\-:]+:$/, 'must be letters, digits, _, - and :, with : at the end')
          .describe('The beginning of the labels; without a prefix, of this web ACL or group.'),
      })
      .describe('The labels of the request that begin so.'),
    JA3Fingerprint: fingerprint,
    JA4Fingerprint: fingerprint,
  },
  'A part of the key.',
) as z.ZodType<CustomKey>;

const onlyAddress = (keys: readonly CustomKey[]): boolean =>
  keys.length === 1 && (keys[0]!.IP !== undefined || keys[0]!.ForwardedIP !== undefined);

/** The parts that make the key of a rate-based rule with CUSTOM_KEYS. */
export const customKeysShape = z
  .array(keyShape)
  .min(1)
  .max(5)
  .refine(
    (keys) => !onlyAddress(keys),
    'must hold another key besides the address; AggregateKeyType IP counts by it alone',
  )
  .describe('One to five parts: requests with the same ones are counted together.');
