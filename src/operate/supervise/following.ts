import type { Reading } from './source.ts';
import { Watch } from './watch.ts';

/** Watches the files that a definition was read from. */
export class Following {
  readonly #changed: () => void;
  #watch: Watch | null = null;
  #files: readonly string[] = [];

  /** `changed` is called some time after a file has changed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** After a reading that failed the files of the one before count as well: one of them may have to come back. */
  follow({ definition, files }: Reading): void {
    this.#watch ??= new Watch(this.#changed);
    this.#files = definition === null ? [...new Set([...this.#files, ...files])] : files;
    this.#watch.follow(this.#files);
  }

  close(): void {
    this.#watch?.close();
  }
}
