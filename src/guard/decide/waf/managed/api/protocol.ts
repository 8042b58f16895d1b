import type { Exchange } from '../../../../../base/exchange.ts';
import {
  type Anomaly,
  type AnomalyKind,
  areOrdinary,
  bodyAnomalies,
  headAnomalies,
} from '../../detect/protocol/protocol.ts';
import { inspectionOf } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { anyOf } from '../aws-rule.ts';
import { blocks, counts } from './api-rule.ts';
import { namesCharset } from './form-charset.ts';
import { type Seen, sees } from './sees.ts';

/** From which score on an anomaly counts, and up to which. */
interface Range {
  readonly least: number;
  readonly most: number;
}

const sure: Range = { least: 50, most: 100 };
const any: Range = { least: 30, most: 100 };
const doubtful: Range = { least: 30, most: 49 };

/** What a trace says where there is no such anomaly. */
const none: Readonly<Record<AnomalyKind, string>> = {
  'host override': 'No header names another host than Host does.',
  method: 'The method is an ordinary one, and nothing turns it into another.',
  smuggling: 'Nothing there reads as a second request.',
  'hop-by-hop': 'Connection names no header that proxies add.',
  host: 'Host, Forwarded and X-Forwarded-… are what they should be.',
  spoofed: 'No header is there that comes from within only.',
  'content type': 'Content-Type can be read in one way only.',
  range: 'Range asks for nothing unusual, or is not there.',
  duplicate: 'No header of which there is one is there twice.',
  encoding: 'Every escape is one that encoders make.',
  null: 'There is no null character.',
  length: 'The query has no more than 1000 arguments, and none with a name of more than 512 characters.',
};

/** True for a request with an anomaly of a kind; the head is looked at once for all of them. */
const anomalous =
  (kind: AnomalyKind, { least, most }: Range = sure, body = false) =>
  (given: WafGiven): Test => {
    const { bodyBytes } = given;
    const inspected = inspectionOf(given);
    const ofHead = given.kept('anomalies of the head', (x) =>
      headAnomalies(x, inspected(x).once('headers', areOrdinary, areOrdinary)),
    );
    const ofBody = given.kept('anomalies of the body', (x) =>
      x.prefix === null || x.prefix.length === 0
        ? []
        : bodyAnomalies(x, x.prefix.toString('latin1', 0, Math.min(x.prefix.length, bodyBytes))),
    );
    const fits = (anomaly: Anomaly): boolean =>
      anomaly.kind === kind && anomaly.score >= least && anomaly.score <= most;
    return sees(given, kind, none[kind], (x) => {
      const head = ofHead(x);
      const found =
        (head.length === 0 ? undefined : head.find(fits)) ?? (body ? ofBody(x).find(fits) : undefined);
      return found === undefined ? null : seen(found, x);
    });
  };

const locations: Readonly<Record<string, string>> = {
  body: 'BODY',
  cookie: 'COOKIE',
  header: 'HEADER',
  headers: 'HEADER',
  method: 'METHOD',
  path: 'URI',
  query: 'QUERY_STRING',
};

/** What was sent there, of places that are one text. */
const sent: Readonly<Record<string, (x: Exchange) => string>> = {
  method: (x) => x.method,
  path: (x) => x.path,
  query: (x) => x.query,
};

function seen({ where, what, score }: Anomaly, x: Exchange): Seen {
  const [place, field = ''] = where.split(' ') as [string, string?];
  const text = sent[place]?.(x) ?? (place === 'header' ? x.header(field) : what);
  const location = locations[place] ?? 'UNKNOWN';
  return { location, field, family: 'protocol', text, because: `is odd in its ${where}: ${what}`, score };
}

/** What no ordinary client sends, as it stands in the head; and requests within bodies. */
export const protocolRules = [
  counts(
    'HostOverride',
    'Another host in `X-Forwarded-Host`, `X-Host` or the like than in `Host`. Proxies send it too.',
    anomalous('host override', any),
  ),
  counts('UnusualMethod', 'A method that nobody has registered.', anomalous('method', doubtful)),
  blocks(
    'RequestSmuggling',
    'Requests within requests, headers that read like `Transfer-Encoding`, `Upgrade: h2c`. The engine itself refuses ambiguous lengths before.',
    anomalous('smuggling', sure, true),
  ),
  blocks(
    'HopByHopHeaders',
    '`Connection` that has headers dropped on the way which proxies have added: `Connection: X-Real-IP`.',
    anomalous('hop-by-hop'),
  ),
  blocks(
    'HostHeaderAttack',
    '`Host`, `Forwarded` or `X-Forwarded-…` that are no host, port, scheme or path.',
    anomalous('host'),
  ),
  blocks(
    'SpoofedInternalHeaders',
    'Headers that come from within: `X-Original-URL` with another path, `X-Originating-IP: 127.0.0.1`, `x-amzn-waf-…`.',
    anomalous('spoofed'),
  ),
  blocks(
    'MethodOverride',
    '`X-HTTP-Method-Override` or `_method` that makes a GET write, or names no method; `TRACK` and `DEBUG`.',
    anomalous('method'),
  ),
  blocks(
    'SuspiciousContentType',
    'A `Content-Type` that two readers read differently, or in which ASCII is hidden: UTF-7, EBCDIC, two boundaries; a field `_charset_` or a part that names such a charset.',
    (given) => anyOf(anomalous('content type')(given), namesCharset(given)),
  ),
  blocks(
    'RangeAbuse',
    '`Range` with many ranges, ones that overlap, or ones that no file has.',
    anomalous('range'),
  ),
  blocks(
    'ConflictingHeaders',
    'Headers of which there is one, twice and different; `X_User` beside `X-User`.',
    anomalous('duplicate'),
  ),
  blocks(
    'EvasiveEncoding',
    'Escapes that no encoder makes: letters encoded twice, overlong UTF-8, `%u003c`.',
    anomalous('encoding'),
  ),
  blocks(
    'NullBytes',
    'A null character in an argument, a cookie, the path or a form.',
    anomalous('null', sure, true),
  ),
  blocks(
    'OverlongArguments',
    'More than 1 000 arguments in the query, or a name of more than 512 characters.',
    anomalous('length'),
  ),
];
