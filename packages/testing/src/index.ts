export { Inbox, type NextOptions, type ReceivedDelivery, type Reply } from "./inbox.js";
export {
  startHarbor,
  type TestHarbor,
  type ReceiverOptions,
  type StartHarborOptions,
  type TestReceiver,
  type WaitOptions,
} from "./start-harbor.js";
