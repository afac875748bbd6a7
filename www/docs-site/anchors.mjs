// The names of headings, as GitHub makes them: the same links hold in the repository and on the site.

/** Gives each heading of one page its anchor; the second of a name gets a number. */
export function anchors() {
  const seen = new Map();
  return (markdown) => {
    const name = nameOf(markdown);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count ? `${name}-${count}` : name;
  };
}

function nameOf(markdown) {
  const text = markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
  return text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
}
