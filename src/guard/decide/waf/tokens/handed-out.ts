import type { Exchange } from '../../../../base/exchange.ts';
import type { Settings } from '../../../../define/model/settings.ts';
import type { TokenKeys } from './keys.ts';
import { type Picture, picture } from './puzzles/picture.ts';
import { question } from './puzzles/words.ts';
import { seal } from './seal.ts';
import { newNonce, ticketText } from './ticket.ts';

/** What a client is given: a ticket, the work to do for it, and of a puzzle the puzzle. */
export interface Task {
  readonly ticket: string;
  readonly nonce: string;
  readonly difficulty: number;
  /** A `data:` address of a PNG. */
  readonly picture?: string;
  readonly question?: string;
}

/** Bits of work more that a question in words takes, which a program reads better than a picture. */
const harderBy = 2;

/** Makes tasks. Nothing is kept of them: all that is needed later stands in the ticket, the answer as its seal. */
export class HandedOut {
  readonly #keys: TokenKeys;
  readonly #settings: Settings['tokens'];
  readonly #draw: () => Picture;

  /** `draw` makes the pictures: a test has one whose answer it knows. */
  constructor(keys: TokenKeys, settings: Settings['tokens'], draw: () => Picture = picture) {
    this.#keys = keys;
    this.#settings = settings;
    this.#draw = draw;
  }

  /** Null for a kind that is switched off. */
  make(of: 'challenge' | 'picture' | 'words', x: Exchange): Task | null {
    const madeAt = Math.floor(x.at / 1000);
    const nonce = newNonce();
    const { difficulty: usual, words } = this.#settings;
    if (of === 'words' && !words) return null;
    const difficulty = of === 'words' ? usual + harderBy : usual;
    const task = (answer: string): Task => ({
      ticket: ticketText({ of, nonce, madeAt, difficulty, answer }, this.#keys),
      nonce,
      difficulty,
    });
    if (of === 'challenge') return task('');
    if (of === 'words') {
      const asked = question();
      return { ...task(this.#sealed(nonce, asked.answer)), question: asked.question };
    }
    const { answer, bytes } = this.#draw();
    const address = `data:image/png;base64,${bytes.toString('base64')}`;
    return { ...task(this.#sealed(nonce, answer)), picture: address };
  }

  #sealed(nonce: string, answer: string): string {
    return seal('answer', `${nonce}\n${answer}`, this.#keys.newest().key);
  }
}
