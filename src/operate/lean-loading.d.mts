export function loadLean<T>(load: () => Promise<T>): Promise<T>;
