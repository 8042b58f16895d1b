import type { Exchange } from '../../../../../base/exchange.ts';
import { label } from '../../label.ts';
import type { WafGiven } from '../../statement.ts';
import { addressKey, Volume } from '../abuse/volume.ts';
import { listed } from '../lists/listed.ts';
import { referringId } from '../managed-group.ts';
import { Events, type Traffic } from './events.ts';
import { Regulars } from './regulars.ts';

/** What is made of a request: whether there is an event, and how much it looks like part of it, from 0 to 3. */
export interface Suspected extends Traffic {
  readonly suspicion: 0 | 1 | 2 | 3;
  readonly recent: number;
  readonly newcomer: boolean;
}

/** Requests of one address within ten seconds from which on it is suspect, more, and most. */
const many = [20, 60, 150] as const;

const levels = ['', 'low', 'medium', 'high'] as const;

/**
 * Looks once at each request. Out of an event nobody is suspect. In one: whoever was not there before it began, and
 * whoever sends much more than people do; addresses on the lists of the operator the more, and whoever has passed a
 * challenge the less.
 */
export function suspecting(given: WafGiven): (x: Exchange) => Suspected {
  const ruleId = referringId(given.ruleId);
  const shared = { ...given, ruleId };
  const events = new Events(given, ruleId);
  const regulars = new Regulars(given, ruleId);
  const volume = new Volume(shared, 'recent', many[2] + 1, 10);
  const floods = listed(given, 'ddos');
  const hosting = listed(given, 'hosting');
  const tokens = given.tokens();
  return given.kept(`flood ${ruleId}`, (x) => {
    const traffic = events.note(x.stage);
    const key = addressKey(x);
    const cameAt = regulars.since(key);
    const recent = volume.add(key);
    if (traffic.since === 0) return { ...traffic, suspicion: 0, recent, newcomer: false };
    const newcomer = cameAt >= traffic.since;
    const score =
      Number(newcomer) +
      many.filter((most) => recent > most).length +
      (floods(x) ? 2 : 0) +
      Number(hosting(x)) -
      (tokens.standing(x, 'CHALLENGE') === 'accepted' ? 2 : 0);
    const suspicion = Math.max(0, Math.min(3, score)) as Suspected['suspicion'];
    label(x, labelsOf(given.labelNamespace, suspicion));
    return { ...traffic, suspicion, recent, newcomer };
  });
}

/** Every label that tells of an event, without its prefix. */
export const floodLabels: readonly string[] = [
  'event-detected',
  'ddos-request',
  ...levels.filter((level) => level !== '').map((level) => `${level}-suspicion-ddos-request`),
];

function labelsOf(namespace: string, suspicion: Suspected['suspicion']): string[] {
  const labels = [`${namespace}event-detected`];
  if (suspicion > 0)
    labels.push(`${namespace}ddos-request`, `${namespace}${levels[suspicion]}-suspicion-ddos-request`);
  return labels;
}
