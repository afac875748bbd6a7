/// What kind of place a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Search,
    Social,
    Video,
    Email,
    Assistant,
}

/// A place that many visitors come from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// What it is called here.
    pub name: &'static str,
    pub kind: Kind,
    /// Its hosts, with all that is below them; `google.` stands for `google.` and any country. Names of apps, as Android gives them for hosts.
    /// And what else campaigns call it.
    words: &'static [&'static str],
}

const fn source(name: &'static str, kind: Kind, words: &'static [&'static str]) -> Source {
    Source { name, kind, words }
}

/// A table of our own: there is no maintained data set of referrers with a licence and a size for this. The kinds are those of Google
/// Analytics 4 (`support.google.com/analytics/answer/9756891`), and assistants besides. The first that fits: `mail.google.com` is no search.
const SOURCES: [Source; 67] = [
    source("gmail", Kind::Email, &["mail.google.com", "com.google.android.gm"]),
    source("outlook", Kind::Email, &["outlook.live.com", "outlook.office.com", "outlook.office365.com", "com.microsoft.office.outlook"]),
    source("yahoo mail", Kind::Email, &["mail.yahoo.com", "mail.yahoo.co.jp"]),
    source("proton mail", Kind::Email, &["mail.proton.me", "ch.protonmail.android"]),
    source("icloud mail", Kind::Email, &["icloud.com"]),
    source("gmx", Kind::Email, &["gmx.net", "gmx.com", "navigator.gmx.net"]),
    source("web.de", Kind::Email, &["web.de"]),
    source("chatgpt", Kind::Assistant, &["chatgpt.com", "chat.openai.com", "com.openai.chatgpt", "openai"]),
    source("perplexity", Kind::Assistant, &["perplexity.ai", "ai.perplexity.app.android"]),
    source("claude", Kind::Assistant, &["claude.ai", "com.anthropic.claude", "anthropic"]),
    source("gemini", Kind::Assistant, &["gemini.google.com", "bard.google.com", "com.google.android.apps.bard"]),
    source("copilot", Kind::Assistant, &["copilot.microsoft.com", "copilot.com", "m365.cloud.microsoft"]),
    source("meta ai", Kind::Assistant, &["meta.ai"]),
    source("mistral", Kind::Assistant, &["chat.mistral.ai", "le chat"]),
    source("deepseek", Kind::Assistant, &["chat.deepseek.com"]),
    source("grok", Kind::Assistant, &["grok.com"]),
    source("you.com", Kind::Assistant, &["you.com"]),
    source("phind", Kind::Assistant, &["phind.com"]),
    source("poe", Kind::Assistant, &["poe.com"]),
    source(
        "google",
        Kind::Search,
        &[
            "google.",
            "news.google.com",
            "com.google.android.googlequicksearchbox",
            "googleads",
            "google-ads",
            "google ads",
            "google_ads",
            "adwords",
        ],
    ),
    source("bing", Kind::Search, &["bing.com", "bingads", "bing-ads", "bing ads"]),
    source("duckduckgo", Kind::Search, &["duckduckgo.com", "com.duckduckgo.mobile.android"]),
    source("yahoo", Kind::Search, &["search.yahoo.com", "search.yahoo.co.jp", "yahoo."]),
    source("yandex", Kind::Search, &["yandex.", "ya.ru", "ru.yandex.searchplugin"]),
    source("baidu", Kind::Search, &["baidu.com"]),
    source("ecosia", Kind::Search, &["ecosia.org"]),
    source("brave search", Kind::Search, &["search.brave.com"]),
    source("startpage", Kind::Search, &["startpage.com"]),
    source("qwant", Kind::Search, &["qwant.com"]),
    source("kagi", Kind::Search, &["kagi.com"]),
    source("naver", Kind::Search, &["search.naver.com", "naver.com"]),
    source("daum", Kind::Search, &["daum.net"]),
    source("sogou", Kind::Search, &["sogou.com"]),
    source("so.com", Kind::Search, &["so.com"]),
    source("seznam", Kind::Search, &["seznam.cz"]),
    source("mojeek", Kind::Search, &["mojeek.com"]),
    source("swisscows", Kind::Search, &["swisscows.com"]),
    source("aol", Kind::Search, &["search.aol.com"]),
    source("ask", Kind::Search, &["ask.com"]),
    source("coc coc", Kind::Search, &["coccoc.com"]),
    source("youtube", Kind::Video, &["youtube.com", "youtu.be", "com.google.android.youtube", "yt"]),
    source("vimeo", Kind::Video, &["vimeo.com"]),
    source("twitch", Kind::Video, &["twitch.tv"]),
    source("dailymotion", Kind::Video, &["dailymotion.com"]),
    source("bilibili", Kind::Video, &["bilibili.com"]),
    source(
        "facebook",
        Kind::Social,
        &["facebook.com", "fb.com", "fb.me", "messenger.com", "com.facebook.katana", "fb", "facebook-ads", "meta"],
    ),
    source("instagram", Kind::Social, &["instagram.com", "com.instagram.android", "ig", "insta"]),
    source("threads", Kind::Social, &["threads.net", "threads.com"]),
    source("x", Kind::Social, &["x.com", "t.co", "twitter.com", "com.twitter.android", "twitter"]),
    source("linkedin", Kind::Social, &["linkedin.com", "lnkd.in", "com.linkedin.android"]),
    source("reddit", Kind::Social, &["reddit.com", "redd.it", "com.reddit.frontpage"]),
    source("pinterest", Kind::Social, &["pinterest.", "pin.it", "com.pinterest"]),
    source("tiktok", Kind::Social, &["tiktok.com", "com.zhiliaoapp.musically"]),
    source("snapchat", Kind::Social, &["snapchat.com", "com.snapchat.android"]),
    source("bluesky", Kind::Social, &["bsky.app", "go.bsky.app", "xyz.blueskyweb.app"]),
    source("mastodon", Kind::Social, &["mastodon.social", "mastodon.online", "mstdn.social", "org.joinmastodon.android"]),
    source("hacker news", Kind::Social, &["news.ycombinator.com", "hn.algolia.com"]),
    source("lobsters", Kind::Social, &["lobste.rs"]),
    source("product hunt", Kind::Social, &["producthunt.com", "producthunt"]),
    source("quora", Kind::Social, &["quora.com"]),
    source("telegram", Kind::Social, &["t.me", "web.telegram.org", "org.telegram.messenger"]),
    source("whatsapp", Kind::Social, &["whatsapp.com", "wa.me", "com.whatsapp"]),
    source("discord", Kind::Social, &["discord.com", "com.discord"]),
    source("xing", Kind::Social, &["xing.com"]),
    source("vk", Kind::Social, &["vk.com"]),
    source("weibo", Kind::Social, &["weibo.com", "weibo.cn"]),
    source("tumblr", Kind::Social, &["tumblr.com"]),
];

impl Source {
    /// The source that a host or a campaign's word is of, in lower case.
    pub fn of(word: &str) -> Option<&'static Source> {
        SOURCES.iter().find(|source| source.name == word || source.words.iter().any(|one| is_within(word, one)))
    }

    /// The source whose advertisements mark visits with this parameter, and whether only advertisements do: Facebook marks every link.
    pub fn of_click_id(name: &str) -> Option<(&'static Source, bool)> {
        let (source, is_paid) = match name {
            "gclid" | "gbraid" | "wbraid" | "dclid" => ("google", true),
            "msclkid" => ("bing", true),
            "yclid" => ("yandex", true),
            "fbclid" => ("facebook", false),
            "ttclid" => ("tiktok", true),
            "twclid" => ("x", true),
            "li_fat_id" => ("linkedin", true),
            _ => return None,
        };
        Source::of(source).map(|source| (source, is_paid))
    }
}

