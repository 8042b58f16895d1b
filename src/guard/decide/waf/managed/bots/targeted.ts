import type { Address } from '../../../../../base/address.ts';
import type { Exchange } from '../../../../../base/exchange.ts';
import type { RuleAction } from '../../../../../define/model/web-acl.ts';
import type { Places } from '../../addresses/places.ts';
import type { WafGiven } from '../../statement.ts';
import { signal } from '../../tokens/signals.ts';
import { Distinct } from '../abuse/distinct.ts';
import { addressKey, textKey, Volume } from '../abuse/volume.ts';
import { type CallerTest, callerRule } from '../caller-rule.ts';
import { type ManagedRule, referringId } from '../managed-group.ts';
import { Campaigns } from './campaigns/campaigns.ts';

const windowSec = 300;
const captcha: RuleAction = { Captcha: {} };
const challenge: RuleAction = { Challenge: {} };
const count: RuleAction = { Count: {} };

/** True of requests with a token whose browser told so. */
const told = (name: string, bit: number, label: string, about: string): ManagedRule =>
  callerRule({
    ...{ name, label, about, action: captcha, fidelity: 'approximated' },
    compile(given) {
      const tokens = given.tokens();
      return {
        test: (x) => ((tokens.of(x).token?.signals ?? 0) & bit) !== 0,
        looked: (x) => ({ token: tokens.of(x).found, signals: tokens.of(x).token?.signals ?? 0 }),
      };
    },
  });

/** True of sessions that act in concert, from a level of certainty on. */
const coordinated = (level: 1 | 2 | 3, name: 'Low' | 'Medium' | 'High', action: RuleAction): ManagedRule =>
  callerRule({
    name: `${coordinatedName}${name}`,
    label: `targeted:aggregate:coordinated_activity:${name.toLowerCase()}`,
    action,
    fidelity: 'approximated',
    about: certainty[name],
    compile(given) {
      const tokens = given.tokens();
      const campaigns = new Campaigns(given, referringId(given.ruleId));
      // The rules of the three levels ask once between them.
      const found = given.kept('coordinated activity', (x) => {
        const { found: kind, token } = tokens.of(x);
        return kind === 'ours' ? campaigns.of(x, token!.id) : null;
      });
      return {
        test: (x) => found(x)?.level === level,
        looked: (x) => ({ ...(found(x) ?? { token: tokens.of(x).found }) }),
      };
    },
  });

/** How the names of the rules begin that a configuration can switch off. */
export const coordinatedName = 'TGT_ML_CoordinatedActivity';

const certainty = {
  Low: 'A session with 29 others or more, of as many addresses, that are one kind of client (TLS, headers and their order) and make the same requests one after the other, ten times as often as all other kinds do, and five times as large a share of all sessions as is usual. Statistics of ours, of five to ten minutes; AWS learns by machine.',
  Medium: 'The same of 100 sessions, twenty times as often, and ten times as large a share.',
  High: 'The same of 300 sessions, forty times as often, and twenty times as large a share.',
};

/** True of requests of a session beyond so many in five minutes. */
const session = (name: string, most: number, label: string, action: RuleAction): ManagedRule =>
  callerRule({
    ...{ name, label, action, fidelity: 'approximated' },
    about: `More than ${most} requests with one token in five minutes. AWS compares with what is usual.`,
    compile(given) {
      const tokens = given.tokens();
      const volume = new Volume(given, 'session', most, windowSec);
      return {
        test(x) {
          const { found, token } = tokens.of(x);
          return found === 'ours' && volume.add(textKey(token!.id)) > most;
        },
        looked: (x) => ({ token: tokens.of(x).token?.id ?? '' }),
      };
    },
  });

/** True when one token comes from more than so many addresses, countries or networks. */
const reuse = (
  of: 'Ip' | 'Country' | 'Asn',
  level: 'Low' | 'Medium' | 'High',
  most: number,
  action: RuleAction,
): ManagedRule =>
  callerRule({
    name: `TGT_TokenReuse${of}${level}`,
    label: `targeted:aggregate:volumetric:session:token_reuse:${of.toLowerCase()}:${level.toLowerCase()}`,
    action,
    fidelity: 'documented',
    about: `One token from more than ${most} ${words[of]} within five minutes.`,
    compile: (given) => reused(given, of, most),
  });

