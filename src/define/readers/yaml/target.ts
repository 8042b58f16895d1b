import type { Catalogue } from '../catalogue.ts';
import { partDocument, pathText } from '../document.ts';
import { type Reading, type ReadOptions, readFiles } from '../read.ts';
import type { Source } from '../reader.ts';

/** What `up --to URL` may say about the protection; what it leaves out has the short form's default. */
export interface TargetOptions {
  /** Requests a second, and at once. */
  readonly rate?: number;
  readonly burst?: number;
  /** Requests of one address in five minutes. */
  readonly limit?: number;
  readonly preserveHost?: boolean;
  /** What the managed rule groups do; they block where nothing is said. */
  readonly waf?: 'default' | 'count' | 'off';
  /** Rules of those groups that only count. */
  readonly countOnly?: readonly string[];
}

/** Requests of one address in five minutes, where nothing else is said. */
const TARGET_LIMIT = 2000;

/** The definition that `up --to URL` stands for: any path and method, a throttle, a rate-based rule, the managed rule groups, logs. */
export function targetSource(url: string, options: TargetOptions = {}): Source {
  const throttle = { rate: options.rate ?? 1000, burst: options.burst ?? 2000 };
  const short = {
    // What was asked for on the command line is not to meet the account's own limit first.
    settings: { account: { rate: Math.max(10_000, throttle.rate), burst: Math.max(5000, throttle.burst) } },
    apis: {
      api: {
        to: url.replace(/\/$/, ''),
        throttle,
        webAcl: 'edge',
        ...(options.preserveHost === true ? { preserveHost: true } : {}),
      },
    },
    webAcls: {
      edge: {
        managed: options.waf ?? 'default',
        countOnly: options.countOnly ?? [],
        rules: [{ name: 'rate-per-address', rate: { limit: options.limit ?? TARGET_LIMIT } }],
      },
    },
  };
  // No line of a file: what is said of it is said of the flag.
  const document = partDocument(short, (path) => ({ file: '--to', line: 0, path: pathText(path) }));
  return {
    document,
    name: 'portcullis',
    folder: '.',
    assets: new Map(),
    accountId: null,
    region: null,
    parameters: {},
  };
}

/** Reads no file at all: `--to URL`. */
export const readTarget = (
  url: string,
  target: TargetOptions,
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<Reading> => readFiles([], catalogue, { ...options, sources: [targetSource(url, target)] });
