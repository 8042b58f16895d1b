import type { Exchange } from '../../../../base/exchange.ts';
import { isUserName } from '../../../../base/password-file.ts';

/** A name and a password, as a caller sent them. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

const LONGEST_PASSWORD = 1024;

/**
 * Reads HTTP Basic credentials (RFC 7617): the one `Authorization` header there may be, as UTF-8. Null when there
 * are none, or more than one header, which the server behind might choose from differently.
 */
export function basicCredentials({ headers }: Exchange): Credentials | null {
  let sent: string | null = null;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (sent !== null) return null;
    sent = headers[i + 1]!;
  }
  const found = sent === null ? null : /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(sent);
  if (found === null) return null;
  const bytes = Buffer.from(found[1]!, 'base64');
  const text = bytes.toString('utf8').normalize('NFC');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  const name = text.slice(0, colon);
  const password = text.slice(colon + 1);
  if (!isUserName(name) || password.length > LONGEST_PASSWORD || /\p{Cc}/u.test(password)) return null;
  return { name, password };
}
