/** Characters of variables that are kept at most. */
const maxBlock = 8_192;

/**
 * Names and values of access log variables in one text, line breaks and all: a certificate has them, and a value that an
 * authorizer gave may. What no longer fits is left out, and what follows it is not.
 */
export function learnedBlock(pairs: readonly string[]): string {
  let block = '';
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const name = pairs[i]!;
    const value = pairs[i + 1]!;
    if (block.length + name.length + value.length + 2 > maxBlock) continue;
    block += `${unparted(name)}\0${unparted(value)}\0`;
  }
  return block;
}

/** NUL parts names from values: one within a value becomes a blank. */
const unparted = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', ' ') : text);

/** Names and values in turn again. */
export function readLearnedBlock(block: string): string[] {
  const parts = block.split('\0');
  parts.pop();
  return parts;
}
