// What a tester tries second and third, and requests with attacks where one seldom looks.
import { holds } from './held.ts';

holds('fifteenth', [
  { set: 'attacks', refused: 0.956 },
  { set: 'attacks', where: 'wrapped', refused: 0.956 },
  { set: 'attack-requests', refused: 0.972 },
]);
