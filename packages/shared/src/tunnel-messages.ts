import type { ConnectionError } from "./connection-errors.js";

/** The messages of a tunnel's WebSocket (docs/tunnel.md). A message whose `body_bytes` is not 0 has its bytes in the next frame. */

export type HeaderList = [name: string, value: string][];

export type ClientMessage =
  | {
      type: "open";
      events: string[];
      filter: Record<string, unknown> | null;
      timeout_seconds: number;
      signing_secret: string | null;
    }
  | { type: "resume"; resume_token: string }
  | { type: "response"; id: number; status: number; headers: HeaderList; body_bytes: number }
  | { type: "failure"; id: number; error: ConnectionError }
  | { type: "goodbye" };

export interface Ready {
  type: "ready";
  destination_id: string;
  signing_secret: string;
  resume_token: string;
  resumed: boolean;
}

export interface RequestHead {
  type: "request";
  id: number;
  headers: HeaderList;
  body_bytes: number;
}

export interface Refusal {
  type: "error";
  error: {
    code: string;
    message: string;
    doc_url: string;
    request_id: string;
    details?: { path: string; message: string }[];
  };
}

export type ServerMessage = Ready | RequestHead | Refusal;
