/** So many things in each second of an event's time: what costs more than counting is not done for all of a flood. */
export class Budget {
  readonly #perSecond: number;
  #second = -1;
  #left = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one for an event of that moment (milliseconds); false when there is none left in its second. */
  take(at: number): boolean {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#left = this.#perSecond;
    }
    return this.#left-- > 0;
  }
}
