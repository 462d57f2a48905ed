// `npm run bench [-- scenario]`: runs one scenario of this folder, `throughput` by default.
import { readdirSync } from "node:fs";

const folder = new URL("./scenarios/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(".mjs", ""));
const name = process.argv[2] ?? "throughput";
if (names.includes(name)) {
  await import(new URL(`${name}.mjs`, folder).href);
} else {
  console.error(`There is no scenario ${JSON.stringify(name)}. Choose from: ${names.join(", ")}.`);
  process.exitCode = 1;
}
