import type { Event } from '../../base/event.ts';
import type { GroupOutcome, Solution, WafOutcome } from '../../base/exchange.ts';
import { OfKind } from '../of-kind.ts';
import type { RuleView, View, WebAclView } from '../view.ts';
import type { GroupView } from '../waf/groups.ts';
import { Senders } from '../waf/senders.ts';
import type { Metric } from './metric.ts';
import type { Series } from './series.ts';

/** What is counted, by what was done: AWS WAF's names (AWS WAF: "Metrics and dimensions"). */
export const wafMetrics = {
  ALLOW: 'AllowedRequests',
  BLOCK: 'BlockedRequests',
  COUNT: 'CountedRequests',
  CAPTCHA: 'CaptchaRequests',
  CHALLENGE: 'ChallengeRequests',
  PASS: 'PassedRequests',
  'CAPTCHA proven': 'RequestsWithValidCaptchaToken',
  'CHALLENGE proven': 'RequestsWithValidChallengeToken',
  'CAPTCHA attempted': 'CaptchasAttempted',
  'CHALLENGE attempted': 'ChallengesAttempted',
  'CAPTCHA solved': 'CaptchasSolved',
  'CHALLENGE solved': 'ChallengesSolved',
  'ALLOW sampled': 'SampleAllowedRequests',
  'BLOCK sampled': 'SampleBlockedRequests',
} as const;

type Done = keyof typeof wafMetrics;
type Dimensions = Readonly<Record<string, string>>;

/** The series of one set of dimensions, by what was done. */
type Counters = { -readonly [D in Done]?: Series | null };

/** Labels that are counted apart, of one web ACL; those that hold the id of one client never are. */
const maxLabels = 500;
const ofOneClient = /^awswaf:managed:token:(?:id|fingerprint):/;

/** What was looked up for one web ACL: the counters of its rules, groups, labels, countries and attacks. */
interface Known {
  readonly view: WebAclView;
  readonly rules: Map<string, Counters>;
  readonly groups: Map<string, Counters>;
  readonly labels: Map<string, Counters>;
  readonly countries: Map<string, Counters>;
  readonly attacks: Map<string, Counters>;
  readonly devices: Map<string, Counters>;
  readonly bots: Map<string, Counters>;
}

/** Counts what web ACLs do as AWS WAF does in CloudWatch. `series` gives the series of a metric; null when there are too many. */
export class WafMetrics {
  readonly #series: (metric: Metric) => Series | null;
  readonly #ofKind = new OfKind((e, waf: WafOutcome) => this.#seriesOf(e, waf));
  #acls = new Map<string, Known>();
  #view: View | null = null;
  readonly #senders = new Senders();

  constructor(series: (metric: Metric) => Series | null) {
    this.#series = series;
  }

  /** Lets go of what was looked up by the ids of an earlier definition. */
  apply(): void {
    this.#acls = new Map();
    this.#ofKind.forget();
  }

  add(minute: number, e: Event, waf: WafOutcome, view: View): void {
    this.#view = view;
    for (const series of this.#ofKind.of(e, waf)) series.add(minute, 1);
    const acl = this.#acl(waf.webAcl, view);
    if (acl === null || !acl.view.acl.visibility.CloudWatchMetricsEnabled) return;
    const WebACL = acl.view.acl.visibility.MetricName;
    const Country = view.atlas.countryOf(e);
    if (Country !== null)
      this.#find(acl.countries, Country, waf.action, () => ({ WebACL, Country }))?.add(minute, 1);
    this.#sender(minute, e, waf, acl, WebACL);
    const [found] = waf.details ?? [];
    if (found === undefined || waf.action === 'ALLOW') return;
    const Attack = found.family === '' ? found.condition : found.family;
    this.#find(acl.attacks, Attack, waf.action, () => ({ WebACL, Attack }))?.add(minute, 1);
  }

  /** By what sent it, as its User-Agent says: everybody's device, and what a bot that names itself is for. */
  #sender(minute: number, e: Event, { action }: WafOutcome, { devices, bots }: Known, WebACL: string): void {
    const sender = this.#senders.of(e.userAgent, e.at);
    if (sender === null) return;
    const { device: Device, botCategory: BotCategory } = sender;
    this.#find(devices, Device, action, () => ({ WebACL, Device }))?.add(minute, 1);
    if (BotCategory === '' || (action !== 'ALLOW' && action !== 'BLOCK')) return;
    this.#find(bots, BotCategory, `${action} sampled`, () => ({ WebACL, BotCategory }))?.add(minute, 1);
  }

  /** A challenge or a puzzle was handed in. */
  addSolution(minute: number, { webAcl, of, solved }: Solution, view: View): void {
    this.#view = view;
    const acl = this.#acl(webAcl, view);
    if (acl === null) return;
    this.#rule(acl, 'ALL', `${of} attempted`)?.add(minute, 1);
    if (solved) this.#rule(acl, 'ALL', `${of} solved`)?.add(minute, 1);
  }

