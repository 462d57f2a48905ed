import type { Command, Option } from "commander";

/**
 * The possible next words of the command line. `words` are those after `harbor`; the last one is being typed. Empty if the next
 * word is a value of the user's own, so that the shell completes file names.
 */
export function completionWords(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = descend(program, before);
  const options = optionsOf(command);
  const asking = options.find((option) => isFlagOf(option, before.at(-1) ?? ""));
  if (asking !== undefined && asking.required) return startingWith(asking.argChoices ?? [], typed);
  const names = command.commands.filter((sub) => !isHidden(sub)).map((sub) => sub.name());
  const flags = options
    .filter((option) => !option.hidden)
    .flatMap(({ long, short }) => [long ?? short ?? ""]);
  return startingWith(typed.startsWith("-") ? flags : [...names, ...firstChoices(command)], typed);
}

/** Follows the names of commands and skips options and their values. */
function descend(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    command = command.commands.find((sub) => sub.name() === word && !isHidden(sub)) ?? command;
  }
  return command;
}

function optionsOf(command: Command): readonly Option[] {
  const own = command.createHelp().visibleOptions(command);
  return command.parent === null ? own : [...own, ...optionsOf(command.parent)];
}

function firstChoices(command: Command): readonly string[] {
  return command.registeredArguments[0]?.argChoices ?? [];
}

function isFlagOf({ long, short }: Option, word: string): boolean {
  return word !== "" && (word === long || word === short);
}

function isHidden(command: Command): boolean {
  return command.name().startsWith("__");
}

function startingWith(words: readonly string[], typed: string): string[] {
  return [...new Set(words)].filter((word) => word.startsWith(typed));
}
