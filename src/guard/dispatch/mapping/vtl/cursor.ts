import { TemplateRefused } from './syntax.ts';

/** A place in the text of a template. */
export class Cursor {
  readonly text: string;
  at = 0;
  /** Expressions and blocks within one another: bounded, so that none is too deep for the stack. */
  depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** What a sticky pattern finds here, which is passed over; null when it finds nothing. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  skip(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }

  need(text: string, where: string): void {
    this.take(SPACE);
    if (!this.skip(text)) throw this.refused(`${where} must have ${text} here`);
  }

  within<T>(read: () => T): T {
    if (++this.depth > 100) throw this.refused('it nests more than 100 levels');
    const made = read();
    this.depth--;
    return made;
  }

  refused(message: string, at = this.at): TemplateRefused {
    const line = this.text.slice(0, at).split('\n').length;
    return new TemplateRefused(`line ${line}: ${message}`);
  }
}

export const SPACE = /\s*/y;
