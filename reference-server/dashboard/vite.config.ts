import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  // Relative, because a proxy may serve the dashboard under a path prefix that the server does not know.
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../dist/dashboard",
    emptyOutDir: true,
    // A data: URL would be refused by the page's policy.
    assetsInlineLimit: 0,
    // Every supported browser has modulepreload; the polyfill would only add bytes.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  // `npm run dev` beside `npm start`.
  server: { proxy: { "/v1": "http://127.0.0.1:4210" } },
});
