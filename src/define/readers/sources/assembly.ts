import { join, resolve } from 'node:path';
import { z } from 'zod';
import { shaped } from '../shaped.ts';
import { assetsOf } from './assets.ts';
import type { Gathering } from './gathering.ts';

const artifactShape = z
  .looseObject({
    type: z.string().describe('The kind of artifact.'),
    environment: z.string().optional().describe('aws://account/region'),
    dependencies: z.array(z.string()).default([]).describe('Artifacts that go before it.'),
    properties: z
      .looseObject({
        templateFile: z.string().optional().describe('Of a stack: its template.'),
        stackName: z.string().optional().describe('Of a stack: its name, when it is not the id.'),
        parameters: z.record(z.string(), z.string()).default({}).describe('Of a stack: its parameters.'),
        directoryName: z.string().optional().describe('Of a nested assembly: its folder.'),
        file: z.string().optional().describe('Of an asset manifest: its file.'),
      })
      .prefault({})
      .describe('What the kind asks for.'),
  })
  .describe('An artifact.');

const manifestShape = z
  .looseObject({ artifacts: z.record(z.string(), artifactShape).default({}).describe('By id.') })
  .describe('The manifest of a cloud assembly.');

type Artifact = z.infer<typeof artifactShape>;

/** Reads a cloud assembly (`cdk.out`): its stacks in the order of their dependencies, and nested assemblies. */
export async function readAssembly(folder: string, gathering: Gathering): Promise<void> {
  const document = await gathering.document(join(folder, 'manifest.json'));
  if (document === null) return;
  gathering.notes.push(...document.notes);
  if (document.value === null) return;
  const { value, notes } = shaped(manifestShape, document.value, { ...document, path: [] });
  gathering.notes.push(...notes);
  if (value === null) return;
  const before = gathering.sources.length;
  for (const id of ordered(value.artifacts)) {
    const artifact = value.artifacts[id]!;
    if (artifact.type === 'aws:cloudformation:stack')
      await stack(id, artifact, value.artifacts, folder, gathering);
    else if (artifact.type === 'cdk:cloud-assembly' && artifact.properties.directoryName !== undefined)
      await readAssembly(join(folder, artifact.properties.directoryName), gathering);
  }
  if (gathering.sources.length === before && gathering.notes.every((n) => n.level !== 'error'))
    gathering.wrong('assembly.empty', 'names no stack: run cdk synth again', join(folder, 'manifest.json'));
}

async function stack(
  id: string,
  { properties, environment, dependencies }: Artifact,
  artifacts: Readonly<Record<string, Artifact>>,
  folder: string,
  gathering: Gathering,
): Promise<void> {
  if (properties.templateFile === undefined)
    return gathering.wrong(
      'assembly.malformed',
      `stack ${id} names no templateFile`,
      join(folder, 'manifest.json'),
    );
  const document = await gathering.document(join(folder, properties.templateFile));
  if (document === null) return;
  const assets = new Map<string, string>();
  for (const dependency of dependencies) {
    const file =
      artifacts[dependency]?.type === 'cdk:asset-manifest' && artifacts[dependency].properties.file;
    if (!file) continue;
    for (const [hash, path] of await assetsOf(join(folder, file), folder, gathering)) assets.set(hash, path);
  }
  const [, accountId = '', region = ''] = /^aws:\/\/([^/]*)\/(.*)$/.exec(environment ?? '') ?? [];
  const name = properties.stackName ?? id;
  gathering.sources.push({
    document,
    name,
    folder: resolve(folder),
    assets,
    accountId: /^\d{12}$/.test(accountId) ? accountId : null,
    region: region === '' || region === 'unknown-region' ? null : region,
    parameters: { ...properties.parameters, ...gathering.parametersOf(name) },
  });
}

/** Ids with dependencies before what depends on them; as written where nothing says otherwise. */
function ordered(artifacts: Readonly<Record<string, Artifact>>): string[] {
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id) || !Object.hasOwn(artifacts, id)) return;
    done.add(id);
    for (const dependency of artifacts[id]!.dependencies) visit(dependency);
    sequence.push(id);
  };
  const sequence: string[] = [];
  for (const id of Object.keys(artifacts)) visit(id);
  return sequence;
}
