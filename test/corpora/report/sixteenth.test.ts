// Attacks of every family in every coat and place, whole requests of known products, and texts that look alike.
import { holds } from './held.ts';

holds('sixteenth', [
  { set: 'attacks', refused: 0.961 },
  { set: 'attacks', where: 'crossed', refused: 0.9558, leastRefused: 0.946 },
  { set: 'attack-requests', refused: 0.809 },
  { set: 'further-attacks', refused: 0.975 },
  { set: 'further-attacks', where: 'crossed', refused: 0.972, leastRefused: 0.952 },
  { set: 'benign', mayBe: 0.002 },
]);
