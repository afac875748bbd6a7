// Who uses the product of the dashboard's tests: a project board called Orchard.

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
const LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/** `[user agent, screen]`, the usual ones first. */
const BROWSERS = [[WINDOWS, "1920x1080"], [MAC, "1512x982"], [WINDOWS, "2560x1440"], [IPHONE, "390x844"], [ANDROID, "412x915"], [MAC, "1728x1117"], [LINUX, "1920x1200"]];

/** What the network says of where somebody is, and the language of the browser there. */
const PLACES = [
  [{ country: "DE", region: "Land Berlin", city: "Berlin", colo: "TXL" }, "de-DE", "Europe/Berlin"],
  [{ country: "US", region: "New York", city: "New York", colo: "EWR" }, "en-US", "America/New_York"],
  [{ country: "GB", region: "England", city: "London", colo: "LHR" }, "en-GB", "Europe/London"],
  [{ country: "FR", region: "Île-de-France", city: "Paris", colo: "CDG" }, "fr-FR", "Europe/Paris"],
  [{ country: "AT", region: "Styria", city: "Graz", colo: "VIE" }, "de-AT", "Europe/Vienna"],
  [{ country: "US", region: "California", city: "San Francisco", colo: "SJC" }, "en-US", "America/Los_Angeles"],
  [{ country: "JP", region: "Tokyo", city: "Tokyo", colo: "NRT" }, "ja-JP", "Asia/Tokyo"],
  [{ country: "BR", region: "São Paulo", city: "São Paulo", colo: "GRU" }, "pt-BR", "America/Sao_Paulo"],
];

/** Where a first visit comes from, as `page` says it. */
const ORIGINS = [
  {},
  { referrer: "https://www.google.com/" },
  { utm: { source: "newsletter", medium: "email", campaign: "autumn" } },
  { referrer: "https://news.ycombinator.com/" },
  { referrer: "https://github.com/" },
  { referrer: "https://www.google.com/", utm: { source: "google", medium: "cpc", campaign: "boards", term: "kanban" }, click_id: "gclid" },
  { utm: { source: "mastodon", medium: "social", campaign: "launch" } },
];

const NAMES = ["Ada", "Grace", "Linus", "Mary", "Alan", "Edsger", "Barbara", "Ken", "Radia", "Niklaus", "Hedy", "Donald", "Frances", "Tony", "Karen", "Leslie"];

/**
 * One visitor. Two in five are users from the start; the others may sign up. `robot` is a crawler.
 * @param {number} number of the visitor, from 0
 * @param {object} dice from `chance`
 */
export function person(number, dice) {
  const robot = dice.often(0.03);
  const [agent, screen] = dice.pick(BROWSERS, 1.4);
  const [place, language, timezone] = dice.pick(PLACES, 1.5);
  const name = NAMES[number % NAMES.length];
  return {
    visitor: `v_${String(number).padStart(4, "0")}`,
    user: { id: `u_${name.toLowerCase()}_${number}`, name },
    isUser: !robot && dice.often(0.4),
    robot,
    agent: robot ? GOOGLEBOT : agent,
    device: { screen, language, timezone },
    place,
    origin: dice.pick(ORIGINS, 1.3),
    favouriteHour: 7 + dice.below(12),
    visits: robot ? 1 + dice.below(3) : dice.often(0.45) ? 1 : 2 + Math.floor(dice.random() ** 2 * 9),
  };
}
