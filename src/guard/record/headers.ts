/** Characters of headers that are kept at most. */
const maxBlock = 8_192;

/** Names and values in one text, a line each; whole pairs beyond 8 KB are dropped. Secrets are redacted by whoever reads it. */
export function headerBlock(headers: readonly string[]): string {
  let block = '';
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1]!;
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
