import { library } from "../../tools/tsup.js";

export default library(["src/index.ts", "src/outbox.ts", "src/raw.ts", "src/undici.ts"]);
