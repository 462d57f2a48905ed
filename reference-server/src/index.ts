export { startServer, type HarborServer, type ServerOptions } from "./app.js";
export { systemClock, type Clock } from "./clock.js";
export {
  ConfigError,
  readConfig,
  unknownSettings,
  type Config,
  type SettingValues,
  type UnknownSetting,
} from "./config.js";
export type { Millis, Mode } from "./domain/domain.js";
export type { SealingKey } from "./seal.js";
export type { Setting } from "./setting.js";
export { SETTINGS } from "./settings.js";
