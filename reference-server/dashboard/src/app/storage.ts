/** Storage of the browser, which throws in a frame where it is blocked: there a value lasts as long as the page. */
export interface PageStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

function createStorage(area: () => Storage): PageStorage {
  const inMemory = new Map<string, string>();
  const attempt = <T>(access: (storage: Storage) => T, instead: () => T): T => {
    try {
      return access(area());
    } catch {
      return instead();
    }
  };
  return {
    get: (key) =>
      attempt(
        (storage) => storage.getItem(key),
        () => inMemory.get(key) ?? null,
      ),
    set(key, value) {
      attempt(
        (storage) => storage.setItem(key, value),
        () => void inMemory.set(key, value),
      );
    },
    remove(key) {
      attempt(
        (storage) => storage.removeItem(key),
        () => void inMemory.delete(key),
      );
    },
  };
}

/** Of this tab only. */
export const tabStorage: PageStorage = createStorage(() => sessionStorage);
export const browserStorage: PageStorage = createStorage(() => localStorage);
