import { createRequestListener } from "@react-router/node";
import type { ServerBuild } from "react-router";
import { webAdapter } from "../src/adapters/web.js";
import type { DeliveryHandler } from "../src/index.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, type Served } from "./support.js";

type Route = (args: { request: Request }) => Promise<Response>;

/** The output of `react-router build` for an application with one resource route, `export const action = …; export const loader = action;`. */
function buildOf(action: Route): ServerBuild {
  const id = "routes/harbor";
  const path = "webhooks/harbor";
  return {
    entry: {
      module: {
        default: () => {
          throw new Error("There are no pages.");
        },
      },
    },
    routes: { [id]: { id, path, module: { action, loader: action, default: undefined } } },
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "1" },
    publicPath: "/",
    assetsBuildDirectory: "build/client",
    future: {},
    ssr: true,
    isSpaMode: false,
    prerender: [],
    routeDiscovery: { mode: "initial", manifestPath: "/__manifest" },
  } as unknown as ServerBuild;
}

const serve = (action: Route): Promise<Served> =>
  listen(createRequestListener({ build: buildOf(action), mode: "production" }));

adapterSuite("web Request/Response in React Router", {
  serve(receiver: DeliveryHandler) {
    const harbor = webAdapter(receiver);
    return serve(({ request }) => harbor(request));
  },
  serveParsed(receiver: DeliveryHandler) {
    const harbor = webAdapter(receiver);
    return serve(async ({ request }) => {
      await request.json();
      return harbor(request);
    });
  },
  fix: /remove the request\.json\(\) or request\.text\(\) that comes first/,
});
