/** How values are written so that one event stays one line and nothing a caller sends ends its field. */
export type Escape = (value: string) => string;

const unsafeJson = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const unsafeText = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const unsafeXml = /[<>&"'\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const unsafeCsv = /[",\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** For the inside of a JSON string. */
export const json: Escape = (value) =>
  unsafeJson.test(value)
    ? JSON.stringify(value)
        .slice(1, -1)
        .replace(/[\u007f-\u009f\u2028\u2029]/g, unicode)
    : value;

/** A record as a line of JSON: what steers a terminal that shows the log is escaped, also where JSON would not ask for it. */
export const jsonLine = (record: object): string =>
  JSON.stringify(record).replace(/[\u007f-\u009f\u2028\u2029]/g, unicode);

/** For CLF and other plain formats: quotes, backslashes and control characters as `\xHH`, as nginx writes them. */
export const text: Escape = (value) =>
  unsafeText.test(value) ? value.replace(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, hex) : value;

/** For lines that hold one text to read and no fields: control characters alone, so that quotes stay legible. */
export const prose: Escape = (value) => value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, hex);

/** For XML text and attributes; what XML 1.0 does not allow becomes U+FFFD. */
export const xml: Escape = (value) =>
  unsafeXml.test(value) ? value.replace(/[<>&"'\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, entity) : value;

/** For a field of a CSV line (RFC 4180); control characters as `\xHH`, and no field that a spreadsheet would run. */
export const csv: Escape = (value) => {
  const still = /^(?:[=+@]|-.)/.test(value) ? `'${value}` : value;
  if (!unsafeCsv.test(still)) return still;
  const clean = still.replace(/[\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, hex).replaceAll('"', '""');
  return `"${clean}"`;
};

const unicode = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

const hex = (c: string): string => {
  const code = c.charCodeAt(0);
  return code > 255 ? unicode(c) : `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
};

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};
const entity = (c: string): string =>
  entities[c] ?? (c === '\t' || c >= '\u007f' ? `&#${c.charCodeAt(0)};` : '\ufffd');
