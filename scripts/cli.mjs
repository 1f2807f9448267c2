/** What the Node scripts share: arguments, help and complaints. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/**
 * Reads the arguments of the script at `url`. `--help` prints the comment at its top; an argument that it does not know
 * ends it with a sentence.
 * @param defaults {name: default} of the options that take a value
 * @returns {values, fail}; fail(sentence) ends the script
 */
export function command(url, defaults) {
  const file = fileURLToPath(url);
  const fail = (sentence) => {
    console.error(`${basename(file)}: ${sentence}`);
    process.exit(1);
  };
  const options = { help: { type: "boolean", short: "h" } };
  for (const [name, value] of Object.entries(defaults)) options[name] = { type: "string", default: value };
  try {
    const { values } = parseArgs({ options });
    if (!values.help) return { values, fail };
  } catch (error) {
    fail(`${error.message}; see --help`);
  }
  const lines = readFileSync(file, "utf8").split("\n").slice(1);
  console.log(lines.slice(0, lines.findIndex((line) => !line.startsWith("//"))).map((line) => line.slice(3)).join("\n"));
  return process.exit(0);
}
