import { nextAdapter } from "@harbor/receiver/next";
import { after } from "next/server";
import { receiver } from "../../../lib/receiver";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nextAdapter(receiver, { waitUntil: after });
