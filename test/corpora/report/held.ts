import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWire, type Wire } from './wire.ts';
import { answers, coated, placed, posts, requests, type Try, told } from './wire-trial.ts';

/** A set of a trial, and the shares of it that must be refused, or may be, from 0 to 1. They are only ever made stricter. */
interface Held {
  /** `test/corpora/trials/TRIAL.SET.txt`: values, posts (`posts`), or requests as they are (`…-requests`). */
  readonly set: string;
  /** Where the values stand: in every place unless told. */
  readonly where?: 'further' | 'wrapped' | 'crossed';
  /** A family that is left out. */
  readonly without?: string;
  /** Of all, at least; and of any family and any place. */
  readonly refused?: number;
  readonly leastRefused?: number;
  /** Of all, at most; and of any family and any place. */
  readonly mayBe?: number;
  readonly mostMayBe?: number;
}

/** Sends the sets of a trial over a real socket, to the default rule groups, and holds what they do to what they did. */
export function holds(trial: string, sets: readonly Held[]): void {
  let wire: Wire;
  before(async () => {
    wire = await openWire();
  });
  after(() => wire.close());

  for (const held of sets) {
    const { set, where, without, refused, leastRefused = 0, mayBe = 1, mostMayBe = 1 } = held;
    const which = `${set.replaceAll('-', ' ')} of the ${trial}${without === undefined ? '' : ` without ${without}`}`;
    const place = where === undefined ? '' : standing[where];
    test(`${which}${place} are ${refused === undefined ? 'passed' : 'refused'} as often as they were`, async () => {
      const answered = await answers(
        wire,
        tries(trial, held).filter(({ family }) => family !== without),
      );
      const { all, least, most } = told(`${which}${place}`, answered);
      assert.ok(all >= (refused ?? 0) && least >= leastRefused, `${all}, ${least} at least`);
      assert.ok(all <= mayBe && most <= mostMayBe, `${all}, ${most} at most`);
    });
  }
}

const standing = { further: ' in further places', wrapped: ' in base64', crossed: ' in every coat' };

function tries(trial: string, { set, where }: Held): Try[] {
  const name = `${trial}.${set}`;
  if (set.endsWith('-requests')) return requests(name);
  if (where === 'crossed') return coated(name);
  return set === 'posts'
    ? posts(name)
    : placed(name, where ?? (set.endsWith('benign') ? 'benign' : undefined));
}
