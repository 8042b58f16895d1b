// Everyday requests of thirty kinds of products with the cookies and headers of their clients, posts of developers, and texts of ordinary people.
import { holds } from './held.ts';

holds('seventeenth', [
  { set: 'plain-requests', mayBe: 0 },
  { set: 'further-plain-requests', mayBe: 0 },
  { set: 'posts', mayBe: 0 },
  { set: 'benign', mayBe: 0 },
]);
