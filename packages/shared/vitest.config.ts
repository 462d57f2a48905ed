import { project } from "../../tools/vitest.js";

export default project(import.meta.url);
