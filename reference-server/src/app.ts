import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { systemClock, type Clock } from "./clock.js";
import { ConfigError, type Config } from "./config.js";
import type { Deps } from "./deps.js";
import type { Mode } from "./domain/domain.js";
import { FilterBudgetError } from "./domain/filter-work.js";
import { loadEncryptionKeys } from "./encryption-key.js";
import { createApiKey, ensureProjectAndKeys } from "./first-start.js";
import { createHttpServer } from "./http/server.js";
import { createIds } from "./ids.js";
import { createLog } from "./log.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { createNameResolver, type NameResolver } from "./net/name-resolver.js";
import { createUrlGuard, type UrlGuard } from "./net/url-guard.js";
import { createAdvanceClock } from "./maintenance/test-clock.js";
import { createAlerts } from "./maintenance/alerts.js";
import { createChanges } from "./environments/change-feed.js";
import { createDeliver } from "./delivery/deliver-once.js";
import { createDispatch } from "./delivery/worker.js";
import { createHttpTransport } from "./delivery/send/http.js";
import { createIngest } from "./ingest/accept-event.js";
import type { Pipeline } from "./pipeline.js";
import { createRoutes } from "./environments/environment-cache.js";
import { createSettle } from "./delivery/record.js";
import { createSweep } from "./maintenance/sweep.js";
import { createTunnels } from "./delivery/send/tunnel.js";
import { resealAll } from "./reseal.js";
import { createSealer } from "./seal.js";
import { exposedFiles } from "./store/database-file.js";
import { openStore } from "./store/open-store.js";

/** What a server is started with. */
export interface ServerOptions {
  config: Config;
  clock?: Clock;
  /** Uniform in [0, 1); for jitter. */
  random?: () => number;
  log?: Logger;
  /** Called once when the store cannot make anything durable any more; by default the process exits with status 1. */
  onFatal?: (error: Error) => void;
}

/** A running server. */
export interface HarborServer {
  /** `http://127.0.0.1:4210`, without the `/v1`. */
  url: string;
  /** API keys that this start created because there were none. They are not stored, so they have to be shown now. */
  newKeys: string[];
  pipeline: Pipeline;
  /** Creates an API key for the project of this name, and the project if it is missing. */
  createApiKey(options: { project: string; environment: Mode }): Promise<string>;
  /**
   * Accepts no more requests, finishes what is in flight and closes the store. After HARBOR_SHUTDOWN_SECONDS the deliveries still in
   * flight are left to the next start.
   */
  close(): Promise<void>;
}

