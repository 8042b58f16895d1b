import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { statement, type Test } from '../statement.ts';

/** True when a rule before this one has given the request such a label. */
export default statement({
  name: 'LabelMatchStatement',
  shape: z
    .strictObject({
      Scope: z
        .enum(['LABEL', 'NAMESPACE'])
        .describe('Whether the key is the end of a label, with its name, or namespaces within it.'),
      Key: z
        .string()
        .max(1024)
        .regex(/^[0-9A-Za-z_\-:]+$/, 'must be letters, digits, _, - and :')
        .describe('A label or namespaces (with : at the end); without a prefix, of this web ACL or group.'),
    })
    .refine(({ Scope, Key }) => (Scope === 'NAMESPACE') === Key.endsWith(':'), {
      path: ['Key'],
      message: 'must end with : for NAMESPACE, and must not for LABEL',
    })
    .describe('True when a rule before this one has given the request such a label.'),
  capacity: () => 1,
  compile({ Scope, Key }, given) {
    const fits = fitting(Scope, Key, given.labelNamespace);
    const test: Test = ({ labels }) => {
      if (labels !== null) for (let i = 0; i < labels.length; i++) if (fits(labels[i]!)) return true;
      return false;
    };
    return traced(given.tracing, 'statement', 'LabelMatchStatement', '', test, (x, verdict) => {
      const found = x.labels?.find(fits);
      return {
        looked: { scope: Scope, key: Key, labels: x.labels?.join(', ') ?? '' },
        outcome: verdict ? 'match' : 'no match',
        because: found === undefined ? `No label so far fits ${Key}.` : `It has the label ${found}.`,
      };
    });
  },
});

/** Whether a label fits a key; a key without a prefix asks for labels of the rule’s own web ACL or group. */
function fitting(scope: 'LABEL' | 'NAMESPACE', key: string, own: string): (label: string) => boolean {
  if (key.startsWith('awswaf:')) {
    return scope === 'LABEL' ? (label) => label === key : (label) => label.startsWith(key);
  }
  const behind = `:${key}`;
  if (scope === 'LABEL') return (label) => label.startsWith(own) && label.endsWith(behind);
  return (label) => label.startsWith(own) && label.indexOf(behind, own.length - 1) >= 0;
}
