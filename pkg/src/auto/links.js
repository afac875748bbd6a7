// Links that are opened, whichever way: by click, by key, in a new tab.
import { elementsOf, urlOf } from "./element.js";

const FILES =
  "7z aac apk avi bz2 csv deb dmg doc docx epub exe flac gz ics iso jar key m4a mkv mobi mov mp3 mp4 mpeg mpg msi numbers ods odt ogg pages pdf pkg pps ppt pptx psd rar rpm rtf tar tgz txt wav webm wma wmv xls xlsx xml xz zip";

/** The ending of a name, in small letters. */
const endingOf = (name) => /\.(\w{1,10})$/.exec(name)?.[1].toLowerCase();

/**
 * The file that a link downloads: its ending, and its name where that is part of an address; nothing for other links.
 * @param {URL} url
 * @param {string | null} download the link's attribute
 * @param {string[]} [endings]
 */
export function fileOf(url, download, endings = FILES.split(" ")) {
  const name = url.pathname.split("/").pop();
  const extension = endingOf(download || name) ?? endingOf(name);
  if (download === null && !endings.includes(extension)) return;
  return { extension, file: /^http/.test(url.protocol) ? name : undefined };
}

/** Tells of each link that is opened: its address, its attribute `download`, and whether it opens in another tab. */
export function watchLinks(page, opened) {
  page.on(window, "click auxclick", (event) => {
    // The second key opens a menu; what is chosen there nobody can know.
    if (event.type === "auxclick" && event.button !== 1) return;
    for (const element of elementsOf(event)) {
      // Of an image's link, in SVG, it is an object.
      const href = /^(a|area)$/.test(element.localName) && (element.href.baseVal ?? element.href);
      const url = href && urlOf(href);
      if (!url) continue;
      const aside = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey || /^_(?!self|top|parent)|^\w/.test(element.getAttribute("target") ?? "");
      return opened(url, element.getAttribute("download"), aside);
    }
  });
}
