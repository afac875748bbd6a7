/** A page cannot be looked at at all; the message says why. */
export class NotSeen extends Error {}
