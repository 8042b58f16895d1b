/** The shared memory that counts how often the answers of a stage's authorizers were flushed: one 32-bit word. */
export const flushCell = (stageId: string): string => `authorize/flush/${stageId}`;
export const flushBytes = 4;
