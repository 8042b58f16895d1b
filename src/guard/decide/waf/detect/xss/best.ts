import type { Finding } from '../finding.ts';

/** The strongest of what was found in one value. */
export class Best {
  finding: Finding | null = null;

  get score(): number {
    return this.finding === null ? 0 : this.finding.score;
  }

  add(score: number, context: string, what: string, from: number, to: number): void {
    if (score < 25 || score <= this.score) return;
    this.finding = { family: 'xss', score: Math.min(score, 100), context, what, from, to };
  }
}
