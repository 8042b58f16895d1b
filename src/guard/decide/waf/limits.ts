import { z } from 'zod';
import type { WebAcl } from '../../../define/model/web-acl.ts';

/** What fields are read with. */
export interface Limits {
  /** Bytes of a body that are looked at. */
  readonly bodyBytes: number;
}

/** How much of a body AWS WAF looks at for API Gateway unless the web ACL says otherwise. */
export const usualLimits: Limits = Object.freeze({ bodyBytes: 16_384 });

/** Bytes of all headers, or of all cookies, that are looked at; and how many of them. */
export const mostBytes = 8_192;
export const mostItems = 200;

/** What to make of a part of the request that is longer than what is looked at. */
export const oversizeShape = z
  .enum(['CONTINUE', 'MATCH', 'NO_MATCH'])
  .describe('Of what is longer than the limit: look at its beginning, match, or do not match.');

/** The same where it may be left out. */
export const bodyOversizeShape = oversizeShape
  .default('CONTINUE')
  .describe('Of a body longer than the limit: look at its beginning, match, or do not match.');

/** The limits of a web ACL in front of a stage of API Gateway. */
export function limitsOf(acl: Pick<WebAcl, 'associationConfig'>): Limits {
  const size = acl.associationConfig?.RequestBody?.API_GATEWAY?.DefaultSizeInspectionLimit;
  return size === undefined ? usualLimits : { bodyBytes: Number(size.slice(3)) * 1_024 };
}

/** Why a part of a request is not looked at as a whole: it is longer than that. */
export const tooLong = (bytes: number): string => `is longer than the ${bytes} bytes that are looked at`;
export const tooMany = `has more than the ${mostItems} of them, or the ${mostBytes} bytes, that are looked at`;
