import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { systemClock, type Clock } from "./clock.js";
import { ConfigError, type Config } from "./config.js";
import { createHttpTransport } from "./delivery/send/http.js";
import { createTunnels } from "./delivery/send/tunnel.js";
import { DeliveryWorker } from "./delivery/worker.js";
import type { Deps } from "./deps.js";
import type { Mode } from "./domain/domain.js";
import { loadEncryptionKeys } from "./encryption-key.js";
import { errnoOf } from "@harbor/shared/connection-errors";
import { createFaultLog } from "./fault-log.js";
import { createApiKey, ensureProjectAndKeys } from "./first-start.js";
import { EventSchemas } from "./environments/event-schemas.js";
import { EnvironmentCache } from "./environments/environment-cache.js";
import { createIds } from "./ids.js";
import { Ingest } from "./ingest/accept-event.js";
import { BodyChecks } from "./ingest/check-body.js";
import { Intake } from "./ingest/intake.js";
import { createLogger } from "./log.js";
import { Alerts } from "./maintenance/alerts.js";
import { Announcer } from "./maintenance/announcer.js";
import { Sweep } from "./maintenance/sweep.js";
import { createTestClock } from "./maintenance/test-clock.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { createNameResolver, type NameResolver } from "./net/name-resolver.js";
import { createUrlGuard, type UrlGuard } from "./net/url-guard.js";
import type { Pipeline } from "./pipeline.js";
import { resealAll } from "./reseal.js";
import { createSealer } from "./seal.js";
import { settlesBy } from "./settles-by.js";
import { exposedFiles } from "./store/database-file.js";
import { withChangeNotices } from "./store/change-notices.js";
import { openStore } from "./store/open-store.js";
import { StoreTooNewError } from "./store/store.js";
import { createTracing } from "./tracing.js";
import { createUtilization } from "./utilization.js";

/** The options of a server. */
export interface ServerOptions {
  config: Config;
  clock?: Clock;
  /** Uniform in [0, 1); for jitter. */
  random?: () => number;
  /** The share of the time since the last call in which the busiest thread worked; measured by default. */
  utilization?: () => number;
  log?: Logger;
  /** Called once when the store has failed for good and nothing can be served; by default the process exits with status 1. */
  onFatal?: (error: Error) => void;
}

