import { nextPagesAdapter } from "@harbor/receiver/next";
import { receiver } from "../../../lib/receiver";

// What it is like without `config`: Next.js parses the body, Harbor gets 500, and the log names the line that is missing.
export default nextPagesAdapter(receiver);
