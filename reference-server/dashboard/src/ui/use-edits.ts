import { useState } from "react";

type Edits<Name extends string> = Partial<Record<Name, string>>;

/**
 * The texts of a form over what is stored. Only what the user changed differs from it and is sent, so that a save does not undo what
 * someone else has changed since the page was opened.
 */
export function useEdits<Name extends string>(stored: Record<Name, string>) {
  const [edits, setEdits] = useState<Edits<Name>>({});
  const keep = (isKept: (name: Name, text: string) => boolean, more: Edits<Name> = {}) =>
    setEdits((last) => {
      const kept = (Object.entries(last) as [Name, string][]).filter(([name, text]) => isKept(name, text));
      return { ...(Object.fromEntries(kept) as Edits<Name>), ...more };
    });
  return {
    texts: { ...stored, ...edits },
    edits,
    edit: (name: Name, text: string) =>
      keep((other) => other !== name, (text === stored[name] ? {} : { [name]: text }) as Edits<Name>),
    /** After a save. Text typed meanwhile stays. */
    forget: (saved: Edits<Name>) => keep((name, text) => saved[name] !== text),
  };
}
