import { randomCharacters } from "./api-key.js";
import type { Mode } from "./domain/domain.js";

/** `hp_live_` or `hp_test_` and 32 random characters (190 bits). */
export function generatePortalToken(environment: Mode): string {
  return `hp_${environment}_${randomCharacters()}`;
}
