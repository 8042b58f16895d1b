import { z } from 'zod';
import type { Change } from '../../../../define/store/changes.ts';
import { restAction } from '../../action.ts';
import { type CsvKey, csvKeys } from '../../apigateway/csv-keys.ts';
import { newKey } from '../../apigateway/new-key.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { switched } from '../../apigateway/shapes.ts';
import { checkMembership, planOf } from '../../apigateway/usage-found.ts';
import { AwsError } from '../../aws-error.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';

export default restAction({
  name: 'ImportApiKeys',
  route: 'POST /apikeys?mode=import',
  status: 201,
  rawBody: true,
  shape: z
    .object({
      body: z.string().describe('The keys, as CSV: name, key, description, enabled, usageplanIds.'),
      format: z.literal('csv').describe('What the body is: csv.'),
      failonwarnings: switched.describe('Whether a key that cannot be made keeps the others from it.'),
    })
    .describe('Makes API keys from a list.'),
  async run({ body, failonwarnings }, state) {
    const ids: string[] = [];
    const warnings: string[] = [];
    const rows = csvKeys(body);
    await state.change((definition) => {
      const changes: Change[] = [];
      let current = definition;
      for (const [i, row] of rows.entries()) {
        try {
          const made = imported(row, current, state.clock.now());
          changes.push(...made);
          current = {
            ...current,
            apiKeys: [...current.apiKeys, ...made.flatMap((c) => (c.of === 'apiKeys' ? [c.element!] : []))],
          };
          ids.push(...made.flatMap((c) => (c.of === 'apiKeys' ? [c.element!.keyId] : [])));
        } catch (fault) {
          if (!(fault instanceof AwsError)) throw fault;
          warnings.push(`Row ${i + 1}: ${fault.message}`);
        }
      }
      if (failonwarnings && warnings.length > 0) throw badRequest(warnings.join('; '));
      return changes;
    });
    return { ids, warnings };
  },
});

function imported(row: CsvKey, definition: Parameters<typeof newKey>[1], now: number): Change[] {
  if (row.key.length < 30 || row.key.length > 128)
    throw badRequest('API Key value should be 30 to 128 characters');
  const { name, description, enabled } = row;
  const key = newKey(
    { name, description, enabled, customerId: '', tags: {}, value: row.key },
    definition,
    now,
  );
  const plans = row.usagePlanIds.map((id) => planOf(definition, id));
  const members = plans.map(({ planId }) => ({
    id: `aws-endpoint/usageplans/${planId}/keys/${key.keyId}`,
    origin: ENDPOINT,
    planId,
    keyId: key.keyId,
  }));
  const joined = { ...definition, usagePlanKeys: [...definition.usagePlanKeys, ...members] };
  for (const plan of plans) checkMembership(joined, plan, [key.keyId]);
  return [
    { of: 'apiKeys', id: key.id, element: key },
    ...members.map((element) => ({ of: 'usagePlanKeys', id: element.id, element }) as const),
  ];
}
