import authorize from '../decide/authorize/authorize.ts';
import path from '../decide/path/path.ts';
import throttle from '../decide/throttle/throttle.ts';
import tls from '../decide/tls/tls.ts';
import usage, { quota } from '../decide/usage/usage.ts';
import validate from '../decide/validate/validate.ts';
import waf from '../decide/waf/waf.ts';

// The order in which a request meets its protections. Nothing else in the code decides it.
export const beforeRouting = [tls, waf, path] as const;
export const afterRouting = [authorize, usage, throttle, quota, validate] as const;
