/** Earlier commands, walked through with the arrow keys as in a shell. What was being typed comes back at the end. */

const LONGEST = 50;

export class History {
  #commands = [];
  #position = 0;
  #draft = '';

  add(command) {
    if (this.#commands.at(-1) !== command) {
      this.#commands.push(command);
      this.#commands = this.#commands.slice(-LONGEST);
    }
    this.#position = this.#commands.length;
  }

  /** The command before this one; null at the oldest. */
  older(typed) {
    if (this.#position === this.#commands.length) {
      this.#draft = typed;
    }
    if (this.#position === 0) {
      return null;
    }
    this.#position -= 1;
    return this.#commands[this.#position];
  }

  /** The command after this one, then what was being typed; null beyond that. */
  newer() {
    if (this.#position === this.#commands.length) {
      return null;
    }
    this.#position += 1;
    return this.#commands[this.#position] ?? this.#draft;
  }
}
