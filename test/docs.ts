import { globSync, readFileSync } from 'node:fs';

/** A fenced block of a page for users. */
export interface Block {
  /** `docs/https.md:12`: the line of the fence. */
  readonly at: string;
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** The pages that people paste from. */
export const pages: readonly string[] = globSync([
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'docs/**/*.md',
  'examples/*/README.md',
  'cdk/README.md',
  'loadgen/README.md',
]).sort();

/** The fenced blocks of a language, page by page. */
export const blocksOf = (language: string): Block[] => pages.flatMap((page) => blocksIn(page, language));

function blocksIn(page: string, language: string): Block[] {
  const whole = readFileSync(page, 'utf8');
  return [...whole.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter((found) => found[2] === language)
    .map((found) => ({
      at: `${page}:${whole.slice(0, found.index).split('\n').length}`,
      page,
      language,
      text: found[3]!
        .split('\n')
        .map((line) => line.slice(found[1]!.length))
        .join('\n'),
    }));
}

/** The command lines of a shell block, lines that go on put together, without comments. */
export function commandLines({ text }: Block): string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** The words of one simple command, as a POSIX shell parts them; up to where another command or a file begins. */
export function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [piece] of command.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\s+|[&|;<>()]+|[^\s'"\\&|;<>()]+/g)) {
    if (/^[&|;<>()]/.test(piece)) break;
    if (/^\s/.test(piece)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (piece.startsWith("'")) word = (word ?? '') + piece.slice(1, -1);
    else if (piece.startsWith('"')) word = (word ?? '') + piece.slice(1, -1).replace(/\\(.)/g, '$1');
    else word = (word ?? '') + (piece.startsWith('\\') ? piece.slice(1) : piece);
  }
  if (word !== null) words.push(word);
  return words;
}