/** The one place that constructs. Resolves once requests are accepted. */
export async function startServer(options: ServerOptions): Promise<HarborServer> {
  const deps = createDeps(options);
  const { store, config, log } = deps;
  try {
    await store.migrate();
    await resealAll(deps);
    const newKeys = await ensureProjectAndKeys(deps);
    const resolver = createNameResolver({ servers: config.dnsServers });
    const guard = createUrlGuard({ testNetworks: config.testNetworks, resolver });
    const metrics = createMetrics(deps);
    const stages = createPipeline(deps, { guard, metrics, resolver });
    const http = createHttpServer({ ...deps, pipeline: stages.pipeline, urlGuard: guard, metrics });
    await listen(http, config);
    const url = urlOf(http.server.address() as AddressInfo);
    guard.setOwnPort(Number(new URL(url).port));
    warnOfOpenNetworks(config, log);
    warnOfExposedFiles(config, log);
    stages.start();
    return {
      url,
      newKeys,
      pipeline: stages.pipeline,
      createApiKey: (wanted) => createApiKey(deps, wanted),
      async close() {
        const deadline = performance.now() + config.times.shutdownMs;
        if (!(await settlesBy(deadline, http.close()))) http.server.closeAllConnections();
        if (!(await settlesBy(deadline, stages.stop())))
          log.warn(
            { event: "shutdown_deadline" },
            "deliveries in flight are abandoned; the next start sends them again",
          );
        stages.abandon();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

export function createDeps(options: ServerOptions): Deps {
  const { config, clock = systemClock, random = Math.random } = options;
  const log = options.log ?? createLog(config);
  const sealer = createSealer(loadEncryptionKeys(config));
  // Ids keep to wall time, whatever clock the pipeline runs by.
  const newId = createIds(() => Date.now());
  const onFatal =
    options.onFatal ??
    ((): void => {
      process.exit(1);
    });
  const store = openStore(config.database, {
    onFatal(error) {
      log.fatal(
        { err: error },
        "the database cannot be synced to its disk; the process exits, and a restart delivers what was acknowledged",
      );
      onFatal(error);
    },
  });
  return { config, clock, random, log, sealer, newId, store };
}

function createPipeline(
  deps: Deps,
  { guard, metrics, resolver }: { guard: UrlGuard; metrics: Metrics; resolver: NameResolver },
) {
  const { log, random } = deps;
  const changes = createChanges((error) => {
    log.error({ err: error }, "a listener to delivery changes failed");
  });
  const routes = createRoutes(deps, ({ destinationId, pattern, error }) => {
    log.warn(
      { err: error, destination_id: destinationId, event_type: pattern },
      error instanceof FilterBudgetError
        ? "filter budget of an event exceeded; this and the remaining filtered subscriptions do not match"
        : "filter failed; the subscription does not match",
    );
  });
  const alerts = createAlerts(deps, {
    environmentOf: async (environmentId) => (await routes.get(environmentId)).snapshot.environment,
    ingest: (input) => ingest.one(input),
  });
  const settle = createSettle(deps, {
    changes,
    metrics,
    onBreaker(change) {
      metrics.breakerChanged(change.change);
      routes.drop(change.destination.environment_id);
      alerts.breaker(change);
      dispatch.wake();
    },
  });
  const http = createHttpTransport({
    guard,
    resolver,
    maxConnectionAgeMs: deps.config.times.connectionMaxAgeMs,
  });
  const tunnels = createTunnels(deps, { routes, changes });
  const transports = { http: http.send, tunnel: tunnels.transport };
  const deliver = createDeliver(transports, { random, elapsed: () => performance.now() });
  const dispatch = createDispatch(deps, {
    routes,
    deliver,
    settle,
    onLeaseLost(id) {
      log.warn({ delivery_id: id }, "a lease was lost; another attempt is made by whoever holds it");
    },
  });
  const ingest = createIngest(deps, { routes, dispatch, changes });
  const sweep = createSweep(deps, { changes, tunnels });
  const advanceClock = createAdvanceClock(deps, { routes, dispatch, sweep });
  const pipeline: Pipeline = {
    ingest,
    routes,
    changes,
    tunnels,
    advanceClock,
    wake: () => {
      dispatch.wake();
    },
    settled: () => settle.idle(),
  };

  return {
    pipeline,
    start() {
      if (deps.config.role === "api") return;
      dispatch.start();
      sweep.start();
    },
    async stop() {
      await ingest.idle();
      await dispatch.stop();
      await sweep.stop();
      await alerts.idle();
    },
    /** Ends what is still in flight without a result: its leases stay, and the next start takes them up. */
    abandon() {
      http.destroy();
      resolver.close();
    },
  };
}

/** Whether it settles before that time of `performance.now()`. A rejection counts, and is thrown. */
async function settlesBy(deadline: number, task: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()), false);
  });
  const settled = await Promise.race([task.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}

async function listen(http: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE") throw error;
    throw new ConfigError([
      `HARBOR_PORT: ${host}:${port} is in use by another process; name another port, or 0 for any free one`,
    ]);
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function warnOfOpenNetworks({ testNetworks, embedded }: Config, log: Logger): void {
  if (embedded || testNetworks.length === 0) return;
  log.warn(
    { event: "test_networks_open", networks: testNetworks },
    "test destinations may use these networks, which are refused by default",
  );
}

function warnOfExposedFiles({ database }: Config, log: Logger): void {
  if (database.kind !== "sqlite") return;
  for (const { file, mode } of exposedFiles(database.file))
    log.warn(
      { event: "file_exposed", file, mode },
      "other users of this machine have access; run chmod go= on the file",
    );
}
