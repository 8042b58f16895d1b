import { error } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { Draft } from '../draft.ts';
import type { Reader, Source } from '../reader.ts';
import { assembleApis } from './assemble-apis.ts';
import { assembleFunctions } from './assemble-functions.ts';
import { assemblePools } from './assemble-pools.ts';
import { Exports } from './exports.ts';
import { Parts } from './parts.ts';
import { StackReading } from './stack-reading.ts';

/** Reads CloudFormation templates: all stacks together, for they may import from one another. */
export const cloudformation: Reader = {
  name: 'a CloudFormation template (with `Resources:`)',

  recognises(value) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    return 'Resources' in value || 'AWSTemplateFormatVersion' in value;
  },

  parameters: (value) => Object.keys((value as { Parameters?: object | null }).Parameters ?? {}),

  read(sources, draft) {
    const exports = new Exports();
    const stacks = distinct(sources, draft).flatMap(
      (source) => StackReading.of(source, draft, exports) ?? [],
    );
    const parts = new Parts(draft);
    for (const stack of stacks) stack.check();
    for (const stack of stacks) stack.declareExports();
    for (const stack of stacks) stack.addResources(parts);
    assembleFunctions(parts);
    assemblePools(parts);
    assembleApis(parts);
    for (const stack of stacks) draft.stacks.push(stack.stack());
    exports.checkCircles((note) => draft.note(note));
  },
};

function distinct(sources: readonly Source[], draft: Draft): readonly Source[] {
  const named = new Map<string, Source>();
  for (const source of sources) {
    const before = named.get(source.name);
    if (before === undefined) named.set(source.name, source);
    else {
      const first = place(before.document.origin([]));
      draft.note(
        error(
          'stack.duplicate',
          `a stack ${source.name} was already read from ${first}`,
          source.document.origin([]),
        ),
      );
    }
  }
  return [...named.values()];
}
