import { Readable } from 'node:stream';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { Clock } from '../../../../src/base/clock.ts';
import type { Definition } from '../../../../src/define/model/definition.ts';
import type { Element } from '../../../../src/define/model/element.ts';
import type { Change } from '../../../../src/define/store/changes.ts';
import { CloudWatch } from '../../../../src/observe/metrics/cloudwatch.ts';
import type { BotVisits } from '../../../../src/observe/waf/bot-traffic.ts';
import { endpoint } from '../../../../src/operate/control/endpoint.ts';
import { Pools } from '../../../../src/pools/pools.ts';

/** AWS's own client of an endpoint without sockets, over a definition that only lives here. */
export interface Asked {
  readonly client: WAFV2Client;
  readonly definition: Definition;
}

export function asked(definition: Definition, visits: readonly BotVisits[] = []): Asked {
  const clock = Clock.byHand();
  const state = {
    ...{
      definition,
      clock,
      startedAt: 0,
      dataPlane: 'http://127.0.0.1:8080',
      usage: null,
      figures: new CloudWatch(),
    },
    pools: new Pools({ clock, file: null, say: () => {} }),
    cells: () => undefined,
    samples: () => ({}),
    botVisits: () => visits,
    trial: () => Promise.reject(new Error('nothing is tried out here')),
    async change(make: (definition: Definition) => readonly Change[]) {
      for (const change of make(state.definition)) state.definition = changed(state.definition, change);
    },
  };
  const answer = endpoint(state);
  const client = new WAFV2Client({
    region: 'us-east-1',
    endpoint: 'http://endpoint.test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ method, path, headers, body }: Wired) {
        const text = Buffer.from(body as Uint8Array).toString();
        const request = { method, path, query: new URLSearchParams(), headers, body: text };
        const { status, headers: answered, body: said } = await answer(request);
        return { response: { statusCode: status, headers: answered, body: Readable.from([said]) } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  });
  return {
    client,
    get definition() {
      return state.definition;
    },
  };
}

interface Wired {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

function changed(definition: Definition, { of, id, element }: Change): Definition {
  const before: readonly Element[] = definition[of] ?? [];
  const others = before.filter((one) => one.id !== id);
  return { ...definition, [of]: element === null ? others : [...others, element] };
}
