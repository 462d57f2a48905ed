import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeConformance } from "../conformance.js";
import { openSqlite } from "./open.js";

storeConformance({
  name: "SQLite",
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), "harbor-store-"));
    const openFile = async () => {
      const opened = openSqlite({ file: join(folder, "harbor.db") });
      await opened.migrate();
      return opened;
    };
    let store = await openFile();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openFile();
        return store;
      },
      cleanup: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
});
