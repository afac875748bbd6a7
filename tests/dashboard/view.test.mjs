// What stands in the dashboard's address, and what the API is asked for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { viewOf, searchOf, asked, askedNow, askedTime, changed, elsewhere, compares } = await source("view/view.ts");
const { DIMENSION_GROUPS, withFilter, withoutFilter } = await source("view/filters.ts");
const { askedOfLists, exportAddress } = await source("view/lists.ts");
const { startOfDate, endOfDate } = await source("view/zone.ts");
const { rangeName, isDate } = await source("view/range.ts");

const usual = viewOf("");
const plain = (view) => ({ ...view, own: Object.fromEntries(view.own) });

test("an address without a word is the usual view, and the usual view is an address without a word", () => {
  assert.deepEqual(plain(usual), { range: { kind: "last", range: "7d" }, tz: "UTC", filters: [], compare: true, bots: "exclude", live: false, own: {} });
  assert.equal(searchOf(usual), "");
});

test("every view survives its address", () => {
  const addresses = [
    "?range=24h",
    "?range=all&live=1",
    "?from=2026-02-01&to=2026-02-28&tz=Europe/Vienna",
    "?country=DE,AT&path.contains=/docs&bots=only",
    "?type=page_view&compare=none&metric=users",
    "?metadata.plan.tier=pro&user.not=(none)&correlation_id=a,b",
    "?channel.not_contains=paid&id=s_1&columns=type,user",
  ];
  for (const address of addresses) {
    const view = viewOf(address);
    assert.deepEqual(plain(viewOf(searchOf(view))), plain(view), address);
    assert.deepEqual([...new URLSearchParams(searchOf(view))].sort(), [...new URLSearchParams(address)].sort(), address);
  }
});

// A list of the API has no way to write a value that ends in a backslash before another one.
test("any value of a filter survives, commas and signs too", () => {
  const values = ["a,b", "\\a", "a\\,b", "&=?#%", " ", "日本", "(none)", "+"];
  for (const test of ["is", "not"]) {
    const filters = [{ name: "title", test, values }];
    assert.deepEqual(viewOf(searchOf({ ...usual, filters })).filters, filters);
  }
  for (const value of values) {
    const filters = [{ name: "metadata.plan", test: "contains", values: [value] }];
    assert.deepEqual(viewOf(searchOf({ ...usual, filters })).filters, filters);
  }
});

test("what an address says wrongly is the default", () => {
  for (const address of ["?range=7x", "?from=2026-02-30&to=2026-03-01", "?from=2026-02-01", "?tz=Mars/Base", "?bots=maybe", "?live=yes", "?country="]) {
    const { own, ...view } = viewOf(address);
    assert.deepEqual({ ...view, own: {} }, plain(usual), address);
  }
  assert.deepEqual(viewOf("?from=2026-03-02&to=2026-03-01").range, { kind: "between", from: "2026-03-01", to: "2026-03-02" });
});

test("other names of ids are the dimensions they mean, and filters of ids are whole values", () => {
  assert.deepEqual(viewOf("?user_id=u_7&stream_id=s").filters, [
    { name: "user", test: "is", values: ["u_7"] },
    { name: "stream", test: "is", values: ["s"] },
  ]);
  assert.deepEqual(viewOf("?ref=a,b").filters, [{ name: "ref", test: "is", values: ["a,b"] }]);
  assert.deepEqual(viewOf("?ref.not=a").filters, []);
});

test("the API is asked for what is seen", () => {
  const view = viewOf("?range=30d&tz=Asia/Tokyo&country=DE,AT&country.not=CH&path.contains=a,b&ref=r,1&bots=include&live=1&metric=users");
  const filters = { country: ["DE", "AT"], "country.not": ["CH"], "path.contains": "a,b", ref: "r,1" };
  assert.deepEqual(asked(view), { range: "30d", tz: "Asia/Tokyo", bots: "include", compare: "previous", ...filters });
  assert.deepEqual(askedNow(view), { tz: "Asia/Tokyo", bots: "include", ...filters });
  assert.deepEqual(asked(viewOf("?from=2026-02-01&to=2026-02-02&tz=Asia/Tokyo")).to, "2026-02-02");
  assert.equal(asked(viewOf("?compare=none")).compare, undefined);
  // Before all time there is no period to compare with: the API would refuse.
  assert.equal(compares(viewOf("?range=all")), false);
});

test("a change changes what it names, and another page keeps what all share", () => {
  const view = viewOf("?range=24h&country=DE&id=1&tab=x");
  assert.equal(searchOf(changed(view, { own: { id: null, page: "2" } })), "?range=24h&country=DE&tab=x&page=2");
  assert.equal(searchOf(changed(view, { filters: [], range: usual.range })), "?id=1&tab=x");
  assert.equal(searchOf(elsewhere(view, { id: "s" })), "?range=24h&country=DE&id=s");
  assert.equal(view.own.get("id"), "1", "the view itself stays as it was");
});

test("a filter of the same name and test takes the other's place", () => {
  const one = { name: "country", test: "is", values: ["DE"] };
  const not = { name: "country", test: "not", values: ["CH"] };
  assert.deepEqual(withFilter([one, not], { ...one, values: ["AT"] }), [not, { ...one, values: ["AT"] }]);
  assert.deepEqual(withoutFilter([one, not], one), [not]);
});

