import { error } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import { bareName, qualifierIn } from './function-names.ts';
import type { Parts, PermissionPart } from './parts.ts';

/** Puts functions together with their aliases, versions and permissions. */
export function assembleFunctions(parts: Parts): void {
  const names = new Map<string, string>();
  for (const part of parts.functions) {
    const before = names.get(part.arn);
    if (before !== undefined) {
      const message = `a function ${part.name} is already defined at ${before}`;
      parts.draft.note(error('function.duplicate', message, part.origin));
      continue;
    }
    names.set(part.arn, place(part.origin));
    const aliases = parts.qualifiers.filter((q) => q.functionName === part.name).map((q) => q.qualifier);
    const permissions = [...parts.permissions, ...roles(parts)]
      .filter((p) => p.functionName === part.name)
      .map(({ principal, sourceArn, qualifier }) => ({ principal, sourceArn, qualifier }));
    parts.draft.functions.push({ ...part, aliases: [...new Set(aliases)], permissions });
  }
}

/** An integration with a role of its own (`Credentials`) needs no permission of the function. */
function roles(parts: Parts): Omit<PermissionPart, 'id' | 'origin'>[] {
  return parts.methods.flatMap(({ credentials, integration, apiId }) => {
    if (!credentials || (integration?.type !== 'AWS_PROXY' && integration?.type !== 'AWS')) return [];
    const { functionArn } = integration.settings as { functionArn: string };
    return [
      {
        functionName: bareName(functionArn),
        qualifier: qualifierIn(functionArn),
        principal: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:*:*:${apiId}/*`,
      },
    ];
  });
}
