// Attacks by the book in every coat and place, requests in the shape of known weaknesses, and texts that look alike.
import { holds } from './held.ts';

holds('eighteenth', [
  { set: 'attacks', refused: 0.967 },
  { set: 'attacks', where: 'wrapped', refused: 0.966 },
  { set: 'attacks', where: 'crossed', refused: 0.966 },
  { set: 'attacks', where: 'further', refused: 0.967 },
  { set: 'attack-requests', refused: 0.913 },
  { set: 'hard-benign', mayBe: 0.0113 },
]);
