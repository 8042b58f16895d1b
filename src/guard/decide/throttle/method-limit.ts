import type { MethodSetting } from '../../../define/model/api.ts';

/** The throttle that holds for one method, and the setting that gave its rate. */
export interface MethodLimit {
  /** What the bucket is named after: `/pets/{id}/GET`, or the setting's own key when it shares one. */
  readonly name: string;
  readonly by: string;
  readonly rate: number;
  readonly burst: number;
}

/**
 * The throttle of a method: of each value the most specific setting that has one, and what no setting has
 * from the account. Null when no setting says anything: the account's own bucket is all there is.
 */
export function methodLimit(
  settings: readonly MethodSetting[],
  resourcePath: string,
  httpMethod: string,
  account: { readonly rate: number; readonly burst: number },
): MethodLimit | null {
  const held = settings
    .map((setting) => ({ setting, rank: rank(setting, resourcePath, httpMethod) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ setting }) => setting);
  const rated = held.find((s) => isSet(s.rateLimit));
  const burst = held.find((s) => isSet(s.burstLimit));
  const by = rated ?? burst;
  if (by === undefined) return null;
  const name = by.shared ? `${by.resourcePath}/${by.httpMethod}` : `${resourcePath}/${httpMethod}`;
  return {
    name: name.startsWith('/') ? name : `/${name}`,
    by: by.id,
    rate: rated?.rateLimit ?? account.rate,
    burst: burst?.burstLimit ?? account.burst,
  };
}

/** GetStage writes -1 for what is inherited. */
const isSet = (value: number | null): boolean => value !== null && value >= 0;

/** 0 when the setting is not for the method, and more the more narrowly it names it. */
function rank(setting: MethodSetting, resourcePath: string, httpMethod: string): number {
  const path = setting.resourcePath;
  const verb = setting.httpMethod.toUpperCase();
  if (path !== '*' && path !== resourcePath) return 0;
  if (verb !== '*' && verb !== httpMethod) return 0;
  return 1 + (path === '*' ? 0 : 2) + (verb === '*' ? 0 : 1);
}
