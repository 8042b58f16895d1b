import { cases } from '../cases.ts';

export default cases({
  turns: [['A %20 b', 'A %20 b']],
});
