import { useSyncExternalStore } from "react";
import { browserStorage } from "./storage.js";

export type Theme = "system" | "light" | "dark";

const STORAGE_KEY = "harbor.theme";
const listeners = new Set<() => void>();

function readTheme(): Theme {
  const stored = browserStorage.get(STORAGE_KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** `color-scheme` on the root decides between the two values of every `light-dark()` color. */
export function applyTheme(theme: Theme = readTheme()): void {
  document.documentElement.dataset.theme = theme;
}

export function setTheme(theme: Theme): void {
  browserStorage.set(STORAGE_KEY, theme);
  applyTheme(theme);
  for (const notify of listeners) notify();
}

function subscribe(notify: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  listeners.add(notify);
  media.addEventListener("change", notify);
  return () => {
    listeners.delete(notify);
    media.removeEventListener("change", notify);
  };
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, readTheme);
}

/** For what is drawn and not styled, such as charts. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => {
    const theme = readTheme();
    return theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  });
}
