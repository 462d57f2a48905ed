import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const exampleFolder = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/${name}/`, import.meta.url));

export interface ExampleProcess {
  url: string;
  /** Asks it to end and resolves with its exit code. */
  stop: () => Promise<number | null>;
}

/**
 * Runs a file of an example as its `npm start` does, on the packages' dist/ as a user's. Resolves once it has
 * said where it takes requests.
 */
export async function runExample(
  name: string,
  file: string,
  env: Record<string, string>,
): Promise<ExampleProcess> {
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = spawn(process.execPath, [...loader, file], {
    cwd: exampleFolder(name),
    env: { ...process.env, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string): void => {
      output += text;
      const [, found] = /takes \w+ on (\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    exited.then(([code]) => reject(new Error(`${name} ended with ${code}:\n${output}`)), reject);
  });
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = await exited;
      return code;
    },
  };
}

/** `GET /customers/:id` of the example whose deliveries go to `url`. */
export async function fetchCustomer(url: string, id: string): Promise<Customer | undefined> {
  const response = await fetch(new URL(`/customers/${id}`, url));
  return response.status === 404 ? undefined : ((await response.json()) as Customer);
}

interface Customer {
  name: string;
  points: number;
}
