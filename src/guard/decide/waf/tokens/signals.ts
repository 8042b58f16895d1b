import { createHash } from 'node:crypto';
import type { Exchange } from '../../../../base/exchange.ts';

/** What a browser tells of itself, and what the gateway makes of it: bits of `Token.signals`. */
export const signal = { automated: 1, inconsistent: 2, person: 4, recorder: 8 } as const;

const longest = 512;

/**
 * Reads what the page's script found out. Nobody has to tell the truth here: the bits are reasons to doubt, and
 * the lack of one proves nothing.
 */
export function signalsOf(browser: unknown, x: Exchange): number {
  if (typeof browser !== 'object' || browser === null) return 0;
  const { automated, recorder, userAgent, language, touched } = browser as Record<string, unknown>;
  const agent = x.header('user-agent');
  const languages = x.header('accept-language').toLowerCase();
  const other =
    (typeof userAgent === 'string' && userAgent !== agent.slice(0, 400)) ||
    (typeof language === 'string' &&
      languages !== '' &&
      !languages.includes(language.slice(0, 2).toLowerCase()));
  return (
    (automated === true ? signal.automated : 0) |
    (other ? signal.inconsistent : 0) |
    (recorder === true ? signal.recorder : 0) |
    (touched === true ? signal.person : 0)
  );
}

/** A digest of what the browser tells and its headers say, 16 hex digits: alike for one browser, never a name for it. */
export function fingerprintOf(browser: unknown, x: Exchange): string {
  const { screen, cores, zone } = (typeof browser === 'object' && browser !== null ? browser : {}) as Record<
    string,
    unknown
  >;
  const told = [x.header('user-agent'), x.header('accept-language'), screen, cores, zone];
  const text = told.map(written).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** An object may have a `toString` that is none. */
const written = (part: unknown): string => (typeof part === 'object' ? '' : String(part).slice(0, longest));
