import { accentOf } from "./accent.js";

/** The look of the portal, which the operator sets: `HARBOR_PORTAL_NAME`, `HARBOR_PORTAL_LOGO_URL` and `HARBOR_PORTAL_COLOR`. */
export interface Portal {
  name: string | null;
  logo: string | null;
  /** `#rrggbb`. */
  color: string | null;
}

/** Null in the dashboard. The server adds the element to the page that it serves as the portal. */
export const portal: Portal | null = readPortal();

function readPortal(): Portal | null {
  const text = document.querySelector('meta[name="harbor-portal"]')?.getAttribute("content");
  return text === undefined || text === null ? null : (JSON.parse(text) as Portal);
}

/** Who sends the webhooks, in the middle of a sentence: a tenant does not need to know the word Harbor. */
export const sender: string = portal === null ? "Harbor" : (portal.name ?? "the sender");

/** The same at the start of a sentence. */
export const Sender: string = portal === null ? "Harbor" : (portal.name ?? "The sender");

export const productName: string = portal === null ? "Harbor" : (portal.name ?? "Webhooks");

/** Sets the color of the portal before the page is drawn. */
export function applyLook(): void {
  if (portal === null || portal.color === null) return;
  const { light, dark } = accentOf(portal.color);
  const { style } = document.documentElement;
  style.setProperty("--accent", `light-dark(${light.accent}, ${dark.accent})`);
  style.setProperty("--accent-text", `light-dark(${light.text}, ${dark.text})`);
  style.setProperty("--accent-soft", `light-dark(${light.soft}, ${dark.soft})`);
  style.setProperty("--focus", `light-dark(${light.accent}, ${dark.accent})`);
}
