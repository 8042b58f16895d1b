import { finds, holds, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { anyOf, awsRule } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';
import { isPosixCommand, isUnixPath } from './systems.ts';

// A value that is nothing but a variable of the shell, or a path below one.
const variable =
  /^\s*(?:\$(?:HOME|PATH|SHELL|USER|LOGNAME|PWD|OLDPWD|HOSTNAME|IFS|BASH|BASH_VERSION|BASHPID|EUID|UID|PPID|RANDOM|LD_PRELOAD|LD_LIBRARY_PATH|ENV|PS1|TMPDIR|MAIL|EDITOR)|\$\{(?:HOME|PATH|SHELL|USER|PWD|HOSTNAME|IFS|BASH|LD_PRELOAD)(?:[:#%/^,@!+?=-][^}]{0,64})?\})(?=$|[\s/;|&"'`$:])/;

const commands = (given: WafGiven, places: readonly Place[]) =>
  anyOf(
    finds(given, { places, families: ['shell'], counts: isPosixCommand }),
    finds(given, { places, families: ['path'], counts: isUnixPath }),
    holds(given, {
      places,
      asked: 'begins with a variable of the shell',
      test: ({ text }) => variable.test(text),
    }),
  );

const rule = (component: string, places: readonly Place[], where: string) =>
  awsRule({
    name: `UNIXShellCommandsVariables_${component}`,
    fidelity: 'approximated',
    about: `What a POSIX shell would run, its variables, and files of Unix, in ${where}: \`;id\`, \`$(whoami)\`, \`echo $HOME\`.`,
    compile: (given) => commands(given, places),
  });

const rules = [
  rule('QUERYSTRING', ['query'], 'arguments'),
  rule('BODY', ['body'], 'the body'),
  rule('HEADER', ['header', 'cookie'], 'headers and cookies'),
];

/** Commands of a POSIX shell. */
export const unix: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesUnixRuleSet',
  description: 'What a POSIX shell would run, its variables, and files of Unix.',
  capacity: 100,
  labelNamespace: 'awswaf:managed:aws:posix-os:',
  versions: Object.freeze([...versionsTo(3, 0), ...versionsTo(2, 2), ...versionsTo(1, 1)]),
  rules: () => rules,
});
