import { z } from 'zod';
import { onDemand } from '../../../../base/on-demand.ts';
import { detectorTest } from '../lens/detected.ts';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { statement } from '../statement.ts';

const sql = onDemand<typeof import('../detect/sql/sql.ts')>('../detect/sql/sql.ts', import.meta.url);

/** True when the field holds what would run as SQL where an application puts it into a query. */
export default statement({
  name: 'SqliMatchStatement',
  shape: lensShape({
    members: {
      SensitivityLevel: z
        .enum(['LOW', 'HIGH'])
        .default('LOW')
        .describe('HIGH finds more, and is wrong more often.'),
    },
  }).describe('True when the field holds what would run as SQL.'),
  capacity: (settings) => lensCapacity(settings, settings.SensitivityLevel === 'HIGH' ? 30 : 20),
  compile: (settings, given) =>
    detectorTest('SqliMatchStatement', settings, given, sql().detectSql, settings.SensitivityLevel),
});
