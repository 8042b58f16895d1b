import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weighGraphql } from '../../../../src/guard/decide/waf/detect/graphql/graphql.ts';
import { bodyAnomalies, headAnomalies } from '../../../../src/guard/decide/waf/detect/protocol/protocol.ts';
import {
  probeOf,
  scannerAgent,
  scannerHeader,
} from '../../../../src/guard/decide/waf/detect/scanner/scanner.ts';
import { documentsOf, requestOf, valuesOf, type Written } from './request-of.ts';

const anomalous = ({ envelope, body }: Written): boolean =>
  [...headAnomalies(envelope), ...bodyAnomalies(envelope, body)].some(({ score }) => score >= 50);

function scans({ envelope, header }: Written): boolean {
  const { headers, path } = envelope;
  if (scannerAgent(header('user-agent')) !== '' || probeOf(decodeURIComponent(path)) !== null) return true;
  return headers.some((name, i) => i % 2 === 0 && scannerHeader(name.toLowerCase(), headers[i + 1]!) !== '');
}

const abuses = (value: string): boolean =>
  [...weighGraphql(documentsOf(value)).keys()].some((excess) => excess !== 'introspection');

// Floors that only rise: the share of attacks found, and of benign requests passed.
const floors: readonly [string, (value: string) => boolean, number, number][] = [
  ['protocol', (value) => anomalous(requestOf(value)), 0.975, 1],
  ['scanner', (value) => scans(requestOf(value)), 0.98, 1],
  ['graphql', abuses, 1, 1],
];

for (const [family, caught, hits, passes] of floors) {
  test(`of the attacks of ${family} ${hits * 100} % are found, and ${passes * 100} % of the benign requests pass`, () => {
    const attacks = valuesOf(family, 'attacks');
    const benign = valuesOf(family, 'benign');
    const missed = attacks.filter((value) => !caught(value));
    const wrong = benign.filter(caught);
    assert.ok(1 - missed.length / attacks.length >= hits, missed.join('\n'));
    assert.ok(1 - wrong.length / benign.length >= passes, wrong.join('\n'));
  });
}

test('no benign request of one corpus is an attack by another', () => {
  const all = ['protocol', 'scanner', 'session']
    .flatMap((family) => valuesOf(family, 'benign'))
    .map(requestOf);
  for (const written of all) assert.ok(!scans(written) && !anomalous(written), JSON.stringify(written));
});
