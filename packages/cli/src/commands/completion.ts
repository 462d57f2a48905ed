import { Argument, type Command } from "commander";
import { completionWords } from "../completion-words.js";
import { run } from "../run.js";

/** Each asks the command itself for completions, so that the scripts never become outdated. */
const SCRIPTS = {
  bash: `# harbor completion bash >> ~/.bashrc
_harbor() {
  local IFS=$'\\n'
  COMPREPLY=($(harbor __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _harbor harbor
`,
  zsh: `#compdef harbor
# harbor completion zsh > "\${fpath[1]}/_harbor"
_harbor() {
  local -a found
  found=("\${(@f)$(harbor __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -- "\${found[@]}"
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == "_harbor" ]]; then
  _harbor "$@"
else
  compdef _harbor harbor
fi
`,
  fish: `# harbor completion fish > ~/.config/fish/completions/harbor.fish
function __harbor_complete
  set -l words (commandline -opc) (commandline -ct)
  harbor __complete -- $words[2..-1] 2>/dev/null
end
complete -c harbor -a '(__harbor_complete)'
`,
};

export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .summary("completion for bash, zsh or fish")
    .description(
      "Prints a script that lets the shell complete commands and options. Its first lines say where to put it.",
    )
    .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SCRIPTS)))
    .action(
      run<object, [keyof typeof SCRIPTS]>((_, shell) => {
        process.stdout.write(SCRIPTS[shell]);
      }),
    );
  program.command("__complete [words...]", { hidden: true }).action(
    run<object, [string[]]>((_, words) => {
      const found = completionWords(program, words);
      if (found.length > 0) process.stdout.write(`${found.join("\n")}\n`);
    }),
  );
}
