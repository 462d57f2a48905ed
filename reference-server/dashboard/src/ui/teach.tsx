import { Tabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { Code } from "./code.js";

interface TeachProps {
  title: string;
  children: ReactNode;
  curl?: string;
  typescript?: string;
}

/** The content of an empty page: the things that will appear there, and the next step, ready to paste. */
export function Teach({ title, children, curl, typescript }: TeachProps) {
  return (
    <section className="teach">
      <h2>{title}</h2>
      <div className="muted">{children}</div>
      {curl !== undefined && typescript !== undefined && (
        <Tabs.Root defaultValue="curl">
          <Tabs.List className="tabs" aria-label="Language">
            <Tabs.Tab className="tab" value="curl">
              curl
            </Tabs.Tab>
            <Tabs.Tab className="tab" value="typescript">
              TypeScript
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="curl">
            <Code label="curl commands" text={curl} />
          </Tabs.Panel>
          <Tabs.Panel value="typescript">
            <Code label="TypeScript" text={typescript} />
          </Tabs.Panel>
        </Tabs.Root>
      )}
    </section>
  );
}
