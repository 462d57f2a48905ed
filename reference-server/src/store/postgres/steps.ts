/** Rows that one transaction of a long job changes: others wait for none of them long. */
export const STEP_ROWS = 500;
