// Attacks of every family in every coat and place, whole requests of known products, and texts that look alike.
import { holds } from './held.ts';

holds('sixteenth', [
  { set: 'attacks', refused: 0.963 },
  { set: 'attacks', where: 'crossed', refused: 0.963, leastRefused: 0.955 },
  { set: 'attack-requests', refused: 0.809 },
  { set: 'further-attacks', refused: 0.984 },
  { set: 'further-attacks', where: 'crossed', refused: 0.983, leastRefused: 0.966 },
  { set: 'benign', mayBe: 0.002 },
]);
