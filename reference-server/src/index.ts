export { startServer, type HarborServer, type ServerOptions } from "./app.js";
export { systemClock, type Clock } from "./clock.js";
export { ConfigError, readConfig, type Config } from "./config.js";
