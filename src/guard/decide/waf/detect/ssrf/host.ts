import { looseAddress } from './loose-address.ts';

/** Whose a host is: a cloud's own, this machine, a private network, everybody's; or nothing that could be one. */
export type Reach = 'metadata' | 'loopback' | 'private' | 'rebinding' | 'collaborator' | 'public' | 'none';

export interface Host {
  readonly reach: Reach;
  /** Written so that a check that looks for the usual spelling does not see it. */
  readonly odd: boolean;
  /** An address, not a name. */
  readonly address: boolean;
  readonly name: string;
}

const metadataAddresses = new Set([
  0xa9fea9fe, // 169.254.169.254: AWS, Azure, Google, DigitalOcean, OpenStack
  0xa9fe2a2a, // 169.254.42.42: Scaleway
  0xa9feaa02, // 169.254.170.2: credentials of ECS tasks
  0xa9feaa17, // 169.254.170.23: credentials of EKS pods
  0xa9fea9fd, // 169.254.169.253: the resolver of a VPC
  0xa9fea97b, // 169.254.169.123: time of a VPC
  0x646464c8, // 100.100.100.200: Alibaba
  0xc00000c0, // 192.0.0.192: Oracle, classic
  0xa83f8110, // 168.63.129.16: Azure's wire server
]);
const metadataNames = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'metadata.oraclecloud.com',
  'rancher-metadata',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
]);
// Names that resolve to what stands in them, to this machine, or to one address now and another in a minute.
const rebinding = new Set([
  'nip.io',
  'sslip.io',
  'xip.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'fuf.me',
  '1u.ms',
  'rbndr.us',
  'traefik.me',
  'yoogle.com',
  '127-0-0-1.org.uk',
  'local.gd',
  'localho.st',
  'ip6.name',
  'backname.io',
]);
const collaborators = new Set([
  'oastify.com',
  'burpcollaborator.net',
  'interact.sh',
  'interactsh.com',
  'oast.pro',
  'oast.live',
  'oast.site',
  'oast.online',
  'oast.fun',
  'oast.me',
  'dnslog.cn',
  'ceye.io',
  'canarytokens.com',
  'requestrepo.com',
  'bxss.me',
  'xss.ht',
  'pingb.in',
]);

const inward = new Set(['internal', 'local', 'intranet', 'lan', 'corp', 'localdomain', 'svc']);

const none: Host = { reach: 'none', odd: false, address: false, name: '' };

/** Classifies the host of a URL as it is written, with brackets, trailing dots, full-width and circled letters. */
export function hostOf(written: string): Host {
  let name = written;
  let odd = false;
  // What browsers fold: circled and full-width letters, ideographic full stops; and what decoding left over.
  if (!isAscii(name)) {
    const folded = name
      .normalize('NFKC')
      .replace(/[\u3002\uff0e\uff61]/g, '.')
      .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
    if (isAscii(folded)) odd = true;
    name = folded;
  }
  if (name.includes('%') && !name.startsWith('[')) {
    // What decodes to the end of a host ends it for a reader that decodes first.
    name = name.replace(/%(?:2f|3f|23|09|0a|0d|20|00|5c).*$/i, '');
    name = name.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    odd = true;
  }
  name = name.toLowerCase();
  if (name.startsWith('[')) {
    if (!name.endsWith(']')) return none;
    const inner = looseAddress(name.slice(1, -1));
    return inner === null ? none : classify(name, inner.v4, inner.v6, inner.odd || odd);
  }
  while (name.endsWith('.')) {
    name = name.slice(0, -1);
    odd = true;
  }
  const address = looseAddress(name);
  if (address !== null && address.v6 === null) return classify(name, address.v4, null, address.odd || odd);
  return named(name, odd);
}

function classify(name: string, v4: number, v6: readonly number[] | null, odd: boolean): Host {
  const reach = v4 >= 0 ? reachOfV4(v4) : reachOfV6(v6!);
  return { reach, odd, address: true, name };
}

function reachOfV4(v4: number): Reach {
  if (metadataAddresses.has(v4)) return 'metadata';
  const first = Math.floor(v4 / 2 ** 24);
  const second = Math.floor(v4 / 2 ** 16) % 256;
  if (first === 127 || first === 0) return 'loopback';
  if (first === 10 || (first === 172 && second >= 16 && second < 32) || (first === 192 && second === 168))
    return 'private';
  if ((first === 169 && second === 254) || (first === 100 && second >= 64 && second < 128)) return 'private';
  return 'public';
}

function reachOfV6(v6: readonly number[]): Reach {
  if (v6[0] === 0xfd00 && v6[1] === 0xec2) return 'metadata';
  if (v6.slice(0, 7).every((group) => group === 0) && v6[7]! < 2) return 'loopback';
  if (v6[0]! >= 0xfc00 && v6[0]! < 0xfec0) return 'private';
  return 'public';
}

const fronted = /^(?:127\.0\.0\.1|169\.254\.169\.254|169\.254\.170\.2)\.[a-z0-9-]{1,63}\./;

function named(name: string, odd: boolean): Host {
  if (metadataNames.has(name)) return { reach: 'metadata', odd, address: false, name };
  if (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name.startsWith('localhost.local') ||
    name === 'ip6-localhost' ||
    name === 'localhost6'
  ) {
    return { reach: 'loopback', odd, address: false, name };
  }
  // Before a domain of anybody's, whose server answers with the address that stands there.
  if (fronted.test(name))
    return { reach: name.startsWith('169') ? 'metadata' : 'rebinding', odd: true, address: false, name };
  const last = name.lastIndexOf('.');
  if (last > 0) {
    const second = name.lastIndexOf('.', last - 1);
    let zone = second < 0 ? name : name.slice(second + 1);
    if (!rebinding.has(zone) && zone === 'org.uk') zone = name.slice(name.lastIndexOf('.', second - 1) + 1);
    if (rebinding.has(zone)) {
      const always = zone === '1u.ms' || zone === 'rbndr.us';
      const inside = always ? 'loopback' : embedded(name.slice(0, -zone.length - 1));
      const reach = inside === 'metadata' || inside === 'public' ? inside : 'rebinding';
      return { reach, odd: true, address: false, name };
    }
    if (second > 0 && collaborators.has(zone)) return { reach: 'collaborator', odd, address: false, name };
    if (inward.has(name.slice(last + 1)) || name.endsWith('.home.arpa'))
      return { reach: 'private', odd, address: false, name };
  }
  return /^[a-z0-9_\u0080-\uffff-]+(?:\.[a-z0-9_\u0080-\uffff-]+)*$/.test(name)
    ? { reach: 'public', odd: false, address: false, name }
    : none;
}

/** The address in front of `nip.io`: with dots, with dashes, or in hexadecimal; loopback where there is none. */
function embedded(name: string): Reach {
  const match = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})$/.exec(name);
  if (match)
    return reachOfV4(
      ((Number(match[1]) * 256 + Number(match[2])) * 256 + Number(match[3])) * 256 + Number(match[4]),
    );
  const hex = /(?:^|[.-])([0-9a-f]{8})$/.exec(name);
  return hex ? reachOfV4(Number.parseInt(hex[1]!, 16)) : 'loopback';
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
