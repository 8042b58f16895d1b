import type { Exchange } from '../../../../base/exchange.ts';
import type { Answer } from '../../../../base/wire.ts';
import type { CaptchaKey } from '../../../../define/model/captcha-key.ts';
import type { Definition } from '../../../../define/model/definition.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { crossing, opens, preflight, siteOf } from './crossing.ts';
import { hostOf } from './domain.ts';
import { HandedIn } from './handed-in.ts';
import { HandedOut } from './handed-out.ts';
import { keyCells, TokenKeys } from './keys.ts';
import { asksForTokens } from './needs.ts';
import { Paces } from './paces.ts';
import { problem, said } from './replies.ts';
import { scriptAnswer, scriptsOf } from './scripts.ts';

/** A part of every host that the gateway answers itself. */
export interface Reserved {
  /** Whether a request is for it, and not for an API. */
  takes(x: Exchange): boolean;
  answer(x: Exchange): Answer | Promise<Answer>;
}

/** Bytes of what is handed in. */
const mostBytes = 4_096;
/** After too many wrong answers. */
const later = Object.freeze(['Retry-After', '300']);
/** RFC 1035 2.3.4. */
const longestHost = 253;

/**
 * The place where clients get challenges and puzzles and hand in what they found: `{path}/{id of the web
 * ACL}/challenge` and `…/captcha`, GET to get one and POST to hand it in; `…/token` tells a page what its cookie says,
 * and `…/challenge.js` and `…/jsapi.js` are the scripts that do all this for it. Null when no web ACL asks for a
 * token: then the path belongs to whatever API has it.
 */
export function reception(given: Given): Reserved | null {
  const { definition } = given;
  const asking = definition.webAcls.filter((acl) => asksForTokens(acl, definition));
  if (asking.length === 0) return null;
  const places = new Map(asking.map((acl) => [acl.aclId, placeOf(acl, definition)]));
  const prefix = `${definition.settings.tokens.path}/`;
  const desk = new Desk(given);
  return {
    takes: (x) => x.path.startsWith(prefix),
    answer(x) {
      const [id = '', what = '', more] = x.path.slice(prefix.length).split('/');
      const place = places.get(id);
      return place === undefined || more !== undefined ? problem(404, 'unknown') : desk.serve(x, place, what);
    },
  };
}

/** Where the scripts of a web ACL are, without a slash at the end; null when it asks for no tokens. */
export const scriptsAt = (acl: WebAcl, definition: Definition): string | null =>
  asksForTokens(acl, definition) ? `${definition.settings.tokens.path}/${acl.aclId}` : null;

interface Place {
  readonly acl: WebAcl;
  /** The API keys of its scope, by their text. */
  readonly keys: ReadonlyMap<string, CaptchaKey>;
}

function placeOf(acl: WebAcl, { captchaKeys = [] }: Definition): Place {
  const keys = captchaKeys.filter(({ scope }) => scope === acl.scope);
  return { acl, keys: new Map(keys.map((key) => [key.key, key])) };
}

/** Hands out, and takes in. */
class Desk {
  readonly #out: HandedOut;
  readonly #in: HandedIn;
  readonly #paces: Paces;
  readonly #scripts: ReadonlyMap<string, string>;

  constructor(given: Given) {
    const keys = new TokenKeys(given.cells(keyCells.id, keyCells.bytes));
    this.#out = new HandedOut(keys, given.definition.settings.tokens);
    this.#in = new HandedIn(keys, given);
    this.#paces = new Paces(given);
    this.#scripts = scriptsOf(given.definition.settings.tokens.words);
  }

  serve(x: Exchange, { acl, keys }: Place, what: string): Answer | Promise<Answer> {
    if (hostOf(x).length > longestHost) return problem(400, 'host');
    // A key lets a page show the puzzle; what a visitor’s cookie says is not for it.
    const named = what === 'captcha' ? parameter(x.query, 'key') : null;
    const key = named === null ? null : (keys.get(named) ?? null);
    const also = crossing(x, acl, key);
    const script = this.#scripts.get(what);
    if (script !== undefined)
      return x.method === 'GET' ? scriptAnswer(script, also) : problem(405, 'method', ['Allow', 'GET']);
    if (what !== 'challenge' && what !== 'captcha' && what !== 'token') return problem(404, 'unknown');
    if (x.method === 'OPTIONS')
      return also.length > 2 ? said(200, {}, [...also, ...preflight]) : problem(403, 'origin', also);
    // A page of one’s own names a key; the gateway’s own page has none.
    if (named !== null && (key === null || !opens(key, siteOf(x)))) return problem(403, 'key', also);
    if (what === 'token') return this.#tell(x, acl, also);
    if (x.method === 'POST') return this.#take(x, acl, what, also);
    if (x.method !== 'GET') return problem(405, 'method', ['Allow', 'GET, POST']);
    return this.#give(x, what, also);
  }

  #tell(x: Exchange, acl: WebAcl, also: readonly string[]): Answer {
    if (x.method !== 'GET') return problem(405, 'method', ['Allow', 'GET']);
    return said(200, this.#in.told(x, acl), also);
  }

  #give(x: Exchange, what: 'challenge' | 'captcha', also: readonly string[]): Answer {
    const of = what === 'challenge' ? what : parameter(x.query, 'as') === 'words' ? 'words' : 'picture';
    if (!this.#paces.admits(x, of)) return problem(429, 'pace', ['Retry-After', '60', ...also]);
    const content = this.#out.make(of, x);
    return content === null ? problem(404, 'unknown', also) : said(200, content, also);
  }

  async #take(
    x: Exchange,
    acl: WebAcl,
    what: 'challenge' | 'captcha',
    also: readonly string[],
  ): Promise<Answer> {
    if (!this.#paces.admits(x, 'attempt')) return problem(429, 'pace', ['Retry-After', '60', ...also]);
    // Or who only guesses would have as many guesses as attempts: the one that is right would count all the same.
    if (what === 'captcha' && this.#paces.exhausted(x, 'wrong'))
      return problem(429, 'pace', [...later, ...also]);
    const text = await bodyOf(x);
    if (text === null) return problem(413, 'length', also);
    const answer = this.#in.take(x, acl, what, text, also);
    if (x.solution?.of === 'CAPTCHA' && !x.solution.solved && !this.#paces.admits(x, 'wrong'))
      return problem(429, 'pace', [...later, ...also]);
    return answer;
  }
}

/** The value of a parameter as it stands in a query, up to the first of that name; null when there is none. */
function parameter(query: string, name: string): string | null {
  for (const pair of query.split('&', 8)) if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  return null;
}

/** The body as text; null when it is longer than anything that is handed in. */
async function bodyOf(x: Exchange): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = await x.wire.pull();
    if (chunk === null) return Buffer.concat(chunks, bytes).toString('utf8');
    bytes += chunk.length;
    if (bytes > mostBytes) {
      x.wire.drop();
      return null;
    }
    chunks.push(Buffer.from(chunk));
  }
}
