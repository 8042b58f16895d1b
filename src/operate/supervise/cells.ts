import type { Given } from '../../guard/decide/given.ts';

/**
 * The shared memory that limits live in, by id. An id that keeps its size keeps its bytes over reloads; one
 * that is no longer asked for is kept for one generation more, and then freed.
 */
export class SharedCells {
  #laid: ReadonlyMap<string, SharedArrayBuffer> = new Map();
  #before: ReadonlyMap<string, SharedArrayBuffer> = new Map();

  /** What the generation in force lives in: what workers are handed. */
  get laid(): ReadonlyMap<string, SharedArrayBuffer> {
    return this.#laid;
  }

  /** The bytes of all of it. */
  get bytes(): number {
    let sum = 0;
    for (const buffer of this.#laid.values()) sum += buffer.byteLength;
    return sum;
  }

  /** Lays out the next generation: `cells` is handed to compiling, and `settle` puts what it asked for in force. */
  layOut(): { readonly cells: Given['cells']; settle(): void } {
    const next = new Map<string, SharedArrayBuffer>();
    return {
      cells: (id, bytes) => {
        const asked = next.get(id);
        if (asked !== undefined) {
          if (asked.byteLength === bytes) return asked;
          throw new Error(`${id} was asked for with ${asked.byteLength} bytes and with ${bytes}`);
        }
        const kept = this.#laid.get(id) ?? this.#before.get(id);
        const buffer = kept?.byteLength === bytes ? kept : new SharedArrayBuffer(bytes);
        next.set(id, buffer);
        return buffer;
      },
      settle: () => {
        this.#before = this.#laid;
        this.#laid = next;
      },
    };
  }
}
