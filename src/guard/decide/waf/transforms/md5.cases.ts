import { cases } from '../cases.ts';

const bytes = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');

export default cases({
  turns: [
    ['abc', bytes('900150983cd24fb0d6963f7d28e17f72')],
    ['\xff', bytes('00594fd4f42ba43fc1ca0427a0576295')],
  ],
});
