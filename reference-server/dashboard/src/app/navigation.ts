import { Activity, Boxes, type LucideIcon, Radio, Route, Send, Settings, Skull, Target } from "lucide-react";

interface Entry {
  to:
    | "/"
    | "/live"
    | "/deliveries"
    | "/events"
    | "/destinations"
    | "/subscriptions"
    | "/dead-letters"
    | "/settings";
  label: string;
  icon: LucideIcon;
  /** Typed after `g`. */
  key: string;
}

/** The pages in the order of the navigation. */
export const NAVIGATION: readonly Entry[] = [
  { to: "/", label: "Overview", icon: Activity, key: "o" },
  { to: "/live", label: "Live", icon: Radio, key: "l" },
  { to: "/deliveries", label: "Deliveries", icon: Send, key: "d" },
  { to: "/events", label: "Events", icon: Boxes, key: "e" },
  { to: "/destinations", label: "Destinations", icon: Target, key: "t" },
  { to: "/subscriptions", label: "Subscriptions", icon: Route, key: "s" },
  { to: "/dead-letters", label: "Dead letters", icon: Skull, key: "x" },
  { to: "/settings", label: "Settings", icon: Settings, key: "," },
];
