/** A part of a User-Agent (RFC 9110 10.1.5): the name of a product, or what a comment says. */
type Part = (text: string, comment: boolean) => boolean;

// In small letters, as a product calls itself. Names that are words besides count in a comment or with a version alone.
const tools: ReadonlySet<string> = new Set(
  (
    'sqlmap nikto nuclei gobuster feroxbuster wfuzz ffuf dirbuster dirb dirsearch masscan zgrab wpscan whatweb w3af w3af.org ' +
    'arachni openvas openvas-vt nessus netsparker invicti acunetix acunetix-product wvs commix joomscan droopescan cmsmap ' +
    'skipfish xsstrike xsser dalfox jaeles katana rustbuster kiterunner arjun paramspider subfinder naabu projectdiscovery ' +
    'interactsh interactsh-client tsunamisecurityscanner l9explore l9tcpid l9scan leakix censysinspect censys expanse ' +
    'internetmeasurement internet-measurement netcraft-scan zmeu jorgee morfeus muhstik-scan muieblackcat paros zaproxy owasp-zap ' +
    'burp burpsuite burpcollaborator havij bsqlbf sqlninja sqlsus absinthe pangolin webinspect appscan qualys qualysguard ' +
    'detectify probely vulners nmap nmaplowercheck hydra medusa brutus patator thc-hydra metasploit msfconsole grendel-scan ' +
    'golismero grabber wapiti webshag websecurify vega uniscan blackwidow fimap ghauri tplmap nosqlmap ssrfmap crlfuzz ' +
    'hakrawler gau meg gxss x8 photon reconftw osmedeus shodan fofa zoomeye criminalip onyphe binaryedge ' +
    'rapid7 nexpose insightappsec stackhawk dirbuster-ng cgichk core-project prowlmapper netsystemsresearch ' +
    'palo-alto-expanse mozi mirai gpon hello_world sipvicious friendly-scanner httprobe scan4all fscan libredtail libredtail-http lfisuite xspider struts-pwn cgichk bbscan patrowl patrowlscanner odin getodin'
  ).split(' '),
);
const words: ReadonlySet<string> = new Set([
  'vega',
  'hydra',
  'medusa',
  'grabber',
  'photon',
  'meg',
  'gau',
  'burp',
  'expanse',
  'shodan',
  'x8',
]);
// As a product and a version of it, and nothing else with it.
const alone: ReadonlySet<string> = new Set([
  'hydra',
  'vega',
  'medusa',
  'photon',
  'shodan',
  'burp',
  'expanse',
  'grabber',
]);

// What tools say in so many words.
const sayings: readonly string[] = [
  'nmap scripting engine',
  'fuzz faster u fool',
  'projectdiscovery',
  'sqlmap.org',
  'owasp_dirbuster',
  'robertdavidgraham/masscan',
  'nessus soap',
  'morfeus',
  'core-project/1',
  'searches across the global ipv4 space',
  'internet-measurement.com',
  'security scanner',
  'vulnerability scan',
  'web application scanner',
  'dalfox',
  'owasp zap',
  'qualys was',
  'getodin.com',
  'w00tw00t',
  '/etc/passwd',
];
// Agents that stand by themselves and belong to worms and their like.
const whole: ReadonlySet<string> = new Set([
  'hello, world',
  'hello, world!',
  'hello world',
  'gemini/2.0',
  'xtc',
  'zmeu',
  'sdk',
  'fuzz',
  'test scanner',
  'custom-asynchttpclient',
]);

const says = new RegExp(sayings.map((saying) => saying.replace(/[./]/g, '\\$&')).join('|'));

/**
 * What a User-Agent says that belongs to a tool of attackers and auditors; '' when it says nothing of the kind. It is
 * read by its grammar, so that a tool counts where it names itself, and not where a word has its name in it.
 */
export function scannerAgent(value: string): string {
  const text = value.length > 512 ? value.slice(0, 512) : value;
  const lower = text.trim().toLowerCase();
  if (lower.length < 16 && whole.has(lower)) return lower;
  const saying = says.exec(lower);
  if (saying !== null) return saying[0];
  let found = '';
  const products = productsOf(lower, (name, comment) => {
    if (!tools.has(name) || (words.has(name) && !comment)) return false;
    found = name;
    return true;
  });
  if (found !== '') return found;
  if (/\bsf\/2\.1/.test(lower)) return 'skipfish';
  return products.length === 1 && alone.has(products[0]!)
    ? products[0]!
    : /(?:^|\s)fuzz$/.test(lower)
      ? 'fuzz'
      : '';
}

/** Shows each name to `take`, until it says true; gives the names of products. */
function productsOf(text: string, take: Part): string[] {
  const products: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text[i]! : ' ';
    if (!' ();,'.includes(c)) continue;
    if (i > from) {
      const word = text.slice(from, i);
      const slash = word.indexOf('/');
      const name = slash < 0 ? unversioned(word) : word.slice(0, slash);
      if (depth === 0) products.push(name);
      if (take(name, depth > 0)) return products;
    }
    if (c === '(') depth++;
    else if (c === ')' && depth > 0) depth--;
    from = i + 1;
  }
  return products;
}

/** `dirbuster-1.0` without its version. */
function unversioned(word: string): string {
  const dash = word.indexOf('-');
  return dash < 0 ? word : word.replace(/-v?\d.*$/, '');
}
