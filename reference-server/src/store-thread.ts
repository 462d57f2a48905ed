import { serveStore } from "./store/sqlite/thread/serve.js";

serveStore();
