// Differential: what is refused in JSON is refused in every coat and place, and what passes there passes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from './default-set.ts';
import { corpora } from './lines.ts';
import { nameOf } from './placing.ts';
import { coats } from './placing-coats.ts';
import { openWire } from './wire.ts';

/** Of whole requests and of operations: no values. */
const requests = ['graphql', 'protocol', 'session', 'scanner'];

interface Value {
  readonly family: string;
  readonly value: string;
  readonly name: string;
}

/** Of each corpus of a kind as many values, evenly chosen, which a body of JSON with it is refused for, or is not. */
function sample(kind: 'attacks' | 'benign', most: number): Value[] {
  return [...corpora].flatMap(([corpus, lines]) => {
    const [family, of] = corpus.split('.') as [string, string];
    if (of !== kind || requests.includes(family)) return [];
    const step = Math.max(1, Math.floor(lines.length / most));
    return lines
      .filter((line, i) => i % step === 0 && line.isWellFormed() && !line.includes('\ufffd'))
      .map((value, i) => ({ family, value, name: nameOf(family, i) }))
      .filter(({ value, name }) => {
        const headers = ['Content-Type', 'application/json'];
        const body = JSON.stringify({ [name]: value });
        return (blockedBy({ headers, body }) === '') === (kind === 'benign');
      });
  });
}

const attacks = sample('attacks', 60);
const benign = sample('benign', 60);

/** What a name of what is looked for in JSON alone says is not known of a whole request; and short ones deflate to a few bytes. */
const mostMissed = 0.013;
/** What climbs in a name (`../x`) is benign as people write it, and not as programs encode it. */
const mostWrong = 0.04;

test('there is enough to compare', () => {
  assert.ok(attacks.length > 700 && benign.length > 700, `${attacks.length}, ${benign.length}`);
});

for (const [place, put] of Object.entries(coats)) {
  test(`${place}: attacks are refused as they are in JSON, and benign texts pass as they do there`, () => {
    const missed = attacks.filter(({ value, name }) => {
      const sent = put(value, name);
      return sent !== null && blockedBy(sent) === '';
    });
    const wrong = benign.filter(({ value, name }) => {
      const sent = put(value, name);
      return sent !== null && blockedBy(sent) !== '';
    });
    console.log(
      `${place}: ${missed.length} of ${attacks.length} missed, ${wrong.length} of ${benign.length} blocked`,
    );
    const shown = (list: readonly Value[]): string =>
      list
        .slice(0, 20)
        .map(({ value }) => value)
        .join('\n');
    assert.ok(missed.length <= mostMissed * attacks.length, `missed: ${shown(missed)}`);
    assert.ok(wrong.length <= mostWrong * benign.length, `blocked: ${shown(wrong)}`);
  });
}

test('over a real socket the same is refused: one attack of each family in every coat', async () => {
  const one = [...new Map(attacks.map((attack) => [attack.family, attack])).values()];
  const wire = await openWire();
  const differ: string[] = [];
  for (const [place, put] of Object.entries(coats))
    for (const { value, name } of one) {
      const sent = put(value, name);
      if (sent === null) continue;
      const status = await wire.send(sent);
      if ((status === 403) !== (blockedBy(sent) !== '')) differ.push(`${place}: ${status} ${value}`);
    }
  await wire.close();
  assert.deepEqual(differ, []);
});
