import type { Note } from '../../base/note.ts';
import type { Definition } from '../../define/model/definition.ts';
import { filesOf, fromFiles } from './domain-files.ts';
import { readPemFiles } from './pems.ts';
import { RevocationLists } from './revocation-lists.ts';
import { readMutual } from './truststore.ts';

/**
 * What is wrong with the certificates, keys, truststores and revocation lists that a definition needs, as files of its own
 * and of the data folder. Nothing is made, and nobody is asked: lists at an address are left to a gateway that runs.
 */
export async function fileNotes(definition: Definition, data: string): Promise<Note[]> {
  const notes: Note[] = [];
  const lists = new RevocationLists(data);
  for (const domain of definition.domains ?? []) {
    const files = filesOf(domain, data);
    if (files !== null) await fromFiles(domain, files, notes);
    if (domain.mutualTls === null) continue;
    const { revocation } = domain.mutualTls;
    const local = revocation.lists.filter((list) => !/^https?:/.test(list));
    const mutual = { ...domain.mutualTls, revocation: { ...revocation, lists: local } };
    notes.push(...(await readMutual(domain, mutual, data, lists)).notes);
  }
  const behind = await readPemFiles(definition);
  return [...notes, ...behind.notes];
}
