// The matrix, in the order in which tables show it.
//
// A case is `{name, events, run(world)}` and may have more:
//
// - `only`: the name of the one tracker for which it makes sense.
// - `moment`: it is about what happens within milliseconds, so its runs take turns; what is over may still be settling beside it.
// - `wanted`: how many of its events should be stored, where that is not all of them.
// - `mayLose`: what the name says is not promised; the figure is measured all the same. None may be stored twice.
// - `check(world, {lost})`: what is asserted of Trailmark beyond the figures, when everything has settled.
//
// A case waits for conditions, never for a guess; where it waits for a time, the time is what it is about.
import { connection } from "./connection.mjs";
import { consentAndClock } from "./consent-and-clock.mjs";
import { crashes } from "./crash.mjs";
import { offline } from "./offline.mjs";
import { service } from "./service.mjs";
import { start } from "./start.mjs";
import { storage } from "./storage.mjs";
import { tabs } from "./tabs.mjs";
import { visit } from "./visit.mjs";

export const all = [visit, start, offline, service, connection, crashes, tabs, storage, consentAndClock].flat();

/** The cases for the tracker of this name. */
export const casesFor = (name) => all.filter((entry) => !entry.only || entry.only === name);
