import { Tabs } from "@base-ui/react/tabs";
import { useMemo } from "react";
import { Code } from "../../ui/code.js";
import { prettyJson } from "../../ui/exact-json.js";
import { VisibleText } from "../../ui/visible-text.js";
import { schemaFields } from "./schema-fields.js";

/** A JSON Schema as a table of the fields that it describes, and as it is. */
export function SchemaView({ json }: { json: string }) {
  const fields = useMemo(() => schemaFields(JSON.parse(json)), [json]);
  const code = <Code label="JSON Schema" text={prettyJson(json)} exact={json} />;
  if (fields.length === 0) return code;
  return (
    <Tabs.Root defaultValue="fields">
      <Tabs.List className="tabs" aria-label="Layout of the schema">
        <Tabs.Tab className="tab" value="fields">
          Fields
        </Tabs.Tab>
        <Tabs.Tab className="tab" value="schema">
          JSON Schema
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="fields">
        <div className="table-scroll" role="region" aria-label="Fields of the body" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Type</th>
                <th scope="col">Required</th>
                <th scope="col">Description</th>
              </tr>
            </thead>
            <tbody>
              {fields.map(({ path, type, required, description }, index) => (
                // The same field can be described twice, by a schema and by a part of its `allOf`.
                <tr key={`${index} ${path}`}>
                  <th scope="row">
                    <code>
                      <VisibleText text={path} />
                    </code>
                  </th>
                  <td>
                    <VisibleText text={type} />
                  </td>
                  <td>{required ? "yes" : "no"}</td>
                  <td>
                    <VisibleText text={description ?? ""} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="schema">{code}</Tabs.Panel>
    </Tabs.Root>
  );
}
