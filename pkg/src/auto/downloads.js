// `file_downloaded`: a link to a file, by its ending or its attribute `download`.
import { placeOf } from "./element.js";
import { fileOf, watchLinks } from "./links.js";

export default function (page, { extensions }) {
  watchLinks(page, (url, download) => {
    const found = fileOf(url, download, extensions);
    // An address that holds the file itself says nothing else.
    if (found) page.track("file_downloaded", { metadata: { ...found, url: found.file && placeOf(url) }, immediate: true });
  });
}
