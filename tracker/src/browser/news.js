// What can happen, by the numbers that `message.rs` knows.

export const TRACK = 0;
export const TICK = 1;
export const FLUSH = 2;
export const ANSWERED = 3;
export const FAILED = 4;
export const ONLINE = 5;
export const HIDDEN = 6;
export const SHOWN = 7;
export const LEAVING = 8;
export const IDENTIFY = 9;
export const RESET = 10;
export const OPT_OUT = 11;
export const OPT_IN = 12;
export const ADOPT = 13;
export const RESTORED = 14;
export const ASKED = 15;
export const VISIT = 16;
export const TUNE = 17;
export const START = 18;
