/** Words that have no good use in this repository's texts, with what to write instead. */
const WORDS = [
  [/\b(?:whoever|whatever|whichever|that which)\b/i, "name the subject; any, regardless of"],
  // Neither a question nor a heading.
  [/(?<!^#+ [^\n]*)\bWhat\b(?![^.?!]*\?)/m, "begin with the subject"],
  [/\b(?:no|some)body\b/i, "name who: no client, another worker"],
  [/\bfor ever\b/i, "without end, never"],
  [/\b(?:go|goes|going|went|gone) on\b/i, "continue"],
  [/\bin (?:the )?place of\b/i, "instead of"],
  [/\b(?:befall\w*|seldom|hitherto|come to pass|put away|passed over)\b/i, "happen, rarely, so far, ignored"],
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  // Not the table and the column of the server's database, which its migrations name.
  [
    /(?<!(?:FROM|INTO|TABLE|UPDATE|ON|SET|SELECT|--|[,("'=])\s*)\banswer(?:s|ed|ing)?\b(?!_|\.[a-z]| BLOB|["'])/i,
    "return, result, response",
  ],
  [/\b(?:tells?|told)\b/i, "name, report, emit, log, distinguish"],
  [/\bmade (?:again|anew|afresh)\b|\bafresh\b|\banew\b/i, "again, new, retried"],
  [/\b(?:there is|that is) none\b|\bnone that there is\b/i, "missing, unknown"],
  [/\bas it may have\b|\bmay go on\b/i, "limit reached; can continue"],
  [/\b(?:at most so many|so many,)/i, "maximum number of"],
  [/\b(?:comes|came|become|becomes) of (?:it|them)\b/i, "result"],
  [/\b(?:entomb\w*|fate)\b/i, "soft-delete; next state"],
  [/(?<!\b[Tt]here )\b(?:is|are) no (?!longer\b|more\b|less\b)[a-z]/, "is not a, must be"],
];

/**
 * The faults of a text.
 *
 * @param {string} text
 * @returns {{ index: number, word: string, advice: string }[]}
 */
export function findWords(text) {
  return WORDS.flatMap(([pattern, advice]) =>
    [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index, 0: word }) => ({
      index,
      word,
      advice,
    })),
  );
}
