import type { Exchange } from '../../../../../base/exchange.ts';
import type { ListName } from '../../../../../define/model/lists.ts';
import type { WafGiven } from '../../statement.ts';
import { digestsBytes, SharedDigests } from './digests.ts';
import { narrowRoom, rangesBytes, SharedRanges, wideRoom } from './ranges.ts';

// Where lists lie, for whoever fills them.
export const listCell = (name: string): string => `waf/list/${name}`;
export const botCell = (name: string): string => `waf/list/bot/${name}`;
export const credentialsCell = 'waf/list/credentials';

/** Whether the client's address is in one of the operator's lists. */
export function listed(given: WafGiven, name: ListName): (x: Exchange) => boolean {
  const ranges = new SharedRanges(given.cells(listCell(name), rangesBytes(wideRoom)), wideRoom);
  return (x) => ranges.has(x.client);
}

/** The addresses of a bot, by the name of its label. */
export const botRanges = (given: WafGiven, name: string): SharedRanges =>
  new SharedRanges(given.cells(botCell(name), rangesBytes(narrowRoom)), narrowRoom);

/** Credentials that were stolen. */
export const stolenCredentials = (given: WafGiven): SharedDigests =>
  new SharedDigests(given.cells(credentialsCell, digestsBytes));
