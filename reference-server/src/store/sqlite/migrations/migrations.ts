import { initial } from "./0001-initial.js";
import { tunnels } from "./0002-tunnels.js";
import { environments } from "./0003-environments.js";
import { projectNames } from "./0004-project-names.js";
import { appendOnly } from "./0005-append-only.js";
import { signatures } from "./0006-signatures.js";
import { keyRoles } from "./0007-key-roles.js";
import { tenants } from "./0008-tenants.js";
import { pausedReasons } from "./0009-paused-reasons.js";
import { portalSessions } from "./0010-portal-sessions.js";
import { testEvents } from "./0011-test-events.js";
import { eventTypes } from "./0012-event-types.js";
import { portalChanges } from "./0013-portal-changes.js";
import { returnUrls } from "./0014-return-urls.js";
import { destinationUids } from "./0015-destination-uids.js";
import { attemptHeaders } from "./0016-attempt-headers.js";
import { erasures } from "./0017-erasures.js";
import { rateLimits } from "./0018-rate-limits.js";
import { traces } from "./0019-traces.js";
import { announcements } from "./0020-announcements.js";
import { ordering } from "./0021-ordering.js";
import { deadCauses } from "./0022-dead-causes.js";
import { deadByCause } from "./0023-dead-by-cause.js";
import { destinationUrls } from "./0024-destination-urls.js";

/**
 * In order; the version of a database is how many of them it has had. One that has been released is never edited: add the next.
 * SQL text in modules rather than .sql files, so that they are there however the server is built, bundled or run.
 */
export const MIGRATIONS: readonly string[] = [
  initial,
  tunnels,
  environments,
  projectNames,
  appendOnly,
  signatures,
  keyRoles,
  tenants,
  pausedReasons,
  portalSessions,
  testEvents,
  eventTypes,
  portalChanges,
  returnUrls,
  destinationUids,
  attemptHeaders,
  erasures,
  rateLimits,
  traces,
  announcements,
  ordering,
  deadCauses,
  deadByCause,
  destinationUrls,
];
