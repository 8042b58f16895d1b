import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import { Bucket } from '../../guard/decide/bucket.ts';
import throttle from '../../guard/decide/throttle/throttle.ts';
import type { Blocked } from './blocked.ts';
import { Origins } from './origins.ts';

/** The throttles whose bucket is empty at this moment: nobody gets through them until the next token has flowed in. */
export function throttled(
  definition: Definition,
  cells: ReadonlyMap<string, SharedArrayBuffer>,
  clock: Clock,
): Blocked[] {
  const origins = new Origins(definition);
  const now = clock.nowNs();
  return [...limitsOf(definition).values()].flatMap(({ id, by, rate, burst }): Blocked[] => {
    const memory = cells.get(id);
    // One of rate or burst 0 is no limit that somebody has come up against: it never lets anybody through.
    if (memory === undefined || rate === 0 || burst === 0) return [];
    const { tokens, nextAt } = new Bucket(memory, rate, burst, now).level(now);
    if (tokens >= 1) return [];
    return [
      {
        ...{ by: 'throttle', key: 'everybody', webAcl: '', rule: id.replace(/^throttle\//, '') },
        ...{ at: origins.place(by), count: Math.floor(burst), limit: burst, refused: null, since: null },
        releasesAt: new Date(clock.dateOf(Number(nextAt / 1_000_000n))).toISOString(),
        releasesInSeconds: Math.ceil(Number(nextAt - now) / 1e9),
      },
    ];
  });
}

/** Every throttle of a definition, by its id. */
function limitsOf(definition: Definition) {
  return new Map(
    definition.apis.flatMap((api) =>
      api.stages.flatMap((stage) =>
        api.resources.flatMap((resource) =>
          resource.methods.flatMap((method) =>
            throttle
              .of({ definition, api, stage, resource, method })
              .map((limit) => [limit.id, limit] as const),
          ),
        ),
      ),
    ),
  );
}
