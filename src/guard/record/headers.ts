const secret = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'x-amz-security-token',
  'x-auth-token',
  'x-csrf-token',
]);

/** What stands in the place of a header's value that must not be kept. */
export const REDACTED = 'REDACTED';
/** Characters of headers that are kept at most. */
const maxBlock = 8_192;

/** Names and values in one text, a line each; values that are secrets are redacted, whole pairs beyond 8 KB dropped. */
export function headerBlock(headers: readonly string[]): string {
  let block = '';
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!;
    const value = secret.has(name.toLowerCase()) ? REDACTED : headers[i + 1]!;
    if (block.length + name.length + value.length + 2 > maxBlock) break;
    block += `${oneLine(name)}\n${oneLine(value)}\n`;
  }
  return block;
}

/** A head that could not be parsed may hold line breaks; in the block they part names from values. */
const oneLine = (text: string): string => (text.includes('\n') ? text.replaceAll('\n', ' ') : text);

/** Names and values in turn again. */
export function readHeaderBlock(block: string): string[] {
  const parts = block.split('\n');
  parts.pop();
  return parts;
}
