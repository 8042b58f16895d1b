/** A line through points on a grid of 10 by 10, the origin at the upper left. */
export type Stroke = readonly (readonly [number, number])[];

/** Characters that are not mistaken for one another, each drawn by hand as lines. */
export const glyphs: Readonly<Record<string, readonly Stroke[]>> = {
  A: [line('0,10 5,0 10,10'), line('2,6 8,6')],
  C: [line('9,2 7,0 4,0 1,2 0,5 1,8 4,10 7,10 9,8')],
  D: [line('1,0 1,10 5,10 8,8 9,5 8,2 5,0 1,0')],
  E: [line('9,0 1,0 1,10 9,10'), line('1,5 7,5')],
  F: [line('9,0 1,0 1,10'), line('1,5 7,5')],
  H: [line('1,0 1,10'), line('9,0 9,10'), line('1,5 9,5')],
  J: [line('8,0 8,7 7,9 5,10 3,9 2,7')],
  K: [line('1,0 1,10'), line('9,0 1,6'), line('4,4 9,10')],
  L: [line('1,0 1,10 9,10')],
  M: [line('0,10 1,0 5,6 9,0 10,10')],
  N: [line('1,10 1,0 9,10 9,0')],
  P: [line('1,10 1,0 6,0 9,1 9,4 6,6 1,6')],
  R: [line('1,10 1,0 6,0 9,1 9,4 6,5 1,5'), line('5,5 9,10')],
  T: [line('0,0 10,0'), line('5,0 5,10')],
  U: [line('1,0 1,7 3,10 7,10 9,7 9,0')],
  V: [line('0,0 5,10 10,0')],
  W: [line('0,0 2,10 5,4 8,10 10,0')],
  X: [line('0,0 10,10'), line('10,0 0,10')],
  Y: [line('0,0 5,5 10,0'), line('5,5 5,10')],
  '3': [line('1,1 4,0 8,1 8,4 5,5 9,6 9,9 5,10 1,9')],
  '4': [line('7,10 7,0 0,7 10,7')],
  '7': [line('0,0 9,0 4,10')],
};

function line(points: string): Stroke {
  return points.split(' ').map((point) => point.split(',').map(Number) as [number, number]);
}
