import { spawn } from 'node:child_process';

/** From SIGTERM to SIGKILL. */
const GRACE_SECONDS = 5;

/** Reads which process groups there are, a line `+ 123` or `- 123` for each; at the end of its input it ends them. */
const SCRIPT = `
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;; esac ;;
  esac
done
for group in $groups; do kill -s TERM -- "-$group"; done
[ "$groups" = ' ' ] || sleep ${GRACE_SECONDS}
for group in $groups; do kill -s KILL -- "-$group"; done
`;

/**
 * Ends commands where this process cannot any more, because it was killed with SIGKILL: a shell whose input is a pipe from
 * here sees that end with us, however we end.
 */
export class Guard {
  readonly #shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });

  constructor() {
    this.#shell.on('error', () => {});
    this.#shell.stdin.on('error', () => {});
    this.#shell.unref();
  }

  /** @param group of processes, by its leader's id */
  watch(group: number): void {
    this.#shell.stdin.write(`+ ${group}\n`);
  }

  leave(group: number): void {
    this.#shell.stdin.write(`- ${group}\n`);
  }

  close(): void {
    this.#shell.stdin.end();
  }
}
