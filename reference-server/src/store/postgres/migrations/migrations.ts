import { initial } from "./0001-initial.js";
import { eventKeys } from "./0002-event-keys.js";
import { keyRoles } from "./0003-key-roles.js";
import { tenants } from "./0004-tenants.js";
import { pausedReasons } from "./0005-paused-reasons.js";
import { portalSessions } from "./0006-portal-sessions.js";
import { testEvents } from "./0007-test-events.js";
import { eventTypes } from "./0008-event-types.js";
import { portalChanges } from "./0009-portal-changes.js";
import { returnUrls } from "./0010-return-urls.js";
import { destinationUids } from "./0011-destination-uids.js";
import { attemptHeaders } from "./0012-attempt-headers.js";
import { erasures } from "./0013-erasures.js";
import { rateLimits } from "./0014-rate-limits.js";
import { traces } from "./0015-traces.js";
import { announcements } from "./0016-announcements.js";
import { ordering } from "./0017-ordering.js";
import { processes } from "./0018-processes.js";
import { deadCauses } from "./0019-dead-causes.js";
import { streamLogs } from "./0020-stream-logs.js";
import { rateBuckets } from "./0021-rate-buckets.js";
import { destinationUrls } from "./0022-destination-urls.js";
import { streamBytes } from "./0023-stream-bytes.js";
import { spentBuckets } from "./0024-spent-buckets.js";
import { tunnelRequestTimes } from "./0025-tunnel-request-times.js";

/**
 * The oldest version of the schema whose programs run on the present one, beside this one or after it: an upgrade can then go from
 * process to process. Raise it to the number of a migration that they cannot use, such as one that drops a column, and name that in
 * the changelog; better, add what is new in one release and drop what is old in a later one.
 */
export const COMPATIBLE_FROM = 25;

/** In order; the version of a database is how many of them it has had. One that has been released is never edited: add the next. */
export const MIGRATIONS: readonly string[] = [
  initial,
  eventKeys,
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
  processes,
  deadCauses,
  streamLogs,
  rateBuckets,
  destinationUrls,
  streamBytes,
  spentBuckets,
  tunnelRequestTimes,
];
