/** The forms of API keys and portal tokens (docs/contract.md §2). */

export type Mode = "live" | "test";

export const API_KEY = /^hk_(live|test)_[A-Za-z0-9_]{8,}$/;
const PORTAL_TOKEN = /^hp_(live|test)_[A-Za-z0-9]{32}$/;

/** The environment that an API key is for; null for text that is not of the form of a key. */
export function modeOfApiKey(text: string): Mode | null {
  return modeIn(API_KEY, text);
}

/** The environment that a portal token is for; null for text that is not of the form of one. */
export function modeOfPortalToken(text: string): Mode | null {
  return modeIn(PORTAL_TOKEN, text);
}

function modeIn(form: RegExp, text: string): Mode | null {
  const found = form.exec(text)?.[1];
  return found === "live" || found === "test" ? found : null;
}