  /** Everything that rules, groups and labels did. */
  #seriesOf(e: Event, waf: WafOutcome): Series[] {
    const acl = this.#acl(waf.webAcl, this.#view!);
    if (acl === null) return [];
    const found = [this.#rule(acl, waf.terminatingRule, waf.action), this.#rule(acl, 'ALL', waf.action)];
    for (const id of waf.counted) found.push(this.#rule(acl, id, 'COUNT'));
    if (waf.counted.length > 0) found.push(this.#rule(acl, 'ALL', 'COUNT'));
    for (const { rule, action } of waf.proven ?? [])
      found.push(this.#rule(acl, rule, `${action} proven`), this.#rule(acl, 'ALL', `${action} proven`));
    for (const group of waf.groups ?? []) found.push(...this.#group(acl, group));
    found.push(...this.#passed(acl, waf));
    if (acl.view.acl.visibility.CloudWatchMetricsEnabled)
      for (const label of e.labels) found.push(this.#label(acl, label, waf.action));
    return found.filter((series) => series !== null);
  }

  #acl(id: string, view: View): Known | null {
    let found = this.#acls.get(id);
    if (found === undefined) {
      const acl = view.webAcls.get(id);
      if (acl === undefined) return null;
      found = {
        ...{ view: acl, rules: new Map(), groups: new Map(), labels: new Map() },
        ...{ countries: new Map(), attacks: new Map(), devices: new Map(), bots: new Map() },
      };
      this.#acls.set(id, found);
    }
    return found;
  }

  /** Nothing is counted of a rule (for `ALL` and the default action: of a web ACL) whose metrics are switched off. */
  #rule({ view, rules }: Known, id: string, done: Done): Series | null {
    return this.#find(rules, id, done, () => {
      const rule = view.rules.get(id)?.rule;
      if (!(rule ?? view.acl).visibility.CloudWatchMetricsEnabled) return null;
      const Rule = rule?.visibility.MetricName ?? id;
      return { WebACL: view.acl.visibility.MetricName, Rule };
    });
  }

  #group({ view, groups }: Known, outcome: GroupOutcome): (Series | null)[] {
    const ref = view.rules.get(outcome.rule);
    if (ref?.group == null) return [];
    const found: (Series | null)[] = [];
    const within = (name: string, done: Done): void => {
      const of = (of: string) => () => inGroup(view, ref, ref.group!, of);
      found.push(this.#find(groups, `${outcome.rule} ${name}`, done, of(name)));
      if (!ref.group!.managed) found.push(this.#find(groups, outcome.rule, done, of('ALL')));
    };
    for (const name of outcome.counted) within(name, 'COUNT');
    for (const { rule, action } of outcome.proven ?? []) within(rule, `${action} proven`);
    if (outcome.terminating !== '' && outcome.action !== '') within(outcome.terminating, outcome.action);
    return found;
  }

  /** Groups of one's own that were asked and of which no rule matched. */
  #passed({ view, groups }: Known, { terminatingRule, groups: matched }: WafOutcome): (Series | null)[] {
    const end = view.rules.get(terminatingRule)?.rule.priority ?? Number.POSITIVE_INFINITY;
    const passed = view.groups.filter(
      ({ rule: { name, priority }, group }) =>
        priority <= end &&
        name !== terminatingRule &&
        !group!.managed &&
        matched?.some((g) => g.rule === name) !== true,
    );
    return passed.map((ref) =>
      this.#find(groups, ref.rule.name, 'PASS', () => inGroup(view, ref, ref.group!, 'ALL')),
    );
  }

  #label({ view, labels }: Known, label: string, done: Done): Series | null {
    if (!labels.has(label) && (labels.size >= maxLabels || ofOneClient.test(label))) return null;
    return this.#find(labels, label, done, () => {
      const cut = label.lastIndexOf(':');
      const WebACL = view.acl.visibility.MetricName;
      return { WebACL, LabelNamespace: label.slice(0, Math.max(0, cut)), Label: label.slice(cut + 1) };
    });
  }

  /** Null when it is not counted, by its settings or since there are too many. */
  #find(
    of: Map<string, Counters>,
    key: string,
    done: Done,
    dimensions: () => Dimensions | null,
  ): Series | null {
    let counters = of.get(key);
    if (counters === undefined) {
      counters = {};
      of.set(key, counters);
    }
    let series = counters[done];
    if (series === undefined) {
      const found = dimensions();
      series = found === null ? null : this.#series(metricOf(wafMetrics[done], found, this.#view!.region));
      counters[done] = series;
    }
    return series;
  }
}

const metricOf = (name: string, dimensions: Dimensions, Region: string): Metric => ({
  namespace: 'AWS/WAFV2',
  name,
  dimensions: { ...dimensions, Region },
});

/** Of one's own group by its own name; of a managed one under the web ACL, whose owner is the only one to see it. */
function inGroup(view: WebAclView, ref: RuleView, group: GroupView, name: string): Dimensions | null {
  const rule = group.rules.get(name);
  if (group.managed) {
    if (!ref.rule.visibility.CloudWatchMetricsEnabled) return null;
    const WebACL = view.acl.visibility.MetricName;
    return { WebACL, ManagedRuleGroup: group.metric, ManagedRuleGroupRule: name };
  }
  if ((rule?.visibility ?? group.visibility)?.CloudWatchMetricsEnabled !== true) return null;
  return { RuleGroup: group.metric, Rule: rule?.visibility?.MetricName ?? name };
}