/// Whether the host is this one or below it, or is this name in any country.
fn is_within(host: &str, of: &str) -> bool {
    let Some(rest) = of.strip_suffix('.').and_then(|name| host.strip_prefix(name)) else {
        return host == of || (of.contains('.') && host.strip_suffix(of).is_some_and(|below| below.ends_with('.')));
    };
    // `com`, `de`, `co.uk`, `com.br`; whoever owns `google.example` is not Google.
    let mut labels = rest.split('.');
    labels.next() == Some("") && (1..=2).contains(&labels.clone().count()) && labels.all(|label| (2..=3).contains(&label.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn hosts_are_known_with_all_below_them() {
        let name = |host| Source::of(host).map(|source| source.name);
        let cases = [
            ("google.com", "google"),
            ("google.co.uk", "google"),
            ("mail.google.com", "gmail"),
            ("gemini.google.com", "gemini"),
            ("de.search.yahoo.com", "yahoo"),
            ("l.facebook.com", "facebook"),
            ("old.reddit.com", "reddit"),
            ("com.google.android.googlequicksearchbox", "google"),
            ("t.co", "x"),
            ("fb", "facebook"),
        ];
        for (host, expected) in cases {
            assert_eq!(name(host), Some(expected), "{host}");
        }
        for host in ["google.example", "google.", "google", "googlex.com", "docs.google.com", "notfacebook.com", "co", "cat.co", "com"] {
            let expected = (host == "google").then_some("google");
            assert_eq!(name(host), expected, "{host}");
        }
    }

    #[test]
    fn no_word_stands_for_two_sources() {
        let words: Vec<&str> = SOURCES.iter().flat_map(|source| source.words.iter().copied().chain([source.name])).collect();
        let twice: Vec<&str> = SOURCES.iter().filter(|source| source.words.contains(&source.name)).map(|source| source.name).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len() + twice.len(), words.len());
    }
}
