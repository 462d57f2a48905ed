import { nextPagesAdapter } from "@harbor/receiver/next";
import { receiver } from "../../../lib/receiver";

// The mistake to avoid: without `config`, Next.js parses the body, Harbor gets 500, and the log names the missing line.
export default nextPagesAdapter(receiver);
