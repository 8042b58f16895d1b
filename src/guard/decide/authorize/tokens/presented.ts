import { hash } from 'node:crypto';
/** A token as it came, and by what name. */
export interface Presented {
  readonly token: string;
  /** `bare`: without a name in front, as API Gateway takes it too. */
  readonly scheme: 'bearer' | 'dpop' | 'bare';
  /** Its SHA-256, in base64url: what stands for it wherever something of it is kept. */
  readonly digest: string;
}

/** RFC 6750 section 2.1: what a token may consist of. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Reads `Bearer …`, `DPoP …` or a token alone; null when it is none of these. */
export function presentedIn(value: string): Presented | null {
  const text = value.trim();
  const space = text.indexOf(' ');
  if (space < 0) return TOKEN.test(text) ? presented(text, 'bare') : null;
  const scheme = text.slice(0, space).toLowerCase();
  const token = text.slice(space + 1).trimStart();
  if ((scheme !== 'bearer' && scheme !== 'dpop') || !TOKEN.test(token)) return null;
  return presented(token, scheme);
}

const presented = (token: string, scheme: Presented['scheme']): Presented => ({
  token,
  scheme,
  digest: digestOf(token),
});

export const digestOf = (token: string): string => hash('sha256', token, 'base64url');
