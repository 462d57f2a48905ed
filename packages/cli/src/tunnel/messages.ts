/** The messages of a tunnel (docs/tunnel.md). */

export type HeaderList = [name: string, value: string][];

export type TunnelFailure =
  "timeout" | "connection_refused" | "connection_reset" | "dns_error" | "tls_error" | "protocol_error";

export type ClientMessage =
  | {
      type: "open";
      events: string[];
      filter: Record<string, unknown> | null;
      timeout_seconds: number;
      signing_secret: string;
    }
  | { type: "resume"; resume_token: string }
  | { type: "response"; id: number; status: number; headers: HeaderList; body_bytes: number }
  | { type: "failure"; id: number; error: TunnelFailure }
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
  error: { code: string; message: string; request_id: string; details?: { path: string; message: string }[] };
}

export type ServerMessage = Ready | RequestHead | Refusal;
