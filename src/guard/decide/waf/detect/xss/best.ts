import { type Finding, threshold } from '../finding.ts';

/** The strongest of what was found in one value. */
export class Best {
  finding: Finding | null = null;

  get score(): number {
    return this.finding === null ? 0 : this.finding.score;
  }

  /** Takes what was found in a part of the value, at the place where that part stands. */
  addPart(part: Best, from: number, to: number): void {
    if (part.finding !== null) this.add(part.score, part.finding.context, part.finding.what, from, to);
  }

  add(score: number, context: string, what: string, from: number, to: number): void {
    if (score < threshold.HIGH || score <= this.score) return;
    this.finding = { family: 'xss', score: Math.min(score, 100), context, what, from, to };
  }
}
