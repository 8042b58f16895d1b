// Attacks made to be odd.
import { holds } from './held.ts';

holds('tenth', [
  { set: 'attacks', refused: 0.963, leastRefused: 0.855 },
  { set: 'attacks', where: 'further', refused: 0.963 },
]);
