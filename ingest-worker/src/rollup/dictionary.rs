use super::Code;
use std::collections::HashMap;
use std::hash::Hash;

/// Different values in the order of their first appearance; a value's code is its place.
#[derive(Debug)]
pub(super) struct Dictionary<K> {
    codes: HashMap<K, Code>,
    keys: Vec<K>,
    /// The value that was asked for last: neighbours in the log are alike.
    last: Code,
}

impl<K> Default for Dictionary<K> {
    fn default() -> Dictionary<K> {
        Dictionary { codes: HashMap::new(), keys: Vec::new(), last: 0 }
    }
}

impl<K: Clone + Eq + Hash> Dictionary<K> {
    /// The code of a value, which joins the dictionary unless it is there.
    pub(super) fn code(&mut self, key: K) -> Code {
        if self.key(self.last) == Some(&key) {
            return self.last;
        }
        // A chunk has fewer than 2³² events.
        let next = Code::try_from(self.keys.len()).unwrap_or(Code::MAX);
        let keys = &mut self.keys;
        self.last = *self.codes.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            next
        });
        self.last
    }

    /// The value of a code.
    pub(super) fn key(&self, code: Code) -> Option<&K> {
        self.keys.get(code as usize)
    }

    /// What the values become, in their order.
    pub(super) fn map<T>(self, of: impl FnMut(K) -> T) -> Vec<T> {
        self.keys.into_iter().map(of).collect()
    }
}