/** A running server. */
export interface HarborServer {
  /** `http://127.0.0.1:4210`, without the `/v1`. */
  url: string;
  /** API keys that this start created because there were none. They are not stored, so they have to be shown now. */
  newKeys: string[];
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
  const logger = options.log ?? (await createLogger(options.config));
  const deps = await createDeps({ ...options, log: logger });
  const { store, config, log } = deps;
  try {
    // The thread of the store starts in the time that it takes to load Fastify.
    const [newKeys, { createHttpServer }] = await Promise.all([
      prepareStore(deps),
      import("./http/server.js"),
    ]);
    const resolver = createNameResolver({ servers: config.dnsServers });
    const guard = createUrlGuard({ testNetworks: config.testNetworks, resolver });
    const metrics = createMetrics(deps);
    const utilization = options.utilization ?? createUtilization(store);
    const stages = createPipeline(deps, { guard, metrics, resolver, utilization });
    const { pipeline } = stages;
    const http: FastifyInstance = createHttpServer({ ...deps, pipeline, urlGuard: guard, metrics, ownUrl });
    function ownUrl() {
      return urlOf(http.server.address() as AddressInfo);
    }
    await listen(http, config);
    const url = ownUrl();
    guard.setOwnPort(Number(new URL(url).port));
    warnOfOpenNetworks(config, log);
    warnOfExposedFiles(config, log);
    stages.start();
    const endObserving = metrics.observeTotals(() => pipeline.waiting());
    return {
      url,
      newKeys,
      createApiKey: (wanted) => createApiKey(deps, wanted),
      async close() {
        const deadline = performance.now() + config.times.shutdownMs;
        if (!(await settlesBy(deadline, http.close()))) http.server.closeAllConnections();
        if (!(await settlesBy(deadline, stages.stop())))
          log.warn(
            { event: "shutdown_deadline" },
            "deliveries in flight are abandoned; the next start sends them again",
          );
        await stages.end();
        endObserving();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Returns the API keys that it created because there were none. */
async function prepareStore(deps: Deps): Promise<string[]> {
  await deps.store.migrate();
  await deps.store.peers?.join();
  await resealAll(deps);
  return await ensureProjectAndKeys(deps);
}

async function createDeps(options: ServerOptions & { log: Logger }): Promise<Deps> {
  const { config, clock = systemClock, random = Math.random, log } = options;
  const sealer = createSealer(loadEncryptionKeys(config));
  // Ids use the machine's time, even if the server has another clock.
  const newId = createIds(() => systemClock.now());
  const onFatal =
    options.onFatal ??
    ((): void => {
      process.exit(1);
    });
  const logFault = createFaultLog({ clock, log });
  const inner = await openStore(config.database, {
    clock,
    onFault: logFault,
    onFatal(error) {
      const message =
        error instanceof StoreTooNewError
          ? error.message
          : "the store failed: restart the server, which delivers what was acknowledged";
      log.fatal({ err: error }, message);
      onFatal(error);
    },
  });
  const store = withChangeNotices(inner, (error) => {
    log.error({ err: error }, "a listener to the store's notices failed");
  });
  return { config, clock, random, log, logFault, sealer, newId, store, tracing: createTracing() };
}

/**
 * Deliveries that may get ahead of a saturated process, for each slot: half of what a single destination may have waiting in memory, so
 * that they keep out of the queue on disk, which costs more.
 */
const AHEAD_PER_SLOT = 0.25;

interface PipelineParts {
  guard: UrlGuard;
  metrics: Metrics;
  resolver: NameResolver;
  utilization: () => number;
}

/** Each stage is given those before it; they learn of changes by the store's notices. */
function createPipeline(deps: Deps, { guard, metrics, resolver, utilization }: PipelineParts) {
  const environments = new EnvironmentCache(deps);
  const schemas = new EventSchemas(deps);
  const bodies = new BodyChecks(deps, { schemas, metrics });
  const maxConnectionAgeMs = deps.config.times.connectionMaxAgeMs;
  const http = createHttpTransport({ guard, resolver, maxConnectionAgeMs });
  const tunnels = createTunnels(deps, { environments, recorded: () => worker.recorded() });
  const transports = { http: http.send, tunnel: tunnels.transport };
  const { role, limits } = deps.config;
  const intake = new Intake({
    clock: deps.clock,
    utilization,
    waitsForReceiver: (destinationId) => worker.waitsForReceiver(destinationId),
    leased: () => worker.behind,
    // Without a worker in this process, nothing that it stores waits for it.
    maxAhead: role === "api" ? Infinity : Math.ceil(limits.maxInFlight * AHEAD_PER_SLOT),
  });
  const worker: DeliveryWorker = new DeliveryWorker(deps, { environments, transports, intake, metrics });
  const ingest = new Ingest(deps, { environments, bodies, worker, intake, metrics });
  const alerts = new Alerts(deps, environments);
  const announcer = new Announcer(deps, ingest);
  const sweep = new Sweep(deps, announcer);
  const testClock = createTestClock(deps, sweep);
  const pipeline: Pipeline = {
    ingest,
    intake,
    environments,
    schemas,
    bodies,
    tunnels,
    advanceClock: testClock.advance,
    waiting: (of) => worker.waiting(of),
    recall: (deliveryId) => worker.recall(deliveryId),
  };

  return {
    pipeline,
    start() {
      tunnels.start();
      if (deps.config.role === "api") return;
      worker.start();
      sweep.start();
    },
    async stop() {
      await ingest.idle();
      await worker.stop();
      await alerts.idle();
    },
    /**
     * Ends periodic work, and what is still in flight without a result: its leases stay, and the next start takes them up. Resolves
     * when nothing uses the store.
     */
    async end() {
      http.destroy();
      resolver.close();
      await Promise.all([
        sweep.stop(),
        tunnels.stop(),
        testClock.stop(),
        announcer.stop(),
        worker.abandon(),
        ingest.idle(),
      ]);
    },
  };
}

async function listen(http: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    if (errnoOf(error) !== "EADDRINUSE") throw error;
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
