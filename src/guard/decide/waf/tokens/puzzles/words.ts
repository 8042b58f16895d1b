import { randomInt } from 'node:crypto';

/** A question in words, for people who cannot see a picture. */
export interface Question {
  readonly question: string;
  readonly answer: string;
}

/** Words that belong together; no word is in two of them. */
export const families: Readonly<Record<string, readonly string[]>> = {
  animals: words(
    'cat dog horse cow sheep goat tiger lion wolf fox bear owl duck goose eagle whale shark frog',
  ),
  fruits: words('apple pear plum cherry grape lemon melon banana peach mango kiwi fig apricot raspberry'),
  tools: words('hammer saw drill pliers spade rake chisel axe wrench ladder screwdriver shovel'),
  clothes: words('shirt sock scarf glove coat jacket trousers hat belt shoe sweater skirt'),
  furniture: words('table chair sofa bed shelf desk cupboard bench stool wardrobe armchair'),
  vehicles: words('car bus train tram bicycle lorry ship plane tractor van motorbike ferry'),
};
const names = Object.keys(families);
const listed = 9;

/**
 * Asks for those words of a list that belong together, in the order they stand. Whoever knows the question and
 * nothing of words is right once in some 130 times; a program that knows the lists is always right, so a question
 * costs more work and fewer attempts than a picture.
 */
export function question(): Question {
  const asked = names[randomInt(names.length)]!;
  const right = picked(families[asked]!, 2 + randomInt(3));
  const others = names.filter((name) => name !== asked).flatMap((name) => families[name]!);
  const list = shuffled([...right, ...picked(others, listed - right.length)]);
  return {
    question: `Type all the ${asked} in this list, in the same order: ${list.join(', ')}.`,
    answer: list.filter((word) => right.includes(word)).join(' '),
  };
}

/** Lower-case words parted by single spaces. */
export const wordsAnswer = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && word !== 'and')
    .join(' ');

function words(text: string): readonly string[] {
  return text.split(' ');
}

const picked = (list: readonly string[], n: number): string[] => shuffled(list).slice(0, n);

function shuffled(list: readonly string[]): string[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
