// Attacks of the second and third thought in every coat and place, requests in the shape of known weaknesses, and texts that look alike.
import { holds } from './held.ts';

holds('seventeenth', [
  { set: 'attacks', refused: 0.978 },
  { set: 'attacks', where: 'wrapped', refused: 0.978 },
  { set: 'attacks', where: 'crossed', refused: 0.977 },
  { set: 'attacks', where: 'further', refused: 0.978 },
  { set: 'attack-requests', refused: 0.966 },
  { set: 'hard-benign', mayBe: 0.0095 },
]);
