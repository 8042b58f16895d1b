import { isRecord } from '../../../../base/json.ts';

/**
 * Decodes base64url without padding (RFC 7515 section 2). Null for what is not in its one proper form: padding,
 * other letters, or bits at the end that stand for nothing, with which one token could be written in many ways.
 */
export function decoded(text: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const over = text.length % 4;
  if (over === 1) return null;
  if (over > 0) {
    const last = VALUES.indexOf(text[text.length - 1]!);
    if ((last & (over === 2 ? 15 : 3)) !== 0) return null;
  }
  return Buffer.from(text, 'base64url');
}

const VALUES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The JSON object that stands in base64url; null when it is none. */
export function decodedObject(text: string): Record<string, unknown> | null {
  const bytes = decoded(text);
  return bytes === null ? null : objectIn(bytes.toString('utf8'));
}

/** A JSON object; null when the text is none. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
