import { existsSync } from 'node:fs';
import { EXIT, Halt } from '../../halt.ts';
import { loadLean } from '../../lean-loading.mjs';
import { command } from '../command.ts';
import { type UpInput, upShape } from '../up-input.ts';

export default command({
  name: 'up',
  shape: upShape,
  summary: 'Starts the gateway in front of the APIs of a definition, or of a server.',
  operands: '[files...]',
  flags: {
    to: '--to <url>',
    rate: '--rate <n>',
    burst: '--burst <n>',
    limit: '--limit <n>',
    waf: '--waf <mode>',
    countOnly: '--count-only <rule>',
    listen: '--listen <address>',
    port: '--port <n>',
    httpsPort: '--https-port <n>',
    https: '--no-https',
    endpointPort: '--endpoint-port <n>',
    consolePort: '--console-port <n>',
    adminListen: '--admin-listen <address>',
    allowHost: '--allow-host <name>',
    workers: '--workers <n>',
    data: '--data <folder>',
    ephemeral: '--ephemeral',
    watch: '--watch',
    speed: '--speed <n>',
    limits: '--limits <mode>',
    strict: '--strict',
    grace: '--grace <seconds>',
    parameter: '--parameter <name=value>',
  },
  examples: [
    'portcullis up examples/secure-api',
    'portcullis up --to http://127.0.0.1:3000 --rate 50 --burst 100 --limit 2000',
    'portcullis up cdk.out --watch --workers 2 --port 0',
  ],
  async run(input, terminal) {
    checked(input);
    const { runUp } = await loadLean(() => import('../up.ts'));
    return runUp(input, terminal);
  },
});

/** What no field can say for itself: which may stand together. */
function checked(input: UpInput): void {
  if (input.to !== undefined && input.files.length > 0) {
    throw new Halt(EXIT.usage, '--to stands in place of files: give one or the other');
  }
  for (const flag of ['rate', 'burst', 'limit', 'waf'] as const) {
    if (input[flag] !== undefined && input.to === undefined) {
      throw new Halt(EXIT.usage, `--${flag} goes with --to; in files it is written where it belongs`);
    }
  }
  if (input.countOnly.length > 0 && input.to === undefined)
    throw new Halt(
      EXIT.usage,
      '--count-only goes with --to; in a portcullis.yaml it is countOnly of a web ACL',
    );
  if (input.to !== undefined || input.files.length > 0) return;
  if (!existsSync('portcullis.yaml')) {
    throw new Halt(
      EXIT.usage,
      'nothing to protect: no file was given, and there is no portcullis.yaml here',
      [
        'Give a template, a cdk.out folder or a portcullis.yaml, or name a server with --to http://127.0.0.1:3000.',
      ],
    );
  }
  input.files.push('portcullis.yaml');
}
