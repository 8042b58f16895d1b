import { deflateSync, gzipSync } from 'node:zlib';
import { handWritten, type Line, seeded, write } from './lines.ts';

/** Families whose corpora are made here. */
const families = [
  'template',
  'jndi',
  'deserialization',
  'code',
  'ldap',
  'xpath',
  'nosql',
  'mail',
  'crlf',
  'xxe',
  'ssi',
  'prototype',
] as const;

const lines = (family: string, which: 'attacks' | 'benign'): Line[] =>
  handWritten(family, which).map((line) => ({ ...line, value: line.value.replaceAll('␍', '\r') }));

const random = seeded(20_250_711);

for (const family of families) {
  const attacks = lines(family, 'attacks');
  write(family, 'attacks', [...attacks, ...(family === 'deserialization' ? streams(family) : [])]);
  write(family, 'benign', lines(family, 'benign'));
}

/** Streams of objects, as their languages write them, in every form they travel in. */
function streams(family: string): Line[] {
  const heads: [string, Buffer][] = [
    ['Java', javaObject('java.util.PriorityQueue')],
    ['Java', javaObject('org.apache.commons.collections.map.LazyMap')],
    ['Java', javaObject('sun.reflect.annotation.AnnotationInvocationHandler')],
    ['.NET', Buffer.from('0001000000ffffffff01000000000000000c02000000495379737465', 'hex')],
    ['Ruby', Buffer.from('\x04\x08o:\x15Gem::Requirement\x06:\x10@requirements', 'latin1')],
    ['Ruby', Buffer.from('\x04\x08[\x07o:\x1aGem::Installer::Thing\x00i\x00', 'latin1')],
    ['Python', pickle('posix', 'system', 2)],
    ['Python', pickle('subprocess', 'check_output', 3)],
    ['Python', pickle('builtins', 'eval', 2)],
    ['Python', framed('posix', 'system', 4)],
    ['Python', framed('builtins', 'exec', 5)],
  ];
  return heads.flatMap(([context, bytes]) => {
    const forms = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('latin1')];
    if (context === 'Java')
      forms.push(bytes.toString('hex'), bytes.toString('hex').toUpperCase(), `x=${bytes.toString('base64')}`);
    if (bytes.length > 24)
      forms.push(gzipSync(bytes).toString('base64'), deflateSync(bytes).toString('base64'));
    return forms.map((value) => ({ value, family, context, note: random() < 0.5 ? '1' : '2' }));
  });
}

function javaObject(name: string): Buffer {
  const head = Buffer.from([0xac, 0xed, 0, 5, 0x73, 0x72, 0, name.length]);
  return Buffer.concat([
    head,
    Buffer.from(name),
    Buffer.from('0507dac1c31660d103000246000a6c6f6164466163746f72', 'hex'),
  ]);
}

function pickle(module: string, name: string, protocol: number): Buffer {
  return Buffer.from(
    `\x80${String.fromCharCode(protocol)}c${module}\n${name}\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.`,
    'latin1',
  );
}

function framed(module: string, name: string, protocol: number): Buffer {
  const short = (text: string) => `\x8c${String.fromCharCode(text.length)}${text}\x94`;
  const body = `${short(module)}${short(name)}\x93\x94${short('id')}\x85\x94R\x94.`;
  return Buffer.from(
    `\x80${String.fromCharCode(protocol)}\x95${String.fromCharCode(body.length)}${'\0'.repeat(7)}${body}`,
    'latin1',
  );
}