const words = { Ip: 'addresses', Country: 'countries', Asn: 'networks (autonomous systems)' };

function reused(given: WafGiven, of: 'Ip' | 'Country' | 'Asn', most: number): CallerTest {
  const tokens = given.tokens();
  const distinct = new Distinct({ ...given, ruleId: referringId(given.ruleId) }, `reuse ${of}`, windowSec);
  const place = placeOf(of, given.places);
  // The rules of the three levels ask once between them.
  const found = given.kept(`token reuse ${of}`, (x) => {
    const { found: kind, token } = tokens.of(x);
    if (kind !== 'ours' || place === null) return 0;
    return distinct.add(textKey(token!.id), place(x));
  });
  return { test: (x) => found(x) > most, looked: (x) => ({ distinct: found(x) }) };
}

/** What tells one place from another; null where that is not known here. */
function placeOf(
  of: 'Ip' | 'Country' | 'Asn',
  places: Places,
): ((x: Exchange) => ReturnType<typeof addressKey>) | null {
  if (of === 'Ip') return addressKey;
  if (of === 'Asn' && !places.hasSystems) return null;
  const read: (address: Address) => string | number =
    of === 'Country' ? places.countries() : places.systems();
  return (x) => textKey(String(read(x.client)));
}

const levels = (of: 'Ip' | 'Country' | 'Asn', low: number, medium: number, high: number): ManagedRule[] => [
  reuse(of, 'Low', low, count),
  reuse(of, 'Medium', medium, captcha),
  reuse(of, 'High', high, { Block: {} }),
];

/** What the level TARGETED has besides: what can be told by tokens. */
export const targetedRules: readonly ManagedRule[] = [
  callerRule({
    name: 'TGT_VolumetricIpTokenAbsent',
    label: 'targeted:aggregate:volumetric:ip:token_absent',
    action: challenge,
    fidelity: 'documented',
    about: 'Five requests of one address or more within five minutes that have no token.',
    compile(given) {
      const tokens = given.tokens();
      const volume = new Volume(given, 'absent', 4, windowSec);
      return {
        test: (x) => tokens.of(x).found === 'absent' && volume.add(addressKey(x)) > 4,
        looked: (x) => ({ token: tokens.of(x).found, client: x.client.text }),
      };
    },
  }),
  callerRule({
    name: 'TGT_TokenAbsent',
    label: 'TGT_TokenAbsent',
    action: count,
    fidelity: 'exact',
    about: 'No token.',
    compile(given) {
      const tokens = given.tokens();
      return { test: (x) => tokens.of(x).found === 'absent', looked: (x) => ({ token: tokens.of(x).found }) };
    },
  }),
  session('TGT_VolumetricSession', 300, 'targeted:aggregate:volumetric:session:high', captcha),
  session('TGT_VolumetricSessionMaximum', 1_000, 'targeted:aggregate:volumetric:session:maximum', {
    Block: {},
  }),
  told(
    'TGT_SignalAutomatedBrowser',
    signal.automated,
    'targeted:signal:automated_browser',
    'A token of a browser that said a program drives it (`navigator.webdriver`).',
  ),
  told(
    'TGT_SignalBrowserAutomationExtension',
    signal.recorder,
    'targeted:signal:browser_automation_extension',
    'A token of a browser whose page an extension was in that plays back what was recorded (Selenium IDE, Katalon).',
  ),
  told(
    'TGT_SignalBrowserInconsistency',
    signal.inconsistent,
    'targeted:signal:browser_inconsistency',
    'A token of a browser that told its script another name or language than its headers.',
  ),
  coordinated(1, 'Low', challenge),
  coordinated(2, 'Medium', captcha),
  coordinated(3, 'High', captcha),
  ...levels('Ip', 2, 5, 8),
  ...levels('Country', 1, 2, 3),
  ...levels('Asn', 1, 2, 3),
];
