import { cases } from '../cases.ts';

const bytes = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');

export default cases({
  turns: [
    ['abc', bytes('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')],
    ['\xff', bytes('a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89')],
  ],
});
