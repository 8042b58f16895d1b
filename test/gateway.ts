import { Clock } from '../src/base/clock.ts';
import type { Definition } from '../src/define/model/definition.ts';
import { ephemeralFolder, openDataFolder } from '../src/operate/supervise/kept/data-folder.ts';
import { type ProcessLog, silentLog } from '../src/operate/supervise/process-log.ts';
import { filesSource, fixedSource, type Source, targetSource } from '../src/operate/supervise/source.ts';
import { Supervisor } from '../src/operate/supervise/supervisor.ts';

/** What a test may choose; the rest is as safe and as quick as it can be. Exactly one of the first four. */
export interface GatewayChoice {
  /** Templates, assemblies, OpenAPI, short files: paths from the repository's root. */
  readonly files?: readonly string[];
  readonly definition?: Definition;
  /** A server to put the gateway in front of, without a file. */
  readonly to?: string;
  readonly source?: Source;
  readonly rate?: number;
  readonly burst?: number;
  readonly limit?: number;
  /** What the managed rule groups in front of `to` do. */
  readonly waf?: 'default' | 'count' | 'off';
  /** Settings of the whole gateway: `{ limits: 'aws' }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, string>>;
  /** 1 when not given; a journey that is about limits runs with 4 as well. */
  readonly workers?: number;
  /** True: HTTPS is spoken too. */
  readonly https?: boolean;
  /** One that stands still when not given: `clock.advance(ms)` moves it. */
  readonly clock?: Clock;
  readonly watch?: boolean;
  /** A data folder to keep; one that is gone with the gateway when not given. */
  readonly data?: string;
  readonly log?: ProcessLog;
}

/** A whole gateway in this process, on ports of its own. */
export interface TestGateway {
  /** `http://127.0.0.1:port` of the data plane, the AWS endpoint and the console. */
  readonly url: string;
  /** `https://127.0.0.1:port`; '' when it is not spoken. */
  readonly secureUrl: string;
  readonly endpoint: string;
  readonly console: string;
  readonly clock: Clock;
  readonly supervisor: Supervisor;
  /** The address of a path of a stage: `gateway.api('miztiik-throttled', '/secure/greeter')`. */
  api(stage: string, path: string): string;
  /** Stops it; requests under way have two seconds. */
  close(): Promise<void>;
}

/** Starts a gateway: the real supervisor with real workers. Whoever starts one closes it. */
export async function startGateway(choice: GatewayChoice): Promise<TestGateway> {
  const clock = choice.clock ?? Clock.byHand();
  const supervisor = await onFreePorts(() => ({
    source: sourceOf(choice),
    folder: choice.data === undefined ? ephemeralFolder() : openDataFolder(choice.data),
    clock,
    log: choice.log ?? silentLog(),
    host: '127.0.0.1',
    port: 0,
    httpsPort: choice.https === true ? 0 : null,
    workers: choice.workers ?? 1,
    adminHost: '127.0.0.1',
    endpointPort: 0,
    consolePort: 0,
    allowedHosts: [],
    watch: choice.watch ?? false,
  }));
  const { dataPlane, secure, endpoint, console } = supervisor.addresses;
  return {
    url: dataPlane,
    secureUrl: secure,
    endpoint,
    console,
    clock,
    supervisor,
    api(stage, path) {
      const api = supervisor.definition.apis.find((candidate) =>
        candidate.stages.some((s) => s.name === stage),
      );
      if (api === undefined) throw new Error(`no API has a stage ${stage}`);
      return `${dataPlane}/_aws/execute-api/${api.apiId}/${stage}${path}`;
    },
    close: () => supervisor.stop(2_000),
  };
}

/** Workers open a port that was free a moment ago: where another test has taken it meanwhile, another one is. */
async function onFreePorts(options: () => Parameters<typeof Supervisor.start>[0]): Promise<Supervisor> {
  for (let tries = 1; ; tries++) {
    try {
      return await Supervisor.start(options());
    } catch (fault) {
      if (tries === 3 || !(fault instanceof Error) || !fault.message.endsWith('in use by another process'))
        throw fault;
    }
  }
}

function sourceOf(choice: GatewayChoice): Source {
  const { files, definition, to, source, rate, burst, limit, waf, settings, parameters } = choice;
  if (source !== undefined) return source;
  if (definition !== undefined) return fixedSource(definition);
  const reading = { settings, parameters };
  if (to !== undefined) return targetSource(to, { rate, burst, limit, waf }, reading);
  return filesSource(files ?? [], reading);
}
