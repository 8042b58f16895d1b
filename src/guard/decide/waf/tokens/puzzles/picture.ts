import { randomInt } from 'node:crypto';
import { glyphs, type Stroke } from './glyphs.ts';
import { png } from './png.ts';

/** A picture of characters, and what they are. */
export interface Picture {
  readonly answer: string;
  /** A PNG in shades of grey. */
  readonly bytes: Buffer;
}

export const width = 280;
export const height = 100;
const characters = Object.keys(glyphs);
/** 22^6: 113 million. */
const length = 6;

/**
 * Draws six characters that only the answer tells: turned, sheared, bent together, run into one another, with
 * lines of the same thickness across. Takes about a millisecond. What is drawn comes from a cryptographic source;
 * how, from any.
 */
export function picture(): Picture {
  const answer = Array.from({ length }, () => characters[randomInt(characters.length)]!).join('');
  const canvas = new Float32Array(width * height);
  const bend = bending();
  const step = (width - 60) / length;
  [...answer].forEach((character, i) => {
    const place = placed(26 + step * (i + 0.5) + between(-3, 3), height / 2 + between(-9, 9));
    const thickness = between(3.4, 5);
    for (const stroke of glyphs[character]!) draw(canvas, stroke.map(place).map(bend), thickness);
  });
  for (let i = 0; i < 3; i++) draw(canvas, across().map(bend), between(2.2, 3.4));
  return { answer, bytes: png(width, height, shades(canvas)) };
}

/** Upper case, and nothing but characters that stand in pictures. */
export const writtenAnswer = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

const between = (least: number, most: number): number => least + Math.random() * (most - least);

type Point = readonly [number, number];
type Move = (point: Point) => Point;

/** From the grid of a character to its place on the picture. */
function placed(x: number, y: number): Move {
  const angle = between(-0.38, 0.38);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [wide, high, shear] = [between(2.9, 3.7), between(4.2, 5.4), between(-0.3, 0.3)];
  return ([gx, gy]) => {
    const v = (gy - 5) * high;
    const u = (gx - 5) * wide + v * shear;
    return [x + u * cos - v * sin, y + u * sin + v * cos];
  };
}

/** Two waves across the whole picture. */
function bending(): Move {
  const [a, b] = [between(2, 5), between(3, 6)];
  const [ka, kb] = [between(0.05, 0.09), between(0.025, 0.05)];
  const [pa, pb] = [between(0, 6), between(0, 6)];
  return ([x, y]) => [x + a * Math.sin(y * ka + pa), y + b * Math.sin(x * kb + pb)];
}

/** A curve from one edge to the other. */
function across(): Stroke {
  const [from, to, high] = [between(20, 80), between(20, 80), between(-35, 35)];
  return Array.from({ length: 15 }, (_, i) => {
    const t = i / 14;
    return [6 + t * (width - 12), from + t * (to - from) + high * Math.sin(Math.PI * t)] as const;
  });
}

function draw(canvas: Float32Array, stroke: Stroke, thickness: number): void {
  for (let i = 1; i < stroke.length; i++) segment(canvas, stroke[i - 1]!, stroke[i]!, thickness / 2);
}

/** Darkens what lies within the radius of a line; its rim is soft. */
function segment(canvas: Float32Array, [ax, ay]: Point, [bx, by]: Point, radius: number): void {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy || 1;
  const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, by) + radius + 1));
  const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
  const right = Math.min(width - 1, Math.ceil(Math.max(ax, bx) + radius + 1));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / squared));
      const [ux, uy] = [x - ax - t * dx, y - ay - t * dy];
      const ink = radius + 0.5 - Math.sqrt(ux * ux + uy * uy);
      const at = y * width + x;
      if (ink > canvas[at]!) canvas[at] = Math.min(1, ink);
    }
  }
}

/** Ink on paper, both uneven, so that no threshold parts them exactly. */
function shades(canvas: Float32Array): Buffer {
  const bytes = Buffer.alloc(canvas.length);
  const [kx, ky, phase] = [between(0.02, 0.06), between(0.03, 0.09), between(0, 6)];
  const columns = Float32Array.from({ length: width }, (_, x) => 18 * Math.sin(x * kx + phase));
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.cos(y * ky - phase);
    for (let x = 0; x < width; x++, at++) {
      const noise = Math.random();
      const paper = 226 + columns[x]! * row + noise * 18;
      const ink = 98 + columns[x]! * row - noise * 40;
      // Sixteen shades: more would not pack.
      bytes[at] = Math.max(0, Math.min(255, paper + (ink - paper) * canvas[at]!)) & 0xf0;
    }
  }
  return bytes;
}
