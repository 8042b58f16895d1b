import type { Arguments } from './arguments.ts';
import { isStarter } from './wrappers.ts';

/** What a command of cmd.exe is good for, by its name in small letters; a star marks ordinary words. */
const names: Readonly<Record<string, string>> = {
  recon:
    'ipconfig systeminfo tasklist whoami ver* set* hostname* getmac nbtstat qwinsta netstat quser driverquery vol* dsquery nltest query* gpresult',
  list: 'dir tree* where*',
  read: 'type* more* find* findstr',
  file: 'copy* xcopy robocopy del erase* move* rd md ren attrib icacls cacls takeown mkdir rmdir expand* fc replace* mklink',
  net: 'ping* tracert pathping nslookup arp route* ftp tftp telnet',
  act: 'net net1 netsh reg sc schtasks wmic wevtutil vssadmin bcdedit fsutil taskkill diskpart',
  load: 'certutil bitsadmin rundll32 regsvr32 mshta cscript wscript msiexec installutil msbuild regasm forfiles makecab odbcconf hh',
  run: 'cmd powershell pwsh start* call* for* pcalua runas wsl conhost explorer*',
  print: 'echo*',
  wait: 'timeout* choice* shutdown',
};

export interface WindowsBinary {
  readonly name: string;
  readonly use: string;
  readonly word: boolean;
}

const table = new Map<string, WindowsBinary>();
for (const [use, list] of Object.entries(names)) {
  for (const marked of list.split(' ')) {
    const name = marked.replace('*', '');
    table.set(name, Object.freeze({ name, use, word: marked !== name }));
  }
}

/** All of them, in small letters. */
export const windowsNames: readonly string[] = [...table.keys()];

const queried = new Set(['user', 'session', 'process', 'termserver']);

const netActions = new Set([
  'user',
  'users',
  'localgroup',
  'group',
  'view',
  'share',
  'start',
  'stop',
  'use',
  'accounts',
  'config',
  'session',
  'time',
  'statistics',
  'file',
]);
const actions = new Set([
  'query',
  'add',
  'delete',
  'save',
  'export',
  'import',
  'create',
  'config',
  'start',
  'stop',
  'process',
  'os',
  'qfe',
  'useraccount',
  'computersystem',
  'service',
  'logicaldisk',
  'product',
  'startup',
  'bios',
  'nic',
  'cl',
  'qe',
  'list',
  'resize',
  'set',
  'advfirewall',
  'firewall',
  'wlan',
  'interface',
  'int',
  'usn',
  'qc',
  'environment',
  'sysaccount',
  'group',
  'printer',
  'cpu',
]);

/** The binary a word of cmd.exe names, whatever its folder, case, carets and extension; undefined for none. */
export function windowsBinaryOf(cooked: string): WindowsBinary | undefined {
  let from = 0;
  let to = cooked.length;
  for (let i = to - 1; i >= 0; i--) {
    const c = cooked.charCodeAt(i);
    if (c === 92 || c === 47) {
      from = i + 1;
      break;
    }
  }
  if (to - from > 5 && cooked.charCodeAt(to - 4) === 46) {
    const extension = cooked.slice(to - 3).toLowerCase();
    if (extension === 'exe' || extension === 'com') to -= 4;
  }
  // The longest name has eleven letters.
  return to - from > 11 || to - from < 2 ? undefined : table.get(cooked.slice(from, to).toLowerCase());
}

/** How far it is evidence with these arguments, 0 to 95, where cmd.exe would run it. */
export function windowsEvidence(binary: WindowsBinary, a: Arguments): number {
  // The padding of base64 is no sign of an assignment: `powershell -enc aQBkAA==`.
  if (a.odd > 0 && !a.windows && binary.name !== 'for' && !(a.odd === 1 && isEncoded(binary, a))) return 0;
  const shaped = a.flags + a.switches + a.paths + a.hosts + a.variables + a.redirects;
  if (a.bares >= 3 && a.bares > shaped * 2 && binary.use !== 'act') return binary.word ? 5 : 20;
  const own = a.windows || a.switches > 0;
  switch (binary.use) {
    case 'recon':
      if (a.count === 0) return binary.word ? 30 : 64;
      if (binary.name === 'query') return queried.has(a.first) && a.count === 1 ? 62 : 12;
      return own ? 70 : binary.word ? 12 : 45;
    case 'list':
      if (a.count === 0) return binary.word ? 15 : 56;
      return own || a.paths > 0 ? 70 : a.files > 0 ? 55 : binary.word ? 10 : 36;
    case 'read':
    case 'file':
      if (own && a.count > 0) return a.windows ? 82 : 55;
      if (a.paths > 0 || (a.files > 0 && a.count <= 2)) return binary.word ? 50 : 56;
      return 12;
    case 'net':
      if (binary.name === 'route') return a.first === 'print' ? 66 : 15;
      if (a.hosts > 0 || a.first === 'localhost') return a.flags > 0 ? 72 : binary.word ? 15 : 66;
      return own ? 60 : 15;
    case 'act':
      if (a.count === 0 || (binary.name === 'reg' && a.bares > 2 && a.paths + a.quoted + a.switches === 0))
        return 20;
      if (binary.name === 'net' || binary.name === 'net1')
        return netActions.has(a.first) && a.bares <= 6 ? 74 - Math.max(0, a.bares - 4) * 10 : 15;
      return actions.has(a.first) || own ? 74 : 25;
    case 'load':
      if (binary.name === 'hh' || binary.name === 'msbuild') return own || a.hosts > 0 ? 55 : 10;
      return a.flags + a.switches + a.hosts + a.paths > 0 || a.windows
        ? 84
        : a.files > 0
          ? 66
          : a.count > 0
            ? 40
            : 30;
    case 'run':
      return running(binary, a, own);
    case 'print':
      return a.windows ? 64 : 0;
    default:
      return a.switches + a.flags > 0 ? 55 : 10;
  }
}

/** What PowerShell is asked on the way: `powershell whoami`. */
const asked =
  /^(?:whoami|hostname|ipconfig|systeminfo|dir|ls|pwd|calc|get-(?:process|service|childitem|localuser|computerinfo|host|date|acl|hotfix|ad\w{3,12}|net\w{3,16}|wmiobject|ciminstance))(?:\.exe)?$/i;

/** `cmd /v:on/c …`: switches without a blank between them. */
const joined = /^(?:\/[a-z](?::o(?:n|ff))?){2,5}$/;

const isEncoded = ({ name }: WindowsBinary, { flag }: Arguments): boolean =>
  (name === 'powershell' || name === 'pwsh') && /^-e(?:c|n|nc|ncod\w*)?$/.test(flag);

function running(binary: WindowsBinary, a: Arguments, own: boolean): number {
  if (binary.name === 'cmd')
    return a.switches > 0 || joined.test(a.first) ? 84 : a.count === 0 ? 45 : a.windows ? 70 : 15;
  if (binary.name === 'for') return a.switches > 0 && ['/f', '/l', '/r', '/d'].includes(a.flag) ? 78 : 0;
  if (isStarter(binary.name)) return own ? 58 : /\.(?:exe|bat|cmd|vbs|ps1)$/.test(a.first) ? 66 : 10;
  if (a.flags + a.switches > 0) return 84;
  if (a.count === 1 && asked.test(a.first)) return 66;
  return a.count === 0 ? 40 : a.bares > 1 ? 30 : a.quoted > 0 ? 72 : 55;
}
