import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Gathering } from './gathering.ts';
import { readText } from './read-text.ts';

const manifestShape = z
  .looseObject({
    files: z
      .record(
        z.string(),
        z.looseObject({
          source: z
            .looseObject({ path: z.string().optional().describe('Its place in the assembly.') })
            .describe('What is uploaded.'),
        }),
      )
      .default({})
      .describe('Files and folders, by hash.'),
  })
  .describe('An asset manifest of a cloud assembly.');

/** Where the assets that an asset manifest names lie: hash → absolute path. Empty when there is no manifest. */
export async function assetsOf(
  manifest: string,
  folder: string,
  gathering: Gathering,
): Promise<Map<string, string>> {
  const there = await access(manifest).then(
    () => true,
    () => false,
  );
  if (!there) return new Map();
  gathering.files.push(resolve(manifest));
  try {
    const { files } = manifestShape.parse(JSON.parse(await readText(manifest)));
    const placed = Object.entries(files).flatMap(([hash, { source }]) =>
      source.path === undefined ? [] : [[hash, resolve(join(folder, source.path))] as const],
    );
    return new Map(placed);
  } catch {
    gathering.wrong(
      'assembly.malformed',
      'is no asset manifest of a cloud assembly: run cdk synth again',
      manifest,
    );
    return new Map();
  }
}
