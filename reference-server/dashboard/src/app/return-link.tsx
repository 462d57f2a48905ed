import { ArrowLeft } from "lucide-react";
import { tabStorage } from "./storage.js";

/** Kept for the tab, because a session that has ended no longer says it. */
const STORAGE_KEY = "harbor.return-url";

export function rememberReturnUrl(url: string | null): void {
  if (url === null) tabStorage.remove(STORAGE_KEY);
  else tabStorage.set(STORAGE_KEY, url);
}

export function rememberedReturnUrl(): string | null {
  return tabStorage.get(STORAGE_KEY);
}

/** Out of a frame too. The other page does not learn this address. */
export function ReturnLink({ url }: { url: string }) {
  const label = `Back to ${new URL(url).host}`;
  return (
    <a className="button return-link" href={url} target="_top" rel="noreferrer" aria-label={label}>
      <ArrowLeft aria-hidden />
      <span className="clip">{label}</span>
    </a>
  );
}
