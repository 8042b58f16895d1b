// Attacks in every place, and posts of developers by kind, those apart that quote an attack.
import { holds } from './held.ts';

holds('ninth', [
  { set: 'attacks', refused: 0.996, leastRefused: 0.86 },
  { set: 'posts', without: 'quotes', mayBe: 0.003, mostMayBe: 0.134 },
]);
