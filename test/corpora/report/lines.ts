import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const folder = new URL('..', import.meta.url).pathname;

/** The values of every corpus, by its name: `sql.attacks`. */
export const corpora: ReadonlyMap<string, readonly string[]> = new Map(
  globSync(`${folder}*.jsonl`)
    .sort()
    .map((file) => [
      basename(file, '.jsonl'),
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { value: string }).value),
    ]),
);

/** Attacks that were written before anything was tuned by them, by family. */
export function heldOut(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let family = '';
  for (const line of readFileSync(`${folder}held-out/attacks.txt`, 'utf8').split('\n')) {
    if (line.startsWith('## ')) family = line.slice(3);
    else if (line !== '') found.set(family, [...(found.get(family) ?? []), line.replaceAll('⏎', '\n')]);
  }
  return found;
}

/** Posts of a forum for developers. */
export const posts = (): string[] =>
  readFileSync(`${folder}held-out/forum.txt`, 'utf8')
    .split('\n%%\n')
    .map((post) => post.trim().replaceAll('⏎', '\n'));

/** A value of a trial, and where it goes; '' for everywhere. */
export interface Tried {
  readonly family: string;
  readonly place: string;
  readonly value: string;
}

/** The values of a set under `trials`: `first.attacks`. */
export function trial(name: string): Tried[] {
  const found: Tried[] = [];
  let family = '';
  let place = '';
  for (const line of readFileSync(`${folder}trials/${name}.txt`, 'utf8').split('\n')) {
    if (line.startsWith('## ')) [family = '', place = ''] = line.slice(3).split(' ');
    else if (line !== '')
      found.push({
        family,
        place,
        value: line.replaceAll('⏎', '\n').replaceAll('␍', '\r').replaceAll('␀', '\0'),
      });
  }
  return found;
}
