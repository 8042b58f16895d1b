import { z } from 'zod';
import { PASS, refuse } from '../../../base/decision.ts';
import { traced } from '../../../base/traced.ts';
import { Bucket, bucketBytes } from '../bucket.ts';
import type { Given } from '../given.ts';
import { layer } from '../layer.ts';
import type { Decide } from '../step.ts';
import { methodLimit } from './method-limit.ts';

const shape = z
  .strictObject({
    id: z.string().describe('Names the bucket; equal ids share one.'),
    by: z.string().describe('The element of the definition that a refusal names.'),
    rate: z.number().nonnegative().describe('Requests a second, in the long run; 0 lets none through.'),
    burst: z.int().nonnegative().describe('Requests at once; 0 lets none through.'),
  })
  .describe('A limit of a method or of the account.');

/** What the ids of these buckets begin with. */
const prefix = 'throttle/';

type Limit = z.infer<typeof shape>;

/**
 * Holds each method of a stage, and then the whole account, to a steady rate and a burst, over all workers
 * together. One bucket for each method, even where one setting gives the limits of all of them.
 */
export default layer<Limit>({
  name: 'throttle',
  shape,
  of({ definition, stage, resource, method }) {
    if (resource === null || method === null) return [];
    const { account } = definition.settings;
    const limits: Limit[] = [{ id: `${prefix}account`, by: 'throttle/account', ...account }];
    const own = methodLimit(stage.methodSettings, resource.path, method.httpMethod, account);
    if (own === null) return limits;
    const { name, ...limit } = own;
    return [{ id: `${prefix}${stage.id}${name}`, ...limit }, ...limits];
  },
  compile(settings, given) {
    const { clock } = given;
    const bucket = new Bucket(
      given.cells(settings.id, bucketBytes),
      settings.rate,
      settings.burst,
      clock.nowNs(),
    );
    const refusal = refuse('THROTTLED', settings.by);
    if (given.tracing) return looking(settings, bucket, refusal, given);
    return () => (bucket.take(clock.nowNs()) ? PASS : refusal);
  },
});

/** The traced form: says how the bucket stands, and takes nothing from it. */
function looking(limit: Limit, bucket: Bucket, refusal: ReturnType<typeof refuse>, given: Given): Decide {
  const closed = limit.rate === 0 || limit.burst === 0;
  return traced(
    true,
    'throttle',
    limit.id.slice(prefix.length),
    limit.by,
    () => (bucket.level(given.clock.nowNs()).tokens >= 1 ? PASS : refusal),
    (_x, decision) => {
      const now = given.clock.nowNs();
      const { tokens, nextAt } = bucket.level(now);
      const passed = decision === PASS;
      const waitMs = Number((nextAt - now) / 1000n) / 1000;
      return {
        looked: {
          rate: limit.rate,
          burst: limit.burst,
          tokensBefore: rounded(tokens),
          tokensAfter: rounded(passed ? tokens - 1 : tokens),
          ...(passed || closed ? {} : { nextTokenInMs: waitMs }),
        },
        outcome: passed ? 'pass' : 'refuse THROTTLED',
        because: passed
          ? `The bucket holds ${rounded(tokens)} of ${limit.burst} tokens; this request takes one.`
          : closed
            ? 'A rate or burst of 0 lets nothing through.'
            : `The bucket is empty; the next token comes in ${waitMs} ms.`,
      };
    },
  );
}

const rounded = (tokens: number): number => Math.floor(tokens * 1000) / 1000;
