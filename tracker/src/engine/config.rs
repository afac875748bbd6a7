/// What the page asked for at `init`, and then the project's remote config, with everything else at its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The project's public key.
    pub write_key: String,
    /// Events that make a batch go at once.
    pub flush_at: usize,
    /// Milliseconds after which a smaller batch goes.
    pub flush_interval: u64,
    /// The browser knows `fetchLater`.
    pub can_hold: bool,
    /// Nothing is kept in the browser: visitor and session are of this page alone, and stay here.
    pub cookieless: bool,
}

impl Config {
    /// Ten events or five seconds: few requests, and a dashboard that is still live.
    pub fn new(write_key: String) -> Config {
        Config { write_key, flush_at: 10, flush_interval: 5_000, can_hold: false, cookieless: false }
    }
}
