import { finds, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { perComponent } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';
import { isResource } from './resource.ts';
import { isPowerShell, isWindowsCommand } from './systems.ts';

const cmd = (given: WafGiven, place: Place) =>
  finds(given, {
    places: place === 'header' ? ['header', 'cookie'] : [place],
    families: ['shell'],
    counts: (finding, piece) => isWindowsCommand(finding) && !isResource(piece),
  });
const powershell = (given: WafGiven, place: Place) =>
  finds(given, { places: [place], families: ['shell'], counts: isPowerShell });

const rules = [
  ...perComponent(
    'WindowsShellCommands',
    ['HEADER', 'QUERYARGUMENTS', 'QUERYSTRING', 'URIPATH', 'BODY'],
    'approximated',
    cmd,
    'What cmd.exe would run: `||nslookup`, `;cmd /c dir`, `& type C:\\…`.',
  ),
  ...perComponent(
    'PowerShellCommands',
    ['COOKIE', 'QUERYARGUMENTS', 'BODY'],
    'approximated',
    powershell,
    'What PowerShell would run: `Invoke-Expression …`, `powershell -enc …`.',
  ),
];

/** Commands of Windows. */
export const windows: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesWindowsRuleSet',
  description: 'What cmd.exe and PowerShell would run.',
  capacity: 200,
  labelNamespace: 'awswaf:managed:aws:windows-os:',
  versions: Object.freeze([...versionsTo(2, 3), ...versionsTo(1, 2)]),
  rules: () => rules,
});
