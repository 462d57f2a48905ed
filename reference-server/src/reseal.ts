import type { Deps } from "./deps.js";
import { placeOf } from "./seal.js";

/** In one transaction: short enough for other processes that write. */
const LIMIT = 500;

/**
 * Seals with the current key what an earlier one sealed, so that the earlier one can be taken out of `HARBOR_ENCRYPTION_KEY` after
 * this start. Throws, naming the key, when a stored value needs one that is not configured.
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
  if (count > 0) log.info({ count }, "stored secrets were sealed anew with the first of the sealing keys");
}
