/** Someone whom a rate-based rule limits at this moment, an API key whose quota is used up, or a throttle that is empty. */
export interface Blocked {
  readonly by: 'rule' | 'quota' | 'throttle';
  /** The address, or whatever the rule counts by (`Header:x-tenant=acme`, its digest when it is not known); a key’s name; `everybody`. */
  readonly key: string;
  /** Of a quota or a throttle ''. */
  readonly webAcl: string;
  /** The rule, behind that which refers to its group; of a quota the usage plan; of a throttle its stage and method. */
  readonly rule: string;
  /** Where it is written. */
  readonly at: string;
  /** Requests that count within the window (the limit at most), and what is allowed. */
  readonly count: number;
  readonly limit: number;
  /** How far over: requests refused since the key went over the limit. Of a quota or a throttle null: the report knows. */
  readonly refused: number | null;
  /** By the gateway's clock, ISO 8601. */
  readonly since: string | null;
  readonly releasesAt: string;
  readonly releasesInSeconds: number;
}

/** `in 48 s (10:38:47)`; with the date when it is more than a day off. */
export function releaseText({ releasesInSeconds: s, releasesAt }: Blocked): string {
  const [day, time] = [releasesAt.slice(0, 10), releasesAt.slice(11, 19)];
  if (s < 600) return `in ${s} s (${time})`;
  if (s < 86_400) return `in ${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min (${time})`;
  return `in ${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h (${day} ${time})`;
}

/** Who it is, and by what, as people read it. */
export const whoText = ({ by, key }: Blocked): string => (by === 'quota' ? `API key ${key}` : key);

/** Which rule, quota or throttle it is, as people read it. */
export const ruleText = ({ by, webAcl, rule }: Blocked): string =>
  by === 'rule' ? `${webAcl}/${rule}` : by === 'quota' ? `quota of ${rule}` : `throttle of ${rule}`;
