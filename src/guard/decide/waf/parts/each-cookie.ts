/**
 * Calls `each` with the name and the value of every cookie of a request (RFC 6265 4.2), until it says false. What
 * has no `=` is a value without a name, as browsers see it.
 */
export function eachCookie(headers: readonly string[], each: (name: string, value: string) => boolean): void {
  for (let i = 0; i < headers.length; i += 2) {
    const header = headers[i]!;
    if (header.length !== 6 || header.toLowerCase() !== 'cookie') continue;
    const text = headers[i + 1]!;
    for (let from = 0; from < text.length; ) {
      let to = text.indexOf(';', from);
      if (to < 0) to = text.length;
      const part = text.slice(from, to).trim();
      from = to + 1;
      if (part === '') continue;
      const equals = part.indexOf('=');
      if (!each(part.slice(0, Math.max(0, equals)).trimEnd(), part.slice(equals + 1).trimStart())) return;
    }
  }
}
