import type { Exchange } from '../../../../base/exchange.ts';
import type { Answer } from '../../../../base/wire.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { hostOf } from './domain.ts';
import { HandedIn } from './handed-in.ts';
import { HandedOut } from './handed-out.ts';
import { keyCells, TokenKeys } from './keys.ts';
import { asksForTokens } from './needs.ts';
import { Paces } from './paces.ts';
import { problem, said } from './replies.ts';

/** A part of every host that the gateway answers itself. */
export interface Reserved {
  /** Whether a request is for it, and not for an API. */
  takes(x: Exchange): boolean;
  answer(x: Exchange): Answer | Promise<Answer>;
}

/** Bytes of what is handed in. */
const mostBytes = 4_096;
/** RFC 1035 2.3.4. */
const longestHost = 253;

/**
 * The place where clients get challenges and puzzles and hand in what they found: `{path}/{id of the web
 * ACL}/challenge` and `…/captcha`, GET to get one and POST to hand it in. Null when no web ACL asks for a token:
 * then the path belongs to whatever API has it.
 */
export function reception(given: Given): Reserved | null {
  const { definition } = given;
  const asking = definition.webAcls.filter((acl) => asksForTokens(acl, definition));
  if (asking.length === 0) return null;
  const acls = new Map(asking.map((acl) => [acl.aclId, acl]));
  const prefix = `${definition.settings.tokens.path}/`;
  const desk = new Desk(given);
  return {
    takes: (x) => x.path.startsWith(prefix),
    answer(x) {
      const [id = '', what = '', more] = x.path.slice(prefix.length).split('/');
      const acl = acls.get(id);
      if (acl === undefined || more !== undefined || (what !== 'challenge' && what !== 'captcha'))
        return problem(404, 'unknown');
      return desk.serve(x, acl, what);
    },
  };
}

/** Hands out, and takes in. */
class Desk {
  readonly #out: HandedOut;
  readonly #in: HandedIn;
  readonly #paces: Paces;

  constructor(given: Given) {
    const keys = new TokenKeys(given.cells(keyCells.id, keyCells.bytes));
    this.#out = new HandedOut(keys, given.definition.settings.tokens);
    this.#in = new HandedIn(keys, given);
    this.#paces = new Paces(given);
  }

  serve(x: Exchange, acl: WebAcl, what: 'challenge' | 'captcha'): Answer | Promise<Answer> {
    if (hostOf(x).length > longestHost) return problem(400, 'host');
    if (x.method === 'POST') return this.#take(x, acl, what);
    if (x.method !== 'GET') return problem(405, 'method', ['Allow', 'GET, POST']);
    const of = what === 'challenge' ? 'challenge' : x.query === 'as=words' ? 'words' : 'picture';
    if (!this.#paces.admits(x, of)) return problem(429, 'pace', ['Retry-After', '60']);
    const content = this.#out.make(of, x);
    return content === null ? problem(404, 'unknown') : said(200, content);
  }

  async #take(x: Exchange, acl: WebAcl, what: 'challenge' | 'captcha'): Promise<Answer> {
    if (!this.#paces.admits(x, 'attempt')) return problem(429, 'pace', ['Retry-After', '60']);
    const text = await bodyOf(x);
    if (text === null) return problem(413, 'length');
    const answer = this.#in.take(x, acl, what, text);
    if (x.solution?.of === 'CAPTCHA' && !x.solution.solved && !this.#paces.admits(x, 'wrong'))
      return problem(429, 'pace', ['Retry-After', '300']);
    return answer;
  }
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
