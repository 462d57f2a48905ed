import {
  Activity,
  BookText,
  Boxes,
  type LucideIcon,
  Radio,
  Route,
  Send,
  Settings,
  Skull,
  Target,
  Users,
} from "lucide-react";
import { portal } from "./portal.js";

interface Entry {
  to:
    | "/"
    | "/live"
    | "/deliveries"
    | "/events"
    | "/event-types"
    | "/tenants"
    | "/destinations"
    | "/subscriptions"
    | "/dead-letters"
    | "/settings";
  label: string;
  icon: LucideIcon;
  /** Typed after `g`. */
  key: string;
  /** Not for a portal session: it is about the sender. */
  ofSender?: true;
}

/** In the order of the navigation. */
const ALL: readonly Entry[] = [
  { to: "/", label: "Overview", icon: Activity, key: "o" },
  { to: "/live", label: "Live", icon: Radio, key: "l" },
  { to: "/deliveries", label: "Deliveries", icon: Send, key: "d" },
  { to: "/events", label: "Events", icon: Boxes, key: "e", ofSender: true },
  { to: "/event-types", label: "Event types", icon: BookText, key: "y" },
  { to: "/destinations", label: "Destinations", icon: Target, key: "t" },
  { to: "/subscriptions", label: "Subscriptions", icon: Route, key: "s" },
  { to: "/dead-letters", label: "Dead letters", icon: Skull, key: "x" },
  { to: "/tenants", label: "Tenants", icon: Users, key: "n", ofSender: true },
  { to: "/settings", label: "Settings", icon: Settings, key: ",", ofSender: true },
];

/** The pages that the user may see. */
export const NAVIGATION: readonly Entry[] =
  portal === null ? ALL : ALL.filter(({ ofSender }) => ofSender !== true);

/** Whether the page at this path exists for the sender only. */
export function isOfSender(path: string): boolean {
  return !NAVIGATION.some(({ to }) => to === path) && ALL.some(({ to }) => to === path);
}
