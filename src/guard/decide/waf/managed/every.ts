import { accountCreation } from './abuse/account-creation.ts';
import { accountTakeover } from './abuse/account-takeover.ts';
import { adminProtection } from './admin-protection.ts';
import { api } from './api/api.ts';
import { botControl } from './bots/bot-control.ts';
import { common } from './common.ts';
import { antiDdos } from './floods/anti-ddos.ts';
import { anonymousIp, ipReputation } from './ip-lists.ts';
import { knownBadInputs } from './known-bad-inputs.ts';
import { linux } from './linux.ts';
import type { ManagedGroup } from './managed-group.ts';
import { php } from './php.ts';
import { sqli } from './sqli.ts';
import { unix } from './unix.ts';
import { windows } from './windows.ts';
import { wordPress } from './word-press.ts';

/** Every managed rule group that is here. To be asked through groups.ts, which loads them when one is needed. */
export const managedGroups: readonly ManagedGroup[] = Object.freeze([
  common,
  adminProtection,
  knownBadInputs,
  sqli,
  linux,
  unix,
  windows,
  php,
  wordPress,
  ipReputation,
  anonymousIp,
  botControl,
  accountTakeover,
  accountCreation,
  antiDdos,
  api,
]);
