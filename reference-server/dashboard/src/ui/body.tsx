import { Tabs } from "@base-ui/react/tabs";
import { useMemo } from "react";
import { Code } from "./code.js";
import { isJson, prettyJson } from "./exact-json.js";

interface BodyProps {
  text: string;
  label: string;
}

/** A body, pretty and raw. Copying takes the exact text in both. */
export function Body({ text, label }: BodyProps) {
  const pretty = useMemo(() => (isJson(text) ? prettyJson(text) : text), [text]);
  if (pretty === text) return <Code label={label} text={text} />;
  return (
    <Tabs.Root defaultValue="pretty">
      <Tabs.List className="tabs" aria-label="Layout">
        <Tabs.Tab className="tab" value="pretty">
          Pretty
        </Tabs.Tab>
        <Tabs.Tab className="tab" value="raw">
          Raw
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="pretty">
        <Code label={label} text={pretty} exact={text} />
      </Tabs.Panel>
      <Tabs.Panel value="raw">
        <Code label={label} text={text} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
