// Makes examples/secure-api/assembly/ from cdk/, so that running the example does not need the CDK.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import settings from '../cdk/cdk.json' with { type: 'json' };
import { exampleApp } from '../cdk/lib/example-app.ts';

/** The assembly that the example runs. */
export const kept = join(import.meta.dirname, '..', 'examples', 'secure-api', 'assembly');

/**
 * Synthesises the app into a folder, without what names this machine.
 *
 * The construct tree, the stack traces and the validation report stay behind; what is left is what deploying needs, and
 * is the same on every machine.
 */
export function writeAssembly(folder: string): void {
  const outdir = mkdtempSync(join(tmpdir(), 'portcullis-synth-'));
  try {
    exampleApp({ context: settings.context, outdir }).synth();
    rmSync(folder, { recursive: true, force: true });
    for (const name of readdirSync(outdir)) {
      if (!/^asset\.|\.(template|assets)\.json$/.test(name)) continue;
      cpSync(join(outdir, name), join(folder, name), { recursive: true });
    }
    const manifest = withoutTraces(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    writeFileSync(join(folder, 'manifest.json'), manifest);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

interface Manifest {
  artifacts: Record<string, { type: string; additionalMetadataFile?: string; metadata?: unknown }>;
}

function withoutTraces(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type !== 'aws:cloudformation:stack' && artifact.type !== 'cdk:asset-manifest') {
      delete manifest.artifacts[id];
    }
    delete artifact.additionalMetadataFile;
    delete artifact.metadata;
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

if (import.meta.main) {
  writeAssembly(kept);
  console.log(`wrote ${kept}`);
}
