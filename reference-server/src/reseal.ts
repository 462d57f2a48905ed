import type { Deps } from "./deps.js";
import { placeOf } from "./seal.js";

/** Values per transaction, so that other processes can write in between. */
const LIMIT = 500;

/**
 * Seals values of earlier keys with the current one, so that the earlier keys can be removed from `HARBOR_ENCRYPTION_KEY` after this
 * start. Throws an error that names the key if a stored value needs one that is not configured.
 */
export async function resealAll({
  store,
  sealer,
  log,
}: Pick<Deps, "store" | "sealer" | "log">): Promise<void> {
  let count = 0;
  for (;;) {
    const done = await store.reseal({ prefix: sealer.prefix, limit: LIMIT }, ({ of, id, sealed }) => {
      const place = placeOf(of, id);
      return sealer.seal(sealer.open(sealed, place), place);
    });
    count += done;
    if (done < LIMIT) break;
  }
  if (count > 0)
    log.info({ event: "secrets_resealed", count }, "stored secrets were sealed with the first sealing key");
}
