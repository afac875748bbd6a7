// `link_opened`: a link to another site. It goes at once, since the page may be left for it.
import { placeOf } from "./element.js";
import { fileOf, watchLinks } from "./links.js";

export default function (page, { hosts = [] }) {
  const own = [location.hostname, ...hosts];
  const isOwn = (host) => own.some((name) => host === name || host.endsWith(`.${name}`));
  const downloads = page.wanted.get("downloads");
  watchLinks(page, (url, download, aside) => {
    if (!/^https?:$/.test(url.protocol) || isOwn(url.hostname)) return;
    // That is the other piece's.
    if (downloads && fileOf(url, download, downloads.extensions)) return;
    page.track("link_opened", { metadata: { url: placeOf(url), host: url.hostname, new_tab: aside }, immediate: true });
  });
}
