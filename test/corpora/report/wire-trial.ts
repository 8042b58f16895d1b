// A trial of placed values, whole requests and posts, over a real socket.
import type { Sent } from './default-set.ts';
import { trial } from './lines.ts';
import { nameOf, places } from './placing.ts';
import { crossed } from './placing-crossed.ts';
import { pieces, postings, requestOf } from './requests.ts';
import type { Wire } from './wire.ts';

/** One request of a trial. */
export interface Try {
  readonly family: string;
  readonly place: string;
  /** What was written: a value, a request, a post. */
  readonly text: string;
  readonly sent: Sent;
}

/** A request of a trial, and the status that it was answered with. */
export interface Answered extends Try {
  readonly status: number;
}

/** The values of a set, in every place they may stand in. */
export function placed(name: string, where?: 'benign' | 'further' | 'wrapped'): Try[] {
  const seen = new Map<string, number>();
  return trial(name).flatMap(({ family, place: word, value }) => {
    if (where !== undefined && where !== 'benign' && word !== '') return [];
    const nth = seen.get(family) ?? 0;
    seen.set(family, nth + 1);
    return Object.entries(places[where ?? word]!).flatMap(([place, put]) => {
      const sent = put(value, nameOf(family, nth));
      return sent === null ? [] : [{ family, place, text: value, sent }];
    });
  });
}

/** The values of a set that may stand everywhere, in every coat in turn; by coat instead of by family. */
export function coated(name: string): Try[] {
  const everywhere = trial(name).filter(({ place }) => place === '');
  return everywhere.flatMap(({ family, value }, nth) =>
    crossed(value, nameOf(family, nth), nth).map(({ coat, place, sent }) => ({
      family: coat,
      place,
      text: value,
      sent,
    })),
  );
}

/** The requests of a set, as they are. */
export const requests = (name: string): Try[] =>
  pieces(name).map(({ family, text }) => ({ family, place: 'request', text, sent: requestOf(text) }));

/** The posts of a set, as a forum sends them. */
export const posts = (name: string): Try[] =>
  pieces(name).flatMap(({ family, text }) =>
    Object.entries(postings(text)).map(([place, sent]) => ({ family, place, text, sent })),
  );

/** Sends them all, a few at once. */
export async function answers(wire: Wire, tries: readonly Try[]): Promise<Answered[]> {
  const answered: Answered[] = new Array(tries.length);
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < tries.length) {
      const at = next++;
      answered[at] = { ...tries[at]!, status: await wire.send(tries[at]!.sent) };
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  return answered;
}

/** How many of how many were refused, by what `by` says of them. */
export function refused(
  answered: readonly Answered[],
  by: (answer: Answered) => string,
): Map<string, [refused: number, all: number]> {
  const found = new Map<string, [number, number]>();
  for (const answer of answered) {
    const count = found.get(by(answer)) ?? [0, 0];
    found.set(by(answer), count);
    count[1]++;
    if (answer.status !== 200) count[0]++;
  }
  return found;
}

const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;

/** Tells how many were refused, by family and by place; gives the share of all and the least and the most of any. */
export function told(
  name: string,
  answered: readonly Answered[],
): { all: number; least: number; most: number } {
  const shares: number[] = [];
  for (const by of ['family', 'place'] as const) {
    const counts = [...refused(answered, (answer) => answer[by])];
    console.log(
      `${name} by ${by}: ${counts.map(([of, [n, all]]) => `${of} ${n}/${all} (${share(n, all)})`).join(', ')}`,
    );
    shares.push(...counts.map(([, [n, all]]) => n / all));
  }
  const [[, [n, all]]] = [...refused(answered, () => '')] as [[string, [number, number]]];
  console.log(`${name}: ${n} of ${all} refused, ${share(n, all)}`);
  return { all: n / all, least: Math.min(...shares), most: Math.max(...shares) };
}
