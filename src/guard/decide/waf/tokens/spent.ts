import { Spent, spentBytes } from '../../spent.ts';
import { ticketSec } from './ticket.ts';

/** The shared memory that tells which tickets were handed in. */
export const spentCells = { id: 'waf/spent-tickets', bytes: spentBytes } as const;

/**
 * Which tickets have been handed in. A good one that shares its bits with another is turned away, and its owner gets
 * another; and nobody gets in here without having done a ticket's work.
 */
export class SpentTickets extends Spent {
  constructor(cells: SharedArrayBuffer) {
    super(cells, ticketSec);
  }
}
