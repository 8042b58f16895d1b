import { z } from 'zod';
import { isPublicSuffix } from './public-suffix.ts';
import type { ImmunityConfig } from './web-acl.ts';

const immunity = (least: number, what: string): z.ZodType<ImmunityConfig> =>
  z
    .strictObject({
      ImmunityTimeProperty: z
        .strictObject({
          ImmunityTime: z
            .int()
            .min(least)
            .max(259_200)
            .describe(`Seconds, from ${least} to 259200 (three days).`),
        })
        .describe('The time.'),
    })
    .describe(`How long ${what} counts; 300 seconds where nothing is said.`);

/** AWS WAF: "Timestamp expiration and token immunity times". */
export const captchaConfigShape = immunity(60, 'a solved puzzle');
export const challengeConfigShape = immunity(300, 'a passed challenge');

/** A domain of two labels or more that is no public suffix. */
export const domainText = z
  .string()
  .max(253)
  .regex(
    /^[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?(\.[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?)+$/,
    'must be a domain of two labels or more, such as example.com',
  )
  .refine(
    (domain) => !domain.includes('.') || !isPublicSuffix(domain),
    'must be a domain of somebody’s own, and no public suffix',
  );

/** Domains whose tokens count at a web ACL, and below which its tokens are made for the domain as a whole. */
export const tokenDomainsShape = z
  .array(domainText)
  .min(1)
  .max(100)
  .describe('Domains whose tokens count, with all below them, besides the host’s own.');
