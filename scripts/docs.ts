// Writes the generated parts of docs/ from the shapes they describe; with --check fails while one is stale.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { commands } from './docs/commands.ts';
import * as fidelity from './docs/fidelity.ts';
import * as managed from './docs/managed.ts';
import { codes } from './docs/note-codes.ts';
import { operations, wafOperations } from './docs/operations.ts';
import { settings } from './docs/settings.ts';
import * as shortForm from './docs/short-form.ts';
import * as tokens from './docs/tokens.ts';

// By page and by the name in `<!-- generated: name -->`; what stands outside those marks is written by hand.
const pages: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/settings.md': { settings },
  'docs/portcullis-yaml.md': {
    sections: shortForm.sections,
    api: shortForm.api,
    domain: shortForm.domain,
    acl: shortForm.acl,
    front: shortForm.front,
    operation: shortForm.operation,
  },
  'docs/fidelity.md': {
    resources: fidelity.resources,
    unread: fidelity.unread,
    functions: fidelity.functions,
    extensions: fidelity.extensions,
    objects: fidelity.objects,
    'openapi-integration': fidelity.openapiIntegration,
    integrations: fidelity.integrationTypes,
    'web-acl': fidelity.webAcl,
    'waf-operations': wafOperations,
  },
  'docs/managed-groups.md': { graphql: managed.graphql, groups: managed.groups },
  'docs/tokens.md': { jwt: tokens.jwt, introspection: tokens.introspection },
  'docs/commands.md': { commands },
  'docs/aws-stacks.md': { operations },
  'docs/note-codes.md': { codes },
};

let stale = 0;
for (const [path, parts] of Object.entries(pages)) {
  const before = readFileSync(path, 'utf8');
  const after = formatted(filled(before, parts, path), path);
  if (after === before) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is stale: run \`npm run docs\``);
    stale++;
  } else writeFileSync(path, after);
}
process.exitCode = stale > 0 ? 1 : 0;

function filled(page: string, parts: Readonly<Record<string, () => string>>, path: string): string {
  return Object.entries(parts).reduce((text, [name, write]) => {
    const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${path} has no part between ${begin} and ${end}`);
    return `${text.slice(0, from)}${begin}\n\n${write()}\n\n${text.slice(to)}`;
  }, page);
}

/** As the formatter would leave it, so that it has nothing to say about it. */
function formatted(text: string, path: string): string {
  return execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${path}`], {
    input: text,
    encoding: 'utf8',
  });
}
