import { createHashHistory, createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { PageError } from "./page-error.js";
import { NotFound, Shell } from "./shell.js";

/** The parameters of a page are all text, so they are kept in the address as they are: `?status=dead`. */
type Search<Name extends string> = Partial<Record<Name, string>>;

/** Takes the named parameters and leaves out all others, and those without a value. */
function only<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Search<Name> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name];
        return typeof value === "string" && value !== "" ? [[name, value]] : [];
      }),
    ) as Search<Name>;
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: only("range"),
}).lazy(async () => (await import("../pages/overview/overview.js")).route);

const deliveries = createRoute({
  getParentRoute: () => root,
  path: "/deliveries",
  validateSearch: only("status", "destination_id", "event_type", "event_id", "tenant", "since", "until"),
}).lazy(async () => (await import("../pages/deliveries/deliveries.js")).route);

const delivery = createRoute({
  getParentRoute: () => root,
  path: "/deliveries/$id",
}).lazy(async () => (await import("../pages/delivery/delivery.js")).route);

const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: only("id", "type", "tenant", "idempotency_key", "since", "until"),
}).lazy(async () => (await import("../pages/events/events.js")).route);

const event = createRoute({
  getParentRoute: () => root,
  path: "/events/$id",
}).lazy(async () => (await import("../pages/events/event.js")).route);

const destinations = createRoute({
  getParentRoute: () => root,
  path: "/destinations",
  validateSearch: only("status", "tenant"),
}).lazy(async () => (await import("../pages/destinations/destinations.js")).route);

const destination = createRoute({
  getParentRoute: () => root,
  path: "/destinations/$id",
}).lazy(async () => (await import("../pages/destinations/destination.js")).route);

const eventTypes = createRoute({
  getParentRoute: () => root,
  path: "/event-types",
}).lazy(async () => (await import("../pages/event-types/event-types.js")).route);

const eventType = createRoute({
  getParentRoute: () => root,
  path: "/event-types/$type",
}).lazy(async () => (await import("../pages/event-types/event-type.js")).route);

const tenants = createRoute({
  getParentRoute: () => root,
  path: "/tenants",
}).lazy(async () => (await import("../pages/tenants/tenants.js")).route);

const tenant = createRoute({
  getParentRoute: () => root,
  path: "/tenants/$tenant",
}).lazy(async () => (await import("../pages/tenants/tenant.js")).route);

const subscriptions = createRoute({
  getParentRoute: () => root,
  path: "/subscriptions",
  validateSearch: only("destination_id"),
}).lazy(async () => (await import("../pages/subscriptions/subscriptions.js")).route);

const live = createRoute({
  getParentRoute: () => root,
  path: "/live",
  validateSearch: only("destination_id", "event_type"),
}).lazy(async () => (await import("../pages/live/live.js")).route);

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: "/dead-letters",
}).lazy(async () => (await import("../pages/dead-letters/dead-letters.js")).route);

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
}).lazy(async () => (await import("../pages/settings/settings.js")).route);

/** The part of the address behind `#`: a proxy's path prefix and a reload need nothing from the server. */
export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    deliveries,
    delivery,
    events,
    event,
    eventTypes,
    eventType,
    tenants,
    tenant,
    destinations,
    destination,
    subscriptions,
    live,
    deadLetters,
    settings,
  ]),
  history: createHashHistory(),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
    const text = new URLSearchParams(given as [string, string][]).toString();
    return text === "" ? "" : `?${text}`;
  },
  defaultErrorComponent: PageError,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
