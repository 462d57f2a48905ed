import { connect } from "node:net";

export interface RawReply {
  status: number;
  headers: Headers;
  /** Everything behind the first empty line, so the responses that follow on the same connection too. */
  body: string;
}

/** Sends these bytes and returns the response. */
export async function sendRaw(url: string, ...parts: (string | Buffer)[]): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  for (const part of parts) socket.write(part);
  await new Promise((ended, failed) => socket.on("close", ended).on("error", failed));
  const text = Buffer.concat(chunks).toString();
  const [head = "", ...body] = text.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(": ") as [string, string]));
  return { status: Number(statusLine.split(" ")[1]), headers, body: body.join("\r\n\r\n") };
}
