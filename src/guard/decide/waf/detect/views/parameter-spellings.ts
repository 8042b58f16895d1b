import { quotedPrintable } from './quoted-printable.ts';
import { utf8Read } from './utf8.ts';

/**
 * A parameter of a header as readers may understand it: as it stands, without the backslashes of quoted pairs (RFC 9110
 * 5.6.4), and with its encoded words undone (RFC 2047 2), as Tomcat does with names of parts and files.
 */
export function spellings(text: string): string[] {
  const out = [text];
  if (text.includes('\\')) add(text.replace(/\\(.)/g, '$1'), out);
  if (text.includes('=?')) add(withoutWords(text), out);
  return out;
}

/** A text with its encoded words undone (RFC 2047 2): `=?utf-8?Q?=3Cb=3E?=`, and such with a language (RFC 2231 5). */
export const withoutWords = (text: string): string => text.replace(encodedWord, word);

/**
 * What encoded words of a text say, those that follow one another as one, where more than them stands in it: a name in
 * `From`.
 */
export function wordsOf(text: string): string[] {
  const runs = text.match(runsOfWords) ?? [];
  return runs.length === 1 && runs[0].trim() === text.trim()
    ? []
    : runs.slice(0, mostRuns).map((run) => withoutWords(run.trim()));
}

const mostRuns = 16;

const encodedWord = /=\?[\w-]{1,40}(?:\*[\w-]{0,40})?\?([BQ])\?([^?]*)\?=(?:[\t ]+(?==\?))?/gi;

const runsOfWords = /(?:=\?[\w*-]{1,80}\?[BQ]\?[^?]*\?=[\t ]*)+/gi;

function word(_: string, coding: string, text: string): string {
  const bytes =
    coding.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString('latin1')
      : quotedPrintable(text.replaceAll('_', ' '));
  return utf8Read(bytes, false);
}

function add(text: string, to: string[]): void {
  if (!to.includes(text)) to.push(text);
}
