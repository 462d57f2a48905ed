import { nextPagesAdapter } from "@harbor/receiver/next";
import { receiver } from "../../../lib/receiver";

export const config = { api: { bodyParser: false } };

export default nextPagesAdapter(receiver);
