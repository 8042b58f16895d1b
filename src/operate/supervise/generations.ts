import type { Clock } from '../../base/clock.ts';
import { error, type Note } from '../../base/note.ts';
import { NOWHERE } from '../../base/origin.ts';
import { Uncompilable } from '../../base/uncompilable.ts';
import type { Definition } from '../../define/model/definition.ts';
import { failingIssuers } from '../../guard/decide/authorize/authorize.ts';
import type { Given } from '../../guard/decide/given.ts';
import { Accounts } from '../../guard/decide/usage/usage.ts';
import { compile, type Pipeline } from '../../guard/serve/compile.ts';
import { fetchBounded } from '../../guard/serve/fetch.ts';
import type { Cells } from '../../guard/serve/gateway.ts';
import { SharedCells } from './cells.ts';
import type { IssuerTrouble } from './issuer-log.ts';

/** A definition in force, and what the supervisor made of it. */
export interface Generation {
  readonly definition: Definition;
  /** The pipeline that explains. */
  readonly traced: Pipeline;
  readonly cells: Cells;
}

/** Numbers the generations, and lays the memory of each out before any worker sees it. */
export class Generations {
  readonly #clock: Clock;
  readonly #cells = new SharedCells();
  #current: Generation | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The generation in force. */
  get current(): Generation {
    if (this.#current === null) throw new Error('no generation is in force yet');
    return this.#current;
  }

  /** Issuers that cannot be asked now. */
  get issuersFailing(): readonly IssuerTrouble[] {
    if (this.#current === null) return [];
    return failingIssuers(this.#current.cells).map(({ sinceMs, ...rest }) => ({
      ...rest,
      since: new Date(sinceMs).toISOString(),
    }));
  }

  /** The bytes that limits live in. */
  get bytes(): number {
    return this.#cells.bytes;
  }

  /** Puts a definition in force as the next generation. What cannot be compiled is a note, and nothing changes. */
  advance(read: Definition): { readonly generation: Generation } | { readonly note: Note } {
    const definition: Definition = { ...read, generation: (this.#current?.definition.generation ?? 0) + 1 };
    const { cells, settle } = this.#cells.layOut();
    let traced: Pipeline;
    try {
      traced = compile({
        definition,
        clock: this.#clock,
        tracing: true,
        cells,
        invoke: neverAsked,
        fetch: fetchBounded,
      });
      // Plans are counted by where no method asks for a key, too, and then nothing above has laid them out.
      new Accounts({ definition, clock: this.#clock, cells });
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : String(fault);
      const origin = fault instanceof Uncompilable ? fault.origin : NOWHERE;
      return { note: error('definition.cannot-compile', `cannot be compiled: ${reason}`, origin) };
    }
    settle();
    this.#current = { definition, traced, cells: this.#cells.laid };
    return { generation: this.#current };
  }
}

/** An explanation sends nothing on, so nothing in it runs a function. */
const neverAsked: Given['invoke'] = async () => ({
  outcome: 'missing',
  message: 'an explanation runs no function',
});
