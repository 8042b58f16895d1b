import type { Site } from '../../decide/layer.ts';
import type { Body } from './body.ts';
import type { Mapping } from './mapping.ts';
import { compileScope } from './scope.ts';
import { compileBlock } from './vtl/compile.ts';
import { readTemplate } from './vtl/read.ts';
import { Run } from './vtl/run.ts';
import { TemplateRefused } from './vtl/syntax.ts';

/** A mapping template, compiled. */
export interface Template {
  /** What comes out whatever the request; null when that depends. */
  readonly constant: string | null;
  render(mapping: Mapping, body: Body): string;
}

/** Compiles a template; a sentence that says what is wrong with it, and at which line, when it cannot be read. */
export function compileTemplate(text: string, site: Site): Template | string {
  try {
    const block = readTemplate(text);
    if (block.every((piece) => piece.kind === 'text')) {
      const constant = block.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
      return { constant, render: () => constant };
    }
    const act = compileBlock(block);
    const scope = compileScope(site);
    return {
      constant: null,
      render(mapping, body) {
        const run = new Run(scope(mapping, body));
        act(run);
        return run.text;
      },
    };
  } catch (reason) {
    if (reason instanceof TemplateRefused) return reason.message;
    throw reason;
  }
}

/** Why a template cannot be read, in words that follow what it is called; '' when it can be. For the readers. */
export function templateFlaw(text: string): string {
  try {
    readTemplate(text);
    return '';
  } catch (reason) {
    if (reason instanceof TemplateRefused) return reason.message;
    throw reason;
  }
}
