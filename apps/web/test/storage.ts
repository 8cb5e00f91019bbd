// A tab's storage, empty before each test.
import { beforeEach } from 'node:test';

const kept = new Map<string, string>();
beforeEach(() => kept.clear());
Object.assign(globalThis, {
  sessionStorage: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  },
});

export { kept };
