/** What a character stands for in base64 or base64url (RFC 4648 4 and 5); -1 for what is none of either. */
export function sextetOf(text: string, at: number): number {
  const c = text.charCodeAt(at);
  return c < 128 ? sextets[c]! : -1;
}

export const sextets = new Int8Array(128).fill(-1);
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  sextets[c.charCodeAt(0)] = i;
// A `+` that was taken for a blank, and the two of base64url.
sextets[32] = 62;
sextets[45] = 62;
sextets[95] = 63;
