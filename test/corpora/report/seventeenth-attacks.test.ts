// Attacks of the second and third thought in every coat and place, requests in the shape of known weaknesses, and texts that look alike.
import { holds } from './held.ts';

holds('seventeenth', [
  { set: 'attacks', refused: 0.95 },
  { set: 'attacks', where: 'wrapped', refused: 0.95 },
  { set: 'attacks', where: 'crossed', refused: 0.948 },
  { set: 'attacks', where: 'further', refused: 0.951 },
  { set: 'attack-requests', refused: 0.892 },
  { set: 'hard-benign', mayBe: 0.016 },
]);
