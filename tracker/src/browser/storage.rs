use web_sys::Storage;

/// The page's localStorage, which may be missing, blocked, full, or cleared under our feet. Nothing here ever throws.
pub(super) struct Store(Option<Storage>);

impl Store {
    pub(super) fn open() -> Store {
        // Merely touching `localStorage` throws where site data are blocked.
        Store(web_sys::window().and_then(|window| window.local_storage().ok().flatten()))
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.0.as_ref()?.get_item(key).ok().flatten()
    }

    /// False when the record could not be kept.
    pub(super) fn set(&self, key: &str, value: &str) -> bool {
        self.0.as_ref().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    pub(super) fn remove(&self, key: &str) {
        if let Some(storage) = &self.0 {
            let _ = storage.remove_item(key);
        }
    }

    /// All keys that begin so.
    pub(super) fn keys(&self, prefix: &str) -> Vec<String> {
        let Some(storage) = &self.0 else { return Vec::new() };
        let count = storage.length().unwrap_or(0);
        (0..count).filter_map(|at| storage.key(at).ok().flatten()).filter(|key| key.starts_with(prefix)).collect()
    }
}
