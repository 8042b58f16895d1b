import { listOf } from '../../../../../base/exchange.ts';
import { inspectionOf } from '../../inspect/inspect.ts';
import type { WafGiven } from '../../statement.ts';
import { blocks } from './api-rule.ts';
import { sees } from './sees.ts';

/** What is remarked of a body whose codings hide it, by `detect/views/content-coding.ts`. */
const hides =
  /^body: (?:inflates past its bound|more than two content codings|is no (?:x-)?(?:gzip|deflate|br|zstd|snappy)|is in a (?:content coding|charset) that is not known)$/;

/** Bodies that a content coding hides from whoever looks: nothing that was not looked at is passed on as if it were. */
export const codingRules = [
  blocks(
    'ContentCodingAbuse',
    'A compressed body that grows past all bounds, is none, is compressed more than twice, or in a way that nobody here knows; one in a charset that nobody here knows.',
    (given: WafGiven) => {
      const inspected = inspectionOf(given);
      return sees(given, 'content coding', 'No content coding hides the body.', (x) => {
        const coding = listOf(x.headers, 'content-encoding');
        const type = x.header('content-type');
        if (coding === '' && !/charset|xml/i.test(type)) return null;
        inspected(x).pieces('body');
        const why = x.unread?.find((remark) => hides.test(remark));
        if (why === undefined) return null;
        return {
          location: 'BODY',
          field: '',
          family: 'protocol',
          text: coding || type,
          because: `has a body in ${coding || type} that ${why.slice('body: '.length)}`,
        };
      });
    },
  ),
];
