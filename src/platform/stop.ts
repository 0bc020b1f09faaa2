/** A reason to end the program that its user can act on: one sentence, no stack. */
export class Stop extends Error {}
