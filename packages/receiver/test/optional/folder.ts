import { fileURLToPath } from "node:url";

/** Where `npm run test:optional` puts what no normal install carries. */
export const optionalFolder = fileURLToPath(new URL("../../../../.cache/receiver-optional", import.meta.url));

export const fetchHint = "run `npm run test:optional -w @harbor/receiver`, which fetches it";
