import { modeOfApiKey, modeOfPortalToken } from "@harbor/shared/credentials";
import { useSyncExternalStore } from "react";
import { portal } from "./portal.js";
import { tabStorage } from "./storage.js";

/** The key that the user signed in with; in the portal the token of a session. */
export interface Credential {
  token: string;
  environment: "live" | "test";
}

/** Of this tab only: another tab, or this one after it was closed, has to sign in itself. */
const STORAGE_KEY = portal === null ? "harbor.credential" : "harbor.portal-token";
const modeOf = portal === null ? modeOfApiKey : modeOfPortalToken;

const listeners = new Set<() => void>();
let current = read(tabStorage.get(STORAGE_KEY) ?? "");

function read(token: string): Credential | null {
  const environment = modeOf(token);
  return environment === null ? null : { token, environment };
}

/** Stores the key for this tab. Returns false, and stores nothing, if it cannot be one. */
export function signIn(token: string): boolean {
  const credential = read(token);
  if (credential === null) return false;
  current = credential;
  tabStorage.set(STORAGE_KEY, token);
  for (const notify of listeners) notify();
  return true;
}

export function signOut(): void {
  current = null;
  tabStorage.remove(STORAGE_KEY);
  for (const notify of listeners) notify();
}

export function useCredential(): Credential | null {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => current,
  );
}

/**
 * Signs in with `#key=…` or `#token=…` of a link, and removes it from the address and the history before the first request. Browsers do
 * not send a fragment to servers.
 */
export function signInFromFragment(): void {
  const token = /^#(?:key|token)=(\w+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(null, "", `${location.pathname}#/`);
  signIn(token);
}
