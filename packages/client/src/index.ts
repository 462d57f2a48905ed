export { defineEvents, type EventOf, type EventSchemas, type EventToSend } from "./define-events.js";
export type { BatcherOptions, EventBatcher } from "./event-batcher.js";
export type { components, operations, paths } from "./generated/openapi.js";
export type * from "./generated/resources.js";
export type * from "./generated/schemas.js";
export { Harbor } from "./harbor.js";
export {
  type ClientErrorCode,
  type ErrorCode,
  HarborError,
  type HarborErrorCode,
  type HarborErrorInit,
} from "./harbor-error.js";
export type { HarborList, Page } from "./harbor-list.js";
export type { HarborPromise, HarborResponse } from "./harbor-promise.js";
export type { HarborStream, StreamMessage } from "./harbor-stream.js";
export type {
  AttemptInfo,
  CallLimits,
  Fetch,
  FetchResponse,
  DebugLog,
  HarborOptions,
  Hooks,
} from "./options.js";
export { RawJson, rawJson } from "./raw-json.js";
export type { ReceivedResponse } from "./received-response.js";
export type {
  CustomRequest,
  HttpMethod,
  RequestOptions,
  SendOptions,
  StreamOptions,
} from "./request-options.js";
export type { TypedEventsApi } from "./typed-events-api.js";
