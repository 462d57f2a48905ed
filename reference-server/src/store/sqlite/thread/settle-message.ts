import type { Delivery } from "../../../domain/domain.js";
import type { Settlement, SettleResult } from "../../store.js";
import { withBuffers } from "./messages.js";

/** A result with its deliveries as JSON, which takes a third of the time of a structured clone. */
export interface PackedSettled extends Omit<SettleResult, "deliveries"> {
  deliveries: string;
}

export function unpackSettlements(json: string): Settlement[] {
  return JSON.parse(json) as Settlement[];
}

export function packSettled({ deliveries, ...rest }: SettleResult): PackedSettled {
  return { ...rest, deliveries: JSON.stringify(deliveries) };
}

export function unpackSettled({ deliveries, ...rest }: PackedSettled): SettleResult {
  return {
    ...(withBuffers(rest) as typeof rest),
    deliveries: JSON.parse(deliveries) as (Delivery | null)[],
  };
}
