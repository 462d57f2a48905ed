import { project } from "./vitest.js";

export default project(import.meta.url);
