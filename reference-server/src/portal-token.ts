import { randomCharacters } from "./api-key.js";
import type { Mode } from "./domain/domain.js";

const FORM = /^hp_(live|test)_[A-Za-z0-9]{32}$/;

/** `hp_live_` or `hp_test_` and 32 random characters (190 bits). */
export function generatePortalToken(environment: Mode): string {
  return `hp_${environment}_${randomCharacters()}`;
}

export function isPortalToken(text: string): boolean {
  return FORM.test(text);
}
