import { Clock } from '../../base/clock.ts';
import { EXIT, Halt } from '../halt.ts';
import { ephemeralFolder, openDataFolder } from '../supervise/kept/data-folder.ts';
import { defaultWorkers, sharesPorts } from '../supervise/options.ts';
import { processLog } from '../supervise/process-log.ts';
import { RefusedDefinition } from '../supervise/refused-definition.ts';
import { filesSource, type Source, strictSource, targetSource } from '../supervise/source.ts';
import { Supervisor } from '../supervise/supervisor.ts';
import { greetingLines } from './greeting.ts';
import { noteLine } from './notes.ts';
import { nearPath, quoted } from './self.ts';
import { untilStopped } from './signals.ts';
import type { Terminal } from './terminal.ts';
import type { UpInput } from './up-input.ts';

/** Starts a gateway, greets, and gives the exit code once it has been told to stop and has drained. */
export async function runUp(input: UpInput, terminal: Terminal): Promise<number> {
  const log = processLog();
  const workers = input.workers ?? defaultWorkers();
  if (workers > 1 && !sharesPorts) {
    throw new Halt(EXIT.usage, '--workers: this system cannot share a port among several workers', [
      'Use --workers 1.',
    ]);
  }
  const folder = input.ephemeral ? ephemeralFolder() : openDataFolder(input.data);
  const supervisor = await Supervisor.start({
    source: sourceOf(input),
    folder,
    clock: Clock.running(input.speed),
    log,
    host: input.listen,
    port: input.port,
    httpsPort: input.https ? input.httpsPort : null,
    workers,
    adminHost: input.adminListen,
    endpointPort: input.endpointPort,
    consolePort: input.consolePort,
    allowedHosts: input.allowHost,
    watch: input.watch,
  }).catch((fault: unknown) => {
    if (fault instanceof RefusedDefinition) {
      for (const note of fault.notes) terminal.err(noteLine(note, terminal.paint));
    }
    throw fault;
  });
  // Before the first line is out: whoever reads it may stop the gateway at once.
  const stopped = untilStopped(supervisor, input.grace * 1000, log);
  const { addresses, definition, notes } = supervisor;
  const greeting = greetingLines(
    {
      addresses,
      definition,
      notes,
      workers,
      startedInMs: performance.now(),
      dataFlag: dataFlagOf(input, addresses.console),
      files: input.files.map(quoted).join(' '),
      parameters: Object.keys(input.parameter).length > 0,
      authorities: nearPath(supervisor.certificates.bundle),
      authoritiesFlag: input.ephemeral ? `--data ${quoted(folder.path)}` : dataFlagOf(input, ''),
    },
    terminal.paint,
  );
  for (const line of greeting) terminal.out(line);
  return stopped;
}

function sourceOf(input: UpInput): Source {
  const options = {
    parameters: input.parameter,
    settings: input.limits === undefined ? {} : { limits: input.limits },
  };
  const { to, rate, burst, limit, waf, countOnly } = input;
  const source =
    to === undefined
      ? filesSource(input.files, options)
      : targetSource(to, { rate, burst, limit, waf, countOnly }, options);
  return input.strict ? strictSource(source) : source;
}

/** An ephemeral folder has a name that nobody knows, so the console is named instead. */
function dataFlagOf(input: UpInput, console: string): string {
  if (input.ephemeral) return `--at ${console}`;
  return input.data === '.portcullis' ? '' : `--data ${quoted(input.data)}`;
}
