// `npm run build`: every package, whether or not its dist/ is current.
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";

await ensureInstalled();
await ensureBuilt({ force: true });
