/** Why a load is not run; the message says what would be right. */
export class TargetError extends Error {}

export interface TargetChoice {
  /** What the user named; absent: the example's secure API. */
  readonly url?: string;
  /** The user has said that the target may be another machine. */
  readonly allowRemote: boolean;
  /** Where the example's AWS endpoint listens. */
  readonly endpoint: string;
  /** Where the example answers requests. */
  readonly dataPlane: string;
}

/** The URL to load: on this machine, unless the user has said that it may be another. */
export async function chooseTarget(choice: TargetChoice): Promise<string> {
  const url = choice.url ?? (await exampleUrl(choice));
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TargetError(`TARGET must be an http or https URL, not ${JSON.stringify(url)}`);
  }
  if (!choice.allowRemote && !isLoopback(parsed.hostname)) {
    throw new TargetError(
      `${parsed.hostname} is not this machine. A load on what is not yours is an attack; if it is yours, say --allow-remote`,
    );
  }
  return url;
}

/** True for 127.0.0.0/8, ::1 and the names that RFC 6761 6.3 keeps for them, as `URL` writes a host. */
export function isLoopback(hostname: string): boolean {
  return /^127\.\d+\.\d+\.\d+$|^\[::1\]$|^([^.]+\.)*localhost$/.test(hostname);
}

/** The id of an API belongs to the gateway, so it is asked for it. */
async function exampleUrl({ endpoint, dataPlane }: TargetChoice): Promise<string> {
  const name = 'secure-throttled-api-greeter';
  const wanted = 'start the example with `npm start`, or name a TARGET';
  let items: readonly { id: string; name: string }[];
  try {
    const answer = await fetch(`${endpoint}/restapis?limit=500`, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    items = ((await answer.json()) as { item?: typeof items }).item ?? [];
  } catch (fault) {
    throw new TargetError(`nothing to ask at ${endpoint} (${reason(fault)}): ${wanted}`);
  }
  const api = items.find((item) => item.name === name);
  if (api === undefined) throw new TargetError(`no API at ${endpoint} is named ${name}: ${wanted}`);
  return `${dataPlane}/_aws/execute-api/${api.id}/miztiik-throttled/secure/greeter`;
}

function reason(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error ? fault.cause.message || fault.message : fault.message;
}
