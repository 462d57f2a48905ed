/** The test puts `webAdapter(receiver)` here, so that every case can use the one build. */
export const fallback = ({ request }) => globalThis.harbor(request);