test("names of dimensions are none that an address uses otherwise", () => {
  const shared = ["range", "from", "to", "tz", "compare", "bots", "live"];
  const names = DIMENSION_GROUPS.flatMap(({ dimensions }) => Object.keys(dimensions));
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(names.filter((name) => shared.includes(name)), []);
});

test("ranges have names", () => {
  assert.equal(rangeName({ kind: "last", range: "24h" }), "Last 24 hours");
  assert.equal(rangeName({ kind: "between", from: "2026-02-01", to: "2026-02-28" }), "1 Feb 2026 – 28 Feb 2026");
  assert.equal(rangeName({ kind: "between", from: "2026-02-01", to: "2026-02-01" }), "1 Feb 2026");
  assert.deepEqual(["2026-02-29", "2028-02-29", "2026-2-1", "", null].map(isDate), [false, true, false, false, false]);
});

test("days begin and end by the clocks of their zone", () => {
  const start = (date, tz) => new Date(startOfDate(date, tz)).toISOString();
  assert.equal(start("2026-02-18", "UTC"), "2026-02-18T00:00:00.000Z");
  assert.equal(start("2026-02-18", "Asia/Tokyo"), "2026-02-17T15:00:00.000Z");
  assert.equal(start("2026-02-18", "America/St_Johns"), "2026-02-18T03:30:00.000Z");
  const hours = (date, tz) => (endOfDate(date, tz) - startOfDate(date, tz)) / 3_600_000;
  assert.deepEqual([hours("2026-03-29", "Europe/Vienna"), hours("2026-10-25", "Europe/Vienna"), hours("2026-03-30", "Europe/Vienna")], [23, 25, 24]);
  // Clocks that skip midnight, and clocks that show it twice.
  assert.equal(start("2018-11-04", "America/Sao_Paulo"), "2018-11-04T03:00:00.000Z");
  assert.equal(start("2024-11-03", "America/Havana"), "2024-11-03T04:00:00.000Z");
  assert.deepEqual(askedTime(viewOf("?from=2026-02-01&to=2026-02-02&tz=Asia/Tokyo")), { from: String(Date.UTC(2026, 0, 31, 15)), to: String(Date.UTC(2026, 1, 2, 15)) });
  assert.deepEqual(askedTime(viewOf("?range=24h&tz=Asia/Tokyo")), { range: "24h" });
});

test("lists are asked as questions are, but for names that mean something else there", () => {
  const of = (address) => {
    const { range, ...filters } = askedOfLists(viewOf(address));
    return filters;
  };
  const bots = "exclude";
  assert.deepEqual(of("?type=a,b&user=u&stream=s&correlation_id=c,d"), { bots, type: ["a", "b"], user: ["u"], stream: ["s"], correlation_id: "c,d" });
  const others = { country: ["DE"], "type.not": ["x"], "type.contains": "y", type: ["(none)"], "metadata.a": ["1"] };
  assert.deepEqual(of("?country=DE&type.not=x&type.contains=y&type=(none)&metadata.a=1&bots=only"), { bots: "only", ...others });
  assert.deepEqual(of("?bots=include"), {});
  assert.deepEqual(of("?channel=direct&referrer.not=x.org"), { bots, channel: ["direct"], "referrer.not": ["x.org"] });
  // A list's level is the least one, and its entity_id is one value.
  assert.deepEqual(of("?level=milestone,decision&level.not=action"), { bots, "level.not": ["detail", "state", "action"] });
  assert.deepEqual(of("?level=detail,state,action,decision,milestone"), { bots });
  assert.deepEqual(of("?level=(none)"), { bots, "level.not": ["detail", "state", "action", "decision", "milestone"] });
  assert.deepEqual(of("?entity=a,b&entity_id.not=c"), { bots, entity: ["a", "b"], "entity_id.not": ["c"] });
  const query = askedOfLists(viewOf("?range=24h&type=a,b&path.contains=/x,y&bots=include"));
  const address = "/api/events/export?range=24h&type=a%2Cb&path.contains=%2Fx%2Cy&search=x%26y&format=csv";
  assert.equal(exportAddress({ ...query, search: "x&y", limit: 50, cursor: "c" }, "csv"), address);
});

test("a date begins with its first moment, also where clocks change at midnight", () => {
  // In Beirut and Santiago clocks skip midnight once a year, in Havana it comes twice.
  for (const tz of ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Asia/Beirut", "America/Santiago", "America/Havana", "Australia/Lord_Howe"]) {
    const local = new Intl.DateTimeFormat("en-CA", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" });
    for (let day = Date.parse("2026-01-01"); day < Date.parse("2027-01-01"); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      const start = startOfDate(date, tz);
      assert.deepEqual([local.format(start), local.format(start - 1) < date], [date, true], `${date} in ${tz} at ${new Date(start).toISOString()}`);
    }
  }
});

test("a page's own parameter may stand several times", () => {
  const view = viewOf("?step=a&step=&step=b%26c&window=1d");
  assert.deepEqual(view.own.getAll("step"), ["a", "", "b&c"]);
  assert.equal(searchOf(view), "?step=a&step=&step=b%26c&window=1d");
  const after = changed(view, { own: { step: ["x", "y"], window: null } });
  assert.equal(searchOf(after), "?step=x&step=y");
  assert.equal(searchOf(changed(after, { own: { step: null } })), "");
  assert.equal(searchOf(elsewhere({ ...after, live: true }, { step: ["p", "q"] })), "?live=1&step=p&step=q");
});
